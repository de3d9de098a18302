import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@Suite("Complaints")
struct ComplaintTests {
    private func complaint(
        _ round: HeldRound, received: Day, noticed: Day? = nil, late: String? = nil
    ) -> NewComplaint {
        NewComplaint(
            round: round.id, entry: round.codes[0], complainant: "Hợp tác xã Mẫu",
            statement: "Điểm cộng sai.",
            receivedOn: received, noticedOn: noticed, lateReason: late)
    }

    private func file(_ test: TestRegistry, _ complaint: NewComplaint, as viewer: Viewer? = nil) async throws
        -> ComplaintRecord
    {
        try await test.registry.fileComplaint(complaint, as: viewer ?? test.viewer, today: test.today).record
    }

    /// Some days off of 2023: Reunification, Labour Day and National Day.
    private func holidays(_ test: TestRegistry) async throws {
        let days = ["2023-05-01", "2023-05-02", "2023-05-03", "2023-09-01", "2023-09-04"]
        _ = try await test.registry.importCalendar(
            try days.map { Located(CalendarDay(date: try Day(iso: $0), kind: .holiday)) }, as: test.viewer)
    }

    @Test("fifteen working days from the notice to file, ten from receipt to answer")
    func terms() async throws {
        try await TestRegistry.run { test in
            try await holidays(test)
            let round = try await test.decided()
            // Monday 28 August; 1 and 4 September are holidays
            let filed = try await test.registry.fileComplaint(
                complaint(round, received: Day("2023-09-20"), noticed: Day("2023-08-28")), as: test.viewer,
                today: test.today)
            #expect(filed.record.fileBy == Day("2023-09-20"))
            #expect(filed.record.answerBy == Day("2023-10-04"))
            #expect(filed.record.state == .open && filed.days.yearsWithoutHolidays == [])
            #expect(!filed.record.isOverdue(on: Day("2023-10-04")))
            #expect(filed.record.isOverdue(on: Day("2023-10-05")))
            let told = await expectRefusal("complaint-late") {
                _ = try await file(
                    test, complaint(round, received: Day("2023-09-21"), noticed: Day("2023-08-28")))
            }
            #expect(told.first?.text.vi.contains("20/09/2023") == true)
            let late = try await file(
                test,
                complaint(
                    round, received: Day("2023-09-21"), noticed: Day("2023-08-28"),
                    late: "Bưu điện giao chậm, có dấu ngày 19/9"))
            #expect(late.lateReason == "Bưu điện giao chậm, có dấu ngày 19/9")
        }
    }

    @Test("without the day of the notice the decision's day is what it cannot have come before")
    func noticeUnknown() async throws {
        try await TestRegistry.run { test in
            let round = try await test.decided()
            // decided on 30 June
            let filed = try await file(test, complaint(round, received: Day("2023-07-21")))
            #expect(filed.noticedOn == nil && filed.fileBy == Day("2023-07-21"))
            await expectRefusal("complaint-notice-unknown") {
                _ = try await file(test, complaint(round, received: Day("2023-07-24")))
            }
            let told = try await file(
                test, complaint(round, received: Day("2023-07-24"), noticed: Day("2023-07-10")))
            #expect(told.fileBy == Day("2023-07-31") && told.lateReason == nil)
        }
    }

    @Test(
        "the last day that a notice told holds, also where the calendar came to know another working day since"
    )
    func toldDay() async throws {
        try await TestRegistry.run { test in
            try await holidays(test)
            let round = try await test.closed(totals: [80])
            let told = try await test.registry.sendNotices(
                ofRound: round.id, on: Day("2023-06-01"), by: .post, as: test.viewer, today: test.today)
            #expect(told.notices.map(\.complainUntil) == [Day("2023-06-22")])
            // a Saturday that is worked, named afterwards: fifteen working days would be over on the 21st
            _ = try await test.registry.importCalendar(
                [Located(CalendarDay(date: Day("2023-06-10"), kind: .working))], as: test.viewer)
            let filed = try await file(test, complaint(round, received: Day("2023-06-22")))
            #expect(filed.fileBy == Day("2023-06-22") && filed.lateReason == nil)
            await expectRefusal("complaint-late") {
                _ = try await file(test, complaint(round, received: Day("2023-06-23")))
            }
        }
    }

    @Test("a reason for taking it late is not kept where it was in time")
    func needlessReason() async throws {
        try await TestRegistry.run { test in
            let round = try await test.decided()
            let filed = try await file(
                test, complaint(round, received: Day("2023-07-03"), late: "phòng khi quá hạn"))
            #expect(filed.lateReason == nil)
        }
    }

    @Test("there is nothing to complain about before the result; days and entries must be possible")
    func refused() async throws {
        try await TestRegistry.run { test in
            let judging = try await test.judged(entries: 1)
            await expectRefusal("round-state") {
                _ = try await file(test, complaint(judging, received: Day("2023-07-03")))
            }
            let round = try await test.closed(totals: [80])
            await expectRefusal("complaint-day", "complaint-day") {
                _ = try await file(
                    test, complaint(round, received: Day("2026-11-21"), noticed: Day("2026-11-22")))
            }
            var other = complaint(round, received: Day("2023-06-01"))
            other.entry = "B99"
            await expectRefusal("unknown-entry") { _ = try await file(test, other) }
            await expectDatabaseError("23000", constraint: "complaint_round_state") {
                try await test.asProgram { session in
                    try session.beginAudit()
                    try session.execute(
                        """
                        INSERT INTO complaint (round_id, entry_id, complainant, received_on, statement)
                        VALUES (\(judging.id), \(judging.entries[0].id), 'x', '2023-07-03', 'x')
                        """)
                }
            }
        }
    }

