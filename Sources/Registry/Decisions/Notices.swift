public import Postgres
public import RuralIndustry

/// A notice to an entrant as it was recorded.
public struct NoticeRecord: RowDecodable, Hashable, Sendable {
    public let entry: String
    public let establishmentName: String
    public let kind: EntryNotice.Kind
    /// Of the result that was told.
    public let resultVersion: Int
    /// Which amending decision it tells of; nil: the first one, or none.
    public let amendment: Int?
    public let noticedOn: Day
    public let channel: NoticeChannel
    public let complainUntil: Day?
    public let text: String

    /// In the folder of a batch: `quyet-dinh-A1-v2-sd1.txt` tells of the second result and the first amending decision (sửa đổi).
    /// Later notices to an entry take no earlier one's place.
    public var file: String {
        var name = "\(kind == .result ? "ket-qua" : "quyet-dinh")-\(entry)"
        if resultVersion > 1 { name += "-v\(resultVersion)" }
        if let amendment { name += "-sd\(amendment)" }
        return name + ".txt"
    }

    public init(_ row: Row) throws {
        entry = try row("code")
        establishmentName = try row("establishment_name")
        kind = try row("kind")
        resultVersion = try row("result_version")
        amendment = try row("amendment")
        noticedOn = try row("noticed_on")
        channel = try row("channel")
        complainUntil = try row("complain_until")
        text = try row("body")
    }

    static let select: SQL = """
        SELECT e.code, s.name AS establishment_name, n.kind, n.result_version, d.amendment, n.noticed_on, n.channel, n.complain_until, n.body
        FROM entry_notice n JOIN entry e USING (entry_id) JOIN establishment s USING (establishment_id)
          LEFT JOIN decision d USING (decision_id)
        """
}

/// The notices of a round, and what is doubtful about their days.
public struct NoticeBatch: Sendable {
    public let notices: [NoticeRecord]
    /// How many were recorded now.
    public let added: Int
    public let warnings: [Violation]

    /// Refuses a folder that nothing could be written into, before anything is recorded.
    public static func requireFolder(_ path: String) throws(Refusal) { try BatchFolder.require(path) }

    /// Writes each notice as a UTF-8 text of its own into a folder; a file that is there is written over with the same words.
    /// Returns what could not be written: the notices stand all the same, and writing again resumes.
    public func write(to path: String) -> [Violation] {
        let folder: BatchFolder
        do throws(Refusal) { folder = try BatchFolder(path: path) } catch { return error.violations }
        var failures: [Violation] = []
        for notice in notices {
            do throws(Violation) {
                try folder.write(Array(notice.text.utf8), to: notice.file)
            } catch {
                failures.append(error)
            }
        }
        return failures
    }
}

extension EntryNotice.Kind: SQLCodable {}
extension NoticeChannel: SQLCodable {}

extension Registry {
    /// Records a notice to every entrant: of the result while the round is closed, of the decision afterwards, and of either anew
    /// when the result was corrected; who is named by a decision that amends, of that. Who was told already is not told again: the
    /// words and the day of the first notice stand.
    public func sendNotices(
        ofRound id: Int64, on day: Day, by channel: NoticeChannel, as viewer: Viewer, today: Day,
        dryRun: Bool = false
    ) async throws -> NoticeBatch {
        try await change(.noticeSend, of: .one("round", id: id), as: viewer, dryRun: dryRun) { session in
            let round = try session.roundForChange(id)
            try session.requireState(
                round, [.closed, .decided, .published],
                to: Bilingual(vi: "thông báo kết quả", en: "give notice of the result"))
            if day > today {
                throw Refusal(
                    Violation(
                        "notice-day", vi: "ngày thông báo \(day.vietnamese) chưa đến",
                        en: "the day of the notice, \(day.iso), is still to come"))
            }
            let writer = try NoticeWriter(of: round, on: day, in: session)
            let known = Set(try session.notices(ofRound: id, like: writer).map(\.entry))
            let new = try session.entries(ofRound: id).filter { !known.contains($0.code) }
            for entry in new {
                try session.execute(
                    """
                    INSERT INTO entry_notice (entry_id, kind, result_version, decision_id, noticed_on, channel, complain_until,
                      body)
                    VALUES (\(entry.id), \(writer.kind), \(writer.resultVersion), \(writer.amendments[entry.code]), \(day),
                      \(channel), \(writer.deadline?.day), \(writer.text(for: entry)))
                    """)
            }
            return NoticeBatch(
                notices: try session.notices(ofRound: id, like: writer), added: new.count,
                warnings: new.isEmpty ? [] : writer.warnings)
        }
    }

    /// Every notice that was given of a round.
    public func notices(ofRound id: Int64, as viewer: Viewer) async throws -> [NoticeRecord] {
        try await read(.noticeRead, of: .one("round", id: id), as: viewer) { session in
            _ = try session.round(id)
            return try session.notices(ofRound: id)
        }
    }
}

