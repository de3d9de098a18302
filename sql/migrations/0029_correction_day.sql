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
