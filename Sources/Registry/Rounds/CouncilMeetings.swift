public import Postgres
public import RuralIndustry

/// A recorded meeting of a round's council.
public struct MeetingRecord: Hashable, Sendable {
    public let id: Int64
    public let heldOn: Day
    public let place: String?
    /// In the order in which they were seated.
    public let present: [String]
    /// Members who sat on that day.
    public let councilSize: Int
    /// How many the round's plan wants; nil: it does not say.
    public let needed: Int?
    /// False if the same day was recorded again.
    public let counts: Bool

    public var isQuorate: Bool { present.count >= needed ?? 0 }
}

/// A vote of the council, on the list or on an entry.
public struct VoteRecord: RowDecodable, Hashable, Sendable {
    public let id: Int64
    public let meetingID: Int64
    public let heldOn: Day
    /// Nil: the list as a whole.
    public let entry: String?
    public let vote: CouncilVote

    public init(_ row: Row) throws {
        id = try row("council_vote_id")
        meetingID = try row("council_meeting_id")
        heldOn = try row("held_on")
        entry = try row("code")
        vote = CouncilVote(
            inFavour: try row("in_favour"), against: try row("against"), abstained: try row("abstained"))
    }

    static let select: SQL = """
        SELECT v.council_vote_id, v.council_meeting_id, m.held_on, e.code, v.in_favour, v.against, v.abstained
        FROM council_vote v JOIN council_meeting m USING (council_meeting_id) LEFT JOIN entry e USING (entry_id)
        """
}

extension Registry {
    /// Records who was present at a meeting. A day recorded again replaces the earlier record, which stays readable.
    ///
    /// - Parameters:
    ///   - present: names, or numbers as `council list` shows them, of members who sit on that day.
    ///   - once: keeps the meeting's number.
    public func recordMeeting(
        ofRound id: Int64, on day: Day, present: [String], place: String? = nil, as viewer: Viewer,
        today: Day, dryRun: Bool = false, once: OneRequest<MeetingRecord>? = nil
    ) async throws -> MeetingRecord {
        let place = try BoundedText.optional(place, column: "place")
        return try await change(
            .councilMeet, of: .one("round", id: id), as: viewer, dryRun: dryRun, once: once
        ) { session in
            let round = try session.roundForChange(id)
            try session.requireState(
                round, [.draft, .open, .judging, .closed, .decided, .published],
                to: Bilingual(vi: "ghi cuộc họp Hội đồng", en: "record a meeting of the council"))
            let members = try session.attending(present, round: id, on: day, today: today)
            let meeting: Int64 = try session.value(
                """
                INSERT INTO council_meeting (round_id, held_on, place) VALUES (\(id), \(day), \(place))
                RETURNING council_meeting_id
                """)
            try session.execute(
                """
                INSERT INTO council_attendance (council_meeting_id, council_member_id)
                SELECT \(meeting), member FROM unnest(\(members)) AS member
                """)
            guard let recorded = try session.meetings(ofRound: id).first(where: { $0.id == meeting }) else {
                throw PostgresError.misuse("a meeting that was just written is not there")
            }
            return recorded
        }
    }

    /// The recorded meetings in the order of their days, replaced records included.
    public func meetings(ofRound id: Int64, as viewer: Viewer) async throws -> [MeetingRecord] {
        try await read(.meetingRead, of: .one("round", id: id), as: viewer) { session in
            _ = try session.round(id)
            return try session.meetings(ofRound: id)
        }
    }

    /// Records how the council voted, after closing and before the decision (or before one that amends it), at a recorded
    /// meeting with its quorum.
    ///
    /// - Parameters:
    ///   - entry: the code of one entry; nil: the list of recognition as a whole.
    ///   - once: keeps the vote's number.
    public func recordVote(
        ofRound id: Int64, on day: Day, entry code: String? = nil, inFavour: Int, against: Int,
        abstained: Int, as viewer: Viewer, dryRun: Bool = false, once: OneRequest<VoteRecord>? = nil
    ) async throws -> VoteRecord {
        try await change(
            .councilMeet, of: .one("round", id: id), as: viewer, dryRun: dryRun, once: once
        ) { session in
            let round = try session.roundForChange(id)
            try session.requireState(
                round, [.closed, .decided, .published],
                to: Bilingual(vi: "ghi biểu quyết", en: "record a vote"))
            let meeting = try session.quorateMeeting(ofRound: id, on: day)
            let vote: CouncilVote
            do throws(Violation) {
                vote = try CouncilVote(
                    inFavour: inFavour, against: against, abstained: abstained, present: meeting.present.count
                )
            } catch {
                throw Refusal(error)
            }
            let entry = try code.map { try session.acceptedEntry($0, round: id) }
            try session.execute(
                """
                INSERT INTO council_vote (council_meeting_id, entry_id, in_favour, against, abstained)
                VALUES (\(meeting.id), \(entry), \(vote.inFavour), \(vote.against), \(vote.abstained))
                """)
            return try session.one(
                VoteRecord.select
                    + " WHERE v.council_meeting_id = \(meeting.id) AND v.entry_id IS NOT DISTINCT FROM \(entry)",
                as: VoteRecord.self)
        }
    }

    /// Every vote of a round, in the order in which they were recorded.
    public func votes(ofRound id: Int64, as viewer: Viewer) async throws -> [VoteRecord] {
        try await read(.meetingRead, of: .one("round", id: id), as: viewer) { session in
            _ = try session.round(id)
            return try session.recordedVotes(ofRound: id)
        }
    }
}

