import FoundationEssentials
import RuralIndustry
import Testing

/// The official results of 30 figure-skating programmes, found in the shared data beside the package; without them the
/// test is skipped.
@Suite("Official scores", .enabled(if: OfficialScores.exist, "needs ../shared/data/scoring/isu"))
struct OfficialScoresTests {
    @Test("the tally reproduces all 1,820 official panel scores and 364 official totals")
    func reproduces() throws {
        let scores = try OfficialScores()
        var panels = 0
        var totals = 0
        for programme in scores.programmes {
            let tally = try Judging.tally(scores.marks[programme.id] ?? [], programme.rules())
            for detail in tally.details {
                let official = try #require(scores.panels[[programme.id, detail.entry, detail.criterion]])
                #expect(detail.panel == official, "\(programme.id) \(detail.entry) \(detail.criterion)")
                panels += 1
            }
            for line in tally.lines {
                let official = try #require(scores.totals[[programme.id, line.entry]])
                #expect(line.total == official, "\(programme.id) \(line.entry)")
                #expect(line.judges == 9)
                totals += 1
            }
            #expect(tally.marksCounted == tally.marksSubmitted)
        }
        #expect(panels == 1_820)
        #expect(totals == 364)
    }

    @Test("another rounding order misses official totals")
    func otherOrderMisses() throws {
        let scores = try OfficialScores()
        let unrounded =
            #"[{"mean":"judges","trim":[1,1]},{"weight":"criteria"},{"sum":"criteria","round":2}]"#
        let missed = try scores.programmes.reduce(0) { missed, programme in
            let tally = try Judging.tally(
                scores.marks[programme.id] ?? [], programme.rules(pipeline: unrounded))
            return missed + tally.lines.count { scores.totals[[programme.id, $0.entry]] != $0.total }
        }
        #expect(missed > 0)
    }
}

/// The files of `data/scoring/isu`, read.
struct OfficialScores {
    private static let folder = Judging.packageRoot.deletingLastPathComponent()
        .appending(path: "shared/data/scoring/isu")

    static var exist: Bool {
        FileManager.default.fileExists(atPath: folder.appending(path: "scores.csv").path)
    }

    struct Programme {
        let id: String
        let factor: String
        let criteria: [String]

        func rules(
            pipeline: String = #"""
            [{"mean":"judges","trim":[1,1],"round":2},{"weight":"criteria","round":2},{"sum":"criteria","round":2}]
            """#
        ) throws -> Rules {
            let list = criteria.map {
                #"{"id":"\#($0)","name":"\#($0)","max":"10","weight":"\#(factor)"}"#
            }
            return try Judging.rules(pipeline: pipeline, criteria: "[\(list.joined(separator: ","))]")
        }
    }

    let programmes: [Programme]
    let marks: [String: [Mark]]
    let panels: [[String]: Rational]
    let totals: [[String]: Rational]

    init() throws {
        programmes = try Self.rows("rounds.csv").map {
            Programme(id: $0[0], factor: $0[3], criteria: $0[4].split(separator: "|").map(String.init))
        }
        marks = Dictionary(
            grouping: try Self.rows("scores.csv").map { row in
                (
                    round: row[0],
                    mark: Mark(
                        entry: row[1], judge: row[2], criterion: row[3],
                        content: try Mark.Content(score: row[4], absence: row[5]))
                )
            }, by: \.round
        ).mapValues { $0.map(\.mark) }
        panels = try Dictionary(
            uniqueKeysWithValues: Self.rows("expected-panel.csv").map {
                (Array($0[0..<3]), try Rational($0[3]))
            })
        totals = try Dictionary(
            uniqueKeysWithValues: Self.rows("expected.csv").map { (Array($0[0..<2]), try Rational($0[2])) })
    }

    /// No cell of these files holds a comma or a quote.
    private static func rows(_ name: String) throws -> [[String]] {
        let text = String(decoding: try Data(contentsOf: folder.appending(path: name)), as: UTF8.self)
        return text.split(whereSeparator: \.isNewline).dropFirst().map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
    }
}
