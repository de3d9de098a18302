public import ArgumentParser
public import Documents
import Registry
import RuralIndustry

extension FairCommand {
    struct Plan: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "plan",
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
        guard let asked else { return nearest(to: today) }
        if asked < days.first || asked > days.last {
            throw Violation(
                "booth-days",
                vi: "ngày \(asked.vietnamese) không nằm trong thời gian hội chợ (\(days.text.vi))",
                en: "\(asked.iso) is not within the days of the fair (\(days.text.en))")
        }
        return asked
    }
}
