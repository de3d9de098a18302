import Postgres
import RuralIndustry
import TestSupport
import Testing

@testable import Registry

@Suite("Who may do what")
struct PolicyTests {
    @Test("the operator at the machine may do everything")
    func localOperator() {
        for action in Action.allCases { #expect(Policy.allows(.localOperator, action), "\(action)") }
    }

    @Test(
        "the public may search, read award history, verify certificates, visit fairs, sign in and ask to be registered, nothing else"
    )
    func anybody() {
        let allowed = Action.allCases.filter { Policy.allows(.anybody, $0) }
        #expect(
            Set(allowed) == [
                .awardHistory, .certificateVerify, .registrySearch, .fairVisit, .signIn, .registrationFile,
            ])
    }

    @Test("the program may load what it ships, nothing else")
    func program() {
        let allowed = Action.allCases.filter { Policy.allows(.program, $0) }
        #expect(Set(allowed) == [.unitImport, .unitRead, .regulationImport, .regulationRead, .fundingImport])
    }

    @Test("every role has its line in the table")
    func everyRole() {
        for role in Role.allCases { #expect(Policy.table[role] != nil, "\(role)") }
    }

    @Test("what is not permitted is refused before anything is written")
    func refused() async throws {
        try await TestRegistry.run { test in
            let events = try await test.asOwner {
                try $0.value("SELECT count(*) FROM audit_event", as: Int64.self)
            }
            await expectRefusal("not-permitted") {
                _ = try await test.registry.establishments(on: test.today, as: .anybody)
            }
            await expectRefusal("not-permitted") {
                _ = try await test.registry.closeEstablishment(
                    1, on: test.today, because: "thử", as: .program)
            }
            await expectRefusal("not-permitted") {
                _ = try await test.registry.importAwards([], as: .anybody)
            }
            let after = try await test.asOwner {
                try $0.value("SELECT count(*) FROM audit_event", as: Int64.self)
            }
            #expect(after == events)
        }
    }
}
