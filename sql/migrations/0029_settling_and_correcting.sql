-- Two walls that the program alone was.

-- Where two copies of a sheet differ, a third person reads the paper: whoever typed one of them would decide for it.
CREATE FUNCTION check_settling_hand() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  bad record;
BEGIN
  SELECT a.leaf INTO bad FROM added a JOIN audit_event mine USING (audit_id)
    JOIN typed_mark t ON t.entry_id = a.entry_id AND t.stage = a.stage AND t.judge_id = a.judge_id AND t.version = a.version
    JOIN audit_event typist ON typist.audit_id = t.audit_id
  WHERE typist.actor = mine.actor LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION '% would be settled by one who typed the sheet', bad.leaf
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'typed_settlement_other_hand';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER typed_settlement_other_hand AFTER INSERT ON typed_settlement
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION check_settling_hand();

-- A result is corrected on a day on which it was there, and each correction after the one before it.
CREATE FUNCTION check_correction_day() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER result_correction_day BEFORE INSERT ON result_correction
  FOR EACH ROW EXECUTE FUNCTION check_correction_day();
