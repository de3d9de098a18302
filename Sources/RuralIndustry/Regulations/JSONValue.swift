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
    public var text: String { String(decoding: utf8, as: UTF8.self) }

    /// The bytes of `text`.
    public var utf8: [UInt8] {
        var bytes: [UInt8] = []
        write(to: &bytes)
        return bytes
    }

    private func write(to bytes: inout [UInt8]) {
        switch self {
        case .null: bytes += "null".utf8
        case .bool(let flag): bytes += (flag ? "true" : "false").utf8
        case .integer(let number): bytes += String(number).utf8
        case .decimal(let number): bytes += number.description.utf8
        case .string(let string): Self.write(string, to: &bytes)
        case .array(let elements):
            bytes.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                element.write(to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let members):
            bytes.append(UInt8(ascii: "{"))
            let sorted = members.sorted { $0.key.utf16.lexicographicallyPrecedes($1.key.utf16) }
            for (index, member) in sorted.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                Self.write(member.key, to: &bytes)
                bytes.append(UInt8(ascii: ":"))
                member.value.write(to: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    /// Most strings have nothing to escape and are taken over whole; what must be escaped is a byte by itself in UTF-8.
    private static func write(_ string: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        var string = string
        string.withUTF8 { text in
            if !text.contains(where: { mustBeEscaped($0) }) { return bytes.append(contentsOf: text) }
            for byte in text {
                if mustBeEscaped(byte) { escape(byte, to: &bytes) } else { bytes.append(byte) }
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func mustBeEscaped(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private static func escape(_ byte: UInt8, to bytes: inout [UInt8]) {
        switch byte {
        case 0x08: bytes += "\\b".utf8
        case 0x09: bytes += "\\t".utf8
        case 0x0A: bytes += "\\n".utf8
        case 0x0C: bytes += "\\f".utf8
        case 0x0D: bytes += "\\r".utf8
        case ..<0x20:
            let digits = String(byte, radix: 16)
            bytes += ("\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits).utf8
        default: bytes += [UInt8(ascii: "\\"), byte]
        }
    }
}
