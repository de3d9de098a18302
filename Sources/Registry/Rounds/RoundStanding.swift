import Postgres
public import RuralIndustry

/// Where a round stands for those who run it: what comes next, what is missing for that, and what they may do.
public struct RoundStanding: Sendable {
    public let round: RoundRecord
    /// How many are in each state.
    public let entries: [EntryState: Int]
    public let acts: [RoundActRecord]
    /// Who sits now.
    public let councilSize: Int
    public let panelSize: Int
    public let conflicts: Int
    /// How many entries have judges drawn for them; nil: all judges mark all entries.
    public let drawn: Int?
    public let meetings: Int
    public let votes: Int
    public let decision: DecisionRecord?
    public let certificates: Int
    public let awardsWithoutCertificate: Int
    public let openComplaints: Int
    /// The step that leads on; nil: there is none.
    public let next: RoundState?
    /// What is missing for it, in the words in which the step itself would be refused. What only a form can tell, as the number
    /// of those present, is not in it.
    public let missing: [Violation]
    private let allowed: Set<Action>

    /// Whether who asked may do something in this round.
    public func may(_ action: Action) -> Bool { allowed.contains(action) }

    fileprivate init(
        _ round: RoundRecord, counts: RoundCounts, acts: [RoundActRecord], missing: [Violation],
        decision: DecisionRecord?, allowed: Set<Action>
    ) {
        self.round = round
        self.acts = acts
        self.missing = missing
        self.decision = decision
        self.allowed = allowed
        entries = counts.entries
        councilSize = counts.councilSize
        panelSize = counts.panelSize
        conflicts = counts.conflicts
        drawn = counts.drawn
        meetings = counts.meetings
        votes = counts.votes
        certificates = counts.certificates
        awardsWithoutCertificate = counts.awardsWithoutCertificate
        openComplaints = counts.openComplaints
        next = round.state.onward
    }
}

extension RoundState {
    /// The state that a round goes on to when nothing goes wrong.
    public var onward: RoundState? {
        switch self {
        case .draft: .open
        case .open: .judging
        case .judging: .closed
        case .closed: .decided
        case .decided: .published
        case .published, .cancelled: nil
        }
    }
}

extension Registry {
    /// A round as its task list shows it. For those who may read whose its entries are: no judge.
    public func standing(ofRound id: Int64, as viewer: Viewer) async throws -> RoundStanding {
        try await read(.entryRead, of: .one("round", id: id), as: viewer) { session in
            try session.standing(of: try session.round(id), as: viewer)
        }
    }

    /// The rounds that go on where a viewer works, the newest first: all that are neither published nor cancelled, and those
    /// after publication about which a complaint is open. What is missing for closing is left out: it takes every mark.
    ///
    /// - Parameter limit: of rounds.
    public func roundsAtWork(limit: Int = 50, as viewer: Viewer) async throws -> [RoundStanding] {
        try await read(.entryRead, of: .listed("round"), as: viewer) { session in
            let rounds = try session.query(
                RoundRecord.select
                    + SQL.matching(
                        viewer.reach(.entryRead).rounds("r"),
                        """
                        (r.state NOT IN ('published', 'cancelled') OR EXISTS (SELECT FROM complaint c
                          WHERE c.round_id = r.round_id
                            AND NOT EXISTS (SELECT FROM complaint_end e WHERE e.complaint_id = c.complaint_id)))
                        """) + " ORDER BY r.year DESC, r.round_id DESC LIMIT \(limit)",
                as: RoundRecord.self)
            return try rounds.map { try session.standing(of: $0, as: viewer, readsMarks: false) }
        }
    }
}

private struct RoundCounts {
    var entries: [EntryState: Int] = [:]
    let councilSize: Int
    let panelSize: Int
    let conflicts: Int
    let drawn: Int?
    let meetings: Int
    let votes: Int
    let certificates: Int
    let awardsWithoutCertificate: Int
    let openComplaints: Int
}

