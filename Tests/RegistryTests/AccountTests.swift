import Postgres
import RuralIndustry
import TestSupport
import Testing

@testable import Registry

@Suite("Accounts and their roles")
struct AccountTests {
    @Test("an account without a role may do nothing, and with one only that, there and then")
    func roles() async throws {
        try await TestRegistry.run { test in
            let inside = try await test.establishment(name: "Trong tỉnh", commune: "05503")
            try await test.account("lan")
            let nobody = try await test.viewer("lan")
            await expectRefusal("not-permitted") {
                _ = try await test.registry.establishment(inside.id, as: nobody)
            }
            try await test.grant(
                .officer, in: "19", to: "lan", from: Day("2026-01-01"), to: Day("2026-07-01"))
            let before = try await test.viewer("lan", on: Day("2025-12-31"))
            await expectRefusal("not-permitted") {
                _ = try await test.registry.establishment(inside.id, as: before)
            }
            let officer = try await test.viewer("lan", on: Day("2026-06-30"))
            #expect(try await test.registry.establishment(inside.id, as: officer).id == inside.id)
            let after = try await test.viewer("lan", on: Day("2026-07-01"))
            await expectRefusal("not-permitted") {
                _ = try await test.registry.establishment(inside.id, as: after)
            }
        }
    }

    @Test("an officer neither sees nor changes what lies in another province")
    func territory() async throws {
        try await TestRegistry.run { test in
            let inside = try await test.establishment(name: "Trong tỉnh", commune: "05503")
            try await test.account("lan")
            // Tuyên Quang, where the establishment is not
            try await test.grant(.officer, in: "08", to: "lan")
            let stranger = try await test.viewer("lan")
            #expect(try await test.registry.establishments(on: test.today, as: stranger).isEmpty)
            await expectRefusal("outside-territory") {
                _ = try await test.registry.establishment(inside.id, as: stranger)
            }
            await expectRefusal("outside-territory") {
                _ = try await test.registry.closeEstablishment(
                    inside.id, on: test.today, because: "thử", as: stranger)
            }
            await expectRefusal("outside-territory") {
                _ = try await test.registry.addEstablishment(
                    Fields(named: ["name": "Ở tỉnh khác", "legal_form": "household", "commune_code": "05503"]
                    ),
                    on: Day("2023-05-15"), today: test.today, as: stranger)
            }
            // who may not see a record does not learn whether it exists
            await expectRefusal("outside-territory") {
                _ = try await test.registry.establishment(999_999, as: stranger)
            }
            #expect(try await test.registry.establishments(on: test.today, as: test.viewer).count == 1)
        }
    }

    @Test("a merger ends the role of the unit that went, and not that of the one that continues")
    func merger() async throws {
        try await TestRegistry.run { test in
            try await test.account("lan")
            try await test.account("mai")
            // Bắc Kạn (06) went into Thái Nguyên (19) on 2025-07-01
            let gone = try await test.grant(.officer, in: "06", to: "lan", from: Day("2024-01-01"))
            try await test.grant(.officer, in: "19", to: "mai", from: Day("2024-01-01"))
            let establishment = try await test.establishment(commune: "05503")
            let lan = try await test.viewer("lan")
            await expectRefusal("not-permitted") {
                _ = try await test.registry.establishment(establishment.id, as: lan)
            }
            let mai = try await test.viewer("mai")
            #expect(try await test.registry.establishment(establishment.id, as: mai).id == establishment.id)
            #expect(gone.roles.count == 1)
            let shown = try await test.registry.account("lan", on: test.today, as: test.viewer)
            #expect(shown.roles.map(\.isWithoutTerritory) == [true])
        }
    }

    @Test("a role that is ended today no longer holds today, and stays in the account's history")
    func ending() async throws {
        try await TestRegistry.run { test in
            try await test.account("lan")
            let account = try await test.grant(.auditor, in: "VN", to: "lan", from: test.today)
            #expect(try await test.viewer("lan").may(.auditRead))
            let role = try #require(account.roles.first)
            let ended = try await test.registry.endRole(
                role.id, on: test.today, because: "chuyển công tác", as: test.viewer)
            #expect(!(try await test.viewer("lan").may(.auditRead)))
            #expect(ended.roles.map(\.endedReason) == ["chuyển công tác"])
            await expectRefusal("role-ended-already") {
                _ = try await test.registry.endRole(
                    role.id, on: test.today, because: "lần nữa", as: test.viewer)
            }
            // it can be given again
            try await test.grant(.auditor, in: "VN", to: "lan", from: test.today)
        }
    }

    @Test("the same role at the same place and time is given once")
    func twice() async throws {
        try await TestRegistry.run { test in
            try await test.account("lan")
            try await test.grant(.clerk, in: "19", to: "lan", from: Day("2026-01-01"))
            await expectRefusal("role-held-already") {
                try await test.grant(.clerk, in: "19", to: "lan", from: Day("2026-06-01"))
            }
            try await test.grant(.clerk, in: "08", to: "lan", from: Day("2026-06-01"))
            await expectRefusal("login-taken") { try await test.account("LAN") }
        }
    }

