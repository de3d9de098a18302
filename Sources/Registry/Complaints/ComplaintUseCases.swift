import Postgres
public import RuralIndustry

/// A complaint as it comes in.
public struct NewComplaint: Sendable {
    public var round: Int64
    public var entry: String
    public var complainant: String
    public var statement: String
    public var receivedOn: Day
    public var noticedOn: Day?
    public var lateReason: String?

    public init(
        round: Int64, entry: String, complainant: String, statement: String, receivedOn: Day,
        noticedOn: Day? = nil, lateReason: String? = nil
    ) {
        self.round = round
        self.entry = entry
        self.complainant = complainant
        self.statement = statement
        self.receivedOn = receivedOn
        self.noticedOn = noticedOn
        self.lateReason = lateReason
    }
}

extension Registry {
    /// Records a complaint about a result, with the last days of both terms. One that came too late is refused unless a reason
    /// for taking it is given.
    ///
    /// The term counts from the day that is stated, else from the last notice that is recorded. Where nobody wrote down when the
    /// complainant was told, it counts from the decision, or from closing: what is in time by that day is in time. What is not
    /// needs the day of the notice. A later last day that a notice told holds.
    public func fileComplaint(
        _ new: NewComplaint, as viewer: Viewer, today: Day
    ) async throws -> (record: ComplaintRecord, days: ComplaintDays) {
        let complainant = try BoundedText.name(new.complainant, column: "by")
        let statement = try BoundedText.paragraphs(new.statement, column: "text")
        let lateReason = try BoundedText.optional(new.lateReason, column: "late_because")
        return try await create(.complaintFile, "complaint", as: viewer) { session, id in
            try session.require(.complaintFile, on: .one("round", id: new.round), as: viewer)
            var new = new
            new.complainant = complainant
            new.statement = statement
            new.lateReason = lateReason
            return try session.record(new, id: id, today: today)
        }
    }

    /// Complaints, the most pressing first.
    ///
    /// - Parameter dueBy: only those that wait for an answer whose last day is this one or earlier.
    public func complaints(
        round: Int64? = nil, dueBy: Day? = nil, as viewer: Viewer
    ) async throws -> [ComplaintRecord] {
        let subject: Subject = round.map { .one("round", id: $0) } ?? .listed("complaint")
        return try await read(.complaintRead, of: subject, as: viewer) { session in
            if let round { _ = try session.round(round) }
            return try session.query(
                ComplaintRecord.select
                    + SQL.matching(
                        viewer.reach(.complaintRead).rounds("r"), round.map { "c.round_id = \($0)" },
                        dueBy.map { "e.complaint_id IS NULL AND c.answer_by <= \($0)" })
                    + " ORDER BY e.complaint_id IS NOT NULL, c.answer_by NULLS LAST, c.complaint_id",
                as: ComplaintRecord.self)
        }
    }

    /// Those that wait for an answer, the most pressing first.
    public func openComplaints(limit: Int, as viewer: Viewer) async throws -> [ComplaintRecord] {
        try await read(.complaintRead, of: .listed("complaint"), as: viewer) { session in
            try session.query(
                ComplaintRecord.select
                    + SQL.matching(viewer.reach(.complaintRead).rounds("r"), "e.complaint_id IS NULL")
                    + " ORDER BY c.answer_by NULLS LAST, c.complaint_id LIMIT \(limit)",
                as: ComplaintRecord.self)
        }
    }

    public func complaint(_ id: Int64, as viewer: Viewer) async throws -> ComplaintRecord {
        try await read(.complaintRead, of: .one("complaint", id: id), as: viewer) { try $0.complaint(id) }
    }

    /// Records the council's answer. After its last day too: that it is late is told, and stays to be seen.
    public func answerComplaint(
        _ id: Int64, number: String, on day: Day, finding: ComplaintFinding, statement: String,
        as viewer: Viewer, today: Day
    ) async throws -> ComplaintRecord {
        let number = try BoundedText.short(number, column: "number")
        let statement = try BoundedText.paragraphs(statement, column: "text")
        return try await endComplaint(
            id, on: day, finding: finding, number: number, statement: statement, as: viewer, today: today)
    }

    /// Records that the complainant took it back.
    public func withdrawComplaint(
        _ id: Int64, on day: Day, because reason: String, as viewer: Viewer, today: Day
    ) async throws -> ComplaintRecord {
        let reason = try BoundedText.paragraphs(reason, column: "reason")
        return try await endComplaint(
            id, on: day, finding: nil, number: nil, statement: reason, as: viewer, today: today)
    }

    private func endComplaint(
        _ id: Int64, on day: Day, finding: ComplaintFinding?, number: String?, statement: String,
        as viewer: Viewer, today: Day
    ) async throws -> ComplaintRecord {
        try await change(.complaintAnswer, of: .one("complaint", id: id), as: viewer) { session in
            let complaint = try session.complaint(id)
            if complaint.state != .open { throw Refusal(.complaintEnded(complaint)) }
            if day > today {
                throw Refusal(
                    Violation(
                        "complaint-day", vi: "ngày \(day.vietnamese) chưa đến",
                        en: "\(day.iso) is in the future", at: Place(column: "on")))
            }
            if day < complaint.receivedOn {
                throw Refusal(
                    Violation(
                        "complaint-day",
                        vi:
                            "khiếu nại nhận ngày \(complaint.receivedOn.vietnamese), không thể kết thúc trước ngày đó",
                        en: "the complaint was received on \(complaint.receivedOn.iso) and cannot end before")
                )
            }
            try session.execute(
                """
                INSERT INTO complaint_end (complaint_id, ended_on, finding, number, statement)
                VALUES (\(id), \(day), \(finding?.rawValue), \(number), \(statement))
                """)
            return try session.complaint(id)
        }
    }
}

