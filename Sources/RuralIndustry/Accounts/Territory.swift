/// What kind of thing a role is held for.
public enum TerritoryKind: String, CaseIterable, Hashable, Sendable {
    case nation, region, unit, round, establishment

    public var name: Bilingual {
        switch self {
        case .nation: Bilingual(vi: "cả nước", en: "the nation")
        case .region: Bilingual(vi: "một khu vực", en: "a region")
        case .unit: Bilingual(vi: "một đơn vị hành chính", en: "an administrative unit")
        case .round: Bilingual(vi: "một kỳ bình chọn", en: "a round")
        case .establishment: Bilingual(vi: "một cơ sở", en: "an establishment")
        }
    }
}

/// What a role is held for, as people write it: `VN`, `north`, `19`, `round:12`, `establishment:5`.
public enum Territory: Hashable, Sendable {
    case nation
    case region(Region)
    /// The unit that has the code on the day from which the role is held.
    case unit(UnitCode)
    case round(Int64)
    case establishment(Int64)

    /// Violation: `territory-unreadable`.
    public init(_ text: String) throws(Violation) {
        if text == "VN" {
            self = .nation
        } else if let region = Region(rawValue: text) {
            self = .region(region)
        } else if let id = Self.number(text, after: "round:") {
            self = .round(id)
        } else if let id = Self.number(text, after: "establishment:") {
            self = .establishment(id)
        } else if let code = try? UnitCode(text) {
            self = .unit(code)
        } else {
            throw Violation(
                "territory-unreadable",
                vi:
                    "\(Text.quoted(text)) không phải là một địa bàn; viết VN, north, central, south, mã đơn vị (19),"
                    + " round:12 hoặc establishment:5",
                en:
                    "\(Text.quoted(text)) is not a territory; write VN, north, central, south, a unit's code (19),"
                    + " round:12 or establishment:5")
        }
    }

    public var kind: TerritoryKind {
        switch self {
        case .nation: .nation
        case .region: .region
        case .unit: .unit
        case .round: .round
        case .establishment: .establishment
        }
    }

    public var text: String {
        switch self {
        case .nation: "VN"
        case .region(let region): region.rawValue
        case .unit(let code): code.text
        case .round(let id): "round:\(id)"
        case .establishment(let id): "establishment:\(id)"
        }
    }

    private static func number(_ text: String, after prefix: String) -> Int64? {
        guard text.hasPrefix(prefix) else { return nil }
        let digits = String(text.dropFirst(prefix.count))
        return digits.isDigits ? Int64(digits).flatMap { $0 > 0 ? $0 : nil } : nil
    }
}

extension Role {
    /// Refuses a role where it makes no sense: a judge of a province, an owner of the nation.
    ///
    /// Violations: `role-not-granted` (nobody is given this role), `role-territory`.
    public func check(heldFor territory: Territory) throws(Violation) {
        guard !territories.isEmpty else {
            throw Violation(
                "role-not-granted", vi: "không thể giao vai trò “\(name.vi)” cho tài khoản",
                en: "no account can be given the role “\(name.en)”")
        }
        guard territories.contains(territory.kind) else {
            let allowed = TerritoryKind.allCases.filter(territories.contains)
            throw Violation(
                "role-territory",
                vi:
                    "vai trò “\(name.vi)” được giao cho \(allowed.map(\.name.vi).joined(separator: ", ")),"
                    + " không phải cho \(territory.kind.name.vi)",
                en:
                    "the role “\(name.en)” is held for \(allowed.map(\.name.en).joined(separator: ", ")),"
                    + " not for \(territory.kind.name.en)")
        }
    }
}
