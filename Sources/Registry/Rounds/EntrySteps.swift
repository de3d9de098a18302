import Postgres
public import RuralIndustry

extension Registry {
    /// Moves entries to another state: all of the codes or none. Accepting needs a complete entry; refusing and withdrawing
    /// need a reason.
    public func moveEntries(
        round id: Int64, codes: [String], to state: EntryState, because reason: String?, as viewer: Viewer
    ) async throws -> Int {
        let needsReason = [.withdrawn, .rejected].contains(state)
        let reason =
            try needsReason
            ? BoundedText.short(reason ?? "", column: "reason")
            : BoundedText.optional(reason, column: "reason")
        return try await change(.entryStep, of: .one("round", id: id), because: reason, as: viewer) {
            try $0.moveEntries(round: id, codes: codes, to: state, because: reason)
        }
    }
}

extension Registry {
    /// Moves one entry: accepts it, asks for what is missing, refuses it, or takes it back at its maker's wish. All but accepting needs
    /// a reason.
    ///
    /// Violations: `unknown-entry`, `stale-version`, `entry-transition`, `round-state`.
    ///
    /// - Parameters:
    ///   - version: of the entry, as whoever moves it read it.
    ///   - once: keeps the entry's code.
    public func moveEntry(
        _ code: String, ofRound id: Int64, to state: EntryState, version: VersionMatch = .any,
        because reason: String?, as viewer: Viewer, dryRun: Bool = false, once: OneRequest<EntryRecord>? = nil
    ) async throws -> EntryRecord {
        let reason =
            try state == .accepted
            ? BoundedText.optional(reason, column: "reason")
            : BoundedText.short(reason ?? "", column: "reason")
        return try await change(
            .entryStep, of: .one("round", id: id), because: reason, as: viewer, dryRun: dryRun, once: once
        ) { session in
            _ = try session.roundForChange(id)
            let entry = try session.entry(code, ofRound: id)
            try version.require(entry.version)
            do throws(Violation) {
                try entry.state.check(movingTo: state)
            } catch {
                throw Refusal(error)
            }
            _ = try session.moveEntries(round: id, codes: [code], to: state, because: reason)
            return try session.entry(code, ofRound: id)
        }
    }
}

extension Session {
    /// Moves entries as the state of the round lets them, whoever asks: all or none.
    func moveEntries(round id: Int64, codes: [String], to state: EntryState, because reason: String?) throws
        -> Int
    {
        let needsReason = [.withdrawn, .rejected].contains(state)
        let round = try roundForChange(id)
        try requireState(
            round,
            needsReason ? [.draft, .open, .judging] : [.draft, .open],
            to: Bilingual(vi: "thay đổi hồ sơ", en: "change entries"))
        let found = try query(
            "SELECT code, state FROM entry WHERE round_id = \(id) AND code = ANY (\(codes))"
        ) {
            (code: try $0("code", as: String.self), state: try $0("state", as: EntryState.self))
        }
        let known = Dictionary(uniqueKeysWithValues: found.map { ($0.code, $0.state) })
        try Refusal.throwIfAny(
            codes.compactMap { code in
                guard let current = known[code] else { return .unknownEntry(code, round: id) }
                do throws(Violation) {
                    if current != state { try current.check(movingTo: state) }
                    return nil
                } catch {
                    return error
                }
            })
        if state == .accepted { try pinPapers(ofRound: id, entries: codes) }
        return try execute(
            """
            UPDATE entry SET state = \(state), state_reason = \(reason), version = version + 1
            WHERE round_id = \(id) AND code = ANY (\(codes)) AND state <> \(state)
            """)
    }
}

extension Violation {
    static func unknownEntry(_ code: String, round id: Int64) -> Violation {
        let mistyped = code.count == 6 && code.allSatisfy(\.isNumber) && !EntryCode.hasValidCheckDigit(code)
        return mistyped
            ? Violation(
                "entry-code-check-digit",
                vi: "mã số bình chọn “\(code)” sai chữ số kiểm tra; hãy đối chiếu với phiếu",
                en: "entry code “\(code)” has a wrong check digit; compare it with the sheet")
            : Violation(
                "unknown-entry", vi: "kỳ bình chọn \(id) không có mã số bình chọn “\(code)”",
                en: "round \(id) has no entry “\(code)”")
    }
}
