/// Something about confirmed booths that the rule in force does not allow, and whose booths they are.
public struct ContractFinding: Hashable, Sendable {
    public let allocations: Set<Int64>
    public let violation: Violation
}

/// What one establishment is supported with by one fund, as the caps count it.
public struct SupportOfYear: Hashable, Sendable {
    public let name: String
    /// Its allocations at the fair for which the fund pays.
    public let allocations: Set<Int64>
    public let boothsAtFair: Int
    public let atFair: VND
    /// In the year of the fair, this fair included.
    public let fairs: Int
    public let inYear: VND

    public init(
        name: String, allocations: Set<Int64>, boothsAtFair: Int, atFair: VND, fairs: Int, inYear: VND
    ) {
        self.name = name
        self.allocations = allocations
        self.boothsAtFair = boothsAtFair
        self.atFair = atFair
        self.fairs = fairs
        self.inYear = inYear
    }
}

/// Confirmed booths against the caps: what was right when they were confirmed may be too much since a rule was replaced or records
/// became one.
public enum ContractCheck {
    /// What funds pay for booths that is more than the rule in force on the fair's first day allows for a booth, whichever its days:
    /// `contract-booth-cap`, `contract-rule` (reckoned by another rule than the one in force, or by none), `contract-two-funds`.
    ///
    /// - Parameter inForce: the rule by which funds pay for a booth on the first day of the fair.
    public static func booths(
        _ booths: [ContractBooth], on day: Day, inForce: (ContractBooth) -> FundingRule?
    ) -> [ContractFinding] {
        let funded = Dictionary(grouping: booths.filter { $0.funding != nil }, by: \.code)
        return funded.sorted { NaturalOrder($0.key) < NaturalOrder($1.key) }.flatMap { _, stays in
            ofOneBooth(stays.sorted { $0.allocation < $1.allocation }, on: day, inForce: inForce)
        }
    }

    private static func ofOneBooth(
        _ stays: [ContractBooth], on day: Day, inForce: (ContractBooth) -> FundingRule?
    ) -> [ContractFinding] {
        var findings: [ContractFinding] = []
        if Set(stays.compactMap(\.funding?.source)).count > 1, let code = stays.first?.code {
            findings.append(
                ContractFinding(allocations: Set(stays.map(\.allocation)), .twoFunds(code, stays)))
        }
        var paid = VND.zero
        for booth in stays {
            guard let funding = booth.funding, let support = funding.support, let rent = booth.price else {
                continue
            }
            guard let rule = inForce(booth) else {
                findings.append(ContractFinding(allocations: [booth.allocation], .noRule(booth, funding)))
                continue
            }
            if let known = funding.rule, known != rule {
                findings.append(ContractFinding(allocations: [booth.allocation], .otherRule(booth, rule)))
            }
            let allowed = BoothSupport.of(
                rent: rent, under: rule, on: day, isPriorityArea: funding.isPriorityArea, sharedBy: [],
                paid: paid)
            if support > allowed.amount {
                findings.append(
                    ContractFinding(allocations: [booth.allocation], .beyond(booth, support, allowed)))
            }
            paid = VND(clamping: Int128(paid.amount) + Int128(support.amount))
        }
        return findings
    }

    /// Where an establishment has more than a rule's caps leave it: `contract-fair-booths`, `contract-fair-cap`,
    /// `contract-year-fairs`, `contract-year-cap`.
    public static func establishment(_ spent: SupportOfYear, under rule: FundingRule) -> [ContractFinding] {
        var wrong: [Violation] = []
        func count(
            _ code: String, _ number: Int, _ reason: (Int) -> SupportReason, most: Int?, _ unit: Bilingual
        ) {
            guard let most, number > most else { return }
            wrong.append(
                .beyond(
                    code, spent.name, rule, Bilingual(vi: "\(number) \(unit.vi)", en: "\(number) \(unit.en)"),
                    reason(most)))
        }
        func money(_ code: String, _ amount: VND, _ reason: (VND) -> SupportReason, most: VND?) {
            guard let most, amount > most else { return }
            wrong.append(
                .beyond(
                    code, spent.name, rule,
                    Bilingual(vi: "\(amount.text) đồng", en: "\(amount.text) VND"), reason(most)))
        }
        count(
            "contract-fair-booths", spent.boothsAtFair, { .boothsPerFair($0) }, most: rule.caps.boothsPerFair,
            Bilingual(vi: "gian hàng", en: "booths"))
        money("contract-fair-cap", spent.atFair, { .perFair($0) }, most: rule.caps.perFair)
        count(
            "contract-year-fairs", spent.fairs, { .fairsPerYear($0) }, most: rule.caps.fairsPerYear,
            Bilingual(vi: "hội chợ", en: "fairs"))
        money("contract-year-cap", spent.inYear, { .perYear($0) }, most: rule.caps.perYear)
        return wrong.map { ContractFinding(allocations: spent.allocations, $0) }
    }
}

