import Evidence
import Postgres
import RuralIndustry

// What a bundle says of the council's meetings and votes and of the judges' comments.

extension Session {
    /// The parts that closing keeps of what people did: nothing changes them later.
    ///
    /// - Parameter count: how many meetings had been recorded by then; nil: it is now.
    func recordParts(ofRound id: Int64, meetings count: Int? = nil) throws -> [String: JSONValue] {
        let meetings = try recordedMeetings(ofRound: id).map(\.meeting)
        return [
            ResultBundle.Part.meetings.rawValue: BundledMeeting.json(
                Array(meetings.prefix(count ?? meetings.count))),
            ResultBundle.Part.comments.rawValue: try bundledComments(ofRound: id).json,
        ]
    }

    /// What the council did after closing, up to a decision (its number; nil: until now). Nil if nothing was recorded.
    ///
    /// - Parameter count: how many meetings had been recorded at closing.
    func votesPart(ofRound id: Int64, after count: Int, until decision: String?) throws -> JSONValue? {
        let end: Int64? = try decision.flatMap { number in
            try first("SELECT audit_id FROM decision WHERE round_id = \(id) AND number = \(number)") {
                try $0("audit_id", as: Int64.self)
            }
        }
        let recorded = try recordedMeetings(ofRound: id)
        let numbers = Dictionary(
            uniqueKeysWithValues: recorded.enumerated().map { ($0.element.id, $0.offset + 1) })
        let votes = try query(
            """
            SELECT v.council_meeting_id, e.code, v.in_favour, v.against, v.abstained, (
                SELECT d.number FROM decision d WHERE d.round_id = m.round_id AND d.audit_id < v.audit_id
                ORDER BY coalesce(d.amendment, 0) DESC LIMIT 1) AS since
            FROM council_vote v JOIN council_meeting m USING (council_meeting_id) LEFT JOIN entry e USING (entry_id)
            WHERE m.round_id = \(id) AND v.audit_id < coalesce(\(end), v.audit_id + 1)
            ORDER BY v.council_vote_id
            """
        ) { row in
            guard let meeting = numbers[try row("council_meeting_id", as: Int64.self)] else {
                throw PostgresError.misuse("a vote at a meeting that is not there")
            }
            return BundledVotes.Vote(
                meeting: meeting, entry: try row("code"), since: try row("since"),
                vote: CouncilVote(
                    inFavour: try row("in_favour"), against: try row("against"),
                    abstained: try row("abstained")))
        }
        let last = votes.map(\.meeting).max() ?? 0
        let meetings = recorded.enumerated().dropFirst(count).filter {
            $0.offset < last || $0.element.event < end ?? .max
        }.map(\.element.meeting)
        if votes.isEmpty && meetings.isEmpty { return nil }
        return BundledVotes(council: try councilSeats(ofRound: id), meetings: meetings, votes: votes).json
    }

    func councilSeats(ofRound id: Int64) throws -> [BundledSeat] {
        try query("SELECT name, role, member_from, member_to FROM council_member WHERE round_id = \(id)") {
            BundledSeat(
                name: try $0("name"), role: try $0("role"), from: try $0("member_from"),
                to: try $0("member_to"))
        }
    }

    /// Every record of a meeting in the order in which they were made, with the event that it was written by.
    private func recordedMeetings(
        ofRound id: Int64
    ) throws -> [(id: Int64, event: Int64, meeting: BundledMeeting)] {
        try query(
            """
            SELECT m.council_meeting_id, m.audit_id, m.held_on, m.place,
              ARRAY(SELECT c.name FROM council_attendance a JOIN council_member c USING (council_member_id)
                WHERE a.council_meeting_id = m.council_meeting_id) AS present
            FROM council_meeting m WHERE m.round_id = \(id) ORDER BY m.council_meeting_id
            """
        ) { row in
            (
                id: try row("council_meeting_id", as: Int64.self), event: try row("audit_id", as: Int64.self),
                meeting: BundledMeeting(
                    heldOn: try row("held_on"), place: try row("place"), present: try row("present"))
            )
        }
    }

    /// What judges wrote beside their marks, in every version of every sheet.
    private func bundledComments(ofRound id: Int64) throws -> BundledComments {
        BundledComments(
            try query(
                """
                SELECT e.code AS entry, v.stage, j.code AS judge, v.version, c.leaf, c.text
                FROM sheet_version v JOIN entry e ON e.entry_id = v.entry_id JOIN judge j ON j.judge_id = v.judge_id
                  CROSS JOIN LATERAL (
                    SELECT NULL AS leaf, v.comment AS text WHERE v.comment IS NOT NULL
                    UNION ALL SELECT l.key, l.value FROM jsonb_each_text(v.leaf_comments) l) c
                WHERE v.round_id = \(id)
                """
            ) { row in
                BundledComments.Line(
                    entry: try row("entry"), stage: try row("stage"), judge: try row("judge"),
                    version: try row("version"), leaf: try row("leaf"), text: try row("text"))
            })
    }
}
