import Registry
import RuralIndustry
import TestSupport
import Testing

@Suite("Judging in a real browser", .serialized)
struct JudgesJourneyTests {
    @Test(
        "a judge marks on a phone with the keyboard, through a network that goes away and comes back",
        .enabled(if: BrowserScript.isExpected, "\(BrowserScript.needs)"))
    func story() async throws {
        try await TestRegistry.run { test in
            let round = try await JudgesRound.hold(in: test)
            try await RunningSite.run(test.registry) { site in
                try await BrowserScript.run(
                    "judges", at: site.address,
                    data: ["round": String(round.id), "password": JudgesRound.password])
            }
            let sheet = try await round.sheet("A1", "J2")
            #expect(sheet.content.total?.description == "78")
        }
    }
}
