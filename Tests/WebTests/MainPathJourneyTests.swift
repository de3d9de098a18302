import Foundation
import Registry
import RuralIndustry
import Synchronization
import TestPictures
import TestSupport
import Testing

/// The whole way of a product, from an establishment that nobody knows yet to a certificate that anybody checks, each step by the
/// one whose work it is and in a browser. What an office does at a machine instead stands between the parts of the story: it makes
/// accounts, and gives judges their roles in the round.
@Suite("The main path in a real browser", .serialized)
struct MainPathJourneyTests {
    private static let password = "bốn con trâu đi cày"

    /// As many judges as mark here are enough, and judges see the photographs.
    private static let plan = """
        {"scoring": {"step": "0.5", "display": 2, "ties": ["share"], "quorum": {"judges_per_entry": 3}},
         "judges": {"dossier_parts": ["photo"]}}
        """

    @Test(
        "an establishment registers and enters, judges mark, the council decides, certificates are issued, and anybody checks the code on one",
        .enabled(if: BrowserScript.isExpected, "\(BrowserScript.needs)"))
    func story() async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/cnnt-main-path-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Data(Picture(width: 960, height: 720, seed: 7).jpeg()).write(
            to: URL(fileURLWithPath: folder + "/anh.jpg"))
        try Data(Self.plan.utf8).write(to: URL(fileURLWithPath: folder + "/ke-hoach.json"))
        let data = [
            "password": Self.password, "photo": folder + "/anh.jpg", "plan": folder + "/ke-hoach.json",
        ]
        try await TestRegistry.run(poolSize: 6) { test in
            for login in ["can.bo", "truong", "hoa", "nam", "quan.tri"] {
                try await test.account(login)
                _ = try await test.registry.setPassword(
                    Self.password, of: login, at: test.today.noon, as: test.viewer)
            }
            let user = try await test.grant(.officer, in: "19", to: "can.bo")
            try await test.grant(.administrator, in: "19", to: "quan.tri")
            // codes lead to where the site turns out to be
            let address = Mutex("")
            let workshop = PaperWorkshop.ofTests(
                key: try await test.signingKey(), address: { address.withLock { $0 } })
            try await RunningSite.run(test.registry, on: test.today, workshop: workshop) { site in
                address.withLock { $0 = site.address }
                func tell(_ part: String, _ more: [String: String] = [:]) async throws {
                    let told = data.merging(more) { $1 }.merging(["part": part]) { $1 }
                    try await BrowserScript.run("main_path", at: site.address, data: told)
                }
                try await tell("entering")
                let round = try #require(try await test.registry.rounds(as: test.viewer).first)
                #expect(round.state == .open)
                for (login, role) in [("truong", Role.headJudge), ("hoa", .judge), ("nam", .judge)] {
                    try await test.grant(role, in: "round:\(round.id)", to: login)
                }
                let known = ["round": String(round.id)]
                try await tell("judging", known)
                #expect(try await test.registry.round(round.id, as: test.viewer).state == .decided)
                try await tell("result", known)
                #expect(try await test.registry.round(round.id, as: test.viewer).state == .published)
                try await tell("everywhere", known.merging(["user": String(user.id)]) { $1 })
            }
        }
    }
}
