/// The columns of the file of reward ceilings.
public enum RewardCeilingColumn: Int, RecordColumn {
    case level, territory, amount, validFrom, validTo, legalBasis

    public static let names = ["level", "territory", "amount_vnd", "valid_from", "valid_to", "legal_basis"]
    public static let required: [RewardCeilingColumn] = [
        .level, .territory, .amount, .validFrom, .legalBasis,
    ]
}

/// What may be paid at most as a reward for one recognised product or set. Of the national ones only those of 26/2014/TTLT-BTC-BCT
/// are known, in force until 2018-05-10: five million đồng at the regional level, ten at the national. Provinces set their own.
public struct RewardCeiling: Hashable, Sendable {
    public let level: SelectionLevel
    /// `VN`, a region, or the code of a unit: it binds rounds that this holds and those that are held inside it.
    public let territory: String
    /// In đồng.
    public let amount: Int64
    /// By the day of the decision that recognises.
    public let validity: Validity
    public let legalBasis: String

    public init(
        level: SelectionLevel, territory: String, amount: Int64, validity: Validity, legalBasis: String
    ) {
        self.level = level
        self.territory = territory
        self.amount = amount
        self.validity = validity
        self.legalBasis = legalBasis
    }

    /// Reads a row; throws everything that is wrong with it. Violations beside those of every field: `reward-level-unknown`,
    /// `reward-amount`, `validity-empty`.
    public static func parse(
        _ fields: Fields<RewardCeilingColumn>, _ notation: Notation = .plain
    ) throws(Refusal) -> RewardCeiling {
        var reader = FieldReader(fields, notation)
        let level = reader.requiredChoice(.level, SelectionLevel.self, code: "reward-level-unknown")
        let territory = reader.requiredText(.territory, limit: 40)
        let amount = reader.requiredValue(.amount) { (text) throws(Violation) in
            guard let amount = Int64(text), amount > 0 else {
                throw Violation(
                    "reward-amount",
                    vi: "mức thưởng là số đồng, chỉ gồm chữ số: 5000000, không phải \(Text.quoted(text))",
                    en: "the amount is in đồng, of digits alone: 5000000, not \(Text.quoted(text))")
            }
            return amount
        }
        let from = reader.requiredDay(.validFrom)
        let validity = reader.validity(from: .validFrom, to: .validTo)
        let basis = reader.requiredText(.legalBasis)
        guard reader.violations.isEmpty, let level, let territory, let amount, from != nil, let validity,
            let basis
        else { throw reader.refusal }
        return RewardCeiling(
            level: level, territory: territory, amount: amount, validity: validity, legalBasis: basis)
    }
}
