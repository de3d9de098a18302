/// Reads JSON bytes into a `JSONValue`; see there for what it refuses.
struct JSONParser {
    private static let deepest = 64

    private let bytes: [UInt8]
    private var position = 0
    private var depth = 0

    init(_ bytes: [UInt8]) throws(Violation) {
        self.bytes = bytes
        guard let nul = bytes.firstIndex(of: 0) else {
            guard String(validating: bytes, as: UTF8.self) != nil else {
                throw Violation(
                    "json-syntax", vi: "Tệp không phải UTF-8; hãy lưu lại với mã UTF-8",
                    en: "The file is not UTF-8; save it as UTF-8")
            }
            if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
            return
        }
        position = nul
        throw Self.nul(at: line)
    }

    mutating func document() throws(Violation) -> JSONValue {
        let value = try value()
        skipBlanks()
        guard position == bytes.count else {
            throw syntax(vi: "thừa nội dung sau tài liệu JSON", en: "there is text after the JSON document")
        }
        return value
    }

    private mutating func value() throws(Violation) -> JSONValue {
        skipBlanks()
        switch peek {
        case UInt8(ascii: "{"): return try nested { (parser) throws(Violation) in try parser.object() }
        case UInt8(ascii: "["): return try nested { (parser) throws(Violation) in try parser.array() }
        case UInt8(ascii: "\""): return .string(try string())
        case let byte? where byte == UInt8(ascii: "-") || (48...57).contains(byte): return try number()
        default:
            if take("null") { return .null }
            if take("true") { return .bool(true) }
            if take("false") { return .bool(false) }
            throw syntax(vi: "thiếu một giá trị", en: "a value is missing")
        }
    }

    private mutating func nested(
        _ read: (inout JSONParser) throws(Violation) -> JSONValue
    ) throws(Violation) -> JSONValue {
        guard depth < Self.deepest else {
            throw Violation(
                "json-depth", vi: "JSON lồng nhau quá \(Self.deepest) tầng",
                en: "JSON is nested deeper than \(Self.deepest) levels", at: Place(row: line))
        }
        depth += 1
        defer { depth -= 1 }
        position += 1
        return try read(&self)
    }

    private mutating func object() throws(Violation) -> JSONValue {
        var members: [String: JSONValue] = [:]
        if takeAfterBlanks("}") { return .object(members) }
        repeat {
            skipBlanks()
            guard peek == UInt8(ascii: "\"") else {
                throw syntax(vi: "thiếu tên khóa trong dấu nháy kép", en: "a key in double quotes is missing")
            }
            let keyPosition = position
            let key = try string()
            guard takeAfterBlanks(":") else {
                throw syntax(
                    vi: "thiếu dấu hai chấm sau \(Text.quoted(key))",
                    en: "a colon is missing after \(Text.quoted(key))")
            }
            let member = try value()
            guard members.updateValue(member, forKey: key) == nil else {
                throw Violation(
                    "json-duplicate-key", vi: "Khóa \(Text.quoted(key)) xuất hiện hai lần; hãy bỏ bớt một",
                    en: "The key \(Text.quoted(key)) occurs twice; remove one",
                    at: Place(row: line(at: keyPosition)))
            }
        } while takeAfterBlanks(",")
        guard takeAfterBlanks("}") else {
            throw syntax(vi: "thiếu dấu phẩy hoặc dấu }", en: "a comma or } is missing")
        }
        return .object(members)
    }

    private mutating func array() throws(Violation) -> JSONValue {
        var elements: [JSONValue] = []
        if takeAfterBlanks("]") { return .array(elements) }
        repeat { elements.append(try value()) } while takeAfterBlanks(",")
        guard takeAfterBlanks("]") else {
            throw syntax(vi: "thiếu dấu phẩy hoặc dấu ]", en: "a comma or ] is missing")
        }
        return .array(elements)
    }

    // MARK: Numbers

