/// A sheet of a workbook as a table with a header of known columns, read row by row.
///
/// The header may stand below titles: it is the first row of the top thirty that names every column that must be there.
public struct WorkbookTable {
    public static let headerRows = 30

    public let columns: ColumnMap
    public let sheet: String

    private let reader: SheetReader
    private let shape: TableShape
    private let headerRow: Int
    private var waiting: [SparseRow]
    /// For each position in the file the place among the known columns.
    private let places: [Int: Int]

    /// Finds the header, on the sheet named or else on the first visible one that has it.
    ///
    /// Errors: `sheet-unknown` and `header-missing`, which list the sheets, those of `ColumnMap`, and those of `Workbook`.
    public init(_ workbook: Workbook, sheet: String? = nil, shape: TableShape) throws {
        if let sheet, !workbook.has(sheet: sheet) { throw Self.unknown(sheet, workbook.visibleSheets) }
        var best: (named: Int, sheet: SheetReader, row: SparseRow, rest: [SparseRow])?
        for name in sheet.map({ [$0] }) ?? workbook.visibleSheets {
            guard let reader = try workbook.sheet(name) else { continue }
            var rows: [SparseRow] = []
            while rows.count < Self.headerRows, let row = try reader.next() { rows.append(row) }
            for (position, row) in rows.enumerated() {
                let match = shape.match(Self.texts(of: row))
                let isBetter = match.named > best?.named ?? 0
                if match.isComplete || isBetter {
                    best = (
                        match.isComplete ? .max : match.named, reader, row, Array(rows[(position + 1)...])
                    )
                }
                if match.isComplete { break }
            }
            if best?.named == .max { break }
            if best?.sheet !== reader { reader.close() }
        }
        guard let best else { throw Self.noHeader(workbook.visibleSheets, shape) }
        self.sheet = best.sheet.name
        reader = best.sheet
        self.shape = shape
        headerRow = best.row.number
        waiting = best.rest.reversed()
        let faults = Self.faults(in: best.row, sheet: best.sheet.name)
        if let first = faults.first { throw SpreadsheetErrors(first, Array(faults.dropFirst())) }
        do throws(SpreadsheetErrors) {
            columns = try ColumnMap(
                header: Self.texts(of: best.row), row: best.row.number, shape: shape, allowsUnnamed: true)
        } catch {
            best.sheet.close()
            throw error.on(sheet: best.sheet.name)
        }
        var places: [Int: Int] = [:]
        for (place, position) in columns.positions.enumerated() {
            if let position { places[position] = place }
        }
        self.places = places
    }

    /// Every row, in order, with all that is wrong; only what makes the rest unreadable is thrown.
    public mutating func forEach(
        row: (TableRow) throws -> Void, error: (SpreadsheetError) throws -> Void
    ) throws {
        defer { reader.close() }
        var last = headerRow
        do {
            while let next = try nextSparse() {
                last = next.number
                try deliver(next, row, error)
            }
        } catch let fault as SpreadsheetError {
            throw fault.on(sheet: sheet)
        }
        let merged = reader.merged.filter { $0.firstRow > headerRow && $0.firstRow <= last }
        for merged in merged { try error(.mergedCells(merged).on(sheet: sheet)) }
    }

    private mutating func nextSparse() throws(SpreadsheetError) -> SparseRow? {
        if let row = waiting.popLast() { return row }
        return try reader.next()
    }

    private func deliver(
        _ sparse: SparseRow, _ row: (TableRow) throws -> Void, _ error: (SpreadsheetError) throws -> Void
    ) throws {
        var texts = columns.positions.map { $0 == nil ? nil : "" as String? }
        var numbers: [Int] = []
        var isWhole = true
        for cell in sparse.cells {
            guard let place = places[cell.column] else {
                if columns.ignored.contains(cell.column) || cell.value.isBlank { continue }
                isWhole = false
                try error(
                    .unnamedColumn(CellReference.letters(cell.column)).on(sheet: sheet, row: sparse.number))
                continue
            }
            let name = columns.known[place]
            switch text(of: cell.value, in: name) {
            case .success(let text):
                texts[place] = text
                if case .number = cell.value { numbers.append(place) }
            case .failure(let fault):
                isWhole = false
                try error(fault.on(sheet: sheet, row: sparse.number, column: name))
            }
        }
        if isWhole, texts.contains(where: { $0?.isEmpty == false }) {
            try row(TableRow(line: sparse.number, texts: texts, numbers: numbers))
        }
    }

    private func text(of value: CellValue, in column: String) -> Result<String, SpreadsheetError> {
        let isDayColumn = shape.days.contains(column)
        switch value {
        case .text(let text): return .success(text)
        case .number(let number): return isDayColumn ? .failure(.numberForDay(number)) : .success(number)
        case .day(let day): return isDayColumn ? .success(day) : .failure(.unexpectedDay(day))
        case .fault(let fault): return .failure(fault)
        }
    }

    // MARK: Header

    private static func texts(of row: SparseRow) -> [String] {
        guard let last = row.cells.last else { return [] }
        var texts = [String](repeating: "", count: last.column + 1)
        for cell in row.cells {
            switch cell.value {
            case .text(let text), .number(let text), .day(let text): texts[cell.column] = text
            case .fault: continue
            }
        }
        return texts
    }

    private static func faults(in row: SparseRow, sheet: String) -> [SpreadsheetError] {
        row.cells.compactMap { cell in
            guard case .fault(let fault) = cell.value else { return nil }
            return fault.on(sheet: sheet, row: row.number, column: CellReference.letters(cell.column))
        }
    }

    private static func unknown(_ sheet: String, _ sheets: [String]) -> SpreadsheetError {
        let list = sheets.map(shown).joined(separator: ", ")
        return SpreadsheetError(
            "sheet-unknown", vi: "không có trang \(shown(sheet)); các trang là: \(list)",
            en: "there is no sheet \(shown(sheet)); the sheets are: \(list)")
    }

    private static func noHeader(_ sheets: [String], _ shape: TableShape) -> SpreadsheetError {
        let list = sheets.map(shown).joined(separator: ", ")
        let names = (shape.required.isEmpty ? shape.requiredOneOf.flatMap(\.self) : shape.required)
            .joined(separator: ", ")
        return SpreadsheetError(
            "header-missing",
            vi:
                "không trang nào có dòng tiêu đề trong \(headerRows) dòng đầu (cần các cột: \(names)); các trang là: \(list)",
            en:
                "no sheet has a header in its first \(headerRows) rows (columns needed: \(names)); the sheets are: \(list)"
        )
    }
}

extension SpreadsheetError {
    /// The same error, its place completed.
    func on(sheet: String, row: Int? = nil, column: String? = nil) -> SpreadsheetError {
        var copy = self
        copy.sheet = copy.sheet ?? sheet
        copy.row = copy.row ?? row
        copy.column = copy.column ?? column
        return copy
    }
}

extension SpreadsheetErrors {
    func on(sheet: String) -> SpreadsheetErrors {
        let placed = errors.map { $0.on(sheet: sheet) }
        return SpreadsheetErrors(placed[0], Array(placed.dropFirst()))
    }
}
