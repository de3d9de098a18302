public import Postgres
public import RuralIndustry

/// One save of a record: who, when, why, by which use case.
public struct VersionEntry: RowDecodable, Hashable, Sendable {
    public let version: Int
    public let savedAt: Instant
    public let actor: String
    public let action: String
    public let reason: String?

    public init(_ row: Row) throws {
        version = try row("version", as: Int.self)
        savedAt = try row("recorded_at")
        actor = try row("actor")
        action = try row("action")
        reason = try row("reason")
    }
}

/// A value of a stored version.
public enum VersionValue: Hashable, Sendable {
    case text(String?)
    /// Removed from history by an act.
    case redacted(Redaction)

    public func text(in language: Language) -> String? {
        switch self {
        case .text(let text): text
        case .redacted(let redaction): redaction.notice.text(in: language)
        }
    }
}

/// A record as one of its versions kept it.
public struct RecordVersion<Column: RecordColumn>: Sendable {
    public let id: Int64
    public let entry: VersionEntry
    /// In the order of `names`.
    public let values: [VersionValue]

    /// The record's columns, then when and why it was closed.
    public static var names: [String] { Column.names + ["closed_on", "closed_reason"] }
}

/// A field that two versions of a record have different values in.
public struct FieldChange: Hashable, Sendable {
    public let field: String
    public let before: VersionValue
    public let after: VersionValue
}

extension Registry {
    /// Every version of an establishment, the first first.
    public func establishmentVersions(_ id: Int64, as viewer: Viewer) async throws -> [VersionEntry] {
        try await read(.establishmentRead, of: .one("establishment", id: id), as: viewer) { session in
            _ = try session.establishment(id)
            return try session.versions(of: "establishment", id)
        }
    }

    /// An establishment's record as a version of it was, without what an act has removed since.
    public func establishment(_ id: Int64, version: Int, as viewer: Viewer) async throws
        -> EstablishmentRecord
    {
        try await read(.establishmentRead, of: .one("establishment", id: id), as: viewer) {
            try $0.establishmentRecord(id, unredacted: version)
        }
    }

    /// A product's record as a version of it was.
    public func product(_ id: Int64, version: Int, as viewer: Viewer) async throws -> ProductRecord {
        try await read(.productRead, of: .one("product", id: id), as: viewer) {
            try $0.productRecord(id, version)
        }
    }

    public func establishmentVersion(
        _ id: Int64, _ version: Int, as viewer: Viewer
    ) async throws -> RecordVersion<EstablishmentColumn> {
        try await read(.establishmentRead, of: .one("establishment", id: id), as: viewer) {
            try $0.establishmentVersion(id, version)
        }
    }

    /// What differs between two versions of an establishment.
    public func establishmentDifference(
        _ id: Int64, from first: Int, to second: Int, as viewer: Viewer
    ) async throws -> [FieldChange] {
        try await read(.establishmentRead, of: .one("establishment", id: id), as: viewer) { session in
            let before = try session.establishmentVersion(id, first)
            return before.changes(to: try session.establishmentVersion(id, second))
        }
    }

    /// Every version of a product, the first first.
    public func productVersions(_ id: Int64, as viewer: Viewer) async throws -> [VersionEntry] {
        try await read(.productRead, of: .one("product", id: id), as: viewer) { session in
            _ = try session.product(id)
            return try session.versions(of: "product", id)
        }
    }

    public func productVersion(
        _ id: Int64, _ version: Int, as viewer: Viewer
    ) async throws -> RecordVersion<ProductColumn> {
        try await read(.productRead, of: .one("product", id: id), as: viewer) {
            try $0.productVersion(id, version)
        }
    }

    /// What differs between two versions of a product.
    public func productDifference(
        _ id: Int64, from first: Int, to second: Int, as viewer: Viewer
    ) async throws -> [FieldChange] {
        try await read(.productRead, of: .one("product", id: id), as: viewer) { session in
            let before = try session.productVersion(id, first)
            return before.changes(to: try session.productVersion(id, second))
        }
    }
}

extension RecordVersion {
    fileprivate func changes(to later: RecordVersion) -> [FieldChange] {
        zip(Self.names, zip(values, later.values)).compactMap { name, pair in
            pair.0 == pair.1 ? nil : FieldChange(field: name, before: pair.0, after: pair.1)
        }
    }
}

