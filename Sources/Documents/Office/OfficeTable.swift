/// A table with a head that is repeated on every page that it reaches.
struct OfficeTable: Hashable, Sendable {
    enum Alignment: Hashable, Sendable { case leading, center, trailing }

    struct Column: Hashable, Sendable {
        var title: String
        /// A part of the table's width; the parts of all columns together are the whole.
        var share: Double
        var alignment = Alignment.leading
    }

    struct Cell: Hashable, Sendable {
        var text: OfficeText
        /// Of how many columns.
        var columns = 1
        var alignment: Alignment?
        /// In points.
        var indent = 0.0
        /// Names its row to who cannot see the table.
        var isHeader = false

        init(
            _ text: OfficeText, columns: Int = 1, alignment: Alignment? = nil, indent: Double = 0,
            isHeader: Bool = false
        ) {
            self.text = text
            self.columns = columns
            self.alignment = alignment
            self.indent = indent
            self.isHeader = isHeader
        }

        init(_ text: String) { self.init(OfficeText(text)) }
    }

    struct Row: Hashable, Sendable {
        /// Together as many columns as the table has.
        var cells: [Cell]
        /// For a heading among the rows, or a sum.
        var isShaded = false
        /// Stays with the row below it.
        var keepsWithNext = false
    }

    var columns: [Column]
    var rows: [Row]
    var size = 10.0
    /// In points: rows that are written on need room.
    var rowHeight = 0.0
}
