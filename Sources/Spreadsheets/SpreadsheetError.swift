/// What is wrong with a spreadsheet, and where; the caller turns it into the program's own errors.
public struct SpreadsheetError: Error, Hashable, Sendable {
    /// Stable, lower-case English with hyphens (`csv-row-ragged`).
    public let code: String
    public let vietnamese: String
    public let english: String
    public var sheet: String?
    /// The line as an editor counts it, the header being line 1.
    public var row: Int?
    /// The column's name where the header is known.
    public var column: String?

    public init(
        _ code: String, vi: String, en: String, sheet: String? = nil, row: Int? = nil, column: String? = nil
    ) {
        self.code = code
        vietnamese = vi
        english = en
        self.sheet = sheet
        self.row = row
        self.column = column
    }
}

/// Several things that are wrong at once, as with a header. Never empty.
public struct SpreadsheetErrors: Error, Hashable, Sendable {
    public let errors: [SpreadsheetError]

    public init(_ first: SpreadsheetError, _ more: [SpreadsheetError] = []) { errors = [first] + more }
}

/// A name from a file as a message may show it: no control characters, not endless.
func shown(_ text: String) -> String {
    var scalars = String.UnicodeScalarView()
    for scalar in text.unicodeScalars.prefix(40) { scalars.append(scalar.value < 0x20 ? " " : scalar) }
    if text.unicodeScalars.count > 40 { scalars.append("…") }
    return "“\(String(scalars))”"
}
