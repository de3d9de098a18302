/// What is written on a booth and on the plan: `A01`, `Khu B-12`. Letters and digits in groups that one space, hyphen, dot or slash
/// separates.
///
/// Two codes that differ in case or in the kind of separator alone name one booth; Đ and D are two letters here, as halls are
/// lettered A, B, C, D, Đ.
public struct BoothCode: Hashable, Sendable {
    public let text: String
    /// The same for all ways to write the code; not for reading.
    public let key: String

    public static let longest = 20

    /// Violations beside those of `Text.line`: `booth-code-unreadable`.
    public init(_ text: String) throws(Violation) {
        let tidy = try Text.line(text, limit: Self.longest)
        var key = ""
        var separators = 0
        for scalar in tidy.lowercased().composed.unicodeScalars {
            if scalar.properties.isAlphabetic || scalar.isMark || ("0"..."9").contains(scalar) {
                key.unicodeScalars.append(scalar)
                separators = 0
            } else if Self.separators.contains(scalar), separators == 0, !key.isEmpty {
                key += "-"
                separators += 1
            } else {
                throw Self.unreadable(text)
            }
        }
        guard separators == 0, !key.isEmpty else { throw Self.unreadable(text) }
        self.text = tidy
        self.key = key
    }

    public static func == (left: BoothCode, right: BoothCode) -> Bool { left.key == right.key }

    public func hash(into hasher: inout Hasher) { hasher.combine(key) }

    private static let separators: Set<Unicode.Scalar> = [" ", "-", ".", "/"]

    private static func unreadable(_ text: String) -> Violation {
        Violation(
            "booth-code-unreadable",
            vi: "\(Text.quoted(text)) không phải là mã gian hàng; viết chữ và số, như A01 hoặc B-12",
            en: "\(Text.quoted(text)) is not a booth's code; write letters and digits, such as A01 or B-12")
    }
}

extension BoothCode: CustomStringConvertible {
    public var description: String { text }
}
