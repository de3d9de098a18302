-- What every other table leans on: the audit trail, the collation, small helpers.

-- Exclusion constraints over (code, period) need equality inside GiST.
CREATE EXTENSION btree_gist;

-- Vietnamese alphabetical order: a ă â b … d đ e ê … o ô ơ … u ư v x y.
CREATE COLLATION vietnamese (provider = icu, locale = 'vi-VN');

-- Who did what to what, when and why. One row for each use case that changed anything, written in the same transaction
-- as the change; every changed row names its event. Append-only.
CREATE TABLE audit_event (
  audit_id bigint GENERATED ALWAYS AS IDENTITY,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  actor text NOT NULL,
  action text NOT NULL,
  subject text NOT NULL,
  subject_id text,
  reason text,
  details jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT audit_event_pkey PRIMARY KEY (audit_id),
  CONSTRAINT audit_event_actor_present CHECK (actor <> ''),
  CONSTRAINT audit_event_action_form CHECK (action ~ '^[a-z-]+\.[a-z-]+$')
);
COMMENT ON TABLE audit_event IS 'Append-only trail: who changed what, when and why';
CREATE INDEX audit_event_subject ON audit_event (subject, subject_id);

-- The event of the running transaction, which the program names with set_config('cnnt.audit_id', …, true). A change
-- without one is refused, so no code path can forget the trail.
CREATE FUNCTION current_audit() RETURNS bigint LANGUAGE plpgsql STABLE AS $$
DECLARE
  id text := current_setting('cnnt.audit_id', true);
BEGIN
  IF id IS NULL OR id = '' THEN
    RAISE EXCEPTION 'a change without an audit event'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'audit_event_required';
  END IF;
  RETURN id::bigint;
END $$;
COMMENT ON FUNCTION current_audit() IS 'The audit event of the running transaction; refuses when there is none';

-- A versioned record moves by one version at a time and carries the event that moved it: the second of two concurrent
-- writers, who read the same version, changes no row.
CREATE FUNCTION advance_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.version <> OLD.version + 1 THEN
    RAISE EXCEPTION '% version % cannot follow %', TG_TABLE_NAME, NEW.version, OLD.version
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_TABLE_NAME || '_version_step';
  END IF;
  NEW.audit_id := current_audit();
  RETURN NEW;
END $$;
COMMENT ON FUNCTION advance_version() IS 'BEFORE UPDATE: version + 1 and the event of the transaction';
