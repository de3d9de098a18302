/// The cuts of Noto Serif that documents are set in.
///
/// Both families are complete for Vietnamese, free (OFL) and in Debian's fonts-noto-core.
enum Typeface: Int, CaseIterable, Hashable, Sendable {
    case regular, bold, italic, displayBold, displayBoldItalic

    /// The name inside the file, and that of the file without its ending.
    var postScriptName: String {
        switch self {
        case .regular: "NotoSerif-Regular"
        case .bold: "NotoSerif-Bold"
        case .italic: "NotoSerif-Italic"
        case .displayBold: "NotoSerifDisplay-Bold"
        case .displayBoldItalic: "NotoSerifDisplay-BoldItalic"
        }
    }

    var fileName: String { postScriptName + ".ttf" }
    var isItalic: Bool { self == .italic || self == .displayBoldItalic }
    var isBold: Bool { self != .regular && self != .italic }
}
