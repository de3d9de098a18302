/// What a tenant rents at a fair, as its contract with the organiser has to state it: position, number of booths, price, and the
/// part that industrial-promotion funds pay (TT 36/2013/TT-BCT Đ14.10–11). Only what is confirmed is in it.
public struct BoothContract: Hashable, Sendable {
    public let fair: ContractFair
    public let party: ContractParty
    /// In the order of their codes, then of their days.
    public let booths: [ContractBooth]
    /// The day on which the last of them was confirmed.
    public let confirmedOn: Day
    /// Where it goes beyond the caps of the rules in force on the first day of the fair; none: it may be signed.
    public let findings: [Violation]

    public init(
        fair: ContractFair, booths: [ContractBooth], confirmedOn: Day, findings: [ContractFinding] = []
    ) throws(Violation) {
        guard let party = booths.first?.tenants.first?.party else {
            throw Violation(
                "contract-empty", vi: "hợp đồng không có gian hàng nào", en: "the contract has no booths")
        }
        let own = Set(booths.map(\.allocation))
        self.fair = fair
        self.party = party
        self.booths = booths.sorted {
            $0.code == $1.code
                ? ($0.days.first, $0.allocation) < ($1.days.first, $1.allocation)
                : NaturalOrder($0.code) < NaturalOrder($1.code)
        }
        self.confirmedOn = confirmedOn
        self.findings = findings.filter { !$0.allocations.isDisjoint(with: own) }.map(\.violation)
    }

    /// The positions: codes, each once.
    public var codes: [String] {
        var seen: Set<String> = []
        return booths.map(\.code).filter { seen.insert($0).inserted }
    }

    public var zones: [String] {
        var seen: Set<String> = []
        return booths.compactMap(\.zone).filter { seen.insert($0).inserted }
    }

    public var money: ContractMoney { ContractMoney(booths) }

    /// What each source of funds pays, those that pay nothing left out.
    public var support: [(source: FundingSource, amount: Int128)] {
        FundingSource.allCases.compactMap { source in
            let own = booths.filter { $0.funding?.source == source }
            return own.isEmpty ? nil : (source, ContractMoney(own).support)
        }
    }

    /// The rules by which funds pay, each once.
    public var rules: [FundingRule] {
        var seen: Set<FundingRule> = []
        return booths.compactMap(\.funding?.rule).filter { seen.insert($0).inserted }
    }

    /// Those who are in its booths beside the party.
    public var others: [String] {
        var seen: Set<String> = []
        return booths.flatMap { $0.tenants.dropFirst() }.map(\.party.name).filter { seen.insert($0).inserted }
    }

    /// Refuses to be put on paper while it does not state what the law asks for: `contract-without-rent`,
    /// `contract-without-support`.
    public func requireMoney() throws(Refusal) {
        try Refusal.throwIfAny(
            booths.filter(\.isUnreckoned).map { booth in
                booth.price == nil
                    ? Violation(
                        "contract-without-rent",
                        vi:
                            "gian hàng \(booth.code) của \(Text.quoted(party.name)) được giao khi chưa có giá thuê; ghi giá vào sơ đồ, trả chỗ rồi giữ lại",
                        en:
                            "booth \(booth.code) of \(Text.quoted(party.name)) was given without a rent; put it into the plan, release the booth and hold it again",
                        at: Place(column: "price_vnd"))
                    : Violation(
                        "contract-without-support",
                        vi:
                            "chưa tính phần hỗ trợ của gian hàng \(booth.code) của \(Text.quoted(party.name)); trả chỗ rồi giữ lại",
                        en:
                            "the part that funds pay for booth \(booth.code) of \(Text.quoted(party.name)) was not reckoned; release it and hold it again",
                        at: Place(column: "support_vnd"))
            })
    }
}

/// The fair that a contract is about.
public struct ContractFair: Hashable, Sendable {
    public let id: Int64
    public let name: String
    public let organiser: String
    public let venue: String
    public let days: FairDays
    public let setUpOn: Day

