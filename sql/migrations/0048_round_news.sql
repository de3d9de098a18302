-- Who watches a round is told that something about it changed: which round, and nothing else, so that whoever listens learns
-- nothing that they may not read. What it is they ask for, as themselves.

CREATE FUNCTION tell_round_of_sheets() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('cnnt_round', e.round_id::text)
  FROM entry e WHERE e.entry_id IN (SELECT c.entry_id FROM changed c) GROUP BY e.round_id;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION tell_round_of_sheets() IS 'Tells, at commit, in which rounds a sheet was begun, handed in or given back';

CREATE FUNCTION tell_round() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('cnnt_round', c.round_id::text) FROM (SELECT DISTINCT round_id FROM changed) c;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION tell_round() IS 'Tells, at commit, which rounds changed in their step, entries, judges or conflicts';

CREATE TRIGGER sheet_version_told AFTER INSERT ON sheet_version
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION tell_round_of_sheets();
-- what is written on a draft afterwards changes nothing that is shown
CREATE TRIGGER sheet_draft_told AFTER INSERT ON sheet_draft
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION tell_round_of_sheets();
CREATE TRIGGER sheet_reopening_told AFTER INSERT ON sheet_reopening
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION tell_round_of_sheets();
CREATE TRIGGER round_told AFTER UPDATE ON round
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION tell_round();
CREATE TRIGGER entry_told AFTER UPDATE ON entry
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION tell_round();
CREATE TRIGGER judge_told AFTER UPDATE ON judge
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION tell_round();
CREATE TRIGGER judge_added_told AFTER INSERT ON judge
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION tell_round();
CREATE TRIGGER judge_conflict_told AFTER INSERT ON judge_conflict
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION tell_round();
