-- What counts a record's awards is read from the index alone: a search counts those of some hundred records, and fetching each
-- award's row took it longer than all else that it reads.
DROP INDEX award_product;
DROP INDEX award_establishment;
CREATE INDEX award_product ON award (product_id, establishment_id) INCLUDE (award_id, decision_id);
CREATE INDEX award_establishment ON award (establishment_id) INCLUDE (award_id, decision_id);
