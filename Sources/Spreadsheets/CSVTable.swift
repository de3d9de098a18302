/// A CSV file with a header of known columns, read row by row.
///
/// ```swift
/// var table = try CSVTable(ByteSource(path: path), known: names, required: ["name"])
/// while let row = try table.next() { … row.line, row.texts … }
/// ```
public struct CSVTable {
    public let columns: ColumnMap
    public var dialect: CSVDialect { reader.dialect }

    private var reader: CSVReader

    /// Reads the header. Throws `SpreadsheetErrors` for what is wrong with it, `SpreadsheetError` for what is
    /// wrong with the file (`header-missing` if there is nothing in it), and the source's own errors.
    public init(
        _ source: ByteSource, known: [String], required: [String] = [], requiredOneOf: [[String]] = []
    ) throws {
        try self.init(
            source, shape: TableShape(known: known, required: required, requiredOneOf: requiredOneOf))
    }

    public init(_ source: ByteSource, shape: TableShape) throws {
        reader = try CSVReader(source)
        guard let header = try reader.next() else {
            throw SpreadsheetError(
                "header-missing", vi: "tệp trống: thiếu dòng tiêu đề",
                en: "the file is empty: there is no header", row: 1)
        }
        columns = try ColumnMap(header: header.texts, row: header.line, shape: shape)
    }

    /// The next row that is not blank, or nil at the end. After a `SpreadsheetError` reading goes on with the
    /// next row.
    public mutating func next() throws -> TableRow? {
        guard let row = try reader.next() else { return nil }
        return TableRow(line: row.line, texts: try columns.texts(of: row))
    }

    /// Every row, in order, with all that is wrong; only the source's own errors are thrown.
    public mutating func forEach(
        row: (TableRow) throws -> Void, error: (SpreadsheetError) throws -> Void
    ) throws {
        while true {
            let next: TableRow?
            do {
                next = try self.next()
            } catch let fault as SpreadsheetError where fault.code != "file-unreadable" {
                try error(fault)
                continue
            }
            guard let next else { return }
            try row(next)
        }
    }
}
