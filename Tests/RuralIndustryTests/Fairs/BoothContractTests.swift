import RuralIndustry
import Testing

@Suite("Contracts on booths")
struct BoothContractTests {
    private static let opening = Day(daysSince2000: 9_840)

    private static func vnd(_ amount: Int64) throws -> VND { try #require(VND(amount)) }

    private static func rule(
        _ share: String, _ caps: FundingCaps = FundingCaps(), source: FundingSource = .national
    ) throws -> FundingRule {
        try FundingRule(
            source: source, province: source == .local ? try UnitCode("19") : nil, share: try Percent(share),
            caps: caps, validity: try #require(Validity(from: Day(daysSince2000: 9_000), to: nil)),
            legalBasis: "QĐ \(share)")
    }

    private static func booth(
        _ allocation: Int64, _ code: String, rent: Int64? = 10_000_000, support: Int64? = nil,
        rule: FundingRule? = nil, province: ContractProvince? = nil, names: [String] = ["HTX Mẫu"],
        stay: ClosedRange<Int> = 0...4
    ) throws -> ContractBooth {
        ContractBooth(
            allocation: allocation, code: code, zone: "Khu \(code.prefix(1))", width: .standardBoothSide,
            depth: .standardBoothSide,
            days: try FairDays(
                first: opening.adding(days: stay.lowerBound), last: opening.adding(days: stay.upperBound)),
            price: try rent.map { try vnd($0) },
            funding: try rule.map { rule in
                ContractFunding(source: rule.source, support: try support.map { try vnd($0) }, rule: rule)
            }, province: province,
            tenants: names.map {
                ContractTenant(party: ContractParty(kind: .sponsor, name: $0), role: .tenant)
            })
    }

    private static func contract(_ booths: [ContractBooth], _ findings: [ContractFinding] = []) throws
        -> BoothContract
    {
        try BoothContract(
            fair: ContractFair(
                id: 1, name: "Hội chợ", organiser: "Tỉnh Mẫu", venue: "Mẫu",
                days: try FairDays(first: opening, last: opening.adding(days: 4)), setUpOn: opening),
            booths: booths, confirmedOn: opening, findings: findings)
    }

    @Test("a contract states positions, number, rent, what funds pay and what the tenant pays")
    func statement() throws {
        let (all, half) = (try Self.rule("100"), try Self.rule("50", source: .local))
        let contract = try Self.contract([
            try Self.booth(3, "A10", support: 5_000_000, rule: half),
            try Self.booth(1, "A2", support: 10_000_000, rule: all), try Self.booth(2, "B1", rent: 7),
            try Self.booth(4, "A2", stay: 0...0),
        ])
        #expect(contract.codes == ["A2", "A10", "B1"] && contract.zones == ["Khu A", "Khu B"])
        #expect(contract.booths.map(\.allocation) == [1, 4, 3, 2])
        #expect(contract.money.rent == 30_000_007 && contract.money.support == 15_000_000)
        #expect(contract.money.tenantsPart == 15_000_007)
        #expect(contract.support.map(\.source) == [.national, .local])
        #expect(contract.support.map(\.amount) == [10_000_000, 5_000_000])
        #expect(contract.rules.map(\.legalBasis) == ["QĐ 100", "QĐ 50"])
        #expect(throws: Violation.self) { try Self.contract([]) }
    }

    @Test("what has no rent, or no reckoned support, is not put on paper")
    func unreckoned() throws {
        let rule = try Self.rule("100")
        let contract = try Self.contract([
            try Self.booth(1, "A1", rent: nil), try Self.booth(2, "A2", rule: rule), try Self.booth(3, "A3"),
        ])
        #expect(contract.money.unreckoned == 2)
        do throws(Refusal) {
            try contract.requireMoney()
            Issue.record("put on paper")
        } catch {
            #expect(
                error.violations.map(\.code) == ["contract-without-rent", "contract-without-support"])
        }
        try Self.contract([try Self.booth(3, "A3")]).requireMoney()
    }

    @Test("sums of the largest amounts do not overflow, and one who was two records stands in a booth once")
    func extremes() throws {
        let booths = try (1...100).map { try Self.booth(Int64($0), "A\($0)", rent: VND.largest) }
        #expect(try Self.contract(booths).money.rent == Int128(VND.largest) * 100)
        let party = ContractParty(kind: .establishment, establishment: 7, name: "Một")
        let twice = ContractBooth(
            allocation: 1, code: "A1", zone: nil, width: .standardBoothSide, depth: .standardBoothSide,
            days: try FairDays(first: Self.opening, last: Self.opening), price: nil, funding: nil,
            province: nil,
            tenants: [
                ContractTenant(party: party, role: .tenant, part: try Self.vnd(3)),
                ContractTenant(party: party, role: .tenant, part: try Self.vnd(2)),
            ])
        #expect(twice.tenants.map { $0.part?.amount } == [5])
    }

