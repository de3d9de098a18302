CREATE COLLATION public.vietnamese (provider = icu, locale = 'vi-VN');

CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;

COMMENT ON EXTENSION btree_gist IS 'support for indexing common datatypes in GiST';

CREATE FUNCTION public.advance_version() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF NEW.version <> OLD.version + 1 THEN
    RAISE EXCEPTION '% version % cannot follow %', TG_TABLE_NAME, NEW.version, OLD.version
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_TABLE_NAME || '_version_step';
  END IF;
  NEW.audit_id := current_audit();
  RETURN NEW;
END $$;

COMMENT ON FUNCTION public.advance_version() IS 'BEFORE UPDATE: version + 1 and the event of the transaction';

CREATE FUNCTION public.check_decision_lines() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
  bad record;
BEGIN
  -- a line of the decision's own round: what another round found says nothing here
  SELECT e.code INTO bad FROM added a JOIN decision d USING (decision_id) JOIN entry e USING (entry_id)
    LEFT JOIN result_line l ON l.entry_id = a.entry_id AND l.round_id = d.round_id
  WHERE e.round_id <> d.round_id
    OR (a.recognised AND (l.entry_id IS NULL OR l.eligible IS FALSE OR l.total IS NULL)) LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'entry % is not eligible', bad.code
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'decision_line_eligible';
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION public.check_entry_lower_award() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
  r record;
  a record;
BEGIN
  -- what is refused or taken back need not hold: it may be just that the award does not
  IF NEW.state IN ('rejected', 'withdrawn') THEN
    RETURN NULL;
  END IF;
  SELECT level, lower_levels, lower_exception INTO r FROM round WHERE round_id = NEW.round_id;
  IF cardinality(r.lower_levels) = 0 THEN
    IF NEW.lower_award_id IS NOT NULL OR NEW.exception IS NOT NULL THEN
      RAISE EXCEPTION 'entry %: this round needs no lower award', NEW.code
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'entry_lower_award_not_needed';
    END IF;
    RETURN NULL;
  END IF;
  IF NEW.exception IS NOT NULL AND NEW.exception IS NOT DISTINCT FROM r.lower_exception THEN
    RETURN NULL;
  END IF;
  IF NEW.lower_award_id IS NULL THEN
    RAISE EXCEPTION 'entry %: no lower award', NEW.code
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'entry_lower_award_required';
  END IF;
  SELECT w.level, c.issued_on, c.valid_to, v.revoked_on, n.nominated_on, n.to_level INTO a
  FROM award w JOIN nomination n ON n.nomination_id = NEW.nomination_id
    LEFT JOIN certificate c ON c.award_id = w.award_id LEFT JOIN revocation v USING (certificate_id)
  WHERE w.award_id = NEW.lower_award_id;
  IF NOT a.level = ANY (r.lower_levels) THEN
    RAISE EXCEPTION 'entry %: an award of level % does not open this round', NEW.code, a.level
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'entry_lower_award_level';
  END IF;
  IF a.issued_on IS NULL OR NEW.filed_on NOT BETWEEN a.issued_on AND a.valid_to THEN
    RAISE EXCEPTION 'entry %: the lower certificate is not valid on %', NEW.code, NEW.filed_on
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'entry_lower_award_live';
  END IF;
  IF a.revoked_on <= NEW.filed_on THEN
    RAISE EXCEPTION 'entry %: the lower certificate was revoked on %', NEW.code, a.revoked_on
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'entry_lower_award_unrevoked';
  END IF;
  IF a.nominated_on > NEW.filed_on OR a.to_level <> r.level THEN
    RAISE EXCEPTION 'entry %: nominated for the level % on %', NEW.code, a.to_level, a.nominated_on
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'entry_lower_award_nominated';
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION public.check_entry_round() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
  state text;
BEGIN
  SELECT r.state INTO state FROM round r WHERE r.round_id = NEW.round_id FOR SHARE;
  IF state NOT IN ('draft', 'open') AND NOT (TG_OP = 'UPDATE' AND state = 'judging') THEN
    RAISE EXCEPTION 'round % takes no entries: it is %', NEW.round_id, state
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'entry_round_open';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION public.check_entry_step() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
    ('received', 'incomplete'), ('received', 'accepted'), ('received', 'rejected'), ('received', 'withdrawn'),
    ('incomplete', 'accepted'), ('incomplete', 'rejected'), ('incomplete', 'withdrawn'),
    ('accepted', 'withdrawn'), ('accepted', 'rejected')) THEN
    RAISE EXCEPTION 'an entry cannot go from % to %', OLD.state, NEW.state
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'entry_state_step';
  END IF;
  IF (NEW.round_id, NEW.product_id, NEW.establishment_id, NEW.code, NEW.product_group)
    IS DISTINCT FROM (OLD.round_id, OLD.product_id, OLD.establishment_id, OLD.code, OLD.product_group) THEN
    RAISE EXCEPTION 'what was entered does not change'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'entry_identity_fixed';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION public.check_marks() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
  bad record;
BEGIN
  -- share: closing updates the row and therefore waits for marks in flight, and they for it
  PERFORM 1 FROM round r WHERE r.round_id IN (SELECT a.round_id FROM added a) ORDER BY r.round_id FOR SHARE;
  SELECT r.round_id, r.state INTO bad FROM round r
  WHERE r.round_id IN (SELECT a.round_id FROM added a) AND r.state <> 'judging' LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'round % takes no marks: it is %', bad.round_id, bad.state
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'mark_round_judging';
  END IF;
  SELECT e.code INTO bad FROM added a JOIN entry e USING (entry_id) WHERE e.state <> 'accepted' LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'entry % is not accepted', bad.code
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'mark_entry_accepted';
  END IF;
  SELECT j.code INTO bad FROM added a JOIN judge j USING (judge_id) WHERE j.member_to IS NOT NULL LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'judge % no longer sits on the panel', bad.code
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'mark_judge_sits';
  END IF;
  SELECT a.leaf, a.value INTO bad FROM added a JOIN round_leaf l USING (round_id, product_group, leaf)
  WHERE a.value > l.max LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'a mark for % is above its maximum', bad.leaf
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'mark_value_range';
  END IF;
  SELECT a.leaf INTO bad FROM added a JOIN round_leaf l USING (round_id, product_group, leaf)
  WHERE mod(a.value, l.step) <> 0 LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'a mark for % is not a multiple of its step', bad.leaf
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'mark_value_step';
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION public.check_round_step() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF NEW.state <> OLD.state AND NOT (
    (OLD.state, NEW.state) IN (
      ('draft', 'open'), ('open', 'judging'), ('judging', 'closed'), ('closed', 'decided'), ('decided', 'published'))
    OR (NEW.state = 'cancelled' AND OLD.state IN ('draft', 'open', 'judging', 'closed'))) THEN
    RAISE EXCEPTION 'a round cannot go from % to %', OLD.state, NEW.state
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'round_state_step';
  END IF;
  IF (NEW.level, NEW.organiser_code, NEW.organiser_unit_id, NEW.year, NEW.held_on, NEW.regulation_id, NEW.rules,
      NEW.lower_levels, NEW.lower_exception)
    IS DISTINCT FROM (OLD.level, OLD.organiser_code, OLD.organiser_unit_id, OLD.year, OLD.held_on, OLD.regulation_id,
      OLD.rules, OLD.lower_levels, OLD.lower_exception)
  THEN
    RAISE EXCEPTION 'what a round is held under does not change'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'round_rules_pinned';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION public.check_unit_edges() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
  bad record;
BEGIN
  SELECT f.code AS from_code, t.code AS to_code, e.effective_date INTO bad
  FROM added e JOIN unit f ON f.unit_id = e.from_unit_id JOIN unit t ON t.unit_id = e.to_unit_id
  WHERE upper(f.validity) IS DISTINCT FROM e.effective_date OR NOT t.validity @> e.effective_date
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'edge % → % on %: the first must end and the second exist on that day',
      bad.from_code, bad.to_code, bad.effective_date
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'unit_edge_days';
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION public.current_audit() RETURNS bigint
    LANGUAGE plpgsql STABLE
    AS $$
DECLARE
  id text := current_setting('cnnt.audit_id', true);
BEGIN
  IF id IS NULL OR id = '' THEN
    RAISE EXCEPTION 'a change without an audit event'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'audit_event_required';
  END IF;
  RETURN id::bigint;
