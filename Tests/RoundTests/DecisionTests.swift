import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@Suite("Decisions")
struct DecisionTests {
    @Test("recognised is chosen among the eligible; awards carry the words of the day")
    func recognised() async throws {
        try await TestRegistry.run { test in
            let round = try await test.closed(totals: [80, 90, 69])
            let report = try await round.decide(lines(round.codes, recognised: 2))
            #expect(report.recognised == 2)
            #expect(report.unrecognised == 1)
            #expect(report.warnings == [])
            let awards = try await test.registry.awards(as: test.viewer)
            #expect(awards.map(\.productName).sorted() == ["Sản phẩm Mẫu 1", "Sản phẩm Mẫu 2"])
            let award = try #require(awards.first)
            #expect(award.issuerName == "Ủy ban nhân dân thành phố Thái Nguyên")
            #expect(award.issuerCode == "164")
            #expect(award.decisionNumber == round.act.number)
            #expect(award.decisionDate == Day("2023-06-30"))
            #expect(award.year == 2023)
            #expect(award.certificateNumber == nil)
            #expect(award.provinceName == "Tỉnh Thái Nguyên")
            // Later changes of the records leave the award as it was given.
            _ = try await test.registry.editProduct(
                try #require(award.productID), changes: Fields(named: ["name": "Tên mới"]), as: test.viewer)
            #expect(
                try await test.registry.awards(as: test.viewer).map(\.productName)
                    == awards.map(\.productName))
        }
    }

    @Test("an entry that is not eligible cannot be recognised, by the use case or past it")
    func notEligible() async throws {
        try await TestRegistry.run { test in
            let round = try await test.closed(totals: [80, 69])
            let told = await expectRefusal("decision-entry-not-eligible") {
                try await round.decide(lines(round.codes, recognised: 2))
            }
            #expect(told.first?.place == Place(row: 3, column: "recognised"))
            #expect(try await round.record().state == .closed)
            await expectDatabaseError("23000", constraint: "decision_line_eligible") {
                try await Self.decideByHand(round, recognising: 1)
            }
            #expect(try await Self.decisions(test) == 0)
        }
    }

    @Test(
        "past the use cases, an entry of another round or of one that is not closed is not recognised either")
    func otherRound() async throws {
        try await TestRegistry.run { test in
            let closed = try await test.closed(totals: [80])
            let other = try await test.closed(totals: [90])
            let judging = try await test.judged(entries: 1)
            var mixed = closed
            mixed.entries = other.entries
            for round in [mixed, judging] {
                await expectDatabaseError("23000", constraint: "decision_line_eligible") {
                    try await Self.decideByHand(round, recognising: 0)
                }
            }
        }
    }

    @Test("every accepted entry needs its line, and only one; others have none")
    func everyEntry() async throws {
        try await TestRegistry.run { test in
            let round = try await test.judged(entries: 3)
            try await round.score([80, 90, 85])
            try await round.move([round.codes[2]], to: .withdrawn, because: "Xin rút")
            try await round.close()
            let all = lines(round.codes, recognised: 2)
            await expectRefusal("decision-entry-missing") { try await round.decide([all[0]]) }
            await expectRefusal("decision-entry-twice") { try await round.decide([all[0], all[1], all[1]]) }
            await expectRefusal("decision-entry-not-accepted") { try await round.decide(all) }
            await expectRefusal("decision-entry-unknown") {
                try await round.decide(all.prefix(2) + [DecisionRow(entry: "A9", isRecognised: false)])
            }
            #expect(try await Self.decisions(test) == 0)
            try await round.decide(Array(all.prefix(2)))
        }
    }

    @Test("a file says yes or no, and nothing more of what is not recognised")
    func cells() async throws {
        func rows(_ csv: String) throws {
            _ = try RecordFile<DecisionColumn>(csv: csv).parsed { (row, notation) throws(Refusal) in
                try DecisionRow(row.fields, notation, row: row.line)
            }
        }
        await expectRefusal("decision-recognised-unreadable") { try rows("entry,recognised\nA1,có\n") }
        await expectRefusal("value-missing") { try rows("entry,recognised\nA1,\n") }
        await expectRefusal("set-kind-unknown") {
            try rows("entry,recognised,set_name,set_kind\nA1,yes,Bộ,big\n")
        }
        try await TestRegistry.run { test in
            let round = try await test.closed(totals: [80, 90])
            await expectRefusal("decision-not-recognised") {
                try await round.decide([
                    DecisionRow(entry: round.codes[0], isRecognised: false, setName: "Bộ"),
                    DecisionRow(entry: round.codes[1], isRecognised: true),
                ])
            }
        }
    }

