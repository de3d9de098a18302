-- The acts that created councils and panels, changes of members while a round is judged, the council's meetings and votes.

CREATE TABLE round_act (
  round_act_id bigint GENERATED ALWAYS AS IDENTITY,
  round_id bigint NOT NULL,
  body text NOT NULL,
  number text NOT NULL,
  acted_on date NOT NULL,
  authority text NOT NULL,
  audit_id bigint NOT NULL DEFAULT current_audit(),
  CONSTRAINT round_act_pkey PRIMARY KEY (round_act_id),
  CONSTRAINT round_act_once UNIQUE (round_id, body, number, acted_on),
  CONSTRAINT round_act_round_fkey FOREIGN KEY (round_id) REFERENCES round,
  CONSTRAINT round_act_audit_fkey FOREIGN KEY (audit_id) REFERENCES audit_event,
  CONSTRAINT round_act_body_known CHECK (body IN ('council', 'panel')),
  CONSTRAINT round_act_number_length CHECK (char_length(number) BETWEEN 1 AND 200),
  CONSTRAINT round_act_authority_length CHECK (char_length(authority) BETWEEN 1 AND 200)
);
COMMENT ON TABLE round_act IS 'Acts on a council or a panel: the earliest created it, later ones changed its members; append-only';
CREATE INDEX round_act_audit ON round_act (audit_id);

-- MARK: Seats

ALTER TABLE council_member
  ADD COLUMN joined_by bigint CONSTRAINT council_member_joined_fkey REFERENCES round_act,
  ADD COLUMN left_by bigint CONSTRAINT council_member_left_fkey REFERENCES round_act,
  ADD COLUMN leave_reason text,
  ADD COLUMN replaces_id bigint CONSTRAINT council_member_replaces_fkey REFERENCES council_member;
CREATE INDEX council_member_joined ON council_member (joined_by);
CREATE INDEX council_member_left ON council_member (left_by);
CREATE INDEX council_member_replaces ON council_member (replaces_id);
ALTER TABLE judge
  ADD COLUMN joined_by bigint CONSTRAINT judge_joined_fkey REFERENCES round_act,
  ADD COLUMN left_by bigint CONSTRAINT judge_left_fkey REFERENCES round_act,
  ADD COLUMN leave_reason text,
  ADD COLUMN replaces_id bigint CONSTRAINT judge_replaces_fkey REFERENCES judge;
CREATE INDEX judge_joined ON judge (joined_by);
CREATE INDEX judge_left ON judge (left_by);
CREATE INDEX judge_replaces ON judge (replaces_id);

-- Who sat stays as it was written, and who left does not come back. Until judging starts seats change freely; while a round
-- is judged by an act on the body (TT 26/2014 Đ9: changes of members by the same authority), the council's until the decision.
CREATE FUNCTION check_seat() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  of_body text := CASE TG_TABLE_NAME WHEN 'judge' THEN 'panel' ELSE 'council' END;
  act bigint := NEW.joined_by;
  state text;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF (NEW.round_id, to_jsonb(NEW) ->> 'code', NEW.name, NEW.role, NEW.member_from, NEW.joined_by, NEW.replaces_id)
        IS DISTINCT FROM (OLD.round_id, to_jsonb(OLD) ->> 'code', OLD.name, OLD.role, OLD.member_from, OLD.joined_by,
          OLD.replaces_id)
      OR (OLD.member_to IS NOT NULL
        AND (NEW.member_to, NEW.left_by, NEW.leave_reason) IS DISTINCT FROM (OLD.member_to, OLD.left_by, OLD.leave_reason)) THEN
      RAISE EXCEPTION 'who sat on a % does not change', of_body
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'seat_history_fixed';
    END IF;
    IF NEW.member_to IS NOT DISTINCT FROM OLD.member_to THEN
      RETURN NEW;
    END IF;
    act := NEW.left_by;
  END IF;
  SELECT r.state INTO state FROM round r WHERE r.round_id = NEW.round_id FOR SHARE;
  IF state NOT IN ('draft', 'open', 'judging') AND NOT (of_body = 'council' AND state = 'closed') THEN
    RAISE EXCEPTION 'the % of round % is settled: it is %', of_body, NEW.round_id, state
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'seat_round_state';
  END IF;
  IF state IN ('judging', 'closed') AND act IS NULL
    OR act IS NOT NULL AND NOT EXISTS (
      SELECT FROM round_act a WHERE a.round_act_id = act AND a.round_id = NEW.round_id AND a.body = of_body) THEN
    RAISE EXCEPTION 'round % is %: its % changes by an act', NEW.round_id, state, of_body
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'seat_change_act';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER seat_history BEFORE INSERT OR UPDATE ON council_member FOR EACH ROW EXECUTE FUNCTION check_seat();
CREATE TRIGGER seat_history BEFORE INSERT OR UPDATE ON judge FOR EACH ROW EXECUTE FUNCTION check_seat();

