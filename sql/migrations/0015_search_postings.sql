-- What finds documents by their words: for each word a bitmap of the records that hold it, in blocks of 32768. People search by
-- several frequent words at once ("hợp tác xã chè Tân Cương"); anding bitmaps takes a twentieth of the time in which a GIN index
-- works through the postings of such words.
--
-- Bits are only ever set. What a document lost is found out when it is read, as every document that a search finds is. A single
-- record does not rewrite the blocks of all its words: it waits among the unsettled until there are enough, or an import brings
-- many. Whoever settles holds a lock that nobody waits for; others leave theirs to the next one.

DROP INDEX establishment_search_document;
DROP INDEX product_search_document;

-- Tax codes and telephones are looked up where they are kept, with the beginnings that branches share; documents are words alone.
CREATE INDEX establishment_tax_code_beginning ON establishment (tax_code text_pattern_ops) WHERE tax_code IS NOT NULL;

-- Eight parts of 4096 bits, those that there are, as one block: setting single bits in blocks would copy each whole.
CREATE FUNCTION posting_block(parts integer[], bits bit[]) RETURNS bit LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  block bit(32768) := B'0'::bit(32768);
BEGIN
  FOR i IN 1 .. cardinality(parts) LOOP
    block := overlay(block PLACING bits[i] FROM parts[i] * 4096 + 1);
  END LOOP;
  RETURN block;
END $$;

CREATE TABLE establishment_posting (
  word text COLLATE "C" NOT NULL,
  block integer NOT NULL,
  bits bit(32768) NOT NULL,
  CONSTRAINT establishment_posting_pkey PRIMARY KEY (word, block)
);
ALTER TABLE establishment_posting ALTER bits SET STORAGE MAIN;
COMMENT ON TABLE establishment_posting IS 'Which establishments'' documents hold a word: bit id % 32768 of block id / 32768; derived';

CREATE TABLE establishment_unsettled (
  establishment_id bigint NOT NULL
);
COMMENT ON TABLE establishment_unsettled IS 'Documents whose postings are not written yet; a search looks at each of them; derived';

CREATE TABLE product_posting (
  word text COLLATE "C" NOT NULL,
  block integer NOT NULL,
  bits bit(32768) NOT NULL,
  CONSTRAINT product_posting_pkey PRIMARY KEY (word, block)
);
ALTER TABLE product_posting ALTER bits SET STORAGE MAIN;
COMMENT ON TABLE product_posting IS 'Which products'' documents hold a word: bit id % 32768 of block id / 32768; derived';

CREATE TABLE product_unsettled (
  product_id bigint NOT NULL
);
COMMENT ON TABLE product_unsettled IS 'Documents whose postings are not written yet; a search looks at each of them; derived';

-- Whoever keeps what it read of the postings asks by the mark whether that still holds. A number that counts would come back
-- after a backup was restored.
CREATE TABLE posting_settlement (
  kind text NOT NULL CONSTRAINT posting_settlement_pkey PRIMARY KEY
    CONSTRAINT posting_settlement_kind_known CHECK (kind IN ('establishment', 'product')),
  mark uuid NOT NULL
);
COMMENT ON TABLE posting_settlement IS 'For each kind of document a mark that changes whenever postings are written; derived';
INSERT INTO posting_settlement SELECT k, gen_random_uuid() FROM unnest(ARRAY['establishment', 'product']) AS k;

-- The two kinds differ in the names of their tables alone.
CREATE FUNCTION settle_postings(kind text, enough integer DEFAULT 64) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp SET work_mem = '64MB' AS $$
DECLARE
  waiting bigint;
  next bigint;
BEGIN
  EXECUTE format('SELECT count(*) FROM (SELECT FROM %1$I_unsettled LIMIT $1) u', kind) INTO waiting USING enough;
  IF waiting < enough OR NOT pg_try_advisory_xact_lock(format('%1$I_posting', kind)::regclass::oid::bigint) THEN
    RETURN;
  END IF;
  UPDATE posting_settlement s SET mark = gen_random_uuid() WHERE s.kind = settle_postings.kind;
  -- block by block: what is gathered stays in memory
  FOR next IN EXECUTE format('SELECT DISTINCT u.%1$I_id / 32768 FROM %1$I_unsettled u ORDER BY 1', kind) LOOP
    EXECUTE format($statement$
      WITH taken AS (
        DELETE FROM %1$I_unsettled u WHERE u.%1$I_id / 32768 = $1 RETURNING u.%1$I_id AS id
      ), part AS (
        SELECT w.word, (s.%1$I_id %% 32768 / 4096)::integer AS part,
          bit_or(set_bit(B'0'::bit(4096), (s.%1$I_id %% 4096)::integer, 1)) AS bits
        FROM (SELECT DISTINCT t.id FROM taken t) AS t JOIN %1$I_search s ON s.%1$I_id = t.id,
          unnest(tsvector_to_array(s.document)) AS w (word)
        GROUP BY 1, 2
      )
      INSERT INTO %1$I_posting AS p (word, block, bits)
      SELECT x.word, $1, posting_block(array_agg(x.part), array_agg(x.bits)) FROM part x GROUP BY x.word
      ON CONFLICT (word, block) DO UPDATE SET bits = p.bits | excluded.bits WHERE p.bits | excluded.bits <> p.bits
      $statement$, kind) USING next;
  END LOOP;
