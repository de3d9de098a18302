import Registry
import RuralIndustry

/// The fair of the demonstration: where some of its establishments show what was recognised, from the plan to the contracts.
/// Tenants, rents, quotas and what funds pay are invented.
struct DemoFair {
    let registry: Registry
    let viewer: Viewer
    /// The files of the demonstration.
    let folder: String

    private static let planned = day(2025, 10, 10)
    private static let lastFiling = day(2025, 10, 31)
    private static let sharedOut = day(2025, 11, 3)
    private static let confirmed = day(2025, 11, 12)
    private static let first = day(2025, 11, 20)
    private static let last = day(2025, 11, 24)

    private static let new = NewFair(
        name: "Hội chợ hàng công nghiệp nông thôn tiêu biểu tỉnh Thái Nguyên năm 2025 (trình diễn)",
        level: .provincial, organiserCode: "19", venue: "Quảng trường Mẫu", first: first, last: last,
        setUpOn: day(2025, 11, 18))

    /// Holds it to its end.
    func hold() async throws -> DemoFairOutcome {
        let fair = try await prepare()
        try await takeRequests(fair)
        let run = try await registry.allocateBooths(
            fair: fair, until: Self.confirmed, as: viewer, today: Self.sharedOut)
        try await giveSharedBooth(fair)
        try await confirmAll(fair)
        let closed = try await registry.closeFair(fair, as: viewer)
        let contracts = try await registry.boothContracts(ofFair: fair, on: Self.last, as: viewer)
        return DemoFairOutcome(fair: closed, waiting: run.waiting.count, contracts: contracts.count)
    }

    /// The plan, what funds pay and what provinces may give.
    private func prepare() async throws -> Int64 {
        let fair = try await registry.createFair(Self.new, as: viewer).id
        let booths = try RecordFile<BoothColumn>.read(path: folder + "/booths.csv").parsed {
            (row, notation) throws(Refusal) in try Booth.parse(row.fields, notation)
        }
        _ = try await registry.importBooths(
            booths, fair: fair, from: .file, as: viewer, today: Self.planned)
        let rules = try RecordFile<FundingRuleColumn>.read(path: folder + "/funding.csv").parsed {
            (row, notation) throws(Refusal) in try FundingRule.parse(row.fields, notation)
        }
        _ = try await registry.importFundingRules(rules, as: viewer)
        let quotas = try RecordFile<BoothQuotaColumn>.read(path: folder + "/booth-quotas.csv").parsed {
            (row, notation) throws(Refusal) in try BoothQuota.parse(row.fields, notation)
        }
        _ = try await registry.setBoothQuotas(quotas, fair: fair, as: viewer)
        return fair
    }

    private func takeRequests(_ fair: Int64) async throws {
        _ = try await registry.openFair(fair, as: viewer)
        _ = try await registry.declareFairTerms(
            NewFairTerms(
                requestsUntil: Self.lastFiling, seed: "Trình diễn 31/10/2025",
                rules: AllocationRules(
                    priority: try PriorityRule("national:30|regional:20|provincial:10"))), fair: fair,
            as: viewer, today: Self.planned)
        _ = try await registry.importBoothRequests(
            try RecordFile.read(path: folder + "/booth-requests.csv"), fair: fair, as: viewer,
            today: Self.lastFiling)
    }

    /// A booth that two establishments share, out of those that are left.
    private func giveSharedBooth(_ fair: Int64) async throws {
        let standings = try await registry.boothStandings(ofFair: fair, on: Self.sharedOut, as: viewer)
        let makers = try await registry.establishments(on: Self.first, as: viewer).filter {
            ["CS14", "CS16"].contains($0.fields[.externalID])
        }
        guard let free = standings.first(where: { $0.allocations.isEmpty }), makers.count == 2 else {
            throw Violation("demo", vi: "trình diễn không thành", en: "the demonstration failed")
        }
        _ = try await registry.holdBooths(
            NewBoothHold(
                fair: fair, booths: [free.booth.booth.code.text],
                tenants: try BoothTenants(makers.map { .establishment($0.id) }), until: Self.confirmed,
                reason: "Hai cơ sở chung một gian"), as: viewer, today: Self.sharedOut)
    }

    private func confirmAll(_ fair: Int64) async throws {
        let standings = try await registry.boothStandings(ofFair: fair, on: Self.sharedOut, as: viewer)
        for group in Set(standings.flatMap(\.allocations).map(\.groupID)).sorted() {
            _ = try await registry.confirmBooths(group, as: viewer, today: Self.confirmed)
        }
    }

    private static func day(_ year: Int, _ month: Int, _ day: Int) -> Day {
        Day(year: year, month: month, day: day) ?? Day(daysSince2000: 0)
    }
}

/// What the fair of the demonstration came to.
struct DemoFairOutcome {
    let fair: FairRecord
    /// Requests that did not get all that they asked for.
    let waiting: Int
    let contracts: Int
}
