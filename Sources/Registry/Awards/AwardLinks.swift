import Postgres

/// How awards of earlier years, copied into `incoming_award`, find the records that they belong to: in a few statements however
/// many there are.
enum AwardLinks {
    static let incoming = """
        CREATE TEMPORARY TABLE incoming_award (
          row integer NOT NULL, product_name text, establishment_name text, establishment_folded text, level text,
          year integer, issuer_code text, issuer_unit_id bigint, issuer_level text, issuer_region text, issuer_name text,
          decision_number text, decision_date date, tax_code text, product_external_id text, product_group text, class text,
          source text, document_sha256 text, certificate_number text, speaks_of_certificate boolean, issued_on date,
          valid_to date
        ) ON COMMIT DROP
        """

    /// Makes `award_link`, the records that each row belongs to, and `award_home`, where a unit lay.
    ///
    /// Where a unit lies changes on the days on which units begin and end, and on no others: looked up once for each stretch
    /// between them and not for each day. Each step is a table of its own with statistics: guessing, the planner would compare
    /// every row with every other.
    static let script = """
        CREATE TEMPORARY TABLE award_day ON COMMIT DROP AS
        WITH change AS MATERIALIZED (
          SELECT lower(validity) AS day FROM unit UNION SELECT upper(validity) FROM unit
          UNION SELECT effective_date FROM unit_edge
        )
        SELECT i.decision_date,
          coalesce((SELECT max(c.day) FROM change c WHERE c.day <= i.decision_date), '-infinity'::date) AS since
        FROM (SELECT DISTINCT decision_date FROM incoming_award) i;
        ANALYZE award_day;

        -- the one establishment of that exact name in the issuer's territory on the day of the decision
        CREATE TEMPORARY TABLE award_namesake ON COMMIT DROP AS
        SELECT i.row, e.establishment_id, coalesce(e.site_unit_id, e.commune_unit_id) AS unit_id, i.issuer_unit_id,
          i.issuer_level, i.decision_date
        FROM incoming_award i JOIN establishment e ON e.name_folded = i.establishment_folded AND e.name = i.establishment_name
        WHERE i.tax_code IS NULL;
        ANALYZE award_namesake;
        CREATE TEMPORARY TABLE award_namesake_home ON COMMIT DROP AS
        SELECT n.unit_id, n.issuer_level, n.since, unit_home(n.unit_id, n.issuer_level, n.since) AS home_id
        FROM (
          SELECT DISTINCT unit_id, issuer_level, since FROM award_namesake JOIN award_day USING (decision_date)
          WHERE issuer_unit_id IS NOT NULL
        ) n;
        ANALYZE award_namesake_home;
        CREATE TEMPORARY TABLE award_maker ON COMMIT DROP AS
        SELECT n.row, min(n.establishment_id) AS establishment_id
        FROM award_namesake n JOIN award_day d USING (decision_date)
          LEFT JOIN award_namesake_home h USING (unit_id, issuer_level, since)
        WHERE n.issuer_unit_id IS NULL OR h.home_id = n.issuer_unit_id
        GROUP BY n.row HAVING count(*) = 1
        UNION ALL
        SELECT i.row, e.establishment_id FROM incoming_award i JOIN establishment e USING (tax_code);
        ANALYZE award_maker;

        -- the one product of that exact name of the establishment
        CREATE TEMPORARY TABLE award_product ON COMMIT DROP AS
        SELECT i.row, min(p.product_id) AS product_id
        FROM incoming_award i JOIN award_maker m USING (row)
          JOIN product p ON p.establishment_id = m.establishment_id AND p.name = i.product_name
        WHERE i.product_external_id IS NULL GROUP BY i.row HAVING count(*) = 1;
        ANALYZE award_product;

        CREATE TEMPORARY TABLE award_link ON COMMIT DROP AS
        SELECT l.row, l.since, l.product_id, l.establishment_id, l.unknown,
          coalesce(e.site_unit_id, e.commune_unit_id, l.issuer_unit_id) AS home_unit_id
        FROM (
          SELECT i.row, d.since, i.issuer_unit_id, coalesce(x.product_id, n.product_id) AS product_id,
            coalesce(x.establishment_id, m.establishment_id) AS establishment_id,
            CASE
              WHEN i.tax_code IS NOT NULL AND m.establishment_id IS NULL THEN 'establishment_tax_code'
              WHEN i.product_external_id IS NOT NULL AND (x.product_id IS NULL OR x.establishment_id <> m.establishment_id)
                THEN 'product_external_id'
            END AS unknown
          FROM incoming_award i JOIN award_day d USING (decision_date) LEFT JOIN award_maker m USING (row)
            LEFT JOIN product x ON x.external_id = i.product_external_id LEFT JOIN award_product n USING (row)
        ) l LEFT JOIN establishment e USING (establishment_id);
        ANALYZE award_link;

        CREATE TEMPORARY TABLE award_home ON COMMIT DROP AS
        SELECT h.home_unit_id, h.since, unit_home(h.home_unit_id, 'commune', h.since) AS commune_unit_id,
          unit_home(h.home_unit_id, 'district', h.since) AS district_unit_id,
          unit_home(h.home_unit_id, 'province', h.since) AS province_unit_id
        FROM (SELECT DISTINCT home_unit_id, since FROM award_link WHERE home_unit_id IS NOT NULL) h;

        -- the rows to record: the first of those that say the same, unless it is recorded already
        CREATE TEMPORARY TABLE award_new ON COMMIT DROP AS
        SELECT DISTINCT ON (i.level, i.issuer_code, i.decision_number, i.decision_date, i.establishment_name, i.product_name)
          i.row
        FROM incoming_award i JOIN award_link l USING (row)
        WHERE l.unknown IS NULL AND NOT EXISTS (
          SELECT FROM award a WHERE (a.level, a.issuer_code, a.decision_number, a.decision_date, a.establishment_name,
            a.product_name) = (i.level, i.issuer_code, i.decision_number, i.decision_date, i.establishment_name,
            i.product_name))
        ORDER BY i.level, i.issuer_code, i.decision_number, i.decision_date, i.establishment_name, i.product_name, i.row;
        ANALYZE award_home;
        ANALYZE award_new
        """

