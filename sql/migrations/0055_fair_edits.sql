-- A fair's name, venue, days, setting up, standard booth and kind can be mended until it is over. Who holds it never changes; its
-- kind decides which rules of the funds apply, and stays once it is announced; its days go on covering what was given and asked for.
CREATE OR REPLACE FUNCTION check_fair_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
    ('planned', 'open'), ('open', 'closed'), ('planned', 'cancelled'), ('open', 'cancelled')) THEN
    RAISE EXCEPTION 'a fair cannot go from % to %', OLD.state, NEW.state
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'fair_state_step';
  END IF;
  IF (NEW.level, NEW.organiser_code, NEW.organiser_unit_id, NEW.organiser_region)
    IS DISTINCT FROM (OLD.level, OLD.organiser_code, OLD.organiser_unit_id, OLD.organiser_region)
    OR NEW.plan_version NOT IN (OLD.plan_version, OLD.plan_version + 1)
    OR OLD.state <> 'planned' AND NEW.kind <> OLD.kind
    OR OLD.state IN ('closed', 'cancelled')
      AND to_jsonb(NEW) - '{version,audit_id}'::text[] <> to_jsonb(OLD) - '{version,audit_id}'::text[]
  THEN
    RAISE EXCEPTION 'who holds a fair does not change, nor what it was once it is over'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'fair_fixed';
  END IF;
  -- whoever gives a booth or asks for one holds the row of the fair meanwhile
  IF NEW.days <> OLD.days AND (
    EXISTS (SELECT FROM booth_allocation a WHERE a.fair_id = NEW.fair_id AND a.state IN ('held', 'confirmed', 'no-show')
      AND NOT NEW.days @> a.days)
    OR EXISTS (SELECT FROM booth_request r WHERE r.fair_id = NEW.fair_id AND r.state IN ('filed', 'waiting', 'partly-given')
      AND NOT NEW.days @> r.days))
  THEN
    RAISE EXCEPTION 'fair % has booths given or asked for on other days', NEW.fair_id
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'fair_days_in_use';
  END IF;
  RETURN NEW;
END $$;
