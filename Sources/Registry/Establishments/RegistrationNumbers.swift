import Postgres
import RuralIndustry

/// What a save looks at so that two records of one legal form do not carry the same registration number, however it is written
/// (spaces, dots, hyphens, small letters).
///
/// Numbers are unique to the office that gave them, and until the national system districts gave their own: two that are truly
/// two may share a number for a reason, which is kept in the record. The database holds the same by
/// `establishment_registration_once`.
struct RegistrationColumns {
    /// Whether the source has the number; otherwise records keep theirs.
    let isGiven: Bool
    /// Why the number may be another's too.
    let sharing: String?

    /// Columns of `matched`: the compared form of the number, whether that is new to the record, and the reason for sharing it,
    /// which a record keeps while neither number nor legal form changes.
    var columns: SQL {
        let key: SQL =
            isGiven ? "registration_key(m.registration_number)" : "registration_key(e.registration_number)"
        let isNew: SQL = """
            (registration_key(e.registration_number), e.legal_form) IS DISTINCT FROM (\(key), m.legal_form)
            """
        let asked: SQL =
            sharing.map {
                """
                WHEN EXISTS (SELECT FROM establishment o WHERE registration_key(o.registration_number) = \(key)
                  AND o.legal_form = m.legal_form AND o.establishment_id IS DISTINCT FROM m.existing_id) THEN \($0)::text
                """
            } ?? ""
        return """
            \(key) AS registration_key, \(isNew) AS registration_is_new,
            CASE \(asked) WHEN e.registration_shared IS NOT NULL AND NOT \(isNew) THEN e.registration_shared END
              AS registration_shared
            """
    }
}

extension Session {
    /// Rows whose number is that of another record, or of an earlier row of the file.
    func registrationViolations(_ records: [IncomingRecord]) throws -> [Violation] {
        let repeated = try violations(
            """
            SELECT row, registration_number AS detail FROM (
              SELECT row, registration_number, registration_shared, registration_is_new, row_number() OVER (
                PARTITION BY registration_key, legal_form ORDER BY registration_is_new, registration_shared NULLS LAST, row)
                AS turn
              FROM matched WHERE registration_key IS NOT NULL
            ) AS t WHERE turn > 1 AND registration_is_new AND registration_shared IS NULL ORDER BY row
            """, in: records
        ) { .twiceInFile($0).inColumn("registration_number") }
        let taken = try violations(
            """
            SELECT m.row, min(o.establishment_id)::text AS detail
            FROM matched m JOIN (
              SELECT establishment_id, legal_form, registration_key(registration_number) AS registration_key
              FROM establishment WHERE registration_number IS NOT NULL AND registration_shared IS NULL
              UNION ALL
              SELECT establishment_id, legal_form, registration_key(registration_number)
              FROM establishment WHERE registration_shared IS NOT NULL
            ) AS o USING (registration_key, legal_form)
            WHERE m.registration_is_new AND m.registration_shared IS NULL
              AND o.establishment_id IS DISTINCT FROM m.existing_id
            GROUP BY m.row ORDER BY m.row
            """, in: records
        ) { .registrationTaken(by: $0) }
        return repeated + taken
    }

    /// The rows that will make a record, in their order.
    func rowsOfNewRecords() throws -> [Int] {
        try values("SELECT row FROM matched WHERE existing_id IS NULL ORDER BY row", as: Int32.self).map {
            Int($0)
        }
    }

    /// For each row that made a record, what else may be of the same establishment.
    func nearDuplicateWarnings(_ rows: [Int], _ records: [IncomingRecord], on day: Day) throws -> [Violation]
    {
        if rows.isEmpty { return [] }
        if rows.count > Self.mostCompared {
            return [
                Violation(
                    "near-duplicates-later",
                    vi:
                        "\(rows.count) cơ sở mới là quá nhiều để so ngay; hãy chạy `cnnt establishment duplicates`",
                    en:
                        "\(rows.count) new records are too many to compare at once; run `cnnt establishment duplicates`"
                )
            ]
        }
        // Numbers are drawn in the order of the rows.
        let ids = try values(
            "SELECT establishment_id FROM establishment WHERE audit_id = current_audit() AND version = 1 ORDER BY establishment_id",
            as: Int64.self)
        let row = Dictionary(zip(ids, rows)) { first, _ in first }
        return try nearDuplicates(of: ids, atLeast: DuplicateScore.usualLeast, on: day)
            .compactMap { pair in
                // Of two new rows the later one is told.
                let id = [pair.second.id, pair.first.id].first { row[$0] != nil }
                return id.flatMap { id in row[id].map { pair.warning(about: id).at(records[$0].place) } }
            }
            .inRowOrder
    }
}

extension Violation {
    fileprivate static func registrationTaken(by id: String) -> Violation {
        Violation(
            "registration-taken",
            vi:
                "số đăng ký này đã ghi cho cơ sở số \(id) cùng loại hình; nếu đúng là hai cơ sở, ghi riêng cơ sở này với --allow-same-registration",
            en:
                "this registration number is that of establishment \(id) of the same form; if they are two, add this one by itself with --allow-same-registration",
            at: Place(column: "registration_number"))
    }
}
