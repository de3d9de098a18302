import Postgres
public import RuralIndustry

/// The act that decides a round. What is left out is what the authority's name and office on the day give.
public struct DecisionAct: Sendable {
    public var number: String
    public var decidedOn: Day
    public var authority: String?
    public var place: String?
    public var capacity: SigningCapacity?
    public var signatoryTitle: String?
    public var signatoryName: String?

    public init(
        number: String, decidedOn: Day, authority: String? = nil, place: String? = nil,
        capacity: SigningCapacity? = nil, signatoryTitle: String? = nil, signatoryName: String? = nil
    ) {
        self.number = number
        self.decidedOn = decidedOn
        self.authority = authority
        self.place = place
        self.capacity = capacity
        self.signatoryTitle = signatoryTitle
        self.signatoryName = signatoryName
    }
}

/// What a decision did, and what a council would want to explain.
public struct DecisionReport: Sendable {
    public let recognised: Int
    public let sets: Int
    public let unrecognised: Int
    public let warnings: [Violation]
}

extension Registry {
    /// closed → decided: records the act with its list, makes sets of products, and gives the awards.
    public func decideRound(
        _ id: Int64, act: DecisionAct, rows: [DecisionRow], as viewer: Viewer, dryRun: Bool = false
    ) async throws -> DecisionReport {
        let act = try act.bounded()
        return try await change(.roundDecide, of: .one("round", id: id), as: viewer, dryRun: dryRun) {
            session in
            let round = try session.roundForChange(id)
            try session.requireState(
                round, [.closed], to: Bilingual(vi: "ghi quyết định", en: "record a decision"))
            let doubt = try session.doubt(about: act.decidedOn, ofRound: id)
            let rules = try session.rules(ofRound: id)
            let live = try session.resultVersion(ofRound: id)
            let version = live?.version ?? 1
            let result = try session.tally(of: round, seed: live?.seed, version: version)
            let entries = try session.entries(ofRound: id)
            let plan = try DecisionPlan(
                rows: rows, entries: entries.map(\.forDecision), tally: result.tally.lines, rules: rules)
            try Refusal.throwIfAny(try session.votes(ofRound: id).violations(rows, rules: rules))
            let giver = try AwardGiver(
                round: round, act: act, entries: entries, resultVersion: version, in: session)
            try giver.give(plan, in: session)
            try session.execute(
                "UPDATE round SET state = 'decided', version = version + 1 WHERE round_id = \(id)")
            return DecisionReport(
                recognised: plan.single.count + plan.sets.count, sets: plan.sets.count,
                unrecognised: plan.unrecognised.count, warnings: doubt + plan.warnings)
        }
    }
}

extension DecisionAct {
    /// The same with every text tidied and bounded; the refusal names the field.
    fileprivate func bounded() throws -> DecisionAct {
        DecisionAct(
            number: try BoundedText.short(number, column: "number"), decidedOn: decidedOn,
            authority: try BoundedText.optional(authority, column: "authority"),
            place: try BoundedText.optional(place, column: "place"), capacity: capacity,
            signatoryTitle: try BoundedText.optional(signatoryTitle, column: "signatory_title"),
            signatoryName: try BoundedText.optional(signatoryName, column: "signatory_name"))
    }
}

extension EntryRecord {
    fileprivate var forDecision: DecisionEntry {
        DecisionEntry(
            code: code, state: state, establishment: String(establishmentID), product: productName,
            group: group)
    }
}

extension Session {
    /// A decision older than an entry that it decides is more likely a slip than not; a filing day may be wrong as well, so
    /// that this is told and not refused.
    fileprivate func doubt(about day: Day, ofRound id: Int64) throws -> [Violation] {
        let lastFiled: Day? = try value(
            "SELECT max(filed_on) FROM entry WHERE round_id = \(id) AND state = 'accepted'")
        guard let lastFiled, day < lastFiled else { return [] }
        return [
            Violation(
                "decision-day",
                vi:
                    "ngày quyết định \(day.vietnamese) trước ngày nộp hồ sơ cuối cùng \(lastFiled.vietnamese)",
                en: "the decision of \(day.iso) is before the last entry was filed on \(lastFiled.iso)")
        ]
    }
}

/// Writes a decision and the awards that follow from it.
private struct AwardGiver {
    let round: RoundRecord
    let number: String
    let day: Day
    let authority: String
    let decisionID: Int64
    let entries: [String: EntryRecord]

