/// The columns that a kind of record has in files, on the command line and in JSON, in the order of the
/// interface page.
public protocol RecordColumn: RawRepresentable, CaseIterable, Hashable, Sendable where RawValue == Int {
    /// The names people use, in the order of the cases.
    static var names: [String] { get }
    /// Those that a file's header must have (their cells may still be empty where the value's own rules allow
    /// it).
    static var required: [Self] { get }
    /// Groups of which a header must have at least one.
    static var requiredOneOf: [[Self]] { get }
    /// What people read above a column in tables and workbooks, and may write there too.
    static var headings: [Self: Bilingual] { get }
    /// Columns, by name, that lists print beside these and that say nothing that could be imported: a file may have them.
    static var printedBeside: [String: Bilingual] { get }
}

extension RecordColumn {
    public static var requiredOneOf: [[Self]] { [] }
    public static var headings: [Self: Bilingual] { [:] }
    public static var printedBeside: [String: Bilingual] { [:] }

    /// The heading, or the name where there is none.
    public var heading: Bilingual { Self.headings[self] ?? Bilingual(vi: name, en: name) }

    public var name: String { Self.names[rawValue] }

    public init?(name: String) {
        guard let position = Self.names.firstIndex(of: name) else { return nil }
        self.init(rawValue: position)
    }
}

/// The texts of one record as somebody wrote them, by column. Nil: not given (an edit or a file without that
/// column leaves the value alone); empty: given as nothing.
public struct Fields<Column: RecordColumn>: Hashable, Sendable {
    private var texts: [String?]

    public init() { texts = Array(repeating: nil, count: Column.names.count) }

    /// Texts in the order of `Column.names`; what follows them (`id`, `version`) is left to the caller.
    public init(texts: [String?]) {
        self.texts = Array(texts.prefix(Column.names.count))
        for _ in self.texts.count..<Column.names.count { self.texts.append(nil) }
    }

    /// Texts by name, as flags or JSON give them. Violation: `field-unknown`, for each.
    public init(named given: [String: String]) throws(Refusal) {
        self.init()
        var unknown: [Violation] = []
        for (name, text) in given.sorted(by: { $0.key < $1.key }) {
            if let column = Column(name: name) {
                self[column] = text
            } else {
                let known = Column.names.joined(separator: ", ")
                unknown.append(
                    Violation(
                        "field-unknown", vi: "không có mục \(Text.quoted(name)); các mục là: \(known)",
                        en: "there is no field \(Text.quoted(name)); the fields are: \(known)",
                        at: Place(column: name)))
            }
        }
        try Refusal.throwIfAny(unknown)
    }

    public subscript(column: Column) -> String? {
        get { texts[column.rawValue] }
        set { texts[column.rawValue] = newValue }
    }

    /// These texts, with those that `changes` gives in their place.
    public func changed(by changes: Fields) -> Fields {
        var result = self
        for (position, text) in changes.texts.enumerated() {
            if let text { result.texts[position] = text }
        }
        return result
    }

    /// Every text in the order of `Column.names`, empty where there is none: a row of an export.
    public var row: [String] { texts.map { $0 ?? "" } }

    /// What is given and not empty, by name.
    public var named: [String: String] {
        var result: [String: String] = [:]
        for (name, text) in zip(Column.names, texts) {
            if let text, !text.isEmpty { result[name] = text }
        }
        return result
    }
}
