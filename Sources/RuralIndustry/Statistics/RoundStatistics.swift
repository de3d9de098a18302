/// An entry as the yearly report counts it.
public struct CountedEntry: Hashable, Sendable {
    public let level: SelectionLevel
    public let group: ProductGroupID
    /// The unit that the entrant produces in; nil: not asked for, or not one unit.
    public let unit: Unit?
    public let isAccepted: Bool
    /// What was entered is a set.
    public let isSet: Bool
    /// Nil: there is no result yet, or its rules know no threshold.
    public let isEligible: Bool?
    /// Nil: there is no decision yet.
    public let isRecognised: Bool?
    /// Nil: not recognised.
    public let award: Award?

    public struct Unit: Hashable, Sendable {
        public let code: String
        public let name: String

        public init(code: String, name: String) {
            self.code = code
            self.name = name
        }
    }

    /// Entries joined into one set share it.
    public struct Award: Hashable, Sendable {
        public let id: Int64
        public let isSet: Bool
        public let isNominated: Bool
        /// The lowest that binds the reward for it; nil: none is known.
        public let ceiling: RewardCeiling?

        public init(id: Int64, isSet: Bool, isNominated: Bool, ceiling: RewardCeiling? = nil) {
            self.ceiling = ceiling
            self.id = id
            self.isSet = isSet
            self.isNominated = isNominated
        }
    }

    public init(
        level: SelectionLevel, group: ProductGroupID, unit: Unit?, isAccepted: Bool, isSet: Bool,
        isEligible: Bool?, isRecognised: Bool?, award: Award?
    ) {
        self.level = level
        self.group = group
        self.unit = unit
        self.isAccepted = isAccepted
        self.isSet = isSet
        self.isEligible = isEligible
        self.isRecognised = isRecognised
        self.award = award
    }
}

/// What the rows of the statistics are.
public enum StatisticsKey: String, CaseIterable, Hashable, Sendable {
    case group, unit, level
}

/// The figures of the yearly report on selection rounds (TT 26/2014/TT-BCT Đ23), in the order of the report.
public enum StatisticsFigure: String, CaseIterable, Hashable, Sendable {
    case entered
    case enteredSets = "entered_sets"
    case accepted
    case eligible
    case recognised
    case recognisedProducts = "recognised_products"
    case recognisedSets = "recognised_sets"
    case nominated
    case rewards = "rewards_vnd"
    /// What could be paid at most.
    case rewardsLimit = "rewards_limit_vnd"

    public var name: Bilingual {
        switch self {
        case .entered: Bilingual(vi: "Sản phẩm, bộ sản phẩm đăng ký", en: "Entered")
        case .enteredSets: Bilingual(vi: "Trong đó bộ sản phẩm", en: "Of which sets")
        case .accepted: Bilingual(vi: "Được chấp nhận hồ sơ", en: "Accepted")
        case .eligible: Bilingual(vi: "Đủ điều kiện (từ 70 điểm)", en: "Eligible")
        case .recognised: Bilingual(vi: "Được công nhận", en: "Recognised")
        case .recognisedProducts: Bilingual(vi: "Trong đó sản phẩm", en: "Of which products")
        case .recognisedSets:
            Bilingual(vi: "Trong đó bộ sản phẩm được công nhận", en: "Of which sets recognised")
        case .nominated: Bilingual(vi: "Được đề cử lên cấp trên", en: "Nominated")
        case .rewards: Bilingual(vi: "Tiền thưởng (đồng)", en: "Rewards (VND)")
        case .rewardsLimit:
            Bilingual(vi: "Tiền thưởng tối đa theo quy định (đồng)", en: "Rewards at most, by law (VND)")
        }
    }
}

/// Figures of some rounds, in total and by one key, beside what is stated elsewhere.
public struct RoundStatistics: Hashable, Sendable {
    /// The rows of the keys by code, then those of the total; in each the figures in their order, then what was only stated.
    public let lines: [Line]
    /// Stated rewards that are more than the ceilings allow, with the acts that set these.
    public let warnings: [Bilingual]

    public struct Line: Hashable, Sendable {
        /// A group, a unit or a level; empty: no one unit; `total`.
        public let key: String
        public let name: Bilingual
        /// One of `StatisticsFigure`, or what a stated figure calls itself.
        public let figure: String
        public let figureName: Bilingual
        /// Nil: nothing to count is recorded. That is not zero.
        public let computed: Int?
        public let stated: StatedFigure?

        /// What is computed less what is stated; nil if one of them is missing.
        public var difference: String? {
            guard let computed, let stated, let whole = ExactDecimal(Int64(computed)) else { return nil }
            let (left, overflow) = whole.millionths.subtractingReportingOverflow(stated.value.millionths)
            return overflow ? nil : ExactDecimal(millionths: left).description
        }
    }

    public static let totalKey = "total"

