import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@Suite("The council and the panel: their acts, their members, their meetings and votes")
struct CouncilTests {
    private static let act = SeatAct(number: "77/QĐ-UBND", day: Day("2023-05-20"))

    // MARK: Acts and members

    @Test("the acts that created council and panel are shown with the members who sit by them")
    func acts() async throws {
        try await TestRegistry.run { test in
            let round = try await test.drafted()
            try await round.open()
            try await round.seat()
            #expect(try await round.record().councilAct == nil)
            func record(_ number: String, _ body: RoundBody, authority: String? = nil) async throws
                -> RoundActRecord
            {
                try await test.registry.recordAct(
                    SeatAct(number: number, day: Day("2023-03-01"), authority: authority), on: body,
                    ofRound: round.id, as: test.viewer)
            }
            let created = try await record("12/QĐ-UBND", .council)
            #expect(created.authority == "Ủy ban nhân dân thành phố Thái Nguyên")
            #expect(try await record("1/QĐ-HĐBC", .panel).authority == "Chủ tịch Hội đồng bình chọn")
            #expect(try await record("12/QĐ-UBND", .council).id == created.id)
            await expectRefusal("act-known") { _ = try await record("12/QĐ-UBND", .council, authority: "Sở") }
            await expectRefusal("text-empty") { _ = try await record(" ", .council) }
            #expect(try await round.record().councilAct == "12/QĐ-UBND, 2023-03-01")
            #expect(try await round.record().panelAct == "1/QĐ-HĐBC, 2023-03-01")
            let members = try await test.registry.council(ofRound: round.id, as: test.viewer)
            #expect(Set(members.map(\.act)) == ["12/QĐ-UBND"])
            #expect(try await test.registry.acts(ofRound: round.id, as: test.viewer).count == 2)
        }
    }

