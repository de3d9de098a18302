/// One thing that is wrong with what somebody asked for: a stable code, what is wrong and what to do, and
/// where.
///
/// The code is lower-case English with hyphens (`tax-code-check-digit`); programs may rely on it.
public struct Violation: Error, Hashable, Sendable {
    public let code: String
    public let text: Bilingual
    public var place: Place

    public init(_ code: String, vi: String, en: String, at place: Place = Place()) {
        self.code = code
        self.text = Bilingual(vi: vi, en: en)
        self.place = place
    }

    /// The same violation, its place completed by what the caller knows (file, row); what was set before
    /// stays.
    public func at(_ outer: Place) -> Violation {
        var copy = self
        copy.place = place.completed(by: outer)
        return copy
    }

    /// The same violation in a column of a table or a field of a form, if it does not name one already.
    public func inColumn(_ column: String) -> Violation { at(Place(column: column)) }
}

/// Where a violation is: whichever of these exist.
public struct Place: Hashable, Sendable {
    public var file: String?
    public var sheet: String?
    /// The line of the file as an editor counts it, the header being line 1.
    public var row: Int?
    public var column: String?
    /// RFC 6901 pointer into a JSON document.
    public var pointer: String?

    public init(
        file: String? = nil, sheet: String? = nil, row: Int? = nil, column: String? = nil,
        pointer: String? = nil
    ) {
        self.file = file
        self.sheet = sheet
        self.row = row
        self.column = column
        self.pointer = pointer
    }

    func completed(by outer: Place) -> Place {
        Place(
            file: file ?? outer.file, sheet: sheet ?? outer.sheet, row: row ?? outer.row,
            column: column ?? outer.column, pointer: pointer ?? outer.pointer)
    }
}

/// The refusal of a whole request, with everything that is wrong about it; nothing was changed.
public struct Refusal: Error, Sendable, Equatable {
    /// Never empty.
    public let violations: [Violation]

    public init(_ first: Violation, _ more: [Violation] = []) { violations = [first] + more }

    /// The same with each thing told otherwise.
    public func map(_ change: (Violation) -> Violation) -> Refusal {
        Refusal(change(violations[0]), violations.dropFirst().map(change))
    }

    /// The same with places completed by what the caller knows (file, row); what was set before stays.
    public func at(_ outer: Place) -> Refusal { map { $0.at(outer) } }

    /// The same at the columns or fields by which whoever asked knows them, whatever they were found at.
    ///
    /// - Parameter column: where a violation belongs; nil: it stays where it is.
    public func placed(_ column: (Violation) -> String?) -> Refusal {
        map { violation in
            guard let column = column(violation) else { return violation }
            var placed = violation
            placed.place.column = column
            return placed
        }
    }

    /// The same for whoever calls some columns otherwise.
    ///
    /// - Parameter columns: their names, by the names that the violations have.
    public func renamed(_ columns: [String: String]) -> Refusal {
        placed { $0.place.column.flatMap { columns[$0] } }
    }

    /// Throws if there is anything wrong.
    public static func throwIfAny(_ violations: [Violation]) throws(Refusal) {
        if let first = violations.first { throw Refusal(first, Array(violations.dropFirst())) }
    }
}
