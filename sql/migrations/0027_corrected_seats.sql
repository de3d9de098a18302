-- A seat has one voice after a correction, too: of the judges who held it one after the other only one has marks of an entry that
-- count. Asked at commit, because one act may take the marks of one out and put another's in.
CREATE FUNCTION check_corrected_seat() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE CONSTRAINT TRIGGER mark_correction_seat_once AFTER INSERT ON mark_correction
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.value IS NOT NULL) EXECUTE FUNCTION check_corrected_seat();
