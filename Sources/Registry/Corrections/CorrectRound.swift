import Evidence
import Postgres
public import RuralIndustry

/// The act by which a result is corrected.
public struct CorrectionAct: Sendable {
    public var number: String
    public var correctedOn: Day
    public var reason: String
    /// The complaint that it follows from.
    public var complaint: Int64?
    /// For draws between equal totals; nil: the one that the round was closed with.
    public var seed: String?

    public init(
        number: String, correctedOn: Day, because reason: String, complaint: Int64? = nil, seed: String? = nil
    ) {
        self.number = number
        self.correctedOn = correctedOn
        self.reason = reason
        self.complaint = complaint
        self.seed = seed
    }
}

/// What a correction changes, line by line.
public struct CorrectionReport: Sendable {
    /// The version of the result that it started from.
    public let base: Int
    /// One for every entry, in the order of the corrected result.
    public let lines: [Line]
    /// Stands for all of it: the same for a trial and for what is recorded only where nothing changed between.
    public let digest: String

    public struct Line: Hashable, Sendable {
        public let difference: ResultDifference
        /// The certificate that was issued for the entry's award and is not revoked; it is never revoked from here.
        public let certificate: String?
    }
}

extension Registry {
    /// Makes the next version of a closed result from corrected marks: all or none. The marks, the earlier versions and their
    /// bundles stay as they are. Where the round is decided already, what the correction calls for is told line by line and not
    /// done: awards are given and taken by a decision of the authority alone.
    ///
    /// - Parameters:
    ///   - base: the version whose differences somebody has looked at; refused if another correction came since.
    ///   - shown: `CorrectionReport.digest` of what somebody looked at before; refused as `preview-changed` if it would be
    ///     something else now. Nil: nobody did.
    /// - Throws: for all rows that are wrong what `CorrectedMarks` and the tally say, `unknown-judge`, `judge-not-assigned`.
    public func correctRound(
        _ id: Int64, act: CorrectionAct, corrections: [MarkCorrection], base: Int? = nil,
        shown: String? = nil,
        as viewer: Viewer, today: Day, dryRun: Bool = false
    ) async throws -> CorrectionReport {
        let number = try BoundedText.short(act.number, column: "number")
        let reason = try BoundedText.paragraphs(act.reason, column: "because")
        return try await change(
            .roundCorrect, of: .one("round", id: id), because: reason, as: viewer, dryRun: dryRun
        ) { session in
            let round = try session.roundForChange(id)
            try session.requireState(
                round, [.closed, .decided, .published],
                to: Bilingual(vi: "sửa kết quả", en: "correct a result"))
            guard let live = try session.resultVersion(ofRound: id) else { throw Refusal(.noResult(id)) }
            if let base, base != live.version { throw Refusal(.resultMoved(from: base, to: live.version)) }
            try act.requireDay(after: live, today: today)
            try act.complaint.map { try session.requireCorrectable($0, round: id) }
            try session.requirePanel(of: id, corrections)
            let seed = try BoundedText.optional(act.seed, column: "seed") ?? live.seed
            let before = try session.tally(of: round, seed: live.seed, version: live.version)
            let after = try session.corrected(before, by: corrections, seed: seed)
            let report = try session.report(
                before.tally, after.tally, round: id, base: live.version, rules: before.rules, shown: shown)
            let kept = try KeptCorrection(
                of: after, version: live.version + 1, number: number, day: act.correctedOn, reason: reason,
                complaint: act.complaint, seed: seed, in: session)
            try kept.write(corrections, in: session)
            try session.requireRecomputed(round: id, version: kept.version)
            try session.keepCorrectedParts(of: after, seed: seed, version: kept.version, correction: kept.id)
            return report
        }
    }
}

extension CorrectionAct {
    /// Refuses a day that is to come, and one on which the result that is corrected was not there yet: notices, and with them the
    /// term for complaints, run from the day of the act.
    fileprivate func requireDay(after live: ResultVersionRecord, today: Day) throws {
        if correctedOn > today {
            throw Refusal(
                Violation(
                    "correction-day", vi: "ngày \(correctedOn.vietnamese) chưa đến",
                    en: "\(correctedOn.iso) is in the future", at: Place(column: "date")))
        }
        if correctedOn < live.madeOn {
            throw Refusal(
                Violation(
                    "correction-day",
                    vi:
                        "không thể sửa ngày \(correctedOn.vietnamese) kết quả có từ ngày \(live.madeOn.vietnamese) (bản \(live.version))",
                    en:
                        "version \(live.version) of the result is of \(live.madeOn.iso): it cannot be corrected on \(correctedOn.iso)",
                    at: Place(column: "date")))
        }
    }
}

