-- Administrative units as history. The length of a code tells its level (province 2, district 3, commune 5 digits); the
-- same code can be another territory later, so a unit is (code, validity) and other tables point at unit_id.

CREATE TABLE unit (
  unit_id bigint GENERATED ALWAYS AS IDENTITY,
  level text NOT NULL,
  code text NOT NULL,
  name text NOT NULL,
  full_name text NOT NULL,
  kind text NOT NULL,
  parent_code text,
  validity daterange NOT NULL,
  audit_id bigint NOT NULL DEFAULT current_audit(),
  CONSTRAINT unit_pkey PRIMARY KEY (unit_id),
  CONSTRAINT unit_level_known CHECK (level IN ('province', 'district', 'commune')),
  CONSTRAINT unit_code_form CHECK (
    code ~ CASE level WHEN 'province' THEN '^\d{2}$' WHEN 'district' THEN '^\d{3}$' ELSE '^\d{5}$' END),
  CONSTRAINT unit_kind_known CHECK (kind IN (
    'province', 'city', 'urban_district', 'rural_district', 'town', 'township', 'ward', 'commune', 'special_zone')),
  CONSTRAINT unit_parent_form CHECK (
    CASE level WHEN 'province' THEN parent_code IS NULL WHEN 'district' THEN parent_code ~ '^\d{2}$'
      ELSE parent_code ~ '^(\d{2}|\d{3})$' END),
  CONSTRAINT unit_name_length CHECK (char_length(name) BETWEEN 1 AND 200 AND char_length(full_name) BETWEEN 1 AND 200),
  CONSTRAINT unit_validity_some CHECK (NOT isempty(validity)),
  CONSTRAINT unit_validity_overlap EXCLUDE USING gist (code WITH =, validity WITH &&),
  CONSTRAINT unit_audit_fkey FOREIGN KEY (audit_id) REFERENCES audit_event
);
COMMENT ON TABLE unit IS 'Provinces, districts and communes, each for the days on which it had this name, kind and parent';
CREATE INDEX unit_code ON unit (code);
CREATE INDEX unit_parent ON unit (parent_code);
CREATE INDEX unit_audit ON unit (audit_id);

-- What became of what. The end of validity grows along every edge, so lineage cannot be cyclic.
CREATE TABLE unit_edge (
  from_unit_id bigint NOT NULL,
  to_unit_id bigint NOT NULL,
  relation text NOT NULL,
  effective_date date NOT NULL,
  legal_basis text,
  audit_id bigint NOT NULL DEFAULT current_audit(),
  CONSTRAINT unit_edge_pkey PRIMARY KEY (from_unit_id, to_unit_id),
  CONSTRAINT unit_edge_from_fkey FOREIGN KEY (from_unit_id) REFERENCES unit,
  CONSTRAINT unit_edge_to_fkey FOREIGN KEY (to_unit_id) REFERENCES unit,
  CONSTRAINT unit_edge_relation_known CHECK (relation IN ('continues', 'merged_into', 'part_of', 'abolished_into')),
  CONSTRAINT unit_edge_audit_fkey FOREIGN KEY (audit_id) REFERENCES audit_event
);
COMMENT ON TABLE unit_edge IS 'Lineage: what a unit became on the day it ended, and by which act';
CREATE INDEX unit_edge_to ON unit_edge (to_unit_id);
CREATE INDEX unit_edge_audit ON unit_edge (audit_id);

CREATE FUNCTION check_unit_edges() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER unit_edge_days AFTER INSERT ON unit_edge
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION check_unit_edges();

-- The three selection regions: dated groupings of provinces, not parents.
CREATE TABLE region_member (
  region text NOT NULL,
  region_name text NOT NULL,
  province_code text NOT NULL,
  validity daterange NOT NULL,
  status text NOT NULL,
  legal_basis text,
  audit_id bigint NOT NULL DEFAULT current_audit(),
  CONSTRAINT region_member_region_known CHECK (region IN ('north', 'central', 'south')),
  CONSTRAINT region_member_status_known CHECK (status IN ('stated', 'provisional')),
  CONSTRAINT region_member_province_form CHECK (province_code ~ '^\d{2}$'),
  CONSTRAINT region_member_validity_some CHECK (NOT isempty(validity)),
  CONSTRAINT region_member_validity_overlap EXCLUDE USING gist (province_code WITH =, validity WITH &&),
  CONSTRAINT region_member_audit_fkey FOREIGN KEY (audit_id) REFERENCES audit_event
);
COMMENT ON TABLE region_member IS 'Which selection region a province belongs to, and since when; provisional where no list was seen';
CREATE INDEX region_member_audit ON region_member (audit_id);

-- These are PL/pgSQL for its cached plans: as SQL functions they are planned anew by every statement that calls them. What they
-- find is looked up unit by unit: joined, the planner, who cannot know how few they are, would read the whole table.

-- The unit with a code on a day; null if there is none.
CREATE FUNCTION unit_on(code text, day date) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT u.unit_id FROM unit u WHERE u.code = unit_on.code AND u.validity @> unit_on.day);
END $$;

-- The unit of a level that a unit lay in on a day (itself included); null if there is none.
CREATE FUNCTION unit_within(unit_id bigint, level text, day date) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
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

-- What a unit is on a day: itself while it is valid, otherwise all units it led to by then. Partial: a split lies on the way,
-- so that a record of the old unit cannot be given to one of them.
CREATE FUNCTION unit_successors(unit_id bigint, day date)
RETURNS TABLE (successor_id bigint, partial boolean) LANGUAGE plpgsql STABLE AS $$
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

-- All units that a unit came from, itself included. Partial as above.
CREATE FUNCTION unit_predecessors(unit_id bigint)
RETURNS TABLE (predecessor_id bigint, partial boolean) LANGUAGE plpgsql STABLE AS $$
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

-- The units that a unit is on a day, whichever way time runs: itself, what it led to by then, or what it came from.
CREATE FUNCTION unit_on_day(unit_id bigint, day date) RETURNS SETOF bigint LANGUAGE plpgsql STABLE AS $$
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

-- The one unit of a level that a unit's territory lies in on a day; null if there is none, or if a split leaves several.
CREATE FUNCTION unit_home(unit_id bigint, level text, day date) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
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
