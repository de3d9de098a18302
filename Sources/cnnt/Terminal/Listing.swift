import Registry
import RuralIndustry

/// A column of a printed list: its key in CSV and JSON, its heading in a table, and where its value comes from.
struct Column<Record: Sendable>: Sendable {
    let key: String
    let heading: Bilingual
    /// What its cells are in a workbook.
    let kind: CellKind
    let value: @Sendable (Record) -> Field

    /// Without `kind` a column is one of days if it is named like those of the interface, and of texts otherwise; a
    /// value that is a number of the program is one in a workbook too.
    init(
        _ key: String, _ vi: String, _ en: String, kind: CellKind? = nil,
        _ value: @escaping @Sendable (Record) -> Field
    ) {
        self.key = key
        self.heading = Bilingual(vi: vi, en: en)
        self.kind = kind ?? (key.namesDay ? .day : .text)
        self.value = value
    }

    init(_ key: String, _ vi: String, _ en: String, _ text: @escaping @Sendable (Record) -> String?) {
        self.init(key, vi, en) { .text(text($0)) }
    }
}

/// What the cells of a column are in a workbook: text stays text, leading zeros and all.
enum CellKind {
    case text, number, day
}

/// A record that the command line prints, in a table for people and in CSV or JSON for programs.
protocol Listed: Sendable {
    static var columns: [Column<Self>] { get }
}

extension Listed {
    func fields(in language: Language) -> [(key: String, value: Field)] {
        Self.columns.map { ($0.key, $0.value(self).spoken(in: language)) }
    }
}

enum OutputFormat: String, CaseIterable {
    case table, json, csv
}

/// Prints records to standard output in the format asked for.
struct Printer {
    let format: OutputFormat?
    let language: Language
    let console: Console
    /// The file that a list goes to instead of standard output.
    var file: ListFile?

    /// A list: a table on a terminal, CSV in a pipe, unless a format was named.
    func list<Record: Listed>(_ records: [Record]) throws {
        if let file { return try file.write(records, in: language) }
        let columns = Record.columns
        switch format ?? (console.outputIsTerminal ? .table : .csv) {
        case .csv: console.write(CSVText.document(header: columns.map(\.key), rows: records.map(cells)))
        case .json: console.write(try JSONText.encode(records.map { RecordObject($0.fields(in: language)) }))
        case .table: printTable(records)
        }
    }

    /// One record: a sheet of headings and values on a terminal, JSON in a pipe, unless a format was named.
    func single<Record: Listed>(_ record: Record) throws {
        switch format ?? (console.outputIsTerminal ? .table : .json) {
        case .csv: console.write(CSVText.document(header: Record.columns.map(\.key), rows: [cells(record)]))
        case .json: console.write(try JSONText.encode(RecordObject(record.fields(in: language))))
        case .table: printSheet(record)
        }
    }

    private func cells<Record: Listed>(_ record: Record) -> [String] {
        record.fields(in: language).map(\.value.cell)
    }

    private func printTable<Record: Listed>(_ records: [Record]) {
        let columns = Record.columns
        let rows = records.map { $0.fields(in: language).map(\.value) }
        let table = TextTable(
            headings: columns.map { $0.heading.text(in: language) },
            rows: rows.map { $0.map(\.cell) },
            alignsRight: columns.indices.map { index in rows.contains { $0[index].isNumber } })
        console.write(table.text(width: console.outputWidth))
    }

    private func printSheet<Record: Listed>(_ record: Record) {
        let headings = Record.columns.map { $0.heading.text(in: language) }
        let width = headings.map(TextTable.width).max() ?? 0
        for (heading, field) in zip(headings, record.fields(in: language)) {
            if case .records(let records) = field.value {
                console.write("\(heading):\n")
                for nested in records {
                    console.write(
                        "  " + nested.map(\.value.cell).filter { !$0.isEmpty }.joined(separator: " · ") + "\n"
                    )
                }
            } else if !field.value.cell.isEmpty {
                console.write(TextTable.padded(heading, to: width) + "  " + field.value.cell + "\n")
            }
        }
    }
}
