import Postgres
import RuralIndustry

// What funds pay for booths, within the caps of the rule that is in force on the first day of the fair.

/// What funds pay for one booth, and by which rule.
struct BoothFunding {
    let rule: FundingRuleRecord
    let support: BoothSupport
}

/// Booths for which funds are asked, before they are given or confirmed.
struct FundsClaim {
    let funds: FundingSource
    /// Out of whose quota they are given, by its number.
    let province: Int64?
    /// In the order of the tenants.
    let establishments: [Int64]
    let booths: [Int64]

    var fund: Fund { Fund(funds, province: province) }
}

extension Session {
    /// What is left of the caps to whoever claims funds for booths at a fair. Their establishments are held until commit, so that
    /// nobody else spends it.
    ///
    /// However many claims there are, it asks the server as often as for one.
    ///
    /// - Parameter besides: allocations that are being decided on.
    func fundsLedger(
        for claims: [FundsClaim], at fair: FairRecord, besides: [Int64] = [], counting: Counting
    ) throws -> FundsLedger {
        let rules = try fundingRules(of: Set(claims.map(\.fund)), at: fair)
        let claiming = Set(claims.flatMap(\.establishments)).sorted()
        try lockPayees(claiming, at: fair)
        let payees = Dictionary(
            uniqueKeysWithValues: try query(
                "SELECT n.id, establishment_on(n.id, \(fair.yearEnd)) AS payee FROM unnest(\(claiming)) AS n (id)"
            ) { (try $0("id", as: Int64.self), try $0("payee", as: Int64.self)) })
        let paid = try query(
            """
            SELECT booth_id, sum(support_vnd)::bigint AS paid FROM booth_allocation
            WHERE booth_id = ANY (\(claims.flatMap(\.booths))) AND support_vnd > 0 AND booth_allocation_id <> ALL (\(besides))
              AND (state = 'confirmed' OR state = 'held' AND held_until >= \(counting.holdsFrom)::date)
            GROUP BY booth_id
            """
        ) { (try $0("booth_id", as: Int64.self), try $0("paid", as: Int64.self)) }
        let accounts = Set(
            claims.flatMap { claim in
                claim.establishments.compactMap { payees[$0] }.map { FundsLedger.Account(claim.fund, $0) }
            })
        return FundsLedger(
            fair: fair, rules: rules, payees: payees,
            paid: Dictionary(uniqueKeysWithValues: paid).compactMapValues(VND.init),
            before: try supportBefore(Array(accounts), at: fair, besides: besides, counting: counting))
    }

    /// What establishments were supported with, by fund, as the caps of the fund's rule count it.
    private func supportBefore(
        _ accounts: [FundsLedger.Account], at fair: FairRecord, besides: [Int64], counting: Counting
    ) throws -> [FundsLedger.Account: SupportBefore] {
        let found = try query(
            """
            SELECT w.source, w.province_unit_id, w.payee,
              count(DISTINCT p.booth_id) FILTER (WHERE p.fair_id = \(fair.id))::integer AS booths_at_fair,
              coalesce(sum(p.part_vnd) FILTER (WHERE p.fair_id = \(fair.id)), 0)::bigint AS at_fair,
              count(DISTINCT p.fair_id) FILTER (WHERE p.fair_id <> \(fair.id))::integer AS other_fairs,
              coalesce(sum(p.part_vnd), 0)::bigint AS in_year
            FROM unnest(\(accounts.map(\.fund.source.rawValue)), \(accounts.map(\.fund.province)), \(accounts.map(\.payee)))
                AS w (source, province_unit_id, payee)
              LEFT JOIN LATERAL (
                SELECT s.* FROM establishment_records(w.payee, \(fair.yearEnd)) AS record
                  JOIN booth_tenant t ON t.establishment_id = record
                  JOIN booth_support_parts() s
                    ON s.booth_allocation_id = t.booth_allocation_id AND s.establishment_id = t.establishment_id
                  JOIN funding_rule r ON r.funding_rule_id = s.funding_rule_id JOIN fair f ON f.fair_id = s.fair_id
                WHERE r.source = w.source AND r.province_unit_id IS NOT DISTINCT FROM w.province_unit_id
                  AND fair_year_end(f.days) = \(fair.yearEnd) AND s.booth_allocation_id <> ALL (\(besides))
                  AND (s.state = 'confirmed' OR s.state = 'held' AND s.held_until >= \(counting.holdsFrom)::date)
              ) p ON true
            GROUP BY w.source, w.province_unit_id, w.payee
            """
        ) { row in
            (
                FundsLedger.Account(
                    Fund(try row("source"), province: try row("province_unit_id")), try row("payee")),
                SupportBefore(
                    boothsAtFair: try row("booths_at_fair"),
                    atFair: VND(try row("at_fair", as: Int64.self)) ?? .zero,
                    otherFairsInYear: try row("other_fairs"),
                    inYear: VND(try row("in_year", as: Int64.self)) ?? .zero)
            )
        }
        return Dictionary(uniqueKeysWithValues: found)
    }

