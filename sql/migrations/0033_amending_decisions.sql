-- Amending decisions (quyết định sửa đổi, bổ sung hoặc huỷ bỏ một phần). An act that amends is one more decision of its round, with
-- lines of the entries that change alone; what an entry is, is said by the last act that names it. Nothing is overwritten.

ALTER TABLE decision
  -- null: the round's first decision; else which of its amendments it is, from 1 on
  ADD COLUMN amendment integer,
  ADD COLUMN amendment_reason text,
  ADD CONSTRAINT decision_amendment_positive CHECK (amendment >= 1),
  ADD CONSTRAINT decision_amendment_reasoned CHECK ((amendment IS NULL) = (amendment_reason IS NULL)),
  ADD CONSTRAINT decision_amendment_reason_length CHECK (char_length(amendment_reason) BETWEEN 1 AND 1000),
  ADD CONSTRAINT decision_number_once UNIQUE (round_id, number),
  DROP CONSTRAINT decision_round_unique,
  ADD CONSTRAINT decision_round_unique UNIQUE NULLS NOT DISTINCT (round_id, amendment);

-- One act follows another, and the lock on the round lets one through at a time.
CREATE FUNCTION check_amendment() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  state text;
  latest record;
BEGIN
  SELECT r.state INTO state FROM round r WHERE r.round_id = NEW.round_id FOR NO KEY UPDATE;
  IF state NOT IN ('decided', 'published') THEN
    RAISE EXCEPTION 'round % is %: there is no decision to amend', NEW.round_id, state
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'decision_amendment_state';
  END IF;
  SELECT max(coalesce(d.amendment, 0)) AS amendment, max(d.decided_on) AS decided_on INTO latest
  FROM decision d WHERE d.round_id = NEW.round_id;
  IF NEW.amendment IS DISTINCT FROM latest.amendment + 1 THEN
    RAISE EXCEPTION 'amendment % does not follow the last act of round %', NEW.amendment, NEW.round_id
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'decision_amendment_step';
  END IF;
  IF NEW.decided_on < latest.decided_on THEN
    RAISE EXCEPTION 'decision % is before what it amends', NEW.number
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'decision_amendment_order';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER decision_amendment_step BEFORE INSERT ON decision
  FOR EACH ROW WHEN (NEW.amendment IS NOT NULL) EXECUTE FUNCTION check_amendment();

CREATE FUNCTION standing_lines(of_round bigint) RETURNS TABLE (
  decision_id bigint, entry_id bigint, recognised boolean, set_name text, class text, reason text, award_id bigint)
LANGUAGE sql STABLE AS $$
  SELECT l.decision_id, l.entry_id, l.recognised, l.set_name, l.class, l.reason, l.award_id
  FROM decision d JOIN decision_line l USING (decision_id)
  WHERE d.round_id = of_round AND NOT EXISTS (
    SELECT FROM decision_line n JOIN decision m USING (decision_id)
    WHERE n.entry_id = l.entry_id AND m.round_id = of_round AND m.amendment > coalesce(d.amendment, 0))
$$;
COMMENT ON FUNCTION standing_lines IS 'What stands of each entry of a round: the line of the last act that names it';

-- MARK: Awards that an act took back

CREATE TABLE award_withdrawal (
  award_id bigint NOT NULL,
  decision_id bigint NOT NULL,
  CONSTRAINT award_withdrawal_pkey PRIMARY KEY (award_id),
  CONSTRAINT award_withdrawal_award_fkey FOREIGN KEY (award_id) REFERENCES award,
  CONSTRAINT award_withdrawal_decision_fkey FOREIGN KEY (decision_id) REFERENCES decision
);
COMMENT ON TABLE award_withdrawal IS 'Awards that an amending decision withdrew, from its day on; append-only';
CREATE INDEX award_withdrawal_decision ON award_withdrawal (decision_id);
INSERT INTO sealed_table (table_name, belongs_to, by_column) VALUES ('award_withdrawal', 'decision', 'decision_id');

