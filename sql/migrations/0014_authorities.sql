-- What the authorities of regional and national rounds are called, and since when: ministries and departments are renamed.
-- The constraint on overlaps can wait for the end of an import that moves the day between two names.

CREATE TABLE authority_name (
  level text NOT NULL,
  name text NOT NULL,
  signatory_title text NOT NULL,
  validity daterange NOT NULL,
  status text NOT NULL,
  legal_basis text,
  audit_id bigint NOT NULL DEFAULT current_audit(),
  CONSTRAINT authority_name_level_known CHECK (level IN ('regional', 'national')),
  CONSTRAINT authority_name_status_known CHECK (status IN ('stated', 'provisional')),
  CONSTRAINT authority_name_text_length CHECK (
    char_length(name) BETWEEN 1 AND 300 AND char_length(signatory_title) BETWEEN 1 AND 300),
  CONSTRAINT authority_name_validity_some CHECK (NOT isempty(validity)),
  CONSTRAINT authority_name_validity_overlap EXCLUDE USING gist (level WITH =, validity WITH &&)
    DEFERRABLE,
  CONSTRAINT authority_name_audit_fkey FOREIGN KEY (audit_id) REFERENCES audit_event
);
COMMENT ON TABLE authority_name IS 'Names of the regional and the national authority and the title their head signs under; provisional where the days are a choice';
CREATE INDEX authority_name_audit ON authority_name (audit_id);
