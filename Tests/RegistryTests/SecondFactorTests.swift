import Evidence
import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@Suite("A second factor")
struct SecondFactorTests {
    private static let password = "bốn con trâu đi cày"
    private static let origin = RequestOrigin(network: "192.0.2.7", agent: "Firefox")
    private static let start = Instant(microsecondsSince1970: 1_795_000_000_000_000)

    private static func at(_ seconds: Int64) -> Instant { start.adding(seconds: seconds) }

    /// What the application on the telephone shows.
    private static func code(_ test: TestRegistry, at seconds: Int64) async throws -> String {
        let secret = try await test.asOwner {
            try $0.value("SELECT secret FROM account_time_code WHERE ended_at IS NULL", as: Bytes.self)
        }
        return TimeCode(secret: secret.bytes).code(
            at: TimeCode.step(ofSecondsSince1970: at(seconds).secondsSince1970))
    }

    private static func signIn(_ test: TestRegistry, at seconds: Int64) async throws -> SignedIn {
        try await test.registry.signIn(login: "can.bo", password: password, from: origin, at: at(seconds))
    }

    @discardableResult
    private static func enter(
        _ code: String, _ awaiting: SignedIn, _ test: TestRegistry, at seconds: Int64
    ) async throws -> SignedIn {
        try await test.registry.enterCode(code, of: awaiting, from: origin, at: at(seconds))
    }

