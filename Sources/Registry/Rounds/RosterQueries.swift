import Postgres
import RuralIndustry

extension Session {
    /// Who sits and what is entered, as the rules look at it.
    func roster(of round: RoundRecord) throws -> RoundRoster {
        guard let roster = try rosters(of: [round])[round.id] else {
            throw PostgresError.misuse("a round that was asked for is not among those answered")
        }
        return roster
    }

    /// By round; five statements, however many rounds they are.
    func rosters(of rounds: [RoundRecord]) throws -> [Int64: RoundRoster] {
        if rounds.isEmpty { return [:] }
        let ids = rounds.map(\.id)
        let council = Dictionary(grouping: try councilRoles(ofRounds: ids), by: { $0.round })
        let panel = Dictionary(grouping: try seatedJudges(ofRounds: ids), by: { $0.round })
        let entries = Dictionary(grouping: try rosterEntries(ofRounds: ids), by: { $0.round })
        let barred = Dictionary(grouping: try barred(inRounds: ids), by: { $0.round })
        let drawn = try assignments(ofRounds: ids)
        let rosters = rounds.map { round in
            let judges = (panel[round.id] ?? []).map(\.item)
            let holders = Dictionary(judges.flatMap { judge in judge.predecessors.map { ($0, judge.id) } }) {
                first, _ in first
            }
            return (
                round.id,
                RoundRoster(
                    level: round.level, council: (council[round.id] ?? []).map(\.item), panel: judges,
                    entries: (entries[round.id] ?? []).map(\.item),
                    barred: Set((barred[round.id] ?? []).map(\.item)),
                    // what was drawn for a seat is its present holder's
                    assignment: drawn[round.id]?.mapValues { $0.map { holders[$0] ?? $0 } })
            )
        }
        return Dictionary(rosters) { first, _ in first }
    }

    /// Something of one of several rounds.
    private typealias OfRound<Item> = (round: Int64, item: Item)

    private func councilRoles(ofRounds ids: [Int64]) throws -> [OfRound<CouncilRole>] {
        try query(
            "SELECT round_id, role FROM council_member WHERE round_id = ANY (\(ids)) AND member_to IS NULL"
        ) { (round: try $0("round_id"), item: try $0("role")) }
    }

    private func seatedJudges(ofRounds ids: [Int64]) throws -> [OfRound<RoundRoster.Judge>] {
        try query(
            """
            SELECT j.round_id, j.code, j.role, ARRAY(SELECT p.code FROM seat_before(j.judge_id) AS s (id)
              JOIN judge p ON p.judge_id = s.id) AS earlier
            FROM judge j WHERE j.round_id = ANY (\(ids)) AND j.member_to IS NULL ORDER BY j.code
            """
        ) { row in
            (
                round: try row("round_id"),
                item: RoundRoster.Judge(
                    id: try row("code"), role: try row("role"), predecessors: try row("earlier"))
            )
        }
    }

    private func rosterEntries(ofRounds ids: [Int64]) throws -> [OfRound<RoundRoster.Entry>] {
        try query(
            """
            SELECT round_id, code, product_group, state FROM entry WHERE round_id = ANY (\(ids)) ORDER BY code
            """
        ) { row in
            (
                round: try row("round_id"),
                item: RoundRoster.Entry(
                    code: try row("code"), group: try row("product_group"), state: try row("state"))
            )
        }
    }

    /// Who may not mark what in a round, as recorded conflicts say.
    func barred(inRound id: Int64) throws -> Set<JudgeAssignment.Barred> {
        Set(try barred(inRounds: [id]).map(\.item))
    }

    private func barred(inRounds ids: [Int64]) throws -> [OfRound<JudgeAssignment.Barred>] {
        try query(
            """
            SELECT c.round_id, j.code AS judge, e.code AS entry FROM judge_conflict c JOIN judge j USING (judge_id)
              JOIN entry e ON e.round_id = c.round_id AND e.establishment_id = c.establishment_id
            WHERE c.round_id = ANY (\(ids))
            """
        ) { row in
            (
                round: try row("round_id"),
                item: JudgeAssignment.Barred(judge: try row("judge"), entry: try row("entry"))
            )
        }
    }

    /// The judges drawn for each entry, of the rounds in which any were drawn.
    private func assignments(ofRounds ids: [Int64]) throws -> [Int64: [String: [String]]] {
        let pairs = try query(
            """
            SELECT d.round_id, e.code AS entry, j.code AS judge
            FROM (SELECT id AS round_id, current_draw(id) AS draw FROM unnest(\(ids)) AS r (id)) d
              LEFT JOIN judge_assignment a ON a.assignment_draw_id = d.draw
              LEFT JOIN entry e USING (entry_id) LEFT JOIN judge j USING (judge_id)
            WHERE d.draw IS NOT NULL ORDER BY e.code COLLATE "C", j.code COLLATE "C"
            """
        ) { row in
            (
                round: try row("round_id", as: Int64.self), entry: try row("entry", as: String?.self),
                judge: try row("judge", as: String?.self)
            )
        }
        var drawn: [Int64: [String: [String]]] = [:]
        for pair in pairs {
            // a draw that gave nobody anything was drawn all the same
            if drawn[pair.round] == nil { drawn[pair.round] = [:] }
            if let entry = pair.entry, let judge = pair.judge {
                drawn[pair.round, default: [:]][entry, default: []].append(judge)
            }
        }
        return drawn
    }
}
