/// The name of one score sheet as it is printed on it and typed in again: round, entry, stage if the round has several, judge
/// and a check character, as in `12/HG007/J3/7` or `12/HG007/FINAL/J3/M`.
///
/// A stroke separates the parts because codes of entries and judges may contain hyphens, points and underscores, but never a
/// stroke. Letters are capitals, whatever case the codes themselves are written in: two codes that differ in case only have
/// the same sheet code, so who looks one up compares sheet codes, not texts.
///
/// The check character is that of ISO/IEC 7064 MOD 37,36 over everything before it. Letters and digits have the values of the
/// standard (0–9, A = 10 … Z = 35); the signs that the standard does not know count as letters do: `/` as W, `.` as X, `_` as
/// Y, `-` as Z. It catches
/// - every single wrong character, except a sign taken for the very letter that it counts as (and the reverse);
/// - every two neighbours swapped, except, in one code of 36, two whose values follow one another (0 and 1, 8 and 9, A and B,
///   Z and 0).
public struct SheetCode: Hashable, Sendable {
    public let round: Int64
    /// Nil: the round has one stage.
    public let stage: String?
    public let entry: String
    public let judge: String

    /// - Throws: `sheet-code-part` for what cannot be part of a code: an entry, judge or stage that is not 1–32 letters A–Z,
    ///   digits, points, underscores and hyphens beginning with a letter or digit, or a round below 1.
    public init(round: Int64, stage: String? = nil, entry: String, judge: String) throws(Violation) {
        guard round > 0 else { throw Self.unusable("\(round)") }
        self.round = round
        self.entry = try Self.capitals(entry)
        self.judge = try Self.capitals(judge)
        if let stage { self.stage = try Self.capitals(stage) } else { self.stage = nil }
    }

    /// Reads a code as typed or scanned: in either case, with blanks anywhere.
    ///
    /// - Throws: `sheet-code-malformed` for what is no such code at all, `sheet-code-check` for a code with a slip of the pen.
    public init(parsing typed: String) throws(Violation) {
        let letters = String(String.UnicodeScalarView(typed.unicodeScalars.filter { !$0.isSpace }))
        let text = String(decoding: letters.utf8.map(\.capitalASCII), as: UTF8.self)
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard (4...5).contains(parts.count), let check = parts.last, check.utf8.count == 1,
            text.utf8.allSatisfy({ Self.value(of: $0) != nil })
        else { throw Self.malformed(typed) }
        guard Self.checkCharacter(of: text.utf8.dropLast(2)) == check else {
            throw Violation(
                "sheet-code-check",
                vi:
                    "Mã phiếu \(Text.quoted(typed)) gõ sai (ký tự kiểm tra không khớp); hãy đối chiếu lại với phiếu",
                en:
                    "Sheet code \(Text.quoted(typed)) is mistyped (its check character does not fit); compare it with the sheet"
            )
        }
        do throws(Violation) {
            guard let round = Int64(parts[0]), String(round) == parts[0] else { throw Self.malformed(typed) }
            try self.init(
                round: round, stage: parts.count == 5 ? String(parts[2]) : nil, entry: String(parts[1]),
                judge: String(parts[parts.count - 2]))
        } catch {
            throw Self.malformed(typed)
        }
    }

    /// The last character of the code.
    public var checkCharacter: String { Self.checkCharacter(of: unchecked.utf8) }

    private var unchecked: String {
        ([String(round), entry] + (stage.map { [$0] } ?? []) + [judge]).joined(separator: "/")
    }

    // MARK: Parts

    private static func capitals(_ part: String) throws(Violation) -> String {
        let bytes = part.utf8
        guard (1...32).contains(bytes.count), let first = bytes.first, !signs.contains(first),
            bytes.allSatisfy({ value(of: $0.capitalASCII) != nil && $0 != separator })
        else { throw unusable(part) }
        return part.uppercased()
    }

    private static func unusable(_ part: String) -> Violation {
        Violation(
            "sheet-code-part",
            vi:
                "\(Text.quoted(part)) không dùng làm mã phiếu được: chỉ dùng chữ không dấu, chữ số, dấu chấm, gạch dưới, gạch nối",
            en:
                "\(Text.quoted(part)) cannot be part of a sheet code: use letters A–Z, digits, points, underscores, hyphens"
        )
    }

    private static func malformed(_ typed: String) -> Violation {
        Violation(
            "sheet-code-malformed",
            vi: "\(Text.quoted(typed)) không phải là mã phiếu; mã có dạng như 12/HG007/J3/7 in trên phiếu",
            en:
                "\(Text.quoted(typed)) is not a sheet code; it looks like 12/HG007/J3/7, as printed on the sheet"
        )
    }

    // MARK: ISO/IEC 7064 MOD 37,36

    private static let separator = UInt8(ascii: "/")
    private static let signs = Array("/._-".utf8)
    private static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)

    /// The value of a character; nil for one that is in no code.
    private static func value(of byte: UInt8) -> Int? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte) - 48
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): Int(byte) - 55
        default: signs.firstIndex(of: byte).map { 32 + $0 }
        }
    }

    /// Every character adds its value modulo 36 (0 counting as 36), and the sum is doubled modulo 37; the check character is
    /// what makes the last sum 1.
    private static func checkCharacter(of bytes: some Sequence<UInt8>) -> String {
        let product = bytes.reduce(36) { product, byte in
            let sum = (product + (value(of: byte) ?? 0)) % 36
            return 2 * (sum == 0 ? 36 : sum) % 37
        }
        return String(Unicode.Scalar(alphabet[(37 - product) % 36]))
    }
}

extension SheetCode: CustomStringConvertible {
    public var description: String { "\(unchecked)/\(checkCharacter)" }
}

extension UInt8 {
    fileprivate var capitalASCII: UInt8 {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) ? self - 32 : self
    }
}