    @Test("sums by province and by fund make the whole; a booth given day by day is one booth")
    func totals() throws {
        let rule = try Self.rule("100")
        let (north, south) = (
            ContractProvince(code: "19", name: "Thái Nguyên"),
            ContractProvince(code: "08", name: "Tuyên Quang")
        )
        let contracts = [
            try Self.contract([
                try Self.booth(1, "A1", support: 10_000_000, rule: rule, province: north),
                try Self.booth(2, "A2", province: south), try Self.booth(3, "A3", province: .notAttributable),
            ]),
            try Self.contract([
                try Self.booth(4, "A4", names: ["Sở"], stay: 0...1),
                try Self.booth(5, "A4", names: ["Sở"], stay: 2...3),
            ]),
        ]
        let totals = contracts.totals
        #expect(
            totals.map(\.key) == [
                .province(south), .province(north), .province(.notAttributable), .province(nil),
                .funds(.national), .funds(nil), .all,
            ])
        #expect(totals.map(\.booths) == [1, 1, 1, 1, 1, 3, 4])
        #expect(totals.map(\.contracts) == [1, 1, 1, 1, 1, 2, 2])
        for lines in [totals.prefix(4), totals[4..<6]] {
            #expect(lines.reduce(0) { $0 + $1.money.rent } == totals.last?.money.rent)
            #expect(lines.reduce(0) { $0 + $1.money.support } == totals.last?.money.support)
        }
        #expect([BoothContract]().totals.map(\.booths) == [0])
    }

    @Test("a booth gets no more than the rule in force leaves, on all its days together")
    func boothCaps() throws {
        let known = try Self.rule("100")
        let inForce = try Self.rule("100", FundingCaps(perBooth: try Self.vnd(8_000_000)))
        func codes(_ booths: [ContractBooth], _ rule: FundingRule?) -> [String] {
            ContractCheck.booths(booths, on: Self.opening) { _ in rule }.map(\.violation.code)
        }
        let whole = try Self.booth(1, "A1", support: 10_000_000, rule: known)
        #expect(codes([whole], known).isEmpty)
        #expect(codes([whole], inForce) == ["contract-rule", "contract-booth-cap"])
        #expect(codes([whole], nil) == ["contract-rule"])
        let days = try [0...1, 2...4].enumerated().map { number, stay in
            try Self.booth(
                Int64(number + 1), "A1", support: 5_000_000, rule: inForce, names: ["Tên \(number)"],
                stay: stay)
        }
        #expect(codes([days[0]], inForce).isEmpty)
        let findings = ContractCheck.booths(days, on: Self.opening) { _ in inForce }
        #expect(findings.map(\.allocations) == [[2]])
        #expect(findings[0].violation.text.en.contains("Tên 1"))
        let contract = try Self.contract([days[1]], findings)
        #expect(contract.findings.count == 1)
        #expect(try Self.contract([days[0]], findings).findings.isEmpty)
        let local = try Self.rule("10", source: .local)
        let both = [
            try Self.booth(1, "A1", support: 1, rule: known, stay: 0...1),
            try Self.booth(2, "A1", support: 1, rule: local, stay: 2...3),
        ]
        let two = ContractCheck.booths(both, on: Self.opening) { $0.funding?.rule }
        #expect(two.map(\.violation.code) == ["contract-two-funds"] && two[0].allocations == [1, 2])
    }

    @Test("an establishment gets no more booths, fairs and money than the rule says, to the đồng")
    func establishmentCaps() throws {
        let rule = try Self.rule(
            "100",
            FundingCaps(
                boothsPerFair: 2, perFair: try Self.vnd(100), fairsPerYear: 3, perYear: try Self.vnd(200)))
        func codes(_ booths: Int, _ atFair: Int64, _ fairs: Int, _ inYear: Int64) throws -> [String] {
            ContractCheck.establishment(
                SupportOfYear(
                    name: "HTX Mẫu", allocations: [1], boothsAtFair: booths, atFair: try Self.vnd(atFair),
                    fairs: fairs, inYear: try Self.vnd(inYear)), under: rule
            ).map(\.violation.code)
        }
        #expect(try codes(2, 100, 3, 200).isEmpty)
        #expect(try codes(3, 100, 3, 200) == ["contract-fair-booths"])
        #expect(try codes(2, 101, 3, 200) == ["contract-fair-cap"])
        #expect(try codes(2, 100, 4, 200) == ["contract-year-fairs"])
        #expect(try codes(2, 100, 3, 201) == ["contract-year-cap"])
        #expect(try codes(9, 999, 9, 999).count == 4)
        let free = SupportOfYear(
            name: "X", allocations: [], boothsAtFair: 99, atFair: try Self.vnd(VND.largest), fairs: 99,
            inYear: try Self.vnd(VND.largest))
        #expect(ContractCheck.establishment(free, under: try Self.rule("100")).isEmpty)
    }
}