extension Session {
    /// Only judges of the round mark, where judges were drawn only those and who took their seats; they may have left the panel
    /// since.
    fileprivate func requirePanel(of id: Int64, _ corrections: [MarkCorrection]) throws {
        let earlier = try earlierHolders(inRound: id)
        let drawn = try assignment(ofRound: id).map { $0.mapValues(Set.init) }
        try Refusal.throwIfAny(
            corrections.compactMap { correction in
                let place = Place(row: correction.row, column: "judge")
                guard let before = earlier[correction.judge] else {
                    return Violation.unknownJudge(correction.judge).at(place)
                }
                guard correction.action == .add, let drawn,
                    drawn[correction.entry]?.isDisjoint(with: before.union([correction.judge])) != false
                else { return nil }
                return Violation(
                    "judge-not-assigned",
                    vi: "giám khảo \(correction.judge) không được phân công chấm \(correction.entry)",
                    en: "judge \(correction.judge) was not drawn for \(correction.entry)", at: place)
            })
    }

    /// Every judge of a round, with who held the seat before.
    fileprivate func earlierHolders(inRound id: Int64) throws -> [String: Set<String>] {
        Dictionary(
            uniqueKeysWithValues: try query(
                """
                SELECT j.code, ARRAY(SELECT p.code FROM seat_before(j.judge_id) AS s (id)
                  JOIN judge p ON p.judge_id = s.id) AS earlier
                FROM judge j WHERE j.round_id = \(id)
                """
            ) { (try $0("code", as: String.self), Set(try $0("earlier", as: [String].self))) })
    }

    /// A complaint of the round that was not turned down.
    fileprivate func requireCorrectable(_ id: Int64, round: Int64) throws {
        let complaint = try complaint(id)
        guard complaint.roundID == round, complaint.state != .withdrawn, complaint.finding != .rejected else {
            throw Refusal(
                Violation(
                    "complaint-not-upheld",
                    vi: "khiếu nại \(id) không thuộc kỳ bình chọn \(round), đã rút hoặc không được chấp nhận",
                    en: "complaint \(id) is not of round \(round), was withdrawn or was rejected",
                    at: Place(column: "complaint")))
        }
    }

    fileprivate func corrected(
        _ before: RoundTally, by corrections: [MarkCorrection], seed: String?
    ) throws -> RoundTally {
        let marks = try CorrectedMarks(
            corrections, over: before.marks, rules: before.rules, barred: try barred(inRound: before.round.id)
        ).marks
        try requireSheetsLeft(marks, round: before.round.id, rules: before.rules)
        try requireOneVoice(corrections, marks, round: before.round.id, rules: before.rules)
        let tally = try Tally(
            of: marks, entries: try competing(inRound: before.round.id), rules: before.rules,
            seed: seed.map { Array($0.utf8) }, sha256: Tally.sha256)
        return RoundTally(round: before.round, rules: before.rules, marks: marks, tally: tally)
    }

    /// A sheet of several versions keeps a mark in its last one: else an earlier version would look like the one that counts.
    private func requireSheetsLeft(_ marks: [Mark], round id: Int64, rules: Rules) throws {
        let left = Set(marks.map { [$0.entry, $0.judge, rules.stages.isEmpty ? nil : $0.stage] })
        let reopened = try query(
            """
            SELECT DISTINCT e.code AS entry, j.code AS judge, v.stage
            FROM sheet_version v JOIN entry e USING (entry_id) JOIN judge j USING (judge_id)
            WHERE v.round_id = \(id) AND v.version > 1 AND e.state = 'accepted' ORDER BY 1, 2, 3
            """
        ) {
            (
                entry: try $0("entry", as: String.self), judge: try $0("judge", as: String.self),
                stage: try $0("stage", as: String.self)
            )
        }
        try Refusal.throwIfAny(
            reopened.filter { !left.contains([$0.entry, $0.judge, rules.stages.isEmpty ? nil : $0.stage]) }
                .map {
                    Violation(
                        "correction-empties-sheet",
                        vi:
                            "phiếu của \($0.judge) cho \($0.entry) đã nộp nhiều lần, không loại hết điểm được; hãy thay điểm bằng lý do không có điểm, ví dụ spoiled",
                        en:
                            "the sheet of \($0.judge) for \($0.entry) has several versions and cannot lose every mark; put a reason of absence in their place, such as spoiled",
                        at: Place(column: "action"))
                })
    }

    /// Of the judges who held a seat one after the other, one alone has values of an entry that count.
    private func requireOneVoice(
        _ corrections: [MarkCorrection], _ marks: [Mark], round id: Int64, rules: Rules
    ) throws {
        let earlier = try earlierHolders(inRound: id)
        guard earlier.values.contains(where: { !$0.isEmpty }) else { return }
        func sheet(_ entry: String, _ stage: String?) -> [String?] {
            [entry, rules.stages.isEmpty ? nil : stage ?? rules.resultStage]
        }
        var voices: [[String?]: Set<String>] = [:]
        for mark in marks where mark.content.value != nil && !mark.isInConflict {
            voices[sheet(mark.entry, mark.stage), default: []].insert(mark.judge)
        }
        try Refusal.throwIfAny(
            corrections.compactMap { correction in
                let judge = correction.judge
                guard correction.content?.value != nil,
                    let other = voices[sheet(correction.entry, correction.stage)]?.sorted().first(where: {
                        earlier[judge]?.contains($0) == true || earlier[$0]?.contains(judge) == true
                    })
                else { return nil }
                return Violation(
                    "seat-marked-already",
                    vi:
                        "\(judge) và \(other) giữ cùng một vị trí giám khảo: điểm của \(other) cho \(correction.entry) đang được tính; hãy loại (exclude) trong cùng tệp nếu điểm của \(judge) mới là điểm đúng",
                    en:
                        "\(judge) and \(other) held the same seat: marks of \(other) for \(correction.entry) count; take them out (exclude) in the same file if those of \(judge) are the right ones",
                    at: Place(row: correction.row, column: "judge"))
            })
    }

