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

/// A draw of judges with everything that anybody needs to repeat it.
public struct AssignmentDraw: Hashable, Sendable {
    /// The draw's number; drawing again makes a new one, and the last counts.
    public let id: Int64
    public let input: AssignmentInput
    /// Hexadecimal, of the input's canonical JSON.
    public let inputSHA256: String
    /// By entry and judge.
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
            let accepted = Set(roster.entries.filter { $0.state == .accepted }.map(\.code))
            let input = AssignmentInput(
                round: id, entries: Array(accepted), judges: roster.panel.map(\.id),
                barred: roster.barred.filter { accepted.contains($0.entry) }, perEntry: perEntry, seed: seed)
            let assignment = try input.assignment(sha256: Tally.sha256)
            let text = input.document.text
            let hash = SHA256Digest(of: text.utf8)
            let draw: Int64 = try session.value(
                """
                INSERT INTO assignment_draw (round_id, per_entry, seed, input, input_sha256)
                VALUES (\(id), \(perEntry), \(seed), \(text), \(Bytes(hash.bytes)))
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
                id: draw, input: input, inputSHA256: hash.hex,
                assignments: try session.assignments(ofDraw: draw))
        }
    }

    /// Who marks what, by entry and judge; empty where all judges mark all entries.
    public func assignments(ofRound id: Int64, as viewer: Viewer) async throws -> [AssignmentRecord] {
        try await read(.assignmentRead, of: .one("round", id: id), as: viewer) { session in
            _ = try session.round(id)
            return try session.value("SELECT current_draw(\(id))", as: Int64?.self)
                .map { try session.assignments(ofDraw: $0) } ?? []
        }
    }

    /// A draw, drawn again from what it rested on. It names who may not mark what, and is for those who may read conflicts.
    ///
    /// - Parameter draw: nil: the one that counts.
    /// - Throws: `IntegrityFailure` if what was kept is another, `unknown-assignment`, and `assignment-input-missing` of draws
    ///   from before inputs were kept.
    public func assignmentDraw(
        _ draw: Int64? = nil, ofRound id: Int64, as viewer: Viewer
    ) async throws -> AssignmentDraw {
        try await read(.conflictRead, of: .one("round", id: id), as: viewer) { session in
            _ = try session.round(id)
            guard let draw = try draw ?? session.value("SELECT current_draw(\(id))", as: Int64?.self) else {
                throw Refusal(.unknownAssignment(nil, round: id))
            }
            return try session.assignmentDraw(draw, ofRound: id)
        }
    }
}

extension Session {
    fileprivate func assignments(ofDraw draw: Int64) throws -> [AssignmentRecord] {
        try query(
            """
            SELECT e.code AS entry, j.code AS judge
            FROM judge_assignment a JOIN entry e USING (entry_id) JOIN judge j USING (judge_id)
            WHERE a.assignment_draw_id = \(draw) ORDER BY e.code COLLATE "C", j.code COLLATE "C"
            """, as: AssignmentRecord.self)
    }

    func assignmentDraw(_ draw: Int64, ofRound id: Int64) throws -> AssignmentDraw {
        let kept = try first(
            """
            SELECT input, input_sha256 FROM assignment_draw WHERE assignment_draw_id = \(draw) AND round_id = \(id)
            """
        ) { (text: try $0("input", as: String?.self), hash: try $0("input_sha256", as: Bytes?.self)) }
        guard let kept else { throw Refusal(.unknownAssignment(draw, round: id)) }
        guard let text = kept.text else { throw Refusal(.assignmentWithoutInput(draw)) }
        let digest = SHA256Digest(of: text.utf8)
        guard digest.bytes == kept.hash?.bytes else { throw IntegrityFailure(.assignmentAltered(draw)) }
        let input = try AssignmentInput(try JSONValue(parsing: text))
        let assignments = try assignments(ofDraw: draw)
        let again = try input.assignment(sha256: Tally.sha256)
        guard Dictionary(grouping: assignments, by: \.entry).mapValues({ $0.map(\.judge) }) == again.judges
        else { throw IntegrityFailure(.assignmentDiffers(draw)) }
        return AssignmentDraw(id: draw, input: input, inputSHA256: digest.hex, assignments: assignments)
    }

    /// The judges drawn for each entry; nil where all judges mark all entries.
    func assignment(ofRound id: Int64) throws -> [String: [String]]? {
        guard let draw = try value("SELECT current_draw(\(id))", as: Int64?.self) else { return nil }
        return Dictionary(grouping: try assignments(ofDraw: draw), by: \.entry).mapValues {
            $0.map(\.judge)
        }
    }
}

extension Violation {
    fileprivate static func unknownAssignment(_ draw: Int64?, round: Int64) -> Violation {
        draw.map {
            Violation(
                "unknown-assignment", vi: "kỳ bình chọn \(round) không có lần phân công số \($0)",
                en: "round \(round) has no draw \($0)")
        }
            ?? Violation(
                "unknown-assignment",
                vi: "kỳ bình chọn \(round) chưa bốc thăm phân công: mọi giám khảo chấm mọi sản phẩm",
                en: "no judges were drawn in round \(round): all judges mark all entries")
    }

    fileprivate static func assignmentWithoutInput(_ draw: Int64) -> Violation {
        Violation(
            "assignment-input-missing",
            vi: "lần phân công số \(draw) có từ trước khi dữ liệu bốc thăm được lưu, nên không tính lại được",
            en: "draw \(draw) is from before the data of draws were kept, and cannot be drawn again")
    }

    fileprivate static func assignmentAltered(_ draw: Int64) -> Violation {
        Violation(
            "assignment-altered", vi: "dữ liệu của lần phân công số \(draw) không khớp với mã băm đã ghi",
            en: "what draw \(draw) rests on does not match its hash")
    }

    fileprivate static func assignmentDiffers(_ draw: Int64) -> Violation {
        Violation(
            "assignment-differs",
            vi: "bốc thăm lại lần phân công số \(draw) từ dữ liệu đã ghi thì ra kết quả khác",
            en: "draw \(draw), drawn again from its data, gives other judges")
    }
}
