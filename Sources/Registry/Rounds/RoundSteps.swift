import Evidence
import Postgres
public import RuralIndustry

extension Registry {
    /// draft → open: entries may be filed.
    ///
    /// - Parameters:
    ///   - version: of the round, as whoever opens it read it.
    ///   - once: keeps the round's number.
    public func openRound(
        _ id: Int64, version: VersionMatch = .any, as viewer: Viewer, dryRun: Bool = false,
        once: OneRequest<RoundRecord>? = nil
    ) async throws -> RoundRecord {
        try await step(id, to: .open, version: version, as: viewer, dryRun: dryRun, once: once) { _, _ in [] }
    }

    /// open → judging: refused with the list of what is missing in entries, council and panel.
    ///
    /// - Parameters:
    ///   - version: of the round, as whoever starts it read it.
    ///   - once: keeps the round's number.
    public func startJudging(
        _ id: Int64, version: VersionMatch = .any, as viewer: Viewer, on day: Day? = nil,
        dryRun: Bool = false,
        once: OneRequest<RoundRecord>? = nil
    ) async throws -> RoundRecord {
        try await step(id, to: .judging, version: version, as: viewer, dryRun: dryRun, once: once) {
            session, round in
            let rules = try session.rules(ofRound: id)
            try session.recordSameUnitConflicts(of: round, rules: rules, on: day ?? round.heldOn)
            return try session.roster(of: round).missingForJudging(rules)
        }
    }

    /// decided → published: everybody may read the result.
    public func publishRound(_ id: Int64, as viewer: Viewer) async throws -> RoundRecord {
        try await step(id, to: .published, as: viewer) { _, _ in [] }
    }

    /// Ends a round that has no decision yet, by an act of its authority.
    public func cancelRound(
        _ id: Int64, act: String, on day: Day, because reason: String, as viewer: Viewer
    ) async throws -> RoundRecord {
        let act = try BoundedText.short(act, column: "number")
        let reason = try BoundedText.short(reason, column: "reason")
        return try await change(.roundCancel, of: .one("round", id: id), because: reason, as: viewer) {
            session in
            let round = try session.roundForChange(id)
            try round.requireStep(to: .cancelled)
            try session.execute(
                """
                UPDATE round SET state = 'cancelled', cancel_number = \(act), cancel_date = \(day),
                  cancel_reason = \(reason), version = version + 1
                WHERE round_id = \(id)
                """)
            return try session.round(id)
        }
    }

    /// judging → closed: refused with the list of what is missing; the tally is computed and kept as the result.
    ///
    /// - Parameters:
    ///   - seed: for draws between equal totals; its source was fixed before judging.
    ///   - membersPresent: council members at the meeting, where the plan has a quorum and no meeting of today is recorded.
    ///   - shown: `RoundTally.digest` of the result that somebody looked at before; refused as `result-changed` if it would be
    ///     another one now. Nil: nobody did.
    ///   - version: of the round, as whoever closes it read it.
    ///   - once: keeps the round's number.
    public func closeRound(
        _ id: Int64, seed: String? = nil, membersPresent: Int? = nil, shown: String? = nil,
        version: VersionMatch = .any, as viewer: Viewer, today: Day, dryRun: Bool = false,
        once: OneRequest<RoundTally>? = nil
    ) async throws -> RoundTally {
        try await change(.roundStep, of: .one("round", id: id), as: viewer, dryRun: dryRun, once: once) {
            session in
            let round = try session.roundForChange(id)
            try version.require(round.version)
            try round.requireStep(to: .closed)
            let rules = try session.rules(ofRound: id)
            let marks = try session.marks(ofRound: id)
            let meeting = try session.meeting(ofRound: id, on: today)
            try Refusal.throwIfAny(
                try session.roster(of: round).missingForClosing(
                    rules, marks: marks, membersPresent: membersPresent,
                    recordedPresent: meeting?.present.count) + session.sheetsMissingForClosing(round, rules))
            var result = try session.tally(of: round, seed: seed)
            if let shown, shown != result.digest { throw Refusal(.resultChanged) }
            try session.keep(result, seed: seed, on: today)
            try session.execute(
                """
                UPDATE round SET state = 'closed', members_present = \(meeting?.present.count ?? membersPresent),
                  version = version + 1
                WHERE round_id = \(id)
                """)
            try session.requireRecomputed(round: id)
            try session.keepParts(of: result, seed: seed)
            result.round = try session.round(id)
            return result
        }
    }

    private func step(
        _ id: Int64, to state: RoundState, version: VersionMatch = .any, as viewer: Viewer,
        dryRun: Bool = false,
        once: OneRequest<RoundRecord>? = nil,
        missing: @escaping @Sendable (Session, RoundRecord) throws -> [Violation]
    ) async throws -> RoundRecord {
        try await change(.roundStep, of: .one("round", id: id), as: viewer, dryRun: dryRun, once: once) {
            session in
            let round = try session.roundForChange(id)
            try version.require(round.version)
            try round.requireStep(to: state)
            try Refusal.throwIfAny(try missing(session, round))
            try session.execute(
                "UPDATE round SET state = \(state), version = version + 1 WHERE round_id = \(id)")
            return try session.round(id)
        }
    }
}

extension Violation {
    fileprivate static let resultChanged = Violation(
        "result-changed",
        vi: "sau khi xem, điểm hoặc hồ sơ đã thay đổi nên kết quả không còn như đã xem; hãy xem lại rồi khóa",
        en:
            "marks or entries changed after it was looked at, and the result is not what was shown; look again"
    )
}

extension RoundRecord {
    fileprivate func requireStep(to next: RoundState) throws {
        do throws(Violation) {
            try state.check(movingTo: next)
        } catch {
            throw Refusal(error)
        }
    }
}

extension Session {
    fileprivate func keep(_ result: RoundTally, seed: String?, on day: Day) throws {
        let round = result.round.id
        let hash = SHA256Digest(of: Array(result.tally.canonicalLines.utf8))
        try execute(
            """
            INSERT INTO result (round_id, closed_on, stage, marks, seed, lines_sha256)
            VALUES (\(round), \(day), \(result.rules.resultStageName), \(result.marks.count), \(seed),
              \(Bytes(hash.bytes)))
            """)
        try execute(
            """
            INSERT INTO result_line (round_id, entry_id, ordinal, total, shown, rank, eligible, judges, reason)
            SELECT \(round), e.entry_id, l.ordinal - 1, l.total, l.shown, l.rank, l.eligible, l.judges, l.reason
            FROM
            """ + result.tally.rows + " JOIN entry e ON e.round_id = \(round) AND e.code = l.code")
    }
}

extension Tally {
    /// The lines as the rows of a statement: `l (code, total, shown, rank, eligible, judges, reason, ordinal)`.
    var rows: SQL {
        """
         unnest(\(lines.map(\.entry)), \(lines.map { $0.total?.description }), \(lines.map(\.shown)), \(lines.map(\.rank)),
          \(lines.map(\.eligible)), \(lines.map(\.judges)), \(lines.map { $0.reason?.rawValue }))
          WITH ORDINALITY AS l (code, total, shown, rank, eligible, judges, reason, ordinal)
        """
    }
}
