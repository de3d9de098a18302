/// The two statutory terms of one complaint (TT 26/2014/TT-BCT Đ20.1–2), counted on the working-day calendar: to file it, from
/// the notice of the result; to answer it, from its receipt.
public struct ComplaintDays: Hashable, Sendable {
    /// The last day on which it is in time; nil: the rules state no term.
    public let fileBy: Deadline?
    /// The last day for the council's answer; nil: the rules state no term.
    public let answerBy: Deadline?
    public let receivedOn: Day

    /// - Parameter noticedOn: the day of the notice, or one that it cannot have come before.
    public init(noticedOn: Day, receivedOn: Day, terms: ComplaintTerms, calendar: WorkingCalendar) {
        self.receivedOn = receivedOn
        fileBy = terms.fileWorkingDays.map { calendar.deadline($0, after: noticedOn) }
        answerBy = terms.answerWorkingDays.map { calendar.deadline($0, after: receivedOn) }
    }

    public var isLate: Bool { fileBy.map { $0.day < receivedOn } ?? false }

    /// Years for which the calendar knows no holiday: there a last day may be too early.
    public var yearsWithoutHolidays: [Int] {
        Set((fileBy?.yearsWithoutHolidays ?? []) + (answerBy?.yearsWithoutHolidays ?? [])).sorted()
    }
}
