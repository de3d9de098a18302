import Registry
import RuralIndustry
import TestSupport
import Testing

@Suite("The contracts of a fair")
struct BoothContractsTests {
    @Test("each tenant has one contract of what is confirmed, a shared booth is in its first tenant's")
    func parties() async throws {
        try await TestRegistry.run { test in
            try await test.fundingRules()
            let (one, two) = (
                try await test.establishment(name: "Hợp tác xã Chè"),
                try await test.establishment(name: "Cơ sở Miến")
            )
            let fair = try await test.openFair(booths: 8)
            let held =
                try await test.hold("A03", "A04", at: fair, for: [.establishment(one.id)], funds: .national)
                + test.hold(
                    "A01", at: fair, for: [.establishment(one.id), .establishment(two.id)], province: "19",
                    funds: .local) + test.hold("A05", at: fair, for: [.establishment(two.id)])
                + test.hold("A06", at: fair, for: [.department("Sở Công Thương")], province: "08")
            try await test.confirm(held)
            try await test.hold("A07", at: fair, for: [.establishment(two.id)])
            let contracts = try await test.contracts(fair)
            #expect(contracts.map(\.party.name) == ["Cơ sở Miến", "Hợp tác xã Chè", "Sở Công Thương"])
            #expect(contracts.map(\.codes) == [["A05"], ["A01", "A03", "A04"], ["A06"]])
            #expect(contracts.map { Int($0.money.support) } == [0, 24_000_000, 0])
            #expect(contracts[1].others == ["Cơ sở Miến"])
            #expect(contracts[1].booths[0].tenants.map { $0.part?.amount } == [2_400_000, 2_400_000])
            #expect(contracts[1].rules.map(\.legalBasis) == ["NQ mẫu", "QĐ mẫu"])
            #expect(contracts[1].party.address?.isEmpty == false)
            #expect(contracts.allSatisfy { $0.findings.isEmpty && $0.fair.id == fair.id })
            #expect(contracts[0].confirmedOn == contracts[1].confirmedOn)
            func found(_ tenant: String) async throws -> [String] {
                try await test.registry.boothContract(
                    ofFair: fair.id, tenant: tenant, on: test.today, as: test.viewer
                ).codes
            }
            #expect(try await found("sở công thương") == ["A06"])
            #expect(try await found("\(one.id)") == ["A01", "A03", "A04"])
            await expectRefusal("contract-none") { _ = try await found("Nhà tài trợ") }
            await expectRefusal("unknown-establishment") { _ = try await found("999") }
            await expectRefusal("unknown-fair") {
                _ = try await test.registry.boothContracts(ofFair: 99, on: test.today, as: test.viewer)
            }
            _ = try await test.registry.releaseBooths(
                held.last?.id ?? 0, because: "x", as: test.viewer, today: test.today)
            #expect(try await test.contracts(fair).count == 2)
        }
    }

