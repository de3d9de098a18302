import RuralIndustry

/// Who asks: a name for the audit trail, and what the policy knows of them.
///
/// The operator at the machine, the program and the public are viewers without an account; an account's viewer is made by
/// `Registry.viewer(login:…)` from the roles that it holds on a day.
public struct Viewer: Hashable, Sendable {
    /// What the audit trail says who it was.
    public let name: String
    /// The operator at the machine who works as this account, if one does.
    public let operatorName: String?
    /// The roles that are held on `day`, each with its reach.
    let standings: [Standing]
    /// The day on which territories are read.
    let day: Day
    /// The account that it is, if it is one.
    let account: Int64?

    init(
        name: String, operatorName: String? = nil, account: Int64? = nil, standings: [Standing], day: Day
    ) {
        self.name = name
        self.operatorName = operatorName
        self.account = account
        self.standings = standings
        self.day = day
    }

    private init(name: String, role: Role) {
        // what reaches everywhere asks for no day
        self.init(
            name: name, standings: [Standing(role: role, scope: .everywhere)], day: Day(daysSince2000: 0))
    }

    /// The person at the machine where `cnnt` runs.
    public static func localOperator(_ name: String) -> Viewer { Viewer(name: name, role: .localOperator) }

    /// Anybody on the network, who is nobody in particular.
    public static let anybody = Viewer(name: "public", role: .anybody)

    /// The program itself, loading what it ships.
    public static let program = Viewer(name: "cnnt", role: .program)

    /// True if some role of theirs may do this somewhere.
    public func may(_ action: Action) -> Bool { standings.contains { Policy.allows($0.role, action) } }

    /// Where they may do it.
    func reach(_ action: Action) -> Reach {
        Reach(scopes: standings.filter { Policy.allows($0.role, action) }.map(\.scope), day: day)
    }

    /// Where they may do it by roles other than these.
    func reach(_ action: Action, besides roles: Set<Role>) -> Reach {
        Reach(
            scopes: standings.filter { !roles.contains($0.role) && Policy.allows($0.role, action) }.map(
                \.scope),
            day: day)
    }

    func require(_ action: Action) throws(Refusal) {
        if !may(action) {
            throw Refusal(
                Violation(
                    "not-permitted", vi: "“\(name)” không có quyền làm việc này (\(action.rawValue))",
                    en: "“\(name)” may not do this (\(action.rawValue))"))
        }
    }
}

/// A role that is held, and what for.
struct Standing: Hashable, Sendable {
    let role: Role
    let scope: Scope
}

/// What a role is held for, found in the registry.
enum Scope: Hashable, Sendable {
    case everywhere
    case region(Region)
    /// The unit as it is on the viewer's day.
    case unit(Int64, UnitLevel)
    case round(Int64)
    case establishment(Int64)
}
