-- Score sheets: one judge's marks of one entry in one stage, in as many submitted versions as it took. A version is never
-- changed and never forgotten; the marks of the last one count, those of the versions before are kept as superseded.

CREATE TABLE sheet_version (
  entry_id bigint NOT NULL,
  stage text NOT NULL,
  judge_id bigint NOT NULL,
  version integer NOT NULL,
  round_id bigint NOT NULL,
  product_group text NOT NULL,
  source text NOT NULL,
  comment text,
  -- what the judge wrote beside single criteria, by leaf
  leaf_comments jsonb,
  audit_id bigint NOT NULL DEFAULT current_audit(),
  CONSTRAINT sheet_version_pkey PRIMARY KEY (entry_id, stage, judge_id, version),
  CONSTRAINT sheet_version_entry_fkey FOREIGN KEY (entry_id, round_id, product_group)
    REFERENCES entry (entry_id, round_id, product_group),
  CONSTRAINT sheet_version_judge_fkey FOREIGN KEY (judge_id, round_id) REFERENCES judge (judge_id, round_id),
  CONSTRAINT sheet_version_audit_fkey FOREIGN KEY (audit_id) REFERENCES audit_event,
  CONSTRAINT sheet_version_number_positive CHECK (version > 0),
  CONSTRAINT sheet_version_source_known CHECK (source IN ('import', 'judge', 'typed', 'offline', 'left')),
  -- files of marks make first versions only: what was submitted is taken up again by reopening the sheet
  CONSTRAINT sheet_version_import_first CHECK (source <> 'import' OR version = 1),
  CONSTRAINT sheet_version_comment_length CHECK (char_length(comment) BETWEEN 1 AND 4000),
  CONSTRAINT sheet_version_leaf_comments_form CHECK (jsonb_typeof(leaf_comments) = 'object')
);
COMMENT ON TABLE sheet_version IS 'Every submitted version of every score sheet (phiếu chấm điểm); the last one counts; append-only';
CREATE INDEX sheet_version_round ON sheet_version (round_id, stage);
CREATE INDEX sheet_version_judge ON sheet_version (judge_id);
CREATE INDEX sheet_version_audit ON sheet_version (audit_id);

CREATE TABLE sheet_reopening (
  entry_id bigint NOT NULL,
  stage text NOT NULL,
  judge_id bigint NOT NULL,
  version integer NOT NULL,
  reason text NOT NULL,
  audit_id bigint NOT NULL DEFAULT current_audit(),
  CONSTRAINT sheet_reopening_pkey PRIMARY KEY (entry_id, stage, judge_id, version),
  CONSTRAINT sheet_reopening_version_fkey FOREIGN KEY (entry_id, stage, judge_id, version) REFERENCES sheet_version,
  CONSTRAINT sheet_reopening_audit_fkey FOREIGN KEY (audit_id) REFERENCES audit_event,
  CONSTRAINT sheet_reopening_reason_length CHECK (char_length(reason) BETWEEN 1 AND 200)
);
COMMENT ON TABLE sheet_reopening IS 'Submitted sheets that the head judge gave back, and why: another version may follow; append-only';
CREATE INDEX sheet_reopening_audit ON sheet_reopening (audit_id);

-- The version that a sheet's next submission will be; null while it is submitted and was not reopened.
CREATE FUNCTION next_sheet_version(of_entry bigint, of_stage text, of_judge bigint) RETURNS integer LANGUAGE plpgsql STABLE AS $$
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
COMMENT ON FUNCTION next_sheet_version IS 'The version that may be submitted next; null if none may';

-- While the round is judged, and in turn. The lock keeps the round in its state until commit, so that closing sees all or
-- nothing. What imports submit is held to this by the marks themselves, with which their versions come.
CREATE FUNCTION check_sheet_version() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER sheet_version_in_turn BEFORE INSERT ON sheet_version
  FOR EACH ROW WHEN (NEW.source <> 'import') EXECUTE FUNCTION check_sheet_version();

CREATE FUNCTION check_sheet_reopening() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER sheet_reopening_round_judging BEFORE INSERT ON sheet_reopening
  FOR EACH ROW EXECUTE FUNCTION check_sheet_reopening();

