import Evidence
import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@Suite("The result computed a second time, in SQL, and a third, in Python")
struct RecomputationTests {
    @Test("a result that the recomputation does not give is not kept: closing is refused and leaves no trace")
    func refused() async throws {
        let lies = [
            "NEW.total := '89.000001'", "NEW.shown := '90.01'", "NEW.rank := 2", "NEW.eligible := false",
            "NEW.judges := 2", "NEW.total := '271/3'",
        ]
        for lie in lies {
            try await TestRegistry.run { test in
                let round = try await test.judged(entries: 1)
                try await round.score([90])
                try await test.asOwner { session in
                    try session.script(
                        """
                        CREATE FUNCTION result_line_lie() RETURNS trigger LANGUAGE plpgsql AS
                          $$ BEGIN \(lie); RETURN NEW; END $$;
                        CREATE TRIGGER result_line_lie BEFORE INSERT ON result_line
                          FOR EACH ROW EXECUTE FUNCTION result_line_lie();
                        """)
                }
                let failure = await #expect(throws: IntegrityFailure.self) { try await round.close() }
                #expect(failure?.findings.map(\.code) == ["recomputation-differs"], "\(lie)")
                #expect(try await round.record().state == .judging)
                try await test.asOwner { try $0.script("DROP TRIGGER result_line_lie ON result_line") }
                try await round.close()
            }
        }
    }

    private static let pipelines = [
        #"[{"sum":"criteria"},{"mean":"judges"}]"#,
        #"[{"sum":"criteria","round":1},{"mean":"judges","trim":[1,1],"round":2}]"#,
        #"[{"sum":"criteria"},{"median":"judges"}]"#,
        #"[{"mean":"judges"},{"sum":"criteria"}]"#,
        #"[{"mean":"judges","trim":[1,1],"round":2},{"weight":"criteria","round":2},{"sum":"criteria","round":2}]"#,
        #"[{"mean":"judges","trim":[0,2]},{"weight":"criteria"},{"sum":"criteria"}]"#,
        #"[{"weight":"criteria","round":2},{"sum":"criteria"},{"mean":"judges","round":3}]"#,
        #"[{"weight":"criteria"},{"mean":"judges"},{"sum":"criteria","round":0}]"#,
        #"[{"median":"judges","round":1},{"sum":"criteria"}]"#,
        #"[{"weight":"criteria"},{"median":"judges"},{"sum":"criteria"}]"#,
    ]
    private static let chains = [
        "[]", #"["share"]"#, #"["criterion:a","share"]"#, #"["criterion:b","criterion:c","draw"]"#,
        #"["draw"]"#,
    ]