extension Session {
    func recordedVotes(ofRound id: Int64) throws -> [VoteRecord] {
        try query(
            VoteRecord.select + " WHERE m.round_id = \(id) ORDER BY v.council_vote_id", as: VoteRecord.self)
    }

    func meetings(ofRound id: Int64) throws -> [MeetingRecord] {
        let quorum = try rules(ofRound: id).scoring.quorum.membersPresent
        return try query(
            """
            SELECT m.council_meeting_id, m.held_on, m.place,
              ARRAY(SELECT c.name FROM council_attendance a JOIN council_member c USING (council_member_id)
                WHERE a.council_meeting_id = m.council_meeting_id ORDER BY c.council_member_id) AS present,
              (SELECT count(*) FROM council_member c WHERE c.round_id = m.round_id AND m.held_on >= c.member_from
                AND m.held_on <= coalesce(c.member_to, m.held_on))::integer AS council_size,
              NOT EXISTS (SELECT FROM council_meeting l WHERE l.round_id = m.round_id AND l.held_on = m.held_on
                AND l.council_meeting_id > m.council_meeting_id) AS counts
            FROM council_meeting m WHERE m.round_id = \(id) ORDER BY m.held_on, m.council_meeting_id
            """
        ) { row in
            let size: Int = try row("council_size")
            return MeetingRecord(
                id: try row("council_meeting_id"), heldOn: try row("held_on"), place: try row("place"),
                present: try row("present"), councilSize: size, needed: quorum?.needed(of: size),
                counts: try row("counts"))
        }
    }

    /// The record of a day's meeting that counts.
    func meeting(ofRound id: Int64, on day: Day) throws -> MeetingRecord? {
        try meetings(ofRound: id).last { $0.heldOn == day && $0.counts }
    }

    /// The last vote on each entry, and on the list the last one since the decision before.
    func votes(ofRound id: Int64) throws -> DecisionVotes {
        try votes(ofRounds: [id])[id] ?? DecisionVotes(list: nil, entries: [:])
    }

    /// The same by round, of the rounds in which any vote counts.
    func votes(ofRounds ids: [Int64]) throws -> [Int64: DecisionVotes] {
        let votes = try query(
            """
            SELECT r.id, e.code, v.in_favour, v.against, v.abstained
            FROM unnest(\(ids)) AS r (id) CROSS JOIN LATERAL open_votes(r.id) v LEFT JOIN entry e USING (entry_id)
            """
        ) { row in
            (
                round: try row("id", as: Int64.self), entry: try row("code", as: String?.self),
                vote: CouncilVote(
                    inFavour: try row("in_favour"), against: try row("against"),
                    abstained: try row("abstained"))
            )
        }
        return Dictionary(grouping: votes, by: { $0.round }).mapValues { votes in
            DecisionVotes(
                list: votes.first { $0.entry == nil }?.vote,
                entries: Dictionary(votes.compactMap { vote in vote.entry.map { ($0, vote.vote) } }) {
                    first, _ in first
                })
        }
    }

    /// The numbers of those who are said to have been present; everything wrong about them at once.
    fileprivate func attending(
        _ references: [String], round id: Int64, on day: Day, today: Day
    ) throws -> [Int64] {
        var violations: [Violation] = []
        if day > today {
            violations.append(
                Violation(
                    "meeting-day", vi: "ngày họp \(day.vietnamese) chưa đến",
                    en: "the day of the meeting, \(day.iso), is still to come"))
        }
        if references.isEmpty {
            violations.append(
                Violation(
                    "meeting-nobody", vi: "hãy ghi những người có mặt", en: "name those who were present"))
        }
        var members: [Int64] = []
        for reference in references {
            do {
                let member = try sittingMember(reference, ofRound: id, on: day).id
                if members.contains(member) {
                    violations.append(
                        Violation(
                            "meeting-member-twice", vi: "\(Text.quoted(reference)) được ghi hai lần",
                            en: "\(Text.quoted(reference)) is named twice"))
                }
                members.append(member)
            } catch let refusal as Refusal {
                violations += refusal.violations
            }
        }
        try Refusal.throwIfAny(violations)
        return members
    }

    fileprivate func quorateMeeting(ofRound id: Int64, on day: Day) throws -> MeetingRecord {
        guard let meeting = try meeting(ofRound: id, on: day) else {
            throw Refusal(
                Violation(
                    "unknown-meeting",
                    vi: "chưa ghi cuộc họp Hội đồng ngày \(day.vietnamese); dùng `cnnt council meeting`",
                    en: "no meeting of the council on \(day.iso) is recorded; use `cnnt council meeting`"))
        }
        guard meeting.isQuorate else {
            throw Refusal(
                Violation(
                    "quorum-members",
                    vi:
                        "Có \(meeting.present.count) thành viên Hội đồng dự họp, cần ít nhất \(meeting.needed ?? 0)",
                    en:
                        "\(meeting.present.count) council members are present; at least \(meeting.needed ?? 0) are needed"
                ))
        }
        return meeting
    }

    fileprivate func acceptedEntry(_ code: String, round id: Int64) throws -> Int64 {
        let found = try first(
            "SELECT entry_id FROM entry WHERE round_id = \(id) AND code = \(code) AND state = 'accepted'"
        ) { try $0("entry_id", as: Int64.self) }
        guard let found else { throw Refusal(.unknownEntry(code, round: id)) }
        return found
    }
}
