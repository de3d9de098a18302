import RuralIndustry
import Testing

/// What must hold for any fair, tried over seeds.
@Suite("Allocating booths, for any fair")
struct AllocationPropertyTests {
    @Test(
        "single booths under nested quotas: no plan is worth more, by trying them all",
        arguments: 1...300 as ClosedRange<UInt64>)
    func optimum(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        let problem = try RandomFair().problem(&numbers)
        let plan = try Allocating.plan(problem)
        #expect(plan.value == ExhaustiveAllocation(problem).value)
        #expect(plan.gap == 0)
        try check(plan, problem)
    }

    @Test(
        "what each would get alone, worked out for all at once, is the plan of a fair where nobody else asks",
        arguments: 1...300 as ClosedRange<UInt64>)
    func alone(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        let fair =
            seed % 2 == 0
            ? RandomFair(together: 50, quotas: .crossing) : RandomFair(wants: 1...3, together: 30)
        let problem = try fair.problem(&numbers)
        let outcomes = try AllocationPlan.alone(problem, sha256: Judging.mixed)
        #expect(Set(outcomes.map(\.request.id)) == Set(problem.requests.map(\.id)))
        for outcome in outcomes {
            let alone = try AllocationProblem(
                booths: problem.booths, requests: [outcome.request], quotas: problem.quotas,
                scale: problem.scale, seed: problem.seed)
            #expect(try Allocating.plan(alone).outcomes == [outcome])
        }
    }

    @Test(
        "of the best plans that one is taken which gives the most in the order of the draw",
        arguments: 1...200 as ClosedRange<UInt64>)
    func draw(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        let problem = try RandomFair(points: [0]).problem(&numbers)
        let order = problem.requests.indices.map { place in
            (place, Judging.mixed(Array("seed".utf8) + [0] + Array(problem.requests[place].id.utf8)))
        }.sorted { $0.1.lexicographicallyPrecedes($1.1) }.map(\.0)
        let best = ExhaustiveAllocation(problem).best.map { shares in order.map { shares[$0] } }
        let plan = try Allocating.plan(problem)
        let shares = order.map { plan.outcome(problem.requests[$0].id)?.value ?? -1 }
        #expect(shares == best.max { $0.lexicographicallyPrecedes($1) })
        for (place, request) in order.enumerated() {
            let outcome = try #require(plan.outcome(problem.requests[request].id))
            let others = best.map { $0[place] }
            #expect([.lost, .between].contains(outcome.draw) == others.contains { $0 > outcome.value })
            #expect([.won, .between].contains(outcome.draw) == others.contains { $0 < outcome.value })
        }
    }

    @Test(
        "a seed is asked for exactly if the best plans differ for somebody",
        arguments: 1...200 as ClosedRange<UInt64>)
    func seedNeeded(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        let problem = try RandomFair(points: [0, 5, 10, 20, 35], seed: nil).problem(&numbers)
        let isOpen = Set(ExhaustiveAllocation(problem).best).count > 1
        #expect(Judging.codes { _ = try Allocating.plan(problem) } == (isOpen ? ["draw-needs-seed"] : []))
    }

    @Test(
        "quotas that cut across: all hold, the bound holds, what is best lies between",
        arguments: 1...300 as ClosedRange<UInt64>)
    func crossing(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        let problem = try RandomFair(quotas: .crossing).problem(&numbers)
        let plan = try Allocating.plan(problem)
        let best = ExhaustiveAllocation(problem).value
        #expect(plan.value <= best)
        #expect(best <= plan.upperBound)
        try check(plan, problem)
    }

    @Test(
        "groups and quotas that cut across, on larger fairs: everything holds",
        arguments: 1...200 as ClosedRange<UInt64>)
    func everything(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        let fair = RandomFair(
            zones: 1...5, boothsPerZone: 0...12, requests: 0...40, wants: 1...5, together: 60,
            quotas: seed % 3 == 0 ? .none : .crossing)
        let problem = try fair.problem(&numbers)
        let plan = try Allocating.plan(problem)
        try check(plan, problem)
        let shuffled = try Allocating.shuffled(problem, using: &numbers)
        #expect(try Allocating.plan(shuffled) == plan)
    }

    @Test(
        "the order of booths, requests and quotas changes nothing", arguments: 1...100 as ClosedRange<UInt64>)
    func orderOfRows(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        let problem = try RandomFair(zones: 2...4, boothsPerZone: 1...8, requests: 5...30).problem(&numbers)
        let plan = try Allocating.plan(problem)
        for _ in 0..<3 {
            let shuffled = try Allocating.shuffled(problem, using: &numbers)
            #expect(try Allocating.plan(shuffled) == plan)
        }
    }

