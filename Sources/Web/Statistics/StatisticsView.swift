import Registry
import RuralIndustry

/// What the page of figures shows.
struct StatisticsView: Sendable {
    struct Figure: Sendable {
        let label: Bilingual
        let value: String
    }

    /// A row of a table of which a bar is drawn.
    struct Bar: Sendable {
        let name: Bilingual
        let hasAddress: Bool
        let address: String
        let value: String
        /// How long the bar is, of 100.
        let length: String
    }

    struct Tile: Sendable {
        let address: String
        let name: String
        let value: String
        let classes: String
    }

    /// A year in the table beside the charts.
    struct Year: Sendable {
        let year: String
        let counts: [TextLine]
        let total: String
    }

    let hasErrors: Bool
    let errors: [FormError]
    let fields: [FormField]
    let figures: [Figure]
    let hasAwards: Bool
    /// One or none; the second where there is more than one year and level.
    let yearCharts: [Chart]
    let levelCharts: [Chart]
    let levelNames: [Bilingual]
    let years: [Year]
    let levels: [Bar]
    let groups: [Bar]
    let tiles: [Tile]
    let legend: [Shades.Step]
    let provinces: [Bar]
    /// Awards that count under no province: one text or none.
    let outside: [TextLine]
    let day: String
}

extension StatisticsView {
    init(_ statistics: PublicStatistics, _ query: StatisticsQuery) {
        let chosen = statistics.figures.matching(query.choice)
        let levels = SelectionLevel.allCases.filter { level in
            chosen.lines.contains { $0.level == level }
        }
        // the map shows every province whichever of them is looked at
        var everywhere = query.choice
        everywhere.province = nil
        let placed = statistics.figures.matching(everywhere).counts(by: \.province)
        let shades = Shades(upTo: statistics.provinces.map { placed[$0.code] ?? 0 }.max() ?? 0)
        let outside = placed[nil] ?? 0
        self.init(
            hasErrors: !query.errors.isEmpty, errors: query.errors,
            fields: Self.fields(statistics, query), figures: Self.figures(statistics, chosen, query.choice),
            hasAwards: chosen.total > 0, yearCharts: Self.yearChart(chosen).map { [$0] } ?? [],
            levelCharts: Self.levelChart(chosen, levels).map { [$0] } ?? [],
            levelNames: levels.map(\.pageName),
            years: Self.years(chosen, levels),
            levels: Self.bars(levels, chosen.counts(by: \.level), \.pageName),
            groups: Self.groups(chosen),
            tiles: statistics.provinces.map { province in
                let count = placed[province.code] ?? 0
                let place = ProvinceTile.ofCode[province.code]?.classes ?? "elsewhere"
                return Tile(
                    address: "/provinces/\(province.code)", name: province.name,
                    value: count.grouped,
                    classes: "\(place) \(shades.style(of: count))")
            }, legend: shades.legend, provinces: Self.provinces(statistics, placed),
            outside: outside == 0 ? [] : [TextLine(text: outside.grouped)],
            day: statistics.day.vietnamese)
    }

    private static func fields(_ statistics: PublicStatistics, _ query: StatisticsQuery) -> [FormField] {
        let filling = FormFilling(values: query.fields, errors: query.errors)
        let all = statistics.figures
        let known = Set(all.lines.compactMap(\.group))
        return [
            filling.list(
                "year", Bilingual(vi: "Năm", en: "Year"),
                of: (all.years.map { Array($0.reversed()) } ?? []).map {
                    (String($0), Bilingual(vi: String($0), en: String($0)))
                }),
            filling.list(
                "level", Bilingual(vi: "Cấp", en: "Level"),
                of: SelectionLevel.allCases.map { ($0.rawValue, $0.pageName) }),
            filling.list(
                "group", Bilingual(vi: "Nhóm sản phẩm", en: "Product group"),
                of: known.sorted { $0.rawValue < $1.rawValue }.map { ($0.rawValue, $0.pageName) }),
            filling.list(
                "province", Bilingual(vi: "Tỉnh, thành phố", en: "Province"),
                of: statistics.provinces.map { ($0.code, Bilingual(vi: $0.name, en: $0.name)) }),
        ]
    }

