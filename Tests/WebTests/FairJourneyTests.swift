import Foundation
import Registry
import RuralIndustry
import TestSupport
import Testing

/// A fair in a real browser, from its making at the desk to the public page: its plan, requests, the sharing out, and an
/// establishment that confirms what is held for it.
@Suite("A fair in a real browser", .serialized)
struct FairJourneyTests {
    private static let password = "bốn con trâu đi cày"

    /// Two rows of booths, of which one costs more.
    private static let plan: String = {
        var rows = "code,x_m,y_m,width_m,depth_m,zone,corner,price_vnd\n"
        for (row, zone) in [("A", "Khu Thủ công"), ("B", "Khu Thực phẩm")] {
            for booth in 1...6 {
                let isCorner = booth == 1 || booth == 6
                rows += "\(row)0\(booth),\((booth - 1) * 3),\(row == "A" ? 0 : 6),3,3,\(zone),"
                rows += "\(isCorner ? "yes,11000000" : "no,9600000")\n"
            }
        }
        return rows
    }()

    @Test(
        "an officer makes a fair and shares its booths out, an establishment asks and confirms, the public sees it",
        .enabled(if: BrowserScript.isExpected, "\(BrowserScript.needs)"))
    func story() async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/cnnt-fair-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Data(Self.plan.utf8).write(to: URL(fileURLWithPath: folder + "/so-do.csv"))
        let data = ["password": Self.password, "plan": folder + "/so-do.csv"]
        try await TestRegistry.run(poolSize: 6) { test in
            let maker = try await test.establishment(name: "Hợp tác xã Gốm Tự Tâm", commune: "05503")
            for (login, role, territory) in [
                ("can.bo", Role.officer, "19"), ("chu", .establishmentOwner, "establishment:\(maker.id)"),
            ] {
                try await test.account(login)
                _ = try await test.registry.setPassword(
                    Self.password, of: login, at: test.today.noon, as: test.viewer)
                try await test.grant(role, in: territory, to: login)
            }
            try await RunningSite.run(test.registry, on: test.today) { site in
                try await BrowserScript.run(
                    "fairs", at: site.address, data: data.merging(["part": "preparing"]) { $1 }, patience: 300
                )
            }
            let fair = try #require(try await test.registry.fairs(as: test.viewer).first)
            #expect(fair.state == .open && fair.booths == 12)
            // requests are closed the day before
            try await RunningSite.run(test.registry, on: Day("2026-11-23")) { site in
                try await BrowserScript.run(
                    "fairs", at: site.address,
                    data: data.merging(["part": "sharing", "fair": String(fair.id)]) { $1 }, patience: 300)
            }
            let own = try await test.registry.ownBooths(of: maker.id, as: test.viewer)
            #expect(own.map(\.state) == [.confirmed] && own[0].codes.count == 2)
        }
    }
}
