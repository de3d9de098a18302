-- What ranks a record stands beside its document: a search ranks many more records than it shows, and looking each one up in five
-- tables took most of its time. What is only shown is read of those that are.

ALTER TABLE establishment_search
  ADD name text,
  ADD name_folded text,
  ADD closed_on date;
UPDATE establishment_search s SET name = e.name, name_folded = e.name_folded, closed_on = e.closed_on
FROM establishment e WHERE e.establishment_id = s.establishment_id;
ALTER TABLE establishment_search ALTER name SET NOT NULL, ALTER name_folded SET NOT NULL;
COMMENT ON TABLE establishment_search IS
  'What an establishment is found and ranked by: folded words of its name, industry, places then and now; derived, written by trigger';

ALTER TABLE product_search
  ADD name text,
  ADD name_folded text,
  ADD maker_words text,
  ADD closed_on date;
UPDATE product_search s
SET name = p.name, name_folded = p.name_folded, maker_words = m.words, closed_on = coalesce(p.closed_on, e.closed_on)
FROM product p JOIN establishment e USING (establishment_id) JOIN establishment_search m USING (establishment_id)
WHERE p.product_id = s.product_id;
ALTER TABLE product_search ALTER name SET NOT NULL, ALTER name_folded SET NOT NULL, ALTER maker_words SET NOT NULL;
COMMENT ON COLUMN product_search.closed_on IS 'Of the product, or of its establishment if that one is closed and the product is not';
COMMENT ON TABLE product_search IS
  'What a product is found and ranked by: its folded words and its establishment''s; derived, written by trigger';

