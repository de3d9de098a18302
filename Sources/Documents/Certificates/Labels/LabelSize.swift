public import RuralIndustry

/// The size of a label for packages, in whole tenths of a millimetre.
///
/// A label holds a QR code that a phone reads (29 mm) and, beside or above it, two names of 200 characters in 5 points: that
/// takes 40 mm by 70 mm.
public struct LabelSize: Hashable, Sendable, CustomStringConvertible {
    /// Tenths of a millimetre.
    private let tenths: (width: Int, height: Int)

    public static let shortestSide = 40
    public static let shortestLongSide = 70
    /// A whole A4 sheet.
    public static let widest = 210
    public static let highest = 297

    /// Reads `70x40` or `70.5x40`, width first, in millimetres.
    ///
    /// - Throws: `label-size` for what is no size, `label-size-small`, `label-size-large`.
    public init(_ text: String) throws(Violation) {
        let parts = text.lowercased().map { $0 == "×" ? "x" : $0 }.split(
            separator: "x", omittingEmptySubsequences: false
        ).map { Self.tenths(String($0)) }
        guard parts.count == 2, let width = parts[0], let height = parts[1] else {
            throw Violation(
                "label-size",
                vi: "cỡ nhãn \(Text.quoted(text)) phải viết như 70x40 (rộng x cao, tính bằng milimét)",
                en: "the size \(Text.quoted(text)) must be written like 70x40 (width x height in millimetres)"
            )
        }
        guard min(width, height) >= Self.shortestSide * 10, max(width, height) >= Self.shortestLongSide * 10
        else {
            throw Violation(
                "label-size-small",
                vi:
                    "nhãn \(text) mm nhỏ quá: cần một cạnh từ \(Self.shortestSide) mm và một cạnh từ \(Self.shortestLongSide) mm (như 70x40), để mã QR và tên dài nhất còn đọc được",
                en:
                    "a label of \(text) mm is too small: it needs one side of \(Self.shortestSide) mm and one of \(Self.shortestLongSide) mm (like 70x40), so that the QR code and the longest names can be read"
            )
        }
        guard width <= Self.widest * 10, height <= Self.highest * 10 else {
            throw Violation(
                "label-size-large",
                vi: "nhãn \(text) mm lớn quá: rộng nhất \(Self.widest) mm, cao nhất \(Self.highest) mm",
                en:
                    "a label of \(text) mm is too large: at most \(Self.widest) mm wide and \(Self.highest) mm high"
            )
        }
        tenths = (width, height)
    }

    /// At most one decimal place; nil for anything else.
    private static func tenths(_ text: String) -> Int? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), (1...3).contains(parts[0].utf8.count),
            text.utf8.allSatisfy({ (48...57).contains($0) || $0 == UInt8(ascii: ".") }),
            let whole = Int(parts[0])
        else { return nil }
        guard parts.count == 2 else { return whole * 10 }
        guard parts[1].utf8.count == 1, let part = Int(parts[1]) else { return nil }
        return whole * 10 + part
    }

    var page: PageSize {
        PageSize(
            width: millimetres(Double(tenths.width) / 10), height: millimetres(Double(tenths.height) / 10))
    }

    /// `70x40`.
    public var description: String {
        func text(_ tenths: Int) -> String {
            tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
        }
        return "\(text(tenths.width))x\(text(tenths.height))"
    }

    public static func == (left: LabelSize, right: LabelSize) -> Bool { left.tenths == right.tenths }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(tenths.width)
        hasher.combine(tenths.height)
    }
}
