public import Postgres
public import RuralIndustry

/// A recorded act by which contact data were removed from an establishment's record and from every stored version of it (Law
/// 91/2025/QH15 on personal data).
public struct Redaction: RowDecodable, Hashable, Sendable {
    public let id: Int64
    public let establishmentID: Int64
    public let actNumber: String
    public let redactedOn: Day
    public let reason: String
    /// The columns that were removed somewhere; `production_site` for the addresses of further sites.
    public let fields: [String]
    /// The last version that they were removed from.
    public let version: Int

    public init(_ row: Row) throws {
        id = try row("redaction_id")
        establishmentID = try row("establishment_id")
        actNumber = try row("act_number")
        redactedOn = try row("redacted_on")
        reason = try row("reason")
        fields = try row("fields")
        version = try row("version", as: Int.self)
    }

    static let select: SQL = """
        SELECT redaction_id, establishment_id, act_number, redacted_on, reason, fields, version FROM redaction
        """

    /// What stands in the history in place of what was removed.
    public var notice: Bilingual {
        Bilingual(
            vi: "đã xoá theo văn bản \(actNumber) ngày \(redactedOn.vietnamese)",
            en: "removed by \(actNumber) of \(redactedOn.iso)")
    }
}

extension Registry {
    /// Removes contact data by an act: telephone and e-mail; a household's personal number, the name of its owner and its
    /// addresses, as a household is a person. Names, communes, products and awards are public and stay; so does the name of
    /// who represents an enterprise or cooperative, which is in their public registers. Sealed papers say nothing of these.
    public func redactEstablishment(
        _ id: Int64, act: String, on day: Day, because reason: String, today: Day, as viewer: Viewer,
        dryRun: Bool = false
    ) async throws -> Redaction {
        let act = try BoundedText.short(act, column: "act")
        let reason = try BoundedText.short(reason, column: "reason")
        if day > today { throw Refusal(.inFuture(day).inColumn("date")) }
        return try await change(
            .establishmentRedact, of: .one("establishment", id: id), because: reason, as: viewer,
            dryRun: dryRun
        ) { session in
            _ = try session.establishment(id)
            let made: Int64? = try session.value(
                "SELECT redact_establishment(\(id), \(act), \(day), \(reason))", as: Int64?.self)
            guard let made else {
                throw Refusal(
                    Violation(
                        "nothing-to-redact", vi: "cơ sở số \(id) không có dữ liệu liên hệ nào để xoá",
                        en: "establishment \(id) has no contact data to remove"))
            }
            return try session.one(
                Redaction.select + " WHERE redaction_id = \(made)", as: Redaction.self)
        }
    }
}

extension Session {
    func redactions(of establishment: Int64) throws -> [Redaction] {
        try query(
            Redaction.select + " WHERE establishment_id = \(establishment) ORDER BY redaction_id",
            as: Redaction.self)
    }
}
