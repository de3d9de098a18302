import Postgres
public import RuralIndustry

/// One record on its way into a table: its texts, and which record it means to change, if it says so.
struct IncomingRecord {
    let place: Place
    let id: Int64?
    let version: Int?
    /// In the order of the record's columns; nil is NULL.
    let texts: [String?]
    let nameFolded: String
}

/// How many records an import added, changed and left as they were.
public struct ImportCounts: Hashable, Sendable {
    public var added = 0
    public var changed = 0
    public var unchanged = 0
    /// What is not wrong but should be looked at, by row: records that may be in the registry already.
    public var warnings: [Violation] = []
}

/// What a save may do with a record that is in the registry already.
enum SaveMode {
    /// A new record, under a number that was taken for it.
    case add(id: Int64)
    /// Records by id, external id or tax code: changed if they are there, added if not.
    case upsert
}

extension Session {
    /// Copies records into a temporary table `incoming` with a text column for each of theirs; `row` counts from 0.
    func copyIncoming(_ records: [IncomingRecord], columns: [String]) throws {
        try script(
            """
            CREATE TEMPORARY TABLE incoming (
              row integer NOT NULL, id bigint, version integer, name_folded text NOT NULL,
              \(columns.map { "\($0) text" }.joined(separator: ", "))
            ) ON COMMIT DROP
            """)
        try copyIn("COPY incoming FROM STDIN") { writer in
            for (row, record) in records.enumerated() {
                try writer.row { line in
                    line.int(row)
                    line.text(record.id.map { String($0) })
                    line.text(record.version.map { String($0) })
                    line.text(record.nameFolded)
                    for text in record.texts { line.text(text) }
                }
            }
        }
        try script("ANALYZE incoming")
    }

    /// The violation for every row that a query finds, at its place in the file; the query gives `row` and perhaps `detail`.
    func violations(
        _ sql: SQL, in records: [IncomingRecord], _ make: (_ detail: String) -> Violation
    ) throws -> [Violation] {
        try query(sql) {
            (row: try $0("row", as: Int32.self), detail: try $0("detail", as: String?.self) ?? "")
        }
        .map { make($0.detail).at(records[Int($0.row)].place) }
    }
}

extension IncomingRecord {
    /// Reads the bookkeeping columns of a row: `id` and `version`.
    static func number(_ text: String?, column: String) throws(Refusal) -> Int64? {
        guard let text else { return nil }
        guard let number = Int64(text), number > 0 else {
            throw Refusal(
                Violation(
                    "id-unreadable", vi: "\(Text.quoted(text)) không phải là số thứ tự của bản ghi",
                    en: "\(Text.quoted(text)) is not a record's number", at: Place(column: column)))
        }
        return number
    }
}

/// A column of a table and the expression that fills it from a row `m` of `matched`; and how a preview shows the value of
/// the record `e` before and after.
struct Assignment {
    let column: String
    let value: String
    /// The column of the file.
    let field: String
    let before: String
    let after: String

    init(_ column: String, _ value: String, field: String? = nil, before: String? = nil, after: String? = nil)
    {
        self.column = column
        self.value = value
        self.field = field ?? column
        self.before = before ?? "e.\(column)::text"
        self.after = after ?? "(\(value))::text"
    }
}

extension [Assignment] {
    /// The condition under which a record changes: one text for the import and its preview.
    var differ: String {
        func list(_ part: (Assignment) -> String) -> String { map(part).joined(separator: ", ") }
        return "ROW (\(list { "e." + $0.column })) IS DISTINCT FROM ROW (\(list(\.value)))"
    }
}

