import Postgres
import RuralIndustry

/// A territory found in the registry: what a row of `account_role` says, and what it reaches.
struct RolePlace {
    var region: Region?
    var unitID: Int64?
    var roundID: Int64?
    var establishmentID: Int64?
    let scope: Scope
}

extension Session {
    /// Finds a territory; a unit's code is read on the day from which the role is held.
    func place(_ territory: Territory, on day: Day) throws -> RolePlace {
        switch territory {
        case .nation:
            return RolePlace(scope: .everywhere)
        case .region(let region):
            return RolePlace(region: region, scope: .region(region))
        case .unit(let code):
            let unit = try requireUnit(code.text, on: day)
            return RolePlace(unitID: unit.id, scope: .unit(unit.id, unit.record.level))
        case .round(let id):
            _ = try round(id)
            return RolePlace(roundID: id, scope: .round(id))
        case .establishment(let id):
            _ = try establishment(id)
            return RolePlace(establishmentID: id, scope: .establishment(id))
        }
    }

    /// Whether a viewer manages what a role is held for. A role whose territory is gone belongs to the nation's administrators.
    func manages(_ scope: Scope?, _ action: Action, as viewer: Viewer) throws -> Bool {
        let reach = viewer.reach(action)
        if reach.isEverywhere { return true }
        guard let scope else { return false }
        return try lies(scope, within: reach)
    }

    /// Whether all that a scope reaches is reached.
    private func lies(_ scope: Scope, within reach: Reach) throws -> Bool {
        if reach.isEverywhere || reach.scopes.contains(scope) { return true }
        switch scope {
        case .everywhere, .region: return false
        case .unit(let id, _):
            return try contains(reach.units("t.unit_id"), "FROM unit t WHERE t.unit_id = \(id)")
        case .round(let id):
            return try contains(reach.rounds("t"), "FROM round t WHERE t.round_id = \(id)")
        case .establishment(let id):
            return try contains(
                reach.establishments("t"), "FROM establishment t WHERE t.establishment_id = \(id)")
        }
    }

    /// What is left of roles within a scope: of two that lie in each other the smaller, of others nothing.
    func narrowed(_ standings: [Standing], to scope: Scope, on day: Day) throws -> [Standing] {
        try standings.compactMap { standing in
            if try lies(scope, within: Reach(scopes: [standing.scope], day: day)) {
                return Standing(role: standing.role, scope: scope)
            }
            return try lies(standing.scope, within: Reach(scopes: [scope], day: day)) ? standing : nil
        }
    }

    /// Refuses an account that holds a role beyond the viewer's reach; one that holds none is anybody's to manage.
    func requireManaged(_ account: AccountRecord, _ action: Action, as viewer: Viewer, on day: Day) throws {
        for held in account.rolesGiven(on: day)
        where !(try manages(held.scope, action, as: viewer)) {
            throw Refusal(.outsideReach(viewer, action))
        }
    }

    func requireGrantable(_ new: NewRole, scope: Scope, as viewer: Viewer) throws {
        guard try manages(scope, .userChange, as: viewer) else {
            throw Refusal(.outsideReach(viewer, .userChange))
        }
        if new.role == .administrator, !viewer.reach(.userChange).isEverywhere {
            throw Refusal(
                Violation(
                    "administrator-of-nation",
                    vi: "chỉ người quản trị cả nước mới giao được vai trò quản trị viên",
                    en: "only who administers the nation makes administrators"))
        }
    }

    private func contains(_ condition: SQL?, _ source: SQL) throws -> Bool {
        guard let condition else { return true }
        return try value("SELECT EXISTS (SELECT " + source + " AND " + condition + ")")
    }
}

extension Violation {
    static func accountDisabled(_ login: String) -> Violation {
        Violation(
            "account-disabled", vi: "tài khoản “\(login)” đang bị khóa",
            en: "the account “\(login)” is disabled")
    }

    static let roleDays = Violation(
        "role-days", vi: "ngày kết thúc vai trò phải sau ngày bắt đầu",
        en: "a role must end after the day on which it begins")
}
