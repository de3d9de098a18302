import RuralIndustry

/// Which colour, hatching and mark stand for which province or state; no two look the same even without colours, as each has
/// a mark of its own that is printed in the booths.
struct BoothPlanLegend {
    struct Entry {
        let name: String
        /// Printed in the booths: a province's code, a state's letter.
        let mark: String
        let style: BoothStyle
    }

    let heading: String
    let entries: [Entry]
    /// For each booth of the drawing its entry.
    let entryOfBooth: [Int]
    /// Whether booths that are only held are outlined by dashes.
    let dashesHeld: Bool
    private let showsAll: Bool

    init(_ drawing: BoothPlanDrawing) {
        switch drawing.coloring {
        case .state:
            heading = "Tình trạng gian hàng"
            dashesHeld = false
            showsAll = true
            entries = BoothPlanDrawing.Standing.allCases.map {
                Entry(name: $0.name.vi, mark: $0.mark, style: $0.style)
            }
            entryOfBooth = drawing.booths.map(\.standing.rawValue)
        case .province:
            heading = "Tỉnh, thành phố"
            showsAll = false
            dashesHeld = drawing.booths.contains { $0.standing == .held }
            let provinces = Set(drawing.booths.filter { $0.standing != .free }.compactMap(\.province))
                .sorted()
            let groups: [Group] = provinces.map { .province($0) } + [.other, .free]
            let groupOfBooth = drawing.booths.map { booth -> Group in
                if booth.standing == .free { return .free }
                return booth.province.map { .province($0) } ?? .other
            }
            let present = Set(groupOfBooth)
            let shown = groups.filter(present.contains)
            entries = shown.enumerated().map { place, group in
                group.entry(at: place, names: drawing.provinceNames)
            }
            let places = Dictionary(uniqueKeysWithValues: zip(shown, shown.indices))
            entryOfBooth = groupOfBooth.map { places[$0] ?? 0 }
        }
    }

    /// The entries that some booths have, with their number; of the states, all.
    func entries(counting booths: [Int]) -> [(entry: Entry, count: Int)] {
        var counts = [Int](repeating: 0, count: entries.count)
        for booth in booths { counts[entryOfBooth[booth]] += 1 }
        return zip(entries, counts).map { ($0, $1) }.filter { $0.1 > 0 || showsAll }
    }

    private enum Group: Hashable {
        case province(UnitCode)
        case other
        case free

        func entry(at place: Int, names: [UnitCode: String]) -> Entry {
            switch self {
            case .province(let code):
                Entry(name: names[code] ?? code.text, mark: code.text, style: .numbered(place))
            case .other: Entry(name: "đơn vị khác", mark: "*", style: .other)
            case .free: Entry(name: BoothPlanDrawing.Standing.free.name.vi, mark: "", style: .free)
            }
        }
    }
}

extension BoothPlanDrawing.Standing {
    fileprivate var mark: String {
        switch self {
        case .free: ""
        case .held: "G"
        case .confirmed: "X"
        case .noShow: "K"
        }
    }

    fileprivate var style: BoothStyle {
        switch self {
        case .free: .free
        case .held: BoothStyle(fill: Color(0xEEDD88), hatch: .rising)
        case .confirmed: BoothStyle(fill: Color(0x99DDFF), hatch: nil)
        case .noShow: BoothStyle(fill: Color(0xDDDDDD), hatch: .grid)
        }
    }
}

/// How a booth is filled.
struct BoothStyle: Hashable {
    enum Hatch: String, CaseIterable {
        case rising, falling, level, upright, grid, mesh
    }

    let fill: Color
    let hatch: Hatch?

    /// Lighter than the filling, so that letters on it stay readable.
    var hatchColor: Color { fill.tint(25) }

    static let free = BoothStyle(fill: .white, hatch: nil)
    static let other = BoothStyle(fill: Color(0xDDDDDD), hatch: nil)

    /// Paul Tol's light scheme ("Colour Schemes", technical note SRON/EPS/TN/09-002, 2021): told apart also by those who are
    /// colour-blind, and light enough for black letters. Its grey is kept for `other`.
    private static let colors = [
        Color(0x77AADD), Color(0xEE8866), Color(0xEEDD88), Color(0xFFAABB), Color(0x99DDFF), Color(0x44BB99),
        Color(0xBBCC33), Color(0xAAAA00),
    ]

    /// The styles of provinces in their order: all colours plain, then hatched in one way after another.
    static func numbered(_ number: Int) -> BoothStyle {
        let (round, color) = number.quotientAndRemainder(dividingBy: colors.count)
        let hatches: [Hatch?] = [nil] + Hatch.allCases
        return BoothStyle(fill: colors[color], hatch: hatches[round % hatches.count])
    }
}
