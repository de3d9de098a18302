import Postgres
public import RuralIndustry

/// What an amending decision changed, entry by entry.
public struct AmendmentReport: Sendable {
    /// The number of the act that it followed: the round's decision, or what amended it last.
    public let amends: String
    /// In the order of the file.
    public let lines: [Line]
    /// What a council would want to explain.
    public let warnings: [Violation]
    /// The act as it is recorded: what was left out is filled in.
    public let act: DecisionRecord
    /// Stands for all of it and for what it rests on, as `DecisionReport.digest`.
    public let digest: String

    public struct Line: Hashable, Sendable {
        public let change: DecisionAmendment.Change
        public let productName: String
        /// What the act says of this entry, or why it amends at all.
        public let reason: String
        /// The certificate that is revoked with the award.
        public let revoked: String?
    }
}

extension Registry {
    /// Amends the decision of a round by a further act (quyết định sửa đổi, bổ sung hoặc huỷ bỏ một phần): records what it says of
    /// the entries that change, withdraws their awards and gives others, all or none. Earlier acts stay as they are. The
    /// certificate of a withdrawn award is revoked by the same act on its day.
    ///
    /// - Parameters:
    ///   - rows: only the entries that change.
    ///   - base: the number of the act whose differences somebody has looked at; refused if another act came since.
    ///   - shown: `AmendmentReport.digest` of what somebody looked at before; refused as `preview-changed` if it would be
    ///     something else now. Nil: nobody did.
    /// - Throws: what `DecisionAmendment`, the votes and the revocations say; `round-state` if there is no decision yet,
    ///   `decision-moved`, `decision-number-taken`, `amendment-day`.
    public func amendDecision(
        ofRound id: Int64, act: DecisionAct, because reason: String, rows: [DecisionRow], base: String? = nil,
        shown: String? = nil, as viewer: Viewer, today: Day, dryRun: Bool = false
    ) async throws -> AmendmentReport {
        let act = try act.bounded()
        let reason = try BoundedText.short(reason, column: "because")
        return try await change(
            .roundDecide, of: .one("round", id: id), because: reason, as: viewer, dryRun: dryRun
        ) { session in
            let round = try session.roundForChange(id)
            try session.requireState(
                round, [.decided, .published],
                to: Bilingual(vi: "sửa đổi quyết định", en: "amend the decision"))
            let acts = try session.decisions(ofRound: id)
            guard let last = acts.last else {
                throw PostgresError.misuse("round \(id) is decided without a decision")
            }
            try act.check(against: acts, base: base, today: today)
            let standing = try session.standingLines(ofRound: id)
            let entries = try session.entries(ofRound: id)
            let live = try session.resultVersion(ofRound: id)
            let version = live?.version ?? 1
            let rules = try session.rules(ofRound: id)
            let tally = try session.tally(of: round, seed: live?.seed, version: version).tally
            let amendment = try DecisionAmendment(
                rows: rows, standing: standing.map(\.row), entries: entries.map(\.forDecision),
                tally: tally.lines, rules: rules)
            try Refusal.throwIfAny(try session.votes(ofRound: id).violations(amendment.rows, rules: rules))

            let old = Dictionary(uniqueKeysWithValues: standing.map { ($0.row.entry, $0) })
            let withdrawn = amendment.changes.filter(\.withdrawsAward).compactMap { old[$0.entry] }
            try session.revokeCertificates(of: withdrawn, by: act, because: reason, as: viewer)
            let giver = try AwardGiver(
                round: round, act: act, amendment: ((last.amendment ?? 0) + 1, reason), entries: entries,
                resultVersion: version, in: session)
            try session.execute(
                """
                INSERT INTO award_withdrawal (award_id, decision_id)
                SELECT DISTINCT award, \(giver.decisionID) FROM unnest(\(withdrawn.compactMap(\.award))) AS award
                """)
            try giver.give(amendment.plan, in: session)
            for change in amendment.changes where change.keepsAward {
                try giver.reword(change.after, award: old[change.entry]?.award, in: session)
            }
            let byCode = Dictionary(uniqueKeysWithValues: entries.map { ($0.code, $0) })
            let lines = amendment.changes.map {
                AmendmentReport.Line(
                    change: $0, productName: byCode[$0.entry]?.productName ?? "",
                    reason: $0.after.reason ?? reason,
                    revoked: $0.withdrawsAward ? old[$0.entry]?.certificate : nil)
            }
            let warnings =
                amendment.warnings
                + (try session.reliances(on: withdrawn.compactMap(\.award)).map(\.violation))
            let record = try session.decision(giver.decisionID)
            var seen = SeenAct(record, on: tally, warnings: warnings)
            for line in lines {
                let entry = byCode[line.change.entry]
                for row in [line.change.before, line.change.after] {
                    seen.add(row, product: entry?.productName, establishment: entry?.establishmentName)
                }
                seen.add([line.revoked])
            }
            try seen.require(shown)
            return AmendmentReport(
                amends: last.number, lines: lines, warnings: warnings, act: record, digest: seen.digest)
        }
    }
}

extension DecisionAct {
    /// Everything that keeps the act from following the others.
    fileprivate func check(against acts: [DecisionRecord], base: String?, today: Day) throws(Refusal) {
        guard let last = acts.last else { return }
        var violations: [Violation] = []
        if let base, base != last.number { violations.append(.decisionMoved(from: base, to: last.number)) }
        if acts.contains(where: { $0.number == number }) {
            violations.append(
                Violation(
                    "decision-number-taken", vi: "kỳ bình chọn đã có quyết định số \(number)",
                    en: "the round has a decision \(number) already", at: Place(column: "number")))
        }
        if decidedOn < last.decidedOn || decidedOn > today {
            violations.append(
                Violation(
                    "amendment-day",
                    vi:
                        "ngày quyết định sửa đổi phải từ ngày \(last.decidedOn.vietnamese) của quyết định \(last.number) đến hôm nay, không phải \(decidedOn.vietnamese)",
                    en:
                        "an amending decision is of a day from decision \(last.number) of \(last.decidedOn.iso) to today, not of \(decidedOn.iso)",
                    at: Place(column: "date")))
        }
        try Refusal.throwIfAny(violations)
    }
}

extension Session {
    /// Revokes what was issued for awards that an act withdraws. Who amends without being allowed to revoke is refused.
    fileprivate func revokeCertificates(
        of lines: [StandingLine], by act: DecisionAct, because reason: String, as viewer: Viewer
    ) throws {
        var violations: [Violation] = []
        for number in Set(lines.compactMap(\.certificate)).sorted() {
            let certificate = try certificate(number: number)
            try viewer.require(.certificateRevoke)
            try requireGiven(certificate.awardID, .certificateRevoke, as: viewer)
            do {
                try revoke(certificate, by: act.number, on: act.decidedOn, because: reason)
            } catch let refusal as Refusal {
                violations += refusal.violations
            }
        }
        try Refusal.throwIfAny(violations)
    }
}

extension Violation {
    fileprivate static func decisionMoved(from base: String, to last: String) -> Violation {
        Violation(
            "decision-moved",
            vi:
                "quyết định \(base) vừa được sửa đổi bởi \(last), bảng so sánh không còn đúng; hãy xem lại rồi mới ghi",
            en: "decision \(base) was just amended by \(last), and what was shown is out of date; look again")
    }
}
