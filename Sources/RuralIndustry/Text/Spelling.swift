/// When two spellings are the same name: laws write Khánh Hòa, Thanh Hóa; data files Khánh Hoà, Thanh Hoá.
public enum Spelling {
    /// True if the texts differ at most in where a syllable carries its tone mark, in the kind of dash and
    /// the spaces around it, and in NFC or NFD. The tone itself counts (Hòa is not Hoa), and so do ă, â, đ,
    /// ê, ô, ơ, ư and case.
    public static func isSame(_ left: String, _ right: String) -> Bool {
        left == right || key(left) == key(right)
    }

    /// A text that two spellings share exactly if `isSame`: each word's tone mark stands at its end. Not for
    /// reading.
    public static func key(_ text: String) -> String {
        var key = String.UnicodeScalarView()
        var tones = String.UnicodeScalarView()
        var spaceIsDue = false
        func endWord() {
            key.append(contentsOf: tones)
            tones.removeAll()
        }
        for scalar in text.decomposedScalars {
            if scalar.isToneMark {
                tones.append(scalar)
            } else if scalar.isSpace {
                endWord()
                spaceIsDue = !key.isEmpty && key.last != "-"
            } else if scalar.isDash {
                endWord()
                spaceIsDue = false
                key.append("-")
            } else {
                if !scalar.properties.isAlphabetic && !scalar.isMark { endWord() }
                if spaceIsDue { key.append(" ") }
                spaceIsDue = false
                key.append(scalar)
            }
        }
        endWord()
        return String(key)
    }
}

extension Unicode.Scalar {
    /// Grave, acute, tilde, hook above, dot below; the other marks make other letters.
    fileprivate var isToneMark: Bool {
        switch value {
        case 0x300, 0x301, 0x303, 0x309, 0x323: true
        default: false
        }
    }

    /// The hyphens and dashes that people put between names, and the minus sign.
    fileprivate var isDash: Bool {
        switch value {
        case 0x2D, 0x2010...0x2014, 0x2212: true
        default: false
        }
    }
}
