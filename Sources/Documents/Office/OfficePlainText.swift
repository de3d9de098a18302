/// An office paper as plain text, for who reads it without a viewer or compares two of them: the same words in the same
/// order, tables with ruled columns.
struct OfficePlainText {
    private static let width = 100
    private(set) var text = ""

    init(_ document: OfficeDocument) {
        for section in document.sections {
            for block in section.blocks { write(block) }
        }
    }

    private mutating func write(_ block: OfficeBlock) {
        switch block {
        case .nationalHeading(let heading):
            for line in [NationalHeading.nation, NationalHeading.motto] { writeCentered(line) }
            text += "\n"
            for line in [heading.superior ?? "", heading.issuer, heading.number, heading.placeAndDate]
            where !line.isEmpty { write(paragraph: line) }
        case .title(let title, let about):
            text += "\n"
            for line in [title] + about { Self.wrapped(line, Self.width - 8).forEach { writeCentered($0) } }
            text += "\n"
        case .heading(let heading): text += "\n\(heading)\n\n"
        case .paragraph(let content, .item): write(paragraph: content.plain, first: "- ", others: "  ")
        case .paragraph(let content, _): write(paragraph: content.plain)
        case .table(let table): write(table)
        case .form(let form):
            if !form.code.isEmpty { write(paragraph: "\(form.codeLabel): \(form.code)") }
            for field in form.fields { write(paragraph: "\(field.label): \(field.value)") }
        case .writingLines(let label, _): write(paragraph: label)
        case .signatures(let signatures):
            text += "\n"
            for signature in signatures {
                write(
                    paragraph: [signature.date, signature.title, signature.hint, signature.name]
                        .filter { !$0.isEmpty }.joined(separator: " "))
            }
        case .together(let blocks): for block in blocks { write(block) }
        }
    }

    private mutating func writeCentered(_ line: String) {
        let margin = max(0, (Self.width - line.unicodeScalars.count) / 2)
        text += String(repeating: " ", count: margin) + line + "\n"
    }

    private mutating func write(paragraph content: String, first: String = "", others: String = "") {
        for (index, line) in Self.wrapped(content, Self.width - others.count).enumerated() {
            text += (index == 0 ? first : others) + line + "\n"
        }
    }

    // MARK: Tables

    private mutating func write(_ table: OfficeTable) {
        let inner = Self.width - 3 * table.columns.count - 1
        let widths = table.columns.map { max(4, Int(Double(inner) * $0.share)) }
        let rule = "+" + widths.map { String(repeating: "-", count: $0 + 2) + "+" }.joined() + "\n"
        text += rule
        write(row: table.columns.map { ($0.title, 1) }, widths)
        text += rule
        for row in table.rows { write(row: row.cells.map { ($0.text.plain, $0.columns) }, widths) }
        text += rule
    }

    private mutating func write(row cells: [(text: String, columns: Int)], _ widths: [Int]) {
        var column = 0
        let blocks = cells.map { cell in
            let own = widths[column..<min(column + cell.columns, widths.count)]
            column += cell.columns
            let width = own.reduce(0, +) + 3 * (own.count - 1)
            return (lines: Self.wrapped(cell.text, width), width: width)
        }
        for index in 0..<max(1, blocks.map(\.lines.count).max() ?? 1) {
            text += "|"
            for block in blocks {
                let line = index < block.lines.count ? block.lines[index] : ""
                let padding = String(repeating: " ", count: max(0, block.width - line.unicodeScalars.count))
                text += " \(line)\(padding) |"
            }
            text += "\n"
        }
    }

    /// Lines of so many characters; a longer word is broken.
    private static func wrapped(_ text: String, _ width: Int) -> [String] {
        var lines: [String] = []
        var line = String.UnicodeScalarView()
        for word in text.unicodeScalars.split(separator: " ") {
            var word = word
            if !line.isEmpty, line.count + 1 + word.count > width {
                lines.append(String(line))
                line = String.UnicodeScalarView()
            }
            if !line.isEmpty { line.append(" ") }
            while line.count + word.count > width {
                let room = width - line.count
                line.append(contentsOf: word.prefix(room))
                lines.append(String(line))
                line = String.UnicodeScalarView()
                word = word.dropFirst(room)
            }
            line.append(contentsOf: word)
        }
        if !line.isEmpty { lines.append(String(line)) }
        return lines
    }
}
