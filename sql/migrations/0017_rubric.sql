-- The frame of marks is fixed when its round is created (TT 26/2014 Đ16.1): no criterion comes in later, none changes.
CREATE FUNCTION check_leaf() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' OR NOT EXISTS (
    SELECT FROM round r WHERE r.round_id = NEW.round_id AND r.audit_id = current_audit()) THEN
    RAISE EXCEPTION 'the frame of marks of a round is fixed when it is created'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'round_leaf_fixed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER round_leaf_fixed BEFORE INSERT OR UPDATE OR DELETE ON round_leaf FOR EACH ROW EXECUTE FUNCTION check_leaf();
