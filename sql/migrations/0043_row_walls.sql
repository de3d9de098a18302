-- The second wall around marks, dossiers and accounts. The program's statements carry their own condition of territory; should one
-- be forgotten, these policies let through what the viewer may have at all, and nothing to a transaction without a viewer.
--
-- The program tells who looks at the beginning of each transaction, in cnnt.viewer: {"all":true}, or
--   {"day":"2026-11-26","account":12,"marks":["unit:7:province","region:north","round:3"],"dossiers":[…,"establishment:5"],
--    "accounts":["*"]}
-- It comes from the one policy, so that no role is named here. The owner is held to it as well; a superuser is not.

CREATE FUNCTION viewer() RETURNS jsonb LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce(nullif(current_setting('cnnt.viewer', true), ''), '{}')::jsonb
$$;
COMMENT ON FUNCTION viewer() IS 'Who looks, as the program told it; {} if it told nothing';

-- Inside a trigger everything is seen: a constraint holds whoever looks. A backup is taken with an empty search_path, and the
-- policies hold for it too: what they call names its schema.
CREATE FUNCTION viewer_sees_all(area text) RETURNS boolean LANGUAGE sql STABLE PARALLEL RESTRICTED AS $$
  SELECT pg_trigger_depth() > 0 OR public.viewer() @> '{"all":true}'
    OR coalesce(public.viewer() -> viewer_sees_all.area @> '["*"]', false)
$$;

CREATE FUNCTION viewer_account() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT (public.viewer() ->> 'account')::bigint
$$;

-- What a viewer's scopes of an area name of one kind: the second part of round:3.
CREATE FUNCTION viewer_scopes(viewer jsonb, area text, kind text) RETURNS SETOF text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT split_part(s.scope, ':', 2) FROM jsonb_array_elements_text(viewer_scopes.viewer -> viewer_scopes.area) s (scope)
  WHERE split_part(s.scope, ':', 1) = viewer_scopes.kind
$$;

-- The units of one scope, of any time, as of a day. With all units of the nation that takes a tenth of a second, and several
-- statements of a transaction want it: it is found once and kept until the transaction ends.
CREATE FUNCTION units_of_scope(scope text, day date) RETURNS bigint[] LANGUAGE plpgsql STABLE AS $$
DECLARE
  key CONSTANT text := scope || '@' || day;
  known CONSTANT jsonb := coalesce(nullif(current_setting('cnnt.known_units', true), ''), '{}')::jsonb;
  found bigint[];
BEGIN
  IF known ? key THEN
    RETURN ARRAY(SELECT u.unit_id::bigint FROM jsonb_array_elements_text(known -> key) u (unit_id));
  END IF;
  IF scope LIKE 'unit:%' THEN
    found := ARRAY(SELECT h.unit_id FROM unit_homes(split_part(scope, ':', 3), day) h
      WHERE h.home_unit_id = split_part(scope, ':', 2)::bigint);
  ELSIF scope LIKE 'region:%' THEN
    found := ARRAY(SELECT h.unit_id FROM unit_homes('province', day) h
      JOIN unit p ON p.unit_id = h.home_unit_id
      JOIN region_member m ON m.province_code = p.code AND m.validity @> day
      WHERE m.region = split_part(scope, ':', 2));
  END IF;
  PERFORM set_config('cnnt.known_units', (known || jsonb_build_object(key, coalesce(found, '{}')))::text, true);
  RETURN coalesce(found, '{}');
END $$;

-- The units of a viewer's territory.
CREATE FUNCTION viewer_units(viewer jsonb, area text) RETURNS SETOF bigint LANGUAGE sql STABLE ROWS 1000 AS $$
  SELECT u.unit_id FROM jsonb_array_elements_text(viewer_units.viewer -> viewer_units.area) s (scope),
    unnest(public.units_of_scope(s.scope, (viewer_units.viewer ->> 'day')::date)) u (unit_id)
  WHERE s.scope ~ '^(unit|region):'
$$;

