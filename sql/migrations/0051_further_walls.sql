-- What was still before the second wall: attempts to sign in, the documents that results are kept with, and what a program's token
-- is not for. And what is kept for a time alone is let go.

-- What is the viewer's own is theirs in the areas that the program names in "own": a person's account and sheets, and nothing of
-- either for a program whose token has no such scope: {"account":12,"own":["accounts","marks"],…}.
CREATE FUNCTION viewer_own_account(area text) RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT public.viewer_account() WHERE coalesce(public.viewer() -> 'own' @> to_jsonb(viewer_own_account.area), false)
$$;
COMMENT ON FUNCTION viewer_own_account(text) IS 'The viewer''s account where what is its own is for them; NULL where it is not';

CREATE OR REPLACE FUNCTION viewer_judges() RETURNS SETOF bigint LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT j.judge_id FROM public.judge_account j
  WHERE j.account_id = public.viewer_own_account('marks') AND NOT EXISTS (
    SELECT FROM public.judge_account l WHERE l.judge_id = j.judge_id AND l.judge_account_id > j.judge_account_id)
$$;

DO $$
DECLARE
  name text;
BEGIN
  -- not api_request: a program's own requests are what it is kept from doing twice by
  FOREACH name IN ARRAY ARRAY[
    'account', 'account_role', 'account_password', 'account_invitation', 'web_session', 'account_time_code',
    'account_recovery_code', 'account_identity', 'api_token'] LOOP
    EXECUTE format($policy$ALTER POLICY %1$s_wall ON %1$I USING (
      (SELECT viewer_sees_all('accounts'))
      OR account_id = (SELECT viewer_own_account('accounts'))
      OR account_id IN (SELECT accounts_reached((SELECT viewer()))))$policy$, name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['account', 'account_role', 'account_password', 'account_invitation', 'web_session'] LOOP
    EXECUTE format($policy$ALTER POLICY %1$s_wall ON %1$I WITH CHECK (
      (SELECT viewer_sees_all('accounts'))
      OR account_id = (SELECT viewer_own_account('accounts'))
      OR coalesce((SELECT jsonb_array_length(viewer() -> 'accounts')), 0) > 0)$policy$, name);
  END LOOP;
END $$;

-- An attempt belongs to whoever has the login that was typed, if anybody has.
ALTER TABLE sign_in_attempt ENABLE ROW LEVEL SECURITY;
ALTER TABLE sign_in_attempt FORCE ROW LEVEL SECURITY;
CREATE POLICY sign_in_attempt_wall ON sign_in_attempt USING (
  (SELECT viewer_sees_all('accounts'))
  OR login = (SELECT a.login FROM account a WHERE a.account_id = viewer_own_account('accounts')));

-- The parts of a result hold every mark, and whose each entry is.
ALTER TABLE result_part ENABLE ROW LEVEL SECURITY;
ALTER TABLE result_part FORCE ROW LEVEL SECURITY;
CREATE POLICY result_part_wall ON result_part USING (
  (SELECT viewer_sees_all('marks')) OR round_id IN (SELECT viewer_rounds((SELECT viewer()), 'marks')));
ALTER TABLE corrected_part ENABLE ROW LEVEL SECURITY;
ALTER TABLE corrected_part FORCE ROW LEVEL SECURITY;
CREATE POLICY corrected_part_wall ON corrected_part USING (
  (SELECT viewer_sees_all('marks'))
  OR EXISTS (SELECT FROM result_correction c WHERE c.result_correction_id = corrected_part.result_correction_id
    AND c.round_id IN (SELECT viewer_rounds((SELECT viewer()), 'marks'))));

-- The program may delete nothing; what is kept for a time alone it lets go through this one door, by names that stand here, and only
-- when the time that stands here is over, whatever moment it says it is.
CREATE INDEX sign_in_attempt_made ON sign_in_attempt (made_at);
CREATE INDEX registration_attempt_made ON registration_attempt (made_at);
CREATE INDEX provider_attempt_begun ON provider_attempt (begun_at);
CREATE INDEX api_request_done ON api_request (done_at);

CREATE FUNCTION let_go(kind text, at timestamptz) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  looking CONSTANT text := coalesce(current_setting('cnnt.viewer', true), '');
  -- clocks differ, and attempts that still count are what a throttle rests on
  moment CONSTANT timestamptz := least(at, clock_timestamp());
  gone bigint;
BEGIN
  PERFORM set_config('cnnt.viewer', '{"all":true}', true);
  CASE kind
    -- as long as somebody may look into what was tried on an account
    WHEN 'sign_in_attempt' THEN DELETE FROM sign_in_attempt WHERE made_at < moment - interval '90 days';
    -- they count for a day
    WHEN 'registration_attempt' THEN DELETE FROM registration_attempt WHERE made_at < moment - interval '2 days';
    -- they are good for ten minutes
    WHEN 'provider_attempt' THEN DELETE FROM provider_attempt WHERE begun_at < moment - interval '2 days';
    -- as long as a program may send a request again and be answered as before
    WHEN 'api_request' THEN DELETE FROM api_request WHERE done_at < moment - interval '30 days';
  END CASE;
  GET DIAGNOSTICS gone = ROW_COUNT;
  PERFORM set_config('cnnt.viewer', looking, true);
  RETURN gone;
END $$;
COMMENT ON FUNCTION let_go(text, timestamptz) IS
  'A door: removes what was kept for a time alone when its time is over; any other kind is refused';
