/// A table of text for a terminal. Widths are counted in columns: text is NFC, so a Vietnamese letter is one scalar;
/// combining marks that NFC leaves count nothing, and wide East Asian letters two.
struct TextTable {
    let headings: [String]
    let rows: [[String]]
    let alignsRight: [Bool]

    /// The table with its lines ended; wider than `width`, its widest columns are shortened with an ellipsis.
    func text(width limit: Int?) -> String {
        let widths = fitted(to: limit)
        var lines = [line(headings, widths, ofHeadings: true)]
        lines.append(widths.map { String(repeating: "─", count: $0) }.joined(separator: "  "))
        lines += rows.map { line($0, widths, ofHeadings: false) }
        return lines.map { $0 + "\n" }.joined()
    }

    private func line(_ cells: [String], _ widths: [Int], ofHeadings: Bool) -> String {
        let parts = cells.indices.map { index in
            let cell = Self.shortened(Self.singleLine(cells[index]), to: widths[index])
            let isLast = index == cells.count - 1
            return alignsRight[index]
                ? Self.padding(for: cell, to: widths[index]) + cell
                : isLast ? cell : Self.padded(cell, to: widths[index])
        }
        return parts.joined(separator: "  ")
    }

    /// Natural widths, the widest taken down until the line fits; no column goes below eight.
    private func fitted(to limit: Int?) -> [Int] {
        var widths = headings.indices.map { index in
            ([headings[index]] + rows.map { Self.singleLine($0[index]) }).map(Self.width).max() ?? 0
        }
        guard let limit else { return widths }
        var excess = widths.reduce(0, +) + 2 * (widths.count - 1) - limit
        while excess > 0, let widest = widths.indices.max(by: { widths[$0] < widths[$1] }), widths[widest] > 8
        {
            let second = widths.filter { $0 < widths[widest] }.max() ?? 8
            let cut = min(excess, max(1, widths[widest] - max(8, second)))
            widths[widest] -= cut
            excess -= cut
        }
        return widths
    }

    static func width(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + width($1) }
    }

    private static func width(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: 0
        default: (0x1100...0x115F).contains(scalar.value) || (0x2E80...0xFF60).contains(scalar.value) ? 2 : 1
        }
    }

    static func padded(_ text: String, to width: Int) -> String { text + padding(for: text, to: width) }

    private static func padding(for text: String, to width: Int) -> String {
        String(repeating: " ", count: max(0, width - self.width(text)))
    }

    private static func shortened(_ text: String, to limit: Int) -> String {
        guard width(text) > limit else { return text }
        var short = ""
        var used = 0
        for character in text {
            let next = width(String(character))
            if used + next > limit - 1 { break }
            short.append(character)
            used += next
        }
        return short + "…"
    }

    private static func singleLine(_ text: String) -> String {
        text.contains(where: \.isNewline)
            ? text.split(whereSeparator: \.isNewline).joined(separator: " ") : text
    }
}
