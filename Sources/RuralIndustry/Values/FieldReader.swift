/// Reads a record's texts into values and remembers everything that is wrong, each with its column.
///
/// A value that is missing or wrong comes back as nil; `finish` then throws. Every text is made NFC and
/// tidied first. Violations of its own: `value-missing`, `list-too-long`, `list-item-twice`.
public struct FieldReader<Column: RecordColumn> {
    public let notation: Notation
    public private(set) var violations: [Violation] = []
    private let fields: Fields<Column>

    public init(_ fields: Fields<Column>, _ notation: Notation) {
        self.fields = fields
        self.notation = notation
    }

    /// True if there is something other than white space in the column.
    public func isGiven(_ column: Column) -> Bool {
        fields[column]?.unicodeScalars.contains { !$0.isSpace } ?? false
    }

    public mutating func text(_ column: Column, limit: Int = TextLimit.line) -> String? {
        let raw = fields[column] ?? ""
        if raw.isEmpty { return nil }
        let text = attempt(column) { () throws(Violation) in try Text.line(raw, limit: limit) }
        return text?.isEmpty == true ? nil : text
    }

    public mutating func requiredText(_ column: Column, limit: Int = TextLimit.line) -> String? {
        guard isGiven(column) else { return missing(column) }
        return text(column, limit: limit)
    }

    /// Several lines.
    public mutating func paragraphs(_ column: Column, limit: Int = TextLimit.description) -> String? {
        let raw = fields[column] ?? ""
        if raw.isEmpty { return nil }
        let text = attempt(column) { () throws(Violation) in try Text.lines(raw, limit: limit) }
        return text?.isEmpty == true ? nil : text
    }

    public mutating func value<Value>(
        _ column: Column, _ parse: (String) throws(Violation) -> Value
    ) -> Value? {
        guard let text = text(column) else { return nil }
        return attempt(column) { () throws(Violation) in try parse(text) }
    }

    public mutating func requiredValue<Value>(
        _ column: Column, _ parse: (String) throws(Violation) -> Value
    ) -> Value? {
        guard isGiven(column) else { return missing(column) }
        return value(column, parse)
    }

    /// One of a closed set of words. `code` is the violation's when it is none of them.
    public mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ column: Column, _ type: Choice.Type, code: String
    ) -> Choice? {
        value(column) { (text) throws(Violation) in try Words.choice(text, type, code: code) }
    }

    public mutating func requiredChoice<Choice: RawRepresentable<String> & CaseIterable>(
        _ column: Column, _ type: Choice.Type, code: String
    ) -> Choice? {
        guard isGiven(column) else { return missing(column) }
        return choice(column, type, code: code)
    }

    public mutating func day(_ column: Column) -> Day? {
        let notation = notation
        return value(column) { (text) throws(Violation) in try notation.day(text) }
    }

    public mutating func requiredDay(_ column: Column) -> Day? {
        guard isGiven(column) else { return missing(column) }
        return day(column)
    }

    /// Lines separated by `|`; empty ones are left out, the same one twice is refused.
    public mutating func list(_ column: Column, limit: Int = TextLimit.list) -> [String] {
        guard let raw = fields[column], isGiven(column) else { return [] }
        var items: [String] = []
        for part in raw.split(separator: "|") {
            guard let item = attempt(column, { () throws(Violation) in try Text.line(String(part)) }) else {
                return []
            }
            if item.isEmpty { continue }
            if items.contains(item) {
                report(
                    Violation(
                        "list-item-twice", vi: "\(Text.quoted(item)) có hai lần trong danh sách",
                        en: "\(Text.quoted(item)) is in the list twice"), in: column)
                return []
            }
            items.append(item)
            if items.count > limit {
                report(
                    Violation(
                        "list-too-long", vi: "danh sách có hơn \(limit) mục",
                        en: "the list has more than \(limit) items"),
                    in: column)
                return []
            }
        }
        return items
    }

    public mutating func report(_ violation: Violation, in column: Column) {
        violations.append(violation.inColumn(column.name))
    }

    public func finish() throws(Refusal) { try Refusal.throwIfAny(violations) }

    /// The refusal with all that was found; for the caller that could not put its value together.
    public var refusal: Refusal {
        Refusal(
            violations.first
                ?? Violation("value-missing", vi: "thiếu một mục bắt buộc", en: "a required field is missing"),
            Array(violations.dropFirst()))
    }

    private mutating func missing<Value>(_ column: Column) -> Value? {
        report(
            Violation(
                "value-missing", vi: "mục \(column.name) bắt buộc phải ghi",
                en: "the field \(column.name) must be given"),
            in: column)
        return nil
    }

    private mutating func attempt<Value>(
        _ column: Column, _ body: () throws(Violation) -> Value
    ) -> Value? {
        do {
            return try body()
        } catch {
            report(error, in: column)
            return nil
        }
    }
}

/// Reading words of closed sets.
public enum Words {
    /// The case that the word names, exactly as the interface page writes it.
    public static func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ text: String, _ type: Choice.Type = Choice.self, code: String
    ) throws(Violation) -> Choice {
        guard let choice = Choice(rawValue: text) else {
            let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw Violation(
                code, vi: "\(Text.quoted(text)) không phải là một trong: \(known)",
                en: "\(Text.quoted(text)) is not one of: \(known)")
        }
        return choice
    }
}
