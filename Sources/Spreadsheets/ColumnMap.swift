/// Which column of a file holds which known one: columns come in any order, an unknown one is an error.
public struct ColumnMap: Hashable, Sendable {
    /// The names that the program knows, in its own order.
    public let known: [String]
    /// For each known name its position in the file, nil if the file lacks it.
    public let positions: [Int?]
    /// Positions in the file that hold no data, such as a column of running numbers.
    public let ignored: Set<Int>
    /// How many columns the header has.
    public let count: Int

    /// Throws all that is wrong with the header at once. In a workbook, where a blank column may stand between others,
    /// `allowsUnnamed` leaves that to the cells below.
    ///
    /// Errors: `header-missing` (nothing there), `column-unknown`, `column-twice`, `column-unnamed`,
    /// `columns-missing` (one error names all of them), `columns-missing-one-of`.
    public init(
        header: [String], row: Int = 1, shape: TableShape, allowsUnnamed: Bool = false
    ) throws(SpreadsheetErrors) {
        let known = shape.known
        var names = header.map(Self.trimmed)
        while names.last?.isEmpty == true { names.removeLast() }
        var errors: [SpreadsheetError] = []
        var positions = [Int?](repeating: nil, count: known.count)
        var present: Set<String> = []
        var ignored: Set<Int> = []
        for (position, name) in names.enumerated() {
            if name.isEmpty {
                if !allowsUnnamed { errors.append(Self.unnamed(position, row)) }
                continue
            }
            switch shape.meaning(of: name) {
            case .column(let place):
                if positions[place] != nil { errors.append(Self.twice(known[place], row)) }
                positions[place] = position
                present.insert(known[place])
            case .ordinal: ignored.insert(position)
            case .unknown: errors.append(Self.unknown(name, known, row))
            }
        }
        let missing = shape.required.filter { !present.contains($0) }
        if !missing.isEmpty { errors.append(Self.missing(missing, row)) }
        for group in shape.requiredOneOf where present.isDisjoint(with: group) {
            errors.append(Self.missingOneOf(group, row))
        }
        if let first = errors.first { throw SpreadsheetErrors(first, Array(errors.dropFirst())) }
        self.known = known
        self.positions = positions
        self.ignored = ignored
        count = names.count
    }

    /// The row's texts in the order of `known`, nil where the file has no such column.
    ///
    /// Error: `csv-row-ragged`, if the row has fewer fields than the header, or more that are not empty.
    public func texts(of row: SheetRow) throws(SpreadsheetError) -> [String?] {
        if row.count < count || (count..<row.count).contains(where: { !row.isEmpty($0) }) {
            throw SpreadsheetError(
                "csv-row-ragged", vi: "dòng có \(row.count) ô, còn dòng tiêu đề có \(count)",
                en: "the row has \(row.count) fields, the header has \(count)", row: row.line)
        }
        return positions.map { position in position.map { row[$0] } }
    }

    public func has(_ name: String) -> Bool {
        known.firstIndex(of: name).map { positions[$0] != nil } ?? false
    }

    // MARK: Errors

    private static func unknown(_ name: String, _ known: [String], _ row: Int) -> SpreadsheetError {
        let list = known.joined(separator: ", ")
        return SpreadsheetError(
            "column-unknown", vi: "không có cột nào tên \(shown(name)); các cột là: \(list)",
            en: "there is no column \(shown(name)); the columns are: \(list)", row: row, column: name)
    }

    private static func twice(_ name: String, _ row: Int) -> SpreadsheetError {
        SpreadsheetError(
            "column-twice", vi: "cột \(name) có hai lần", en: "the column \(name) is there twice", row: row,
            column: name)
    }

    private static func unnamed(_ position: Int, _ row: Int) -> SpreadsheetError {
        SpreadsheetError(
            "column-unnamed", vi: "cột thứ \(position + 1) không có tên",
            en: "column \(position + 1) has no name", row: row)
    }

    private static func missing(_ names: [String], _ row: Int) -> SpreadsheetError {
        let list = names.joined(separator: ", ")
        return SpreadsheetError(
            "columns-missing", vi: "thiếu cột: \(list)", en: "columns are missing: \(list)", row: row)
    }

    private static func missingOneOf(_ names: [String], _ row: Int) -> SpreadsheetError {
        let list = names.joined(separator: ", ")
        return SpreadsheetError(
            "columns-missing-one-of", vi: "phải có một trong các cột: \(list)",
            en: "one of these columns must be there: \(list)", row: row)
    }

    static func trimmed(_ name: String) -> String {
        let scalars = name.unicodeScalars
        let start = scalars.firstIndex { !$0.properties.isWhitespace } ?? scalars.endIndex
        let end = scalars.lastIndex { !$0.properties.isWhitespace }.map(scalars.index(after:)) ?? start
        return String(scalars[start..<max(start, end)])
    }
}
