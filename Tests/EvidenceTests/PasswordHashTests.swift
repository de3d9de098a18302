import Evidence
import Glibc
import RuralIndustry
import Testing

@Suite("Hashes of passwords")
struct PasswordHashTests {
    @Test("a password fits its own hash and no other; two hashes of one password differ")
    func round() throws {
        let password = Password(typed: "bốn con trâu đi cày")
        let (first, second) = (try PasswordHash(of: password), try PasswordHash(of: password))
        #expect(first != second && first.text.hasPrefix("$argon2id$v=19$m=19456,t=2,p=1$"))
        #expect(first.matches(password) && second.matches(password))
        #expect(!first.matches(Password(typed: "bốn con trâu đi cầy")))
        #expect(!first.isOutdated)
        #expect(PasswordHash(kept: first.text).matches(Password(typed: "bô\u{301}n con trâu đi cày")))
    }

    @Test("a hash of another program at another cost is read, and is to be renewed")
    func foreign() {
        // a test vector of the reference implementation: 64 MiB, two passes, “password” with “somesalt”
        let kept = PasswordHash(
            kept: "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc")
        #expect(kept.matches(Password(typed: "password")) && kept.isOutdated)
        #expect(!kept.matches(Password(typed: "Password")))
    }

    @Test(
        "what is no hash fits no password",
        arguments: [
            "", "$argon2id$", "password", "$argon2id$v=19$m=19456,t=2,p=1$$", PasswordHash.ofNobody.text,
        ])
    func broken(text: String) {
        #expect(!PasswordHash(kept: text).matches(Password(typed: "")))
        #expect(!PasswordHash(kept: text).matches(Password(typed: "password")))
    }

    @Test("a hash of nobody takes as long as one of somebody")
    func nobody() throws {
        let password = Password(typed: "bốn con trâu đi cày")
        let hash = try PasswordHash(of: password)
        // the processor's time of this thread, in seconds: a clock goes on while others have the processor
        func worked() -> Double {
            var time = timespec()
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
            return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
        }
        func time(_ body: () -> Bool) -> Double {
            (0..<5).map { _ in
                let start = worked()
                _ = body()
                return worked() - start
            }.min() ?? 0
        }
        let (somebody, nobody) = (
            time { hash.matches(password) }, time { PasswordHash.ofNobody.matches(password) }
        )
        #expect(nobody > somebody / 2 && somebody > nobody / 2, "\(somebody) \(nobody)")
    }

    @Test(
        "tokens are unlike each other, are read back as they are written, and nothing else is taken for one")
    func tokens() throws {
        let token = SecretToken()
        #expect(token != SecretToken() && token.text.utf8.count == 52)
        #expect(SecretToken(token.text) == token && SecretToken(token.text)?.hash == token.hash)
        for text in [
            "", token.text.lowercased(), token.text + "0", String(token.text.dropLast()) + "U", "../x",
        ] {
            #expect(SecretToken(text) == nil)
        }
    }
}
