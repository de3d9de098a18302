-- What makes results provable: signing keys, the parts of result bundles, the recomputation of results, the sealed trail.

-- Public halves of the program's keys; the private ones are files that only the program's user can read. The keys form one
-- line: each new one replaces the one before, so there is always exactly one that nothing has replaced.
CREATE TABLE signing_key (
  key_id text NOT NULL,
  public_key bytea NOT NULL,
  replaces text,
  valid_from date NOT NULL,
  audit_id bigint NOT NULL DEFAULT current_audit(),
  CONSTRAINT signing_key_pkey PRIMARY KEY (key_id),
  CONSTRAINT signing_key_public_key_length CHECK (octet_length(public_key) = 32),
  CONSTRAINT signing_key_id_hash CHECK (key_id = left(encode(sha256(public_key), 'hex'), 16)),
  CONSTRAINT signing_key_replaces_once UNIQUE NULLS NOT DISTINCT (replaces),
  CONSTRAINT signing_key_replaces_fkey FOREIGN KEY (replaces) REFERENCES signing_key,
  CONSTRAINT signing_key_audit_fkey FOREIGN KEY (audit_id) REFERENCES audit_event
);
COMMENT ON TABLE signing_key IS 'Public Ed25519 keys of the registry, each replacing the one before; append-only';
CREATE INDEX signing_key_audit ON signing_key (audit_id);

CREATE TABLE signing_key_revocation (
  key_id text NOT NULL,
  revoked_from date NOT NULL,
  reason text NOT NULL,
  audit_id bigint NOT NULL DEFAULT current_audit(),
  CONSTRAINT signing_key_revocation_pkey PRIMARY KEY (key_id),
  CONSTRAINT signing_key_revocation_key_fkey FOREIGN KEY (key_id) REFERENCES signing_key,
  CONSTRAINT signing_key_revocation_reason_length CHECK (char_length(reason) BETWEEN 1 AND 1000),
  CONSTRAINT signing_key_revocation_audit_fkey FOREIGN KEY (audit_id) REFERENCES audit_event
);
COMMENT ON TABLE signing_key_revocation IS 'Keys whose signatures are worth nothing from a day on (leaked, lost); append-only';
CREATE INDEX signing_key_revocation_audit ON signing_key_revocation (audit_id);

-- What a result rested on when its round was closed, part by part, in canonical JSON: the bundle is made of these. The marks
-- are kept as their hash only; their table is append-only, and the bundle must come out with the same hash.
CREATE TABLE result_part (
  round_id bigint NOT NULL,
  part text NOT NULL,
  sha256 bytea NOT NULL,
  document text,
  CONSTRAINT result_part_pkey PRIMARY KEY (round_id, part),
  CONSTRAINT result_part_result_fkey FOREIGN KEY (round_id) REFERENCES result,
  CONSTRAINT result_part_known CHECK (part IN ('round', 'rules', 'entries', 'roster', 'marks', 'tally', 'identities')),
  CONSTRAINT result_part_sha256_length CHECK (octet_length(sha256) = 32),
  CONSTRAINT result_part_document_kept CHECK ((document IS NULL) = (part = 'marks')),
  CONSTRAINT result_part_document_hash CHECK (sha256 = sha256(convert_to(document, 'UTF8')))
);
COMMENT ON TABLE result_part IS 'The parts of a result bundle as they were at closing, and whose product each entry was; append-only';

-- MARK: The second computation

CREATE AGGREGATE least_common_multiple(numeric) (SFUNC = lcm, STYPE = numeric, INITCOND = '1');

-- dividend / divisor, half away from zero, exactly; neither is below zero. Integer division and a product, because
-- division of numerics is cut off somewhere.
CREATE FUNCTION rounded_quotient(dividend numeric, divisor numeric, decimals integer) RETURNS numeric LANGUAGE sql IMMUTABLE
RETURN round(
  div(2 * dividend * ('1' || repeat('0', decimals))::numeric + divisor, 2 * divisor)
    * CASE decimals WHEN 0 THEN 1 ELSE ('0.' || repeat('0', decimals - 1) || '1')::numeric END, decimals);
COMMENT ON FUNCTION rounded_quotient IS 'A quotient rounded half away from zero, exactly';

-- The result of a round, from its marks and its rules' own text: written apart from the program's tally, which closing
-- compares with this. Totals are fractions.
CREATE FUNCTION recomputed_result(of_round bigint, draw_seed text) RETURNS TABLE (
  entry_id bigint, numerator numeric, denominator numeric, shown text, rank bigint, eligible boolean, judges bigint,
  reason text)
