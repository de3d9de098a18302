import RuralIndustry

/// A question to the documents: of each group of lexemes they must hold one.
struct WordQuery: Hashable {
    /// What a lexeme is, by the mark before it; see the migrations that make the documents.
    enum Mark: String {
        case word = ""
        /// A word of the record's own name.
        case name = "n."
    }

    let groups: [[String]]

    /// - Parameter groups: folded words.
    init(_ groups: [[String]], _ mark: Mark = .word) {
        self.groups = groups.map { $0.map { mark.rawValue + $0 } }
    }

    /// In PostgreSQL's tsquery. Folded words are letters and digits alone; what else could stand in one is quoted all the same.
    var text: String {
        groups.map { group in
            "("
                + group.map { "'" + $0.replacing("\\", with: "\\\\").replacing("'", with: "''") + "'" }
                .joined(separator: " | ") + ")"
        }.joined(separator: " & ")
    }
}
