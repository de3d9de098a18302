-- As before, and a product's document waits for whoever is changing its establishment: otherwise a product that is registered
-- while its establishment gets another name would keep the old one's words, and not be found by the new.
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