    fileprivate func report(
        _ before: Tally, _ after: Tally, round id: Int64, base: Int, rules: Rules, shown: String?
    ) throws -> CorrectionReport {
        let decided = try query(
            """
            SELECT e.code, l.recognised,
              (SELECT c.number FROM certificate c LEFT JOIN revocation v USING (certificate_id)
                WHERE c.award_id = l.award_id AND v.certificate_id IS NULL
                  AND \(StandingCertificate.condition("c"))) AS certificate
            FROM standing_lines(\(id)) l JOIN entry e USING (entry_id)
            """
        ) {
            (
                entry: try $0("code", as: String.self), isRecognised: try $0("recognised", as: Bool.self),
                certificate: try $0("certificate", as: String?.self)
            )
        }
        let certificates = Dictionary(decided.map { ($0.entry, $0.certificate) }) { first, _ in first }
        let recognised = decided.isEmpty ? nil : Set(decided.filter(\.isRecognised).map(\.entry))
        let lines = ResultDifference.between(
            before.lines, after.lines, recognised: recognised,
            isWithinGroups: rules.scoring.rankWithin == .group
        ).map { CorrectionReport.Line(difference: $0, certificate: certificates[$0.entry] ?? nil) }
        let seen = SeenAct(before, becoming: after, lines)
        try seen.require(shown)
        return CorrectionReport(base: base, lines: lines, digest: seen.digest)
    }
}

/// A correction as the tables have it.
private struct KeptCorrection {
    let id: Int64
    let version: Int
    private let result: RoundTally
    private let reason: String

    /// Writes the act and the lines' hash.
    init(
        of result: RoundTally, version: Int, number: String, day: Day, reason: String, complaint: Int64?,
        seed: String?, in session: Session
    ) throws {
        self.result = result
        self.version = version
        self.reason = reason
        id = try session.nextID(of: "result_correction")
        let hash = SHA256Digest(of: Array(result.tally.canonicalLines.utf8))
        try session.execute(
            """
            INSERT INTO result_correction (result_correction_id, round_id, version, number, corrected_on, reason,
              complaint_id, stage, marks, seed, lines_sha256)
            VALUES (\(id), \(result.round.id), \(version), \(number), \(day), \(reason), \(complaint),
              \(result.rules.resultStageName), \(result.marks.count), \(seed), \(Bytes(hash.bytes)))
            """)
    }

    func write(_ corrections: [MarkCorrection], in session: Session) throws {
        for correction in corrections {
            let (value, absence): (ExactDecimal?, Absence?) =
                switch correction.content {
                case .value(let value)?: (value, nil)
                case .none(let absence)?: (nil, absence)
                case nil: (nil, nil)
                }
            try session.execute(
                """
                INSERT INTO mark_correction (result_correction_id, round_id, version, entry_id, stage, judge_id, leaf,
                  product_group, action, value, absence, reason)
                SELECT \(id), \(result.round.id), \(version), e.entry_id,
                  \(correction.stage ?? result.rules.resultStage ?? MarkBoard.onlyStage), j.judge_id,
                  \(correction.criterion), e.product_group, \(correction.action.rawValue), \(value), \(absence),
                  \(correction.reason ?? reason)
                FROM entry e JOIN judge j USING (round_id)
                WHERE e.round_id = \(result.round.id) AND e.code = \(correction.entry) AND j.code = \(correction.judge)
                """)
        }
        try session.execute(
            """
            INSERT INTO corrected_line (result_correction_id, entry_id, ordinal, total, shown, rank, eligible, judges,
              reason)
            SELECT \(id), e.entry_id, l.ordinal - 1, l.total, l.shown, l.rank, l.eligible, l.judges, l.reason
            FROM
            """ + result.tally.rows + " JOIN entry e ON e.round_id = \(result.round.id) AND e.code = l.code")
    }
}

extension Violation {
    fileprivate static func noResult(_ round: Int64) -> Violation {
        Violation(
            "no-result", vi: "kỳ bình chọn \(round) chưa có kết quả", en: "round \(round) has no result yet")
    }

    fileprivate static func resultMoved(from base: Int, to live: Int) -> Violation {
        Violation(
            "result-moved",
            vi: "kết quả vừa được sửa thành bản \(live), bảng so sánh là với bản \(base); hãy xem lại",
            en:
                "the result became version \(live), the differences were shown against version \(base); look again"
        )
    }
}
