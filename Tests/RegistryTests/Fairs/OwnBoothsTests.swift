import RuralIndustry
import TestSupport
import Testing

@testable import Registry

@Suite("An establishment's own booths")
struct OwnBoothsTests {
    /// A fair, an establishment with an owner, and another establishment.
    private static func run(
        _ body:
            @escaping @Sendable (TestRegistry, FairRecord, _ own: Int64, _ other: Int64, Viewer) async throws
            -> Void
    ) async throws {
        try await TestRegistry.run { test in
            let fair = try await test.openFair()
            let own = try await test.establishment(name: "Gốm Tự Tâm").id
            let other = try await test.establishment(name: "Chè Hai").id
            try await test.account("chu")
            try await test.grant(.establishmentOwner, in: "establishment:\(own)", to: "chu")
            try await body(test, fair, own, other, try await test.viewer("chu"))
        }
    }

    @Test("whoever rents held booths confirms them until the hold runs out, all that were given together")
    func confirmed() async throws {
        try await Self.run { test, fair, own, _, owner in
            let held = try await test.hold("A01", "A02", at: fair, for: [.establishment(own)])
            let shown = try await test.registry.ownBooths(of: own, as: owner)
            #expect(shown.map(\.codes) == [["A01", "A02"]] && shown[0].canConfirm(on: test.today))
            #expect(!shown[0].canConfirm(on: Day("2026-12-01")), "the hold ran out the day before")
            await #expect(throws: Refusal.self) {
                try await test.registry.confirmOwnBooths(
                    held[0].id, of: own, as: owner, today: Day("2026-12-01"))
            }
            let confirmed = try await test.registry.confirmOwnBooths(
                held[1].id, of: own, as: owner, today: Day("2026-11-30"))
            #expect(confirmed.map(\.state) == [.confirmed, .confirmed])
            let steps = try await test.registry.boothHistory("A01", fair: fair.id, as: test.viewer)
            #expect(steps.map(\.actor) == [test.viewer.name, owner.name])
            let after = try await test.registry.ownBooths(of: own, as: owner)
            #expect(!after[0].canConfirm(on: test.today) && after[0].canRelease(on: test.today))
        }
    }

    @Test(
        "who shares somebody else's booth sees it and cannot confirm or give it back; of others' one learns nothing"
    )
    func others() async throws {
        try await Self.run { test, fair, own, other, owner in
            let shared = try await test.hold(
                "A01", at: fair, for: [.establishment(other), .establishment(own)])
            let strange = try await test.hold("A02", at: fair, for: [.establishment(other)])
            let shown = try await test.registry.ownBooths(of: own, as: owner)
            #expect(shown.map(\.codes) == [["A01"]] && !shown[0].isParty)
            for id in [shared[0].id, strange[0].id, 999_999] {
                let refusal = await #expect(throws: Refusal.self) {
                    try await test.registry.confirmOwnBooths(id, of: own, as: owner, today: test.today)
                }
                #expect(refusal?.violations.map(\.code) == ["unknown-allocation"])
                await #expect(throws: Refusal.self) {
                    try await test.registry.releaseOwnBooths(
                        id, of: own, because: "x", as: owner, today: test.today)
                }
            }
            // by the number of an establishment that is not theirs, either
            await #expect(throws: Refusal.self) {
                try await test.registry.confirmOwnBooths(
                    strange[0].id, of: other, as: owner, today: test.today)
            }
            await #expect(throws: Refusal.self) { try await test.registry.ownBooths(of: other, as: owner) }
            #expect(try await test.standings(fair) == ["A01 held", "A02 held"])
        }
    }

    @Test("what is given back is free, and the reason is kept")
    func released() async throws {
        try await Self.run { test, fair, own, _, owner in
            let held = try await test.hold("A01", at: fair, for: [.establishment(own)])
            await #expect(throws: Refusal.self) {
                try await test.registry.releaseOwnBooths(
                    held[0].id, of: own, because: " ", as: owner, today: test.today)
            }
            let released = try await test.registry.releaseOwnBooths(
                held[0].id, of: own, because: "không đi được", as: owner, today: test.today)
            #expect(released.map(\.state) == [.released])
            #expect(try await test.standings(fair).isEmpty)
            let steps = try await test.registry.boothHistory("A01", fair: fair.id, as: test.viewer)
            #expect(steps.last?.reason == "không đi được" && steps.last?.actor == owner.name)
            #expect(try await test.registry.ownBooths(of: own, as: owner).isEmpty)
        }
    }
}
