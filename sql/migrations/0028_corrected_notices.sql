-- As before, and a corrected result is told from the day of its correction on: the term for complaints runs from the notice.
CREATE OR REPLACE FUNCTION check_notice() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  told record;
BEGIN
  SELECT x.closed_on, (SELECT min(d.decided_on) FROM decision d WHERE d.round_id = e.round_id) AS decided_on,
    CASE WHEN NEW.result_version = 1 THEN x.closed_on ELSE c.corrected_on END AS made_on INTO told
  FROM entry e LEFT JOIN result x USING (round_id)
    LEFT JOIN result_correction c ON c.round_id = e.round_id AND c.version = NEW.result_version
  WHERE e.entry_id = NEW.entry_id;
  IF (NEW.noticed_on >= told.made_on
    AND NEW.noticed_on >= CASE NEW.kind WHEN 'result' THEN told.closed_on ELSE told.decided_on END) IS NOT TRUE
  THEN
    RAISE EXCEPTION 'there is nothing to tell of entry % on %', NEW.entry_id, NEW.noticed_on
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'entry_notice_result';
  END IF;
  RETURN NEW;
END $$;