    private mutating func number() throws(Violation) -> JSONValue {
        let start = position
        while let byte = peek,
            byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
                || (48...57).contains(byte) || byte | 0x20 == UInt8(ascii: "e")
        {
            position += 1
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        let digits = text.first == "-" ? text.dropFirst() : text[...]
        let hasLeadingZero = digits.utf8.count > 1 && digits.first == "0" && digits.dropFirst().first != "."
        if !hasLeadingZero {
            if digits.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int64(text) {
                return .integer(number)
            }
            if digits.contains("."), let number = try? ExactDecimal(text) { return .decimal(number) }
        }
        throw Violation(
            "json-number",
            vi:
                "\(Text.quoted(text)) không phải là số ghi được chính xác: tối đa 6 chữ số thập phân, không viết số mũ",
            en: "\(Text.quoted(text)) is not an exact number: at most 6 decimals, no exponent",
            at: Place(row: line))
    }

    // MARK: Strings

    private mutating func string() throws(Violation) -> String {
        position += 1
        var content: [UInt8] = []
        while let byte = peek {
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: content, as: UTF8.self).composed
            case UInt8(ascii: "\\"): content.append(contentsOf: Array(String(try escape()).utf8))
            case ..<0x20:
                throw syntax(vi: "ký tự điều khiển trong chuỗi", en: "a control character in a string")
            default: content.append(byte)
            }
        }
        throw syntax(vi: "chuỗi không có dấu nháy kép đóng", en: "a string without its closing quote")
    }

    private mutating func escape() throws(Violation) -> Unicode.Scalar {
        defer { position += 1 }
        switch peek {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try unicodeEscape()
        default: throw syntax(vi: "dấu \\ không đúng", en: "a wrong \\ escape")
        }
    }

    /// Reads the digits after `\u`, and the second half of a surrogate pair; stops on the last digit.
    private mutating func unicodeEscape() throws(Violation) -> Unicode.Scalar {
        let first = try fourHexDigits()
        guard first != 0 else { throw Self.nul(at: line) }
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard (0xD800..<0xDC00).contains(first), position + 2 < bytes.count,
            bytes[position + 1] == UInt8(ascii: "\\"), bytes[position + 2] == UInt8(ascii: "u")
        else { throw loneSurrogate }
        position += 2
        let second = try fourHexDigits()
        guard (0xDC00..<0xE000).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { throw loneSurrogate }
        return scalar
    }

    /// From the `u`, over the four digits, to the last of them.
    private mutating func fourHexDigits() throws(Violation) -> UInt32 {
        let end = position + 4
        guard end < bytes.count else {
            throw syntax(vi: "\\u cần bốn chữ số thập lục phân", en: "\\u needs four hexadecimal digits")
        }
        let digits = bytes[position + 1...end]
        guard digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw syntax(vi: "\\u cần bốn chữ số thập lục phân", en: "\\u needs four hexadecimal digits") }
        position = end
        return value
    }

    private var loneSurrogate: Violation {
        syntax(vi: "nửa cặp surrogate đứng một mình", en: "half of a surrogate pair alone")
    }

    // MARK: Bytes

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private var line: Int { line(at: position) }

    /// Counts from the beginning: for errors only.
    private func line(at position: Int) -> Int {
        bytes[..<min(position, bytes.count)].count { $0 == UInt8(ascii: "\n") } + 1
    }

    private mutating func skipBlanks() {
        while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private mutating func take(_ word: String) -> Bool {
        guard bytes[position...].starts(with: word.utf8) else { return false }
        position += word.utf8.count
        return true
    }

    private mutating func takeAfterBlanks(_ mark: String) -> Bool {
        skipBlanks()
        return take(mark)
    }

    private func syntax(vi: String, en: String) -> Violation {
        Violation(
            "json-syntax", vi: "JSON sai cú pháp: \(vi)", en: "JSON syntax: \(en)", at: Place(row: line))
    }

    private static func nul(at line: Int) -> Violation {
        Violation(
            "json-nul", vi: "JSON chứa ký tự NUL; hãy bỏ đi", en: "The JSON contains NUL; remove it",
            at: Place(row: line))
    }
}
