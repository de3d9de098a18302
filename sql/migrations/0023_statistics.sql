-- Which rounds a territory answers for in its yearly report.

-- True if the round's organiser is what the code names, or lay inside it on the round's day.
CREATE FUNCTION is_organised_within(of_round bigint, territory text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT territory = 'VN' OR r.organiser_code = territory
    OR EXISTS (
      SELECT FROM unit u WHERE u.code = territory AND u.unit_id IN (
        unit_home(r.organiser_unit_id, 'province', r.held_on), unit_home(r.organiser_unit_id, 'district', r.held_on)))
    OR EXISTS (
      SELECT FROM unit p JOIN region_member m ON m.province_code = p.code AND m.validity @> r.held_on
      WHERE m.region = territory AND p.unit_id = unit_home(r.organiser_unit_id, 'province', r.held_on))
  FROM round r WHERE r.round_id = of_round
$$;
COMMENT ON FUNCTION is_organised_within IS 'Whether a round was held by a unit, region or the nation, or by a unit inside it';
