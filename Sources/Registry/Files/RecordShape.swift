public import RuralIndustry
import Spreadsheets

extension RecordColumn {
    /// The table that files of these records are: their columns, what exports print beside them, and the headings that
    /// people read above them, matched without regard to diacritics and capitals.
    static var shape: TableShape {
        var meanings: [String: String] = [:]
        func note(_ heading: String, _ name: String) {
            meanings[Folded(heading).text] = meanings[Folded(heading).text] ?? name
        }
        for column in allCases { note(column.name, column.name) }
        for (name, heading) in RecordBookkeeping.headings {
            note(heading.vi, name)
            note(heading.en, name)
        }
        for column in allCases {
            note(column.heading.vi, column.name)
            note(column.heading.en, column.name)
        }
        let known = meanings
        var aside = runningNumbers
        for (name, heading) in printedBeside {
            for text in [name, heading.vi, heading.en] { aside.insert(Folded(text).text) }
        }
        let leftAside = aside
        return TableShape(
            known: names + RecordBookkeeping.names, required: required.map(\.name),
            requiredOneOf: requiredOneOf.map { $0.map(\.name) }, days: Set(names.filter(\.namesDay))
        ) { heading in
            let folded = Folded(heading).text
            return known[folded] ?? (leftAside.contains(folded) ? "" : nil)
        }
    }
}

/// How office sheets head the column that only counts their rows.
private let runningNumbers: Set<String> = ["stt", "tt", "so tt", "so thu tu"]

/// What exports print beside a record's own columns, for importing again.
public enum RecordBookkeeping {
    public static let names = ["id", "version"]
    public static let headings = [
        "id": Bilingual(vi: "Số", en: "Id"), "version": Bilingual(vi: "Phiên bản", en: "Version"),
    ]
}

extension String {
    /// True for the columns of the interface that hold calendar days: they are all named so.
    public var namesDay: Bool {
        hasSuffix("_date") || hasSuffix("_on") || self == "date" || self == "valid_from" || self == "valid_to"
    }
}
