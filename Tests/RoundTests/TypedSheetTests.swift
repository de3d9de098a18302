import Documents
import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@Suite("Paper sheets, typed in twice")
struct TypedSheetTests {
    /// Two clerks and a secretary of a round.
    private struct Office: Sendable {
        let round: HeldRound
        let first: Viewer
        let second: Viewer
        let secretary: Viewer

        init(_ test: TestRegistry, entries: Int = 1, judges: Int = 1) async throws {
            round = try await test.judged(RoundScript(judges: judges), entries: entries)
            for (login, role) in [("mot", Role.clerk), ("hai", .clerk), ("thuky", .councilSecretary)] {
                try await test.account(login)
                try await test.grant(role, in: "round:\(round.id)", to: login)
            }
            (first, second) = (try await test.viewer("mot"), try await test.viewer("hai"))
            secretary = try await test.viewer("thuky")
        }

        @discardableResult
        func type(_ rows: [ScoreRow], _ copy: Int, as clerk: Viewer, dryRun: Bool = false) async throws
            -> TypingReport
        {
            try await round.test.registry.typeMarks(
                rows, copy: copy, round: round.id, as: clerk, dryRun: dryRun)
        }

        func differences() async throws -> [TypedDifference] {
            try await round.test.registry.typedDifferences(ofRound: round.id, as: secretary)
        }

        func settle(
            _ criterion: String, _ content: String, judge: String = "J1", as viewer: Viewer? = nil
        ) async throws {
            try await round.test.registry.settleTyped(
                round: round.id, entry: round.codes[0], judge: judge, criterion: criterion,
                try Mark.Content(content), because: "Xem lại phiếu giấy", as: viewer ?? secretary)
        }

        func accept(dryRun: Bool = false) async throws -> AcceptedSheets {
            try await round.test.registry.acceptTyped(round: round.id, as: secretary, dryRun: dryRun)
        }
    }

    @Test(
        "paper that was typed before its judge came into conflict is told of in the minutes, and counts nowhere"
    )
    func typedThenBlocked() async throws {
        try await TestRegistry.run { test in
            let office = try await Office(test, judges: 3)
            let (round, code) = (office.round, office.round.codes[0])
            let rows = try sheet(code, judge: "J3", total: 80)
            try await office.type(rows, 1, as: office.first)
            try await office.type(rows, 2, as: office.second)
            for judge in ["J1", "J2"] { try await round.score(sheet(code, judge: judge, total: 75)) }
            try await test.registry.recordConflict(
                round: round.id, judge: "J3", establishment: round.entries[0].establishmentID,
                because: "Người nhà", on: Day("2023-05-20"), as: test.viewer)
            try await round.close()
            let minutes = try await test.registry.minutes(ofRound: round.id, as: test.viewer)
            #expect(minutes.marks.submitted == 8 && minutes.marks.counted == 8)
            let paper = try #require(minutes.marks.untaken.first)
            #expect(minutes.marks.untaken.count == 1)
            #expect(paper.entry == code && paper.judge == "J3" && paper.marks == 8)
            #expect(paper.typedBy == ["hai", "mot"] && paper.reason.contains("xung đột"))
            let text = minutes.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            #expect(text.contains("Phiếu giấy đã gõ vào máy nhưng không được nhận"))
        }
    }

