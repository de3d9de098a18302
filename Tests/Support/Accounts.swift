public import Registry
public import RuralIndustry

extension TestRegistry {
    /// Makes an account that holds no role yet.
    @discardableResult
    public func account(_ login: String) async throws -> AccountRecord {
        try await registry.addAccount(Login(login), name: "Người dùng \(login)", on: today, as: viewer)
    }

    /// Gives an account a role; from the beginning of the year unless a day is named.
    ///
    /// - Parameter territory: as it is written: `VN`, `19`, `round:1`.
    @discardableResult
    public func grant(
        _ role: Role, in territory: String, to login: String, from: Day = Day("2026-01-01"), to: Day? = nil,
        as viewer: Viewer? = nil
    ) async throws -> AccountRecord {
        try await registry.grant(
            NewRole(role: role, territory: try Territory(territory), from: from, to: to), to: login,
            on: today,
            as: viewer ?? self.viewer)
    }

    /// The viewer that an account is on a day.
    public func viewer(_ login: String, on day: Day? = nil) async throws -> Viewer {
        try await registry.viewer(login: login, on: day ?? today)
    }
}
