-- What follows from judging: results, decisions, awards, nominations, certificates, revocations.

CREATE TABLE result (
  round_id bigint NOT NULL,
  closed_on date NOT NULL,
  stage text NOT NULL,
  marks integer NOT NULL,
  -- what draws were decided with; null: none was needed
  seed text,
  lines_sha256 bytea NOT NULL,
  audit_id bigint NOT NULL DEFAULT current_audit(),
  CONSTRAINT result_pkey PRIMARY KEY (round_id),
  CONSTRAINT result_round_fkey FOREIGN KEY (round_id) REFERENCES round,
  CONSTRAINT result_hash_length CHECK (octet_length(lines_sha256) = 32),
  CONSTRAINT result_audit_fkey FOREIGN KEY (audit_id) REFERENCES audit_event
);
COMMENT ON TABLE result IS 'The result of a closed round, with the hash of its printed lines; append-only';
CREATE INDEX result_audit ON result (audit_id);

CREATE TABLE result_line (
  round_id bigint NOT NULL,
  entry_id bigint NOT NULL,
  ordinal integer NOT NULL,
  total text,
  shown text,
  rank integer,
  eligible boolean,
  judges integer NOT NULL,
  reason text,
  CONSTRAINT result_line_pkey PRIMARY KEY (round_id, entry_id),
  CONSTRAINT result_line_ordinal_unique UNIQUE (round_id, ordinal),
  CONSTRAINT result_line_result_fkey FOREIGN KEY (round_id) REFERENCES result,
  CONSTRAINT result_line_entry_fkey FOREIGN KEY (entry_id) REFERENCES entry,
  CONSTRAINT result_line_ranked CHECK ((total IS NULL) = (rank IS NULL) AND (total IS NULL) = (shown IS NULL)),
  CONSTRAINT result_line_reason CHECK (total IS NOT NULL OR reason IS NOT NULL),
  CONSTRAINT result_line_eligible_total CHECK (NOT (eligible AND total IS NULL))
);
COMMENT ON TABLE result_line IS 'Exact total, rank and eligibility of each entry at closing; append-only';
CREATE INDEX result_line_entry ON result_line (entry_id);

CREATE TABLE decision (
  decision_id bigint GENERATED ALWAYS AS IDENTITY,
  round_id bigint NOT NULL,
  number text NOT NULL,
  decided_on date NOT NULL,
  authority text NOT NULL,
  place text NOT NULL,
  capacity text NOT NULL,
  signatory_title text NOT NULL,
  signatory_name text NOT NULL,
  audit_id bigint NOT NULL DEFAULT current_audit(),
  CONSTRAINT decision_pkey PRIMARY KEY (decision_id),
  CONSTRAINT decision_round_unique UNIQUE (round_id),
  CONSTRAINT decision_round_fkey FOREIGN KEY (round_id) REFERENCES round,
  CONSTRAINT decision_capacity_known CHECK (capacity IN ('', 'TM.', 'KT.', 'TL.', 'TUQ.')),
  CONSTRAINT decision_number_length CHECK (char_length(number) BETWEEN 1 AND 100),
  CONSTRAINT decision_audit_fkey FOREIGN KEY (audit_id) REFERENCES audit_event
);
COMMENT ON TABLE decision IS 'The numbered act that recognises products (quyết định công nhận), as it was signed; append-only';
CREATE INDEX decision_audit ON decision (audit_id);

CREATE TABLE award (
  award_id bigint GENERATED ALWAYS AS IDENTITY,
  product_id bigint,
  establishment_id bigint,
  level text NOT NULL,
  year integer NOT NULL,
  decision_id bigint,
  issuer_code text NOT NULL,
  issuer_unit_id bigint,
  issuer_region text,
  issuer_name text NOT NULL,
  decision_number text NOT NULL,
  decision_date date NOT NULL,
  product_name text NOT NULL,
  establishment_name text NOT NULL,
  product_group text,
  class text,
  -- where the establishment was on the day of the decision
  commune_unit_id bigint,
  district_unit_id bigint,
  province_unit_id bigint,
  source text,
  document_sha256 bytea,
  audit_id bigint NOT NULL DEFAULT current_audit(),
  CONSTRAINT award_pkey PRIMARY KEY (award_id),
  CONSTRAINT award_product_key UNIQUE (award_id, product_id),
  CONSTRAINT award_once UNIQUE NULLS NOT DISTINCT (
    level, issuer_code, decision_number, decision_date, establishment_name, product_name),
  CONSTRAINT award_product_fkey FOREIGN KEY (product_id, establishment_id)
    REFERENCES product (product_id, establishment_id),
  CONSTRAINT award_establishment_fkey FOREIGN KEY (establishment_id) REFERENCES establishment,
  CONSTRAINT award_decision_fkey FOREIGN KEY (decision_id) REFERENCES decision,
  CONSTRAINT award_issuer_unit_fkey FOREIGN KEY (issuer_unit_id) REFERENCES unit,
  CONSTRAINT award_commune_fkey FOREIGN KEY (commune_unit_id) REFERENCES unit,
  CONSTRAINT award_district_fkey FOREIGN KEY (district_unit_id) REFERENCES unit,
  CONSTRAINT award_province_fkey FOREIGN KEY (province_unit_id) REFERENCES unit,
  CONSTRAINT award_audit_fkey FOREIGN KEY (audit_id) REFERENCES audit_event,
  CONSTRAINT award_level_known CHECK (level IN ('commune', 'district', 'provincial', 'regional', 'national')),
  CONSTRAINT award_product_of_establishment CHECK (product_id IS NULL OR establishment_id IS NOT NULL),
  CONSTRAINT award_round_product CHECK (decision_id IS NULL OR product_id IS NOT NULL),
  CONSTRAINT award_document_hash_length CHECK (octet_length(document_sha256) = 32)
);
COMMENT ON TABLE award IS 'What a decision granted to a product at a level, in the words of that day; append-only';
CREATE INDEX award_product ON award (product_id, establishment_id);
CREATE INDEX award_establishment ON award (establishment_id);
CREATE INDEX award_decision ON award (decision_id);
CREATE INDEX award_issuer_unit ON award (issuer_unit_id);
CREATE INDEX award_commune ON award (commune_unit_id);
CREATE INDEX award_district ON award (district_unit_id);
CREATE INDEX award_province ON award (province_unit_id);
CREATE INDEX award_audit ON award (audit_id);