CREATE OR REPLACE FUNCTION index_products(ids bigint[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM FROM establishment e
  WHERE e.establishment_id IN (SELECT p.establishment_id FROM product p WHERE p.product_id = ANY (ids))
  ORDER BY e.establishment_id FOR SHARE;
  WITH before AS MATERIALIZED (
    SELECT s.product_id, s.words, s.document FROM product_search s WHERE s.product_id = ANY (ids)
  ), described AS MATERIALIZED (
    SELECT p.product_id, p.name, p.name_folded, m.words AS maker, coalesce(p.closed_on, e.closed_on) AS closed_on,
      concat_ws(' ', nullif(p.name_folded, ''),
        CASE WHEN cardinality(p.members) > 0 THEN search_folded(array_to_string(p.members, ' ')) END) AS words
    FROM product p JOIN establishment e USING (establishment_id) JOIN establishment_search m USING (establishment_id)
    WHERE p.product_id = ANY (ids)
  ), written AS (
    INSERT INTO product_search AS s (product_id, words, document, name, name_folded, maker_words, closed_on)
    SELECT d.product_id, d.words, search_document(concat_ws(' ', nullif(d.words, ''), nullif(d.maker, '')), d.name_folded),
      d.name, d.name_folded, d.maker, d.closed_on
    FROM described d
    ON CONFLICT (product_id) DO UPDATE SET words = excluded.words, document = excluded.document, name = excluded.name,
        name_folded = excluded.name_folded, maker_words = excluded.maker_words, closed_on = excluded.closed_on
      WHERE (s.words, s.document, s.name, s.name_folded, s.maker_words, s.closed_on)
        IS DISTINCT FROM (excluded.words, excluded.document, excluded.name, excluded.name_folded, excluded.maker_words,
          excluded.closed_on)
    RETURNING s.product_id, s.document
  ), unsettled AS (
    -- a document that is as it was has its postings
    INSERT INTO product_unsettled (product_id)
    SELECT w.product_id FROM written w LEFT JOIN before b USING (product_id) WHERE b.document IS DISTINCT FROM w.document
  )
  INSERT INTO search_word_change (word, change)
  SELECT w.word, sum(t.sign)
  FROM (SELECT d.words, 1 AS sign FROM described d UNION ALL SELECT b.words, -1 FROM before b) AS t,
    string_to_table(t.words, ' ') AS w (word)
  GROUP BY w.word HAVING sum(t.sign) <> 0 AND w.word ~ '^[^0-9]+$';
  PERFORM settle_search_words();
  PERFORM settle_postings('product');
END $$;

CREATE OR REPLACE FUNCTION index_establishments(ids bigint[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
BEGIN
  WITH before AS MATERIALIZED (
    SELECT s.establishment_id, s.words, s.document FROM establishment_search s WHERE s.establishment_id = ANY (ids)
  ), record AS MATERIALIZED (
    SELECT e.establishment_id, e.name, e.name_folded, e.industry, e.commune_unit_id, e.site_unit_id, e.closed_on
    FROM establishment e WHERE e.establishment_id = ANY (ids)
  ), place AS MATERIALIZED (
    SELECT u.unit_id, unit_search_words(u.unit_id) AS words
    FROM (SELECT r.commune_unit_id AS unit_id FROM record r UNION SELECT r.site_unit_id FROM record r) AS u
    WHERE u.unit_id IS NOT NULL
  ), trade AS MATERIALIZED (
    SELECT i.industry, search_folded(i.industry) AS words FROM (SELECT DISTINCT r.industry FROM record r) AS i
  ), described AS MATERIALIZED (
    SELECT r.establishment_id, r.name, r.name_folded, r.closed_on,
      concat_ws(' ', nullif(r.name_folded, ''), t.words, c.words, CASE WHEN s.unit_id <> c.unit_id THEN s.words END) AS words
    FROM record r LEFT JOIN trade t USING (industry) LEFT JOIN place c ON c.unit_id = r.commune_unit_id
      LEFT JOIN place s ON s.unit_id = r.site_unit_id
  ), written AS (
    INSERT INTO establishment_search AS s (establishment_id, words, document, name, name_folded, closed_on)
    SELECT d.establishment_id, d.words, search_document(d.words, d.name_folded), d.name, d.name_folded, d.closed_on
    FROM described d
    ON CONFLICT (establishment_id) DO UPDATE SET words = excluded.words, document = excluded.document, name = excluded.name,
        name_folded = excluded.name_folded, closed_on = excluded.closed_on
      WHERE (s.words, s.document, s.name, s.name_folded, s.closed_on)
        IS DISTINCT FROM (excluded.words, excluded.document, excluded.name, excluded.name_folded, excluded.closed_on)
    RETURNING s.establishment_id, s.document
  ), unsettled AS (
    INSERT INTO establishment_unsettled (establishment_id)
    SELECT w.establishment_id FROM written w LEFT JOIN before b USING (establishment_id)
    WHERE b.document IS DISTINCT FROM w.document
  )
  INSERT INTO search_word_change (word, change)
  SELECT w.word, sum(t.sign)
  FROM (SELECT d.words, 1 AS sign FROM described d UNION ALL SELECT b.words, -1 FROM before b) AS t,
    string_to_table(t.words, ' ') AS w (word)
  GROUP BY w.word HAVING sum(t.sign) <> 0 AND w.word ~ '^[^0-9]+$';
  PERFORM settle_search_words();
  PERFORM settle_postings('establishment');
END $$;

-- A closing and the way in which a name is written count now too.
CREATE OR REPLACE FUNCTION follow_changed_establishments() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
DECLARE
  ids bigint[] := ARRAY(
    SELECT s.establishment_id FROM saved s JOIN replaced r USING (establishment_id)
    WHERE (s.name, s.name_folded, s.industry, s.commune_unit_id, s.site_unit_id, s.closed_on)
      IS DISTINCT FROM (r.name, r.name_folded, r.industry, r.commune_unit_id, r.site_unit_id, r.closed_on));
BEGIN
  IF cardinality(ids) > 0 THEN
    PERFORM index_establishments(ids);
    PERFORM index_products(ARRAY(SELECT p.product_id FROM product p WHERE p.establishment_id = ANY (ids)));
  END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION follow_changed_products() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
DECLARE
  ids bigint[] := ARRAY(
    SELECT s.product_id FROM saved s JOIN replaced r USING (product_id)
    WHERE (s.name, s.name_folded, s.members, s.establishment_id, s.closed_on)
      IS DISTINCT FROM (r.name, r.name_folded, r.members, r.establishment_id, r.closed_on));
BEGIN
  IF cardinality(ids) > 0 THEN
    PERFORM index_products(ids);
  END IF;
  RETURN NULL;
END $$;
