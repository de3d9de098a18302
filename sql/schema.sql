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

CREATE FUNCTION public.check_account_role_step() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF (NEW.account_id, NEW.role, NEW.region, NEW.unit_id, NEW.round_id, NEW.establishment_id, NEW.act, NEW.valid_from)
    IS DISTINCT FROM (OLD.account_id, OLD.role, OLD.region, OLD.unit_id, OLD.round_id, OLD.establishment_id, OLD.act,
      OLD.valid_from)
    OR NEW.valid_to IS NULL OR NEW.valid_to > OLD.valid_to OR NEW.ended_reason IS NULL
    OR OLD.ended_reason IS NOT NULL
  THEN
    RAISE EXCEPTION 'a role can only end'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'account_role_step';
  END IF;
  NEW.audit_id := current_audit();
  RETURN NEW;
END $$;

CREATE FUNCTION public.check_account_step() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF (NEW.account_id, NEW.login) IS DISTINCT FROM (OLD.account_id, OLD.login) THEN
    RAISE EXCEPTION 'a login stays with its account'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'account_login_fixed';
  END IF;
  NEW.audit_id := current_audit();
  RETURN NEW;
END $$;

CREATE FUNCTION public.check_assignments() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
  bad record;
BEGIN
  SELECT e.code, j.code AS judge INTO bad FROM added a JOIN entry e USING (entry_id) JOIN judge j USING (judge_id)
    JOIN assignment_draw d USING (assignment_draw_id)
  WHERE e.round_id <> d.round_id OR j.round_id <> d.round_id OR EXISTS (
    SELECT FROM judge_conflict c WHERE c.judge_id = a.judge_id AND c.establishment_id = e.establishment_id) LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'judge % may not mark entry %', bad.judge, bad.code
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'judge_assignment_conflict';
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION public.check_conflict_round() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
  state text;
BEGIN
  SELECT r.state INTO state FROM round r WHERE r.round_id = NEW.round_id FOR NO KEY UPDATE;
  IF state NOT IN ('draft', 'open', 'judging') THEN
    RAISE EXCEPTION 'round % takes no conflicts: it is %', NEW.round_id, state
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'judge_conflict_round_state';
  END IF;
  RETURN NEW;
END $$;

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

CREATE FUNCTION public.check_draw_round() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
  state text;
BEGIN
  SELECT r.state INTO state FROM round r WHERE r.round_id = NEW.round_id FOR SHARE;
  IF state <> 'open' THEN
    RAISE EXCEPTION 'round % draws no judges: it is %', NEW.round_id, state
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'assignment_draw_round_state';
  END IF;
  RETURN NEW;
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

CREATE FUNCTION public.check_markers() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
  bad record;
BEGIN
  SELECT j.code AS judge, e.code INTO bad FROM added a JOIN entry e USING (entry_id) JOIN judge j USING (judge_id)
    JOIN judge_conflict c ON c.judge_id = a.judge_id AND c.establishment_id = e.establishment_id LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'judge % is in conflict with entry %', bad.judge, bad.code
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'mark_judge_conflict';
  END IF;
  SELECT j.code AS judge, e.code INTO bad
  FROM (SELECT DISTINCT a.round_id, a.entry_id, a.judge_id FROM added a) a
    JOIN LATERAL (SELECT current_draw(a.round_id) AS draw) d ON d.draw IS NOT NULL
    JOIN entry e USING (entry_id) JOIN judge j USING (judge_id)
  WHERE NOT EXISTS (
    SELECT FROM judge_assignment s
    WHERE s.assignment_draw_id = d.draw AND s.entry_id = a.entry_id AND s.judge_id = a.judge_id) LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'judge % was not drawn for entry %', bad.judge, bad.code
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'mark_judge_assigned';
  END IF;
  RETURN NULL;
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

CREATE FUNCTION public.current_draw(round_id bigint) RETURNS bigint
    LANGUAGE sql STABLE
    AS $$
  SELECT max(d.assignment_draw_id) FROM assignment_draw d WHERE d.round_id = current_draw.round_id
