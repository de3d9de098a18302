public import RuralIndustry

/// Which certificates were revoked, as an authority publishes it for checks without a server: a signed note whose lines are
///
///     cnnt-revocations/1
///     date 2026-11-25
///     next 2026-12-02
///     key 9ab4…
///     revoked 7K3M9QXT0V5CH2J8P 2026-11-20 15/QĐ-UBND
///     replaced 3F8QM9QXT0V5CH2JA 2026-11-22 0009/2026/CNNT-T19 31/QĐ-UBND
///     leaked-key 2f1c… 2026-10-01
///     genuine SHA-256
///
/// `date` is the day on which it was made, `next` the last day on which it may be relied on. `key` are the keys of the registry
/// that made it: a list says something only of what these signed, for of another registry's revocations it knows nothing. For a
/// key that leaked, every
/// code that it really signed is named by its hash: whoever has the key can put any day on what they forge, so nothing
/// else that it signed is to be believed.
public struct RevocationList: Hashable, Sendable {
    public struct Revocation: Hashable, Sendable {
        public let code: VerificationCode
        public let day: Day
        /// The number of the act.
        public let act: String

        public init(code: VerificationCode, day: Day, act: String) {
            self.code = code
            self.day = day
            self.act = act
        }
    }

    /// A certificate in whose place another stands, by an act that corrected it.
    public struct Replacement: Hashable, Sendable {
        public let code: VerificationCode
        /// The issue day of the new certificate.
        public let day: Day
        /// Of the new certificate; without blanks.
        public let number: String
        public let act: String

        public init(code: VerificationCode, day: Day, number: String, act: String) {
            self.code = code
            self.day = day
            self.number = number
            self.act = act
        }
    }

    public let day: Day
    public let next: Day
    /// The ids of the keys whose signatures the list speaks of.
    public private(set) var keys: Set<String> = []
    public private(set) var revocations: [VerificationCode: Revocation] = [:]
    public private(set) var replacements: [VerificationCode: Replacement] = [:]
    /// From which day on each leaked key is worth nothing, by its id.
    public private(set) var leakedKeys: [String: Day] = [:]
    public private(set) var genuine: Set<SHA256Digest> = []

    private static let heading = "cnnt-revocations/1"

    public init(
        day: Day, next: Day, keys: Set<String>, revocations: [Revocation] = [],
        replacements: [Replacement] = [], leakedKeys: [String: Day] = [:], genuine: Set<SHA256Digest> = []
    ) {
        self.day = day
        self.next = next
        self.keys = keys
        self.revocations = Dictionary(revocations.map { ($0.code, $0) }) { first, _ in first }
        self.replacements = Dictionary(replacements.map { ($0.code, $0) }) { first, _ in first }
        self.leakedKeys = leakedKeys
        self.genuine = genuine
    }

    public var text: String {
        var lines = [Self.heading, "date \(day.iso)", "next \(next.iso)"]
        lines += keys.sorted().map { "key \($0)" }
        for revocation in revocations.values.sorted(by: { $0.code.text < $1.code.text }) {
            lines.append("revoked \(revocation.code.text) \(revocation.day.iso) \(Self.line(revocation.act))")
        }
        for newer in replacements.values.sorted(by: { $0.code.text < $1.code.text }) {
            lines.append(
                "replaced \(newer.code.text) \(newer.day.iso) \(newer.number) \(Self.line(newer.act))")
        }
        for (key, day) in leakedKeys.sorted(by: { $0.key < $1.key }) {
            lines.append("leaked-key \(key) \(day.iso)")
        }
        lines += genuine.map(\.hex).sorted().map { "genuine \($0)" }
        return lines.joined(separator: "\n") + "\n"
    }

    /// - Throws: `revocation-list-malformed`.
    public init(text: String) throws(Violation) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map {
            $0.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false).map(String.init)
        }
        guard lines.count >= 3, lines[0] == [Self.heading], lines[1].count == 2, lines[1][0] == "date",
            lines[2].count == 2, lines[2][0] == "next"
        else { throw Self.malformed }
        day = try Day(iso: lines[1][1])
        next = try Day(iso: lines[2][1])
        for line in lines.dropFirst(3) {
            switch (line.first, line.count) {
            case ("key", 2): keys.insert(line[1])
            case ("revoked", 4):
                let code = try VerificationCode(line[1])
                revocations[code] = Revocation(code: code, day: try Day(iso: line[2]), act: line[3])
            case ("replaced", 4):
                let code = try VerificationCode(line[1])
                let words = line[3].split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
                guard words.count == 2 else { throw Self.malformed }
                replacements[code] = Replacement(
                    code: code, day: try Day(iso: line[2]), number: String(words[0]), act: String(words[1]))
            case ("leaked-key", 3): leakedKeys[line[1]] = try Day(iso: line[2])
            case ("genuine", 2): genuine.insert(try SHA256Digest(hex: line[1]))
            default: throw Self.malformed
            }
        }
    }

    /// Whether the list speaks of what a key signed.
    public func covers(_ key: VerifyingKey) -> Bool { keys.contains(key.id) }

    private static func line(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).joined(separator: " ")
    }

    private static let malformed = Violation(
        "revocation-list-malformed",
        vi: "đây không phải là danh sách thu hồi mà `cnnt certificate revocations` ghi ra",
        en: "this is no revocation list as `cnnt certificate revocations` writes it")
}
