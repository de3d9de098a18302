-- Signatures of certificate files. With the paper, the fonts and what stands here a copy comes out in the issued bytes again;
-- keys that sign differently every time (P-256, tokens, services) need not be asked for that.

CREATE TABLE certificate_signature (
  certificate_id bigint NOT NULL,
  -- of the signed file
  sha256 bytea NOT NULL,
  -- of everything in the file but the signature: what was signed
  content_sha256 bytea NOT NULL,
  -- the moment that the file states
  signed_at timestamptz NOT NULL,
  -- how much room the file keeps for the signature
  reserved_bytes integer NOT NULL,
  cms bytea NOT NULL,
  signer text NOT NULL,
  -- of the signer's certificate
  signer_sha256 bytea NOT NULL,
  timestamped_at timestamptz,
  audit_id bigint NOT NULL DEFAULT current_audit(),
  CONSTRAINT certificate_signature_pkey PRIMARY KEY (certificate_id),
  CONSTRAINT certificate_signature_file_fkey FOREIGN KEY (certificate_id, sha256)
    REFERENCES certificate_file (certificate_id, sha256),
  CONSTRAINT certificate_signature_sha256_length CHECK (
    octet_length(sha256) = 32 AND octet_length(content_sha256) = 32 AND octet_length(signer_sha256) = 32),
  CONSTRAINT certificate_signature_cms_length CHECK (octet_length(cms) BETWEEN 1 AND reserved_bytes),
  CONSTRAINT certificate_signature_audit_fkey FOREIGN KEY (audit_id) REFERENCES audit_event
);
COMMENT ON TABLE certificate_signature IS 'The one digital signature of a certificate file (PAdES), from which a copy is made again; append-only';
CREATE INDEX certificate_signature_file ON certificate_signature (certificate_id, sha256);
CREATE INDEX certificate_signature_signer ON certificate_signature (signer_sha256);
CREATE INDEX certificate_signature_audit ON certificate_signature (audit_id);

INSERT INTO sealed_table (table_name, belongs_to, by_column) VALUES ('certificate_signature', NULL, NULL);
