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
        try await test.timeCode().code(
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
                    "UPDATE account_time_code SET secret = substr(secret, 1, 20), secret_key_id = NULL",
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

    // MARK: How secrets are kept

    /// The service with other keys on the same database.
    private static func with(
        _ keys: SecretKeys?, _ test: TestRegistry, _ body: @Sendable (Registry) async throws -> Void
    ) async throws {
        let registry = Registry(database: Database(url: test.database.url, poolSize: 1), secretKeys: keys)
        do {
            try await body(registry)
            await registry.close()
        } catch {
            await registry.close()
            throw error
        }
    }

    /// As it was kept before there were keys.
    private static func decipher(_ test: TestRegistry) async throws {
        let secret = try await test.timeCode().secret
        try await test.tamper {
            try $0.execute("UPDATE account_time_code SET secret = \(Bytes(secret)), secret_key_id = NULL")
        }
    }

    private static func keyID(_ test: TestRegistry) async throws -> String? {
        try await test.asOwner {
            try $0.value(
                "SELECT secret_key_id FROM account_time_code WHERE ended_at IS NULL", as: String?.self)
        }
    }

    @Test(
        "the secret comes to the database enciphered for its account; one that was moved to another opens nothing"
    )
    func enciphered() async throws {
        try await TestRegistry.run { test in
            let (_, codes) = try await Self.secured(test)
            let keys = try TestRegistry.secretKeys()
            #expect(try await Self.keyID(test) == keys.currentID)
            let secret = try await test.timeCode().secret
            let kept = try await test.asOwner {
                try $0.value("SELECT encode(secret, 'hex') FROM account_time_code", as: String.self)
            }
            #expect(kept.count == 96 && !kept.contains(Bytes(secret).bytes.map(Self.hexadecimal).joined()))
            // somebody who writes to the database brings their own secret to another account
            try await test.account("ke.gian")
            try await test.tamper { session in
                let own = try keys.seal(TimeCode().secret, for: "account_time_code/0")
                try session.execute(
                    "UPDATE account_time_code SET secret = \(Bytes(own.bytes)), secret_key_id = \(own.keyID)")
            }
            let awaiting = try await Self.signIn(test, at: 100)
            await expectRefusal("second-factor-unreadable") {
                try await Self.enter("123456", awaiting, test, at: 101)
            }
            // whoever is locked out by it has the recovery codes
            try await Self.enter(codes[0], awaiting, test, at: 102)
        }
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }

    @Test(
        "what was kept in clear stays good, and is enciphered when it is used, or by a service that starts with a key"
    )
    func earlier() async throws {
        try await TestRegistry.run { test in
            _ = try await Self.secured(test)
            for usesIt in [true, false] {
                try await Self.decipher(test)
                #expect(try await Self.keyID(test) == nil)
                try await Self.with(nil, test) { without in
                    let kept = try await without.sealSecondFactors()
                    #expect(kept == KeptSecrets(sealed: 0, inClear: 1, unreadable: 0))
                }
                if usesIt {
                    let awaiting = try await Self.signIn(test, at: 100)
                    try await Self.enter(try await Self.code(test, at: 100), awaiting, test, at: 100)
                } else {
                    #expect(
                        try await test.registry.sealSecondFactors()
                            == KeptSecrets(sealed: 1, inClear: 0, unreadable: 0))
                }
                #expect(try await Self.keyID(test) == TestRegistry.secretKeys().currentID)
            }
            #expect(
                try await test.registry.sealSecondFactors()
                    == KeptSecrets(sealed: 0, inClear: 0, unreadable: 0))
            let awaiting = try await Self.signIn(test, at: 200)
            try await Self.enter(try await Self.code(test, at: 200), awaiting, test, at: 200)
        }
    }

    @Test(
        "keys are replaced: the new one beside the old, then before it, then alone; without them nothing is set up"
    )
    func replacedKeys() async throws {
        try await TestRegistry.run { test in
            let (signedIn, codes) = try await Self.secured(test)
            let code = try await Self.code(test, at: 1000)
            for (keys, sealed) in [([1, 2], 0), ([2, 1], 1), ([2], 0)] as [([UInt8], Int)] {
                try await Self.with(try TestRegistry.secretKeys(keys), test) { registry in
                    let kept = try await registry.sealSecondFactors()
                    #expect(kept == KeptSecrets(sealed: sealed, inClear: 0, unreadable: 0), "\(keys)")
                }
            }
            // the service that was forgotten says what it lacks, and lets nobody in but by recovery codes
            #expect(
                try await test.registry.sealSecondFactors()
                    == KeptSecrets(sealed: 0, inClear: 0, unreadable: 1))
            let awaiting = try await Self.signIn(test, at: 1000)
            await expectRefusal("second-factor-unreadable") {
                try await Self.enter(code, awaiting, test, at: 1000)
            }
            try await Self.with(try TestRegistry.secretKeys([2]), test) { registry in
                _ = try await registry.enterCode(code, of: awaiting, from: Self.origin, at: Self.at(1000))
            }
            try await Self.with(nil, test) { registry in
                try await registry.endSecondFactor(
                    by: codes[0], of: signedIn, from: Self.origin, at: Self.at(1001))
                await expectRefusal("secret-key-missing") {
                    _ = try await registry.beginSecondFactor(of: signedIn, at: Self.at(1002))
                }
                #expect(try await registry.openSecondFactor(of: signedIn) == nil)
            }
        }
    }
}
