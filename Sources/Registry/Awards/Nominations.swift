public import Postgres
public import RuralIndustry

/// A recognised product sent up a level (đề cử), as the tabular list (danh sách trích ngang) prints it.
public struct NominationRecord: RowDecodable, Hashable, Sendable {
    public let id: Int64
    public let awardID: Int64
    public let toLevel: SelectionLevel
    public let number: String
    public let nominatedOn: Day
    public let productName: String
    public let group: ProductGroupID?
    public let establishmentName: String
    public let representative: String?
    public let address: String?
    public let awardLevel: SelectionLevel
    public let certificateNumber: String?
    public let validTo: Day?
    public let decisionNumber: String
    public let decisionDate: Day
    /// Since when the award is taken back, by a revoked certificate or a further decision; nil: it stands.
    public let revokedOn: Day?

    public init(_ row: Row) throws {
        id = try row("nomination_id")
        awardID = try row("award_id")
        toLevel = try row("to_level")
        number = try row("number")
        nominatedOn = try row("nominated_on")
        productName = try row("product_name")
        group = try row("product_group")
        establishmentName = try row("establishment_name")
        representative = try row("representative")
        address = try row("address")
        awardLevel = try row("level")
        certificateNumber = try row("certificate_number")
        validTo = try row("valid_to")
        decisionNumber = try row("decision_number")
        decisionDate = try row("decision_date")
        revokedOn = try row("revoked_on")
    }

    static let select: SQL = """
        SELECT n.nomination_id, n.award_id, n.to_level, n.number, n.nominated_on, a.product_name, a.product_group,
          a.establishment_name, s.representative, s.address, a.level, c.number AS certificate_number, c.valid_to,
          a.decision_number, a.decision_date, (
            SELECT min(gone.day) FROM (
              SELECT v.revoked_on AS day FROM certificate x JOIN revocation v USING (certificate_id)
              WHERE x.award_id = a.award_id
                AND NOT EXISTS (SELECT FROM certificate y WHERE y.replaces = x.certificate_id)
              UNION ALL
              SELECT d.decided_on FROM award_withdrawal w JOIN decision d USING (decision_id) WHERE w.award_id = a.award_id
            ) gone) AS revoked_on
        FROM nomination n JOIN award a USING (award_id) LEFT JOIN establishment s USING (establishment_id)
          LEFT JOIN certificate c ON c.award_id = a.award_id
            AND \(StandingCertificate.condition("c"))
        """
}

extension Registry {
    /// Nominates awards, named by their certificates, for a level by one letter: all or none.
    public func nominate(
        certificates: [String], to level: SelectionLevel, number: String, on day: Day, as viewer: Viewer
    ) async throws -> [NominationRecord] {
        let number = try BoundedText.short(number, column: "number")
        return try await change(.nominationCreate, of: .listed("nomination"), as: viewer) { session in
            var violations: [Violation] = []
            var made: [Int64] = []
            for certificate in certificates {
                do {
                    let award = try session.lowerAward(certificate)
                    try session.requireGiven(award.id, .nominationCreate, as: viewer)
                    made.append(try session.nominate(award.id, to: level, number: number, on: day))
                    // read once more: who revoked it meanwhile was waited for
                    try session.lowerAward(certificate).requireLive(on: day, certificate)
                } catch let refusal as Refusal {
                    violations += refusal.violations
                }
            }
            try Refusal.throwIfAny(violations)
            return try session.query(
                NominationRecord.select + " WHERE n.nomination_id = ANY (\(made)) ORDER BY n.nomination_id",
                as: NominationRecord.self)
        }
    }

    public func nominations(
        to level: SelectionLevel? = nil, number: String? = nil, as viewer: Viewer
    ) async throws -> [NominationRecord] {
        try await read(.nominationRead, of: .listed("nomination"), as: viewer) { session in
            try session.query(
                NominationRecord.select
                    + SQL.matching(
                        viewer.reach(.nominationRead).awards("a"), level.map { "n.to_level = \($0)" },
                        number.map { "n.number = \($0)" })
                    + " ORDER BY n.nominated_on, n.nomination_id", as: NominationRecord.self)
        }
    }
}

extension HeldAward {
    /// Only a live certificate can be sent up (TT 26/2014/TT-BCT Đ12.2).
    fileprivate func requireLive(on day: Day, _ reference: String) throws {
        guard let issuedOn, let validTo,
            AwardTerm(issuedOn: issuedOn, validTo: validTo, revokedOn: revokedOn).status(on: day) == .live
        else {
            throw Refusal(
                Violation(
                    "lower-award-expired", vi: "\(reference) không còn hiệu lực ngày \(day.vietnamese)",
                    en: "\(reference) is not valid on \(day.iso)"))
        }
    }
}
