/// The money of some booths: what funds pay and what tenants pay make the rent. Sums are wider than an amount, so that no number of
/// booths overflows.
public struct ContractMoney: Hashable, Sendable {
    public let rent: Int128
    public let support: Int128
    /// Booths whose money is not known.
    public let unreckoned: Int

    public init(_ booths: some Sequence<ContractBooth>) {
        var (rent, support, unreckoned) = (Int128(0), Int128(0), 0)
        for booth in booths {
            rent += Int128(booth.price?.amount ?? 0)
            support += Int128(booth.funding?.support?.amount ?? 0)
            if booth.isUnreckoned { unreckoned += 1 }
        }
        self.rent = rent
        self.support = support
        self.unreckoned = unreckoned
    }

    public var tenantsPart: Int128 { rent - support }
}

/// A line of the sums of a fair's contracts.
public struct ContractTotal: Hashable, Sendable {
    public enum Key: Hashable, Sendable {
        case all
        /// Nil: the organiser's own booths.
        case province(ContractProvince?)
        /// Nil: no funds pay.
        case funds(FundingSource?)
    }

    public let key: Key
    public let contracts: Int
    /// Each once, on however many days it is given.
    public let booths: Int
    public let money: ContractMoney
}

extension [BoothContract] {
    /// The sums by province, by source of funds, and of all. A contract with booths of two provinces counts in both lines; the
    /// money of the provinces, and that of the sources, makes the whole.
    public var totals: [ContractTotal] {
        let all = flatMap { contract in contract.booths.map { (party: contract.party.identity, booth: $0) } }
        func total(_ key: ContractTotal.Key, _ own: [(party: ContractParty.Identity, booth: ContractBooth)])
            -> ContractTotal
        {
            ContractTotal(
                key: key, contracts: Set(own.map(\.party)).count, booths: Set(own.map(\.booth.code)).count,
                money: ContractMoney(own.map(\.booth)))
        }
        // on a day a code is one province
        let provinces = Dictionary(grouping: all) { $0.booth.province?.code }.sorted { left, right in
            guard let one = left.key else { return false }
            return right.key.map { one < $0 } ?? true
        }
        let funds: [FundingSource?] = FundingSource.allCases + [nil]
        return provinces.map { total(.province($0.value.first?.booth.province), $0.value) }
            + funds.compactMap { source in
                let own = all.filter { $0.booth.funding?.source == source }
                return own.isEmpty ? nil : total(.funds(source), own)
            } + [total(.all, all)]
    }
}