    /// An account with a second factor, set up at the start, and its recovery codes.
    private static func secured(_ test: TestRegistry) async throws -> (SignedIn, codes: [String]) {
        try await test.account("can.bo")
        _ = try await test.registry.setPassword(password, of: "can.bo", at: start, as: test.viewer)
        let signedIn = try await signIn(test, at: 0)
        #expect(!signedIn.awaitsCode)
        let begun = try await test.registry.beginSecondFactor(of: signedIn, at: at(0))
        #expect(
            try await test.registry.beginSecondFactor(of: signedIn, at: at(1)) == begun,
            "another tab shows the same")
        #expect(try await test.registry.secondFactor(of: signedIn) == nil, "not before it is confirmed")
        await expectRefusal("code-wrong") {
            _ = try await test.registry.confirmSecondFactor(by: "000000", of: signedIn, at: at(2))
        }
        let codes = try await test.registry.confirmSecondFactor(
            by: try await code(test, at: 3), of: signedIn, at: at(3))
        return (signedIn, codes)
    }

    @Test("is asked for after the password, and until it is given the browser is nobody")
    func story() async throws {
        try await TestRegistry.run { test in
            let (first, codes) = try await Self.secured(test)
            #expect(codes.count == 10 && Set(codes).count == 10)
            #expect(try await test.registry.secondFactor(of: first)?.codesLeft == 10)
            let awaiting = try await Self.signIn(test, at: 100)
            #expect(awaiting.awaitsCode)
            let token = try #require(awaiting.token)
            #expect(try await test.registry.signedIn(by: token, at: Self.at(101))?.awaitsCode == true)
            #expect(
                try await test.registry.sessions(of: first, at: Self.at(101)).count == 1,
                "it is no session yet")
            await expectRefusal("code-wrong") { try await Self.enter("123456", awaiting, test, at: 102) }
            let code = try await Self.code(test, at: 103)
            let entered = try await Self.enter(code, awaiting, test, at: 103)
            #expect(!entered.awaitsCode && entered.token != nil && entered.token != token)
            #expect(
                try await test.registry.signedIn(by: token, at: Self.at(104)) == nil,
                "the token before is worth nothing")
            let new = try #require(entered.token)
            #expect(try await test.registry.signedIn(by: new, at: Self.at(104))?.awaitsCode == false)
            #expect(try await test.registry.sessions(of: first, at: Self.at(104)).count == 2)
            // what is counted against the network is the one wrong code
            let failures: Int64 = try await test.asOwner {
                try $0.value("SELECT count(*) FROM sign_in_attempt WHERE NOT succeeded")
            }
            #expect(failures == 1)
        }
    }

    @Test("a code is good once, even for two at once; one that came too late is not")
    func replay() async throws {
        try await TestRegistry.run { test in
            _ = try await Self.secured(test)
            let code = try await Self.code(test, at: 100)
            let browsers = [try await Self.signIn(test, at: 100), try await Self.signIn(test, at: 100)]
            let letIn = await withTaskGroup(of: Bool.self) { group in
                for browser in browsers {
                    group.addTask { (try? await Self.enter(code, browser, test, at: 101)) != nil }
                }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(letIn == 1)
            let late = try await Self.signIn(test, at: 200)
            await expectRefusal("code-wrong") {
                try await Self.enter(try await Self.code(test, at: 110), late, test, at: 201)
            }
            // ten minutes after the password nobody waits any more
            let token = try #require(late.token)
            #expect(try await test.registry.signedIn(by: token, at: Self.at(790)) != nil)
            #expect(try await test.registry.signedIn(by: token, at: Self.at(801)) == nil)
        }
    }

    @Test(
        "a recovery code is good once; guessing codes is slowed down as guessing passwords is, whatever browser guesses"
    )
    func recovery() async throws {
        try await TestRegistry.run { test in
            let (first, codes) = try await Self.secured(test)
            let lost = try await Self.signIn(test, at: 100)
            try await Self.enter(codes[3].lowercased(), lost, test, at: 101)
            #expect(try await test.registry.secondFactor(of: first)?.codesLeft == 9)
            let again = try await Self.signIn(test, at: 2000)
            await expectRefusal("code-wrong") { try await Self.enter(codes[3], again, test, at: 2001) }
            for guess in 0..<3 {
                await expectRefusal("code-wrong") {
                    try await Self.enter("00000\(guess)", again, test, at: 2002 + Int64(guess))
                }
            }
            await expectRefusal("sign-in-throttled") { try await Self.enter("000009", again, test, at: 2006) }
            await expectRefusal("sign-in-throttled") { _ = try await Self.signIn(test, at: 2007) }
            let kept = try await test.asOwner {
                try $0.values("SELECT encode(code_sha256, 'hex') FROM account_recovery_code", as: String.self)
            }
            #expect(kept.count == 10 && codes.allSatisfy { code in !kept.contains(code.lowercased()) })
        }
    }

    @Test(
        "who switches it off shows a code; who lost everything asks the administrator, of their own territory"
    )
    func ending() async throws {
        try await TestRegistry.run { test in
            let (first, codes) = try await Self.secured(test)
            await expectRefusal("code-wrong") {
                try await test.registry.endSecondFactor(
                    by: "1", of: first, from: Self.origin, at: Self.at(50))
            }
            try await test.registry.endSecondFactor(
                by: codes[0], of: first, from: Self.origin, at: Self.at(60))
            #expect(try await !Self.signIn(test, at: 70).awaitsCode)
            // set up anew, with other codes
            let begun = try await test.registry.beginSecondFactor(of: first, at: Self.at(80))
            let newCodes = try await test.registry.confirmSecondFactor(
                by: try await Self.code(test, at: 90), of: first, at: Self.at(90))
            #expect(Set(newCodes).isDisjoint(with: codes) && !begun.secret.isEmpty)
            await expectRefusal("second-factor-there") {
                _ = try await test.registry.confirmSecondFactor(by: "1", of: first, at: Self.at(91))
            }
            try await test.grant(.officer, in: "19", to: "can.bo")
            for (login, place) in [("quan.tri", "19"), ("quan.tri.xa", "08")] {
                try await test.account(login)
                try await test.grant(.administrator, in: place, to: login)
            }
            let stranger = try await test.viewer("quan.tri.xa")
            await expectRefusal("outside-territory") {
                _ = try await test.registry.resetSecondFactor(
                    of: "can.bo", because: "Mất điện thoại", at: Self.at(100), as: stranger)
            }
            let administrator = try await test.viewer("quan.tri")
            _ = try await test.registry.resetSecondFactor(
                of: "can.bo", because: "Mất điện thoại", at: Self.at(100), as: administrator)
            let token = try #require(first.token)
            #expect(
                try await test.registry.signedIn(by: token, at: Self.at(101)) == nil,
                "everybody is signed out")
            await expectRefusal("second-factor-missing") {
                _ = try await test.registry.resetSecondFactor(
                    of: "can.bo", because: "Lại", at: Self.at(102), as: administrator)
            }
            #expect(try await !Self.signIn(test, at: 110).awaitsCode)
        }
    }

    @Test(
        "the database itself keeps steps from going back, codes from being used twice and sessions from being let in without one"
    )
    func walls() async throws {
        try await TestRegistry.run { test in
            let (_, codes) = try await Self.secured(test)
            let awaiting = try await Self.signIn(test, at: 100)
            try await Self.enter(codes[0], try await Self.signIn(test, at: 100), test, at: 101)
            for (statement, constraint) in [
                ("UPDATE account_time_code SET last_step = last_step - 1", "account_time_code_step"),
                (
                    "UPDATE account_time_code SET secret = '\\x0000000000000000000000000000000000000000'",
                    "account_time_code_step"
                ),
                (
                    "UPDATE account_recovery_code SET used_at = NULL WHERE used_at IS NOT NULL",
                    "account_recovery_code_step"
                ),
                (
                    "UPDATE web_session SET awaits_code = false WHERE web_session_id = \(awaiting.session)",
                    "web_session_code_step"
                ),
            ] {
                await expectDatabaseError("23000", constraint: constraint) {
                    try await test.asProgram { session in
                        try session.beginAudit()
                        try session.script(statement)
                    }
                }
            }
        }
    }
}