    /// Rules that differ from seed to seed in all that INTERFACE lets them.
    private static func regulation(_ seed: Int, _ generator: inout SeededMarks) -> String {
        let threshold = seed % 4 == 3 ? "" : #""eligible_at_least": "\#(30 + generator.below(20))","#
        let quorum = seed % 3 == 1 ? #""quorum": {"judges_per_entry": \#(1 + generator.below(3))},"# : ""
        let stages = [
            "", #""stages": [{"id": "dossier"}, {"id": "final"}], "result_stage": "final","#,
            #""stages": [{"id": "dossier"}, {"id": "final"}], "result": {"combine": [{"stage": "final", "weight": "0.35"}, {"stage": "dossier", "weight": "0.65"}], "missing": "exclude"},"#,
            #""stages": [{"id": "dossier"}, {"id": "final", "requires": {"stage": "dossier", "at_least": "30"}}], "result_stage": "final","#,
            #""stages": [{"id": "dossier"}, {"id": "final", "requires": {"stage": "dossier", "at_least": "28.5"}}], "result": {"combine": [{"stage": "dossier", "weight": "0.333333"}, {"stage": "final", "weight": "0.666667"}]},"#,
        ][seed % 5]
        return #"""
            {"id": "thu-\#(seed)", "title": "Thử \#(seed)", "legal_basis": ["Thử"], "valid_from": "2016-07-01",
             "levels": [{"id": "commune", "council_sizes": null, "certificate_valid_years": 4, "requires": null}],
             "groups": [{"id": "food", "name": "Một"}, {"id": "other", "name": "Hai"}], \#(stages)
             "criteria": [{"id": "a", "name": "A", "max": "20", "weight": "1.37"}, {"id": "b", "name": "B", "max": "20"},
               {"id": "c", "name": "C", "max": "20", "weight": "0.333333"}],
             "rubrics": {"food": [{"criterion": "a", "children": [{"id": "a1", "name": "A1", "max": "5"},
                 {"id": "a2", "name": "A2", "max": "15", "children": [{"id": "a21", "name": "x", "max": "7"},
                   {"id": "a22", "name": "y", "max": "8"}]}]}],
               "*": [{"criterion": "b", "children": [{"id": "b1", "name": "B1", "max": "10"},
                 {"id": "b2", "name": "B2", "max": "10"}]}]},
             "scoring": {\#(threshold) \#(quorum) "display": \#(seed % 4), "rank_within": "\#(seed % 2 == 0 ? "round" : "group")",
               "ties": \#(chains[seed % chains.count]), "pipeline": \#(pipelines[seed % pipelines.count])}}
            """#
    }

    @Test("rounds under rules of every kind close, and both other programs agree", arguments: 0..<30)
    func everyKind(_ seed: Int) async throws {
        try await TestRegistry.run { test in
            var generator = SeededMarks(state: UInt64(seed) &* 977 &+ 5)
            let regulation = Self.regulation(seed, &generator)
            _ = try await test.registry.importRegulation(
                try RegulationLayer(parsing: Array(regulation.utf8)), as: test.viewer)
            let script = RoundScript(
                level: .commune, regulation: "thu-\(seed)", organiser: "05503", judges: 5)
            let food = try await test.products(5, for: script)
            let other = try await test.products(4, for: script, group: .other)
            let round = try await test.judged(script, products: food + other)
            let rules = try await test.registry.rules(ofRound: round.id, as: test.viewer)
            try await round.score(try generator.sheets(of: round, rules: rules))
            let result: RoundTally
            do {
                result = try await round.close(seed: "mầm \(seed)")
            } catch let refusal as Refusal where refusal.violations.allSatisfy({ $0.code == "quorum-judges" })
            {
                return
            }
            #expect(result.tally.lines.count == 9)
            _ = try await round.bundle()
        }
    }

    @Test("quotients are rounded half away from zero, where the division of numerics would be cut off too")
    func quotients() async throws {
        try await TestRegistry.run { test in
            let rounded = try await test.asProgram { session in
                try session.values(
                    """
                    SELECT rounded_quotient(n::numeric, d::numeric, k)::text FROM (VALUES
                      ('1', '8', 2), ('0.125', '1', 2), ('0.124999999999999999999999999999', '1', 2), ('2', '3', 0),
                      ('1', '2', 0), ('10000000000000000000000000000000000000001', '2', 0), ('530', '7', 6), ('70', '1', 2),
                      ('123456789012345678901', '100', 1)) v (n, d, k)
                    """, as: String.self)
            }
            #expect(
                rounded == [
                    "0.13", "0.13", "0.12", "1", "1", "5000000000000000000000000000000000000001", "75.714286",
                    "70.00",
                    "1234567890123456789.0",
                ])
        }
    }
}

/// Marks that are the same on every run, with ties, absences and sheets that are wholly absent.
private struct SeededMarks {
    var state: UInt64

    mutating func below(_ limit: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(limit))
    }

    mutating func sheets(of round: HeldRound, rules: Rules) throws -> [ScoreRow] {
        var rows: [ScoreRow] = []
        for (place, entry) in round.entries.enumerated() {
            // every third entry is marked like the one before it, so that there are ties
            let saved = state
            if place % 3 == 2 { state = UInt64(place) } else { state = UInt64(place + 1) &* 31 &+ saved }
            for judge in 1...round.script.judges {
                let absent = below(9) == 0
                for leaf in rules.leaves(group: entry.group) {
                    for stage in rules.stages.isEmpty ? [nil] : ["dossier", "final"] as [String?] {
                        let gone = absent || below(40) == 0
                        let mark = String(Double(below(Int(leaf.max.millionths / 250_000) + 1)) / 4)
                        rows.append(
                            try scoreRow(
                                entry.code, "J\(judge)", leaf.id, gone ? "" : mark,
                                absence: gone
                                    ? ["absent", "recused", "not-applicable", "spoiled"][below(4)] : "",
                                stage: stage))
                    }
                }
            }
            state = saved &+ UInt64(place)
        }
        return rows
    }
}
