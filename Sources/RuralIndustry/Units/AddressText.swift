/// A word of an address: as it is looked up, and as it was spelt.
struct AddressWord: Sendable {
    /// As `Folded` sees it; numbers without leading zeros.
    let folded: String
    /// In lower case with its diacritics, as `Spelling.key` compares them.
    let spelt: String
    /// True at the beginning of the text and after a comma or what stands for one.
    let beginsPart: Bool

    var isNumber: Bool { folded.isDigits }
    var hasDigit: Bool { folded.utf8.contains(where: \.isDigit) }
}

/// An address taken apart into words, without the country and the postal code at its end.
struct AddressText: Sendable {
    /// More words than any address has; of a longer text only the end counts, where the units are written.
    static let wordLimit = 60
    /// The end of a text in which those words are looked for: nothing that is pasted takes long.
    static let scalarLimit = 1_000

    let words: [AddressWord]

    init(_ text: String) {
        var words: [AddressWord] = []
        var word = String.UnicodeScalarView()
        var beginsPart = true
        func endWord() {
            guard !word.isEmpty else { return }
            for (index, part) in Self.parts(String(word)).enumerated() {
                words.append(Self.word(part, beginsPart: beginsPart && index == 0))
            }
            word.removeAll()
            beginsPart = false
        }
        for scalar in text.unicodeScalars.suffix(Self.scalarLimit) where !scalar.isInvisible {
            if scalar.isMark || scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
                word.append(scalar)
            } else {
                endWord()
                if scalar.endsPart { beginsPart = true }
            }
        }
        endWord()
        self.words = Self.withoutCountry(words.suffix(Self.wordLimit))
    }

    /// The words of a name, run together, so that `Ea H'leo`, `Ea Hleo` and `Phan Rang-Tháp Chàm` do not
    /// depend on how they are parted.
    static func key(_ name: String) -> (folded: String, spelt: String) {
        let words = AddressText(whole: name).words
        return (words.map(\.folded).joined(), words.map(\.spelt).joined())
    }

    private init(whole name: String) {
        words = name.split { !$0.isLetter && !$0.isNumber }.map { Self.word(String($0), beginsPart: false) }
    }

    private static func word(_ text: String, beginsPart: Bool) -> AddressWord {
        var folded = Folded(text).text
        if folded.isDigits, folded.hasPrefix("0") {
            let digits = folded.drop { $0 == "0" }
            folded = digits.isEmpty ? "0" : String(digits)
            return AddressWord(folded: folded, spelt: folded, beginsPart: beginsPart)
        }
        if let name = abbreviations[folded] {
            let words = AddressText(whole: name).words
            return AddressWord(
                folded: words.map(\.folded).joined(), spelt: words.map(\.spelt).joined(),
                beginsPart: beginsPart)
        }
        return AddressWord(folded: folded, spelt: Spelling.key(text.lowercased()), beginsPart: beginsPart)
    }

    /// `P1` is `P` and `1`, `TPHCM` is `TP` and `HCM`.
    private static func parts(_ word: String) -> [String] {
        let folded = Folded(word).text
        if folded == "tphcm" || folded == "tphn" { return ["tp", String(folded.dropFirst(2))] }
        if let first = folded.first, "pq".contains(first), String(folded.dropFirst()).isDigits {
            return [String(first), String(folded.dropFirst())]
        }
        return [word]
    }

    private static func withoutCountry(_ words: ArraySlice<AddressWord>) -> [AddressWord] {
        var words = Array(words)
        // A postal code has five digits, or six as it had until 2018.
        func isPostalCode(_ word: AddressWord) -> Bool {
            word.isNumber && (5...6).contains(word.folded.utf8.count)
        }
        if let last = words.last, isPostalCode(last) { words.removeLast() }
        if words.suffix(2).map(\.folded) == ["viet", "nam"] {
            words.removeLast(2)
        } else if words.last?.folded == "vietnam" || words.last?.folded == "vn" {
            words.removeLast()
        }
        if let last = words.last, isPostalCode(last) { words.removeLast() }
        return words
    }

    /// What hardly anybody writes out.
    private static let abbreviations = [
        "hcm": "Hồ Chí Minh", "hn": "Hà Nội", "brvt": "Bà Rịa Vũng Tàu",
    ]
}

extension Unicode.Scalar {
    fileprivate var endsPart: Bool {
        switch self {
        case ",", ";", "/", "|", "(", ")", "\n", "\r", "-", "–", "—": true
        default: false
        }
    }
}

/// What the words for the kind of a unit say.
struct AddressKindWord: Sendable {
    let kinds: Set<UnitKind>
    let levels: Set<UnitLevel>

    /// The kind words that a word begins, longest first, with how many words they are.
    static func read(_ words: [AddressWord], at index: Int) -> (word: AddressKindWord, count: Int)? {
        if index + 1 < words.count,
            let pair = pairs[words[index].folded + " " + words[index + 1].folded]
        {
            return (pair, 2)
        }
        return single[words[index].folded].map { ($0, 1) }
    }

    /// True if the words at the index say a kind and hardly anything else: `xã`, `huyen`, `x.` at the beginning
    /// of a part; but not the `quán` of a street, nor `P.304`, which is a room.
    func isMeant(_ words: [AddressWord], at index: Int, count: Int) -> Bool {
        let said = words[index..<index + count]
        let isWholeWord = kinds.contains { kind in
            AddressText.key(kind.name.vi).folded == said.map(\.folded).joined()
        }
        guard isWholeWord else {
            let next = index + count < words.count ? words[index + count] : nil
            let isRoom = next.map { $0.isNumber && $0.folded.utf8.count > 2 } ?? true
            return words[index].beginsPart && !isRoom
        }
        let hasDiacritics = said.contains { $0.spelt != $0.folded }
        return !hasDiacritics
            || kinds.contains { kind in
                AddressText.key(kind.name.vi).spelt == said.map(\.spelt).joined()
            }
    }

    private init(_ kind: UnitKind) {
        kinds = [kind]
        levels = Set(UnitLevel.allCases.filter { $0.kinds.contains(kind) })
    }

    private static let pairs: [String: AddressKindWord] = [
        "thi tran": Self(.township), "thi xa": Self(.town), "thanh pho": Self(.city),
        "dac khu": Self(.specialZone),
    ]
    private static let single: [String: AddressKindWord] = [
        "xa": Self(.commune), "x": Self(.commune), "phuong": Self(.ward), "p": Self(.ward),
        "tt": Self(.township), "thitran": Self(.township), "tx": Self(.town), "thixa": Self(.town),
        "huyen": Self(.ruralDistrict), "h": Self(.ruralDistrict), "quan": Self(.urbanDistrict),
        "q": Self(.urbanDistrict), "tp": Self(.city), "thanhpho": Self(.city), "tinh": Self(.province),
        "t": Self(.province), "dk": Self(.specialZone),
    ]
}
