-- Search as people type: what is looked for is folded (no diacritics, đ as d), and so is what is found. A document is the set
-- of a record's folded words. Documents and vocabulary are derived: triggers keep them, the program only reads them.
--
-- A document's lexemes are plain words, and marked ones, which no typed word can be since folded words have no full stop:
-- n.che a word of the record's own name, t.0101234567 a tax code, i.001085012345 a personal number that serves as one,
-- p.0912345678 a telephone number.

-- Prefixes of names are looked up too ("begins with"), which the order of bytes allows under any collation of the database.
DROP INDEX establishment_name;
CREATE INDEX establishment_name ON establishment (name_folded text_pattern_ops);
DROP INDEX product_name;
CREATE INDEX product_name ON product (name_folded text_pattern_ops);

-- The fold of the program (RuralIndustry/Text/Folded.swift) for texts that it does not fold itself; a test compares the two.
-- Null if nothing is left.
CREATE FUNCTION search_folded(source text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT nullif(btrim(regexp_replace(
    regexp_replace(lower(translate(normalize(source, NFD), 'ĐđÐð', 'dddd')), '[\u0300-\u036F]', '', 'g'),
    '[^a-z0-9\u00C0-\u024F\u0370-\u1FFF\u2C00-\uD7FF]+', ' ', 'g')), '')
$$;

-- The folded names of a unit, of what it lay in on its last day, and of everything that it became: a record is found under
-- the old names and under today's.
CREATE FUNCTION unit_search_words(unit_id bigint) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
  here unit%ROWTYPE;
  day date;
  id bigint;
  ids bigint[] := ARRAY[unit_search_words.unit_id];
  names text[] := '{}';
BEGIN
  WHILE cardinality(ids) > 0 LOOP
    FOREACH id IN ARRAY ids LOOP
      SELECT * INTO here FROM unit u WHERE u.unit_id = id;
      day := coalesce(upper(here.validity) - 1, 'infinity');
      WHILE here.unit_id IS NOT NULL LOOP
        names := names || here.name;
        SELECT p.* INTO here FROM unit p WHERE p.code = here.parent_code AND p.validity @> day;
      END LOOP;
    END LOOP;
    -- lineage is not cyclic
    SELECT array_agg(DISTINCT e.to_unit_id) INTO ids FROM unit_edge e WHERE e.from_unit_id = ANY (ids);
  END LOOP;
  RETURN (
    SELECT string_agg(DISTINCT w.word, ' ' ORDER BY w.word)
    FROM unnest(names) AS n (name), string_to_table(search_folded(n.name), ' ') AS w (word));
END $$;

CREATE TABLE establishment_search (
  establishment_id bigint NOT NULL,
  -- those of the name first
  words text NOT NULL,
  document tsvector NOT NULL,
  CONSTRAINT establishment_search_pkey PRIMARY KEY (establishment_id),
  CONSTRAINT establishment_search_record_fkey FOREIGN KEY (establishment_id) REFERENCES establishment
);
COMMENT ON TABLE establishment_search IS 'Folded words of an establishment: name, industry, places then and now; derived, written by trigger';
-- A short pending list: every search reads it whole.
CREATE INDEX establishment_search_document ON establishment_search USING gin (document)
  WITH (gin_pending_list_limit = 512);

CREATE TABLE product_search (
  product_id bigint NOT NULL,
  -- the product's own; the document has those of its establishment too
  words text NOT NULL,
  document tsvector NOT NULL,
  CONSTRAINT product_search_pkey PRIMARY KEY (product_id),
  CONSTRAINT product_search_record_fkey FOREIGN KEY (product_id) REFERENCES product
);
COMMENT ON TABLE product_search IS 'Folded words of a product and of its establishment; derived, written by trigger';
CREATE INDEX product_search_document ON product_search USING gin (document) WITH (gin_pending_list_limit = 512);

-- The word itself and what is left of it without one of its letters. Two words that differ by one slip (a letter dropped,
-- added or replaced, neighbours swapped) share one of these.
CREATE FUNCTION word_deletions(word text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT array_agg(DISTINCT d.deletion)
  FROM (
    SELECT word AS deletion
    UNION ALL
    SELECT overlay(word PLACING '' FROM i FOR 1) FROM generate_series(1, char_length(word)) AS i WHERE char_length(word) > 1
  ) AS d
$$;

CREATE TABLE search_word (
  word text NOT NULL,
  occurrences bigint NOT NULL,
  deletions text[] NOT NULL GENERATED ALWAYS AS (word_deletions(word)) STORED,
  CONSTRAINT search_word_pkey PRIMARY KEY (word)
);
COMMENT ON TABLE search_word IS 'The vocabulary: words without digits and how often they stand in documents'' own words; derived';
-- what a beginning may become, under any collation of the database
CREATE INDEX search_word_beginning ON search_word (word text_pattern_ops);
CREATE INDEX search_word_deletions ON search_word USING gin (deletions) WITH (fastupdate = off);

-- What writers add to the vocabulary. They would wait for one another on the rows of frequent words; so they only append, and
-- one of them at a time settles what has gathered.
CREATE TABLE search_word_change (
  word text NOT NULL,
  change bigint NOT NULL
);
COMMENT ON TABLE search_word_change IS 'Changes of the vocabulary that are not settled yet; derived';
CREATE INDEX search_word_change_word ON search_word_change (word);

CREATE FUNCTION settle_search_words() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  -- whoever does not get the lock leaves its changes to the next one
  IF NOT pg_try_advisory_xact_lock('search_word'::regclass::oid::bigint) THEN
    RETURN;
  END IF;
  WITH settled AS (
    DELETE FROM search_word_change RETURNING word, change
  )
  INSERT INTO search_word AS w (word, occurrences)
  SELECT s.word, sum(s.change) FROM settled s GROUP BY s.word HAVING sum(s.change) <> 0
  ON CONFLICT (word) DO UPDATE SET occurrences = w.occurrences + excluded.occurrences;
END $$;

-- The lexemes of a record: its words, the words of its name marked as such, and codes that are marked already.
CREATE FUNCTION search_document(words text, name_folded text, codes text[] DEFAULT '{}') RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT array_to_tsvector(array_remove(
    string_to_array(words, ' ') || string_to_array('n.' || replace(nullif(name_folded, ''), ' ', ' n.'), ' ') || codes, NULL))
$$;

CREATE FUNCTION index_products(ids bigint[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
BEGIN
  WITH before AS MATERIALIZED (
    SELECT s.words FROM product_search s WHERE s.product_id = ANY (ids)
  ), described AS MATERIALIZED (
    SELECT p.product_id, p.name_folded, e.words AS maker,
      concat_ws(' ', nullif(p.name_folded, ''),
        CASE WHEN cardinality(p.members) > 0 THEN search_folded(array_to_string(p.members, ' ')) END) AS words
    FROM product p JOIN establishment_search e USING (establishment_id) WHERE p.product_id = ANY (ids)
  ), written AS (
    INSERT INTO product_search AS s (product_id, words, document)
    SELECT d.product_id, d.words, search_document(concat_ws(' ', nullif(d.words, ''), nullif(d.maker, '')), d.name_folded)
    FROM described d
    ON CONFLICT (product_id) DO UPDATE SET words = excluded.words, document = excluded.document
      WHERE (s.words, s.document) IS DISTINCT FROM (excluded.words, excluded.document)
  )
  INSERT INTO search_word_change (word, change)
  SELECT w.word, sum(t.sign)
  FROM (SELECT d.words, 1 AS sign FROM described d UNION ALL SELECT b.words, -1 FROM before b) AS t,
    string_to_table(t.words, ' ') AS w (word)
  GROUP BY w.word HAVING sum(t.sign) <> 0 AND w.word ~ '^[^0-9]+$';
  PERFORM settle_search_words();
END $$;
COMMENT ON FUNCTION index_products(bigint[]) IS 'Writes the search documents of these products anew';

CREATE FUNCTION index_establishments(ids bigint[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
BEGIN
  WITH before AS MATERIALIZED (
    SELECT s.words FROM establishment_search s WHERE s.establishment_id = ANY (ids)
  ), record AS MATERIALIZED (
    SELECT e.establishment_id, e.name_folded, e.industry, e.commune_unit_id, e.site_unit_id, e.tax_code, e.phone
    FROM establishment e WHERE e.establishment_id = ANY (ids)
  ), place AS MATERIALIZED (
    SELECT u.unit_id, unit_search_words(u.unit_id) AS words
    FROM (SELECT r.commune_unit_id AS unit_id FROM record r UNION SELECT r.site_unit_id FROM record r) AS u
    WHERE u.unit_id IS NOT NULL
  ), trade AS MATERIALIZED (
    SELECT i.industry, search_folded(i.industry) AS words FROM (SELECT DISTINCT r.industry FROM record r) AS i
  ), described AS MATERIALIZED (
    SELECT r.establishment_id, r.name_folded, r.tax_code, r.phone,
      concat_ws(' ', nullif(r.name_folded, ''), t.words, c.words, CASE WHEN s.unit_id <> c.unit_id THEN s.words END) AS words
    FROM record r LEFT JOIN trade t USING (industry) LEFT JOIN place c ON c.unit_id = r.commune_unit_id
      LEFT JOIN place s ON s.unit_id = r.site_unit_id
  ), written AS (
    INSERT INTO establishment_search AS s (establishment_id, words, document)
    SELECT d.establishment_id, d.words, search_document(d.words, d.name_folded,
      ARRAY[CASE length(d.tax_code) WHEN 12 THEN 'i.' ELSE 't.' END || replace(d.tax_code, '-', ''), 'p.' || d.phone])
    FROM described d
    ON CONFLICT (establishment_id) DO UPDATE SET words = excluded.words, document = excluded.document
      WHERE (s.words, s.document) IS DISTINCT FROM (excluded.words, excluded.document)
  )
  INSERT INTO search_word_change (word, change)
  SELECT w.word, sum(t.sign)
  FROM (SELECT d.words, 1 AS sign FROM described d UNION ALL SELECT b.words, -1 FROM before b) AS t,
    string_to_table(t.words, ' ') AS w (word)
  GROUP BY w.word HAVING sum(t.sign) <> 0 AND w.word ~ '^[^0-9]+$';
  PERFORM settle_search_words();
END $$;
COMMENT ON FUNCTION index_establishments(bigint[]) IS 'Writes the search documents of these establishments anew';

-- The triggers follow whatever writes the records: a form, an import, a closing, a redaction.
CREATE FUNCTION follow_added_establishments() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM index_establishments(ARRAY(SELECT s.establishment_id FROM saved s));
  RETURN NULL;
END $$;
CREATE TRIGGER establishment_search_added AFTER INSERT ON establishment
  REFERENCING NEW TABLE AS saved FOR EACH STATEMENT EXECUTE FUNCTION follow_added_establishments();

CREATE FUNCTION follow_changed_establishments() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
DECLARE
  ids bigint[] := ARRAY(
    SELECT s.establishment_id FROM saved s JOIN replaced r USING (establishment_id)
    WHERE (s.name_folded, s.industry, s.commune_unit_id, s.site_unit_id, s.tax_code, s.phone)
      IS DISTINCT FROM (r.name_folded, r.industry, r.commune_unit_id, r.site_unit_id, r.tax_code, r.phone));
BEGIN
  IF cardinality(ids) > 0 THEN
    PERFORM index_establishments(ids);
    PERFORM index_products(ARRAY(SELECT p.product_id FROM product p WHERE p.establishment_id = ANY (ids)));
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER establishment_search_changed AFTER UPDATE ON establishment
  REFERENCING OLD TABLE AS replaced NEW TABLE AS saved FOR EACH STATEMENT EXECUTE FUNCTION follow_changed_establishments();

CREATE FUNCTION follow_added_products() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM index_products(ARRAY(SELECT s.product_id FROM saved s));
  RETURN NULL;
END $$;
CREATE TRIGGER product_search_added AFTER INSERT ON product
  REFERENCING NEW TABLE AS saved FOR EACH STATEMENT EXECUTE FUNCTION follow_added_products();

CREATE FUNCTION follow_changed_products() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
DECLARE
  ids bigint[] := ARRAY(
    SELECT s.product_id FROM saved s JOIN replaced r USING (product_id)
    WHERE (s.name_folded, s.members, s.establishment_id) IS DISTINCT FROM (r.name_folded, r.members, r.establishment_id));
BEGIN
  IF cardinality(ids) > 0 THEN
    PERFORM index_products(ids);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER product_search_changed AFTER UPDATE ON product
  REFERENCING OLD TABLE AS replaced NEW TABLE AS saved FOR EACH STATEMENT EXECUTE FUNCTION follow_changed_products();

-- A unit's new name, or what became of it, reaches everything that lies or lay in it.
CREATE FUNCTION index_places(ids bigint[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
DECLARE
  reached bigint[] := ids;
  latest bigint[] := ids;
  establishments bigint[];
BEGIN
  IF NOT EXISTS (SELECT FROM establishment) THEN
    RETURN;
  END IF;
  WHILE cardinality(latest) > 0 LOOP
    latest := ARRAY(
      SELECT c.unit_id FROM unit u JOIN unit c ON c.parent_code = u.code WHERE u.unit_id = ANY (latest)
      UNION
      SELECT e.from_unit_id FROM unit_edge e WHERE e.to_unit_id = ANY (latest)
      EXCEPT
      SELECT unnest(reached));
    reached := reached || latest;
  END LOOP;
  establishments := ARRAY(
    SELECT e.establishment_id FROM establishment e WHERE e.commune_unit_id = ANY (reached)
    UNION
    SELECT e.establishment_id FROM establishment e WHERE e.site_unit_id = ANY (reached));
  PERFORM index_establishments(establishments);
  PERFORM index_products(ARRAY(SELECT p.product_id FROM product p WHERE p.establishment_id = ANY (establishments)));
END $$;
COMMENT ON FUNCTION index_places(bigint[]) IS 'Writes the search documents of everything that lies or lay in these units anew';

CREATE FUNCTION follow_units() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM index_places(ARRAY(SELECT s.unit_id FROM saved s));
  RETURN NULL;
END $$;
CREATE TRIGGER unit_search_added AFTER INSERT ON unit
  REFERENCING NEW TABLE AS saved FOR EACH STATEMENT EXECUTE FUNCTION follow_units();
CREATE TRIGGER unit_search_changed AFTER UPDATE ON unit
  REFERENCING NEW TABLE AS saved FOR EACH STATEMENT EXECUTE FUNCTION follow_units();

CREATE FUNCTION follow_unit_edges() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM index_places(ARRAY(SELECT DISTINCT s.from_unit_id FROM saved s));
  RETURN NULL;
END $$;
CREATE TRIGGER unit_edge_search_added AFTER INSERT ON unit_edge
  REFERENCING NEW TABLE AS saved FOR EACH STATEMENT EXECUTE FUNCTION follow_unit_edges();
CREATE TRIGGER unit_edge_search_changed AFTER UPDATE ON unit_edge
  REFERENCING NEW TABLE AS saved FOR EACH STATEMENT EXECUTE FUNCTION follow_unit_edges();

-- What was registered before there was search.
DO $$
BEGIN
  PERFORM index_establishments(ARRAY(SELECT establishment_id FROM establishment));
  PERFORM index_products(ARRAY(SELECT product_id FROM product));
END $$;