// What every kind of record has in common once `matched` is made: a row of it has `row`, the texts, `id`, `version`, and of
// the record that it means `existing_id` and `existing_version`.
extension Session {
    /// Rows that name no record, are stale, twice in the file, or take what belongs to another record. Locks the records that
    /// will change, so that the second of two writers sees what the first has done.
    func identityViolations(
        of table: String, unique: [String], _ records: [IncomingRecord], _ mode: SaveMode
    ) throws -> [Violation] {
        var found = try violations(
            SQL(
                trusted: """
                    WITH locked AS (
                      SELECT m.row, coalesce(m.version, m.existing_version) AS seen, e.version
                      FROM matched m JOIN \(table) e ON e.\(table)_id = m.existing_id
                      ORDER BY e.\(table)_id FOR UPDATE OF e
                    )
                    SELECT row, version::text AS detail FROM locked WHERE version <> seen ORDER BY row
                    """), in: records
        ) { .stale($0) }
        found += try violations(
            "SELECT row, id::text AS detail FROM matched WHERE id IS NOT NULL AND existing_id IS NULL ORDER BY row",
            in: records
        ) { .unknownID($0) }
        for column in unique {
            found += try violations(Self.repeated(column), in: records) { .twiceInFile($0).inColumn(column) }
            let taken = SQL(
                trusted: """
                    SELECT m.row, e.\(table)_id::text AS detail FROM matched m JOIN \(table) e USING (\(column))
                    WHERE m.existing_id IS DISTINCT FROM e.\(table)_id ORDER BY m.row
                    """)
            found += try violations(taken, in: records) { .taken(column, by: $0) }
        }
        if found.isEmpty {
            found += try violations(Self.repeated("existing_id"), in: records) {
                .twiceInFile($0).inColumn("id")
            }
        }
        if case .add = mode {
            for column in unique where found.isEmpty {
                found += try violations(
                    SQL(
                        trusted: """
                            SELECT m.row, e.\(table)_id::text AS detail FROM matched m JOIN \(table) e USING (\(column))
                            """), in: records
                ) { .taken(column, by: $0) }
            }
        }
        return found
    }

    /// Changes the records that differ and adds those that are new.
    func writeMatched(
        _ table: String, all: [Assignment], given: [Assignment], _ mode: SaveMode, of count: Int
    ) throws -> ImportCounts {
        func list(_ assignments: [Assignment], _ part: (Assignment) -> String) -> String {
            assignments.map(part).joined(separator: ", ")
        }
        let changed = try execute(
            SQL(
                trusted: """
                    UPDATE \(table) e SET (\(list(given, \.column)), name_folded) = ROW (\(list(given, \.value)), m.name_folded),
                      version = e.version + 1
                    FROM matched m
                    WHERE e.\(table)_id = m.existing_id
                      AND \(given.differ)
                    """))
        let id: SQL
        switch mode {
        case .add(let taken): id = "\(taken)"
        case .upsert: id = SQL(trusted: "nextval(pg_get_serial_sequence('\(table)', '\(table)_id'))")
        }
        let added = try execute(
            SQL(trusted: "INSERT INTO \(table) (\(table)_id, name_folded, \(list(all, \.column))) SELECT ")
                + id
                + SQL(
                    trusted:
                        ", m.name_folded, \(list(all, \.value)) FROM matched m WHERE m.existing_id IS NULL ORDER BY m.row"
                ))
        try script("DROP TABLE incoming, matched")
        return ImportCounts(added: added, changed: changed, unchanged: count - added - changed)
    }

    private static func repeated(_ column: String) -> SQL {
        SQL(
            trusted: """
                SELECT row, \(column)::text AS detail FROM (
                  SELECT row, \(column), row_number() OVER (PARTITION BY \(column) ORDER BY row) AS turn FROM matched
                  WHERE \(column) IS NOT NULL
                ) t WHERE turn > 1 ORDER BY row
                """)
    }
}

extension Violation {
    static func unknownID(_ id: String) -> Violation {
        Violation(
            "unknown-id", vi: "không có bản ghi số \(id)", en: "there is no record \(id)",
            at: Place(column: "id"))
    }

    static func stale(_ version: String) -> Violation {
        Violation(
            "stale-version",
            vi: "người khác đã sửa bản ghi này (nay là phiên bản \(version)); hãy xem lại rồi sửa tiếp",
            en: "somebody else has changed this record (it is version \(version) now); look again, then edit",
            at: Place(column: "version"))
    }

    static func twiceInFile(_ value: String) -> Violation {
        Violation(
            "twice-in-file", vi: "“\(value)” có hai lần trong tệp", en: "“\(value)” is in the file twice")
    }

    static func taken(_ column: String, by id: String) -> Violation {
        Violation(
            column == "tax_code" ? "tax-code-taken" : "external-id-taken",
            vi: column == "tax_code"
                ? "mã số thuế này đã được đăng ký cho cơ sở số \(id)"
                : "mã ngoài này đã dùng cho bản ghi số \(id)",
            en: "this \(column) already belongs to record \(id)", at: Place(column: column))
    }
}
