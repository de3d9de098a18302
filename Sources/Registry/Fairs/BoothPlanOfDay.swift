public import Documents
public import RuralIndustry

extension FairRecord {
    /// The day of the fair that is nearest to another day.
    public func nearest(to day: Day) -> Day { min(max(day, days.first), days.last) }
}

extension BoothPlanDrawing {
    /// The plan of a fair as its booths are given on a day.
    ///
    /// - Parameters:
    ///   - isPublic: whose booth it will be is nobody's business until it is confirmed; a hold shows as one without its tenant.
    ///   - link: where a web page goes when the booth is chosen.
    public init(
        _ fair: FairRecord, _ standings: [BoothStanding], on day: Day, coloring: Coloring,
        isPublic: Bool = false, link: (BoothRecord) -> String? = { _ in nil }
    ) {
        let given = standings.map { (booth: $0.booth, allocation: $0.allocation(on: day)) }
        let provinces = given.compactMap { $0.allocation?.provinceUnit }
        self.init(
            title: fair.name, subtitle: "\(fair.days.text.vi.capitalizedFirst), \(fair.venue)",
            organiser: fair.organiserName, day: day,
            booths: given.map { booth, allocation in
                guard let allocation else { return ShownBooth(booth.booth, link: link(booth)) }
                let isNamed = !isPublic || allocation.state == .confirmed
                return ShownBooth(
                    booth.booth, allocation.state == .confirmed ? .confirmed : .held,
                    tenant: isNamed ? allocation.shortTenant : nil,
                    province: isNamed ? allocation.provinceUnit?.code : nil, link: link(booth))
            },
            provinceNames: Dictionary(provinces.map { ($0.code, $0.name) }) { first, _ in first },
            coloring: coloring)
    }
}

extension BoothStanding {
    /// Who has the booth on a day.
    func allocation(on day: Day) -> BoothAllocationRecord? {
        allocations.first { $0.days.first <= day && day <= $0.days.last }
    }
}

extension BoothAllocationRecord {
    /// The first tenant, and how many share the booth with it.
    fileprivate var shortTenant: String? {
        guard let first = tenants.first else { return nil }
        return tenants.count == 1 ? first : "\(first) +\(tenants.count - 1)"
    }

    fileprivate var provinceUnit: (code: UnitCode, name: String)? {
        guard let province, let code = try? UnitCode(province, level: .province) else { return nil }
        return (code, provinceName ?? province)
    }
}

extension String {
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
