/// A slip of the keyboard inside one word: a letter dropped, added or replaced, or two neighbours swapped.
public enum Slip {
    /// True if one slip turns the one word into the other; a word is no slip of itself.
    public static func separates(_ typed: String, _ meant: String) -> Bool {
        var left = Array(typed.unicodeScalars)[...]
        var right = Array(meant.unicodeScalars)[...]
        while let first = left.first, first == right.first {
            left.removeFirst()
            right.removeFirst()
        }
        while let last = left.last, last == right.last {
            left.removeLast()
            right.removeLast()
        }
        switch (left.count, right.count) {
        case (1, 0), (0, 1), (1, 1): return true
        case (2, 2): return left.first == right.last && left.last == right.first
        default: return false
        }
    }

    /// The word and what is left of it without one of its letters. Two words that a slip separates share one of these,
    /// which a vocabulary can be indexed by.
    public static func deletions(of word: String) -> Set<String> {
        let scalars = Array(word.unicodeScalars)
        var found: Set<String> = [word]
        guard scalars.count > 1 else { return found }
        for index in scalars.indices {
            var rest = String.UnicodeScalarView()
            rest.append(contentsOf: scalars[..<index])
            rest.append(contentsOf: scalars[(index + 1)...])
            found.insert(String(rest))
        }
        return found
    }
}
