import RuralIndustry

/// A text in one size whose runs may be of different cuts, broken into lines of a width.
///
/// Characters that a font lacks are shown as its replacement character (U+FFFD) and are read out as
/// themselves: papers must be printed even if somebody's reason holds a character that no font has.
struct TextFlow {
    /// The glyphs of one run that stand on a line.
    struct Piece {
        let face: FontFace
        var glyphs: ArraySlice<Glyph>
    }

    /// One line; between it and the next is a space, which stands at its end, unless a word was broken.
    struct Line {
        var pieces: [Piece]
        /// In points, without the space at the end.
        let width: Double
        /// Spaces between its words.
        let spaces: Int
        /// True of the last line of the text, which is never stretched.
        let isLast: Bool
    }

    let size: Double
    private let signs: [Sign]
    private let faces: [FontFace]

    private struct Sign {
        let glyph: Glyph
        let face: Int
        let width: Double
        var isSpace: Bool { glyph.text == " " }
    }

    /// - Throws: `paper-character` for characters that cannot even be replaced.
    init(_ text: OfficeText, size: Double, _ faces: Faces) throws(Refusal) {
        self.size = size
        self.faces = text.runs.map { faces[$0.cut.typeface] }
        var signs: [Sign] = []
        for (index, run) in text.runs.enumerated() {
            let face = self.faces[index]
            for glyph in try Self.shape(run.text, in: face) {
                // the runs together have single spaces between words, and none at the ends
                if glyph.text == " ", signs.last?.isSpace ?? true { continue }
                signs.append(
                    Sign(
                        glyph: glyph, face: index,
                        width: Double(glyph.advance) * size / Double(face.unitsPerEm)))
            }
        }
        if signs.last?.isSpace == true { signs.removeLast() }
        self.signs = signs
    }

    var isEmpty: Bool { signs.isEmpty }

    /// The width on one line.
    var width: Double { signs.reduce(0) { $0 + $1.width } }

    /// The width of the widest word.
    var widestWord: Double {
        signs.split(whereSeparator: \.isSpace).map { $0.reduce(0) { $0 + $1.width } }.max() ?? 0
    }

    private static func shape(_ text: String, in face: FontFace) throws(Refusal) -> [Glyph] {
        do {
            let missing = Set(face.missingCharacters(in: text))
            guard !missing.isEmpty else { return try face.shape(text) }
            let lost = text.unicodeScalars.filter { missing.contains($0) || $0 == replacement }
            let shown = String(
                String.UnicodeScalarView(text.unicodeScalars.map { missing.contains($0) ? replacement : $0 }))
            var originals = lost.makeIterator()
            return try face.shape(shown).map { glyph in
                guard glyph.text == String(replacement), let original = originals.next() else { return glyph }
                var glyph = glyph
                glyph.text = String(original)
                return glyph
            }
        } catch {
            throw Refusal(.unprintable(error.text, in: text))
        }
    }

    private static let replacement: Unicode.Scalar = "\u{FFFD}"

    // MARK: Breaking

    /// The lines when each takes as many words as fit; a word that is wider than a line is broken.
    ///
    /// - Parameter first: the width of the first line, if it is another.
    func lines(within width: Double, first: Double? = nil) -> [Line] {
        var lines: [Line] = []
        var start = 0
        while start < signs.count {
            let end = self.end(ofLineFrom: start, within: start == 0 ? first ?? width : width)
            // the space after the last word stays with the line, so that programs read it there
            let next = end < signs.count && signs[end].isSpace ? end + 1 : end
            lines.append(line(start..<end, upTo: next))
            start = next
        }
        return lines
    }

    /// As many lines, about as wide as each other: centred lines look best so.
    func evenLines(within width: Double) -> [Line] {
        var best = lines(within: width)
        let count = best.count
        guard count > 1 else { return best }
        for percent in stride(from: 97, to: 40, by: -3) {
            let narrower = lines(within: width * Double(percent) / 100)
            guard narrower.count == count else { break }
            best = narrower
        }
        return best
    }

    private func end(ofLineFrom start: Int, within limit: Double) -> Int {
        var used = 0.0
        var lastBreak: Int?
        var index = start
        while index < signs.count {
            if signs[index].isSpace { lastBreak = index }
            used += signs[index].width
            // a space may hang over the edge
            if used > limit + 0.001, !signs[index].isSpace {
                return lastBreak ?? max(index, start + 1)
            }
            index += 1
        }
        return signs.count
    }

    private func line(_ seen: Range<Int>, upTo next: Int) -> Line {
        var pieces: [Piece] = []
        var first = seen.lowerBound
        while first < next {
            var end = first + 1
            while end < next, signs[end].face == signs[first].face { end += 1 }
            pieces.append(
                Piece(face: faces[signs[first].face], glyphs: signs[first..<end].map(\.glyph)[...]))
            first = end
        }
        return Line(
            pieces: pieces, width: signs[seen].reduce(0) { $0 + $1.width },
            spaces: signs[seen].count(where: \.isSpace), isLast: next == signs.count)
    }
}

extension TextFlow.Line {
    /// The line stretched to a width by wider spaces.
    func justified(to full: Double, size: Double) -> TextFlow.Line {
        guard !isLast, spaces > 0, full > width else { return self }
        let extra = (full - width) / Double(spaces)
        // a line before an unbreakable word would fall apart
        guard extra < 0.8 * size else { return self }
        var left = spaces
        let stretched = pieces.map { piece in
            var piece = piece
            for index in piece.glyphs.indices where piece.glyphs[index].text == " " && left > 0 {
                piece.glyphs[index].advance += Int32(
                    (extra * Double(piece.face.unitsPerEm) / size).rounded(.down))
                left -= 1
            }
            return piece
        }
        return TextFlow.Line(pieces: stretched, width: full, spaces: spaces, isLast: false)
    }
}

extension Violation {
    static func unprintable(_ characters: String, in text: String) -> Violation {
        Violation(
            "paper-character",
            vi: "Ký tự trong \(Text.quoted(text)) không in được: phông chữ không có ký tự này",
            en: "A character in \(Text.quoted(text)) cannot be printed: the fonts do not have it")
    }
}
