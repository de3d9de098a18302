import RuralIndustry

/// How labels are put on paper.
public enum LabelSheet: String, CaseIterable, Sendable {
    /// Each on a page of its own size, as label printers want them.
    case single
    /// Many on an A4 sheet, with marks to cut along.
    case a4

    /// - Throws: `label-size-sheet` if not even one fits.
    func grid(_ label: PageSize) throws(Violation) -> LabelGrid {
        switch self {
        case .single: return LabelGrid(page: label, label: label, columns: 1, rows: 1, hasCutMarks: false)
        case .a4:
            // upright unless the sheet holds more of them lying
            let grids = [PageSize.a4, PageSize.a4.landscape].map { LabelGrid(filling: $0, with: label) }
            let best = grids[1].count > grids[0].count ? grids[1] : grids[0]
            guard best.count > 0 else {
                throw Violation(
                    "label-size-sheet",
                    vi:
                        "nhãn lớn quá, không vừa tờ A4 còn chừa lề 10 mm; hãy bỏ --sheet hoặc chọn cỡ nhỏ hơn",
                    en:
                        "the label does not fit on an A4 sheet with margins of 10 mm; leave out --sheet or choose a smaller size"
                )
            }
            return best
        }
    }
}

/// Places of equal size on a sheet, without space between them: one cut parts two labels.
struct LabelGrid {
    let page: PageSize
    let label: PageSize
    let columns: Int
    let rows: Int
    let hasCutMarks: Bool

    private static let margin = millimetres(10)
    private static let mark = (from: millimetres(2), to: millimetres(6))

    init(page: PageSize, label: PageSize, columns: Int, rows: Int, hasCutMarks: Bool) {
        self.page = page
        self.label = label
        self.columns = columns
        self.rows = rows
        self.hasCutMarks = hasCutMarks
    }

    init(filling page: PageSize, with label: PageSize) {
        func count(_ room: Double, _ side: Double) -> Int { Int((room - 2 * Self.margin + 0.01) / side) }
        self.init(
            page: page, label: label, columns: count(page.width, label.width),
            rows: count(page.height, label.height), hasCutMarks: true)
    }

    var count: Int { columns * rows }

    private var origin: Point {
        Point(
            x: (page.width - Double(columns) * label.width) / 2,
            y: (page.height - Double(rows) * label.height) / 2)
    }

    /// The place of a label, row by row from the top left.
    func place(_ index: Int) -> Rect {
        Rect(
            x: origin.x + Double(index % columns) * label.width,
            y: origin.y + Double(index / columns) * label.height, width: label.width, height: label.height)
    }

    /// Short lines in the margins, in line with every edge to cut along.
    var cutMarks: Path {
        var path = Path()
        guard hasCutMarks else { return path }
        let right = origin.x + Double(columns) * label.width
        let bottom = origin.y + Double(rows) * label.height
        for column in 0...columns {
            let x = origin.x + Double(column) * label.width
            path.add(
                .segment(Point(x: x, y: origin.y - Self.mark.to), Point(x: x, y: origin.y - Self.mark.from)))
            path.add(.segment(Point(x: x, y: bottom + Self.mark.from), Point(x: x, y: bottom + Self.mark.to)))
        }
        for row in 0...rows {
            let y = origin.y + Double(row) * label.height
            path.add(
                .segment(Point(x: origin.x - Self.mark.to, y: y), Point(x: origin.x - Self.mark.from, y: y)))
            path.add(.segment(Point(x: right + Self.mark.from, y: y), Point(x: right + Self.mark.to, y: y)))
        }
        return path
    }
}
