public import ArgumentParser
public import Documents
import Registry
import RuralIndustry

extension FairCommand {
    struct Plan: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Vẽ sơ đồ gian hàng: ai ở đâu trong một ngày, SVG hoặc PDF khổ A3.")
        @OptionGroup var global: GlobalOptions
        @Argument(help: "Số của hội chợ.") var id: Int64
        @Option(help: "Tệp .svg hoặc .pdf.") var out: String
        @Option(help: "Tô màu theo province (tỉnh) hoặc state (tình trạng).")
        var color: BoothPlanDrawing.Coloring = .province
        @Option(help: "Ngày được vẽ (mặc định: hôm nay, nếu không thì ngày đầu hoặc cuối của hội chợ).")
        var on: Day?

        func validate() throws {
            guard out.hasSuffix(".svg") || out.hasSuffix(".pdf") else {
                throw ValidationError("--out cần một tệp .svg hoặc .pdf, không phải “\(out)”")
            }
        }

        func run() async throws {
            try await global.withRegistry { registry, place in
                let fair = try await registry.fair(id, as: place.viewer)
                let standings = try await registry.boothStandings(
                    ofFair: id, on: place.today, as: place.viewer)
                let drawing = BoothPlanDrawing(
                    fair, standings, on: try fair.shownDay(on, today: place.today), coloring: color)
                let bytes =
                    out.hasSuffix(".svg")
                    ? Array(drawing.svg().utf8)
                    : try BoothPlanRenderer(fonts: try FontSet.load(folder: place.fontDirectory)).render(
                        drawing)
                try writeFile(bytes, to: out)
            }
        }
    }
}

extension BoothPlanDrawing.Coloring: ExpressibleByArgument {}

extension FairRecord {
    /// A day of the fair: the one that is asked for, or the one that is nearest to today.
    fileprivate func shownDay(_ asked: Day?, today: Day) throws -> Day {
        guard let asked else { return min(max(today, days.first), days.last) }
        if asked < days.first || asked > days.last {
            throw Violation(
                "booth-days",
                vi: "ngày \(asked.vietnamese) không nằm trong thời gian hội chợ (\(days.text.vi))",
                en: "\(asked.iso) is not within the days of the fair (\(days.text.en))")
        }
        return asked
    }
}

extension BoothPlanDrawing {
    /// The plan of a fair as its booths are given on a day.
    init(_ fair: FairRecord, _ standings: [BoothStanding], on day: Day, coloring: Coloring) {
        let given = standings.map { standing in
            (standing.booth.booth, standing.allocations.first { $0.days.first <= day && day <= $0.days.last })
        }
        let provinces = given.compactMap { $0.1?.provinceUnit }
        self.init(
            title: fair.name, subtitle: "\(fair.days.text.vi.capitalizedFirst), \(fair.venue)",
            organiser: fair.organiserName, day: day,
            booths: given.map { booth, allocation in
                guard let allocation else { return ShownBooth(booth) }
                return ShownBooth(
                    booth, allocation.state == .confirmed ? .confirmed : .held,
                    tenant: allocation.shortTenant,
                    province: allocation.provinceUnit?.code)
            },
            provinceNames: Dictionary(provinces.map { ($0.code, $0.name) }) { first, _ in first },
            coloring: coloring)
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
