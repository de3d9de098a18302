import RuralIndustry

/// A text as it is set: in composed form (NFC), with runs of white space as single spaces and none at the
/// ends.
///
/// Decomposed input therefore gives the same glyphs and the same bytes as composed input.
struct PrintedText: Hashable {
    let text: String
    /// Characters that have no place on paper: controls, direction marks, private or unassigned code points.
    let unprintable: [Unicode.Scalar]

    var isEmpty: Bool { text.isEmpty }

    init(_ source: String) {
        var result = String.UnicodeScalarView()
        var unprintable: [Unicode.Scalar] = []
        var spaceIsDue = false
        for scalar in source.composed.unicodeScalars {
            if !Self.isSurelyVisible(scalar) {
                if scalar.properties.isWhitespace {
                    spaceIsDue = !result.isEmpty
                    continue
                }
                if Self.isUnprintable(scalar) { unprintable.append(scalar) }
            }
            if spaceIsDue { result.append(" ") }
            spaceIsDue = false
            result.append(scalar)
        }
        text = String(result)
        self.unprintable = unprintable
    }

    /// True for the letters, digits and signs of which nearly all texts consist; asking Unicode's tables
    /// takes longer.
    private static func isSurelyVisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x21...0x7E, 0xC0...0x24F, 0x1EA0...0x1EF9: true
        default: false
        }
    }

    private static func isUnprintable(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.properties.isDefaultIgnorableCodePoint { return true }
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned: return true
        default: return false
        }
    }
}