-- The judges who held a judge's seat before.
CREATE FUNCTION seat_before(judge_id bigint) RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
  WITH RECURSIVE seat AS (
    SELECT j.replaces_id AS id FROM judge j WHERE j.judge_id = seat_before.judge_id
    UNION
    SELECT j.replaces_id FROM seat s JOIN judge j ON j.judge_id = s.id
  )
  SELECT id FROM seat WHERE id IS NOT NULL
$$;

-- As before, and who took a drawn judge's seat marks what was drawn for it. A seat has one voice: an entry that an earlier
-- holder marked whole is not marked again.
CREATE OR REPLACE FUNCTION check_markers() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  bad record;
BEGIN
  SELECT j.code AS judge, e.code INTO bad FROM added a JOIN entry e USING (entry_id) JOIN judge j USING (judge_id)
    JOIN judge_conflict c ON c.judge_id = a.judge_id AND c.establishment_id = e.establishment_id LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'judge % is in conflict with entry %', bad.judge, bad.code
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'mark_judge_conflict';
  END IF;
  SELECT j.code AS judge, e.code INTO bad
  FROM (SELECT DISTINCT a.round_id, a.entry_id, a.judge_id FROM added a) a
    JOIN LATERAL (SELECT current_draw(a.round_id) AS draw) d ON d.draw IS NOT NULL
    JOIN entry e USING (entry_id) JOIN judge j USING (judge_id)
  WHERE NOT EXISTS (
    SELECT FROM judge_assignment s WHERE s.assignment_draw_id = d.draw AND s.entry_id = a.entry_id
      AND (s.judge_id = a.judge_id OR s.judge_id IN (SELECT seat_before(a.judge_id)))) LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'judge % was not drawn for entry %', bad.judge, bad.code
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'mark_judge_assigned';
  END IF;
  SELECT j.code AS judge, e.code INTO bad
  FROM (SELECT DISTINCT a.round_id, a.stage, a.entry_id, a.judge_id, a.product_group FROM added a) a
    JOIN judge j ON j.judge_id = a.judge_id AND j.replaces_id IS NOT NULL JOIN entry e USING (entry_id)
    CROSS JOIN LATERAL seat_before(a.judge_id) AS earlier (id)
  -- values that count: neither superseded nor given in conflict
  WHERE (SELECT count(*) FROM live_marks(a.round_id) m JOIN entry o USING (entry_id)
      WHERE m.entry_id = a.entry_id AND m.stage = a.stage AND m.judge_id = earlier.id AND m.value IS NOT NULL AND NOT EXISTS (
        SELECT FROM judge_conflict c WHERE c.judge_id = m.judge_id AND c.establishment_id = o.establishment_id))
    = (SELECT count(*) FROM round_leaf l WHERE l.round_id = a.round_id AND l.product_group = a.product_group) LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'the seat of judge % has marked entry % already', bad.judge, bad.code
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'mark_seat_once';
  END IF;
  RETURN NULL;
END $$;

-- MARK: Meetings

CREATE TABLE council_meeting (
  council_meeting_id bigint GENERATED BY DEFAULT AS IDENTITY,
  round_id bigint NOT NULL,
  held_on date NOT NULL,
  place text,
  audit_id bigint NOT NULL DEFAULT current_audit(),
  CONSTRAINT council_meeting_pkey PRIMARY KEY (council_meeting_id),
  CONSTRAINT council_meeting_round_fkey FOREIGN KEY (round_id) REFERENCES round,
  CONSTRAINT council_meeting_audit_fkey FOREIGN KEY (audit_id) REFERENCES audit_event,
  CONSTRAINT council_meeting_place_length CHECK (char_length(place) BETWEEN 1 AND 200)
);
COMMENT ON TABLE council_meeting IS 'Meetings of a round''s council: of those recorded for one day the last counts; append-only';
CREATE INDEX council_meeting_round ON council_meeting (round_id, held_on);
CREATE INDEX council_meeting_audit ON council_meeting (audit_id);

CREATE TABLE council_attendance (
  council_meeting_id bigint NOT NULL,
  council_member_id bigint NOT NULL,
  CONSTRAINT council_attendance_pkey PRIMARY KEY (council_meeting_id, council_member_id),
  CONSTRAINT council_attendance_meeting_fkey FOREIGN KEY (council_meeting_id) REFERENCES council_meeting,
  CONSTRAINT council_attendance_member_fkey FOREIGN KEY (council_member_id) REFERENCES council_member
);
COMMENT ON TABLE council_attendance IS 'Who was present at a meeting; append-only';
CREATE INDEX council_attendance_member ON council_attendance (council_member_id);