    @Test("a disabled account works as nobody until it is enabled again")
    func disabled() async throws {
        try await TestRegistry.run { test in
            try await test.account("lan")
            try await test.grant(.officer, in: "19", to: "lan")
            _ = try await test.registry.disableAccount(
                "lan", on: test.today, because: "nghỉ hưu", as: test.viewer)
            await expectRefusal("account-disabled") { _ = try await test.viewer("lan") }
            await expectRefusal("account-disabled") { try await test.grant(.clerk, in: "19", to: "lan") }
            await expectRefusal("account-disabled") {
                _ = try await test.registry.disableAccount(
                    "lan", on: test.today, because: "lần nữa", as: test.viewer)
            }
            #expect(try await test.registry.accounts(on: test.today, as: test.viewer).isEmpty)
            _ = try await test.registry.enableAccount(
                "lan", on: test.today, because: "trở lại", as: test.viewer)
            #expect(try await test.viewer("lan").may(.establishmentEdit))
        }
    }

    @Test("nobody gives more than they have: an administrator of a province stays within it")
    func delegation() async throws {
        try await TestRegistry.run { test in
            for login in ["admin", "lan", "chief"] { try await test.account(login) }
            try await test.grant(.administrator, in: "19", to: "admin")
            try await test.grant(.administrator, in: "VN", to: "chief")
            let admin = try await test.viewer("admin")
            _ = try await test.registry.addAccount(
                Login("moi"), name: "Người mới", on: test.today, as: admin)
            try await test.grant(.clerk, in: "19", to: "moi", as: admin)
            try await test.grant(.officer, in: "19", to: "lan", as: admin)
            // a commune of the province, by what it is today
            try await test.grant(.clerk, in: "05503", to: "lan", as: admin)
            for place in ["VN", "north", "08"] {
                await expectRefusal("outside-territory") {
                    try await test.grant(.officer, in: place, to: "lan", as: admin)
                }
            }
            await expectRefusal("administrator-of-nation") {
                try await test.grant(.administrator, in: "19", to: "lan", as: admin)
            }
            await expectRefusal("outside-territory") {
                _ = try await test.registry.disableAccount("chief", on: test.today, because: "thử", as: admin)
            }
            let chief = try await test.viewer("chief")
            try await test.grant(.administrator, in: "19", to: "lan", as: chief)
            // an administrator has no part in rounds and the registry's records
            await expectRefusal("not-permitted") {
                _ = try await test.registry.establishments(on: test.today, as: chief)
            }
        }
    }

    @Test("an owner keeps the records of one establishment, and nobody else's")
    func owner() async throws {
        try await TestRegistry.run { test in
            let own = try await test.establishment(name: "Của tôi")
            let other = try await test.establishment(name: "Của người khác")
            let product = try await test.product(of: other)
            try await test.account("chu")
            try await test.grant(.establishmentOwner, in: "establishment:\(own.id)", to: "chu")
            let owner = try await test.viewer("chu")
            var changes = Fields<EstablishmentColumn>()
            changes[.phone] = "0912345678"
            _ = try await test.registry.editEstablishment(
                own.id, changes: changes, on: test.today, today: test.today, as: owner)
            await expectRefusal("outside-territory") {
                _ = try await test.registry.editEstablishment(
                    other.id, changes: changes, on: test.today, today: test.today, as: owner)
            }
            await expectRefusal("outside-territory") {
                _ = try await test.registry.addProduct(
                    Fields(named: ["name": "Lấn sang", "group": "food", "establishment_id": String(other.id)]
                    ),
                    as: owner)
            }
            #expect(try await test.registry.products(as: owner).isEmpty)
            await expectRefusal("outside-territory") {
                _ = try await test.registry.product(product.id, as: owner)
            }
            #expect(try await test.registry.establishments(on: test.today, as: owner).map(\.id) == [own.id])
        }
    }

    @Test("the audit trail names the account, and the operator who worked as it")
    func audit() async throws {
        try await TestRegistry.run { test in
            let establishment = try await test.establishment()
            try await test.account("lan")
            try await test.grant(.officer, in: "19", to: "lan")
            let viewer = try await test.registry.viewer(login: "lan", on: test.today, operatorName: "root")
            _ = try await test.registry.closeEstablishment(
                establishment.id, on: test.today, because: "thử", as: viewer)
            let (actor, through) = try await test.asOwner { session in
                try session.one(
                    "SELECT actor, details ->> 'operator' AS through FROM audit_event ORDER BY audit_id DESC LIMIT 1"
                ) { (try $0("actor", as: String.self), try $0("through", as: String?.self)) }
            }
            #expect(actor == "lan")
            #expect(through == "root")
        }
    }

    @Test("what a role was given for does not change, whatever the program does")
    func wall() async throws {
        try await TestRegistry.run { test in
            try await test.account("lan")
            try await test.grant(.clerk, in: "19", to: "lan")
            for change in [
                "role = 'officer'", "unit_id = NULL", "valid_from = '2020-01-01'",
                "valid_to = NULL, ended_reason = 'x'", "valid_to = '2099-01-01'",
            ] {
                await expectDatabaseError("23000", constraint: "account_role_step") {
                    try await test.asProgram { session in
                        try session.beginAudit()
                        try session.execute(SQL(trusted: "UPDATE account_role SET \(change)"))
                    }
                }
            }
            await expectDatabaseError("23000", constraint: "account_login_fixed") {
                try await test.asProgram { session in
                    try session.beginAudit()
                    try session.execute("UPDATE account SET login = 'khac'")
                }
            }
            await expectDatabaseError("23514", constraint: "account_role_territory") {
                try await test.asProgram { session in
                    try session.beginAudit()
                    try session.execute(
                        """
                        INSERT INTO account_role (account_id, role, valid_from)
                        SELECT account_id, 'judge', '2026-01-01' FROM account
                        """)
                }
            }
        }
    }
}
