import RuralIndustry

/// A question to the documents' index in PostgreSQL's tsquery. Folded words are letters and digits alone; what else could
/// stand in one is quoted all the same.
struct LexemeQuery: Hashable {
    /// What a lexeme is, by the mark before it; see the migration that makes the documents.
    enum Mark: String {
        case word = ""
        case name = "n."
        case taxCode = "t."
        case personalNumber = "i."
        case phone = "p."
    }

    let text: String

    static func lexeme(_ text: String, _ mark: Mark = .word, orLonger: Bool = false) -> LexemeQuery {
        let quoted = (mark.rawValue + text).replacing("\\", with: "\\\\").replacing("'", with: "''")
        return LexemeQuery(text: "'\(quoted)'" + (orLonger ? ":*" : ""))
    }

    /// Nil of nothing.
    static func all(_ queries: [LexemeQuery]) -> LexemeQuery? { joined(queries, by: " & ") }

    static func any(_ queries: [LexemeQuery]) -> LexemeQuery? { joined(queries, by: " | ") }

    private static func joined(_ queries: [LexemeQuery], by operation: String) -> LexemeQuery? {
        if queries.count < 2 { return queries.first }
        return LexemeQuery(text: queries.map { "(\($0.text))" }.joined(separator: operation))
    }
}
