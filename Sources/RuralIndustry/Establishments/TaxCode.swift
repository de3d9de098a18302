/// A tax code: ten digits, the tenth a check digit; with three more for a branch; or a household owner's
/// twelve-digit personal number. Text, as leading zeros count.
public struct TaxCode: Hashable, Sendable {
    /// `0123456789`, `0123456789-001` or `001085012345`.
    public let text: String

    /// True for a natural person's number (số định danh cá nhân), which is never shown to the public.
    public var isPersonalNumber: Bool { text.utf8.count == 12 }

    /// Reads ten or twelve digits, or thirteen with or without the hyphen; spaces and dots between digits are
    /// left out.
    ///
    /// Violations: `tax-code-lost-zero`, `tax-code-unreadable`, `tax-code-check-digit`.
    public init(_ raw: String) throws(Violation) {
        var digits: [UInt8] = []
        var hyphenAt: Int?
        for byte in raw.utf8 {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digits.append(byte - UInt8(ascii: "0"))
            case UInt8(ascii: " "), UInt8(ascii: "."): continue
            case UInt8(ascii: "-") where hyphenAt == nil: hyphenAt = digits.count
            default: throw Self.unreadable(raw)
            }
        }
        let hyphenIsInPlace = hyphenAt.map { $0 == 10 && digits.count == 13 } ?? true
        if digits.count == 9 { throw Self.lostZero(raw) }
        guard hyphenIsInPlace, [10, 12, 13].contains(digits.count),
            digits.count != 13 || digits[10...] != [0, 0, 0]
        else { throw Self.unreadable(raw) }
        if digits.count != 12, Self.checkDigit(of: digits[..<9]) != digits[9] {
            throw Violation(
                "tax-code-check-digit",
                vi: "mã số thuế \(Text.quoted(raw)) sai chữ số kiểm tra; hãy so lại với giấy đăng ký",
                en:
                    "the check digit of the tax code \(Text.quoted(raw)) is wrong; compare it with the registration paper"
            )
        }
        let plain = String(decoding: digits.map { $0 + UInt8(ascii: "0") }, as: UTF8.self)
        text = digits.count == 13 ? "\(plain.prefix(10))-\(plain.suffix(3))" : plain
    }

    /// A tax code that the legal form may have. Violation beside those of reading:
    /// `tax-code-personal-number`.
    public init(_ raw: String, of form: LegalForm) throws(Violation) {
        try self.init(raw)
        if isPersonalNumber && !form.mayUsePersonalNumber {
            throw Violation(
                "tax-code-personal-number",
                vi: "số định danh cá nhân (12 chữ số) chỉ dùng làm mã số thuế của hộ kinh doanh;"
                    + " \(form.name.vi) có mã 10 hoặc 13 chữ số",
                en: "a personal number (12 digits) serves as tax code of a household only;"
                    + " this form has 10 or 13 digits")
        }
    }

    /// The tenth digit to nine others: 10 − (Σ weight·digit mod 11). Nil where that gives 10: such codes are
    /// not issued.
    ///
    /// No weight is divisible by 11 and neighbours differ, so that one wrong digit and two swapped neighbours
    /// are always noticed.
    static func checkDigit(of nine: some Collection<UInt8>) -> UInt8? {
        let sum = zip([31, 29, 23, 19, 17, 13, 7, 5, 3], nine).reduce(0) { $0 + $1.0 * Int($1.1) }
        let digit = 10 - sum % 11
        return digit == 10 ? nil : UInt8(digit)
    }

    private static func lostZero(_ raw: String) -> Violation {
        Violation(
            "tax-code-lost-zero",
            vi: "mã số thuế \(Text.quoted(raw)) chỉ có 9 chữ số: bảng tính đã làm mất số 0 ở đầu;"
                + " hãy định dạng cột là văn bản và ghi đủ 10 chữ số",
            en: "the tax code \(Text.quoted(raw)) has only 9 digits: a spreadsheet lost the leading zero;"
                + " format the column as text and write all 10 digits")
    }

    private static func unreadable(_ raw: String) -> Violation {
        Violation(
            "tax-code-unreadable",
            vi: "\(Text.quoted(raw)) không phải là mã số thuế; viết 10 chữ số (0123456789), 13 chữ số"
                + " (0123456789-001) hoặc, với hộ kinh doanh, 12 chữ số",
            en:
                "\(Text.quoted(raw)) is not a tax code; write 10 digits (0123456789), 13 digits (0123456789-001)"
                + " or, for a household, 12 digits")
    }
}

extension TaxCode: CustomStringConvertible {
    public var description: String { text }
}
