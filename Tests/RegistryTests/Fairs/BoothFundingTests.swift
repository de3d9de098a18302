import Registry
import RuralIndustry
import TestSupport
import Testing

@Suite("What funds pay for booths")
struct BoothFundingTests {
    private static let header =
        "source,province_code,fair_kind,share_percent,priority_percent,booth_cap_vnd,booths_per_fair,fair_cap_vnd,fairs_per_year,year_cap_vnd,valid_from,legal_basis"

    private static func support(_ allocations: [BoothAllocationRecord]) -> [Int64?] {
        allocations.map { $0.support?.amount }
    }

    @Test("the share of the rent and the tenants' part make the rent, and a priority area gets more")
    func share() async throws {
        try await TestRegistry.run { test in
            try await test.fundingRules(
                "\(Self.header)\nlocal,19,organised,50,150,6000000,,,,,2025-07-01,NQ\n")
            let fair = try await test.openFair()
            let plain = try await test.hold("A01", at: fair, province: "19", funds: .local)
            #expect(Self.support(plain) == [4_800_000] && plain[0].tenantsPart?.amount == 4_800_000)
            let more = try await test.registry.holdBooths(
                NewBoothHold(
                    fair: fair.id, booths: ["A02"], tenants: try BoothTenants([.sponsor("x")]),
                    until: Day("2026-11-30"), province: "19", funds: .local, isPriorityArea: true),
                as: test.viewer, today: test.today)
            #expect(Self.support(more) == [7_200_000] && more[0].isPriorityArea)
            let moved = try await test.registry.moveBooths(
                more[0].id, to: ["A03"], because: "x", as: test.viewer, today: test.today)
            #expect(Self.support(moved) == [7_200_000] && moved[0].isPriorityArea)
            let bare = try await test.hold("A04", at: fair, province: "19")
            #expect(Self.support(bare) == [nil] && bare[0].tenantsPart?.amount == 9_600_000)
        }
    }

    @Test("funds without a rule for such fairs, another province's, and a booth without a rent are refused")
    func without() async throws {
        try await TestRegistry.run { test in
            let fair = try await test.openFair()
            await expectRefusal("funding-rule-none") {
                try await test.hold("A01", at: fair, funds: .national)
            }
            try await test.fundingRules(
                "source,fair_kind,share_percent,valid_from,legal_basis\nnational,joined,80,2024-01-01,x\n")
            await expectRefusal("funding-rule-none") {
                try await test.hold("A01", at: fair, funds: .national)
            }
            try await test.fundingRules()
            await expectRefusal("funding-rule-none") {
                try await test.hold("A01", at: fair, province: "08", funds: .local)
            }
            try await test.importBooths("code,x_m,y_m,width_m,depth_m\nA01,0,0,3,3\n", at: fair)
            await expectRefusal("booth-without-rent") {
                try await test.hold("A01", at: fair, funds: .national)
            }
            #expect(try await test.standings(fair).isEmpty)
        }
    }

    @Test(
        "an establishment gets no more booths and money at a fair than the rule says, shared booths included")
    func atFair() async throws {
        try await TestRegistry.run { test in
            try await test.fundingRules(
                "\(Self.header)\nnational,,organised,100,,,3,20000000,,,2024-01-01,QĐ\n")
            let (one, two) = (
                try await test.establishment(name: "Một"), try await test.establishment(name: "Hai")
            )
            let fair = try await test.openFair()
            let pair = try await test.hold(
                "A01", "A02", at: fair, for: [.establishment(one.id)], funds: .national)
            #expect(Self.support(pair) == [9_600_000, 9_600_000])
            // 800,000 are left to one, and its part of a booth that two share is a half
            let shared = try await test.hold(
                "A03", at: fair, for: [.establishment(two.id), .establishment(one.id)], funds: .national)
            #expect(Self.support(shared) == [1_600_000])
            let told = await expectRefusal("booth-support-none") {
                try await test.hold("A04", at: fair, for: [.establishment(one.id)], funds: .national)
            }
            #expect(told[0].text.en.contains("at most 3 booths of an establishment are supported at a fair"))
            try await test.hold("A04", at: fair, for: [.establishment(one.id)])
            // what is given back may be paid for again
            _ = try await test.registry.releaseBooths(
                pair[0].id, because: "x", as: test.viewer, today: test.today)
            let again = try await test.hold("A05", at: fair, for: [.establishment(one.id)], funds: .national)
            #expect(Self.support(again) == [9_600_000])
            for id in [shared[0].id, again[0].id] {
                _ = try await test.registry.confirmBooths(id, as: test.viewer, today: test.today)
            }
        }
    }

    @Test("caps of a year count all its fairs, and merged records are one establishment")
    func inYear() async throws {
        try await TestRegistry.run { test in
            try await test.fundingRules(
                "\(Self.header)\nnational,,organised,100,,,,,2,15000000,2024-01-01,QĐ\n")
            let (one, two) = (
                try await test.establishment(name: "Một"), try await test.establishment(name: "Hai")
            )
            var fairs: [FairRecord] = []
            for _ in 0..<3 { fairs.append(try await test.openFair()) }
            try await test.hold("A01", at: fairs[0], for: [.establishment(one.id)], funds: .national)
            _ = try await test.registry.mergeEstablishment(
                one.id, into: two.id, on: test.today, because: "Đăng ký hai lần", today: test.today,
                as: test.viewer)
            let second = try await test.hold(
                "A01", at: fairs[1], for: [.establishment(two.id)], funds: .national)
            #expect(Self.support(second) == [5_400_000])
            let told = await expectRefusal("booth-support-none") {
                try await test.hold("A01", at: fairs[2], for: [.establishment(two.id)], funds: .national)
            }
            #expect(told[0].text.en.contains("at most at 2 fairs a year"))
            // a hold that has run out spends nothing
            try await test.hold(
                "A01", at: fairs[2], for: [.establishment(two.id)], until: Day("2026-12-05"),
                funds: .national,
                on: Day("2026-12-01"))
        }
    }

    @Test("confirming asks for the caps again: a rule that changed and records that became one are refused")
    func confirming() async throws {
        try await TestRegistry.run { test in
            try await test.fundingRules("\(Self.header)\nnational,,organised,100,,,1,,,,2024-01-01,QĐ 1\n")
            let (one, two) = (
                try await test.establishment(name: "Một"), try await test.establishment(name: "Hai")
            )
            let fair = try await test.openFair()
            func confirm(_ allocation: BoothAllocationRecord) async throws {
                _ = try await test.registry.confirmBooths(allocation.id, as: test.viewer, today: test.today)
            }
            let first = try await test.hold("A01", at: fair, for: [.establishment(one.id)], funds: .national)
            let second = try await test.hold("A02", at: fair, for: [.establishment(two.id)], funds: .national)
            let third = try await test.hold("A03", at: fair, funds: .national)
            _ = try await test.registry.mergeEstablishment(
                one.id, into: two.id, on: test.today, because: "Đăng ký hai lần", today: test.today,
                as: test.viewer)
            try await confirm(first[0])
            await expectRefusal("booth-support-caps") { try await confirm(second[0]) }
            try await test.fundingRules("\(Self.header)\nnational,,organised,80,,,1,,,,2026-12-01,QĐ 2\n")
            await expectRefusal("booth-support-rule") { try await confirm(third[0]) }
            #expect(try await test.standings(fair) == ["A01 confirmed", "A02 held", "A03 held"])
        }
    }
}
