import Postgres
import RuralIndustry

extension Session {
    /// Where confirmed booths of a fair go beyond the caps of the rules in force on its first day. As when booths are confirmed,
    /// records that are one by the end of the fair's year are one establishment.
    func contractFindings(
        _ booths: [ContractBooth], _ rented: [RentedBooth], at fair: FairRecord
    ) throws -> [ContractFinding] {
        let provinces = Dictionary(rented.map { ($0.allocation, $0.provinceUnitID) }) { first, _ in first }
        func fund(_ booth: ContractBooth) -> Fund? {
            booth.funding.map { Fund($0.source, province: provinces[booth.allocation] ?? nil) }
        }
        let inForce = try fundingRules(of: Set(booths.compactMap(fund)), at: fair).mapValues(\.rule)
        let ofBooths = ContractCheck.booths(booths, on: fair.days.first) { booth in
            fund(booth).flatMap { inForce[$0] }
        }
        let ofEstablishments = try supportOfYear(at: fair).flatMap { fund, spent in
            inForce[fund].map { ContractCheck.establishment(spent, under: $0) } ?? []
        }
        return ofBooths + ofEstablishments
    }

    /// What each establishment that is supported at a fair gets there and in the fair's year, by fund.
    private func supportOfYear(at fair: FairRecord) throws -> [(fund: Fund, spent: SupportOfYear)] {
        try query(
            """
            SELECT e.name, p.source, p.province_unit_id,
              array_agg(DISTINCT p.booth_allocation_id) FILTER (WHERE p.fair_id = \(fair.id)) AS allocations,
              count(DISTINCT p.booth_id) FILTER (WHERE p.fair_id = \(fair.id))::integer AS booths_at_fair,
              sum(p.part_vnd) FILTER (WHERE p.fair_id = \(fair.id))::bigint AS at_fair,
              count(DISTINCT p.fair_id)::integer AS fairs, sum(p.part_vnd)::bigint AS in_year
            FROM (
              SELECT s.booth_allocation_id, s.booth_id, s.fair_id, s.part_vnd, r.source, r.province_unit_id,
                establishment_on(s.establishment_id, \(fair.yearEnd)) AS payee
              FROM booth_support_parts() s JOIN funding_rule r ON r.funding_rule_id = s.funding_rule_id
                JOIN fair f ON f.fair_id = s.fair_id
              WHERE s.state = 'confirmed' AND fair_year_end(f.days) = \(fair.yearEnd)) p
              JOIN establishment e ON e.establishment_id = p.payee
            GROUP BY e.establishment_id, p.source, p.province_unit_id HAVING bool_or(p.fair_id = \(fair.id))
            ORDER BY e.establishment_id, p.source DESC, p.province_unit_id
            """
        ) { row in
            (
                fund: Fund(try row("source"), province: try row("province_unit_id")),
                spent: SupportOfYear(
                    name: try row("name"), allocations: Set(try row("allocations", as: [Int64].self)),
                    boothsAtFair: try row("booths_at_fair"),
                    atFair: VND(try row("at_fair", as: Int64.self)) ?? .zero, fairs: try row("fairs"),
                    inYear: VND(try row("in_year", as: Int64.self)) ?? .zero)
            )
        }
    }
}
