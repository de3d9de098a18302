import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@Suite("A request that is sent several times is done once")
struct OneRequestTests {
    private static let now = Instant(microsecondsSince1970: 1_795_000_000_000_000)

    private static func request(_ key: String, _ content: String = "a") -> OneRequest<EstablishmentRecord> {
        OneRequest(
            key: key, content: RequestContent(Array(content.utf8)), at: now, outcome: { String($0.id) })
    }

    private static func add(
        _ test: TestRegistry, _ request: OneRequest<EstablishmentRecord>?, as viewer: Viewer
    ) async throws -> EstablishmentRecord {
        try await test.registry.addEstablishment(
            Fields(named: ["name": "Cơ sở Một", "legal_form": "cooperative", "commune_code": "05503"]),
            on: Day("2023-05-15"), today: test.today, as: viewer, once: request)
    }

    private static func officer(_ test: TestRegistry, _ login: String) async throws -> Viewer {
        try await test.account(login)
        try await test.grant(.officer, in: "19", to: login)
        return try await test.viewer(login)
    }

    @Test(
        "the second is told what the first did; the same key of another content, or of another account, is another matter"
    )
    func repeated() async throws {
        try await TestRegistry.run { test in
            let (one, other) = (try await Self.officer(test, "mot"), try await Self.officer(test, "hai"))
            let made = try await Self.add(test, Self.request("k"), as: one)
            do {
                _ = try await Self.add(test, Self.request("k"), as: one)
                Issue.record("done twice")
            } catch let repeated as RepeatedRequest {
                #expect(repeated.outcome == String(made.id))
            }
            await expectRefusal("idempotency-key-reused") {
                _ = try await Self.add(test, Self.request("k", "b"), as: one)
            }
            _ = try await Self.add(test, Self.request("k", "b"), as: other)
            #expect(try await test.registry.establishments(on: test.today, as: test.viewer).count == 2)
        }
    }

    @Test("twenty at once are one, whoever of them is told to wait")
    func race() async throws {
        try await TestRegistry.run(poolSize: 8) { test in
            let viewer = try await Self.officer(test, "mot")
            let outcomes = try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 1...20 {
                    group.addTask {
                        do {
                            return "made \(try await Self.add(test, Self.request("k"), as: viewer).id)"
                        } catch is RepeatedRequest {
                            return "repeated"
                        } catch let refusal as Refusal {
                            return refusal.violations[0].code
                        }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.count { $0.hasPrefix("made") } == 1, "\(outcomes)")
            #expect(
                outcomes.allSatisfy {
                    $0.hasPrefix("made") || $0 == "repeated" || $0 == "request-in-progress"
                })
            #expect(try await test.registry.establishments(on: test.today, as: test.viewer).count == 1)
            // the control: without a key each is done
            for _ in 1...2 { _ = try await Self.add(test, nil, as: viewer) }
            #expect(try await test.registry.establishments(on: test.today, as: test.viewer).count == 3)
        }
    }

    @Test("what was refused, and what was only tried, is not done: the key is good for it still")
    func refused() async throws {
        try await TestRegistry.run { test in
            let viewer = try await Self.officer(test, "mot")
            await expectRefusal("unknown-unit") {
                _ = try await test.registry.addEstablishment(
                    Fields(named: ["name": "Cơ sở", "legal_form": "cooperative", "commune_code": "99999"]),
                    on: Day("2023-05-15"), today: test.today, as: viewer, once: Self.request("k"))
            }
            _ = try await Self.add(test, Self.request("k"), as: viewer)
        }
    }
}