    @Test("it is answered or withdrawn, once; neither is changed, and an answer out of time is seen to be so")
    func ends() async throws {
        try await TestRegistry.run { test in
            let round = try await test.decided()
            let first = try await file(test, complaint(round, received: Day("2023-07-03")))
            let second = try await file(test, complaint(round, received: Day("2023-07-04")))
            let third = try await file(test, complaint(round, received: Day("2023-07-05")))
            let due = try await test.registry.complaints(dueBy: Day("2023-07-18"), as: test.viewer)
            #expect(due.map(\.id) == [first.id, second.id])
            func answer(_ id: Int64, on day: Day) async throws -> ComplaintRecord {
                try await test.registry.answerComplaint(
                    id, number: "12/TL-HĐ", on: day, finding: .partly, statement: "Đã sửa phép cộng.",
                    as: test.viewer, today: test.today)
            }
            await expectRefusal("complaint-day") { _ = try await answer(first.id, on: Day("2023-07-02")) }
            let answered = try await answer(first.id, on: Day("2023-07-18"))
            #expect(answered.state == .answered && answered.finding == .partly)
            #expect(answered.isOverdue(on: test.today))
            #expect(try await !answer(second.id, on: Day("2023-07-18")).isOverdue(on: test.today))
            let withdrawn = try await test.registry.withdrawComplaint(
                third.id, on: Day("2023-07-06"), because: "Đã hiểu cách tính", as: test.viewer,
                today: test.today)
            #expect(withdrawn.state == .withdrawn && !withdrawn.isOverdue(on: test.today))
            for id in [first.id, third.id] {
                await expectRefusal("complaint-ended") { _ = try await answer(id, on: Day("2023-07-20")) }
            }
            await expectRefusal("unknown-complaint") { _ = try await answer(99, on: Day("2023-07-20")) }
            #expect(try await test.registry.complaints(dueBy: test.today, as: test.viewer).isEmpty)
            #expect(try await test.registry.complaints(round: round.id, as: test.viewer).count == 3)
            for statement in [
                "UPDATE complaint SET statement = statement", "DELETE FROM complaint_end",
                "UPDATE complaint_end SET number = number", "DELETE FROM complaint",
            ] {
                await expectDatabaseError("42501") {
                    try await test.asProgram { try $0.script(statement) }
                }
            }
        }
    }

    @Test(
        "of an answer and a withdrawal at once one stands; without the key both do", arguments: [true, false])
    func race(isProtected: Bool) async throws {
        try await TestRegistry.run(poolSize: 4, checksInvariants: false) { test in
            let round = try await test.decided()
            let id = try await file(test, complaint(round, received: Day("2023-07-03"))).id
            if !isProtected {
                try await test.asOwner {
                    try $0.script("ALTER TABLE complaint_end DROP CONSTRAINT complaint_end_pkey")
                }
            }
            let second = try await OpenTransaction.with(test.database.url) { first in
                try await first.run { session in
                    try session.beginAudit()
                    try session.execute(
                        "INSERT INTO complaint_end (complaint_id, ended_on, statement) VALUES (\(id), '2023-07-10', 'rút')"
                    )
                }
                async let other = outcome {
                    _ = try await test.registry.answerComplaint(
                        id, number: "1/TL", on: Day("2023-07-10"), finding: .rejected, statement: "Không",
                        as: test.viewer, today: test.today)
                }
                if isProtected { try await test.waitForBlocked() } else { _ = try await other }
                try await first.commit()
                return try await other
            }
            #expect(second == (isProtected ? ["complaint-ended"] : []))
        }
    }

    @Test("a secretary of the round takes and answers complaints, one of another round finds none")
    func territory() async throws {
        try await TestRegistry.run { test in
            let round = try await test.decided()
            let other = try await test.decided(RoundScript(name: "Kỳ khác"))
            let filed = try await file(test, complaint(round, received: Day("2023-07-03")))
            try await test.account("thuky")
            try await test.grant(.councilSecretary, in: "round:\(round.id)", to: "thuky")
            try await test.account("thuky-khac")
            try await test.grant(.councilSecretary, in: "round:\(other.id)", to: "thuky-khac")
            try await test.account("giamkhao")
            try await test.grant(.judge, in: "round:\(round.id)", to: "giamkhao")
            let stranger = try await test.viewer("thuky-khac")
            #expect(try await test.registry.complaints(as: stranger).isEmpty)
            let works: [@Sendable () async throws -> Void] = [
                { _ = try await test.registry.complaint(filed.id, as: stranger) },
                { _ = try await test.registry.complaints(round: round.id, as: stranger) },
                {
                    _ = try await test.registry.withdrawComplaint(
                        filed.id, on: test.today, because: "x", as: stranger, today: test.today)
                },
                {
                    _ = try await test.registry.fileComplaint(
                        NewComplaint(
                            round: round.id, entry: "A1", complainant: "x", statement: "x",
                            receivedOn: Day("2023-07-03")), as: stranger, today: test.today)
                },
            ]
            for work in works {
                await expectRefusal("outside-territory") { try await work() }
            }
            let judge = try await test.viewer("giamkhao")
            await expectRefusal("not-permitted") {
                _ = try await test.registry.complaint(filed.id, as: judge)
            }
            let secretary = try await test.viewer("thuky")
            #expect(try await test.registry.complaints(as: secretary).map(\.id) == [filed.id])
            _ = try await test.registry.answerComplaint(
                filed.id, number: "1/TL", on: Day("2023-07-10"), finding: .upheld, statement: "Đúng",
                as: secretary, today: test.today)
        }
    }
}