-- A version has marks, and one that is not imported has a mark or an absence for every leaf.
CREATE FUNCTION check_sheet_marks() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE CONSTRAINT TRIGGER sheet_version_complete AFTER INSERT ON sheet_version
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_sheet_marks();

-- MARK: Marks of versions

-- Null: the first version, as all marks had before there were versions.
ALTER TABLE mark
  ADD COLUMN sheet_version integer,
  ADD CONSTRAINT mark_sheet_version_later CHECK (sheet_version > 1),
  ADD CONSTRAINT mark_sheet_fkey FOREIGN KEY (entry_id, stage, judge_id, sheet_version) REFERENCES sheet_version,
  DROP CONSTRAINT mark_pkey,
  ADD CONSTRAINT mark_once UNIQUE NULLS NOT DISTINCT (entry_id, stage, judge_id, leaf, sheet_version);

-- The sheets of marks that were given before there were versions.
DO $$
BEGIN
  IF EXISTS (SELECT FROM mark) THEN
    WITH event AS (
      INSERT INTO audit_event (actor, action, subject, reason)
      VALUES ('cnnt', 'sheet.adopt', 'mark', 'marks given before sheets were recorded') RETURNING audit_id
    )
    INSERT INTO sheet_version (entry_id, stage, judge_id, version, round_id, product_group, source, audit_id)
    SELECT DISTINCT m.entry_id, m.stage, m.judge_id, 1, m.round_id, m.product_group, 'import', e.audit_id FROM mark m, event e;
  END IF;
END $$;

-- Marks belong to the last version of their sheet, which has not been reopened. The marks of an imported version may come in
-- several files; those of any other come with it. Runs after mark_rules, whose lock on the round it leans on.
CREATE FUNCTION check_sheets_of_marks() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER mark_sheet AFTER INSERT ON mark
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION check_sheets_of_marks();

-- The marks of a round that count or are excluded for a reason of their own: those of the last version of every sheet.
CREATE FUNCTION live_marks(of_round bigint) RETURNS SETOF mark LANGUAGE sql STABLE AS $$
  SELECT m.* FROM mark m WHERE m.round_id = live_marks.of_round AND NOT EXISTS (
    SELECT FROM sheet_version v WHERE v.version > 1 AND v.entry_id = m.entry_id AND v.stage = m.stage
      AND v.judge_id = m.judge_id AND v.version > coalesce(m.sheet_version, 1))
$$;
COMMENT ON FUNCTION live_marks IS 'The marks of the last submitted version of every sheet of a round';

-- Entries that an earlier holder of a judge's seat marked whole in a stage: the seat has spoken, and its holder does not mark
-- them.
CREATE FUNCTION seat_marked(of_round bigint, of_stage text) RETURNS TABLE (entry_id bigint, judge_id bigint) LANGUAGE sql STABLE AS $$
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
COMMENT ON FUNCTION seat_marked IS 'Entries that earlier holders of judges'' seats marked whole in a stage';

-- The recomputation of results goes by these and is otherwise the same.
DO $$
DECLARE
  before text := pg_get_functiondef('recomputed_stage(bigint, text)'::regprocedure);
  after text := replace(before, 'FROM mark m JOIN competing', 'FROM live_marks(of_round) m JOIN competing');
BEGIN
  IF after = before THEN
    RAISE EXCEPTION 'recomputed_stage does not read marks as expected';
  END IF;
  EXECUTE after;
END $$;

-- MARK: Drafts

