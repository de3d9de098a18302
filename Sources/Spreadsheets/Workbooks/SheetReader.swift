/// What a cell holds.
enum CellValue {
    case text(String)
    /// Exact decimal text.
    case number(String)
    /// An ISO day.
    case day(String)
    /// What cannot be taken, and why: without its place, which the table adds.
    case fault(SpreadsheetError)

    var isBlank: Bool {
        guard case .text(let text) = self else { return false }
        return text.unicodeScalars.allSatisfy(\.properties.isWhitespace)
    }
}

/// A row of a sheet: only the cells that hold something, by column.
struct SparseRow {
    /// As Excel numbers it, from one.
    let number: Int
    var cells: [(column: Int, value: CellValue)]
}

/// A stretch of merged cells.
struct MergedCells {
    let reference: String
    let firstRow: Int
    let rows: Int
}

/// Reads a sheet row by row; rows without anything in them are passed over.
final class SheetReader: XMLListener {
    let name: String
    private(set) var merged: [MergedCells] = []

    private let workbook: Workbook
    private var stream: XMLStream?
    private var rows: [SparseRow] = []
    private var position = 0

    private var row = SparseRow(number: 0, cells: [])
    private var isInData = false
    private var column = -1
    private var kind = Kind.number
    private var style = 0
    private var content: [UInt8] = []
    private var isCollecting = false
    private var isInReading = false
    private var hasFormula = false
    private var isTooLong = false
    private var taken = 0

    private enum Kind {
        case number, shared, inline, text, flag, error, day

        /// By the attribute `t` of a cell.
        init(_ type: UnsafePointer<CChar>) {
            let isLetter = type[0] != 0 && type[1] == 0
            switch UInt8(bitPattern: type[0]) {
            case UInt8(ascii: "s") where isLetter: self = .shared
            case UInt8(ascii: "n") where isLetter: self = .number
            case UInt8(ascii: "b") where isLetter: self = .flag
            case UInt8(ascii: "e") where isLetter: self = .error
            case UInt8(ascii: "d") where isLetter: self = .day
            case UInt8(ascii: "i"): self = .inline
            default: self = .text
            }
        }
    }

    init(_ part: ZipPart, name: String, workbook: Workbook) throws(SpreadsheetError) {
        self.name = name
        self.workbook = workbook
        super.init()
        stream = try XMLStream(part, self)
    }

    /// The next row that holds something, nil at the end.
    func next() throws(SpreadsheetError) -> SparseRow? {
        while position == rows.count {
            rows.removeAll(keepingCapacity: true)
            position = 0
            guard let stream else { return nil }
            do {
                if try !stream.advance() { close() }
            } catch {
                close()
                throw error
            }
        }
        position += 1
        return rows[position - 1]
    }

    /// Lets go of what need not be read any more.
    func close() { stream = nil }

    // MARK: XML

    override func start(_ name: XMLName, _ attributes: XMLAttributes) {
        switch name.letter {
        case UInt8(ascii: "c"): if isInData { startCell(attributes) }
        case UInt8(ascii: "v"): isCollecting = isInData
        case UInt8(ascii: "t"): isCollecting = isInData && !isInReading
        case UInt8(ascii: "f"): hasFormula = true
        case 0: startLong(name, attributes)
        default: break
        }
    }

    private func startLong(_ name: XMLName, _ attributes: XMLAttributes) {
        if name == "row" {
            if isInData { startRow(attributes) }
        } else if name == "rPh" {
            isInReading = true
        } else if name == "sheetData" {
            isInData = true
        } else if name == "mergeCell" {
            merge(attributes.text("ref") ?? "")
        }
    }

    override func end(_ name: XMLName) {
        switch name.letter {
        case UInt8(ascii: "c"): if isInData { endCell() }
        case UInt8(ascii: "v"), UInt8(ascii: "t"): isCollecting = false
        case 0: endLong(name)
        default: break
        }
    }

    private func endLong(_ name: XMLName) {
        if name == "row" {
            if isInData, row.cells.contains(where: { !$0.value.isBlank }) { rows.append(row) }
        } else if name == "rPh" {
            isInReading = false
        } else if name == "sheetData" {
            isInData = false
        }
    }

    override func text(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard isCollecting, !isTooLong else { return }
        if content.count + bytes.count > workbook.limits.cell {
            isTooLong = true
        } else {
            content.append(contentsOf: bytes)
        }
    }

    private func startRow(_ attributes: XMLAttributes) {
        let number = attributes.pointer("r") == nil ? row.number + 1 : attributes.number("r") ?? 0
        guard number > row.number, number <= workbook.limits.rows else {
            fault = .damagedWorkbook(
                "trang \(shown(self.name)): số dòng không đúng sau dòng \(row.number)",
                "sheet \(shown(self.name)): a wrong row number after row \(row.number)")
            return
        }
        row = SparseRow(number: number, cells: [])
        column = -1
    }