$$;

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

CREATE FUNCTION public.unit_continuation(unit_id bigint, day date) RETURNS bigint
    LANGUAGE plpgsql STABLE
    AS $$
DECLARE
  here bigint := unit_continuation.unit_id;
  next bigint;
BEGIN
  LOOP
    IF EXISTS (SELECT FROM unit u WHERE u.unit_id = here AND u.validity @> unit_continuation.day) THEN
      RETURN here;
    END IF;
    SELECT e.to_unit_id INTO next FROM unit_edge e
    WHERE e.from_unit_id = here AND e.relation = 'continues' AND e.effective_date <= unit_continuation.day;
    IF NOT FOUND THEN
      RETURN NULL;
    END IF;
    here := next;
  END LOOP;
END $$;

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

CREATE TABLE public.account (
    account_id bigint NOT NULL,
    login text NOT NULL,
    name text NOT NULL,
    email text,
    disabled_on date,
    disabled_reason text,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    CONSTRAINT account_disabled_reason CHECK (((disabled_on IS NULL) = (disabled_reason IS NULL))),
    CONSTRAINT account_login_form CHECK ((login ~ '^[a-z0-9][a-z0-9._@-]{2,63}$'::text)),
    CONSTRAINT account_name_length CHECK (((char_length(name) >= 1) AND (char_length(name) <= 200)))
);

COMMENT ON TABLE public.account IS 'People who work with the registry; disabled, never removed, so that every act keeps its author';

ALTER TABLE public.account ALTER COLUMN account_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.account_account_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.account_role (
    account_role_id bigint NOT NULL,
    account_id bigint NOT NULL,
    role text NOT NULL,
    region text,
    unit_id bigint,
    round_id bigint,
    establishment_id bigint,
    valid_from date NOT NULL,
    valid_to date,
    act text,
    ended_reason text,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    CONSTRAINT account_role_days CHECK (((valid_to > valid_from) OR ((valid_to = valid_from) AND (ended_reason IS NOT NULL)))),
    CONSTRAINT account_role_region_known CHECK ((region = ANY (ARRAY['north'::text, 'central'::text, 'south'::text]))),
    CONSTRAINT account_role_role_known CHECK ((role = ANY (ARRAY['officer'::text, 'council-secretary'::text, 'head-judge'::text, 'judge'::text, 'clerk'::text, 'establishment-owner'::text, 'auditor'::text, 'administrator'::text]))),
    CONSTRAINT account_role_territory CHECK (((num_nonnulls(region, unit_id, round_id, establishment_id) <= 1) AND
CASE role
    WHEN 'establishment-owner'::text THEN (establishment_id IS NOT NULL)
    WHEN 'council-secretary'::text THEN (round_id IS NOT NULL)
    WHEN 'head-judge'::text THEN (round_id IS NOT NULL)
    WHEN 'judge'::text THEN (round_id IS NOT NULL)
    WHEN 'clerk'::text THEN (establishment_id IS NULL)
    ELSE (num_nonnulls(round_id, establishment_id) = 0)
END))
);

COMMENT ON TABLE public.account_role IS 'Roles of accounts, each for a territory and a stretch of time; ended, never removed';

ALTER TABLE public.account_role ALTER COLUMN account_role_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.account_role_account_role_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.assignment_draw (
    assignment_draw_id bigint NOT NULL,
    round_id bigint NOT NULL,
    per_entry integer NOT NULL,
    seed text NOT NULL,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    CONSTRAINT assignment_draw_per_entry_positive CHECK ((per_entry > 0)),
    CONSTRAINT assignment_draw_seed_length CHECK (((char_length(seed) >= 1) AND (char_length(seed) <= 200)))
);

COMMENT ON TABLE public.assignment_draw IS 'Draws of judges for entries, with number and seed: the last one of a round counts; append-only';

ALTER TABLE public.assignment_draw ALTER COLUMN assignment_draw_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.assignment_draw_assignment_draw_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
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

