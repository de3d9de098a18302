import Glibc
import RuralIndustry
import Spreadsheets

/// A file that a list is written to, CSV or XLSX by its ending; it is at its path only when it is whole.
struct ListFile {
    private enum Kind {
        case csv, workbook
    }

    let path: String
    private let kind: Kind

    /// Error: `file-ending`.
    init(path: String) throws {
        self.path = path
        let ending = path.split(separator: "/").last?.lowercased() ?? ""
        if ending.hasSuffix(".csv") {
            kind = .csv
        } else if ending.hasSuffix(".xlsx") {
            kind = .workbook
        } else {
            throw Violation(
                "file-ending", vi: "--out cần tên tệp có đuôi .csv hoặc .xlsx",
                en: "--out needs a file name that ends with .csv or .xlsx", at: Place(file: path))
        }
    }

    func write<Record: Listed>(_ records: [Record], in language: Language) throws {
        let rows = records.map { $0.fields(in: language).map(\.value) }
        do throws(SpreadsheetError) {
            switch kind {
            case .csv: try writeCSV(Record.columns.map(\.key), rows)
            case .workbook: try writeWorkbook(Record.columns, rows, in: language)
            }
        } catch {
            throw Violation(error.code, vi: error.vietnamese, en: error.english)
        }
    }

    /// The same bytes as on standard output.
    private func writeCSV(_ header: [String], _ rows: [[Field]]) throws(SpreadsheetError) {
        let text = CSVText.document(header: header, rows: rows.map { $0.map(\.cell) })
        let temporary = "\(path).\(getpid()).tmp"
        guard let file = fopen(temporary, "wxe") else { throw .unwritable(path) }
        let bytes = Array(text.utf8)
        let isWritten = fwrite(bytes, 1, bytes.count, file) == bytes.count
        let isClosed = fclose(file) == 0
        guard isWritten, isClosed, rename(temporary, path) == 0 else {
            let error = SpreadsheetError.unwritable(path)
            unlink(temporary)
            throw error
        }
    }

    /// Headings as people read them; imports know them again.
    private func writeWorkbook<Record>(
        _ columns: [Column<Record>], _ rows: [[Field]], in language: Language
    ) throws(SpreadsheetError) {
        let widths = columns.indices.map { index in
            rows.prefix(200).map { TextTable.width($0[index].cell) }.max() ?? 0
        }
        let writer = try WorkbookWriter(
            path: path, sheet: Bilingual(vi: "Danh sách", en: "List").text(in: language),
            columns: columns.indices.map { index in
                let heading = columns[index].heading.text(in: language)
                let holdsNumbers = rows.contains { $0[index].isNumber }
                return WorkbookWriter.Column(
                    heading, holdsNumbers ? .number : columns[index].kind.inWorkbook,
                    width: max(TextTable.width(heading) + 2, widths[index] + 1))
            })
        for row in rows { try writer.write(row.map(\.cell)) }
        try writer.close()
    }
}

extension CellKind {
    fileprivate var inWorkbook: WorkbookWriter.Kind {
        switch self {
        case .text: .text
        case .number: .number
        case .day: .day
        }
    }
}

extension SpreadsheetError {
    fileprivate static func unwritable(_ path: String) -> SpreadsheetError {
        let reason = String(cString: strerror(errno))
        return SpreadsheetError(
            "file-unwritable", vi: "không ghi được tệp \(path) (\(reason))",
            en: "\(path) cannot be written: \(reason)")
    }
}
