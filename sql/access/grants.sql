-- What the role that the program works as may do; runs after every migration, with cnnt.program_role set to that role.
-- Append-only tables get no UPDATE; nothing gets DELETE or TRUNCATE.
DO $$
DECLARE
  program text := current_setting('cnnt.program_role');
  changing text[] := ARRAY[
    'unit', 'unit_edge', 'region_member', 'establishment', 'product', 'round', 'council_member', 'judge', 'entry', 'certificate_series',
    'account', 'account_role', 'calendar_day', 'reward_ceiling', 'dossier_paper', 'product_picture', 'production_site', 'establishment_redirect',
    'authority_name', 'sheet_draft', 'fair', 'booth', 'booth_quota', 'booth_allocation',
    'booth_request', 'funding_rule', 'account_password', 'account_invitation', 'sign_in_attempt', 'web_session',
    'account_time_code', 'account_recovery_code', 'account_identity', 'provider_attempt', 'registration_request', 'api_token'];
  name text;
BEGIN
  EXECUTE format('GRANT CONNECT, TEMPORARY ON DATABASE %I TO %I', current_database(), program);
  EXECUTE format('GRANT USAGE ON SCHEMA public TO %I', program);
  EXECUTE format('GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO %I', program);
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('REVOKE ALL ON TABLE %I FROM %I', name, program);
    EXECUTE format('GRANT SELECT ON TABLE %I TO %I', name, program);
    CONTINUE WHEN name IN ('schema_migration', 'establishment_version', 'product_version', 'production_site_version', 'redaction',
      'booth_version', 'record_change');
    CONTINUE WHEN name IN ('establishment_search', 'product_search', 'search_word', 'search_word_change',
      'establishment_posting', 'product_posting', 'establishment_unsettled', 'product_unsettled', 'posting_settlement');
    EXECUTE format('GRANT INSERT ON TABLE %I TO %I', name, program);
    IF name = ANY (changing) THEN
      EXECUTE format('GRANT UPDATE ON TABLE %I TO %I', name, program);
    END IF;
  END LOOP;
END $$;
