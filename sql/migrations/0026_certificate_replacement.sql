-- Certificates that take the place of others after a correction: the old number points to the new by an act of the authority,
-- and an award never has two that stand.

ALTER TABLE certificate
  -- the certificate that this one replaces
  ADD COLUMN replaces bigint,
  ADD COLUMN replacement_act text,
  ADD COLUMN replacement_act_date date,
  ADD COLUMN replacement_reason text,
  -- names as this paper corrects them; null: as the award has them
  ADD COLUMN product_name text,
  ADD COLUMN establishment_name text,
  ADD CONSTRAINT certificate_award_key UNIQUE (certificate_id, award_id, valid_to),
  -- another paper of the same award, which ends on the same day: a correction prolongs nothing
  ADD CONSTRAINT certificate_replaces_fkey FOREIGN KEY (replaces, award_id, valid_to)
    REFERENCES certificate (certificate_id, award_id, valid_to),
  ADD CONSTRAINT certificate_replaces_other CHECK (replaces <> certificate_id),
  ADD CONSTRAINT certificate_replacement_whole CHECK (
    num_nulls(replaces, replacement_act, replacement_act_date, replacement_reason) IN (0, 4)
    AND (replaces IS NULL OR paper IS NOT NULL)),
  ADD CONSTRAINT certificate_replacement_act_days CHECK (replacement_act_date <= issued_on),
  ADD CONSTRAINT certificate_replacement_text_length CHECK (
    char_length(replacement_act) BETWEEN 1 AND 200 AND char_length(replacement_reason) BETWEEN 1 AND 1000),
  ADD CONSTRAINT certificate_corrected_names CHECK (
    replaces IS NOT NULL OR num_nonnulls(product_name, establishment_name) = 0),
  DROP CONSTRAINT certificate_award_unique,
  -- the certificates of an award form one line, each taking the place of the one before: always exactly one stands
  ADD CONSTRAINT certificate_award_unique UNIQUE NULLS NOT DISTINCT (award_id, replaces);
CREATE INDEX certificate_replaces ON certificate (replaces);

-- A revoked certificate is not replaced, and a replaced one not revoked: of an award either can end, and only once. Both ask
-- for the same lock, so that of two at once the second sees the first.
CREATE FUNCTION lock_certificate(id bigint) RETURNS void LANGUAGE sql
RETURN pg_advisory_xact_lock(hashtextextended('certificate ' || id, 0));
COMMENT ON FUNCTION lock_certificate IS 'Waits for whoever revokes or replaces the same certificate';

CREATE FUNCTION check_certificate_replacement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM lock_certificate(NEW.replaces);
  IF EXISTS (SELECT FROM revocation v WHERE v.certificate_id = NEW.replaces) THEN
    RAISE EXCEPTION 'certificate % was revoked', NEW.replaces
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'certificate_replaces_revoked';
  END IF;
  IF EXISTS (SELECT FROM certificate c WHERE c.certificate_id = NEW.replaces AND c.issued_on > NEW.issued_on) THEN
    RAISE EXCEPTION 'certificate % is issued later than what is to replace it', NEW.replaces
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'certificate_replacement_order';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER certificate_replacement BEFORE INSERT ON certificate
  FOR EACH ROW WHEN (NEW.replaces IS NOT NULL) EXECUTE FUNCTION check_certificate_replacement();

CREATE FUNCTION check_revocation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM lock_certificate(NEW.certificate_id);
  IF EXISTS (SELECT FROM certificate c WHERE c.replaces = NEW.certificate_id) THEN
    RAISE EXCEPTION 'certificate % was replaced', NEW.certificate_id
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'revocation_of_replaced';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER revocation_of_replaced BEFORE INSERT ON revocation
  FOR EACH ROW EXECUTE FUNCTION check_revocation();

-- The term of a lower award goes from its first certificate to the end of the one that stands.
CREATE OR REPLACE FUNCTION check_entry_lower_award() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  r record;
  a record;
BEGIN
  -- what is refused or taken back need not hold: it may be just that the award does not
  IF NEW.state IN ('rejected', 'withdrawn') THEN
    RETURN NULL;
  END IF;
  SELECT level, lower_levels, lower_exception INTO r FROM round WHERE round_id = NEW.round_id;
  IF cardinality(r.lower_levels) = 0 THEN
    IF NEW.lower_award_id IS NOT NULL OR NEW.exception IS NOT NULL THEN
      RAISE EXCEPTION 'entry %: this round needs no lower award', NEW.code
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'entry_lower_award_not_needed';
    END IF;
    RETURN NULL;
  END IF;
  IF NEW.exception IS NOT NULL AND NEW.exception IS NOT DISTINCT FROM r.lower_exception THEN
    RETURN NULL;
  END IF;
  IF NEW.lower_award_id IS NULL THEN
    RAISE EXCEPTION 'entry %: no lower award', NEW.code
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'entry_lower_award_required';
  END IF;
  SELECT w.level, first.issued_on, c.valid_to, v.revoked_on, n.nominated_on, n.to_level INTO a
  FROM award w JOIN nomination n ON n.nomination_id = NEW.nomination_id
    LEFT JOIN certificate first ON first.award_id = w.award_id AND first.replaces IS NULL
    LEFT JOIN certificate c ON c.award_id = w.award_id
      AND NOT EXISTS (SELECT FROM certificate newer WHERE newer.replaces = c.certificate_id)
    LEFT JOIN revocation v ON v.certificate_id = c.certificate_id
  WHERE w.award_id = NEW.lower_award_id;
  IF NOT a.level = ANY (r.lower_levels) THEN
    RAISE EXCEPTION 'entry %: an award of level % does not open this round', NEW.code, a.level
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'entry_lower_award_level';
  END IF;
  IF a.issued_on IS NULL OR NEW.filed_on NOT BETWEEN a.issued_on AND a.valid_to THEN
    RAISE EXCEPTION 'entry %: the lower certificate is not valid on %', NEW.code, NEW.filed_on
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'entry_lower_award_live';
  END IF;
  IF a.revoked_on <= NEW.filed_on THEN
    RAISE EXCEPTION 'entry %: the lower certificate was revoked on %', NEW.code, a.revoked_on
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'entry_lower_award_unrevoked';
  END IF;
  IF a.nominated_on > NEW.filed_on OR a.to_level <> r.level THEN
    RAISE EXCEPTION 'entry %: nominated for the level % on %', NEW.code, a.to_level, a.nominated_on
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'entry_lower_award_nominated';
  END IF;
  RETURN NULL;
END $$;
