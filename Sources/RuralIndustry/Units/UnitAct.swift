/// What an act is written down with, on the command line or in a form.
public enum UnitActColumn: Int, RecordColumn {
    case code, on, act, name, fullName, kind, parentCode, mergeInto, splitInto, alsoMerge, continues

    public static let names = [
        "code", "on", "act", "name", "full_name", "kind", "parent_code", "merge_into", "split_into",
        "also_merge", "continues",
    ]
    public static let required: [UnitActColumn] = [.code, .on, .act]
}

/// One change of one administrative unit by an official act, effective on a day.
///
/// Three things can happen: the unit goes on with another name, kind or parent, perhaps taking in others; all of
/// it goes into a unit that exists; or parts of it do, and it ends. Whatever is more involved (communes made
/// from parts of several) comes as files.
public struct UnitAct: Hashable, Sendable {
    public enum Outcome: Hashable, Sendable {
        case goesOn(Renewal)
        case mergesInto(UnitCode)
        case splitsInto([UnitCode])
    }

    /// A unit that begins on the day of the act.
    public struct Renewal: Hashable, Sendable {
        /// What is given of name, full name, kind and parent; the rest stays as it was.
        public let values: Fields<UnitColumn>
        /// The unit that goes on as this one; nil: the one that had the code the day before, if any.
        public let continues: UnitCode?
        /// Units of the day before, all of which goes into this one.
        public let merged: [UnitCode]
    }

    /// The unit that the act is about; of one that goes on, its code from the day of the act.
    public let code: UnitCode
    /// The first day on which the act has effect.
    public let day: Day
    /// `36/2026/QH16`
    public let legalBasis: String
    public let outcome: Outcome

    /// Reads what is written; throws everything that is wrong with it.
    ///
    /// Violations beside those of every field: `unit-act-mixed`, `unit-act-split`, `unit-act-itself`,
    /// `unit-kind-unknown`, `unit-code-unreadable`, `unit-code-level` (a target of another level),
    /// `date-unreadable`. Whether kind and parent suit the level is told by `plan`.
    public static func parse(
        _ fields: Fields<UnitActColumn>, _ notation: Notation = .plain
    ) throws(Refusal) -> UnitAct {
        var reader = FieldReader(fields, notation)
        let code = reader.requiredValue(.code) { (text) throws(Violation) in try UnitCode(text) }
        let day = reader.requiredDay(.on)
        let basis = reader.requiredText(.act)
        let level = code?.level
        _ = reader.choice(.kind, UnitKind.self, code: "unit-kind-unknown")
        let target = reader.value(.mergeInto) { (text) throws(Violation) in try Self.code(text, level) }
        let parts = reader.codes(.splitInto, level)
        let merged = reader.codes(.alsoMerge, level)
        let continues = reader.value(.continues) { (text) throws(Violation) in try Self.code(text, level) }
        if let code { reader.refuseItself(code, target: target, parts: parts) }
        if parts.count == 1 {
            reader.report(
                Violation(
                    "unit-act-split",
                    vi: "chia thì phải có ít nhất hai nơi nhận; nhập trọn vào một đơn vị thì dùng merge_into",
                    en: "a split has at least two targets; for all of it going into one use merge_into"),
                in: .splitInto)
        }
        reader.refuseMixture()
        guard reader.violations.isEmpty, let code, let day, let basis else { throw reader.refusal }
        var values = Fields<UnitColumn>()
        values[.name] = fields[.name]
        values[.fullName] = fields[.fullName]
        values[.kind] = fields[.kind]
        values[.parentCode] = fields[.parentCode]
        let outcome: Outcome =
            if let target {
                .mergesInto(target)
            } else if !parts.isEmpty {
                .splitsInto(parts)
            } else {
                .goesOn(Renewal(values: values, continues: continues, merged: merged))
            }
        return UnitAct(code: code, day: day, legalBasis: basis, outcome: outcome)
    }

    fileprivate static func code(_ text: String, _ level: UnitLevel?) throws(Violation) -> UnitCode {
        if let level { try UnitCode(text, level: level) } else { try UnitCode(text) }
    }
}

extension FieldReader<UnitActColumn> {
    fileprivate mutating func codes(_ column: UnitActColumn, _ level: UnitLevel?) -> [UnitCode] {
        list(column).compactMap { text in
            do throws(Violation) {
                return try UnitAct.code(text, level)
            } catch {
                report(error, in: column)
                return nil
            }
        }
    }

    fileprivate mutating func refuseItself(_ code: UnitCode, target: UnitCode?, parts: [UnitCode]) {
        for (column, isNamed) in [
            (UnitActColumn.mergeInto, target == code), (.splitInto, parts.contains(code)),
        ] where isNamed {
            report(
                Violation(
                    "unit-act-itself", vi: "đơn vị \(code) không thể nhập vào chính nó",
                    en: "the unit \(code) cannot go into itself"), in: column)
        }
    }

    /// An act ends a unit in one way, or lets it go on.
    fileprivate mutating func refuseMixture() {
        let renewing: [UnitActColumn] = [.name, .fullName, .kind, .parentCode, .alsoMerge, .continues]
        let others: [UnitActColumn] =
            isGiven(.mergeInto) ? [.splitInto] + renewing : isGiven(.splitInto) ? renewing : []
        let ending = isGiven(.mergeInto) ? UnitActColumn.mergeInto : .splitInto
        for column in others where isGiven(column) {
            report(
                Violation(
                    "unit-act-mixed",
                    vi: "đơn vị kết thúc theo \(ending.name) thì không có \(column.name)",
                    en: "a unit that ends by \(ending.name) takes no \(column.name)"), in: column)
        }
    }
}
