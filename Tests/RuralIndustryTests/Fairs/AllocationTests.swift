import RuralIndustry
import Testing

@Suite("Allocating booths")
struct AllocationTests {
    @Test("everybody has the zone wished for most if there is room, and booths go by code and province")
    func roomForAll() throws {
        let plan = try Allocating.plan(
            Allocating.booths(["A": 12, "B": 2]),
            [
                Allocating.request("z", "01", in: ["B", "A"]), Allocating.request("b", "04", in: ["A"]),
                Allocating.request("a", "48", wants: 9, in: ["A"]),
                Allocating.request("c", "01", wants: 2, in: ["A"]),
            ])
        #expect(plan.booths("z") == ["B1"])
        #expect(plan.booths("c") == ["A1", "A2"])
        #expect(plan.booths("b") == ["A3"])
        #expect(plan.booths("a") == ["A4", "A5", "A6", "A7", "A8", "A9", "A10", "A11", "A12"])
        #expect(plan.outcomes.allSatisfy { $0.isWhole && $0.hindrances.isEmpty && $0.draw == nil })
        #expect(plan.outcome("z")?.booths.first?.rank == 1)
        #expect(plan.value == 4_000 + 9 * 400 + 13 * 150)
        #expect(plan.gap == 0)
    }

    @Test("awards go first into a zone, and those who can go elsewhere make room")
    func priority() throws {
        let plan = try Allocating.plan(
            Allocating.booths(["A": 1, "B": 1]),
            [
                Allocating.request("awarded", in: ["A", "B"], points: 30),
                Allocating.request("only A", in: ["A"], orOther: false, points: 20),
                Allocating.request("late", in: ["B"], points: 10),
            ])
        // both booths are given; the awarded request loses 50 by going to B, the plan gains a second booth
        #expect(plan.booths("awarded") == ["B1"])
        #expect(plan.booths("only A") == ["A1"])
        #expect(plan.outcome("awarded")?.hindrances == [.zoneFull("A")])
        #expect(plan.outcome("late")?.booths == [])
        #expect(plan.outcome("late")?.hindrances == [.zoneFull("A"), .zoneFull("B")])
    }

    @Test("as many as possible have one booth before some have two")
    func firstBooths() throws {
        let plan = try Allocating.plan(
            Allocating.booths(["A": 3]),
            [
                Allocating.request("many", wants: 3, points: 20), Allocating.request("one"),
                Allocating.request("two"),
            ])
        #expect(plan.outcomes.map(\.booths.count) == [1, 1, 1])
        #expect(plan.outcome("many")?.hindrances == [.zoneFull("A")])
    }

    @Test("requests beyond a quota get nothing and are told which; one of 0 gives nothing at all")
    func quotas() throws {
        let (province, food) = try (Allocating.quota(1, "01"), Allocating.quota(0, "04", group: .food))
        let plan = try Allocating.plan(
            Allocating.booths(["A": 9]),
            [
                Allocating.request("first", "01", points: 10), Allocating.request("second", "01"),
                Allocating.request("food", "04", group: .food),
                Allocating.request("craft", "04", group: .handicraft),
            ], [province, food])
        #expect(plan.booths("first") == ["A1"])
        #expect(plan.outcome("second")?.hindrances == [.quota(province, left: 0)])
        #expect(plan.outcome("food")?.hindrances == [.quota(food, left: 0)])
        #expect(plan.booths("craft") == ["A2"])
        #expect(plan.spent.map(\.quota) == [province, food])
        #expect(plan.spent.map(\.booths) == [1, 0])
    }

    @Test("a group stands together or not at all, and is told how much hung together")
    func groups() throws {
        let requests = try [
            Allocating.request("pair", wants: 2, together: true, in: ["A"], points: 10),
            Allocating.request("four", wants: 4, together: true, in: ["A", "B"]),
            Allocating.request("five", wants: 5, together: true, in: ["A"], orOther: false),
        ]
        let plan = try Allocating.plan(Allocating.booths(["A": 5, "B": 4]), requests)
        #expect(plan.booths("pair") == ["A1", "A2"])
        #expect(plan.booths("four") == ["B1", "B2", "B3", "B4"])
        #expect(plan.outcome("four")?.hindrances == [.noRun(zone: "A", longest: 3)])
        #expect(plan.outcome("five")?.hindrances == [.noRun(zone: "A", longest: 3)])
        #expect(plan.gap > 0)
    }

