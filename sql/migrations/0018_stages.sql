-- Results that several stages make together, and stages that only entries with a high enough total come into: the second
-- computation of results, stage by stage.

-- What every competing entry came to in one stage; an entry that did not come into it has no total there, for the reason why.
-- Totals and the values of the criteria in the chain of ties are fractions.
CREATE FUNCTION recomputed_stage(of_round bigint, of_stage text) RETURNS TABLE (
  entry_id bigint, numerator numeric, denominator numeric, judges bigint, reason text,
  tie_numerators numeric[], tie_denominators numeric[])
-- the planner knows nothing of how large the steps below are: nested loops over them would take minutes
LANGUAGE plpgsql STABLE SET enable_nestloop = off SET enable_mergejoin = off AS $$
#variable_conflict use_column
DECLARE
  rules jsonb := (SELECT r.rules::jsonb FROM round r WHERE r.round_id = of_round);
  scoring jsonb := rules -> 'scoring';
  gate jsonb := (SELECT s -> 'requires' FROM jsonb_array_elements(
    CASE jsonb_typeof(rules -> 'stages') WHEN 'array' THEN rules -> 'stages' END) s WHERE s ->> 'id' = of_stage);
  shut_entries bigint[] := '{}';
  shut_reasons text[] := '{}';
  quorum integer := coalesce((scoring #>> '{quorum,judges_per_entry}')::integer, 0);
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
  IF gate ->> 'stage' IS NOT NULL THEN
    SELECT coalesce(array_agg(g.entry_id), '{}'), coalesce(array_agg(coalesce(g.reason, 'not-in-final-stage')), '{}')
    INTO shut_entries, shut_reasons FROM recomputed_stage(of_round, gate ->> 'stage') g
    WHERE (g.numerator >= (gate ->> 'at_least')::numeric * g.denominator) IS NOT TRUE;
  END IF;
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
    SELECT e.entry_id, e.establishment_id, s.why
    FROM entry e LEFT JOIN unnest(shut_entries, shut_reasons) AS s (entry_id, why) ON s.entry_id = e.entry_id
    WHERE e.round_id = of_round AND e.state = 'accepted'
  ), judged AS (  -- a judge's value of a criterion, if no leaf lacks its mark
    SELECT m.entry_id, m.judge_id, l.criterion, sum(m.value) AS value
    FROM mark m JOIN competing e ON e.entry_id = m.entry_id AND e.why IS NULL
      JOIN round_leaf l ON l.round_id = m.round_id AND l.product_group = m.product_group AND l.leaf = m.leaf
      JOIN frame f ON f.product_group = m.product_group AND f.criterion = l.criterion
    WHERE m.round_id = of_round AND m.stage = of_stage AND NOT EXISTS (
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
    SELECT e.entry_id, e.why, coalesce(p.judges, 0) AS judges,
      CASE WHEN sums_first OR sum_round IS NULL THEN a.num ELSE rounded_quotient(a.num, a.den, sum_round) END AS num,
      CASE WHEN sums_first OR sum_round IS NULL THEN a.den ELSE 1 END AS den
    FROM competing e LEFT JOIN present p ON p.entry_id = e.entry_id
      LEFT JOIN added a ON a.entry_id = e.entry_id AND coalesce(p.judges, 0) >= quorum
  ), tie AS (
    SELECT e.entry_id, array_agg(coalesce(f.num, 0) ORDER BY t.place) AS nums, array_agg(coalesce(f.den, 1) ORDER BY t.place) AS dens
    FROM total e CROSS JOIN unnest(tie_chain) WITH ORDINALITY AS t (tie, place)
      LEFT JOIN fraction f ON f.use = 'tie' AND f.entry_id = e.entry_id AND f.criterion = substr(t.tie, 11)
    WHERE t.tie LIKE 'criterion:%' GROUP BY 1
  )
  SELECT e.entry_id, e.num, CASE WHEN e.num IS NOT NULL THEN e.den END, e.judges,
    CASE WHEN e.why IS NOT NULL THEN e.why WHEN e.num IS NOT NULL THEN NULL
      WHEN e.judges < quorum THEN 'below-quorum' ELSE 'too-few-marks' END,
    coalesce(t.nums, '{}'), coalesce(t.dens, '{}')
  FROM total e LEFT JOIN tie t ON t.entry_id = e.entry_id;
END $$;
COMMENT ON FUNCTION recomputed_stage IS 'Totals of one stage from marks and rules, independently of the program';

CREATE OR REPLACE FUNCTION recomputed_result(of_round bigint, draw_seed text) RETURNS TABLE (
  entry_id bigint, numerator numeric, denominator numeric, shown text, rank bigint, eligible boolean, judges bigint,
  reason text)
LANGUAGE plpgsql STABLE SET enable_nestloop = off SET enable_mergejoin = off AS $$
#variable_conflict use_column
DECLARE
  rules jsonb := (SELECT r.rules::jsonb FROM round r WHERE r.round_id = of_round);
  scoring jsonb := rules -> 'scoring';
  -- the stages that make the result, each with its weight
  parts jsonb := CASE jsonb_typeof(rules #> '{result,combine}') WHEN 'array' THEN rules #> '{result,combine}'
    ELSE jsonb_build_array(jsonb_build_object(
      'stage', coalesce(rules ->> 'result_stage', rules #>> '{stages,0,id}', 'result'), 'weight', '1')) END;
  display integer := coalesce((scoring ->> 'display')::integer, 2);
  threshold numeric := (scoring ->> 'eligible_at_least')::numeric;
  in_groups boolean := coalesce(scoring ->> 'rank_within', 'round') = 'group';
  tie_chain text[] := ARRAY(SELECT jsonb_array_elements_text(CASE jsonb_typeof(scoring -> 'ties') WHEN 'array' THEN scoring -> 'ties' END));
BEGIN
  RETURN QUERY
  WITH part AS MATERIALIZED (
    SELECT p.place, (p.part ->> 'weight')::numeric AS weight, s.*
    FROM jsonb_array_elements(parts) WITH ORDINALITY AS p (part, place)
      CROSS JOIN LATERAL recomputed_stage(of_round, p.part ->> 'stage') s
  ), outcome AS (
    SELECT entry_id, min(judges) AS judges, least_common_multiple(denominator) AS den,
      (array_agg(reason ORDER BY place) FILTER (WHERE reason IS NOT NULL))[1] AS reason
    FROM part GROUP BY 1
  ), added AS (
    SELECT p.entry_id, sum(p.weight * p.numerator * div(o.den, p.denominator)) AS num
    FROM part p JOIN outcome o ON o.entry_id = p.entry_id AND o.reason IS NULL GROUP BY 1
  ), total AS (
    SELECT o.entry_id, e.code, e.product_group, o.judges, o.reason, a.num, o.den
    FROM outcome o JOIN entry e ON e.entry_id = o.entry_id LEFT JOIN added a ON a.entry_id = o.entry_id
  ), scale AS (
    SELECT (SELECT least_common_multiple(den) FROM total WHERE num IS NOT NULL) AS totals,
      (SELECT least_common_multiple(d) FROM part CROSS JOIN LATERAL unnest(tie_denominators) d) AS ties
  ), tie AS (
    SELECT entry_id, array_agg(value ORDER BY place) AS keys FROM (
      SELECT p.entry_id, t.place, sum(p.weight * t.num * div(s.ties, t.den)) AS value
      FROM part p CROSS JOIN scale s
        CROSS JOIN LATERAL unnest(p.tie_numerators, p.tie_denominators) WITH ORDINALITY AS t (num, den, place)
      GROUP BY 1, 2) v
    GROUP BY 1
  ), ranked AS (
    SELECT e.entry_id, rank() OVER (
      PARTITION BY CASE WHEN in_groups THEN e.product_group END
      ORDER BY e.num * div(s.totals, e.den) DESC, coalesce(t.keys, '{}') DESC,
        CASE WHEN 'draw' = ANY (tie_chain)
          THEN sha256(convert_to(draw_seed, 'UTF8') || '\x00'::bytea || convert_to(e.code, 'UTF8')) END) AS rank
    FROM total e CROSS JOIN scale s LEFT JOIN tie t ON t.entry_id = e.entry_id WHERE e.num IS NOT NULL
  )
  SELECT e.entry_id, e.num, CASE WHEN e.num IS NOT NULL THEN e.den END, rounded_quotient(e.num, e.den, display)::text, r.rank,
    CASE WHEN threshold IS NOT NULL THEN coalesce(e.num >= threshold * e.den, false) END, e.judges, e.reason
  FROM total e LEFT JOIN ranked r ON r.entry_id = e.entry_id;
END $$;
