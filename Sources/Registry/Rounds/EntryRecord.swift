public import Postgres
public import RuralIndustry

/// An entry as it is kept.
public struct EntryRecord: RowDecodable, Hashable, Sendable {
    public let id: Int64
    public let version: Int
    public let code: String
    public let state: EntryState
    public let stateReason: String?
    public let productID: Int64
    public let productName: String
    public let group: ProductGroupID
    public let establishmentID: Int64
    public let establishmentName: String
    public let judgingName: String?
    public let lowerAwardID: Int64?
    public let lowerCertificate: String?
    public let exception: EntryException?
    public let filedOn: Day
    public let note: String?

    public init(_ row: Row) throws {
        id = try row("entry_id")
        version = try row("version")
        code = try row("code")
        state = try row("state")
        stateReason = try row("state_reason")
        productID = try row("product_id")
        productName = try row("product_name")
        group = try row("product_group")
        establishmentID = try row("establishment_id")
        establishmentName = try row("establishment_name")
        judgingName = try row("judging_name")
        lowerAwardID = try row("lower_award_id")
        lowerCertificate = try row("lower_certificate")
        exception = try row("exception")
        filedOn = try row("filed_on")
        note = try row("note")
    }

    static let select: SQL = """
        SELECT e.entry_id, e.version, e.code, e.state, e.state_reason, e.product_id, p.name AS product_name, e.product_group,
          e.establishment_id, s.name AS establishment_name, e.judging_name, e.lower_award_id,
          (SELECT c.number FROM certificate c WHERE c.award_id = e.lower_award_id
            AND \(StandingCertificate.condition("c"))) AS lower_certificate,
          e.exception, e.filed_on, e.note
        FROM entry e JOIN product p USING (product_id) JOIN establishment s ON s.establishment_id = e.establishment_id
        """
}

extension Registry {
    public func entries(ofRound id: Int64, as viewer: Viewer) async throws -> [EntryRecord] {
        try await read(.entryRead, of: .one("round", id: id), as: viewer) { session in
            _ = try session.round(id)
            return try session.entries(ofRound: id)
        }
    }
}

extension Registry {
    /// One entry of a round, by its code.
    public func entry(_ code: String, ofRound id: Int64, as viewer: Viewer) async throws -> EntryRecord {
        try await read(.entryRead, of: .one("round", id: id), as: viewer) { session in
            _ = try session.round(id)
            return try session.entry(code, ofRound: id)
        }
    }
}

extension Session {
    /// Violations: `unknown-entry`, `entry-code-check-digit`.
    func entry(_ code: String, ofRound id: Int64) throws -> EntryRecord {
        let found = try first(
            EntryRecord.select + " WHERE e.round_id = \(id) AND e.code = \(code)", as: EntryRecord.self)
        guard let found else { throw Refusal(.unknownEntry(code, round: id)) }
        return found
    }

    func entries(ofRound id: Int64) throws -> [EntryRecord] {
        try query(EntryRecord.select + " WHERE e.round_id = \(id) ORDER BY e.code", as: EntryRecord.self)
    }
}