    /// Refuses to confirm booths for which funds would pay more than the caps leave by now, or by a rule that is no longer the one
    /// in force. What is only held takes nothing from what is confirmed.
    func requireFunding(of group: [BoothAllocationRecord], today: Day) throws {
        guard let first = group.first, let funds = first.funds else { return }
        let claim = FundsClaim(
            funds: funds, province: first.provinceUnitID,
            establishments: try tenants(ofAllocation: first.id).tenants.compactMap(\.establishment),
            booths: group.map(\.boothID))
        let ledger = try fundsLedger(
            for: [claim], at: try fair(first.fairID), besides: group.map(\.id), counting: .confirmed)
        var spending = try ledger.spending(of: claim)
        for allocation in group {
            guard let rent = allocation.price, let support = allocation.support,
                allocation.fundingRuleID == spending.rule.id
            else { throw Refusal(.ruleChanged(allocation, spending.rule.rule)) }
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
}

/// Which allocations of an establishment's spend its caps.
enum Counting {
    case confirmed
    /// Holds too that still hold on the day.
    case givenAndHeld(on: Day)

    /// Nil: no hold counts.
    var holdsFrom: Day? {
        if case .givenAndHeld(let day) = self { day } else { nil }
    }
}

/// Whose funds they are: the nation's, or a province's.
struct Fund: Hashable {
    let source: FundingSource
    /// By its number; nil for national funds.
    let province: Int64?

    init(_ source: FundingSource, province: Int64?) {
        self.source = source
        self.province = source == .local ? province : nil
    }
}

/// What is left of the caps while booths are given one group after the other: what one group takes is no longer left for the next.
struct FundsLedger {
    /// What one establishment was supported with by one fund.
    struct Account: Hashable {
        let fund: Fund
        /// The record that it is by the end of the fair's year.
        let payee: Int64

        init(_ fund: Fund, _ payee: Int64) {
            self.fund = fund
            self.payee = payee
        }
    }

    fileprivate let fair: FairRecord
    fileprivate let rules: [Fund: FundingRuleRecord]
    fileprivate let payees: [Int64: Int64]
    /// For booths, whoever has them on other days.
    fileprivate var paid: [Int64: VND]
    fileprivate var before: [Account: SupportBefore]

    /// What funds pay for each booth of a group; nil where none do. Refuses funds without a rule, booths without a rent, and booths
    /// for which the caps leave nothing.
    mutating func pay(for group: GivenGroup) throws -> [BoothFunding?] {
        guard let claim = group.claim else { return group.booths.map { _ in nil } }
        var spending = try spending(of: claim)
        let funding = try group.booths.map { booth in
            guard let rent = booth.booth.booth.price else { throw Refusal(.withoutRent(booth.booth)) }
            let support = spending.pay(rent: rent, of: booth.booth.id, isPriorityArea: booth.isPriorityArea)
            if support.amount == .zero {
                throw Refusal(.nothingLeft(booth.booth.booth.code.text, claim.funds, support))
            }
            return BoothFunding(rule: spending.rule, support: support)
        }
        for (booth, paid) in zip(group.booths, funding) {
            spend(paid.support.amount, on: booth.booth.id, claim)
        }
        return funding
    }

    /// What a claim starts from; refuses funds without a rule.
    fileprivate func spending(of claim: FundsClaim) throws -> FundsSpending {
        guard let rule = rules[claim.fund] else { throw Refusal(.noFundingRule(claim.funds, fair)) }
        let seats = Dictionary(grouping: claim.establishments.compactMap { payees[$0] }) { $0 }
        let sharers = seats.map { payee, seats in
            var sharer = before[Account(claim.fund, payee)] ?? SupportBefore()
            sharer.seats = seats.count
            return sharer
        }
        return FundsSpending(rule: rule, day: fair.days.first, paid: paid, sharers: sharers)
    }

    /// Takes an amount from the caps in the parts that are recorded for each establishment (`booth_support_parts`).
    private mutating func spend(_ amount: VND, on booth: Int64, _ claim: FundsClaim) {
        paid[booth] = (paid[booth] ?? .zero).adding(amount.amount)
        let all = Int64(claim.establishments.count)
        var counted: Set<Int64> = []
        for (place, establishment) in claim.establishments.enumerated() {
            guard let payee = payees[establishment] else { continue }
            let part = amount.amount / all + (Int64(place) < amount.amount % all ? 1 : 0)
            let account = Account(claim.fund, payee)
            var own = before[account] ?? SupportBefore()
            own.atFair = own.atFair.adding(part)
            own.inYear = own.inYear.adding(part)
            if counted.insert(payee).inserted { own.boothsAtFair += 1 }
            before[account] = own
        }
    }
}

extension VND {
    /// With another amount of the same size at most: sums of what funds pay stay far below the largest.
    fileprivate func adding(_ other: Int64) -> VND {
        let (sum, isOver) = amount.addingReportingOverflow(other)
        return isOver ? self : VND(sum) ?? VND(Self.largest) ?? self
    }
}

extension GivenGroup {
    /// Nil: no funds are asked for.
    var claim: FundsClaim? {
        guard let first = booths.first, let funds = first.funds else { return nil }
        return FundsClaim(
            funds: funds, province: first.provinceUnitID,
            establishments: tenants.tenants.compactMap(\.establishment), booths: booths.map(\.booth.id))
    }
}

/// What is left of the caps, booth after booth of a group.
private struct FundsSpending {
    let rule: FundingRuleRecord
    let day: Day
    /// For booths, on other days.
    let paid: [Int64: VND]
    var sharers: [SupportBefore]

    mutating func pay(rent: VND, of booth: Int64, isPriorityArea: Bool) -> BoothSupport {
        let support = BoothSupport.of(
            rent: rent, under: rule.rule, on: day, isPriorityArea: isPriorityArea, sharedBy: sharers,
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
                "không có quy định nào về \(funds.name.vi) cho \(fair.kind.name.vi) có hiệu lực ngày \(fair.days.first.vietnamese); nhập quy định trước",
            en:
                "no rule says what \(funds.name.en) pay at \(fair.kind.name.en) on \(fair.days.first.iso); import it first",
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
