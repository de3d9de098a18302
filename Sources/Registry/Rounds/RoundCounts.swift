import Postgres
import RuralIndustry

/// How much there is of everything in a round.
struct RoundCounts {
    var entries: [EntryState: Int] = [:]
    var councilSize = 0
    var panelSize = 0
    var conflicts = 0
    /// How many entries have judges drawn for them; nil: nothing was drawn.
    var drawn: Int?
    var meetings = 0
    var votes = 0
    var notices = 0
    var corrections = 0
    var certificates = 0
    var awardsWithoutCertificate = 0
    var openComplaints = 0
}

extension RoundCounts {
    fileprivate init(_ row: Row) throws {
        councilSize = try row("council")
        panelSize = try row("panel")
        conflicts = try row("conflicts")
        drawn = try row("is_drawn", as: Bool.self) ? try row("drawn") : nil
        meetings = try row("meetings")
        votes = try row("votes")
        notices = try row("notices")
        corrections = try row("corrections")
        certificates = try row("certificates")
        awardsWithoutCertificate = try row("awards")
        openComplaints = try row("complaints")
    }
}

extension Session {
    /// By round; two statements, however many rounds they are.
    func counts(ofRounds ids: [Int64]) throws -> [Int64: RoundCounts] {
        let counted = try query(
            """
            SELECT r.id,
              (SELECT count(*) FROM council_member WHERE round_id = r.id AND member_to IS NULL) AS council,
              (SELECT count(*) FROM judge WHERE round_id = r.id AND member_to IS NULL) AS panel,
              (SELECT count(*) FROM judge_conflict WHERE round_id = r.id) AS conflicts,
              (SELECT count(DISTINCT entry_id) FROM judge_assignment WHERE assignment_draw_id = current_draw(r.id)) AS drawn,
              current_draw(r.id) IS NOT NULL AS is_drawn,
              (SELECT count(*) FROM council_meeting WHERE round_id = r.id) AS meetings,
              (SELECT count(*) FROM council_vote v JOIN council_meeting m USING (council_meeting_id)
                WHERE m.round_id = r.id) AS votes,
              (SELECT count(*) FROM entry_notice n JOIN entry e USING (entry_id) WHERE e.round_id = r.id) AS notices,
              (SELECT count(*) FROM result_correction WHERE round_id = r.id) AS corrections,
              (SELECT count(*) FROM certificate c JOIN award a USING (award_id) JOIN decision d USING (decision_id)
                WHERE d.round_id = r.id) AS certificates,
              (SELECT count(DISTINCT l.award_id) FROM standing_lines(r.id) l
                WHERE l.award_id IS NOT NULL AND NOT EXISTS (SELECT FROM certificate c WHERE c.award_id = l.award_id)
                  AND NOT is_award_in_doubt(l.award_id)) AS awards,
              (SELECT count(*) FROM complaint c WHERE c.round_id = r.id
                AND NOT EXISTS (SELECT FROM complaint_end e WHERE e.complaint_id = c.complaint_id)) AS complaints
            FROM unnest(\(ids)) AS r (id)
            """
        ) { (id: try $0("id", as: Int64.self), counts: try RoundCounts($0)) }
        var byRound = Dictionary(counted.map { ($0.id, $0.counts) }) { first, _ in first }
        for (id, state, count) in try query(
            """
            SELECT round_id, state, count(*) AS count FROM entry WHERE round_id = ANY (\(ids)) GROUP BY round_id, state
            """,
            {
                (
                    try $0("round_id", as: Int64.self), try $0("state", as: EntryState.self),
                    try $0("count", as: Int.self)
                )
            })
        {
            byRound[id]?.entries[state] = count
        }
        return byRound
    }
}
