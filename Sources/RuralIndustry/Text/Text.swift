/// What happens to every text on its way in: NFC, NUL and control characters refused, white space tidied,
/// length counted in Unicode scalars.
public enum Text {
    /// One line: runs of white space become one space, none at the ends; the result may be empty.
    ///
    /// Violations: `text-has-nul`, `text-has-control`, `text-too-long`.
    public static func line(_ raw: String, limit: Int = TextLimit.line) throws(Violation) -> String {
        if let count = countIfTidy(raw) {
            if count > limit { throw tooLong(count, limit) }
            return raw
        }
        try refuseControls(raw, allowing: ["\t", "\n", "\r"])
        return try limited(tidied(raw).composed, limit)
    }

    /// One line that must say something: `text-empty` beside the violations of `line`.
    public static func nonEmptyLine(_ raw: String, limit: Int = TextLimit.line) throws(Violation) -> String {
        let text = try line(raw, limit: limit)
        if text.isEmpty {
            throw Violation("text-empty", vi: "chưa ghi gì ở đây", en: "there is nothing written here")
        }
        return text
    }

    /// Several lines: as `line`, but line breaks stay (as `\n`) and at most one empty line in a row.
    public static func lines(
        _ raw: String, limit: Int = TextLimit.description
    ) throws(Violation) -> String {
        if let count = countIfTidy(raw) {
            if count > limit { throw tooLong(count, limit) }
            return raw
        }
        try refuseControls(raw, allowing: ["\t", "\n", "\r"])
        var tidiedLines: [String] = []
        // "\r\n" is one Character, so that it is one line break here.
        for line in raw.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            let line = tidied(String(line))
            if line.isEmpty, tidiedLines.last?.isEmpty ?? true { continue }
            tidiedLines.append(line)
        }
        if tidiedLines.last?.isEmpty == true { tidiedLines.removeLast() }
        return try limited(tidiedLines.joined(separator: "\n").composed, limit)
    }

    /// The text as a message may show it: without control characters and not longer than forty letters.
    public static func quoted(_ raw: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in raw.unicodeScalars {
            if scalars.count == 40 {
                scalars.append("…")
                break
            }
            scalars.append(scalar.isRefused || scalar.isSpace ? " " : scalar)
        }
        return "“\(String(scalars))”"
    }

    // MARK: Steps

    /// The number of scalars if nothing has to be done to the text, nil if it has to be looked at.
    ///
    /// Nearly every text of an import passes here, so it goes by bytes: visible ASCII, single spaces inside,
    /// and the letters of `isSurelyComposed` from U+00C0 on.
    private static func countIfTidy(_ raw: String) -> Int? {
        var raw = raw
        return raw.withUTF8 { bytes in
            var count = 0
            var at = 0
            var lastWasSpace = true
            while at < bytes.count {
                let byte = bytes[at]
                if byte == 0x20 {
                    if lastWasSpace { return nil }
                    lastWasSpace = true
                    at += 1
                } else {
                    lastWasSpace = false
                    switch byte {
                    case 0x21...0x7E: at += 1
                    // U+00C0–U+02FF
                    case 0xC3...0xCB: at += 2
                    // U+1E00–U+1EFF
                    case 0xE1 where (0xB8...0xBB).contains(bytes[at + 1]): at += 3
                    default: return nil
                    }
                }
                count += 1
            }
            return lastWasSpace && count > 0 ? nil : count
        }
    }

    private static func refuseControls(
        _ raw: String, allowing allowed: Set<Unicode.Scalar>
    ) throws(Violation) {
        for scalar in raw.unicodeScalars where scalar.isRefused && !allowed.contains(scalar) {
            if scalar.value == 0 {
                throw Violation(
                    "text-has-nul", vi: "văn bản có ký tự NUL; hãy bỏ ký tự đó",
                    en: "the text has a NUL character; take it out")
            }
            let code = "U+" + String(scalar.value, radix: 16, uppercase: true)
            throw Violation(
                "text-has-control", vi: "văn bản có ký tự điều khiển \(code); hãy bỏ ký tự đó",
                en: "the text has the control character \(code); take it out")
        }
    }

    private static func tidied(_ raw: String) -> String {
        var scalars = String.UnicodeScalarView()
        var spaceIsDue = false
        for scalar in raw.unicodeScalars where !scalar.isInvisible {
            if scalar.isSpace {
                spaceIsDue = !scalars.isEmpty
            } else {
                if spaceIsDue { scalars.append(" ") }
                spaceIsDue = false
                scalars.append(scalar)
            }
        }
        return String(scalars)
    }

    private static func limited(_ text: String, _ limit: Int) throws(Violation) -> String {
        let count = text.unicodeScalars.count
        if count > limit { throw tooLong(count, limit) }
        return text
    }

    private static func tooLong(_ count: Int, _ limit: Int) -> Violation {
        Violation(
            "text-too-long", vi: "dài \(count) ký tự, chỉ được tối đa \(limit)",
            en: "\(count) characters long, at most \(limit) are allowed")
    }
}

extension Unicode.Scalar {
    /// Control characters, and the marks that reverse the direction of writing: they would let a name look
    /// like another.
    var isRefused: Bool {
        switch value {
        case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    /// Unicode's White_Space, without the look-up in its tables: this is asked for every letter that comes
    /// in.
    var isSpace: Bool {
        value == 0x20 || (0x09...0x0D).contains(value) || value == 0x85 || isSpaceBeyondASCII
    }

    private var isSpaceBeyondASCII: Bool {
        switch value {
        case 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
        default: false
        }
    }

    /// Characters that nobody sees and that come along when text is pasted; they are left out.
    var isInvisible: Bool {
        switch value {
        case 0xAD, 0x200B...0x200F, 0x2060, 0xFEFF: true
        default: false
        }
    }
}
