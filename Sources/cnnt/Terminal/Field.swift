import FoundationEssentials
import RuralIndustry

/// One value of a printed record, with what the three formats need to know of it.
enum Field: Encodable {
    case text(String?)
    /// Becomes text in the reader's language before it is printed.
    case bilingual(Bilingual)
    case number(Int?)
    case flag(Bool?)
    case list([String])
    case records([[(key: String, value: Field)]])
    case object([(key: String, value: Field)])

    /// As a CSV cell: lists are separated by `|`, flags are `true` and `false`, nothing is empty.
    var cell: String {
        switch self {
        case .text(let text): text ?? ""
        case .bilingual(let text): text.vi
        case .number(let number): number.map { String($0) } ?? ""
        case .flag(let flag): flag.map { $0 ? "true" : "false" } ?? ""
        case .list(let items): items.joined(separator: "|")
        case .records(let records): String(records.count)
        case .object(let fields): fields.map { "\($0.key)=\($0.value.cell)" }.joined(separator: " ")
        }
    }

    func spoken(in language: Language) -> Field {
        if case .bilingual(let text) = self { .text(text.text(in: language)) } else { self }
    }

    var isNumber: Bool {
        if case .number = self { true } else { false }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text): try container.encode(text)
        case .bilingual(let text): try container.encode(text.vi)
        case .number(let number): try container.encode(number)
        case .flag(let flag): try container.encode(flag)
        case .list(let items): try container.encode(items)
        case .records(let records): try container.encode(records.map(RecordObject.init))
        case .object(let fields): try container.encode(RecordObject(fields))
        }
    }
}

/// A JSON object of a record's columns.
struct RecordObject: Encodable {
    let fields: [(key: String, value: Field)]

    init(_ fields: [(key: String, value: Field)]) { self.fields = fields }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(Dictionary(fields.map { ($0.key, $0.value) }) { first, _ in first })
    }
}
