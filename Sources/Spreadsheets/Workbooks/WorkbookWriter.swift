import CXlsxWriter
import Glibc

/// Writes one sheet of an Excel workbook row by row, in constant memory, and puts the file in place when it is whole.
///
/// Text is written as text whatever it begins with, so that nothing becomes a formula and no leading zero is lost. The
/// same rows give the same bytes: the day of creation is fixed.
public final class WorkbookWriter {
    public enum Kind: Hashable, Sendable {
        case text
        /// Plain decimal text becomes a number as long as Excel keeps all its digits.
        case number
        /// An ISO day becomes a date that shows as dd/mm/yyyy.
        case day
    }

    public struct Column: Hashable, Sendable {
        public let heading: String
        public let kind: Kind
        /// In letters.
        public let width: Int

        public init(_ heading: String, _ kind: Kind = .text, width: Int = 16) {
            self.heading = heading
            self.kind = kind
            self.width = width
        }
    }

    private let path: String
    private let temporary: String
    private let kinds: [Kind]
    private var workbook: UnsafeMutablePointer<lxw_workbook>?
    private let sheet: UnsafeMutablePointer<lxw_worksheet>
    private let dayFormat: UnsafeMutablePointer<lxw_format>
    private var row: UInt32 = 0

    /// Errors: `file-unwritable`; `close` throws it too.
    public init(path: String, sheet name: String, columns: [Column]) throws(SpreadsheetError) {
        self.path = path
        temporary = "\(path).\(getpid()).tmp"
        kinds = columns.map(\.kind)
        // The library would tell of a file that cannot be made on standard error, and only at the end.
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw Self.unwritable(path, String(cString: strerror(errno))) }
        Glibc.close(descriptor)
        var options = lxw_workbook_options()
        options.constant_memory = 1
        guard let workbook = workbook_new_opt(temporary, &options),
            let sheet = workbook_add_worksheet(workbook, Self.sheetName(name)),
            let bold = workbook_add_format(workbook), let day = workbook_add_format(workbook)
        else { throw Self.unwritable(path, "libxlsxwriter") }
        self.workbook = workbook
        self.sheet = sheet
        dayFormat = day
        format_set_bold(bold)
        format_set_num_format(day, "dd/mm/yyyy")
        var properties = lxw_doc_properties()
        // 2020-01-01, whenever it is written.
        properties.created = 1_577_836_800
        workbook_set_properties(workbook, &properties)
        for (position, column) in columns.enumerated() {
            let at = UInt16(clamping: position)
            worksheet_set_column(sheet, at, at, Double(min(max(column.width, 6), 60)), nil)
        }
        worksheet_freeze_panes(sheet, 1, 0)
        for (position, column) in columns.enumerated() {
            try check(
                worksheet_write_string(
                    sheet, 0, UInt16(clamping: position), CellText.escaped(column.heading), bold))
        }
        row = 1
    }

    deinit {
        if let workbook {
            // Only closing frees what the library holds, and it writes the file.
            workbook_close(workbook)
            unlink(temporary)
        }
    }

    /// Writes a row of texts, one for each column.
    ///
    /// Errors: `workbook-too-many-rows`, `file-unwritable`.
    public func write(_ texts: some Sequence<String>) throws(SpreadsheetError) {
        guard row < 1_048_576 else {
            throw SpreadsheetError(
                "workbook-too-many-rows", vi: "Excel chỉ có 1.048.576 dòng; hãy xuất ra CSV",
                en: "Excel has only 1,048,576 rows; export to CSV")
        }
        var column: UInt16 = 0
        for (text, kind) in zip(texts, kinds) {
            defer { column += 1 }
            if text.isEmpty { continue }
            switch kind {
            case .number:
                if let number = Self.number(text) {
                    try check(worksheet_write_number(sheet, row, column, number, nil))
                    continue
                }
            case .day:
                if let serial = SerialDay.serial(iso: text) {
                    try check(worksheet_write_number(sheet, row, column, Double(serial), dayFormat))
                    continue
                }
            case .text: break
            }
            try check(worksheet_write_string(sheet, row, column, CellText.escaped(text), nil))
        }
        row += 1
    }

    /// Finishes the file; only now is it at its path.
    public func close() throws(SpreadsheetError) {
        guard let workbook else { return }
        self.workbook = nil
        let status = workbook_close(workbook)
        guard status == LXW_NO_ERROR else {
            unlink(temporary)
            throw Self.failure(path, status)
        }
        guard rename(temporary, path) == 0 else {
            let reason = String(cString: strerror(errno))
            unlink(temporary)
            throw Self.unwritable(path, reason)
        }
    }

    /// Only for a text that reading gives back as it is.
    private static func number(_ text: String) -> Double? {
        guard let (plain, isExact) = NumberText.plain(text), isExact, plain == text else { return nil }
        return Double(text)
    }

    /// At most 31 letters, without those that Excel forbids.
    private static func sheetName(_ name: String) -> String {
        let allowed = name.unicodeScalars.filter { !"[]:*?/\\'".unicodeScalars.contains($0) }.prefix(31)
        let text = String(String.UnicodeScalarView(allowed))
        return text.isEmpty ? "Sheet1" : text
    }

    private func check(_ status: lxw_error) throws(SpreadsheetError) {
        if status != LXW_NO_ERROR { throw Self.failure(path, status) }
    }

    private static func failure(_ path: String, _ status: lxw_error) -> SpreadsheetError {
        unwritable(path, lxw_strerror(status).map { String(cString: $0) } ?? "\(status.rawValue)")
    }

    private static func unwritable(_ path: String, _ reason: String) -> SpreadsheetError {
        SpreadsheetError(
            "file-unwritable", vi: "không ghi được tệp \(path) (\(reason))",
            en: "\(path) cannot be written: \(reason)")
    }
}
