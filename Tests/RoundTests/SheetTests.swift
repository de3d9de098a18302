import Evidence
import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

/// Marks of the law's four criteria that add up to a total.
func written(_ total: Int, comment: String? = nil) throws -> SheetContent {
    var content = SheetContent(comment: comment)
    for row in try sheet("x", judge: "x", total: total) {
        content.marks[row.mark.criterion] = row.mark.content
    }
    return content
}

extension HeldRound {
    @discardableResult
    func save(
        _ entry: Int, _ judge: String, _ content: SheetContent, stage: String? = nil, as viewer: Viewer? = nil
    ) async throws -> [SheetRecord] {
        try await test.registry.saveSheets(
            round: id, [SheetName(entry: codes[entry], judge: judge): content], stage: stage,
            as: viewer ?? test.viewer)
    }

    @discardableResult
    func submit(_ entry: Int, _ judge: String, as viewer: Viewer? = nil) async throws -> SheetRecord {
        try await test.registry.submitSheet(
            round: id, entry: codes[entry], judge: judge, as: viewer ?? test.viewer)
    }

    @discardableResult
    func reopen(
        _ entry: Int, _ judge: String, because reason: String = "Cộng nhầm", as viewer: Viewer? = nil
    ) async throws -> SheetRecord {
        try await test.registry.reopenSheet(
            round: id, entry: codes[entry], judge: judge, because: reason, as: viewer ?? test.viewer)
    }

    /// Written and handed in at once.
    func submit(_ entry: Int, _ judge: String, total: Int) async throws {
        try await save(entry, judge, try written(total))
        try await submit(entry, judge)
    }

    func total(_ entry: Int) async throws -> String? {
        try await test.registry.tally(ofRound: id, as: test.viewer).tally.lines
            .first { $0.entry == codes[entry] }?.total?.description
    }

    func sheets() async throws -> [SheetRecord] {
        try await test.registry.sheets(ofRound: id, as: test.viewer)
    }
}

@Suite("Score sheets, from the first draft to the bundle")
struct ScoreSheetTests {
    @Test("a draft counts for nothing, is replaced freely, and is handed in only when it is complete")
    func draftToSubmitted() async throws {
        try await TestRegistry.run { test in
            let round = try await test.judged(entries: 1)
            #expect(try await round.sheets().map(\.state) == [.missing])
            let half = SheetContent(
                marks: ["market": .value(try ExactDecimal("35.5"))], remarks: ["market": "Bán chạy"])
            #expect(try await round.save(0, "J1", half).map(\.lacking) == [["economy", "culture", "other"]])
            #expect(try await round.sheets().map(\.state) == [.draft])
            let told = await expectRefusal("sheet-incomplete") { try await round.submit(0, "J1") }
            #expect(told.first?.text.en.contains("economy") == true)
            #expect(try await round.total(0) == nil, "a draft is no mark")
            await expectRefusal("marks-missing") { try await round.close() }
            try await round.save(0, "J1", try written(80, comment: "Mẫu mã đẹp"))
            let submitted = try await round.submit(0, "J1")
            #expect(submitted.state == .submitted && submitted.version == 1 && submitted.lacking.isEmpty)
            #expect(submitted.comment == "Mẫu mã đẹp" && submitted.lines[0].remark == "Bán chạy")
            #expect(try SheetCode(parsing: submitted.code ?? "").entry == round.codes[0].uppercased())
            #expect(try await round.total(0) == "80")
            await expectRefusal("sheet-submitted") { try await round.save(0, "J1", half) }
            await expectRefusal("sheet-submitted") { try await round.submit(0, "J1") }
            try await round.close()
            _ = try await round.bundle()
        }
    }

