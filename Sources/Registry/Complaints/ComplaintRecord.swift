public import Postgres
public import RuralIndustry

/// A complaint about the result of an entry, and how it ended.
public struct ComplaintRecord: RowDecodable, Hashable, Sendable {
    public let id: Int64
    public let roundID: Int64
    /// The entry's code.
    public let entry: String
    public let complainant: String
    /// Nil: nobody wrote down when the complainant was told the result.
    public let noticedOn: Day?
    public let receivedOn: Day
    /// The last day for filing; nil: the rules state no term.
    public let fileBy: Day?
    /// Why it was taken although it came too late.
    public let lateReason: String?
    public let statement: String
    /// The last day for the answer; nil: the rules state no term.
    public let answerBy: Day?
    public let endedOn: Day?
    public let finding: ComplaintFinding?
    /// Number of the answer.
    public let answerNumber: String?
    /// The answer, or why it was withdrawn.
    public let answer: String?

    public var state: ComplaintState {
        endedOn == nil ? .open : finding == nil ? .withdrawn : .answered
    }

    /// True if the answer was not there by its last day, seen from a day.
    public func isOverdue(on day: Day) -> Bool {
        guard let answerBy, state != .withdrawn else { return false }
        return answerBy < min(day, endedOn ?? day)
    }

    public init(_ row: Row) throws {
        id = try row("complaint_id")
        roundID = try row("round_id")
        entry = try row("entry")
        complainant = try row("complainant")
        noticedOn = try row("noticed_on")
        receivedOn = try row("received_on")
        fileBy = try row("file_by")
        lateReason = try row("late_reason")
        statement = try row("statement")
        answerBy = try row("answer_by")
        endedOn = try row("ended_on")
        finding = try row("finding")
        answerNumber = try row("number")
        answer = try row("answer")
    }

    static let select: SQL = """
        SELECT c.complaint_id, c.entry_id, c.round_id, n.code AS entry, c.complainant, c.noticed_on, c.received_on, c.file_by, c.late_reason,
          c.statement, c.answer_by, e.ended_on, e.finding, e.number, e.statement AS answer
        FROM complaint c JOIN entry n USING (entry_id) JOIN round r ON r.round_id = c.round_id
          LEFT JOIN complaint_end e USING (complaint_id)
        """
}

extension ComplaintFinding: SQLCodable {}

extension Session {
    func complaint(_ id: Int64) throws -> ComplaintRecord {
        let found = try first(
            ComplaintRecord.select + " WHERE c.complaint_id = \(id)", as: ComplaintRecord.self)
        guard let found else {
            throw Refusal(
                Violation(
                    "unknown-complaint", vi: "không có khiếu nại số \(id); xem `cnnt complaint list`",
                    en: "there is no complaint \(id); see `cnnt complaint list`"))
        }
        return found
    }
}
