public import Evidence
import Postgres
public import RuralIndustry

/// A signed checkpoint as it was kept outside, with the key that signed it.
public struct KeptCheckpoint: Hashable, Sendable {
    public let checkpoint: Checkpoint
    public let keyName: String

    public init(_ checkpoint: Checkpoint, keyName: String) {
        self.checkpoint = checkpoint
        self.keyName = keyName
    }
}

extension Registry {
    /// The minutes of a closed round, made from its records: the same again as long as these are the same.
    ///
    /// Products and establishments are named if the round is published or the viewer may read its entries anyhow.
    ///
    /// - Parameters:
    ///   - checkpoint: the last one kept outside, to be printed; it must cover this result.
    ///   - codesOnly: names no entrant in any case.
    /// - Throws: `IntegrityFailure` if records were altered since closing, or if the checkpoint is not of this registry.
    public func minutes(
        ofRound id: Int64, checkpoint: KeptCheckpoint? = nil, codesOnly: Bool = false, as viewer: Viewer
    ) async throws -> RoundMinutes {
        try await read(.minutesRead, of: .one("round", id: id), as: viewer) { session in
            let round = try session.round(id)
            try session.requireState(
                round, [.closed, .decided, .published],
                to: Bilingual(vi: "lập biên bản", en: "draw up minutes")
            )
            let mayName = try session.mayLearnEntrants(of: round, as: viewer)
            return try MinuteTaker(round, mayName: mayName, codesOnly: codesOnly, in: session)
                .minutes(printing: checkpoint)
        }
    }
}

/// Collects what minutes say.
private struct MinuteTaker {
    private let session: Session
    private let round: RoundRecord
    private let rules: Rules
    private let result: RoundTally
    /// The version that the decision rests on, else the live one.
    private let version: ResultVersionRecord
    private let versions: [ResultVersionRecord]
    private let closedOn: Day
    /// The viewer may know whose products the entries are.
    private let mayName: Bool
    private let namesEntrants: Bool

    init(_ round: RoundRecord, mayName: Bool, codesOnly: Bool, in session: Session) throws {
        self.session = session
        self.round = round
        self.mayName = mayName
        namesEntrants = mayName && !codesOnly
        rules = try session.rules(ofRound: round.id)
        versions = try session.resultVersions(ofRound: round.id)
        let decided =
            round.state == .closed
            ? nil
            : try session.value(
                "SELECT coalesce(max(result_version), 1) FROM decision WHERE round_id = \(round.id)",
                as: Int.self)
        guard let first = versions.first,
            let kept = versions.last(where: { $0.version == decided ?? $0.version })
        else {
            throw Refusal(.noBundle(round.id))
        }
        closedOn = first.madeOn
        version = kept
        result = try session.tally(of: round, seed: kept.seed, version: kept.version)
        let linesSHA256 = kept.linesSHA256
        guard SHA256Digest(of: Array(result.tally.canonicalLines.utf8)).hex == linesSHA256 else {
            throw IntegrityFailure(
                Violation(
                    "result-altered",
                    vi: "kết quả của kỳ bình chọn \(round.id) không còn như khi khóa điểm: dữ liệu đã bị sửa",
                    en: "the result of round \(round.id) is not what it was at closing: records were altered")
            )
        }
    }

    func minutes(printing kept: KeptCheckpoint?) throws -> RoundMinutes {
        let office = try session.authority(of: round, on: round.heldOn)
        var minutes = RoundMinutes(
            round: round.id, name: round.name, authority: office.authority.name, place: office.place,
            levelName: round.levelName, heldOn: round.heldOn, closedOn: closedOn,
            basis: RoundMinutes.Basis(
                regulation: rules.id, title: rules.title, legalBasis: rules.legalBasis,
                rulesSHA256: round.rulesSHA256),
            council: try council(), panel: try panel(), attendance: try attendance(),
            conflicts: try conflicts(), entries: try entries(), marks: try marks(), result: try lines(),
            decision: try decision(), evidence: try evidence(printing: kept), namesEntrants: namesEntrants)
        minutes.acts = try acts()
        minutes.meetings = try meetings()
        minutes.draw = try draw()
        minutes.corrections = versions.dropFirst().map {
            RoundMinutes.Correction(
                version: $0.version, number: $0.number ?? "", day: $0.madeOn,
                reason: namesEntrants ? $0.reason : nil,
                marks: $0.corrections, isIncluded: $0.version <= version.version)
        }
        return minutes
    }

