import Evidence
public import Postgres
public import RuralIndustry

/// One judge's entry in the draw that counts.
public struct AssignmentRecord: RowDecodable, Hashable, Sendable {
    public let entry: String
    public let judge: String

    public init(_ row: Row) throws {
        entry = try row("entry")
        judge = try row("judge")
    }
}

/// The draw that counts for a round, with everything that anybody needs to repeat it.
public struct AssignmentDraw: Hashable, Sendable {
    public let perEntry: Int
    public let seed: String
    public let entries: [String]
    public let judges: [String]
    public let barred: Set<JudgeAssignment.Barred>
    public let assignments: [AssignmentRecord]
}

extension Registry {
    /// Draws so many judges for each accepted entry of an open round, evenly and without conflicts, from a seed that was named
    /// in advance. Drawing again takes the place of the draw before, which stays readable.
    public func drawAssignment(
        round id: Int64, perEntry: Int, seed: String, on day: Day, as viewer: Viewer, dryRun: Bool = false
    ) async throws -> AssignmentDraw {
        let seed = try BoundedText.short(seed, column: "seed")
        return try await change(.assignmentDraw, of: .one("round", id: id), as: viewer, dryRun: dryRun) {
            session in
            let round = try session.roundForChange(id)
            try session.requireState(
                round, [.open], to: Bilingual(vi: "phân công giám khảo", en: "draw judges"))
            try session.recordSameUnitConflicts(of: round, rules: try session.rules(ofRound: id), on: day)
            let roster = try session.roster(of: round)
            let entries = roster.entries.filter { $0.state == .accepted }.map(\.code)
            let judges = roster.panel.map(\.id)
            let assignment = try JudgeAssignment(
                entries: entries, judges: judges, perEntry: perEntry, barred: roster.barred,
                seed: Array(seed.utf8),
                sha256: { SHA256Digest(of: $0).bytes })
            let draw: Int64 = try session.value(
                """
                INSERT INTO assignment_draw (round_id, per_entry, seed) VALUES (\(id), \(perEntry), \(seed))
                RETURNING assignment_draw_id
                """)
            let pairs = assignment.judges.flatMap { entry, judges in judges.map { (entry, $0) } }
            try session.execute(
                """
                INSERT INTO judge_assignment (assignment_draw_id, entry_id, judge_id)
                SELECT \(draw), e.entry_id, j.judge_id
                FROM unnest(\(pairs.map(\.0)), \(pairs.map(\.1))) AS p (entry, judge)
                  JOIN entry e ON e.round_id = \(id) AND e.code = p.entry
                  JOIN judge j ON j.round_id = \(id) AND j.code = p.judge
                """)
            return AssignmentDraw(
                perEntry: perEntry, seed: seed, entries: entries, judges: judges, barred: roster.barred,
                assignments: try session.assignments(ofRound: id))
        }
    }

    /// Who marks what, by entry and judge; empty where all judges mark all entries.
    public func assignments(ofRound id: Int64, as viewer: Viewer) async throws -> [AssignmentRecord] {
        try await read(.assignmentRead, of: .one("round", id: id), as: viewer) { session in
            _ = try session.round(id)
            return try session.assignments(ofRound: id)
        }
    }
}

extension Session {
    fileprivate func assignments(ofRound id: Int64) throws -> [AssignmentRecord] {
        try query(
            """
            SELECT e.code AS entry, j.code AS judge
            FROM judge_assignment a JOIN entry e USING (entry_id) JOIN judge j USING (judge_id)
            WHERE a.assignment_draw_id = current_draw(\(id)) ORDER BY e.code COLLATE "C", j.code COLLATE "C"
            """, as: AssignmentRecord.self)
    }

    /// The judges drawn for each entry; nil where all judges mark all entries.
    func assignment(ofRound id: Int64) throws -> [String: [String]]? {
        let draw: Int64? = try value("SELECT current_draw(\(id))")
        guard draw != nil else { return nil }
        return Dictionary(grouping: try assignments(ofRound: id), by: \.entry).mapValues { $0.map(\.judge) }
    }
}