CREATE TABLE decision_line (
  decision_id bigint NOT NULL,
  entry_id bigint NOT NULL,
  recognised boolean NOT NULL,
  set_name text,
  class text,
  reason text,
  award_id bigint,
  CONSTRAINT decision_line_pkey PRIMARY KEY (decision_id, entry_id),
  CONSTRAINT decision_line_decision_fkey FOREIGN KEY (decision_id) REFERENCES decision,
  CONSTRAINT decision_line_entry_fkey FOREIGN KEY (entry_id) REFERENCES entry,
  CONSTRAINT decision_line_award_fkey FOREIGN KEY (award_id) REFERENCES award,
  CONSTRAINT decision_line_award_if_recognised CHECK (recognised = (award_id IS NOT NULL)),
  CONSTRAINT decision_line_set_recognised CHECK (set_name IS NULL OR recognised)
);
COMMENT ON TABLE decision_line IS 'What the decision says of each entry; entries of one set share its award; append-only';
CREATE INDEX decision_line_entry ON decision_line (entry_id);
CREATE INDEX decision_line_award ON decision_line (award_id);

-- Recognised is chosen among the eligible: a line that the tally did not find eligible cannot be recognised.
CREATE FUNCTION check_decision_lines() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  bad record;
BEGIN
  -- a line of the decision's own round: what another round found says nothing here
  SELECT e.code INTO bad FROM added a JOIN decision d USING (decision_id) JOIN entry e USING (entry_id)
    LEFT JOIN result_line l ON l.entry_id = a.entry_id AND l.round_id = d.round_id
  WHERE e.round_id <> d.round_id
    OR (a.recognised AND (l.entry_id IS NULL OR l.eligible IS FALSE OR l.total IS NULL)) LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'entry % is not eligible', bad.code
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'decision_line_eligible';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER decision_line_eligible AFTER INSERT ON decision_line
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION check_decision_lines();

CREATE TABLE nomination (
  nomination_id bigint GENERATED ALWAYS AS IDENTITY,
  award_id bigint NOT NULL,
  to_level text NOT NULL,
  number text NOT NULL,
  nominated_on date NOT NULL,
  audit_id bigint NOT NULL DEFAULT current_audit(),
  CONSTRAINT nomination_pkey PRIMARY KEY (nomination_id),
  CONSTRAINT nomination_award_key UNIQUE (nomination_id, award_id),
  CONSTRAINT nomination_once UNIQUE (award_id, to_level, number, nominated_on),
  CONSTRAINT nomination_award_fkey FOREIGN KEY (award_id) REFERENCES award,
  CONSTRAINT nomination_level_known CHECK (to_level IN ('provincial', 'regional', 'national')),
  CONSTRAINT nomination_number_length CHECK (char_length(number) BETWEEN 1 AND 100),
  CONSTRAINT nomination_audit_fkey FOREIGN KEY (audit_id) REFERENCES audit_event
);
COMMENT ON TABLE nomination IS 'Letters that send a recognised product up a level (đề cử); append-only';
CREATE INDEX nomination_audit ON nomination (audit_id);

-- The next free number of each printed series. The row lock makes numbers gapless: a number is taken only if the
-- transaction that took it commits.
CREATE TABLE certificate_series (
  register text NOT NULL,
  series text NOT NULL,
  year integer NOT NULL,
  last_serial integer NOT NULL,
  CONSTRAINT certificate_series_pkey PRIMARY KEY (register, series, year),
  CONSTRAINT certificate_series_positive CHECK (last_serial >= 0)
);
COMMENT ON TABLE certificate_series IS 'The last number given in each printed series of certificates';

