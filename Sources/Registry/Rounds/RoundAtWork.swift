import Postgres
public import RuralIndustry

/// A round that goes on, in a list of them: what waits in it and what comes next.
public struct RoundAtWork: Sendable {
    public let round: RoundRecord
    /// How many are in each state.
    public let entries: [EntryState: Int]
    public let awardsWithoutCertificate: Int
    public let openComplaints: Int
    /// What is missing for the next step; nothing is told of closing, which takes every mark.
    public let missing: [Violation]
    /// The step that leads on; nil: there is none.
    public var next: RoundState? { round.state.onward }
}

extension Registry {
    /// The rounds that go on where a viewer works, the newest first: all that are neither published nor cancelled, and those
    /// after publication about which a complaint is open. However many they are, the statements are as many.
    ///
    /// - Parameter limit: of rounds.
    public func roundsAtWork(limit: Int = 50, as viewer: Viewer) async throws -> [RoundAtWork] {
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
            let counts = try session.counts(ofRounds: rounds.map(\.id))
            let missing = try session.missing(in: rounds, as: viewer)
            return rounds.map { round in
                let counts = counts[round.id] ?? RoundCounts()
                return RoundAtWork(
                    round: round, entries: counts.entries,
                    awardsWithoutCertificate: counts.awardsWithoutCertificate,
                    openComplaints: counts.openComplaints, missing: missing[round.id] ?? [])
            }
        }
    }
}

extension Session {
    /// What is missing for judging and for deciding, of the rounds whose tally the viewer may read.
    fileprivate func missing(in rounds: [RoundRecord], as viewer: Viewer) throws -> [Int64: [Violation]] {
        guard viewer.may(.tallyRead) else { return [:] }
        let asked = rounds.filter { $0.state == .open || $0.state == .closed }
        let told = Set(
            try values(
                "SELECT r.round_id FROM round r"
                    + SQL.matching(
                        viewer.reach(.tallyRead).rounds("r"), "r.round_id = ANY (\(asked.map(\.id)))"),
                as: Int64.self))
        let open = asked.filter { told.contains($0.id) && $0.state == .open }
        let closed = asked.filter { told.contains($0.id) && $0.state == .closed }.map(\.id)
        let rules = try rules(ofRounds: open.map(\.id) + closed)
        let rosters = try rosters(of: open)
        let votes = try votes(ofRounds: closed)
        var missing: [Int64: [Violation]] = [:]
        for round in open {
            guard let rules = rules[round.id], let roster = rosters[round.id] else { continue }
            missing[round.id] = roster.missingForJudging(rules)
        }
        for id in closed {
            guard let rules = rules[id] else { continue }
            missing[id] = (votes[id] ?? DecisionVotes(list: nil, entries: [:])).violations([], rules: rules)
        }
        return missing
    }
}