    public init(id: Int64, name: String, organiser: String, venue: String, days: FairDays, setUpOn: Day) {
        self.id = id
        self.name = name
        self.organiser = organiser
        self.venue = venue
        self.days = days
        self.setUpOn = setUpOn
    }
}

/// One who is in a booth: a party to a contract, or named in somebody else's.
public struct ContractParty: Hashable, Sendable {
    public let kind: BoothTenant.Kind
    /// The number of the record that the establishment is on the day of reading; nil: it is no establishment.
    public let establishment: Int64?
    public let name: String
    /// Nil: none, or not for the reader to know.
    public let taxCode: String?
    public let address: String?

    public init(
        kind: BoothTenant.Kind, establishment: Int64? = nil, name: String, taxCode: String? = nil,
        address: String? = nil
    ) {
        self.kind = kind
        self.establishment = establishment
        self.name = name
        self.taxCode = taxCode
        self.address = address
    }

    /// Who it is: two records that became one are one party.
    public struct Identity: Hashable, Sendable {
        let kind: BoothTenant.Kind
        let establishment: Int64?
        let name: String?
    }

    public var identity: Identity {
        Identity(kind: kind, establishment: establishment, name: establishment == nil ? name : nil)
    }
}

/// A booth that a contract is about, for some days.
public struct ContractBooth: Hashable, Sendable {
    public let allocation: Int64
    public let code: String
    public let zone: String?
    public let width: Length
    public let depth: Length
    public let days: FairDays
    /// The rent as the booth was given; nil: there was none yet.
    public let price: VND?
    /// Nil: no funds pay for it.
    public let funding: ContractFunding?
    /// Out of whose quota it was given; nil: the organiser's own.
    public let province: ContractProvince?
    /// Whose contract it is, which is the host of a common booth and the first of those who share one, and the others. One who was
    /// several records stands here once.
    public let tenants: [ContractTenant]

    public init(
        allocation: Int64, code: String, zone: String?, width: Length, depth: Length, days: FairDays,
        price: VND?, funding: ContractFunding?, province: ContractProvince?, tenants: [ContractTenant]
    ) {
        self.allocation = allocation
        self.code = code
        self.zone = zone
        self.width = width
        self.depth = depth
        self.days = days
        self.price = price
        self.funding = funding
        self.province = province
        var merged: [ContractTenant] = []
        for tenant in tenants {
            if let place = merged.firstIndex(where: { $0.party.identity == tenant.party.identity }) {
                merged[place].add(tenant.part)
            } else {
                merged.append(tenant)
            }
        }
        self.tenants = merged
    }

    /// True if its money is not known: given without a rent, or with funds before there were rules.
    public var isUnreckoned: Bool { price == nil || funding.map { $0.support == nil } ?? false }
}

/// What funds pay for a booth.
public struct ContractFunding: Hashable, Sendable {
    public let source: FundingSource
    /// Nil: given before there were rules.
    public let support: VND?
    /// By which it was reckoned.
    public let rule: FundingRule?
    /// Whose tenants are in an area that gets more.
    public let isPriorityArea: Bool

    public init(source: FundingSource, support: VND?, rule: FundingRule?, isPriorityArea: Bool = false) {
        self.source = source
        self.support = support
        self.rule = rule
        self.isPriorityArea = isPriorityArea
    }
}

/// A province on a day.
public struct ContractProvince: Hashable, Sendable {
    public let code: String
    public let name: String?

    public init(code: String, name: String?) {
        self.code = code
        self.name = name
    }

    /// One that came to be several.
    public static let notAttributable = ContractProvince(code: "not-attributable", name: nil)
}

/// Somebody in a booth, with the part of the support that is recorded as theirs.
public struct ContractTenant: Hashable, Sendable {
    public let party: ContractParty
    public let role: BoothTenantRole
    /// Nil: no funds pay, or they pay for others in the booth only.
    public private(set) var part: VND?

    public init(party: ContractParty, role: BoothTenantRole, part: VND? = nil) {
        self.party = party
        self.role = role
        self.part = part
    }

    fileprivate mutating func add(_ other: VND?) {
        guard let other else { return }
        part = VND(clamping: Int128(part?.amount ?? 0) + Int128(other.amount))
    }
}