CREATE TABLE certificate (
  certificate_id bigint GENERATED ALWAYS AS IDENTITY,
  award_id bigint NOT NULL,
  register text,
  series text,
  year integer,
  serial integer,
  number text,
  code text,
  issued_on date NOT NULL,
  valid_to date NOT NULL,
  -- everything that is printed, in canonical JSON: a copy is drawn from this, never from today's records
  paper text,
  audit_id bigint NOT NULL DEFAULT current_audit(),
  CONSTRAINT certificate_pkey PRIMARY KEY (certificate_id),
  CONSTRAINT certificate_award_unique UNIQUE (award_id),
  CONSTRAINT certificate_number_unique UNIQUE (number),
  CONSTRAINT certificate_code_unique UNIQUE (code),
  CONSTRAINT certificate_series_unique UNIQUE (register, series, year, serial),
  CONSTRAINT certificate_award_fkey FOREIGN KEY (award_id) REFERENCES award,
  CONSTRAINT certificate_series_fkey FOREIGN KEY (register, series, year) REFERENCES certificate_series,
  CONSTRAINT certificate_issued_here CHECK (
    num_nulls(register, series, year, serial, code, paper) IN (0, 6) AND (paper IS NULL OR number IS NOT NULL)),
  CONSTRAINT certificate_validity CHECK (valid_to >= issued_on),
  CONSTRAINT certificate_audit_fkey FOREIGN KEY (audit_id) REFERENCES audit_event
);
COMMENT ON TABLE certificate IS 'Certificates: issued here, with what is printed on them, or recorded from earlier years; append-only';
CREATE INDEX certificate_valid_to ON certificate (valid_to);
CREATE INDEX certificate_audit ON certificate (audit_id);

-- A file that was written for a certificate. The same paper, template and fonts give the same bytes.
CREATE TABLE certificate_file (
  certificate_id bigint NOT NULL,
  sha256 bytea NOT NULL,
  template text NOT NULL,
  rendering jsonb NOT NULL,
  audit_id bigint NOT NULL DEFAULT current_audit(),
  CONSTRAINT certificate_file_pkey PRIMARY KEY (certificate_id, sha256),
  CONSTRAINT certificate_file_certificate_fkey FOREIGN KEY (certificate_id) REFERENCES certificate,
  CONSTRAINT certificate_file_sha256_length CHECK (octet_length(sha256) = 32),
  CONSTRAINT certificate_file_audit_fkey FOREIGN KEY (audit_id) REFERENCES audit_event
);
COMMENT ON TABLE certificate_file IS 'Hashes of the PDF files that were written for a certificate; append-only';
CREATE INDEX certificate_file_sha256 ON certificate_file (sha256);
CREATE INDEX certificate_file_audit ON certificate_file (audit_id);

CREATE TABLE revocation (
  certificate_id bigint NOT NULL,
  number text NOT NULL,
  revoked_on date NOT NULL,
  reason text NOT NULL,
  audit_id bigint NOT NULL DEFAULT current_audit(),
  CONSTRAINT revocation_pkey PRIMARY KEY (certificate_id),
  CONSTRAINT revocation_certificate_fkey FOREIGN KEY (certificate_id) REFERENCES certificate,
  CONSTRAINT revocation_act_present CHECK (number <> '' AND reason <> ''),
  CONSTRAINT revocation_audit_fkey FOREIGN KEY (audit_id) REFERENCES audit_event
);
COMMENT ON TABLE revocation IS 'Acts of the authority that revoked a certificate (thu hồi, TT 26/2014 Đ20.3); append-only';
CREATE INDEX revocation_audit ON revocation (audit_id);

-- An entry above the lowest level rests on a lower award of the same product (the composite keys), live and unrevoked on the
-- filing day and nominated by then (the trigger), or on the lawful exception.
ALTER TABLE entry
  ADD CONSTRAINT entry_lower_award_fkey FOREIGN KEY (lower_award_id, product_id)
    REFERENCES award (award_id, product_id),
  ADD CONSTRAINT entry_nomination_fkey FOREIGN KEY (nomination_id, lower_award_id)
    REFERENCES nomination (nomination_id, award_id);

CREATE FUNCTION check_entry_lower_award() RETURNS trigger LANGUAGE plpgsql AS $$
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
  SELECT w.level, c.issued_on, c.valid_to, v.revoked_on, n.nominated_on, n.to_level INTO a
  FROM award w JOIN nomination n ON n.nomination_id = NEW.nomination_id
    LEFT JOIN certificate c ON c.award_id = w.award_id LEFT JOIN revocation v USING (certificate_id)
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
CREATE CONSTRAINT TRIGGER entry_lower_award AFTER INSERT OR UPDATE ON entry
  DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW EXECUTE FUNCTION check_entry_lower_award();
