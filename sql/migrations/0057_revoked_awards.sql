-- Who revokes a certificate is told what rests on its award, and confirms that: so whoever is resting something on it at the same
-- time is waited for. Entries and nominations hold the award by their foreign keys until they are committed.

CREATE FUNCTION lock_award_of(of_certificate bigint) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM FROM award a JOIN certificate c USING (award_id) WHERE c.certificate_id = of_certificate FOR UPDATE OF a;
END $$;
COMMENT ON FUNCTION lock_award_of IS 'Waits for whoever rests an entry or a nomination on the award of a certificate, and keeps others waiting';

CREATE OR REPLACE FUNCTION check_revocation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM lock_certificate(NEW.certificate_id);
  PERFORM lock_award_of(NEW.certificate_id);
  IF EXISTS (SELECT FROM certificate c WHERE c.replaces = NEW.certificate_id) THEN
    RAISE EXCEPTION 'certificate % was replaced', NEW.certificate_id
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'revocation_of_replaced';
  END IF;
  RETURN NEW;
END $$;

COMMENT ON TABLE certificate_design IS 'Designs that offices issue certificates in and print labels in (kind: label) beside those that come with the program; append-only';
