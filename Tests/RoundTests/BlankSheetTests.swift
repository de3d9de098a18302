import Registry
import RuralIndustry
import TestSupport
import Testing

@Suite("Score sheets that are to be filled")
struct BlankSheetTests {
    private static func sheets(_ round: HeldRound, stage: String? = nil) async throws -> BlankSheets {
        try await round.test.registry.blankSheets(ofRound: round.id, stage: stage, as: round.test.viewer)
    }

    /// Everything is there but that judging has begun.
    private static func opened(
        _ test: TestRegistry, _ script: RoundScript, entries count: Int
    ) async throws -> HeldRound {
        let products = try await test.products(count, for: script)
        var round = try await test.drafted(script)
        try await round.open()
        try await round.seat()
        round.entries = try await round.file(try products.map { try script.entry($0) })
        try await round.move(round.codes, to: .accepted)
        return round
    }

    @Test("every judge gets a sheet of every accepted entry, and of no other")
    func accepted() async throws {
        try await TestRegistry.run { test in
            let round = try await test.judged(RoundScript(judges: 3), entries: 3)
            try await round.move([round.codes[2]], to: .withdrawn, because: "Cơ sở xin rút")
            let sheets = try await Self.sheets(round)
            #expect(sheets.count == 6)
            #expect(sheets.judges.map(\.code) == ["J1", "J2", "J3"])
            for judge in sheets.judges {
                #expect(judge.entries.map(\.code) == round.codes.prefix(2).sorted())
            }
            #expect(sheets.groups.count == 1)
            #expect(sheets.groups[0].rows.map(\.leaf) == ["market", "economy", "culture", "other"])
            #expect(sheets.maximum == ExactDecimal(100))
        }
    }

    @Test("the names for judging are on what judges read, unless the round hides them")
    func judgingNames() async throws {
        try await TestRegistry.run { test in
            for (plan, isShown) in [
                (nil, true), (#"{"judges": {"judging_names": "shown"}}"#, true),
                (#"{"judges": {"judging_names": "hidden"}}"#, false),
            ] {
                let round = try await test.judged(
                    RoundScript(plan: plan, judges: 1), entries: 1, ["judging_name": "Mẫu số một"])
                let name = isShown ? "Mẫu số một" : nil
                let sheets = try await Self.sheets(round)
                #expect(sheets.judges[0].entries.map(\.judgingName) == [name])
                let page = try sheets.offlineFiles()[0].bytes
                #expect(String(decoding: page, as: UTF8.self).contains("Mẫu số một") == isShown)
                #expect(try await round.sheets().map(\.judgingName) == [name])
                let sheet = try await test.registry.sheet(
                    round: round.id, entry: round.codes[0], judge: "J1", as: test.viewer)
                #expect(sheet.judgingName == name)
                let saved = try await round.save(0, "J1", try written(80))
                #expect(saved.map(\.judgingName) == [name])
                // who may read the entries sees them anyhow
                let entries = try await test.registry.entries(ofRound: round.id, as: test.viewer)
                #expect(entries.map(\.judgingName) == ["Mẫu số một"])
            }
        }
    }

    @Test("a judge in conflict gets no sheet of those entries")
    func conflict() async throws {
        try await TestRegistry.run { test in
            let round = try await test.judged(RoundScript(judges: 3), entries: 2)
            try await test.registry.recordConflict(
                round: round.id, judge: "J2", establishment: round.entries[0].establishmentID,
                because: "Là người nhà", on: Day("2023-05-20"), as: test.viewer)
            let sheets = try await Self.sheets(round)
            let barred = sheets.judges.first { $0.code == "J2" }?.entries.map(\.code) ?? []
            #expect(!barred.contains(round.codes[0]))
            #expect(sheets.judges.first { $0.code == "J1" }?.entries.count == 2)
        }
    }

    @Test("where judges were drawn, each gets what was drawn for them")
    func drawn() async throws {
        try await TestRegistry.run { test in
            let round = try await Self.opened(test, RoundScript(judges: 5), entries: 6)
            let draw = try await test.registry.drawAssignment(
                round: round.id, perEntry: 3, seed: "xổ số 20/5", on: Day("2023-05-20"), as: test.viewer)
            try await round.judge()
            let sheets = try await Self.sheets(round)
            #expect(sheets.count == 18)
            let printed = sheets.judges.flatMap { judge in judge.entries.map { [$0.code, judge.code] } }
            #expect(Set(printed) == Set(draw.assignments.map { [$0.entry, $0.judge] }))
        }
    }

    @Test("nothing on a sheet tells whose product it is")
    func blind() async throws {
        try await TestRegistry.run { test in
            let round = try await test.judged(RoundScript(judges: 1), entries: 2)
            let text = "\(try await Self.sheets(round))"
            for entry in round.entries {
                #expect(!text.contains(entry.productName))
                #expect(!text.contains(entry.establishmentName))
            }
        }
    }

    @Test("there are none before the round is judged, nor after")
    func states() async throws {
        try await TestRegistry.run { test in
            let round = try await Self.opened(test, RoundScript(judges: 1), entries: 1)
            await expectRefusal("round-state") { _ = try await Self.sheets(round) }
            try await round.judge()
            #expect(try await Self.sheets(round).count == 1)
            try await round.score([80])
            try await round.close()
            await expectRefusal("round-state") { _ = try await Self.sheets(round) }
        }
    }

    @Test("a round of several stages names the stage on its sheets; one that it has not is refused")
    func stages() async throws {
        try await TestRegistry.run { test in
            let plan =
                #"{"stages": [{"id": "dossier", "name": "Hồ sơ"}, {"id": "final", "name": "Chung khảo"}], "result_stage": "final"}"#
            let round = try await test.judged(RoundScript(plan: plan, judges: 1), entries: 1)
            let final = try await Self.sheets(round)
            #expect(final.stage?.id == "final")
            let dossier = try await Self.sheets(round, stage: "dossier")
            #expect(dossier.stage?.name == "Hồ sơ")
            let judge = final.judges[0]
            #expect(
                try final.sheetCode(of: judge.entries[0], judge: judge)
                    != dossier.sheetCode(of: judge.entries[0], judge: judge))
            await expectRefusal("unknown-stage") { _ = try await Self.sheets(round, stage: "result") }
        }
    }
}
