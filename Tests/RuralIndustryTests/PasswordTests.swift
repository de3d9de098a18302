import RuralIndustry
import Testing

@Suite("Passwords, throttling and how long somebody stays signed in")
struct PasswordTests {
    private func code(_ text: String, login: String = "nguyen.an", name: String = "Nguyễn Văn An") throws
        -> String?
    {
        do throws(Violation) {
            _ = try Password(chosen: text, by: try Login(login), name: name)
            return nil
        } catch {
            return error.code
        }
    }

    @Test(
        "long ones are taken whatever they consist of",
        arguments: [
            "bốn con trâu đi cày", "correct horse battery staple", "mưa rơi trên mái ngói đỏ",
            "7hQ2-zzRk-91pLm",
            "chè xanh Tân Cương ngon nhất",
        ])
    func taken(text: String) throws { #expect(try code(text) == nil) }

    @Test(
        "what guessers try first is refused",
        arguments: [
            ("ngắn quá", "password-short"), ("           ", "password-short"),
            ("matkhau123456", "password-guessable"),
            ("mật khẩu 123456", "password-guessable"), ("aaaaaaaaaaaaaaaa", "password-guessable"),
            ("nguyenvanan2026", "password-guessable"), ("nguyen.an 12345", "password-guessable"),
            ("qwertyuiop123", "password-guessable"), ("abcdefghijklmnop", "password-guessable"),
            ("ponmlkjihgfedcba", "password-guessable"), ("Khuyến Công 123", "password-guessable"),
            (String(repeating: "đ", count: 300), "password-long"),
        ])
    func refused(text: String, expected: String) throws { #expect(try code(text) == expected) }

    @Test("composed and decomposed letters are one password; capital letters and blanks are not")
    func normalForm() throws {
        #expect(Password(typed: "me\u{302}\u{323}t").bytes == Password(typed: "mệt").bytes)
        #expect(Password(typed: "Mệt").bytes != Password(typed: "mệt").bytes)
        #expect(Password(typed: "mệt ").bytes != Password(typed: "mệt").bytes)
    }

    @Test(
        "the first failures cost nothing, later ones twice as long each, never more than a quarter of an hour"
    )
    func throttle() {
        func wait(_ kind: SignInThrottle, _ count: Int, _ since: Int64 = 0) -> Int64 {
            SignInThrottle.remaining([kind: (count: count, sinceLast: since)])
        }
        #expect((0..<5).allSatisfy { wait(.loginFromNetwork, $0) == 0 })
        #expect((5...11).map { wait(.loginFromNetwork, $0) } == [30, 60, 120, 240, 480, 900, 900])
        #expect(wait(.loginFromNetwork, 7, 100) == 20 && wait(.loginFromNetwork, 7, 120) == 0)
        #expect(wait(.login, 19) == 0 && wait(.login, 20) == 30)
        #expect(wait(.network, 49) == 0 && wait(.network, 50) == 30)
        #expect(wait(.network, .max) == 900)
        let all: [SignInThrottle: (count: Int, sinceLast: Int64)] = [
            .loginFromNetwork: (6, 50), .login: (21, 50), .network: (3, 50),
        ]
        #expect(SignInThrottle.remaining(all) == 10)
    }

    @Test(
        "a session lives while it is used, no longer than a working day, and a token that was replaced tells of a thief"
    )
    func session() {
        let begun = Instant(microsecondsSince1970: 1_790_000_000_000_000)
        func state(_ now: Int64, seen: Int64 = 0, rotated: Int64 = 0, earlier: Bool = false) -> SessionState {
            SessionState(
                begun: begun, seen: begun.adding(seconds: seen), rotated: begun.adding(seconds: rotated),
                showsEarlier: earlier, at: begun.adding(seconds: now))
        }
        #expect(state(10) == .live(isTokenOld: false))
        #expect(state(900) == .live(isTokenOld: true))
        #expect(state(3599) == .live(isTokenOld: true) && state(3600) == .over)
        #expect(state(43_199, seen: 43_000, rotated: 43_000) == .live(isTokenOld: false))
        #expect(state(43_200, seen: 43_100, rotated: 43_100) == .over)
        #expect(state(960, seen: 900, rotated: 900, earlier: true) == .live(isTokenOld: false))
        #expect(state(961, seen: 900, rotated: 900, earlier: true) == .stolen)
    }
}
