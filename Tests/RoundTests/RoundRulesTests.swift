import Evidence
import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@Suite("What a round is held under")
struct RoundRulesTests {
    /// Thái Nguyên's own rules over the national ones.
    private static let ownRules = """
        {"id": "tn-01-2023", "title": "Quy chế của tỉnh", "extends": "vbhn-16-2018", "territory": "19",
         "legal_basis": ["01/2023/QĐ-UBND"], "valid_from": "2023-01-01", "scoring": {"step": "0.5"}}
        """

    private static func layer(_ text: String) throws -> RegulationLayer {
        try RegulationLayer(parsing: Array(text.utf8))
    }

    @Test("the resolved rules are pinned with their hash, and no later import changes them")
    func pinned() async throws {
        try await TestRegistry.run { test in
            _ = try await test.registry.importRegulation(try Self.layer(Self.ownRules), as: test.viewer)
            let round = try await test.drafted(
                RoundScript(regulation: "tn-01-2023", plan: #"{"scoring": {"display": 3}}"#))
            let before = try await test.registry.rules(ofRound: round.id, as: test.viewer)
            #expect(before.scoring.step?.description == "0.5")
            #expect(before.scoring.display == 3)
            #expect(before.legalBasis == ["26/2014/TT-BCT", "14/2018/TT-BCT", "01/2023/QĐ-UBND"])
            #expect(try await round.record().rulesSHA256 == SHA256Digest(of: before.document.text.utf8).hex)
            await expectRefusal("regulation-exists") {
                _ = try await test.registry.importRegulation(
                    try Self.layer(Self.ownRules.replacing("\"0.5\"", with: "\"0.25\"")), as: test.viewer)
            }
            _ = try await test.registry.importRegulation(
                try Self.layer(
                    Self.ownRules.replacing("tn-01-2023", with: "tn-02-2023").replacing(
                        "\"0.5\"", with: "\"1\"")),
                as: test.viewer)
            #expect(try await test.registry.rules(ofRound: round.id, as: test.viewer) == before)
        }
    }

    @Test("what a round is held under does not change, whoever tries")
    func neverChanges() async throws {
        try await TestRegistry.run { test in
            let round = try await test.drafted()
            for change in [
                "held_on = '2023-05-16'", "regulation_id = 'vbhn-46-2025'", "lower_levels = '{commune}'",
                "year = 2024",
                "rules = '{}', rules_sha256 = sha256('{}')",
            ] {
                await expectDatabaseError("23000", constraint: "round_rules_pinned") {
                    try await test.asProgram { session in
                        try session.beginAudit()
                        try session.script(
                            "UPDATE round SET \(change), version = version + 1 WHERE round_id = \(round.id)")
                    }
                }
            }
        }
    }

    @Test(
        "without a day the round is held today in its own year, else on the last day of the year under its rules",
        arguments: [
            (2026, "vbhn-46-2025", SelectionLevel.provincial, "2026-11-20"),
            (2025, "vbhn-46-2025", .provincial, "2025-12-31"),
            (2025, "vbhn-16-2018", .provincial, "2025-06-30"),
            (2018, "tt-26-2014", .provincial, "2018-08-15"),
            (2018, "vbhn-16-2018", .provincial, "2018-12-31"),
        ])
    func heldOn(year: Int, regulation: String, level: SelectionLevel, day: String) async throws {
        try await TestRegistry.run { test in
            let round = try await test.registry.createRound(
                NewRound(regulationID: regulation, level: level, organiserCode: "19", year: year, name: "Kỳ"),
                as: test.viewer, today: test.today)
            #expect(round.heldOn.iso == day)
        }
    }

    @Test("a day outside the year, or on which the rules are not in force, is refused")
    func wrongDay() async throws {
        try await TestRegistry.run { test in
            func create(_ regulation: String, _ day: Day?, year: Int) async throws {
                _ = try await test.registry.createRound(
                    NewRound(
                        regulationID: regulation, level: .provincial, organiserCode: "19", year: year,
                        name: "Kỳ",
                        heldOn: day), as: test.viewer, today: test.today)
            }
            await expectRefusal("round-day") {
                try await create("vbhn-16-2018", Day("2023-05-15"), year: 2024)
            }
            await expectRefusal("regulation-not-in-force") {
                try await create("vbhn-16-2018", Day("2025-07-01"), year: 2025)
            }
            await expectRefusal("regulation-not-in-force") {
                try await create("vbhn-16-2018", nil, year: 2026)
            }
            await expectRefusal("regulation-not-in-force") { try await create("tt-26-2014", nil, year: 2013) }
            let rounds = try await test.registry.rounds(as: test.viewer)
            #expect(rounds == [])
        }
    }

    @Test("a province's own rules serve the province and its districts, and nobody else")
    func territory() async throws {
        try await TestRegistry.run { test in
            _ = try await test.registry.importRegulation(try Self.layer(Self.ownRules), as: test.viewer)
            func create(_ level: SelectionLevel, _ organiser: String) async throws {
                _ = try await test.drafted(
                    RoundScript(level: level, regulation: "tn-01-2023", organiser: organiser))
            }
            try await create(.provincial, "19")
            try await create(.district, "164")
            await expectRefusal("regulation-territory") { try await create(.provincial, "24") }
            await expectRefusal("regulation-territory") { try await create(.regional, "north") }
            await expectRefusal("regulation-territory") { try await create(.national, "VN") }
        }
    }

    @Test("a plan cannot change what the law has locked")
    func locked() async throws {
        try await TestRegistry.run { test in
            let refused = await expectRefusal("regulation-locked") {
                _ = try await test.drafted(RoundScript(plan: #"{"scoring": {"eligible_at_least": "60"}}"#))
            }
            #expect(refused.first?.place.pointer == "/scoring/eligible_at_least")
            await expectRefusal("regulation-locked") {
                _ = try await test.drafted(
                    RoundScript(plan: #"{"criteria": [{"id": "market", "max": "50"}]}"#))
            }
            _ = try await test.drafted(RoundScript(plan: #"{"scoring": {"eligible_at_least": "70"}}"#))
            #expect(try await test.registry.rounds(as: test.viewer).count == 1)
        }
    }

    @Test("rules, level and organiser must exist and fit")
    func organisers() async throws {
        try await TestRegistry.run { test in
            func create(_ script: RoundScript) async throws { _ = try await test.drafted(script) }
            await expectRefusal("unknown-regulation") {
                try await create(RoundScript(regulation: "vbhn-99-2099"))
            }
            await expectRefusal("level-not-held") {
                try await create(RoundScript(level: .commune, organiser: "05503"))
            }
            await expectRefusal("organiser-level") { try await create(RoundScript(organiser: "19")) }
            await expectRefusal("organiser-level") { try await create(RoundScript(level: .provincial)) }
            await expectRefusal("unknown-unit") { try await create(RoundScript(organiser: "199")) }
            await expectRefusal("unknown-organiser") {
                try await create(.regional.with { $0.organiser = "east" })
            }
            await expectRefusal("unknown-organiser") {
                try await create(.regional.with { ($0.level, $0.organiser) = (.national, "19") })
            }
            await expectRefusal("text-empty") { try await create(RoundScript(name: " ")) }
            // Districts ended on 30 June 2025, and with them their rounds.
            await expectRefusal("level-not-held") {
                try await create(.merged.with { ($0.level, $0.organiser) = (.district, "164") })
            }
            let rounds = try await test.registry.rounds(as: test.viewer)
            #expect(rounds == [])
        }
    }

    @Test("a dry run creates nothing")
    func dryRun() async throws {
        try await TestRegistry.run { test in
            let round = try await test.registry.createRound(
                try RoundScript().newRound(), as: test.viewer, today: test.today, dryRun: true)
            #expect(round.state == .draft)
            let rounds = try await test.registry.rounds(as: test.viewer)
            #expect(rounds == [])
        }
    }
}
