extension Bilingual {
    /// The same without what to type at the command line, for whoever reads it on a page or in a program's answer.
    ///
    /// Refusals say that in brackets, or as advice after what is wrong: behind a `;`, else behind a `:`. Advice that names a command
    /// goes; what it says besides stays, as in `…; hãy sửa ngày, hoặc ghi lại bằng …`. What stands between “ and ” is somebody's own
    /// words, and is neither looked into nor cut.
    public var withoutCommands: Bilingual {
        Bilingual(vi: Self.withoutCommands(vi), en: Self.withoutCommands(en))
    }

    /// Whether a text names a command of the program or one of its options.
    static func namesCommand(_ text: some StringProtocol) -> Bool {
        ["`cnnt ", "(cnnt "].contains(where: text.contains) || String(text).contains(/[ (]--[a-z]/)
    }

    private static func withoutCommands(_ text: String) -> String {
        guard namesCommand(text) else { return text }
        let quoted = text.matches(of: quotation).map { String($0.output) }
        var signs = quoted.indices.makeIterator()
        let masked = text.replacing(quotation) { words in
            signs.next().flatMap(sign(of:)) ?? String(words.output)
        }
        return adviceRemoved(masked).unicodeScalars.map { scalar in
            let number = Int(scalar.value) - firstSign
            return quoted.indices.contains(number) ? quoted[number] : String(scalar)
        }.joined()
    }

    private static var quotation: Regex<Substring> { /“[^”]*”/ }

    /// Of no script: they stand for quotations while advice is cut off around them.
    private static let firstSign = 0xF0000

    private static func sign(of number: Int) -> String? {
        Unicode.Scalar(UInt32(firstSign + number)).map { String($0) }
    }

    private static func adviceRemoved(_ text: String) -> String {
        guard namesCommand(text) else { return text }
        let open = text.replacing(/\s*\([^()]*\)/) { match in
            namesCommand(match.output) ? "" : match.output
        }
        let clauses = open.split(separator: ";", omittingEmptySubsequences: false)
        let kept = clauses.enumerated().compactMap { place, clause -> Substring? in
            guard namesCommand(clause) else { return clause }
            return place == 0 ? beforeAdvice(clause) : adviceWithoutCommand(clause)
        }
        let rest = kept.joined(separator: ";")
        return rest.isEmpty ? text : rest
    }

    /// What is wrong, where the advice follows in the same clause.
    private static func beforeAdvice(_ clause: Substring) -> Substring {
        let parts = clause.split(separator: ": ", omittingEmptySubsequences: false)
        return parts.prefix { !namesCommand($0) }.joined(separator: ": ")[...]
    }

    /// Nil: nothing is left that somebody could do.
    private static func adviceWithoutCommand(_ clause: Substring) -> Substring? {
        let advice = clause.split(separator: ",", omittingEmptySubsequences: false)
            .filter { !namesCommand($0) }.joined(separator: ",")
        let isRemainder = [" nếu ", " if ", " hoặc ", " or "].contains(where: advice.hasPrefix)
        return advice.isEmpty || isRemainder ? nil : advice[...]
    }
}

extension Violation {
    /// The same without what to type at the command line.
    public var withoutCommands: Violation {
        let text = text.withoutCommands
        return Violation(code, vi: text.vi, en: text.en, at: place)
    }
}
