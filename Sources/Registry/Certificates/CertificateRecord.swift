public import Postgres
public import RuralIndustry

/// A certificate as it is kept: issued here, or recorded from earlier years.
public struct CertificateRecord: RowDecodable, Hashable, Sendable {
    public let id: Int64
    public let awardID: Int64
    /// The full printed number; a certificate of earlier years may have none.
    public let number: String?
    /// The verification code of the QR code's address.
    public let code: String?
    public let level: SelectionLevel
    public let productName: String
    public let establishmentName: String
    public let issuerName: String
    public let decisionNumber: String
    public let decisionDate: Day
    public let issuedOn: Day
    public let validTo: Day
    public let revocation: Revocation?
    /// What took its place.
    public let replacement: Replacement?
    /// The number of the certificate whose place it took.
    public let replacedNumber: String?
    /// Nil: recorded from earlier years, or the round that gave the award is not yet public.
    public let publishedRound: Int64?
    public let sha256: String?
    /// Who signed the file, if it is signed.
    public let signer: String?
    public let signedAt: Instant?

    /// The act that revoked a certificate (TT 26/2014/TT-BCT Đ20.3).
    public struct Revocation: Hashable, Sendable {
        public let number: String
        public let day: Day
        public let reason: String
    }

    /// The certificate that took the place of one, by an act of the authority that corrects it.
    public struct Replacement: Hashable, Sendable {
        /// Of the new certificate.
        public let number: String
        /// The day on which the new certificate is issued: from then on the old one is replaced.
        public let day: Day
        public let act: String
        public let actDate: Day
        public let reason: String
    }

    public init(_ row: Row) throws {
        id = try row("certificate_id")
        awardID = try row("award_id")
        number = try row("number")
        code = try row("code")
        level = try row("level")
        productName = try row("product_name")
        establishmentName = try row("establishment_name")
        issuerName = try row("issuer_name")
        decisionNumber = try row("decision_number")
        decisionDate = try row("decision_date")
        issuedOn = try row("issued_on")
        validTo = try row("valid_to")
        sha256 = try row("sha256")
        signer = try row("signer")
        signedAt = try row("signed_at")
        publishedRound = try row("published_round")
        if let number: String = try row("revocation_number") {
            revocation = Revocation(
                number: number, day: try row("revoked_on"), reason: try row("revocation_reason"))
        } else {
            revocation = nil
        }
        replacedNumber = try row("replaced_number")
        if let number: String = try row("newer_number") {
            replacement = Replacement(
                number: number, day: try row("newer_issued_on"), act: try row("replacement_act"),
                actDate: try row("replacement_act_date"), reason: try row("replacement_reason"))
        } else {
            replacement = nil
        }
    }

    /// Nil before the day of issue.
    public func status(on day: Day) -> AwardStatus? {
        AwardTerm(
            issuedOn: issuedOn, validTo: validTo, revokedOn: revocation?.day, replacedOn: replacement?.day
        ).status(on: day)
    }

    /// True of the certificates `c` of which `status(on:)` says this.
    static func isInState(_ state: AwardStatus, on day: Day) -> SQL {
        let revoked: SQL =
            "EXISTS (SELECT FROM revocation x WHERE x.certificate_id = c.certificate_id AND x.revoked_on <= \(day))"
        let replaced: SQL =
            "EXISTS (SELECT FROM certificate n WHERE n.replaces = c.certificate_id AND n.issued_on <= \(day))"
        let stands: SQL = "c.issued_on <= \(day) AND NOT " + revoked + " AND NOT " + replaced
        switch state {
        case .live: return "(" + stands + " AND c.valid_to >= \(day))"
        case .expired: return "(" + stands + " AND c.valid_to < \(day))"
        case .revoked: return "(c.issued_on <= \(day) AND " + revoked + ")"
        case .replaced: return "(c.issued_on <= \(day) AND NOT " + revoked + " AND " + replaced + ")"
        // a certificate has its last day
        case .unknown: return "false"
        }
    }

    static var select: SQL { select() }

    /// - Parameters:
    ///   - columns: further ones, each after a comma.
    ///   - tables: what these come from, joined.
    static func select(columns: SQL = "", tables: SQL = "") -> SQL {
        """
        SELECT c.certificate_id, c.award_id, c.number, c.code, c.issued_on, c.valid_to, a.level,
          coalesce(c.product_name, a.product_name) AS product_name,
          coalesce(c.establishment_name, a.establishment_name) AS establishment_name,
          a.issuer_name, a.decision_number, a.decision_date,
          v.number AS revocation_number, v.revoked_on, v.reason AS revocation_reason,
          newer.number AS newer_number, newer.issued_on AS newer_issued_on, newer.replacement_act,
          newer.replacement_act_date, newer.replacement_reason,
          (SELECT older.number FROM certificate older WHERE older.certificate_id = c.replaces) AS replaced_number,
          (SELECT encode(f.sha256, 'hex') FROM certificate_file f WHERE f.certificate_id = c.certificate_id
            ORDER BY f.audit_id DESC LIMIT 1) AS sha256,
          s.signer, s.signed_at,
          (SELECT r.round_id FROM decision d JOIN round r USING (round_id)
            WHERE d.decision_id = a.decision_id AND r.state = 'published') AS published_round
        """ + columns + """

            FROM certificate c JOIN award a USING (award_id) LEFT JOIN revocation v USING (certificate_id)
              LEFT JOIN certificate_signature s USING (certificate_id)
              LEFT JOIN certificate newer ON newer.replaces = c.certificate_id
            """ + tables
    }
}

extension Registry {
    /// Certificates, by round or level or state on a day, in the order of their numbers.
    public func certificates(
        round: Int64? = nil, level: SelectionLevel? = nil, year: Int? = nil, as viewer: Viewer
    ) async throws -> [CertificateRecord] {
        try await read(.certificateRead, of: .listed("certificate"), as: viewer) { session in
            let conditions = SQL.matching(
                viewer.reach(.certificateRead).awards("a"),
                round.map {
                    "a.decision_id IN (SELECT decision_id FROM decision WHERE round_id = \($0))"
                },
                level.map { "a.level = \($0)" }, year.map { "extract(year FROM c.issued_on) = \($0)" })
            return try session.query(
                CertificateRecord.select + conditions
                    + " ORDER BY c.register NULLS LAST, c.series, c.year, c.serial, c.certificate_id",
                as: CertificateRecord.self)
        }
    }

    /// The certificate with a printed number.
    public func certificate(number: String, as viewer: Viewer) async throws -> CertificateRecord {
        try await read(.certificateRead, of: .listed("certificate"), as: viewer) { session in
            let certificate = try session.certificate(number: number)
            try session.require(.certificateRead, on: .one("award", id: certificate.awardID), as: viewer)
            return certificate
        }
    }
}

extension Session {
    func certificate(number: String) throws -> CertificateRecord {
        let found = try first(
            CertificateRecord.select + " WHERE c.number = \(number)", as: CertificateRecord.self)
        guard let found else { throw Refusal(.unknownCertificate(number)) }
        return found
    }
}
