-- What a draw of judges rests on, kept as a document: accepted entries, judges and bars change after it, and whoever repeats it
-- needs them as they were.
ALTER TABLE assignment_draw
  ADD COLUMN input text,
  ADD COLUMN input_sha256 bytea,
  ADD CONSTRAINT assignment_draw_input_hash CHECK (input_sha256 = sha256(convert_to(input, 'UTF8'))),
  -- draws of before have none
  ADD CONSTRAINT assignment_draw_input_kept CHECK (input IS NOT NULL AND input_sha256 IS NOT NULL) NOT VALID;
COMMENT ON COLUMN assignment_draw.input IS 'Canonical JSON of entries, judges, barred pairs, number and seed';
