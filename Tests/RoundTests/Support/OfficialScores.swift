import FoundationEssentials
import RuralIndustry
import TestSupport

/// The judged scores of 30 figure-skating programmes with their official results, found beside the checkout where the
/// project is developed.
struct OfficialScores: Sendable {
    static let folder = SourceTree.shared + "/data/scoring/isu"
    static var exist: Bool { SourceTree.exists(folder + "/scores.csv") }

    struct Programme: Sendable {
        let id: String
        let factor: String
        let criteria: [String]
        let marks: [ScoreRow]

        /// In the order of the file.
        var entries: [String] {
            var seen: Set<String> = []
            return marks.map(\.mark.entry).filter { seen.insert($0).inserted }
        }

        /// The rules of figure skating: the highest and lowest mark dropped, the mean of the rest rounded.
        var regulation: String {
            let list = criteria.map {
                #"{"id": "\#($0)", "name": "\#($0)", "max": "10", "weight": "\#(factor)"}"#
            }
            return #"""
                {"id": "\#(regulationID)", "title": "\#(id)", "legal_basis": ["ISU"], "valid_from": "2016-07-01",
                 "levels": [{"id": "commune", "council_sizes": null, "certificate_valid_years": 4, "requires": null}],
                 "groups": [{"id": "food", "name": "Mọi nhóm"}], "criteria": [\#(list.joined(separator: ","))],
                 "scoring": {"step": "0.25", "pipeline": [{"mean": "judges", "trim": [1, 1], "round": 2},
                   {"weight": "criteria", "round": 2}, {"sum": "criteria", "round": 2}]}}
                """#
        }

        var regulationID: String { "isu-" + id.lowercased() }
    }

    let programmes: [Programme]
    /// By programme, entry and criterion.
    let panels: [[String]: Rational]
    /// By programme and entry.
    let totals: [[String]: Rational]

    init() throws {
        let marks = Dictionary(grouping: try Self.rows("scores.csv"), by: { $0[0] })
        programmes = try Self.rows("rounds.csv").map { row in
            Programme(
                id: row[0], factor: row[3], criteria: row[4].split(separator: "|").map(String.init),
                marks: try (marks[row[0]] ?? []).enumerated().map { place, mark in
                    try scoreRow(mark[1], mark[2], mark[3], mark[4], absence: mark[5], row: place + 2)
                })
        }
        panels = try Dictionary(
            uniqueKeysWithValues: Self.rows("expected-panel.csv").map {
                (Array($0[0..<3]), try Rational($0[3]))
            })
        totals = try Dictionary(
            uniqueKeysWithValues: Self.rows("expected.csv").map { (Array($0[0..<2]), try Rational($0[2])) })
    }

    /// No cell of these files holds a comma or a quote.
    private static func rows(_ name: String) throws -> [[String]] {
        let text = String(
            decoding: try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name)), as: UTF8.self)
        return text.split(whereSeparator: \.isNewline).dropFirst().map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
    }
}