    @Test("nothing that is wrong with what is written comes in, and all of it is told")
    func wrong() async throws {
        try await TestRegistry.run { test in
            let round = try await test.judged(RoundScript(plan: #"{"scoring": {"step": "0.5"}}"#), entries: 1)
            func content(_ marks: [String: String]) throws -> SheetContent {
                SheetContent(marks: try marks.mapValues { try Mark.Content($0) })
            }
            await expectRefusal("unknown-criterion", "mark-out-of-range", "mark-off-step") {
                try await round.save(0, "J1", try content(["taste": "1", "market": "41", "other": "0.25"]))
            }
            await expectRefusal("unknown-judge") {
                try await round.save(0, "J9", try content(["market": "1"]))
            }
            await expectRefusal("unknown-stage") {
                try await round.save(0, "J1", try content(["market": "1"]), stage: "final")
            }
            await expectRefusal("sheet-not-submitted") { try await round.reopen(0, "J1") }
            await expectRefusal("text-empty") { try await round.reopen(0, "J1", because: " ") }
            #expect(try await round.sheets().map(\.state) == [.missing])
        }
    }

    @Test("a reopened sheet keeps its marks in force until it is handed in again, and holds the closing up")
    func reopened() async throws {
        try await TestRegistry.run { test in
            let round = try await test.judged(RoundScript(judges: 3), entries: 1)
            try await round.submit(0, "J1", total: 80)
            try await round.submit(0, "J2", total: 70)
            try await round.submit(0, "J3", total: 75)
            let given = try await round.reopen(0, "J1", because: "Ghi nhầm ô")
            #expect(given.state == .reopened && given.version == 1)
            #expect(try await round.total(0) == "75")
            await expectRefusal("sheet-reopened") { try await round.close() }
            await expectRefusal("sheet-not-submitted") { try await round.reopen(0, "J1") }
            // what was submitted is what the judge goes on from
            try await round.save(0, "J1", SheetContent(marks: ["market": .value(try ExactDecimal("38"))]))
            #expect(try await round.total(0) == "75")
            #expect(try await round.submit(0, "J1").version == 2)
            #expect(try await round.total(0) == "223/3")
            try await round.close()
            let history = try await test.registry.sheetHistory(
                round: round.id, entry: round.codes[0], judge: "J1", as: test.viewer)
            #expect(history.map(\.kind) == [.submitted, .reopened, .submitted])
            #expect(history.map(\.isSuperseded) == [true, nil, false])
            #expect(history.map(\.reason) == [nil, "Ghi nhầm ô", nil])
            #expect(history.allSatisfy { $0.actor == test.viewer.name })
            #expect(history[0].marks.map(\.content.text) == ["40", "40", "0", "0"])
            #expect(history[2].marks.map(\.content.text) == ["38", "40", "0", "0"])
        }
    }

    @Test(
        "the bundle holds every mark of every version: submitted = counted + superseded, and both verifiers agree"
    )
    func conservation() async throws {
        try await TestRegistry.run { test in
            let round = try await test.judged(RoundScript(judges: 3), entries: 2)
            for entry in 0..<2 {
                try await round.submit(entry, "J1", total: 80 + entry)
                try await round.submit(entry, "J2", total: 70)
                try await round.submit(entry, "J3", total: 80)
            }
            for total in [78, 90] {
                try await round.reopen(0, "J1")
                try await round.submit(0, "J1", total: total)
            }
            try await round.close()
            let marks = try #require(try await round.bundle().parts[.marks])
            #expect(marks["submitted"] == .integer(32) && marks["counted"] == .integer(24))
            #expect(marks["excluded"] == .object(["superseded": .integer(8)]))
            let versions = (marks["sheets"]?.array ?? []).filter { $0["entry"]?.string == round.codes[0] }
                .filter { $0["judge"]?.string == "J1" }.map { $0["version"] }
            #expect(versions == [nil, .integer(2), .integer(3)])
            #expect(try await round.total(0) == "80")
        }
    }

    @Test("a bundle without one version of a sheet, or with another number for it, does not hold")
    func tamperedVersions() async throws {
        try await TestRegistry.run { test in
            let round = try await test.judged(entries: 1)
            try await round.submit(0, "J1", total: 80)
            for total in [78, 90] {
                try await round.reopen(0, "J1")
                try await round.submit(0, "J1", total: total)
            }
            try await round.close()
            let bundle = try await round.bundle()
            let sheets = try #require(bundle.parts[.marks]?["sheets"]?.array)
            func withSheets(_ sheets: [JSONValue]) throws -> [UInt8] {
                var parts = bundle.parts
                guard case .object(var marks)? = parts[.marks] else { return [] }
                marks["sheets"] = .array(sheets)
                marks["submitted"] = .integer(Int64(4 * sheets.count))
                marks["excluded"] = .object(["superseded": .integer(Int64(4 * sheets.count - 4))])
                parts[.marks] = .object(marks)
                return try TwoVerifiers.forged(parts).bytes
            }
            func numbered(_ sheet: JSONValue, _ version: JSONValue?) -> JSONValue {
                guard case .object(var members) = sheet else { return sheet }
                members["version"] = version
                return .object(members)
            }
            #expect(BundleVerification(of: try withSheets(sheets), trusting: TrustedKeys()).findings == [])
            #expect(SecondVerifier.findings(try withSheets(sheets)) == nil)
            let altered: [[JSONValue]] = [
                [sheets[0], sheets[2]], [sheets[1], sheets[2]], [sheets[2]],
                [sheets[0], sheets[1], numbered(sheets[2], .integer(4))],
                [sheets[0], numbered(sheets[1], .integer(3)), numbered(sheets[2], .integer(2))],
                [numbered(sheets[0], .integer(1)), sheets[1], sheets[2]],
                [sheets[0], numbered(sheets[1], .string("2")), sheets[2]],
                [sheets[0], sheets[1], numbered(sheets[2], nil)],
            ]
            for sheets in altered {
                let bytes = try withSheets(sheets)
                TwoVerifiers.expectRefused(bytes, "\(sheets.map { $0["version"] })")
            }
        }
    }

    @Test("a bundle of a conflict found after marking holds, where the rules declare no stages too")
    func conflict() async throws {
        try await TestRegistry.run { test in
            let round = try await test.judged(RoundScript(judges: 3), entries: 1)
            try await round.submit(0, "J1", total: 100)
            try await round.reopen(0, "J1")
            try await round.submit(0, "J1", total: 90)
            try await round.submit(0, "J2", total: 70)
            try await round.submit(0, "J3", total: 70)
            try await test.registry.recordConflict(
                round: round.id, judge: "J1", establishment: round.entries[0].establishmentID,
                because: "Người nhà", on: round.script.heldOn, as: test.viewer)
            try await round.close()
            #expect(try await round.total(0) == "70")
            let marks = try #require(try await round.bundle().parts[.marks])
            #expect(marks["excluded"] == .object(["superseded": .integer(4), "conflict": .integer(4)]))
        }
    }

    @Test("imported sheets are first versions, partial ones too; once reopened they are completed as sheets")
    func imported() async throws {
        try await TestRegistry.run { test in
            let round = try await test.judged(entries: 1)
            try await round.score([try scoreRow(round.codes[0], "J1", "market", "30")])
            let partial = try #require(try await round.sheets().first)
            #expect(partial.state == .submitted && partial.version == 1)
            #expect(partial.lacking == ["economy", "culture", "other"])
            // a second file adds to it, as before
            try await round.score([try scoreRow(round.codes[0], "J1", "economy", "30")])
            await expectRefusal("mark-twice") {
                try await round.score([try scoreRow(round.codes[0], "J1", "economy", "31")])
            }
            await expectRefusal("sheet-submitted") { try await round.save(0, "J1", try written(80)) }
            try await round.reopen(0, "J1")
            await expectRefusal("sheet-moved-on") {
                try await round.score([try scoreRow(round.codes[0], "J1", "culture", "5")])
            }
            try await round.submit(0, "J1", total: 95)
            try await round.close()
            let marks = try #require(try await round.bundle().parts[.marks])
            #expect(marks["excluded"] == .object(["superseded": .integer(2)]))
        }
    }

    @Test("each judge's account has their own sheets; the head judge reads all and gives them back")
    func accounts() async throws {
        try await TestRegistry.run { test in
            let round = try await test.judged(RoundScript(judges: 3), entries: 1)
            for (login, role) in [("truong", Role.headJudge), ("hoa", .judge), ("lan", .judge)] {
                try await test.account(login)
                try await test.grant(role, in: "round:\(round.id)", to: login)
            }
            let (head, judge) = (try await test.viewer("truong"), try await test.viewer("hoa"))
            await expectRefusal("judge-account-missing") {
                _ = try await test.registry.sheets(ofRound: round.id, as: judge)
            }
            try await test.registry.tieAccount(
                "hoa", toJudge: "J2", round: round.id, on: test.today, as: test.viewer)
            try await test.registry.tieAccount(
                "truong", toJudge: "J1", round: round.id, on: test.today, as: test.viewer)
            await expectRefusal("account-is-another-judge") {
                try await test.registry.tieAccount(
                    "hoa", toJudge: "J3", round: round.id, on: test.today, as: test.viewer)
            }
            #expect(try await test.registry.sheets(ofRound: round.id, as: judge).map(\.judge) == ["J2"])
            #expect(
                try await test.registry.sheets(ofRound: round.id, as: head).map(\.judge) == [
                    "J1", "J2", "J3",
                ])
            try await round.save(0, "J2", try written(80), as: judge)
            try await round.submit(0, "J2", as: judge)
            await expectRefusal("sheet-of-another-judge") {
                try await round.save(0, "J3", try written(80), as: judge)
            }
            await expectRefusal("sheet-of-another-judge") {
                try await round.save(0, "J2", try written(80), as: head)
            }
            await expectRefusal("sheet-of-another-judge") {
                _ = try await test.registry.sheet(
                    round: round.id, entry: round.codes[0], judge: "J1", as: judge)
            }
            await expectRefusal("sheet-of-another-judge") {
                _ = try await test.registry.sheetHistory(
                    round: round.id, entry: round.codes[0], judge: "J1", as: judge)
            }
            await expectRefusal("not-permitted") { try await round.reopen(0, "J2", as: judge) }
            try await round.reopen(0, "J2", as: head)
            let history = try await test.registry.sheetHistory(
                round: round.id, entry: round.codes[0], judge: "J2", as: judge)
            #expect(history.map(\.actor) == ["hoa", "truong"])
            // another account takes over, the first has nothing any more
            try await test.registry.tieAccount(
                nil, toJudge: "J2", round: round.id, on: test.today, as: test.viewer)
            try await test.registry.tieAccount(
                "lan", toJudge: "J2", round: round.id, on: test.today, as: test.viewer)
            await expectRefusal("judge-account-missing") { try await round.submit(0, "J2", as: judge) }
            let other = try await test.viewer("lan")
            await expectRefusal("sheet-incomplete") { try await round.submit(0, "J2", as: other) }
            try await round.save(0, "J2", SheetContent(comment: "Chấm lại"), as: other)
            #expect(try await round.submit(0, "J2", as: other).version == 2)
        }
    }
}
