import RuralIndustry

/// Numbers by year, drawn as SVG: bars of the sums, or a line for each of several series. Beside it there is always a table with
/// the same numbers: a drawing is for the eye alone.
///
/// A unit is a pixel of a narrow telephone; wider screens enlarge all of it.
struct Chart: Sendable {
    struct Tick: Sendable {
        let y: String
        let textY: String
        let text: String
    }

    struct Mark: Sendable {
        let x: String
        let text: String
    }

    struct Bar: Sendable {
        let x: String
        let y: String
        let width: String
        let height: String
        let middle: String
        let textY: String
        /// Empty where there is no room for it.
        let value: String
    }

    struct Series: Sendable {
        /// `s1` to `s5`: a colour and a kind of dashes of the style sheet.
        let style: String
        let name: Bilingual
        /// What is drawn: `M32 10L64 20`.
        let path: String
        let points: [Point]
    }

    struct Point: Sendable {
        let x: String
        let y: String
    }

    /// Of the title and, with `-what` behind it, of the description.
    let id: String
    let title: Bilingual
    /// What is to be seen, in words.
    let summary: String
    let ticks: [Tick]
    /// The years that are written below.
    let marks: [Mark]
    let bars: [Bar]
    let series: [Series]
}

extension Chart {
    private static let (left, right, top, bottom) = (34.0, 354.0, 16.0, 176.0)

    /// Bars of the awards of each year.
    init(id: String, title: Bilingual, summary: String, years: ClosedRange<Int>, counts: [Int: Int]) {
        let scale = Scale(upTo: counts.values.max() ?? 0)
        let step = (Self.right - Self.left) / Double(years.count)
        let width = min(step * 0.7, 40)
        self.init(
            id: id, title: title, summary: summary, ticks: Self.ticks(scale),
            marks: Self.marks(years, step),
            bars: years.enumerated().map { index, year in
                let (count, middle) = (counts[year] ?? 0, Self.left + step * (Double(index) + 0.5))
                let y = Self.height(of: count, scale)
                return Bar(
                    x: Self.text(middle - width / 2), y: Self.text(y), width: Self.text(width),
                    height: Self.text(Self.bottom - y), middle: Self.text(middle), textY: Self.text(y - 4),
                    value: step >= 24 && count > 0 ? count.grouped : "")
            }, series: [])
    }

    /// A line of each series through the years.
    init(
        id: String, title: Bilingual, summary: String, years: ClosedRange<Int>,
        series: [(name: Bilingual, counts: [Int: Int])]
    ) {
        let scale = Scale(upTo: series.flatMap(\.counts.values).max() ?? 0)
        let step = (Self.right - Self.left) / Double(years.count)
        self.init(
            id: id, title: title, summary: summary, ticks: Self.ticks(scale),
            marks: Self.marks(years, step), bars: [],
            series: series.enumerated().map { number, one in
                let points = years.enumerated().map { index, year in
                    Point(
                        x: Self.text(Self.left + step * (Double(index) + 0.5)),
                        y: Self.text(Self.height(of: one.counts[year] ?? 0, scale)))
                }
                return Series(
                    style: "s\(number % 5 + 1)", name: one.name,
                    path: "M" + points.map { "\($0.x) \($0.y)" }.joined(separator: "L"), points: points)
            })
    }

    private static func ticks(_ scale: Scale) -> [Tick] {
        scale.ticks.map { count in
            let y = height(of: count, scale)
            return Tick(y: text(y), textY: text(y + 4), text: count.grouped)
        }
    }

    /// As many years as there is room for, each under its own place.
    private static func marks(_ years: ClosedRange<Int>, _ step: Double) -> [Mark] {
        let each = max(1, Int((30 / step).rounded(.up)))
        return years.enumerated().filter { ($0.offset - years.count + 1) % each == 0 }.map { index, year in
            Mark(x: text(left + step * (Double(index) + 0.5)), text: String(year))
        }
    }

    private static func height(of count: Int, _ scale: Scale) -> Double {
        bottom - (bottom - top) * Double(count) / Double(scale.top)
    }

    private static func text(_ coordinate: Double) -> String {
        let tenths = Int((coordinate * 10).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(abs(tenths % 10))"
    }

    /// Shows a `Chart` of whatever section it stands in.
    static let text = """
        <svg class="chart" viewBox="0 0 360 200" role="img" aria-labelledby="{{id}} {{id}}-what">
        <title id="{{id}}">{{title.vi}}</title><desc id="{{id}}-what">{{summary}}</desc>
        {{#ticks}}<path class="rule" d="M34 {{y}}H354"/><text class="tick" x="30" y="{{textY}}">{{text}}</text>{{/ticks}}
        {{#marks}}<text class="mark" x="{{x}}" y="192">{{text}}</text>{{/marks}}
        {{#bars}}<rect class="bar" x="{{x}}" y="{{y}}" width="{{width}}" height="{{height}}"/>\
        <text class="mark" x="{{middle}}" y="{{textY}}">{{value}}</text>{{/bars}}
        {{#series}}<path class="line {{style}}" d="{{path}}"/>\
        {{#points}}<circle class="dot {{style}}" cx="{{x}}" cy="{{y}}" r="2.5"/>{{/points}}{{/series}}
        </svg>
        <ul class="legend">{{#series}}<li><svg viewBox="0 0 32 8" class="key" aria-hidden="true">\
        <path class="line {{style}}" d="M0 4H32"/></svg> {{name.vi}} <span lang="en">{{name.en}}</span></li>{{/series}}</ul>
        """
}

/// The axis that counts are read off: from 0 in steps of 1, 2 or 5 times a power of ten.
struct Scale: Hashable, Sendable {
    let step: Int
    /// The last of the ticks, at least the largest count and never 0.
    let top: Int

    init(upTo largest: Int) {
        var (power, step) = (1, 1)
        let wanted = max(1, largest)
        search: while true {
            for factor in [1, 2, 5] where wanted <= factor * power * 5 {
                step = factor * power
                break search
            }
            power *= 10
        }
        self.step = step
        top = (wanted + step - 1) / step * step
    }

    var ticks: [Int] { Array(stride(from: 0, through: top, by: step)) }
}
