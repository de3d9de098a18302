import Postgres
public import RuralIndustry

/// An account as who manages accounts sees it, with what of it is theirs to change.
public struct ManagedAccount: Sendable {
    public let account: AccountRecord
    /// Roles that have not ended and that the viewer may end: held for what lies within their reach.
    public let rolesToEnd: Set<Int64>
    /// All that it holds is within the viewer's reach, so that the account itself is theirs to change.
    public let isManaged: Bool
    /// The same for looking: what follows is empty where it is not.
    public let isSeenWhole: Bool
    public let hasSecondFactor: Bool
    /// Linked to a provider of OpenID Connect.
    public let isLinked: Bool
    /// Browsers that are signed in, the last used first.
    public let sessions: [SessionRecord]
    /// Tokens that are good still, the newest first.
    public let tokens: [TokenRecord]
}

extension Registry {
    /// An account of the viewer's territory: one that holds a role there, or that holds none. What is elsewhere is told as what is
    /// not there.
    public func managedAccount(_ id: Int64, at now: Instant, as viewer: Viewer) async throws -> ManagedAccount
    {
        try await read(.userRead, of: .listed("account"), as: viewer) { session in
            let day = now.vietnameseDay
            let found = try session.accounts(where: " WHERE a.account_id = \(id)", on: day).first
            guard let account = found else { throw Refusal(.outsideReach(viewer, .userRead)) }
            let held = account.rolesGiven(on: day)
            let seen = try held.filter { try session.manages($0.scope, .userRead, as: viewer) }
            guard held.isEmpty || !seen.isEmpty else { throw Refusal(.outsideReach(viewer, .userRead)) }
            let isSeenWhole = seen.count == held.count
            let toEnd = try account.roles.filter { role in
                try role.endedReason == nil && role.to.map { day < $0 } ?? true && viewer.may(.userChange)
                    && session.manages(role.scope, .userChange, as: viewer)
            }
            return ManagedAccount(
                account: account, rolesToEnd: Set(toEnd.map(\.id)),
                isManaged: try viewer.may(.userChange)
                    && held.allSatisfy { try session.manages($0.scope, .userChange, as: viewer) },
                isSeenWhole: isSeenWhole,
                hasSecondFactor: try isSeenWhole && session.secondFactor(of: id) != nil,
                isLinked: try isSeenWhole && session.isLinked(id),
                sessions: isSeenWhole ? try session.openSessions(of: id, at: now) : [],
                tokens: isSeenWhole ? try session.tokens(of: id, includingEnded: false, at: now) : [])
        }
    }
}

extension Session {
    fileprivate func isLinked(_ account: Int64) throws -> Bool {
        try value(
            "SELECT EXISTS (SELECT FROM account_identity WHERE account_id = \(account) AND ended_at IS NULL)")
    }
}
