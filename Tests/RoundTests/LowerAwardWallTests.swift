import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@Suite("The lower award, past the use cases")
struct LowerAwardWallTests {
    /// An entry as it would be written by hand.
    private struct RawEntry: Sendable {
        let round: Int64
        let product: ProductRecord
        var award: Int64?
        var nomination: Int64?
        var exception: String?
        var filedOn = Day("2024-03-20")

        func insert(in session: Session) throws {
            try session.beginAudit()
            try session.execute(
                """
                INSERT INTO entry (round_id, product_id, establishment_id, product_group, code, filed_on, lower_award_id,
                  nomination_id, exception)
                SELECT \(round), product_id, establishment_id, product_group, 'A1', \(filedOn), \(award), \(nomination),
                  \(exception) FROM product WHERE product_id = \(product.id)
                """)
        }
    }

    private static func nominate(
        _ award: Int64, _ test: TestRegistry, to level: SelectionLevel = .regional,
        on day: Day = Day("2024-03-15")
    ) async throws -> Int64 {
        try await test.asProgram { session in
            try session.beginAudit()
            return try session.value(
                """
                INSERT INTO nomination (award_id, to_level, number, nominated_on)
                VALUES (\(award), \(level), '1', \(day)) RETURNING nomination_id
                """)
        }
    }

    private static func expectWall(
        _ constraint: String, state: String = "23000", _ entry: RawEntry, _ test: TestRegistry,
        fileID: String = #fileID, filePath: String = #filePath, line: Int = #line, column: Int = #column
    ) async {
        await expectDatabaseError(
            state, constraint: constraint, fileID: fileID, filePath: filePath, line: line, column: column
        ) { try await test.asProgram { try entry.insert(in: $0) } }
    }

    @Test("the database itself refuses every award that does not hold")
    func walls() async throws {
        try await TestRegistry.run { test in
            let product = try await test.awardedProduct("SP1")
            let other = try await test.awardedProduct("SP2")
            let award = try await test.award(to: product)
            let others = try await test.award(EarlierAwardRow(number: "SP2", decision: "2"), to: other)
            let low = try await test.award(
                EarlierAwardRow(level: .district, issuer: "164", number: "H", decision: "3"), to: product)
            let nomination = try await Self.nominate(award, test)
            let id = try await test.drafted(.regional).id
            let good = RawEntry(round: id, product: product, award: award, nomination: nomination)
            @Sendable func with(_ change: (inout RawEntry) -> Void) -> RawEntry {
                var copy = good
                change(&copy)
                return copy
            }

            await Self.expectWall(
                "entry_lower_award_required", with { ($0.award, $0.nomination) = (nil, nil) }, test)
            await Self.expectWall(
                "entry_lower_award_required",
                with { ($0.award, $0.nomination, $0.exception) = (nil, nil, "lower-round-not-held") }, test)
            await Self.expectWall(
                "entry_lower_or_exception", state: "23514", with { $0.exception = "lower-round-not-held" },
                test)
            await Self.expectWall(
                "entry_nomination_of_award", state: "23514", with { $0.nomination = nil }, test)
            await Self.expectWall("entry_lower_award_live", with { $0.filedOn = Day("2026-01-01") }, test)
            await Self.expectWall("entry_lower_award_live", with { $0.filedOn = Day("2022-07-09") }, test)
            await Self.expectWall(
                "entry_lower_award_nominated", with { $0.filedOn = Day("2024-03-14") }, test)

            let othersLetter = try await Self.nominate(others, test)
            await Self.expectWall(
                "entry_lower_award_fkey", state: "23503",
                with { ($0.award, $0.nomination) = (others, othersLetter) }, test)
            await Self.expectWall(
                "entry_nomination_fkey", state: "23503", with { $0.nomination = othersLetter }, test)
            let lowLetter = try await Self.nominate(low, test)
            await Self.expectWall(
                "entry_lower_award_level", with { ($0.award, $0.nomination) = (low, lowLetter) }, test)
            let elsewhere = try await Self.nominate(award, test, to: .national)
            await Self.expectWall("entry_lower_award_nominated", with { $0.nomination = elsewhere }, test)

            let district = try await test.drafted()
            await Self.expectWall(
                "entry_lower_award_not_needed",
                RawEntry(round: district.id, product: product, exception: "lower-round-not-held"), test)

            _ = try await test.registry.revokeCertificate(
                number: EarlierAwardRow().number, act: "3/QĐ", on: Day("2024-03-20"), because: "Vi phạm",
                as: test.viewer)
            await Self.expectWall("entry_lower_award_unrevoked", good, test)
            try await test.asProgram { try with { $0.filedOn = Day("2024-03-19") }.insert(in: $0) }
        }
    }

    @Test("an award without any certificate is not live")
    func withoutCertificate() async throws {
        try await TestRegistry.run { test in
            let product = try await test.awardedProduct()
            let award = try await test.award(to: product)
            let bare: Int64 = try await test.asProgram { session in
                try session.beginAudit()
                return try session.value(
                    """
                    INSERT INTO award (product_id, establishment_id, level, year, issuer_code, issuer_name,
                      decision_number, decision_date, product_name, establishment_name)
                    SELECT product_id, establishment_id, level, year, issuer_code, issuer_name, 'khác', decision_date,
                      product_name, establishment_name FROM award WHERE award_id = \(award) RETURNING award_id
                    """)
            }
            let nomination = try await Self.nominate(bare, test)
            let round = try await test.drafted(.regional)
            await Self.expectWall(
                "entry_lower_award_live",
                RawEntry(round: round.id, product: product, award: bare, nomination: nomination),
                test)
            await expectRefusal("lower-award-expired") {
                try await round.file([
                    round.script.entry(
                        product,
                        [
                            "lower_certificate": "award:\(bare)", "nomination_number": "1",
                            "nomination_date": "2024-03-15",
                        ])
                ])
            }
        }
    }
}
