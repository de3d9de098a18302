/// Reads the members of a regulation document and collects everything that is wrong, by JSON pointer.
struct RuleReader {
    /// Whether the document must be complete; a layer may leave out what a layer above it states.
    let isWhole: Bool
    private(set) var violations: [Violation] = []

    init(isWhole: Bool) { self.isWhole = isWhole }

    mutating func note(_ code: String, _ pointer: String, vi: String, en: String) {
        violations.append(Violation(code, vi: vi, en: en, at: Place(pointer: pointer)))
    }

    /// The member of a pointer, escaped as RFC 6901 §3 wants.
    static func pointer(_ parent: String, _ member: String) -> String {
        var escaped = ""
        for character in member {
            switch character {
            case "~": escaped += "~0"
            case "/": escaped += "~1"
            default: escaped.append(character)
            }
        }
        return "\(parent)/\(escaped)"
    }

    /// The object at a pointer, its unknown keys reported; empty if it is absent or something else.
    mutating func object(_ value: JSONValue?, _ pointer: String, keys: [String], required: Bool = false)
        -> RuleFields
    {
        guard let value = present(value, pointer, required: required) else {
            return RuleFields(pointer: pointer)
        }
        guard case .object(let members) = value else {
            wrongType(pointer, vi: "một đối tượng { … }", en: "an object { … }")
            return RuleFields(pointer: pointer)
        }
        for key in members.keys.sorted() where !keys.contains(key) {
            let known = keys.joined(separator: ", ")
            note(
                "regulation-key-unknown", Self.pointer(pointer, key),
                vi: "Khóa \(Text.quoted(key)) không có ở đây; các khóa dùng được: \(known)",
                en: "There is no key \(Text.quoted(key)) here; the keys are: \(known)")
        }
        return RuleFields(pointer: pointer, members: members)
    }

    mutating func text(_ field: RuleField, required: Bool = false) -> String? {
        guard let value = present(field.value, field.pointer, required: required) else { return nil }
        guard let text = value.string else {
            wrongType(field.pointer, vi: "một chuỗi", en: "a string")
            return nil
        }
        let isBlank = text.first.map { $0.isWhitespace || text.last?.isWhitespace == true } ?? true
        guard !isBlank, !text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) else {
            note(
                "regulation-value", field.pointer,
                vi: "Chuỗi không được trống, có khoảng trắng ở hai đầu hay ký tự điều khiển",
                en: "The text must not be empty, padded with blanks or contain control characters")
            return nil
        }
        return text
    }

    /// A decimal, as a string (`"0.25"`) or as a JSON number.
    mutating func decimal(_ field: RuleField, required: Bool = false, above floor: ExactDecimal? = nil)
        -> ExactDecimal?
    {
        guard let value = present(field.value, field.pointer, required: required) else { return nil }
        let text: String
        switch value {
        case .string(let string): text = string
        case .integer(let number): text = String(number)
        case .decimal(let number): text = number.description
        default:
            wrongType(field.pointer, vi: "một số viết như \"0.25\"", en: "a number written like \"0.25\"")
            return nil
        }
        do throws(Violation) {
            let decimal = try ExactDecimal(text)
            if let floor, decimal <= floor {
                note(
                    "regulation-value", field.pointer, vi: "Số phải lớn hơn \(floor)",
                    en: "The number must be above \(floor)")
                return nil
            }
            return decimal
        } catch {
            violations.append(error.at(Place(pointer: field.pointer)))
            return nil
        }
    }

    mutating func count(_ field: RuleField, in range: ClosedRange<Int64>, required: Bool = false) -> Int? {
        guard let value = present(field.value, field.pointer, required: required) else { return nil }
        guard case .integer(let number) = value, range.contains(number) else {
            note(
                "regulation-value", field.pointer,
                vi:
                    "Phải là số nguyên từ \(range.lowerBound) đến \(range.upperBound), không đặt trong dấu nháy",
                en:
                    "It must be a whole number from \(range.lowerBound) to \(range.upperBound), without quotes"
            )
            return nil
        }
        return Int(number)
    }

    mutating func flag(_ field: RuleField) -> Bool? {
        guard let value = present(field.value, field.pointer, required: false) else { return nil }
        guard case .bool(let flag) = value else {
            note(
                "regulation-value", field.pointer, vi: "Phải là true hoặc false, không đặt trong dấu nháy",
                en: "It must be true or false, without quotes")
            return nil
        }
        return flag
    }

    mutating func day(_ field: RuleField) -> Day? {
        guard let text = text(field) else { return nil }
        do throws(Violation) {
            return try Day(iso: text)
        } catch {
            violations.append(error.at(Place(pointer: field.pointer)))
            return nil
        }
    }

    mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ field: RuleField, required: Bool = false
    ) -> Choice? {
        guard let text = text(field, required: required) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            note(
                "regulation-value", field.pointer,
                vi: "\(Text.quoted(text)) không dùng được; hãy chọn: \(known)",
                en: "\(Text.quoted(text)) is not one of: \(known)")
            return nil
        }
        return choice
    }

    /// The elements of an array that could be read; empty if it is absent.
    mutating func list<Element>(
        _ field: RuleField, required: Bool = false, _ read: (inout RuleReader, RuleField) -> Element?
    ) -> [Element] {
        guard let value = present(field.value, field.pointer, required: required) else { return [] }
        guard let elements = value.array else {
            wrongType(field.pointer, vi: "một danh sách [ … ]", en: "a list [ … ]")
            return []
        }
        if required, elements.isEmpty { missing(field.pointer) }
        return elements.enumerated().compactMap { index, element in
            read(&self, RuleField(value: element, pointer: "\(field.pointer)/\(index)"))
        }
    }

    /// Reports every id that an earlier element of the same list has.
    mutating func expectDistinct(_ ids: [String], _ pointer: String) {
        var seen: Set<String> = []
        for id in ids where !seen.insert(id).inserted {
            note(
                "regulation-duplicate-id", pointer, vi: "“\(id)” xuất hiện hai lần; mỗi mã chỉ dùng một lần",
                en: "“\(id)” occurs twice; each id is used once")
        }
    }

    /// The value if there is one; `null` means "the text does not say", as leaving it out does.
    private mutating func present(_ value: JSONValue?, _ pointer: String, required: Bool) -> JSONValue? {
        if let value, !value.isNull { return value }
        if required, isWhole { missing(pointer) }
        return nil
    }

    mutating func missing(_ pointer: String) {
        note(
            "regulation-missing", pointer, vi: "Thiếu; hãy bổ sung",
            en: "This is missing; add it")
    }

    private mutating func wrongType(_ pointer: String, vi: String, en: String) {
        note("regulation-type", pointer, vi: "Phải là \(vi)", en: "It must be \(en)")
    }
}

/// A value of a document with where it stands; the value is nil where there is none.
struct RuleField {
    let value: JSONValue?
    let pointer: String
}

/// The members of an object, with where it stands.
struct RuleFields {
    let pointer: String
    var members: [String: JSONValue] = [:]

    subscript(key: String) -> RuleField {
        RuleField(value: members[key], pointer: RuleReader.pointer(pointer, key))
    }
}
