import RuralIndustry

/// Sets a table as strips, one for each row: the head first, which is repeated where the table goes on.
struct TableSetting {
    private let table: OfficeTable
    private let setting: OfficeSetting
    private let edges: [Double]

    private static let padding = (x: 4.0, y: 3.2)
    private static let grid = Pen(color: Color(0x333333), width: 0.5)
    private static let headFill = Color(0xE6ECF2)
    private static let rowFill = Color(0xF1F3F5)

    init(_ table: OfficeTable, _ setting: OfficeSetting) {
        self.table = table
        self.setting = setting
        var edges = [0.0]
        for column in table.columns { edges.append((edges.last ?? 0) + column.share * setting.width) }
        self.edges = edges
    }

    func strips(_ plan: inout StructurePlan) throws -> [Strip] {
        let part = plan.add(.table, in: setting.section)
        let headRow = OfficeTable.Row(
            cells: table.columns.map {
                OfficeTable.Cell(.bold($0.title), alignment: .center, isHeader: true)
            })
        let head = try strip(
            set(headRow, minimum: 0), range: nil, part: part, isHead: true, fill: Self.headFill, &plan)
        var repeated = head
        repeated.items = head.items.map(\.unread)
        var strips = [head]
        strips[0].gap = 6
        strips[0].keepsWithNext = true
        for row in table.rows {
            strips += try self.strips(row, below: repeated, part: part, &plan)
        }
        return strips
    }

    // MARK: Rows

    /// A cell with its lines, before its place is known.
    private struct SetCell {
        let cell: OfficeTable.Cell
        let alignment: OfficeTable.Alignment
        let x: Double
        let width: Double
        let lines: [TextFlow.Line]
    }

    private struct SetRow {
        let cells: [SetCell]
        let height: Double
    }

    private var lineHeight: Double { table.size * OfficeSetting.leading }

    private func height(ofLines count: Int) -> Double { Double(count) * lineHeight + 2 * Self.padding.y }

    private func set(_ row: OfficeTable.Row, minimum: Double) throws -> SetRow {
        var column = 0
        var cells: [SetCell] = []
        for cell in row.cells where column < table.columns.count {
            let end = min(column + cell.columns, table.columns.count)
            let width = edges[end] - edges[column]
            let room = width - 2 * Self.padding.x - cell.indent
            cells.append(
                SetCell(
                    cell: cell, alignment: cell.alignment ?? table.columns[column].alignment,
                    x: edges[column], width: width,
                    lines: try setting.flow(cell.text, size: table.size).lines(within: room)))
            column = end
        }
        let lines = cells.map(\.lines.count).max() ?? 0
        return SetRow(cells: cells, height: max(minimum, height(ofLines: max(1, lines))))
    }

    /// One strip, or several of a row that is taller than a page.
    private func strips(
        _ row: OfficeTable.Row, below head: Strip, part: StructurePlan.Part, _ plan: inout StructurePlan
    ) throws -> [Strip] {
        let set = try set(row, minimum: table.rowHeight)
        let fill = row.isShaded ? Self.rowFill : nil
        let room = setting.pageHeight - head.height
        guard set.height > room else {
            var strip = try strip(set, range: nil, part: part, isHead: false, fill: fill, &plan)
            strip.repeatedHead = [head]
            strip.keepsWithNext = row.keepsWithNext
            return [strip]
        }
        let limit = max(1, Int((room - 2 * Self.padding.y) / lineHeight))
        let total = set.cells.map(\.lines.count).max() ?? 0
        let parts = structure(of: set, part: part, isHead: false, &plan)
        return stride(from: 0, to: total, by: limit).map { start in
            let range = start..<min(start + limit, total)
            var strip = draw(
                set, range: range, height: height(ofLines: range.count), parts: parts, fill: fill)
            strip.repeatedHead = [head]
            return strip
        }
    }

    private func strip(
        _ row: SetRow, range: Range<Int>?, part: StructurePlan.Part, isHead: Bool, fill: Color?,
        _ plan: inout StructurePlan
    ) throws -> Strip {
        let parts = structure(of: row, part: part, isHead: isHead, &plan)
        return draw(row, range: range, height: row.height, parts: parts, fill: fill)
    }

    private func structure(
        of row: SetRow, part: StructurePlan.Part, isHead: Bool, _ plan: inout StructurePlan
    ) -> [StructurePlan.Part] {
        let rowPart = plan.add(.tableRow, in: part)
        return row.cells.map { cell in
            let scope: HeaderScope? = isHead ? .column : cell.cell.isHeader ? .row : nil
            return plan.add(
                scope == nil ? .dataCell : .headerCell, in: rowPart, scope: scope, columns: cell.cell.columns)
        }
    }

    /// - Parameter range: which lines of each cell; nil: all, in the middle of the row's height.
    private func draw(
        _ row: SetRow, range: Range<Int>?, height: Double, parts: [StructurePlan.Part], fill: Color?
    ) -> Strip {
        var strip = Strip(height: height)
        if let fill {
            strip.items.append(
                .fill(Rect(x: 0, y: 0, width: setting.width, height: height), fill))
        }
        for cell in row.cells {
            strip.items.append(
                .rule(.rectangle(Rect(x: cell.x, y: 0, width: cell.width, height: height)), Self.grid))
        }
        for (cell, part) in zip(row.cells, parts) {
            let lines = range.map { cell.lines.dropFirst($0.lowerBound).prefix($0.count) } ?? cell.lines[...]
            let used = Double(cell.lines.count) * lineHeight
            var y = range == nil ? (height - used) / 2 : Self.padding.y
            let room = cell.width - 2 * Self.padding.x - cell.cell.indent
            for line in lines {
                let x =
                    cell.x + Self.padding.x + cell.cell.indent
                    + OfficeSetting.shift(line.width, in: room, cell.alignment)
                strip.items.append(
                    .text(
                        PlacedLine(
                            line: line, size: table.size,
                            origin: Point(x: x, y: y + table.size * OfficeSetting.ascent), part: part)))
                y += lineHeight
            }
        }
        return strip
    }
}

extension Strip.Item {
    /// The same, for where it is repeated: not read out again.
    fileprivate var unread: Strip.Item {
        guard case .text(var line) = self else { return self }
        line.part = nil
        return .text(line)
    }
}
