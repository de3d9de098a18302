/// How numbers and dates may be written where a text comes from.
///
/// `plain` is what a comma file, a command line and a JSON body use: `8.5`, `2026-11-20`. `vietnamese`, for a
/// semicolon file as Excel writes it in Vietnam, may also use `8,5` and `20/11/2026`.
public enum Notation: Hashable, Sendable {
    case plain
    case vietnamese

    /// Violation: `date-unreadable`.
    public func day(_ text: String) throws(Violation) -> Day {
        switch self {
        case .plain: try Day(iso: text)
        case .vietnamese: try Day(vietnamese: text)
        }
    }

    /// The decimal with a point, if this notation lets it have a comma.
    public func decimalPoint(_ text: String) -> String {
        guard self == .vietnamese, text.utf8.contains(UInt8(ascii: ",")) else { return text }
        return String(text.map { $0 == "," ? "." : $0 })
    }

    /// A whole number of at least zero in plain digits: grouped digits are refused rather than guessed at, as
    /// `1.500` is fifteen hundred to one program and one and a half to another.
    ///
    /// Violations: `number-unreadable`, `number-too-large`.
    public func wholeNumber(_ text: String, upTo limit: Int64) throws(Violation) -> Int64 {
        guard text.isDigits else {
            throw Violation(
                "number-unreadable",
                vi:
                    "\(Text.quoted(text)) không phải là số nguyên; chỉ viết chữ số, không dấu chấm phẩy: 1500000",
                en: "\(Text.quoted(text)) is not a whole number; write digits without separators: 1500000")
        }
        guard let number = Int64(text), number <= limit else {
            throw Violation(
                "number-too-large", vi: "số lớn quá \(limit)", en: "the number is larger than \(limit)")
        }
        return number
    }
}
