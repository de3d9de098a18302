public import Postgres
public import RuralIndustry

/// What one act of a round says of one entry.
public struct DecisionLineRecord: RowDecodable, Hashable, Sendable {
    public let number: String
    public let decidedOn: Day
    public let authority: String
    /// Why the act amends; nil: it is the round's first decision.
    public let amendmentReason: String?
    public let entry: String
    public let productName: String
    public let isRecognised: Bool
    public let setName: String?
    public let awardClass: String?
    public let reason: String?
    /// No later act names the entry.
    public let isStanding: Bool

    public init(_ row: Row) throws {
        number = try row("number")
        decidedOn = try row("decided_on")
        authority = try row("authority")
        amendmentReason = try row("amendment_reason")
        entry = try row("code")
        productName = try row("product_name")
        isRecognised = try row("recognised")
        setName = try row("set_name")
        awardClass = try row("class")
        reason = try row("reason")
        isStanding = try row("is_standing")
    }
}

extension Registry {
    /// Which act of a round said what of which entry: the decision and what amended it, in their order. Names of products are
    /// in it, which a judge does not learn.
    public func decisionLines(ofRound id: Int64, as viewer: Viewer) async throws -> [DecisionLineRecord] {
        try await read(.entryRead, of: .one("round", id: id), as: viewer) { session in
            _ = try session.round(id)
            return try session.query(
                """
                SELECT d.number, d.decided_on, d.authority, d.amendment_reason, e.code, p.name AS product_name, l.recognised,
                  l.set_name, l.class, l.reason, s.entry_id IS NOT NULL AS is_standing
                FROM decision d JOIN decision_line l USING (decision_id) JOIN entry e USING (entry_id)
                  JOIN product p ON p.product_id = e.product_id
                  LEFT JOIN standing_lines(\(id)) s ON s.decision_id = l.decision_id AND s.entry_id = l.entry_id
                WHERE d.round_id = \(id) ORDER BY d.amendment NULLS FIRST, e.code COLLATE "C"
                """, as: DecisionLineRecord.self)
        }
    }
}

/// What stands of an entry, with the award that it has by it.
struct StandingLine: RowDecodable {
    let row: DecisionRow
    let award: Int64?
    /// The certificate of that award that stands, unless it is revoked.
    let certificate: String?

    init(_ row: Row) throws {
        self.row = DecisionRow(
            entry: try row("code"), isRecognised: try row("recognised"), setName: try row("set_name"),
            setKind: try row("set_kind", as: String?.self).flatMap { ProductSetKind(rawValue: $0) },
            awardClass: try row("class"),
            reason: try row("reason"))
        award = try row("award_id")
        certificate = try row("certificate")
    }
}

extension Session {
    func standingLines(ofRound id: Int64) throws -> [StandingLine] {
        try query(
            """
            SELECT e.code, l.recognised, l.set_name, l.class, l.reason, l.award_id,
              CASE WHEN l.set_name IS NOT NULL THEN p.set_kind END AS set_kind,
              (SELECT c.number FROM certificate c WHERE c.award_id = l.award_id AND \(StandingCertificate.condition("c"))
                AND NOT EXISTS (SELECT FROM revocation v WHERE v.certificate_id = c.certificate_id)) AS certificate
            FROM standing_lines(\(id)) l JOIN entry e USING (entry_id) LEFT JOIN award a ON a.award_id = l.award_id
              LEFT JOIN product p ON p.product_id = a.product_id
            ORDER BY e.code COLLATE "C"
            """, as: StandingLine.self)
    }
}
