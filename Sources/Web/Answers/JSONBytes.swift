/// Writes JSON straight into bytes, for the one answer that is asked for most: half of what an award history cost was
/// `JSONEncoder` building and sorting a tree of it.
struct JSONBytes {
    private(set) var bytes: [UInt8] = []
    private var needsComma = false

    init(capacity: Int) { bytes.reserveCapacity(capacity) }

    mutating func object(_ body: (inout JSONBytes) -> Void) { enclosed("{", "}", body) }

    mutating func array<Element>(
        _ key: StaticString, _ elements: [Element], _ body: (inout JSONBytes, Element) -> Void
    ) {
        self.key(key)
        enclosed("[", "]") { json in
            for element in elements { body(&json, element) }
        }
    }

    /// An object under a key; nil is null.
    mutating func object<Value>(
        _ key: StaticString, _ value: Value?, _ body: (inout JSONBytes, Value) -> Void
    ) {
        self.key(key)
        if let value {
            enclosed("{", "}") { body(&$0, value) }
        } else {
            literal("null")
        }
        needsComma = true
    }

    mutating func field(_ key: StaticString, _ text: String?) {
        self.key(key)
        if let text { string(text) } else { literal("null") }
        needsComma = true
    }

    mutating func field(_ key: StaticString, _ number: Int) {
        self.key(key)
        literal(String(number))
        needsComma = true
    }

    mutating func field(_ key: StaticString, _ flag: Bool) {
        self.key(key)
        literal(flag ? "true" : "false")
        needsComma = true
    }

    private mutating func enclosed(
        _ opening: Unicode.Scalar, _ closing: Unicode.Scalar, _ body: (inout JSONBytes) -> Void
    ) {
        comma()
        bytes.append(UInt8(ascii: opening))
        needsComma = false
        body(&self)
        bytes.append(UInt8(ascii: closing))
        needsComma = true
    }

    private mutating func comma() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = false
    }

    private mutating func key(_ key: StaticString) {
        comma()
        bytes.append(UInt8(ascii: "\""))
        key.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    private mutating func literal(_ text: String) { bytes.append(contentsOf: text.utf8) }

    /// RFC 8259, 7: quotation mark, reverse solidus and control characters are escaped, everything else is UTF-8.
    private mutating func string(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0..<0x20:
                let digits = Array("0123456789abcdef".utf8)
                bytes.append(contentsOf: [92, 117, 48, 48, digits[Int(byte >> 4)], digits[Int(byte & 15)]])
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
