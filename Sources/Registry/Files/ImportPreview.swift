import Postgres
public import RuralIndustry

/// What an import would do, row by row, found by the same statements that the import runs; nothing was changed.
public struct ImportPreview: Sendable {
    public enum Outcome: String, CaseIterable, Sendable {
        case new, changed, unchanged
        /// The row names a record that the file has already, or takes a number that belongs to another record.
        case duplicate
        case wrong
    }

    /// A value that the row would change.
    public struct Change: Hashable, Sendable {
        public let column: String
        public let before: String?
        public let after: String?
    }

    public struct Row: Sendable {
        public let line: Int
        public let outcome: Outcome
        /// The record that the row means, if it is there.
        public let id: Int64?
        public let name: String
        public let changes: [Change]
        public let violations: [Violation]
        /// What a person should look at although the import would take the row.
        public let warnings: [Violation]
    }

    public let rows: [Row]

    /// The same with what is worth a second look beside its rows.
    func with(warnings: [Violation]) -> ImportPreview {
        let noticed = Dictionary(grouping: warnings) { $0.place.row ?? 0 }
        return ImportPreview(
            rows: rows.map { row in
                Row(
                    line: row.line, outcome: row.outcome, id: row.id, name: row.name, changes: row.changes,
                    violations: row.violations, warnings: row.warnings + (noticed[row.line] ?? []))
            })
    }

    public func count(_ outcome: Outcome) -> Int { rows.count { $0.outcome == outcome } }

    /// What the import itself would answer; nil if it would refuse the file.
    public var counts: ImportCounts? {
        guard count(.duplicate) == 0, count(.wrong) == 0 else { return nil }
        return ImportCounts(added: count(.new), changed: count(.changed), unchanged: count(.unchanged))
    }
}

extension ImportPreview {
    /// Of a file that only adds records: each row is new, or there is something about it.
    ///
    /// - Parameter names: by line, where the registry knows a better one than the file.
    init(newRows lines: [PreviewedLine], names: [Int: String], violations: [Violation]) {
        let found = Dictionary(grouping: violations) { $0.place.row ?? 0 }
        rows = lines.map { line in
            let violations = found[line.line] ?? []
            return Row(
                line: line.line,
                outcome: violations.isEmpty
                    ? .new : violations.allSatisfy(\.saysDuplicate) ? .duplicate : .wrong,
                id: nil, name: names[line.line] ?? line.name, changes: [], violations: violations,
                warnings: [])
        }
    }
}

extension Violation {
    /// Says that the same record, or a number of it, is there already.
    var saysDuplicate: Bool {
        [
            "twice-in-file", "tax-code-taken", "registration-taken", "external-id-taken", "entry-code-taken",
            "product-entered-twice",
        ].contains(code)
    }
}

/// A row that could be read or not, as a preview begins with it.
struct PreviewedLine {
    let line: Int
    let name: String
}

extension RecordFile {
    /// Every row of the file, those that could not be taken from it too.
    func previewedLines(name: Column) -> [PreviewedLine] {
        let read = rows.map { PreviewedLine(line: $0.line, name: $0.fields[name] ?? "") }
        let present = Set(read.map(\.line))
        let faulty = Set(faults.compactMap(\.place.row)).subtracting(present)
        return (read + faulty.map { PreviewedLine(line: $0, name: "") }).sorted { $0.line < $1.line }
    }
}

extension Session {
    /// Reads from `matched` what would be done. `violations` is everything that the import would refuse the file for;
    /// `warnings` is told beside the rows.
    func previewMatched(
        _ table: String, given: [Assignment], _ records: [IncomingRecord], lines: [PreviewedLine],
        violations: [Violation], warnings: [Violation] = []
    ) throws -> ImportPreview {
        let found = Dictionary(grouping: violations) { $0.place.row ?? 0 }
        let noticed = Dictionary(grouping: warnings) { $0.place.row ?? 0 }
        let states = try matchedStates(table, given, records)
        let changes = try matchedChanges(table, given, records)
        let rows = lines.map { line in
            let state = states[line.line]
            let violations = found[line.line] ?? []
            let outcome: ImportPreview.Outcome =
                if violations.isEmpty {
                    state.map { $0.id == nil ? .new : $0.differs ? .changed : .unchanged } ?? .wrong
                } else {
                    violations.allSatisfy(\.saysDuplicate) ? .duplicate : .wrong
                }
            return ImportPreview.Row(
                line: line.line, outcome: outcome, id: state?.id, name: line.name,
                changes: outcome == .changed ? changes[line.line] ?? [] : [], violations: violations,
                warnings: noticed[line.line] ?? [])
        }
        return ImportPreview(rows: rows)
    }

    private func matchedStates(
        _ table: String, _ given: [Assignment], _ records: [IncomingRecord]
    ) throws -> [Int: (id: Int64?, differs: Bool)] {
        let found = try query(
            SQL(
                trusted: """
                    SELECT m.row, e.\(table)_id AS id, \(given.differ) AS differs
                    FROM matched m LEFT JOIN \(table) e ON e.\(table)_id = m.existing_id
                    """)
        ) {
            (
                row: try $0("row", as: Int32.self), id: try $0("id", as: Int64?.self),
                differs: try $0("differs", as: Bool.self)
            )
        }
        var states: [Int: (id: Int64?, differs: Bool)] = [:]
        for state in found {
            if let line = records[Int(state.row)].place.row { states[line] = (state.id, state.differs) }
        }
        return states
    }

    private func matchedChanges(
        _ table: String, _ given: [Assignment], _ records: [IncomingRecord]
    ) throws -> [Int: [ImportPreview.Change]] {
        let values = given.enumerated().map { position, assignment in
            "(\(position), '\(assignment.field)', \(assignment.before), \(assignment.after),"
                + " e.\(assignment.column) IS DISTINCT FROM \(assignment.value))"
        }
        let found = try query(
            SQL(
                trusted: """
                    SELECT m.row, c.field, c.before, c.after
                    FROM matched m JOIN \(table) e ON e.\(table)_id = m.existing_id
                      CROSS JOIN LATERAL (VALUES \(values.joined(separator: ", "))) AS c (position, field, before, after, differs)
                    WHERE c.differs ORDER BY m.row, c.position
                    """)
        ) {
            (
                row: try $0("row", as: Int32.self),
                change: ImportPreview.Change(
                    column: try $0("field", as: String.self), before: try $0("before", as: String?.self),
                    after: try $0("after", as: String?.self))
            )
        }
        var changes: [Int: [ImportPreview.Change]] = [:]
        for (row, change) in found {
            if let line = records[Int(row)].place.row { changes[line, default: []].append(change) }
        }
        return changes
    }
}
