/// Reads CSV (RFC 4180) row by row from bytes, in constant memory: UTF-8, a byte-order mark accepted, fields
/// separated by comma or semicolon, quotes, line breaks inside quotes, lines ended by LF, CRLF or CR. Blank
/// rows are left out.
///
/// A row that is wrong is thrown as a `SpreadsheetError` with its line, and the next call reads the row after
/// it, so that all of them can be told; after an error that leaves no next row, the next call returns nil.
/// Errors of the source pass through.
public struct CSVReader {
    public static let largestField = 1 << 18
    public static let largestRow = 1 << 20

    public private(set) var dialect: CSVDialect

    private let source: ByteSource
    private var buffer: [UInt8]
    private var position = 0
    private var filled = 0
    private var isAtEnd = false
    private var line = 1
    private let chunk: Int

    /// Reads the beginning, which tells encoding and dialect.
    ///
    /// Errors: `csv-encoding` (UTF-16, or not text at all), `csv-is-workbook`, `csv-row-too-long`.
    public init(_ source: ByteSource, dialect: CSVDialect? = nil, chunk: Int = 1 << 18) throws {
        self.source = source
        self.chunk = max(chunk, 16)
        buffer = [UInt8](repeating: 0, count: self.chunk)
        self.dialect = dialect ?? .comma
        while filled < Encoding.telling, !isAtEnd { try refill() }
        try Encoding.check(beginning: buffer[..<min(filled, Encoding.telling)])
        if buffer[..<filled].starts(with: Encoding.byteOrderMark) { position = Encoding.byteOrderMark.count }
        while dialect == nil {
            let isWhole = isAtEnd || filled - position > Self.largestRow
            if let found = CSVDialect.detected(in: buffer[position..<filled], isWhole: isWhole) {
                self.dialect = found
                break
            }
            try refill()
        }
    }

    /// The next row that is not blank, or nil at the end.
    ///
    /// Errors: `csv-encoding`, `csv-nul`, `csv-quote`, `csv-quote-open`, `csv-field-too-long`,
    /// `csv-row-too-long`.
    public mutating func next() throws -> SheetRow? {
        while true {
            guard let scan = try scanRow() else { return nil }
            let first = line
            let start = position
            position += scan.length
            line += scan.lineBreaks
            if scan.content > Self.largestRow { throw Self.tooLong(row: first) }
            if let fault = scan.fault { throw fault.error(row: first, column: scan.extents.count + 1) }
            let row = SheetRow(
                line: first, bytes: Array(buffer[start..<start + scan.content]), extents: scan.extents)
            if row.isBlank { continue }
            if scan.isBeyondASCII, let offset = Encoding.firstFault(in: row.bytes) {
                let before = row.bytes[..<offset].reduce(0) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) }
                throw Encoding.notUTF8(row: first + before)
            }
            return row
        }
    }

    // MARK: Buffer

    /// The extent of the row at `position`; asks for more bytes until it is whole.
    private mutating func scanRow() throws -> RowScan? {
        while true {
            let scan = buffer.withUnsafeBufferPointer { bytes in
                RowScan(
                    UnsafeBufferPointer(rebasing: bytes[position..<filled]), delimiter: dialect.delimiter,
                    isWhole: isAtEnd)
            }
            if let scan { return scan }
            if isAtEnd { return nil }
            if filled - position > Self.largestRow {
                let row = line
                position = filled
                isAtEnd = true
                throw Self.tooLong(row: row)
            }
            try refill()
        }
    }

    private mutating func refill() throws {
        if position > 0 {
            buffer.withUnsafeMutableBytes { bytes in
                bytes.copyBytes(from: UnsafeRawBufferPointer(rebasing: bytes[position..<filled]))
            }
            filled -= position
            position = 0
        }
        if buffer.count - filled < chunk { buffer.append(contentsOf: repeatElement(0, count: chunk)) }
        let start = filled
        let count = try buffer.withUnsafeMutableBytes { bytes in
            try source.read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[start...]))
        }
        filled += count
        if count == 0 { isAtEnd = true }
    }

    private static func tooLong(row: Int) -> SpreadsheetError {
        SpreadsheetError(
            "csv-row-too-long", vi: "dòng dài hơn 1 MiB; có lẽ một dấu nháy kép \" không được đóng",
            en: "the row is longer than 1 MiB; a quote may not be closed", row: row)
    }
}
