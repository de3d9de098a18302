CREATE COLLATION public.vietnamese (provider = icu, locale = 'vi-VN');

CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;

COMMENT ON EXTENSION btree_gist IS 'support for indexing common datatypes in GiST';

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

ALTER TABLE ONLY public.account FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.account IS 'People who work with the registry; disabled, never removed, so that every act keeps its author';

CREATE FUNCTION public.account_by_login(login text) RETURNS SETOF public.account
    LANGUAGE plpgsql STABLE ROWS 1
    AS $$
DECLARE
  looking CONSTANT text := coalesce(current_setting('cnnt.viewer', true), '');
BEGIN
  PERFORM set_config('cnnt.viewer', '{"all":true}', true);
  RETURN QUERY SELECT a.* FROM account a WHERE a.login = account_by_login.login;
  PERFORM set_config('cnnt.viewer', looking, true);
END $$;

COMMENT ON FUNCTION public.account_by_login(login text) IS 'A door: the one account whose login is known already, to be judged by the policy';

CREATE FUNCTION public.accounts_reached(viewer jsonb) RETURNS SETOF bigint
    LANGUAGE plpgsql STABLE ROWS 100
    AS $_$
BEGIN
  IF coalesce(jsonb_array_length(viewer -> 'accounts'), 0) = 0 THEN RETURN; END IF;
  PERFORM set_config('cnnt.viewer', '{"all":true}', true);
  RETURN QUERY SELECT a.account_id FROM account a WHERE NOT EXISTS (SELECT FROM account_role r WHERE r.account_id = a.account_id);
  RETURN QUERY SELECT r.account_id FROM account_role r
    WHERE r.round_id IN (SELECT viewer_rounds(viewer, 'accounts'))
      OR r.region IN (SELECT viewer_scopes(viewer, 'accounts', 'region'));
  RETURN QUERY SELECT j.account_id FROM judge_account j
    WHERE j.account_id IS NOT NULL AND j.round_id IN (SELECT viewer_rounds(viewer, 'accounts'));
  IF viewer -> 'accounts' @? '$[*] ? (@ starts with "unit:" || @ starts with "region:")' THEN
    RETURN QUERY
      WITH reached AS MATERIALIZED (SELECT viewer_units(viewer, 'accounts') AS unit_id)
      SELECT r.account_id FROM account_role r LEFT JOIN establishment e ON e.establishment_id = r.establishment_id
      WHERE coalesce(r.unit_id, e.site_unit_id, e.commune_unit_id) IN (SELECT unit_id FROM reached);
  END IF;
  PERFORM set_config('cnnt.viewer', viewer::text, true);
END $_$;

COMMENT ON FUNCTION public.accounts_reached(viewer jsonb) IS 'A door: the accounts that a viewer may have, found among all';

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

CREATE FUNCTION public.booth_support_parts() RETURNS TABLE(booth_allocation_id bigint, fair_id bigint, booth_id bigint, state text, held_until date, funding_rule_id bigint, establishment_id bigint, part_vnd bigint)
    LANGUAGE sql STABLE
    AS $$
  SELECT a.booth_allocation_id, a.fair_id, a.booth_id, a.state, a.held_until, a.funding_rule_id, t.establishment_id,
    a.support_vnd / t.sharers + CASE WHEN t.place <= a.support_vnd % t.sharers THEN 1 ELSE 0 END
  FROM booth_allocation a CROSS JOIN LATERAL (
    SELECT n.establishment_id, count(*) OVER () AS sharers, row_number() OVER (ORDER BY n.ordinal) AS place
    FROM booth_tenant n WHERE n.booth_allocation_id = a.booth_allocation_id AND n.establishment_id IS NOT NULL) t
  WHERE a.funding_rule_id IS NOT NULL
$$;

CREATE FUNCTION public.check_account_identity_step() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF OLD.ended_at IS NOT NULL OR NEW.ended_at IS NULL
    OR (NEW.account_identity_id, NEW.account_id, NEW.issuer, NEW.subject, NEW.linked_at, NEW.audit_id)
      IS DISTINCT FROM (OLD.account_identity_id, OLD.account_id, OLD.issuer, OLD.subject, OLD.linked_at, OLD.audit_id)
  THEN
    RAISE EXCEPTION 'a link to a provider can only end, once'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'account_identity_step';
  END IF;
  RETURN NEW;
END $$;

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

CREATE FUNCTION public.check_amendment() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
  state text;
  latest record;
BEGIN
  SELECT r.state INTO state FROM round r WHERE r.round_id = NEW.round_id FOR NO KEY UPDATE;
  IF state NOT IN ('decided', 'published') THEN
    RAISE EXCEPTION 'round % is %: there is no decision to amend', NEW.round_id, state
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'decision_amendment_state';
  END IF;
  SELECT max(coalesce(d.amendment, 0)) AS amendment, max(d.decided_on) AS decided_on INTO latest
  FROM decision d WHERE d.round_id = NEW.round_id;
  IF NEW.amendment IS DISTINCT FROM latest.amendment + 1 THEN
    RAISE EXCEPTION 'amendment % does not follow the last act of round %', NEW.amendment, NEW.round_id
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'decision_amendment_step';
  END IF;
  IF NEW.decided_on < latest.decided_on THEN
    RAISE EXCEPTION 'decision % is before what it amends', NEW.number
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'decision_amendment_order';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION public.check_api_token_step() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF OLD.ended_at IS NOT NULL OR NEW.seen_at < OLD.seen_at
    OR to_jsonb(NEW) - '{seen_at,ended_at,ended_because}'::text[] <> to_jsonb(OLD) - '{seen_at,ended_at,ended_because}'::text[]
  THEN
    RAISE EXCEPTION 'a token can only be used or end'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'api_token_step';
  END IF;
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

CREATE FUNCTION public.check_attempt_step() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF OLD.succeeded OR NOT NEW.succeeded OR (NEW.sign_in_attempt_id, NEW.login, NEW.network, NEW.made_at)
    IS DISTINCT FROM (OLD.sign_in_attempt_id, OLD.login, OLD.network, OLD.made_at)
  THEN
    RAISE EXCEPTION 'an attempt stays what it was'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'sign_in_attempt_step';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION public.check_attendance() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
  bad record;
BEGIN
  SELECT c.name INTO bad FROM added a JOIN council_meeting m USING (council_meeting_id)
    JOIN council_member c USING (council_member_id)
  WHERE c.round_id <> m.round_id OR m.held_on < c.member_from OR m.held_on > c.member_to
    OR m.audit_id <> current_audit() LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION '% does not sit on that council that day, or the meeting is recorded already', bad.name
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'council_attendance_sitting';
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION public.check_award_withdrawal() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM award a JOIN decision g ON g.decision_id = a.decision_id
      JOIN decision d ON d.round_id = g.round_id AND d.amendment > coalesce(g.amendment, 0)
    WHERE a.award_id = NEW.award_id AND d.decision_id = NEW.decision_id AND d.audit_id = current_audit()) THEN
    RAISE EXCEPTION 'decision % does not amend what gave award %', NEW.decision_id, NEW.award_id
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'award_withdrawal_act';
  END IF;
  IF EXISTS (
    SELECT FROM certificate c WHERE c.award_id = NEW.award_id
      AND NOT EXISTS (SELECT FROM certificate n WHERE n.replaces = c.certificate_id)
      AND NOT EXISTS (SELECT FROM revocation v WHERE v.certificate_id = c.certificate_id)) THEN
    RAISE EXCEPTION 'award % has a certificate that is not revoked', NEW.award_id
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'award_withdrawal_certificate';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION public.check_booth_allocation() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
  held_at fair%ROWTYPE;
BEGIN
  SELECT * INTO held_at FROM fair f WHERE f.fair_id = NEW.fair_id FOR SHARE;
  IF held_at.state <> 'open' THEN
    RAISE EXCEPTION 'fair % gives no booths: it is %', NEW.fair_id, held_at.state
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'booth_allocation_fair_state';
  END IF;
  IF NOT held_at.days @> NEW.days THEN
    RAISE EXCEPTION 'booth % would be given outside the days of fair %', NEW.booth_id, NEW.fair_id
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'booth_allocation_fair_days';
  END IF;
  IF NEW.state NOT IN ('held', 'confirmed') OR (SELECT b.removed_in FROM booth b WHERE b.booth_id = NEW.booth_id) IS NOT NULL THEN
    RAISE EXCEPTION 'booth % is not on the plan', NEW.booth_id
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'booth_allocation_on_plan';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION public.check_booth_allocation_step() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF (OLD.state, NEW.state) NOT IN (
    ('held', 'confirmed'), ('held', 'released'), ('held', 'expired'), ('held', 'moved'),
    ('confirmed', 'released'), ('confirmed', 'no-show'), ('confirmed', 'moved')) THEN
    RAISE EXCEPTION 'an allocation cannot go from % to %', OLD.state, NEW.state
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'booth_allocation_state_step';
  END IF;
  IF to_jsonb(NEW) - '{state,version,audit_id}'::text[] <> to_jsonb(OLD) - '{state,version,audit_id}'::text[] THEN
    RAISE EXCEPTION 'allocation % changes in its state alone', OLD.booth_allocation_id
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'booth_allocation_fixed';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION public.check_booth_funding() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM funding_rule r JOIN fair f ON f.fair_id = NEW.fair_id
    WHERE r.funding_rule_id = NEW.funding_rule_id AND r.source = NEW.funds AND r.fair_kind = f.kind
      AND (r.province_unit_id IS NULL OR r.province_unit_id = NEW.province_unit_id) AND r.validity @> lower(f.days)
  ) THEN
    RAISE EXCEPTION 'no rule is in force by which % funds pay for booth %', NEW.funds, NEW.booth_id
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'booth_allocation_rule_in_force';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION public.check_booth_in_use() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF EXISTS (
    SELECT FROM booth_allocation a WHERE a.booth_id = NEW.booth_id AND a.state IN ('held', 'confirmed')
  ) THEN
    RAISE EXCEPTION 'booth % is given', NEW.code
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'booth_in_use';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION public.check_booth_quota_step() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF (NEW.fair_id, NEW.province_unit_id, NEW.product_group, NEW.funds)
    IS DISTINCT FROM (OLD.fair_id, OLD.province_unit_id, OLD.product_group, OLD.funds) THEN
    RAISE EXCEPTION 'a quota stays what it counts'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'booth_quota_fixed';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION public.check_booth_request() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
  asked fair%ROWTYPE;
BEGIN
  SELECT * INTO asked FROM fair f WHERE f.fair_id = NEW.fair_id FOR SHARE;
  IF asked.state NOT IN ('planned', 'open') OR NEW.state <> 'filed' THEN
    RAISE EXCEPTION 'fair % takes no requests: it is %', NEW.fair_id, asked.state
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'booth_request_fair_state';
  END IF;
  IF NOT asked.days @> NEW.days THEN
    RAISE EXCEPTION 'booths are asked for outside the days of fair %', NEW.fair_id
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'booth_request_fair_days';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION public.check_booth_request_open() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF EXISTS (SELECT FROM booth_run r WHERE r.fair_id = NEW.fair_id
    AND r.terms_version = (SELECT max(t.version) FROM fair_terms t WHERE t.fair_id = NEW.fair_id)) THEN
    RAISE EXCEPTION 'the booths of fair % are shared out', NEW.fair_id
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'booth_request_before_run';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION public.check_booth_request_step() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF (OLD.state, NEW.state) NOT IN (
    ('filed', 'given'), ('filed', 'partly-given'), ('filed', 'waiting'), ('filed', 'refused'), ('filed', 'withdrawn'),
    ('waiting', 'waiting'), ('waiting', 'given'), ('waiting', 'partly-given'), ('waiting', 'refused'), ('waiting', 'withdrawn'),
    ('partly-given', 'partly-given'), ('partly-given', 'given')) THEN
    RAISE EXCEPTION 'a request cannot go from % to %', OLD.state, NEW.state
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'booth_request_state_step';
  END IF;
  IF to_jsonb(NEW) - '{state,waiting_position,version,audit_id}'::text[]
    <> to_jsonb(OLD) - '{state,waiting_position,version,audit_id}'::text[] THEN
    RAISE EXCEPTION 'request % stays what was asked for', OLD.booth_request_id
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'booth_request_fixed';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION public.check_booth_step() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF (NEW.fair_id, NEW.code_key) <> (OLD.fair_id, OLD.code_key) THEN
    RAISE EXCEPTION 'booth % stays with its fair and code', OLD.code
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'booth_fixed';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION public.check_certificate_award() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF is_award_in_doubt(NEW.award_id) THEN
    RAISE EXCEPTION 'award % rests on a result that was corrected', NEW.award_id
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'certificate_award_in_doubt';
  END IF;
  PERFORM FROM round r JOIN decision d USING (round_id) JOIN award a USING (decision_id) WHERE a.award_id = NEW.award_id
  FOR SHARE OF r;
  IF EXISTS (SELECT FROM award_withdrawal w WHERE w.award_id = NEW.award_id) THEN
    RAISE EXCEPTION 'award % was withdrawn', NEW.award_id
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'certificate_award_withdrawn';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION public.check_certificate_replacement() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  PERFORM lock_certificate(NEW.replaces);
  IF EXISTS (SELECT FROM revocation v WHERE v.certificate_id = NEW.replaces) THEN
    RAISE EXCEPTION 'certificate % was revoked', NEW.replaces
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'certificate_replaces_revoked';
  END IF;
  IF EXISTS (SELECT FROM certificate c WHERE c.certificate_id = NEW.replaces AND c.issued_on > NEW.issued_on) THEN
    RAISE EXCEPTION 'certificate % is issued later than what is to replace it', NEW.replaces
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'certificate_replacement_order';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION public.check_certificate_template() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
  named text := NEW.paper::json ->> 'template_sha256';
BEGIN
  IF named IS NOT NULL AND NOT EXISTS (
    SELECT FROM certificate_template t WHERE t.identity = decode(named, 'hex')
  ) THEN
    RAISE EXCEPTION 'certificate %: no template %', NEW.number, named
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'certificate_template_kept';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION public.check_complaint_end() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF NEW.ended_on < (SELECT c.received_on FROM complaint c WHERE c.complaint_id = NEW.complaint_id) THEN
    RAISE EXCEPTION 'complaint % ends before it was received', NEW.complaint_id
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'complaint_end_after_receipt';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION public.check_complaint_round() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
  state text;
BEGIN
  SELECT r.state INTO state FROM round r WHERE r.round_id = NEW.round_id FOR SHARE;
  IF state NOT IN ('closed', 'decided', 'published') THEN
    RAISE EXCEPTION 'round % takes no complaints: it is %', NEW.round_id, state
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'complaint_round_state';
  END IF;
  RETURN NEW;
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

CREATE FUNCTION public.check_corrected_seat() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF EXISTS (SELECT FROM judge j WHERE j.judge_id = NEW.judge_id AND j.replaces_id IS NOT NULL OR j.replaces_id = NEW.judge_id)
    AND EXISTS (
      SELECT FROM marks_of_version(NEW.round_id, NEW.version) m
      WHERE m.entry_id = NEW.entry_id AND m.stage = NEW.stage AND m.judge_id <> NEW.judge_id AND m.value IS NOT NULL
        AND (m.judge_id IN (SELECT seat_before(NEW.judge_id)) OR NEW.judge_id IN (SELECT seat_before(m.judge_id)))
        AND NOT EXISTS (SELECT FROM judge_conflict c JOIN entry e ON e.entry_id = m.entry_id
          WHERE c.judge_id = m.judge_id AND c.establishment_id = e.establishment_id))
  THEN
    RAISE EXCEPTION 'a correction gives the seat of judge % a second voice on entry %', NEW.judge_id, NEW.entry_id
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'mark_correction_seat_once';
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION public.check_correction_day() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF NEW.corrected_on < greatest(
    (SELECT x.closed_on FROM result x WHERE x.round_id = NEW.round_id),
    (SELECT max(c.corrected_on) FROM result_correction c WHERE c.round_id = NEW.round_id AND c.version < NEW.version))
  THEN
    RAISE EXCEPTION 'the result of round % would be corrected before it was made', NEW.round_id
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'result_correction_day';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION public.check_decision_lines() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
  bad record;
BEGIN
  SELECT d.number INTO bad FROM added a JOIN decision d USING (decision_id) WHERE d.audit_id <> current_audit() LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'decision % was made and takes no further lines', bad.number
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'decision_line_one_act';
  END IF;
  SELECT d.number INTO bad FROM added a JOIN decision d USING (decision_id)
  WHERE coalesce(d.result_version, 1) <> live_result_version(d.round_id) LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'decision % does not rest on the live result', bad.number
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'decision_live_result';
  END IF;
  -- a line of the decision's own round: what another round found says nothing here
  SELECT e.code INTO bad FROM added a JOIN decision d USING (decision_id) JOIN entry e USING (entry_id)
    LEFT JOIN LATERAL result_lines(d.round_id, coalesce(d.result_version, 1)) l ON l.entry_id = a.entry_id
  WHERE e.round_id <> d.round_id
    OR (a.recognised AND (l.entry_id IS NULL OR l.eligible IS FALSE OR l.total IS NULL)) LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'entry % is not eligible', bad.code
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'decision_line_eligible';
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION public.check_decision_vote() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
  is_required boolean;
  is_adopted boolean;
BEGIN
  -- waits for votes in flight, which hold the round for themselves
  SELECT r.rules::jsonb #>> '{decision,vote}' = 'required' INTO is_required FROM round r
  WHERE r.round_id = NEW.round_id FOR SHARE;
  is_adopted := (SELECT v.adopted FROM open_votes(NEW.round_id) v WHERE v.entry_id IS NULL);
  IF is_adopted IS FALSE OR is_adopted IS NULL AND is_required IS TRUE THEN
    RAISE EXCEPTION 'the council of round % has not adopted the list', NEW.round_id
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'decision_vote_adopted';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION public.check_design_kind() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  PERFORM lock_design_name(NEW.round_id, NEW.name);
  IF EXISTS (
    SELECT FROM (
      SELECT d.certificate_design_id, d.document FROM certificate_design d
      WHERE d.name = NEW.name AND design_holder(d.round_id) = design_holder(NEW.round_id)
      ORDER BY d.certificate_design_id DESC LIMIT 1) last
    WHERE (last.document::jsonb ->> 'kind') IS DISTINCT FROM (NEW.document::jsonb ->> 'kind')
      AND NOT EXISTS (SELECT FROM certificate_design_withdrawal w WHERE w.certificate_design_id = last.certificate_design_id))
  THEN
    RAISE EXCEPTION '% is the name of a design of the other kind', NEW.name
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'design_kind_of_name';
  END IF;
  RETURN NEW;
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
  SELECT w.level, first.issued_on, c.valid_to, v.revoked_on, n.nominated_on, n.to_level INTO a
  FROM award w JOIN nomination n ON n.nomination_id = NEW.nomination_id
    LEFT JOIN certificate first ON first.award_id = w.award_id AND first.replaces IS NULL
    LEFT JOIN certificate c ON c.award_id = w.award_id
      AND NOT EXISTS (SELECT FROM certificate newer WHERE newer.replaces = c.certificate_id)
    LEFT JOIN revocation v ON v.certificate_id = c.certificate_id
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

CREATE FUNCTION public.check_entry_papers() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
  bad record;
BEGIN
  SELECT a.entry_id, a.dossier_paper_id INTO bad FROM added a JOIN entry e USING (entry_id)
  WHERE NOT EXISTS (
    SELECT 1 FROM papers_of_product(e.product_id) d WHERE d.dossier_paper_id = a.dossier_paper_id) LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'paper % is not of the product of entry %', bad.dossier_paper_id, bad.entry_id
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'entry_paper_of_product';
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

CREATE FUNCTION public.check_establishment_redirect() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('establishment_redirect'));
  IF EXISTS (
    WITH RECURSIVE chain AS (
      SELECT NEW.into_establishment_id AS id, daterange(NEW.effective_on, NEW.undone_on) AS days
      UNION
      SELECT r.into_establishment_id, chain.days * daterange(r.effective_on, r.undone_on)
      FROM chain JOIN establishment_redirect r ON r.from_establishment_id = chain.id
        AND daterange(r.effective_on, r.undone_on) && chain.days
    )
    SELECT FROM chain WHERE id = NEW.from_establishment_id
  ) THEN
    RAISE EXCEPTION 'establishment % would be merged into itself', NEW.from_establishment_id
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'establishment_redirect_cycle';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION public.check_fair_step() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
    ('planned', 'open'), ('open', 'closed'), ('planned', 'cancelled'), ('open', 'cancelled')) THEN
    RAISE EXCEPTION 'a fair cannot go from % to %', OLD.state, NEW.state
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'fair_state_step';
  END IF;
  IF (NEW.level, NEW.organiser_code, NEW.organiser_unit_id, NEW.organiser_region)
    IS DISTINCT FROM (OLD.level, OLD.organiser_code, OLD.organiser_unit_id, OLD.organiser_region)
    OR NEW.plan_version NOT IN (OLD.plan_version, OLD.plan_version + 1)
    OR OLD.state <> 'planned' AND NEW.kind <> OLD.kind
    OR OLD.state IN ('closed', 'cancelled')
      AND to_jsonb(NEW) - '{version,audit_id}'::text[] <> to_jsonb(OLD) - '{version,audit_id}'::text[]
  THEN
    RAISE EXCEPTION 'who holds a fair does not change, nor what it was once it is over'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'fair_fixed';
  END IF;
  -- whoever gives a booth or asks for one holds the row of the fair meanwhile
  IF NEW.days <> OLD.days AND (
    EXISTS (SELECT FROM booth_allocation a WHERE a.fair_id = NEW.fair_id AND a.state IN ('held', 'confirmed', 'no-show')
      AND NOT NEW.days @> a.days)
    OR EXISTS (SELECT FROM booth_request r WHERE r.fair_id = NEW.fair_id AND r.state IN ('filed', 'waiting', 'partly-given')
      AND NOT NEW.days @> r.days))
  THEN
    RAISE EXCEPTION 'fair % has booths given or asked for on other days', NEW.fair_id
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'fair_days_in_use';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION public.check_funding_rule_end() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF to_jsonb(NEW) - '{validity,version,audit_id}'::text[] <> to_jsonb(OLD) - '{validity,version,audit_id}'::text[]
    OR lower(NEW.validity) <> lower(OLD.validity) OR NOT upper_inf(OLD.validity) OR upper_inf(NEW.validity) THEN
    RAISE EXCEPTION 'funding rule % is ended once, and else stays as it is', OLD.funding_rule_id
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'funding_rule_fixed';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION public.check_handed_in_file() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
  state text;
BEGIN
  SELECT r.state INTO state FROM round r WHERE r.round_id = NEW.round_id FOR SHARE;
  IF state <> 'judging' THEN
    RAISE EXCEPTION 'round % takes no sheets: it is %', NEW.round_id, state
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'handed_in_file_round_judging';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION public.check_invitation_step() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF OLD.used_at IS NOT NULL OR NEW.used_at IS NULL
    OR (NEW.account_invitation_id, NEW.account_id, NEW.token_sha256, NEW.expires_at, NEW.audit_id)
      IS DISTINCT FROM (OLD.account_invitation_id, OLD.account_id, OLD.token_sha256, OLD.expires_at, OLD.audit_id)
  THEN
    RAISE EXCEPTION 'an invitation can only be used, once'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'account_invitation_step';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION public.check_judge_account() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  PERFORM 1 FROM round r WHERE r.round_id = NEW.round_id FOR NO KEY UPDATE;
  IF EXISTS (SELECT FROM judge_accounts(NEW.round_id) t
    WHERE t.account_id = NEW.account_id AND t.judge_id <> NEW.judge_id)
  THEN
    RAISE EXCEPTION 'account % is another judge of the round', NEW.account_id
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'judge_account_once';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION public.check_leaf() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF TG_OP <> 'INSERT' OR NOT EXISTS (
    SELECT FROM round r WHERE r.round_id = NEW.round_id AND r.audit_id = current_audit()) THEN
    RAISE EXCEPTION 'the frame of marks of a round is fixed when it is created'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'round_leaf_fixed';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION public.check_mark_corrections() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
  bad record;
BEGIN
  SELECT a.leaf INTO bad FROM added a JOIN result_correction c USING (result_correction_id)
  WHERE c.audit_id <> current_audit() LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'a correction that was made takes no further marks'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'mark_correction_one_act';
  END IF;
  SELECT e.code INTO bad FROM added a JOIN entry e USING (entry_id) WHERE e.state <> 'accepted' LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'entry % is not accepted', bad.code
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'mark_correction_entry_accepted';
  END IF;
  SELECT a.leaf INTO bad FROM added a JOIN round_leaf l USING (round_id, product_group, leaf)
  WHERE a.value > l.max OR mod(a.value, l.step) <> 0 LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'a mark for % is above its maximum or off its step', bad.leaf
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'mark_correction_value_range';
  END IF;
  SELECT j.code AS judge, e.code INTO bad FROM added a JOIN entry e USING (entry_id) JOIN judge j USING (judge_id)
    JOIN judge_conflict c ON c.judge_id = a.judge_id AND c.establishment_id = e.establishment_id
  WHERE a.action <> 'exclude' LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'judge % is in conflict with entry %', bad.judge, bad.code
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'mark_correction_judge_conflict';
  END IF;
  SELECT a.leaf INTO bad FROM added a
  WHERE (a.action = 'add') = EXISTS (
    SELECT FROM marks_of_version(a.round_id, a.version - 1) m
    WHERE m.entry_id = a.entry_id AND m.stage = a.stage AND m.judge_id = a.judge_id AND m.leaf = a.leaf) LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'a mark for % that is added stands already, or one that is replaced or taken out does not', bad.leaf
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'mark_correction_standing';
  END IF;
  RETURN NULL;
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
    SELECT FROM judge_assignment s WHERE s.assignment_draw_id = d.draw AND s.entry_id = a.entry_id
      AND (s.judge_id = a.judge_id OR s.judge_id IN (SELECT seat_before(a.judge_id)))) LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'judge % was not drawn for entry %', bad.judge, bad.code
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'mark_judge_assigned';
  END IF;
  SELECT j.code AS judge, e.code INTO bad
  FROM (SELECT DISTINCT a.round_id, a.stage, a.entry_id, a.judge_id, a.product_group FROM added a) a
    JOIN judge j ON j.judge_id = a.judge_id AND j.replaces_id IS NOT NULL JOIN entry e USING (entry_id)
    CROSS JOIN LATERAL seat_before(a.judge_id) AS earlier (id)
  -- values that count: neither superseded nor given in conflict
  WHERE (SELECT count(*) FROM live_marks(a.round_id) m JOIN entry o USING (entry_id)
      WHERE m.entry_id = a.entry_id AND m.stage = a.stage AND m.judge_id = earlier.id AND m.value IS NOT NULL AND NOT EXISTS (
        SELECT FROM judge_conflict c WHERE c.judge_id = m.judge_id AND c.establishment_id = o.establishment_id))
    = (SELECT count(*) FROM round_leaf l WHERE l.round_id = a.round_id AND l.product_group = a.product_group) LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'the seat of judge % has marked entry % already', bad.judge, bad.code
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'mark_seat_once';
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

CREATE FUNCTION public.check_meeting_round() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
  state text;
BEGIN
  SELECT r.state INTO state FROM round r WHERE r.round_id = NEW.round_id FOR SHARE;
  IF state = 'cancelled' THEN
    RAISE EXCEPTION 'the council of round % meets no more: it is %', NEW.round_id, state
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'council_meeting_round_state';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION public.check_new_paper() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
  file record;
  total bigint;
BEGIN
  PERFORM 1 FROM product p WHERE p.product_id = NEW.product_id FOR NO KEY UPDATE;
  PERFORM 1 FROM establishment e WHERE e.establishment_id = NEW.establishment_id FOR NO KEY UPDATE;
  SELECT f.media_type, f.size INTO file FROM stored_file f WHERE f.sha256 = NEW.sha256;
  IF NEW.kind = 'photo' AND file.media_type = 'application/pdf' THEN
    RAISE EXCEPTION 'a photograph must be an image'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'dossier_paper_photo_image';
  END IF;
  SELECT coalesce(sum(f.size), 0) INTO total FROM dossier_paper d JOIN stored_file f USING (sha256)
  WHERE d.withdrawn_at IS NULL AND (d.product_id = NEW.product_id OR d.establishment_id = NEW.establishment_id);
  IF total + file.size > 67108864 THEN
    RAISE EXCEPTION 'the dossier would hold % bytes', total + file.size
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'dossier_paper_total_limit';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION public.check_notice() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
  told record;
BEGIN
  SELECT x.closed_on, CASE WHEN NEW.decision_id IS NULL
      THEN (SELECT min(d.decided_on) FROM decision d WHERE d.round_id = e.round_id)
      ELSE (SELECT d.decided_on FROM decision d JOIN decision_line l USING (decision_id)
        WHERE d.decision_id = NEW.decision_id AND d.amendment IS NOT NULL AND l.entry_id = NEW.entry_id) END AS decided_on,
    CASE WHEN NEW.result_version = 1 THEN x.closed_on ELSE c.corrected_on END AS made_on INTO told
  FROM entry e LEFT JOIN result x USING (round_id)
    LEFT JOIN result_correction c ON c.round_id = e.round_id AND c.version = NEW.result_version
  WHERE e.entry_id = NEW.entry_id;
  IF (NEW.noticed_on >= told.made_on
    AND NEW.noticed_on >= CASE NEW.kind WHEN 'result' THEN told.closed_on ELSE told.decided_on END) IS NOT TRUE
  THEN
    RAISE EXCEPTION 'there is nothing to tell of entry % on %', NEW.entry_id, NEW.noticed_on
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'entry_notice_result';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION public.check_paper_step() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
  moving text[] := '{version,withdrawn_at,withdrawn_reason,replaced_by,audit_id}';
BEGIN
  IF OLD.withdrawn_at IS NOT NULL OR NEW.withdrawn_at IS NULL OR to_jsonb(NEW) - moving <> to_jsonb(OLD) - moving THEN
    RAISE EXCEPTION 'paper % does not change', OLD.dossier_paper_id
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'dossier_paper_fixed';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION public.check_paper_waiting() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
  bad record;
BEGIN
  SELECT a.entry_id, a.judge_id INTO bad FROM added a
  WHERE a.source IN ('import', 'judge', 'offline') AND EXISTS (
    SELECT FROM typed_mark t
    WHERE t.entry_id = a.entry_id AND t.stage = a.stage AND t.judge_id = a.judge_id AND t.version = a.version) LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'the paper of judge % for entry % is typed and not accepted', bad.judge_id, bad.entry_id
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'sheet_version_paper_waiting';
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION public.check_picture_step() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
  moving text[] := '{version,unpublished_at,unpublished_reason,audit_id}';
BEGIN
  IF OLD.unpublished_at IS NOT NULL OR NEW.unpublished_at IS NULL OR to_jsonb(NEW) - moving <> to_jsonb(OLD) - moving THEN
    RAISE EXCEPTION 'picture % does not change', OLD.product_picture_id
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'product_picture_fixed';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION public.check_product_picture() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  PERFORM FROM dossier_paper d WHERE d.dossier_paper_id = NEW.dossier_paper_id AND d.product_id = NEW.product_id
    AND d.kind = 'photo' AND d.withdrawn_at IS NULL FOR SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'paper % is no photograph in the dossier of product %', NEW.dossier_paper_id, NEW.product_id
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'product_picture_of_paper';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION public.check_provider_attempt_step() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF OLD.used_at IS NOT NULL OR NEW.used_at IS NULL
    OR to_jsonb(NEW) - 'used_at' IS DISTINCT FROM to_jsonb(OLD) - 'used_at'
  THEN
    RAISE EXCEPTION 'a browser comes back from a provider once'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'provider_attempt_step';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION public.check_recovery_code_step() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF OLD.used_at IS NOT NULL OR NEW.used_at IS NULL
    OR (NEW.account_time_code_id, NEW.account_id, NEW.code_sha256, NEW.audit_id)
      IS DISTINCT FROM (OLD.account_time_code_id, OLD.account_id, OLD.code_sha256, OLD.audit_id)
  THEN
    RAISE EXCEPTION 'a recovery code can only be used, once'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'account_recovery_code_step';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION public.check_registration_step() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF (NEW.registration_request_id, NEW.token_sha256, NEW.sent_at, NEW.commune_unit_id)
      IS DISTINCT FROM (OLD.registration_request_id, OLD.token_sha256, OLD.sent_at, OLD.commune_unit_id)
    OR OLD.purged_at IS NOT NULL
    OR OLD.state <> 'waiting' AND (NEW.state, NEW.settled_at, NEW.establishment_id, NEW.account_id)
      IS DISTINCT FROM (OLD.state, OLD.settled_at, OLD.establishment_id, OLD.account_id)
    OR NEW.purged_at IS NULL
      AND (NEW.establishment, NEW.applicant_name, NEW.applicant_phone, NEW.applicant_email, NEW.login)
      IS DISTINCT FROM (OLD.establishment, OLD.applicant_name, OLD.applicant_phone, OLD.applicant_email, OLD.login)
    OR OLD.state <> 'waiting' AND NEW.purged_at IS NULL
  THEN
    RAISE EXCEPTION 'a registration is settled once and then only emptied'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'registration_request_step';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION public.check_result_correction() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
  state text;
BEGIN
  SELECT r.state INTO state FROM round r WHERE r.round_id = NEW.round_id FOR NO KEY UPDATE;
  IF state NOT IN ('closed', 'decided', 'published') THEN
    RAISE EXCEPTION 'round % is %: there is no result to correct', NEW.round_id, state
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'result_correction_round_state';
  END IF;
  IF NEW.version <> live_result_version(NEW.round_id) + 1 THEN
    RAISE EXCEPTION 'version % does not follow the live result of round %', NEW.version, NEW.round_id
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'result_correction_version_step';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION public.check_revocation() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  PERFORM lock_certificate(NEW.certificate_id);
  PERFORM lock_award_of(NEW.certificate_id);
  IF EXISTS (SELECT FROM certificate c WHERE c.replaces = NEW.certificate_id) THEN
    RAISE EXCEPTION 'certificate % was replaced', NEW.certificate_id
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'revocation_of_replaced';
  END IF;
  RETURN NEW;
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

