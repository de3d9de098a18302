/// A text of an office paper: runs, some of them bold or italic.
struct OfficeText: Hashable, Sendable {
    enum Cut: Hashable, Sendable {
        case regular, bold, italic

        var typeface: Typeface {
            switch self {
            case .regular: .regular
            case .bold: .bold
            case .italic: .italic
            }
        }
    }

    struct Run: Hashable, Sendable {
        let text: String
        let cut: Cut
    }

    private(set) var runs: [Run] = []

    /// - Parameter text: set in composed form (NFC), runs of white space as single spaces.
    init(_ text: String = "", _ cut: Cut = .regular) {
        // a space at an end belongs to the text: another run may follow it
        let printed = PrintedText(text).text
        guard !printed.isEmpty else { return }
        let leading = text.unicodeScalars.first?.properties.isWhitespace == true ? " " : ""
        let trailing = text.unicodeScalars.last?.properties.isWhitespace == true ? " " : ""
        runs = [Run(text: leading + printed + trailing, cut: cut)]
    }

    static func + (left: OfficeText, right: OfficeText) -> OfficeText {
        var text = left
        text.runs += right.runs
        return text
    }

    static func bold(_ text: String) -> OfficeText { OfficeText(text, .bold) }
    static func italic(_ text: String) -> OfficeText { OfficeText(text, .italic) }

    /// The characters alone.
    var plain: String { PrintedText(runs.map(\.text).joined()).text }
}