    @Test(
        "while a round is judged members change by an act only, and those who left stay on record with their days"
    )
    func replacedWhileJudging() async throws {
        try await TestRegistry.run { test in
            let round = try await test.judged(entries: 1)
            func replace(by act: SeatAct?) async throws -> CouncilMember {
                try await test.registry.replaceCouncilMember(
                    round: round.id, member: "Ủy Viên Mẫu 3", byName: "Người Mới", on: Day("2023-05-21"),
                    because: "Chuyển công tác", by: act, as: test.viewer)
            }
            await expectRefusal("act-required") { _ = try await replace(by: nil) }
            let new = try await replace(by: Self.act)
            #expect(new.act == "77/QĐ-UBND" && new.role == .member && new.from == Day("2023-05-21"))
            let old = try #require(
                try await test.registry.council(ofRound: round.id, as: test.viewer)
                    .first { $0.name == "Ủy Viên Mẫu 3" })
            #expect(old.to == Day("2023-05-20") && old.leaveAct == "77/QĐ-UBND")
            #expect(old.leaveReason == "Chuyển công tác")
            await expectRefusal("unknown-council-member") { _ = try await replace(by: Self.act) }
        }
    }

    @Test("a change that the law does not allow is refused whole: sizes, chair, an odd panel")
    func illegalChange() async throws {
        try await TestRegistry.run { test in
            let round = try await test.judged(RoundScript(judges: 3), entries: 1)
            await expectRefusal("council-size") {
                try await test.registry.removeCouncilMember(
                    round: round.id, member: "Ủy Viên Mẫu 5", on: Day("2023-05-21"), because: "Ốm",
                    by: Self.act, as: test.viewer)
            }
            await expectRefusal("council-size", "council-chair") {
                try await test.registry.removeCouncilMember(
                    round: round.id, member: "Ủy Viên Mẫu 1", on: Day("2023-05-21"), because: "Ốm",
                    by: Self.act, as: test.viewer)
            }
            await expectRefusal("panel-odd") {
                try await test.registry.removeJudge(
                    round: round.id, code: "J2", on: Day("2023-05-21"), because: "Ốm", by: Self.act,
                    as: test.viewer)
            }
            #expect(
                try await test.registry.council(ofRound: round.id, as: test.viewer).allSatisfy {
                    $0.to == nil
                })
            #expect(try await test.registry.acts(ofRound: round.id, as: test.viewer).isEmpty)
        }
    }

    @Test("what a replaced judge marked stays and counts, and the new judge marks the rest")
    func marksOfReplacedJudge() async throws {
        try await TestRegistry.run { test in
            let round = try await test.judged(RoundScript(judges: 3), entries: 2)
            let (first, second) = (round.codes[0], round.codes[1])
            for judge in ["J1", "J2"] {
                try await round.score(sheet(first, judge: judge, total: 80))
                try await round.score(sheet(second, judge: judge, total: 80))
            }
            try await round.score(sheet(first, judge: "J3", total: 95))
            try await test.registry.replaceJudge(
                round: round.id, code: "J3", by: "J4", name: "Giám Khảo Mới", on: Day("2023-05-21"),
                because: "Ốm", by: Self.act, as: test.viewer)
            let told = await expectRefusal("marks-missing") { try await round.close() }
            #expect(told[0].text.en.contains("J4") && told[0].text.en.contains(second))
            await expectRefusal("seat-marked-already") {
                try await round.score(sheet(first, judge: "J4", total: 10))
            }
            await expectRefusal("unknown-judge", "unknown-judge", "unknown-judge", "unknown-judge") {
                try await round.score(sheet(second, judge: "J3", total: 10))
            }
            try await round.score(sheet(second, judge: "J4", total: 71))
            let lines = try await round.close().tally.lines
            #expect(lines.map { $0.total?.description } == ["85", "77"])
            #expect(lines.map(\.judges) == [3, 3])
        }
    }

    @Test(
        "what does not count of a replaced judge's sheets is left to the successor: conflicts, absences, what was given back"
    )
    func sheetsThatDoNotStay() async throws {
        try await TestRegistry.run { test in
            let products = try await test.products(1) + test.products(3)
            let round = try await test.judged(RoundScript(judges: 3), entries: 4, products: products)
            for entry in 0..<4 {
                for judge in ["J1", "J2"] { try await round.submit(entry, judge, total: 80) }
            }
            try await round.submit(0, "J3", total: 95)
            try await test.registry.recordConflict(
                round: round.id, judge: "J3", establishment: round.entries[0].establishmentID,
                because: "Người nhà", on: Day("2023-05-20"), as: test.viewer)
            // four reasons for no mark; a sheet that was given back; one handed in whole
            var absent = SheetContent()
            for leaf in ["market", "economy", "culture", "other"] { absent.marks[leaf] = .none(.absent) }
            try await round.save(1, "J3", absent)
            try await round.submit(1, "J3")
            try await round.submit(2, "J3", total: 95)
            try await round.reopen(2, "J3", because: "Nhầm sản phẩm")
            try await round.submit(3, "J3", total: 86)
            try await test.registry.replaceJudge(
                round: round.id, code: "J3", by: "J4", name: "Giám Khảo Mới", on: Day("2023-05-21"),
                because: "Ốm", by: Self.act, as: test.viewer)
            let history = try await test.registry.sheetHistory(
                round: round.id, entry: round.codes[2], judge: "J3", as: test.viewer)
            #expect(history.map(\.kind) == [.submitted, .reopened, .submitted])
            #expect(history.map(\.isSuperseded) == [true, nil, false] && history[2].comment == "Ốm")
            let told = await expectRefusal("marks-missing", "marks-missing", "marks-missing") {
                try await round.close()
            }
            #expect(told.allSatisfy { $0.text.en.contains("J4") })
            let blank = try await test.registry.blankSheets(ofRound: round.id, as: test.viewer)
            #expect(blank.judges.map(\.code) == ["J4"])
            #expect(Set(blank.judges[0].entries.map(\.code)) == Set(round.codes.prefix(3)))
            for entry in 0..<3 { try await round.submit(entry, "J4", total: 71) }
            await expectRefusal("seat-marked-already") {
                try await round.score(sheet(round.codes[3], judge: "J4", total: 10))
            }
            let lines = try await round.close().tally.lines
            let totals = Dictionary(uniqueKeysWithValues: lines.map { ($0.entry, $0) })
            #expect(round.codes.map { totals[$0]?.total?.description } == ["77", "77", "77", "82"])
            #expect(lines.map(\.judges) == [3, 3, 3, 3])
            _ = try await round.bundle()
        }
    }

    @Test(
        "a seat has one voice where judges are combined first, too; and typed paper is accepted before its judge leaves"
    )
    func oneVoice() async throws {
        try await TestRegistry.run { test in
            let plan = #"{"scoring": {"pipeline": [{"mean": "judges"}, {"sum": "criteria"}]}}"#
            let round = try await test.judged(RoundScript(plan: plan, judges: 3), entries: 1)
            let code = round.codes[0]
            for judge in ["J1", "J2"] { try await round.submit(0, judge, total: 80) }
            try await round.score(
                try ["market", "economy", "culture"].map { try scoreRow(code, "J3", $0, "1") })
            try await test.registry.replaceJudge(
                round: round.id, code: "J3", by: "J4", name: "Giám Khảo Mới", on: Day("2023-05-21"),
                because: "Ốm", by: Self.act, as: test.viewer)
            try await round.submit(0, "J4", total: 80)
            let line = try #require(try await round.close().tally.lines.first)
            #expect(line.total?.description == "80" && line.judges == 3)

            let typed = try await test.judged(RoundScript(judges: 3), entries: 1)
            _ = try await test.registry.typeMarks(
                sheet(typed.codes[0], judge: "J3", total: 80), copy: 1, round: typed.id, as: test.viewer)
            await expectRefusal("typed-copies-open") {
                try await test.registry.replaceJudge(
                    round: typed.id, code: "J3", by: "J4", name: "Giám Khảo Mới", on: Day("2023-05-21"),
                    because: "Ốm", by: Self.act, as: test.viewer)
            }
        }
    }

    @Test(
        "a sheet with a reason for one missing mark is no whole one: the seat speaks once, by the successor")
    func oneVoiceBesideAnAbsence() async throws {
        try await TestRegistry.run { test in
            let plan = #"{"scoring": {"pipeline": [{"mean": "judges"}, {"sum": "criteria"}]}}"#
            let round = try await test.judged(RoundScript(plan: plan, judges: 3), entries: 1)
            let code = round.codes[0]
            for judge in ["J1", "J2"] { try await round.submit(0, judge, total: 80) }
            try await round.score(
                try ["market", "economy", "culture"].map { try scoreRow(code, "J3", $0, "1") }
                    + [try scoreRow(code, "J3", "other", "", absence: "not-applicable")])
            try await test.registry.replaceJudge(
                round: round.id, code: "J3", by: "J4", name: "Giám Khảo Mới", on: Day("2023-05-21"),
                because: "Ốm", by: Self.act, as: test.viewer)
            try await round.submit(0, "J4", total: 80)
            let line = try #require(try await round.close().tally.lines.first)
            #expect(line.total?.description == "80" && line.judges == 3)
        }
    }

    @Test(
        "half a sheet stays where the successor may not mark the entry either, and is superseded where they may",
        arguments: ["05503", "19"])
    func halfSheetOfBarredSuccessor(home: String) async throws {
        try await TestRegistry.run { test in
            let plan =
                #"{"judges": {"barred_within": "commune"}, "scoring": {"pipeline": [{"mean": "judges"}, {"sum": "criteria"}]}}"#
            let round = try await test.judged(RoundScript(plan: plan, judges: 3), entries: 1)
            let code = round.codes[0]
            for judge in ["J1", "J2"] { try await round.submit(0, judge, total: 80) }
            try await round.score(
                try ["market", "economy", "culture"].map { try scoreRow(code, "J3", $0, "1") }
                    + [try scoreRow(code, "J3", "other", "", absence: "not-applicable")])
            try await test.registry.replaceJudge(
                round: round.id, code: "J3", by: "J4", name: "Giám Khảo Mới", homeUnit: home,
                on: Day("2023-05-21"),
                because: "Ốm", by: Self.act, as: test.viewer)
            let history = try await test.registry.sheetHistory(
                round: round.id, entry: code, judge: "J3", as: test.viewer)
            let isBarred = home == "05503"
            #expect(history.map(\.isSuperseded) == (isBarred ? [false] : [true, nil, false]))
            if !isBarred { try await round.submit(0, "J4", total: 80) }
            let line = try #require(try await round.close().tally.lines.first)
            // the half counts in the means of its three criteria, and only there
            #expect((line.total?.description == "80") == !isBarred && line.judges == 3)
        }
    }

    @Test("who takes a drawn judge's seat marks what was drawn for it")
    func drawnSeat() async throws {
        try await TestRegistry.run { test in
            let products = try await test.products(3)
            var round = try await test.drafted(RoundScript(judges: 3))
            try await round.open()
            try await round.seat()
            round.entries = try await round.file(try products.map { try round.script.entry($0) })
            try await round.move(round.codes, to: .accepted)
            let draw = try await test.registry.drawAssignment(
                round: round.id, perEntry: 1, seed: "a", on: test.today, as: test.viewer)
            try await round.judge()
            try await test.registry.replaceJudge(
                round: round.id, code: "J3", by: "J4", name: "Giám Khảo Mới", on: Day("2023-05-21"),
                because: "Ốm", by: Self.act, as: test.viewer)
            for assignment in draw.assignments {
                let holder = assignment.judge == "J3" ? "J4" : assignment.judge
                let stranger = holder == "J4" ? "J1" : "J4"
                await expectRefusal("judge-not-assigned") {
                    try await round.score(sheet(assignment.entry, judge: stranger, total: 80))
                }
                try await round.score(sheet(assignment.entry, judge: holder, total: 80))
            }
            try await round.close()
        }
    }

    @Test("what was wrong before a change, such as a drawn judge in conflict, does not stand in its way")
    func wrongBefore() async throws {
        try await TestRegistry.run { test in
            let products = try await test.products(3)
            var round = try await test.drafted(RoundScript(judges: 3))
            try await round.open()
            try await round.seat()
            round.entries = try await round.file(try products.map { try round.script.entry($0) })
            try await round.move(round.codes, to: .accepted)
            _ = try await test.registry.drawAssignment(
                round: round.id, perEntry: 1, seed: "a", on: test.today, as: test.viewer)
            try await round.judge()
            try await test.registry.recordConflict(
                round: round.id, judge: "J1", establishment: round.entries[0].establishmentID,
                because: "Họ hàng",
                on: test.today, as: test.viewer)
            func replace(_ judge: String, by new: String) async throws {
                try await test.registry.replaceJudge(
                    round: round.id, code: judge, by: new, name: "Giám Khảo \(new)", on: Day("2023-05-21"),
                    because: "Ốm", by: Self.act, as: test.viewer)
            }
            try await replace("J2", by: "J4")
            try await replace("J1", by: "J5")
            for code in round.codes {
                let judge = try #require(
                    try await test.registry.assignments(ofRound: round.id, as: test.viewer)
                        .first { $0.entry == code }?.judge)
                try await round.score(
                    sheet(code, judge: ["J1": "J5", "J2": "J4"][judge] ?? judge, total: 80))
            }
            try await round.close()
        }
    }

    @Test("past the use cases the database keeps members and their acts as well")
    func seatWalls() async throws {
        try await TestRegistry.run { test in
            let round = try await test.judged(entries: 1)
            let judging = round.id
            func wall(_ constraint: String, _ statement: String) async {
                await expectDatabaseError("23000", constraint: constraint) {
                    try await test.asProgram { session in
                        try session.beginAudit()
                        try session.script(statement)
                    }
                }
            }
            await wall(
                "seat_change_act",
                "INSERT INTO judge (round_id, code, name, role, member_from) VALUES (\(judging), 'J9', 'x', 'judge', '2023-05-01')"
            )
            await wall(
                "seat_change_act", "UPDATE council_member SET member_to = '2023-05-20' WHERE role = 'chair'")
            await wall("seat_history_fixed", "UPDATE council_member SET name = 'x' WHERE role = 'chair'")
            await wall("seat_history_fixed", "UPDATE judge SET code = 'J8'")
            try await round.score([90])
            try await round.close()
            await wall("seat_round_state", "UPDATE judge SET member_to = '2023-05-20'")
            // the council decides still
            _ = try await test.registry.replaceCouncilMember(
                round: round.id, member: "Ủy Viên Mẫu 5", byName: "Người Mới", on: Day("2023-06-01"),
                because: "Nghỉ hưu", by: Self.act, as: test.viewer)
            await wall(
                "seat_history_fixed", "UPDATE council_member SET member_to = NULL WHERE member_to IS NOT NULL"
            )
            try await round.decide(lines(round.codes, recognised: 1))
            await wall(
                "seat_round_state", "UPDATE council_member SET member_to = '2023-07-20' WHERE role = 'chair'")
        }
    }

    // MARK: Meetings

    private static let quorum = RoundScript(plan: #"{"scoring": {"quorum": {"members_present": "2/3"}}}"#)

    @discardableResult
    private static func meet(
        _ round: HeldRound, _ count: Int, on day: Day = Day("2023-05-30"), dryRun: Bool = false
    ) async throws -> MeetingRecord {
        try await round.test.registry.recordMeeting(
            ofRound: round.id, on: day, present: (0..<count).map { "Ủy Viên Mẫu \($0 + 1)" },
            as: round.test.viewer, today: round.test.today, dryRun: dryRun)
    }

    @Test("closing takes the record of the day's meeting, and what is stated beside it must agree")
    func closingMeeting() async throws {
        try await TestRegistry.run { test in
            let round = try await test.judged(Self.quorum, entries: 1)
            try await round.score([90])
            await expectRefusal("quorum-attendance-unknown") { try await round.close() }
            // a meeting of another day is not the closing one
            #expect(try await Self.meet(round, 5, on: Day("2023-05-29")).isQuorate)
            await expectRefusal("quorum-attendance-unknown") { try await round.close() }
            let small = try await Self.meet(round, 3)
            #expect(!small.isQuorate && small.needed == 4 && small.councilSize == 5)
            await expectRefusal("quorum-members") { try await round.close() }
            await expectRefusal("members-present-disagree") { try await round.close(membersPresent: 4) }
            try await Self.meet(round, 4)
            #expect(
                try await test.registry.meetings(ofRound: round.id, as: test.viewer).map(\.counts)
                    == [true, false, true])
            try await round.close(membersPresent: 4)
            #expect(try await round.record().membersPresent == 4)
        }
    }

    @Test("only members of that day are present, each once, at a meeting that has been")
    func attendance() async throws {
        try await TestRegistry.run { test in
            let round = try await test.judged(entries: 1)
            func meet(_ people: [String], on day: Day = Day("2023-05-30")) async throws {
                _ = try await test.registry.recordMeeting(
                    ofRound: round.id, on: day, present: people, as: test.viewer, today: test.today)
            }
            await expectRefusal("meeting-nobody") { try await meet([]) }
            await expectRefusal("unknown-council-member") { try await meet(["Người Lạ"]) }
            await expectRefusal("meeting-day") { try await meet(["Ủy Viên Mẫu 1"], on: Day("2026-12-01")) }
            await expectRefusal("meeting-member-twice") {
                try await meet(["Ủy Viên Mẫu 1", "Ủy Viên Mẫu 1"])
            }
            // before they were seated
            await expectRefusal("unknown-council-member") {
                try await meet(["Ủy Viên Mẫu 1"], on: Day("2023-05-01"))
            }
            let other = try await test.judged(entries: 1)
            try await Self.meet(round, 2)
            await expectDatabaseError("23000", constraint: "council_attendance_sitting") {
                try await test.asProgram { session in
                    try session.beginAudit()
                    try session.execute(
                        """
                        INSERT INTO council_attendance (council_meeting_id, council_member_id)
                        SELECT m.council_meeting_id, c.council_member_id FROM council_meeting m, council_member c
                        WHERE c.round_id = \(other.id)
                        """)
                }
            }
            // nobody is added to a record later
            await expectDatabaseError("23000", constraint: "council_attendance_sitting") {
                try await test.asProgram { session in
                    try session.beginAudit()
                    try session.execute(
                        """
                        INSERT INTO council_attendance (council_meeting_id, council_member_id)
                        SELECT m.council_meeting_id, c.council_member_id FROM council_meeting m, council_member c
                        WHERE c.round_id = \(round.id) AND c.name = 'Ủy Viên Mẫu 5'
                        """)
                }
            }
        }
    }

    // MARK: Votes and the decision

    @discardableResult
    private static func vote(
        _ round: HeldRound, _ inFavour: Int, _ against: Int, _ abstained: Int = 0, entry: String? = nil,
        on day: Day = Day("2023-06-15")
    ) async throws -> VoteRecord {
        try await round.test.registry.recordVote(
            ofRound: round.id, on: day, entry: entry, inFavour: inFavour, against: against,
            abstained: abstained, as: round.test.viewer)
    }

    @Test(
        "a plan that demands a vote gets no decision without one that adopts the list, past the use cases either"
    )
    func requiredVote() async throws {
        try await TestRegistry.run { test in
            let script = RoundScript(plan: #"{"decision": {"vote": "required"}}"#)
            let round = try await test.closed(script, totals: [80, 90])
            let rows = lines(round.codes, recognised: 2)
            await expectRefusal("decision-vote-missing") { try await round.decide(rows) }
            await expectDatabaseError("23000", constraint: "decision_vote_adopted") {
                try await test.asProgram { session in
                    try session.beginAudit()
                    try session.execute(
                        """
                        INSERT INTO decision (round_id, number, decided_on, authority, place, capacity, signatory_title,
                          signatory_name) VALUES (\(round.id), '1', '2023-06-30', 'UBND', 'Thái Nguyên', '', '', '')
                        """)
                }
            }
            await expectRefusal("unknown-meeting") { _ = try await Self.vote(round, 5, 0) }
            try await Self.meet(round, 4, on: Day("2023-06-15"))
            await expectRefusal("vote-sum") { _ = try await Self.vote(round, 4, 1) }
            await expectRefusal("vote-count") { _ = try await Self.vote(round, 5, -1) }
            #expect(try await Self.vote(round, 2, 1, 1).vote.isAdopted == false)
            await expectRefusal("vote-recorded") { _ = try await Self.vote(round, 4, 0) }
            await expectRefusal("decision-vote-lost") { try await round.decide(rows) }
            // who was present is put right; what was voted stands until there is a further vote
            try await Self.meet(round, 5, on: Day("2023-06-15"))
            await expectRefusal("decision-vote-lost") { try await round.decide(rows) }
            try await Self.meet(round, 4, on: Day("2023-06-20"))
            #expect(try await Self.vote(round, 3, 1, on: Day("2023-06-20")).vote.isAdopted)
            try await round.decide(rows)
            #expect(try await test.registry.votes(ofRound: round.id, as: test.viewer).count == 2)
        }
    }

    @Test("a vote on one entry binds the decision, and votes need a meeting with its quorum")
    func entryVote() async throws {
        try await TestRegistry.run { test in
            let round = try await test.judged(Self.quorum, entries: 2)
            try await round.score([90, 80])
            await expectRefusal("round-state") { _ = try await Self.vote(round, 1, 0) }
            try await round.close(membersPresent: 5)
            try await Self.meet(round, 3, on: Day("2023-06-15"))
            await expectRefusal("quorum-members") { _ = try await Self.vote(round, 3, 0) }
            try await Self.meet(round, 5, on: Day("2023-06-15"))
            await expectRefusal("unknown-entry") { _ = try await Self.vote(round, 5, 0, entry: "A9") }
            #expect(try await Self.vote(round, 1, 4, entry: round.codes[0]).entry == round.codes[0])
            let told = await expectRefusal("decision-against-vote") {
                try await round.decide(lines(round.codes, recognised: 2))
            }
            #expect(told.first?.place == Place(row: 2, column: "recognised"))
            try await round.decide([
                DecisionRow(entry: round.codes[0], isRecognised: false, reason: "Biểu quyết không tán thành"),
                DecisionRow(entry: round.codes[1], isRecognised: true),
            ])
        }
    }

    @Test("past the use cases a vote counts those present, once, on entries of its round")
    func voteWalls() async throws {
        try await TestRegistry.run { test in
            let round = try await test.closed(totals: [90])
            let other = try await test.closed(totals: [90])
            let meeting = try await Self.meet(round, 3, on: Day("2023-06-15")).id
            func wall(_ constraint: String, _ values: String) async {
                await expectDatabaseError(
                    constraint == "council_vote_once" ? "23505" : "23000", constraint: constraint
                ) {
                    try await test.asProgram { session in
                        try session.beginAudit()
                        try session.script(
                            "INSERT INTO council_vote (council_meeting_id, entry_id, in_favour, against, abstained) VALUES (\(meeting), \(values))"
                        )
                    }
                }
            }
            await wall("council_vote_sum", "NULL, 2, 0, 0")
            await wall("council_vote_of_round", "\(other.entries[0].id), 3, 0, 0")
            try await Self.vote(round, 3, 0)
            await wall("council_vote_once", "NULL, 3, 0, 0")
        }
    }

    @Test(
        "a decision waits for a vote in flight and then knows it; without the lock it stands beside a vote against it",
        arguments: [true, false])
    func voteInFlight(isProtected: Bool) async throws {
        try await TestRegistry.run(checksInvariants: false) { test in
            let round = try await test.closed(
                RoundScript(plan: #"{"decision": {"vote": "required"}}"#), totals: [80])
            for day in ["2023-06-15", "2023-06-16"] {
                try await Self.meet(round, 3, on: try Day(iso: day))
            }
            try await Self.vote(round, 3, 0)
            if !isProtected {
                try await test.asOwner {
                    try $0.script("ALTER TABLE council_vote DISABLE TRIGGER council_vote_rules")
                }
            }
            @Sendable func decide(_ session: Session) throws {
                try session.beginAudit()
                try session.execute(
                    """
                    INSERT INTO decision (round_id, number, decided_on, authority, place, capacity, signatory_title,
                      signatory_name) VALUES (\(round.id), '1', '2023-06-30', 'UBND', '', '', '', '')
                    """)
            }
            let decided = try await test.second(
                after: { session in
                    try session.beginAudit()
                    try session.execute(
                        """
                        INSERT INTO council_vote (council_meeting_id, in_favour, against, abstained)
                        SELECT council_meeting_id, 1, 2, 0 FROM council_meeting WHERE held_on = '2023-06-16'
                        """)
                }, waits: isProtected
            ) { try decide($0) }
            #expect(decided == (isProtected ? "decision_vote_adopted" : "written"))
        }
    }

    @Test("where the plan wants reasons, passing over an entry without one is refused")
    func orderReasons() async throws {
        try await TestRegistry.run { test in
            let script = RoundScript(plan: #"{"decision": {"order_reasons": "required"}}"#)
            let round = try await test.closed(script, totals: [80, 90])
            let told = await expectRefusal("decision-order") {
                try await round.decide(lines(round.codes, recognised: 1))
            }
            #expect(told.first?.place == Place(row: 3, column: "reason"))
            try await round.decide([
                DecisionRow(entry: round.codes[0], isRecognised: true),
                DecisionRow(entry: round.codes[1], isRecognised: false, reason: "Trùng mẫu mã"),
            ])
        }
    }
}