    /// Products, establishments and rounds are counted of everything alone: a product with two awards is in two years.
    private static func figures(
        _ statistics: PublicStatistics, _ chosen: AwardFigures, _ choice: AwardFigures.Choice
    ) -> [Figure] {
        let awards = Figure(
            label: Bilingual(vi: "Lần công nhận", en: "Awards"), value: chosen.total.grouped)
        guard choice == AwardFigures.Choice() else { return [awards] }
        return [
            awards,
            Figure(
                label: Bilingual(vi: "Sản phẩm được công nhận", en: "Products with awards"),
                value: statistics.products.grouped),
            Figure(
                label: Bilingual(vi: "Cơ sở có sản phẩm được công nhận", en: "Establishments with awards"),
                value: statistics.establishments.grouped),
            Figure(
                label: Bilingual(vi: "Kỳ bình chọn đã công bố", en: "Published rounds"),
                value: statistics.rounds.grouped),
        ]
    }

    private static func yearChart(_ chosen: AwardFigures) -> Chart? {
        guard let years = chosen.years else { return nil }
        let counts = chosen.counts(by: \.year)
        let most = years.max { (counts[$0] ?? 0, -$0) < (counts[$1] ?? 0, -$1) } ?? years.upperBound
        return Chart(
            id: "by-year", title: Bilingual(vi: "Số lần công nhận theo năm", en: "Awards by year"),
            summary:
                "Từ \(years.lowerBound) đến \(years.upperBound): \(chosen.total.grouped) lần; nhiều nhất năm \(most), \((counts[most] ?? 0).grouped) lần. Số liệu ở bảng bên dưới.",
            years: years, counts: counts)
    }

    private static func levelChart(_ chosen: AwardFigures, _ levels: [SelectionLevel]) -> Chart? {
        guard let years = chosen.years, years.count > 1, levels.count > 1 else { return nil }
        return Chart(
            id: "by-level", title: Bilingual(vi: "Theo năm, từng cấp", en: "By year, each level"),
            summary:
                "Mỗi cấp một đường: \(levels.map(\.name.vi).joined(separator: ", ")). Số liệu ở bảng bên dưới.",
            years: years,
            series: levels.map { level in
                (level.pageName, chosen.matching(.init(level: level)).counts(by: \.year))
            })
    }

    private static func years(_ chosen: AwardFigures, _ levels: [SelectionLevel]) -> [Year] {
        guard let years = chosen.years else { return [] }
        struct Cell: Hashable {
            let year: Int
            let level: SelectionLevel
        }
        let cells = chosen.counts { Cell(year: $0.year, level: $0.level) }
        let totals = chosen.counts(by: \.year)
        return years.reversed().map { year in
            Year(
                year: String(year),
                counts: levels.map { TextLine(text: (cells[Cell(year: year, level: $0)] ?? 0).grouped) },
                total: (totals[year] ?? 0).grouped)
        }
    }

    private static func groups(_ chosen: AwardFigures) -> [Bar] {
        let counts = chosen.counts(by: \.group)
        let inOrder = counts.keys.sorted { one, other in
            (-(counts[one] ?? 0), one?.rawValue ?? "~") < (-(counts[other] ?? 0), other?.rawValue ?? "~")
        }
        return bars(inOrder, counts) {
            $0?.pageName ?? Bilingual(vi: "Chưa ghi nhóm", en: "group not on record")
        }
    }

    /// The most first, of equals by code.
    private static func provinces(_ statistics: PublicStatistics, _ placed: [String?: Int]) -> [Bar] {
        let inOrder = statistics.provinces.filter { (placed[$0.code] ?? 0) > 0 }.sorted { one, other in
            (-(placed[one.code] ?? 0), one.code) < (-(placed[other.code] ?? 0), other.code)
        }
        let counts = Dictionary(uniqueKeysWithValues: inOrder.map { ($0, placed[$0.code] ?? 0) })
        return bars(inOrder, counts, address: { "/provinces/\($0.code)" }) {
            Bilingual(vi: $0.name, en: "")
        }
    }

    private static func bars<Key: Hashable>(
        _ keys: [Key], _ counts: [Key: Int], address: ((Key) -> String)? = nil, _ name: (Key) -> Bilingual
    ) -> [Bar] {
        let most = max(1, counts.values.max() ?? 1)
        return keys.map { key in
            let count = counts[key] ?? 0
            return Bar(
                name: name(key), hasAddress: address != nil, address: address?(key) ?? "",
                value: count.grouped, length: String((count * 100 + most / 2) / most))
        }
    }
}

extension SelectionLevel {
    /// As a heading begins with it: `Cấp tỉnh`.
    var pageName: Bilingual {
        Bilingual(vi: name.vi.prefix(1).uppercased() + name.vi.dropFirst(), en: name.en)
    }
}
