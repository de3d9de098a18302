-- The designs that certificates were issued in, so that any of them can be drawn again in years.

CREATE TABLE certificate_template (
  -- of the design and the font files together; papers name it
  identity bytea NOT NULL,
  document text NOT NULL,
  -- the SHA-256 of each font file by its name, as JSON
  fonts text NOT NULL,
  audit_id bigint NOT NULL DEFAULT current_audit(),
  CONSTRAINT certificate_template_pkey PRIMARY KEY (identity),
  CONSTRAINT certificate_template_identity_length CHECK (octet_length(identity) = 32),
  CONSTRAINT certificate_template_whole CHECK (json_typeof(document::json) = 'object' AND json_typeof(fonts::json) = 'object'),
  CONSTRAINT certificate_template_audit_fkey FOREIGN KEY (audit_id) REFERENCES audit_event
);
COMMENT ON TABLE certificate_template IS 'Designs that certificates were issued in, with their font files; append-only';
CREATE INDEX certificate_template_audit ON certificate_template (audit_id);

INSERT INTO sealed_table (table_name, belongs_to, by_column) VALUES ('certificate_template', NULL, NULL);

-- A paper is never issued in a design that is not kept.
CREATE FUNCTION check_certificate_template() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  named text := NEW.paper::json ->> 'template_sha256';
BEGIN
  IF named IS NOT NULL AND NOT EXISTS (
    SELECT FROM certificate_template t WHERE t.identity = decode(named, 'hex')
  ) THEN
    RAISE EXCEPTION 'certificate %: no template %', NEW.number, named
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'certificate_template_kept';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER certificate_template_kept BEFORE INSERT ON certificate
  FOR EACH ROW WHEN (NEW.paper IS NOT NULL) EXECUTE FUNCTION check_certificate_template();
