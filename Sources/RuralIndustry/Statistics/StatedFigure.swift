/// The columns of a file with figures stated elsewhere: in a report, a decision, the news.
public enum StatedColumn: Int, RecordColumn {
    case key, figure, value, source

    public static let names = ["key", "figure", "value", "source"]
    public static let required: [StatedColumn] = [.figure, .value]

    public static let headings: [StatedColumn: Bilingual] = [
        .key: Bilingual(vi: "Mã", en: "Key"),
        .figure: Bilingual(vi: "Chỉ tiêu", en: "Figure"),
        .value: Bilingual(vi: "Số liệu công bố", en: "Stated"),
        .source: Bilingual(vi: "Nguồn", en: "Source"),
    ]
}

/// A figure as somebody stated it, printed beside the computed one and never derived again: a stated share stays the share that
/// was stated, whatever its base.
public struct StatedFigure: Hashable, Sendable {
    /// The row that it belongs to; `total` if it names none.
    public let key: String
    public let figure: String
    public let value: ExactDecimal
    public let source: String?

    public init(
        key: String = RoundStatistics.totalKey, figure: String, value: ExactDecimal, source: String? = nil
    ) {
        self.key = key
        self.figure = figure
        self.value = value
        self.source = source
    }

    /// Reads a row; throws everything that is wrong with it.
    public init(_ fields: Fields<StatedColumn>, _ notation: Notation = .plain) throws(Refusal) {
        var reader = FieldReader(fields, notation)
        let key = reader.text(.key)
        let figure = reader.requiredText(.figure)
        let value = reader.requiredValue(.value) { (text) throws(Violation) in
            try ExactDecimal(notation.decimalPoint(text))
        }
        let source = reader.text(.source)
        guard reader.violations.isEmpty, let figure, let value else { throw reader.refusal }
        self.init(key: key ?? RoundStatistics.totalKey, figure: figure, value: value, source: source)
    }
}
