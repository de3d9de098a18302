-- The units of a day that all units belong to, whenever they existed: made once per query and joined, where unit_home answers
-- for one unit. Nothing is guessed: what cannot be said is given a kind of its own and no home.

-- How coarse a level is: a unit lies in units of a greater rank.
CREATE FUNCTION unit_rank(level text) RETURNS integer LANGUAGE sql IMMUTABLE
RETURN CASE level WHEN 'commune' THEN 1 WHEN 'district' THEN 2 WHEN 'province' THEN 3 END;

-- Each unit with its one home of a level on a day. answer says how it was found, or why there is none:
--   home     home_unit_id is the unit of the level in which all of its territory lies on the day
--   split    it was divided between several of them: a record of it cannot be given to one
--   coarser  it, or what became of it, is only known at a level above the one asked for
--   lost     nothing is recorded of what became of it
--   earlier  it came out of a merger or a division after the day: a record of it cannot be carried back
-- counted_before: the unit takes in others on that day, later than the day asked for; a record dated then or after may belong to
-- their territory and cannot be carried back either. Null: it counts whatever its date.
-- Without jit: the planner expects far more steps than there are, and compiling for them takes ten times the work itself.
-- What is recorded of a unit itself goes before what is recorded of the unit above it: a commune without a successor, or with
-- one recorded part, still lies where its district or province went.
CREATE FUNCTION unit_homes(level text, day date)
RETURNS TABLE (unit_id bigint, home_unit_id bigint, answer text, counted_before date)
LANGUAGE plpgsql STABLE ROWS 15000 SET jit = off AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  WITH RECURSIVE here AS MATERIALIZED (
    -- the units of the day, each with its own home
    SELECT u.unit_id, CASE
        WHEN u.level = unit_homes.level THEN u.unit_id
        WHEN p.level = unit_homes.level THEN p.unit_id
        WHEN g.level = unit_homes.level THEN g.unit_id
      END AS home_id
    FROM unit u
      LEFT JOIN unit p ON p.code = u.parent_code AND p.validity @> unit_homes.day
      LEFT JOIN unit g ON g.code = p.parent_code AND g.validity @> unit_homes.day
    WHERE u.validity @> unit_homes.day
  ), told AS MATERIALIZED (
    -- ended units of which all the territory is recorded
    SELECT e.from_unit_id AS unit_id FROM unit_edge e WHERE e.effective_date <= unit_homes.day
    GROUP BY e.from_unit_id HAVING bool_or(e.relation <> 'part_of') OR count(*) > 1
  ), onward AS MATERIALIZED (
    SELECT e.from_unit_id AS unit_id, e.to_unit_id AS next_id FROM unit_edge e WHERE e.effective_date <= unit_homes.day
    UNION ALL
    SELECT u.unit_id, p.unit_id
    FROM unit u LEFT JOIN unit p ON p.code = u.parent_code AND p.validity @> upper(u.validity) - 1
    WHERE upper(u.validity) <= unit_homes.day AND NOT EXISTS (SELECT FROM told t WHERE t.unit_id = u.unit_id)
  ), forward AS (
    SELECT u.unit_id AS origin_id, u.unit_id AS unit_id FROM unit u WHERE upper(u.validity) <= unit_homes.day
    UNION
    SELECT f.origin_id, o.next_id FROM forward f JOIN onward o ON o.unit_id = f.unit_id
  ), carried AS (
    -- null where the way ends without a unit of the day
    SELECT f.origin_id, count(DISTINCT h.home_id) AS homes, min(h.home_id) AS home_id,
      bool_or(f.unit_id IS NULL) AS is_lost, bool_or(f.unit_id IS NOT NULL AND h.home_id IS NULL) AS is_coarser
    FROM forward f LEFT JOIN here h ON h.unit_id = f.unit_id
      LEFT JOIN unit u ON u.unit_id = f.unit_id
    WHERE f.unit_id IS NULL OR u.validity @> unit_homes.day
    GROUP BY f.origin_id
  ), inward AS MATERIALIZED (
    SELECT e.to_unit_id AS unit_id, e.from_unit_id AS previous_id,
      e.relation = 'continues' AND count(*) OVER (PARTITION BY e.to_unit_id) = 1 AS is_same
    FROM unit_edge e WHERE e.effective_date > unit_homes.day
  ), backward AS (
    SELECT u.unit_id AS origin_id, u.unit_id AS unit_id, true AS is_same FROM unit u WHERE lower(u.validity) > unit_homes.day
    UNION
    -- a unit without a recorded origin leads to null
    SELECT b.origin_id, i.previous_id, b.is_same AND coalesce(i.is_same, false)
    FROM backward b JOIN unit u ON u.unit_id = b.unit_id LEFT JOIN inward i ON i.unit_id = b.unit_id
    WHERE lower(u.validity) > unit_homes.day
  ), returned AS (
    SELECT b.origin_id, count(DISTINCT h.home_id) AS homes, min(h.home_id) AS home_id,
      bool_or(h.home_id IS NULL) AS is_unknown, bool_and(b.is_same) AS is_same
    FROM backward b LEFT JOIN unit u ON u.unit_id = b.unit_id LEFT JOIN here h ON h.unit_id = b.unit_id
    WHERE b.unit_id IS NULL OR lower(u.validity) IS NULL OR lower(u.validity) <= unit_homes.day
    GROUP BY b.origin_id
  ), grown AS (
    SELECT e.to_unit_id AS unit_id, min(e.effective_date) AS first_day
    FROM unit_edge e JOIN here h ON h.unit_id = e.to_unit_id
    WHERE e.effective_date > unit_homes.day GROUP BY e.to_unit_id
  )
  SELECT u.unit_id, h.home_id, CASE WHEN h.home_id IS NULL THEN 'coarser' ELSE 'home' END,
    CASE WHEN h.home_id IS NOT NULL THEN g.first_day END
  FROM here h JOIN unit u ON u.unit_id = h.unit_id LEFT JOIN grown g ON g.unit_id = h.unit_id
  UNION ALL
  SELECT u.unit_id, CASE WHEN k.answer = 'home' THEN c.home_id END, k.answer, NULL
  FROM carried c JOIN unit u ON u.unit_id = c.origin_id CROSS JOIN LATERAL (SELECT CASE
      WHEN unit_rank(u.level) > unit_rank(unit_homes.level) THEN 'coarser'
      WHEN c.homes = 1 AND NOT c.is_lost AND NOT c.is_coarser THEN 'home'
      WHEN c.homes > 0 THEN 'split'
      WHEN c.is_coarser THEN 'coarser'
      ELSE 'lost'
    END AS answer) k
  UNION ALL
  SELECT u.unit_id, CASE WHEN k.answer = 'home' THEN r.home_id END, k.answer, NULL
  FROM returned r JOIN unit u ON u.unit_id = r.origin_id CROSS JOIN LATERAL (SELECT CASE
      WHEN unit_rank(u.level) > unit_rank(unit_homes.level) THEN 'coarser'
      -- at its own level only a unit that merely goes on is the same; above it, where all that it came from lay in one
      WHEN r.homes = 1 AND NOT r.is_unknown AND (r.is_same OR u.level <> unit_homes.level) THEN 'home'
      ELSE 'earlier'
    END AS answer) k;
END $$;
