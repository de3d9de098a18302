public import RuralIndustry

extension NewFair {
    /// As a program gives it.
    ///
    /// - Throws: everything that is wrong, each with its column.
    public init(_ fields: Fields<FairColumn>) throws(Refusal) {
        var reader = FieldReader(fields, .plain)
        let name = reader.requiredText(.name, limit: TextLimit.name)
        let kind = reader.choice(.kind, FairKind.self, code: "fair-kind-unknown")
        let level = reader.requiredChoice(.level, SelectionLevel.self, code: "level-unknown")
        let organiser = reader.requiredText(.organiser)
        let venue = reader.requiredText(.venue, limit: TextLimit.name)
        let first = reader.requiredDay(.firstDay)
        let last = reader.requiredDay(.lastDay)
        let setUpOn = reader.day(.setUpOn)
        let width = reader.length(.boothWidth)
        let depth = reader.length(.boothDepth)
        guard reader.violations.isEmpty, let name, let level, let organiser, let venue, let first, let last
        else { throw reader.refusal }
        self.init(
            name: name, level: level, organiserCode: organiser, venue: venue, first: first, last: last,
            setUpOn: setUpOn, boothWidth: width ?? .standardBoothSide,
            boothDepth: depth ?? .standardBoothSide, kind: kind ?? .organised)
    }
}

extension FairChanges {
    /// As a program gives them: what is not there stays, and nothing of a fair can be empty.
    ///
    /// - Throws: everything that is wrong, each with its column.
    public init(_ fields: Fields<FairChangeColumn>) throws(Refusal) {
        var reader = FieldReader(fields, .plain)
        reader.requireNothingEmptied(fields)
        self.init(
            name: reader.text(.name, limit: TextLimit.name),
            kind: reader.choice(.kind, FairKind.self, code: "fair-kind-unknown"),
            venue: reader.text(.venue, limit: TextLimit.name), first: reader.day(.firstDay),
            last: reader.day(.lastDay), setUpOn: reader.day(.setUpOn), boothWidth: reader.length(.boothWidth),
            boothDepth: reader.length(.boothDepth))
        try reader.finish()
    }
}

extension NewFairTerms {
    /// As a program gives them: what is not there stays, and nothing that was declared can be emptied.
    ///
    /// - Throws: everything that is wrong, each with its column.
    public init(_ fields: Fields<FairTermsColumn>) throws(Refusal) {
        var reader = FieldReader(fields, .plain)
        reader.requireNothingEmptied(fields)
        self.init(requestsUntil: reader.day(.requestsUntil), seed: reader.text(.seed))
        if reader.isGiven(.rules) {
            do throws(Violation) {
                rules = try AllocationRules(try JSONValue(parsing: fields[.rules] ?? ""))
            } catch {
                let place = error.place.pointer.map { $0 + ": " } ?? ""
                reader.report(
                    Violation(error.code, vi: place + error.text.vi, en: place + error.text.en), in: .rules)
            }
        }
        try reader.finish()
    }
}

extension FieldReader {
    fileprivate mutating func requireNothingEmptied(_ fields: Fields<Column>) {
        for column in Column.allCases where fields[column] != nil && !isGiven(column) {
            report(
                Violation("value-missing", vi: "mục này không để trống được", en: "this cannot be empty"),
                in: column)
        }
    }

    fileprivate mutating func length(_ column: Column) -> Length? {
        let notation = notation
        return value(column) { (text) throws(Violation) in try Length(text, notation) }
    }
}