-- An act takes back what an earlier one of its round gave, while it is made, and never leaves the certificate.
CREATE FUNCTION check_award_withdrawal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM award a JOIN decision g ON g.decision_id = a.decision_id
      JOIN decision d ON d.round_id = g.round_id AND d.amendment > coalesce(g.amendment, 0)
    WHERE a.award_id = NEW.award_id AND d.decision_id = NEW.decision_id AND d.audit_id = current_audit()) THEN
    RAISE EXCEPTION 'decision % does not amend what gave award %', NEW.decision_id, NEW.award_id
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'award_withdrawal_act';
  END IF;
  IF EXISTS (
    SELECT FROM certificate c WHERE c.award_id = NEW.award_id
      AND NOT EXISTS (SELECT FROM certificate n WHERE n.replaces = c.certificate_id)
      AND NOT EXISTS (SELECT FROM revocation v WHERE v.certificate_id = c.certificate_id)) THEN
    RAISE EXCEPTION 'award % has a certificate that is not revoked', NEW.award_id
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'award_withdrawal_certificate';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER award_withdrawal_act BEFORE INSERT ON award_withdrawal
  FOR EACH ROW EXECUTE FUNCTION check_award_withdrawal();

-- At commit: an award is withdrawn or a line that stands names it, never both and never neither.
CREATE FUNCTION check_standing_award() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  bad bigint;
BEGIN
  IF TG_TABLE_NAME = 'award_withdrawal' THEN
    SELECT l.award_id INTO bad FROM award a JOIN decision d USING (decision_id) CROSS JOIN LATERAL standing_lines(d.round_id) l
    WHERE a.award_id = NEW.award_id AND l.award_id = NEW.award_id LIMIT 1;
  ELSE
    SELECT l.award_id INTO bad FROM decision_line l
    WHERE l.entry_id = NEW.entry_id AND l.award_id IS DISTINCT FROM NEW.award_id
      AND l.award_id IS NOT NULL AND NOT EXISTS (SELECT FROM award_withdrawal w WHERE w.award_id = l.award_id) LIMIT 1;
  END IF;
  IF bad IS NOT NULL THEN
    RAISE EXCEPTION 'award % would be withdrawn and stand, or neither', bad
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'award_withdrawal_standing';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER award_withdrawal_standing AFTER INSERT ON award_withdrawal
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_standing_award();
CREATE CONSTRAINT TRIGGER decision_line_standing AFTER INSERT ON decision_line
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_standing_award();

-- As in 0022; and a withdrawn award gets no certificate. The lock waits for an act that is withdrawing it.
CREATE OR REPLACE FUNCTION check_certificate_award() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF is_award_in_doubt(NEW.award_id) THEN
    RAISE EXCEPTION 'award % rests on a result that was corrected', NEW.award_id
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'certificate_award_in_doubt';
  END IF;
  PERFORM FROM round r JOIN decision d USING (round_id) JOIN award a USING (decision_id) WHERE a.award_id = NEW.award_id
  FOR SHARE OF r;
  IF EXISTS (SELECT FROM award_withdrawal w WHERE w.award_id = NEW.award_id) THEN
    RAISE EXCEPTION 'award % was withdrawn', NEW.award_id
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'certificate_award_withdrawn';
  END IF;
  RETURN NEW;
END $$;

-- As in 0022; and a decision says all that it says at once.
CREATE OR REPLACE FUNCTION check_decision_lines() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  bad record;
BEGIN
  SELECT d.number INTO bad FROM added a JOIN decision d USING (decision_id) WHERE d.audit_id <> current_audit() LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'decision % was made and takes no further lines', bad.number
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'decision_line_one_act';
  END IF;
  SELECT d.number INTO bad FROM added a JOIN decision d USING (decision_id)
  WHERE coalesce(d.result_version, 1) <> live_result_version(d.round_id) LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'decision % does not rest on the live result', bad.number
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'decision_live_result';
  END IF;
  -- a line of the decision's own round: what another round found says nothing here
  SELECT e.code INTO bad FROM added a JOIN decision d USING (decision_id) JOIN entry e USING (entry_id)
    LEFT JOIN LATERAL result_lines(d.round_id, coalesce(d.result_version, 1)) l ON l.entry_id = a.entry_id
  WHERE e.round_id <> d.round_id
    OR (a.recognised AND (l.entry_id IS NULL OR l.eligible IS FALSE OR l.total IS NULL)) LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'entry % is not eligible', bad.code
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'decision_line_eligible';
  END IF;
  RETURN NULL;
END $$;

-- MARK: Votes on what amends

