-- What the codes of a second factor are computed from comes here enciphered (ChaCha20-Poly1305, bound to its account), with a key that
-- the service has and no backup of the database. What was kept in clear before is enciphered by the next service that starts with a key.

ALTER TABLE account_time_code
  ADD COLUMN secret_key_id text,
  ADD CONSTRAINT account_time_code_secret_key_form CHECK (secret_key_id ~ '^[0-9a-f]{16}$'),
  DROP CONSTRAINT account_time_code_secret_length,
  -- enciphered: with nonce (12) and tag (16)
  ADD CONSTRAINT account_time_code_secret_length CHECK (
    octet_length(secret) = CASE WHEN secret_key_id IS NULL THEN 20 ELSE 48 END);
COMMENT ON COLUMN account_time_code.secret_key_id IS 'Which key the secret is enciphered with; NULL: from before there was one, in clear';

-- The application stays what it was; a code's step only grows, and what ended stays ended. The secret may be enciphered, or with another
-- key, and never comes back into the clear.
CREATE OR REPLACE FUNCTION check_time_code_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.account_time_code_id, NEW.account_id, NEW.begun_at, NEW.audit_id)
      IS DISTINCT FROM (OLD.account_time_code_id, OLD.account_id, OLD.begun_at, OLD.audit_id)
    OR NEW.secret_key_id IS NOT DISTINCT FROM OLD.secret_key_id AND NEW.secret <> OLD.secret
    OR NEW.secret_key_id IS NULL AND OLD.secret_key_id IS NOT NULL
    OR OLD.ended_at IS NOT NULL AND (NEW.confirmed_at, NEW.last_step, NEW.ended_at, NEW.ended_because)
      IS DISTINCT FROM (OLD.confirmed_at, OLD.last_step, OLD.ended_at, OLD.ended_because)
    OR OLD.confirmed_at IS NOT NULL AND NEW.confirmed_at IS DISTINCT FROM OLD.confirmed_at
    OR NEW.last_step < OLD.last_step
  THEN
    RAISE EXCEPTION 'an application''s codes only go on or end'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'account_time_code_step';
  END IF;
  RETURN NEW;
END $$;