extension Session {
    fileprivate func versions(of table: String, _ id: Int64) throws -> [VersionEntry] {
        try query(versionEntries(of: table, id) + " ORDER BY v.version", as: VersionEntry.self)
    }

    private func versionEntries(of table: String, _ id: Int64) -> SQL {
        """
        SELECT v.version, a.recorded_at, a.actor, a.action, a.reason
        FROM \(identifier: table + "_version") v JOIN audit_event a USING (audit_id)
        WHERE v.\(identifier: table + "_id") = \(id)
        """
    }

    private func entry(of table: String, _ id: Int64, _ version: Int) throws -> VersionEntry {
        let found = try first(
            versionEntries(of: table, id) + " AND v.version = \(version)", as: VersionEntry.self)
        guard let found else {
            throw Refusal(
                Violation(
                    "unknown-version",
                    vi: "bản ghi số \(id) không có phiên bản \(version); xem `cnnt \(table) versions \(id)`",
                    en: "record \(id) has no version \(version); see `cnnt \(table) versions \(id)`"))
        }
        return found
    }

    fileprivate func establishmentVersion(_ id: Int64, _ version: Int) throws -> RecordVersion<
        EstablishmentColumn
    > {
        _ = try establishment(id)
        let entry = try entry(of: "establishment", id, version)
        let record = try establishmentRecord(id, version)
        let redactions = Dictionary(try redactions(of: id).map { ($0.id, $0) }) { one, _ in one }
        let values = EstablishmentColumn.allCases.map { column in
            let text = record.fields[column]
            return text.flatMap(Self.redactionNumber).flatMap { redactions[$0] }.map(VersionValue.redacted)
                ?? .text(text)
        }
        return RecordVersion(
            id: id, entry: entry,
            values: values + [.text(record.closedOn?.iso), .text(record.closedReason)])
    }

    fileprivate func productVersion(_ id: Int64, _ version: Int) throws -> RecordVersion<ProductColumn> {
        _ = try product(id)
        let entry = try entry(of: "product", id, version)
        let record = try productRecord(id, version)
        return RecordVersion(
            id: id, entry: entry,
            values: ProductColumn.allCases.map { .text(record.fields[$0]) } + [
                .text(record.closedOn?.iso), .text(record.closedReason),
            ])
    }

    private func establishmentRecord(_ id: Int64, _ version: Int) throws -> EstablishmentRecord {
        try one(
            EstablishmentRecord.select(
                from: """
                    (SELECT r.* FROM establishment_version v, LATERAL jsonb_populate_record(NULL::establishment, v.record
                      || jsonb_build_object('establishment_id', v.establishment_id, 'version', v.version)) AS r
                    WHERE v.establishment_id = \(id) AND v.version = \(version))
                    """), as: EstablishmentRecord.self)
    }

    fileprivate func productRecord(_ id: Int64, _ version: Int) throws -> ProductRecord {
        try one(
            ProductRecord.select(
                from: """
                    (SELECT r.* FROM product_version v, LATERAL jsonb_populate_record(NULL::product, v.record
                      || jsonb_build_object('product_id', v.product_id, 'version', v.version)) AS r
                    WHERE v.product_id = \(id) AND v.version = \(version))
                    """), as: ProductRecord.self)
    }

    /// A record as a version of it was, without what an act has removed since.
    fileprivate func establishmentRecord(_ id: Int64, unredacted version: Int) throws -> EstablishmentRecord {
        var record = try establishmentRecord(id, version)
        let kept = try establishmentVersion(id, version)
        for column in EstablishmentColumn.allCases {
            if case .redacted = kept.values[column.rawValue] { record.fields[column] = nil }
        }
        return record
    }

    /// The number in `{"redaction": 12}`, which stands in a version where an act removed a value. No value of the program's own
    /// parsing can be that: telephone, e-mail and codes have other forms, and an address or a name that reads so names no
    /// redaction of this establishment.
    private static func redactionNumber(_ text: String) -> Int64? {
        let head = "{\"redaction\": "
        guard text.hasPrefix(head), text.hasSuffix("}") else { return nil }
        return Int64(text.dropFirst(head.count).dropLast())
    }
}
