-- Programs that open rounds, seat their council and panel, start judging and close marking: a scope of its own, since closing cannot be
-- undone, and a token that files entries is not to be good for it.

ALTER TABLE api_token
  DROP CONSTRAINT api_token_scopes_known,
  ADD CONSTRAINT api_token_scopes_known CHECK (cardinality(scopes) > 0 AND scopes <@ ARRAY[
    'registry:read', 'registry:write', 'rounds:read', 'rounds:write', 'rounds:run', 'certificates:read', 'fairs:read',
    'fairs:write', 'changes:read']);