    @Test("more points never cost a request a booth", arguments: 1...100 as ClosedRange<UInt64>)
    func higherPriority(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        let problem = try RandomFair(boothsPerZone: 1...4, requests: 2...10).problem(&numbers)
        let plan = try Allocating.plan(problem)
        for (place, request) in problem.requests.enumerated() {
            var requests = problem.requests
            requests[place] = AllocationProblem.Request(
                id: request.id, province: request.province, group: request.group, funds: request.funds,
                boothsWanted: request.boothsWanted, zones: request.zones,
                takesOtherZones: request.takesOtherZones,
                points: request.points + Int.random(in: 1...20, using: &numbers))
            let raised = try Allocating.plan(problem.booths, requests, problem.quotas, seed: "seed")
            let (before, after) = (plan.booths(request.id).count, raised.booths(request.id).count)
            #expect(after >= before, "\(request.id)")
        }
    }

    /// What every plan must keep to, looked at apart from how it was made.
    private func check(_ plan: AllocationPlan, _ problem: AllocationProblem) throws {
        #expect(plan.outcomes.map(\.request) == problem.requests.sorted { $0.id < $1.id })
        let booths = Dictionary(uniqueKeysWithValues: zip(problem.booths.map(\.code), problem.booths.indices))
        let given = plan.outcomes.flatMap(\.booths)
        #expect(Set(given.map(\.code)).count == given.count, "a booth is given once")
        #expect(plan.value == plan.outcomes.reduce(0) { $0 + $1.value })
        #expect(plan.value <= plan.upperBound)
        #expect(Set(plan.spent.map(\.quota)) == Set(problem.quotas))
        for spent in plan.spent {
            let count = plan.outcomes.filter { spent.quota.covers($0.request) }.reduce(0) {
                $0 + $1.booths.count
            }
            #expect(count == spent.booths)
            #expect(count <= spent.quota.maximum)
        }
        for outcome in plan.outcomes {
            let request = outcome.request
            #expect(outcome.booths.count <= request.boothsWanted)
            #expect(outcome.isWhole || !outcome.hindrances.isEmpty, "whoever has too few learns why")
            for booth in outcome.booths {
                let place = try #require(booths[booth.code])
                #expect(problem.booths[place].zone == booth.zone)
                #expect(
                    request.takesOtherZones || request.zones.isEmpty || request.zones.contains(booth.zone))
                #expect(booth.rank == request.zones.firstIndex(of: booth.zone).map { $0 + 1 })
            }
            if request.isAdjacent, request.boothsWanted > 1 {
                #expect(outcome.booths.isEmpty || outcome.isWhole, "a group is given whole or not at all")
                #expect(hangTogether(outcome.booths.compactMap { booths[$0.code] }, problem.booths))
            } else {
                checkHindrances(outcome, problem, given: given)
            }
        }
    }

    /// No booth stays free that a request takes and no quota forbids, nor a booth in a better zone.
    private func checkHindrances(
        _ outcome: AllocationPlan.Outcome, _ problem: AllocationProblem, given: [AllocationPlan.GivenBooth]
    ) {
        let request = outcome.request
        let full = outcome.hindrances.compactMap { if case .zoneFull(let zone) = $0 { zone } else { nil } }
        for zone in full {
            let (all, taken) = (problem.booths.count { $0.zone == zone }, given.count { $0.zone == zone })
            #expect(all == taken, "a zone that is called full is full")
        }
        let worst = outcome.booths.map { $0.rank ?? 4 }.max() ?? 4
        for (place, zone) in request.zones.enumerated()
        where place + 1 < min(worst, 4) && !outcome.booths.isEmpty {
            #expect(full.contains(zone), "whoever has a worse zone learns that the better is full")
        }
    }

    private func hangTogether(_ group: [Int], _ booths: [AllocationProblem.Booth]) -> Bool {
        guard let first = group.first else { return true }
        var seen: Set<Int> = [first]
        var rest = [first]
        while let booth = rest.popLast() {
            for other in group where !seen.contains(other) {
                if booths[booth].neighbours.contains(other) || booths[other].neighbours.contains(booth) {
                    seen.insert(other)
                    rest.append(other)
                }
            }
        }
        return seen.count == group.count && Set(group.map { booths[$0].zone }).count == 1
    }
}
