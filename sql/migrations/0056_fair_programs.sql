-- Programs that ask for booths for an establishment, confirm them and give them back.

ALTER TABLE api_token
  DROP CONSTRAINT api_token_scopes_known,
  ADD CONSTRAINT api_token_scopes_known CHECK (cardinality(scopes) > 0 AND scopes <@ ARRAY[
    'registry:read', 'registry:write', 'rounds:read', 'rounds:write', 'certificates:read', 'fairs:read', 'fairs:write',
    'changes:read']);