-- What a judge has written so far: replaced as often as they like until the version is submitted, and kept as it was then.
CREATE TABLE sheet_draft (
  entry_id bigint NOT NULL,
  stage text NOT NULL,
  judge_id bigint NOT NULL,
  -- the version that it becomes
  version integer NOT NULL,
  round_id bigint NOT NULL,
  product_group text NOT NULL,
  content jsonb NOT NULL,
  audit_id bigint NOT NULL DEFAULT current_audit(),
  CONSTRAINT sheet_draft_pkey PRIMARY KEY (entry_id, stage, judge_id, version),
  CONSTRAINT sheet_draft_entry_fkey FOREIGN KEY (entry_id, round_id, product_group)
    REFERENCES entry (entry_id, round_id, product_group),
  CONSTRAINT sheet_draft_judge_fkey FOREIGN KEY (judge_id, round_id) REFERENCES judge (judge_id, round_id),
  CONSTRAINT sheet_draft_audit_fkey FOREIGN KEY (audit_id) REFERENCES audit_event,
  CONSTRAINT sheet_draft_content_form CHECK (jsonb_typeof(content) = 'object')
);
COMMENT ON TABLE sheet_draft IS 'Score sheets that are being filled in: no mark of theirs counts before it is submitted';
CREATE INDEX sheet_draft_round ON sheet_draft (round_id, stage);
CREATE INDEX sheet_draft_judge ON sheet_draft (judge_id);
CREATE INDEX sheet_draft_audit ON sheet_draft (audit_id);

CREATE FUNCTION check_sheet_draft() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER sheet_draft_open BEFORE INSERT OR UPDATE ON sheet_draft
  FOR EACH ROW EXECUTE FUNCTION check_sheet_draft();

-- MARK: Paper, typed in twice

-- What a clerk read off a paper sheet. Two copies by different hands are compared before anything counts.
CREATE TABLE typed_mark (
  entry_id bigint NOT NULL,
  stage text NOT NULL,
  judge_id bigint NOT NULL,
  -- the version of the sheet that it becomes
  version integer NOT NULL,
  copy integer NOT NULL,
  leaf text NOT NULL,
  round_id bigint NOT NULL,
  product_group text NOT NULL,
  value numeric,
  absence text,
  audit_id bigint NOT NULL DEFAULT current_audit(),
  CONSTRAINT typed_mark_pkey PRIMARY KEY (entry_id, stage, judge_id, version, leaf, copy),
  CONSTRAINT typed_mark_entry_fkey FOREIGN KEY (entry_id, round_id, product_group)
    REFERENCES entry (entry_id, round_id, product_group),
  CONSTRAINT typed_mark_judge_fkey FOREIGN KEY (judge_id, round_id) REFERENCES judge (judge_id, round_id),
  CONSTRAINT typed_mark_leaf_fkey FOREIGN KEY (round_id, product_group, leaf) REFERENCES round_leaf,
  CONSTRAINT typed_mark_audit_fkey FOREIGN KEY (audit_id) REFERENCES audit_event,
  CONSTRAINT typed_mark_copy_known CHECK (copy IN (1, 2)),
  CONSTRAINT typed_mark_value_or_absence CHECK ((value IS NULL) <> (absence IS NULL)),
  CONSTRAINT typed_mark_absence_known CHECK (absence IN ('absent', 'recused', 'not-applicable', 'spoiled')),
  CONSTRAINT typed_mark_value_form CHECK (value >= 0 AND scale(trim_scale(value)) <= 6)
);
COMMENT ON TABLE typed_mark IS 'Marks as two clerks read them off paper, each by itself; they count for nothing; append-only';
CREATE INDEX typed_mark_round ON typed_mark (round_id, stage);
CREATE INDEX typed_mark_judge ON typed_mark (judge_id);
CREATE INDEX typed_mark_audit ON typed_mark (audit_id);

CREATE TABLE typed_settlement (
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
  audit_id bigint NOT NULL DEFAULT current_audit(),
  CONSTRAINT typed_settlement_pkey PRIMARY KEY (entry_id, stage, judge_id, version, leaf),
  CONSTRAINT typed_settlement_entry_fkey FOREIGN KEY (entry_id, round_id, product_group)
    REFERENCES entry (entry_id, round_id, product_group),
  CONSTRAINT typed_settlement_judge_fkey FOREIGN KEY (judge_id, round_id) REFERENCES judge (judge_id, round_id),
  CONSTRAINT typed_settlement_leaf_fkey FOREIGN KEY (round_id, product_group, leaf) REFERENCES round_leaf,
  CONSTRAINT typed_settlement_audit_fkey FOREIGN KEY (audit_id) REFERENCES audit_event,
  CONSTRAINT typed_settlement_value_or_absence CHECK ((value IS NULL) <> (absence IS NULL)),
  CONSTRAINT typed_settlement_absence_known CHECK (absence IN ('absent', 'recused', 'not-applicable', 'spoiled')),
  CONSTRAINT typed_settlement_value_form CHECK (value >= 0 AND scale(trim_scale(value)) <= 6),
  CONSTRAINT typed_settlement_reason_length CHECK (char_length(reason) BETWEEN 1 AND 200)
);
COMMENT ON TABLE typed_settlement IS 'What a paper sheet says where its two copies differ or lack it, and why; append-only';
CREATE INDEX typed_settlement_round ON typed_settlement (round_id, stage);
CREATE INDEX typed_settlement_judge ON typed_settlement (judge_id);
CREATE INDEX typed_settlement_audit ON typed_settlement (audit_id);