    @Test("passing over an eligible entry without a reason is allowed, and warned about")
    func orderWarning() async throws {
        try await TestRegistry.run { test in
            let round = try await test.closed(totals: [80, 90])
            let passed = try await round.decide(lines(round.codes, recognised: 1), dryRun: true)
            #expect(passed.warnings.map(\.code) == ["decision-order"])
            let explained = try await round.decide([
                DecisionRow(entry: round.codes[0], isRecognised: true),
                DecisionRow(entry: round.codes[1], isRecognised: false, reason: "Trùng mẫu mã"),
            ])
            #expect(explained.warnings == [])
        }
    }

    @Test("classes are those of the plan, and stand on the award")
    func classes() async throws {
        try await TestRegistry.run { test in
            let plan = #"{"classes": [{"id": "A", "name": "Hạng A"}, {"id": "B", "name": "Hạng B"}]}"#
            let round = try await test.closed(RoundScript(plan: plan), totals: [95, 80, 75])
            func rows(_ last: String) -> [DecisionRow] {
                zip(round.codes, ["A", "Hạng B", last]).map {
                    DecisionRow(entry: $0, isRecognised: true, awardClass: $1)
                }
            }
            await expectRefusal("decision-class-unknown") { try await round.decide(rows("C")) }
            try await round.decide(rows("B"))
            #expect(try await test.registry.awards(as: test.viewer).map(\.awardClass) == ["A", "B", "B"])
        }
    }

