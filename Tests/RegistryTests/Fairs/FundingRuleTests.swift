import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@Suite("Rules of the funds")
struct FundingRuleTests {
    private static let header = "source,province_code,fair_kind,share_percent,valid_from,valid_to,legal_basis"

    private static func lines(_ rules: [FundingRuleRecord]) -> [String] {
        rules.map {
            let days = $0.rule.validity
            return
                "\($0.rule.source.rawValue) \($0.rule.share.text) \(days.from?.iso ?? "")–\(days.to?.iso ?? "")"
        }
    }

    @Test("what ships is what is verified, with its days; loading it again takes nothing back")
    func shipped() async throws {
        try await TestRegistry.run { test in
            let shipped = try await test.registry.fundingRules(as: test.viewer)
            #expect(
                Self.lines(shipped) == [
                    "national 100 2014-04-08–2018-05-11", "national 80 2014-04-08–2018-05-11",
                ])
            #expect(shipped.map(\.rule.kind) == [.organised, .joined])
            #expect(try await test.registry.fundingRules(on: test.today, as: test.viewer).isEmpty)
            try await test.fundingRules("\(Self.header)\nnational,,joined,70,2018-05-11,,QĐ khác\n")
            try await test.registry.loadReferenceData(from: SourceTree.root + "/sql")
            #expect(try await test.registry.fundingRules(as: test.viewer).count == 3)
        }
    }

    @Test("a new rule ends the one before it from its day; what was in force stays as it was")
    func change() async throws {
        try await TestRegistry.run { test in
            let first = "\(Self.header)\nlocal,19,organised,50,2025-07-01,,NQ 1\n"
            let both = first + "local,19,organised,60,2026-09-01,,NQ 2\n"
            #expect(try await test.fundingRules(first).added == 1)
            #expect(try await test.fundingRules(both, dryRun: true).added == 1)
            let counts = try await test.fundingRules(both)
            #expect(counts.added == 1 && counts.unchanged == 1)
            #expect(try await test.fundingRules(both).unchanged == 2)
            func inForce(_ day: Day) async throws -> [String] {
                Self.lines(try await test.registry.fundingRules(on: day, as: test.viewer))
            }
            #expect(try await inForce(Day("2026-08-31")) == ["local 50 2025-07-01–2026-09-01"])
            #expect(try await inForce(Day("2026-09-01")) == ["local 60 2026-09-01–"])
            #expect(try await inForce(Day("2025-06-30")).isEmpty)
        }
    }

    @Test("rules that would change what was in force are refused with all their rows, and nothing is written")
    func refused() async throws {
        try await TestRegistry.run { test in
            try await test.fundingRules("\(Self.header)\nlocal,19,organised,50,2025-07-01,2026-07-01,NQ 1\n")
            let told = await expectRefusal("funding-rule-in-force", "unknown-unit", "funding-rule-in-force") {
                try await test.fundingRules(
                    """
                    \(Self.header)
                    local,19,organised,55,2025-07-01,,NQ 1 sửa
                    local,98,organised,50,2026-01-01,,NQ 3
                    local,19,organised,60,2026-06-30,,NQ 2
                    local,19,organised,60,2026-07-01,,NQ 2

                    """)
            }
            #expect(told.map(\.place.row) == [2, 3, 4])
            #expect(
                told[0].text.en.contains(
                    "“NQ 1” is in force for these funds from 2025-07-01 until 2026-06-30"))
            let rules = try await test.registry.fundingRules(as: test.viewer)
            #expect(Self.lines(rules).filter { $0.hasPrefix("local") } == ["local 50 2025-07-01–2026-07-01"])
        }
    }

    @Test("the database ends a rule once and lets nothing else about it change")
    func fixed() async throws {
        try await TestRegistry.run { test in
            try await test.fundingRules()
            for change in [
                "share_hundredths = 9000", "validity = daterange('2023-01-01', NULL)", "legal_basis = 'x'",
                "validity = daterange('2024-01-01', '2026-01-01'), share_hundredths = 1",
            ] {
                await #expect(throws: PostgresError.self, "\(change)") {
                    try await test.asProgram { session in
                        try session.beginAudit()
                        try session.script(
                            "UPDATE funding_rule SET \(change), version = version + 1 WHERE legal_basis = 'QĐ mẫu'"
                        )
                    }
                }
            }
        }
    }
}
