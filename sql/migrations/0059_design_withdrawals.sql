-- An office withdraws a design of its own: nothing new is issued or printed in it. Papers that were issued in it stay as they are.

CREATE TABLE certificate_design_withdrawal (
  certificate_design_id bigint NOT NULL,
  audit_id bigint NOT NULL DEFAULT current_audit(),
  CONSTRAINT certificate_design_withdrawal_pkey PRIMARY KEY (certificate_design_id),
  CONSTRAINT certificate_design_withdrawal_design_fkey FOREIGN KEY (certificate_design_id) REFERENCES certificate_design,
  CONSTRAINT certificate_design_withdrawal_audit_fkey FOREIGN KEY (audit_id) REFERENCES audit_event
);
COMMENT ON TABLE certificate_design_withdrawal IS 'Designs that their offices use no more; append-only';
CREATE INDEX certificate_design_withdrawal_audit ON certificate_design_withdrawal (audit_id);

INSERT INTO sealed_table (table_name) VALUES ('certificate_design_withdrawal');

-- What an organiser's rounds of a level share: a design serves all of them. NULL: there is no such round.
CREATE FUNCTION design_holder(of_round bigint) RETURNS text LANGUAGE sql STABLE AS
'SELECT concat_ws('' '', level, organiser_code, organiser_unit_id) FROM round WHERE round_id = of_round';
COMMENT ON FUNCTION design_holder IS 'Names the organiser and level whose rounds share their designs of certificates and labels';

-- One name is of one design: one of the other kind would hide it. Whoever else puts in or withdraws one of the name is waited for.
CREATE FUNCTION lock_design_name(of_round bigint, of_name text) RETURNS void LANGUAGE sql VOLATILE
RETURN pg_advisory_xact_lock(hashtextextended('design ' || design_holder(of_round) || ' ' || of_name, 59));
COMMENT ON FUNCTION lock_design_name IS 'Waits for whoever puts in or withdraws a design of this name for the same organiser and level';

CREATE FUNCTION check_design_kind() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER certificate_design_kind BEFORE INSERT ON certificate_design
  FOR EACH ROW EXECUTE FUNCTION check_design_kind();
