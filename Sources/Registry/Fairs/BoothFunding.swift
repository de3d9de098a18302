import Postgres
import RuralIndustry

// What funds pay for booths, within the caps of the rule that is in force on the first day of the fair.

/// What funds pay for one booth, and by which rule.
struct BoothFunding {
    let rule: FundingRuleRecord
    let support: BoothSupport
}

extension Session {
    /// What funds pay for each of these booths of one group; nil where none do. Refuses funds without a rule, booths without a
    /// rent, and booths for which the caps leave nothing. The establishments are held until commit, so that nobody else spends
    /// what they have left.
    func funding(
        of given: [GivenBooth], fair id: Int64, tenants: BoothTenants, today: Day
    ) throws -> [BoothFunding?] {
        guard let first = given.first, let funds = first.funds else { return given.map { _ in nil } }
        let fair = try fair(id)
        guard let rule = try fundingRule(funds, province: first.provinceUnitID, at: fair) else {
            throw Refusal(.noFundingRule(funds, fair))
        }
        var spending = try spending(
            by: rule, of: tenants.tenants.compactMap(\.establishment), at: fair, besides: [],
            counting: .givenAndHeld(on: today), for: given.map(\.booth.id))
        return try given.map { booth in
            guard let rent = booth.booth.booth.price else { throw Refusal(.withoutRent(booth.booth)) }
            let support = spending.pay(rent: rent, of: booth.booth.id, isPriorityArea: booth.isPriorityArea)
            if support.amount == .zero {
                throw Refusal(.nothingLeft(booth.booth.booth.code.text, funds, support))
            }
            return BoothFunding(rule: rule, support: support)
        }
    }

    /// Refuses to confirm booths for which funds would pay more than the caps leave by now, or by a rule that is no longer the one
    /// in force. What is only held takes nothing from what is confirmed.
    func requireFunding(of group: [BoothAllocationRecord], today: Day) throws {
        guard let first = group.first, let funds = first.funds else { return }
        let fair = try fair(first.fairID)
        guard let rule = try fundingRule(funds, province: first.provinceUnitID, at: fair) else {
            throw Refusal(.noFundingRule(funds, fair))
        }
        let establishments = try tenants(ofAllocation: first.id).tenants.compactMap(\.establishment)
        var spending = try spending(
            by: rule, of: establishments, at: fair, besides: group.map(\.id), counting: .confirmed,
            for: group.map(\.boothID))
        for allocation in group {
            guard let rent = allocation.price, let support = allocation.support,
                allocation.fundingRuleID == rule.id
            else { throw Refusal(.ruleChanged(allocation, rule.rule)) }
            let allowed = spending.pay(
                rent: rent, of: allocation.boothID, isPriorityArea: allocation.isPriorityArea)
            if support > allowed.amount { throw Refusal(.beyondCaps(allocation, support, allowed)) }
        }
    }

    /// Holds the records that establishments are by the end of the fair's year, in the order of their ids, until commit: whoever
    /// gives or confirms booths that funds pay for does this after the booths and the quotas.
    func lockPayees(_ establishments: [Int64], at fair: FairRecord) throws {
        try execute(
            """
            SELECT 1 FROM establishment WHERE establishment_id = ANY (ARRAY(
              SELECT establishment_on(x.id, \(fair.yearEnd)) FROM unnest(\(establishments)) AS x (id)))
            ORDER BY establishment_id FOR NO KEY UPDATE
            """)
    }

    /// What establishments were supported with, as the caps of a rule count it.
    ///
    /// - Parameter besides: allocations that are being decided on.
    private func spending(
        by rule: FundingRuleRecord, of establishments: [Int64], at fair: FairRecord, besides: [Int64],
        counting: Counting, for booths: [Int64]
    ) throws -> FundsSpending {
        try lockPayees(establishments, at: fair)
        let paid = try query(
            """
            SELECT booth_id, sum(support_vnd)::bigint AS paid FROM booth_allocation
            WHERE booth_id = ANY (\(booths)) AND support_vnd > 0 AND booth_allocation_id <> ALL (\(besides))
              AND (state = 'confirmed' OR state = 'held' AND held_until >= \(counting.holdsFrom)::date)
            GROUP BY booth_id
            """
        ) { (try $0("booth_id", as: Int64.self), try $0("paid", as: Int64.self)) }
        let sharers = try query(
            """
            SELECT x.id, count(DISTINCT x.ordinal)::integer AS seats,
              count(DISTINCT p.booth_id) FILTER (WHERE p.fair_id = \(fair.id))::integer AS booths_at_fair,
              coalesce(sum(p.part_vnd) FILTER (WHERE p.fair_id = \(fair.id) AND x.ordinal = x.first), 0)::bigint AS at_fair,
              count(DISTINCT p.fair_id) FILTER (WHERE p.fair_id <> \(fair.id))::integer AS other_fairs,
              coalesce(sum(p.part_vnd) FILTER (WHERE x.ordinal = x.first), 0)::bigint AS in_year
            FROM (
              SELECT payee AS id, ordinal, min(ordinal) OVER (PARTITION BY payee) AS first
              FROM unnest(\(establishments)) WITH ORDINALITY AS n (id, ordinal)
                CROSS JOIN LATERAL establishment_on(n.id, \(fair.yearEnd)) AS payee) x
              LEFT JOIN LATERAL (
                SELECT s.* FROM establishment_records(x.id, \(fair.yearEnd)) AS record
                  JOIN booth_tenant t ON t.establishment_id = record
                  JOIN booth_support_parts() s
                    ON s.booth_allocation_id = t.booth_allocation_id AND s.establishment_id = t.establishment_id
                  JOIN funding_rule r ON r.funding_rule_id = s.funding_rule_id JOIN fair f ON f.fair_id = s.fair_id
                WHERE r.source = \(rule.rule.source) AND r.province_unit_id IS NOT DISTINCT FROM \(rule.provinceUnitID)::bigint
                  AND fair_year_end(f.days) = \(fair.yearEnd) AND s.booth_allocation_id <> ALL (\(besides))
                  AND (s.state = 'confirmed' OR s.state = 'held' AND s.held_until >= \(counting.holdsFrom)::date)
              ) p ON true
            GROUP BY x.id
            """
        ) { row in
            SupportBefore(
                boothsAtFair: try row("booths_at_fair"),
                atFair: VND(try row("at_fair", as: Int64.self)) ?? .zero,
                otherFairsInYear: try row("other_fairs"),
                inYear: VND(try row("in_year", as: Int64.self)) ?? .zero, seats: try row("seats"))
        }
        return FundsSpending(
            rule: rule.rule, day: fair.days.first,
            paid: Dictionary(uniqueKeysWithValues: paid).compactMapValues(VND.init), sharers: sharers)
    }
}

