import Postgres
public import RuralIndustry

extension Registry {
    /// Files a complaint about the result of one's own entry, received today. It has to be in time: what is late can be handed in
    /// on paper, where the council may take it for a reason.
    ///
    /// Violations: `complaint-not-told`, `complaint-late`, `complaint-open`, and those of the text.
    public func fileOwnComplaint(
        aboutEntry id: Int64, statement: String, today: Day, as viewer: Viewer
    ) async throws -> (record: ComplaintRecord, days: ComplaintDays) {
        let statement = try BoundedText.paragraphs(statement, column: "statement")
        return try await change(.complaintFileOwn, of: .one("entry", id: id), as: viewer) { session in
            guard let entry = try session.ownEntries("e.entry_id = \(id)", today: today).first, entry.isTold,
                entry.state == .accepted
            else { throw Refusal(.complaintNotTold) }
            if entry.complaints.contains(where: { $0.state == .open }) { throw Refusal(.complaintOpen) }
            let (name, code) = try session.one(
                """
                SELECT s.name, e.code FROM entry e JOIN establishment s USING (establishment_id) WHERE e.entry_id = \(id)
                """
            ) { (try $0("name", as: String.self), try $0("code", as: String.self)) }
            let number = try session.nextID(of: "complaint")
            do {
                return try session.record(
                    NewComplaint(
                        round: entry.round.id, entry: code, complainant: name, statement: statement,
                        receivedOn: today), id: number, today: today)
            } catch let refusal as Refusal
                where ["complaint-late", "complaint-notice-unknown"].contains(refusal.violations[0].code)
            {
                throw Refusal(.complaintTooLate(entry.complainUntil))
            }
        }
    }
}

extension Violation {
    fileprivate static let complaintNotTold = Violation(
        "complaint-not-told",
        vi: "kết quả của hồ sơ này chưa được thông báo hoặc công bố, nên chưa khiếu nại được",
        en:
            "the result of this entry was neither told nor published yet, so there is nothing to complain about"
    )

    fileprivate static let complaintOpen = Violation(
        "complaint-open", vi: "hồ sơ này đang có một khiếu nại chờ trả lời",
        en: "a complaint about this entry is waiting for an answer")

    fileprivate static func complaintTooLate(_ day: Day?) -> Violation {
        Violation(
            "complaint-late",
            vi:
                "hạn khiếu nại là \(day?.vietnamese ?? ""), đã qua; nếu có lý do chính đáng, hãy nộp đơn giấy tới Hội đồng",
            en:
                "the last day for a complaint was \(day?.iso ?? ""); with good reason hand it in to the council on paper"
        )
    }
}
