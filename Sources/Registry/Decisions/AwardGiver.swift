import Postgres
import RuralIndustry

/// Writes a decision and the awards that follow from it.
struct AwardGiver {
    /// Of an act that amends: which of the round's it is, from 1 on, and why.
    typealias Amendment = (ordinal: Int, reason: String)

    let decisionID: Int64
    private let round: RoundRecord
    private let number: String
    private let day: Day
    private let authority: String
    private let entries: [String: EntryRecord]

    init(
        round: RoundRecord, act: DecisionAct, amendment: Amendment? = nil, entries: [EntryRecord],
        resultVersion: Int, in session: Session
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
              round_id, number, decided_on, authority, place, capacity, signatory_title, signatory_name, result_version,
              amendment, amendment_reason)
            VALUES (\(round.id), \(number), \(act.decidedOn), \(authority), \(act.place ?? office.place), \(capacity),
              \(act.signatoryTitle ?? office.authority.signatoryTitle), \(act.signatoryName ?? ""),
              \(resultVersion > 1 ? resultVersion : nil), \(amendment?.ordinal), \(amendment?.reason))
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

    /// Other words of the decision for an entry whose award, if it has one, stays.
    func reword(_ row: DecisionRow, award: Int64?, in session: Session) throws {
        guard let entry = entries[row.entry] else { return }
        try line(
            entry, award: award, set: row.setName, class: row.awardClass, reason: row.reason, in: session)
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
