import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@Suite("Levels are data: they begin and end with their regulation")
struct LevelTests {
    private static func create(_ test: TestRegistry, _ script: RoundScript) async throws {
        _ = try await test.registry.createRound(
            try script.newRound(), as: test.viewer, today: test.today, dryRun: true)
    }

    private static let commune = RoundScript(
        level: .commune, regulation: "vbhn-46-2025", organiser: "05503", heldOn: Day("2025-10-15"),
        filedOn: Day("2025-09-20"), closedOn: Day("2025-10-20"), decidedOn: Day("2025-11-10"),
        issuedOn: Day("2025-11-20"))

    @Test("districts hold rounds until they end, communes since, by what each regulation lists")
    func beginAndEnd() async throws {
        try await TestRegistry.run { test in
            try await Self.create(test, RoundScript())
            try await Self.create(test, Self.commune)
            await expectRefusal("level-not-held") {
                try await Self.create(
                    test,
                    RoundScript().with {
                        $0.level = .commune; $0.organiser = "05503"
                    })
            }
            await expectRefusal("level-not-held") {
                try await Self.create(
                    test,
                    Self.commune.with {
                        $0.level = .district; $0.organiser = "164"
                    })
            }
        }
    }

    @Test("a regulation that brings back districts and ends communes is a file and no code")
    func laterRegulation() async throws {
        try await TestRegistry.run { test in
            let document = #"""
                {"id": "thu-2024", "title": "Thử", "legal_basis": ["Thử"], "valid_from": "2020-01-01",
                 "levels": [{"id": "district", "council_sizes": [3], "certificate_valid_years": 5, "requires": null},
                   {"id": "national", "requires": {"any_of": ["district"], "unless": null}}],
                 "groups": [{"id": "food", "name": "Thực phẩm"}],
                 "criteria": [{"id": "a", "max": "100"}],
                 "scoring": {"pipeline": [{"sum": "criteria"}, {"mean": "judges"}]}}
                """#
            _ = try await test.registry.importRegulation(
                try RegulationLayer(parsing: Array(document.utf8)), as: test.viewer)
            try await Self.create(test, RoundScript(regulation: "thu-2024"))
            await expectRefusal("level-not-held") {
                try await Self.create(test, .provincial.with { $0.regulation = "thu-2024" })
            }
        }
    }

    @Test("a commune's certificate opens the provincial level, and so does a district's that is live still")
    func opensTheProvince() async throws {
        try await TestRegistry.run { test in
            let first = try await test.products(1)
            let district = try await test.decided(entries: 1, products: first)
            try await district.issue()
            let second = try await test.products(1, for: Self.commune)
            let commune = try await test.decided(
                Self.commune.with {
                    $0.heldOn = Day("2025-08-01")
                    $0.filedOn = Day("2025-07-20")
                    $0.closedOn = Day("2025-08-05")
                    $0.decidedOn = Day("2025-08-20")
                    $0.issuedOn = Day("2025-09-01")
                }, entries: 1, products: second)
            try await commune.issue()
            for (lower, product) in [(district, first[0]), (commune, second[0])] {
                let script = RoundScript.merged.with { $0.exception = nil }
                let round = try await test.drafted(script)
                try await round.open()
                let filed = try await round.file([
                    try script.entry(
                        product,
                        [
                            "lower_certificate": try #require(try await lower.certificates().first?.number),
                            "nomination_number": "12/UBND", "nomination_date": "2025-09-10",
                        ])
                ])
                #expect(filed.count == 1)
            }
            #expect(try await district.certificates().first?.validTo == Day("2026-12-31"))
        }
    }

    // MARK: The frame of marks

    @Test("each group is marked by its own frame, fixed when the round is created, whoever tries")
    func frame() async throws {
        try await TestRegistry.run { test in
            let plan = #"""
                {"rubrics": {"food": [{"criterion": "market", "children": [{"id": "demand", "max": "15"},
                  {"id": "growth", "max": "25"}]}]}}
                """#
            let round = try await test.judged(RoundScript(plan: plan), entries: 1)
            let leaves: [String] = try await test.asProgram { session in
                try session.values(
                    "SELECT leaf FROM round_leaf WHERE round_id = \(round.id) AND product_group = 'food' ORDER BY ordinal",
                    as: String.self)
            }
            #expect(leaves == ["demand", "growth", "economy", "culture", "other"])
            let id = round.id
            for statement in [
                "INSERT INTO round_leaf VALUES (\(id), 'food', 'bonus', 'other', 9, 10, NULL)",
                "UPDATE round_leaf SET max = 100 WHERE round_id = \(id)",
                "DELETE FROM round_leaf WHERE round_id = \(id)",
            ] {
                await expectDatabaseError("23000", constraint: "round_leaf_fixed") {
                    try await test.asOwner { session in
                        try session.beginAudit()
                        try session.script(statement)
                    }
                }
            }
            await expectRefusal("regulation-maxima") {
                _ = try await test.drafted(
                    RoundScript(
                        plan:
                            #"{"rubrics": {"food": [{"criterion": "market", "children": [{"id": "x", "max": "39"}]}]}}"#
                    ))
            }
        }
    }

    // MARK: Frequency

    @Test("a round within the usual interval is told about, naming the other, and created all the same")
    func frequency() async throws {
        try await TestRegistry.run { test in
            func warnings(_ script: RoundScript) async throws -> [Violation] {
                try await test.registry.frequencyWarnings(
                    about: try script.newRound(), as: test.viewer, today: test.today)
            }
            let first = RoundScript.provincial
            #expect(try await warnings(first) == [])
            let held = try await test.drafted(first)
            let next = first.with { $0.heldOn = Day("2024-05-15") }
            let told = try await warnings(next)
            #expect(told.map(\.code) == ["round-frequency"])
            #expect(told[0].text.vi.contains("số \(held.id) năm 2023"))
            _ = try await test.drafted(next)
            #expect(try await warnings(first.with { $0.heldOn = Day("2025-05-15") }).count == 1)
            // another organiser's rounds say nothing, nor does one that was cancelled
            #expect(try await warnings(RoundScript()) == [])
            let off = try await test.drafted(RoundScript())
            _ = try await test.registry.cancelRound(
                off.id, act: "1/QĐ", on: test.today, because: "Bão lũ", as: test.viewer)
            #expect(try await warnings(RoundScript()) == [])
            // the province that the other merged into has its rounds
            try await test.addOtherPlaces()
            _ = try await test.drafted(
                first.with {
                    $0.organiser = "06"; $0.heldOn = Day("2025-06-10")
                })
            #expect(try await warnings(.merged.with { $0.heldOn = Day("2026-08-15") }).count == 1)
        }
    }

    @Test("the nation's round is expected in the year after the regions', or as the regulation says")
    func turn() throws {
        func rule(_ more: String = "", _ level: SelectionLevel = .national) throws -> LevelRule {
            let document = #"""
                {"id": "x", "levels": [{"id": "\#(level.rawValue)"\#(more)}], "criteria": [{"id": "a", "max": "10"}],
                 "scoring": {"pipeline": [{"sum": "criteria"}, {"mean": "judges"}]}}
                """#
            return try #require(
                try Regulation.resolve([RegulationLayer(parsing: Array(document.utf8))]).level(level))
        }
        func held(_ level: SelectionLevel, _ year: Int) -> RoundFrequency.Held {
            RoundFrequency.Held(id: "\(year)", name: "Kỳ", level: level, year: year)
        }
        let now = Day("2026-09-10")
        let usual = RoundFrequency(try rule(), on: now)
        #expect(usual.warnings(forYear: 2025, held: [held(.regional, 2024), held(.national, 2023)]) == [])
        #expect(
            usual.warnings(forYear: 2026, held: [held(.regional, 2024), held(.national, 2025)]).map(\.code)
                == ["round-frequency", "round-out-of-turn"])
        #expect(usual.warnings(forYear: 2026, held: []) == [])
        let own = RoundFrequency(try rule(#", "every_years": 1, "year_after": "provincial""#), on: now)
        #expect(own.warnings(forYear: 2026, held: [held(.regional, 2024), held(.national, 2025)]) == [])
        #expect(
            own.warnings(forYear: 2026, held: [held(.provincial, 2024)]).map(\.code) == ["round-out-of-turn"])
        // the circular of 2014: odd years below, even ones above, and the nation after nobody
        for (level, year) in [
            (SelectionLevel.district, 2016), (.provincial, 2016), (.regional, 2017), (.national, 2017),
        ] {
            let first = RoundFrequency(try rule("", level), on: Day("2016-05-01"))
            #expect(first.everyYears == 2 && first.yearAfter == nil)
            #expect(first.warnings(forYear: year, held: []).map(\.code) == ["round-unusual-year"])
            #expect(first.warnings(forYear: year + 1, held: [held(.regional, 2014)]) == [])
            #expect(
                first.warnings(forYear: year + 1, held: [held(level, year)]).map(\.code) == [
                    "round-frequency"
                ])
            let last = RoundFrequency(try rule("", level), on: Day("2018-08-15"))
            #expect(last == first)
            let later = RoundFrequency(try rule("", level), on: Day("2018-08-16"))
            #expect(later.years == nil && later.yearAfter == (level == .national ? .regional : nil))
            let free = RoundFrequency(try rule(#", "every_years": 3"#, level), on: Day("2016-05-01"))
            #expect(free.everyYears == 3 && free.warnings(forYear: year, held: []) == [])
        }
    }
}