CREATE FUNCTION check_meeting_round() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  state text;
BEGIN
  SELECT r.state INTO state FROM round r WHERE r.round_id = NEW.round_id FOR SHARE;
  IF state NOT IN ('draft', 'open', 'judging', 'closed') THEN
    RAISE EXCEPTION 'the council of round % meets no more: it is %', NEW.round_id, state
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'council_meeting_round_state';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER council_meeting_round_state BEFORE INSERT ON council_meeting
  FOR EACH ROW EXECUTE FUNCTION check_meeting_round();

-- Those who sit on the round's council that day, named when the meeting is recorded and not later.
CREATE FUNCTION check_attendance() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  bad record;
BEGIN
  SELECT c.name INTO bad FROM added a JOIN council_meeting m USING (council_meeting_id)
    JOIN council_member c USING (council_member_id)
  WHERE c.round_id <> m.round_id OR m.held_on < c.member_from OR m.held_on > c.member_to
    OR m.audit_id <> current_audit() LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION '% does not sit on that council that day, or the meeting is recorded already', bad.name
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'council_attendance_sitting';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER council_attendance_sitting AFTER INSERT ON council_attendance
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION check_attendance();

-- MARK: Votes

CREATE TABLE council_vote (
  council_vote_id bigint GENERATED ALWAYS AS IDENTITY,
  council_meeting_id bigint NOT NULL,
  -- null: the list of recognition as a whole
  entry_id bigint,
  in_favour integer NOT NULL,
  against integer NOT NULL,
  abstained integer NOT NULL,
  audit_id bigint NOT NULL DEFAULT current_audit(),
  CONSTRAINT council_vote_pkey PRIMARY KEY (council_vote_id),
  CONSTRAINT council_vote_once UNIQUE NULLS NOT DISTINCT (council_meeting_id, entry_id),
  CONSTRAINT council_vote_meeting_fkey FOREIGN KEY (council_meeting_id) REFERENCES council_meeting,
  CONSTRAINT council_vote_entry_fkey FOREIGN KEY (entry_id) REFERENCES entry,
  CONSTRAINT council_vote_audit_fkey FOREIGN KEY (audit_id) REFERENCES audit_event,
  CONSTRAINT council_vote_counts CHECK (in_favour >= 0 AND against >= 0 AND abstained >= 0)
);
COMMENT ON TABLE council_vote IS 'How a council voted at a meeting, on the list or on one entry: adopted by more than half of those present; append-only';
CREATE INDEX council_vote_entry ON council_vote (entry_id);
CREATE INDEX council_vote_audit ON council_vote (audit_id);

CREATE FUNCTION check_vote() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  meeting record;
BEGIN
  SELECT m.round_id, r.state INTO meeting FROM council_meeting m JOIN round r USING (round_id)
  WHERE m.council_meeting_id = NEW.council_meeting_id FOR NO KEY UPDATE OF r;
  IF meeting.state <> 'closed' THEN
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
CREATE TRIGGER council_vote_rules BEFORE INSERT ON council_vote FOR EACH ROW EXECUTE FUNCTION check_vote();

-- The last vote on each question of a round. A meeting that is recorded again takes no vote back: a further vote does.
CREATE FUNCTION current_votes(of_round bigint)
RETURNS TABLE (entry_id bigint, in_favour integer, against integer, abstained integer, adopted boolean)
LANGUAGE sql STABLE AS $$
  SELECT DISTINCT ON (v.entry_id) v.entry_id, v.in_favour, v.against, v.abstained,
    2 * v.in_favour > v.in_favour + v.against + v.abstained
  FROM council_vote v JOIN council_meeting m USING (council_meeting_id)
  WHERE m.round_id = of_round
  ORDER BY v.entry_id, m.held_on DESC, v.council_vote_id DESC
$$;
COMMENT ON FUNCTION current_votes IS 'What a council decided last on the list (entry null) and on single entries';

-- Where the round's plan demands a vote, there is no decision without one that adopts the list; nowhere one against it.
CREATE FUNCTION check_decision_vote() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  is_required boolean;
  is_adopted boolean;
BEGIN
  -- waits for votes in flight, which hold the round for themselves
  SELECT r.rules::jsonb #>> '{decision,vote}' = 'required' INTO is_required FROM round r
  WHERE r.round_id = NEW.round_id FOR SHARE;
  is_adopted := (SELECT v.adopted FROM current_votes(NEW.round_id) v WHERE v.entry_id IS NULL);
  IF is_adopted IS FALSE OR is_adopted IS NULL AND is_required IS TRUE THEN
    RAISE EXCEPTION 'the council of round % has not adopted the list', NEW.round_id
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'decision_vote_adopted';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER decision_vote_adopted BEFORE INSERT ON decision FOR EACH ROW EXECUTE FUNCTION check_decision_vote();

INSERT INTO sealed_table (table_name, belongs_to, by_column) VALUES
  ('round_act', NULL, NULL), ('council_meeting', NULL, NULL),
  ('council_attendance', 'council_meeting', 'council_meeting_id'), ('council_vote', NULL, NULL);
