public import Postgres
public import RuralIndustry

/// Somebody who works with the registry.
public struct AccountRecord: RowDecodable, Hashable, Sendable {
    public let id: Int64
    public let login: String
    public let name: String
    public let email: String?
    public let disabledOn: Day?
    public let disabledReason: String?
    /// Every role that the account was ever given, the oldest first.
    public let roles: [RoleRecord]

    public init(_ row: Row) throws {
        self = AccountRecord(try AccountRow(row), roles: [])
    }

    fileprivate init(_ row: AccountRow, roles: [RoleRecord]) {
        id = row.id
        login = row.login
        name = row.name
        email = row.email
        disabledOn = row.disabledOn
        disabledReason = row.disabledReason
        self.roles = roles
    }

    /// What the roles that hold on a day reach.
    func standings(on day: Day) -> [Standing] {
        roles(on: day).compactMap { held in held.scope.map { Standing(role: held.role, scope: $0) } }
    }

    /// Refused: `account-disabled`, with the day and the reason.
    func requireEnabled() throws(Refusal) {
        guard let disabledOn else { return }
        throw Refusal(
            Violation(
                "account-disabled",
                vi:
                    "tài khoản “\(login)” đã bị khóa từ ngày \(disabledOn.vietnamese): \(disabledReason ?? "")",
                en: "the account “\(login)” is disabled since \(disabledOn.iso): \(disabledReason ?? "")"))
    }

    /// The roles that it was given for a day, disabled or not: whose account it is to manage goes by these.
    func rolesGiven(on day: Day) -> [RoleRecord] { roles.filter { $0.isHeld(on: day) } }

    /// The roles that hold on a day; none of a disabled account.
    public func roles(on day: Day) -> [RoleRecord] {
        disabledOn == nil ? rolesGiven(on: day) : []
    }
}

private struct AccountRow {
    let id: Int64
    let login: String
    let name: String
    let email: String?
    let disabledOn: Day?
    let disabledReason: String?

    init(_ row: Row) throws {
        id = try row("account_id")
        login = try row("login")
        name = try row("name")
        email = try row("email")
        disabledOn = try row("disabled_on")
        disabledReason = try row("disabled_reason")
    }
}

/// A role that an account holds or held.
public struct RoleRecord: RowDecodable, Hashable, Sendable {
    public let id: Int64
    public let accountID: Int64
    public let role: Role
    /// As it is written: `VN`, `north`, `19`, `round:12`, `establishment:5`.
    public let territory: String
    /// The name of the unit, round or establishment.
    public let territoryName: String
    public let from: Day
    /// The first day on which it no longer holds.
    public let to: Day?
    public let act: String?
    public let endedReason: String?
    /// The territory was a unit that ended and that no unit continues: the role gives nothing any more.
    public let isWithoutTerritory: Bool
    let scope: Scope?

    public init(_ row: Row) throws {
        id = try row("account_role_id")
        accountID = try row("account_id")
        role = try row("role")
        territory = try row("territory")
        territoryName = try row("territory_name")
        from = try row("valid_from")
        to = try row("valid_to")
        act = try row("act")
        endedReason = try row("ended_reason")
        if let region: Region = try row("region") {
            scope = .region(region)
        } else if let round: Int64 = try row("round_id") {
            scope = .round(round)
        } else if let establishment: Int64 = try row("establishment_id") {
            scope = .establishment(establishment)
        } else if try row("unit_id", as: Int64?.self) != nil {
            let today: Int64? = try row("unit_today")
            let level: UnitLevel? = try row("unit_level")
            scope = today.flatMap { id in level.map { Scope.unit(id, $0) } }
        } else {
            scope = .everywhere
        }
        isWithoutTerritory = scope == nil
    }

    public func isHeld(on day: Day) -> Bool { from <= day && to.map { day < $0 } ?? true }

    /// Units are carried to the day along what continues them; by name as they were when the role was given.
    static func select(_ roles: SQL = "account_role", on day: Day) -> SQL {
        """
        SELECT r.*, u.level AS unit_level, unit_continuation(r.unit_id, \(day)) AS unit_today,
          coalesce(r.region, u.code, 'round:' || r.round_id, 'establishment:' || r.establishment_id, 'VN') AS territory,
          coalesce(u.full_name, o.name, s.name, m.region_name, 'Việt Nam') AS territory_name
        FROM \(roles) r LEFT JOIN unit u USING (unit_id) LEFT JOIN round o ON o.round_id = r.round_id
          LEFT JOIN establishment s ON s.establishment_id = r.establishment_id
          LEFT JOIN LATERAL (SELECT region_name FROM region_member x WHERE x.region = r.region LIMIT 1) m ON true
        """
    }
}

extension Session {
    /// Accounts with all their roles, in the order of their logins.
    func accounts(where conditions: SQL, on day: Day) throws -> [AccountRecord] {
        try accounts(
            "SELECT a.* FROM account a" + conditions + " ORDER BY a.login", on: day)
    }

    /// One or none, within reach or not: who asks knows the login.
    func accounts(named login: String, on day: Day) throws -> [AccountRecord] {
        try accounts("SELECT a.* FROM account_by_login(\(login)) a", on: day)
    }

    private func accounts(_ select: SQL, on day: Day) throws -> [AccountRecord] {
        let rows = try query(select) { try AccountRow($0) }
        let roles = try query(
            RoleRecord.select("roles_of_accounts(\(rows.map(\.id)))", on: day)
                + " ORDER BY r.account_role_id",
            as: RoleRecord.self)
        let byAccount = Dictionary(grouping: roles, by: \.accountID)
        return rows.map { AccountRecord($0, roles: byAccount[$0.id] ?? []) }
    }

    func account(_ login: String, on day: Day) throws -> AccountRecord {
        guard let found = try accounts(named: login, on: day).first else {
            throw Refusal(
                Violation(
                    "unknown-account", vi: "không có tài khoản \(Text.quoted(login)); xem `cnnt user list`",
                    en: "there is no account \(Text.quoted(login)); see `cnnt user list`"))
        }
        return found
    }
}
