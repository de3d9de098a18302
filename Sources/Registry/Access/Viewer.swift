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
    /// What a program with a token is held to, whatever the account's roles allow; nil: nothing.
    let permitted: Set<Action>?

    init(
        name: String, operatorName: String? = nil, account: Int64? = nil, standings: [Standing], day: Day,
        permitted: Set<Action>? = nil
    ) {
        self.name = name
        self.operatorName = operatorName
        self.account = account
        self.standings = standings
        self.day = day
        self.permitted = permitted
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
    public func may(_ action: Action) -> Bool { standings.contains { allows($0.role, action) } }

    /// Whether they may do this by a role that they hold.
    func allows(_ role: Role, _ action: Action) -> Bool {
        (permitted?.contains(action) ?? true) && Policy.allows(role, action)
    }

    /// Where they may do it.
    func reach(_ action: Action) -> Reach {
        Reach(scopes: standings.filter { allows($0.role, action) }.map(\.scope), day: day)
    }

    /// Where they may do it by roles other than these.
    func reach(_ action: Action, besides roles: Set<Role>) -> Reach {
        Reach(
            scopes: standings.filter { !roles.contains($0.role) && allows($0.role, action) }.map(
                \.scope),
            day: day)
    }

    /// Where they may do it by roles that may do another thing as well.
    func reach(_ action: Action, byRolesFor other: Action) -> Reach {
        Reach(
            scopes: standings.filter { allows($0.role, action) && Policy.allows($0.role, other) }.map(
                \.scope),
            day: day)
    }

    func require(_ action: Action) throws(Refusal) {
        if !may(action) {
            if permitted != nil, standings.contains(where: { Policy.allows($0.role, action) }) {
                throw Refusal(.tokenScope(action))
            }
            throw Refusal(
                Violation(
                    "not-permitted", vi: "“\(name)” không có quyền làm việc này (\(action.rawValue))",
                    en: "“\(name)” may not do this (\(action.rawValue))"))
        }
    }
}

extension Violation {
    /// The account may, its token does not.
    fileprivate static func tokenScope(_ action: Action) -> Violation {
        let scopes = TokenScope.granting(action).map(\.rawValue)
        guard !scopes.isEmpty else {
            return Violation(
                "token-scope",
                vi: "mã truy cập của chương trình không làm được việc này (\(action.rawValue))",
                en: "no program's token is good for this (\(action.rawValue))")
        }
        return Violation(
            "token-scope",
            vi:
                "mã truy cập không có phạm vi cho việc này (\(action.rawValue)); cần: \(scopes.joined(separator: " hoặc "))",
            en:
                "the token has no scope for this (\(action.rawValue)); needed: \(scopes.joined(separator: " or "))"
        )
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