CREATE FUNCTION public.check_seat() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
  of_body text := CASE TG_TABLE_NAME WHEN 'judge' THEN 'panel' ELSE 'council' END;
  act bigint := NEW.joined_by;
  state text;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF (NEW.round_id, to_jsonb(NEW) ->> 'code', NEW.name, NEW.role, NEW.member_from, NEW.joined_by, NEW.replaces_id)
        IS DISTINCT FROM (OLD.round_id, to_jsonb(OLD) ->> 'code', OLD.name, OLD.role, OLD.member_from, OLD.joined_by,
          OLD.replaces_id)
      OR (OLD.member_to IS NOT NULL
        AND (NEW.member_to, NEW.left_by, NEW.leave_reason) IS DISTINCT FROM (OLD.member_to, OLD.left_by, OLD.leave_reason)) THEN
      RAISE EXCEPTION 'who sat on a % does not change', of_body
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'seat_history_fixed';
    END IF;
    IF NEW.member_to IS NOT DISTINCT FROM OLD.member_to THEN
      RETURN NEW;
    END IF;
    act := NEW.left_by;
  END IF;
  SELECT r.state INTO state FROM round r WHERE r.round_id = NEW.round_id FOR SHARE;
  IF state NOT IN ('draft', 'open', 'judging') AND NOT (of_body = 'council' AND state = 'closed') THEN
    RAISE EXCEPTION 'the % of round % is settled: it is %', of_body, NEW.round_id, state
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'seat_round_state';
  END IF;
  IF state IN ('judging', 'closed') AND act IS NULL
    OR act IS NOT NULL AND NOT EXISTS (
      SELECT FROM round_act a WHERE a.round_act_id = act AND a.round_id = NEW.round_id AND a.body = of_body) THEN
    RAISE EXCEPTION 'round % is %: its % changes by an act', NEW.round_id, state, of_body
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'seat_change_act';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION public.check_settlements() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
  bad record;
BEGIN
  SELECT a.leaf INTO bad FROM added a
    LEFT JOIN typed_mark x ON x.entry_id = a.entry_id AND x.stage = a.stage AND x.judge_id = a.judge_id
      AND x.version = a.version AND x.leaf = a.leaf AND x.copy = 1
    LEFT JOIN typed_mark y ON y.entry_id = a.entry_id AND y.stage = a.stage AND y.judge_id = a.judge_id
      AND y.version = a.version AND y.leaf = a.leaf AND y.copy = 2
  WHERE (x.leaf IS NOT NULL AND y.leaf IS NOT NULL AND (x.value, x.absence) IS NOT DISTINCT FROM (y.value, y.absence))
    OR x.leaf IS NULL AND y.leaf IS NULL
    OR (x.leaf IS NULL OR y.leaf IS NULL) AND EXISTS (
      SELECT FROM audit_event t JOIN audit_event mine ON mine.audit_id = a.audit_id
      WHERE t.audit_id = coalesce(x.audit_id, y.audit_id) AND t.actor = mine.actor) LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'there is nothing to settle about %', bad.leaf
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'typed_settlement_needed';
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION public.check_settling_hands() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
  bad record;
BEGIN
  SELECT a.entry_id INTO bad FROM added a JOIN audit_event mine USING (audit_id)
    JOIN typed_mark t ON t.entry_id = a.entry_id AND t.stage = a.stage AND t.judge_id = a.judge_id AND t.version = a.version
    JOIN audit_event typing ON typing.audit_id = t.audit_id
  WHERE typing.actor = mine.actor LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'a sheet for entry % settled by who typed a copy of it', bad.entry_id
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'typed_settlement_other_hand';
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION public.check_sheet_draft() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
  state text;
BEGIN
  SELECT r.state INTO state FROM round r WHERE r.round_id = NEW.round_id FOR SHARE;
  IF state <> 'judging' OR NEW.version IS DISTINCT FROM next_sheet_version(NEW.entry_id, NEW.stage, NEW.judge_id) THEN
    RAISE EXCEPTION 'no draft of version % can be written', NEW.version
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'sheet_draft_open';
  END IF;
  IF TG_OP = 'UPDATE' AND (NEW.entry_id, NEW.stage, NEW.judge_id, NEW.version)
    IS DISTINCT FROM (OLD.entry_id, OLD.stage, OLD.judge_id, OLD.version)
  THEN
    RAISE EXCEPTION 'a draft stays of its sheet'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'sheet_draft_open';
  END IF;
  NEW.audit_id := current_audit();
  RETURN NEW;
END $$;

CREATE FUNCTION public.check_sheet_marks() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
  marks bigint;
BEGIN
  SELECT count(*) INTO marks FROM mark m WHERE m.entry_id = NEW.entry_id AND m.stage = NEW.stage
    AND m.judge_id = NEW.judge_id AND coalesce(m.sheet_version, 1) = NEW.version;
  IF marks = 0 OR NEW.source <> 'import' AND marks < (
    SELECT count(*) FROM round_leaf l WHERE l.round_id = NEW.round_id AND l.product_group = NEW.product_group)
  THEN
    RAISE EXCEPTION 'version % of a sheet has % marks', NEW.version, marks
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'sheet_version_complete';
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION public.check_sheet_reopening() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
  state text;
BEGIN
  SELECT r.state INTO state FROM round r JOIN entry e USING (round_id) WHERE e.entry_id = NEW.entry_id FOR SHARE OF r;
  IF state <> 'judging' THEN
    RAISE EXCEPTION 'sheets of a round that is % are not reopened', state
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'sheet_reopening_round_judging';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION public.check_sheet_version() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
  state text;
BEGIN
  SELECT r.state INTO state FROM round r WHERE r.round_id = NEW.round_id FOR SHARE;
  IF state <> 'judging' THEN
    RAISE EXCEPTION 'round % takes no sheets: it is %', NEW.round_id, state
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'sheet_version_round_judging';
  END IF;
  IF NEW.version > 1 AND NOT EXISTS (
    SELECT FROM sheet_reopening r WHERE r.entry_id = NEW.entry_id AND r.stage = NEW.stage AND r.judge_id = NEW.judge_id
      AND r.version = NEW.version - 1)
  THEN
    RAISE EXCEPTION 'version % of a sheet whose version before was not reopened', NEW.version
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'sheet_version_after_reopening';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION public.check_sheets_of_marks() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
  bad record;
BEGIN
  INSERT INTO sheet_version (entry_id, stage, judge_id, version, round_id, product_group, source)
  SELECT DISTINCT a.entry_id, a.stage, a.judge_id, 1, a.round_id, a.product_group, 'import' FROM added a
  WHERE a.sheet_version IS NULL ORDER BY 1, 2, 3 ON CONFLICT ON CONSTRAINT sheet_version_pkey DO NOTHING;
  SELECT a.entry_id, a.judge_id INTO bad
  FROM (SELECT DISTINCT a.entry_id, a.stage, a.judge_id, coalesce(a.sheet_version, 1) AS version FROM added a) a
  WHERE EXISTS (SELECT FROM sheet_version v WHERE v.entry_id = a.entry_id AND v.stage = a.stage AND v.judge_id = a.judge_id
      AND v.version > a.version)
    OR EXISTS (SELECT FROM sheet_reopening r WHERE r.entry_id = a.entry_id AND r.stage = a.stage AND r.judge_id = a.judge_id
      AND r.version = a.version) LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'the sheet of judge % for entry % has moved on', bad.judge_id, bad.entry_id
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'mark_sheet_current';
  END IF;
  SELECT a.entry_id, a.judge_id INTO bad FROM added a JOIN sheet_version v ON v.entry_id = a.entry_id AND v.stage = a.stage
    AND v.judge_id = a.judge_id AND v.version = coalesce(a.sheet_version, 1)
  WHERE v.source <> 'import' AND v.audit_id <> a.audit_id LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'the sheet of judge % for entry % was submitted without this mark', bad.judge_id, bad.entry_id
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'mark_sheet_submitted';
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION public.check_signed_checkpoint() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM tree_roots(ARRAY[NEW.tree_size]) t WHERE t.root = NEW.root)
    OR NEW.chain_head IS DISTINCT FROM (CASE NEW.chain_length WHEN 0 THEN decode(repeat('00', 32), 'hex')
      ELSE (SELECT l.hash FROM audit_link l WHERE l.position = NEW.chain_length) END) THEN
    RAISE EXCEPTION 'a checkpoint of % leaves and % links is not of this registry', NEW.tree_size, NEW.chain_length
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'signed_checkpoint_of_registry';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION public.check_standing_award() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
  bad bigint;
BEGIN
  IF TG_TABLE_NAME = 'award_withdrawal' THEN
    SELECT l.award_id INTO bad FROM award a JOIN decision d USING (decision_id) CROSS JOIN LATERAL standing_lines(d.round_id) l
    WHERE a.award_id = NEW.award_id AND l.award_id = NEW.award_id LIMIT 1;
  ELSE
    SELECT l.award_id INTO bad FROM decision_line l
    WHERE l.entry_id = NEW.entry_id AND l.award_id IS DISTINCT FROM NEW.award_id
      AND l.award_id IS NOT NULL AND NOT EXISTS (SELECT FROM award_withdrawal w WHERE w.award_id = l.award_id) LIMIT 1;
  END IF;
  IF bad IS NOT NULL THEN
    RAISE EXCEPTION 'award % would be withdrawn and stand, or neither', bad
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'award_withdrawal_standing';
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION public.check_time_code_step() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF (NEW.account_time_code_id, NEW.account_id, NEW.begun_at, NEW.audit_id)
      IS DISTINCT FROM (OLD.account_time_code_id, OLD.account_id, OLD.begun_at, OLD.audit_id)
    OR NEW.secret_key_id IS NOT DISTINCT FROM OLD.secret_key_id AND NEW.secret <> OLD.secret
    OR NEW.secret_key_id IS NULL AND OLD.secret_key_id IS NOT NULL
    OR OLD.ended_at IS NOT NULL AND (NEW.confirmed_at, NEW.last_step, NEW.ended_at, NEW.ended_because)
      IS DISTINCT FROM (OLD.confirmed_at, OLD.last_step, OLD.ended_at, OLD.ended_because)
    OR OLD.confirmed_at IS NOT NULL AND NEW.confirmed_at IS DISTINCT FROM OLD.confirmed_at
    OR NEW.last_step < OLD.last_step
  THEN
    RAISE EXCEPTION 'an application''s codes only go on or end'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'account_time_code_step';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION public.check_typed_hands() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
  bad record;
BEGIN
  SELECT a.entry_id INTO bad FROM added a JOIN audit_event mine USING (audit_id)
    JOIN typed_mark o ON o.entry_id = a.entry_id AND o.stage = a.stage AND o.judge_id = a.judge_id AND o.version = a.version
      AND o.copy <> a.copy
    JOIN audit_event other ON other.audit_id = o.audit_id
  WHERE other.actor = mine.actor LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'both copies of a sheet for entry % by one hand', bad.entry_id
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'typed_mark_other_hand';
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION public.check_typed_sheets() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
  bad record;
BEGIN
  SELECT a.entry_id INTO bad
  FROM (SELECT DISTINCT entry_id, stage, judge_id, version FROM added) a
  WHERE a.version IS DISTINCT FROM next_sheet_version(a.entry_id, a.stage, a.judge_id) LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'a sheet for entry % is submitted already', bad.entry_id
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'typed_mark_sheet_open';
  END IF;
  RETURN NULL;
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

CREATE FUNCTION public.check_vote() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
  meeting record;
BEGIN
  SELECT m.round_id, r.state INTO meeting FROM council_meeting m JOIN round r USING (round_id)
  WHERE m.council_meeting_id = NEW.council_meeting_id FOR NO KEY UPDATE OF r;
  IF meeting.state NOT IN ('closed', 'decided', 'published') THEN
    RAISE EXCEPTION 'round % is %: nothing is voted on', meeting.round_id, meeting.state
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'council_vote_round_state';
  END IF;
  IF NEW.in_favour + NEW.against + NEW.abstained <> (
    SELECT count(*) FROM council_attendance a WHERE a.council_meeting_id = NEW.council_meeting_id) THEN
    RAISE EXCEPTION 'the votes are not as many as those present'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'council_vote_sum';
  END IF;
  IF NEW.entry_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM entry e WHERE e.entry_id = NEW.entry_id AND e.round_id = meeting.round_id AND e.state = 'accepted') THEN
    RAISE EXCEPTION 'the vote is not on an entry of the round'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'council_vote_of_round';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION public.check_web_session_code() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF NEW.awaits_code AND NOT OLD.awaits_code OR OLD.awaits_code AND NOT NEW.awaits_code AND NEW.token_sha256 = OLD.token_sha256 THEN
    RAISE EXCEPTION 'a session is let in once, with a new token'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'web_session_code_step';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION public.check_web_session_step() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF OLD.ended_at IS NOT NULL OR (NEW.web_session_id, NEW.account_id, NEW.begun_at, NEW.network, NEW.agent, NEW.audit_id)
    IS DISTINCT FROM (OLD.web_session_id, OLD.account_id, OLD.begun_at, OLD.network, OLD.agent, OLD.audit_id)
    OR NEW.seen_at < OLD.seen_at OR NEW.rotated_at < OLD.rotated_at
  THEN
    RAISE EXCEPTION 'a session can only go on or end'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'web_session_step';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION public.contact_fields(record jsonb) RETURNS text[]
    LANGUAGE sql IMMUTABLE
    AS $_$
  SELECT coalesce(array_agg(f.name ORDER BY f.name), '{}')
  FROM unnest('{phone,email,tax_code,registration_number,representative,address,site_address}'::text[]) AS f (name)
  WHERE jsonb_typeof(record -> f.name) = 'string' AND CASE
    WHEN f.name IN ('phone', 'email') THEN true
    WHEN f.name IN ('tax_code', 'registration_number') THEN registration_key(record ->> f.name) ~ '^\d{12}$'
      AND record ->> 'legal_form' = 'household'
    ELSE record ->> 'legal_form' = 'household' END
$_$;

CREATE FUNCTION public.current_draw(round_id bigint) RETURNS bigint
    LANGUAGE sql STABLE
    AS $$
  SELECT max(d.assignment_draw_id) FROM assignment_draw d WHERE d.round_id = current_draw.round_id
$$;

CREATE FUNCTION public.current_votes(of_round bigint) RETURNS TABLE(entry_id bigint, in_favour integer, against integer, abstained integer, adopted boolean)
    LANGUAGE sql STABLE
    AS $$
  SELECT DISTINCT ON (v.entry_id) v.entry_id, v.in_favour, v.against, v.abstained,
    2 * v.in_favour > v.in_favour + v.against + v.abstained
  FROM council_vote v JOIN council_meeting m USING (council_meeting_id)
  WHERE m.round_id = of_round
  ORDER BY v.entry_id, m.held_on DESC, v.council_vote_id DESC
$$;

COMMENT ON FUNCTION public.current_votes(of_round bigint) IS 'What a council decided last on the list (entry null) and on single entries';

CREATE FUNCTION public.design_holder(of_round bigint) RETURNS text
    LANGUAGE sql STABLE
    AS $$SELECT concat_ws(' ', level, organiser_code, organiser_unit_id) FROM round WHERE round_id = of_round$$;

COMMENT ON FUNCTION public.design_holder(of_round bigint) IS 'Names the organiser and level whose rounds share their designs of certificates and labels';

CREATE FUNCTION public.establishment_on(establishment_id bigint, day date) RETURNS bigint
    LANGUAGE plpgsql STABLE
    AS $$
DECLARE
  here bigint := establishment_on.establishment_id;
  next bigint;
BEGIN
  LOOP
    SELECT r.into_establishment_id INTO next FROM establishment_redirect r
    WHERE r.from_establishment_id = here AND daterange(r.effective_on, r.undone_on) @> establishment_on.day;
    IF next IS NULL THEN
      RETURN here;
    END IF;
    here := next;
  END LOOP;
END $$;

CREATE FUNCTION public.establishment_records(establishment_id bigint, day date) RETURNS SETOF bigint
    LANGUAGE plpgsql STABLE
    AS $$
BEGIN
  RETURN QUERY
  WITH RECURSIVE family AS (
    SELECT establishment_on(establishment_records.establishment_id, establishment_records.day) AS id
    UNION
    SELECT r.from_establishment_id FROM family JOIN establishment_redirect r ON r.into_establishment_id = family.id
      AND daterange(r.effective_on, r.undone_on) @> establishment_records.day
  )
  SELECT id FROM family;
END $$;

CREATE FUNCTION public.fair_year_end(days daterange) RETURNS date
    LANGUAGE sql IMMUTABLE
    AS $$
  SELECT make_date(extract(year FROM lower(days))::integer, 12, 31)
$$;

CREATE FUNCTION public.follow_added_establishments() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM index_establishments(ARRAY(SELECT s.establishment_id FROM saved s));
  RETURN NULL;
END $$;

CREATE FUNCTION public.follow_added_products() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM index_products(ARRAY(SELECT s.product_id FROM saved s));
  RETURN NULL;
END $$;

CREATE FUNCTION public.follow_changed_establishments() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
  ids bigint[] := ARRAY(
    SELECT s.establishment_id FROM saved s JOIN replaced r USING (establishment_id)
    WHERE (s.name, s.name_folded, s.industry, s.commune_unit_id, s.site_unit_id, s.closed_on)
      IS DISTINCT FROM (r.name, r.name_folded, r.industry, r.commune_unit_id, r.site_unit_id, r.closed_on));
BEGIN
  IF cardinality(ids) > 0 THEN
    PERFORM index_establishments(ids);
    PERFORM index_products(ARRAY(SELECT p.product_id FROM product p WHERE p.establishment_id = ANY (ids)));
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION public.follow_changed_products() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
  ids bigint[] := ARRAY(
    SELECT s.product_id FROM saved s JOIN replaced r USING (product_id)
    WHERE (s.name, s.name_folded, s.members, s.establishment_id, s.closed_on)
      IS DISTINCT FROM (r.name, r.name_folded, r.members, r.establishment_id, r.closed_on));
BEGIN
  IF cardinality(ids) > 0 THEN
    PERFORM index_products(ids);
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION public.follow_unit_edges() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM index_places(ARRAY(SELECT DISTINCT s.from_unit_id FROM saved s));
  RETURN NULL;
END $$;

CREATE FUNCTION public.follow_units() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM index_places(ARRAY(SELECT s.unit_id FROM saved s));
  RETURN NULL;
END $$;