CREATE TABLE public.authority_name (
    level text NOT NULL,
    name text NOT NULL,
    signatory_title text NOT NULL,
    validity daterange NOT NULL,
    status text NOT NULL,
    legal_basis text,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    CONSTRAINT authority_name_level_known CHECK ((level = ANY (ARRAY['regional'::text, 'national'::text]))),
    CONSTRAINT authority_name_status_known CHECK ((status = ANY (ARRAY['stated'::text, 'provisional'::text]))),
    CONSTRAINT authority_name_text_length CHECK ((((char_length(name) >= 1) AND (char_length(name) <= 300)) AND ((char_length(signatory_title) >= 1) AND (char_length(signatory_title) <= 300)))),
    CONSTRAINT authority_name_validity_some CHECK ((NOT isempty(validity)))
);

COMMENT ON TABLE public.authority_name IS 'Names of the regional and the national authority and the title their head signs under; provisional where the days are a choice';

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

CREATE TABLE public.calendar_day (
    date date NOT NULL,
    kind text NOT NULL,
    legal_basis text,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    CONSTRAINT calendar_day_kind_known CHECK ((kind = ANY (ARRAY['holiday'::text, 'working'::text]))),
    CONSTRAINT calendar_day_weekend CHECK (((kind = 'holiday'::text) OR (EXTRACT(isodow FROM date) = ANY (ARRAY[(6)::numeric, (7)::numeric]))))
);

