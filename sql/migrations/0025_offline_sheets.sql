-- Score sheets that judges fill away from the registry: the keys that check their signatures, and the files they hand in.

CREATE TABLE sheet_key (
  sheet_key_id bigint GENERATED ALWAYS AS IDENTITY,
  round_id bigint NOT NULL,
  judge_id bigint NOT NULL,
  -- HMAC key made from the personal code, which is not kept
  key bytea NOT NULL,
  audit_id bigint NOT NULL DEFAULT current_audit(),
  CONSTRAINT sheet_key_pkey PRIMARY KEY (sheet_key_id),
  CONSTRAINT sheet_key_judge_key UNIQUE (sheet_key_id, judge_id),
  CONSTRAINT sheet_key_judge_fkey FOREIGN KEY (judge_id, round_id) REFERENCES judge (judge_id, round_id),
  CONSTRAINT sheet_key_audit_fkey FOREIGN KEY (audit_id) REFERENCES audit_event,
  CONSTRAINT sheet_key_length CHECK (octet_length(key) = 32)
);
COMMENT ON TABLE sheet_key IS 'What checks the signatures of a judge''s files: of several the last counts; append-only';
CREATE INDEX sheet_key_judge ON sheet_key (judge_id, round_id);
CREATE INDEX sheet_key_audit ON sheet_key (audit_id);

CREATE TABLE handed_in_file (
  handed_in_file_id bigint GENERATED ALWAYS AS IDENTITY,
  round_id bigint NOT NULL,
  judge_id bigint NOT NULL,
  sheet_key_id bigint NOT NULL,
  -- what the judge signed, to the byte
  document text NOT NULL,
  sha256 bytea NOT NULL,
  signature bytea NOT NULL,
  audit_id bigint NOT NULL DEFAULT current_audit(),
  CONSTRAINT handed_in_file_pkey PRIMARY KEY (handed_in_file_id),
  CONSTRAINT handed_in_file_once UNIQUE (round_id, sha256),
  CONSTRAINT handed_in_file_judge_fkey FOREIGN KEY (judge_id, round_id) REFERENCES judge (judge_id, round_id),
  CONSTRAINT handed_in_file_key_fkey FOREIGN KEY (sheet_key_id, judge_id) REFERENCES sheet_key (sheet_key_id, judge_id),
  CONSTRAINT handed_in_file_audit_fkey FOREIGN KEY (audit_id) REFERENCES audit_event,
  CONSTRAINT handed_in_file_hash CHECK (sha256 = sha256(convert_to(document, 'UTF8'))),
  CONSTRAINT handed_in_file_signature_length CHECK (octet_length(signature) = 32)
);
COMMENT ON TABLE handed_in_file IS 'Signed score sheets as a judge handed them in, remarks included; append-only';
CREATE INDEX handed_in_file_judge ON handed_in_file (judge_id, round_id);
CREATE INDEX handed_in_file_key ON handed_in_file (sheet_key_id, judge_id);
CREATE INDEX handed_in_file_audit ON handed_in_file (audit_id);

-- A file belongs to the marks that came in with it, and these come only while the round is judged.
CREATE FUNCTION check_handed_in_file() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  state text;
BEGIN
  SELECT r.state INTO state FROM round r WHERE r.round_id = NEW.round_id FOR SHARE;
  IF state <> 'judging' THEN
    RAISE EXCEPTION 'round % takes no sheets: it is %', NEW.round_id, state
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'handed_in_file_round_judging';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER handed_in_file_round_judging BEFORE INSERT ON handed_in_file
  FOR EACH ROW EXECUTE FUNCTION check_handed_in_file();

INSERT INTO sealed_table (table_name, belongs_to, by_column) VALUES
  ('sheet_key', NULL, NULL), ('handed_in_file', NULL, NULL);
