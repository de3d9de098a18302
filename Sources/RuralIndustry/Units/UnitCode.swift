/// An official unit code: two digits for a province, three for a district, five for a commune. Text, as
/// leading zeros count. The same code may mean another territory on another day: it names a unit only
/// together with a day.
public struct UnitCode: Hashable, Comparable, Sendable {
    public let text: String
    public let level: UnitLevel

    /// Violation: `unit-code-unreadable`.
    public init(_ text: String) throws(Violation) {
        let isDigits = text.isDigits
        guard isDigits, let level = UnitLevel.allCases.first(where: { $0.codeLength == text.utf8.count })
        else {
            let lostZero = isDigits && (text.utf8.count == 1 || text.utf8.count == 4)
            throw Violation(
                "unit-code-unreadable",
                vi: "\(Text.quoted(text)) không phải là mã đơn vị hành chính (tỉnh 2 chữ số, huyện 3, xã 5)"
                    + (lostZero ? "; có lẽ bảng tính đã làm mất số 0 ở đầu" : ""),
                en: "\(Text.quoted(text)) is not a unit code (province 2 digits, district 3, commune 5)"
                    + (lostZero ? "; a spreadsheet may have lost the leading zero" : ""))
        }
        self.text = text
        self.level = level
    }

    /// A code of that level. Violations: `unit-code-unreadable`, `unit-code-level`.
    public init(_ text: String, level: UnitLevel) throws(Violation) {
        try self.init(text)
        guard self.level == level else {
            throw Violation(
                "unit-code-level",
                vi:
                    "\(Text.quoted(text)) không phải là mã \(level.name.vi), mã đó có \(level.codeLength) chữ số",
                en:
                    "\(Text.quoted(text)) is not the code of a \(level.name.en), which has \(level.codeLength) digits"
            )
        }
    }

    public static func < (left: UnitCode, right: UnitCode) -> Bool {
        (left.level, left.text) < (right.level, right.text)
    }
}

extension UnitCode: CustomStringConvertible {
    public var description: String { text }
}
