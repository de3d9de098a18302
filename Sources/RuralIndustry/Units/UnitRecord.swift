/// The columns of the units file.
public enum UnitColumn: Int, RecordColumn {
    case code, level, name, fullName, kind, parentCode, validFrom, validTo

    public static let names = [
        "code", "level", "name", "full_name", "kind", "parent_code", "valid_from", "valid_to",
    ]
    public static let required = allCases
}

/// One administrative unit during one stretch of time: a change of name, kind or territory ends it and begins
/// another.
public struct UnitRecord: Hashable, Sendable {
    public let code: UnitCode
    /// `Thái Nguyên`
    public let name: String
    /// `Tỉnh Thái Nguyên`
    public let fullName: String
    public let kind: UnitKind
    /// Nil for a province; a district's or (since 1 July 2025) a province's code otherwise.
    public let parent: UnitCode?
    public let validity: Validity

    public var level: UnitLevel { code.level }

    public init(
        code: UnitCode, name: String, fullName: String, kind: UnitKind, parent: UnitCode?, validity: Validity
    ) {
        self.code = code
        self.name = name
        self.fullName = fullName
        self.kind = kind
        self.parent = parent
        self.validity = validity
    }

    /// Reads a row; throws everything that is wrong with it.
    ///
    /// Violations beside those of every field: `unit-level-unknown`, `unit-kind-unknown`, `unit-kind-level`,
    /// `unit-code-unreadable`, `unit-code-level`, `unit-parent-level`, `validity-empty`, `date-unreadable`.
    public static func parse(
        _ fields: Fields<UnitColumn>, _ notation: Notation = .plain
    ) throws(Refusal) -> UnitRecord {
        var reader = FieldReader(fields, notation)
        let level = reader.requiredChoice(.level, UnitLevel.self, code: "unit-level-unknown")
        let code = reader.requiredValue(.code) { (text) throws(Violation) in
            if let level { try UnitCode(text, level: level) } else { try UnitCode(text) }
        }
        let name = reader.requiredText(.name)
        let fullName = reader.requiredText(.fullName, limit: TextLimit.name)
        let kind = reader.requiredChoice(.kind, UnitKind.self, code: "unit-kind-unknown")
        if let level, let kind, !level.kinds.contains(kind) { reader.report(misfit(kind, level), in: .kind) }
        let parent = reader.value(.parentCode) { (text) throws(Violation) in try UnitCode(text) }
        if let level { checkParent(parent, of: level, &reader) }
        let validity = reader.validity(from: .validFrom, to: .validTo)
        guard reader.violations.isEmpty, let code, let name, let fullName, let kind, let validity else {
            throw reader.refusal
        }
        return UnitRecord(
            code: code, name: name, fullName: fullName, kind: kind, parent: parent, validity: validity)
    }

    public var fields: Fields<UnitColumn> {
        Fields(texts: [
            code.text, level.rawValue, name, fullName, kind.rawValue, parent?.text, validity.from?.iso,
            validity.to?.iso,
        ])
    }

    /// True if nothing differs but the way the names are spelt (`Spelling.isSame`): loading `Khánh Hoà` over
    /// the law's `Khánh Hòa` changes nothing.
    public func isUnchanged(by other: UnitRecord) -> Bool { corrected(by: other) == self }

    private static func misfit(_ kind: UnitKind, _ level: UnitLevel) -> Violation {
        let kinds = level.kinds.map(\.rawValue).joined(separator: ", ")
        return Violation(
            "unit-kind-level",
            vi: "đơn vị \(level.name.vi) không thể là \(kind.rawValue) (\(kind.name.vi)), chỉ có: \(kinds)",
            en: "a unit of the level \(level.rawValue) cannot be \(kind.rawValue), only: \(kinds)")
    }

    private static func checkParent(
        _ parent: UnitCode?, of level: UnitLevel, _ reader: inout FieldReader<UnitColumn>
    ) {
        let isGiven = reader.isGiven(.parentCode)
        if level == .province ? isGiven : !isGiven || parent.map({ $0.level >= level }) ?? false {
            reader.report(
                Violation(
                    "unit-parent-level",
                    vi: level == .province
                        ? "tỉnh không có đơn vị cấp trên, để trống mục này"
                        : "đơn vị \(level.name.vi) phải thuộc một đơn vị cấp trên",
                    en: level == .province
                        ? "a province has no parent, leave this empty"
                        : "a unit of the level \(level.rawValue) must belong to one of a higher level"),
                in: .parentCode)
        }
    }
}

extension FieldReader {
    /// A stretch of days from two columns, either of which may be empty. Violation: `validity-empty`.
    mutating func validity(from: Column, to: Column) -> Validity? {
        let before = violations.count
        let first = day(from)
        let end = day(to)
        guard violations.count == before else { return nil }
        guard let validity = Validity(from: first, to: end) else {
            report(
                Violation(
                    "validity-empty", vi: "ngày kết thúc phải sau ngày bắt đầu (ngày kết thúc không tính)",
                    en: "the end must come after the beginning (the end itself does not count)"), in: to)
            return nil
        }
        return validity
    }
}

extension UnitColumn {
    public static let headings: [UnitColumn: Bilingual] = [
        .code: Bilingual(vi: "Mã", en: "Code"),
        .level: Bilingual(vi: "Cấp", en: "Level"),
        .name: Bilingual(vi: "Tên", en: "Name"),
        .fullName: Bilingual(vi: "Tên đầy đủ", en: "Full name"),
        .kind: Bilingual(vi: "Loại", en: "Kind"),
        .parentCode: Bilingual(vi: "Mã cấp trên", en: "Parent code"),
        .validFrom: Bilingual(vi: "Từ ngày", en: "From"),
        .validTo: Bilingual(vi: "Trước ngày", en: "Before"),
    ]
}