-- The council meets and votes after the decision, too, where it is to be amended.
CREATE OR REPLACE FUNCTION check_meeting_round() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  state text;
BEGIN
  SELECT r.state INTO state FROM round r WHERE r.round_id = NEW.round_id FOR SHARE;
  IF state = 'cancelled' THEN
    RAISE EXCEPTION 'the council of round % meets no more: it is %', NEW.round_id, state
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'council_meeting_round_state';
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION check_vote() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  meeting record;
BEGIN
  SELECT m.round_id, r.state INTO meeting FROM council_meeting m JOIN round r USING (round_id)
  WHERE m.council_meeting_id = NEW.council_meeting_id FOR NO KEY UPDATE OF r;
  IF meeting.state NOT IN ('closed', 'decided', 'published') THEN
    RAISE EXCEPTION 'round % is %: nothing is voted on', meeting.round_id, meeting.state
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'council_vote_round_state';
  END IF;
  IF NEW.in_favour + NEW.against + NEW.abstained <> (
    SELECT count(*) FROM council_attendance a WHERE a.council_meeting_id = NEW.council_meeting_id) THEN
    RAISE EXCEPTION 'the votes are not as many as those present'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'council_vote_sum';
  END IF;
  IF NEW.entry_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM entry e WHERE e.entry_id = NEW.entry_id AND e.round_id = meeting.round_id AND e.state = 'accepted') THEN
    RAISE EXCEPTION 'the vote is not on an entry of the round'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'council_vote_of_round';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION open_votes(of_round bigint)
RETURNS TABLE (entry_id bigint, in_favour integer, against integer, abstained integer, adopted boolean)
LANGUAGE sql STABLE AS $$
  SELECT v.entry_id, v.in_favour, v.against, v.abstained, v.adopted FROM current_votes(of_round) v WHERE v.entry_id IS NOT NULL
  UNION ALL
  (SELECT NULL, v.in_favour, v.against, v.abstained, 2 * v.in_favour > v.in_favour + v.against + v.abstained
  FROM council_vote v JOIN council_meeting m USING (council_meeting_id)
  WHERE m.round_id = of_round AND v.entry_id IS NULL
    AND v.audit_id > coalesce((SELECT max(d.audit_id) FROM decision d WHERE d.round_id = of_round), 0)
  ORDER BY m.held_on DESC, v.council_vote_id DESC LIMIT 1)
$$;
COMMENT ON FUNCTION open_votes IS
  'What the next decision must keep to: the last vote on each entry, and on the list the last one since the decision before';

CREATE OR REPLACE FUNCTION check_decision_vote() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  is_required boolean;
  is_adopted boolean;
BEGIN
  -- waits for votes in flight, which hold the round for themselves
  SELECT r.rules::jsonb #>> '{decision,vote}' = 'required' INTO is_required FROM round r
  WHERE r.round_id = NEW.round_id FOR SHARE;
  is_adopted := (SELECT v.adopted FROM open_votes(NEW.round_id) v WHERE v.entry_id IS NULL);
  IF is_adopted IS FALSE OR is_adopted IS NULL AND is_required IS TRUE THEN
    RAISE EXCEPTION 'the council of round % has not adopted the list', NEW.round_id
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'decision_vote_adopted';
  END IF;
  RETURN NEW;
END $$;

-- MARK: Notices

-- Who is named by an amending decision is told anew.
ALTER TABLE entry_notice
  -- the amending decision that is told; null: another
  ADD COLUMN decision_id bigint,
  ADD CONSTRAINT entry_notice_decision_fkey FOREIGN KEY (decision_id) REFERENCES decision,
  ADD CONSTRAINT entry_notice_decision_kind CHECK (decision_id IS NULL OR kind = 'decision'),
  DROP CONSTRAINT entry_notice_pkey,
  ADD CONSTRAINT entry_notice_once UNIQUE NULLS NOT DISTINCT (entry_id, kind, result_version, decision_id);
CREATE INDEX entry_notice_decision ON entry_notice (decision_id);

-- As in 0022, and an amending decision is told from its day on, to whom it names.
CREATE OR REPLACE FUNCTION check_notice() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  told record;
BEGIN
  SELECT x.closed_on, CASE WHEN NEW.decision_id IS NULL
      THEN (SELECT min(d.decided_on) FROM decision d WHERE d.round_id = e.round_id)
      ELSE (SELECT d.decided_on FROM decision d JOIN decision_line l USING (decision_id)
        WHERE d.decision_id = NEW.decision_id AND d.amendment IS NOT NULL AND l.entry_id = NEW.entry_id) END AS decided_on,
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
