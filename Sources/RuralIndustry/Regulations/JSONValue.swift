/// A JSON document as a value, its numbers exact: regulations, plans and what is sealed of them.
public enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    /// A number written with decimals; at most six of them.
    case decimal(ExactDecimal)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    /// Reads a JSON text (RFC 8259) more strictly than usual: a key given twice, NUL, a number that is not exact here
    /// or nesting deeper than 64 is refused. A byte-order mark is accepted.
    ///
    /// - Throws: `json-syntax`, `json-duplicate-key`, `json-nul`, `json-number` or `json-depth`, with the line.
    public init(parsing bytes: [UInt8]) throws(Violation) {
        var parser = try JSONParser(bytes)
        self = try parser.document()
    }

    public init(parsing text: String) throws(Violation) { try self.init(parsing: Array(text.utf8)) }

    /// The member of an object; nil if this is no object or has none of that name.
    public subscript(key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members[key]
    }

    public var string: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    public var array: [JSONValue]? {
        guard case .array(let elements) = self else { return nil }
        return elements
    }

    public var isNull: Bool { self == .null }

    /// The value as JSON text without blanks, keys in the order of their UTF-16 code units (RFC 8785 §3.2.3): equal
    /// values always give the same text.
    public var text: String {
        var text = ""
        write(to: &text)
        return text
    }

    private func write(to text: inout String) {
        switch self {
        case .null: text += "null"
        case .bool(let flag): text += flag ? "true" : "false"
        case .integer(let number): text += String(number)
        case .decimal(let number): text += number.description
        case .string(let string): Self.write(string, to: &text)
        case .array(let elements):
            text += "["
            for (index, element) in elements.enumerated() {
                if index > 0 { text += "," }
                element.write(to: &text)
            }
            text += "]"
        case .object(let members):
            text += "{"
            let sorted = members.sorted { $0.key.utf16.lexicographicallyPrecedes($1.key.utf16) }
            for (index, member) in sorted.enumerated() {
                if index > 0 { text += "," }
                Self.write(member.key, to: &text)
                text += ":"
                member.value.write(to: &text)
            }
            text += "}"
        }
    }

    private static func write(_ string: String, to text: inout String) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\u{8}": text += "\\b"
            case "\t": text += "\\t"
            case "\n": text += "\\n"
            case "\u{C}": text += "\\f"
            case "\r": text += "\\r"
            case ..<" ":
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}