COMMENT ON TABLE public.calendar_day IS 'Holidays and worked weekends, with the act that names them; a corrected day is written over, the trail says by what';

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
    home_unit_id bigint,
    CONSTRAINT judge_code_form CHECK ((code ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$'::text)),
    CONSTRAINT judge_days CHECK ((member_to >= member_from)),
    CONSTRAINT judge_name_length CHECK (((char_length(name) >= 1) AND (char_length(name) <= 200))),
    CONSTRAINT judge_role_known CHECK ((role = ANY (ARRAY['head'::text, 'deputy'::text, 'judge'::text])))
);

COMMENT ON TABLE public.judge IS 'Members of the panel (Ban Giám khảo), with their days: replaced, not erased';

CREATE TABLE public.judge_assignment (
    assignment_draw_id bigint NOT NULL,
    entry_id bigint NOT NULL,
    judge_id bigint NOT NULL
);

COMMENT ON TABLE public.judge_assignment IS 'Which judges a draw gave to which entries; append-only';

CREATE TABLE public.judge_conflict (
    judge_conflict_id bigint NOT NULL,
    round_id bigint NOT NULL,
    judge_id bigint NOT NULL,
    establishment_id bigint NOT NULL,
    source text NOT NULL,
    reason text NOT NULL,
    declared_on date NOT NULL,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    CONSTRAINT judge_conflict_reason_length CHECK (((char_length(reason) >= 1) AND (char_length(reason) <= 200))),
    CONSTRAINT judge_conflict_source_known CHECK ((source = ANY (ARRAY['declared'::text, 'recorded'::text, 'same-unit'::text])))
);

COMMENT ON TABLE public.judge_conflict IS 'Judges who may not mark an establishment''s entries: declared, recorded by the secretary, or of the same unit; append-only';

ALTER TABLE public.judge_conflict ALTER COLUMN judge_conflict_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.judge_conflict_judge_conflict_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

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

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_login_unique UNIQUE (login);

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_pkey PRIMARY KEY (account_id);

ALTER TABLE ONLY public.account_role
    ADD CONSTRAINT account_role_once EXCLUDE USING gist (account_id WITH =, role WITH =, COALESCE(region, ''::text) WITH =, COALESCE(unit_id, (0)::bigint) WITH =, COALESCE(round_id, (0)::bigint) WITH =, COALESCE(establishment_id, (0)::bigint) WITH =, daterange(valid_from, valid_to) WITH &&);

ALTER TABLE ONLY public.account_role
    ADD CONSTRAINT account_role_pkey PRIMARY KEY (account_role_id);

ALTER TABLE ONLY public.assignment_draw
    ADD CONSTRAINT assignment_draw_pkey PRIMARY KEY (assignment_draw_id);

ALTER TABLE ONLY public.assignment_draw
    ADD CONSTRAINT assignment_draw_round_key UNIQUE (assignment_draw_id, round_id);

ALTER TABLE ONLY public.audit_event
    ADD CONSTRAINT audit_event_pkey PRIMARY KEY (audit_id);

ALTER TABLE ONLY public.authority_name
    ADD CONSTRAINT authority_name_validity_overlap EXCLUDE USING gist (level WITH =, validity WITH &&) DEFERRABLE;

ALTER TABLE ONLY public.award
    ADD CONSTRAINT award_once UNIQUE NULLS NOT DISTINCT (level, issuer_code, decision_number, decision_date, establishment_name, product_name);

ALTER TABLE ONLY public.award
    ADD CONSTRAINT award_pkey PRIMARY KEY (award_id);

ALTER TABLE ONLY public.award
    ADD CONSTRAINT award_product_key UNIQUE (award_id, product_id);

ALTER TABLE ONLY public.calendar_day
    ADD CONSTRAINT calendar_day_pkey PRIMARY KEY (date);

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

ALTER TABLE ONLY public.judge_assignment
    ADD CONSTRAINT judge_assignment_pkey PRIMARY KEY (assignment_draw_id, entry_id, judge_id);

ALTER TABLE ONLY public.judge
    ADD CONSTRAINT judge_code_unique UNIQUE (round_id, code);

ALTER TABLE ONLY public.judge_conflict
    ADD CONSTRAINT judge_conflict_once UNIQUE (judge_id, establishment_id);

ALTER TABLE ONLY public.judge_conflict
    ADD CONSTRAINT judge_conflict_pkey PRIMARY KEY (judge_conflict_id);

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

ALTER TABLE ONLY public.result
    ADD CONSTRAINT result_pkey PRIMARY KEY (round_id);

ALTER TABLE ONLY public.revocation
    ADD CONSTRAINT revocation_pkey PRIMARY KEY (certificate_id);

ALTER TABLE ONLY public.round_leaf
    ADD CONSTRAINT round_leaf_pkey PRIMARY KEY (round_id, product_group, leaf);

ALTER TABLE ONLY public.round
    ADD CONSTRAINT round_pkey PRIMARY KEY (round_id);

ALTER TABLE ONLY public.unit_edge
    ADD CONSTRAINT unit_edge_pkey PRIMARY KEY (from_unit_id, to_unit_id);

ALTER TABLE ONLY public.unit
    ADD CONSTRAINT unit_pkey PRIMARY KEY (unit_id);

ALTER TABLE ONLY public.unit
    ADD CONSTRAINT unit_validity_overlap EXCLUDE USING gist (code WITH =, validity WITH &&);

CREATE INDEX account_audit ON public.account USING btree (audit_id);

CREATE INDEX account_role_audit ON public.account_role USING btree (audit_id);

CREATE INDEX account_role_establishment ON public.account_role USING btree (establishment_id);

CREATE INDEX account_role_round ON public.account_role USING btree (round_id);

CREATE INDEX account_role_unit ON public.account_role USING btree (unit_id);

CREATE INDEX assignment_draw_audit ON public.assignment_draw USING btree (audit_id);

CREATE INDEX assignment_draw_round ON public.assignment_draw USING btree (round_id);

CREATE INDEX audit_event_subject ON public.audit_event USING btree (subject, subject_id);

CREATE INDEX authority_name_audit ON public.authority_name USING btree (audit_id);

CREATE INDEX award_audit ON public.award USING btree (audit_id);

CREATE INDEX award_commune ON public.award USING btree (commune_unit_id);

CREATE INDEX award_decision ON public.award USING btree (decision_id);

CREATE INDEX award_district ON public.award USING btree (district_unit_id);

CREATE INDEX award_establishment ON public.award USING btree (establishment_id);

CREATE INDEX award_issuer_unit ON public.award USING btree (issuer_unit_id);

CREATE INDEX award_product ON public.award USING btree (product_id, establishment_id);

CREATE INDEX award_province ON public.award USING btree (province_unit_id);

CREATE INDEX calendar_day_audit ON public.calendar_day USING btree (audit_id);

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

CREATE INDEX judge_assignment_entry ON public.judge_assignment USING btree (entry_id);

CREATE INDEX judge_assignment_judge ON public.judge_assignment USING btree (judge_id);

CREATE INDEX judge_audit ON public.judge USING btree (audit_id);

CREATE INDEX judge_conflict_audit ON public.judge_conflict USING btree (audit_id);

CREATE INDEX judge_conflict_establishment ON public.judge_conflict USING btree (establishment_id);

CREATE INDEX judge_conflict_round ON public.judge_conflict USING btree (round_id);

CREATE INDEX judge_home ON public.judge USING btree (home_unit_id);

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

CREATE INDEX unit_audit ON public.unit USING btree (audit_id);

CREATE INDEX unit_code ON public.unit USING btree (code);

CREATE INDEX unit_edge_audit ON public.unit_edge USING btree (audit_id);

CREATE INDEX unit_edge_to ON public.unit_edge USING btree (to_unit_id);

CREATE INDEX unit_parent ON public.unit USING btree (parent_code);

CREATE TRIGGER account_login_fixed BEFORE UPDATE ON public.account FOR EACH ROW EXECUTE FUNCTION public.check_account_step();

CREATE TRIGGER account_role_step BEFORE UPDATE ON public.account_role FOR EACH ROW EXECUTE FUNCTION public.check_account_role_step();

CREATE TRIGGER assignment_draw_round_state BEFORE INSERT ON public.assignment_draw FOR EACH ROW EXECUTE FUNCTION public.check_draw_round();

CREATE TRIGGER decision_line_eligible AFTER INSERT ON public.decision_line REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.check_decision_lines();

CREATE CONSTRAINT TRIGGER entry_lower_award AFTER INSERT OR UPDATE ON public.entry DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW EXECUTE FUNCTION public.check_entry_lower_award();

CREATE TRIGGER entry_round_open BEFORE INSERT OR UPDATE ON public.entry FOR EACH ROW EXECUTE FUNCTION public.check_entry_round();

CREATE TRIGGER entry_state_step BEFORE UPDATE ON public.entry FOR EACH ROW EXECUTE FUNCTION public.check_entry_step();

CREATE TRIGGER entry_version_step BEFORE UPDATE ON public.entry FOR EACH ROW EXECUTE FUNCTION public.advance_version();

CREATE TRIGGER establishment_keep_inserted AFTER INSERT ON public.establishment REFERENCING NEW TABLE AS saved FOR EACH STATEMENT EXECUTE FUNCTION public.keep_establishment_versions();

CREATE TRIGGER establishment_keep_updated AFTER UPDATE ON public.establishment REFERENCING NEW TABLE AS saved FOR EACH STATEMENT EXECUTE FUNCTION public.keep_establishment_versions();

CREATE TRIGGER establishment_version_step BEFORE UPDATE ON public.establishment FOR EACH ROW EXECUTE FUNCTION public.advance_version();

CREATE TRIGGER judge_assignment_conflict AFTER INSERT ON public.judge_assignment REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.check_assignments();

CREATE TRIGGER judge_conflict_round_state BEFORE INSERT ON public.judge_conflict FOR EACH ROW EXECUTE FUNCTION public.check_conflict_round();

CREATE TRIGGER mark_rules AFTER INSERT ON public.mark REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.check_marks();

CREATE TRIGGER mark_who AFTER INSERT ON public.mark REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.check_markers();

CREATE TRIGGER product_keep_inserted AFTER INSERT ON public.product REFERENCING NEW TABLE AS saved FOR EACH STATEMENT EXECUTE FUNCTION public.keep_product_versions();

CREATE TRIGGER product_keep_updated AFTER UPDATE ON public.product REFERENCING NEW TABLE AS saved FOR EACH STATEMENT EXECUTE FUNCTION public.keep_product_versions();

CREATE TRIGGER product_version_step BEFORE UPDATE ON public.product FOR EACH ROW EXECUTE FUNCTION public.advance_version();

CREATE TRIGGER round_state_step BEFORE UPDATE ON public.round FOR EACH ROW EXECUTE FUNCTION public.check_round_step();

CREATE TRIGGER round_version_step BEFORE UPDATE ON public.round FOR EACH ROW EXECUTE FUNCTION public.advance_version();

CREATE TRIGGER unit_edge_days AFTER INSERT ON public.unit_edge REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.check_unit_edges();

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.account_role
    ADD CONSTRAINT account_role_account_fkey FOREIGN KEY (account_id) REFERENCES public.account(account_id);

ALTER TABLE ONLY public.account_role
    ADD CONSTRAINT account_role_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.account_role
    ADD CONSTRAINT account_role_establishment_fkey FOREIGN KEY (establishment_id) REFERENCES public.establishment(establishment_id);

ALTER TABLE ONLY public.account_role
    ADD CONSTRAINT account_role_round_fkey FOREIGN KEY (round_id) REFERENCES public.round(round_id);

ALTER TABLE ONLY public.account_role
    ADD CONSTRAINT account_role_unit_fkey FOREIGN KEY (unit_id) REFERENCES public.unit(unit_id);

ALTER TABLE ONLY public.assignment_draw
    ADD CONSTRAINT assignment_draw_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.assignment_draw
    ADD CONSTRAINT assignment_draw_round_fkey FOREIGN KEY (round_id) REFERENCES public.round(round_id);

ALTER TABLE ONLY public.authority_name
    ADD CONSTRAINT authority_name_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

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

ALTER TABLE ONLY public.calendar_day
    ADD CONSTRAINT calendar_day_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

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

ALTER TABLE ONLY public.judge_assignment
    ADD CONSTRAINT judge_assignment_draw_fkey FOREIGN KEY (assignment_draw_id) REFERENCES public.assignment_draw(assignment_draw_id);

ALTER TABLE ONLY public.judge_assignment
    ADD CONSTRAINT judge_assignment_entry_fkey FOREIGN KEY (entry_id) REFERENCES public.entry(entry_id);

ALTER TABLE ONLY public.judge_assignment
    ADD CONSTRAINT judge_assignment_judge_fkey FOREIGN KEY (judge_id) REFERENCES public.judge(judge_id);

ALTER TABLE ONLY public.judge
    ADD CONSTRAINT judge_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.judge_conflict
    ADD CONSTRAINT judge_conflict_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.judge_conflict
    ADD CONSTRAINT judge_conflict_establishment_fkey FOREIGN KEY (establishment_id) REFERENCES public.establishment(establishment_id);

ALTER TABLE ONLY public.judge_conflict
    ADD CONSTRAINT judge_conflict_judge_fkey FOREIGN KEY (judge_id, round_id) REFERENCES public.judge(judge_id, round_id);

ALTER TABLE ONLY public.judge
    ADD CONSTRAINT judge_home_fkey FOREIGN KEY (home_unit_id) REFERENCES public.unit(unit_id);

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

ALTER TABLE ONLY public.unit
    ADD CONSTRAINT unit_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.unit_edge
    ADD CONSTRAINT unit_edge_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.unit_edge
    ADD CONSTRAINT unit_edge_from_fkey FOREIGN KEY (from_unit_id) REFERENCES public.unit(unit_id);

ALTER TABLE ONLY public.unit_edge
    ADD CONSTRAINT unit_edge_to_fkey FOREIGN KEY (to_unit_id) REFERENCES public.unit(unit_id);

