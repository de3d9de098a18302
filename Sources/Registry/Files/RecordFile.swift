public import RuralIndustry
import Spreadsheets

/// A row of a file of records: its texts by column, and what exports print beside them for importing again.
public struct RecordRow<Column: RecordColumn>: Sendable {
    /// The line of the file, the header being line 1.
    public let line: Int
    public let fields: Fields<Column>
    /// The number of the record, if the row names it.
    public let id: String?
    /// The version that the row was exported from.
    public let version: String?
    /// The columns whose cells in a workbook were numbers and not text, and may have lost leading zeros.
    public let numbers: [Column]
}

/// A file of records read whole: its rows, and the notation that its dialect allows.
public struct RecordFile<Column: RecordColumn>: Sendable {
    public let name: String
    /// The sheet of a workbook.
    public let sheet: String?
    public let notation: Notation
    public let rows: [RecordRow<Column>]
    /// The columns that the file has; what it lacks stays as it is when a record is changed.
    public let columns: Set<Column>
    /// What is wrong with rows that could not be taken from the file, with their places.
    let faults: [Violation]

    /// Where everything in it is.
    public var place: Place { Place(file: name, sheet: sheet) }

    /// Reads a CSV file or an Excel workbook, told apart by their bytes; throws a refusal if it cannot be read as a whole.
    /// What is wrong with single rows is told when they are parsed, together with what is wrong with the others.
    ///
    /// - Parameter sheet: the sheet of a workbook; by default the first visible one that has the header.
    public static func read(path: String, sheet: String? = nil) throws -> RecordFile {
        try read(path: path, sheet: sheet, name: path.split(separator: "/").last.map(String.init) ?? path)
    }

    /// - Parameters:
    ///   - name: what the file is called where something is wrong with it.
    ///   - most: rows that are taken.
    static func read(path: String, sheet: String?, name: String, most: Int = .max) throws -> RecordFile {
        do {
            switch try FileKind.detected(path: path) {
            case .text:
                if sheet != nil { throw SpreadsheetError.noSheets }
                return try read(ByteSource(path: path), name: name, most: most)
            case .zip: return try read(Workbook(path: path), sheet: sheet, name: name, most: most)
            }
        } catch let error as SpreadsheetError {
            throw Refusal(Violation(error).at(Place(file: name)))
        } catch let errors as SpreadsheetErrors {
            let violations = errors.errors.map { Violation($0).at(Place(file: name)) }
            throw Refusal(violations[0], Array(violations.dropFirst()))
        }
    }

    private static func read(_ source: ByteSource, name: String, most: Int) throws -> RecordFile {
        var table = try CSVTable(source, shape: Column.shape)
        var rows: [RecordRow<Column>] = []
        var faults = Faults()
        try table.forEach {
            guard rows.count < most else { throw Refusal(.tooManyRows(most).at(Place(file: name))) }
            rows.append(RecordRow($0))
        } error: {
            faults.note(Violation($0).at(Place(file: name)))
        }
        return RecordFile(
            name: name, sheet: nil, notation: table.dialect.allowsVietnameseNotation ? .vietnamese : .plain,
            rows: rows, columns: present(in: table.columns), faults: faults.told)
    }

    /// Texts in a workbook may be written as Excel shows them in Vietnam; its numbers and dates are plain already.
    private static func read(_ workbook: Workbook, sheet: String?, name: String, most: Int) throws
        -> RecordFile
    {
        var table = try WorkbookTable(workbook, sheet: sheet, shape: Column.shape)
        var rows: [RecordRow<Column>] = []
        var faults = Faults()
        try table.forEach {
            guard rows.count < most else { throw Refusal(.tooManyRows(most).at(Place(file: name))) }
            rows.append(RecordRow($0))
        } error: {
            faults.note(Violation($0).at(Place(file: name)))
        }
        return RecordFile(
            name: name, sheet: table.sheet, notation: .vietnamese, rows: rows,
            columns: present(in: table.columns), faults: faults.told)
    }

    private static func present(in columns: ColumnMap) -> Set<Column> {
        Set(Column.allCases.filter { columns.has($0.name) })
    }

    /// Every row made into a value, or a refusal with all violations of all rows.
    public func parsed<Value>(
        _ parse: (RecordRow<Column>, Notation) throws(Refusal) -> Value
    ) throws -> [Located<Value>] {
        let (values, violations) = valuesAndViolations(parse)
        try Refusal.throwIfAny(violations)
        return values
    }

    /// The values of the rows that can be read and what is wrong with the others: so that it is told together with what only
    /// the registry can say of the former.
    func valuesAndViolations<Value>(
        _ parse: (RecordRow<Column>, Notation) throws(Refusal) -> Value
    ) -> (values: [Located<Value>], violations: [Violation]) {
        var values: [Located<Value>] = []
        values.reserveCapacity(rows.count)
        var violations = faults
        for row in rows {
            let place = place(of: row)
            do throws(Refusal) {
                values.append(Located(try parse(row, notation), at: place))
            } catch {
                violations += error.violations.map { $0.at(place) }
            }
        }
        return (values, faults.isEmpty ? violations : violations.inRowOrder)
    }

    func place(of row: RecordRow<Column>) -> Place { Place(file: name, sheet: sheet, row: row.line) }
}

/// What is wrong with the rows of a file, told one by one as long as somebody could read it.
private struct Faults {
    static let most = 10_000
    private var violations: [Violation] = []
    private var further = 0

    mutating func note(_ violation: Violation) {
        if violations.count < Self.most { violations.append(violation) } else { further += 1 }
    }

    var told: [Violation] {
        guard further > 0 else { return violations }
        return violations + [
            Violation(
                "file-more-faults", vi: "và \(further) lỗi nữa trong tệp này",
                en: "and \(further) more errors in this file", at: Place(file: violations[0].place.file))
        ]
    }
}

extension RecordRow {
    /// A row whose columns are those of the records' shape.
    fileprivate init(_ row: TableRow) {
        let count = Column.names.count
        line = row.line
        fields = Fields(texts: Array(row.texts.prefix(count)))
        id = row.texts[count].flatMap { $0.isEmpty ? nil : $0 }
        version = row.texts[count + 1].flatMap { $0.isEmpty ? nil : $0 }
        numbers = row.numbers.isEmpty ? [] : row.numbers.compactMap { Column(rawValue: $0) }
    }
}

extension SpreadsheetError {
    fileprivate static var noSheets: SpreadsheetError {
        SpreadsheetError(
            "sheet-unknown", vi: "tệp CSV không có trang; bỏ --sheet",
            en: "a CSV file has no sheets; leave out --sheet")
    }
}

extension Violation {
    fileprivate static func tooManyRows(_ most: Int) -> Violation {
        Violation(
            "file-too-many-rows", vi: "tệp có quá \(most) dòng; hãy chia thành nhiều tệp",
            en: "the file has more than \(most) rows; split it into several")
    }

    init(_ error: SpreadsheetError) {
        self.init(
            error.code, vi: error.vietnamese, en: error.english,
            at: Place(sheet: error.sheet, row: error.row, column: error.column))
    }
}

extension [Violation] {
    /// By the rows of the file, in the order of the checks within a row; what is said of no row comes last.
    var inRowOrder: [Violation] {
        enumerated().sorted {
            ($0.element.place.row ?? .max, $0.offset) < ($1.element.place.row ?? .max, $1.offset)
        }
        .map(\.element)
    }
}
