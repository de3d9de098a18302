/// Writes CSV (RFC 4180) in UTF-8: fields are quoted where they must be. What a spreadsheet program makes of
/// a field that looks like a formula is its reader's affair.
public struct CSVWriter: Sendable {
    public enum LineEnding: Sendable {
        /// What other command-line tools write and read.
        case lineFeed
        /// What RFC 4180 names.
        case carriageReturnLineFeed
    }

    private var bytes: [UInt8]
    private let delimiter: UInt8
    private let lineEnding: LineEnding

    /// `byteOrderMark`: without it Excel takes UTF-8 for the machine's old code page.
    public init(
        dialect: CSVDialect = .comma, byteOrderMark: Bool = false, lineEnding: LineEnding = .lineFeed
    ) {
        delimiter = dialect.delimiter
        self.lineEnding = lineEnding
        bytes = byteOrderMark ? Encoding.byteOrderMark : []
    }

    /// How many bytes wait to be taken.
    public var count: Int { bytes.count }

    public mutating func write(_ row: some Sequence<String>) {
        var position = 0
        let start = bytes.count
        for field in row {
            if position > 0 { bytes.append(delimiter) }
            append(field)
            position += 1
        }
        // A single empty field would be a blank line, which readers leave out.
        if position == 1, bytes.count == start { bytes.append(contentsOf: [Self.quote, Self.quote]) }
        if lineEnding == .carriageReturnLineFeed { bytes.append(UInt8(ascii: "\r")) }
        bytes.append(UInt8(ascii: "\n"))
    }

    /// What was written since the last time; for writing a file stretch by stretch.
    public mutating func take() -> [UInt8] {
        defer { bytes.removeAll(keepingCapacity: true) }
        return bytes
    }

    private mutating func append(_ field: String) {
        let mustBeQuoted = field.utf8.contains { byte in
            byte == delimiter || byte == Self.quote || byte == UInt8(ascii: "\n")
                || byte == UInt8(ascii: "\r")
        }
        // A field that begins with U+FEFF would be taken for the file's byte-order mark.
        guard mustBeQuoted || field.utf8.starts(with: Encoding.byteOrderMark) else {
            bytes.append(contentsOf: field.utf8)
            return
        }
        bytes.append(Self.quote)
        for byte in field.utf8 {
            if byte == Self.quote { bytes.append(byte) }
            bytes.append(byte)
        }
        bytes.append(Self.quote)
    }

    private static let quote = UInt8(ascii: "\"")
}