    @Test("a common booth is the host's, with each participant's part as recorded")
    func common() async throws {
        try await TestRegistry.run { test in
            try await test.fundingRules()
            let makers = [
                try await test.establishment(name: "Một"), try await test.establishment(name: "Hai"),
                try await test.establishment(name: "Ba"),
            ]
            let fair = try await test.openFair()
            let held = try await test.registry.holdBooths(
                NewBoothHold(
                    fair: fair.id, booths: ["A01"],
                    tenants: try BoothTenants(
                        [.promotionCentre("Trung tâm Khuyến công")] + makers.map { .establishment($0.id) },
                        isCommon: true), until: Day("2026-11-30"), province: "19", funds: .local),
                as: test.viewer, today: test.today)
            try await test.confirm(held)
            let contract = try #require(try await test.contracts(fair).first)
            #expect(contract.party.kind == .promotionCentre && contract.others == ["Một", "Hai", "Ba"])
            #expect(
                contract.booths[0].tenants.map { $0.part?.amount } == [nil, 1_600_000, 1_600_000, 1_600_000])
            #expect(
                contract.booths[0].tenants.map(\.role) == [.host, .participant, .participant, .participant])
        }
    }

    @Test("merged records are one party, and a province counts with what became it")
    func merged() async throws {
        try await TestRegistry.run { test in
            try await test.fundingRules()
            let (one, two) = (
                try await test.establishment(name: "Một"), try await test.establishment(name: "Hai")
            )
            let fair = try await test.openFair()
            try await test.confirm(
                try await test.hold("A01", at: fair, for: [.establishment(one.id)], province: "19")
                    + test.hold("A02", at: fair, for: [.establishment(two.id)])
                    + test.hold("A03", at: fair, for: [.establishment(one.id), .establishment(two.id)]))
            #expect(try await test.contracts(fair).map(\.codes) == [["A02"], ["A01", "A03"]])
            _ = try await test.registry.mergeEstablishment(
                one.id, into: two.id, on: test.today, because: "Đăng ký hai lần", today: test.today,
                as: test.viewer)
            let contract = try #require(try await test.contracts(fair).first)
            #expect(contract.party.establishment == two.id && contract.codes == ["A01", "A02", "A03"])
            #expect(contract.others.isEmpty)
            let asked = try await test.registry.boothContract(
                ofFair: fair.id, tenant: "\(one.id)", on: test.today, as: test.viewer)
            #expect(asked == contract)
            // before the merger they were two
            #expect(try await test.contracts(fair, on: Day("2026-01-01")).count == 2)
            let totals = try await test.contracts(fair).totals
            #expect(totals.compactMap(\.province) == [ContractProvince(code: "19", name: "Tỉnh Thái Nguyên")])
        }
    }

    @Test("a province that was merged into another counts there today, and by its own name before")
    func mergedProvince() async throws {
        try await TestRegistry.run { test in
            let day = Day("2024-12-10")
            let fair = try await test.registry.createFair(
                NewFair(
                    name: "Hội chợ", level: .national, organiserCode: "VN", venue: "Mẫu", first: day,
                    last: day),
                as: test.viewer)
            try await test.importBooths("code,x_m,y_m,width_m,depth_m\nA01,0,0,3,3\nA02,3,0,3,3\n", at: fair)
            _ = try await test.registry.openFair(fair.id, as: test.viewer)
            for (booth, province) in [("A01", "19"), ("A02", "06")] {
                let held = try await test.hold(
                    booth, at: fair, until: Day("2024-12-01"), province: province, on: Day("2024-11-20"))
                _ = try await test.registry.confirmBooths(
                    held[0].id, as: test.viewer, today: Day("2024-11-20"))
            }
            let then = try await test.contracts(fair, on: day).totals.compactMap(\.province)
            #expect(then.map(\.code) == ["06", "19"])
            let now = try await test.contracts(fair).totals
            #expect(now.compactMap(\.province?.code) == ["19"] && now[0].booths == 2)
        }
    }

    @Test("the sums are those of the counts, whatever was given", arguments: [1, 2, 3])
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
            let groups: [[BoothTenant]] = [
                [.establishment(makers[0].id)], makers.map { .establishment($0.id) }, [.sponsor("x")],
            ]
            let fair = try await test.openFair(booths: 12)
            for booth in 1...12 where Int.random(in: 0...4, using: &numbers) > 0 {
                let province: String? = ["08", "19", nil][Int.random(in: 0...2, using: &numbers)]
                let sources: [FundingSource?] = [.national, province == nil ? nil : .local, nil]
                let funds = sources[Int.random(in: 0...2, using: &numbers)]
                do {
                    let held = try await test.hold(
                        booth < 10 ? "A0\(booth)" : "A\(booth)", at: fair,
                        for: groups[Int.random(in: 0...2, using: &numbers)], province: province, funds: funds)
                    if Int.random(in: 0...3, using: &numbers) > 0 { try await test.confirm(held) }
                } catch let refusal as Refusal {
                    #expect(refusal.violations.map(\.code) == ["booth-support-none"])
                }
            }
            let contracts = try await test.contracts(fair)
            #expect(contracts.allSatisfy { $0.findings.isEmpty })
            for contract in contracts {
                #expect(contract.money.rent == contract.money.support + contract.money.tenantsPart)
                for booth in contract.booths where booth.tenants.contains(where: { $0.part != nil }) {
                    let parts = booth.tenants.compactMap { $0.part?.amount }.reduce(0, +)
                    #expect(parts == booth.funding?.support?.amount)
                }
            }
            let totals = contracts.totals
            func lines(_ isKey: (ContractTotal.Key) -> Bool) -> [[String]] {
                totals.filter { isKey($0.key) }.map { total in
                    [
                        total.code, String(total.booths), String(total.money.rent),
                        String(total.money.support), String(total.money.tenantsPart),
                        String(total.money.unreckoned),
                    ]
                }
            }
            func counted(_ key: FairCountKey?) async throws -> [[String]] {
                try await test.registry.fairCounts(
                    of: FairCountScope(fair: fair.id), by: key, on: test.today, as: test.viewer
                ).map {
                    [
                        $0.key ?? "", String($0.booths), String($0.rent), String($0.support),
                        String($0.tenantsPart), String($0.unreckoned),
                    ]
                }
            }
            #expect(
                try await counted(.province)
                    == lines { if case .province = $0 { true } else { false } })
            #expect(
                Set(try await counted(.funds)) == Set(lines { if case .funds = $0 { true } else { false } }))
            #expect(try await counted(nil) == lines { $0 == .all })
        }
    }

    @Test("a rule that changed and records that became one are told by name, with the contracts they are in")
    func findings() async throws {
        try await TestRegistry.run { test in
            let header =
                "source,province_code,fair_kind,share_percent,booth_cap_vnd,booths_per_fair,fair_cap_vnd,fairs_per_year,year_cap_vnd,valid_from,legal_basis"
            try await test.fundingRules(
                "\(header)\nnational,,organised,100,,2,20000000,1,25000000,2024-01-01,QĐ 1\n")
            let (one, two) = (
                try await test.establishment(name: "Hợp tác xã Một"),
                try await test.establishment(name: "Hợp tác xã Hai")
            )
            let (fair, other) = (try await test.openFair(), try await test.openFair())
            let third = try await test.hold("A03", at: fair, for: [.establishment(two.id)], funds: .national)
            try await test.confirm(
                try await test.hold("A01", "A02", at: fair, for: [.establishment(one.id)], funds: .national)
                    + third + test.hold("A04", at: fair))
            #expect(try await test.contracts(fair).allSatisfy { $0.findings.isEmpty })
            _ = try await test.registry.mergeEstablishment(
                one.id, into: two.id, on: test.today, because: "Đăng ký hai lần", today: test.today,
                as: test.viewer)
            let merged = try await test.contracts(fair)
            #expect(
                merged.map { $0.findings.map(\.code) } == [
                    ["contract-fair-booths", "contract-fair-cap", "contract-year-cap"], [],
                ])
            #expect(merged[0].findings.allSatisfy { $0.text.vi.contains("Hợp tác xã Hai") })
            // what the caps of another fair's province or source count is not mixed in
            #expect(try await test.contracts(other).isEmpty)
            try await test.fundingRules(
                "\(header)\nnational,,organised,80,,,,,,2026-12-01,QĐ 2\n")
            let changed = try await test.contracts(fair)
            #expect(
                changed[0].findings.map(\.code) == [
                    "contract-rule", "contract-booth-cap", "contract-rule", "contract-booth-cap",
                    "contract-rule", "contract-booth-cap",
                ])
            #expect(changed[0].findings[1].text.en.contains("A01"))
            #expect(changed[1].findings.isEmpty)
            // what is given back is no longer too much
            _ = try await test.registry.releaseBooths(
                third[0].id, because: "Vượt mức", as: test.viewer, today: test.today)
            #expect(try await test.contracts(fair)[0].codes == ["A01", "A02"])
        }
    }

    @Test("who may not read an establishment's record reads its contracts without its address")
    func reach() async throws {
        try await TestRegistry.run { test in
            let one = try await test.establishment(name: "Một")
            let fair = try await test.openFair()
            try await test.confirm(try await test.hold("A01", at: fair, for: [.establishment(one.id)]))
            for place in ["19", "08"] {
                try await test.account("van-thu-\(place)")
                try await test.grant(.clerk, in: place, to: "van-thu-\(place)")
                let contracts = try await test.registry.boothContracts(
                    ofFair: fair.id, on: test.today, as: try await test.viewer("van-thu-\(place)"))
                #expect(contracts.map(\.party.name) == ["Một"])
                #expect((contracts[0].party.address == nil) == (place == "08"))
            }
            try await test.account("chu-co-so")
            try await test.grant(.establishmentOwner, in: "establishment:\(one.id)", to: "chu-co-so")
            let owner = try await test.viewer("chu-co-so")
            await expectRefusal("not-permitted") {
                _ = try await test.registry.boothContracts(ofFair: fair.id, on: test.today, as: owner)
            }
        }
    }
}

extension ContractTotal {
    fileprivate var province: ContractProvince? {
        if case .province(let province) = key { province } else { nil }
    }

    fileprivate var code: String {
        switch key {
        case .all: ""
        case .province(let province): province?.code ?? ""
        case .funds(let source): source?.rawValue ?? ""
        }
    }
}

extension TestRegistry {
    fileprivate func contracts(_ fair: FairRecord, on day: Day? = nil) async throws -> [BoothContract] {
        try await registry.boothContracts(ofFair: fair.id, on: day ?? today, as: viewer)
    }

    fileprivate func confirm(_ held: [BoothAllocationRecord]) async throws {
        for group in Set(held.map(\.groupID)).sorted() {
            _ = try await registry.confirmBooths(group, as: viewer, today: today)
        }
    }
}