    private func acts() throws -> [RoundMinutes.Act] {
        try session.acts(ofRound: round.id).map {
            RoundMinutes.Act(
                body: $0.body.name.vi, number: $0.number, day: $0.actedOn, authority: $0.authority)
        }
    }

    /// - Throws: `IntegrityFailure` if the draw does not come out again.
    private func draw() throws -> RoundMinutes.Draw? {
        let kept = try session.first(
            """
            SELECT assignment_draw_id, per_entry, seed, input IS NOT NULL AS has_input FROM assignment_draw
            WHERE assignment_draw_id = current_draw(\(round.id))
            """
        ) { row in
            (
                id: try row("assignment_draw_id", as: Int64.self),
                hasInput: try row("has_input", as: Bool.self),
                perEntry: try row("per_entry", as: Int.self), seed: try row("seed", as: String.self)
            )
        }
        return try kept.map {
            RoundMinutes.Draw(
                perEntry: $0.perEntry, seed: $0.seed,
                inputSHA256: $0.hasInput
                    ? try session.assignmentDraw($0.id, ofRound: round.id).inputSHA256 : nil)
        }
    }

    /// A day that was recorded again counts by its last record.
    private func meetings() throws -> [RoundMinutes.Meeting] {
        let votes = Dictionary(grouping: try session.recordedVotes(ofRound: round.id), by: \.meetingID)
        return try session.meetings(ofRound: round.id).filter(\.counts).map { meeting in
            RoundMinutes.Meeting(
                heldOn: meeting.heldOn, place: meeting.place, present: meeting.present,
                needed: meeting.needed,
                votes: (votes[meeting.id] ?? []).map {
                    RoundMinutes.Vote(
                        entry: $0.entry, inFavour: $0.vote.inFavour, against: $0.vote.against,
                        abstained: $0.vote.abstained, isAdopted: $0.vote.isAdopted)
                })
        }
    }

    // MARK: Seats

    private func council() throws -> [RoundMinutes.Seat] {
        try session.query(
            """
            SELECT name, role, position, member_from, member_to FROM council_member WHERE round_id = \(round.id)
            ORDER BY array_position(ARRAY['chair', 'standing-vice-chair', 'vice-chair', 'member', 'secretary'], role),
              council_member_id
            """
        ) {
            RoundMinutes.Seat(
                code: nil, name: try $0("name"), title: try $0("role", as: CouncilRole.self).name.vi,
                position: try $0("position"), from: try $0("member_from"), to: try $0("member_to"))
        }
    }

    private func panel() throws -> [RoundMinutes.Seat] {
        try session.query(
            """
            SELECT code, name, role, affiliation, member_from, member_to FROM judge WHERE round_id = \(round.id)
            ORDER BY array_position(ARRAY['head', 'deputy', 'judge'], role), code COLLATE "C"
            """
        ) {
            RoundMinutes.Seat(
                code: try $0("code"), name: try $0("name"), title: try $0("role", as: PanelRole.self).name.vi,
                position: try $0("affiliation"), from: try $0("member_from"), to: try $0("member_to"))
        }
    }

    private func attendance() throws -> RoundMinutes.Attendance {
        let quorum = rules.scoring.quorum
        let size: Int = try session.value(
            "SELECT count(*)::integer FROM council_member WHERE round_id = \(round.id) AND member_to IS NULL")
        return RoundMinutes.Attendance(
            membersPresent: round.membersPresent, membersNeeded: quorum.membersPresent?.needed(of: size),
            judgesNeededPerEntry: quorum.judgesPerEntry)
    }

    // MARK: What was left out

