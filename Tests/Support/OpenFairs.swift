public import Registry
public import RuralIndustry

extension TestRegistry {
    /// A fair of Thái Nguyên's from 10 to 14 December 2026 with one row of adjacent booths A01, A02, …, open for tenants.
    public func openFair(booths: Int = 6, isOpen: Bool = true) async throws -> FairRecord {
        let fair = try await registry.createFair(
            NewFair(
                name: "Hội chợ hàng CNNT", level: .provincial, organiserCode: "19", venue: "Quảng trường Mẫu",
                first: Day("2026-12-10"), last: Day("2026-12-14"), setUpOn: Day("2026-12-08")), as: viewer)
        let grid = try BoothGrid(
            rows: 1, boothsPerRow: booths, boothWidth: fair.boothWidth, boothDepth: fair.boothDepth,
            aisle: try Length("3"), price: VND(9_600_000))
        _ = try await registry.importBooths(
            try grid.plan().booths.map { Located($0) }, fair: fair.id, from: .grid, as: viewer, today: today)
        return isOpen ? try await registry.openFair(fair.id, as: viewer) : fair
    }

    /// Holds booths until 30 November for a sponsor, unless somebody else is named.
    @discardableResult
    public func hold(
        _ booths: String..., at fair: FairRecord, for tenants: [BoothTenant] = [.sponsor("Nhà tài trợ Mẫu")],
        days: FairDays? = nil, until: Day = Day("2026-11-30"), province: String? = nil,
        group: ProductGroupID? = nil, funds: FundingSource? = nil, on day: Day? = nil
    ) async throws -> [BoothAllocationRecord] {
        try await registry.holdBooths(
            NewBoothHold(
                fair: fair.id, booths: booths, tenants: try BoothTenants(tenants), days: days, until: until,
                province: province, group: group, funds: funds), as: viewer, today: day ?? today)
    }

    /// Reads a plan from the text of a CSV file and gives it to the fair.
    @discardableResult
    public func importBooths(_ csv: String, at fair: FairRecord, on day: Day? = nil, dryRun: Bool = false)
        async throws -> BoothImportReport
    {
        try await registry.importBooths(
            try RecordFile<BoothColumn>(csv: csv).parsed { (row, notation) throws(Refusal) in
                try Booth.parse(row.fields, notation)
            }, fair: fair.id, from: .file, as: viewer, today: day ?? today, dryRun: dryRun)
    }

    /// Imports rules of the funds from the text of a CSV file: without one, national funds that pay all of the rent and Thái
    /// Nguyên's that pay half, without caps.
    @discardableResult
    public func fundingRules(
        _ csv: String = """
        source,province_code,fair_kind,share_percent,valid_from,legal_basis
        national,,organised,100,2024-01-01,QĐ mẫu
        local,19,organised,50,2025-07-01,NQ mẫu

        """, as viewer: Viewer? = nil, dryRun: Bool = false
    ) async throws -> ImportCounts {
        try await registry.importFundingRules(
            try RecordFile<FundingRuleColumn>(csv: csv).parsed { (row, notation) throws(Refusal) in
                try FundingRule.parse(row.fields, notation)
            }, as: viewer ?? self.viewer, dryRun: dryRun)
    }

    /// Gives quotas from the text of a CSV file.
    @discardableResult
    public func quotas(_ csv: String, at fair: FairRecord) async throws -> ImportCounts {
        try await registry.setBoothQuotas(
            try RecordFile<BoothQuotaColumn>(csv: csv).parsed { (row, notation) throws(Refusal) in
                try BoothQuota.parse(row.fields, notation)
            }, fair: fair.id, as: viewer)
    }

    /// Files requests from the text of a CSV file.
    @discardableResult
    public func requests(_ csv: String, at fair: FairRecord, on day: Day? = nil, dryRun: Bool = false)
        async throws
        -> ImportCounts
    {
        try await registry.importBoothRequests(
            try RecordFile<BoothRequestColumn>(csv: csv), fair: fair.id, as: viewer, today: day ?? today,
            dryRun: dryRun)
    }

    /// Declares how booths are shared out; requests are taken until 22 November unless another day is named, or nil for the one
    /// before.
    @discardableResult
    public func declare(
        _ fair: FairRecord, seed: String? = nil, rules: String? = nil, on day: Day? = nil,
        until: Day? = Day("2026-11-22")
    ) async throws -> FairTermsRecord {
        try await registry.declareFairTerms(
            NewFairTerms(
                requestsUntil: until, seed: seed,
                rules: try rules.map { try AllocationRules(try JSONValue(parsing: $0)) }), fair: fair.id,
            as: viewer, today: day ?? today)
    }

    /// Shares booths out, on 23 November unless another day is named.
    @discardableResult
    public func allocate(
        _ fair: FairRecord, seed: String? = nil, until: Day? = nil, on day: Day = Day("2026-11-23"),
        dryRun: Bool = false
    ) async throws -> AllocationRun {
        try await registry.allocateBooths(
            fair: fair.id, seed: seed, until: until, as: viewer, today: day, dryRun: dryRun)
    }

    /// The requests of a fair.
    public func requests(of fair: FairRecord) async throws -> [BoothRequestRecord] {
        try await registry.boothRequests(ofFair: fair.id, as: viewer)
    }

    /// The booths on a fair's plan.
    public func booths(_ fair: FairRecord) async throws -> [BoothRecord] {
        try await registry.boothStandings(ofFair: fair.id, on: today, as: viewer).map(\.booth)
    }

    /// What is held and confirmed, by booth: `A01 held`.
    public func standings(_ fair: FairRecord, on day: Day? = nil) async throws -> [String] {
        try await registry.boothStandings(ofFair: fair.id, on: day ?? today, as: viewer).flatMap { standing in
            standing.allocations.map { "\($0.booth) \($0.state.rawValue)" }
        }
    }
}