CREATE FUNCTION viewer_rounds(viewer jsonb, area text) RETURNS SETOF bigint LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN QUERY SELECT s.scope::bigint FROM viewer_scopes(viewer, area, 'round') s (scope);
  RETURN QUERY SELECT r.round_id FROM round r
    WHERE r.organiser_region IN (SELECT viewer_scopes(viewer, area, 'region'));
  -- the units of a territory are worth finding only where there is one
  IF viewer -> area @? '$[*] ? (@ starts with "unit:" || @ starts with "region:")' THEN
    RETURN QUERY SELECT r.round_id FROM round r WHERE r.organiser_unit_id IN (SELECT viewer_units(viewer, area));
  END IF;
END $$;

-- The judges whose sheets are the viewer's own.
CREATE FUNCTION viewer_judges() RETURNS SETOF bigint LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT j.judge_id FROM public.judge_account j
  WHERE j.account_id = public.viewer_account() AND NOT EXISTS (
    SELECT FROM public.judge_account l WHERE l.judge_id = j.judge_id AND l.judge_account_id > j.judge_account_id)
$$;

-- The establishments whose dossiers the viewer may have: of the territory, one's own, and those of a round's entries.
CREATE FUNCTION viewer_establishments(viewer jsonb) RETURNS SETOF bigint LANGUAGE plpgsql STABLE ROWS 1000 AS $$
BEGIN
  RETURN QUERY SELECT s.scope::bigint FROM viewer_scopes(viewer, 'dossiers', 'establishment') s (scope);
  IF viewer -> 'dossiers' @? '$[*] ? (@ starts with "round:")' THEN
    RETURN QUERY SELECT e.establishment_id FROM entry e
      WHERE e.round_id IN (SELECT s.scope::bigint FROM viewer_scopes(viewer, 'dossiers', 'round') s (scope));
    -- the makers of what a set is made of
    RETURN QUERY SELECT p.establishment_id FROM entry e JOIN product_member m USING (product_id)
      JOIN product p ON p.product_id = m.member_product_id
      WHERE e.round_id IN (SELECT s.scope::bigint FROM viewer_scopes(viewer, 'dossiers', 'round') s (scope));
  END IF;
  IF viewer -> 'dossiers' @? '$[*] ? (@ starts with "unit:" || @ starts with "region:")' THEN
    RETURN QUERY SELECT e.establishment_id FROM establishment e
      WHERE coalesce(e.site_unit_id, e.commune_unit_id) IN (SELECT viewer_units(viewer, 'dossiers'));
    -- papers that were handed in with an entry to a round of the territory, wherever its maker is now
    RETURN QUERY SELECT e.establishment_id FROM entry e WHERE e.round_id IN (SELECT viewer_rounds(viewer, 'dossiers'));
  END IF;
END $$;

-- Doors: what looks behind the wall, by name. Each tells who looked before when it is done; should it fail, the transaction does.

-- The accounts that a viewer may have: that hold no role, that hold one in the territory, or that judge in a round of it.
CREATE FUNCTION accounts_reached(viewer jsonb) RETURNS SETOF bigint LANGUAGE plpgsql STABLE ROWS 100 AS $$
BEGIN
  IF coalesce(jsonb_array_length(viewer -> 'accounts'), 0) = 0 THEN RETURN; END IF;
  PERFORM set_config('cnnt.viewer', '{"all":true}', true);
  RETURN QUERY SELECT a.account_id FROM account a WHERE NOT EXISTS (SELECT FROM account_role r WHERE r.account_id = a.account_id);
  RETURN QUERY SELECT r.account_id FROM account_role r
    WHERE r.round_id IN (SELECT viewer_rounds(viewer, 'accounts'))
      OR r.region IN (SELECT viewer_scopes(viewer, 'accounts', 'region'));
  RETURN QUERY SELECT j.account_id FROM judge_account j
    WHERE j.account_id IS NOT NULL AND j.round_id IN (SELECT viewer_rounds(viewer, 'accounts'));
  IF viewer -> 'accounts' @? '$[*] ? (@ starts with "unit:" || @ starts with "region:")' THEN
    RETURN QUERY
      WITH reached AS MATERIALIZED (SELECT viewer_units(viewer, 'accounts') AS unit_id)
      SELECT r.account_id FROM account_role r LEFT JOIN establishment e ON e.establishment_id = r.establishment_id
      WHERE coalesce(r.unit_id, e.site_unit_id, e.commune_unit_id) IN (SELECT unit_id FROM reached);
  END IF;
  PERFORM set_config('cnnt.viewer', viewer::text, true);