    /// - Parameters:
    ///   - names: what groups are called.
    ///   - stated: figures from elsewhere; kept as they are stated, whether anything here corresponds to them or not.
    public init(
        of entries: [CountedEntry], by key: StatisticsKey?, names: [ProductGroupID: String] = [:],
        stated: [StatedFigure] = []
    ) {
        var rows: [(key: String, name: Bilingual, entries: [CountedEntry])] = []
        if let key {
            let byKey = Dictionary(grouping: entries) { $0.key(key) }
            for code in byKey.keys.sorted(by: { ($0.isEmpty ? 1 : 0, $0) < ($1.isEmpty ? 1 : 0, $1) }) {
                let entries = byKey[code] ?? []
                rows.append((code, Self.name(entries.first, key, names), entries))
            }
        }
        rows.append((Self.totalKey, Bilingual(vi: "Tổng cộng", en: "Total"), entries))
        var left = stated
        var lines: [Line] = []
        func take(_ key: String, _ figure: String) -> StatedFigure? {
            guard let index = left.firstIndex(where: { $0.key == key && $0.figure == figure }) else {
                return nil
            }
            return left.remove(at: index)
        }
        for row in rows {
            for figure in StatisticsFigure.allCases {
                lines.append(
                    Line(
                        key: row.key, name: row.name, figure: figure.rawValue, figureName: figure.name,
                        computed: figure.count(row.entries), stated: take(row.key, figure.rawValue)))
            }
        }
        for figure in left {
            let known = rows.first { $0.key == figure.key }?.name
            let name = StatisticsFigure(rawValue: figure.figure)?.name
            lines.append(
                Line(
                    key: figure.key, name: known ?? Bilingual(vi: figure.key, en: figure.key),
                    figure: figure.figure,
                    figureName: name ?? Bilingual(vi: figure.figure, en: figure.figure), computed: nil,
                    stated: figure))
        }
        self.lines = lines
        warnings = rows.compactMap { row in
            Self.excess(
                lines.first { $0.key == row.key && $0.figure == StatisticsFigure.rewards.rawValue }?.stated,
                of: row.entries, in: row.name)
        }
    }

    private static func excess(
        _ stated: StatedFigure?, of entries: [CountedEntry], in name: Bilingual
    ) -> Bilingual? {
        guard let stated, let limit = StatisticsFigure.rewardsLimit.count(entries),
            let most = ExactDecimal(Int64(limit)), stated.value > most
        else { return nil }
        let acts = Set(entries.compactMap { $0.award?.ceiling?.legalBasis }).sorted().joined(separator: "; ")
        return Bilingual(
            vi:
                "\(name.vi): tiền thưởng công bố \(stated.value) đồng cao hơn mức tối đa \(limit) đồng (\(acts)); hãy kiểm tra lại",
            en:
                "\(name.en): the rewards stated, \(stated.value) VND, are more than the ceilings allow, \(limit) VND (\(acts)); check them"
        )
    }

    private static func name(_ entry: CountedEntry?, _ key: StatisticsKey, _ names: [ProductGroupID: String])
        -> Bilingual
    {
        guard let entry else { return Bilingual(vi: "", en: "") }
        switch key {
        case .level: return entry.level.name
        case .group:
            let name = names[entry.group]
            return Bilingual(
                vi: name ?? entry.group.lawName?.vi ?? entry.group.rawValue,
                en: entry.group.lawName?.en ?? name ?? entry.group.rawValue)
        case .unit:
            return entry.unit.map { Bilingual(vi: $0.name, en: $0.name) }
                ?? Bilingual(vi: "không quy về một đơn vị", en: "not in one unit")
        }
    }
}

extension CountedEntry {
    fileprivate func key(_ key: StatisticsKey) -> String {
        switch key {
        case .group: group.rawValue
        case .unit: unit?.code ?? ""
        case .level: level.rawValue
        }
    }
}

extension StatisticsFigure {
    /// Nil where nothing that could be counted is recorded.
    fileprivate func count(_ entries: [CountedEntry]) -> Int? {
        func awards(_ isCounted: (CountedEntry.Award) -> Bool) -> Int? {
            guard entries.contains(where: { $0.isRecognised != nil }) else { return nil }
            return Set(entries.compactMap(\.award).filter(isCounted)).count
        }
        switch self {
        case .entered: return entries.count
        case .enteredSets: return entries.count { $0.isSet }
        case .accepted: return entries.count { $0.isAccepted }
        case .eligible:
            let judged = entries.compactMap(\.isEligible)
            return judged.isEmpty ? nil : judged.count { $0 }
        case .recognised: return awards { _ in true }
        case .recognisedProducts: return awards { !$0.isSet }
        case .recognisedSets: return awards(\.isSet)
        case .nominated: return awards(\.isNominated)
        // rates are set by each province and nothing records what was paid: an unknown sum is no sum of zero
        case .rewards: return nil
        case .rewardsLimit:
            let awards = Dictionary(entries.compactMap(\.award).map { ($0.id, $0) }) { first, _ in first }
            let ceilings = awards.values.compactMap(\.ceiling)
            guard !awards.isEmpty, ceilings.count == awards.count else { return nil }
            var sum: Int64 = 0
            for ceiling in ceilings {
                let (more, overflow) = sum.addingReportingOverflow(ceiling.amount)
                guard !overflow else { return nil }
                sum = more
            }
            return Int(sum)
        }
    }
}
