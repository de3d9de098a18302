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
    /// Notices to entrants that were recorded.
    public let notices: Int
    /// How often the result was corrected.
    public let corrections: Int
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
        notices = counts.notices
        corrections = counts.corrections
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
    ///
    /// - Parameter readsMarks: what is missing for closing takes every mark; without them it is left out.
    public func standing(
        ofRound id: Int64, readsMarks: Bool = true, as viewer: Viewer
    ) async throws -> RoundStanding {
        try await read(.entryRead, of: .one("round", id: id), as: viewer) { session in
            try session.standing(of: try session.round(id), as: viewer, readsMarks: readsMarks)
        }
    }
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
        of round: RoundRecord, as viewer: Viewer, readsMarks: Bool
    ) throws -> RoundStanding {
        let allowed = try allowed(inRound: round.id, as: viewer)
        let tellsMissing = allowed.contains(.tallyRead) && (readsMarks || round.state != .judging)
        return RoundStanding(
            round, counts: try counts(ofRounds: [round.id])[round.id] ?? RoundCounts(),
            acts: try acts(ofRound: round.id),
            missing: tellsMissing ? try missingForNextStep(of: round) : [],
            decision: try decisions(ofRound: round.id).last, allowed: allowed)
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