CREATE FUNCTION public.index_establishments(ids bigint[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $_$
BEGIN
  WITH before AS MATERIALIZED (
    SELECT s.establishment_id, s.words, s.document FROM establishment_search s WHERE s.establishment_id = ANY (ids)
  ), record AS MATERIALIZED (
    SELECT e.establishment_id, e.name, e.name_folded, e.industry, e.commune_unit_id, e.site_unit_id, e.closed_on
    FROM establishment e WHERE e.establishment_id = ANY (ids)
  ), place AS MATERIALIZED (
    SELECT u.unit_id, unit_search_words(u.unit_id) AS words
    FROM (SELECT r.commune_unit_id AS unit_id FROM record r UNION SELECT r.site_unit_id FROM record r) AS u
    WHERE u.unit_id IS NOT NULL
  ), trade AS MATERIALIZED (
    SELECT i.industry, search_folded(i.industry) AS words FROM (SELECT DISTINCT r.industry FROM record r) AS i
  ), described AS MATERIALIZED (
    SELECT r.establishment_id, r.name, r.name_folded, r.closed_on,
      concat_ws(' ', nullif(r.name_folded, ''), t.words, c.words, CASE WHEN s.unit_id <> c.unit_id THEN s.words END) AS words
    FROM record r LEFT JOIN trade t USING (industry) LEFT JOIN place c ON c.unit_id = r.commune_unit_id
      LEFT JOIN place s ON s.unit_id = r.site_unit_id
  ), written AS (
    INSERT INTO establishment_search AS s (establishment_id, words, document, name, name_folded, closed_on)
    SELECT d.establishment_id, d.words, search_document(d.words, d.name_folded), d.name, d.name_folded, d.closed_on
    FROM described d
    ON CONFLICT (establishment_id) DO UPDATE SET words = excluded.words, document = excluded.document, name = excluded.name,
        name_folded = excluded.name_folded, closed_on = excluded.closed_on
      WHERE (s.words, s.document, s.name, s.name_folded, s.closed_on)
        IS DISTINCT FROM (excluded.words, excluded.document, excluded.name, excluded.name_folded, excluded.closed_on)
    RETURNING s.establishment_id, s.document
  ), unsettled AS (
    INSERT INTO establishment_unsettled (establishment_id)
    SELECT w.establishment_id FROM written w LEFT JOIN before b USING (establishment_id)
    WHERE b.document IS DISTINCT FROM w.document
  )
  INSERT INTO search_word_change (word, change)
  SELECT w.word, sum(t.sign)
  FROM (SELECT d.words, 1 AS sign FROM described d UNION ALL SELECT b.words, -1 FROM before b) AS t,
    string_to_table(t.words, ' ') AS w (word)
  GROUP BY w.word HAVING sum(t.sign) <> 0 AND w.word ~ '^[^0-9]+$';
  PERFORM settle_search_words();
  PERFORM settle_postings('establishment');
END $_$;

COMMENT ON FUNCTION public.index_establishments(ids bigint[]) IS 'Writes the search documents of these establishments anew';

CREATE FUNCTION public.index_places(ids bigint[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
  reached bigint[] := ids;
  latest bigint[] := ids;
  establishments bigint[];
BEGIN
  IF NOT EXISTS (SELECT FROM establishment) THEN
    RETURN;
  END IF;
  WHILE cardinality(latest) > 0 LOOP
    latest := ARRAY(
      SELECT c.unit_id FROM unit u JOIN unit c ON c.parent_code = u.code WHERE u.unit_id = ANY (latest)
      UNION
      SELECT e.from_unit_id FROM unit_edge e WHERE e.to_unit_id = ANY (latest)
      EXCEPT
      SELECT unnest(reached));
    reached := reached || latest;
  END LOOP;
  establishments := ARRAY(
    SELECT e.establishment_id FROM establishment e WHERE e.commune_unit_id = ANY (reached)
    UNION
    SELECT e.establishment_id FROM establishment e WHERE e.site_unit_id = ANY (reached));
  PERFORM index_establishments(establishments);
  PERFORM index_products(ARRAY(SELECT p.product_id FROM product p WHERE p.establishment_id = ANY (establishments)));
END $$;

COMMENT ON FUNCTION public.index_places(ids bigint[]) IS 'Writes the search documents of everything that lies or lay in these units anew';

CREATE FUNCTION public.index_products(ids bigint[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $_$
BEGIN
  PERFORM FROM establishment e
  WHERE e.establishment_id IN (SELECT p.establishment_id FROM product p WHERE p.product_id = ANY (ids))
  ORDER BY e.establishment_id FOR SHARE;
  WITH before AS MATERIALIZED (
    SELECT s.product_id, s.words, s.document FROM product_search s WHERE s.product_id = ANY (ids)
  ), described AS MATERIALIZED (
    SELECT p.product_id, p.name, p.name_folded, m.words AS maker, coalesce(p.closed_on, e.closed_on) AS closed_on,
      concat_ws(' ', nullif(p.name_folded, ''),
        CASE WHEN cardinality(p.members) > 0 THEN search_folded(array_to_string(p.members, ' ')) END) AS words
    FROM product p JOIN establishment e USING (establishment_id) JOIN establishment_search m USING (establishment_id)
    WHERE p.product_id = ANY (ids)
  ), written AS (
    INSERT INTO product_search AS s (product_id, words, document, name, name_folded, maker_words, closed_on)
    SELECT d.product_id, d.words, search_document(concat_ws(' ', nullif(d.words, ''), nullif(d.maker, '')), d.name_folded),
      d.name, d.name_folded, d.maker, d.closed_on
    FROM described d
    ON CONFLICT (product_id) DO UPDATE SET words = excluded.words, document = excluded.document, name = excluded.name,
        name_folded = excluded.name_folded, maker_words = excluded.maker_words, closed_on = excluded.closed_on
      WHERE (s.words, s.document, s.name, s.name_folded, s.maker_words, s.closed_on)
        IS DISTINCT FROM (excluded.words, excluded.document, excluded.name, excluded.name_folded, excluded.maker_words,
          excluded.closed_on)
    RETURNING s.product_id, s.document
  ), unsettled AS (
    -- a document that is as it was has its postings
    INSERT INTO product_unsettled (product_id)
    SELECT w.product_id FROM written w LEFT JOIN before b USING (product_id) WHERE b.document IS DISTINCT FROM w.document
  )
  INSERT INTO search_word_change (word, change)
  SELECT w.word, sum(t.sign)
  FROM (SELECT d.words, 1 AS sign FROM described d UNION ALL SELECT b.words, -1 FROM before b) AS t,
    string_to_table(t.words, ' ') AS w (word)
  GROUP BY w.word HAVING sum(t.sign) <> 0 AND w.word ~ '^[^0-9]+$';
  PERFORM settle_search_words();
  PERFORM settle_postings('product');
END $_$;

COMMENT ON FUNCTION public.index_products(ids bigint[]) IS 'Writes the search documents of these products anew';

CREATE FUNCTION public.is_award_in_doubt(of_award bigint) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
  SELECT EXISTS (
    SELECT FROM decision_line l JOIN decision d USING (decision_id)
    WHERE l.award_id = of_award AND live_result_version(d.round_id) > coalesce(d.result_version, 1) AND NOT EXISTS (
      SELECT FROM result_lines(d.round_id, live_result_version(d.round_id)) x
      WHERE x.entry_id = l.entry_id AND x.total IS NOT NULL AND x.eligible IS NOT FALSE))
$$;

COMMENT ON FUNCTION public.is_award_in_doubt(of_award bigint) IS 'True if a correction made an entry of the award ineligible after it was given';

CREATE FUNCTION public.is_organised_within(of_round bigint, territory text) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
  SELECT territory = 'VN' OR r.organiser_code = territory
    OR EXISTS (
      SELECT FROM unit u WHERE u.code = territory AND u.unit_id IN (
        unit_home(r.organiser_unit_id, 'province', r.held_on), unit_home(r.organiser_unit_id, 'district', r.held_on)))
    OR EXISTS (
      SELECT FROM unit p JOIN region_member m ON m.province_code = p.code AND m.validity @> r.held_on
      WHERE m.region = territory AND p.unit_id = unit_home(r.organiser_unit_id, 'province', r.held_on))
  FROM round r WHERE r.round_id = of_round
$$;

COMMENT ON FUNCTION public.is_organised_within(of_round bigint, territory text) IS 'Whether a round was held by a unit, region or the nation, or by a unit inside it';

CREATE FUNCTION public.judge_accounts(of_round bigint) RETURNS TABLE(judge_id bigint, account_id bigint)
    LANGUAGE sql STABLE
    AS $$
  SELECT t.judge_id, t.account_id FROM (
    SELECT DISTINCT ON (a.judge_id) a.judge_id, a.account_id FROM judge_account a WHERE a.round_id = judge_accounts.of_round
    ORDER BY a.judge_id, a.judge_account_id DESC) t
  WHERE t.account_id IS NOT NULL
$$;

COMMENT ON FUNCTION public.judge_accounts(of_round bigint) IS 'The accounts that judges of a round work with now';

CREATE FUNCTION public.keep_booth_versions() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  INSERT INTO booth_version (booth_id, version, audit_id, record)
  SELECT s.booth_id, s.version, s.audit_id, to_jsonb(s) - '{booth_id,version,audit_id}'::text[] FROM saved s;
  RETURN NULL;
END $$;

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

CREATE FUNCTION public.keep_production_site_versions() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  INSERT INTO production_site_version (production_site_id, version, audit_id, record)
  SELECT s.production_site_id, s.version, s.audit_id, to_jsonb(s) - '{production_site_id,version,audit_id}'::text[]
  FROM saved s;
  RETURN NULL;
END $$;

CREATE FUNCTION public.keep_record_change() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
  before CONSTANT jsonb := coalesce(to_jsonb(OLD), '{}');
  after CONSTANT jsonb := to_jsonb(NEW) - ARRAY[TG_ARGV[0], 'version', 'audit_id', 'rules', 'rules_sha256'];
  changed jsonb;
BEGIN
  SELECT jsonb_object_agg(a.key, jsonb_build_array(before -> a.key, a.value)) INTO changed
  FROM jsonb_each(after) a WHERE a.value <> coalesce(before -> a.key, 'null');
  IF changed IS NOT NULL THEN
    INSERT INTO record_change (kind, record_id, changes, audit_id)
    VALUES (TG_TABLE_NAME, (to_jsonb(NEW) ->> TG_ARGV[0])::bigint, changed,
      coalesce(nullif(current_setting('cnnt.audit_id', true), '')::bigint, NEW.audit_id));
  END IF;
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
  SELECT c.audit_id, 'correction', c.result_correction_id,
    '{"kind":"correction","lines_sha256":"' || encode(c.lines_sha256, 'hex') || '","parts":{'
      || coalesce((SELECT string_agg('"' || p.part || '":"' || encode(p.sha256, 'hex') || '"', ',' ORDER BY p.part COLLATE "C")
        FROM corrected_part p WHERE p.result_correction_id = c.result_correction_id), '')
      || '},"round":"' || c.round_id || '","version":' || c.version || '}'
  FROM result_correction c WHERE c.audit_id > after_event AND c.audit_id <= to_event
  UNION ALL
  SELECT c.audit_id, 'certificate', c.certificate_id,
    '{"kind":"certificate","number":' || to_json(c.number)::text || ',"paper_sha256":"'
      || encode(sha256(convert_to(c.paper, 'UTF8')), 'hex') || '"}'
  FROM certificate c WHERE c.paper IS NOT NULL AND c.audit_id > after_event AND c.audit_id <= to_event
  ORDER BY 1, 2 DESC, 3;
$$;

COMMENT ON FUNCTION public.leaf_contents(after_event bigint, to_event bigint) IS 'Results, their corrections and certificates of some events, as the leaves of the Merkle tree have them';

CREATE FUNCTION public.let_go(kind text, at timestamp with time zone) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
  looking CONSTANT text := coalesce(current_setting('cnnt.viewer', true), '');
  -- clocks differ, and attempts that still count are what a throttle rests on
  moment CONSTANT timestamptz := least(at, clock_timestamp());
  gone bigint;
BEGIN
  PERFORM set_config('cnnt.viewer', '{"all":true}', true);
  CASE kind
    -- as long as somebody may look into what was tried on an account
    WHEN 'sign_in_attempt' THEN DELETE FROM sign_in_attempt WHERE made_at < moment - interval '90 days';
    -- they count for a day
    WHEN 'registration_attempt' THEN DELETE FROM registration_attempt WHERE made_at < moment - interval '2 days';
    -- they are good for ten minutes
    WHEN 'provider_attempt' THEN DELETE FROM provider_attempt WHERE begun_at < moment - interval '2 days';
    -- as long as a program may send a request again and be answered as before
    WHEN 'api_request' THEN DELETE FROM api_request WHERE done_at < moment - interval '30 days';
  END CASE;
  GET DIAGNOSTICS gone = ROW_COUNT;
  PERFORM set_config('cnnt.viewer', looking, true);
  RETURN gone;
END $$;

COMMENT ON FUNCTION public.let_go(kind text, at timestamp with time zone) IS 'A door: removes what was kept for a time alone when its time is over; any other kind is refused';

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
    sheet_version integer,
    CONSTRAINT mark_absence_known CHECK ((absence = ANY (ARRAY['absent'::text, 'recused'::text, 'not-applicable'::text, 'spoiled'::text]))),
    CONSTRAINT mark_sheet_version_later CHECK ((sheet_version > 1)),
    CONSTRAINT mark_value_decimals CHECK ((scale(trim_scale(value)) <= 6)),
    CONSTRAINT mark_value_or_absence CHECK (((value IS NULL) <> (absence IS NULL))),
    CONSTRAINT mark_value_positive CHECK ((value >= (0)::numeric))
);

ALTER TABLE ONLY public.mark FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.mark IS 'One judge''s value, or reason for having none, for one leaf of one entry; append-only';

CREATE FUNCTION public.live_marks(of_round bigint) RETURNS SETOF public.mark
    LANGUAGE sql STABLE
    AS $$
  SELECT m.* FROM mark m WHERE m.round_id = live_marks.of_round AND NOT EXISTS (
    SELECT FROM sheet_version v WHERE v.version > 1 AND v.entry_id = m.entry_id AND v.stage = m.stage
      AND v.judge_id = m.judge_id AND v.version > coalesce(m.sheet_version, 1))
$$;

COMMENT ON FUNCTION public.live_marks(of_round bigint) IS 'The marks of the last submitted version of every sheet of a round';

CREATE FUNCTION public.live_result_version(of_round bigint) RETURNS integer
    LANGUAGE sql STABLE
    AS $$
  SELECT coalesce(max(c.version), 1) FROM result_correction c WHERE c.round_id = of_round
$$;

COMMENT ON FUNCTION public.live_result_version(of_round bigint) IS 'The version of a round''s result that counts: its last one';

CREATE FUNCTION public.lock_award_of(of_certificate bigint) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  PERFORM FROM award a JOIN certificate c USING (award_id) WHERE c.certificate_id = of_certificate FOR UPDATE OF a;
END $$;

COMMENT ON FUNCTION public.lock_award_of(of_certificate bigint) IS 'Waits for whoever rests an entry or a nomination on the award of a certificate, and keeps others waiting';

CREATE FUNCTION public.lock_certificate(id bigint) RETURNS void
    LANGUAGE sql
    RETURN pg_advisory_xact_lock(hashtextextended(('certificate '::text || id), (0)::bigint));

COMMENT ON FUNCTION public.lock_certificate(id bigint) IS 'Waits for whoever revokes or replaces the same certificate';

CREATE FUNCTION public.lock_design_name(of_round bigint, of_name text) RETURNS void
    LANGUAGE sql
    RETURN pg_advisory_xact_lock(hashtextextended(((('design '::text || public.design_holder(of_round)) || ' '::text) || of_name), (59)::bigint));

COMMENT ON FUNCTION public.lock_design_name(of_round bigint, of_name text) IS 'Waits for whoever puts in or withdraws a design of this name for the same organiser and level';

CREATE FUNCTION public.marks_of_version(of_round bigint, of_version integer) RETURNS TABLE(round_id bigint, entry_id bigint, stage text, judge_id bigint, leaf text, product_group text, value numeric, absence text, sheet_version integer)
    LANGUAGE sql STABLE
    AS $$
  SELECT m.round_id, m.entry_id, m.stage, m.judge_id, m.leaf, m.product_group, m.value, m.absence, coalesce(m.sheet_version, 1)
  FROM live_marks(of_round) m WHERE NOT EXISTS (
    SELECT FROM mark_correction c WHERE c.version <= of_version
      AND c.entry_id = m.entry_id AND c.stage = m.stage AND c.judge_id = m.judge_id AND c.leaf = m.leaf)
  UNION ALL
  SELECT c.round_id, c.entry_id, c.stage, c.judge_id, c.leaf, c.product_group, c.value, c.absence,
    coalesce((SELECT max(v.version) FROM sheet_version v
      WHERE v.entry_id = c.entry_id AND v.stage = c.stage AND v.judge_id = c.judge_id), 1)
  FROM mark_correction c WHERE c.round_id = of_round AND c.version <= of_version AND c.action <> 'exclude' AND NOT EXISTS (
    SELECT FROM mark_correction n WHERE n.version > c.version AND n.version <= of_version
      AND n.entry_id = c.entry_id AND n.stage = c.stage AND n.judge_id = c.judge_id AND n.leaf = c.leaf)
$$;

COMMENT ON FUNCTION public.marks_of_version(of_round bigint, of_version integer) IS 'The marks that stand in a version of a round''s result, each with what its last correction says';

CREATE FUNCTION public.next_sheet_version(of_entry bigint, of_stage text, of_judge bigint) RETURNS integer
    LANGUAGE plpgsql STABLE
    AS $$
DECLARE
  last integer;
BEGIN
  SELECT max(v.version) INTO last FROM sheet_version v
  WHERE v.entry_id = of_entry AND v.stage = of_stage AND v.judge_id = of_judge;
  IF last IS NULL THEN
    RETURN 1;
  END IF;
  RETURN (SELECT last + 1 FROM sheet_reopening r
    WHERE r.entry_id = of_entry AND r.stage = of_stage AND r.judge_id = of_judge AND r.version = last);
END $$;

COMMENT ON FUNCTION public.next_sheet_version(of_entry bigint, of_stage text, of_judge bigint) IS 'The version that may be submitted next; null if none may';

CREATE FUNCTION public.open_votes(of_round bigint) RETURNS TABLE(entry_id bigint, in_favour integer, against integer, abstained integer, adopted boolean)
    LANGUAGE sql STABLE
    AS $$
  SELECT v.entry_id, v.in_favour, v.against, v.abstained, v.adopted FROM current_votes(of_round) v WHERE v.entry_id IS NOT NULL
  UNION ALL
  (SELECT NULL, v.in_favour, v.against, v.abstained, 2 * v.in_favour > v.in_favour + v.against + v.abstained
  FROM council_vote v JOIN council_meeting m USING (council_meeting_id)
  WHERE m.round_id = of_round AND v.entry_id IS NULL
    AND v.audit_id > coalesce((SELECT max(d.audit_id) FROM decision d WHERE d.round_id = of_round), 0)
  ORDER BY m.held_on DESC, v.council_vote_id DESC LIMIT 1)
$$;

COMMENT ON FUNCTION public.open_votes(of_round bigint) IS 'What the next decision must keep to: the last vote on each entry, and on the list the last one since the decision before';

CREATE TABLE public.dossier_paper (
    dossier_paper_id bigint NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    product_id bigint,
    establishment_id bigint,
    kind text NOT NULL,
    title text,
    number text,
    issuer text,
    issued_on date,
    expires_on date,
    sha256 bytea NOT NULL,
    received_sha256 bytea NOT NULL,
    added_at timestamp with time zone DEFAULT now() NOT NULL,
    withdrawn_at timestamp with time zone,
    withdrawn_reason text,
    replaced_by bigint,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    CONSTRAINT dossier_paper_expiry_days CHECK ((expires_on >= issued_on)),
    CONSTRAINT dossier_paper_kind_known CHECK ((kind = ANY (ARRAY['registration-form'::text, 'legal-status'::text, 'description'::text, 'photo'::text, 'quality-standard'::text, 'food-safety'::text, 'commendation'::text, 'lower-decision'::text, 'lower-certificate'::text, 'nomination-letter'::text, 'nomination-list'::text, 'other'::text]))),
    CONSTRAINT dossier_paper_kind_of_owner CHECK (((kind = ANY (ARRAY['quality-standard'::text, 'food-safety'::text, 'commendation'::text, 'other'::text])) OR ((kind = 'legal-status'::text) = (establishment_id IS NOT NULL)))),
    CONSTRAINT dossier_paper_one_owner CHECK ((num_nonnulls(product_id, establishment_id) = 1)),
    CONSTRAINT dossier_paper_received_length CHECK ((octet_length(received_sha256) = 32)),
    CONSTRAINT dossier_paper_text_length CHECK (((char_length(title) <= 200) AND (char_length(number) <= 200) AND (char_length(issuer) <= 200))),
    CONSTRAINT dossier_paper_withdrawn_reason CHECK ((((withdrawn_at IS NULL) = (withdrawn_reason IS NULL)) AND ((replaced_by IS NULL) OR (withdrawn_at IS NOT NULL))))
);

ALTER TABLE ONLY public.dossier_paper FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.dossier_paper IS 'Papers of dossiers: a product''s own, or its establishment''s that serve all its products; withdrawn, never erased';

CREATE FUNCTION public.papers_of_product(product bigint) RETURNS SETOF public.dossier_paper
    LANGUAGE sql STABLE
    AS $$
  SELECT d.* FROM dossier_paper d WHERE d.product_id = product
  UNION ALL
  SELECT d.* FROM product_member m JOIN dossier_paper d ON d.product_id = m.member_product_id WHERE m.product_id = product
  UNION ALL
  SELECT d.* FROM product p JOIN dossier_paper d USING (establishment_id) WHERE p.product_id = product
$$;

COMMENT ON FUNCTION public.papers_of_product(product bigint) IS 'Papers of a product, of a set''s members and of the establishment, withdrawn ones too';

CREATE FUNCTION public.posting_block(parts integer[], bits bit[]) RETURNS bit
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    AS $$
DECLARE
  block bit(32768) := B'0'::bit(32768);
BEGIN
  FOR i IN 1 .. cardinality(parts) LOOP
    block := overlay(block PLACING bits[i] FROM parts[i] * 4096 + 1);
  END LOOP;
  RETURN block;
END $$;

CREATE FUNCTION public.recomputed_result(of_round bigint, draw_seed text, of_version integer DEFAULT 1) RETURNS TABLE(entry_id bigint, numerator numeric, denominator numeric, shown text, rank bigint, eligible boolean, judges bigint, reason text)
    LANGUAGE plpgsql STABLE
    SET enable_nestloop TO 'off'
    SET enable_mergejoin TO 'off'
    AS $$
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
      CROSS JOIN LATERAL recomputed_stage(of_round, p.part ->> 'stage', of_version) s
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

COMMENT ON FUNCTION public.recomputed_result(of_round bigint, draw_seed text, of_version integer) IS 'Totals, ranks and eligibility from marks and rules, independently of the program';

CREATE FUNCTION public.recomputed_stage(of_round bigint, of_stage text, of_version integer DEFAULT 1) RETURNS TABLE(entry_id bigint, numerator numeric, denominator numeric, judges bigint, reason text, tie_numerators numeric[], tie_denominators numeric[])
    LANGUAGE plpgsql STABLE
    SET enable_nestloop TO 'off'
    SET enable_mergejoin TO 'off'
    AS $$
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
    INTO shut_entries, shut_reasons FROM recomputed_stage(of_round, gate ->> 'stage', of_version) g
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
    FROM marks_of_version(of_round, of_version) m JOIN competing e ON e.entry_id = m.entry_id AND e.why IS NULL
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

COMMENT ON FUNCTION public.recomputed_stage(of_round bigint, of_stage text, of_version integer) IS 'Totals of one stage from marks and rules, independently of the program';

CREATE FUNCTION public.redact_establishment(of_establishment bigint, act text, day date, why text) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
  present establishment%ROWTYPE;
  removed text[];
  household boolean;
  made bigint;
  gone text[];
BEGIN
  IF NOT EXISTS (
    SELECT FROM audit_event a WHERE a.audit_id = current_audit() AND a.action = 'establishment.redact'
      AND a.subject = 'establishment' AND a.subject_id = of_establishment::text
  ) THEN
    RAISE EXCEPTION 'a redaction without its own audit event'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'redaction_recorded';
  END IF;
  SELECT * INTO present FROM establishment e WHERE e.establishment_id = of_establishment FOR UPDATE;
  SELECT bool_or(v.record ->> 'legal_form' = 'household') INTO household
  FROM establishment_version v WHERE v.establishment_id = of_establishment;
  SELECT array_agg(DISTINCT f ORDER BY f) INTO removed FROM (
    SELECT unnest(contact_fields(v.record)) AS f FROM establishment_version v WHERE v.establishment_id = of_establishment
    UNION ALL
    SELECT 'production_site' FROM production_site s JOIN production_site_version v USING (production_site_id)
    WHERE household AND s.establishment_id = of_establishment AND jsonb_typeof(v.record -> 'address') = 'string'
  ) AS found;
  IF removed IS NULL THEN
    RETURN NULL;
  END IF;
  INSERT INTO redaction (establishment_id, act_number, redacted_on, reason, fields, version)
  VALUES (of_establishment, act, day, why, removed, present.version) RETURNING redaction_id INTO made;

  gone := contact_fields(to_jsonb(present));
  UPDATE establishment e SET version = e.version + 1,
    phone = CASE WHEN 'phone' <> ALL (gone) THEN e.phone END,
    email = CASE WHEN 'email' <> ALL (gone) THEN e.email END,
    tax_code = CASE WHEN 'tax_code' <> ALL (gone) THEN e.tax_code END,
    registration_number = CASE WHEN 'registration_number' <> ALL (gone) THEN e.registration_number END,
    representative = CASE WHEN 'representative' <> ALL (gone) THEN e.representative END,
    address = CASE WHEN 'address' <> ALL (gone) THEN e.address END,
    site_address = CASE WHEN 'site_address' <> ALL (gone) THEN e.site_address END
  WHERE e.establishment_id = of_establishment;
  UPDATE establishment_version v SET record = v.record || (
    SELECT jsonb_object_agg(f, jsonb_build_object('redaction', made)) FROM unnest(contact_fields(v.record)) AS f)
  WHERE v.establishment_id = of_establishment AND v.version <= present.version AND contact_fields(v.record) <> '{}';

  IF household THEN
    UPDATE production_site s SET address = NULL, version = s.version + 1
    WHERE s.establishment_id = of_establishment AND s.address IS NOT NULL;
    UPDATE production_site_version v
    SET record = v.record || jsonb_build_object('address', jsonb_build_object('redaction', made))
    FROM production_site s
    WHERE s.production_site_id = v.production_site_id AND s.establishment_id = of_establishment
      AND jsonb_typeof(v.record -> 'address') = 'string';
  END IF;
  RETURN made;
END $$;

CREATE FUNCTION public.refuse_merged_establishments() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
  bad record;
BEGIN
  SELECT r.from_establishment_id, r.into_establishment_id INTO bad
  FROM saved s JOIN establishment_redirect r ON r.from_establishment_id = s.establishment_id AND r.undone_on IS NULL
    JOIN audit_event a ON a.audit_id = s.audit_id
  WHERE a.action NOT IN ('establishment.redact', 'round.decide')
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'establishment % was merged into %', bad.from_establishment_id, bad.into_establishment_id
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'establishment_merged';
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION public.registration_key(number text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
  SELECT nullif(upper(regexp_replace(number, '[[:space:].‐‑–-]', '', 'g')), '')
$$;

CREATE FUNCTION public.result_differences(of_round bigint, of_version integer) RETURNS TABLE(entry text, kept text, recomputed text)
    LANGUAGE sql STABLE
    AS $$
  WITH line AS (
    SELECT l.*, split_part(l.total, '/', 1)::numeric AS num,
      coalesce(nullif(split_part(l.total, '/', 2), ''), '1')::numeric AS den
    FROM result_lines(of_round, of_version) l
  ), kept AS (
    SELECT x.seed FROM result x WHERE of_version = 1 AND x.round_id = of_round
    UNION ALL SELECT c.seed FROM result_correction c WHERE c.round_id = of_round AND c.version = of_version
  )
  SELECT e.code, concat_ws(' ', coalesce(l.total, '–'), coalesce(l.shown, '–'), coalesce(l.rank::text, '–'),
      coalesce(l.eligible::text, '–'), l.judges, l.reason),
    concat_ws(' ', coalesce(n.numerator || '/' || n.denominator, '–'), coalesce(n.shown, '–'), coalesce(n.rank::text, '–'),
      coalesce(n.eligible::text, '–'), n.judges, n.reason)
  FROM line l FULL JOIN recomputed_result(of_round, (SELECT seed FROM kept), of_version) n USING (entry_id)
    JOIN entry e ON e.entry_id = coalesce(l.entry_id, n.entry_id)
  WHERE (l.num * n.denominator = n.numerator * l.den) IS NOT TRUE AND NOT (l.num IS NULL AND n.numerator IS NULL)
    OR (l.shown, l.rank::bigint, l.eligible, l.judges::bigint, l.reason)
      IS DISTINCT FROM (n.shown, n.rank, n.eligible, n.judges, n.reason)
    OR l.entry_id IS NULL OR n.entry_id IS NULL
  ORDER BY 1;
$$;

COMMENT ON FUNCTION public.result_differences(of_round bigint, of_version integer) IS 'Lines in which a version of a kept result and its recomputation differ';

CREATE FUNCTION public.result_lines(of_round bigint, of_version integer) RETURNS TABLE(entry_id bigint, ordinal integer, total text, shown text, rank integer, eligible boolean, judges integer, reason text)
    LANGUAGE sql STABLE
    AS $$
  SELECT l.entry_id, l.ordinal, l.total, l.shown, l.rank, l.eligible, l.judges, l.reason
  FROM result_line l WHERE of_version = 1 AND l.round_id = of_round
  UNION ALL
  SELECT l.entry_id, l.ordinal, l.total, l.shown, l.rank, l.eligible, l.judges, l.reason
  FROM corrected_line l JOIN result_correction c USING (result_correction_id)
  WHERE c.round_id = of_round AND c.version = of_version
$$;

COMMENT ON FUNCTION public.result_lines(of_round bigint, of_version integer) IS 'The lines of a version of a round''s result';

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

ALTER TABLE ONLY public.account_role FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.account_role IS 'Roles of accounts, each for a territory and a stretch of time; ended, never removed';

CREATE FUNCTION public.roles_of_accounts(accounts bigint[]) RETURNS SETOF public.account_role
    LANGUAGE plpgsql STABLE ROWS 10
    AS $$
DECLARE
  looking CONSTANT text := coalesce(current_setting('cnnt.viewer', true), '');
BEGIN
  PERFORM set_config('cnnt.viewer', '{"all":true}', true);
  RETURN QUERY SELECT r.* FROM account_role r WHERE r.account_id = ANY (accounts);
  PERFORM set_config('cnnt.viewer', looking, true);
END $$;

COMMENT ON FUNCTION public.roles_of_accounts(accounts bigint[]) IS 'A door: every role of accounts that are known already, since the policy judges an account by all that it holds';

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
END $_$;

COMMENT ON FUNCTION public.sealed_rows(after_event bigint, to_event bigint) IS 'Counts and hashes of everything that events wrote into sealed tables';

CREATE FUNCTION public.search_document(words text, name_folded text, codes text[] DEFAULT '{}'::text[]) RETURNS tsvector
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
  SELECT array_to_tsvector(array_remove(
    string_to_array(words, ' ') || string_to_array('n.' || replace(nullif(name_folded, ''), ' ', ' n.'), ' ') || codes, NULL))
$$;

CREATE FUNCTION public.search_folded(source text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
  SELECT nullif(btrim(regexp_replace(
    regexp_replace(lower(translate(normalize(source, NFD), 'ĐđÐð', 'dddd')), '[\u0300-\u036F]', '', 'g'),
    '[^a-z0-9\u00C0-\u024F\u0370-\u1FFF\u2C00-\uD7FF]+', ' ', 'g')), '')
$$;

CREATE FUNCTION public.seat_before(judge_id bigint) RETURNS SETOF bigint
    LANGUAGE sql STABLE
    AS $$
  WITH RECURSIVE seat AS (
    SELECT j.replaces_id AS id FROM judge j WHERE j.judge_id = seat_before.judge_id
    UNION
    SELECT j.replaces_id FROM seat s JOIN judge j ON j.judge_id = s.id
  )
  SELECT id FROM seat WHERE id IS NOT NULL
$$;

CREATE FUNCTION public.seat_marked(of_round bigint, of_stage text) RETURNS TABLE(entry_id bigint, judge_id bigint)
    LANGUAGE sql STABLE
    AS $$
  WITH whole AS (
    SELECT m.entry_id, m.judge_id FROM live_marks(of_round) m JOIN entry e USING (entry_id)
    WHERE m.stage = of_stage AND m.value IS NOT NULL AND NOT EXISTS (
      SELECT FROM judge_conflict c WHERE c.judge_id = m.judge_id AND c.establishment_id = e.establishment_id)
    GROUP BY m.entry_id, m.judge_id, m.product_group
    HAVING count(*) = (SELECT count(*) FROM round_leaf l WHERE l.round_id = of_round AND l.product_group = m.product_group)
  )
  SELECT w.entry_id, j.judge_id FROM judge j CROSS JOIN LATERAL seat_before(j.judge_id) AS earlier (id)
    JOIN whole w ON w.judge_id = earlier.id
  WHERE j.round_id = of_round AND j.replaces_id IS NOT NULL
$$;

COMMENT ON FUNCTION public.seat_marked(of_round bigint, of_stage text) IS 'Entries that earlier holders of judges'' seats marked whole in a stage';

CREATE FUNCTION public.settle_postings(kind text, enough integer DEFAULT 64) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    SET work_mem TO '64MB'
    AS $_$
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
END $_$;

COMMENT ON FUNCTION public.settle_postings(kind text, enough integer) IS 'Writes the postings of unsettled documents of a kind, if there are enough of them';

CREATE FUNCTION public.settle_search_words() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  -- whoever does not get the lock leaves its changes to the next one
  IF NOT pg_try_advisory_xact_lock('search_word'::regclass::oid::bigint) THEN
    RETURN;
  END IF;
  WITH settled AS (
    DELETE FROM search_word_change RETURNING word, change
  )
  INSERT INTO search_word AS w (word, occurrences)
  SELECT s.word, sum(s.change) FROM settled s GROUP BY s.word HAVING sum(s.change) <> 0
  ON CONFLICT (word) DO UPDATE SET occurrences = w.occurrences + excluded.occurrences;
END $$;

CREATE FUNCTION public.standing_lines(of_round bigint) RETURNS TABLE(decision_id bigint, entry_id bigint, recognised boolean, set_name text, class text, reason text, award_id bigint)
    LANGUAGE sql STABLE
    AS $$
  SELECT l.decision_id, l.entry_id, l.recognised, l.set_name, l.class, l.reason, l.award_id
  FROM decision d JOIN decision_line l USING (decision_id)
  WHERE d.round_id = of_round AND NOT EXISTS (
    SELECT FROM decision_line n JOIN decision m USING (decision_id)
    WHERE n.entry_id = l.entry_id AND m.round_id = of_round AND m.amendment > coalesce(d.amendment, 0))
$$;

COMMENT ON FUNCTION public.standing_lines(of_round bigint) IS 'What stands of each entry of a round: the line of the last act that names it';

CREATE FUNCTION public.tell_round() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  PERFORM pg_notify('cnnt_round', c.round_id::text) FROM (SELECT DISTINCT round_id FROM changed) c;
  RETURN NULL;
END $$;

COMMENT ON FUNCTION public.tell_round() IS 'Tells, at commit, which rounds changed in their step, entries, judges or conflicts';

CREATE FUNCTION public.tell_round_of_sheets() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  PERFORM pg_notify('cnnt_round', e.round_id::text)
  FROM entry e WHERE e.entry_id IN (SELECT c.entry_id FROM changed c) GROUP BY e.round_id;
  RETURN NULL;
END $$;

COMMENT ON FUNCTION public.tell_round_of_sheets() IS 'Tells, at commit, in which rounds a sheet was begun, handed in or given back';

CREATE FUNCTION public.tree_roots(sizes bigint[]) RETURNS TABLE(tree_size bigint, root bytea)
    LANGUAGE plpgsql STABLE
    AS $$
DECLARE
  wanted bigint[] := ARRAY(SELECT DISTINCT size FROM unnest(sizes) AS size WHERE size >= 0 ORDER BY size);
  next integer := 1;
  peaks bytea[] := '{}';
  leaf bytea;
  seen bigint := 0;
  rest bigint;
BEGIN
  IF wanted[1] = 0 THEN
    tree_size := 0;
    root := sha256('');
    next := 2;
    RETURN NEXT;
  END IF;
  FOR leaf IN
    SELECT l.hash FROM evidence_leaf l WHERE l.leaf_index < wanted[cardinality(wanted)] ORDER BY l.leaf_index
  LOOP
    rest := seen;
    WHILE rest % 2 = 1 LOOP
      leaf := sha256('\x01'::bytea || peaks[cardinality(peaks)] || leaf);
      peaks := trim_array(peaks, 1);
      rest := rest / 2;
    END LOOP;
    peaks := array_append(peaks, leaf);
    seen := seen + 1;
    IF seen = wanted[next] THEN
      tree_size := seen;
      root := peaks[cardinality(peaks)];
      FOR place IN REVERSE cardinality(peaks) - 1 .. 1 LOOP
        root := sha256('\x01'::bytea || peaks[place] || root);
      END LOOP;
      next := next + 1;
      RETURN NEXT;
    END IF;
  END LOOP;
END $$;

COMMENT ON FUNCTION public.tree_roots(sizes bigint[]) IS 'Roots of the Merkle tree at some sizes, computed apart from the program';

CREATE FUNCTION public.undo_establishment_redirect() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  NEW.undone_audit_id := current_audit();
  IF OLD.undone_on IS NOT NULL OR NEW.undone_on IS NULL
    OR to_jsonb(NEW) - '{undone_on,undone_reason,undone_audit_id}'::text[]
      <> to_jsonb(OLD) - '{undone_on,undone_reason,undone_audit_id}'::text[]
  THEN
    RAISE EXCEPTION 'redirect % can only be undone, once', OLD.establishment_redirect_id
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'establishment_redirect_undo_only';
  END IF;
  RETURN NEW;
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

CREATE FUNCTION public.unit_homes(level text, day date) RETURNS TABLE(unit_id bigint, home_unit_id bigint, answer text, counted_before date)
    LANGUAGE plpgsql STABLE ROWS 15000
    SET jit TO 'off'
    AS $$
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

CREATE FUNCTION public.unit_rank(level text) RETURNS integer
    LANGUAGE sql IMMUTABLE
    RETURN CASE level WHEN 'commune'::text THEN 1 WHEN 'district'::text THEN 2 WHEN 'province'::text THEN 3 ELSE NULL::integer END;

CREATE FUNCTION public.unit_search_words(unit_id bigint) RETURNS text
    LANGUAGE plpgsql STABLE
    AS $$
DECLARE
  here unit%ROWTYPE;
  day date;
  id bigint;
  ids bigint[] := ARRAY[unit_search_words.unit_id];
  names text[] := '{}';
BEGIN
  WHILE cardinality(ids) > 0 LOOP
    FOREACH id IN ARRAY ids LOOP
      SELECT * INTO here FROM unit u WHERE u.unit_id = id;
      day := coalesce(upper(here.validity) - 1, 'infinity');
      WHILE here.unit_id IS NOT NULL LOOP
        names := names || here.name;
        SELECT p.* INTO here FROM unit p WHERE p.code = here.parent_code AND p.validity @> day;
      END LOOP;
    END LOOP;
    -- lineage is not cyclic
    SELECT array_agg(DISTINCT e.to_unit_id) INTO ids FROM unit_edge e WHERE e.from_unit_id = ANY (ids);
  END LOOP;
  RETURN (
    SELECT string_agg(DISTINCT w.word, ' ' ORDER BY w.word)
    FROM unnest(names) AS n (name), string_to_table(search_folded(n.name), ' ') AS w (word));
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

CREATE FUNCTION public.units_of_scope(scope text, day date) RETURNS bigint[]
    LANGUAGE plpgsql STABLE
    AS $$
DECLARE
  key CONSTANT text := scope || '@' || day;
  known CONSTANT jsonb := coalesce(nullif(current_setting('cnnt.known_units', true), ''), '{}')::jsonb;
  found bigint[];
BEGIN
  IF known ? key THEN
    RETURN ARRAY(SELECT u.unit_id::bigint FROM jsonb_array_elements_text(known -> key) u (unit_id));
  END IF;
  IF scope LIKE 'unit:%' THEN
    found := ARRAY(SELECT h.unit_id FROM unit_homes(split_part(scope, ':', 3), day) h
      WHERE h.home_unit_id = split_part(scope, ':', 2)::bigint);
  ELSIF scope LIKE 'region:%' THEN
    found := ARRAY(SELECT h.unit_id FROM unit_homes('province', day) h
      JOIN unit p ON p.unit_id = h.home_unit_id
      JOIN region_member m ON m.province_code = p.code AND m.validity @> day
      WHERE m.region = split_part(scope, ':', 2));
  END IF;
  PERFORM set_config('cnnt.known_units', (known || jsonb_build_object(key, coalesce(found, '{}')))::text, true);
  RETURN coalesce(found, '{}');
END $$;

CREATE FUNCTION public.unpublish_withdrawn() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  UPDATE product_picture SET unpublished_at = NEW.withdrawn_at, unpublished_reason = NEW.withdrawn_reason,
    version = version + 1
  WHERE dossier_paper_id = NEW.dossier_paper_id AND unpublished_at IS NULL;
  RETURN NULL;
END $$;

CREATE FUNCTION public.viewer() RETURNS jsonb
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
  SELECT coalesce(nullif(current_setting('cnnt.viewer', true), ''), '{}')::jsonb
$$;

COMMENT ON FUNCTION public.viewer() IS 'Who looks, as the program told it; {} if it told nothing';

CREATE FUNCTION public.viewer_account() RETURNS bigint
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
  SELECT (public.viewer() ->> 'account')::bigint
$$;

CREATE FUNCTION public.viewer_establishments(viewer jsonb) RETURNS SETOF bigint
    LANGUAGE plpgsql STABLE
    AS $_$
BEGIN
  RETURN QUERY SELECT s.scope::bigint FROM viewer_scopes(viewer, 'dossiers', 'establishment') s (scope);
  IF viewer -> 'dossiers' @? '$[*] ? (@ starts with "round:")' THEN
    RETURN QUERY SELECT e.establishment_id FROM entry e
      WHERE e.round_id IN (SELECT s.scope::bigint FROM viewer_scopes(viewer, 'dossiers', 'round') s (scope));
    -- the makers of what a set is made of
    RETURN QUERY SELECT p.establishment_id FROM entry e JOIN product_member m USING (product_id)
      JOIN product p ON p.product_id = m.member_product_id
      WHERE e.round_id IN (SELECT s.scope::bigint FROM viewer_scopes(viewer, 'dossiers', 'round') s (scope));
  END IF;
  IF viewer -> 'dossiers' @? '$[*] ? (@ starts with "unit:" || @ starts with "region:")' THEN
    RETURN QUERY SELECT e.establishment_id FROM establishment e
      WHERE coalesce(e.site_unit_id, e.commune_unit_id) IN (SELECT viewer_units(viewer, 'dossiers'));
    -- papers that were handed in with an entry to a round of the territory, wherever its maker is now
    RETURN QUERY SELECT e.establishment_id FROM entry e WHERE e.round_id IN (SELECT viewer_rounds(viewer, 'dossiers'));
  END IF;
END $_$;

CREATE FUNCTION public.viewer_judges() RETURNS SETOF bigint
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
  SELECT j.judge_id FROM public.judge_account j
  WHERE j.account_id = public.viewer_own_account('marks') AND NOT EXISTS (
    SELECT FROM public.judge_account l WHERE l.judge_id = j.judge_id AND l.judge_account_id > j.judge_account_id)
$$;

CREATE FUNCTION public.viewer_own_account(area text) RETURNS bigint
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
  SELECT public.viewer_account() WHERE coalesce(public.viewer() -> 'own' @> to_jsonb(viewer_own_account.area), false)
$$;

COMMENT ON FUNCTION public.viewer_own_account(area text) IS 'The viewer''s account where what is its own is for them; NULL where it is not';

CREATE FUNCTION public.viewer_rounds(viewer jsonb, area text) RETURNS SETOF bigint
    LANGUAGE plpgsql STABLE
    AS $_$
BEGIN
  RETURN QUERY SELECT s.scope::bigint FROM viewer_scopes(viewer, area, 'round') s (scope);
  RETURN QUERY SELECT r.round_id FROM round r
    WHERE r.organiser_region IN (SELECT viewer_scopes(viewer, area, 'region'));
  -- the units of a territory are worth finding only where there is one
  IF viewer -> area @? '$[*] ? (@ starts with "unit:" || @ starts with "region:")' THEN
    RETURN QUERY SELECT r.round_id FROM round r WHERE r.organiser_unit_id IN (SELECT viewer_units(viewer, area));
  END IF;
END $_$;

CREATE FUNCTION public.viewer_scopes(viewer jsonb, area text, kind text) RETURNS SETOF text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
  SELECT split_part(s.scope, ':', 2) FROM jsonb_array_elements_text(viewer_scopes.viewer -> viewer_scopes.area) s (scope)
  WHERE split_part(s.scope, ':', 1) = viewer_scopes.kind
$$;

CREATE FUNCTION public.viewer_sees_all(area text) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL RESTRICTED
    AS $$
  SELECT pg_trigger_depth() > 0 OR public.viewer() @> '{"all":true}'
    OR coalesce(public.viewer() -> viewer_sees_all.area @> '["*"]', false)
$$;

CREATE FUNCTION public.viewer_units(viewer jsonb, area text) RETURNS SETOF bigint
    LANGUAGE sql STABLE
    AS $$
  SELECT u.unit_id FROM jsonb_array_elements_text(viewer_units.viewer -> viewer_units.area) s (scope),
    unnest(public.units_of_scope(s.scope, (viewer_units.viewer ->> 'day')::date)) u (unit_id)
  WHERE s.scope ~ '^(unit|region):'
$$;

CREATE FUNCTION public.word_deletions(word text) RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
  SELECT array_agg(DISTINCT d.deletion)
  FROM (
    SELECT word AS deletion
    UNION ALL
    SELECT overlay(word PLACING '' FROM i FOR 1) FROM generate_series(1, char_length(word)) AS i WHERE char_length(word) > 1
  ) AS d
$$;

CREATE AGGREGATE public.least_common_multiple(numeric) (
    SFUNC = pg_catalog.lcm,
    STYPE = numeric,
    INITCOND = '1'
);

ALTER TABLE public.account ALTER COLUMN account_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.account_account_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.account_identity (
    account_identity_id bigint NOT NULL,
    account_id bigint NOT NULL,
    issuer text NOT NULL,
    subject text NOT NULL,
    linked_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    ended_because text,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    CONSTRAINT account_identity_ended_because_known CHECK ((ended_because = ANY (ARRAY['unlinked'::text, 'reset'::text]))),
    CONSTRAINT account_identity_ended_whole CHECK (((ended_at IS NULL) = (ended_because IS NULL))),
    CONSTRAINT account_identity_issuer_length CHECK (((char_length(issuer) >= 1) AND (char_length(issuer) <= 500))),
    CONSTRAINT account_identity_subject_length CHECK (((char_length(subject) >= 1) AND (char_length(subject) <= 255)))
);

ALTER TABLE ONLY public.account_identity FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.account_identity IS 'Who accounts are at providers of OpenID Connect; ended, never deleted';

ALTER TABLE public.account_identity ALTER COLUMN account_identity_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.account_identity_account_identity_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.account_invitation (
    account_invitation_id bigint NOT NULL,
    account_id bigint NOT NULL,
    token_sha256 bytea NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    CONSTRAINT account_invitation_token_length CHECK ((octet_length(token_sha256) = 32))
);

ALTER TABLE ONLY public.account_invitation FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.account_invitation IS 'Invitations to choose a password, each good once; the last one of an account counts';

ALTER TABLE public.account_invitation ALTER COLUMN account_invitation_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.account_invitation_account_invitation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.account_password (
    account_id bigint NOT NULL,
    hash text NOT NULL,
    set_at timestamp with time zone NOT NULL,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    CONSTRAINT account_password_hash_form CHECK ((hash ~ '^\$argon2id\$v=[0-9]+\$m=[0-9]+,t=[0-9]+,p=[0-9]+\$[A-Za-z0-9+/]+\$[A-Za-z0-9+/]+$'::text))
);

ALTER TABLE ONLY public.account_password FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.account_password IS 'The password of each account that has one, as its hash; an older one is not kept';

CREATE TABLE public.account_recovery_code (
    account_time_code_id bigint NOT NULL,
    account_id bigint NOT NULL,
    code_sha256 bytea NOT NULL,
    used_at timestamp with time zone,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    CONSTRAINT account_recovery_code_length CHECK ((octet_length(code_sha256) = 32))
);

ALTER TABLE ONLY public.account_recovery_code FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.account_recovery_code IS 'Codes of 80 random bits, each good once in place of the application''s';

ALTER TABLE public.account_role ALTER COLUMN account_role_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.account_role_account_role_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.account_time_code (
    account_time_code_id bigint NOT NULL,
    account_id bigint NOT NULL,
    secret bytea NOT NULL,
    begun_at timestamp with time zone NOT NULL,
    confirmed_at timestamp with time zone,
    last_step bigint,
    ended_at timestamp with time zone,
    ended_because text,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    secret_key_id text,
    CONSTRAINT account_time_code_confirmed_step CHECK (((confirmed_at IS NULL) = (last_step IS NULL))),
    CONSTRAINT account_time_code_ended_because_known CHECK ((ended_because = ANY (ARRAY['switched-off'::text, 'reset'::text]))),
    CONSTRAINT account_time_code_ended_whole CHECK (((ended_at IS NULL) = (ended_because IS NULL))),
    CONSTRAINT account_time_code_secret_key_form CHECK ((secret_key_id ~ '^[0-9a-f]{16}$'::text)),
    CONSTRAINT account_time_code_secret_length CHECK ((octet_length(secret) =
CASE
    WHEN (secret_key_id IS NULL) THEN 20
    ELSE 48
END))
);

ALTER TABLE ONLY public.account_time_code FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.account_time_code IS 'The applications that accounts show codes of; one that is confirmed and not ended is asked for at signing in';

COMMENT ON COLUMN public.account_time_code.secret_key_id IS 'Which key the secret is enciphered with; NULL: from before there was one, in clear';

ALTER TABLE public.account_time_code ALTER COLUMN account_time_code_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.account_time_code_account_time_code_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.api_request (
    account_id bigint NOT NULL,
    idempotency_key text NOT NULL,
    request_sha256 bytea NOT NULL,
    outcome text NOT NULL,
    done_at timestamp with time zone NOT NULL,
    CONSTRAINT api_request_idempotency_key_length CHECK (((char_length(idempotency_key) >= 1) AND (char_length(idempotency_key) <= 255))),
    CONSTRAINT api_request_request_length CHECK ((octet_length(request_sha256) = 32))
);

ALTER TABLE ONLY public.api_request FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.api_request IS 'Requests of programs that are done once however often they are sent; append-only';

CREATE TABLE public.api_token (
    api_token_id bigint NOT NULL,
    account_id bigint NOT NULL,
    name text NOT NULL,
    token_sha256 bytea NOT NULL,
    scopes text[] NOT NULL,
    region text,
    unit_id bigint,
    round_id bigint,
    establishment_id bigint,
    made_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone,
    ended_at timestamp with time zone,
    ended_because text,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    CONSTRAINT api_token_ended_whole CHECK (((ended_at IS NULL) = (ended_because IS NULL))),
    CONSTRAINT api_token_expiry_days CHECK (((expires_at > made_at) AND ((expires_at - made_at) <= '367 days'::interval))),
    CONSTRAINT api_token_name_length CHECK (((char_length(name) >= 1) AND (char_length(name) <= 300))),
    CONSTRAINT api_token_region_known CHECK ((region = ANY (ARRAY['north'::text, 'central'::text, 'south'::text]))),
    CONSTRAINT api_token_scopes_known CHECK (((cardinality(scopes) > 0) AND (scopes <@ ARRAY['registry:read'::text, 'registry:write'::text, 'rounds:read'::text, 'rounds:write'::text, 'rounds:run'::text, 'certificates:read'::text, 'fairs:read'::text, 'fairs:write'::text, 'changes:read'::text]))),
    CONSTRAINT api_token_territory_one CHECK ((num_nonnulls(region, unit_id, round_id, establishment_id) <= 1)),
    CONSTRAINT api_token_token_length CHECK ((octet_length(token_sha256) = 32))
);

ALTER TABLE ONLY public.api_token FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.api_token IS 'Tokens of programs that work as an account, within scopes and for a time, each as its hash; ended, never deleted';

ALTER TABLE public.api_token ALTER COLUMN api_token_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.api_token_api_token_id_seq
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
    input text,
    input_sha256 bytea,
    CONSTRAINT assignment_draw_input_hash CHECK ((input_sha256 = sha256(convert_to(input, 'UTF8'::name)))),
    CONSTRAINT assignment_draw_per_entry_positive CHECK ((per_entry > 0)),
    CONSTRAINT assignment_draw_seed_length CHECK (((char_length(seed) >= 1) AND (char_length(seed) <= 200)))
);

COMMENT ON TABLE public.assignment_draw IS 'Draws of judges for entries, with number and seed: the last one of a round counts; append-only';

COMMENT ON COLUMN public.assignment_draw.input IS 'Canonical JSON of entries, judges, barred pairs, number and seed';

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

CREATE TABLE public.audit_link (
    "position" bigint NOT NULL,
    audit_id bigint NOT NULL,
    content text NOT NULL,
    hash bytea NOT NULL,
    sealed_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT audit_link_hash_length CHECK ((octet_length(hash) = 32))
);

COMMENT ON TABLE public.audit_link IS 'The audit chain: what every event wrote, chained by hashes; append-only, written by the sealer';

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

CREATE TABLE public.award_withdrawal (
    award_id bigint NOT NULL,
    decision_id bigint NOT NULL
);

COMMENT ON TABLE public.award_withdrawal IS 'Awards that an amending decision withdrew, from its day on; append-only';

CREATE TABLE public.booth (
    booth_id bigint NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    fair_id bigint NOT NULL,
    code text NOT NULL,
    code_key text NOT NULL,
    x_mm integer NOT NULL,
    y_mm integer NOT NULL,
    width_mm integer NOT NULL,
    depth_mm integer NOT NULL,
    zone text,
    is_corner boolean NOT NULL,
    price_vnd bigint,
    removed_in integer,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    CONSTRAINT booth_code_length CHECK ((((char_length(code) >= 1) AND (char_length(code) <= 20)) AND (code_key <> ''::text))),
    CONSTRAINT booth_price_positive CHECK ((price_vnd >= 0)),
    CONSTRAINT booth_size_positive CHECK (((x_mm >= 0) AND (y_mm >= 0) AND (width_mm > 0) AND (depth_mm > 0))),
    CONSTRAINT booth_zone_length CHECK (((char_length(zone) >= 1) AND (char_length(zone) <= 200)))
);

COMMENT ON TABLE public.booth IS 'Booths (gian hàng) of fairs, with their place on the plan in millimetres and their rent';

CREATE TABLE public.booth_allocation (
    booth_allocation_id bigint NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    fair_id bigint NOT NULL,
    booth_id bigint NOT NULL,
    group_id bigint NOT NULL,
    moved_from bigint,
    days daterange NOT NULL,
    state text NOT NULL,
    held_until date NOT NULL,
    province_unit_id bigint,
    product_group text,
    funds text,
    price_vnd bigint,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    funding_rule_id bigint,
    is_priority_area boolean DEFAULT false NOT NULL,
    support_vnd bigint,
    CONSTRAINT booth_allocation_days_some CHECK (((NOT isempty(days)) AND (NOT lower_inf(days)) AND (NOT upper_inf(days)))),
    CONSTRAINT booth_allocation_funds_known CHECK ((funds = ANY (ARRAY['national'::text, 'local'::text]))),
    CONSTRAINT booth_allocation_price_positive CHECK ((price_vnd >= 0)),
    CONSTRAINT booth_allocation_state_known CHECK ((state = ANY (ARRAY['held'::text, 'confirmed'::text, 'released'::text, 'expired'::text, 'moved'::text, 'no-show'::text]))),
    CONSTRAINT booth_allocation_support_range CHECK (((support_vnd IS NULL) OR ((price_vnd IS NOT NULL) AND ((support_vnd >= 1) AND (support_vnd <= price_vnd))))),
    CONSTRAINT booth_allocation_support_whole CHECK ((((funding_rule_id IS NULL) = (support_vnd IS NULL)) AND ((funding_rule_id IS NULL) OR (funds IS NOT NULL))))
);

COMMENT ON TABLE public.booth_allocation IS 'Booths given to tenants (giữ chỗ, xác nhận, trả chỗ), each for its days; ended, never deleted';

ALTER TABLE public.booth_allocation ALTER COLUMN booth_allocation_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.booth_allocation_booth_allocation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE public.booth ALTER COLUMN booth_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.booth_booth_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.booth_quota (
    booth_quota_id bigint NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    fair_id bigint NOT NULL,
    province_unit_id bigint NOT NULL,
    product_group text,
    funds text,
    booths integer NOT NULL,
    return_by date,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    CONSTRAINT booth_quota_booths_positive CHECK ((booths >= 0)),
    CONSTRAINT booth_quota_funds_known CHECK ((funds = ANY (ARRAY['national'::text, 'local'::text])))
);

COMMENT ON TABLE public.booth_quota IS 'Quotas of booths (chỉ tiêu gian hàng) that provinces were given at a fair, as they are now';

ALTER TABLE public.booth_quota ALTER COLUMN booth_quota_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.booth_quota_booth_quota_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.booth_request (
    booth_request_id bigint NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    fair_id bigint NOT NULL,
    kind text NOT NULL,
    establishment_id bigint,
    name text,
    province_unit_id bigint,
    booths integer NOT NULL,
    is_adjacent boolean NOT NULL,
    zones text[] NOT NULL,
    takes_other_zones boolean NOT NULL,
    product_group text,
    funds text,
    days daterange NOT NULL,
    filed_on date NOT NULL,
    state text DEFAULT 'filed'::text NOT NULL,
    waiting_position integer,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    CONSTRAINT booth_request_booths_positive CHECK ((booths > 0)),
    CONSTRAINT booth_request_days_some CHECK (((NOT isempty(days)) AND (NOT lower_inf(days)) AND (NOT upper_inf(days)))),
    CONSTRAINT booth_request_funds_known CHECK ((funds = ANY (ARRAY['national'::text, 'local'::text]))),
    CONSTRAINT booth_request_kind_known CHECK ((kind = ANY (ARRAY['establishment'::text, 'department'::text, 'promotion-centre'::text, 'sponsor'::text]))),
    CONSTRAINT booth_request_name_length CHECK (((char_length(name) >= 1) AND (char_length(name) <= 300))),
    CONSTRAINT booth_request_state_known CHECK ((state = ANY (ARRAY['filed'::text, 'given'::text, 'partly-given'::text, 'waiting'::text, 'refused'::text, 'withdrawn'::text]))),
    CONSTRAINT booth_request_tenant_named CHECK ((((kind = 'establishment'::text) = (establishment_id IS NOT NULL)) AND ((kind = 'establishment'::text) = (name IS NULL)))),
    CONSTRAINT booth_request_waiting_place CHECK ((((state = ANY (ARRAY['waiting'::text, 'partly-given'::text])) = (waiting_position IS NOT NULL)) AND (waiting_position > 0)))
);

COMMENT ON TABLE public.booth_request IS 'Requests for booths of fairs (đăng ký gian hàng); ended, never deleted';

CREATE TABLE public.booth_request_booth (
    booth_allocation_id bigint NOT NULL,
    booth_request_id bigint NOT NULL,
    audit_id bigint DEFAULT public.current_audit() NOT NULL
);

COMMENT ON TABLE public.booth_request_booth IS 'Booths that requests were given; append-only';

ALTER TABLE public.booth_request ALTER COLUMN booth_request_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.booth_request_booth_request_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.booth_request_step (
    booth_request_id bigint NOT NULL,
    version integer NOT NULL,
    state text NOT NULL,
    waiting_position integer,
    reason text,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    CONSTRAINT booth_request_step_reason_length CHECK (((char_length(reason) >= 1) AND (char_length(reason) <= 200))),
    CONSTRAINT booth_request_step_state_known CHECK ((state = ANY (ARRAY['filed'::text, 'given'::text, 'partly-given'::text, 'waiting'::text, 'refused'::text, 'withdrawn'::text])))
);

COMMENT ON TABLE public.booth_request_step IS 'The steps of requests for booths, with their places on the waiting list and reasons; append-only';

CREATE TABLE public.booth_run (
    booth_run_id bigint NOT NULL,
    fair_id bigint NOT NULL,
    terms_version integer NOT NULL,
    held_until date NOT NULL,
    input text NOT NULL,
    input_sha256 bytea NOT NULL,
    result text NOT NULL,
    result_sha256 bytea NOT NULL,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    CONSTRAINT booth_run_input_hash CHECK ((input_sha256 = sha256(convert_to(input, 'UTF8'::name)))),
    CONSTRAINT booth_run_result_hash CHECK ((result_sha256 = sha256(convert_to(result, 'UTF8'::name))))
);

COMMENT ON TABLE public.booth_run IS 'Booths shared out by a rule (phân bổ gian hàng): input, result and their hashes; append-only';

ALTER TABLE public.booth_run ALTER COLUMN booth_run_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.booth_run_booth_run_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.booth_step (
    booth_allocation_id bigint NOT NULL,
    version integer NOT NULL,
    state text NOT NULL,
    reason text,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    booth_step_id bigint NOT NULL,
    CONSTRAINT booth_step_reason_length CHECK (((char_length(reason) >= 1) AND (char_length(reason) <= 200))),
    CONSTRAINT booth_step_state_known CHECK ((state = ANY (ARRAY['held'::text, 'confirmed'::text, 'released'::text, 'expired'::text, 'moved'::text, 'no-show'::text])))
);

COMMENT ON TABLE public.booth_step IS 'The steps of allocations of booths, with their reasons; append-only';

COMMENT ON COLUMN public.booth_step.booth_step_id IS 'Orders the steps of a booth as they were done';

ALTER TABLE public.booth_step ALTER COLUMN booth_step_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.booth_step_booth_step_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.booth_tenant (
    booth_allocation_id bigint NOT NULL,
    ordinal integer NOT NULL,
    kind text NOT NULL,
    role text NOT NULL,
    establishment_id bigint,
    name text,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    CONSTRAINT booth_tenant_kind_known CHECK ((kind = ANY (ARRAY['establishment'::text, 'department'::text, 'promotion-centre'::text, 'sponsor'::text]))),
    CONSTRAINT booth_tenant_name_length CHECK (((char_length(name) >= 1) AND (char_length(name) <= 300))),
    CONSTRAINT booth_tenant_named CHECK ((((kind = 'establishment'::text) = (establishment_id IS NOT NULL)) AND ((kind = 'establishment'::text) = (name IS NULL)))),
    CONSTRAINT booth_tenant_role_known CHECK ((role = ANY (ARRAY['tenant'::text, 'host'::text, 'participant'::text])))
);

COMMENT ON TABLE public.booth_tenant IS 'Who is in a booth: one alone, several who share it, or a common booth''s host and participants; append-only';

CREATE TABLE public.booth_version (
    booth_id bigint NOT NULL,
    version integer NOT NULL,
    audit_id bigint NOT NULL,
    record jsonb NOT NULL
);

COMMENT ON TABLE public.booth_version IS 'Every state that a booth ever had on the plans of its fair; append-only, written by trigger';

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
    replaces bigint,
    replacement_act text,
    replacement_act_date date,
    replacement_reason text,
    product_name text,
    establishment_name text,
    CONSTRAINT certificate_corrected_names CHECK (((replaces IS NOT NULL) OR (num_nonnulls(product_name, establishment_name) = 0))),
    CONSTRAINT certificate_issued_here CHECK (((num_nulls(register, series, year, serial, code, paper) = ANY (ARRAY[0, 6])) AND ((paper IS NULL) OR (number IS NOT NULL)))),
    CONSTRAINT certificate_replacement_act_days CHECK ((replacement_act_date <= issued_on)),
    CONSTRAINT certificate_replacement_text_length CHECK ((((char_length(replacement_act) >= 1) AND (char_length(replacement_act) <= 200)) AND ((char_length(replacement_reason) >= 1) AND (char_length(replacement_reason) <= 1000)))),
    CONSTRAINT certificate_replacement_whole CHECK (((num_nulls(replaces, replacement_act, replacement_act_date, replacement_reason) = ANY (ARRAY[0, 4])) AND ((replaces IS NULL) OR (paper IS NOT NULL)))),
    CONSTRAINT certificate_replaces_other CHECK ((replaces <> certificate_id)),
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

CREATE TABLE public.certificate_design (
    certificate_design_id bigint NOT NULL,
    round_id bigint NOT NULL,
    name text NOT NULL,
    document text NOT NULL,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    CONSTRAINT certificate_design_document_form CHECK ((json_typeof((document)::json) = 'object'::text)),
    CONSTRAINT certificate_design_name_form CHECK ((name ~ '^[a-z0-9.-]{1,64}$'::text))
);

COMMENT ON TABLE public.certificate_design IS 'Designs that offices issue certificates in and print labels in (kind: label) beside those that come with the program; append-only';

ALTER TABLE public.certificate_design ALTER COLUMN certificate_design_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.certificate_design_certificate_design_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.certificate_design_withdrawal (
    certificate_design_id bigint NOT NULL,
    audit_id bigint DEFAULT public.current_audit() NOT NULL
);

COMMENT ON TABLE public.certificate_design_withdrawal IS 'Designs that their offices use no more; append-only';

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

CREATE TABLE public.certificate_signature (
    certificate_id bigint NOT NULL,
    sha256 bytea NOT NULL,
    content_sha256 bytea NOT NULL,
    signed_at timestamp with time zone NOT NULL,
    reserved_bytes integer NOT NULL,
    cms bytea NOT NULL,
    signer text NOT NULL,
    signer_sha256 bytea NOT NULL,
    timestamped_at timestamp with time zone,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    CONSTRAINT certificate_signature_cms_length CHECK (((octet_length(cms) >= 1) AND (octet_length(cms) <= reserved_bytes))),
    CONSTRAINT certificate_signature_sha256_length CHECK (((octet_length(sha256) = 32) AND (octet_length(content_sha256) = 32) AND (octet_length(signer_sha256) = 32)))
);

COMMENT ON TABLE public.certificate_signature IS 'The one digital signature of a certificate file (PAdES), from which a copy is made again; append-only';

CREATE TABLE public.certificate_template (
    identity bytea NOT NULL,
    document text NOT NULL,
    fonts text NOT NULL,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    CONSTRAINT certificate_template_identity_length CHECK ((octet_length(identity) = 32)),
    CONSTRAINT certificate_template_whole CHECK (((json_typeof((document)::json) = 'object'::text) AND (json_typeof((fonts)::json) = 'object'::text)))
);

COMMENT ON TABLE public.certificate_template IS 'Designs that certificates were issued in, with their font files; append-only';

CREATE TABLE public.complaint (
    complaint_id bigint NOT NULL,
    round_id bigint NOT NULL,
    entry_id bigint NOT NULL,
    complainant text NOT NULL,
    noticed_on date,
    received_on date NOT NULL,
    file_by date,
    answer_by date,
    late_reason text,
    statement text NOT NULL,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    CONSTRAINT complaint_complainant_length CHECK (((char_length(complainant) >= 1) AND (char_length(complainant) <= 300))),
    CONSTRAINT complaint_in_time CHECK ((COALESCE((received_on > file_by), false) = (late_reason IS NOT NULL))),
    CONSTRAINT complaint_late_reason_length CHECK (((char_length(late_reason) >= 1) AND (char_length(late_reason) <= 200))),
    CONSTRAINT complaint_notice_days CHECK ((noticed_on <= received_on)),
    CONSTRAINT complaint_statement_length CHECK (((char_length(statement) >= 1) AND (char_length(statement) <= 4000))),
    CONSTRAINT complaint_term_days CHECK ((answer_by >= received_on))
);

COMMENT ON TABLE public.complaint IS 'Complaints about the result of an entry (khiếu nại), with both statutory last days; append-only';

ALTER TABLE public.complaint ALTER COLUMN complaint_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.complaint_complaint_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.complaint_end (
    complaint_id bigint NOT NULL,
    ended_on date NOT NULL,
    finding text,
    number text,
    statement text NOT NULL,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    CONSTRAINT complaint_end_finding_known CHECK ((finding = ANY (ARRAY['upheld'::text, 'partly'::text, 'rejected'::text]))),
    CONSTRAINT complaint_end_number_length CHECK (((char_length(number) >= 1) AND (char_length(number) <= 200))),
    CONSTRAINT complaint_end_numbered CHECK (((finding IS NULL) = (number IS NULL))),
    CONSTRAINT complaint_end_statement_length CHECK (((char_length(statement) >= 1) AND (char_length(statement) <= 4000)))
);

COMMENT ON TABLE public.complaint_end IS 'The council''s answer to a complaint, or its withdrawal; append-only';

CREATE TABLE public.corrected_line (
    result_correction_id bigint NOT NULL,
    entry_id bigint NOT NULL,
    ordinal integer NOT NULL,
    total text,
    shown text,
    rank integer,
    eligible boolean,
    judges integer NOT NULL,
    reason text,
    CONSTRAINT corrected_line_eligible_total CHECK ((NOT (eligible AND (total IS NULL)))),
    CONSTRAINT corrected_line_ranked CHECK ((((total IS NULL) = (rank IS NULL)) AND ((total IS NULL) = (shown IS NULL)))),
    CONSTRAINT corrected_line_reason CHECK (((total IS NOT NULL) OR (reason IS NOT NULL)))
);

COMMENT ON TABLE public.corrected_line IS 'Exact total, rank and eligibility of each entry after a correction; append-only';

CREATE TABLE public.corrected_part (
    result_correction_id bigint NOT NULL,
    part text NOT NULL,
    sha256 bytea NOT NULL,
    document text,
    CONSTRAINT corrected_part_document_hash CHECK ((sha256 = sha256(convert_to(document, 'UTF8'::name)))),
    CONSTRAINT corrected_part_document_kept CHECK (((document IS NULL) = (part = 'marks'::text))),
    CONSTRAINT corrected_part_known CHECK ((part = ANY (ARRAY['round'::text, 'rules'::text, 'entries'::text, 'roster'::text, 'meetings'::text, 'marks'::text, 'comments'::text, 'corrections'::text, 'tally'::text, 'identities'::text]))),
    CONSTRAINT corrected_part_sha256_length CHECK ((octet_length(sha256) = 32))
);

ALTER TABLE ONLY public.corrected_part FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.corrected_part IS 'The parts of the bundle of a corrected result; append-only';

CREATE TABLE public.council_attendance (
    council_meeting_id bigint NOT NULL,
    council_member_id bigint NOT NULL
);

COMMENT ON TABLE public.council_attendance IS 'Who was present at a meeting; append-only';

CREATE TABLE public.council_meeting (
    council_meeting_id bigint NOT NULL,
    round_id bigint NOT NULL,
    held_on date NOT NULL,
    place text,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    CONSTRAINT council_meeting_place_length CHECK (((char_length(place) >= 1) AND (char_length(place) <= 200)))
);

COMMENT ON TABLE public.council_meeting IS 'Meetings of a round''s council: of those recorded for one day the last counts; append-only';

ALTER TABLE public.council_meeting ALTER COLUMN council_meeting_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.council_meeting_council_meeting_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.council_member (
    council_member_id bigint NOT NULL,
    round_id bigint NOT NULL,
    name text NOT NULL,
    role text NOT NULL,
    "position" text,
    member_from date NOT NULL,
    member_to date,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    joined_by bigint,
    left_by bigint,
    leave_reason text,
    replaces_id bigint,
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

CREATE TABLE public.council_vote (
    council_vote_id bigint NOT NULL,
    council_meeting_id bigint NOT NULL,
    entry_id bigint,
    in_favour integer NOT NULL,
    against integer NOT NULL,
    abstained integer NOT NULL,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    CONSTRAINT council_vote_counts CHECK (((in_favour >= 0) AND (against >= 0) AND (abstained >= 0)))
);

COMMENT ON TABLE public.council_vote IS 'How a council voted at a meeting, on the list or on one entry: adopted by more than half of those present; append-only';

ALTER TABLE public.council_vote ALTER COLUMN council_vote_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.council_vote_council_vote_id_seq
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
    result_version integer,
    amendment integer,
    amendment_reason text,
    CONSTRAINT decision_amendment_positive CHECK ((amendment >= 1)),
    CONSTRAINT decision_amendment_reason_length CHECK (((char_length(amendment_reason) >= 1) AND (char_length(amendment_reason) <= 1000))),
    CONSTRAINT decision_amendment_reasoned CHECK (((amendment IS NULL) = (amendment_reason IS NULL))),
    CONSTRAINT decision_capacity_known CHECK ((capacity = ANY (ARRAY[''::text, 'TM.'::text, 'KT.'::text, 'TL.'::text, 'TUQ.'::text]))),
    CONSTRAINT decision_number_length CHECK (((char_length(number) >= 1) AND (char_length(number) <= 100))),
    CONSTRAINT decision_result_version_later CHECK ((result_version >= 2))
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

ALTER TABLE public.dossier_paper ALTER COLUMN dossier_paper_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.dossier_paper_dossier_paper_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

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

CREATE TABLE public.entry_notice (
    entry_id bigint NOT NULL,
    kind text NOT NULL,
    result_version integer NOT NULL,
    noticed_on date NOT NULL,
    channel text NOT NULL,
    complain_until date,
    body text NOT NULL,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    decision_id bigint,
    CONSTRAINT entry_notice_channel_known CHECK ((channel = ANY (ARRAY['hand'::text, 'post'::text, 'email'::text, 'portal'::text]))),
    CONSTRAINT entry_notice_days CHECK ((complain_until > noticed_on)),
    CONSTRAINT entry_notice_decision_kind CHECK (((decision_id IS NULL) OR (kind = 'decision'::text))),
    CONSTRAINT entry_notice_kind_known CHECK ((kind = ANY (ARRAY['result'::text, 'decision'::text]))),
    CONSTRAINT entry_notice_version_positive CHECK ((result_version > 0))
);

COMMENT ON TABLE public.entry_notice IS 'What entrants were told of the result or of the decision, in these words, when and how; append-only';

CREATE TABLE public.entry_paper (
    entry_id bigint NOT NULL,
    dossier_paper_id bigint NOT NULL,
    audit_id bigint DEFAULT public.current_audit() NOT NULL
);

COMMENT ON TABLE public.entry_paper IS 'The papers that an entry was accepted with, pinned on acceptance; append-only';

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
    registration_shared text,
    CONSTRAINT establishment_closed_reason CHECK (((closed_on IS NULL) = (closed_reason IS NULL))),
    CONSTRAINT establishment_figures_positive CHECK (((labour >= 0) AND (capital_vnd >= 0) AND (revenue_vnd >= 0))),
    CONSTRAINT establishment_legal_form_known CHECK ((legal_form = ANY (ARRAY['enterprise'::text, 'cooperative'::text, 'cooperative-union'::text, 'cooperative-group'::text, 'household'::text, 'craft-village'::text]))),
    CONSTRAINT establishment_name_length CHECK (((char_length(name) >= 1) AND (char_length(name) <= 300))),
    CONSTRAINT establishment_registration_shared_length CHECK (((char_length(registration_shared) >= 1) AND (char_length(registration_shared) <= 200))),
    CONSTRAINT establishment_tax_code_form CHECK (((tax_code ~ '^\d{10}(-\d{3})?$'::text) OR ((tax_code ~ '^\d{12}$'::text) AND (legal_form = 'household'::text))))
);

COMMENT ON TABLE public.establishment IS 'Rural-industry establishments (cơ sở CNNT), as they are now';

COMMENT ON COLUMN public.establishment.registration_shared IS 'Why this record may carry the registration number of another';

ALTER TABLE public.establishment ALTER COLUMN establishment_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.establishment_establishment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.establishment_posting (
    word text NOT NULL COLLATE pg_catalog."C",
    block integer NOT NULL,
    bits bit(32768) NOT NULL
);
ALTER TABLE ONLY public.establishment_posting ALTER COLUMN bits SET STORAGE MAIN;

COMMENT ON TABLE public.establishment_posting IS 'Which establishments'' documents hold a word: bit id % 32768 of block id / 32768; derived';

CREATE TABLE public.establishment_redirect (
    establishment_redirect_id bigint NOT NULL,
    from_establishment_id bigint NOT NULL,
    into_establishment_id bigint NOT NULL,
    effective_on date NOT NULL,
    reason text NOT NULL,
    undone_on date,
    undone_reason text,
    undone_audit_id bigint,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    CONSTRAINT establishment_redirect_effective_days CHECK ((effective_on <= undone_on)),
    CONSTRAINT establishment_redirect_other CHECK ((from_establishment_id <> into_establishment_id)),
    CONSTRAINT establishment_redirect_undone_whole CHECK ((((undone_on IS NULL) = (undone_reason IS NULL)) AND ((undone_on IS NULL) = (undone_audit_id IS NULL))))
);

COMMENT ON TABLE public.establishment_redirect IS 'Which establishment was merged into which, for the days on which that holds';

ALTER TABLE public.establishment_redirect ALTER COLUMN establishment_redirect_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.establishment_redirect_establishment_redirect_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.establishment_search (
    establishment_id bigint NOT NULL,
    words text NOT NULL,
    document tsvector NOT NULL,
    name text NOT NULL,
    name_folded text NOT NULL,
    closed_on date
);

COMMENT ON TABLE public.establishment_search IS 'What an establishment is found and ranked by: folded words of its name, industry, places then and now; derived, written by trigger';

CREATE TABLE public.establishment_unsettled (
    establishment_id bigint NOT NULL
);

COMMENT ON TABLE public.establishment_unsettled IS 'Documents whose postings are not written yet; a search looks at each of them; derived';

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
    CONSTRAINT evidence_leaf_kind_known CHECK ((kind = ANY (ARRAY['result'::text, 'correction'::text, 'certificate'::text])))
);

COMMENT ON TABLE public.evidence_leaf IS 'Results and certificates as leaves of the Merkle tree; append-only, written by the sealer';

CREATE TABLE public.fair (
    fair_id bigint NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    name text NOT NULL,
    level text NOT NULL,
    organiser_code text NOT NULL,
    organiser_unit_id bigint,
    organiser_region text,
    venue text NOT NULL,
    days daterange NOT NULL,
    set_up_on date NOT NULL,
    booth_width_mm integer DEFAULT 3000 NOT NULL,
    booth_depth_mm integer DEFAULT 3000 NOT NULL,
    plan_version integer DEFAULT 0 NOT NULL,
    state text DEFAULT 'planned'::text NOT NULL,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    kind text DEFAULT 'organised'::text NOT NULL,
    CONSTRAINT fair_booth_size CHECK (((booth_width_mm > 0) AND (booth_depth_mm > 0))),
    CONSTRAINT fair_kind_known CHECK ((kind = ANY (ARRAY['organised'::text, 'joined'::text]))),
    CONSTRAINT fair_level_known CHECK ((level = ANY (ARRAY['commune'::text, 'district'::text, 'provincial'::text, 'regional'::text, 'national'::text]))),
    CONSTRAINT fair_name_length CHECK (((char_length(name) >= 1) AND (char_length(name) <= 300))),
    CONSTRAINT fair_open_days CHECK ((((upper(days) - lower(days)) >= 1) AND ((upper(days) - lower(days)) <= 92))),
    CONSTRAINT fair_organiser_kind CHECK (
CASE level
    WHEN 'national'::text THEN ((organiser_unit_id IS NULL) AND (organiser_region IS NULL) AND (organiser_code = 'VN'::text))
    WHEN 'regional'::text THEN ((organiser_unit_id IS NULL) AND (organiser_region = organiser_code) AND (organiser_code = ANY (ARRAY['north'::text, 'central'::text, 'south'::text])))
    ELSE ((organiser_unit_id IS NOT NULL) AND (organiser_region IS NULL))
END),
    CONSTRAINT fair_set_up_days CHECK ((set_up_on <= lower(days))),
    CONSTRAINT fair_state_known CHECK ((state = ANY (ARRAY['planned'::text, 'open'::text, 'closed'::text, 'cancelled'::text]))),
    CONSTRAINT fair_venue_length CHECK (((char_length(venue) >= 1) AND (char_length(venue) <= 300)))
);

COMMENT ON TABLE public.fair IS 'Fairs (hội chợ, triển lãm): who holds them, where and when';

ALTER TABLE public.fair ALTER COLUMN fair_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.fair_fair_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.fair_plan (
    fair_id bigint NOT NULL,
    version integer NOT NULL,
    source text NOT NULL,
    booths integer NOT NULL,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    CONSTRAINT fair_plan_counts_positive CHECK (((version > 0) AND (booths >= 0))),
    CONSTRAINT fair_plan_source_known CHECK ((source = ANY (ARRAY['file'::text, 'grid'::text])))
);

COMMENT ON TABLE public.fair_plan IS 'Plans of fairs, with how many booths each has; append-only';

CREATE TABLE public.fair_terms (
    fair_id bigint NOT NULL,
    version integer NOT NULL,
    requests_until date NOT NULL,
    seed text,
    rules text NOT NULL,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    CONSTRAINT fair_terms_seed_length CHECK (((char_length(seed) >= 1) AND (char_length(seed) <= 200))),
    CONSTRAINT fair_terms_version_positive CHECK ((version > 0))
);

COMMENT ON TABLE public.fair_terms IS 'What fairs declare about sharing out their booths: last day of requests, seed, rules; append-only';

CREATE TABLE public.funding_rule (
    funding_rule_id bigint NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    source text NOT NULL,
    province_unit_id bigint,
    fair_kind text NOT NULL,
    share_hundredths integer NOT NULL,
    priority_percent integer NOT NULL,
    booth_cap_vnd bigint,
    booths_per_fair integer,
    fair_cap_vnd bigint,
    fairs_per_year integer,
    year_cap_vnd bigint,
    validity daterange NOT NULL,
    legal_basis text NOT NULL,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    CONSTRAINT funding_rule_caps_positive CHECK (((booth_cap_vnd > 0) AND (booths_per_fair > 0) AND (fair_cap_vnd > 0) AND (fairs_per_year > 0) AND (year_cap_vnd > 0))),
    CONSTRAINT funding_rule_kind_known CHECK ((fair_kind = ANY (ARRAY['organised'::text, 'joined'::text]))),
    CONSTRAINT funding_rule_legal_basis_length CHECK (((char_length(legal_basis) >= 1) AND (char_length(legal_basis) <= 200))),
    CONSTRAINT funding_rule_priority_range CHECK (((priority_percent >= 100) AND (priority_percent <= 150))),
    CONSTRAINT funding_rule_province CHECK (((source = 'local'::text) = (province_unit_id IS NOT NULL))),
    CONSTRAINT funding_rule_share_range CHECK (((share_hundredths >= 0) AND (share_hundredths <= 10000))),
    CONSTRAINT funding_rule_source_known CHECK ((source = ANY (ARRAY['national'::text, 'local'::text]))),
    CONSTRAINT funding_rule_validity_some CHECK (((NOT isempty(validity)) AND (NOT lower_inf(validity))))
);

COMMENT ON TABLE public.funding_rule IS 'What funds pay of booths'' rents (mức hỗ trợ, định mức), from which day and by which act';

ALTER TABLE public.funding_rule ALTER COLUMN funding_rule_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.funding_rule_funding_rule_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.handed_in_file (
    handed_in_file_id bigint NOT NULL,
    round_id bigint NOT NULL,
    judge_id bigint NOT NULL,
    sheet_key_id bigint NOT NULL,
    document text NOT NULL,
    sha256 bytea NOT NULL,
    signature bytea NOT NULL,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    CONSTRAINT handed_in_file_hash CHECK ((sha256 = sha256(convert_to(document, 'UTF8'::name)))),
    CONSTRAINT handed_in_file_signature_length CHECK ((octet_length(signature) = 32))
);

ALTER TABLE ONLY public.handed_in_file FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.handed_in_file IS 'Signed score sheets as a judge handed them in, remarks included; append-only';

ALTER TABLE public.handed_in_file ALTER COLUMN handed_in_file_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.handed_in_file_handed_in_file_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

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
    joined_by bigint,
    left_by bigint,
    leave_reason text,
    replaces_id bigint,
    CONSTRAINT judge_code_form CHECK ((code ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$'::text)),
    CONSTRAINT judge_days CHECK ((member_to >= member_from)),
    CONSTRAINT judge_name_length CHECK (((char_length(name) >= 1) AND (char_length(name) <= 200))),
    CONSTRAINT judge_role_known CHECK ((role = ANY (ARRAY['head'::text, 'deputy'::text, 'judge'::text])))
);

COMMENT ON TABLE public.judge IS 'Members of the panel (Ban Giám khảo), with their days: replaced, not erased';

CREATE TABLE public.judge_account (
    judge_account_id bigint NOT NULL,
    round_id bigint NOT NULL,
    judge_id bigint NOT NULL,
    account_id bigint,
    audit_id bigint DEFAULT public.current_audit() NOT NULL
);

COMMENT ON TABLE public.judge_account IS 'The accounts that judges work with, round by round: the last one of a judge counts; append-only';

ALTER TABLE public.judge_account ALTER COLUMN judge_account_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.judge_account_judge_account_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

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

CREATE TABLE public.mark_correction (
    result_correction_id bigint NOT NULL,
    round_id bigint NOT NULL,
    version integer NOT NULL,
    entry_id bigint NOT NULL,
    stage text NOT NULL,
    judge_id bigint NOT NULL,
    leaf text NOT NULL,
    product_group text NOT NULL,
    action text NOT NULL,
    value numeric,
    absence text,
    reason text NOT NULL,
    CONSTRAINT mark_correction_absence_known CHECK ((absence = ANY (ARRAY['absent'::text, 'recused'::text, 'not-applicable'::text, 'spoiled'::text]))),
    CONSTRAINT mark_correction_action_known CHECK ((action = ANY (ARRAY['replace'::text, 'exclude'::text, 'add'::text]))),
    CONSTRAINT mark_correction_content CHECK (
CASE action
    WHEN 'exclude'::text THEN ((value IS NULL) AND (absence IS NULL))
    ELSE ((value IS NULL) <> (absence IS NULL))
END),
    CONSTRAINT mark_correction_reason_length CHECK (((char_length(reason) >= 1) AND (char_length(reason) <= 4000))),
    CONSTRAINT mark_correction_value_decimals CHECK ((scale(trim_scale(value)) <= 6)),
    CONSTRAINT mark_correction_value_positive CHECK ((value >= (0)::numeric))
);

ALTER TABLE ONLY public.mark_correction FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.mark_correction IS 'Marks that a correction replaced, took out or added, with the reason for each; append-only';

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

CREATE TABLE public.posting_settlement (
    kind text NOT NULL,
    mark uuid NOT NULL,
    CONSTRAINT posting_settlement_kind_known CHECK ((kind = ANY (ARRAY['establishment'::text, 'product'::text])))
);

COMMENT ON TABLE public.posting_settlement IS 'For each kind of document a mark that changes whenever postings are written; derived';

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

CREATE TABLE public.product_picture (
    product_picture_id bigint NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    product_id bigint NOT NULL,
    number integer NOT NULL,
    dossier_paper_id bigint NOT NULL,
    alternative text NOT NULL,
    large bytea NOT NULL,
    large_width integer NOT NULL,
    large_height integer NOT NULL,
    small bytea NOT NULL,
    small_width integer NOT NULL,
    small_height integer NOT NULL,
    published_at timestamp with time zone DEFAULT now() NOT NULL,
    unpublished_at timestamp with time zone,
    unpublished_reason text,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    CONSTRAINT product_picture_alternative_length CHECK (((char_length(alternative) >= 1) AND (char_length(alternative) <= 200))),
    CONSTRAINT product_picture_jpeg CHECK (((SUBSTRING(large FROM 1 FOR 3) = '\xffd8ff'::bytea) AND (SUBSTRING(small FROM 1 FOR 3) = '\xffd8ff'::bytea))),
    CONSTRAINT product_picture_number_positive CHECK ((number > 0)),
    CONSTRAINT product_picture_sides CHECK (((LEAST(large_width, large_height, small_width, small_height) > 0) AND (small_width <= large_width) AND (small_height <= large_height))),
    CONSTRAINT product_picture_size_limit CHECK (((octet_length(large) <= 8388608) AND (octet_length(small) <= 1048576))),
    CONSTRAINT product_picture_unpublished_whole CHECK (((unpublished_at IS NULL) = (unpublished_reason IS NULL)))
);

ALTER TABLE ONLY public.product_picture FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.product_picture IS 'Photographs of products as everybody may see them; unpublished, never erased';

ALTER TABLE public.product_picture ALTER COLUMN product_picture_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.product_picture_product_picture_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.product_posting (
    word text NOT NULL COLLATE pg_catalog."C",
    block integer NOT NULL,
    bits bit(32768) NOT NULL
);
ALTER TABLE ONLY public.product_posting ALTER COLUMN bits SET STORAGE MAIN;

COMMENT ON TABLE public.product_posting IS 'Which products'' documents hold a word: bit id % 32768 of block id / 32768; derived';

ALTER TABLE public.product ALTER COLUMN product_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.product_product_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.product_search (
    product_id bigint NOT NULL,
    words text NOT NULL,
    document tsvector NOT NULL,
    name text NOT NULL,
    name_folded text NOT NULL,
    maker_words text NOT NULL,
    closed_on date
);

COMMENT ON TABLE public.product_search IS 'What a product is found and ranked by: its folded words and its establishment''s; derived, written by trigger';

COMMENT ON COLUMN public.product_search.closed_on IS 'Of the product, or of its establishment if that one is closed and the product is not';

CREATE TABLE public.product_unsettled (
    product_id bigint NOT NULL
);

COMMENT ON TABLE public.product_unsettled IS 'Documents whose postings are not written yet; a search looks at each of them; derived';

CREATE TABLE public.product_version (
    product_id bigint NOT NULL,
    version integer NOT NULL,
    audit_id bigint NOT NULL,
    record jsonb NOT NULL
);

COMMENT ON TABLE public.product_version IS 'Every state that a product''s record ever had; append-only, written by trigger';

CREATE TABLE public.production_site (
    production_site_id bigint NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    establishment_id bigint NOT NULL,
    commune_unit_id bigint NOT NULL,
    address text,
    makes text,
    opened_on date,
    closed_on date,
    closed_reason text,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    CONSTRAINT production_site_closed_reason CHECK (((closed_on IS NULL) = (closed_reason IS NULL))),
    CONSTRAINT production_site_open_days CHECK ((opened_on < closed_on)),
    CONSTRAINT production_site_text_length CHECK ((((char_length(address) >= 1) AND (char_length(address) <= 500)) AND ((char_length(makes) >= 1) AND (char_length(makes) <= 200))))
);

COMMENT ON TABLE public.production_site IS 'Further places where an establishment produces, each for its days; closed, never deleted';

ALTER TABLE public.production_site ALTER COLUMN production_site_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.production_site_production_site_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.production_site_version (
    production_site_id bigint NOT NULL,
    version integer NOT NULL,
    audit_id bigint NOT NULL,
    record jsonb NOT NULL
);

COMMENT ON TABLE public.production_site_version IS 'Every state that a production site ever had; append-only, written by trigger';

CREATE TABLE public.provider_attempt (
    provider_attempt_id bigint NOT NULL,
    state_sha256 bytea NOT NULL,
    browser_sha256 bytea NOT NULL,
    nonce text NOT NULL,
    verifier text NOT NULL,
    next text NOT NULL,
    account_id bigint,
    network text NOT NULL,
    begun_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    CONSTRAINT provider_attempt_browser_length CHECK ((octet_length(browser_sha256) = 32)),
    CONSTRAINT provider_attempt_network_length CHECK (((char_length(network) >= 1) AND (char_length(network) <= 64))),
    CONSTRAINT provider_attempt_next_length CHECK (((char_length(next) >= 1) AND (char_length(next) <= 2000))),
    CONSTRAINT provider_attempt_state_length CHECK ((octet_length(state_sha256) = 32))
);

ALTER TABLE ONLY public.provider_attempt FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.provider_attempt IS 'Browsers that were sent to a provider to sign in; each comes back once, within ten minutes';

ALTER TABLE public.provider_attempt ALTER COLUMN provider_attempt_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.provider_attempt_provider_attempt_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.record_change (
    record_change_id bigint NOT NULL,
    kind text NOT NULL,
    record_id bigint NOT NULL,
    changes jsonb NOT NULL,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    CONSTRAINT record_change_changes_form CHECK (((jsonb_typeof(changes) = 'object'::text) AND (changes <> '{}'::jsonb))),
    CONSTRAINT record_change_kind_known CHECK ((kind = ANY (ARRAY['round'::text, 'council_member'::text, 'judge'::text, 'entry'::text, 'fair'::text, 'account_role'::text])))
);

ALTER TABLE ONLY public.record_change FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.record_change IS 'What changed of rounds and their seats, of entries, fairs and roles of accounts, column by column; append-only, written by trigger';

ALTER TABLE public.record_change ALTER COLUMN record_change_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.record_change_record_change_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.redaction (
    redaction_id bigint NOT NULL,
    establishment_id bigint NOT NULL,
    act_number text NOT NULL,
    redacted_on date NOT NULL,
    reason text NOT NULL,
    fields text[] NOT NULL,
    version integer NOT NULL,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    CONSTRAINT redaction_act_length CHECK (((char_length(act_number) >= 1) AND (char_length(act_number) <= 200))),
    CONSTRAINT redaction_reason_length CHECK (((char_length(reason) >= 1) AND (char_length(reason) <= 200)))
);

COMMENT ON TABLE public.redaction IS 'By which act contact data of an establishment were removed, and which; append-only, written by redact_establishment';

ALTER TABLE public.redaction ALTER COLUMN redaction_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.redaction_redaction_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

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

CREATE TABLE public.registration_attempt (
    registration_attempt_id bigint NOT NULL,
    network text NOT NULL,
    made_at timestamp with time zone NOT NULL,
    is_filed boolean NOT NULL,
    CONSTRAINT registration_attempt_network_length CHECK (((char_length(network) >= 1) AND (char_length(network) <= 64)))
);

COMMENT ON TABLE public.registration_attempt IS 'Forms that were sent by people without an account: counted before they are read';

ALTER TABLE public.registration_attempt ALTER COLUMN registration_attempt_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.registration_attempt_registration_attempt_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.registration_request (
    registration_request_id bigint NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    token_sha256 bytea NOT NULL,
    sent_at timestamp with time zone NOT NULL,
    commune_unit_id bigint NOT NULL,
    state text DEFAULT 'waiting'::text NOT NULL,
    establishment jsonb,
    applicant_name text,
    applicant_phone text,
    applicant_email text,
    login text,
    settled_at timestamp with time zone,
    reason text,
    establishment_id bigint,
    account_id bigint,
    purged_at timestamp with time zone,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    CONSTRAINT registration_request_applicant_name_length CHECK (((char_length(applicant_name) >= 1) AND (char_length(applicant_name) <= 200))),
    CONSTRAINT registration_request_confirmed_whole CHECK ((((state = 'confirmed'::text) = (establishment_id IS NOT NULL)) AND ((state = 'confirmed'::text) = (account_id IS NOT NULL)))),
    CONSTRAINT registration_request_login_length CHECK (((char_length(login) >= 3) AND (char_length(login) <= 64))),
    CONSTRAINT registration_request_purged_whole CHECK (
CASE
    WHEN (purged_at IS NULL) THEN (num_nulls(establishment, applicant_name, login) = 0)
    ELSE ((num_nonnulls(establishment, applicant_name, applicant_phone, applicant_email, login, reason) = 0) AND (state <> 'waiting'::text))
END),
    CONSTRAINT registration_request_reason_length CHECK (((char_length(reason) >= 1) AND (char_length(reason) <= 200))),
    CONSTRAINT registration_request_refused_reason CHECK (
CASE
    WHEN (state = 'refused'::text) THEN ((reason IS NOT NULL) OR (purged_at IS NOT NULL))
    ELSE (reason IS NULL)
END),
    CONSTRAINT registration_request_settled_whole CHECK (((state = 'waiting'::text) = (settled_at IS NULL))),
    CONSTRAINT registration_request_state_known CHECK ((state = ANY (ARRAY['waiting'::text, 'confirmed'::text, 'refused'::text, 'lapsed'::text]))),
    CONSTRAINT registration_request_token_length CHECK ((octet_length(token_sha256) = 32))
);

ALTER TABLE ONLY public.registration_request FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.registration_request IS 'Requests of establishments to be registered, settled by an officer of where they produce';

ALTER TABLE public.registration_request ALTER COLUMN registration_request_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.registration_request_registration_request_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

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

CREATE TABLE public.result_correction (
    result_correction_id bigint NOT NULL,
    round_id bigint NOT NULL,
    version integer NOT NULL,
    number text NOT NULL,
    corrected_on date NOT NULL,
    reason text NOT NULL,
    complaint_id bigint,
    stage text NOT NULL,
    marks integer NOT NULL,
    seed text,
    lines_sha256 bytea NOT NULL,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    CONSTRAINT result_correction_hash_length CHECK ((octet_length(lines_sha256) = 32)),
    CONSTRAINT result_correction_number_length CHECK (((char_length(number) >= 1) AND (char_length(number) <= 200))),
    CONSTRAINT result_correction_reason_length CHECK (((char_length(reason) >= 1) AND (char_length(reason) <= 4000))),
    CONSTRAINT result_correction_version_later CHECK ((version >= 2))
);

COMMENT ON TABLE public.result_correction IS 'Corrections of results, each making the next version of its round''s result: the last one is live; append-only';

ALTER TABLE public.result_correction ALTER COLUMN result_correction_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.result_correction_result_correction_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

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
    CONSTRAINT result_part_known CHECK ((part = ANY (ARRAY['round'::text, 'rules'::text, 'entries'::text, 'roster'::text, 'meetings'::text, 'marks'::text, 'comments'::text, 'tally'::text, 'identities'::text]))),
    CONSTRAINT result_part_sha256_length CHECK ((octet_length(sha256) = 32))
);

ALTER TABLE ONLY public.result_part FORCE ROW LEVEL SECURITY;

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

CREATE TABLE public.reward_ceiling (
    reward_ceiling_id bigint NOT NULL,
    level text NOT NULL,
    territory text NOT NULL,
    amount_vnd bigint NOT NULL,
    validity daterange NOT NULL,
    legal_basis text NOT NULL,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    CONSTRAINT reward_ceiling_amount_positive CHECK ((amount_vnd > 0)),
    CONSTRAINT reward_ceiling_level_known CHECK ((level = ANY (ARRAY['district'::text, 'commune'::text, 'provincial'::text, 'regional'::text, 'national'::text]))),
    CONSTRAINT reward_ceiling_text_length CHECK ((((char_length(territory) >= 1) AND (char_length(territory) <= 40)) AND ((char_length(legal_basis) >= 1) AND (char_length(legal_basis) <= 300)))),
    CONSTRAINT reward_ceiling_validity_some CHECK ((NOT isempty(validity)))
);

COMMENT ON TABLE public.reward_ceiling IS 'Rewards for recognised products: the most that a level''s rounds in a territory may pay for one, with the act that says so; a corrected row is written over, the trail says by what';

ALTER TABLE public.reward_ceiling ALTER COLUMN reward_ceiling_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.reward_ceiling_reward_ceiling_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

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

CREATE TABLE public.round_act (
    round_act_id bigint NOT NULL,
    round_id bigint NOT NULL,
    body text NOT NULL,
    number text NOT NULL,
    acted_on date NOT NULL,
    authority text NOT NULL,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    CONSTRAINT round_act_authority_length CHECK (((char_length(authority) >= 1) AND (char_length(authority) <= 200))),
    CONSTRAINT round_act_body_known CHECK ((body = ANY (ARRAY['council'::text, 'panel'::text]))),
    CONSTRAINT round_act_number_length CHECK (((char_length(number) >= 1) AND (char_length(number) <= 200)))
);

COMMENT ON TABLE public.round_act IS 'Acts on a council or a panel: the earliest created it, later ones changed its members; append-only';

ALTER TABLE public.round_act ALTER COLUMN round_act_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.round_act_round_act_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

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
    redactable text[] DEFAULT '{}'::text[] NOT NULL,
    CONSTRAINT sealed_table_both_or_none CHECK (((belongs_to IS NULL) = (by_column IS NULL)))
);

COMMENT ON TABLE public.sealed_table IS 'Which tables the audit chain covers';

CREATE TABLE public.search_word (
    word text NOT NULL,
    occurrences bigint NOT NULL,
    deletions text[] GENERATED ALWAYS AS (public.word_deletions(word)) STORED NOT NULL
);

COMMENT ON TABLE public.search_word IS 'The vocabulary: words without digits and how often they stand in documents'' own words; derived';

CREATE TABLE public.search_word_change (
    word text NOT NULL,
    change bigint NOT NULL
);

COMMENT ON TABLE public.search_word_change IS 'Changes of the vocabulary that are not settled yet; derived';

CREATE TABLE public.sheet_draft (
    entry_id bigint NOT NULL,
    stage text NOT NULL,
    judge_id bigint NOT NULL,
    version integer NOT NULL,
    round_id bigint NOT NULL,
    product_group text NOT NULL,
    content jsonb NOT NULL,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    CONSTRAINT sheet_draft_content_form CHECK ((jsonb_typeof(content) = 'object'::text))
);

ALTER TABLE ONLY public.sheet_draft FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.sheet_draft IS 'Score sheets that are being filled in: no mark of theirs counts before it is submitted';

CREATE TABLE public.sheet_key (
    sheet_key_id bigint NOT NULL,
    round_id bigint NOT NULL,
    judge_id bigint NOT NULL,
    key bytea NOT NULL,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    CONSTRAINT sheet_key_length CHECK ((octet_length(key) = 32))
);

ALTER TABLE ONLY public.sheet_key FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.sheet_key IS 'What checks the signatures of a judge''s files: of several the last counts; append-only';

ALTER TABLE public.sheet_key ALTER COLUMN sheet_key_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.sheet_key_sheet_key_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.sheet_reopening (
    entry_id bigint NOT NULL,
    stage text NOT NULL,
    judge_id bigint NOT NULL,
    version integer NOT NULL,
    reason text NOT NULL,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    CONSTRAINT sheet_reopening_reason_length CHECK (((char_length(reason) >= 1) AND (char_length(reason) <= 200)))
);

COMMENT ON TABLE public.sheet_reopening IS 'Submitted sheets that the head judge gave back, and why: another version may follow; append-only';

CREATE TABLE public.sheet_version (
    entry_id bigint NOT NULL,
    stage text NOT NULL,
    judge_id bigint NOT NULL,
    version integer NOT NULL,
    round_id bigint NOT NULL,
    product_group text NOT NULL,
    source text NOT NULL,
    comment text,
    leaf_comments jsonb,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    CONSTRAINT sheet_version_comment_length CHECK (((char_length(comment) >= 1) AND (char_length(comment) <= 4000))),
    CONSTRAINT sheet_version_import_first CHECK (((source <> 'import'::text) OR (version = 1))),
    CONSTRAINT sheet_version_leaf_comments_form CHECK ((jsonb_typeof(leaf_comments) = 'object'::text)),
    CONSTRAINT sheet_version_number_positive CHECK ((version > 0)),
    CONSTRAINT sheet_version_source_known CHECK ((source = ANY (ARRAY['import'::text, 'judge'::text, 'typed'::text, 'offline'::text, 'left'::text])))
);

ALTER TABLE ONLY public.sheet_version FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.sheet_version IS 'Every submitted version of every score sheet (phiếu chấm điểm); the last one counts; append-only';

CREATE TABLE public.sign_in_attempt (
    sign_in_attempt_id bigint NOT NULL,
    login text NOT NULL,
    network text NOT NULL,
    made_at timestamp with time zone NOT NULL,
    succeeded boolean DEFAULT false NOT NULL,
    CONSTRAINT sign_in_attempt_login_length CHECK (((char_length(login) >= 1) AND (char_length(login) <= 64))),
    CONSTRAINT sign_in_attempt_network_length CHECK (((char_length(network) >= 1) AND (char_length(network) <= 64)))
);

ALTER TABLE ONLY public.sign_in_attempt FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.sign_in_attempt IS 'Attempts to sign in: written before the password is looked at, so that none is tried uncounted';

ALTER TABLE public.sign_in_attempt ALTER COLUMN sign_in_attempt_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.sign_in_attempt_sign_in_attempt_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.signed_checkpoint (
    signed_checkpoint_id bigint NOT NULL,
    tree_size bigint NOT NULL,
    root bytea NOT NULL,
    chain_length bigint NOT NULL,
    chain_head bytea NOT NULL,
    key_id text NOT NULL,
    signed_on date NOT NULL,
    note text NOT NULL,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    CONSTRAINT signed_checkpoint_digest_length CHECK (((octet_length(root) = 32) AND (octet_length(chain_head) = 32))),
    CONSTRAINT signed_checkpoint_note_form CHECK ((starts_with(note, ((((((((((('cnnt/registry'::text || '
'::text) || tree_size) || '
'::text) || encode(root, 'base64'::text)) || '
chain '::text) || chain_length) || ' '::text) || encode(chain_head, 'hex'::text)) || '
time '::text) || to_char((signed_on)::timestamp with time zone, 'YYYY-MM-DD'::text)) || 'T'::text)) AND starts_with(split_part(note, '
'::text, 7), (('— cnnt-'::text || key_id) || ' '::text)) AND (split_part(note, '
'::text, 6) = ''::text) AND (split_part(note, '
'::text, 8) = ''::text) AND ("right"(note, 1) = '
'::text) AND (cardinality(string_to_array(note, '
'::text)) = 8))),
    CONSTRAINT signed_checkpoint_sizes_form CHECK (((tree_size >= 0) AND (chain_length >= 0)))
);

COMMENT ON TABLE public.signed_checkpoint IS 'Every checkpoint of the tree and the chain that was signed, as it was signed; append-only';

ALTER TABLE public.signed_checkpoint ALTER COLUMN signed_checkpoint_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.signed_checkpoint_signed_checkpoint_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

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

CREATE TABLE public.stored_file (
    sha256 bytea NOT NULL,
    bytes bytea NOT NULL,
    media_type text NOT NULL,
    size integer NOT NULL,
    width integer,
    height integer,
    grey boolean,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    CONSTRAINT stored_file_bytes_hash CHECK ((sha256 = sha256(bytes))),
    CONSTRAINT stored_file_media_type_known CHECK ((media_type = ANY (ARRAY['image/jpeg'::text, 'image/png'::text, 'application/pdf'::text]))),
    CONSTRAINT stored_file_picture CHECK ((num_nulls(width, height, grey) =
CASE media_type
    WHEN 'application/pdf'::text THEN 3
    ELSE 0
END)),
    CONSTRAINT stored_file_size_limit CHECK (((size = octet_length(bytes)) AND ((size >= 1) AND (size <= 16777216))))
);
ALTER TABLE ONLY public.stored_file ALTER COLUMN bytes SET STORAGE EXTERNAL;

ALTER TABLE ONLY public.stored_file FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.stored_file IS 'Files by the SHA-256 of their content, each kept once; append-only';

CREATE TABLE public.typed_mark (
    entry_id bigint NOT NULL,
    stage text NOT NULL,
    judge_id bigint NOT NULL,
    version integer NOT NULL,
    copy integer NOT NULL,
    leaf text NOT NULL,
    round_id bigint NOT NULL,
    product_group text NOT NULL,
    value numeric,
    absence text,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    CONSTRAINT typed_mark_absence_known CHECK ((absence = ANY (ARRAY['absent'::text, 'recused'::text, 'not-applicable'::text, 'spoiled'::text]))),
    CONSTRAINT typed_mark_copy_known CHECK ((copy = ANY (ARRAY[1, 2]))),
    CONSTRAINT typed_mark_value_form CHECK (((value >= (0)::numeric) AND (scale(trim_scale(value)) <= 6))),
    CONSTRAINT typed_mark_value_or_absence CHECK (((value IS NULL) <> (absence IS NULL)))
);

ALTER TABLE ONLY public.typed_mark FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.typed_mark IS 'Marks as two clerks read them off paper, each by itself; they count for nothing; append-only';

CREATE TABLE public.typed_settlement (
    entry_id bigint NOT NULL,
    stage text NOT NULL,
    judge_id bigint NOT NULL,
    version integer NOT NULL,
    leaf text NOT NULL,
    round_id bigint NOT NULL,
    product_group text NOT NULL,
    value numeric,
    absence text,
    reason text NOT NULL,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    CONSTRAINT typed_settlement_absence_known CHECK ((absence = ANY (ARRAY['absent'::text, 'recused'::text, 'not-applicable'::text, 'spoiled'::text]))),
    CONSTRAINT typed_settlement_reason_length CHECK (((char_length(reason) >= 1) AND (char_length(reason) <= 200))),
    CONSTRAINT typed_settlement_value_form CHECK (((value >= (0)::numeric) AND (scale(trim_scale(value)) <= 6))),
    CONSTRAINT typed_settlement_value_or_absence CHECK (((value IS NULL) <> (absence IS NULL)))
);

ALTER TABLE ONLY public.typed_settlement FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.typed_settlement IS 'What a paper sheet says where its two copies differ or lack it, and why; append-only';

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

CREATE TABLE public.web_session (
    web_session_id bigint NOT NULL,
    account_id bigint NOT NULL,
    token_sha256 bytea NOT NULL,
    earlier_sha256 bytea,
    begun_at timestamp with time zone NOT NULL,
    rotated_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    ended_because text,
    network text NOT NULL,
    agent text NOT NULL,
    audit_id bigint DEFAULT public.current_audit() NOT NULL,
    awaits_code boolean DEFAULT false NOT NULL,
    CONSTRAINT web_session_agent_length CHECK ((char_length(agent) <= 200)),
    CONSTRAINT web_session_earlier_length CHECK ((octet_length(earlier_sha256) = 32)),
    CONSTRAINT web_session_ended_because_known CHECK ((ended_because = ANY (ARRAY['signed-out'::text, 'ended'::text, 'password-changed'::text, 'token-reused'::text, 'second-factor-changed'::text]))),
    CONSTRAINT web_session_ended_whole CHECK (((ended_at IS NULL) = (ended_because IS NULL))),
    CONSTRAINT web_session_network_length CHECK (((char_length(network) >= 1) AND (char_length(network) <= 64))),
    CONSTRAINT web_session_token_length CHECK ((octet_length(token_sha256) = 32))
);

ALTER TABLE ONLY public.web_session FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.web_session IS 'Browsers that signed in; ended, never deleted';

ALTER TABLE public.web_session ALTER COLUMN web_session_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.web_session_web_session_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE ONLY public.account_identity
    ADD CONSTRAINT account_identity_pkey PRIMARY KEY (account_identity_id);

ALTER TABLE ONLY public.account_invitation
    ADD CONSTRAINT account_invitation_pkey PRIMARY KEY (account_invitation_id);

ALTER TABLE ONLY public.account_invitation
    ADD CONSTRAINT account_invitation_token_key UNIQUE (token_sha256);

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_login_unique UNIQUE (login);

ALTER TABLE ONLY public.account_password
    ADD CONSTRAINT account_password_pkey PRIMARY KEY (account_id);

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_pkey PRIMARY KEY (account_id);

ALTER TABLE ONLY public.account_recovery_code
    ADD CONSTRAINT account_recovery_code_pkey PRIMARY KEY (account_time_code_id, code_sha256);

ALTER TABLE ONLY public.account_role
    ADD CONSTRAINT account_role_once EXCLUDE USING gist (account_id WITH =, role WITH =, COALESCE(region, ''::text) WITH =, COALESCE(unit_id, (0)::bigint) WITH =, COALESCE(round_id, (0)::bigint) WITH =, COALESCE(establishment_id, (0)::bigint) WITH =, daterange(valid_from, valid_to) WITH &&);

ALTER TABLE ONLY public.account_role
    ADD CONSTRAINT account_role_pkey PRIMARY KEY (account_role_id);

ALTER TABLE ONLY public.account_time_code
    ADD CONSTRAINT account_time_code_pkey PRIMARY KEY (account_time_code_id);

ALTER TABLE ONLY public.api_request
    ADD CONSTRAINT api_request_pkey PRIMARY KEY (account_id, idempotency_key);

ALTER TABLE ONLY public.api_token
    ADD CONSTRAINT api_token_pkey PRIMARY KEY (api_token_id);

ALTER TABLE ONLY public.api_token
    ADD CONSTRAINT api_token_token_key UNIQUE (token_sha256);

ALTER TABLE public.assignment_draw
    ADD CONSTRAINT assignment_draw_input_kept CHECK (((input IS NOT NULL) AND (input_sha256 IS NOT NULL))) NOT VALID;

ALTER TABLE ONLY public.assignment_draw
    ADD CONSTRAINT assignment_draw_pkey PRIMARY KEY (assignment_draw_id);

ALTER TABLE ONLY public.assignment_draw
    ADD CONSTRAINT assignment_draw_round_key UNIQUE (assignment_draw_id, round_id);

ALTER TABLE ONLY public.audit_event
    ADD CONSTRAINT audit_event_pkey PRIMARY KEY (audit_id);

ALTER TABLE ONLY public.audit_link
    ADD CONSTRAINT audit_link_event_key UNIQUE (audit_id);

ALTER TABLE ONLY public.audit_link
    ADD CONSTRAINT audit_link_pkey PRIMARY KEY ("position");

ALTER TABLE ONLY public.authority_name
    ADD CONSTRAINT authority_name_validity_overlap EXCLUDE USING gist (level WITH =, validity WITH &&) DEFERRABLE;

ALTER TABLE ONLY public.award
    ADD CONSTRAINT award_once UNIQUE NULLS NOT DISTINCT (level, issuer_code, decision_number, decision_date, establishment_name, product_name);

ALTER TABLE ONLY public.award
    ADD CONSTRAINT award_pkey PRIMARY KEY (award_id);

ALTER TABLE ONLY public.award
    ADD CONSTRAINT award_product_key UNIQUE (award_id, product_id);

ALTER TABLE ONLY public.award_withdrawal
    ADD CONSTRAINT award_withdrawal_pkey PRIMARY KEY (award_id);

ALTER TABLE ONLY public.booth_allocation
    ADD CONSTRAINT booth_allocation_double EXCLUDE USING gist (booth_id WITH =, days WITH &&) WHERE ((state = ANY (ARRAY['held'::text, 'confirmed'::text])));

ALTER TABLE ONLY public.booth_allocation
    ADD CONSTRAINT booth_allocation_moved_once UNIQUE (moved_from);

ALTER TABLE ONLY public.booth_allocation
    ADD CONSTRAINT booth_allocation_one_funds EXCLUDE USING gist (booth_id WITH =, funds WITH <>) WHERE (((state = ANY (ARRAY['held'::text, 'confirmed'::text])) AND (funds IS NOT NULL)));

ALTER TABLE ONLY public.booth_allocation
    ADD CONSTRAINT booth_allocation_pkey PRIMARY KEY (booth_allocation_id);

ALTER TABLE ONLY public.booth
    ADD CONSTRAINT booth_code_once UNIQUE (fair_id, code_key);

ALTER TABLE ONLY public.booth
    ADD CONSTRAINT booth_of_fair_key UNIQUE (booth_id, fair_id);

ALTER TABLE ONLY public.booth
    ADD CONSTRAINT booth_pkey PRIMARY KEY (booth_id);

ALTER TABLE ONLY public.booth
    ADD CONSTRAINT booth_place_overlap EXCLUDE USING gist (fair_id WITH =, int4range(x_mm, (x_mm + width_mm)) WITH &&, int4range(y_mm, (y_mm + depth_mm)) WITH &&) WHERE ((removed_in IS NULL)) DEFERRABLE;

ALTER TABLE ONLY public.booth_quota
    ADD CONSTRAINT booth_quota_pkey PRIMARY KEY (booth_quota_id);

ALTER TABLE ONLY public.booth_quota
    ADD CONSTRAINT booth_quota_scope_key UNIQUE NULLS NOT DISTINCT (fair_id, province_unit_id, product_group, funds);

ALTER TABLE ONLY public.booth_request_booth
    ADD CONSTRAINT booth_request_booth_pkey PRIMARY KEY (booth_allocation_id);

ALTER TABLE ONLY public.booth_request
    ADD CONSTRAINT booth_request_pkey PRIMARY KEY (booth_request_id);

ALTER TABLE ONLY public.booth_request_step
    ADD CONSTRAINT booth_request_step_pkey PRIMARY KEY (booth_request_id, version);

ALTER TABLE ONLY public.booth_request
    ADD CONSTRAINT booth_request_waiting_once UNIQUE (fair_id, waiting_position) DEFERRABLE;

ALTER TABLE ONLY public.booth_run
    ADD CONSTRAINT booth_run_pkey PRIMARY KEY (booth_run_id);

ALTER TABLE ONLY public.booth_run
    ADD CONSTRAINT booth_run_terms_once UNIQUE (fair_id, terms_version);

ALTER TABLE ONLY public.booth_step
    ADD CONSTRAINT booth_step_pkey PRIMARY KEY (booth_allocation_id, version);

ALTER TABLE ONLY public.booth_tenant
    ADD CONSTRAINT booth_tenant_pkey PRIMARY KEY (booth_allocation_id, ordinal);

ALTER TABLE ONLY public.booth_version
    ADD CONSTRAINT booth_version_pkey PRIMARY KEY (booth_id, version);

ALTER TABLE ONLY public.calendar_day
    ADD CONSTRAINT calendar_day_pkey PRIMARY KEY (date);

ALTER TABLE ONLY public.certificate
    ADD CONSTRAINT certificate_award_key UNIQUE (certificate_id, award_id, valid_to);

ALTER TABLE ONLY public.certificate
    ADD CONSTRAINT certificate_award_unique UNIQUE NULLS NOT DISTINCT (award_id, replaces);

ALTER TABLE ONLY public.certificate
    ADD CONSTRAINT certificate_code_unique UNIQUE (code);

ALTER TABLE ONLY public.certificate_design
    ADD CONSTRAINT certificate_design_pkey PRIMARY KEY (certificate_design_id);

ALTER TABLE ONLY public.certificate_design_withdrawal
    ADD CONSTRAINT certificate_design_withdrawal_pkey PRIMARY KEY (certificate_design_id);

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

ALTER TABLE ONLY public.certificate_signature
    ADD CONSTRAINT certificate_signature_pkey PRIMARY KEY (certificate_id);

ALTER TABLE ONLY public.certificate_template
    ADD CONSTRAINT certificate_template_pkey PRIMARY KEY (identity);

ALTER TABLE ONLY public.complaint_end
    ADD CONSTRAINT complaint_end_pkey PRIMARY KEY (complaint_id);

ALTER TABLE ONLY public.complaint
    ADD CONSTRAINT complaint_of_round_key UNIQUE (complaint_id, round_id);

ALTER TABLE ONLY public.complaint
    ADD CONSTRAINT complaint_pkey PRIMARY KEY (complaint_id);

ALTER TABLE ONLY public.corrected_line
    ADD CONSTRAINT corrected_line_ordinal_unique UNIQUE (result_correction_id, ordinal);

ALTER TABLE ONLY public.corrected_line
    ADD CONSTRAINT corrected_line_pkey PRIMARY KEY (result_correction_id, entry_id);

ALTER TABLE ONLY public.corrected_part
    ADD CONSTRAINT corrected_part_pkey PRIMARY KEY (result_correction_id, part);

ALTER TABLE ONLY public.council_attendance
    ADD CONSTRAINT council_attendance_pkey PRIMARY KEY (council_meeting_id, council_member_id);

ALTER TABLE ONLY public.council_meeting
    ADD CONSTRAINT council_meeting_pkey PRIMARY KEY (council_meeting_id);

ALTER TABLE ONLY public.council_member
    ADD CONSTRAINT council_member_pkey PRIMARY KEY (council_member_id);

ALTER TABLE ONLY public.council_vote
    ADD CONSTRAINT council_vote_once UNIQUE NULLS NOT DISTINCT (council_meeting_id, entry_id);

ALTER TABLE ONLY public.council_vote
    ADD CONSTRAINT council_vote_pkey PRIMARY KEY (council_vote_id);

ALTER TABLE ONLY public.decision_line
    ADD CONSTRAINT decision_line_pkey PRIMARY KEY (decision_id, entry_id);

ALTER TABLE ONLY public.decision
    ADD CONSTRAINT decision_number_once UNIQUE (round_id, number);

ALTER TABLE ONLY public.decision
    ADD CONSTRAINT decision_pkey PRIMARY KEY (decision_id);

ALTER TABLE ONLY public.decision
    ADD CONSTRAINT decision_round_unique UNIQUE NULLS NOT DISTINCT (round_id, amendment);

ALTER TABLE ONLY public.dossier_paper
    ADD CONSTRAINT dossier_paper_pkey PRIMARY KEY (dossier_paper_id);

ALTER TABLE ONLY public.entry
    ADD CONSTRAINT entry_code_unique UNIQUE (round_id, code);

ALTER TABLE ONLY public.entry_notice
    ADD CONSTRAINT entry_notice_once UNIQUE NULLS NOT DISTINCT (entry_id, kind, result_version, decision_id);

ALTER TABLE ONLY public.entry
    ADD CONSTRAINT entry_of_round_key UNIQUE (entry_id, round_id);

ALTER TABLE ONLY public.entry_paper
    ADD CONSTRAINT entry_paper_pkey PRIMARY KEY (entry_id, dossier_paper_id);

ALTER TABLE ONLY public.entry
    ADD CONSTRAINT entry_pkey PRIMARY KEY (entry_id);

ALTER TABLE ONLY public.entry
    ADD CONSTRAINT entry_round_key UNIQUE (entry_id, round_id, product_group);

ALTER TABLE ONLY public.establishment
    ADD CONSTRAINT establishment_external_id_unique UNIQUE (external_id);

ALTER TABLE ONLY public.establishment
    ADD CONSTRAINT establishment_pkey PRIMARY KEY (establishment_id);

ALTER TABLE ONLY public.establishment_posting
    ADD CONSTRAINT establishment_posting_pkey PRIMARY KEY (word, block);

ALTER TABLE ONLY public.establishment_redirect
    ADD CONSTRAINT establishment_redirect_once EXCLUDE USING gist (from_establishment_id WITH =, daterange(effective_on, undone_on) WITH &&);

ALTER TABLE ONLY public.establishment_redirect
    ADD CONSTRAINT establishment_redirect_pkey PRIMARY KEY (establishment_redirect_id);

ALTER TABLE ONLY public.establishment_search
    ADD CONSTRAINT establishment_search_pkey PRIMARY KEY (establishment_id);

ALTER TABLE ONLY public.establishment
    ADD CONSTRAINT establishment_tax_code_unique UNIQUE (tax_code);

ALTER TABLE ONLY public.establishment_version
    ADD CONSTRAINT establishment_version_pkey PRIMARY KEY (establishment_id, version);

ALTER TABLE ONLY public.evidence_leaf
    ADD CONSTRAINT evidence_leaf_pkey PRIMARY KEY (leaf_index);

ALTER TABLE ONLY public.evidence_leaf
    ADD CONSTRAINT evidence_leaf_record_key UNIQUE (kind, record_id);

ALTER TABLE ONLY public.fair
    ADD CONSTRAINT fair_pkey PRIMARY KEY (fair_id);

ALTER TABLE ONLY public.fair_plan
    ADD CONSTRAINT fair_plan_pkey PRIMARY KEY (fair_id, version);

ALTER TABLE ONLY public.fair_terms
    ADD CONSTRAINT fair_terms_pkey PRIMARY KEY (fair_id, version);

ALTER TABLE ONLY public.funding_rule
    ADD CONSTRAINT funding_rule_pkey PRIMARY KEY (funding_rule_id);

ALTER TABLE ONLY public.funding_rule
    ADD CONSTRAINT funding_rule_validity_overlap EXCLUDE USING gist (source WITH =, COALESCE(province_unit_id, (0)::bigint) WITH =, fair_kind WITH =, validity WITH &&);

ALTER TABLE ONLY public.handed_in_file
    ADD CONSTRAINT handed_in_file_once UNIQUE (round_id, sha256);

ALTER TABLE ONLY public.handed_in_file
    ADD CONSTRAINT handed_in_file_pkey PRIMARY KEY (handed_in_file_id);

ALTER TABLE ONLY public.judge_account
    ADD CONSTRAINT judge_account_pkey PRIMARY KEY (judge_account_id);

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

ALTER TABLE ONLY public.mark_correction
    ADD CONSTRAINT mark_correction_pkey PRIMARY KEY (entry_id, stage, judge_id, leaf, version);

ALTER TABLE ONLY public.mark
    ADD CONSTRAINT mark_once UNIQUE NULLS NOT DISTINCT (entry_id, stage, judge_id, leaf, sheet_version);

ALTER TABLE ONLY public.nomination
    ADD CONSTRAINT nomination_award_key UNIQUE (nomination_id, award_id);

ALTER TABLE ONLY public.nomination
    ADD CONSTRAINT nomination_once UNIQUE (award_id, to_level, number, nominated_on);

ALTER TABLE ONLY public.nomination
    ADD CONSTRAINT nomination_pkey PRIMARY KEY (nomination_id);

ALTER TABLE ONLY public.posting_settlement
    ADD CONSTRAINT posting_settlement_pkey PRIMARY KEY (kind);

ALTER TABLE ONLY public.product
    ADD CONSTRAINT product_establishment_key UNIQUE (product_id, establishment_id);

ALTER TABLE ONLY public.product
    ADD CONSTRAINT product_external_id_unique UNIQUE (external_id);

ALTER TABLE ONLY public.product_member
    ADD CONSTRAINT product_member_once UNIQUE (product_id, member_product_id);

ALTER TABLE ONLY public.product_member
    ADD CONSTRAINT product_member_pkey PRIMARY KEY (product_id, ordinal);

ALTER TABLE ONLY public.product_picture
    ADD CONSTRAINT product_picture_number_once UNIQUE (product_id, number);

ALTER TABLE ONLY public.product_picture
    ADD CONSTRAINT product_picture_pkey PRIMARY KEY (product_picture_id);

ALTER TABLE ONLY public.product
    ADD CONSTRAINT product_pkey PRIMARY KEY (product_id);

ALTER TABLE ONLY public.product_posting
    ADD CONSTRAINT product_posting_pkey PRIMARY KEY (word, block);

ALTER TABLE ONLY public.product_search
    ADD CONSTRAINT product_search_pkey PRIMARY KEY (product_id);

ALTER TABLE ONLY public.product_version
    ADD CONSTRAINT product_version_pkey PRIMARY KEY (product_id, version);

ALTER TABLE ONLY public.production_site
    ADD CONSTRAINT production_site_pkey PRIMARY KEY (production_site_id);

ALTER TABLE ONLY public.production_site_version
    ADD CONSTRAINT production_site_version_pkey PRIMARY KEY (production_site_id, version);

ALTER TABLE ONLY public.provider_attempt
    ADD CONSTRAINT provider_attempt_pkey PRIMARY KEY (provider_attempt_id);

ALTER TABLE ONLY public.provider_attempt
    ADD CONSTRAINT provider_attempt_state_key UNIQUE (state_sha256);

ALTER TABLE ONLY public.record_change
    ADD CONSTRAINT record_change_pkey PRIMARY KEY (record_change_id);

ALTER TABLE ONLY public.redaction
    ADD CONSTRAINT redaction_pkey PRIMARY KEY (redaction_id);

ALTER TABLE ONLY public.region_member
    ADD CONSTRAINT region_member_validity_overlap EXCLUDE USING gist (province_code WITH =, validity WITH &&);

ALTER TABLE ONLY public.registration_attempt
    ADD CONSTRAINT registration_attempt_pkey PRIMARY KEY (registration_attempt_id);

ALTER TABLE ONLY public.registration_request
    ADD CONSTRAINT registration_request_pkey PRIMARY KEY (registration_request_id);

ALTER TABLE ONLY public.registration_request
    ADD CONSTRAINT registration_request_token_key UNIQUE (token_sha256);

ALTER TABLE ONLY public.regulation
    ADD CONSTRAINT regulation_pkey PRIMARY KEY (regulation_id);

ALTER TABLE ONLY public.result_correction
    ADD CONSTRAINT result_correction_of_version_key UNIQUE (result_correction_id, round_id, version);

ALTER TABLE ONLY public.result_correction
    ADD CONSTRAINT result_correction_pkey PRIMARY KEY (result_correction_id);

ALTER TABLE ONLY public.result_correction
    ADD CONSTRAINT result_correction_version_once UNIQUE (round_id, version);

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

ALTER TABLE ONLY public.reward_ceiling
    ADD CONSTRAINT reward_ceiling_pkey PRIMARY KEY (reward_ceiling_id);

ALTER TABLE ONLY public.reward_ceiling
    ADD CONSTRAINT reward_ceiling_validity_overlap EXCLUDE USING gist (level WITH =, territory WITH =, validity WITH &&);

ALTER TABLE ONLY public.round_act
    ADD CONSTRAINT round_act_once UNIQUE (round_id, body, number, acted_on);

ALTER TABLE ONLY public.round_act
    ADD CONSTRAINT round_act_pkey PRIMARY KEY (round_act_id);

ALTER TABLE ONLY public.round_leaf
    ADD CONSTRAINT round_leaf_pkey PRIMARY KEY (round_id, product_group, leaf);

ALTER TABLE ONLY public.round
    ADD CONSTRAINT round_pkey PRIMARY KEY (round_id);

ALTER TABLE ONLY public.sealed_table
    ADD CONSTRAINT sealed_table_pkey PRIMARY KEY (table_name);

ALTER TABLE ONLY public.search_word
    ADD CONSTRAINT search_word_pkey PRIMARY KEY (word);

ALTER TABLE ONLY public.sheet_draft
    ADD CONSTRAINT sheet_draft_pkey PRIMARY KEY (entry_id, stage, judge_id, version);

ALTER TABLE ONLY public.sheet_key
    ADD CONSTRAINT sheet_key_judge_key UNIQUE (sheet_key_id, judge_id);

ALTER TABLE ONLY public.sheet_key
    ADD CONSTRAINT sheet_key_pkey PRIMARY KEY (sheet_key_id);

ALTER TABLE ONLY public.sheet_reopening
    ADD CONSTRAINT sheet_reopening_pkey PRIMARY KEY (entry_id, stage, judge_id, version);

ALTER TABLE ONLY public.sheet_version
    ADD CONSTRAINT sheet_version_pkey PRIMARY KEY (entry_id, stage, judge_id, version);

ALTER TABLE ONLY public.sign_in_attempt
    ADD CONSTRAINT sign_in_attempt_pkey PRIMARY KEY (sign_in_attempt_id);

ALTER TABLE ONLY public.signed_checkpoint
    ADD CONSTRAINT signed_checkpoint_pkey PRIMARY KEY (signed_checkpoint_id);

ALTER TABLE ONLY public.signing_key
    ADD CONSTRAINT signing_key_pkey PRIMARY KEY (key_id);

ALTER TABLE ONLY public.signing_key
    ADD CONSTRAINT signing_key_replaces_once UNIQUE NULLS NOT DISTINCT (replaces);

ALTER TABLE ONLY public.signing_key_revocation
    ADD CONSTRAINT signing_key_revocation_pkey PRIMARY KEY (key_id);

ALTER TABLE ONLY public.stored_file
    ADD CONSTRAINT stored_file_pkey PRIMARY KEY (sha256);

ALTER TABLE ONLY public.typed_mark
    ADD CONSTRAINT typed_mark_pkey PRIMARY KEY (entry_id, stage, judge_id, version, leaf, copy);

ALTER TABLE ONLY public.typed_settlement
    ADD CONSTRAINT typed_settlement_pkey PRIMARY KEY (entry_id, stage, judge_id, version, leaf);

ALTER TABLE ONLY public.unit_edge
    ADD CONSTRAINT unit_edge_pkey PRIMARY KEY (from_unit_id, to_unit_id);

ALTER TABLE ONLY public.unit
    ADD CONSTRAINT unit_pkey PRIMARY KEY (unit_id);

ALTER TABLE ONLY public.unit
    ADD CONSTRAINT unit_validity_overlap EXCLUDE USING gist (code WITH =, validity WITH &&);

ALTER TABLE ONLY public.web_session
    ADD CONSTRAINT web_session_earlier_key UNIQUE (earlier_sha256);

ALTER TABLE ONLY public.web_session
    ADD CONSTRAINT web_session_pkey PRIMARY KEY (web_session_id);

ALTER TABLE ONLY public.web_session
    ADD CONSTRAINT web_session_token_key UNIQUE (token_sha256);

CREATE INDEX account_audit ON public.account USING btree (audit_id);

CREATE INDEX account_identity_account ON public.account_identity USING btree (account_id);

CREATE UNIQUE INDEX account_identity_account_once ON public.account_identity USING btree (issuer, account_id) WHERE (ended_at IS NULL);

CREATE INDEX account_identity_audit ON public.account_identity USING btree (audit_id);

CREATE UNIQUE INDEX account_identity_subject_once ON public.account_identity USING btree (issuer, subject) WHERE (ended_at IS NULL);

CREATE INDEX account_invitation_account ON public.account_invitation USING btree (account_id);

CREATE INDEX account_invitation_audit ON public.account_invitation USING btree (audit_id);

CREATE INDEX account_password_audit ON public.account_password USING btree (audit_id);

CREATE INDEX account_recovery_code_account ON public.account_recovery_code USING btree (account_id);

CREATE INDEX account_recovery_code_audit ON public.account_recovery_code USING btree (audit_id);

CREATE INDEX account_role_audit ON public.account_role USING btree (audit_id);

CREATE INDEX account_role_establishment ON public.account_role USING btree (establishment_id);

CREATE INDEX account_role_round ON public.account_role USING btree (round_id);

CREATE INDEX account_role_unit ON public.account_role USING btree (unit_id);

CREATE INDEX account_time_code_audit ON public.account_time_code USING btree (audit_id);

CREATE UNIQUE INDEX account_time_code_one ON public.account_time_code USING btree (account_id) WHERE (ended_at IS NULL);

CREATE INDEX api_request_done ON public.api_request USING btree (done_at);

CREATE INDEX api_token_account ON public.api_token USING btree (account_id);

CREATE INDEX api_token_audit ON public.api_token USING btree (audit_id);

CREATE INDEX api_token_establishment ON public.api_token USING btree (establishment_id);

CREATE INDEX api_token_round ON public.api_token USING btree (round_id);

CREATE INDEX api_token_unit ON public.api_token USING btree (unit_id);

CREATE INDEX assignment_draw_audit ON public.assignment_draw USING btree (audit_id);

CREATE INDEX assignment_draw_round ON public.assignment_draw USING btree (round_id);

CREATE INDEX audit_event_subject ON public.audit_event USING btree (subject, subject_id);

CREATE INDEX authority_name_audit ON public.authority_name USING btree (audit_id);

CREATE INDEX award_audit ON public.award USING btree (audit_id);

CREATE INDEX award_commune ON public.award USING btree (commune_unit_id);

CREATE INDEX award_decision ON public.award USING btree (decision_id);

CREATE INDEX award_district ON public.award USING btree (district_unit_id);

CREATE INDEX award_establishment ON public.award USING btree (establishment_id) INCLUDE (award_id, decision_id);

CREATE INDEX award_issuer_unit ON public.award USING btree (issuer_unit_id);

CREATE INDEX award_product ON public.award USING btree (product_id, establishment_id) INCLUDE (award_id, decision_id);

CREATE INDEX award_province ON public.award USING btree (province_unit_id);

CREATE INDEX award_withdrawal_decision ON public.award_withdrawal USING btree (decision_id);

CREATE INDEX booth_allocation_audit ON public.booth_allocation USING btree (audit_id);

CREATE INDEX booth_allocation_booth ON public.booth_allocation USING btree (booth_id);

CREATE INDEX booth_allocation_fair ON public.booth_allocation USING btree (fair_id);

CREATE INDEX booth_allocation_group ON public.booth_allocation USING btree (group_id);

CREATE INDEX booth_allocation_province ON public.booth_allocation USING btree (province_unit_id, fair_id);

CREATE INDEX booth_allocation_rule ON public.booth_allocation USING btree (funding_rule_id);

CREATE INDEX booth_audit ON public.booth USING btree (audit_id);

CREATE INDEX booth_quota_audit ON public.booth_quota USING btree (audit_id);

CREATE INDEX booth_quota_province ON public.booth_quota USING btree (province_unit_id);

CREATE INDEX booth_request_audit ON public.booth_request USING btree (audit_id);

CREATE INDEX booth_request_booth_audit ON public.booth_request_booth USING btree (audit_id);

CREATE INDEX booth_request_booth_request ON public.booth_request_booth USING btree (booth_request_id);

CREATE INDEX booth_request_establishment ON public.booth_request USING btree (establishment_id);

CREATE UNIQUE INDEX booth_request_once ON public.booth_request USING btree (fair_id, kind, establishment_id, name) NULLS NOT DISTINCT WHERE (state = ANY (ARRAY['filed'::text, 'waiting'::text, 'partly-given'::text]));

CREATE INDEX booth_request_province ON public.booth_request USING btree (province_unit_id);

CREATE INDEX booth_request_step_audit ON public.booth_request_step USING btree (audit_id);

CREATE INDEX booth_run_audit ON public.booth_run USING btree (audit_id);

CREATE INDEX booth_step_audit ON public.booth_step USING btree (audit_id);

CREATE INDEX booth_tenant_audit ON public.booth_tenant USING btree (audit_id);

CREATE INDEX booth_tenant_establishment ON public.booth_tenant USING btree (establishment_id);

CREATE UNIQUE INDEX booth_tenant_once ON public.booth_tenant USING btree (booth_allocation_id, establishment_id);

CREATE UNIQUE INDEX booth_tenant_one_host ON public.booth_tenant USING btree (booth_allocation_id) WHERE (role = 'host'::text);

CREATE INDEX booth_version_audit ON public.booth_version USING btree (audit_id);

CREATE INDEX calendar_day_audit ON public.calendar_day USING btree (audit_id);

CREATE INDEX certificate_audit ON public.certificate USING btree (audit_id);

CREATE INDEX certificate_design_audit ON public.certificate_design USING btree (audit_id);

CREATE INDEX certificate_design_round ON public.certificate_design USING btree (round_id);

CREATE INDEX certificate_design_withdrawal_audit ON public.certificate_design_withdrawal USING btree (audit_id);

CREATE INDEX certificate_file_audit ON public.certificate_file USING btree (audit_id);

CREATE INDEX certificate_file_sha256 ON public.certificate_file USING btree (sha256);

CREATE INDEX certificate_replaces ON public.certificate USING btree (replaces);

CREATE INDEX certificate_signature_audit ON public.certificate_signature USING btree (audit_id);

CREATE INDEX certificate_signature_file ON public.certificate_signature USING btree (certificate_id, sha256);

CREATE INDEX certificate_signature_signer ON public.certificate_signature USING btree (signer_sha256);

CREATE INDEX certificate_template_audit ON public.certificate_template USING btree (audit_id);

CREATE INDEX certificate_valid_to ON public.certificate USING btree (valid_to);

CREATE INDEX complaint_audit ON public.complaint USING btree (audit_id);

CREATE INDEX complaint_end_audit ON public.complaint_end USING btree (audit_id);

CREATE INDEX complaint_entry ON public.complaint USING btree (entry_id);

CREATE INDEX complaint_round ON public.complaint USING btree (round_id);

CREATE INDEX corrected_line_entry ON public.corrected_line USING btree (entry_id);

CREATE INDEX council_attendance_member ON public.council_attendance USING btree (council_member_id);

CREATE INDEX council_meeting_audit ON public.council_meeting USING btree (audit_id);

CREATE INDEX council_meeting_round ON public.council_meeting USING btree (round_id, held_on);

CREATE INDEX council_member_audit ON public.council_member USING btree (audit_id);

CREATE INDEX council_member_joined ON public.council_member USING btree (joined_by);

CREATE INDEX council_member_left ON public.council_member USING btree (left_by);

CREATE UNIQUE INDEX council_member_once ON public.council_member USING btree (round_id, name) WHERE (member_to IS NULL);

CREATE UNIQUE INDEX council_member_one_chair ON public.council_member USING btree (round_id) WHERE ((role = 'chair'::text) AND (member_to IS NULL));

CREATE UNIQUE INDEX council_member_one_standing_vice_chair ON public.council_member USING btree (round_id) WHERE ((role = 'standing-vice-chair'::text) AND (member_to IS NULL));

CREATE INDEX council_member_replaces ON public.council_member USING btree (replaces_id);

CREATE INDEX council_member_round ON public.council_member USING btree (round_id);

CREATE INDEX council_vote_audit ON public.council_vote USING btree (audit_id);

CREATE INDEX council_vote_entry ON public.council_vote USING btree (entry_id);

CREATE INDEX decision_audit ON public.decision USING btree (audit_id);

CREATE INDEX decision_line_award ON public.decision_line USING btree (award_id);

CREATE INDEX decision_line_entry ON public.decision_line USING btree (entry_id);

CREATE INDEX dossier_paper_audit ON public.dossier_paper USING btree (audit_id);

CREATE INDEX dossier_paper_establishment ON public.dossier_paper USING btree (establishment_id);

CREATE UNIQUE INDEX dossier_paper_establishment_once ON public.dossier_paper USING btree (establishment_id, kind, sha256) WHERE (withdrawn_at IS NULL);

CREATE INDEX dossier_paper_file ON public.dossier_paper USING btree (sha256);

CREATE INDEX dossier_paper_product ON public.dossier_paper USING btree (product_id);

CREATE UNIQUE INDEX dossier_paper_product_once ON public.dossier_paper USING btree (product_id, kind, sha256) WHERE (withdrawn_at IS NULL);

CREATE INDEX dossier_paper_replacement ON public.dossier_paper USING btree (replaced_by);

CREATE INDEX entry_audit ON public.entry USING btree (audit_id);

CREATE INDEX entry_establishment ON public.entry USING btree (establishment_id);

CREATE INDEX entry_lower_award ON public.entry USING btree (lower_award_id);

CREATE INDEX entry_nomination ON public.entry USING btree (nomination_id);

CREATE INDEX entry_notice_audit ON public.entry_notice USING btree (audit_id);

CREATE INDEX entry_notice_decision ON public.entry_notice USING btree (decision_id);

CREATE INDEX entry_paper_audit ON public.entry_paper USING btree (audit_id);

CREATE INDEX entry_paper_paper ON public.entry_paper USING btree (dossier_paper_id);

CREATE INDEX entry_product ON public.entry USING btree (product_id, establishment_id);

CREATE UNIQUE INDEX entry_product_once ON public.entry USING btree (round_id, product_id) WHERE (state <> ALL (ARRAY['rejected'::text, 'withdrawn'::text]));

CREATE INDEX establishment_audit ON public.establishment USING btree (audit_id);

CREATE INDEX establishment_commune ON public.establishment USING btree (commune_unit_id);

CREATE INDEX establishment_name ON public.establishment USING btree (name_folded text_pattern_ops);

CREATE INDEX establishment_phone ON public.establishment USING btree (phone) WHERE (phone IS NOT NULL);

CREATE INDEX establishment_redirect_audit ON public.establishment_redirect USING btree (audit_id);

CREATE INDEX establishment_redirect_into ON public.establishment_redirect USING btree (into_establishment_id);

CREATE INDEX establishment_redirect_undone_audit ON public.establishment_redirect USING btree (undone_audit_id);

CREATE UNIQUE INDEX establishment_registration_once ON public.establishment USING btree (public.registration_key(registration_number), legal_form) WHERE ((registration_number IS NOT NULL) AND (registration_shared IS NULL));

CREATE INDEX establishment_registration_shared ON public.establishment USING btree (public.registration_key(registration_number), legal_form) WHERE (registration_shared IS NOT NULL);

CREATE INDEX establishment_site ON public.establishment USING btree (site_unit_id);

CREATE INDEX establishment_tax_code_beginning ON public.establishment USING btree (tax_code text_pattern_ops) WHERE (tax_code IS NOT NULL);

CREATE INDEX establishment_version_audit ON public.establishment_version USING btree (audit_id);

CREATE INDEX fair_audit ON public.fair USING btree (audit_id);

CREATE INDEX fair_plan_audit ON public.fair_plan USING btree (audit_id);

CREATE INDEX fair_terms_audit ON public.fair_terms USING btree (audit_id);

CREATE INDEX fair_unit ON public.fair USING btree (organiser_unit_id);

CREATE INDEX funding_rule_audit ON public.funding_rule USING btree (audit_id);

CREATE INDEX funding_rule_province_unit ON public.funding_rule USING btree (province_unit_id);

CREATE INDEX handed_in_file_audit ON public.handed_in_file USING btree (audit_id);

CREATE INDEX handed_in_file_judge ON public.handed_in_file USING btree (judge_id, round_id);

CREATE INDEX handed_in_file_key ON public.handed_in_file USING btree (sheet_key_id, judge_id);

CREATE INDEX judge_account_account ON public.judge_account USING btree (account_id);

CREATE INDEX judge_account_audit ON public.judge_account USING btree (audit_id);

CREATE INDEX judge_account_judge ON public.judge_account USING btree (judge_id);

CREATE INDEX judge_account_round ON public.judge_account USING btree (round_id);

CREATE INDEX judge_assignment_entry ON public.judge_assignment USING btree (entry_id);

CREATE INDEX judge_assignment_judge ON public.judge_assignment USING btree (judge_id);

CREATE INDEX judge_audit ON public.judge USING btree (audit_id);

CREATE INDEX judge_conflict_audit ON public.judge_conflict USING btree (audit_id);

CREATE INDEX judge_conflict_establishment ON public.judge_conflict USING btree (establishment_id);

CREATE INDEX judge_conflict_round ON public.judge_conflict USING btree (round_id);

CREATE INDEX judge_home ON public.judge USING btree (home_unit_id);

CREATE INDEX judge_joined ON public.judge USING btree (joined_by);

CREATE INDEX judge_left ON public.judge USING btree (left_by);

CREATE UNIQUE INDEX judge_one_head ON public.judge USING btree (round_id) WHERE ((role = 'head'::text) AND (member_to IS NULL));

CREATE INDEX judge_replaces ON public.judge USING btree (replaces_id);

CREATE INDEX mark_audit ON public.mark USING btree (audit_id);

CREATE INDEX mark_correction_correction ON public.mark_correction USING btree (result_correction_id, round_id, version);

CREATE INDEX mark_correction_judge ON public.mark_correction USING btree (judge_id);

CREATE INDEX mark_correction_round ON public.mark_correction USING btree (round_id);

CREATE INDEX mark_judge ON public.mark USING btree (judge_id);

CREATE INDEX mark_round ON public.mark USING btree (round_id, stage);

CREATE INDEX nomination_audit ON public.nomination USING btree (audit_id);

CREATE INDEX product_audit ON public.product USING btree (audit_id);

CREATE INDEX product_establishment ON public.product USING btree (establishment_id);

CREATE INDEX product_member_audit ON public.product_member USING btree (audit_id);

CREATE INDEX product_member_product ON public.product_member USING btree (member_product_id);

CREATE INDEX product_name ON public.product USING btree (name_folded text_pattern_ops);

CREATE INDEX product_picture_audit ON public.product_picture USING btree (audit_id);

CREATE UNIQUE INDEX product_picture_once ON public.product_picture USING btree (dossier_paper_id) WHERE (unpublished_at IS NULL);

CREATE INDEX product_picture_paper ON public.product_picture USING btree (dossier_paper_id);

CREATE INDEX product_version_audit ON public.product_version USING btree (audit_id);

CREATE INDEX production_site_audit ON public.production_site USING btree (audit_id);

CREATE INDEX production_site_commune ON public.production_site USING btree (commune_unit_id);

CREATE INDEX production_site_establishment ON public.production_site USING btree (establishment_id);

CREATE UNIQUE INDEX production_site_once ON public.production_site USING btree (establishment_id, commune_unit_id, address) WHERE (closed_on IS NULL);

CREATE INDEX production_site_version_audit ON public.production_site_version USING btree (audit_id);

CREATE INDEX provider_attempt_account ON public.provider_attempt USING btree (account_id);

CREATE INDEX provider_attempt_begun ON public.provider_attempt USING btree (begun_at);

CREATE INDEX provider_attempt_network ON public.provider_attempt USING btree (network, begun_at);

CREATE INDEX record_change_audit ON public.record_change USING btree (audit_id);

CREATE INDEX record_change_record ON public.record_change USING btree (kind, record_id, audit_id);

CREATE INDEX redaction_audit ON public.redaction USING btree (audit_id);

CREATE INDEX redaction_establishment ON public.redaction USING btree (establishment_id);

CREATE INDEX region_member_audit ON public.region_member USING btree (audit_id);

CREATE INDEX registration_attempt_by_network ON public.registration_attempt USING btree (network, made_at);

CREATE INDEX registration_attempt_made ON public.registration_attempt USING btree (made_at);

CREATE INDEX registration_request_account ON public.registration_request USING btree (account_id);

CREATE INDEX registration_request_audit ON public.registration_request USING btree (audit_id);

CREATE INDEX registration_request_commune ON public.registration_request USING btree (commune_unit_id);

CREATE INDEX registration_request_establishment ON public.registration_request USING btree (establishment_id);

CREATE INDEX registration_request_unpurged ON public.registration_request USING btree (COALESCE(settled_at, sent_at)) WHERE (purged_at IS NULL);

CREATE INDEX registration_request_waiting ON public.registration_request USING btree (commune_unit_id, sent_at) WHERE (state = 'waiting'::text);

CREATE INDEX regulation_audit ON public.regulation USING btree (audit_id);

CREATE INDEX regulation_extends ON public.regulation USING btree (extends);

CREATE INDEX result_audit ON public.result USING btree (audit_id);

CREATE INDEX result_correction_audit ON public.result_correction USING btree (audit_id);

CREATE INDEX result_correction_complaint ON public.result_correction USING btree (complaint_id, round_id);

CREATE INDEX result_line_entry ON public.result_line USING btree (entry_id);

CREATE INDEX revocation_audit ON public.revocation USING btree (audit_id);

CREATE INDEX reward_ceiling_audit ON public.reward_ceiling USING btree (audit_id);

CREATE INDEX round_act_audit ON public.round_act USING btree (audit_id);

CREATE INDEX round_audit ON public.round USING btree (audit_id);

CREATE INDEX round_regulation ON public.round USING btree (regulation_id);

CREATE INDEX round_unit ON public.round USING btree (organiser_unit_id);

CREATE INDEX search_word_beginning ON public.search_word USING btree (word text_pattern_ops);

CREATE INDEX search_word_change_word ON public.search_word_change USING btree (word);

CREATE INDEX search_word_deletions ON public.search_word USING gin (deletions) WITH (fastupdate=off);

CREATE INDEX sheet_draft_audit ON public.sheet_draft USING btree (audit_id);

CREATE INDEX sheet_draft_judge ON public.sheet_draft USING btree (judge_id);

CREATE INDEX sheet_draft_round ON public.sheet_draft USING btree (round_id, stage);

CREATE INDEX sheet_key_audit ON public.sheet_key USING btree (audit_id);

CREATE INDEX sheet_key_judge ON public.sheet_key USING btree (judge_id, round_id);

CREATE INDEX sheet_reopening_audit ON public.sheet_reopening USING btree (audit_id);

CREATE INDEX sheet_version_audit ON public.sheet_version USING btree (audit_id);

CREATE INDEX sheet_version_judge ON public.sheet_version USING btree (judge_id);

CREATE INDEX sheet_version_round ON public.sheet_version USING btree (round_id, stage);

CREATE INDEX sign_in_attempt_by_login ON public.sign_in_attempt USING btree (login, made_at);

CREATE INDEX sign_in_attempt_by_network ON public.sign_in_attempt USING btree (network, made_at);

CREATE INDEX sign_in_attempt_made ON public.sign_in_attempt USING btree (made_at);

CREATE INDEX signed_checkpoint_audit ON public.signed_checkpoint USING btree (audit_id);

CREATE INDEX signed_checkpoint_key ON public.signed_checkpoint USING btree (key_id);

CREATE INDEX signing_key_audit ON public.signing_key USING btree (audit_id);

CREATE INDEX signing_key_revocation_audit ON public.signing_key_revocation USING btree (audit_id);

CREATE INDEX stored_file_audit ON public.stored_file USING btree (audit_id);

CREATE INDEX typed_mark_audit ON public.typed_mark USING btree (audit_id);

CREATE INDEX typed_mark_judge ON public.typed_mark USING btree (judge_id);

CREATE INDEX typed_mark_round ON public.typed_mark USING btree (round_id, stage);

CREATE INDEX typed_settlement_audit ON public.typed_settlement USING btree (audit_id);

CREATE INDEX typed_settlement_judge ON public.typed_settlement USING btree (judge_id);

CREATE INDEX typed_settlement_round ON public.typed_settlement USING btree (round_id, stage);

CREATE INDEX unit_audit ON public.unit USING btree (audit_id);

CREATE INDEX unit_code ON public.unit USING btree (code);

CREATE INDEX unit_edge_audit ON public.unit_edge USING btree (audit_id);

CREATE INDEX unit_edge_to ON public.unit_edge USING btree (to_unit_id);

CREATE INDEX unit_parent ON public.unit USING btree (parent_code);

CREATE INDEX web_session_account ON public.web_session USING btree (account_id) WHERE (ended_at IS NULL);

CREATE INDEX web_session_audit ON public.web_session USING btree (audit_id);

CREATE TRIGGER account_identity_step BEFORE UPDATE ON public.account_identity FOR EACH ROW EXECUTE FUNCTION public.check_account_identity_step();

CREATE TRIGGER account_invitation_step BEFORE UPDATE ON public.account_invitation FOR EACH ROW EXECUTE FUNCTION public.check_invitation_step();

CREATE TRIGGER account_login_fixed BEFORE UPDATE ON public.account FOR EACH ROW EXECUTE FUNCTION public.check_account_step();

CREATE TRIGGER account_recovery_code_step BEFORE UPDATE ON public.account_recovery_code FOR EACH ROW EXECUTE FUNCTION public.check_recovery_code_step();

CREATE TRIGGER account_role_change_kept AFTER INSERT OR UPDATE ON public.account_role FOR EACH ROW EXECUTE FUNCTION public.keep_record_change('account_role_id');

CREATE TRIGGER account_role_step BEFORE UPDATE ON public.account_role FOR EACH ROW EXECUTE FUNCTION public.check_account_role_step();

CREATE TRIGGER account_time_code_step BEFORE UPDATE ON public.account_time_code FOR EACH ROW EXECUTE FUNCTION public.check_time_code_step();

CREATE TRIGGER api_token_step BEFORE UPDATE ON public.api_token FOR EACH ROW EXECUTE FUNCTION public.check_api_token_step();

CREATE TRIGGER assignment_draw_round_state BEFORE INSERT ON public.assignment_draw FOR EACH ROW EXECUTE FUNCTION public.check_draw_round();

CREATE TRIGGER award_withdrawal_act BEFORE INSERT ON public.award_withdrawal FOR EACH ROW EXECUTE FUNCTION public.check_award_withdrawal();

CREATE CONSTRAINT TRIGGER award_withdrawal_standing AFTER INSERT ON public.award_withdrawal DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.check_standing_award();

CREATE TRIGGER booth_allocation_on_plan BEFORE INSERT ON public.booth_allocation FOR EACH ROW EXECUTE FUNCTION public.check_booth_allocation();

CREATE TRIGGER booth_allocation_rule_in_force BEFORE INSERT ON public.booth_allocation FOR EACH ROW WHEN ((new.funds IS NOT NULL)) EXECUTE FUNCTION public.check_booth_funding();

CREATE TRIGGER booth_allocation_state_step BEFORE UPDATE ON public.booth_allocation FOR EACH ROW EXECUTE FUNCTION public.check_booth_allocation_step();

CREATE TRIGGER booth_allocation_version_step BEFORE UPDATE ON public.booth_allocation FOR EACH ROW EXECUTE FUNCTION public.advance_version();

CREATE TRIGGER booth_fixed BEFORE UPDATE ON public.booth FOR EACH ROW EXECUTE FUNCTION public.check_booth_step();

CREATE TRIGGER booth_in_use BEFORE UPDATE ON public.booth FOR EACH ROW WHEN ((((new.x_mm <> old.x_mm) OR (new.y_mm <> old.y_mm) OR (new.width_mm <> old.width_mm) OR (new.depth_mm <> old.depth_mm)) OR ((new.removed_in IS NOT NULL) AND (old.removed_in IS NULL)))) EXECUTE FUNCTION public.check_booth_in_use();

CREATE TRIGGER booth_keep_inserted AFTER INSERT ON public.booth REFERENCING NEW TABLE AS saved FOR EACH STATEMENT EXECUTE FUNCTION public.keep_booth_versions();

CREATE TRIGGER booth_keep_updated AFTER UPDATE ON public.booth REFERENCING NEW TABLE AS saved FOR EACH STATEMENT EXECUTE FUNCTION public.keep_booth_versions();

CREATE TRIGGER booth_quota_fixed BEFORE UPDATE ON public.booth_quota FOR EACH ROW EXECUTE FUNCTION public.check_booth_quota_step();

CREATE TRIGGER booth_quota_version_step BEFORE UPDATE ON public.booth_quota FOR EACH ROW EXECUTE FUNCTION public.advance_version();

CREATE TRIGGER booth_request_filed BEFORE INSERT ON public.booth_request FOR EACH ROW EXECUTE FUNCTION public.check_booth_request();

CREATE TRIGGER booth_request_open BEFORE INSERT ON public.booth_request FOR EACH ROW EXECUTE FUNCTION public.check_booth_request_open();

CREATE TRIGGER booth_request_state_step BEFORE UPDATE ON public.booth_request FOR EACH ROW EXECUTE FUNCTION public.check_booth_request_step();

CREATE TRIGGER booth_request_version_step BEFORE UPDATE ON public.booth_request FOR EACH ROW EXECUTE FUNCTION public.advance_version();

CREATE TRIGGER booth_version_step BEFORE UPDATE ON public.booth FOR EACH ROW EXECUTE FUNCTION public.advance_version();

CREATE TRIGGER certificate_award_in_doubt BEFORE INSERT ON public.certificate FOR EACH ROW WHEN ((new.paper IS NOT NULL)) EXECUTE FUNCTION public.check_certificate_award();

CREATE TRIGGER certificate_design_kind BEFORE INSERT ON public.certificate_design FOR EACH ROW EXECUTE FUNCTION public.check_design_kind();

CREATE TRIGGER certificate_replacement BEFORE INSERT ON public.certificate FOR EACH ROW WHEN ((new.replaces IS NOT NULL)) EXECUTE FUNCTION public.check_certificate_replacement();

CREATE TRIGGER certificate_template_kept BEFORE INSERT ON public.certificate FOR EACH ROW WHEN ((new.paper IS NOT NULL)) EXECUTE FUNCTION public.check_certificate_template();

CREATE TRIGGER complaint_end_after_receipt BEFORE INSERT ON public.complaint_end FOR EACH ROW EXECUTE FUNCTION public.check_complaint_end();

CREATE TRIGGER complaint_round_state BEFORE INSERT ON public.complaint FOR EACH ROW EXECUTE FUNCTION public.check_complaint_round();

CREATE TRIGGER council_attendance_sitting AFTER INSERT ON public.council_attendance REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.check_attendance();

CREATE TRIGGER council_meeting_round_state BEFORE INSERT ON public.council_meeting FOR EACH ROW EXECUTE FUNCTION public.check_meeting_round();

CREATE TRIGGER council_member_change_kept AFTER INSERT OR UPDATE ON public.council_member FOR EACH ROW EXECUTE FUNCTION public.keep_record_change('council_member_id');

CREATE TRIGGER council_vote_rules BEFORE INSERT ON public.council_vote FOR EACH ROW EXECUTE FUNCTION public.check_vote();

CREATE TRIGGER decision_amendment_step BEFORE INSERT ON public.decision FOR EACH ROW WHEN ((new.amendment IS NOT NULL)) EXECUTE FUNCTION public.check_amendment();

CREATE TRIGGER decision_line_eligible AFTER INSERT ON public.decision_line REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.check_decision_lines();

CREATE CONSTRAINT TRIGGER decision_line_standing AFTER INSERT ON public.decision_line DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.check_standing_award();

CREATE TRIGGER decision_vote_adopted BEFORE INSERT ON public.decision FOR EACH ROW EXECUTE FUNCTION public.check_decision_vote();

CREATE TRIGGER dossier_paper_fixed BEFORE UPDATE ON public.dossier_paper FOR EACH ROW EXECUTE FUNCTION public.check_paper_step();

CREATE TRIGGER dossier_paper_new BEFORE INSERT ON public.dossier_paper FOR EACH ROW EXECUTE FUNCTION public.check_new_paper();

CREATE TRIGGER dossier_paper_unpublished AFTER UPDATE ON public.dossier_paper FOR EACH ROW WHEN (((new.withdrawn_at IS NOT NULL) AND (old.withdrawn_at IS NULL))) EXECUTE FUNCTION public.unpublish_withdrawn();

CREATE TRIGGER dossier_paper_version_step BEFORE UPDATE ON public.dossier_paper FOR EACH ROW EXECUTE FUNCTION public.advance_version();

CREATE TRIGGER entry_change_kept AFTER INSERT OR UPDATE ON public.entry FOR EACH ROW EXECUTE FUNCTION public.keep_record_change('entry_id');

CREATE CONSTRAINT TRIGGER entry_lower_award AFTER INSERT OR UPDATE ON public.entry DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW EXECUTE FUNCTION public.check_entry_lower_award();

CREATE TRIGGER entry_notice_result BEFORE INSERT ON public.entry_notice FOR EACH ROW EXECUTE FUNCTION public.check_notice();

CREATE TRIGGER entry_paper_of_product AFTER INSERT ON public.entry_paper REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.check_entry_papers();

CREATE TRIGGER entry_round_open BEFORE INSERT OR UPDATE ON public.entry FOR EACH ROW EXECUTE FUNCTION public.check_entry_round();

CREATE TRIGGER entry_state_step BEFORE UPDATE ON public.entry FOR EACH ROW EXECUTE FUNCTION public.check_entry_step();

CREATE TRIGGER entry_told AFTER UPDATE ON public.entry REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.tell_round();

CREATE TRIGGER entry_version_step BEFORE UPDATE ON public.entry FOR EACH ROW EXECUTE FUNCTION public.advance_version();

CREATE TRIGGER establishment_keep_inserted AFTER INSERT ON public.establishment REFERENCING NEW TABLE AS saved FOR EACH STATEMENT EXECUTE FUNCTION public.keep_establishment_versions();

CREATE TRIGGER establishment_keep_updated AFTER UPDATE ON public.establishment REFERENCING NEW TABLE AS saved FOR EACH STATEMENT EXECUTE FUNCTION public.keep_establishment_versions();

CREATE TRIGGER establishment_merged AFTER UPDATE ON public.establishment REFERENCING NEW TABLE AS saved FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_merged_establishments();

CREATE TRIGGER establishment_redirect_cycle BEFORE INSERT ON public.establishment_redirect FOR EACH ROW EXECUTE FUNCTION public.check_establishment_redirect();

CREATE TRIGGER establishment_redirect_undo_only BEFORE UPDATE ON public.establishment_redirect FOR EACH ROW EXECUTE FUNCTION public.undo_establishment_redirect();

CREATE TRIGGER establishment_search_added AFTER INSERT ON public.establishment REFERENCING NEW TABLE AS saved FOR EACH STATEMENT EXECUTE FUNCTION public.follow_added_establishments();

CREATE TRIGGER establishment_search_changed AFTER UPDATE ON public.establishment REFERENCING OLD TABLE AS replaced NEW TABLE AS saved FOR EACH STATEMENT EXECUTE FUNCTION public.follow_changed_establishments();

CREATE TRIGGER establishment_version_step BEFORE UPDATE ON public.establishment FOR EACH ROW EXECUTE FUNCTION public.advance_version();

CREATE TRIGGER fair_change_kept AFTER INSERT OR UPDATE ON public.fair FOR EACH ROW EXECUTE FUNCTION public.keep_record_change('fair_id');

CREATE TRIGGER fair_state_step BEFORE UPDATE ON public.fair FOR EACH ROW EXECUTE FUNCTION public.check_fair_step();

CREATE TRIGGER fair_version_step BEFORE UPDATE ON public.fair FOR EACH ROW EXECUTE FUNCTION public.advance_version();

CREATE TRIGGER funding_rule_fixed BEFORE UPDATE ON public.funding_rule FOR EACH ROW EXECUTE FUNCTION public.check_funding_rule_end();

CREATE TRIGGER funding_rule_version_step BEFORE UPDATE ON public.funding_rule FOR EACH ROW EXECUTE FUNCTION public.advance_version();

CREATE TRIGGER handed_in_file_round_judging BEFORE INSERT ON public.handed_in_file FOR EACH ROW EXECUTE FUNCTION public.check_handed_in_file();

CREATE TRIGGER judge_account_once BEFORE INSERT ON public.judge_account FOR EACH ROW EXECUTE FUNCTION public.check_judge_account();

CREATE TRIGGER judge_added_told AFTER INSERT ON public.judge REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.tell_round();

CREATE TRIGGER judge_assignment_conflict AFTER INSERT ON public.judge_assignment REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.check_assignments();

CREATE TRIGGER judge_change_kept AFTER INSERT OR UPDATE ON public.judge FOR EACH ROW EXECUTE FUNCTION public.keep_record_change('judge_id');

CREATE TRIGGER judge_conflict_round_state BEFORE INSERT ON public.judge_conflict FOR EACH ROW EXECUTE FUNCTION public.check_conflict_round();

CREATE TRIGGER judge_conflict_told AFTER INSERT ON public.judge_conflict REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.tell_round();

CREATE TRIGGER judge_told AFTER UPDATE ON public.judge REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.tell_round();

CREATE TRIGGER mark_correction_rules AFTER INSERT ON public.mark_correction REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.check_mark_corrections();

CREATE CONSTRAINT TRIGGER mark_correction_seat_once AFTER INSERT ON public.mark_correction DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((new.value IS NOT NULL)) EXECUTE FUNCTION public.check_corrected_seat();

CREATE TRIGGER mark_rules AFTER INSERT ON public.mark REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.check_marks();

CREATE TRIGGER mark_sheet AFTER INSERT ON public.mark REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.check_sheets_of_marks();

CREATE TRIGGER mark_who AFTER INSERT ON public.mark REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.check_markers();

CREATE TRIGGER product_keep_inserted AFTER INSERT ON public.product REFERENCING NEW TABLE AS saved FOR EACH STATEMENT EXECUTE FUNCTION public.keep_product_versions();

CREATE TRIGGER product_keep_updated AFTER UPDATE ON public.product REFERENCING NEW TABLE AS saved FOR EACH STATEMENT EXECUTE FUNCTION public.keep_product_versions();

CREATE TRIGGER product_merged AFTER INSERT ON public.product REFERENCING NEW TABLE AS saved FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_merged_establishments();

CREATE TRIGGER product_picture_fixed BEFORE UPDATE ON public.product_picture FOR EACH ROW EXECUTE FUNCTION public.check_picture_step();

CREATE TRIGGER product_picture_of_paper BEFORE INSERT ON public.product_picture FOR EACH ROW EXECUTE FUNCTION public.check_product_picture();

CREATE TRIGGER product_picture_version_step BEFORE UPDATE ON public.product_picture FOR EACH ROW EXECUTE FUNCTION public.advance_version();

CREATE TRIGGER product_search_added AFTER INSERT ON public.product REFERENCING NEW TABLE AS saved FOR EACH STATEMENT EXECUTE FUNCTION public.follow_added_products();

CREATE TRIGGER product_search_changed AFTER UPDATE ON public.product REFERENCING OLD TABLE AS replaced NEW TABLE AS saved FOR EACH STATEMENT EXECUTE FUNCTION public.follow_changed_products();

CREATE TRIGGER product_version_step BEFORE UPDATE ON public.product FOR EACH ROW EXECUTE FUNCTION public.advance_version();

CREATE TRIGGER production_site_keep_inserted AFTER INSERT ON public.production_site REFERENCING NEW TABLE AS saved FOR EACH STATEMENT EXECUTE FUNCTION public.keep_production_site_versions();

CREATE TRIGGER production_site_keep_updated AFTER UPDATE ON public.production_site REFERENCING NEW TABLE AS saved FOR EACH STATEMENT EXECUTE FUNCTION public.keep_production_site_versions();

CREATE TRIGGER production_site_merged AFTER INSERT ON public.production_site REFERENCING NEW TABLE AS saved FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_merged_establishments();

CREATE TRIGGER production_site_version_step BEFORE UPDATE ON public.production_site FOR EACH ROW EXECUTE FUNCTION public.advance_version();

CREATE TRIGGER provider_attempt_step BEFORE UPDATE ON public.provider_attempt FOR EACH ROW EXECUTE FUNCTION public.check_provider_attempt_step();

CREATE TRIGGER registration_request_step BEFORE UPDATE ON public.registration_request FOR EACH ROW EXECUTE FUNCTION public.check_registration_step();

CREATE TRIGGER registration_request_version_step BEFORE UPDATE ON public.registration_request FOR EACH ROW EXECUTE FUNCTION public.advance_version();

CREATE TRIGGER result_correction_day BEFORE INSERT ON public.result_correction FOR EACH ROW EXECUTE FUNCTION public.check_correction_day();

CREATE TRIGGER result_correction_step BEFORE INSERT ON public.result_correction FOR EACH ROW EXECUTE FUNCTION public.check_result_correction();

CREATE TRIGGER revocation_of_replaced BEFORE INSERT ON public.revocation FOR EACH ROW EXECUTE FUNCTION public.check_revocation();

CREATE TRIGGER round_change_kept AFTER INSERT OR UPDATE ON public.round FOR EACH ROW EXECUTE FUNCTION public.keep_record_change('round_id');

CREATE TRIGGER round_leaf_fixed BEFORE INSERT OR DELETE OR UPDATE ON public.round_leaf FOR EACH ROW EXECUTE FUNCTION public.check_leaf();

CREATE TRIGGER round_state_step BEFORE UPDATE ON public.round FOR EACH ROW EXECUTE FUNCTION public.check_round_step();

CREATE TRIGGER round_told AFTER UPDATE ON public.round REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.tell_round();

CREATE TRIGGER round_version_step BEFORE UPDATE ON public.round FOR EACH ROW EXECUTE FUNCTION public.advance_version();

CREATE TRIGGER seat_history BEFORE INSERT OR UPDATE ON public.council_member FOR EACH ROW EXECUTE FUNCTION public.check_seat();

CREATE TRIGGER seat_history BEFORE INSERT OR UPDATE ON public.judge FOR EACH ROW EXECUTE FUNCTION public.check_seat();

CREATE TRIGGER sheet_draft_open BEFORE INSERT OR UPDATE ON public.sheet_draft FOR EACH ROW EXECUTE FUNCTION public.check_sheet_draft();

CREATE TRIGGER sheet_draft_told AFTER INSERT ON public.sheet_draft REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.tell_round_of_sheets();

CREATE TRIGGER sheet_reopening_round_judging BEFORE INSERT ON public.sheet_reopening FOR EACH ROW EXECUTE FUNCTION public.check_sheet_reopening();

CREATE TRIGGER sheet_reopening_told AFTER INSERT ON public.sheet_reopening REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.tell_round_of_sheets();

CREATE CONSTRAINT TRIGGER sheet_version_complete AFTER INSERT ON public.sheet_version DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.check_sheet_marks();

CREATE TRIGGER sheet_version_in_turn BEFORE INSERT ON public.sheet_version FOR EACH ROW WHEN ((new.source <> 'import'::text)) EXECUTE FUNCTION public.check_sheet_version();

CREATE TRIGGER sheet_version_paper_waiting AFTER INSERT ON public.sheet_version REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.check_paper_waiting();

CREATE TRIGGER sheet_version_told AFTER INSERT ON public.sheet_version REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.tell_round_of_sheets();

CREATE TRIGGER sign_in_attempt_step BEFORE UPDATE ON public.sign_in_attempt FOR EACH ROW EXECUTE FUNCTION public.check_attempt_step();

CREATE TRIGGER signed_checkpoint_of_registry BEFORE INSERT ON public.signed_checkpoint FOR EACH ROW EXECUTE FUNCTION public.check_signed_checkpoint();

CREATE TRIGGER typed_mark_other_hand AFTER INSERT ON public.typed_mark REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.check_typed_hands();

CREATE TRIGGER typed_mark_rules AFTER INSERT ON public.typed_mark REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.check_marks();

CREATE TRIGGER typed_mark_sheet_open AFTER INSERT ON public.typed_mark REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.check_typed_sheets();

CREATE TRIGGER typed_mark_who AFTER INSERT ON public.typed_mark REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.check_markers();

CREATE TRIGGER typed_settlement_needed AFTER INSERT ON public.typed_settlement REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.check_settlements();

CREATE TRIGGER typed_settlement_other_hand AFTER INSERT ON public.typed_settlement REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.check_settling_hands();

CREATE TRIGGER typed_settlement_rules AFTER INSERT ON public.typed_settlement REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.check_marks();

CREATE TRIGGER typed_settlement_sheet_open AFTER INSERT ON public.typed_settlement REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.check_typed_sheets();

CREATE TRIGGER typed_settlement_who AFTER INSERT ON public.typed_settlement REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.check_markers();

CREATE TRIGGER unit_edge_days AFTER INSERT ON public.unit_edge REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.check_unit_edges();

CREATE TRIGGER unit_edge_search_added AFTER INSERT ON public.unit_edge REFERENCING NEW TABLE AS saved FOR EACH STATEMENT EXECUTE FUNCTION public.follow_unit_edges();

CREATE TRIGGER unit_edge_search_changed AFTER UPDATE ON public.unit_edge REFERENCING NEW TABLE AS saved FOR EACH STATEMENT EXECUTE FUNCTION public.follow_unit_edges();

CREATE TRIGGER unit_search_added AFTER INSERT ON public.unit REFERENCING NEW TABLE AS saved FOR EACH STATEMENT EXECUTE FUNCTION public.follow_units();

CREATE TRIGGER unit_search_changed AFTER UPDATE ON public.unit REFERENCING NEW TABLE AS saved FOR EACH STATEMENT EXECUTE FUNCTION public.follow_units();

CREATE TRIGGER web_session_code_step BEFORE UPDATE ON public.web_session FOR EACH ROW EXECUTE FUNCTION public.check_web_session_code();

CREATE TRIGGER web_session_step BEFORE UPDATE ON public.web_session FOR EACH ROW EXECUTE FUNCTION public.check_web_session_step();

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.account_identity
    ADD CONSTRAINT account_identity_account_fkey FOREIGN KEY (account_id) REFERENCES public.account(account_id);

ALTER TABLE ONLY public.account_identity
    ADD CONSTRAINT account_identity_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.account_invitation
    ADD CONSTRAINT account_invitation_account_fkey FOREIGN KEY (account_id) REFERENCES public.account(account_id);

ALTER TABLE ONLY public.account_invitation
    ADD CONSTRAINT account_invitation_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.account_password
    ADD CONSTRAINT account_password_account_fkey FOREIGN KEY (account_id) REFERENCES public.account(account_id);

ALTER TABLE ONLY public.account_password
    ADD CONSTRAINT account_password_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.account_recovery_code
    ADD CONSTRAINT account_recovery_code_account_fkey FOREIGN KEY (account_id) REFERENCES public.account(account_id);

ALTER TABLE ONLY public.account_recovery_code
    ADD CONSTRAINT account_recovery_code_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.account_recovery_code
    ADD CONSTRAINT account_recovery_code_time_code_fkey FOREIGN KEY (account_time_code_id) REFERENCES public.account_time_code(account_time_code_id);

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

ALTER TABLE ONLY public.account_time_code
    ADD CONSTRAINT account_time_code_account_fkey FOREIGN KEY (account_id) REFERENCES public.account(account_id);

ALTER TABLE ONLY public.account_time_code
    ADD CONSTRAINT account_time_code_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.api_request
    ADD CONSTRAINT api_request_account_fkey FOREIGN KEY (account_id) REFERENCES public.account(account_id);

ALTER TABLE ONLY public.api_token
    ADD CONSTRAINT api_token_account_fkey FOREIGN KEY (account_id) REFERENCES public.account(account_id);

ALTER TABLE ONLY public.api_token
    ADD CONSTRAINT api_token_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.api_token
    ADD CONSTRAINT api_token_establishment_fkey FOREIGN KEY (establishment_id) REFERENCES public.establishment(establishment_id);

ALTER TABLE ONLY public.api_token
    ADD CONSTRAINT api_token_round_fkey FOREIGN KEY (round_id) REFERENCES public.round(round_id);

ALTER TABLE ONLY public.api_token
    ADD CONSTRAINT api_token_unit_fkey FOREIGN KEY (unit_id) REFERENCES public.unit(unit_id);

ALTER TABLE ONLY public.assignment_draw
    ADD CONSTRAINT assignment_draw_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.assignment_draw
    ADD CONSTRAINT assignment_draw_round_fkey FOREIGN KEY (round_id) REFERENCES public.round(round_id);

ALTER TABLE ONLY public.audit_link
    ADD CONSTRAINT audit_link_event_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

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

ALTER TABLE ONLY public.award_withdrawal
    ADD CONSTRAINT award_withdrawal_award_fkey FOREIGN KEY (award_id) REFERENCES public.award(award_id);

ALTER TABLE ONLY public.award_withdrawal
    ADD CONSTRAINT award_withdrawal_decision_fkey FOREIGN KEY (decision_id) REFERENCES public.decision(decision_id);

ALTER TABLE ONLY public.booth_allocation
    ADD CONSTRAINT booth_allocation_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.booth_allocation
    ADD CONSTRAINT booth_allocation_booth_fkey FOREIGN KEY (booth_id, fair_id) REFERENCES public.booth(booth_id, fair_id);

ALTER TABLE ONLY public.booth_allocation
    ADD CONSTRAINT booth_allocation_fair_fkey FOREIGN KEY (fair_id) REFERENCES public.fair(fair_id);

ALTER TABLE ONLY public.booth_allocation
    ADD CONSTRAINT booth_allocation_group_fkey FOREIGN KEY (group_id) REFERENCES public.booth_allocation(booth_allocation_id);

ALTER TABLE ONLY public.booth_allocation
    ADD CONSTRAINT booth_allocation_moved_fkey FOREIGN KEY (moved_from) REFERENCES public.booth_allocation(booth_allocation_id);

ALTER TABLE ONLY public.booth_allocation
    ADD CONSTRAINT booth_allocation_province_fkey FOREIGN KEY (province_unit_id) REFERENCES public.unit(unit_id);

ALTER TABLE ONLY public.booth_allocation
    ADD CONSTRAINT booth_allocation_rule_fkey FOREIGN KEY (funding_rule_id) REFERENCES public.funding_rule(funding_rule_id);

ALTER TABLE ONLY public.booth
    ADD CONSTRAINT booth_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.booth
    ADD CONSTRAINT booth_fair_fkey FOREIGN KEY (fair_id) REFERENCES public.fair(fair_id);

ALTER TABLE ONLY public.booth_quota
    ADD CONSTRAINT booth_quota_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.booth_quota
    ADD CONSTRAINT booth_quota_fair_fkey FOREIGN KEY (fair_id) REFERENCES public.fair(fair_id);

ALTER TABLE ONLY public.booth_quota
    ADD CONSTRAINT booth_quota_province_fkey FOREIGN KEY (province_unit_id) REFERENCES public.unit(unit_id);

ALTER TABLE ONLY public.booth_request
    ADD CONSTRAINT booth_request_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.booth_request_booth
    ADD CONSTRAINT booth_request_booth_allocation_fkey FOREIGN KEY (booth_allocation_id) REFERENCES public.booth_allocation(booth_allocation_id);

ALTER TABLE ONLY public.booth_request_booth
    ADD CONSTRAINT booth_request_booth_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.booth_request_booth
    ADD CONSTRAINT booth_request_booth_request_fkey FOREIGN KEY (booth_request_id) REFERENCES public.booth_request(booth_request_id);

ALTER TABLE ONLY public.booth_request
    ADD CONSTRAINT booth_request_establishment_fkey FOREIGN KEY (establishment_id) REFERENCES public.establishment(establishment_id);

ALTER TABLE ONLY public.booth_request
    ADD CONSTRAINT booth_request_fair_fkey FOREIGN KEY (fair_id) REFERENCES public.fair(fair_id);

ALTER TABLE ONLY public.booth_request
    ADD CONSTRAINT booth_request_province_fkey FOREIGN KEY (province_unit_id) REFERENCES public.unit(unit_id);

ALTER TABLE ONLY public.booth_request_step
    ADD CONSTRAINT booth_request_step_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.booth_request_step
    ADD CONSTRAINT booth_request_step_request_fkey FOREIGN KEY (booth_request_id) REFERENCES public.booth_request(booth_request_id);

ALTER TABLE ONLY public.booth_run
    ADD CONSTRAINT booth_run_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.booth_run
    ADD CONSTRAINT booth_run_terms_fkey FOREIGN KEY (fair_id, terms_version) REFERENCES public.fair_terms(fair_id, version);

ALTER TABLE ONLY public.booth_step
    ADD CONSTRAINT booth_step_allocation_fkey FOREIGN KEY (booth_allocation_id) REFERENCES public.booth_allocation(booth_allocation_id);

ALTER TABLE ONLY public.booth_step
    ADD CONSTRAINT booth_step_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.booth_tenant
    ADD CONSTRAINT booth_tenant_allocation_fkey FOREIGN KEY (booth_allocation_id) REFERENCES public.booth_allocation(booth_allocation_id);

ALTER TABLE ONLY public.booth_tenant
    ADD CONSTRAINT booth_tenant_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.booth_tenant
    ADD CONSTRAINT booth_tenant_establishment_fkey FOREIGN KEY (establishment_id) REFERENCES public.establishment(establishment_id);

ALTER TABLE ONLY public.booth_version
    ADD CONSTRAINT booth_version_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.booth_version
    ADD CONSTRAINT booth_version_record_fkey FOREIGN KEY (booth_id) REFERENCES public.booth(booth_id);

ALTER TABLE ONLY public.calendar_day
    ADD CONSTRAINT calendar_day_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.certificate
    ADD CONSTRAINT certificate_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.certificate
    ADD CONSTRAINT certificate_award_fkey FOREIGN KEY (award_id) REFERENCES public.award(award_id);

ALTER TABLE ONLY public.certificate_design
    ADD CONSTRAINT certificate_design_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.certificate_design
    ADD CONSTRAINT certificate_design_round_fkey FOREIGN KEY (round_id) REFERENCES public.round(round_id);

ALTER TABLE ONLY public.certificate_design_withdrawal
    ADD CONSTRAINT certificate_design_withdrawal_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.certificate_design_withdrawal
    ADD CONSTRAINT certificate_design_withdrawal_design_fkey FOREIGN KEY (certificate_design_id) REFERENCES public.certificate_design(certificate_design_id);

ALTER TABLE ONLY public.certificate_file
    ADD CONSTRAINT certificate_file_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.certificate_file
    ADD CONSTRAINT certificate_file_certificate_fkey FOREIGN KEY (certificate_id) REFERENCES public.certificate(certificate_id);

ALTER TABLE ONLY public.certificate
    ADD CONSTRAINT certificate_replaces_fkey FOREIGN KEY (replaces, award_id, valid_to) REFERENCES public.certificate(certificate_id, award_id, valid_to);

ALTER TABLE ONLY public.certificate
    ADD CONSTRAINT certificate_series_fkey FOREIGN KEY (register, series, year) REFERENCES public.certificate_series(register, series, year);

ALTER TABLE ONLY public.certificate_signature
    ADD CONSTRAINT certificate_signature_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.certificate_signature
    ADD CONSTRAINT certificate_signature_file_fkey FOREIGN KEY (certificate_id, sha256) REFERENCES public.certificate_file(certificate_id, sha256);

ALTER TABLE ONLY public.certificate_template
    ADD CONSTRAINT certificate_template_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.complaint
    ADD CONSTRAINT complaint_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.complaint_end
    ADD CONSTRAINT complaint_end_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.complaint_end
    ADD CONSTRAINT complaint_end_complaint_fkey FOREIGN KEY (complaint_id) REFERENCES public.complaint(complaint_id);

ALTER TABLE ONLY public.complaint
    ADD CONSTRAINT complaint_entry_fkey FOREIGN KEY (entry_id, round_id) REFERENCES public.entry(entry_id, round_id);

ALTER TABLE ONLY public.complaint
    ADD CONSTRAINT complaint_round_fkey FOREIGN KEY (round_id) REFERENCES public.round(round_id);

ALTER TABLE ONLY public.corrected_line
    ADD CONSTRAINT corrected_line_correction_fkey FOREIGN KEY (result_correction_id) REFERENCES public.result_correction(result_correction_id);

ALTER TABLE ONLY public.corrected_line
    ADD CONSTRAINT corrected_line_entry_fkey FOREIGN KEY (entry_id) REFERENCES public.entry(entry_id);

ALTER TABLE ONLY public.corrected_part
    ADD CONSTRAINT corrected_part_correction_fkey FOREIGN KEY (result_correction_id) REFERENCES public.result_correction(result_correction_id);

ALTER TABLE ONLY public.council_attendance
    ADD CONSTRAINT council_attendance_meeting_fkey FOREIGN KEY (council_meeting_id) REFERENCES public.council_meeting(council_meeting_id);

ALTER TABLE ONLY public.council_attendance
    ADD CONSTRAINT council_attendance_member_fkey FOREIGN KEY (council_member_id) REFERENCES public.council_member(council_member_id);

ALTER TABLE ONLY public.council_meeting
    ADD CONSTRAINT council_meeting_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.council_meeting
    ADD CONSTRAINT council_meeting_round_fkey FOREIGN KEY (round_id) REFERENCES public.round(round_id);

ALTER TABLE ONLY public.council_member
    ADD CONSTRAINT council_member_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.council_member
    ADD CONSTRAINT council_member_joined_fkey FOREIGN KEY (joined_by) REFERENCES public.round_act(round_act_id);

ALTER TABLE ONLY public.council_member
    ADD CONSTRAINT council_member_left_fkey FOREIGN KEY (left_by) REFERENCES public.round_act(round_act_id);

ALTER TABLE ONLY public.council_member
    ADD CONSTRAINT council_member_replaces_fkey FOREIGN KEY (replaces_id) REFERENCES public.council_member(council_member_id);

ALTER TABLE ONLY public.council_member
    ADD CONSTRAINT council_member_round_fkey FOREIGN KEY (round_id) REFERENCES public.round(round_id);

ALTER TABLE ONLY public.council_vote
    ADD CONSTRAINT council_vote_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.council_vote
    ADD CONSTRAINT council_vote_entry_fkey FOREIGN KEY (entry_id) REFERENCES public.entry(entry_id);

ALTER TABLE ONLY public.council_vote
    ADD CONSTRAINT council_vote_meeting_fkey FOREIGN KEY (council_meeting_id) REFERENCES public.council_meeting(council_meeting_id);

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

ALTER TABLE ONLY public.dossier_paper
    ADD CONSTRAINT dossier_paper_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.dossier_paper
    ADD CONSTRAINT dossier_paper_establishment_fkey FOREIGN KEY (establishment_id) REFERENCES public.establishment(establishment_id);

ALTER TABLE ONLY public.dossier_paper
    ADD CONSTRAINT dossier_paper_file_fkey FOREIGN KEY (sha256) REFERENCES public.stored_file(sha256);

ALTER TABLE ONLY public.dossier_paper
    ADD CONSTRAINT dossier_paper_product_fkey FOREIGN KEY (product_id) REFERENCES public.product(product_id);

ALTER TABLE ONLY public.dossier_paper
    ADD CONSTRAINT dossier_paper_replacement_fkey FOREIGN KEY (replaced_by) REFERENCES public.dossier_paper(dossier_paper_id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.entry
    ADD CONSTRAINT entry_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.entry
    ADD CONSTRAINT entry_lower_award_fkey FOREIGN KEY (lower_award_id, product_id) REFERENCES public.award(award_id, product_id);

ALTER TABLE ONLY public.entry
    ADD CONSTRAINT entry_nomination_fkey FOREIGN KEY (nomination_id, lower_award_id) REFERENCES public.nomination(nomination_id, award_id);

ALTER TABLE ONLY public.entry_notice
    ADD CONSTRAINT entry_notice_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.entry_notice
    ADD CONSTRAINT entry_notice_decision_fkey FOREIGN KEY (decision_id) REFERENCES public.decision(decision_id);

ALTER TABLE ONLY public.entry_notice
    ADD CONSTRAINT entry_notice_entry_fkey FOREIGN KEY (entry_id) REFERENCES public.entry(entry_id);

ALTER TABLE ONLY public.entry_paper
    ADD CONSTRAINT entry_paper_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.entry_paper
    ADD CONSTRAINT entry_paper_entry_fkey FOREIGN KEY (entry_id) REFERENCES public.entry(entry_id);

ALTER TABLE ONLY public.entry_paper
    ADD CONSTRAINT entry_paper_paper_fkey FOREIGN KEY (dossier_paper_id) REFERENCES public.dossier_paper(dossier_paper_id);

ALTER TABLE ONLY public.entry
    ADD CONSTRAINT entry_product_fkey FOREIGN KEY (product_id, establishment_id) REFERENCES public.product(product_id, establishment_id);

ALTER TABLE ONLY public.entry
    ADD CONSTRAINT entry_round_fkey FOREIGN KEY (round_id) REFERENCES public.round(round_id);

ALTER TABLE ONLY public.establishment
    ADD CONSTRAINT establishment_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.establishment
    ADD CONSTRAINT establishment_commune_fkey FOREIGN KEY (commune_unit_id) REFERENCES public.unit(unit_id);

ALTER TABLE ONLY public.establishment_redirect
    ADD CONSTRAINT establishment_redirect_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.establishment_redirect
    ADD CONSTRAINT establishment_redirect_from_fkey FOREIGN KEY (from_establishment_id) REFERENCES public.establishment(establishment_id);

ALTER TABLE ONLY public.establishment_redirect
    ADD CONSTRAINT establishment_redirect_into_fkey FOREIGN KEY (into_establishment_id) REFERENCES public.establishment(establishment_id);

ALTER TABLE ONLY public.establishment_redirect
    ADD CONSTRAINT establishment_redirect_undone_audit_fkey FOREIGN KEY (undone_audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.establishment_search
    ADD CONSTRAINT establishment_search_record_fkey FOREIGN KEY (establishment_id) REFERENCES public.establishment(establishment_id);

ALTER TABLE ONLY public.establishment
    ADD CONSTRAINT establishment_site_fkey FOREIGN KEY (site_unit_id) REFERENCES public.unit(unit_id);

ALTER TABLE ONLY public.establishment_version
    ADD CONSTRAINT establishment_version_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.establishment_version
    ADD CONSTRAINT establishment_version_record_fkey FOREIGN KEY (establishment_id) REFERENCES public.establishment(establishment_id);

ALTER TABLE ONLY public.fair
    ADD CONSTRAINT fair_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.fair_plan
    ADD CONSTRAINT fair_plan_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.fair_plan
    ADD CONSTRAINT fair_plan_fair_fkey FOREIGN KEY (fair_id) REFERENCES public.fair(fair_id);

ALTER TABLE ONLY public.fair_terms
    ADD CONSTRAINT fair_terms_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.fair_terms
    ADD CONSTRAINT fair_terms_fair_fkey FOREIGN KEY (fair_id) REFERENCES public.fair(fair_id);

ALTER TABLE ONLY public.fair
    ADD CONSTRAINT fair_unit_fkey FOREIGN KEY (organiser_unit_id) REFERENCES public.unit(unit_id);

ALTER TABLE ONLY public.funding_rule
    ADD CONSTRAINT funding_rule_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.funding_rule
    ADD CONSTRAINT funding_rule_province_fkey FOREIGN KEY (province_unit_id) REFERENCES public.unit(unit_id);

ALTER TABLE ONLY public.handed_in_file
    ADD CONSTRAINT handed_in_file_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.handed_in_file
    ADD CONSTRAINT handed_in_file_judge_fkey FOREIGN KEY (judge_id, round_id) REFERENCES public.judge(judge_id, round_id);

ALTER TABLE ONLY public.handed_in_file
    ADD CONSTRAINT handed_in_file_key_fkey FOREIGN KEY (sheet_key_id, judge_id) REFERENCES public.sheet_key(sheet_key_id, judge_id);

ALTER TABLE ONLY public.judge_account
    ADD CONSTRAINT judge_account_account_fkey FOREIGN KEY (account_id) REFERENCES public.account(account_id);

ALTER TABLE ONLY public.judge_account
    ADD CONSTRAINT judge_account_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.judge_account
    ADD CONSTRAINT judge_account_judge_fkey FOREIGN KEY (judge_id, round_id) REFERENCES public.judge(judge_id, round_id);

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
    ADD CONSTRAINT judge_joined_fkey FOREIGN KEY (joined_by) REFERENCES public.round_act(round_act_id);

ALTER TABLE ONLY public.judge
    ADD CONSTRAINT judge_left_fkey FOREIGN KEY (left_by) REFERENCES public.round_act(round_act_id);

ALTER TABLE ONLY public.judge
    ADD CONSTRAINT judge_replaces_fkey FOREIGN KEY (replaces_id) REFERENCES public.judge(judge_id);

ALTER TABLE ONLY public.judge
    ADD CONSTRAINT judge_round_fkey FOREIGN KEY (round_id) REFERENCES public.round(round_id);

ALTER TABLE ONLY public.mark
    ADD CONSTRAINT mark_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.mark_correction
    ADD CONSTRAINT mark_correction_correction_fkey FOREIGN KEY (result_correction_id, round_id, version) REFERENCES public.result_correction(result_correction_id, round_id, version);

ALTER TABLE ONLY public.mark_correction
    ADD CONSTRAINT mark_correction_entry_fkey FOREIGN KEY (entry_id, round_id, product_group) REFERENCES public.entry(entry_id, round_id, product_group);

ALTER TABLE ONLY public.mark_correction
    ADD CONSTRAINT mark_correction_judge_fkey FOREIGN KEY (judge_id, round_id) REFERENCES public.judge(judge_id, round_id);

ALTER TABLE ONLY public.mark_correction
    ADD CONSTRAINT mark_correction_leaf_fkey FOREIGN KEY (round_id, product_group, leaf) REFERENCES public.round_leaf(round_id, product_group, leaf);

ALTER TABLE ONLY public.mark
    ADD CONSTRAINT mark_entry_fkey FOREIGN KEY (entry_id, round_id, product_group) REFERENCES public.entry(entry_id, round_id, product_group);

ALTER TABLE ONLY public.mark
    ADD CONSTRAINT mark_judge_fkey FOREIGN KEY (judge_id, round_id) REFERENCES public.judge(judge_id, round_id);

ALTER TABLE ONLY public.mark
    ADD CONSTRAINT mark_leaf_fkey FOREIGN KEY (round_id, product_group, leaf) REFERENCES public.round_leaf(round_id, product_group, leaf);

ALTER TABLE ONLY public.mark
    ADD CONSTRAINT mark_sheet_fkey FOREIGN KEY (entry_id, stage, judge_id, sheet_version) REFERENCES public.sheet_version(entry_id, stage, judge_id, version);

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

ALTER TABLE ONLY public.product_picture
    ADD CONSTRAINT product_picture_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.product_picture
    ADD CONSTRAINT product_picture_paper_fkey FOREIGN KEY (dossier_paper_id) REFERENCES public.dossier_paper(dossier_paper_id);

ALTER TABLE ONLY public.product_picture
    ADD CONSTRAINT product_picture_product_fkey FOREIGN KEY (product_id) REFERENCES public.product(product_id);

ALTER TABLE ONLY public.product_search
    ADD CONSTRAINT product_search_record_fkey FOREIGN KEY (product_id) REFERENCES public.product(product_id);

ALTER TABLE ONLY public.product_version
    ADD CONSTRAINT product_version_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.product_version
    ADD CONSTRAINT product_version_record_fkey FOREIGN KEY (product_id) REFERENCES public.product(product_id);

ALTER TABLE ONLY public.production_site
    ADD CONSTRAINT production_site_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.production_site
    ADD CONSTRAINT production_site_commune_fkey FOREIGN KEY (commune_unit_id) REFERENCES public.unit(unit_id);

ALTER TABLE ONLY public.production_site
    ADD CONSTRAINT production_site_establishment_fkey FOREIGN KEY (establishment_id) REFERENCES public.establishment(establishment_id);

ALTER TABLE ONLY public.production_site_version
    ADD CONSTRAINT production_site_version_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.production_site_version
    ADD CONSTRAINT production_site_version_record_fkey FOREIGN KEY (production_site_id) REFERENCES public.production_site(production_site_id);

ALTER TABLE ONLY public.provider_attempt
    ADD CONSTRAINT provider_attempt_account_fkey FOREIGN KEY (account_id) REFERENCES public.account(account_id);

ALTER TABLE ONLY public.record_change
    ADD CONSTRAINT record_change_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.redaction
    ADD CONSTRAINT redaction_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.redaction
    ADD CONSTRAINT redaction_establishment_fkey FOREIGN KEY (establishment_id) REFERENCES public.establishment(establishment_id);

ALTER TABLE ONLY public.region_member
    ADD CONSTRAINT region_member_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.registration_request
    ADD CONSTRAINT registration_request_account_fkey FOREIGN KEY (account_id) REFERENCES public.account(account_id);

ALTER TABLE ONLY public.registration_request
    ADD CONSTRAINT registration_request_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.registration_request
    ADD CONSTRAINT registration_request_commune_fkey FOREIGN KEY (commune_unit_id) REFERENCES public.unit(unit_id);

ALTER TABLE ONLY public.registration_request
    ADD CONSTRAINT registration_request_establishment_fkey FOREIGN KEY (establishment_id) REFERENCES public.establishment(establishment_id);

ALTER TABLE ONLY public.regulation
    ADD CONSTRAINT regulation_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.regulation
    ADD CONSTRAINT regulation_extends_fkey FOREIGN KEY (extends) REFERENCES public.regulation(regulation_id);

ALTER TABLE ONLY public.result
    ADD CONSTRAINT result_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.result_correction
    ADD CONSTRAINT result_correction_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.result_correction
    ADD CONSTRAINT result_correction_complaint_fkey FOREIGN KEY (complaint_id, round_id) REFERENCES public.complaint(complaint_id, round_id);

ALTER TABLE ONLY public.result_correction
    ADD CONSTRAINT result_correction_result_fkey FOREIGN KEY (round_id) REFERENCES public.result(round_id);

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

ALTER TABLE ONLY public.reward_ceiling
    ADD CONSTRAINT reward_ceiling_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.round_act
    ADD CONSTRAINT round_act_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.round_act
    ADD CONSTRAINT round_act_round_fkey FOREIGN KEY (round_id) REFERENCES public.round(round_id);

ALTER TABLE ONLY public.round
    ADD CONSTRAINT round_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.round_leaf
    ADD CONSTRAINT round_leaf_round_fkey FOREIGN KEY (round_id) REFERENCES public.round(round_id);

ALTER TABLE ONLY public.round
    ADD CONSTRAINT round_regulation_fkey FOREIGN KEY (regulation_id) REFERENCES public.regulation(regulation_id);

ALTER TABLE ONLY public.round
    ADD CONSTRAINT round_unit_fkey FOREIGN KEY (organiser_unit_id) REFERENCES public.unit(unit_id);

ALTER TABLE ONLY public.sheet_draft
    ADD CONSTRAINT sheet_draft_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.sheet_draft
    ADD CONSTRAINT sheet_draft_entry_fkey FOREIGN KEY (entry_id, round_id, product_group) REFERENCES public.entry(entry_id, round_id, product_group);

ALTER TABLE ONLY public.sheet_draft
    ADD CONSTRAINT sheet_draft_judge_fkey FOREIGN KEY (judge_id, round_id) REFERENCES public.judge(judge_id, round_id);

ALTER TABLE ONLY public.sheet_key
    ADD CONSTRAINT sheet_key_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.sheet_key
    ADD CONSTRAINT sheet_key_judge_fkey FOREIGN KEY (judge_id, round_id) REFERENCES public.judge(judge_id, round_id);

ALTER TABLE ONLY public.sheet_reopening
    ADD CONSTRAINT sheet_reopening_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.sheet_reopening
    ADD CONSTRAINT sheet_reopening_version_fkey FOREIGN KEY (entry_id, stage, judge_id, version) REFERENCES public.sheet_version(entry_id, stage, judge_id, version);

ALTER TABLE ONLY public.sheet_version
    ADD CONSTRAINT sheet_version_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.sheet_version
    ADD CONSTRAINT sheet_version_entry_fkey FOREIGN KEY (entry_id, round_id, product_group) REFERENCES public.entry(entry_id, round_id, product_group);

ALTER TABLE ONLY public.sheet_version
    ADD CONSTRAINT sheet_version_judge_fkey FOREIGN KEY (judge_id, round_id) REFERENCES public.judge(judge_id, round_id);

ALTER TABLE ONLY public.signed_checkpoint
    ADD CONSTRAINT signed_checkpoint_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.signed_checkpoint
    ADD CONSTRAINT signed_checkpoint_signing_fkey FOREIGN KEY (key_id) REFERENCES public.signing_key(key_id);

ALTER TABLE ONLY public.signing_key
    ADD CONSTRAINT signing_key_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.signing_key
    ADD CONSTRAINT signing_key_replaces_fkey FOREIGN KEY (replaces) REFERENCES public.signing_key(key_id);

ALTER TABLE ONLY public.signing_key_revocation
    ADD CONSTRAINT signing_key_revocation_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.signing_key_revocation
    ADD CONSTRAINT signing_key_revocation_key_fkey FOREIGN KEY (key_id) REFERENCES public.signing_key(key_id);

ALTER TABLE ONLY public.stored_file
    ADD CONSTRAINT stored_file_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.typed_mark
    ADD CONSTRAINT typed_mark_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.typed_mark
    ADD CONSTRAINT typed_mark_entry_fkey FOREIGN KEY (entry_id, round_id, product_group) REFERENCES public.entry(entry_id, round_id, product_group);

ALTER TABLE ONLY public.typed_mark
    ADD CONSTRAINT typed_mark_judge_fkey FOREIGN KEY (judge_id, round_id) REFERENCES public.judge(judge_id, round_id);

ALTER TABLE ONLY public.typed_mark
    ADD CONSTRAINT typed_mark_leaf_fkey FOREIGN KEY (round_id, product_group, leaf) REFERENCES public.round_leaf(round_id, product_group, leaf);

ALTER TABLE ONLY public.typed_settlement
    ADD CONSTRAINT typed_settlement_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.typed_settlement
    ADD CONSTRAINT typed_settlement_entry_fkey FOREIGN KEY (entry_id, round_id, product_group) REFERENCES public.entry(entry_id, round_id, product_group);

ALTER TABLE ONLY public.typed_settlement
    ADD CONSTRAINT typed_settlement_judge_fkey FOREIGN KEY (judge_id, round_id) REFERENCES public.judge(judge_id, round_id);

ALTER TABLE ONLY public.typed_settlement
    ADD CONSTRAINT typed_settlement_leaf_fkey FOREIGN KEY (round_id, product_group, leaf) REFERENCES public.round_leaf(round_id, product_group, leaf);

ALTER TABLE ONLY public.unit
    ADD CONSTRAINT unit_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.unit_edge
    ADD CONSTRAINT unit_edge_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE ONLY public.unit_edge
    ADD CONSTRAINT unit_edge_from_fkey FOREIGN KEY (from_unit_id) REFERENCES public.unit(unit_id);

ALTER TABLE ONLY public.unit_edge
    ADD CONSTRAINT unit_edge_to_fkey FOREIGN KEY (to_unit_id) REFERENCES public.unit(unit_id);

ALTER TABLE ONLY public.web_session
    ADD CONSTRAINT web_session_account_fkey FOREIGN KEY (account_id) REFERENCES public.account(account_id);

ALTER TABLE ONLY public.web_session
    ADD CONSTRAINT web_session_audit_fkey FOREIGN KEY (audit_id) REFERENCES public.audit_event(audit_id);

ALTER TABLE public.account ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.account_identity ENABLE ROW LEVEL SECURITY;

CREATE POLICY account_identity_wall ON public.account_identity USING ((( SELECT public.viewer_sees_all('accounts'::text) AS viewer_sees_all) OR (account_id = ( SELECT public.viewer_own_account('accounts'::text) AS viewer_own_account)) OR (account_id IN ( SELECT public.accounts_reached(( SELECT public.viewer() AS viewer)) AS accounts_reached))));

ALTER TABLE public.account_invitation ENABLE ROW LEVEL SECURITY;

CREATE POLICY account_invitation_wall ON public.account_invitation USING ((( SELECT public.viewer_sees_all('accounts'::text) AS viewer_sees_all) OR (account_id = ( SELECT public.viewer_own_account('accounts'::text) AS viewer_own_account)) OR (account_id IN ( SELECT public.accounts_reached(( SELECT public.viewer() AS viewer)) AS accounts_reached)))) WITH CHECK ((( SELECT public.viewer_sees_all('accounts'::text) AS viewer_sees_all) OR (account_id = ( SELECT public.viewer_own_account('accounts'::text) AS viewer_own_account)) OR (COALESCE(( SELECT jsonb_array_length((public.viewer() -> 'accounts'::text)) AS jsonb_array_length), 0) > 0)));

ALTER TABLE public.account_password ENABLE ROW LEVEL SECURITY;

CREATE POLICY account_password_wall ON public.account_password USING ((( SELECT public.viewer_sees_all('accounts'::text) AS viewer_sees_all) OR (account_id = ( SELECT public.viewer_own_account('accounts'::text) AS viewer_own_account)) OR (account_id IN ( SELECT public.accounts_reached(( SELECT public.viewer() AS viewer)) AS accounts_reached)))) WITH CHECK ((( SELECT public.viewer_sees_all('accounts'::text) AS viewer_sees_all) OR (account_id = ( SELECT public.viewer_own_account('accounts'::text) AS viewer_own_account)) OR (COALESCE(( SELECT jsonb_array_length((public.viewer() -> 'accounts'::text)) AS jsonb_array_length), 0) > 0)));

ALTER TABLE public.account_recovery_code ENABLE ROW LEVEL SECURITY;

CREATE POLICY account_recovery_code_wall ON public.account_recovery_code USING ((( SELECT public.viewer_sees_all('accounts'::text) AS viewer_sees_all) OR (account_id = ( SELECT public.viewer_own_account('accounts'::text) AS viewer_own_account)) OR (account_id IN ( SELECT public.accounts_reached(( SELECT public.viewer() AS viewer)) AS accounts_reached))));

ALTER TABLE public.account_role ENABLE ROW LEVEL SECURITY;

CREATE POLICY account_role_wall ON public.account_role USING ((( SELECT public.viewer_sees_all('accounts'::text) AS viewer_sees_all) OR (account_id = ( SELECT public.viewer_own_account('accounts'::text) AS viewer_own_account)) OR (account_id IN ( SELECT public.accounts_reached(( SELECT public.viewer() AS viewer)) AS accounts_reached)))) WITH CHECK ((( SELECT public.viewer_sees_all('accounts'::text) AS viewer_sees_all) OR (account_id = ( SELECT public.viewer_own_account('accounts'::text) AS viewer_own_account)) OR (COALESCE(( SELECT jsonb_array_length((public.viewer() -> 'accounts'::text)) AS jsonb_array_length), 0) > 0)));

ALTER TABLE public.account_time_code ENABLE ROW LEVEL SECURITY;

CREATE POLICY account_time_code_wall ON public.account_time_code USING ((( SELECT public.viewer_sees_all('accounts'::text) AS viewer_sees_all) OR (account_id = ( SELECT public.viewer_own_account('accounts'::text) AS viewer_own_account)) OR (account_id IN ( SELECT public.accounts_reached(( SELECT public.viewer() AS viewer)) AS accounts_reached))));

CREATE POLICY account_wall ON public.account USING ((( SELECT public.viewer_sees_all('accounts'::text) AS viewer_sees_all) OR (account_id = ( SELECT public.viewer_own_account('accounts'::text) AS viewer_own_account)) OR (account_id IN ( SELECT public.accounts_reached(( SELECT public.viewer() AS viewer)) AS accounts_reached)))) WITH CHECK ((( SELECT public.viewer_sees_all('accounts'::text) AS viewer_sees_all) OR (account_id = ( SELECT public.viewer_own_account('accounts'::text) AS viewer_own_account)) OR (COALESCE(( SELECT jsonb_array_length((public.viewer() -> 'accounts'::text)) AS jsonb_array_length), 0) > 0)));

ALTER TABLE public.api_request ENABLE ROW LEVEL SECURITY;

CREATE POLICY api_request_wall ON public.api_request USING ((( SELECT public.viewer_sees_all('accounts'::text) AS viewer_sees_all) OR (account_id = ( SELECT public.viewer_account() AS viewer_account)) OR (account_id IN ( SELECT public.accounts_reached(( SELECT public.viewer() AS viewer)) AS accounts_reached))));

ALTER TABLE public.api_token ENABLE ROW LEVEL SECURITY;

CREATE POLICY api_token_wall ON public.api_token USING ((( SELECT public.viewer_sees_all('accounts'::text) AS viewer_sees_all) OR (account_id = ( SELECT public.viewer_own_account('accounts'::text) AS viewer_own_account)) OR (account_id IN ( SELECT public.accounts_reached(( SELECT public.viewer() AS viewer)) AS accounts_reached))));

ALTER TABLE public.corrected_part ENABLE ROW LEVEL SECURITY;

CREATE POLICY corrected_part_wall ON public.corrected_part USING ((( SELECT public.viewer_sees_all('marks'::text) AS viewer_sees_all) OR (EXISTS ( SELECT
   FROM public.result_correction c
  WHERE ((c.result_correction_id = corrected_part.result_correction_id) AND (c.round_id IN ( SELECT public.viewer_rounds(( SELECT public.viewer() AS viewer), 'marks'::text) AS viewer_rounds)))))));

ALTER TABLE public.dossier_paper ENABLE ROW LEVEL SECURITY;

CREATE POLICY dossier_paper_wall ON public.dossier_paper USING ((( SELECT public.viewer_sees_all('dossiers'::text) AS viewer_sees_all) OR (establishment_id IN ( SELECT public.viewer_establishments(( SELECT public.viewer() AS viewer)) AS viewer_establishments)) OR (product_id IN ( SELECT p.product_id
   FROM public.product p
  WHERE (p.establishment_id IN ( SELECT public.viewer_establishments(( SELECT public.viewer() AS viewer)) AS viewer_establishments))))));

ALTER TABLE public.handed_in_file ENABLE ROW LEVEL SECURITY;

CREATE POLICY handed_in_file_wall ON public.handed_in_file USING ((( SELECT public.viewer_sees_all('marks'::text) AS viewer_sees_all) OR (round_id IN ( SELECT public.viewer_rounds(( SELECT public.viewer() AS viewer), 'marks'::text) AS viewer_rounds)) OR (judge_id IN ( SELECT public.viewer_judges() AS viewer_judges))));

ALTER TABLE public.mark ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.mark_correction ENABLE ROW LEVEL SECURITY;

CREATE POLICY mark_correction_wall ON public.mark_correction USING ((( SELECT public.viewer_sees_all('marks'::text) AS viewer_sees_all) OR (round_id IN ( SELECT public.viewer_rounds(( SELECT public.viewer() AS viewer), 'marks'::text) AS viewer_rounds))));

CREATE POLICY mark_wall ON public.mark USING ((( SELECT public.viewer_sees_all('marks'::text) AS viewer_sees_all) OR (round_id IN ( SELECT public.viewer_rounds(( SELECT public.viewer() AS viewer), 'marks'::text) AS viewer_rounds)) OR (judge_id IN ( SELECT public.viewer_judges() AS viewer_judges))));

ALTER TABLE public.product_picture ENABLE ROW LEVEL SECURITY;

CREATE POLICY product_picture_shown ON public.product_picture FOR SELECT USING ((unpublished_at IS NULL));

CREATE POLICY product_picture_wall ON public.product_picture USING ((( SELECT public.viewer_sees_all('dossiers'::text) AS viewer_sees_all) OR (product_id IN ( SELECT p.product_id
   FROM public.product p
  WHERE (p.establishment_id IN ( SELECT public.viewer_establishments(( SELECT public.viewer() AS viewer)) AS viewer_establishments))))));

ALTER TABLE public.provider_attempt ENABLE ROW LEVEL SECURITY;

CREATE POLICY provider_attempt_wall ON public.provider_attempt USING (( SELECT public.viewer_sees_all('accounts'::text) AS viewer_sees_all));

ALTER TABLE public.record_change ENABLE ROW LEVEL SECURITY;

CREATE POLICY record_change_wall ON public.record_change USING (((kind <> 'account_role'::text) OR ( SELECT public.viewer_sees_all('accounts'::text) AS viewer_sees_all) OR (EXISTS ( SELECT
   FROM public.account_role r
  WHERE (r.account_role_id = record_change.record_id)))));

ALTER TABLE public.registration_request ENABLE ROW LEVEL SECURITY;

CREATE POLICY registration_request_wall ON public.registration_request USING ((( SELECT public.viewer_sees_all('registrations'::text) AS viewer_sees_all) OR (commune_unit_id IN ( SELECT public.viewer_units(( SELECT public.viewer() AS viewer), 'registrations'::text) AS viewer_units))));

ALTER TABLE public.result_part ENABLE ROW LEVEL SECURITY;

CREATE POLICY result_part_wall ON public.result_part USING ((( SELECT public.viewer_sees_all('marks'::text) AS viewer_sees_all) OR (round_id IN ( SELECT public.viewer_rounds(( SELECT public.viewer() AS viewer), 'marks'::text) AS viewer_rounds))));

ALTER TABLE public.sheet_draft ENABLE ROW LEVEL SECURITY;

CREATE POLICY sheet_draft_wall ON public.sheet_draft USING ((( SELECT public.viewer_sees_all('marks'::text) AS viewer_sees_all) OR (round_id IN ( SELECT public.viewer_rounds(( SELECT public.viewer() AS viewer), 'marks'::text) AS viewer_rounds)) OR (judge_id IN ( SELECT public.viewer_judges() AS viewer_judges))));

ALTER TABLE public.sheet_key ENABLE ROW LEVEL SECURITY;

CREATE POLICY sheet_key_wall ON public.sheet_key USING ((( SELECT public.viewer_sees_all('marks'::text) AS viewer_sees_all) OR (round_id IN ( SELECT public.viewer_rounds(( SELECT public.viewer() AS viewer), 'marks'::text) AS viewer_rounds)) OR (judge_id IN ( SELECT public.viewer_judges() AS viewer_judges))));

ALTER TABLE public.sheet_version ENABLE ROW LEVEL SECURITY;

CREATE POLICY sheet_version_wall ON public.sheet_version USING ((( SELECT public.viewer_sees_all('marks'::text) AS viewer_sees_all) OR (round_id IN ( SELECT public.viewer_rounds(( SELECT public.viewer() AS viewer), 'marks'::text) AS viewer_rounds)) OR (judge_id IN ( SELECT public.viewer_judges() AS viewer_judges))));

ALTER TABLE public.sign_in_attempt ENABLE ROW LEVEL SECURITY;

CREATE POLICY sign_in_attempt_wall ON public.sign_in_attempt USING ((( SELECT public.viewer_sees_all('accounts'::text) AS viewer_sees_all) OR (login = ( SELECT a.login
   FROM public.account a
  WHERE (a.account_id = public.viewer_own_account('accounts'::text))))));

ALTER TABLE public.stored_file ENABLE ROW LEVEL SECURITY;

CREATE POLICY stored_file_stored ON public.stored_file FOR INSERT WITH CHECK (true);

CREATE POLICY stored_file_wall ON public.stored_file FOR SELECT USING ((( SELECT public.viewer_sees_all('dossiers'::text) AS viewer_sees_all) OR (EXISTS ( SELECT
   FROM public.dossier_paper d
  WHERE (d.sha256 = stored_file.sha256)))));

ALTER TABLE public.typed_mark ENABLE ROW LEVEL SECURITY;

CREATE POLICY typed_mark_wall ON public.typed_mark USING ((( SELECT public.viewer_sees_all('marks'::text) AS viewer_sees_all) OR (round_id IN ( SELECT public.viewer_rounds(( SELECT public.viewer() AS viewer), 'marks'::text) AS viewer_rounds)) OR (judge_id IN ( SELECT public.viewer_judges() AS viewer_judges))));

ALTER TABLE public.typed_settlement ENABLE ROW LEVEL SECURITY;

CREATE POLICY typed_settlement_wall ON public.typed_settlement USING ((( SELECT public.viewer_sees_all('marks'::text) AS viewer_sees_all) OR (round_id IN ( SELECT public.viewer_rounds(( SELECT public.viewer() AS viewer), 'marks'::text) AS viewer_rounds)) OR (judge_id IN ( SELECT public.viewer_judges() AS viewer_judges))));

ALTER TABLE public.web_session ENABLE ROW LEVEL SECURITY;

CREATE POLICY web_session_wall ON public.web_session USING ((( SELECT public.viewer_sees_all('accounts'::text) AS viewer_sees_all) OR (account_id = ( SELECT public.viewer_own_account('accounts'::text) AS viewer_own_account)) OR (account_id IN ( SELECT public.accounts_reached(( SELECT public.viewer() AS viewer)) AS accounts_reached)))) WITH CHECK ((( SELECT public.viewer_sees_all('accounts'::text) AS viewer_sees_all) OR (account_id = ( SELECT public.viewer_own_account('accounts'::text) AS viewer_own_account)) OR (COALESCE(( SELECT jsonb_array_length((public.viewer() -> 'accounts'::text)) AS jsonb_array_length), 0) > 0)));