extension Session {
    /// What a viewer may do in a round: asked once for each kind of reach, of which people have few.
    fileprivate func allowed(inRound id: Int64, as viewer: Viewer) throws -> Set<Action> {
        var known: [Reach: Bool] = [:]
        return try Set(
            Action.allCases.filter { action in
                guard viewer.may(action) else { return false }
                let reach = viewer.reach(action)
                if let found = known[reach] { return found }
                let found = try may(action, round: id, as: viewer)
                known[reach] = found
                return found
            })
    }

    fileprivate func standing(
        of round: RoundRecord, as viewer: Viewer, readsMarks: Bool = true
    ) throws -> RoundStanding {
        let allowed = try allowed(inRound: round.id, as: viewer)
        let tellsMissing = allowed.contains(.tallyRead) && (readsMarks || round.state != .judging)
        return RoundStanding(
            round, counts: try counts(ofRound: round.id), acts: try acts(ofRound: round.id),
            missing: tellsMissing ? try missingForNextStep(of: round) : [],
            decision: try decisions(ofRound: round.id).last, allowed: allowed)
    }

    fileprivate func counts(ofRound id: Int64) throws -> RoundCounts {
        var counts = try one(
            """
            SELECT
              (SELECT count(*) FROM council_member WHERE round_id = \(id) AND member_to IS NULL) AS council,
              (SELECT count(*) FROM judge WHERE round_id = \(id) AND member_to IS NULL) AS panel,
              (SELECT count(*) FROM judge_conflict WHERE round_id = \(id)) AS conflicts,
              (SELECT count(DISTINCT entry_id) FROM judge_assignment WHERE assignment_draw_id = current_draw(\(id))) AS drawn,
              current_draw(\(id)) IS NOT NULL AS is_drawn,
              (SELECT count(*) FROM council_meeting WHERE round_id = \(id)) AS meetings,
              (SELECT count(*) FROM council_vote v JOIN council_meeting m USING (council_meeting_id)
                WHERE m.round_id = \(id)) AS votes,
              (SELECT count(*) FROM certificate c JOIN award a USING (award_id) JOIN decision d USING (decision_id)
                WHERE d.round_id = \(id)) AS certificates,
              (SELECT count(*) FROM complaint c WHERE c.round_id = \(id)
                AND NOT EXISTS (SELECT FROM complaint_end e WHERE e.complaint_id = c.complaint_id)) AS complaints
            """
        ) { row in
            RoundCounts(
                councilSize: try row("council"), panelSize: try row("panel"),
                conflicts: try row("conflicts"),
                drawn: try row("is_drawn", as: Bool.self) ? try row("drawn") : nil,
                meetings: try row("meetings"), votes: try row("votes"),
                certificates: try row("certificates"),
                awardsWithoutCertificate: try awardsWithoutCertificate(ofRound: id).count,
                openComplaints: try row("complaints"))
        }
        for (state, count) in try query(
            "SELECT state, count(*) AS count FROM entry WHERE round_id = \(id) GROUP BY state",
            { (try $0("state", as: EntryState.self), try $0("count", as: Int.self)) })
        {
            counts.entries[state] = count
        }
        return counts
    }

    /// What the step itself would be refused for, as far as the records tell. Conflicts that the rules themselves make, and the
    /// attendance of a meeting that nobody wrote down yet, show when the step is taken.
    fileprivate func missingForNextStep(of round: RoundRecord) throws -> [Violation] {
        switch round.state {
        case .open:
            return try roster(of: round).missingForJudging(try rules(ofRound: round.id))
        case .judging:
            let rules = try rules(ofRound: round.id)
            let marks = try marks(ofRound: round.id)
            return try roster(of: round).missingForClosing(rules, marks: marks, membersPresent: nil)
                + sheetsMissingForClosing(round, rules)
        case .closed:
            let rules = try rules(ofRound: round.id)
            return try votes(ofRound: round.id).violations([], rules: rules)
        case .draft, .decided, .published, .cancelled:
            return []
        }
    }
}
