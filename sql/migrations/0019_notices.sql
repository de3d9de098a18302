-- Notices of the result to entrants. The days for a complaint run from them (TT 26/2014 Đ20).
CREATE TABLE entry_notice (
  entry_id bigint NOT NULL,
  kind text NOT NULL,
  -- of the result that they were told: a corrected one is told anew
  result_version integer NOT NULL,
  noticed_on date NOT NULL,
  channel text NOT NULL,
  -- null: the round's rules know no term
  complain_until date,
  body text NOT NULL,
  audit_id bigint NOT NULL DEFAULT current_audit(),
  CONSTRAINT entry_notice_pkey PRIMARY KEY (entry_id, kind, result_version),
  CONSTRAINT entry_notice_entry_fkey FOREIGN KEY (entry_id) REFERENCES entry,
  CONSTRAINT entry_notice_audit_fkey FOREIGN KEY (audit_id) REFERENCES audit_event,
  CONSTRAINT entry_notice_version_positive CHECK (result_version > 0),
  CONSTRAINT entry_notice_kind_known CHECK (kind IN ('result', 'decision')),
  CONSTRAINT entry_notice_channel_known CHECK (channel IN ('hand', 'post', 'email', 'portal')),
  CONSTRAINT entry_notice_days CHECK (complain_until > noticed_on)
);
COMMENT ON TABLE entry_notice IS 'What entrants were told of the result or of the decision, in these words, when and how; append-only';
CREATE INDEX entry_notice_audit ON entry_notice (audit_id);

-- Nobody is told a result that is not there, nor before its day.
CREATE FUNCTION check_notice() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  told record;
BEGIN
  SELECT x.closed_on, d.decided_on INTO told FROM entry e LEFT JOIN result x USING (round_id) LEFT JOIN decision d USING (round_id)
  WHERE e.entry_id = NEW.entry_id;
  IF (NEW.noticed_on >= CASE NEW.kind WHEN 'result' THEN told.closed_on ELSE told.decided_on END) IS NOT TRUE THEN
    RAISE EXCEPTION 'there is nothing to tell of entry % on %', NEW.entry_id, NEW.noticed_on
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'entry_notice_result';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER entry_notice_result BEFORE INSERT ON entry_notice FOR EACH ROW EXECUTE FUNCTION check_notice();

INSERT INTO sealed_table (table_name, belongs_to, by_column) VALUES ('entry_notice', NULL, NULL);
