import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@Suite("Sets formed by a decision")
struct ProductSetTests {
    private static func set(
        _ round: HeldRound, _ members: some Collection<Int>, name: String = "Bộ ấm chén Mẫu",
        kind: ProductSetKind? = .combination, class: String? = nil
    ) -> [DecisionRow] {
        round.codes.enumerated().map { place, code in
            members.contains(place)
                ? DecisionRow(
                    entry: code, isRecognised: true, setName: name, setKind: kind, awardClass: `class`,
                    row: place + 2)
                : DecisionRow(entry: code, isRecognised: true, row: place + 2)
        }
    }

    @Test(
        "entries of one establishment become a product with members, which holds the award",
        arguments: ProductSetKind.allCases)
    func formed(kind: ProductSetKind) async throws {
        try await TestRegistry.run { test in
            let round = try await test.closed(totals: [80, 90, 85])
            let report = try await round.decide(Self.set(round, [0, 2], kind: kind))
            #expect(report.recognised == 2)
            #expect(report.sets == 1)
            #expect(try await round.record().recognised == 2)
            let award = try #require(
                try await test.registry.awards(as: test.viewer).first { $0.productName == "Bộ ấm chén Mẫu" })
            let set = try await test.registry.product(try #require(award.productID), as: test.viewer)
            #expect(set.establishmentID == round.entries[0].establishmentID)
            #expect(set.fields[.members] == "Sản phẩm Mẫu 1|Sản phẩm Mẫu 3")
            let kept = try await test.asProgram { session in
                try session.values(
                    """
                    SELECT s.set_kind || ' ' || m.ordinal || ' ' || p.name FROM product s
                      JOIN product_member m USING (product_id) JOIN product p ON p.product_id = m.member_product_id
                    WHERE s.product_id = \(set.id) ORDER BY m.ordinal
                    """, as: String.self)
            }
            #expect(kept == ["\(kind.rawValue) 1 Sản phẩm Mẫu 1", "\(kind.rawValue) 2 Sản phẩm Mẫu 3"])
            // The set's award is in the history of its members, and of nobody else.
            for (place, names) in [(0, ["Bộ ấm chén Mẫu"]), (1, ["Sản phẩm Mẫu 2"]), (2, ["Bộ ấm chén Mẫu"])]
            {
                let history = try await test.registry.awardHistory(
                    .product(round.entries[place].productID), as: test.viewer)
                #expect(history.map(\.productName) == names)
            }
            // One certificate for the set.
            #expect(try await round.issue() == 2)
        }
    }

    @Test("a set is of one establishment and group, of several entries, one kind and one class")
    func refused() async throws {
        try await TestRegistry.run { test in
            let own = try await test.products(3)
            let stranger = try await test.product(
                of: test.establishment(name: "Cơ sở khác"), name: "Của cơ sở khác")
            let craft = try await test.product(
                of: test.registry.establishment(own[0].establishmentID, as: test.viewer), name: "Thủ công",
                group: .handicraft)
            let plan = #"{"classes": [{"id": "A", "name": "Hạng A"}, {"id": "B", "name": "Hạng B"}]}"#
            let round = try await test.closed(
                RoundScript(plan: plan), totals: [80, 90, 60, 85, 86], products: own + [stranger, craft])
            func decide(_ members: [Int], _ change: (inout [DecisionRow]) -> Void = { _ in }) async throws {
                var rows = Self.set(round, members)
                rows[2] =
                    members.contains(2)
                    ? rows[2] : DecisionRow(entry: round.codes[2], isRecognised: false, row: 4)
                change(&rows)
                try await round.decide(rows)
            }
            await expectRefusal("set-too-small") { try await decide([0]) }
            await expectRefusal("set-establishments-differ") { try await decide([0, 3]) }
            await expectRefusal("set-groups-differ") { try await decide([0, 4]) }
            await expectRefusal("decision-entry-not-eligible") { try await decide([0, 2]) }
            await expectRefusal("set-kinds-differ") {
                try await decide([0, 1]) {
                    $0[1] = DecisionRow(
                        entry: round.codes[1], isRecognised: true, setName: "Bộ ấm chén Mẫu", setKind: .design
                    )
                }
            }
            await expectRefusal("set-classes-differ") {
                try await decide([0, 1]) {
                    $0[1] = DecisionRow(
                        entry: round.codes[1], isRecognised: true, setName: "Bộ ấm chén Mẫu",
                        setKind: .combination,
                        awardClass: "B")
                }
            }
            #expect(try await test.registry.awards(as: test.viewer) == [])
            #expect(try await test.registry.products(as: test.viewer).count == 5)
        }
    }
}