    /// Rows that name a record that there is not.
    static let violations: SQL = """
        SELECT i.row, l.unknown AS in_column,
          CASE l.unknown WHEN 'establishment_tax_code' THEN 'unknown-establishment' ELSE 'unknown-product' END AS code,
          CASE l.unknown WHEN 'establishment_tax_code' THEN i.tax_code ELSE i.product_external_id END AS detail
        FROM award_link l JOIN incoming_award i USING (row) WHERE l.unknown IS NOT NULL
        """

    /// New rows whose certificate cannot be recorded: its last day is not known (what a row says of a certificate is not dropped
    /// in silence), or its number belongs to another.
    static let certificateViolations: SQL = """
        WITH paper AS (
          SELECT i.row, i.level, i.issued_on, i.valid_to, i.certificate_number,
            row_number() OVER (PARTITION BY i.certificate_number, i.valid_to IS NULL ORDER BY i.row) AS turn
          FROM award_new n JOIN incoming_award i USING (row) WHERE i.speaks_of_certificate
        )
        SELECT p.row, p.level, p.issued_on, p.valid_to IS NOT NULL AS is_taken FROM paper p
        WHERE p.valid_to IS NULL OR (p.certificate_number IS NOT NULL AND (p.turn > 1
          OR EXISTS (SELECT FROM certificate c WHERE c.number = p.certificate_number)))
        """

    /// Certificates of earlier years may have no number; without a last day nothing is recorded of them.
    static let insert: SQL = """
        WITH added AS (
          INSERT INTO award (product_id, establishment_id, level, year, issuer_code, issuer_unit_id, issuer_region,
            issuer_name, decision_number, decision_date, product_name, establishment_name, product_group, class,
            commune_unit_id, district_unit_id, province_unit_id, source, document_sha256)
          SELECT l.product_id, l.establishment_id, i.level, i.year, i.issuer_code, i.issuer_unit_id, i.issuer_region,
            i.issuer_name, i.decision_number, i.decision_date, i.product_name, i.establishment_name, i.product_group, i.class,
            h.commune_unit_id, h.district_unit_id, h.province_unit_id, i.source, decode(i.document_sha256, 'hex')
          FROM award_new n JOIN incoming_award i USING (row) JOIN award_link l USING (row)
            LEFT JOIN award_home h ON h.home_unit_id = l.home_unit_id AND h.since = l.since
          ORDER BY i.row
          ON CONFLICT ON CONSTRAINT award_once DO NOTHING
          RETURNING award_id, product_id, level, issuer_code, decision_number, decision_date, establishment_name, product_name
        ), paper AS (
          INSERT INTO certificate (award_id, number, issued_on, valid_to)
          SELECT a.award_id, i.certificate_number, i.issued_on, i.valid_to
          FROM added a JOIN incoming_award i USING (level, issuer_code, decision_number, decision_date, establishment_name,
              product_name)
            JOIN award_new n USING (row)
          WHERE i.valid_to IS NOT NULL ORDER BY i.row
        )
        SELECT count(*) AS added, count(*) FILTER (WHERE product_id IS NULL) AS unlinked FROM added
        """
}
