/// Whose authority recognised a product: a unit's people's committee, the department for a region, or the
/// ministry.
public enum AwardIssuer: Hashable, Sendable {
    /// The code is read on the day of the decision.
    case unit(UnitCode)
    case region(Region)
    case nation

    /// As files write it: a unit's code, `north`, `central`, `south`, or `VN` (`national` and `BCT` are read
    /// too).
    public var text: String {
        switch self {
        case .unit(let code): code.text
        case .region(let region): region.rawValue
        case .nation: "VN"
        }
    }

    /// Reads the issuer of an award of that level. Violation: `issuer-unreadable`, beside those of
    /// `UnitCode`.
    public init(_ text: String, level: SelectionLevel) throws(Violation) {
        switch level {
        case .commune: self = .unit(try UnitCode(text, level: .commune))
        case .district: self = .unit(try UnitCode(text, level: .district))
        case .provincial: self = .unit(try UnitCode(text, level: .province))
        case .regional:
            guard let region = Region(rawValue: text) else {
                throw Self.unreadable(text, "north, central, south")
            }
            self = .region(region)
        case .national:
            guard ["VN", "national", "BCT"].contains(text) else {
                throw Self.unreadable(text, "VN, national, BCT")
            }
            self = .nation
        }
    }

    private static func unreadable(_ text: String, _ known: String) -> Violation {
        Violation(
            "issuer-unreadable", vi: "\(Text.quoted(text)) không phải là một trong: \(known)",
            en: "\(Text.quoted(text)) is not one of: \(known)")
    }
}