extension ContractFinding {
    fileprivate init(allocations: Set<Int64>, _ violation: Violation) {
        self.allocations = allocations
        self.violation = violation
    }
}

extension ContractBooth {
    /// `gian hàng A01 (Hợp tác xã …)`.
    fileprivate var named: Bilingual {
        let tenants = Text.quoted(tenants.map(\.party.name).joined(separator: ", "))
        return Bilingual(vi: "gian hàng \(code) của \(tenants)", en: "booth \(code) of \(tenants)")
    }
}

extension Violation {
    fileprivate static func twoFunds(_ code: String, _ stays: [ContractBooth]) -> Violation {
        let tenants = Text.quoted(stays.flatMap(\.tenants).map(\.party.name).joined(separator: ", "))
        return Violation(
            "contract-two-funds",
            vi:
                "gian hàng \(code) của \(tenants) được cả khuyến công quốc gia và địa phương hỗ trợ; một gian hàng không nhận cả hai nguồn",
            en: "both national and local funds pay for booth \(code) of \(tenants); one booth never gets both"
        )
    }

    fileprivate static func noRule(_ booth: ContractBooth, _ funding: ContractFunding) -> Violation {
        Violation(
            "contract-rule",
            vi:
                "\(booth.named.vi): không có quy định nào về \(funding.source.name.vi) có hiệu lực ngày khai mạc; trả chỗ rồi giữ lại",
            en:
                "\(booth.named.en): no rule on \(funding.source.name.en) is in force on the first day of the fair; release it and hold it again"
        )
    }

    fileprivate static func otherRule(_ booth: ContractBooth, _ rule: FundingRule) -> Violation {
        Violation(
            "contract-rule",
            vi:
                "\(booth.named.vi): phần hỗ trợ không được tính theo \(Text.quoted(rule.legalBasis)) có hiệu lực ngày khai mạc; trả chỗ rồi giữ lại",
            en:
                "\(booth.named.en): the support was not reckoned by \(Text.quoted(rule.legalBasis)), which is in force on the first day of the fair; release it and hold it again"
        )
    }

    fileprivate static func beyond(
        _ booth: ContractBooth, _ support: VND, _ allowed: BoothSupport
    ) -> Violation {
        Violation(
            "contract-booth-cap",
            vi:
                "\(booth.named.vi) được hỗ trợ \(support.text) đồng, vượt mức \(allowed.amount.text) đồng: \(allowed.reasons.map(\.text.vi).joined(separator: ", "))",
            en:
                "\(booth.named.en) gets \(support.text) VND, more than \(allowed.amount.text) VND: \(allowed.reasons.map(\.text.en).joined(separator: ", "))"
        )
    }

    fileprivate static func beyond(
        _ code: String, _ name: String, _ rule: FundingRule, _ has: Bilingual, _ reason: SupportReason
    ) -> Violation {
        let source = rule.source.name
        return Violation(
            code,
            vi:
                "\(Text.quoted(name)) được \(source.vi) hỗ trợ \(has.vi), vượt quy định \(Text.quoted(rule.legalBasis)): \(reason.text.vi)",
            en:
                "\(Text.quoted(name)) is supported with \(has.en) by \(source.en), more than \(Text.quoted(rule.legalBasis)) allows: \(reason.text.en)"
        )
    }
}