    @Test("two copies that agree become a submitted sheet; nothing counts before, and closing waits")
    func agreed() async throws {
        try await TestRegistry.run { test in
            let office = try await Office(test)
            let round = office.round
            let rows = try sheet(round.codes[0], judge: "J1", total: 80)
            #expect(try await office.type(rows, 1, as: office.first).untyped == 4)
            #expect(
                try await office.differences().map(\.finding) == Array(repeating: .once(copy: 1), count: 4))
            #expect(
                try await office.differences().allSatisfy { $0.values == nil },
                "who types second sees no value")
            let none = try await office.accept()
            #expect(none.accepted == [] && none.open == [SheetName(entry: round.codes[0], judge: "J1")])
            // a dry run tells the second clerk nothing of what the first typed
            for total in [80, 79] {
                let tried = try sheet(round.codes[0], judge: "J1", total: total)
                #expect(try await office.type(tried, 2, as: office.second, dryRun: true).untyped == 0)
            }
            #expect(try await office.type(rows, 2, as: office.second).untyped == 0)
            #expect(try await office.differences().isEmpty)
            #expect(try await round.total(0) == nil)
            await expectRefusal("marks-missing", "typed-copies-open") { try await round.close() }
            #expect(try await office.accept(dryRun: true).accepted.count == 1)
            #expect(try await round.sheets().map(\.state) == [.missing])
            #expect(try await office.accept().accepted.count == 1)
            #expect(try await round.sheets().map(\.state) == [.submitted])
            let again = try await office.accept()
            #expect(again.accepted == [] && again.open == [])
            let history = try await test.registry.sheetHistory(
                round: round.id, entry: round.codes[0], judge: "J1", as: test.viewer)
            #expect(history.map(\.source) == ["typed"] && history.map(\.actor) == ["thuky"])
            await expectRefusal("sheet-submitted") { try await office.type(rows, 1, as: office.first) }
            #expect(try await round.close().tally.lines.first?.total?.description == "80")
            _ = try await round.bundle()
        }
    }

    @Test("rows that name their sheet by its printed code are the same as those that name entry and judge")
    func bySheetCode() async throws {
        try await TestRegistry.run { test in
            let office = try await Office(test, entries: 2)
            let round = office.round
            func coded(_ rows: [ScoreRow], as code: SheetCode) throws -> [ScoreRow] {
                try rows.enumerated().map { place, row in
                    let score = if case .value(let value) = row.mark.content { value.description } else { "" }
                    return try ScoreRow(
                        Fields(texts: [code.description, nil, row.mark.criterion, score, nil]),
                        row: place + 2,
                        takesSheetCodes: true)
                }
            }
            let rows = try sheet(round.codes[0], judge: "J1", total: 80)
            let own = try SheetCode(round: round.id, entry: round.codes[0], judge: "J1")
            try await office.type(try coded(rows, as: own), 1, as: office.first)
            try await office.type(rows, 2, as: office.second)
            #expect(try await office.accept().accepted == [SheetName(entry: round.codes[0], judge: "J1")])
            for (code, error) in [
                (
                    try SheetCode(round: round.id + 1, entry: round.codes[1], judge: "J1"),
                    "sheet-code-other-round"
                ),
                (try SheetCode(round: round.id, entry: "ZZ", judge: "J1"), "sheet-code-unknown"),
                (try SheetCode(round: round.id, entry: round.codes[1], judge: "J9"), "sheet-code-unknown"),
                (
                    try SheetCode(round: round.id, stage: "x", entry: round.codes[1], judge: "J1"),
                    "sheet-code-unknown"
                ),
            ] {
                let told = await expectRefusal(error) {
                    try await office.type(try coded([rows[0]], as: code), 1, as: office.first)
                }
                #expect(told.first?.text.vi.contains(code.description) == true)
                #expect(told.first?.place.row == 2 && told.first?.place.column == "entry")
            }
        }
    }

    @Test(
        "one hand does not type both copies, nobody types a mark twice, and a clerk neither compares nor accepts"
    )
    func hands() async throws {
        try await TestRegistry.run { test in
            let office = try await Office(test)
            let round = office.round
            let rows = try sheet(round.codes[0], judge: "J1", total: 80)
            try await office.type(rows, 1, as: office.first)
            await expectRefusal("typed-by-same-hand") { try await office.type(rows, 2, as: office.first) }
            await expectRefusal("typed-twice", "typed-twice", "typed-twice", "typed-twice") {
                try await office.type(rows, 1, as: office.second)
            }
            await expectRefusal("typed-copy") { try await office.type(rows, 3, as: office.second) }
            await expectRefusal("not-permitted") {
                _ = try await test.registry.typedDifferences(ofRound: round.id, as: office.second)
            }
            await expectRefusal("not-permitted") {
                _ = try await test.registry.acceptTyped(round: round.id, as: office.second)
            }
            await expectRefusal("not-permitted") {
                _ = try await test.registry.sheets(ofRound: round.id, as: office.second)
            }
            await expectRefusal("not-permitted") {
                try await office.settle("market", "40", as: office.second)
            }
            await expectDatabaseError("23000", constraint: "typed_mark_other_hand") {
                try await test.asProgram { session in
                    try session.execute(
                        """
                        WITH event AS (
                          INSERT INTO audit_event (actor, action, subject) VALUES ('mot', 'sheet.type', 'round') RETURNING audit_id
                        )
                        SELECT set_config('cnnt.audit_id', audit_id::text, true) FROM event
                        """)
                    try session.execute(
                        """
                        INSERT INTO typed_mark (round_id, stage, entry_id, judge_id, product_group, version, copy, leaf, value)
                        SELECT round_id, stage, entry_id, judge_id, product_group, version, 2, leaf, value FROM typed_mark
                        """)
                }
            }
            try await office.type(rows, 2, as: office.second)
            _ = try await office.accept()
        }
    }

    @Test(
        "where the copies differ somebody says what the paper has, with the reason; only then the sheet is accepted"
    )
    func differing() async throws {
        try await TestRegistry.run { test in
            let office = try await Office(test)
            let round = office.round
            let code = round.codes[0]
            try await office.type(
                [
                    try scoreRow(code, "J1", "market", "38"), try scoreRow(code, "J1", "economy", "30"),
                    try scoreRow(code, "J1", "culture", "", absence: "absent"),
                ], 1, as: office.first)
            try await office.type(
                [
                    try scoreRow(code, "J1", "market", "33"), try scoreRow(code, "J1", "economy", "30.0"),
                    try scoreRow(code, "J1", "other", "7"),
                ], 2, as: office.second)
            let found = try await office.differences()
            #expect(found.map(\.criterion) == ["market", "culture", "other"])
            #expect(found[0].values?.first.text == "38" && found[0].values?.second.text == "33")
            #expect(found[1].finding == .once(copy: 1) && found[2].finding == .once(copy: 2))
            await expectRefusal("mark-out-of-range") { try await office.settle("market", "41") }
            await expectRefusal("unknown-criterion") { try await office.settle("taste", "4") }
            await expectRefusal("nothing-to-settle") { try await office.settle("economy", "30") }
            try await office.settle("market", "33")
            await expectRefusal("nothing-to-settle") { try await office.settle("market", "38") }
            #expect(try await office.accept().open.count == 1)
            try await office.settle("culture", "absent")
            // the copy that lacked it may still be completed
            try await office.type([try scoreRow(code, "J1", "other", "7")], 1, as: office.first)
            #expect(try await office.accept().accepted.count == 1)
            await expectRefusal("nothing-to-settle") { try await office.settle("other", "8") }
            let sheet = try #require(try await round.sheets().first)
            #expect(sheet.lines.map { $0.mark?.text } == ["33", "30", "absent", "7"])
        }
    }

    @Test("whoever may do everything is still one hand, and what two read alike is not outvoted")
    func oneHand() async throws {
        try await TestRegistry.run { test in
            let office = try await Office(test)
            let code = office.round.codes[0]
            try await office.type([try scoreRow(code, "J1", "market", "38")], 1, as: test.viewer)
            await expectRefusal("typed-by-same-hand") {
                try await office.settle("market", "38", as: test.viewer)
            }
            await expectRefusal("nothing-to-settle") { try await office.settle("other", "7") }
            let sheet = office.round.entries[0]
            for leaf in ["market", "other"] {
                await expectDatabaseError("23000", constraint: "typed_settlement_needed") {
                    try await test.asProgram { session in
                        try session.beginAudit()
                        try session.execute(
                            """
                            INSERT INTO typed_settlement (round_id, stage, entry_id, judge_id, product_group, version, leaf, value, reason)
                            SELECT j.round_id, 'result', \(sheet.id), j.judge_id, \(sheet.group), 1, \(leaf), 7, 'x'
                            FROM judge j WHERE j.round_id = \(office.round.id)
                            """)
                    }
                }
            }
            // settled while one copy lacked it; then the other reads the same as the first
            try await office.settle("market", "15")
            try await office.type([try scoreRow(code, "J1", "market", "38")], 2, as: office.second)
            let rest = try ["economy", "culture", "other"].map { try scoreRow(code, "J1", $0, "7") }
            try await office.type(rest, 1, as: test.viewer)
            try await office.type(rest, 2, as: office.second)
            #expect(try await office.accept().accepted.count == 1)
            let typed = try #require(try await office.round.sheets().first)
            #expect(typed.lines.map { $0.mark?.text } == ["38", "7", "7", "7"])
        }
    }

    @Test("whoever typed either copy does not settle where they differ, whatever else they may do")
    func settlingHands() async throws {
        try await TestRegistry.run { test in
            let office = try await Office(test)
            let round = office.round
            let code = round.codes[0]
            try await test.grant(.councilSecretary, in: "round:\(round.id)", to: "hai")
            let both = try await test.viewer("hai")
            try await office.type([try scoreRow(code, "J1", "market", "38")], 1, as: office.first)
            try await office.type([try scoreRow(code, "J1", "market", "33")], 2, as: both)
            let told = await expectRefusal("typed-by-same-hand") {
                try await office.settle("market", "33", as: both)
            }
            #expect(told.first?.text.vi.contains("J1/\(code)") == true)
            // nor what nobody else typed of that sheet
            try await office.type([try scoreRow(code, "J1", "other", "7")], 1, as: office.first)
            await expectRefusal("typed-by-same-hand") { try await office.settle("other", "7", as: both) }
            for actor in ["mot", "hai"] {
                await expectDatabaseError("23000", constraint: "typed_settlement_other_hand") {
                    try await test.asProgram { session in
                        try session.execute(
                            """
                            WITH event AS (
                              INSERT INTO audit_event (actor, action, subject) VALUES (\(actor), 'sheet.settle', 'round')
                              RETURNING audit_id
                            )
                            SELECT set_config('cnnt.audit_id', audit_id::text, true) FROM event
                            """)
                        try session.execute(
                            """
                            INSERT INTO typed_settlement (round_id, stage, entry_id, judge_id, product_group, version, leaf, value,
                              reason)
                            SELECT round_id, stage, entry_id, judge_id, product_group, version, leaf, value, 'x' FROM typed_mark
                            WHERE leaf = 'market' AND copy = 1
                            """)
                    }
                }
            }
            try await office.settle("market", "38")
            #expect(try await office.differences().map(\.criterion) == ["economy", "culture", "other"])
        }
    }

    @Test("neither a file of marks nor the judge's own submission overtakes paper that is typed and waits")
    func overtaking() async throws {
        try await TestRegistry.run { test in
            let office = try await Office(test, entries: 2)
            let round = office.round
            let code = round.codes[0]
            let rows = try sheet(code, judge: "J1", total: 80)
            try await office.type(rows, 1, as: office.first)
            try await office.type(rows, 2, as: office.second)
            await expectRefusal("typed-copies-open") { try await round.submit(0, "J1", total: 90) }
            let file =
                try sheet(round.codes[1], judge: "J1", total: 70)
                + [
                    try scoreRow(code, "J1", "market", "4", row: 7),
                    try scoreRow(code, "J1", "other", "4", row: 8),
                ]
            let told = await expectRefusal("typed-copies-open") {
                _ = try await test.registry.importMarks(file, round: round.id, as: test.viewer)
            }
            #expect(told.map(\.place.row) == [7])
            for source in ["judge", "offline", "import"] {
                await expectDatabaseError("23000", constraint: "sheet_version_paper_waiting") {
                    try await test.asProgram { session in
                        try session.beginAudit()
                        try session.execute(
                            """
                            INSERT INTO sheet_version (round_id, stage, entry_id, judge_id, product_group, version, source)
                            SELECT DISTINCT round_id, stage, entry_id, judge_id, product_group, version, \(source) FROM typed_mark
                            """)
                    }
                }
            }
            // the paper counts as it was typed, and the other sheet of the file goes in without it
            #expect(try await office.accept().accepted == [SheetName(entry: code, judge: "J1")])
            _ = try await test.registry.importMarks(
                Array(file.prefix(4)), round: round.id, as: test.viewer)
            #expect(try await round.total(0) == "80")
            #expect(try await round.total(1) == "70")
        }
    }

    @Test("a reopened sheet is typed anew as its next version")
    func again() async throws {
        try await TestRegistry.run { test in
            let office = try await Office(test)
            let round = office.round
            for total in [80, 85] {
                let rows = try sheet(round.codes[0], judge: "J1", total: total)
                try await office.type(rows, 1, as: office.first)
                try await office.type(rows, 2, as: office.second)
                _ = try await office.accept()
                if total == 80 { try await round.reopen(0, "J1") }
            }
            #expect(try await round.sheets().map(\.version) == [2])
            #expect(try await round.total(0) == "85")
            try await round.close()
            _ = try await round.bundle()
        }
    }

    @Test("what is wrong with a typed file is told row by row, and nothing of it is kept")
    func badRows() async throws {
        try await TestRegistry.run { test in
            let office = try await Office(test, entries: 2, judges: 3)
            let round = office.round
            try await round.submit(1, "J1", total: 70)
            let told = await expectRefusal("mark-out-of-range", "unknown-judge", "mark-twice") {
                try await office.type(
                    [
                        try scoreRow(round.codes[0], "J1", "market", "41", row: 2),
                        try scoreRow(round.codes[0], "J9", "market", "4", row: 3),
                        try scoreRow(round.codes[0], "J2", "market", "4", row: 4),
                        try scoreRow(round.codes[0], "J2", "market", "5", row: 5),
                    ], 1, as: office.first)
            }
            #expect(told.map(\.place.row) == [2, 3, 5])
            let submitted = await expectRefusal("sheet-submitted") {
                try await office.type(
                    [
                        try scoreRow(round.codes[0], "J2", "market", "4", row: 2),
                        try scoreRow(round.codes[1], "J1", "market", "4", row: 3),
                    ], 1, as: office.first)
            }
            #expect(submitted.map(\.place.row) == [3])
            #expect(try await office.differences().isEmpty)
            let report = try await office.type(
                [try scoreRow(round.codes[0], "J2", "market", "4")], 1, as: office.first, dryRun: true)
            #expect(report.marks == 1 && report.sheets == 1 && report.untyped == 4)
            #expect(try await office.differences().isEmpty)
        }
    }
}