extension Session {
    /// - Parameter writer: only those that say what it would say now; nil: every one.
    fileprivate func notices(ofRound id: Int64, like writer: NoticeWriter? = nil) throws -> [NoticeRecord] {
        try query(
            NoticeRecord.select
                + SQL.matching(
                    "e.round_id = \(id)", writer.map { "n.kind = \($0.kind)" },
                    writer.map { "n.result_version = \($0.resultVersion)" },
                    writer.map { "n.decision_id IS NOT DISTINCT FROM " + $0.lastAmendment })
                + " ORDER BY e.code COLLATE \"C\", n.noticed_on, n.kind, n.result_version",
            as: NoticeRecord.self)
    }
}

/// Writes the notices of one round.
private struct NoticeWriter {
    let round: RoundRecord
    let rules: Rules
    let kind: EntryNotice.Kind
    let resultVersion: Int
    let day: Day
    let deadline: Deadline?
    /// By entry, the decision that named it last, where that is one that amends.
    let amendments: [String: Int64]
    private let lines: [String: Tally.Line]
    private let decisions: [String: EntryNotice.Decision]

    init(of round: RoundRecord, on day: Day, in session: Session) throws {
        self.round = round
        self.day = day
        rules = try session.rules(ofRound: round.id)
        kind = round.state == .closed ? .result : .decision
        deadline = try rules.complaint.fileWorkingDays.map {
            try session.workingCalendar().deadline($0, after: day)
        }
        guard let live = try session.resultVersion(ofRound: round.id) else {
            throw Refusal(.noBundle(round.id))
        }
        resultVersion = live.version
        lines = Dictionary(
            try session.tally(of: round, seed: live.seed, version: live.version).tally.lines.map {
                ($0.entry, $0)
            }
        ) { first, _ in first }
        let standing = try session.query(
            """
            SELECT e.code, d.decision_id, d.number, d.decided_on, d.authority, d.amendment, l.recognised, l.set_name, l.class,
              coalesce(l.reason, d.amendment_reason) AS reason, previous.number AS amended_number,
              previous.decided_on AS amended_on
            FROM standing_lines(\(round.id)) l JOIN decision d USING (decision_id) JOIN entry e USING (entry_id)
              LEFT JOIN decision previous
                ON previous.round_id = d.round_id AND coalesce(previous.amendment, 0) = d.amendment - 1
            """
        ) { row in
            let isAmendment = try row("amendment", as: Int?.self) != nil
            return (
                code: try row("code", as: String.self),
                amendment: isAmendment ? try row("decision_id", as: Int64.self) : nil,
                decision: EntryNotice.Decision(
                    number: try row("number"), decidedOn: try row("decided_on"),
                    authority: try row("authority"), isRecognised: try row("recognised"),
                    setName: try row("set_name"), awardClass: try row("class"), reason: try row("reason"),
                    amends: try row("amended_number", as: String?.self).map {
                        EntryNotice.Amended(number: $0, decidedOn: try row("amended_on"))
                    })
            )
        }
        decisions = Dictionary(standing.map { ($0.code, $0.decision) }) { first, _ in first }
        amendments = Dictionary(
            standing.compactMap { line in line.amendment.map { (line.code, $0) } }
        ) { first, _ in first }
    }

    /// The decision that named the entry of a notice last, where that is one that amends.
    var lastAmendment: SQL {
        """
        (SELECT max(d.decision_id) FROM decision d JOIN decision_line l USING (decision_id)
          WHERE l.entry_id = n.entry_id AND d.amendment IS NOT NULL)
        """
    }

    func text(for entry: EntryRecord) -> String {
        EntryNotice(
            round: "\(round.name) (số \(round.id), năm \(round.year))", organiser: round.organiserName,
            entry: entry.code, product: entry.productName,
            group: rules.group(entry.group)?.name ?? entry.group.rawValue,
            establishment: entry.establishmentName, state: entry.state, stateReason: entry.stateReason,
            line: lines[entry.code], decision: decisions[entry.code], noticedOn: day,
            complainUntil: deadline?.day
        ).text(rules)
    }

    /// A term that was counted without the holidays of a year may end too early, which would take from the entrants.
    var warnings: [Violation] {
        guard let deadline, !deadline.isCertain else { return [] }
        let years = deadline.yearsWithoutHolidays.map(String.init).joined(separator: ", ")
        return [
            Violation(
                "calendar-incomplete",
                vi:
                    "chưa có ngày nghỉ lễ năm \(years): hạn khiếu nại \(deadline.day.vietnamese) có thể quá sớm; dùng `cnnt calendar import` trước khi gửi",
                en:
                    "the holidays of \(years) are not known: the term for complaints, \(deadline.day.iso), may end too early; use `cnnt calendar import` before sending"
            )
        ]
    }
}