    @Test("a group takes the smallest run that holds it and leaves the rest whole")
    func bestFit() throws {
        // A1–A5 and A6–A8 are apart
        var booths = Allocating.booths(["A": 8])
        booths[5] = .init(code: "A6", zone: "A")
        let plan = try Allocating.plan(
            booths,
            [
                Allocating.request("three", wants: 3, together: true, points: 10),
                Allocating.request("five", wants: 5, together: true),
            ])
        #expect(plan.booths("three") == ["A6", "A7", "A8"])
        #expect(plan.booths("five") == ["A1", "A2", "A3", "A4", "A5"])
        #expect(plan.outcomes.allSatisfy { $0.isWhole })
    }

    @Test("a group for which a quota has too little left gets nothing of it")
    func groupQuota() throws {
        let quota = try Allocating.quota(2, "01")
        let plan = try Allocating.plan(
            Allocating.booths(["A": 9]),
            [
                Allocating.request("group", "01", wants: 3, together: true, points: 10),
                Allocating.request("single", "01", wants: 3),
            ], [quota])
        #expect(plan.outcome("group")?.hindrances == [.quota(quota, left: 2)])
        #expect(plan.booths("single") == ["A1", "A2"])
    }

    @Test("what stood in the way is said in both languages")
    func wording() throws {
        func text(_ hindrance: AllocationPlan.Hindrance) -> [String] {
            let text = hindrance.text { _ in Bilingual(vi: "tỉnh Mẫu", en: "Mẫu province") }
            return [text.vi, text.en]
        }
        let quota = try Allocating.quota(3, "01")
        #expect(
            text(.quota(quota, left: 2)) == [
                "chỉ tiêu của tỉnh Mẫu chỉ còn 2 gian hàng", "the quota of Mẫu province has only 2 left",
            ])
        #expect(
            text(.quota(quota, left: 0)) == [
                "chỉ tiêu của tỉnh Mẫu đã hết", "the quota of Mẫu province is used up",
            ])
        #expect(text(.zoneFull("A")) == ["khu A đã hết gian hàng", "zone A is full"])
        #expect(text(.noRun(zone: "A", longest: 0)) == text(.zoneFull("A")))
        #expect(
            text(.noRun(zone: "A", longest: 2)) == [
                "khu A chỉ còn nhiều nhất 2 gian hàng liền kề nhau",
                "at most 2 free booths hang together in zone A",
            ])
    }

    @Test("equals are drawn by the seed, and without one it is asked for by name")
    func draw() throws {
        let booths = Allocating.booths(["A": 1])
        let requests = try ["x", "y", "z"].map { try Allocating.request($0) }
        let winners = try Set(
            (1...20).map { number in
                let plan = try Allocating.plan(booths, requests, seed: "seed \(number)")
                #expect(plan.outcomes.count { $0.draw == .lost } == 2)
                return try #require(plan.outcomes.first { $0.draw == .won }?.request.id)
            })
        #expect(winners == ["x", "y", "z"])
        #expect(throws: Refusal.self) { try Allocating.plan(booths, requests) }
        do {
            _ = try Allocating.plan(booths, requests)
        } catch {
            #expect(error.violations.first?.code == "draw-needs-seed")
            #expect(error.violations.first?.text.en.contains("x, y, z") ?? false)
        }
    }

    @Test("equal groups need a draw only where one would be better off before the other")
    func groupDraw() throws {
        let pairs = try [
            Allocating.request("p", wants: 2, together: true, in: ["A"]),
            Allocating.request("q", wants: 2, together: true, in: ["A"]),
        ]
        #expect(try Allocating.plan(Allocating.booths(["A": 4]), pairs).outcomes.allSatisfy { $0.isWhole })
        let scarce = Allocating.booths(["A": 2, "B": 2])
        #expect(Judging.codes { _ = try Allocating.plan(scarce, pairs) } == ["draw-needs-seed"])
        let plan = try Allocating.plan(scarce, pairs, seed: "s")
        #expect(Set(plan.outcomes.map(\.draw)) == [.won, .lost])
    }

    @Test("nothing to give, nobody to give to")
    func empty() throws {
        let nobody = try Allocating.plan(Allocating.booths(["A": 2]), [])
        #expect(nobody.outcomes.isEmpty)
        #expect(nobody.value == 0 && nobody.gap == 0)
        let nothing = try Allocating.plan(
            [],
            [
                Allocating.request("a", in: ["A"]), Allocating.request("b"),
                Allocating.request("c", wants: 2, together: true, in: ["A"]),
            ])
        #expect(nothing.outcomes.allSatisfy { $0.booths.isEmpty })
        #expect(nothing.outcomes.allSatisfy { $0.hindrances == [.noBooths] })
        #expect(nothing.gap == 0)
    }

    @Test("what is wrong with a problem is told all at once")
    func refusals() throws {
        let booths = Allocating.booths(["A": 2]) + [.init(code: "A1", zone: "B", neighbours: [2, 9])]
        let requests = try [
            Allocating.request("a", wants: 0, in: ["A", "A"], points: -1), Allocating.request("b"),
            Allocating.request("b"),
        ]
        let quotas = try [Allocating.quota(1, "01"), Allocating.quota(-2, "01")]
        let codes = Judging.codes { _ = try Allocating.plan(booths, requests, quotas) }
        #expect(
            codes == [
                "allocation-booth-repeated", "allocation-neighbour-unknown", "allocation-request-repeated",
                "allocation-booths-wanted", "allocation-points", "allocation-zone-repeated",
                "allocation-quota-repeated", "allocation-quota-negative",
            ])
        let huge = try [Allocating.request("a", points: .max / 4)]
        #expect(Judging.codes { _ = try Allocating.plan([], huge) } == ["allocation-too-large"])
    }

    @Test("somebody who wants more booths than there are gets what there is")
    func insatiable() throws {
        let plan = try Allocating.plan(Allocating.booths(["A": 3]), [Allocating.request("a", wants: .max)])
        #expect(plan.booths("a") == ["A1", "A2", "A3"])
        #expect(plan.gap == 0)
    }

    @Test("points follow the organiser's rule, and a bad rule is refused")
    func priorityRule() throws {
        let highest = try PriorityRule("national:30|regional:20|provincial:10")
        #expect(highest.points(of: [.provincial, .regional, .provincial]) == 20)
        #expect(highest.points(of: [.commune]) == 0)
        #expect(highest.points(of: []) == 0)
        let sum = try PriorityRule("national:30|provincial:10", counting: .sum, limit: 45)
        #expect(sum.points(of: [.provincial, .provincial]) == 20)
        #expect(sum.points(of: [.national, .national]) == 45)
        #expect(try PriorityRule("").points(of: [.national]) == 0)
        let bad = [
            "national": "priority-rule-unreadable", "world:3": "priority-rule-unreadable",
            "national:3|": "priority-rule-unreadable",
            "national:3|national:4": "priority-rule-level-repeated",
            "national:-1": "priority-points", "national:10001": "priority-points",
        ]
        for (text, code) in bad {
            #expect(throws: Violation.self, "\(text)") { try PriorityRule(text) }
            do { _ = try PriorityRule(text) } catch { #expect(error.code == code) }
        }
        #expect(throws: Violation.self) {
            try PreferenceScale(checked: 100, furtherBooth: 200, point: 1, rank: 1, ranks: 1)
        }
    }

    @Test("2,000 booths, 1,500 requests, 34 provinces")
    func large() throws {
        var numbers = SeededNumbers(seed: 34)
        let zones = (1...20).map { "K\($0)" }
        let booths = (0..<2_000).map {
            AllocationProblem.Booth(
                code: "\(zones[$0 / 100])-\($0 % 100 + 1)", zone: zones[$0 / 100],
                neighbours: $0 % 100 == 0 ? [] : [$0 - 1])
        }
        let requests = try (0..<1_500).map { number in
            try Allocating.request(
                "R\(number)", String(10 + number % 34),
                group: [.food, .handicraft].randomElement(using: &numbers),
                wants: Int.random(in: 1...2, using: &numbers),
                in: Array(zones.shuffled(using: &numbers).prefix(3)),
                points: Int.random(in: 0...4, using: &numbers) * 10)
        }
        let quotas = try (0..<34).map { try Allocating.quota(50, String(10 + $0)) }
        let plan = try Allocating.plan(booths, requests, quotas, seed: "seed")
        #expect(plan.gap == 0)
        #expect(plan.spent.allSatisfy { $0.booths <= 50 })
        let given = plan.outcomes.flatMap { $0.booths.map(\.code) }
        #expect(Set(given).count == given.count)
        #expect(given.count == 34 * 50)
    }
}