END $$;
COMMENT ON FUNCTION accounts_reached(jsonb) IS 'A door: the accounts that a viewer may have, found among all';

CREATE FUNCTION account_by_login(login text) RETURNS SETOF account LANGUAGE plpgsql STABLE ROWS 1 AS $$
DECLARE
  looking CONSTANT text := coalesce(current_setting('cnnt.viewer', true), '');
BEGIN
  PERFORM set_config('cnnt.viewer', '{"all":true}', true);
  RETURN QUERY SELECT a.* FROM account a WHERE a.login = account_by_login.login;
  PERFORM set_config('cnnt.viewer', looking, true);
END $$;
COMMENT ON FUNCTION account_by_login(text) IS 'A door: the one account whose login is known already, to be judged by the policy';

CREATE FUNCTION roles_of_accounts(accounts bigint[]) RETURNS SETOF account_role LANGUAGE plpgsql STABLE ROWS 10 AS $$
DECLARE
  looking CONSTANT text := coalesce(current_setting('cnnt.viewer', true), '');
BEGIN
  PERFORM set_config('cnnt.viewer', '{"all":true}', true);
  RETURN QUERY SELECT r.* FROM account_role r WHERE r.account_id = ANY (accounts);
  PERFORM set_config('cnnt.viewer', looking, true);
END $$;
COMMENT ON FUNCTION roles_of_accounts(bigint[]) IS
  'A door: every role of accounts that are known already, since the policy judges an account by all that it holds';

DO $$
DECLARE
  name text;
BEGIN
  -- sheets and the marks on them, files with such, and the keys that judges sign them with
  FOREACH name IN ARRAY ARRAY[
    'mark', 'sheet_version', 'sheet_draft', 'typed_mark', 'typed_settlement', 'handed_in_file', 'sheet_key'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format($policy$CREATE POLICY %1$s_wall ON %1$I USING (
      (SELECT viewer_sees_all('marks'))
      OR round_id IN (SELECT viewer_rounds((SELECT viewer()), 'marks'))
      OR judge_id IN (SELECT viewer_judges()))$policy$, name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['account', 'account_role', 'account_password', 'account_invitation', 'web_session'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format($policy$CREATE POLICY %1$s_wall ON %1$I USING (
      (SELECT viewer_sees_all('accounts'))
      OR account_id = (SELECT viewer_account())
      OR account_id IN (SELECT accounts_reached((SELECT viewer()))))
      -- whoever manages some accounts makes new ones, and gives a role to one that is managed elsewhere
      WITH CHECK ((SELECT viewer_sees_all('accounts'))
      OR account_id = (SELECT viewer_account())
      OR coalesce((SELECT jsonb_array_length(viewer() -> 'accounts')), 0) > 0)$policy$, name);
  END LOOP;
END $$;

ALTER TABLE mark_correction ENABLE ROW LEVEL SECURITY;
ALTER TABLE mark_correction FORCE ROW LEVEL SECURITY;
CREATE POLICY mark_correction_wall ON mark_correction USING (
  (SELECT viewer_sees_all('marks')) OR round_id IN (SELECT viewer_rounds((SELECT viewer()), 'marks')));

ALTER TABLE dossier_paper ENABLE ROW LEVEL SECURITY;
ALTER TABLE dossier_paper FORCE ROW LEVEL SECURITY;
CREATE POLICY dossier_paper_wall ON dossier_paper USING (
  (SELECT viewer_sees_all('dossiers'))
  OR establishment_id IN (SELECT viewer_establishments((SELECT viewer())))
  OR product_id IN (SELECT p.product_id FROM product p
    WHERE p.establishment_id IN (SELECT viewer_establishments((SELECT viewer())))));

-- A file is what a paper is; one that nobody's paper is yet is there for who stores it, by its hash, which they computed.
ALTER TABLE stored_file ENABLE ROW LEVEL SECURITY;
ALTER TABLE stored_file FORCE ROW LEVEL SECURITY;
CREATE POLICY stored_file_stored ON stored_file FOR INSERT WITH CHECK (true);
CREATE POLICY stored_file_wall ON stored_file FOR SELECT USING (
  (SELECT viewer_sees_all('dossiers')) OR EXISTS (SELECT FROM dossier_paper d WHERE d.sha256 = stored_file.sha256));
