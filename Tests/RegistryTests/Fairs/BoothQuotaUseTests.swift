import Registry
import RuralIndustry
import TestSupport
import Testing

@Suite("Spending quotas of booths")
struct BoothQuotaUseTests {
    @Test("every quota that covers a booth must have room for it")
    func overlapping() async throws {
        try await TestRegistry.run { test in
            try await test.fundingRules()
            let fair = try await test.openFair()
            let counts = try await test.quotas(
                """
                province_code,booths,group,funds
                19,3,,
                19,1,food,
                19,1,,national

                """, at: fair)
            #expect(counts.added == 3)
            try await test.hold("A01", at: fair, province: "19", group: .food)
            let food = await expectRefusal("booth-quota-spent") {
                try await test.hold("A02", at: fair, province: "19", group: .food)
            }
            #expect(food[0].text.vi.contains("nhóm chế biến nông, lâm, thủy sản và thực phẩm là 1 gian hàng"))
            try await test.hold("A02", at: fair, province: "19", group: .handicraft, funds: .national)
            await expectRefusal("booth-quota-spent", "booth-quota-spent") {
                try await test.hold("A03", "A04", at: fair, province: "19", funds: .national)
            }
            try await test.hold("A03", at: fair, province: "19")
            await expectRefusal("booth-quota-spent") { try await test.hold("A04", at: fair, province: "19") }
            // another province has none, the organiser needs none
            await expectRefusal("booth-quota-none") { try await test.hold("A04", at: fair, province: "08") }
            try await test.hold("A04", at: fair)
            let quotas = try await test.registry.boothQuotas(ofFair: fair.id, on: test.today, as: test.viewer)
            #expect(quotas.map(\.held) == [3, 1, 1] && quotas.map(\.left) == [0, 0, 0])
        }
    }

    @Test(
        "one booth that a province has on several days spends its quota once, and holds that have run out do not"
    )
    func counting() async throws {
        try await TestRegistry.run { test in
            let fair = try await test.openFair()
            try await test.quotas("province_code,booths\n19,1\n", at: fair)
            try await test.hold(
                "A01", at: fair, days: try FairDays(first: Day("2026-12-10"), last: Day("2026-12-11")),
                province: "19")
            try await test.hold(
                "A01", at: fair, days: try FairDays(first: Day("2026-12-12"), last: Day("2026-12-14")),
                province: "19")
            await expectRefusal("booth-quota-spent") { try await test.hold("A02", at: fair, province: "19") }
            try await test.hold(
                "A02", at: fair, until: Day("2026-12-05"), province: "19", on: Day("2026-12-01"))
        }
    }

    @Test("after its return day nothing is given from a quota; what was held before may be confirmed")
    func returned() async throws {
        try await TestRegistry.run { test in
            let fair = try await test.openFair()
            try await test.quotas("province_code,booths,return_by\n19,3,2026-11-25\n", at: fair)
            let held = try await test.hold("A01", at: fair, province: "19", on: Day("2026-11-25"))
            await expectRefusal("booth-quota-returned") {
                try await test.hold("A02", at: fair, province: "19", on: Day("2026-11-26"))
            }
            _ = try await test.registry.confirmBooths(
                held[0].id, as: test.viewer, today: Day("2026-11-26"))
        }
    }

    @Test("a quota below what is confirmed is refused with its row, all rows or none; holds give way")
    func below() async throws {
        try await TestRegistry.run { test in
            let fair = try await test.openFair()
            try await test.quotas("province_code,booths\n19,3\n", at: fair)
            let first = try await test.hold("A01", at: fair, province: "19", group: .food)
            let second = try await test.hold("A02", at: fair, province: "19")
            _ = try await test.registry.confirmBooths(first[0].id, as: test.viewer, today: test.today)
            let told = await expectRefusal(
                "booth-quota-below-confirmed", "unknown-unit", "booth-quota-below-confirmed"
            ) {
                try await test.quotas(
                    "province_code,booths,group\n08,5,\n19,0,\n98,1,\n19,0,food\n", at: fair)
            }
            #expect(told.map(\.place.row) == [3, 4, 5])
            let before = try await test.registry.boothQuotas(ofFair: fair.id, on: test.today, as: test.viewer)
            #expect(before.map(\.quota.booths) == [3])
            let counts = try await test.quotas("province_code,booths\n19,1\n", at: fair)
            #expect(counts.changed == 1)
            await expectRefusal("booth-quota-spent") {
                _ = try await test.registry.confirmBooths(second[0].id, as: test.viewer, today: test.today)
            }
            #expect(try await test.quotas("province_code,booths\n19,1\n", at: fair).unchanged == 1)
            await expectRefusal("booth-quota-twice") {
                try await test.quotas("province_code,booths\n19,1\n19,2\n", at: fair)
            }
        }
    }

    @Test("a province's officer spends its quota at another's fair, and touches nobody else's booths")
    func otherProvince() async throws {
        try await TestRegistry.run { test in
            let fair = try await test.openFair()
            try await test.quotas("province_code,booths\n08,1\n19,1\n", at: fair)
            try await test.account("tuyenquang")
            try await test.grant(.officer, in: "08", to: "tuyenquang")
            let officer = try await test.viewer("tuyenquang")
            func hold(_ booth: String, _ province: String?) async throws -> [BoothAllocationRecord] {
                try await test.registry.holdBooths(
                    NewBoothHold(
                        fair: fair.id, booths: [booth], tenants: try BoothTenants([.sponsor("x")]),
                        until: Day("2026-11-30"), province: province), as: officer, today: test.today)
            }
            let own = try await hold("A01", "08")
            await expectRefusal("outside-territory") { _ = try await hold("A02", "19") }
            await expectRefusal("outside-territory") { _ = try await hold("A02", nil) }
            let others = try await test.hold("A03", at: fair, province: "19")
            await expectRefusal("outside-territory") {
                _ = try await test.registry.swapBooths(
                    own[0].id, with: others[0].id, because: "x", as: officer, today: test.today)
            }
            await expectRefusal("outside-territory") {
                _ = try await test.registry.releaseBooths(
                    others[0].id, because: "x", as: officer, today: test.today)
            }
            _ = try await test.registry.releaseBooths(
                own[0].id, because: "Trả lại", as: officer, today: test.today)
        }
    }
}
