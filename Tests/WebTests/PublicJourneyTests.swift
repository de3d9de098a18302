import Registry
import RuralIndustry
import TestSupport
import Testing

@Suite("Public pages in a real browser", .serialized)
struct PublicJourneyTests {
    @Test(
        "anybody can use them on a phone and at a desk, and nothing stands in the way of those who cannot see them",
        .enabled(if: BrowserScript.isExpected, "\(BrowserScript.needs)"))
    func story() async throws {
        try await TestRegistry.run { test in
            try await test.account("can.bo")
            _ = try await test.registry.setPassword(
                "bốn con trâu đi cày", of: "can.bo", at: Day("2026-11-20").noon, as: test.viewer)
            let held = try await HeldRound.hold(in: test, ["Chè <Mẫu>"])
            #expect(!held.products.isEmpty)
            try await RunningSite.run(test.registry) { site in
                try await BrowserScript.run(
                    "public_pages", at: site.address,
                    data: ["login": "can.bo", "password": "bốn con trâu đi cày"])
            }
        }
    }
}