-- the planner knows nothing of how large the steps below are: nested loops over them would take minutes
LANGUAGE plpgsql STABLE SET enable_nestloop = off SET enable_mergejoin = off AS $$
#variable_conflict use_column
DECLARE
  rules jsonb := (SELECT r.rules::jsonb FROM round r WHERE r.round_id = of_round);
  scoring jsonb := rules -> 'scoring';
  result_stage text := coalesce(rules ->> 'result_stage', rules #>> '{stages,0,id}', 'result');
  display integer := coalesce((scoring ->> 'display')::integer, 2);
  threshold numeric := (scoring ->> 'eligible_at_least')::numeric;
  quorum integer := coalesce((scoring #>> '{quorum,judges_per_entry}')::integer, 0);
  in_groups boolean := coalesce(scoring ->> 'rank_within', 'round') = 'group';
  tie_chain text[] := ARRAY(SELECT jsonb_array_elements_text(CASE jsonb_typeof(scoring -> 'ties') WHEN 'array' THEN scoring -> 'ties' END));
  criteria integer := jsonb_array_length(rules -> 'criteria');
  step jsonb;
  judging text;
  lowest integer := 0;
  highest integer := 0;
  judge_round integer;
  sum_round integer;
  sums_first boolean := false;
  weighs text := 'nothing';
  weight_round integer;
BEGIN
  FOR step IN SELECT jsonb_array_elements(scoring -> 'pipeline') LOOP
    IF step ? 'sum' THEN
      sums_first := judging IS NULL;
      sum_round := (step ->> 'round')::integer;
    ELSIF step ? 'weight' THEN
      weighs := CASE WHEN judging IS NULL THEN 'values' ELSE 'combined' END;
      weight_round := (step ->> 'round')::integer;
    ELSE
      judging := CASE WHEN step ? 'median' THEN 'median' ELSE 'mean' END;
      lowest := coalesce((step #>> '{trim,0}')::integer, 0);
      highest := coalesce((step #>> '{trim,1}')::integer, 0);
      judge_round := (step ->> 'round')::integer;
    END IF;
  END LOOP;
  RETURN QUERY
  WITH criterion AS (
    SELECT c ->> 'id' AS id, coalesce((c ->> 'weight')::numeric, 1) AS weight
    FROM jsonb_array_elements(rules -> 'criteria') c
  ), frame AS (
    SELECT product_group, criterion, count(*) AS leaves FROM round_leaf WHERE round_id = of_round GROUP BY 1, 2
  ), competing AS (
    SELECT entry_id, code, product_group, establishment_id FROM entry WHERE round_id = of_round AND state = 'accepted'
  ), judged AS (  -- a judge's value of a criterion, if no leaf lacks its mark
    SELECT m.entry_id, m.judge_id, l.criterion, sum(m.value) AS value
    FROM mark m JOIN competing e USING (entry_id)
      JOIN round_leaf l ON l.round_id = m.round_id AND l.product_group = m.product_group AND l.leaf = m.leaf
      JOIN frame f ON f.product_group = m.product_group AND f.criterion = l.criterion
    WHERE m.round_id = of_round AND m.stage = result_stage AND NOT EXISTS (
      SELECT FROM judge_conflict x WHERE x.judge_id = m.judge_id AND x.establishment_id = e.establishment_id)
    GROUP BY m.entry_id, m.judge_id, l.criterion, f.leaves HAVING count(m.value) = f.leaves
  ), sheet AS (
    SELECT entry_id, judge_id FROM judged GROUP BY 1, 2 HAVING NOT sums_first OR count(*) = criteria
  ), counted AS (
    SELECT entry_id, judge_id, criterion, value, CASE
        WHEN weighs <> 'values' THEN value
        WHEN weight_round IS NULL THEN value * weight
        ELSE round(value * weight, weight_round) END AS weighed
    FROM judged JOIN sheet USING (entry_id, judge_id) JOIN criterion ON id = criterion
  ), pool AS (  -- what the judges' step combines: for the total, and each criterion's value for ties
    SELECT 'total' AS use, entry_id, '' AS criterion,
      CASE WHEN sum_round IS NULL THEN sum(weighed) ELSE round(sum(weighed), sum_round) END AS value
    FROM counted WHERE sums_first GROUP BY entry_id, judge_id
    UNION ALL SELECT 'total', entry_id, criterion, weighed FROM counted WHERE NOT sums_first
    UNION ALL SELECT 'tie', entry_id, criterion, value FROM counted
  ), placed AS (
    SELECT *, row_number() OVER (PARTITION BY use, entry_id, criterion ORDER BY value) AS place,
      count(*) OVER (PARTITION BY use, entry_id, criterion) AS size
    FROM pool
  ), combined AS (
    SELECT use, entry_id, criterion, sum(value) AS sum, count(*)::numeric AS count,
      judge_round IS NOT NULL AND NOT (use = 'tie' AND sums_first) AS rounds
    FROM placed
    WHERE CASE WHEN use = 'tie' AND sums_first THEN true
      WHEN judging = 'median' THEN place IN ((size + 1) / 2, size / 2 + 1)
      ELSE place > lowest AND place <= size - highest END
    GROUP BY 1, 2, 3
  ), fraction AS (
    SELECT use, entry_id, criterion, CASE WHEN rounds THEN rounded_quotient(sum, count, judge_round) ELSE sum END AS num,
      CASE WHEN rounds THEN 1 ELSE count END AS den
    FROM combined
  ), weighed AS (
    SELECT entry_id, CASE WHEN weighs <> 'combined' THEN num
        WHEN weight_round IS NULL THEN num * weight ELSE rounded_quotient(num * weight, den, weight_round) END AS num,
      CASE WHEN weighs = 'combined' AND weight_round IS NOT NULL THEN 1 ELSE den END AS den
    FROM fraction LEFT JOIN criterion ON id = criterion WHERE use = 'total'
  ), common AS (
    SELECT entry_id, least_common_multiple(den) AS den FROM weighed GROUP BY 1
    HAVING count(*) = CASE WHEN sums_first THEN 1 ELSE criteria END
  ), added AS (
    SELECT entry_id, sum(w.num * div(c.den, w.den)) AS num, c.den FROM weighed w JOIN common c USING (entry_id)
    GROUP BY entry_id, c.den
  ), present AS (
    SELECT entry_id, count(*) AS judges FROM sheet GROUP BY 1
  ), total AS (
    SELECT e.entry_id, e.code, e.product_group, coalesce(p.judges, 0) AS judges,
      CASE WHEN sums_first OR sum_round IS NULL THEN a.num ELSE rounded_quotient(a.num, a.den, sum_round) END AS num,
      CASE WHEN sums_first OR sum_round IS NULL THEN a.den ELSE 1 END AS den
    FROM competing e LEFT JOIN present p USING (entry_id)
      LEFT JOIN added a ON a.entry_id = e.entry_id AND coalesce(p.judges, 0) >= quorum
  ), scale AS (
    SELECT (SELECT least_common_multiple(den) FROM total WHERE den IS NOT NULL) AS totals,
      (SELECT least_common_multiple(den) FROM fraction WHERE use = 'tie') AS ties
  ), tie AS (
    SELECT e.entry_id, array_agg(coalesce(f.num * div(s.ties, f.den), 0) ORDER BY t.place) AS keys
    FROM total e CROSS JOIN scale s CROSS JOIN unnest(tie_chain) WITH ORDINALITY AS t (tie, place)
      LEFT JOIN fraction f ON f.use = 'tie' AND f.entry_id = e.entry_id AND f.criterion = substr(t.tie, 11)
    WHERE t.tie LIKE 'criterion:%' GROUP BY 1
  ), ranked AS (
    SELECT e.entry_id, rank() OVER (
      PARTITION BY CASE WHEN in_groups THEN e.product_group END
      ORDER BY e.num * div(s.totals, e.den) DESC, coalesce(t.keys, '{}') DESC,
        CASE WHEN 'draw' = ANY (tie_chain)
          THEN sha256(convert_to(draw_seed, 'UTF8') || '\x00'::bytea || convert_to(e.code, 'UTF8')) END) AS rank
    FROM total e CROSS JOIN scale s LEFT JOIN tie t USING (entry_id) WHERE e.num IS NOT NULL
  )
  SELECT e.entry_id, e.num, e.den, rounded_quotient(e.num, e.den, display)::text, r.rank,
    CASE WHEN threshold IS NOT NULL THEN coalesce(e.num >= threshold * e.den, false) END, e.judges,
    CASE WHEN e.num IS NOT NULL THEN NULL WHEN e.judges < quorum THEN 'below-quorum' ELSE 'too-few-marks' END
  FROM total e LEFT JOIN ranked r USING (entry_id);
END $$;
COMMENT ON FUNCTION recomputed_result IS 'Totals, ranks and eligibility from marks and rules, independently of the program';

-- Where the kept result of a round and the recomputed one differ, as text; none if they agree in every digit.
CREATE FUNCTION result_differences(of_round bigint) RETURNS TABLE (entry text, kept text, recomputed text)
LANGUAGE sql STABLE AS $$
  WITH line AS (
    SELECT l.*, split_part(l.total, '/', 1)::numeric AS num,
      coalesce(nullif(split_part(l.total, '/', 2), ''), '1')::numeric AS den
    FROM result_line l WHERE l.round_id = of_round
  )
  SELECT e.code, concat_ws(' ', coalesce(l.total, '–'), coalesce(l.shown, '–'), coalesce(l.rank::text, '–'),
      coalesce(l.eligible::text, '–'), l.judges, l.reason),
    concat_ws(' ', coalesce(n.numerator || '/' || n.denominator, '–'), coalesce(n.shown, '–'), coalesce(n.rank::text, '–'),
      coalesce(n.eligible::text, '–'), n.judges, n.reason)
  FROM line l FULL JOIN recomputed_result(of_round, (SELECT seed FROM result WHERE round_id = of_round)) n USING (entry_id)
    JOIN entry e ON e.entry_id = coalesce(l.entry_id, n.entry_id)
  WHERE (l.num * n.denominator = n.numerator * l.den) IS NOT TRUE AND NOT (l.num IS NULL AND n.numerator IS NULL)
    OR (l.shown, l.rank::bigint, l.eligible, l.judges::bigint, l.reason)
      IS DISTINCT FROM (n.shown, n.rank, n.eligible, n.judges, n.reason)
    OR l.entry_id IS NULL OR n.entry_id IS NULL
  ORDER BY 1;
$$;
COMMENT ON FUNCTION result_differences IS 'Lines in which a kept result and its recomputation differ';

-- MARK: The sealed trail

-- The append-only tables whose rows are sealed with the event that wrote them; a table that does not name the event itself
-- does so through the one it belongs to. A migration that makes such a table adds it here at once. Columns that are added
-- later must be nullable without a default: a row is sealed by its columns that are not null.
CREATE TABLE sealed_table (
  table_name text NOT NULL,
  belongs_to text,
  by_column text,
  -- what the one lawful overwrite of history may take out of a record (redact_establishment), and is therefore not sealed
  redactable text[] NOT NULL DEFAULT '{}',
  CONSTRAINT sealed_table_pkey PRIMARY KEY (table_name),
  CONSTRAINT sealed_table_both_or_none CHECK ((belongs_to IS NULL) = (by_column IS NULL))
);
COMMENT ON TABLE sealed_table IS 'Which tables the audit chain covers';
INSERT INTO sealed_table (table_name, belongs_to, by_column) VALUES
  ('audit_event', NULL, NULL), ('establishment_version', NULL, NULL), ('product_version', NULL, NULL),
  ('product_member', NULL, NULL), ('regulation', NULL, NULL), ('mark', NULL, NULL), ('result', NULL, NULL),
  ('result_line', 'result', 'round_id'), ('result_part', 'result', 'round_id'), ('decision', NULL, NULL),
  ('decision_line', 'decision', 'decision_id'), ('award', NULL, NULL), ('nomination', NULL, NULL),
  ('certificate', NULL, NULL), ('certificate_file', NULL, NULL), ('revocation', NULL, NULL), ('signing_key', NULL, NULL),
  ('signing_key_revocation', NULL, NULL), ('judge_conflict', NULL, NULL), ('assignment_draw', NULL, NULL),
  ('judge_assignment', 'assignment_draw', 'assignment_draw_id'), ('entry_paper', NULL, NULL),
  ('production_site_version', NULL, NULL), ('redaction', NULL, NULL);
UPDATE sealed_table SET redactable = '{phone,email,tax_code,registration_number,representative,address,site_address}'
WHERE table_name IN ('establishment_version', 'production_site_version');

-- What is sealed of the events after one and up to another: for each table the number of rows and the SHA-256 over the
-- sorted SHA-256 of the rows.
CREATE FUNCTION sealed_rows(after_event bigint, to_event bigint)
RETURNS TABLE (audit_id bigint, table_name text, row_count bigint, digest text)
LANGUAGE plpgsql STABLE SET timezone = 'UTC' SET bytea_output = 'hex' AS $$
DECLARE
  sealed record;
  owner text;
  joined text;
  kept text;
BEGIN
  FOR sealed IN SELECT * FROM sealed_table ORDER BY 1 LOOP
    owner := CASE WHEN sealed.belongs_to IS NULL THEN 't' ELSE 'o' END;
    joined := CASE WHEN sealed.belongs_to IS NULL THEN ''
      ELSE format('JOIN %I o USING (%I)', sealed.belongs_to, sealed.by_column) END;
    kept := CASE WHEN sealed.redactable = '{}' THEN 'to_jsonb(t)'
      ELSE format('jsonb_set(to_jsonb(t), ''{record}'', t.record - %L::text[])', sealed.redactable) END;
    RETURN QUERY EXECUTE format(
      $query$
      SELECT x.audit_id, %1$L::text, count(*), encode(sha256(string_agg(x.hash, ''::bytea ORDER BY x.hash)), 'hex')
      FROM (
        SELECT %2$s.audit_id, sha256(convert_to(jsonb_strip_nulls(%4$s)::text, 'UTF8')) AS hash
        FROM %1$I t %3$s WHERE %2$s.audit_id > $1 AND %2$s.audit_id <= $2) x
      GROUP BY 1
      $query$, sealed.table_name, owner, joined, kept)
    USING after_event, to_event;
  END LOOP;
END $$;
COMMENT ON FUNCTION sealed_rows IS 'Counts and hashes of everything that events wrote into sealed tables';

-- One link for each event, in their order. hash = SHA-256(hash of the link before ‖ content); before the first, 32 zeros.
CREATE TABLE audit_link (
  position bigint NOT NULL,
  audit_id bigint NOT NULL,
  content text NOT NULL,
  hash bytea NOT NULL,
  sealed_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT audit_link_pkey PRIMARY KEY (position),
  CONSTRAINT audit_link_event_key UNIQUE (audit_id),
  CONSTRAINT audit_link_event_fkey FOREIGN KEY (audit_id) REFERENCES audit_event,
  CONSTRAINT audit_link_hash_length CHECK (octet_length(hash) = 32)
);
COMMENT ON TABLE audit_link IS 'The audit chain: what every event wrote, chained by hashes; append-only, written by the sealer';

-- The leaves of the Merkle tree, in their order. hash = SHA-256(0x00 ‖ content), RFC 6962 §2.1.
CREATE TABLE evidence_leaf (
  leaf_index bigint NOT NULL,
  kind text NOT NULL,
  record_id bigint NOT NULL,
  content text NOT NULL,
  hash bytea NOT NULL,
  CONSTRAINT evidence_leaf_pkey PRIMARY KEY (leaf_index),
  CONSTRAINT evidence_leaf_record_key UNIQUE (kind, record_id),
  CONSTRAINT evidence_leaf_kind_known CHECK (kind IN ('result', 'certificate')),
  CONSTRAINT evidence_leaf_content_hash CHECK (hash = sha256('\x00'::bytea || convert_to(content, 'UTF8')))
);
COMMENT ON TABLE evidence_leaf IS 'Results and certificates as leaves of the Merkle tree; append-only, written by the sealer';

-- What the leaves of results and certificates say, by the event that wrote them.
CREATE FUNCTION leaf_contents(after_event bigint, to_event bigint)
RETURNS TABLE (audit_id bigint, kind text, record_id bigint, content text) LANGUAGE sql STABLE AS $$
  SELECT x.audit_id, 'result', x.round_id,
    '{"kind":"result","lines_sha256":"' || encode(x.lines_sha256, 'hex') || '","parts":{'
      || coalesce((SELECT string_agg('"' || p.part || '":"' || encode(p.sha256, 'hex') || '"', ',' ORDER BY p.part COLLATE "C")
        FROM result_part p WHERE p.round_id = x.round_id), '')
      || '},"round":"' || x.round_id || '"}'
  FROM result x WHERE x.audit_id > after_event AND x.audit_id <= to_event
  UNION ALL
  SELECT c.audit_id, 'certificate', c.certificate_id,
    '{"kind":"certificate","number":' || to_json(c.number)::text || ',"paper_sha256":"'
      || encode(sha256(convert_to(c.paper, 'UTF8')), 'hex') || '"}'
  FROM certificate c WHERE c.paper IS NOT NULL AND c.audit_id > after_event AND c.audit_id <= to_event
  ORDER BY 1, 2 DESC, 3;
$$;
COMMENT ON FUNCTION leaf_contents IS 'Results and certificates of some events, as the leaves of the Merkle tree have them';
