import Documents
import Registry
import RuralIndustry
import TestSupport
import Testing

@Suite("The list attached to a decision")
struct DecisionListTests {
    private static func list(_ round: HeldRound, as viewer: Viewer? = nil) async throws -> DecisionList {
        try await round.test.registry.decisionList(ofRound: round.id, as: viewer ?? round.test.viewer)
    }

    private static func products(_ list: DecisionList) -> [String] {
        list.groups.flatMap(\.items).map(\.product)
    }

    @Test(
        "what is recognised stands in the order of the decision, with totals, and the commune by its name of that day"
    )
    func content() async throws {
        try await TestRegistry.run { test in
            let round = try await test.closed(totals: [75, 90, 80, 60])
            await #expect(throws: Refusal.self, "no decision yet") { try await Self.list(round) }
            try await round.decide(lines(round.codes, recognised: 3))
            let list = try await Self.list(round)
            #expect(list.decision.number == round.act.number)
            #expect(list.decision.day == round.script.decidedOn && list.amendments.isEmpty)
            #expect(Self.products(list) == ["Sản phẩm Mẫu 2", "Sản phẩm Mẫu 3", "Sản phẩm Mẫu 1"])
            let items = list.groups.flatMap(\.items)
            #expect(items.flatMap(\.totals).compactMap(\.shown).map { $0.prefix(2) } == ["90", "80", "75"])
            #expect(items.allSatisfy { $0.address.contains("thành phố Thái Nguyên, tỉnh Thái Nguyên") })
            #expect(items.allSatisfy { !$0.isSet && $0.amendedBy == nil })
            #expect(list.text.contains("DANH SÁCH"))
            #expect(try await Self.list(round) == list)
        }
    }

    @Test("after an amending decision it says what stands now, by which act, and what was withdrawn")
    func amended() async throws {
        try await TestRegistry.run { test in
            let round = try await test.closed(totals: [90, 80, 75])
            try await round.decide(lines(round.codes, recognised: 2))
            _ = try await test.registry.amendDecision(
                ofRound: round.id, act: DecisionAct(number: "77/QĐ-UBND", decidedOn: Day("2023-08-10")),
                because: "Sau giải quyết khiếu nại",
                rows: [
                    DecisionRow(entry: round.codes[0], isRecognised: false, reason: "Rút", row: 2),
                    DecisionRow(entry: round.codes[2], isRecognised: true, row: 3),
                ], as: test.viewer, today: test.today)
            let list = try await Self.list(round)
            #expect(list.decision.number == round.act.number)
            #expect(list.amendments.map(\.act.number) == ["77/QĐ-UBND"])
            #expect(list.amendments[0].withdrawn == ["Sản phẩm Mẫu 1"])
            #expect(Self.products(list) == ["Sản phẩm Mẫu 2", "Sản phẩm Mẫu 3"])
            #expect(list.groups.flatMap(\.items).map(\.amendedBy) == [nil, "77/QĐ-UBND"])
        }
    }

    @Test("a set stands once, with its members and the total of each")
    func sets() async throws {
        try await TestRegistry.run { test in
            let round = try await test.closed(totals: [90, 80, 75])
            var rows = lines(round.codes, recognised: 3)
            for place in [0, 2] {
                rows[place] = DecisionRow(
                    entry: round.codes[place], isRecognised: true, setName: "Bộ mẫu", row: place + 2)
            }
            do {
                try await round.decide(rows)
            } catch let refusal as Refusal {
                Issue.record("\(refusal.violations)")
                return
            }
            let items = try await Self.list(round).groups.flatMap(\.items)
            #expect(items.map(\.product) == ["Bộ mẫu", "Sản phẩm Mẫu 2"])
            #expect(items[0].isSet && items[0].totals.map(\.member) == ["Sản phẩm Mẫu 1", "Sản phẩm Mẫu 3"])
            #expect(items[0].totals.compactMap(\.shown).map { $0.prefix(2) } == ["90", "75"])
        }
    }

    @Test("who may not read entries reads the list only once the round is published")
    func permission() async throws {
        try await TestRegistry.run { test in
            let round = try await test.closed(totals: [90, 80])
            try await round.decide(lines(round.codes, recognised: 1))
            try await test.account("truong-ban")
            try await test.grant(.headJudge, in: "round:\(round.id)", to: "truong-ban")
            let head = try await test.viewer("truong-ban")
            let refusal = await #expect(throws: Refusal.self) { try await Self.list(round, as: head) }
            #expect(refusal?.violations.first?.code == "not-permitted")
            try await round.issue()
            _ = try await test.registry.publishRound(round.id, as: test.viewer)
            let list = try await Self.list(round, as: head)
            #expect(Self.products(list) == ["Sản phẩm Mẫu 1"])
        }
    }
}
