import RuralIndustry

/// Where a province's square lies on the map of tiles: columns from the west, rows from the north. There are no borders in it;
/// what is beside each other on the map of the country is so here, as far as squares allow.
struct ProvinceTile: Hashable, Sendable {
    let column: Int
    let row: Int

    /// Of the 34 provinces since 2025-07-01, by their codes.
    static let ofCode: [String: ProvinceTile] = [
        "12": .init(column: 2, row: 1), "15": .init(column: 3, row: 1), "08": .init(column: 4, row: 1),
        "04": .init(column: 5, row: 1),
        "11": .init(column: 1, row: 2), "14": .init(column: 2, row: 2), "25": .init(column: 3, row: 2),
        "19": .init(column: 4, row: 2), "20": .init(column: 5, row: 2),
        "01": .init(column: 3, row: 3), "24": .init(column: 4, row: 3), "22": .init(column: 5, row: 3),
        "37": .init(column: 3, row: 4), "33": .init(column: 4, row: 4), "31": .init(column: 5, row: 4),
        "38": .init(column: 3, row: 5),
        "40": .init(column: 3, row: 6),
        "42": .init(column: 3, row: 7),
        "44": .init(column: 3, row: 8),
        "46": .init(column: 4, row: 8),
        "48": .init(column: 4, row: 9),
        "51": .init(column: 4, row: 10),
        "52": .init(column: 4, row: 11),
        "66": .init(column: 4, row: 12),
        "68": .init(column: 4, row: 13), "56": .init(column: 5, row: 13),
        "80": .init(column: 2, row: 14), "79": .init(column: 3, row: 14), "75": .init(column: 4, row: 14),
        "91": .init(column: 1, row: 15), "82": .init(column: 2, row: 15), "86": .init(column: 3, row: 15),
        "96": .init(column: 1, row: 16), "92": .init(column: 2, row: 16),
    ]

    /// The classes of the style sheet that put it there.
    var classes: String { "c\(column) r\(row)" }
}

/// Five steps from nothing to the most, for the colours of the tiles.
struct Shades: Sendable {
    struct Step: Sendable {
        let style: String
        let text: String
    }

    private let width: Int

    init(upTo largest: Int) { width = max(1, (largest + 3) / 4) }

    /// `shade-0`: none; to `shade-4`.
    func style(of count: Int) -> String { "shade-\(count == 0 ? 0 : min(4, (count - 1) / width + 1))" }

    /// What each colour means.
    var legend: [Step] {
        [Step(style: "shade-0", text: "0")]
            + (1...4).map { step in
                let (first, last) = ((step - 1) * width + 1, step * width)
                return Step(
                    style: "shade-\(step)",
                    text: first == last ? first.grouped : "\(first.grouped)–\(last.grouped)")
            }
    }
}
