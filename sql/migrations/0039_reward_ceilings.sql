-- What may be paid at most as a reward for a recognised product. The law and the provinces set it, each for some days: rows, and
-- never a constant of the program.

CREATE TABLE reward_ceiling (
  reward_ceiling_id bigint GENERATED ALWAYS AS IDENTITY,
  level text NOT NULL,
  -- VN, a region, or the code of a unit: rounds that it holds, or that are held inside it
  territory text NOT NULL,
  amount_vnd bigint NOT NULL,
  validity daterange NOT NULL,
  legal_basis text NOT NULL,
  audit_id bigint NOT NULL DEFAULT current_audit(),
  CONSTRAINT reward_ceiling_pkey PRIMARY KEY (reward_ceiling_id),
  CONSTRAINT reward_ceiling_level_known CHECK (level IN ('district', 'commune', 'provincial', 'regional', 'national')),
  CONSTRAINT reward_ceiling_text_length CHECK (
    char_length(territory) BETWEEN 1 AND 40 AND char_length(legal_basis) BETWEEN 1 AND 300),
  CONSTRAINT reward_ceiling_amount_positive CHECK (amount_vnd > 0),
  CONSTRAINT reward_ceiling_validity_some CHECK (NOT isempty(validity)),
  CONSTRAINT reward_ceiling_validity_overlap EXCLUDE USING gist (level WITH =, territory WITH =, validity WITH &&),
  CONSTRAINT reward_ceiling_audit_fkey FOREIGN KEY (audit_id) REFERENCES audit_event
);
COMMENT ON TABLE reward_ceiling IS 'Rewards for recognised products: the most that a level''s rounds in a territory may pay for one, with the act that says so; a corrected row is written over, the trail says by what';
CREATE INDEX reward_ceiling_audit ON reward_ceiling (audit_id);