    @Test("the authority decides under its name of the day, with its usual capacity unless another is given")
    func authority() async throws {
        try await TestRegistry.run { test in
            func decision(_ script: RoundScript, _ act: DecisionAct? = nil) async throws -> DecisionRecord {
                let round = try await test.closed(script, totals: [80])
                try await round.decide(lines(round.codes, recognised: 1), act: act)
                return try #require(try await test.registry.decision(ofRound: round.id, as: test.viewer))
            }
            let city = try await decision(RoundScript())
            #expect(city.authority == "Ủy ban nhân dân thành phố Thái Nguyên")
            #expect(city.capacity == "TM.")
            #expect(city.signatoryTitle == "CHỦ TỊCH")
            #expect(city.signatoryName == "Nguyễn Văn Mẫu")
            #expect(city.place == "Thái Nguyên")
            let province = try await decision(
                .provincial,
                DecisionAct(
                    number: "7/QĐ-UBND", decidedOn: Day("2023-06-30"), place: "Sông Công", capacity: .forHead,
                    signatoryTitle: "PHÓ CHỦ TỊCH", signatoryName: "Trần Thị Mẫu"))
            #expect(province.authority == "Ủy ban nhân dân tỉnh Thái Nguyên")
            #expect(
                [province.capacity, province.signatoryTitle, province.place] == [
                    "KT.", "PHÓ CHỦ TỊCH", "Sông Công",
                ])
            #expect(province.signatoryName == "Trần Thị Mẫu")
            let named = try await decision(
                .provincial,
                DecisionAct(
                    number: "8/QĐ", decidedOn: Day("2023-06-30"),
                    authority: "Chủ tịch Ủy ban nhân dân tỉnh Thái Nguyên"))
            #expect(named.authority == "Chủ tịch Ủy ban nhân dân tỉnh Thái Nguyên")
            #expect(named.signatoryName == "")
        }
    }

    @Test("a round of a province that has merged is decided by what the province became")
    func mergedAuthority() async throws {
        try await TestRegistry.run { test in
            try await test.addOtherPlaces()
            let script = RoundScript.provincial.with {
                $0.organiser = "06"
                $0.commune = "01834"
                $0.heldOn = Day("2025-06-10")
                $0.filedOn = Day("2025-06-01")
                $0.closedOn = Day("2025-06-20")
                $0.decidedOn = Day("2025-07-15")
            }
            let round = try await test.closed(script, totals: [80])
            try await round.decide(lines(round.codes, recognised: 1))
            let award = try #require(try await test.registry.awards(as: test.viewer).first)
            #expect(award.issuerName == "Ủy ban nhân dân tỉnh Thái Nguyên")
        }
    }

    @Test("a decision older than the last entry is told to look at, and a round is decided once")
    func dayAndOnce() async throws {
        try await TestRegistry.run { test in
            let round = try await test.closed(totals: [80])
            var act = round.act
            act.decidedOn = Day("2023-04-09")
            let older = try await round.decide(lines(round.codes, recognised: 1), act: act, dryRun: true)
            #expect(older.warnings.map(\.code) == ["decision-day"])
            act.number = " "
            await expectRefusal("text-empty") {
                try await round.decide(lines(round.codes, recognised: 1), act: act)
            }
            #expect(try await round.decide(lines(round.codes, recognised: 1), dryRun: true).recognised == 1)
            #expect(try await Self.decisions(test) == 0)
            try await round.decide(lines(round.codes, recognised: 1))
            await expectRefusal("round-state") { try await round.decide(lines(round.codes, recognised: 0)) }
            await expectDatabaseError("23505", constraint: "decision_round_unique") {
                try await Self.decideByHand(round, recognising: nil)
            }
        }
    }

    @Test("the texts of an act are tidied and bounded, whichever field they are in")
    func actTexts() async throws {
        try await TestRegistry.run { test in
            let round = try await test.closed(totals: [80])
            let rows = lines(round.codes, recognised: 1)
            let fields: [(String, @Sendable (inout DecisionAct, String) -> Void)] = [
                ("number", { $0.number = $1 }), ("authority", { $0.authority = $1 }),
                ("place", { $0.place = $1 }),
                ("signatory_title", { $0.signatoryTitle = $1 }),
                ("signatory_name", { $0.signatoryName = $1 }),
            ]
            for (column, set) in fields {
                for (text, code) in [
                    ("a\0b", "text-has-nul"), (String(repeating: "a", count: 5000), "text-too-long"),
                ] {
                    var act = round.act
                    set(&act, text)
                    let bad = act
                    let told = await expectRefusal(code) { try await round.decide(rows, act: bad) }
                    #expect(told.first?.place.column == column)
                }
            }
            var act = round.act
            act.signatoryName = "  Nguyễn   Văn Mẫu "
            act.place = " "
            try await round.decide(rows, act: act)
            let decision = try await test.registry.decision(ofRound: round.id, as: test.viewer)
            #expect(decision?.signatoryName == "Nguyễn Văn Mẫu")
            #expect(decision?.place == "Thái Nguyên")
        }
    }

    private static func decisions(_ test: TestRegistry) async throws -> Int {
        try await test.asProgram { try $0.value("SELECT count(*) FROM decision") }
    }

    /// Writes a decision that recognises one entry, without asking the use case.
    private static func decideByHand(_ round: HeldRound, recognising place: Int?) async throws {
        try await round.test.asProgram { session in
            try session.beginAudit()
            let decision: Int64 = try session.value(
                """
                INSERT INTO decision (round_id, number, decided_on, authority, place, capacity, signatory_title,
                  signatory_name)
                VALUES (\(round.id), '1', '2023-06-30', 'UBND', 'Thái Nguyên', '', '', '') RETURNING decision_id
                """)
            guard let place else { return }
            let entry = round.entries[place]
            let award: Int64 = try session.value(
                """
                INSERT INTO award (product_id, establishment_id, level, year, decision_id, issuer_code, issuer_name,
                  decision_number, decision_date, product_name, establishment_name)
                VALUES (\(entry.productID), \(entry.establishmentID), 'district', 2023, \(decision), '164', 'UBND', '1',
                  '2023-06-30', \(entry.productName), \(entry.establishmentName)) RETURNING award_id
                """)
            try session.execute(
                """
                INSERT INTO decision_line (decision_id, entry_id, recognised, award_id)
                VALUES (\(decision), \(entry.id), true, \(award))
                """)
        }
    }
}
