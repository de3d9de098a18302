/// A shaped text that can be broken at its spaces.
struct Paragraph {
    let face: FontFace
    let glyphs: [Glyph]
    /// Between them is exactly one space glyph.
    let words: [Word]

    struct Word {
        let glyphs: Range<Int>
        /// Where it begins and ends if the text stands on one line, in font units.
        let start: Int
        let end: Int
    }

    /// One line: a range of words.
    typealias Line = Range<Int>

    /// Holds words together on one line; reads out as a plain space.
    static let noBreakSpace = "\u{A0}"

    /// - Parameter text: as `PrintedText` leaves it: single spaces between words, none at the ends. At
    ///   no-break spaces it is not broken.
    init(_ text: String, in face: FontFace) throws(UnprintableText) {
        self.face = face
        var glyphs = try face.shape(text)
        var words: [Word] = []
        var position = 0
        var first = 0
        var start = 0
        for (index, glyph) in glyphs.enumerated() {
            if glyph.text == " " {
                words.append(Word(glyphs: first..<index, start: start, end: position))
                first = index + 1
                start = position + Int(glyph.advance)
            } else if glyph.text == Self.noBreakSpace {
                glyphs[index].text = " "
            }
            position += Int(glyph.advance)
        }
        if !glyphs.isEmpty { words.append(Word(glyphs: first..<glyphs.count, start: start, end: position)) }
        self.words = words
        self.glyphs = glyphs
    }

    /// A text that stays on one line.
    static func unbroken(_ text: String) -> String {
        String(text.map { $0 == " " ? Character(noBreakSpace) : $0 })
    }

    /// The width of a line in font units.
    func width(of line: Line) -> Int { words[line.upperBound - 1].end - words[line.lowerBound].start }

    /// The glyphs of a line. A line that goes on has its space at the end, so that words stay apart when the
    /// text is read out of the file (ISO 32000-1, 14.8.2.5).
    func glyphs(of line: Line) -> ArraySlice<Glyph> {
        let end = words[line.upperBound - 1].glyphs.upperBound
        return glyphs[
            words[line.lowerBound].glyphs.lowerBound..<(line.upperBound < words.count ? end + 1 : end)]
    }

    // MARK: Breaking

    /// The lines when each takes as many words as fit, or nil if that makes more than `limit`.
    func lines(within width: Int, limit: Int) -> [Line]? {
        var lines: [Line] = []
        var first = 0
        while first < words.count {
            guard lines.count < limit else { return nil }
            var next = first
            while next < words.count, words[next].end - words[first].start <= width { next += 1 }
            guard next > first else { return nil }
            lines.append(first..<next)
            first = next
        }
        return lines
    }

    /// At most `count` lines, the longest as short as can be: the most even break.
    func balancedLines(_ count: Int) -> [Line] {
        guard let first = words.first, let last = words.last, count > 1 else { return [0..<words.count] }
        var tooNarrow = words.reduce(0) { max($0, $1.end - $1.start) } - 1
        var enough = last.end - first.start
        while enough - tooNarrow > 1 {
            let middle = (enough + tooNarrow) / 2
            if lines(within: middle, limit: count) == nil { tooNarrow = middle } else { enough = middle }
        }
        return lines(within: enough, limit: count) ?? [0..<words.count]
    }
}
