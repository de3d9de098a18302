import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@Suite("Programs that work as an account")
struct ProgramTokenUseTests {
    private static let start = Instant(microsecondsSince1970: 1_795_000_000_000_000)
    private static var today: Day { start.vietnameseDay }

    private static func issue(
        _ test: TestRegistry, _ scopes: Set<TokenScope> = [.registryRead], in territory: String = "VN",
        until: Day? = nil
    ) async throws -> IssuedToken {
        try await test.registry.issueToken(
            NewToken(
                name: "Phần mềm", scopes: scopes, territory: try Territory(territory),
                until: until ?? today.adding(days: 30)),
            to: "can.bo", at: start, as: test.viewer)
    }

    private static func bearer(
        _ test: TestRegistry, _ issued: IssuedToken, after seconds: Int64 = 0
    ) async throws -> TokenBearer? {
        try await test.registry.bearer(byText: issued.text, at: start.adding(seconds: seconds))
    }

    @Test("a token is the account within its scopes, until its last day is over")
    func story() async throws {
        try await TestRegistry.run { test in
            let maker = try await test.establishment()
            try await test.account("can.bo")
            try await test.grant(.officer, in: "19", to: "can.bo")
            let issued = try await Self.issue(test, until: Self.today)
            let program = try #require(try await Self.bearer(test, issued)).viewer
            #expect(program.name == "can.bo")
            #expect(try await test.registry.establishment(maker.id, as: program).id == maker.id)
            await expectRefusal("token-scope") {
                _ = try await test.registry.rounds(as: program)
            }
            await expectRefusal("token-scope") {
                _ = try await test.registry.closeEstablishment(
                    maker.id, on: test.today, because: "thử", as: program)
            }
            // what no role of the account allows, a scope does not give
            await expectRefusal("not-permitted") {
                _ = try await test.registry.accounts(on: test.today, as: program)
            }
            let end = Self.today.adding(days: 1)
            let lastSecond = Int64(end.daysSince2000 + 10_957) * 86_400 - 7 * 3600 - 1
            #expect(
                try await Self.bearer(test, issued, after: lastSecond - Self.start.secondsSince1970) != nil)
            #expect(
                try await Self.bearer(test, issued, after: lastSecond + 1 - Self.start.secondsSince1970)
                    == nil
            )
        }
    }

    @Test("a token that was ended, and one of an account that is disabled, is nobody's")
    func ended() async throws {
        try await TestRegistry.run { test in
            try await test.account("can.bo")
            try await test.grant(.officer, in: "19", to: "can.bo")
            let (one, other) = (try await Self.issue(test), try await Self.issue(test))
            let ended = try await test.registry.endToken(
                one.record.id, because: "lộ mã", at: Self.start, as: test.viewer)
            #expect(ended.endedReason == "lộ mã")
            #expect(try await Self.bearer(test, one) == nil)
            #expect(try await Self.bearer(test, other) != nil)
            await expectRefusal("unknown-token") {
                _ = try await test.registry.endToken(
                    one.record.id, because: "lần nữa", at: Self.start, as: test.viewer)
            }
            _ = try await test.registry.disableAccount(
                "can.bo", on: test.today, because: "nghỉ việc", as: test.viewer)
            #expect(try await Self.bearer(test, other) == nil)
            for text in ["", "cnnt_", other.text.lowercased(), String(other.text.dropLast()) + "!"] {
                #expect(try await test.registry.bearer(byText: text, at: Self.start) == nil)
            }
            let kept = try await test.asOwner {
                try $0.values("SELECT token_sha256 FROM api_token", as: Bytes.self)
            }
            #expect(kept.count == 2 && kept.allSatisfy { $0.bytes.count == 32 })
        }
    }

    @Test("a token narrowed to a place reaches what the roles reach in it, and never more")
    func narrowed() async throws {
        try await TestRegistry.run { test in
            // two communes of Thái Nguyên
            let here = try await test.establishment(commune: "05503")
            let there = try await test.establishment(name: "Cơ sở Xa", commune: "05587")
            try await test.account("can.bo")
            try await test.grant(.officer, in: "north", to: "can.bo")
            @Sendable func reached(_ territory: String) async throws -> [Int64] {
                let issued = try await Self.issue(test, in: territory)
                let program = try #require(try await Self.bearer(test, issued))
                #expect((program.token.territory == nil) == (territory == "VN"))
                return try await test.registry.establishments(on: Self.today, as: program.viewer).map(\.id)
            }
            #expect(Set(try await reached("VN")) == [here.id, there.id])
            #expect(Set(try await reached("19")) == [here.id, there.id])
            #expect(try await reached("05503") == [here.id])
            #expect(Set(try await reached("north")) == [here.id, there.id])
            #expect(try await reached("establishment:\(there.id)") == [there.id])
            await expectRefusal("token-territory") { _ = try await Self.issue(test, in: "south") }
            // when the role ends, the token reaches nothing
            let issued = try await Self.issue(test, in: "19")
            let role = try await test.registry.account("can.bo", on: test.today, as: test.viewer).roles[0]
            _ = try await test.registry.endRole(
                role.id, on: Self.today, because: "chuyển việc", as: test.viewer)
            let program = try #require(try await Self.bearer(test, issued)).viewer
            await expectRefusal("not-permitted") {
                _ = try await test.registry.establishments(on: Self.today, as: program)
            }
        }
    }

    @Test("no token is good for more than a year, or without a scope or a name")
    func bounds() async throws {
        try await TestRegistry.run { test in
            try await test.account("can.bo")
            await expectRefusal("token-days") {
                _ = try await Self.issue(test, until: Self.today.adding(days: 366))
            }
            await expectRefusal("token-days") {
                _ = try await Self.issue(test, until: Self.today.adding(days: -1))
            }
            await expectRefusal("token-scopes") { _ = try await Self.issue(test, []) }
            await expectRefusal("text-empty") {
                _ = try await test.registry.issueToken(
                    NewToken(name: " ", scopes: [.fairsRead], until: Self.today), to: "can.bo",
                    at: Self.start,
                    as: test.viewer)
            }
            #expect(try await Self.issue(test, until: Self.today.adding(days: 365)).record.scopes.count == 1)
        }
    }

    @Test("when it was last used is told, and whose it is stays with who manages them")
    func managing() async throws {
        try await TestRegistry.run { test in
            try await test.account("can.bo")
            try await test.grant(.officer, in: "19", to: "can.bo")
            try await test.account("quan.tri")
            try await test.grant(.administrator, in: "08", to: "quan.tri")
            let issued = try await Self.issue(test)
            #expect(
                try await test.registry.tokens(ofAccount: "can.bo", at: Self.start, as: test.viewer).first?
                    .seenAt == nil)
            _ = try await Self.bearer(test, issued, after: 5)
            _ = try await Self.bearer(test, issued, after: 30)
            let told = try await test.registry.tokens(ofAccount: "can.bo", at: Self.start, as: test.viewer)
            #expect(told.map(\.seenAt) == [Self.start.adding(seconds: 5)])
            let stranger = try await test.viewer("quan.tri")
            await expectRefusal("outside-territory") {
                _ = try await test.registry.tokens(ofAccount: "can.bo", at: Self.start, as: stranger)
            }
            await expectRefusal("unknown-token") {
                _ = try await test.registry.endToken(
                    issued.record.id, because: "x", at: Self.start, as: stranger)
            }
            await expectRefusal("unknown-token") {
                _ = try await test.registry.endToken(999, because: "x", at: Self.start, as: stranger)
            }
            await expectRefusal("outside-territory") {
                _ = try await test.registry.issueToken(
                    NewToken(name: "x", scopes: [.fairsRead], until: Self.today), to: "can.bo",
                    at: Self.start,
                    as: stranger)
            }
        }
    }

    @Test(
        "the database keeps a token from being given more, revived, or read by who has nothing to do with it")
    func secondWall() async throws {
        try await TestRegistry.run { test in
            try await test.account("can.bo")
            let issued = try await Self.issue(test)
            for change in [
                "scopes = '{registry:write}'", "expires_at = expires_at + interval '1 day'",
                "account_id = 99",
                "name = 'khác'",
            ] {
                await expectDatabaseError("23000", constraint: "api_token_step") {
                    _ = try await test.asProgram { try $0.script("UPDATE api_token SET \(change)") }
                }
            }
            _ = try await test.registry.endToken(
                issued.record.id, because: "x", at: Self.start, as: test.viewer)
            await expectDatabaseError("23000", constraint: "api_token_step") {
                _ = try await test.asProgram {
                    try $0.script("UPDATE api_token SET ended_at = NULL, ended_because = NULL")
                }
            }
            let seen = try await test.asProgram(viewer: .none) {
                try $0.value("SELECT count(*) FROM api_token", as: Int64.self)
            }
            #expect(seen == 0)
        }
    }
}
