import Evidence
import Postgres
import RuralIndustry
import TestSupport
import Testing

@testable import Registry

@Suite("Establishments that register themselves")
struct RegistrationTests {
    private static let day = Day("2023-05-15")

    private static func officer(_ test: TestRegistry, in unit: String = "19", _ login: String = "can.bo")
        async throws -> Viewer
    {
        try await test.account(login)
        try await test.grant(.officer, in: unit, to: login, from: Day("2023-01-01"))
        return try await test.viewer(login, on: day)
    }

    @Test("a confirmed registration becomes an establishment, an owner's account and an invitation")
    func confirmed() async throws {
        try await TestRegistry.run { test in
            let officer = try await Self.officer(test)
            let filed = try await test.registration(at: Self.day, ["tax_code": taxCode(1)])
            let text = filed.token.text
            #expect(try await test.registry.registrationStatus(byText: text)?.state == .waiting)
            let confirmed = try await test.registry.confirmRegistration(
                filed.id, as: .new, at: Self.day.atNoon, as: officer)
            #expect(confirmed.establishment.name == "Gốm Tự Đăng Ký")
            #expect(confirmed.establishment.fields[.taxCode] == taxCode(1))
            let account = confirmed.invitation.account
            #expect(account.login == "gom.moi" && account.name == "Người Gửi")
            #expect(
                account.roles.map(\.territory) == ["establishment:\(confirmed.establishment.id)"]
                    && account.roles.map(\.role) == [.establishmentOwner])
            try await test.registry.acceptInvitation(
                confirmed.invitation.token, password: "bốn con trâu đi cày", at: Self.day.atNoon)
            let owner = try await test.viewer("gom.moi", on: Self.day)
            #expect(
                try await test.registry.establishments(on: Self.day, as: owner).map(\.id) == [
                    confirmed.establishment.id
                ])
            #expect(try await test.registry.registrationStatus(byText: text)?.state == .confirmed)
            await expectRefusal("registration-settled") {
                _ = try await test.registry.refuseRegistration(
                    filed.id, because: "muộn", at: Self.day.atNoon, as: officer)
            }
        }
    }

    @Test("everything that is wrong is told at once, each at its field; communes may be named")
    func wrong() async throws {
        try await TestRegistry.run { test in
            let told = await expectRefusal(
                "commune-unknown", "value-missing", "tax-code-unreadable", "date-unreadable",
                "phone-unreadable", "login-form"
            ) {
                _ = try await test.registration(
                    name: " ", commune: "xã Không Có, tỉnh Không Có", login: "a b", phone: "gọi tôi",
                    at: Self.day, ["tax_code": "123", "founded_on": "31/02/2020"])
            }
            #expect(
                Set(told.map { $0.place.column ?? "" }) == [
                    "name", "commune_code", "login", "applicant_phone", "tax_code", "founded_on",
                ])
            #expect(told.first { $0.place.column == "commune_code" }?.code == "commune-unknown")
            #expect(!told.contains { $0.code == "unit-code-unreadable" })
            #expect(try await test.registry.registrations(as: test.viewer).isEmpty)
            let unit = try await test.registry.unit("05503", on: Self.day, as: test.viewer)
            let named = try await test.registration(
                commune: unit.unit.record.fullName + ", Thái Nguyên", at: Self.day,
                ["founded_on": "20/11/2010"])
            let record = try await test.registry.registration(named.id, as: test.viewer)
            #expect(record.fields[.communeCode] == "05503" && record.fields[.foundedOn] == "2010-11-20")
        }
    }

    @Test(
        "the officer sees what it may be the same as; whoever sends it does not; it may be confirmed as that")
    func duplicates() async throws {
        try await TestRegistry.run { test in
            let officer = try await Self.officer(test)
            let known = try await test.establishment(
                name: "Gốm Tự Đăng Ký", legalForm: .household, taxCode: taxCode(1))
            let filed = try await test.registration(at: Self.day, ["tax_code": taxCode(1)])
            let alike = try await test.registration(login: "gom.hai", at: Self.day)
            let review = try await test.registry.reviewRegistration(filed.id, on: Self.day, as: officer)
            #expect(review.alike.map(\.establishment.id) == [known.id])
            #expect(review.alike.first?.why.vi == "cùng mã số thuế")
            #expect(review.others.map(\.id) == [alike.id])
            let second = try await test.registry.reviewRegistration(alike.id, on: Self.day, as: officer)
            #expect(second.alike.map(\.establishment.id) == [known.id], "by name and commune")
            await expectRefusal("tax-code-taken") {
                _ = try await test.registry.confirmRegistration(
                    filed.id, as: .new, at: Self.day.atNoon, as: officer)
            }
            let confirmed = try await test.registry.confirmRegistration(
                filed.id, as: .existing(known.id), at: Self.day.atNoon, as: officer)
            #expect(confirmed.establishment.id == known.id)
            await expectRefusal("login-taken") {
                _ = try await test.registry.confirmRegistration(
                    alike.id, as: .new, login: "gom.moi", at: Self.day.atNoon, as: officer)
            }
            #expect(try await test.registry.establishments(on: Self.day, as: test.viewer).count == 1)
        }
    }

    @Test(
        "another province's officer neither finds a registration nor settles it, nor gives it what lies elsewhere"
    )
    func territory() async throws {
        try await TestRegistry.run { test in
            let home = try await Self.officer(test)
            let stranger = try await Self.officer(test, in: "08", "can.bo.xa")
            let filed = try await test.registration(at: Self.day)
            #expect(try await test.registry.registrations(as: stranger).isEmpty)
            await expectRefusal("outside-territory") {
                _ = try await test.registry.registration(filed.id, as: stranger)
            }
            await expectRefusal("outside-territory") {
                _ = try await test.registry.confirmRegistration(
                    filed.id, as: .new, at: Self.day.atNoon, as: stranger)
            }
            let far = try await test.establishment(name: "Ở xa", commune: "05587")
            await expectRefusal("outside-territory") {
                _ = try await test.registry.confirmRegistration(
                    filed.id, as: .existing(far.id + 100), at: Self.day.atNoon, as: home)
            }
            // what the policy forgets the database keeps
            let seen = try await test.asProgram(viewer: stranger.walls) {
                try $0.value("SELECT count(*) FROM registration_request", as: Int64.self)
            }
            let control = try await test.asProgram(viewer: home.walls) {
                try $0.value("SELECT count(*) FROM registration_request", as: Int64.self)
            }
            #expect(seen == 0 && control == 1)
        }
    }

    @Test("of two officers at once one settles a registration; the other is told")
    func race() async throws {
        try await TestRegistry.run(poolSize: 4) { test in
            let officer = try await Self.officer(test)
            let filed = try await test.registration(at: Self.day)
            let outcomes = await withTaskGroup(of: String.self) { group in
                for turn in 0..<4 {
                    group.addTask {
                        do {
                            if turn.isMultiple(of: 2) {
                                _ = try await test.registry.confirmRegistration(
                                    filed.id, as: .new, at: Self.day.atNoon, as: officer)
                            } else {
                                _ = try await test.registry.refuseRegistration(
                                    filed.id, because: "trùng", at: Self.day.atNoon, as: officer)
                            }
                            return "done"
                        } catch let refusal as Refusal {
                            return refusal.violations[0].code
                        } catch { return "\(error)" }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.sorted() == ["done"] + Array(repeating: "registration-settled", count: 3))
        }
    }

    @Test("a network's forms are counted before they are read, and refused when they are too many")
    func throttled() async throws {
        try await TestRegistry.run(poolSize: 4) { test in
            for turn in 0..<RegistrationThrottle.filedPerDay {
                try await test.registration(login: "ai.do.\(turn)", at: Self.day)
            }
            await expectRefusal("registration-throttled") { try await test.registration(at: Self.day) }
            try await test.registration(login: "noi.khac", at: Self.day, network: "192.0.2.2")
            try await test.registration(login: "hom.sau", at: Day("2023-05-16"))
            // forty wrong ones at once
            let read = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<40 {
                    group.addTask {
                        do {
                            try await test.registration(name: "", at: Self.day, network: "192.0.2.9")
                            return true
                        } catch {
                            return (error as? Refusal)?.violations[0].code != "registration-throttled"
                        }
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(read == RegistrationThrottle.triesPerHour)
        }
    }

    @Test("what it says of people is removed after the term; what nobody settles lapses")
    func purged() async throws {
        try await TestRegistry.run { test in
            let officer = try await Self.officer(test)
            let refused = try await test.registration(at: Self.day)
            let waiting = try await test.registration(login: "cho.mai", at: Self.day)
            _ = try await test.registry.refuseRegistration(
                refused.id, because: "thiếu giấy tờ", at: Self.day.atNoon, as: officer)
            #expect(
                try await test.registry.registrationStatus(byText: refused.token.text)?.reason
                    == "thiếu giấy tờ")
            let soon = Self.day.adding(days: RegistrationTerms.settledDays).atNoon
            #expect(try await test.registry.purgeRegistrations(at: soon, as: officer) == 0)
            let after = Self.day.adding(days: RegistrationTerms.settledDays + 1).atNoon
            #expect(try await test.registry.purgeRegistrations(at: after, as: officer) == 1)
            let status = try await test.registry.registrationStatus(byText: refused.token.text)
            #expect(status?.state == .refused && status?.name == nil && status?.reason == nil)
            // taking a new one does the same
            let late = Self.day.adding(days: RegistrationTerms.waitingDays + 1)
            try await test.registration(login: "moi.nua", at: late)
            let lapsed = try await test.registry.registration(waiting.id, as: test.viewer)
            #expect(lapsed.state == .lapsed && lapsed.fields.named.isEmpty && lapsed.applicant.named.isEmpty)
            await expectRefusal("registration-settled") {
                _ = try await test.registry.confirmRegistration(
                    waiting.id, as: .new, at: late.atNoon, as: officer)
            }
        }
    }

    @Test("the database lets a registration be settled once and emptied once, and nothing else")
    func steps() async throws {
        try await TestRegistry.run { test in
            let filed = try await test.registration(at: Self.day)
            for change in [
                "login = 'khac'", "sent_at = sent_at - interval '1 day'",
                "commune_unit_id = commune_unit_id + 1",
                "state = 'refused', settled_at = now(), reason = 'x', applicant_name = 'y'",
            ] {
                await expectDatabaseError("23000", constraint: "registration_request_step") {
                    try await test.asProgram {
                        try $0.beginAudit()
                        try $0.execute(
                            SQL(
                                trusted:
                                    "UPDATE registration_request SET \(change), version = version + 1 WHERE registration_request_id = \(filed.id)"
                            ))
                    }
                }
            }
        }
    }
}
