import Postgres
import RuralIndustry
import TestSupport
import Testing

@testable import Registry

@Suite("How many statements the pages of fairs take")
struct FairStatementTests {
    private typealias Reading = @Sendable (TestRegistry, FairRecord, Int64) async throws -> Void

    /// What the pages read, each for the fair and the establishment.
    private static let read: [(name: String, work: Reading)] = [
        (
            "task list",
            { (test: TestRegistry, fair: FairRecord, _: Int64) async throws -> Void in
                _ = try await test.registry.standing(ofFair: fair.id, today: test.today, as: test.viewer)
            }
        ),
        (
            "desk",
            { (test: TestRegistry, _: FairRecord, _: Int64) async throws -> Void in
                _ = try await test.registry.fairsAtWork(today: test.today, as: test.viewer)
            }
        ),
        (
            "plan",
            { (test: TestRegistry, fair: FairRecord, _: Int64) async throws -> Void in
                _ = try await test.registry.deskPlan(
                    ofFair: fair.id, coloring: .province, today: test.today, as: test.viewer)
            }
        ),
        (
            "booths",
            { (test: TestRegistry, fair: FairRecord, _: Int64) async throws -> Void in
                _ = try await test.registry.boothStandings(
                    ofFair: fair.id, on: test.today, as: test.viewer)
                _ = try await test.registry.boothAllocations(
                    ofFair: fair.id, for: .boothConfirm, as: test.viewer)
            }
        ),
        (
            "contracts",
            { (test: TestRegistry, fair: FairRecord, _: Int64) async throws -> Void in
                _ = try await test.registry.boothContracts(
                    ofFair: fair.id, on: test.today, as: test.viewer)
            }
        ),
        (
            "figures",
            { (test: TestRegistry, fair: FairRecord, _: Int64) async throws -> Void in
                _ = try await test.registry.fairCounts(
                    of: FairCountScope(fair: fair.id), by: .province, on: test.today, as: test.viewer)
            }
        ),
        (
            "requests",
            { (test: TestRegistry, fair: FairRecord, _: Int64) async throws -> Void in
                _ = try await test.registry.boothRequests(ofFair: fair.id, as: test.viewer)
            }
        ),
        (
            "public page",
            { (test: TestRegistry, fair: FairRecord, _: Int64) async throws -> Void in
                _ = try await test.registry.publicFair(fair.id, today: test.today, as: .anybody)
            }
        ),
        (
            "an establishment's booths",
            { (test: TestRegistry, _: FairRecord, maker: Int64) async throws -> Void in
                _ = try await test.registry.ownBooths(of: maker, as: test.viewer)
                _ = try await test.registry.ownBoothRequests(of: maker, as: test.viewer)
                _ = try await test.registry.fairsTakingRequests(
                    of: maker, today: test.today, as: test.viewer)
                _ = try await test.registry.establishmentBooths(maker, on: test.today, as: test.viewer)
            }
        ),
    ]

    @Test("a page takes as many statements with many booths, requests and fairs as with few")
    func constant() async throws {
        try await TestRegistry.run(poolSize: 1) { test in
            let maker = try await test.establishment(commune: "05503")
            let fair = try await test.openFair(booths: 40)
            try await Self.give(2, from: 1, at: fair, to: maker.id, in: test)
            let few = try await Self.counts(test, fair, maker.id)
            try await Self.give(30, from: 3, at: fair, to: maker.id, in: test)
            for _ in 1...3 {
                let other = try await test.openFair(booths: 3)
                try await Self.give(2, from: 1, at: other, to: maker.id, in: test)
            }
            let many = try await Self.counts(test, fair, maker.id)
            for (name, count) in few {
                #expect(count > 0 && many[name] == count, "\(name): \(count), then \(many[name] ?? 0)")
            }
        }
    }

    /// Booths confirmed one by one, and a request.
    private static func give(
        _ count: Int, from first: Int, at fair: FairRecord, to maker: Int64, in test: TestRegistry
    ) async throws {
        for number in first..<(first + count) {
            let code = number < 10 ? "A0\(number)" : "A\(number)"
            let tenants: [BoothTenant] =
                number == first ? [.establishment(maker)] : [.sponsor("Bên \(number)")]
            let held = try await test.hold(code, at: fair, for: tenants)
            if number.isMultiple(of: 2) {
                _ = try await test.registry.confirmBooths(held[0].id, as: test.viewer, today: test.today)
            }
        }
        let other = try await test.establishment(name: "Cơ sở \(first) \(fair.id)", commune: "05503")
        let asking = first == 1 ? maker : other.id
        try await test.requests(
            "establishment_id,province_code,booths,filed_on\n\(asking),19,1,2026-11-19\n", at: fair)
    }

    /// Statements of each page, as the one connection counts what it has run.
    private static func counts(
        _ test: TestRegistry, _ fair: FairRecord, _ maker: Int64
    ) async throws -> [String: Int] {
        func executed() async throws -> Int {
            try await test.registry.database.read { session in
                try session.value(
                    "SELECT coalesce(sum(generic_plans + custom_plans), 0)::bigint FROM pg_prepared_statements"
                )
            }
        }
        var counts: [String: Int] = [:]
        for (name, work) in read {
            // a few times, so that everything is prepared
            for _ in 1...3 {
                try await work(test, fair, maker)
                _ = try await executed()
            }
            let before = try await executed()
            let own = try await executed() - before
            try await work(test, fair, maker)
            counts[name] = try await executed() - before - 2 * own
        }
        return counts
    }
}