    private func conflicts() throws -> [RoundMinutes.Conflict] {
        try session.query(
            """
            SELECT j.code AS judge, c.source, c.reason, c.declared_on, a.actor,
              ARRAY(SELECT e.code FROM entry e WHERE e.round_id = c.round_id AND e.establishment_id = c.establishment_id
                ORDER BY e.code COLLATE "C") AS entries,
              (SELECT count(DISTINCT (m.entry_id, m.stage))::integer FROM mark m JOIN entry e USING (entry_id)
                WHERE m.judge_id = c.judge_id AND e.establishment_id = c.establishment_id) AS excluded_sheets
            FROM judge_conflict c JOIN judge j USING (judge_id) JOIN audit_event a ON a.audit_id = c.audit_id
            WHERE c.round_id = \(round.id) ORDER BY j.code COLLATE "C", entries, c.judge_conflict_id
            """
        ) { row in
            RoundMinutes.Conflict(
                judge: try row("judge"), source: try row("source", as: ConflictSource.self).name,
                reason: namesEntrants ? try row("reason") : nil, declaredOn: try row("declared_on"),
                recordedBy: try row("actor"), entries: try row("entries"),
                excludedSheets: try row("excluded_sheets", as: Int.self))
        }
    }

    private func entries() throws -> RoundMinutes.Entries {
        let others = try session.query(
            """
            SELECT code, state, state_reason FROM entry WHERE round_id = \(round.id) AND state <> 'accepted'
            ORDER BY code COLLATE "C"
            """
        ) {
            RoundMinutes.Entries.Other(
                code: try $0("code"), state: try $0("state"),
                reason: namesEntrants ? try $0("state_reason") : nil)
        }
        return RoundMinutes.Entries(filed: round.entries, accepted: round.accepted, others: others)
    }

    private func marks() throws -> RoundMinutes.Marks {
        let sheets = try session.bundledMarks(of: result, version: version.version)
        let writers = try sheetWriters()
        let lines = sheets.sheets.flatMap(\.marks)
        let hasStages = rules.stages.count > 1
        var marks = RoundMinutes.Marks(
            submitted: lines.count, counted: lines.count { $0.fate == BundledMarks.counted },
            excluded: Self.counts(lines),
            sheets: sheets.sheets.compactMap { sheet in
                let excluded = Self.counts(sheet.marks)
                guard !excluded.isEmpty else { return nil }
                let writer = writers[SheetKey(entry: sheet.entry, stage: sheet.stage, judge: sheet.judge)]
                return RoundMinutes.Marks.Sheet(
                    entry: sheet.entry, judge: sheet.judge, stage: hasStages ? sheet.stage : nil,
                    excluded: excluded, recordedBy: writer?.actor ?? "–", recordedOn: writer?.day ?? closedOn)
            })
        marks.untaken = try session.untakenPaper(ofRound: round.id, hasStages: hasStages)
        return marks
    }

    private struct SheetKey: Hashable {
        let entry: String
        let stage: String
        let judge: String
    }

    /// Who entered each sheet last, and on which day.
    private func sheetWriters() throws -> [SheetKey: (actor: String, day: Day)] {
        let rows = try session.query(
            """
            SELECT DISTINCT ON (m.entry_id, m.stage, m.judge_id) e.code AS entry, m.stage, j.code AS judge, a.actor,
              (a.recorded_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS day
            FROM mark m JOIN entry e USING (entry_id) JOIN judge j USING (judge_id)
              JOIN audit_event a ON a.audit_id = m.audit_id
            WHERE m.round_id = \(round.id) ORDER BY m.entry_id, m.stage, m.judge_id, m.audit_id DESC
            """
        ) {
            (
                SheetKey(entry: try $0("entry"), stage: try $0("stage"), judge: try $0("judge")),
                (actor: try $0("actor", as: String.self), day: try $0("day", as: Day.self))
            )
        }
        return Dictionary(rows, uniquingKeysWith: { first, _ in first })
    }

    /// By reason, the most frequent first.
    private static func counts(_ lines: [BundledMarks.Line]) -> [RoundMinutes.Marks.Count] {
        let fates = Dictionary(grouping: lines.filter { $0.fate != BundledMarks.counted }, by: \.fate)
        return fates.mapValues(\.count).sorted {
            $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key
        }
        .map { RoundMinutes.Marks.Count(reason: BundledMarks.name(ofFate: $0.key).vi, marks: $0.value) }
    }

    // MARK: The result

