import Documents
import Postgres
import RuralIndustry

/// What all certificates of one round have in common on their paper.
struct PaperDraft {
    private let round: RoundRecord
    private let issue: CertificateIssue
    private let rules: Rules
    private let decisions: [Int64: DecisionRecord]
    private let validThrough: Day
    private let template: IssuedTemplate?

    /// - Parameters:
    ///   - template: the design; nil: the standard one.
    ///   - validThrough: the last day, where it is settled already; nil: by the rule in force on the issue day.
    init(
        of round: RoundRecord, issue: CertificateIssue, template: IssuedTemplate?, validThrough: Day? = nil,
        in session: Session
    ) throws {
        self.template = template
        self.round = round
        self.issue = issue
        rules = try session.rules(ofRound: round.id)
        let acts = try session.decisions(ofRound: round.id)
        decisions = Dictionary(uniqueKeysWithValues: acts.map { ($0.id, $0) })
        if let first = acts.first, issue.issuedOn < first.decidedOn {
            throw Refusal(.issued(issue.issuedOn, before: first))
        }
        self.validThrough =
            try validThrough ?? session.certificateValidity(of: round, rules: rules, issuedOn: issue.issuedOn)
    }

    func paper(
        for award: AwardToCertify, number: String, code: String, in session: Session
    ) throws -> CertificatePaper {
        // an award that an amending decision gave is of that decision
        guard let decision = decisions[award.decisionID] else {
            throw PostgresError.misuse("award \(award.id) is of no decision of round \(round.id)")
        }
        guard issue.issuedOn >= decision.decidedOn else {
            throw Refusal(.issued(issue.issuedOn, before: decision))
        }
        return CertificatePaper(
            template: template?.template.id ?? CertificateTemplate.standardID,
            templateHash: template?.identity,
            level: round.level, levelName: round.levelName, number: number, issuer: decision.issuerLines,
            product: CertificatePaper.Product(
                name: award.productName, members: award.members,
                group: rules.group(award.group)?.name ?? award.group.rawValue),
            establishment: CertificatePaper.Establishment(
                name: award.establishmentName,
                unit: try session.unitNames(award.communeUnitID, on: decision.decidedOn)
                    .text(today: session.unitNames(award.communeUnitID, on: issue.issuedOn))),
            classification: award.className.map { rules.awardClass($0)?.name ?? $0 },
            decision: CertificatePaper.Decision(
                number: decision.number, day: decision.decidedOn, authority: decision.authority),
            place: decision.place, issuedOn: issue.issuedOn, validThrough: validThrough,
            signature: CertificatePaper.Signature(
                capacity: decision.capacityLine, title: decision.signatoryTitle, name: decision.signatoryName),
            verification: CertificatePaper.Verification(code: code, address: "\(issue.baseURL)/c/\(code)"),
            isSpecimen: issue.isSpecimen)
    }
}

extension Violation {
    fileprivate static func issued(_ day: Day, before decision: DecisionRecord) -> Violation {
        Violation(
            "issued-before-decision",
            vi:
                "ngày cấp \(day.vietnamese) trước ngày \(decision.decidedOn.vietnamese) của quyết định \(decision.number)",
            en: "the issue day \(day.iso) is before decision \(decision.number) of \(decision.decidedOn.iso)")
    }
}

extension RoundRecord {
    /// `cấp tỉnh năm 2023`; a centrally-run city says `cấp thành phố`, a region its name.
    var levelName: String {
        let named =
            switch level {
            case .regional: "cấp " + organiserName
            case .provincial where organiserName.hasPrefix("Thành phố"): "cấp thành phố"
            default: level.name.vi
            }
        return "\(named) năm \(year)"
    }
}

/// An award that waits for its certificate.
struct AwardToCertify: RowDecodable {
    let id: Int64
    let decisionID: Int64
    var productName: String
    let members: [String]
    let group: ProductGroupID
    var establishmentName: String
    let communeUnitID: Int64
    let className: String?

