-- Where the territory of every unit, of whatever time, lies on a day: what counts and lists are rolled up by. Worked out for all
-- units at once, as counting asks for them all; the functions of 0002 answer for one.

-- One row for every unit. `answer` says how the home was found, or why there is none:
--   here            the unit's territory lies in the home on the day
--   split           it lies in several units of the level: which part a record belongs to is not known
--   not-attributable  the unit came later out of several, and the day is before that
--   coarser         the unit is larger than the level
--   no-successor    the unit ended, and nothing says what became of it
-- Parts of a split that lie in one and the same unit of the level are no split at that level.
CREATE FUNCTION unit_homes(level text, day date)
RETURNS TABLE (unit_id bigint, home_unit_id bigint, answer text) LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN QUERY
  WITH RECURSIVE placed AS (
    -- the units of the day, and the unit of the level that each lies in
    SELECT u.unit_id AS here, CASE unit_homes.level WHEN u.level THEN u.unit_id WHEN p.level THEN p.unit_id
      WHEN g.level THEN g.unit_id END AS home
    FROM unit u LEFT JOIN unit p ON p.code = u.parent_code AND p.validity @> unit_homes.day
      LEFT JOIN unit g ON g.code = p.parent_code AND g.validity @> unit_homes.day
    WHERE u.validity @> unit_homes.day
  ), forward AS (
    SELECT u.unit_id AS origin, u.unit_id AS here FROM unit u
    WHERE lower_inf(u.validity) OR lower(u.validity) <= unit_homes.day
    UNION
    SELECT f.origin, e.to_unit_id FROM forward f
      JOIN unit_edge e ON e.from_unit_id = f.here AND e.effective_date <= unit_homes.day
  ), backward AS (
    SELECT u.unit_id AS origin, u.unit_id AS here FROM unit u WHERE lower(u.validity) > unit_homes.day
    UNION
    SELECT b.origin, e.from_unit_id FROM backward b JOIN unit_edge e ON e.to_unit_id = b.here
  ), reached AS (
    SELECT f.origin, f.here, true AS is_forward FROM forward f
    UNION ALL
    SELECT b.origin, b.here, false FROM backward b
  ), found AS (
    SELECT r.origin, bool_and(r.is_forward) AS is_forward, count(p.here) AS places, count(p.home) AS homes,
      count(DISTINCT p.home) AS different, min(p.home) AS home
    FROM reached r LEFT JOIN placed p ON p.here = r.here GROUP BY r.origin
  )
  SELECT f.origin, CASE WHEN f.different = 1 AND f.homes = f.places THEN f.home END,
    CASE WHEN f.places = 0 THEN CASE WHEN f.is_forward THEN 'no-successor' ELSE 'not-attributable' END
      WHEN f.different = 1 AND f.homes = f.places THEN 'here'
      WHEN f.homes = 0 THEN 'coarser'
      WHEN f.is_forward THEN 'split' ELSE 'not-attributable' END
  FROM found f;
END $$;
COMMENT ON FUNCTION unit_homes(text, date) IS 'For every unit of any time the unit of a level that its territory lies in on a day, or why none';
