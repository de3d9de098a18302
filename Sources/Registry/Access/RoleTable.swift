public import RuralIndustry

/// A line of the table of who may do what, for people: where each may do it is the territory, round or establishment that the
/// role was given for.
public struct RoleTableLine: Hashable, Sendable {
    public let action: Action
    /// The roles that may do it, among those that accounts are given and the public.
    public let roles: [Role]

    /// The whole table, an action a line, in the order in which actions are written.
    public static let all: [RoleTableLine] = Action.allCases.map { action in
        RoleTableLine(
            action: action, roles: ([.anybody] + Role.grantable).filter { Policy.allows($0, action) })
    }
}