extension NewComplaint {
    fileprivate func requireDays(upTo today: Day) throws {
        var wrong: [Violation] = []
        if receivedOn > today {
            wrong.append(
                Violation(
                    "complaint-day", vi: "ngày nhận \(receivedOn.vietnamese) chưa đến",
                    en: "the day of receipt \(receivedOn.iso) is in the future", at: Place(column: "received")
                ))
        }
        if let noticedOn, noticedOn > receivedOn {
            wrong.append(
                Violation(
                    "complaint-day",
                    vi:
                        "ngày nhận thông báo \(noticedOn.vietnamese) sau ngày nhận khiếu nại \(receivedOn.vietnamese)",
                    en:
                        "the notice of \(noticedOn.iso) is after the complaint was received on \(receivedOn.iso)",
                    at: Place(column: "noticed-on")))
        }
        try Refusal.throwIfAny(wrong)
    }

    fileprivate func requireInTime(_ days: ComplaintDays, reason: String?) throws {
        guard days.isLate, let last = days.fileBy?.day, reason == nil else { return }
        if noticedOn == nil {
            throw Refusal(
                Violation(
                    "complaint-notice-unknown",
                    vi:
                        "tính từ ngày có kết quả thì hạn khiếu nại là \(last.vietnamese); hãy ghi ngày cơ sở nhận thông báo (--noticed-on), hoặc lý do vẫn nhận (--late-because)",
                    en:
                        "counted from the result itself the last day was \(last.iso); state the day of the notice (--noticed-on), or why it is taken all the same (--late-because)",
                    at: Place(column: "noticed-on")))
        }
        throw Refusal(
            Violation(
                "complaint-late",
                vi:
                    "hạn khiếu nại là \(last.vietnamese), nhận ngày \(receivedOn.vietnamese): quá hạn; nếu vẫn nhận, ghi lý do (--late-because)",
                en:
                    "the last day for filing was \(last.iso), it was received on \(receivedOn.iso); to take it all the same state why (--late-because)",
                at: Place(column: "received")))
    }
}

extension Session {
    /// Writes a complaint, its texts tidied before, under a number taken before.
    func record(_ new: NewComplaint, id: Int64, today: Day) throws -> (
        record: ComplaintRecord, days: ComplaintDays
    ) {
        let round = try round(new.round)
        try requireState(
            round, [.closed, .decided, .published], to: Bilingual(vi: "nhận khiếu nại", en: "take complaints")
        )
        let entry = try entryID(new.entry, round: round.id)
        try new.requireDays(upTo: today)
        var new = new
        new.noticedOn = try new.noticedOn ?? lastNotice(to: entry, by: new.receivedOn)
        let days = try complaintDays(
            entry: entry, round: round.id, receivedOn: new.receivedOn, noticedOn: new.noticedOn)
        try new.requireInTime(days, reason: new.lateReason)
        try execute(
            """
            INSERT INTO complaint (complaint_id, round_id, entry_id, complainant, noticed_on, received_on, file_by,
              answer_by, late_reason, statement)
            VALUES (\(id), \(round.id), \(entry), \(new.complainant), \(new.noticedOn), \(new.receivedOn),
              \(days.fileBy?.day), \(days.answerBy?.day), \(days.isLate ? new.lateReason : nil), \(new.statement))
            """)
        return (try complaint(id), days)
    }

    /// The terms of a complaint about an entry of a round that has a result.
    ///
    /// - Parameter noticedOn: nil: the last notice that is recorded, else the earliest that there can have been.
    func complaintDays(
        entry: Int64, round id: Int64, receivedOn: Day, noticedOn: Day? = nil
    ) throws -> ComplaintDays {
        let noticed = try noticedOn ?? lastNotice(to: entry, by: receivedOn)
        return ComplaintDays(
            noticedOn: try noticed ?? earliestNotice(ofRound: id), receivedOn: receivedOn,
            terms: try rules(ofRound: id).complaint, calendar: try workingCalendar(),
            toldUntil: try toldUntil(to: entry, by: receivedOn))
    }

    fileprivate func entryID(_ code: String, round id: Int64) throws -> Int64 {
        let found = try first("SELECT entry_id FROM entry WHERE round_id = \(id) AND code = \(code)") {
            try $0("entry_id", as: Int64.self)
        }
        guard let found else { throw Refusal(.unknownEntry(code, round: id).inColumn("entry")) }
        return found
    }

    /// The day of the last recorded notice to an entrant: each tells something new, which may be complained about.
    fileprivate func lastNotice(to entry: Int64, by day: Day) throws -> Day? {
        try value(
            "SELECT max(noticed_on) FROM entry_notice WHERE entry_id = \(entry) AND noticed_on <= \(day)")
    }

    /// The latest last day that the notices to an entrant told.
    fileprivate func toldUntil(to entry: Int64, by day: Day) throws -> Day? {
        try value(
            "SELECT max(complain_until) FROM entry_notice WHERE entry_id = \(entry) AND noticed_on <= \(day)")
    }

    /// Without a notice nobody was told a result before it was decided, or, without a decision yet, before the round was closed.
    fileprivate func earliestNotice(ofRound id: Int64) throws -> Day {
        try value(
            """
            SELECT coalesce((SELECT min(d.decided_on) FROM decision d WHERE d.round_id = x.round_id), x.closed_on)
            FROM result x WHERE x.round_id = \(id)
            """)
    }
}

extension Violation {
    static func complaintEnded(_ complaint: ComplaintRecord) -> Violation {
        Violation(
            "complaint-ended", vi: "khiếu nại \(complaint.id) \(complaint.state.name.vi), không sửa được nữa",
            en: "complaint \(complaint.id) is \(complaint.state.name.en) and cannot be changed")
    }
}
