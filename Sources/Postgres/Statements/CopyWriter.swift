import CPostgres

/// Rows on their way into a table through `COPY … FROM STDIN` in text format. Memory stays bounded.
public struct CopyWriter {
    private let session: Session
    private var row = CopyRow()
    private var expectedColumns: Int

    init(session: Session, columns: Int) {
        self.session = session
        expectedColumns = columns
    }

    /// Writes one row: a call for each column, in the order of the COPY statement.
    ///
    /// ```swift
    /// try writer.row { $0.text(name); $0.int(year); $0.null() }
    /// ```
    public mutating func row(_ body: (inout CopyRow) throws -> Void) throws {
        row.startRow()
        try body(&row)
        if row.hasNUL { throw PostgresError.encoding("a text holds the character NUL") }
        guard row.columns == expectedColumns else {
            throw PostgresError.misuse(
                "\(row.columns) columns instead of \(expectedColumns) in a row of COPY")
        }
        row.endRow()
        if row.bytes.count >= Self.chunk { try flush() }
    }

    mutating func flush() throws {
        guard !row.bytes.isEmpty else { return }
        let sent = row.bytes.withUnsafeBytes { bytes in
            PQputCopyData(
                session.link.raw, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count))
        }
        guard sent == 1 else { throw PostgresError.connectionLost(session.link.message) }
        row.bytes.removeAll(keepingCapacity: true)
    }

    private static let chunk = 1 << 16
}

/// The columns of one row of COPY's text format.
public struct CopyRow {
    var bytes: [UInt8] = []
    private(set) var columns = 0
    private(set) var hasNUL = false

    mutating func startRow() {
        columns = 0
        hasNUL = false
    }

    mutating func endRow() { bytes.append(UInt8(ascii: "\n")) }

    public mutating func null() {
        startColumn()
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(UInt8(ascii: "N"))
    }

    /// Any type's text: of a day `2026-11-20`, of an array `{a,b}`.
    public mutating func text(_ text: String) {
        startColumn()
        var text = text
        text.withUTF8 { escape($0) }
    }

    /// Nil is NULL.
    public mutating func text(_ text: String?) {
        if let text { self.text(text) } else { null() }
    }

    public mutating func int(_ number: some FixedWidthInteger) {
        startColumn()
        var description = String(number)
        description.withUTF8 { bytes.append(contentsOf: $0) }
    }

    public mutating func int(_ number: (some FixedWidthInteger)?) {
        if let number { int(number) } else { null() }
    }

    public mutating func bool(_ value: Bool) {
        startColumn()
        bytes.append(value ? UInt8(ascii: "t") : UInt8(ascii: "f"))
    }

    private mutating func startColumn() {
        if columns > 0 { bytes.append(UInt8(ascii: "\t")) }
        columns += 1
    }

    private mutating func escape(_ text: UnsafeBufferPointer<UInt8>) {
        var start = 0
        for (index, byte) in text.enumerated() where byte < 0x20 || byte == UInt8(ascii: "\\") {
            let letter: UInt8
            switch byte {
            case UInt8(ascii: "\\"): letter = byte
            case UInt8(ascii: "\n"): letter = UInt8(ascii: "n")
            case UInt8(ascii: "\r"): letter = UInt8(ascii: "r")
            case UInt8(ascii: "\t"): letter = UInt8(ascii: "t")
            case 0:
                hasNUL = true
                continue
            default: continue
            }
            bytes.append(contentsOf: text[start..<index])
            bytes.append(UInt8(ascii: "\\"))
            bytes.append(letter)
            start = index + 1
        }
        bytes.append(contentsOf: text[start...])
    }
}

extension Session {
    /// Loads rows through `COPY table (columns) FROM STDIN`; returns how many. If the closure throws, nothing
    /// is loaded.
    @discardableResult
    public func copyIn(
        _ sql: SQL, file: StaticString = #fileID, line: UInt = #line,
        _ body: (inout CopyWriter) throws -> Void
    ) throws -> Int {
        let text = try copyText(sql)
        let site = CallSite(file, line)
        return try exclusively(text, site) {
            let start = try checked(PQexec(link.raw, text), text, site)
            guard start.status == PGRES_COPY_IN, PQbinaryTuples(start.raw) == 0 else {
                endCopy(start.status)
                _ = try? drain(text, site)
                throw PostgresError.misuse("not a COPY … FROM STDIN in text format, at \(site)")
            }
            var writer = CopyWriter(session: self, columns: Int(PQnfields(start.raw)))
            do {
                try body(&writer)
                try writer.flush()
            } catch {
                PQputCopyEnd(link.raw, "the program gave up")
                _ = try? drain(text, site)
                throw error
            }
            PQputCopyEnd(link.raw, nil)
            return try drain(text, site)?.affectedRows ?? 0
        }
    }
}