    private func lines() throws -> RoundMinutes.Result {
        let entries = Dictionary(
            uniqueKeysWithValues: try session.entries(ofRound: round.id).map { ($0.code, $0) })
        let decided = try decisions()
        return RoundMinutes.Result(
            lines: result.tally.lines.compactMap { line in
                guard let entry = entries[line.entry] else { return nil }
                let decision = decided[line.entry]
                return RoundMinutes.Line(
                    tally: line, group: entry.group, product: namesEntrants ? entry.productName : nil,
                    establishment: namesEntrants ? entry.establishmentName : nil,
                    isRecognised: decision?.isRecognised,
                    awardClass: decision?.awardClass.map { rules.awardClass($0)?.name ?? $0 },
                    setName: namesEntrants ? decision?.setName : nil)
            },
            ties: result.tally.equalTotals(rules),
            criteria: Dictionary(
                rules.criteria.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first }),
            groups: rules.groups, ranksWithinGroups: rules.scoring.rankWithin == .group,
            threshold: rules.scoring.eligibleAtLeast, seed: version.seed)
    }

    private func decisions() throws -> [String: (isRecognised: Bool, awardClass: String?, setName: String?)] {
        let rows = try session.query(
            """
            SELECT e.code, l.recognised, l.class, l.set_name
            FROM standing_lines(\(round.id)) l JOIN entry e USING (entry_id)
            """
        ) {
            (
                try $0("code", as: String.self),
                (
                    isRecognised: try $0("recognised", as: Bool.self),
                    awardClass: try $0("class", as: String?.self),
                    setName: try $0("set_name", as: String?.self)
                )
            )
        }
        return Dictionary(rows, uniquingKeysWith: { first, _ in first })
    }

    private func decision() throws -> RoundMinutes.Decision? {
        guard round.state != .closed else { return nil }
        let acts = try session.decisions(ofRound: round.id)
        return acts.first.map { decision in
            RoundMinutes.Decision(
                number: decision.number, day: decision.decidedOn, authority: decision.authority,
                amendments: acts.dropFirst().map {
                    RoundMinutes.Decision.Amendment(
                        number: $0.number, day: $0.decidedOn, authority: $0.authority,
                        reason: $0.amendmentReason ?? "")
                })
        }
    }

    // MARK: Evidence

    private func evidence(printing kept: KeptCheckpoint?) throws -> RoundMinutes.Evidence {
        var parts: [ResultBundle.Part: JSONValue] = [:]
        for (part, document) in try session.unalteredParts(of: round, version) {
            if let part = ResultBundle.Part(rawValue: part) { parts[part] = document }
        }
        let bundle = try ResultBundle(parts: parts, sealedOn: version.madeOn, signedBy: nil)
        let hashes = try ResultBundle.Part.allCases.compactMap { part in
            try parts[part].map {
                RoundMinutes.Evidence.Part(
                    name: part.rawValue, sha256: SHA256Digest(of: try CanonicalJSON.encode($0)).hex)
            }
        }
        return RoundMinutes.Evidence(
            linesSHA256: version.linesSHA256, bundleSHA256: bundle.hash.hex, parts: hashes,
            checkpoint: try checkpoint(kept))
    }

    /// The checkpoint given; else the first one signed that covers the result, so that later ones change no minutes. Who may not
    /// know the entrants yet gets none by themselves: the path to it runs over hashes of certificates, which name entrants.
    private func checkpoint(_ kept: KeptCheckpoint?) throws -> RoundMinutes.Evidence.Checkpoint? {
        let leaf = try session.evidenceLeaf(ofResult: round.id, version: version.version)
        if let kept {
            guard let leaf, leaf.index < kept.checkpoint.treeSize else {
                throw Refusal(.checkpointTooOld(kept.checkpoint, round: round.id))
            }
            return try session.printed(kept, covering: leaf)
        }
        guard mayName, let leaf, let first = try session.firstCheckpoint(covering: leaf) else { return nil }
        return try session.printed(
            KeptCheckpoint(try Checkpoint(text: first.note.text), keyName: first.note.keyName), covering: leaf
        )
    }
}

extension ConflictSource {
    fileprivate var name: String {
        switch self {
        case .declared: "giám khảo khai báo"
        case .recorded: "Thư ký ghi nhận"
        case .sameUnit: "cùng địa bàn với cơ sở"
        }
    }
}