    init(
        round: RoundRecord, act: DecisionAct, entries: [EntryRecord], resultVersion: Int, in session: Session
    ) throws {
        self.round = round
        number = act.number
        day = act.decidedOn
        self.entries = Dictionary(uniqueKeysWithValues: entries.map { ($0.code, $0) })
        let office = try session.authority(of: round, on: act.decidedOn)
        authority = act.authority ?? office.authority.name
        let capacity = act.capacity?.mark ?? office.capacity
        decisionID = try session.value(
            """
            INSERT INTO decision (
              round_id, number, decided_on, authority, place, capacity, signatory_title, signatory_name, result_version)
            VALUES (\(round.id), \(number), \(act.decidedOn), \(authority), \(act.place ?? office.place), \(capacity),
              \(act.signatoryTitle ?? office.authority.signatoryTitle), \(act.signatoryName ?? ""),
              \(resultVersion > 1 ? resultVersion : nil))
            RETURNING decision_id
            """)
    }

    func give(_ plan: DecisionPlan, in session: Session) throws {
        for single in plan.single {
            guard let entry = entries[single.entry.code] else { continue }
            let award = try award(
                product: entry.productID, named: entry.productName, of: entry, group: entry.group,
                class: single.awardClass?.id, in: session)
            try line(
                entry, award: award, set: nil, class: single.awardClass?.id, reason: single.reason,
                in: session)
        }
        for set in plan.sets {
            let members = set.members.compactMap { entries[$0.code] }
            guard let first = members.first else { continue }
            let product = try makeSet(set, of: members, establishment: first.establishmentID, in: session)
            let award = try award(
                product: product, named: set.name, of: first, group: set.group, class: set.awardClass?.id,
                in: session)
            for member in members {
                try line(
                    member, award: award, set: set.name, class: set.awardClass?.id, reason: set.reason,
                    in: session)
            }
        }
        for rest in plan.unrecognised {
            guard let entry = entries[rest.entry.code] else { continue }
            try line(entry, award: nil, set: nil, class: nil, reason: rest.reason, in: session)
        }
    }

    /// A set becomes a product of its own, with its members (TT 26/2014/TT-BCT Đ3, Đ4.1).
    private func makeSet(
        _ set: DecisionPlan.SetOfEntries, of members: [EntryRecord], establishment: Int64, in session: Session
    ) throws -> Int64 {
        let product = try session.nextID(of: "product")
        let name = try BoundedText.name(set.name, column: "set_name")
        try session.execute(
            """
            INSERT INTO product (product_id, establishment_id, name, name_folded, product_group, members, set_kind)
            VALUES (\(product), \(establishment), \(name), \(Folded(name).text), \(set.group),
              \(members.map(\.productName)), \(set.kind?.rawValue))
            """)
        for (ordinal, member) in members.enumerated() {
            try session.execute(
                """
                INSERT INTO product_member (product_id, ordinal, member_product_id)
                VALUES (\(product), \(ordinal + 1), \(member.productID))
                """)
        }
        return product
    }

    private func award(
        product: Int64, named name: String, of entry: EntryRecord, group: ProductGroupID, class: String?,
        in session: Session
    ) throws -> Int64 {
        try session.value(
            """
            INSERT INTO award (product_id, establishment_id, level, year, decision_id, issuer_code, issuer_unit_id,
              issuer_region, issuer_name, decision_number, decision_date, product_name, establishment_name,
              product_group, class, commune_unit_id, district_unit_id, province_unit_id)
            SELECT \(product), \(entry.establishmentID), \(round.level), \(round.year), \(decisionID),
              \(round.organiserCode), \(round.organiserUnitID), \(round.level == .regional ? round.organiserCode : nil),
              \(authority), \(number), \(day), \(name), \(entry.establishmentName), \(group), \(`class`),
              coalesce(unit_home(here, 'commune', \(day)), here), unit_home(here, 'district', \(day)),
              unit_home(here, 'province', \(day))
            FROM establishment s, LATERAL coalesce(s.site_unit_id, s.commune_unit_id) AS here
            WHERE s.establishment_id = \(entry.establishmentID)
            RETURNING award_id
            """)
    }

    private func line(
        _ entry: EntryRecord, award: Int64?, set: String?, class: String?, reason: String?,
        in session: Session
    ) throws {
        try session.execute(
            """
            INSERT INTO decision_line (decision_id, entry_id, recognised, set_name, class, reason, award_id)
            VALUES (\(decisionID), \(entry.id), \(award != nil), \(set), \(`class`), \(reason), \(award))
            """)
    }
}
