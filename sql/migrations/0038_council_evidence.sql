-- What closing keeps of a result has the council's meetings and the judges' comments beside the rest. Rounds closed before have
-- neither, and their bundles stay as they were.

ALTER TABLE result_part
  DROP CONSTRAINT result_part_known,
  ADD CONSTRAINT result_part_known CHECK (part IN (
    'round', 'rules', 'entries', 'roster', 'meetings', 'marks', 'comments', 'tally', 'identities'));
ALTER TABLE corrected_part
  DROP CONSTRAINT corrected_part_known,
  ADD CONSTRAINT corrected_part_known CHECK (part IN (
    'round', 'rules', 'entries', 'roster', 'meetings', 'marks', 'comments', 'corrections', 'tally', 'identities'));
