-- Checkpoints as they were signed. Whoever holds a certificate can be shown its place under one of them at any later time, and
-- that every one is the beginning of the tree of today.

CREATE TABLE signed_checkpoint (
  signed_checkpoint_id bigint GENERATED ALWAYS AS IDENTITY,
  tree_size bigint NOT NULL,
  root bytea NOT NULL,
  chain_length bigint NOT NULL,
  chain_head bytea NOT NULL,
  key_id text NOT NULL,
  signed_on date NOT NULL,
  -- what was signed, with its signature, to the byte
  note text NOT NULL,
  audit_id bigint NOT NULL DEFAULT current_audit(),
  CONSTRAINT signed_checkpoint_pkey PRIMARY KEY (signed_checkpoint_id),
  CONSTRAINT signed_checkpoint_signing_fkey FOREIGN KEY (key_id) REFERENCES signing_key,
  CONSTRAINT signed_checkpoint_audit_fkey FOREIGN KEY (audit_id) REFERENCES audit_event,
  CONSTRAINT signed_checkpoint_sizes_form CHECK (tree_size >= 0 AND chain_length >= 0),
  CONSTRAINT signed_checkpoint_digest_length CHECK (octet_length(root) = 32 AND octet_length(chain_head) = 32),
  -- the columns say nothing but what the note says
  CONSTRAINT signed_checkpoint_note_form CHECK (
    starts_with(note, 'cnnt/registry' || E'\n' || tree_size || E'\n' || encode(root, 'base64') || E'\nchain ' || chain_length
      || ' ' || encode(chain_head, 'hex') || E'\ntime ' || to_char(signed_on, 'YYYY-MM-DD') || 'T')
    AND starts_with(split_part(note, E'\n', 7), '— cnnt-' || key_id || ' ')
    AND split_part(note, E'\n', 6) = '' AND split_part(note, E'\n', 8) = '' AND right(note, 1) = E'\n'
    AND cardinality(string_to_array(note, E'\n')) = 8)
);
COMMENT ON TABLE signed_checkpoint IS 'Every checkpoint of the tree and the chain that was signed, as it was signed; append-only';
CREATE INDEX signed_checkpoint_key ON signed_checkpoint (key_id);
CREATE INDEX signed_checkpoint_audit ON signed_checkpoint (audit_id);
INSERT INTO sealed_table (table_name, belongs_to, by_column) VALUES ('signed_checkpoint', NULL, NULL);

-- The roots that the tree had at some sizes (RFC 6962 §2.1), in one pass over the leaves: kept are the roots of the whole
-- subtrees so far, the largest first, and each root is these folded together from the right. Sizes that the tree never had
-- are left out.
CREATE FUNCTION tree_roots(sizes bigint[]) RETURNS TABLE (tree_size bigint, root bytea) LANGUAGE plpgsql STABLE AS $$
DECLARE
  wanted bigint[] := ARRAY(SELECT DISTINCT size FROM unnest(sizes) AS size WHERE size >= 0 ORDER BY size);
  next integer := 1;
  peaks bytea[] := '{}';
  leaf bytea;
  seen bigint := 0;
  rest bigint;
BEGIN
  IF wanted[1] = 0 THEN
    tree_size := 0;
    root := sha256('');
    next := 2;
    RETURN NEXT;
  END IF;
  FOR leaf IN
    SELECT l.hash FROM evidence_leaf l WHERE l.leaf_index < wanted[cardinality(wanted)] ORDER BY l.leaf_index
  LOOP
    rest := seen;
    WHILE rest % 2 = 1 LOOP
      leaf := sha256('\x01'::bytea || peaks[cardinality(peaks)] || leaf);
      peaks := trim_array(peaks, 1);
      rest := rest / 2;
    END LOOP;
    peaks := array_append(peaks, leaf);
    seen := seen + 1;
    IF seen = wanted[next] THEN
      tree_size := seen;
      root := peaks[cardinality(peaks)];
      FOR place IN REVERSE cardinality(peaks) - 1 .. 1 LOOP
        root := sha256('\x01'::bytea || peaks[place] || root);
      END LOOP;
      next := next + 1;
      RETURN NEXT;
    END IF;
  END LOOP;
END $$;
COMMENT ON FUNCTION tree_roots IS 'Roots of the Merkle tree at some sizes, computed apart from the program';

-- Nothing is kept as signed that is not the state of this registry.
CREATE FUNCTION check_signed_checkpoint() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM tree_roots(ARRAY[NEW.tree_size]) t WHERE t.root = NEW.root)
    OR NEW.chain_head IS DISTINCT FROM (CASE NEW.chain_length WHEN 0 THEN decode(repeat('00', 32), 'hex')
      ELSE (SELECT l.hash FROM audit_link l WHERE l.position = NEW.chain_length) END) THEN
    RAISE EXCEPTION 'a checkpoint of % leaves and % links is not of this registry', NEW.tree_size, NEW.chain_length
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'signed_checkpoint_of_registry';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER signed_checkpoint_of_registry BEFORE INSERT ON signed_checkpoint
  FOR EACH ROW EXECUTE FUNCTION check_signed_checkpoint();
