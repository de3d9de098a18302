-- Programs that file entries in rounds and withdraw them.

ALTER TABLE api_token
  DROP CONSTRAINT api_token_scopes_known,
  ADD CONSTRAINT api_token_scopes_known CHECK (cardinality(scopes) > 0 AND scopes <@ ARRAY[
    'registry:read', 'registry:write', 'rounds:read', 'rounds:write', 'certificates:read', 'fairs:read', 'changes:read']);