/// Which allocations of an establishment's spend its caps.
private enum Counting {
    case confirmed
    /// Holds too that still hold on the day.
    case givenAndHeld(on: Day)

    /// Nil: no hold counts.
    var holdsFrom: Day? {
        if case .givenAndHeld(let day) = self { day } else { nil }
    }
}

/// What is left of the caps, booth after booth of a group.
private struct FundsSpending {
    let rule: FundingRule
    let day: Day
    /// For booths, on other days.
    let paid: [Int64: VND]
    var sharers: [SupportBefore]

    mutating func pay(rent: VND, of booth: Int64, isPriorityArea: Bool) -> BoothSupport {
        let support = BoothSupport.of(
            rent: rent, under: rule, on: day, isPriorityArea: isPriorityArea, sharedBy: sharers,
            paid: paid[booth] ?? .zero)
        let seats = sharers.reduce(0) { $0 + $1.seats }
        sharers = sharers.map { $0.adding(support, ofSeats: seats) }
        return support
    }
}

extension FairRecord {
    /// The day by which records that were merged in the year of the fair are one establishment for the caps of that year.
    var yearEnd: Day {
        Day(year: days.first.year, month: 12, day: 31) ?? days.last
    }
}

extension BoothSupport {
    fileprivate var why: Bilingual {
        Bilingual(
            vi: reasons.map(\.text.vi).joined(separator: ", "),
            en: reasons.map(\.text.en).joined(separator: ", "))
    }
}

extension Violation {
    fileprivate static func noFundingRule(_ funds: FundingSource, _ fair: FairRecord) -> Violation {
        Violation(
            "funding-rule-none",
            vi:
                "không có quy định nào về \(funds.name.vi) cho \(fair.kind.name.vi) có hiệu lực ngày \(fair.days.first.vietnamese); nhập quy định trước (`cnnt fair funding import`)",
            en:
                "no rule says what \(funds.name.en) pay at \(fair.kind.name.en) on \(fair.days.first.iso); import it first (`cnnt fair funding import`)",
            at: Place(column: "funds"))
    }

    fileprivate static func withoutRent(_ booth: BoothRecord) -> Violation {
        Violation(
            "booth-without-rent",
            vi: "gian hàng \(booth.booth.code) chưa có giá thuê, chưa tính được phần hỗ trợ",
            en: "booth \(booth.booth.code) has no rent yet, of which funds could pay a part",
            at: Place(column: "booth"))
    }

    fileprivate static func nothingLeft(
        _ booth: String, _ funds: FundingSource, _ support: BoothSupport
    ) -> Violation {
        Violation(
            "booth-support-none",
            vi: "\(funds.name.vi) không hỗ trợ được gian hàng \(booth): \(support.why.vi)",
            en: "\(funds.name.en) pay nothing for booth \(booth): \(support.why.en)",
            at: Place(column: "funds"))
    }

    fileprivate static func ruleChanged(_ allocation: BoothAllocationRecord, _ rule: FundingRule) -> Violation
    {
        Violation(
            "booth-support-rule",
            vi:
                "phần hỗ trợ của gian hàng \(allocation.booth) không được tính theo \(Text.quoted(rule.legalBasis)); trả chỗ rồi giữ lại",
            en:
                "the support of booth \(allocation.booth) was not reckoned by \(Text.quoted(rule.legalBasis)); release it and hold it again"
        )
    }

    fileprivate static func beyondCaps(
        _ allocation: BoothAllocationRecord, _ support: VND, _ allowed: BoothSupport
    ) -> Violation {
        Violation(
            "booth-support-caps",
            vi:
                "gian hàng \(allocation.booth) được tính hỗ trợ \(support.text) đồng, nay chỉ còn \(allowed.amount.text) đồng: \(allowed.why.vi); trả chỗ rồi giữ lại",
            en:
                "booth \(allocation.booth) was to get \(support.text) VND, and \(allowed.amount.text) VND are left by now: \(allowed.why.en); release it and hold it again"
        )
    }
}
