import RuralIndustry
import Testing

@Suite("Roles, territories and logins")
struct RoleTests {
    @Test(
        "a territory is written as it is read",
        arguments: ["VN", "north", "central", "south", "19", "278", "05503", "round:12", "establishment:5"])
    func roundTrip(text: String) throws {
        #expect(try Territory(text).text == text)
    }

    @Test(
        "what names no territory is refused",
        arguments: [
            "", "vn", "North", "1", "123456", "round:", "round:0", "round:-1", "round:x",
            "establishment:99999999999999999999", "tỉnh 19",
        ])
    func unreadable(text: String) {
        #expect(throws: Violation.self) { try Territory(text) }
        do throws(Violation) { _ = try Territory(text) } catch {
            #expect(error.code == "territory-unreadable")
        }
    }

    @Test("a role is held only for what it makes sense for")
    func territories() throws {
        let samples: [TerritoryKind: Territory] = [
            .nation: .nation, .region: .region(.north), .unit: .unit(try UnitCode("19")), .round: .round(1),
            .establishment: .establishment(1),
        ]
        for role in Role.allCases {
            for kind in TerritoryKind.allCases {
                let territory = try #require(samples[kind])
                var code: String?
                do throws(Violation) { try role.check(heldFor: territory) } catch { code = error.code }
                let expected: String? =
                    role.territories.isEmpty
                    ? "role-not-granted" : role.territories.contains(kind) ? nil : "role-territory"
                #expect(code == expected, "\(role) for \(kind)")
            }
        }
    }

    @Test("nobody is given the roles of the machine, the program or the public")
    func notGranted() {
        #expect(Set(Role.allCases).subtracting(Role.grantable) == [.localOperator, .program, .anybody])
    }

    @Test("a login is one in small letters, however it was typed")
    func login() throws {
        #expect(try Login("Nguyen.Van_A-1").text == "nguyen.van_a-1")
        #expect(try Login("a@vidu.vn").text == "a@vidu.vn")
    }

    @Test(
        "what is no login is refused",
        arguments: [
            "", "ab", "nguyễn", ".abc", "a b c", "a/b/c", String(repeating: "a", count: 65), "abc\u{0}",
        ])
    func noLogin(text: String) {
        do throws(Violation) {
            _ = try Login(text)
            Issue.record("accepted")
        } catch {
            #expect(error.code == "login-form")
        }
    }
}
