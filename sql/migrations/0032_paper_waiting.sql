-- Paper that two clerks type is compared by a third person, and nothing else takes its place while it waits.

-- Whoever typed a copy of a sheet would be settling in favour of what they read themselves.
CREATE FUNCTION check_settling_hands() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER typed_settlement_other_hand AFTER INSERT ON typed_settlement
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION check_settling_hands();

-- A file of marks, a judge's own submission or an offline file would make what was read off the paper count for nothing,
-- unseen. Sheets written because their judge leaves are not meant: nobody could accept paper of theirs any more.
CREATE FUNCTION check_paper_waiting() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER sheet_version_paper_waiting AFTER INSERT ON sheet_version
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION check_paper_waiting();
