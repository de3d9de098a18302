import CExpat
import Glibc

/// What is told of an XML document as it is read; subclasses keep what they need. Names are without their prefixes.
class XMLListener {
    /// Set by a subclass that cannot go on; reading then stops with it.
    final var fault: SpreadsheetError?

    func start(_ name: XMLName, _ attributes: XMLAttributes) {}
    func end(_ name: XMLName) {}
    func text(_ bytes: UnsafeBufferPointer<UInt8>) {}
}

/// A name of XML for as long as a call lasts.
struct XMLName {
    fileprivate let pointer: UnsafePointer<CChar>

    /// The part behind the colon, if there is one: some programs write `x:row`.
    fileprivate init(_ full: UnsafePointer<CChar>) {
        pointer = strchr(full, 0x3A).map { UnsafePointer($0 + 1) } ?? full
    }

    /// The name if it is one letter, as those that a sheet is full of are; zero otherwise.
    var letter: UInt8 { pointer[0] != 0 && pointer[1] == 0 ? UInt8(bitPattern: pointer[0]) : 0 }

    static func == (name: XMLName, text: StaticString) -> Bool {
        text.withUTF8Buffer { buffer in
            buffer.withMemoryRebound(to: CChar.self) { expected in
                strncmp(name.pointer, expected.baseAddress ?? name.pointer, expected.count) == 0
                    && name.pointer[expected.count] == 0
            }
        }
    }
}

/// The attributes of an element for as long as a call lasts.
struct XMLAttributes {
    fileprivate let list: UnsafeMutablePointer<UnsafePointer<CChar>?>

    /// The value of an attribute, by its name without prefix.
    func pointer(_ name: StaticString) -> UnsafePointer<CChar>? {
        var at = 0
        while let key = list[at] {
            if XMLName(key) == name { return list[at + 1] }
            at += 2
        }
        return nil
    }

    /// The attributes whose names are one letter.
    func forEachLetter(_ body: (_ name: UInt8, _ value: UnsafePointer<CChar>) -> Void) {
        var at = 0
        while let key = list[at] {
            if let value = list[at + 1], key[1] == 0 { body(UInt8(bitPattern: key[0]), value) }
            at += 2
        }
    }

    func text(_ name: StaticString) -> String? { pointer(name).map { String(cString: $0) } }

    func number(_ name: StaticString) -> Int? { pointer(name).flatMap(Self.number) }

    func flag(_ name: StaticString) -> Bool { ["1", "true", "on"].contains(text(name)) }

    static func number(_ text: UnsafePointer<CChar>) -> Int? {
        var value = 0
        var at = 0
        while text[at] != 0 {
            let digit = Int(UInt8(bitPattern: text[at])) - 0x30
            guard (0...9).contains(digit), at < 12 else { return nil }
            value = value * 10 + digit
            at += 1
        }
        return at > 0 ? value : nil
    }
}

/// Reads a part as XML, a stretch at a time, telling a listener. Document types are refused, and with them every
/// entity that a file could make up.
final class XMLStream {
    private let part: ZipPart
    private let parser: OpaquePointer
    private let context: Context
    private var isAtEnd = false

    init(_ part: ZipPart, _ listener: XMLListener) throws(SpreadsheetError) {
        guard let parser = XML_ParserCreate(nil) else {
            throw .damagedWorkbook("thiếu bộ nhớ", "not enough memory")
        }
        self.part = part
        self.parser = parser
        context = Context(listener: listener, parser: parser)
        XML_SetUserData(parser, Unmanaged.passUnretained(context).toOpaque())
        XML_SetElementHandler(
            parser,
            { user, name, attributes in
                guard let name, let attributes else { return }
                Context.of(user)?.deliver { $0.start(XMLName(name), XMLAttributes(list: attributes)) }
            },
            { user, name in
                guard let name else { return }
                Context.of(user)?.deliver { $0.end(XMLName(name)) }
            })
        XML_SetCharacterDataHandler(parser) { user, bytes, count in
            guard let bytes else { return }
            bytes.withMemoryRebound(to: UInt8.self, capacity: Int(count)) { start in
                let buffer = UnsafeBufferPointer(start: start, count: Int(count))
                Context.of(user)?.deliver { $0.text(buffer) }
            }
        }
        XML_SetStartDoctypeDeclHandler(parser) { user, _, _, _, _ in
            Context.of(user)?.deliver {
                $0.fault = .damagedWorkbook(
                    "có khai báo DTD, không được dùng trong bảng tính", "it declares a document type")
            }
        }
    }

    deinit { XML_ParserFree(parser) }

    /// Reads the next stretch; false if the document has ended. Errors: `workbook-damaged`, `workbook-too-large`, and the
    /// listener's own.
    func advance() throws(SpreadsheetError) -> Bool {
        guard !isAtEnd else { return false }
        let size: Int32 = 1 << 16
        guard let buffer = XML_GetBuffer(parser, size) else { throw notXML() }
        let count = try part.read(into: UnsafeMutableRawBufferPointer(start: buffer, count: Int(size)))
        isAtEnd = count == 0
        let status = XML_ParseBuffer(parser, Int32(count), isAtEnd ? 1 : 0)
        if let fault = context.listener.fault {
            isAtEnd = true
            throw fault
        }
        guard status == XML_STATUS_OK else {
            isAtEnd = true
            throw notXML()
        }
        return !isAtEnd
    }

    /// Reads a whole part.
    static func read(_ part: ZipPart, _ listener: XMLListener) throws(SpreadsheetError) {
        let stream = try XMLStream(part, listener)
        while try stream.advance() {}
    }

    private func notXML() -> SpreadsheetError {
        let line = XML_GetCurrentLineNumber(parser)
        return .damagedWorkbook(
            "phần \(shown(part.name)) không phải XML đúng, dòng \(line)",
            "its part \(shown(part.name)) is not well-formed XML, line \(line)")
    }

    /// What the parser's calls come back with.
    private final class Context {
        // Whoever reads keeps the listener, which may in turn keep the stream.
        unowned let listener: XMLListener
        private let parser: OpaquePointer

        init(listener: XMLListener, parser: OpaquePointer) {
            self.listener = listener
            self.parser = parser
        }

        static func of(_ user: UnsafeMutableRawPointer?) -> Context? {
            user.map { Unmanaged<Context>.fromOpaque($0).takeUnretainedValue() }
        }

        func deliver(_ tell: (XMLListener) -> Void) {
            // After a stop the parser may still tell the end of an empty element.
            guard listener.fault == nil else { return }
            tell(listener)
            if listener.fault != nil { XML_StopParser(parser, 0) }
        }
    }
}
