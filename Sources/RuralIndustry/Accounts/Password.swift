/// A password in one form, whatever keyboard wrote it: Vietnamese letters are typed composed on one machine and decomposed on
/// another (NIST SP 800-63B-4 §3.1.1.2 asks for one normal form before hashing).
public struct Password: Sendable {
    /// UTF-8 of the composed form.
    public let bytes: [UInt8]

    /// A password as it is typed to sign in: whether it is right is all that is asked of it.
    public init(typed text: String) { bytes = Array(text.composed.utf8) }

    /// A password as somebody chooses it. Length is what counts; no kinds of characters are asked for, and no change after a
    /// time.
    ///
    /// Violations: `password-short`, `password-long`, `password-guessable`.
    public init(chosen text: String, by login: Login, name: String) throws(Violation) {
        let composed = text.composed
        guard composed.count >= Self.fewestCharacters else { throw .passwordShort }
        guard composed.utf8.count <= Self.mostBytes else { throw .passwordLong }
        if Self.isGuessable(composed, knowing: [login.text, name]) { throw .passwordGuessable }
        bytes = Array(composed.utf8)
    }

    public static let fewestCharacters = 12
    static let mostBytes = 512

    /// What guessers try first: little but well-known pieces, the owner's own names, one character over and over or the next
    /// key each time.
    private static func isGuessable(_ text: String, knowing names: [String]) -> Bool {
        var rest = Folded(text).text.filter { $0 != " " }
        let own = names.flatMap { Folded($0).text.split(whereSeparator: { !$0.isLetter && !$0.isNumber }) }
            .map(String.init).filter { $0.count >= 2 }
        for piece in (wellKnown + own).sorted(by: { $0.count > $1.count }) {
            rest = rest.replacing(piece, with: "")
        }
        return rest.count < 6 || Set(rest).count < 4 || isRun(rest)
    }

    /// Each character one further than the one before, or one back.
    private static func isRun(_ text: String) -> Bool {
        let codes = text.unicodeScalars.map { Int($0.value) }
        let steps = Set(zip(codes, codes.dropFirst()).map { $1 - $0 })
        return steps == [1] || steps == [-1]
    }

    private static let wellKnown = [
        "matkhau", "password", "passw0rd", "p@ssw0rd", "qwerty", "qwertyuiop", "asdfghjkl", "zxcvbnm",
        "abc123",
        "0123456789", "1234567890", "123456", "12345", "1234", "123", "987654321", "iloveyou", "anhyeuem",
        "vietnam",
        "hanoi", "saigon", "admin", "cnnt", "khuyencong", "congthuong", "socongthuong",
    ]
}

extension Violation {
    fileprivate static let passwordShort = Violation(
        "password-short",
        vi: "mật khẩu phải có ít nhất \(Password.fewestCharacters) ký tự; vài từ ghép lại thì dễ nhớ",
        en:
            "a password has at least \(Password.fewestCharacters) characters; some words together are easily remembered",
        at: Place(column: "password"))

    fileprivate static let passwordLong = Violation(
        "password-long", vi: "mật khẩu dài quá \(Password.mostBytes) byte",
        en: "the password is longer than \(Password.mostBytes) bytes", at: Place(column: "password"))

    fileprivate static let passwordGuessable = Violation(
        "password-guessable",
        vi:
            "mật khẩu này dễ đoán (dãy phím, từ quen thuộc, tên của chính mình); hãy chọn mật khẩu khác",
        en:
            "this password is easily guessed (keys in a row, well-known words, one's own name); choose another",
        at: Place(column: "password"))
}
