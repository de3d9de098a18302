/// The two statutory terms of one complaint (TT 26/2014/TT-BCT Đ20.1–2), counted on the working-day calendar: to file it, from
/// the notice of the result; to answer it, from its receipt.
public struct ComplaintDays: Hashable, Sendable {
    /// The last day on which it is in time; nil: the rules state no term.
    public let fileBy: Deadline?
    /// The last day for the council's answer; nil: the rules state no term.
    public let answerBy: Deadline?
    public let receivedOn: Day

    /// - Parameters:
    ///   - noticedOn: the day of the notice, or one that it cannot have come before.
    ///   - toldUntil: the last day that the complainant was told in writing: it holds, whatever the calendar knows by now.
    public init(
        noticedOn: Day, receivedOn: Day, terms: ComplaintTerms, calendar: WorkingCalendar,
        toldUntil: Day? = nil
    ) {
        self.receivedOn = receivedOn
        let counted = terms.fileWorkingDays.map { calendar.deadline($0, after: noticedOn) }
        fileBy = counted.map { counted in
            guard let toldUntil, toldUntil > counted.day else { return counted }
            return Deadline(day: toldUntil, yearsWithoutHolidays: counted.yearsWithoutHolidays)
        }
        answerBy = terms.answerWorkingDays.map { calendar.deadline($0, after: receivedOn) }
    }

    public var isLate: Bool { fileBy.map { $0.day < receivedOn } ?? false }

    /// Years for which the calendar knows no holiday: there a last day may be too early.
    public var yearsWithoutHolidays: [Int] {
        Set((fileBy?.yearsWithoutHolidays ?? []) + (answerBy?.yearsWithoutHolidays ?? [])).sorted()
    }
}
