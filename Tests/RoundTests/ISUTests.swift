import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@Suite(
    "Official scores through the database",
    .enabled(if: OfficialScores.exist, "needs ../shared/data/scoring/isu"))
struct ISUTests {
    @Test("thirty rounds held with the judges' marks end with all official panel scores and totals")
    func official() async throws {
        let scores = try OfficialScores()
        try await TestRegistry.run { test in
            let products = try await test.products(scores.programmes.map(\.entries.count).max() ?? 0)
            var panels = 0
            var totals = 0
            for programme in scores.programmes {
                let round = try await Self.hold(programme, products, test)
                let result = try await round.close()
                for detail in result.tally.details {
                    #expect(
                        detail.panel == scores.panels[[programme.id, detail.entry, detail.criterion]],
                        "\(programme.id) \(detail.entry) \(detail.criterion)")
                    panels += 1
                }
                for line in result.tally.lines {
                    #expect(
                        line.total == scores.totals[[programme.id, line.entry]],
                        "\(programme.id) \(line.entry)")
                    totals += 1
                }
                #expect(
                    try await Self.kept(round)
                        == result.tally.lines.map { "\($0.entry) \($0.total?.description ?? "")" })
                #expect(result.tally.marksCounted == programme.marks.count)
            }
            #expect(panels == 1_820)
            #expect(totals == 364)
        }
    }

    /// A round under the programme's rules, judged.
    private static func hold(
        _ programme: OfficialScores.Programme, _ products: [ProductRecord], _ test: TestRegistry
    ) async throws -> HeldRound {
        _ = try await test.registry.importRegulation(
            try RegulationLayer(parsing: Array(programme.regulation.utf8)), as: test.viewer)
        let script = RoundScript(
            level: .commune, regulation: programme.regulationID, organiser: "05503", name: programme.id,
            judges: 9)
        let round = try await test.drafted(script)
        try await round.open()
        try await round.seat()
        let codes = programme.entries
        try await round.file(try zip(codes, products).map { try script.entry($1, ["entry_code": $0]) })
        try await round.move(codes, to: .accepted)
        try await round.judge()
        try await round.score(programme.marks)
        return round
    }

    private static func kept(_ round: HeldRound) async throws -> [String] {
        try await round.test.asProgram { session in
            try session.values(
                """
                SELECT e.code || ' ' || l.total FROM result_line l JOIN entry e USING (entry_id)
                WHERE l.round_id = \(round.id) ORDER BY l.ordinal
                """)
        }
    }
}