    init(_ row: Row) throws {
        id = try row("award_id")
        decisionID = try row("decision_id")
        productName = try row("product_name")
        members = try row("members")
        group = try row("product_group")
        establishmentName = try row("establishment_name")
        communeUnitID = try row("commune_unit_id")
        className = try row("class")
    }
}

extension Session {
    /// In the order of the tally: by group, then by the best rank of the award's entries.
    func awardsWithoutCertificate(ofRound id: Int64) throws -> [AwardToCertify] {
        try query(
            """
            SELECT a.award_id, a.decision_id, a.product_name, p.members, a.product_group, a.establishment_name,
              a.commune_unit_id, a.class
            FROM standing_lines(\(id)) l JOIN decision d USING (decision_id) JOIN award a USING (award_id)
              JOIN product p ON p.product_id = a.product_id
              JOIN LATERAL result_lines(d.round_id, coalesce(d.result_version, 1)) x ON x.entry_id = l.entry_id
            WHERE NOT EXISTS (SELECT 1 FROM certificate c WHERE c.award_id = a.award_id)
              AND NOT is_award_in_doubt(a.award_id)
            GROUP BY a.award_id, p.product_id
            ORDER BY min(x.ordinal), a.award_id
            """, as: AwardToCertify.self)
    }

    /// What a certificate of an award that was given here says of it.
    func awardToCertify(_ id: Int64) throws -> AwardToCertify {
        try one(
            """
            SELECT a.award_id, a.decision_id, a.product_name, p.members, a.product_group, a.establishment_name,
              a.commune_unit_id, a.class
            FROM award a JOIN product p ON p.product_id = a.product_id WHERE a.award_id = \(id)
            """, as: AwardToCertify.self)
    }

    /// The units that a commune lies in, by the names of a day; a commune that a split leaves in doubt is left out.
    func unitNames(_ unitID: Int64, on day: Day) throws -> UnitNames {
        let names = try query(
            """
            SELECT l.level, u.full_name FROM (VALUES ('commune'), ('district'), ('province')) AS l (level)
              JOIN unit u ON u.unit_id = unit_home(\(unitID), l.level, \(day))
            """
        ) { (level: try $0("level", as: String.self), name: try $0("full_name", as: String.self)) }
        func name(_ level: String) -> String? { names.first { $0.level == level }?.name }
        return UnitNames(commune: name("commune"), district: name("district"), province: name("province"))
    }

    /// The last day of a certificate, by the national rule in force on the issue day (ARCHITECTURE decision 8): the round's
    /// own if it still is, else the latest one in force that knows the level; a level that has ended keeps its last rule.
    func certificateValidity(of round: RoundRecord, rules: Rules, issuedOn day: Day) throws -> Day {
        let own = try layers(of: round.regulationID)[0].id
        for inForce in try nationalRules(on: day, first: own) {
            if let last = inForce.level(round.level)?.certificateValidTo(issuedOn: day) { return last }
        }
        if let last = rules.level(round.level)?.certificateValidTo(issuedOn: day) { return last }
        throw Refusal(
            Violation(
                "validity-not-stated",
                vi:
                    "không bộ quy tắc nào có hiệu lực ngày \(day.vietnamese) nêu thời hạn giấy chứng nhận \(round.level.name.vi)",
                en:
                    "no regulation in force on \(day.iso) states how long a certificate of \(round.level.name.en) is valid"
            ))
    }

    /// The national regulations in force on a day, the latest first, before them the one that is asked for.
    func nationalRules(on day: Day, first: String = "") throws -> [Rules] {
        try values(
            """
            SELECT document FROM regulation
            WHERE extends IS NULL AND territory IS NULL AND valid_from <= \(day) AND (valid_to IS NULL OR \(day) < valid_to)
            ORDER BY (regulation_id = \(first)) DESC, valid_from DESC, regulation_id
            """, as: String.self
        ).map { try Regulation.resolve(pinned: try JSONValue(parsing: $0)) }
    }
}