END $$;

COMMENT ON FUNCTION public.current_audit() IS 'The audit event of the running transaction; refuses when there is none';

CREATE FUNCTION public.keep_establishment_versions() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  INSERT INTO establishment_version (establishment_id, version, audit_id, record)
  SELECT s.establishment_id, s.version, s.audit_id, to_jsonb(s) - '{establishment_id,version,audit_id,name_folded}'::text[]
  FROM saved s;
  RETURN NULL;
END $$;

CREATE FUNCTION public.keep_product_versions() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  INSERT INTO product_version (product_id, version, audit_id, record)
  SELECT s.product_id, s.version, s.audit_id, to_jsonb(s) - '{product_id,version,audit_id,name_folded}'::text[]
  FROM saved s;
  RETURN NULL;
END $$;

CREATE FUNCTION public.leaf_contents(after_event bigint, to_event bigint) RETURNS TABLE(audit_id bigint, kind text, record_id bigint, content text)
    LANGUAGE sql STABLE
    AS $$
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

COMMENT ON FUNCTION public.leaf_contents(after_event bigint, to_event bigint) IS 'Results and certificates of some events, as the leaves of the Merkle tree have them';

CREATE FUNCTION public.recomputed_result(of_round bigint, draw_seed text) RETURNS TABLE(entry_id bigint, numerator numeric, denominator numeric, shown text, rank bigint, eligible boolean, judges bigint, reason text)
    LANGUAGE plpgsql STABLE
    SET enable_nestloop TO 'off'
    SET enable_mergejoin TO 'off'
    AS $$
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
    SELECT entry_id, code, product_group FROM entry WHERE round_id = of_round AND state = 'accepted'
  ), judged AS (  -- a judge's value of a criterion, if no leaf lacks its mark
    SELECT m.entry_id, m.judge_id, l.criterion, sum(m.value) AS value
    FROM mark m JOIN competing e USING (entry_id)
      JOIN round_leaf l ON l.round_id = m.round_id AND l.product_group = m.product_group AND l.leaf = m.leaf
      JOIN frame f ON f.product_group = m.product_group AND f.criterion = l.criterion
    WHERE m.round_id = of_round AND m.stage = result_stage
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

COMMENT ON FUNCTION public.recomputed_result(of_round bigint, draw_seed text) IS 'Totals, ranks and eligibility from marks and rules, independently of the program';

CREATE FUNCTION public.result_differences(of_round bigint) RETURNS TABLE(entry text, kept text, recomputed text)
    LANGUAGE sql STABLE
    AS $$
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

COMMENT ON FUNCTION public.result_differences(of_round bigint) IS 'Lines in which a kept result and its recomputation differ';

CREATE FUNCTION public.rounded_quotient(dividend numeric, divisor numeric, decimals integer) RETURNS numeric
    LANGUAGE sql IMMUTABLE
    RETURN round((div(((((2)::numeric * dividend) * (('1'::text || repeat('0'::text, decimals)))::numeric) + divisor), ((2)::numeric * divisor)) * CASE decimals WHEN 0 THEN (1)::numeric ELSE ((('0.'::text || repeat('0'::text, (decimals - 1))) || '1'::text))::numeric END), decimals);

COMMENT ON FUNCTION public.rounded_quotient(dividend numeric, divisor numeric, decimals integer) IS 'A quotient rounded half away from zero, exactly';

CREATE FUNCTION public.sealed_rows(after_event bigint, to_event bigint) RETURNS TABLE(audit_id bigint, table_name text, row_count bigint, digest text)
    LANGUAGE plpgsql STABLE
    SET "TimeZone" TO 'UTC'
    SET bytea_output TO 'hex'
    AS $_$
DECLARE
  sealed record;
  owner text;
  joined text;
BEGIN
  FOR sealed IN SELECT * FROM sealed_table ORDER BY 1 LOOP
    owner := CASE WHEN sealed.belongs_to IS NULL THEN 't' ELSE 'o' END;
    joined := CASE WHEN sealed.belongs_to IS NULL THEN ''
      ELSE format('JOIN %I o USING (%I)', sealed.belongs_to, sealed.by_column) END;
    RETURN QUERY EXECUTE format(
      $query$
      SELECT x.audit_id, %1$L::text, count(*), encode(sha256(string_agg(x.hash, ''::bytea ORDER BY x.hash)), 'hex')
      FROM (
        SELECT %2$s.audit_id, sha256(convert_to(jsonb_strip_nulls(to_jsonb(t))::text, 'UTF8')) AS hash
        FROM %1$I t %3$s WHERE %2$s.audit_id > $1 AND %2$s.audit_id <= $2) x
      GROUP BY 1
      $query$, sealed.table_name, owner, joined)
    USING after_event, to_event;
  END LOOP;
END $_$;

COMMENT ON FUNCTION public.sealed_rows(after_event bigint, to_event bigint) IS 'Counts and hashes of everything that events wrote into sealed tables';

CREATE FUNCTION public.unit_home(unit_id bigint, level text, day date) RETURNS bigint
    LANGUAGE plpgsql STABLE
    AS $$
DECLARE
  homes bigint[];
BEGIN
  SELECT array_agg(DISTINCT w.home) INTO homes
  FROM (
    SELECT unit_within(here, unit_home.level, unit_home.day) AS home
    FROM unit_on_day(unit_home.unit_id, unit_home.day) here
  ) AS w WHERE w.home IS NOT NULL;
  RETURN CASE WHEN cardinality(homes) = 1 THEN homes[1] END;
END $$;

CREATE FUNCTION public.unit_on(code text, day date) RETURNS bigint
    LANGUAGE plpgsql STABLE
    AS $$
BEGIN
  RETURN (SELECT u.unit_id FROM unit u WHERE u.code = unit_on.code AND u.validity @> unit_on.day);
END $$;

CREATE FUNCTION public.unit_on_day(unit_id bigint, day date) RETURNS SETOF bigint
    LANGUAGE plpgsql STABLE
    AS $$
BEGIN
  -- nearly always
  IF EXISTS (SELECT FROM unit u WHERE u.unit_id = unit_on_day.unit_id AND u.validity @> unit_on_day.day) THEN
    RETURN NEXT unit_on_day.unit_id;
    RETURN;
  END IF;
  RETURN QUERY
  SELECT s.successor_id FROM unit_successors(unit_on_day.unit_id, unit_on_day.day) s
  UNION
  SELECT p.predecessor_id FROM unit_predecessors(unit_on_day.unit_id) p
  WHERE (SELECT u.validity @> unit_on_day.day FROM unit u WHERE u.unit_id = p.predecessor_id);
END $$;

CREATE FUNCTION public.unit_predecessors(unit_id bigint) RETURNS TABLE(predecessor_id bigint, partial boolean)
    LANGUAGE plpgsql STABLE
    AS $$
BEGIN
  RETURN QUERY
  WITH RECURSIVE backward AS (
    SELECT unit_predecessors.unit_id AS unit_id, false AS is_partial
    UNION
    SELECT e.from_unit_id, backward.is_partial OR e.relation = 'part_of'
    FROM backward JOIN unit_edge e ON e.to_unit_id = backward.unit_id
  )
  SELECT b.unit_id, bool_or(b.is_partial) FROM backward b GROUP BY b.unit_id;
END $$;

CREATE FUNCTION public.unit_successors(unit_id bigint, day date) RETURNS TABLE(successor_id bigint, partial boolean)
    LANGUAGE plpgsql STABLE
    AS $$
BEGIN
  RETURN QUERY
  WITH RECURSIVE forward AS (
    SELECT unit_successors.unit_id AS unit_id, false AS is_partial
    UNION
    SELECT e.to_unit_id, forward.is_partial OR e.relation = 'part_of'
    FROM forward JOIN unit_edge e ON e.from_unit_id = forward.unit_id AND e.effective_date <= unit_successors.day
  )
  SELECT f.unit_id, bool_or(f.is_partial) FROM forward f
  WHERE (SELECT u.validity @> unit_successors.day FROM unit u WHERE u.unit_id = f.unit_id) GROUP BY f.unit_id;
END $$;

CREATE FUNCTION public.unit_within(unit_id bigint, level text, day date) RETURNS bigint
    LANGUAGE plpgsql STABLE
    AS $$
DECLARE
  here unit%ROWTYPE;
BEGIN
  SELECT * INTO here FROM unit u WHERE u.unit_id = unit_within.unit_id;
  -- a commune lies in a district or a province, a district in a province
  WHILE here.unit_id IS NOT NULL AND here.level <> unit_within.level LOOP
    SELECT p.* INTO here FROM unit p WHERE p.code = here.parent_code AND p.validity @> unit_within.day;
  END LOOP;
  RETURN here.unit_id;
END $$;

CREATE AGGREGATE public.least_common_multiple(numeric) (
    SFUNC = pg_catalog.lcm,
    STYPE = numeric,
    INITCOND = '1'
);

CREATE TABLE public.audit_event (
    audit_id bigint NOT NULL,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    actor text NOT NULL,
    action text NOT NULL,
    subject text NOT NULL,
    subject_id text,
    reason text,
    details jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT audit_event_action_form CHECK ((action ~ '^[a-z-]+\.[a-z-]+$'::text)),
    CONSTRAINT audit_event_actor_present CHECK ((actor <> ''::text))
);

COMMENT ON TABLE public.audit_event IS 'Append-only trail: who changed what, when and why';

ALTER TABLE public.audit_event ALTER COLUMN audit_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.audit_event_audit_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.audit_link (
    "position" bigint NOT NULL,
    audit_id bigint NOT NULL,
    content text NOT NULL,
    hash bytea NOT NULL,
    sealed_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT audit_link_hash_length CHECK ((octet_length(hash) = 32))
);

COMMENT ON TABLE public.audit_link IS 'The audit chain: what every event wrote, chained by hashes; append-only, written by the sealer';

CREATE TABLE public.award (
    award_id bigint NOT NULL,
    product_id bigint,
    establishment_id bigint,
    level text NOT NULL,
    year integer NOT NULL,
    decision_id bigint,
    issuer_code text NOT NULL,
    issuer_unit_id bigint,
    issuer_region text,
    issuer_name text NOT NULL,
    decision_number text NOT NULL,
    decision_date date NOT NULL,
    product_name text NOT NULL,
    establishment_name text NOT NULL,
    product_group text,
    class text,
    commune_unit_id bigint,
    district_unit_id bigint,
    province_unit_id bigint,
    source text,
    document_sha256 bytea,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    CONSTRAINT award_document_hash_length CHECK ((octet_length(document_sha256) = 32)),
    CONSTRAINT award_level_known CHECK ((level = ANY (ARRAY['commune'::text, 'district'::text, 'provincial'::text, 'regional'::text, 'national'::text]))),
    CONSTRAINT award_product_of_establishment CHECK (((product_id IS NULL) OR (establishment_id IS NOT NULL))),
    CONSTRAINT award_round_product CHECK (((decision_id IS NULL) OR (product_id IS NOT NULL)))
);

COMMENT ON TABLE public.award IS 'What a decision granted to a product at a level, in the words of that day; append-only';

ALTER TABLE public.award ALTER COLUMN award_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.award_award_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.certificate (
    certificate_id bigint NOT NULL,
    award_id bigint NOT NULL,
    register text,
    series text,
    year integer,
    serial integer,
    number text,
    code text,
    issued_on date NOT NULL,
    valid_to date NOT NULL,
    paper text,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    CONSTRAINT certificate_issued_here CHECK (((num_nulls(register, series, year, serial, code, paper) = ANY (ARRAY[0, 6])) AND ((paper IS NULL) OR (number IS NOT NULL)))),
    CONSTRAINT certificate_validity CHECK ((valid_to >= issued_on))
);

COMMENT ON TABLE public.certificate IS 'Certificates: issued here, with what is printed on them, or recorded from earlier years; append-only';

ALTER TABLE public.certificate ALTER COLUMN certificate_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.certificate_certificate_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.certificate_file (
    certificate_id bigint NOT NULL,
    sha256 bytea NOT NULL,
    template text NOT NULL,
    rendering jsonb NOT NULL,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    CONSTRAINT certificate_file_sha256_length CHECK ((octet_length(sha256) = 32))
);

COMMENT ON TABLE public.certificate_file IS 'Hashes of the PDF files that were written for a certificate; append-only';

CREATE TABLE public.certificate_series (
    register text NOT NULL,
    series text NOT NULL,
    year integer NOT NULL,
    last_serial integer NOT NULL,
    CONSTRAINT certificate_series_positive CHECK ((last_serial >= 0))
);

COMMENT ON TABLE public.certificate_series IS 'The last number given in each printed series of certificates';

CREATE TABLE public.council_member (
    council_member_id bigint NOT NULL,
    round_id bigint NOT NULL,
    name text NOT NULL,
    role text NOT NULL,
    "position" text,
    member_from date NOT NULL,
    member_to date,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    CONSTRAINT council_member_days CHECK ((member_to >= member_from)),
    CONSTRAINT council_member_name_length CHECK (((char_length(name) >= 1) AND (char_length(name) <= 200))),
    CONSTRAINT council_member_role_known CHECK ((role = ANY (ARRAY['chair'::text, 'standing-vice-chair'::text, 'vice-chair'::text, 'member'::text, 'secretary'::text])))
);

COMMENT ON TABLE public.council_member IS 'Members of the selection council (Hội đồng bình chọn), with their days: replaced, not erased';

ALTER TABLE public.council_member ALTER COLUMN council_member_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.council_member_council_member_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.decision (
    decision_id bigint NOT NULL,
    round_id bigint NOT NULL,
    number text NOT NULL,
    decided_on date NOT NULL,
    authority text NOT NULL,
    place text NOT NULL,
    capacity text NOT NULL,
    signatory_title text NOT NULL,
    signatory_name text NOT NULL,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    CONSTRAINT decision_capacity_known CHECK ((capacity = ANY (ARRAY[''::text, 'TM.'::text, 'KT.'::text, 'TL.'::text, 'TUQ.'::text]))),
    CONSTRAINT decision_number_length CHECK (((char_length(number) >= 1) AND (char_length(number) <= 100)))
);

COMMENT ON TABLE public.decision IS 'The numbered act that recognises products (quyết định công nhận), as it was signed; append-only';

ALTER TABLE public.decision ALTER COLUMN decision_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.decision_decision_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.decision_line (
    decision_id bigint NOT NULL,
    entry_id bigint NOT NULL,
    recognised boolean NOT NULL,
    set_name text,
    class text,
    reason text,
    award_id bigint,
    CONSTRAINT decision_line_award_if_recognised CHECK ((recognised = (award_id IS NOT NULL))),
    CONSTRAINT decision_line_set_recognised CHECK (((set_name IS NULL) OR recognised))
);

COMMENT ON TABLE public.decision_line IS 'What the decision says of each entry; entries of one set share its award; append-only';

CREATE TABLE public.entry (
    entry_id bigint NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    round_id bigint NOT NULL,
    product_id bigint NOT NULL,
    establishment_id bigint NOT NULL,
    product_group text NOT NULL,
    code text NOT NULL,
    judging_name text,
    state text DEFAULT 'received'::text NOT NULL,
    state_reason text,
    lower_award_id bigint,
    nomination_id bigint,
    exception text,
    filed_on date NOT NULL,
    note text,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    CONSTRAINT entry_code_form CHECK ((code ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$'::text)),
    CONSTRAINT entry_exception_known CHECK ((exception = 'lower-round-not-held'::text)),
    CONSTRAINT entry_lower_or_exception CHECK (((lower_award_id IS NULL) OR (exception IS NULL))),
    CONSTRAINT entry_nomination_of_award CHECK (((lower_award_id IS NULL) = (nomination_id IS NULL))),
    CONSTRAINT entry_refusal_reason CHECK (((state <> ALL (ARRAY['rejected'::text, 'withdrawn'::text])) OR (state_reason IS NOT NULL))),
    CONSTRAINT entry_state_known CHECK ((state = ANY (ARRAY['received'::text, 'incomplete'::text, 'accepted'::text, 'rejected'::text, 'withdrawn'::text])))
);

COMMENT ON TABLE public.entry IS 'Products and sets entered in a round (sản phẩm tham gia bình chọn), under an anonymous code';

ALTER TABLE public.entry ALTER COLUMN entry_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.entry_entry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.establishment (
    establishment_id bigint NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    name text NOT NULL,
    name_folded text NOT NULL,
    legal_form text NOT NULL,
    commune_unit_id bigint NOT NULL,
    tax_code text,
    registration_number text,
    registration_date date,
    representative text,
    address text,
    site_unit_id bigint,
    site_address text,
    phone text,
    email text,
    website text,
    industry text,
    founded_on date,
    labour integer,
    capital_vnd bigint,
    revenue_vnd bigint,
    external_id text,
    closed_on date,
    closed_reason text,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    CONSTRAINT establishment_closed_reason CHECK (((closed_on IS NULL) = (closed_reason IS NULL))),
    CONSTRAINT establishment_figures_positive CHECK (((labour >= 0) AND (capital_vnd >= 0) AND (revenue_vnd >= 0))),
    CONSTRAINT establishment_legal_form_known CHECK ((legal_form = ANY (ARRAY['enterprise'::text, 'cooperative'::text, 'cooperative-union'::text, 'cooperative-group'::text, 'household'::text, 'craft-village'::text]))),
    CONSTRAINT establishment_name_length CHECK (((char_length(name) >= 1) AND (char_length(name) <= 300))),
    CONSTRAINT establishment_tax_code_form CHECK (((tax_code ~ '^\d{10}(-\d{3})?$'::text) OR ((tax_code ~ '^\d{12}$'::text) AND (legal_form = 'household'::text))))
);

COMMENT ON TABLE public.establishment IS 'Rural-industry establishments (cơ sở CNNT), as they are now';

ALTER TABLE public.establishment ALTER COLUMN establishment_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.establishment_establishment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.establishment_version (
    establishment_id bigint NOT NULL,
    version integer NOT NULL,
    audit_id bigint NOT NULL,
    record jsonb NOT NULL
);

COMMENT ON TABLE public.establishment_version IS 'Every state that an establishment''s record ever had; append-only, written by trigger';

CREATE TABLE public.evidence_leaf (
    leaf_index bigint NOT NULL,
    kind text NOT NULL,
    record_id bigint NOT NULL,
    content text NOT NULL,
    hash bytea NOT NULL,
    CONSTRAINT evidence_leaf_content_hash CHECK ((hash = sha256(('\x00'::bytea || convert_to(content, 'UTF8'::name))))),
    CONSTRAINT evidence_leaf_kind_known CHECK ((kind = ANY (ARRAY['result'::text, 'certificate'::text])))
);

COMMENT ON TABLE public.evidence_leaf IS 'Results and certificates as leaves of the Merkle tree; append-only, written by the sealer';

CREATE TABLE public.judge (
    judge_id bigint NOT NULL,
    round_id bigint NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    role text NOT NULL,
    affiliation text,
    member_from date NOT NULL,
    member_to date,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    CONSTRAINT judge_code_form CHECK ((code ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$'::text)),
    CONSTRAINT judge_days CHECK ((member_to >= member_from)),
    CONSTRAINT judge_name_length CHECK (((char_length(name) >= 1) AND (char_length(name) <= 200))),
    CONSTRAINT judge_role_known CHECK ((role = ANY (ARRAY['head'::text, 'deputy'::text, 'judge'::text])))
);

COMMENT ON TABLE public.judge IS 'Members of the panel (Ban Giám khảo), with their days: replaced, not erased';

ALTER TABLE public.judge ALTER COLUMN judge_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.judge_judge_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.mark (
    round_id bigint NOT NULL,
    stage text NOT NULL,
    entry_id bigint NOT NULL,
    judge_id bigint NOT NULL,
    leaf text NOT NULL,
    product_group text NOT NULL,
    value numeric,
    absence text,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    CONSTRAINT mark_absence_known CHECK ((absence = ANY (ARRAY['absent'::text, 'recused'::text, 'not-applicable'::text, 'spoiled'::text]))),
    CONSTRAINT mark_value_decimals CHECK ((scale(trim_scale(value)) <= 6)),
    CONSTRAINT mark_value_or_absence CHECK (((value IS NULL) <> (absence IS NULL))),
    CONSTRAINT mark_value_positive CHECK ((value >= (0)::numeric))
);

COMMENT ON TABLE public.mark IS 'One judge''s value, or reason for having none, for one leaf of one entry; append-only';

CREATE TABLE public.nomination (
    nomination_id bigint NOT NULL,
    award_id bigint NOT NULL,
    to_level text NOT NULL,
    number text NOT NULL,
    nominated_on date NOT NULL,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    CONSTRAINT nomination_level_known CHECK ((to_level = ANY (ARRAY['provincial'::text, 'regional'::text, 'national'::text]))),
    CONSTRAINT nomination_number_length CHECK (((char_length(number) >= 1) AND (char_length(number) <= 100)))
);

COMMENT ON TABLE public.nomination IS 'Letters that send a recognised product up a level (đề cử); append-only';

ALTER TABLE public.nomination ALTER COLUMN nomination_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.nomination_nomination_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.product (
    product_id bigint NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    establishment_id bigint NOT NULL,
    name text NOT NULL,
    name_folded text NOT NULL,
    product_group text NOT NULL,
    members text[] DEFAULT '{}'::text[] NOT NULL,
    set_kind text,
    description text,
    material text,
    local_material_percent numeric,
    capacity text,
    unit text,
    price_vnd bigint,
    markets text[] DEFAULT '{}'::text[] NOT NULL,
    standards text[] DEFAULT '{}'::text[] NOT NULL,
    external_id text,
    closed_on date,
    closed_reason text,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    CONSTRAINT product_closed_reason CHECK (((closed_on IS NULL) = (closed_reason IS NULL))),
    CONSTRAINT product_group_form CHECK ((product_group ~ '^[a-z][a-z0-9-]*$'::text)),
    CONSTRAINT product_members_several CHECK ((cardinality(members) <> 1)),
    CONSTRAINT product_name_length CHECK (((char_length(name) >= 1) AND (char_length(name) <= 300))),
    CONSTRAINT product_percent_range CHECK (((local_material_percent >= (0)::numeric) AND (local_material_percent <= (100)::numeric))),
    CONSTRAINT product_price_positive CHECK ((price_vnd >= 0)),
    CONSTRAINT product_set_kind_known CHECK ((set_kind = ANY (ARRAY['material'::text, 'design'::text, 'combination'::text]))),
    CONSTRAINT product_set_kind_of_set CHECK (((set_kind IS NULL) OR (cardinality(members) > 0)))
);

COMMENT ON TABLE public.product IS 'Products and product sets (a set has members), as they are now';

CREATE TABLE public.product_member (
    product_id bigint NOT NULL,
    ordinal integer NOT NULL,
    member_product_id bigint NOT NULL,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    CONSTRAINT product_member_other CHECK ((product_id <> member_product_id))
);

COMMENT ON TABLE public.product_member IS 'Which registered products a set was formed from; append-only';

ALTER TABLE public.product ALTER COLUMN product_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.product_product_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.product_version (
    product_id bigint NOT NULL,
    version integer NOT NULL,
    audit_id bigint NOT NULL,
    record jsonb NOT NULL
);

COMMENT ON TABLE public.product_version IS 'Every state that a product''s record ever had; append-only, written by trigger';

CREATE TABLE public.region_member (
    region text NOT NULL,
    region_name text NOT NULL,
    province_code text NOT NULL,
    validity daterange NOT NULL,
    status text NOT NULL,
    legal_basis text,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    CONSTRAINT region_member_province_form CHECK ((province_code ~ '^\d{2}$'::text)),
    CONSTRAINT region_member_region_known CHECK ((region = ANY (ARRAY['north'::text, 'central'::text, 'south'::text]))),
    CONSTRAINT region_member_status_known CHECK ((status = ANY (ARRAY['stated'::text, 'provisional'::text]))),
    CONSTRAINT region_member_validity_some CHECK ((NOT isempty(validity)))
);

COMMENT ON TABLE public.region_member IS 'Which selection region a province belongs to, and since when; provisional where no list was seen';

CREATE TABLE public.regulation (
    regulation_id text NOT NULL,
    title text NOT NULL,
    extends text,
    territory text,
    valid_from date NOT NULL,
    valid_to date,
    document text NOT NULL,
    sha256 bytea NOT NULL,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    CONSTRAINT regulation_document_hash CHECK ((sha256 = sha256(convert_to(document, 'UTF8'::name)))),
    CONSTRAINT regulation_id_form CHECK ((regulation_id ~ '^[a-z0-9][a-z0-9.-]{0,63}$'::text)),
    CONSTRAINT regulation_sha256_length CHECK ((octet_length(sha256) = 32)),
    CONSTRAINT regulation_validity_some CHECK ((valid_to > valid_from))
);

COMMENT ON TABLE public.regulation IS 'Layers of rules as canonical JSON: national, and provinces'' own over them; append-only, a change is a new id';

CREATE TABLE public.result (
    round_id bigint NOT NULL,
    closed_on date NOT NULL,
    stage text NOT NULL,
    marks integer NOT NULL,
    seed text,
    lines_sha256 bytea NOT NULL,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    CONSTRAINT result_hash_length CHECK ((octet_length(lines_sha256) = 32))
);

COMMENT ON TABLE public.result IS 'The result of a closed round, with the hash of its printed lines; append-only';

CREATE TABLE public.result_line (
    round_id bigint NOT NULL,
    entry_id bigint NOT NULL,
    ordinal integer NOT NULL,
    total text,
    shown text,
    rank integer,
    eligible boolean,
    judges integer NOT NULL,
    reason text,
    CONSTRAINT result_line_eligible_total CHECK ((NOT (eligible AND (total IS NULL)))),
    CONSTRAINT result_line_ranked CHECK ((((total IS NULL) = (rank IS NULL)) AND ((total IS NULL) = (shown IS NULL)))),
    CONSTRAINT result_line_reason CHECK (((total IS NOT NULL) OR (reason IS NOT NULL)))
);

COMMENT ON TABLE public.result_line IS 'Exact total, rank and eligibility of each entry at closing; append-only';

CREATE TABLE public.result_part (
    round_id bigint NOT NULL,
    part text NOT NULL,
    sha256 bytea NOT NULL,
    document text,
    CONSTRAINT result_part_document_hash CHECK ((sha256 = sha256(convert_to(document, 'UTF8'::name)))),
    CONSTRAINT result_part_document_kept CHECK (((document IS NULL) = (part = 'marks'::text))),
    CONSTRAINT result_part_known CHECK ((part = ANY (ARRAY['round'::text, 'rules'::text, 'entries'::text, 'roster'::text, 'marks'::text, 'tally'::text, 'identities'::text]))),
    CONSTRAINT result_part_sha256_length CHECK ((octet_length(sha256) = 32))
);

COMMENT ON TABLE public.result_part IS 'The parts of a result bundle as they were at closing, and whose product each entry was; append-only';

CREATE TABLE public.revocation (
    certificate_id bigint NOT NULL,
    number text NOT NULL,
    revoked_on date NOT NULL,
    reason text NOT NULL,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    CONSTRAINT revocation_act_present CHECK (((number <> ''::text) AND (reason <> ''::text)))
);

COMMENT ON TABLE public.revocation IS 'Acts of the authority that revoked a certificate (thu hồi, TT 26/2014 Đ20.3); append-only';

CREATE TABLE public.round (
    round_id bigint NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    name text NOT NULL,
    level text NOT NULL,
    organiser_code text NOT NULL,
    organiser_unit_id bigint,
    organiser_region text,
    year integer NOT NULL,
    held_on date NOT NULL,
    intake_until date,
    regulation_id text NOT NULL,
    rules text NOT NULL,
    rules_sha256 bytea NOT NULL,
    lower_levels text[] NOT NULL,
    lower_exception text,
    members_present integer,
    state text DEFAULT 'draft'::text NOT NULL,
    cancel_number text,
    cancel_date date,
    cancel_reason text,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    CONSTRAINT round_cancel_act CHECK (((state = 'cancelled'::text) = ((cancel_number IS NOT NULL) AND (cancel_date IS NOT NULL) AND (cancel_reason IS NOT NULL)))),
    CONSTRAINT round_level_known CHECK ((level = ANY (ARRAY['commune'::text, 'district'::text, 'provincial'::text, 'regional'::text, 'national'::text]))),
    CONSTRAINT round_name_length CHECK (((char_length(name) >= 1) AND (char_length(name) <= 300))),
    CONSTRAINT round_organiser_kind CHECK (
CASE level
    WHEN 'national'::text THEN ((organiser_unit_id IS NULL) AND (organiser_region IS NULL) AND (organiser_code = 'VN'::text))
    WHEN 'regional'::text THEN ((organiser_unit_id IS NULL) AND (organiser_region = organiser_code) AND (organiser_code = ANY (ARRAY['north'::text, 'central'::text, 'south'::text])))
    ELSE ((organiser_unit_id IS NOT NULL) AND (organiser_region IS NULL))
END),
    CONSTRAINT round_rules_hash CHECK ((rules_sha256 = sha256(convert_to(rules, 'UTF8'::name)))),
    CONSTRAINT round_state_known CHECK ((state = ANY (ARRAY['draft'::text, 'open'::text, 'judging'::text, 'closed'::text, 'decided'::text, 'published'::text, 'cancelled'::text]))),
    CONSTRAINT round_year_range CHECK (((year >= 2000) AND (year <= 2999)))
);

COMMENT ON TABLE public.round IS 'Selection rounds (kỳ bình chọn): one selection at one level by one organiser';

CREATE TABLE public.round_leaf (
    round_id bigint NOT NULL,
    product_group text NOT NULL,
    leaf text NOT NULL,
    criterion text NOT NULL,
    ordinal integer NOT NULL,
    max numeric NOT NULL,
    step numeric,
    CONSTRAINT round_leaf_max_positive CHECK ((max > (0)::numeric)),
    CONSTRAINT round_leaf_step_positive CHECK ((step > (0)::numeric))
);

COMMENT ON TABLE public.round_leaf IS 'The criteria that are marked in a round, with maximum and step, for each product group; append-only';

ALTER TABLE public.round ALTER COLUMN round_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.round_round_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.sealed_table (
    table_name text NOT NULL,
    belongs_to text,
    by_column text,
    CONSTRAINT sealed_table_both_or_none CHECK (((belongs_to IS NULL) = (by_column IS NULL)))
);

COMMENT ON TABLE public.sealed_table IS 'Which tables the audit chain covers';

CREATE TABLE public.signing_key (
    key_id text NOT NULL,
    public_key bytea NOT NULL,
    replaces text,
    valid_from date NOT NULL,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    CONSTRAINT signing_key_id_hash CHECK ((key_id = "left"(encode(sha256(public_key), 'hex'::text), 16))),
    CONSTRAINT signing_key_public_key_length CHECK ((octet_length(public_key) = 32))
);

COMMENT ON TABLE public.signing_key IS 'Public Ed25519 keys of the registry, each replacing the one before; append-only';

CREATE TABLE public.signing_key_revocation (
    key_id text NOT NULL,
    revoked_from date NOT NULL,
    reason text NOT NULL,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    CONSTRAINT signing_key_revocation_reason_length CHECK (((char_length(reason) >= 1) AND (char_length(reason) <= 1000)))
);

COMMENT ON TABLE public.signing_key_revocation IS 'Keys whose signatures are worth nothing from a day on (leaked, lost); append-only';

CREATE TABLE public.unit (
    unit_id bigint NOT NULL,
    level text NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    full_name text NOT NULL,
    kind text NOT NULL,
    parent_code text,
    validity daterange NOT NULL,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    CONSTRAINT unit_code_form CHECK ((code ~
CASE level
    WHEN 'province'::text THEN '^\d{2}$'::text
    WHEN 'district'::text THEN '^\d{3}$'::text
    ELSE '^\d{5}$'::text
END)),
    CONSTRAINT unit_kind_known CHECK ((kind = ANY (ARRAY['province'::text, 'city'::text, 'urban_district'::text, 'rural_district'::text, 'town'::text, 'township'::text, 'ward'::text, 'commune'::text, 'special_zone'::text]))),
    CONSTRAINT unit_level_known CHECK ((level = ANY (ARRAY['province'::text, 'district'::text, 'commune'::text]))),
    CONSTRAINT unit_name_length CHECK ((((char_length(name) >= 1) AND (char_length(name) <= 200)) AND ((char_length(full_name) >= 1) AND (char_length(full_name) <= 200)))),
    CONSTRAINT unit_parent_form CHECK (
CASE level
    WHEN 'province'::text THEN (parent_code IS NULL)
    WHEN 'district'::text THEN (parent_code ~ '^\d{2}$'::text)
    ELSE (parent_code ~ '^(\d{2}|\d{3})$'::text)
END),
    CONSTRAINT unit_validity_some CHECK ((NOT isempty(validity)))
);

COMMENT ON TABLE public.unit IS 'Provinces, districts and communes, each for the days on which it had this name, kind and parent';

CREATE TABLE public.unit_edge (
    from_unit_id bigint NOT NULL,
    to_unit_id bigint NOT NULL,
    relation text NOT NULL,
    effective_date date NOT NULL,
    legal_basis text,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    CONSTRAINT unit_edge_relation_known CHECK ((relation = ANY (ARRAY['continues'::text, 'merged_into'::text, 'part_of'::text, 'abolished_into'::text])))
);

COMMENT ON TABLE public.unit_edge IS 'Lineage: what a unit became on the day it ended, and by which act';

ALTER TABLE public.unit ALTER COLUMN unit_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.unit_unit_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE ONLY public.audit_event
    ADD CONSTRAINT audit_event_pkey PRIMARY KEY (audit_id);

ALTER TABLE ONLY public.audit_link
    ADD CONSTRAINT audit_link_event_key UNIQUE (audit_id);

ALTER TABLE ONLY public.audit_link
    ADD CONSTRAINT audit_link_pkey PRIMARY KEY ("position");

ALTER TABLE ONLY public.award
    ADD CONSTRAINT award_once UNIQUE NULLS NOT DISTINCT (level, issuer_code, decision_number, decision_date, establishment_name, product_name);

ALTER TABLE ONLY public.award
    ADD CONSTRAINT award_pkey PRIMARY KEY (award_id);

ALTER TABLE ONLY public.award
    ADD CONSTRAINT award_product_key UNIQUE (award_id, product_id);

ALTER TABLE ONLY public.certificate
    ADD CONSTRAINT certificate_award_unique UNIQUE (award_id);

ALTER TABLE ONLY public.certificate
    ADD CONSTRAINT certificate_code_unique UNIQUE (code);

ALTER TABLE ONLY public.certificate_file
    ADD CONSTRAINT certificate_file_pkey PRIMARY KEY (certificate_id, sha256);

ALTER TABLE ONLY public.certificate
    ADD CONSTRAINT certificate_number_unique UNIQUE (number);

ALTER TABLE ONLY public.certificate
    ADD CONSTRAINT certificate_pkey PRIMARY KEY (certificate_id);

ALTER TABLE ONLY public.certificate_series
    ADD CONSTRAINT certificate_series_pkey PRIMARY KEY (register, series, year);

ALTER TABLE ONLY public.certificate
    ADD CONSTRAINT certificate_series_unique UNIQUE (register, series, year, serial);

ALTER TABLE ONLY public.council_member
    ADD CONSTRAINT council_member_pkey PRIMARY KEY (council_member_id);

ALTER TABLE ONLY public.decision_line
    ADD CONSTRAINT decision_line_pkey PRIMARY KEY (decision_id, entry_id);

ALTER TABLE ONLY public.decision
    ADD CONSTRAINT decision_pkey PRIMARY KEY (decision_id);

ALTER TABLE ONLY public.decision
    ADD CONSTRAINT decision_round_unique UNIQUE (round_id);

ALTER TABLE ONLY public.entry
    ADD CONSTRAINT entry_code_unique UNIQUE (round_id, code);

ALTER TABLE ONLY public.entry
    ADD CONSTRAINT entry_pkey PRIMARY KEY (entry_id);

ALTER TABLE ONLY public.entry
    ADD CONSTRAINT entry_round_key UNIQUE (entry_id, round_id, product_group);

ALTER TABLE ONLY public.establishment
    ADD CONSTRAINT establishment_external_id_unique UNIQUE (external_id);

ALTER TABLE ONLY public.establishment
    ADD CONSTRAINT establishment_pkey PRIMARY KEY (establishment_id);

ALTER TABLE ONLY public.establishment
    ADD CONSTRAINT establishment_tax_code_unique UNIQUE (tax_code);

ALTER TABLE ONLY public.establishment_version
    ADD CONSTRAINT establishment_version_pkey PRIMARY KEY (establishment_id, version);

ALTER TABLE ONLY public.evidence_leaf
    ADD CONSTRAINT evidence_leaf_pkey PRIMARY KEY (leaf_index);

ALTER TABLE ONLY public.evidence_leaf
    ADD CONSTRAINT evidence_leaf_record_key UNIQUE (kind, record_id);

ALTER TABLE ONLY public.judge
    ADD CONSTRAINT judge_code_unique UNIQUE (round_id, code);

ALTER TABLE ONLY public.judge
    ADD CONSTRAINT judge_pkey PRIMARY KEY (judge_id);

ALTER TABLE ONLY public.judge
    ADD CONSTRAINT judge_round_key UNIQUE (judge_id, round_id);

ALTER TABLE ONLY public.mark
    ADD CONSTRAINT mark_pkey PRIMARY KEY (entry_id, stage, judge_id, leaf);

ALTER TABLE ONLY public.nomination
    ADD CONSTRAINT nomination_award_key UNIQUE (nomination_id, award_id);

ALTER TABLE ONLY public.nomination
    ADD CONSTRAINT nomination_once UNIQUE (award_id, to_level, number, nominated_on);

ALTER TABLE ONLY public.nomination
    ADD CONSTRAINT nomination_pkey PRIMARY KEY (nomination_id);

ALTER TABLE ONLY public.product
    ADD CONSTRAINT product_establishment_key UNIQUE (product_id, establishment_id);

ALTER TABLE ONLY public.product
    ADD CONSTRAINT product_external_id_unique UNIQUE (external_id);

ALTER TABLE ONLY public.product_member
    ADD CONSTRAINT product_member_once UNIQUE (product_id, member_product_id);

ALTER TABLE ONLY public.product_member
    ADD CONSTRAINT product_member_pkey PRIMARY KEY (product_id, ordinal);

ALTER TABLE ONLY public.product
    ADD CONSTRAINT product_pkey PRIMARY KEY (product_id);

ALTER TABLE ONLY public.product_version
    ADD CONSTRAINT product_version_pkey PRIMARY KEY (product_id, version);

ALTER TABLE ONLY public.region_member
    ADD CONSTRAINT region_member_validity_overlap EXCLUDE USING gist (province_code WITH =, validity WITH &&);

ALTER TABLE ONLY public.regulation
    ADD CONSTRAINT regulation_pkey PRIMARY KEY (regulation_id);

ALTER TABLE ONLY public.result_line
    ADD CONSTRAINT result_line_ordinal_unique UNIQUE (round_id, ordinal);

ALTER TABLE ONLY public.result_line
    ADD CONSTRAINT result_line_pkey PRIMARY KEY (round_id, entry_id);

ALTER TABLE ONLY public.result_part
    ADD CONSTRAINT result_part_pkey PRIMARY KEY (round_id, part);

ALTER TABLE ONLY public.result
    ADD CONSTRAINT result_pkey PRIMARY KEY (round_id);

ALTER TABLE ONLY public.revocation
    ADD CONSTRAINT revocation_pkey PRIMARY KEY (certificate_id);

ALTER TABLE ONLY public.round_leaf
    ADD CONSTRAINT round_leaf_pkey PRIMARY KEY (round_id, product_group, leaf);

ALTER TABLE ONLY public.round
    ADD CONSTRAINT round_pkey PRIMARY KEY (round_id);

ALTER TABLE ONLY public.sealed_table
    ADD CONSTRAINT sealed_table_pkey PRIMARY KEY (table_name);

ALTER TABLE ONLY public.signing_key
    ADD CONSTRAINT signing_key_pkey PRIMARY KEY (key_id);

ALTER TABLE ONLY public.signing_key
    ADD CONSTRAINT signing_key_replaces_once UNIQUE NULLS NOT DISTINCT (replaces);

ALTER TABLE ONLY public.signing_key_revocation
    ADD CONSTRAINT signing_key_revocation_pkey PRIMARY KEY (key_id);

ALTER TABLE ONLY public.unit_edge
    ADD CONSTRAINT unit_edge_pkey PRIMARY KEY (from_unit_id, to_unit_id);

ALTER TABLE ONLY public.unit
    ADD CONSTRAINT unit_pkey PRIMARY KEY (unit_id);

ALTER TABLE ONLY public.unit
    ADD CONSTRAINT unit_validity_overlap EXCLUDE USING gist (code WITH =, validity WITH &&);

CREATE INDEX audit_event_subject ON public.audit_event USING btree (subject, subject_id);

CREATE INDEX award_audit ON public.award USING btree (audit_id);

CREATE INDEX award_commune ON public.award USING btree (commune_unit_id);

CREATE INDEX award_decision ON public.award USING btree (decision_id);

CREATE INDEX award_district ON public.award USING btree (district_unit_id);

CREATE INDEX award_establishment ON public.award USING btree (establishment_id);

CREATE INDEX award_issuer_unit ON public.award USING btree (issuer_unit_id);

CREATE INDEX award_product ON public.award USING btree (product_id, establishment_id);

CREATE INDEX award_province ON public.award USING btree (province_unit_id);

CREATE INDEX certificate_audit ON public.certificate USING btree (audit_id);

CREATE INDEX certificate_file_audit ON public.certificate_file USING btree (audit_id);

CREATE INDEX certificate_file_sha256 ON public.certificate_file USING btree (sha256);

CREATE INDEX certificate_valid_to ON public.certificate USING btree (valid_to);

CREATE INDEX council_member_audit ON public.council_member USING btree (audit_id);

CREATE UNIQUE INDEX council_member_once ON public.council_member USING btree (round_id, name) WHERE (member_to IS NULL);

CREATE UNIQUE INDEX council_member_one_chair ON public.council_member USING btree (round_id) WHERE ((role = 'chair'::text) AND (member_to IS NULL));

CREATE UNIQUE INDEX council_member_one_standing_vice_chair ON public.council_member USING btree (round_id) WHERE ((role = 'standing-vice-chair'::text) AND (member_to IS NULL));

CREATE INDEX council_member_round ON public.council_member USING btree (round_id);

CREATE INDEX decision_audit ON public.decision USING btree (audit_id);

CREATE INDEX decision_line_award ON public.decision_line USING btree (award_id);

CREATE INDEX decision_line_entry ON public.decision_line USING btree (entry_id);

CREATE INDEX entry_audit ON public.entry USING btree (audit_id);

CREATE INDEX entry_establishment ON public.entry USING btree (establishment_id);

CREATE INDEX entry_lower_award ON public.entry USING btree (lower_award_id);

CREATE INDEX entry_nomination ON public.entry USING btree (nomination_id);

CREATE INDEX entry_product ON public.entry USING btree (product_id, establishment_id);

CREATE UNIQUE INDEX entry_product_once ON public.entry USING btree (round_id, product_id) WHERE (state <> ALL (ARRAY['rejected'::text, 'withdrawn'::text]));

CREATE INDEX establishment_audit ON public.establishment USING btree (audit_id);

CREATE INDEX establishment_commune ON public.establishment USING btree (commune_unit_id);

CREATE INDEX establishment_name ON public.establishment USING btree (name_folded);

CREATE INDEX establishment_site ON public.establishment USING btree (site_unit_id);

CREATE INDEX establishment_version_audit ON public.establishment_version USING btree (audit_id);

CREATE INDEX judge_audit ON public.judge USING btree (audit_id);

CREATE UNIQUE INDEX judge_one_head ON public.judge USING btree (round_id) WHERE ((role = 'head'::text) AND (member_to IS NULL));

CREATE INDEX mark_audit ON public.mark USING btree (audit_id);

CREATE INDEX mark_judge ON public.mark USING btree (judge_id);

CREATE INDEX mark_round ON public.mark USING btree (round_id, stage);

CREATE INDEX nomination_audit ON public.nomination USING btree (audit_id);

CREATE INDEX product_audit ON public.product USING btree (audit_id);

CREATE INDEX product_establishment ON public.product USING btree (establishment_id);

CREATE INDEX product_member_audit ON public.product_member USING btree (audit_id);

CREATE INDEX product_member_product ON public.product_member USING btree (member_product_id);

CREATE INDEX product_name ON public.product USING btree (name_folded);

CREATE INDEX product_version_audit ON public.product_version USING btree (audit_id);

CREATE INDEX region_member_audit ON public.region_member USING btree (audit_id);

CREATE INDEX regulation_audit ON public.regulation USING btree (audit_id);

CREATE INDEX regulation_extends ON public.regulation USING btree (extends);

CREATE INDEX result_audit ON public.result USING btree (audit_id);

CREATE INDEX result_line_entry ON public.result_line USING btree (entry_id);

CREATE INDEX revocation_audit ON public.revocation USING btree (audit_id);

CREATE INDEX round_audit ON public.round USING btree (audit_id);

CREATE INDEX round_regulation ON public.round USING btree (regulation_id);

CREATE INDEX round_unit ON public.round USING btree (organiser_unit_id);

CREATE INDEX signing_key_audit ON public.signing_key USING btree (audit_id);

CREATE INDEX signing_key_revocation_audit ON public.signing_key_revocation USING btree (audit_id);

CREATE INDEX unit_audit ON public.unit USING btree (audit_id);

CREATE INDEX unit_code ON public.unit USING btree (code);

CREATE INDEX unit_edge_audit ON public.unit_edge USING btree (audit_id);

CREATE INDEX unit_edge_to ON public.unit_edge USING btree (to_unit_id);

CREATE INDEX unit_parent ON public.unit USING btree (parent_code);

CREATE TRIGGER decision_line_eligible AFTER INSERT ON public.decision_line REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.check_decision_lines();

CREATE CONSTRAINT TRIGGER entry_lower_award AFTER INSERT OR UPDATE ON public.entry DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW EXECUTE FUNCTION public.check_entry_lower_award();

CREATE TRIGGER entry_round_open BEFORE INSERT OR UPDATE ON public.entry FOR EACH ROW EXECUTE FUNCTION public.check_entry_round();

CREATE TRIGGER entry_state_step BEFORE UPDATE ON public.entry FOR EACH ROW EXECUTE FUNCTION public.check_entry_step();

CREATE TRIGGER entry_version_step BEFORE UPDATE ON public.entry FOR EACH ROW EXECUTE FUNCTION public.advance_version();

CREATE TRIGGER establishment_keep_inserted AFTER INSERT ON public.establishment REFERENCING NEW TABLE AS saved FOR EACH STATEMENT EXECUTE FUNCTION public.keep_establishment_versions();

CREATE TRIGGER establishment_keep_updated AFTER UPDATE ON public.establishment REFERENCING NEW TABLE AS saved FOR EACH STATEMENT EXECUTE FUNCTION public.keep_establishment_versions();

CREATE TRIGGER establishment_version_step BEFORE UPDATE ON public.establishment FOR EACH ROW EXECUTE FUNCTION public.advance_version();

CREATE TRIGGER mark_rules AFTER INSERT ON public.mark REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.check_marks();

CREATE TRIGGER product_keep_inserted AFTER INSERT ON public.product REFERENCING NEW TABLE AS saved FOR EACH STATEMENT EXECUTE FUNCTION public.keep_product_versions();

CREATE TRIGGER product_keep_updated AFTER UPDATE ON public.product REFERENCING NEW TABLE AS saved FOR EACH STATEMENT EXECUTE FUNCTION public.keep_product_versions();

CREATE TRIGGER product_version_step BEFORE UPDATE ON public.product FOR EACH ROW EXECUTE FUNCTION public.advance_version();

CREATE TRIGGER round_state_step BEFORE UPDATE ON public.round FOR EACH ROW EXECUTE FUNCTION public.check_round_step();

CREATE TRIGGER round_version_step BEFORE UPDATE ON public.round FOR EACH ROW EXECUTE FUNCTION public.advance_version();

CREATE TRIGGER unit_edge_days AFTER INSERT ON public.unit_edge REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.check_unit_edges();

ALTER TABLE ONLY public.audit_link
    ADD CONSTRAINT audit_link_event_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.award
    ADD CONSTRAINT award_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.award
    ADD CONSTRAINT award_commune_fkey FOREIGN KEY (commune_unit_id) REFERENCES public.unit(unit_id);

ALTER TABLE ONLY public.award
    ADD CONSTRAINT award_decision_fkey FOREIGN KEY (decision_id) REFERENCES public.decision(decision_id);

ALTER TABLE ONLY public.award
    ADD CONSTRAINT award_district_fkey FOREIGN KEY (district_unit_id) REFERENCES public.unit(unit_id);

ALTER TABLE ONLY public.award
    ADD CONSTRAINT award_establishment_fkey FOREIGN KEY (establishment_id) REFERENCES public.establishment(establishment_id);

ALTER TABLE ONLY public.award
    ADD CONSTRAINT award_issuer_unit_fkey FOREIGN KEY (issuer_unit_id) REFERENCES public.unit(unit_id);

ALTER TABLE ONLY public.award
    ADD CONSTRAINT award_product_fkey FOREIGN KEY (product_id, establishment_id) REFERENCES public.product(product_id, establishment_id);

ALTER TABLE ONLY public.award
    ADD CONSTRAINT award_province_fkey FOREIGN KEY (province_unit_id) REFERENCES public.unit(unit_id);

ALTER TABLE ONLY public.certificate
    ADD CONSTRAINT certificate_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.certificate
    ADD CONSTRAINT certificate_award_fkey FOREIGN KEY (award_id) REFERENCES public.award(award_id);

ALTER TABLE ONLY public.certificate_file
    ADD CONSTRAINT certificate_file_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.certificate_file
    ADD CONSTRAINT certificate_file_certificate_fkey FOREIGN KEY (certificate_id) REFERENCES public.certificate(certificate_id);

ALTER TABLE ONLY public.certificate
    ADD CONSTRAINT certificate_series_fkey FOREIGN KEY (register, series, year) REFERENCES public.certificate_series(register, series, year);

ALTER TABLE ONLY public.council_member
    ADD CONSTRAINT council_member_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.council_member
    ADD CONSTRAINT council_member_round_fkey FOREIGN KEY (round_id) REFERENCES public.round(round_id);

ALTER TABLE ONLY public.decision
    ADD CONSTRAINT decision_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.decision_line
    ADD CONSTRAINT decision_line_award_fkey FOREIGN KEY (award_id) REFERENCES public.award(award_id);

ALTER TABLE ONLY public.decision_line
    ADD CONSTRAINT decision_line_decision_fkey FOREIGN KEY (decision_id) REFERENCES public.decision(decision_id);

ALTER TABLE ONLY public.decision_line
    ADD CONSTRAINT decision_line_entry_fkey FOREIGN KEY (entry_id) REFERENCES public.entry(entry_id);

ALTER TABLE ONLY public.decision
    ADD CONSTRAINT decision_round_fkey FOREIGN KEY (round_id) REFERENCES public.round(round_id);

ALTER TABLE ONLY public.entry
    ADD CONSTRAINT entry_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.entry
    ADD CONSTRAINT entry_lower_award_fkey FOREIGN KEY (lower_award_id, product_id) REFERENCES public.award(award_id, product_id);

ALTER TABLE ONLY public.entry
    ADD CONSTRAINT entry_nomination_fkey FOREIGN KEY (nomination_id, lower_award_id) REFERENCES public.nomination(nomination_id, award_id);

ALTER TABLE ONLY public.entry
    ADD CONSTRAINT entry_product_fkey FOREIGN KEY (product_id, establishment_id) REFERENCES public.product(product_id, establishment_id);

ALTER TABLE ONLY public.entry
    ADD CONSTRAINT entry_round_fkey FOREIGN KEY (round_id) REFERENCES public.round(round_id);

ALTER TABLE ONLY public.establishment
    ADD CONSTRAINT establishment_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.establishment
    ADD CONSTRAINT establishment_commune_fkey FOREIGN KEY (commune_unit_id) REFERENCES public.unit(unit_id);

ALTER TABLE ONLY public.establishment
    ADD CONSTRAINT establishment_site_fkey FOREIGN KEY (site_unit_id) REFERENCES public.unit(unit_id);

ALTER TABLE ONLY public.establishment_version
    ADD CONSTRAINT establishment_version_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.establishment_version
    ADD CONSTRAINT establishment_version_record_fkey FOREIGN KEY (establishment_id) REFERENCES public.establishment(establishment_id);

ALTER TABLE ONLY public.judge
    ADD CONSTRAINT judge_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.judge
    ADD CONSTRAINT judge_round_fkey FOREIGN KEY (round_id) REFERENCES public.round(round_id);

ALTER TABLE ONLY public.mark
    ADD CONSTRAINT mark_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.mark
    ADD CONSTRAINT mark_entry_fkey FOREIGN KEY (entry_id, round_id, product_group) REFERENCES public.entry(entry_id, round_id, product_group);

ALTER TABLE ONLY public.mark
    ADD CONSTRAINT mark_judge_fkey FOREIGN KEY (judge_id, round_id) REFERENCES public.judge(judge_id, round_id);

ALTER TABLE ONLY public.mark
    ADD CONSTRAINT mark_leaf_fkey FOREIGN KEY (round_id, product_group, leaf) REFERENCES public.round_leaf(round_id, product_group, leaf);

ALTER TABLE ONLY public.nomination
    ADD CONSTRAINT nomination_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.nomination
    ADD CONSTRAINT nomination_award_fkey FOREIGN KEY (award_id) REFERENCES public.award(award_id);

ALTER TABLE ONLY public.product
    ADD CONSTRAINT product_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.product
    ADD CONSTRAINT product_establishment_fkey FOREIGN KEY (establishment_id) REFERENCES public.establishment(establishment_id);

ALTER TABLE ONLY public.product_member
    ADD CONSTRAINT product_member_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.product_member
    ADD CONSTRAINT product_member_product_fkey FOREIGN KEY (member_product_id) REFERENCES public.product(product_id);

ALTER TABLE ONLY public.product_member
    ADD CONSTRAINT product_member_set_fkey FOREIGN KEY (product_id) REFERENCES public.product(product_id);

ALTER TABLE ONLY public.product_version
    ADD CONSTRAINT product_version_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.product_version
    ADD CONSTRAINT product_version_record_fkey FOREIGN KEY (product_id) REFERENCES public.product(product_id);

ALTER TABLE ONLY public.region_member
    ADD CONSTRAINT region_member_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.regulation
    ADD CONSTRAINT regulation_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.regulation
    ADD CONSTRAINT regulation_extends_fkey FOREIGN KEY (extends) REFERENCES public.regulation(regulation_id);

ALTER TABLE ONLY public.result
    ADD CONSTRAINT result_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.result_line
    ADD CONSTRAINT result_line_entry_fkey FOREIGN KEY (entry_id) REFERENCES public.entry(entry_id);

ALTER TABLE ONLY public.result_line
    ADD CONSTRAINT result_line_result_fkey FOREIGN KEY (round_id) REFERENCES public.result(round_id);

ALTER TABLE ONLY public.result_part
    ADD CONSTRAINT result_part_result_fkey FOREIGN KEY (round_id) REFERENCES public.result(round_id);

ALTER TABLE ONLY public.result
    ADD CONSTRAINT result_round_fkey FOREIGN KEY (round_id) REFERENCES public.round(round_id);

ALTER TABLE ONLY public.revocation
    ADD CONSTRAINT revocation_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.revocation
    ADD CONSTRAINT revocation_certificate_fkey FOREIGN KEY (certificate_id) REFERENCES public.certificate(certificate_id);

ALTER TABLE ONLY public.round
    ADD CONSTRAINT round_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.round_leaf
    ADD CONSTRAINT round_leaf_round_fkey FOREIGN KEY (round_id) REFERENCES public.round(round_id);

ALTER TABLE ONLY public.round
    ADD CONSTRAINT round_regulation_fkey FOREIGN KEY (regulation_id) REFERENCES public.regulation(regulation_id);

ALTER TABLE ONLY public.round
    ADD CONSTRAINT round_unit_fkey FOREIGN KEY (organiser_unit_id) REFERENCES public.unit(unit_id);

ALTER TABLE ONLY public.signing_key
    ADD CONSTRAINT signing_key_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.signing_key
    ADD CONSTRAINT signing_key_replaces_fkey FOREIGN KEY (replaces) REFERENCES public.signing_key(key_id);

ALTER TABLE ONLY public.signing_key_revocation
    ADD CONSTRAINT signing_key_revocation_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.signing_key_revocation
    ADD CONSTRAINT signing_key_revocation_key_fkey FOREIGN KEY (key_id) REFERENCES public.signing_key(key_id);

ALTER TABLE ONLY public.unit
    ADD CONSTRAINT unit_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.unit_edge
    ADD CONSTRAINT unit_edge_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.unit_edge
    ADD CONSTRAINT unit_edge_from_fkey FOREIGN KEY (from_unit_id) REFERENCES public.unit(unit_id);

ALTER TABLE ONLY public.unit_edge
    ADD CONSTRAINT unit_edge_to_fkey FOREIGN KEY (to_unit_id) REFERENCES public.unit(unit_id);

