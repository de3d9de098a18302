import Postgres
public import RuralIndustry

/// A role as it is to be given.
public struct NewRole: Sendable {
    public var role: Role
    public var territory: Territory
    public var from: Day
    /// The first day on which it no longer holds; nil: until it is ended.
    public var to: Day?
    /// The number of the act that gives it.
    public var act: String?

    public init(role: Role, territory: Territory, from: Day, to: Day? = nil, act: String? = nil) {
        self.role = role
        self.territory = territory
        self.from = from
        self.to = to
        self.act = act
    }
}

extension Registry {
    /// The viewer that an account is on a day. Refused: `unknown-account`, `account-disabled`.
    ///
    /// - Parameter operatorName: who works as the account at the machine; the audit trail names both.
    public func viewer(login: String, on day: Day, operatorName: String? = nil) async throws -> Viewer {
        let account = try await database.read(settings: .seeingAll) {
            try $0.account(login.lowercased(), on: day)
        }
        try account.requireEnabled()
        return Viewer(
            name: account.login, operatorName: operatorName, account: account.id,
            standings: account.standings(on: day), day: day)
    }

    /// Accounts with their roles. An administrator or auditor of a territory sees the accounts that hold a role in it, and those
    /// that hold none.
    public func accounts(includingDisabled: Bool = false, on day: Day, as viewer: Viewer) async throws
        -> [AccountRecord]
    {
        try await read(.userRead, of: .listed("account"), as: viewer) { session in
            let all = try session.accounts(
                where: includingDisabled ? "" : " WHERE a.disabled_on IS NULL", on: day)
            // many accounts hold roles for the same few territories
            var known: [Scope?: Bool] = [:]
            return try all.filter { account in
                let held = account.rolesGiven(on: day)
                return try held.isEmpty
                    || held.contains { role in
                        if let isManaged = known[role.scope] { return isManaged }
                        let isManaged = try session.manages(role.scope, .userRead, as: viewer)
                        known[role.scope] = isManaged
                        return isManaged
                    }
            }
        }
    }

    public func account(_ login: String, on day: Day, as viewer: Viewer) async throws -> AccountRecord {
        try await read(.userRead, of: .listed("account"), as: viewer) { session in
            let account = try session.account(login.lowercased(), on: day)
            try session.requireManaged(account, .userRead, as: viewer, on: day)
            return account
        }
    }

    /// Makes an account, which may do nothing until it is given a role.
    public func addAccount(
        _ login: Login, name: String, email: String? = nil, on day: Day, as viewer: Viewer
    ) async throws -> AccountRecord {
        let name = try BoundedText.short(name, column: "name")
        let email = try email.map { try BoundedText.email($0, column: "email") }
        return try await create(.userChange, "account", as: viewer) { session, id in
            try session.execute(
                "INSERT INTO account (account_id, login, name, email) VALUES (\(id), \(login.text), \(name), \(email))"
            )
            return try session.account(login.text, on: day)
        }
    }

    /// Gives an account a role for a territory and a time. Nobody gives what reaches beyond their own territory, and only who
    /// administers the nation makes administrators.
    public func grant(_ new: NewRole, to login: String, on day: Day, as viewer: Viewer) async throws
        -> AccountRecord
    {
        do throws(Violation) { try new.role.check(heldFor: new.territory) } catch { throw Refusal(error) }
        let act = try BoundedText.optional(new.act, column: "act")
        if let to = new.to, to <= new.from { throw Refusal(.roleDays) }
        return try await change(.userChange, of: .listed("account"), as: viewer) { session in
            let account = try session.account(login.lowercased(), on: day)
            if account.disabledOn != nil { throw Refusal(.accountDisabled(account.login)) }
            let place = try session.place(new.territory, on: new.from)
            try session.requireGrantable(new, scope: place.scope, as: viewer)
            try session.execute(
                """
                INSERT INTO account_role (account_id, role, region, unit_id, round_id, establishment_id, valid_from, valid_to, act)
                VALUES (\(account.id), \(new.role), \(place.region), \(place.unitID), \(place.roundID), \(place.establishmentID),
                  \(new.from), \(new.to), \(act))
                """)
            return try session.account(account.login, on: day)
        }
    }

    /// Ends a role from a day on; on the day itself it no longer holds.
    public func endRole(
        _ id: Int64, on day: Day, because reason: String, as viewer: Viewer
    ) async throws -> AccountRecord {
        let reason = try BoundedText.short(reason, column: "reason")
        return try await change(.userChange, of: .listed("account"), because: reason, as: viewer) { session in
            let held = try session.first(
                RoleRecord.select(on: day) + " WHERE r.account_role_id = \(id)", as: RoleRecord.self)
            guard let held, try session.manages(held.scope, .userChange, as: viewer) else {
                throw Refusal(
                    Violation(
                        "unknown-role",
                        vi: "không có vai trò số \(id) mà “\(viewer.name)” quản lý; xem `cnnt user show`",
                        en: "there is no role \(id) that “\(viewer.name)” manages; see `cnnt user show`"))
            }
            guard held.endedReason == nil else {
                throw Refusal(
                    Violation(
                        "role-ended-already", vi: "vai trò số \(id) đã kết thúc rồi",
                        en: "role \(id) has ended already"))
            }
            try session.execute(
                """
                UPDATE account_role SET valid_to = greatest(least(valid_to, \(day)), valid_from), ended_reason = \(reason)
                WHERE account_role_id = \(id)
                """)
            return try session.one(
                "SELECT login FROM account WHERE account_id = \(held.accountID)"
            ) { try session.account(try $0("login", as: String.self), on: day) }
        }
    }

    /// Disables an account: from now on it may do nothing, whatever roles it holds. What it did keeps its name.
    public func disableAccount(
        _ login: String, on day: Day, because reason: String, as viewer: Viewer
    ) async throws -> AccountRecord {
        let reason = try BoundedText.short(reason, column: "reason")
        return try await setDisabled(login, on: day, reason: reason, as: viewer)
    }

    /// Lets a disabled account work again.
    public func enableAccount(
        _ login: String, on day: Day, because reason: String, as viewer: Viewer
    ) async throws -> AccountRecord {
        let reason = try BoundedText.short(reason, column: "reason")
        return try await change(.userChange, of: .listed("account"), because: reason, as: viewer) { session in
            let account = try session.account(login.lowercased(), on: day)
            try session.requireManaged(account, .userChange, as: viewer, on: day)
            try session.execute(
                "UPDATE account SET disabled_on = NULL, disabled_reason = NULL WHERE account_id = \(account.id)"
            )
            return try session.account(account.login, on: day)
        }
    }

    private func setDisabled(
        _ login: String, on day: Day, reason: String, as viewer: Viewer
    ) async throws -> AccountRecord {
        try await change(.userChange, of: .listed("account"), because: reason, as: viewer) { session in
            let account = try session.account(login.lowercased(), on: day)
            try session.requireManaged(account, .userChange, as: viewer, on: day)
            if account.disabledOn != nil { throw Refusal(.accountDisabled(account.login)) }
            try session.execute(
                """
                UPDATE account SET disabled_on = \(day), disabled_reason = \(reason) WHERE account_id = \(account.id)
                """)
            return try session.account(account.login, on: day)
        }
    }
}
