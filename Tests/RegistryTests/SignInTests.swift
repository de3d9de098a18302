import Evidence
import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@Suite("Signing in")
struct SignInTests {
    private static let password = "bốn con trâu đi cày"
    private static let origin = RequestOrigin(network: "192.0.2.7", agent: "Firefox")
    private static let start = Instant(microsecondsSince1970: 1_795_000_000_000_000)

    private static func at(_ seconds: Int64) -> Instant { start.adding(seconds: seconds) }

    /// An account that has chosen its password by invitation.
    private static func account(_ test: TestRegistry, _ login: String = "can.bo") async throws {
        try await test.account(login)
        let invitation = try await test.registry.invite(login, at: start, as: test.viewer)
        try await test.registry.acceptInvitation(invitation.token, password: password, at: start)
    }

    @discardableResult
    private static func signIn(
        _ test: TestRegistry, _ login: String = "can.bo", _ password: String = password,
        from network: String = "192.0.2.7",
        at seconds: Int64 = 0
    ) async throws -> SignedIn {
        try await test.registry.signIn(
            login: login, password: password, from: RequestOrigin(network: network, agent: "Firefox"),
            at: at(seconds))
    }

    @Test("who was invited chooses a password, signs in, is who they are, and signs out")
    func story() async throws {
        try await TestRegistry.run { test in
            try await Self.account(test)
            try await test.grant(.officer, in: "19", to: "can.bo")
            let signedIn = try await Self.signIn(test, "  CAN.BO ")
            let token = try #require(signedIn.token)
            #expect(signedIn.viewer.name == "can.bo" && signedIn.viewer.may(.establishmentAdd))
            let again = try #require(try await test.registry.signedIn(by: token, at: Self.at(10)))
            #expect(
                again.session == signedIn.session && again.account.login == "can.bo" && again.token == nil)
            #expect(try await test.registry.signedIn(by: SecretToken(), at: Self.at(10)) == nil)
            #expect(try await test.registry.signedIn(byText: "../x", at: Self.at(10)) == nil)
            let sessions = try await test.registry.sessions(of: again, at: Self.at(10))
            #expect(sessions.map(\.id) == [signedIn.session] && sessions[0].network == "192.0.2.7")
            try await test.registry.signOut(again, at: Self.at(20))
            #expect(try await test.registry.signedIn(by: token, at: Self.at(21)) == nil)
            let kept = try await test.asOwner { session in
                try session.query("SELECT hash FROM account_password") { try $0("hash", as: String.self) }
            }
            #expect(kept.allSatisfy { $0.hasPrefix("$argon2id$") } && kept.count == 1)
        }
    }

    @Test("an invitation is good once, for a week, and until the next; a bad password does not use it up")
    func invitations() async throws {
        try await TestRegistry.run { test in
            try await test.account("moi")
            let registry = test.registry
            let first = try await registry.invite("moi", at: Self.start, as: test.viewer)
            #expect(try await registry.invited(by: first.token, at: Self.at(604_799))?.login == "moi")
            #expect(try await registry.invited(by: first.token, at: Self.at(604_800)) == nil)
            let second = try await registry.invite("moi", at: Self.start, as: test.viewer)
            #expect(try await registry.invited(by: first.token, at: Self.start) == nil)
            await expectRefusal("unknown-invitation") {
                try await registry.acceptInvitation(first.token, password: Self.password, at: Self.start)
            }
            await expectRefusal("password-guessable") {
                try await registry.acceptInvitation(second.token, password: "matkhau12345678", at: Self.start)
            }
            try await registry.acceptInvitation(second.token, password: Self.password, at: Self.start)
            await expectRefusal("unknown-invitation") {
                try await registry.acceptInvitation(
                    second.token, password: Self.password + "!", at: Self.start)
            }
            try await Self.signIn(test, "moi")
            // a forgotten password: a new invitation, and who was signed in is so no longer
            let signedIn = try await Self.signIn(test, "moi")
            let third = try await registry.invite("moi", at: Self.start, as: test.viewer)
            try await registry.acceptInvitation(
                third.token, password: "mưa rơi trên mái ngói", at: Self.at(5))
            #expect(try await registry.signedIn(by: try #require(signedIn.token), at: Self.at(6)) == nil)
            await expectRefusal("sign-in-failed") { try await Self.signIn(test, "moi", at: 7) }
            _ = try await registry.disableAccount("moi", on: test.today, because: "Nghỉ", as: test.viewer)
            await expectRefusal("account-disabled") {
                _ = try await registry.invite("moi", at: Self.start, as: test.viewer)
            }
        }
    }

    @Test("two who use one invitation at once: one password is taken")
    func invitationRace() async throws {
        try await TestRegistry.run(poolSize: 4) { test in
            try await test.account("moi")
            let invitation = try await test.registry.invite("moi", at: Self.start, as: test.viewer)
            let taken = await withTaskGroup(of: Bool.self) { group in
                for number in 0..<6 {
                    group.addTask {
                        do {
                            try await test.registry.acceptInvitation(
                                invitation.token, password: "\(Self.password) \(number)", at: Self.start)
                            return true
                        } catch {
                            return false
                        }
                    }
                }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(taken == 1)
        }
    }

    @Test("what was wrong is not told, whether there is such a login, has a password or is disabled")
    func sameAnswer() async throws {
        try await TestRegistry.run { test in
            try await Self.account(test)
            try await test.account("khong-mat-khau")
            for (login, password) in [
                ("can.bo", "bốn con trâu đi cầy"), ("khong-co", Self.password),
                ("khong-mat-khau", Self.password),
                ("", Self.password), ("can.bo", ""), ("' OR 1=1 --", "x"),
            ] {
                await expectRefusal("sign-in-failed") { try await Self.signIn(test, login, password) }
            }
            let signedIn = try await Self.signIn(test, at: 0)
            _ = try await test.registry.disableAccount(
                "can.bo", on: test.today, because: "Nghỉ", as: test.viewer)
            #expect(try await test.registry.signedIn(by: try #require(signedIn.token), at: Self.at(1)) == nil)
            await expectRefusal("account-disabled") { try await Self.signIn(test, at: 1) }
            await expectRefusal("sign-in-failed") {
                try await Self.signIn(test, "can.bo", "sai mật khẩu rồi", at: 2)
            }
        }
    }

    @Test("who guesses waits, longer each time; the owner elsewhere does not, and success wipes the slate")
    func throttled() async throws {
        try await TestRegistry.run { test in
            try await Self.account(test)
            for second in 0..<5 as Range<Int64> {
                await expectRefusal("sign-in-failed") {
                    try await Self.signIn(test, "can.bo", "sai rồi", at: second)
                }
            }
            let told = await expectRefusal("sign-in-throttled") { try await Self.signIn(test, at: 5) }
            #expect(told.first?.text.vi.contains("1 phút") == true)
            try await Self.signIn(test, from: "198.51.100.1", at: 6)
            await expectRefusal("sign-in-failed") { try await Self.signIn(test, "can.bo", "sai rồi", at: 34) }
            await expectRefusal("sign-in-throttled") { try await Self.signIn(test, at: 93) }
            try await Self.signIn(test, at: 94)
            for second in 95..<99 as Range<Int64> {
                await expectRefusal("sign-in-failed") {
                    try await Self.signIn(test, "can.bo", "sai rồi", at: second)
                }
            }
            try await Self.signIn(test, at: 99)
            // and a login that nobody has is counted like any other
            for second in 200..<205 as Range<Int64> {
                await expectRefusal("sign-in-failed") {
                    try await Self.signIn(test, "khong-co", "sai rồi", at: second)
                }
            }
            await expectRefusal("sign-in-throttled") { try await Self.signIn(test, "khong-co", "x", at: 205) }
        }
    }

    @Test(
        "of forty guesses at once no more are looked at than are free; if they were counted afterwards all would be",
        arguments: [true, false])
    func guessesAtOnce(isProtected: Bool) async throws {
        try await TestRegistry.run(poolSize: 8, checksInvariants: false) { test in
            try await Self.account(test)
            if !isProtected {
                // attempts that are written down as failed only when they have
                try await test.asOwner {
                    try $0.script(
                        "CREATE FUNCTION forgive() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.succeeded := true; RETURN NEW; END $$"
                    )
                    try $0.script(
                        "CREATE TRIGGER forgive BEFORE INSERT ON sign_in_attempt FOR EACH ROW EXECUTE FUNCTION forgive()"
                    )
                }
            }
            let looked = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<40 {
                    group.addTask {
                        do {
                            try await Self.signIn(test, "can.bo", "sai mật khẩu rồi")
                        } catch let refusal as Refusal {
                            return refusal.violations.contains { $0.code == "sign-in-failed" }
                        } catch {}
                        return false
                    }
                }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            if isProtected { #expect(looked == 5) } else { #expect(looked == 40) }
        }
    }

    @Test(
        "a token is replaced while it is used; the one before is good for a moment, and later gives the thief away"
    )
    func rotation() async throws {
        try await TestRegistry.run { test in
            try await Self.account(test)
            let first = try #require(try await Self.signIn(test).token)
            let rotated = try #require(try await test.registry.signedIn(by: first, at: Self.at(900)))
            let second = try #require(rotated.token)
            // a request that was under way, and one with the new token
            #expect(try await test.registry.signedIn(by: first, at: Self.at(930)) != nil)
            #expect(try await test.registry.signedIn(by: second, at: Self.at(940)) != nil)
            // later somebody shows the old one: both are out
            #expect(try await test.registry.signedIn(by: first, at: Self.at(1000)) == nil)
            #expect(try await test.registry.signedIn(by: second, at: Self.at(1001)) == nil)
            let why = try await test.asOwner {
                try $0.values("SELECT ended_because FROM web_session", as: String.self)
            }
            #expect(why == ["token-reused"])
        }
    }

    @Test("an idle hour ends a session, and so does a working day of use")
    func times() async throws {
        try await TestRegistry.run { test in
            try await Self.account(test)
            let idle = try #require(try await Self.signIn(test).token)
            #expect(try await test.registry.signedIn(by: idle, at: Self.at(3600)) == nil)
            var token = try #require(try await Self.signIn(test).token)
            for second in stride(from: Int64(1800), to: 43_200, by: 1800) {
                let signedIn = try #require(try await test.registry.signedIn(by: token, at: Self.at(second)))
                token = signedIn.token ?? token
            }
            #expect(try await test.registry.signedIn(by: token, at: Self.at(43_200)) == nil)
        }
    }

    @Test("of two requests that rotate at once one gives the new token, and both are answered")
    func rotationRace() async throws {
        try await TestRegistry.run(poolSize: 4) { test in
            try await Self.account(test)
            let token = try #require(try await Self.signIn(test).token)
            let answers = try await withThrowingTaskGroup(of: SignedIn?.self) { group in
                for _ in 0..<8 {
                    group.addTask { try await test.registry.signedIn(by: token, at: Self.at(901)) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.count == 8 && answers.allSatisfy { $0 != nil })
            let new = answers.compactMap { $0?.token }
            #expect(new.count == 1)
            #expect(try await test.registry.signedIn(by: try #require(new.first), at: Self.at(902)) != nil)
        }
    }

    @Test("one's own sessions are ended one by one or all others at once; another's are unknown")
    func sessions() async throws {
        try await TestRegistry.run { test in
            try await Self.account(test)
            try await Self.account(test, "nguoi.khac")
            let mine = try await Self.signIn(test, at: 0)
            let phone = try await Self.signIn(test, at: 1)
            let office = try await Self.signIn(test, at: 2)
            let other = try await Self.signIn(test, "nguoi.khac", at: 3)
            await expectRefusal("unknown-session") {
                try await test.registry.endSession(other.session, of: mine, at: Self.at(4))
            }
            try await test.registry.endSession(phone.session, of: mine, at: Self.at(5))
            await expectRefusal("unknown-session") {
                try await test.registry.endSession(phone.session, of: mine, at: Self.at(6))
            }
            try await test.registry.endSession(nil, of: mine, at: Self.at(7))
            #expect(try await test.registry.sessions(of: mine, at: Self.at(8)).map(\.id) == [mine.session])
            #expect(try await test.registry.signedIn(by: try #require(office.token), at: Self.at(9)) == nil)
            #expect(try await test.registry.signedIn(by: try #require(other.token), at: Self.at(9)) != nil)
            let ended = try await test.registry.endSessions(
                ofAccount: "nguoi.khac", because: "Mất máy", at: Self.at(10), as: test.viewer)
            #expect(ended.map(\.id) == [other.session])
            #expect(try await test.registry.signedIn(by: try #require(other.token), at: Self.at(11)) == nil)
        }
    }

    @Test("a password is changed by who knows it; other browsers are out, this one stays")
    func change() async throws {
        try await TestRegistry.run { test in
            try await Self.account(test)
            let here = try await Self.signIn(test, at: 0)
            let there = try await Self.signIn(test, at: 1)
            func change(_ old: String, _ new: String) async throws {
                try await test.registry.changePassword(
                    from: old, to: new, of: here, from: Self.origin, at: Self.at(10))
            }
            await expectRefusal("password-wrong") { try await change("không phải", "mưa rơi trên mái ngói") }
            await expectRefusal("password-short") { try await change(Self.password, "ngắn") }
            try await change(Self.password, "mưa rơi trên mái ngói")
            #expect(try await test.registry.signedIn(by: try #require(here.token), at: Self.at(11)) != nil)
            #expect(try await test.registry.signedIn(by: try #require(there.token), at: Self.at(11)) == nil)
            await expectRefusal("sign-in-failed") { try await Self.signIn(test, at: 12) }
            try await Self.signIn(test, "can.bo", "mưa rơi trên mái ngói", at: 13)
        }
    }

    @Test("who manages a territory's accounts invites those, and nobody else's")
    func reach() async throws {
        try await TestRegistry.run { test in
            for login in ["quan-tri", "cua-minh", "cua-nguoi"] { try await test.account(login) }
            try await test.grant(.administrator, in: "19", to: "quan-tri")
            try await test.grant(.officer, in: "19", to: "cua-minh")
            try await test.grant(.officer, in: "24", to: "cua-nguoi")
            let administrator = try await test.viewer("quan-tri")
            _ = try await test.registry.invite("cua-minh", at: Self.start, as: administrator)
            await expectRefusal("outside-territory") {
                _ = try await test.registry.invite("cua-nguoi", at: Self.start, as: administrator)
            }
            await expectRefusal("outside-territory") {
                _ = try await test.registry.setPassword(
                    Self.password, of: "cua-nguoi", at: Self.start, as: administrator)
            }
            await expectRefusal("not-permitted") {
                _ = try await test.registry.invite(
                    "cua-minh", at: Self.start, as: try await test.viewer("cua-minh"))
            }
        }
    }

    @Test(
        "the database lets no session come back to life, move to another account or be used twice as an invitation"
    )
    func walls() async throws {
        try await TestRegistry.run { test in
            try await Self.account(test)
            try await test.account("khac")
            let signedIn = try await Self.signIn(test)
            try await test.registry.signOut(signedIn, at: Self.at(1))
            for statement in [
                "UPDATE web_session SET ended_at = NULL, ended_because = NULL",
                "UPDATE web_session SET account_id = (SELECT account_id FROM account WHERE login = 'khac')",
            ] {
                await expectDatabaseError("23000", constraint: "web_session_step") {
                    _ = try await test.asProgram { try $0.script(statement) }
                }
            }
            await expectDatabaseError("23000", constraint: "account_invitation_step") {
                _ = try await test.asProgram { try $0.script("UPDATE account_invitation SET used_at = NULL") }
            }
            await expectDatabaseError("23000", constraint: "sign_in_attempt_step") {
                _ = try await test.asProgram {
                    try $0.script("UPDATE sign_in_attempt SET made_at = made_at - interval '1 hour'")
                }
            }
        }
    }
}
