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
}

/// A file of records read whole: its rows, and the notation that its dialect allows.
public struct RecordFile<Column: RecordColumn>: Sendable {
    public let name: String
    public let notation: Notation
    public let rows: [RecordRow<Column>]
    /// The columns that the file has; what it lacks stays as it is when a record is changed.
    public let columns: Set<Column>

    /// Reads a CSV file; throws a refusal with everything that is wrong with it as a file.
    public static func read(path: String) throws -> RecordFile {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        do {
            return try read(ByteSource(path: path), name: name)
        } catch let error as SpreadsheetError {
            throw Refusal(Violation(error).at(Place(file: name)))
        } catch let errors as SpreadsheetErrors {
            let violations = errors.errors.map { Violation($0).at(Place(file: name)) }
            throw Refusal(violations[0], Array(violations.dropFirst()))
        }
    }

    static func read(_ source: ByteSource, name: String) throws -> RecordFile {
        var table = try CSVTable(
            source, known: Column.names + bookkeeping, required: Column.required.map(\.name),
            requiredOneOf: Column.requiredOneOf.map { $0.map(\.name) })
        var rows: [RecordRow<Column>] = []
        var violations: [Violation] = []
        let count = Column.names.count
        try table.forEach { row in
            rows.append(
                RecordRow(
                    line: row.line, fields: Fields(texts: Array(row.texts.prefix(count))),
                    id: row.texts[count].flatMap { $0.isEmpty ? nil : $0 },
                    version: row.texts[count + 1].flatMap { $0.isEmpty ? nil : $0 }))
        } error: {
            violations.append(Violation($0).at(Place(file: name)))
        }
        try Refusal.throwIfAny(violations)
        return RecordFile(
            name: name, notation: table.dialect.allowsVietnameseNotation ? .vietnamese : .plain, rows: rows,
            columns: Set(Column.allCases.filter { table.columns.has($0.name) }))
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
        var violations: [Violation] = []
        for row in rows {
            let place = Place(file: name, row: row.line)
            do throws(Refusal) {
                values.append(Located(try parse(row, notation), at: place))
            } catch {
                violations += error.violations.map { $0.at(place) }
            }
        }
        return (values, violations)
    }

    /// What exports print beside a record's own columns.
    private static var bookkeeping: [String] { ["id", "version"] }
}

extension Violation {
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
