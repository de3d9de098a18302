import Registry
import RuralIndustry
import TestSupport
import Testing

@Suite("The money of fairs")
struct FairMoneyTests {
    @Test("supported part and tenants' part by source, and what has no rent is told")
    func bySource() async throws {
        try await TestRegistry.run { test in
            try await test.fundingRules()
            let fair = try await test.openFair()
            let held =
                try await test.hold("A01", at: fair, funds: .national)
                + test.hold("A02", at: fair, province: "19", funds: .local) + test.hold("A03", at: fair)
            try await test.confirm(held)
            try await test.importBooths(
                "code,x_m,y_m,width_m,depth_m\nA01,0,0,3,3\nA02,3,0,3,3\nA03,6,0,3,3\nA04,9,0,3,3\n", at: fair
            )
            try await test.confirm(try await test.hold("A04", at: fair))
            let rows = try await test.registry.fairCounts(by: .funds, on: test.today, as: test.viewer)
            #expect(rows.map(\.key) == ["local", "national", nil])
            // what was given keeps its rent, whatever the plan says since
            #expect(rows.map(\.rent) == [9_600_000, 9_600_000, 9_600_000])
            #expect(rows.map(\.support) == [4_800_000, 9_600_000, 0])
            #expect(rows.map(\.tenantsPart) == [4_800_000, 0, 9_600_000])
            #expect(rows.map(\.unreckoned) == [0, 0, 1])
        }
    }

    @Test("by whatever it is counted, the parts make the whole", arguments: [1, 2, 3, 4])
    func sums(seed: UInt64) async throws {
        try await TestRegistry.run { test in
            var numbers = SeededGenerator(seed: seed)
            try await test.fundingRules(
                """
                source,province_code,fair_kind,share_percent,fair_cap_vnd,valid_from,legal_basis
                national,,organised,72.37,20000000,2024-01-01,QĐ
                local,19,organised,33.33,,2025-07-01,NQ
                local,08,organised,50,,2025-07-01,NQ

                """)
            let makers = [
                try await test.establishment(name: "Một"), try await test.establishment(name: "Hai"),
            ]
            let provinces: [String?] = ["08", "19", nil]
            let groups: [[BoothTenant]] = [
                [.establishment(makers[0].id)], makers.map { .establishment($0.id) }, [.sponsor("x")],
            ]
            for _ in 0..<2 {
                let fair = try await test.openFair(booths: 8)
                for booth in 1...8 where Int.random(in: 0...4, using: &numbers) > 0 {
                    let province = provinces[Int.random(in: 0...2, using: &numbers)]
                    let sources: [FundingSource?] = [.national, province == nil ? nil : .local, nil]
                    let funds = sources[Int.random(in: 0...2, using: &numbers)]
                    let tenants = groups[Int.random(in: 0...2, using: &numbers)]
                    do {
                        let held = try await test.hold(
                            "A0\(booth)", at: fair, for: tenants, province: province, funds: funds)
                        if Int.random(in: 0...3, using: &numbers) > 0 { try await test.confirm(held) }
                    } catch let refusal as Refusal {
                        #expect(refusal.violations.map(\.code) == ["booth-support-none"])
                    }
                }
            }
            func money(_ counts: [FairCount]) -> [Int64] {
                [\FairCount.rent, \.support, \.tenantsPart].map { part in
                    counts.reduce(0) { $0 + $1[keyPath: part] }
                }
            }
            let whole = money(try await test.registry.fairCounts(on: test.today, as: test.viewer))
            #expect(whole[0] > 0 && whole[0] == whole[1] + whole[2])
            for key in FairCountKey.allCases {
                let rows = try await test.registry.fairCounts(by: key, on: test.today, as: test.viewer)
                #expect(money(rows) == whole, "\(key)")
                #expect(rows.allSatisfy { $0.rent == $0.support + $0.tenantsPart }, "\(key)")
            }
        }
    }
}

extension TestRegistry {
    fileprivate func confirm(_ held: [BoothAllocationRecord]) async throws {
        for allocation in held {
            _ = try await registry.confirmBooths(allocation.id, as: viewer, today: today)
        }
    }
}