END $$;
COMMENT ON FUNCTION settle_postings IS 'Writes the postings of unsettled documents of a kind, if there are enough of them';

-- A product's document waits for whoever is changing its establishment: otherwise a product that is registered while its
-- establishment gets another name would keep the old one's words, and not be found by the new.
CREATE OR REPLACE FUNCTION index_products(ids bigint[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM FROM establishment e
  WHERE e.establishment_id IN (SELECT p.establishment_id FROM product p WHERE p.product_id = ANY (ids))
  ORDER BY e.establishment_id FOR SHARE;
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
    RETURNING s.product_id
  ), unsettled AS (
    INSERT INTO product_unsettled (product_id) SELECT w.product_id FROM written w
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
    SELECT s.words FROM establishment_search s WHERE s.establishment_id = ANY (ids)
  ), record AS MATERIALIZED (
    SELECT e.establishment_id, e.name_folded, e.industry, e.commune_unit_id, e.site_unit_id
    FROM establishment e WHERE e.establishment_id = ANY (ids)
  ), place AS MATERIALIZED (
    SELECT u.unit_id, unit_search_words(u.unit_id) AS words
    FROM (SELECT r.commune_unit_id AS unit_id FROM record r UNION SELECT r.site_unit_id FROM record r) AS u
    WHERE u.unit_id IS NOT NULL
  ), trade AS MATERIALIZED (
    SELECT i.industry, search_folded(i.industry) AS words FROM (SELECT DISTINCT r.industry FROM record r) AS i
  ), described AS MATERIALIZED (
    SELECT r.establishment_id, r.name_folded,
      concat_ws(' ', nullif(r.name_folded, ''), t.words, c.words, CASE WHEN s.unit_id <> c.unit_id THEN s.words END) AS words
    FROM record r LEFT JOIN trade t USING (industry) LEFT JOIN place c ON c.unit_id = r.commune_unit_id
      LEFT JOIN place s ON s.unit_id = r.site_unit_id
  ), written AS (
    INSERT INTO establishment_search AS s (establishment_id, words, document)
    SELECT d.establishment_id, d.words, search_document(d.words, d.name_folded)
    FROM described d
    ON CONFLICT (establishment_id) DO UPDATE SET words = excluded.words, document = excluded.document
      WHERE (s.words, s.document) IS DISTINCT FROM (excluded.words, excluded.document)
    RETURNING s.establishment_id
  ), unsettled AS (
    INSERT INTO establishment_unsettled (establishment_id) SELECT w.establishment_id FROM written w
  )
  INSERT INTO search_word_change (word, change)
  SELECT w.word, sum(t.sign)
  FROM (SELECT d.words, 1 AS sign FROM described d UNION ALL SELECT b.words, -1 FROM before b) AS t,
    string_to_table(t.words, ' ') AS w (word)
  GROUP BY w.word HAVING sum(t.sign) <> 0 AND w.word ~ '^[^0-9]+$';
  PERFORM settle_search_words();
  PERFORM settle_postings('establishment');
END $$;

-- An establishment's codes are no words of its document any more.
CREATE OR REPLACE FUNCTION follow_changed_establishments() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
DECLARE
  ids bigint[] := ARRAY(
    SELECT s.establishment_id FROM saved s JOIN replaced r USING (establishment_id)
    WHERE (s.name_folded, s.industry, s.commune_unit_id, s.site_unit_id)
      IS DISTINCT FROM (r.name_folded, r.industry, r.commune_unit_id, r.site_unit_id));
BEGIN
  IF cardinality(ids) > 0 THEN
    PERFORM index_establishments(ids);
    PERFORM index_products(ARRAY(SELECT p.product_id FROM product p WHERE p.establishment_id = ANY (ids)));
  END IF;
  RETURN NULL;
END $$;

-- What was registered before.
DO $$
BEGIN
  PERFORM index_establishments(ARRAY(SELECT establishment_id FROM establishment));
  INSERT INTO establishment_unsettled SELECT s.establishment_id FROM establishment_search s;
  INSERT INTO product_unsettled SELECT s.product_id FROM product_search s;
  PERFORM settle_postings('establishment', 1);
  PERFORM settle_postings('product', 1);
END $$;