-- The same marks could be given: within range, by who may, for what is judged.
CREATE TRIGGER typed_mark_rules AFTER INSERT ON typed_mark
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION check_marks();
CREATE TRIGGER typed_mark_who AFTER INSERT ON typed_mark
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION check_markers();
CREATE TRIGGER typed_settlement_rules AFTER INSERT ON typed_settlement
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION check_marks();
CREATE TRIGGER typed_settlement_who AFTER INSERT ON typed_settlement
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION check_markers();

CREATE FUNCTION check_typed_sheets() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER typed_mark_sheet_open AFTER INSERT ON typed_mark
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION check_typed_sheets();
CREATE TRIGGER typed_settlement_sheet_open AFTER INSERT ON typed_settlement
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION check_typed_sheets();

-- Nobody types both copies of a sheet.
CREATE FUNCTION check_typed_hands() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER typed_mark_other_hand AFTER INSERT ON typed_mark
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION check_typed_hands();

-- Where the copies agree there is nothing to settle, and where nobody typed neither; and one hand is not both copies.
CREATE FUNCTION check_settlements() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER typed_settlement_needed AFTER INSERT ON typed_settlement
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION check_settlements();

-- MARK: Judges' accounts

-- As which judge of a round an account works. The last row of a judge counts; without an account it ties nobody.
CREATE TABLE judge_account (
  judge_account_id bigint GENERATED ALWAYS AS IDENTITY,
  round_id bigint NOT NULL,
  judge_id bigint NOT NULL,
  account_id bigint,
  audit_id bigint NOT NULL DEFAULT current_audit(),
  CONSTRAINT judge_account_pkey PRIMARY KEY (judge_account_id),
  CONSTRAINT judge_account_judge_fkey FOREIGN KEY (judge_id, round_id) REFERENCES judge (judge_id, round_id),
  CONSTRAINT judge_account_account_fkey FOREIGN KEY (account_id) REFERENCES account,
  CONSTRAINT judge_account_audit_fkey FOREIGN KEY (audit_id) REFERENCES audit_event
);
COMMENT ON TABLE judge_account IS 'The accounts that judges work with, round by round: the last one of a judge counts; append-only';
CREATE INDEX judge_account_judge ON judge_account (judge_id);
CREATE INDEX judge_account_round ON judge_account (round_id);
CREATE INDEX judge_account_account ON judge_account (account_id);
CREATE INDEX judge_account_audit ON judge_account (audit_id);

-- The accounts that judges of a round work with now.
CREATE FUNCTION judge_accounts(of_round bigint) RETURNS TABLE (judge_id bigint, account_id bigint) LANGUAGE sql STABLE AS $$
  SELECT t.judge_id, t.account_id FROM (
    SELECT DISTINCT ON (a.judge_id) a.judge_id, a.account_id FROM judge_account a WHERE a.round_id = judge_accounts.of_round
    ORDER BY a.judge_id, a.judge_account_id DESC) t
  WHERE t.account_id IS NOT NULL
$$;
COMMENT ON FUNCTION judge_accounts IS 'The accounts that judges of a round work with now';

-- One account is one judge of a round; the lock lets two who tie it at once see each other.
CREATE FUNCTION check_judge_account() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER judge_account_once BEFORE INSERT ON judge_account
  FOR EACH ROW EXECUTE FUNCTION check_judge_account();

INSERT INTO sealed_table (table_name) VALUES
  ('sheet_version'), ('sheet_reopening'), ('typed_mark'), ('typed_settlement'), ('judge_account');