    private func startCell(_ attributes: XMLAttributes) {
        var place: Int? = column + 1
        style = 0
        kind = .number
        attributes.forEachLetter { name, value in
            switch name {
            case UInt8(ascii: "r"): place = CellReference.column(value, ofRow: row.number)
            case UInt8(ascii: "s"): style = XMLAttributes.number(value) ?? 0
            case UInt8(ascii: "t"): kind = Kind(value)
            default: break
            }
        }
        guard let place, place > column, place < workbook.limits.columns else {
            fault = .damagedWorkbook(
                "trang \(shown(name)), dòng \(row.number): ô không đúng chỗ",
                "sheet \(shown(name)), row \(row.number): a cell is out of place")
            return
        }
        column = place
        content.removeAll(keepingCapacity: true)
        hasFormula = false
        isTooLong = false
    }

    private func endCell() {
        if hasFormula {
            row.cells.append((column, .fault(.formula)))
        } else if isTooLong {
            row.cells.append((column, .fault(.longCell)))
        } else if !content.isEmpty, let value = value() {
            row.cells.append((column, value))
        }
    }

    private func merge(_ reference: String) {
        guard merged.count < 100_000, let ends = CellReference.rows(reference) else { return }
        merged.append(
            MergedCells(reference: reference, firstRow: ends.lowerBound, rows: ends.count))
    }

    // MARK: Values

    private func value() -> CellValue? {
        switch kind {
        case .inline, .text: return take(content.count) ? .text(CellText.decoded(content[...])) : nil
        case .shared:
            let number = Int(String(decoding: content, as: UTF8.self)) ?? -1
            let length = workbook.texts.length(number)
            if length > workbook.limits.cell { return .fault(.longCell) }
            guard take(length) else { return nil }
            if let text = workbook.texts[number] { return .text(text) }
            fault = .damagedWorkbook(
                "trang \(shown(name)), dòng \(row.number): ô chỉ đến chữ không có",
                "sheet \(shown(name)), row \(row.number): a cell points to a text that is not there")
            return nil
        case .flag: return .text(content == [UInt8(ascii: "1")] ? "true" : "false")
        case .error: return .fault(.errorValue(String(decoding: content, as: UTF8.self)))
        case .day:
            let day = String(decoding: content.prefix(10), as: UTF8.self)
            return SerialDay.isISO(day) ? .day(day) : .fault(.noDay(day))
        case .number: return number(String(decoding: content, as: UTF8.self))
        }
    }

    /// Counts what the cells hold together; false if it is too much.
    private func take(_ bytes: Int) -> Bool {
        taken += bytes
        if taken > workbook.limits.texts { fault = .tooMuchText }
        return taken <= workbook.limits.texts
    }

    private func number(_ raw: String) -> CellValue {
        guard let (plain, isExact) = NumberText.plain(raw) else { return .fault(.unreadableNumber(raw)) }
        switch workbook.styles[style] {
        case .day:
            guard let day = SerialDay.iso(plain, workbook.epoch) else { return .fault(.noDay(plain)) }
            return .day(day)
        case .time: return .fault(.timeOnly)
        case .number: return isExact ? .number(plain) : .fault(.longNumber)
        }
    }
}

/// References such as `AB12`.
enum CellReference {
    /// The column, from zero; nil unless it is a cell of that row.
    static func column(_ text: UnsafePointer<CChar>, ofRow row: Int) -> Int? {
        var at = 0
        var column = 0
        while at < 4, (0x41...0x5A).contains(UInt8(bitPattern: text[at])) {
            column = column * 26 + Int(text[at]) - 0x40
            at += 1
        }
        var number = 0
        guard column > 0 else { return nil }
        while (0x30...0x39).contains(UInt8(bitPattern: text[at])), number < 10_000_000 {
            number = number * 10 + Int(text[at]) - 0x30
            at += 1
        }
        return text[at] == 0 && number == row ? column - 1 : nil
    }

    /// The rows of `A5:C6`; nil for a single cell and for what is no reference.
    static func rows(_ reference: String) -> ClosedRange<Int>? {
        let ends = reference.split(separator: ":").map { Int($0.drop { $0.isLetter || $0 == "$" }) }
        guard ends.count == 2, let first = ends[0], let last = ends[1], first > 0, last >= first else {
            return nil
        }
        return first...last
    }

    /// `AB` for 27.
    static func letters(_ column: Int) -> String {
        var rest = column + 1
        var letters: [UInt8] = []
        while rest > 0 {
            letters.insert(UInt8(0x41 + (rest - 1) % 26), at: 0)
            rest = (rest - 1) / 26
        }
        return String(decoding: letters, as: UTF8.self)
    }
}
