import ArgumentParser
import Evidence
import Registry
import RuralIndustry

struct TallyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tally",
        abstract: "Tổng hợp điểm của một kỳ bình chọn, hoặc chỉ từ tệp quy tắc và tệp điểm (no database).")
    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions
    @Argument(help: "Số của kỳ bình chọn.") var id: Int64?
    @Option(help: "Tệp bộ quy tắc (JSON).") var regulation: String?
    @Option(help: "Tệp điểm (CSV).") var scores: String?
    @Option(help: "Chỉ các dòng ghi kỳ bình chọn này.") var round: String?
    @Option(help: "Mầm bốc thăm.") var seed: String?
    @Option(help: "Bản của kết quả đã sửa (mặc định: bản đang có hiệu lực).") var version: Int?
    @Flag(help: "Từng tiêu chí của từng sản phẩm.") var detail = false
    @Flag(help: "Thêm các số liệu tham khảo (JSON).") var analyse = false
    @Option(help: "Với --analyse: số sản phẩm được công nhận, để xem sản phẩm nào quanh ngưỡng đó.") var cut:
        Int?

    func validate() throws {
        let hasFiles = regulation != nil || scores != nil
        if (id != nil) == hasFiles || (regulation == nil) != (scores == nil) {
            throw ValidationError(
                "Ghi số của kỳ bình chọn, hoặc cả --regulation và --scores (give a round, or both --regulation and --scores)."
            )
        }
        if let cut, cut < 1 || !analyse {
            throw ValidationError(
                "--cut là một số từ 1, dùng với --analyse (a number from 1, with --analyse).")
        }
        if version != nil, id == nil {
            throw ValidationError("--version đi với số của kỳ bình chọn (goes with a round).")
        }
        if id != nil, round != nil { throw ValidationError("--round chỉ dùng với tệp (only with files).") }
    }

    func run() async throws {
        if let regulation, let scores {
            try await tallyFiles(regulation, scores)
        } else if let id {
            try await global.withRegistry { registry, place in
                let result = try await registry.tally(
                    ofRound: id, seed: seed, version: version, withAffiliations: analyse, as: place.viewer)
                try print(
                    [
                        TalliedRound(
                            name: String(id), tally: result.tally, marks: result.marks, rules: result.rules,
                            areAffiliationsWithheld: result.areAffiliationsWithheld)
                    ],
                    output.printer(place))
            }
        }
    }

    private func tallyFiles(_ regulation: String, _ scores: String) async throws {
        let settings = try await Settings.load()
        let rules = try RegulationFile.located(regulation) {
            try Regulation.resolve(try RegulationFile.read(regulation).withShippedLayersAbove(settings))
        }
        let (read, file) = try ScoreFile.read(scores)
        let rows = read.filter { round == nil || $0.round == round }
        if let round, rows.isEmpty {
            throw Violation(
                "unknown-round", vi: "tệp điểm không có kỳ bình chọn “\(round)”",
                en: "the scores file has no round “\(round)”", at: Place(file: scores, column: "round"))
        }
        var names: [String] = []
        for row in rows where !names.contains(row.round ?? "") { names.append(row.round ?? "") }
        let byRound = Dictionary(grouping: rows) { $0.round ?? "" }
        let rounds = try names.map { name in
            let marks = (byRound[name] ?? []).map(\.mark)
            do throws(Refusal) {
                return TalliedRound(
                    name: name,
                    tally: try Tally(
                        of: marks, rules: rules, seed: seed.map { Array($0.utf8) },
                        sha256: { SHA256Digest(of: $0).bytes }), marks: marks, rules: rules)
            } catch {
                throw error.at(file)
            }
        }
        try print(rounds, Printer(format: output.format, language: settings.language, console: Console()))
    }

    private func print(_ rounds: [TalliedRound], _ printer: Printer) throws {
        if analyse {
            let analyses = try rounds.map { try $0.analysis(detail: detail, cut: cut) }
            Console().write(
                analyses.count == 1 ? try JSONText.encode(analyses[0]) : try JSONText.encode(analyses))
        } else if detail {
            try printer.list(rounds.flatMap { TallyDetail.lines(of: $0.tally, round: $0.name) })
        } else {
            try printer.list(rounds.flatMap { TallyLine.lines(of: $0.tally, round: $0.name) })
            for round in rounds {
                let threshold = round.rules.scoring.eligibleAtLeast
                for line in round.tally.lines {
                    guard let shortfall = line.shortfall(below: threshold) else { continue }
                    let text = Bilingual(
                        vi:
                            "lưu ý: \(line.entry) không đủ điều kiện: điểm chính xác \(shortfall), \(line.shown ?? "") là số đã làm tròn",
                        en:
                            "note: \(line.entry) is not eligible: its exact total is \(shortfall), \(line.shown ?? "") is rounded"
                    )
                    Console().note(text.text(in: printer.language))
                }
            }
        }
    }
}

extension RegulationLayer {
    /// With files alone, the layers above are the national ones that ship with the program.
    fileprivate func withShippedLayersAbove(_ settings: Settings) throws -> [RegulationLayer] {
        guard let upper = extends else { return [self] }
        let folder = try SQLDirectory.locate(settings.sqlDirectory) + "/regulations"
        return try RegulationLayer(parsing: try readBytes("\(folder)/\(upper).json")).withShippedLayersAbove(
            settings)
            + [self]
    }
}

/// A tallied round of a file or of the database.
struct TalliedRound {
    let name: String
    let tally: Tally
    let marks: [Mark]
    let rules: Rules
    /// The figures by affiliation would tell who asks whose entries these are.
    var areAffiliationsWithheld = false

    /// The result and the advisory figures, which are never part of it.
    ///
    /// - Parameter cut: how many are recognised, where somebody asks who is near that line.
    func analysis(detail: Bool, cut: Int?) throws -> RecordObject {
        var fields: [(key: String, value: Field)] = [
            ("round", .text(name)),
            ("result", .records(TallyLine.lines(of: tally, round: name).map { $0.fields(in: .english) })),
            ("affiliation", try affiliation()),
            (
                "marks",
                .object([
                    ("submitted", .number(tally.marksSubmitted)), ("counted", .number(tally.marksCounted)),
                    ("excluded", .number(tally.exclusions.count)),
                ])
            ),
        ]
        fields += try robustness(cut: cut)
        if detail {
            fields.append(
                (
                    "detail",
                    .records(TallyDetail.lines(of: tally, round: name).map { $0.fields(in: .english) })
                ))
        }
        return RecordObject(fields)
    }
}

extension TalliedRound {
    /// The marks by whether judge and entrant are of one place; without figures where those would break the judges' blindness.
    fileprivate func affiliation() throws -> Field {
        func group(_ figure: AffiliationFigures.Figure?) -> Field {
            .object([
                ("marks", .number(figure?.marks)), ("mean_deviation", .text(figure?.meanDeviationText)),
            ])
        }
        if areAffiliationsWithheld {
            return .object([
                ("same", group(nil)), ("other", group(nil)), ("withheld", .flag(true)),
                (
                    "reason",
                    .text(
                        "kỳ bình chọn chưa công bố: số liệu này cho biết sản phẩm là của nơi nào (the round is not published: these figures tell where an entry is from)"
                    )
                ),
            ])
        }
        let figures = try AffiliationFigures(of: marks, rules: rules)
        return .object([("same", group(figures.same)), ("other", group(figures.other))])
    }

    /// What would change the result, and how the judges marked.
    fileprivate func robustness(cut: Int?) throws -> [(key: String, value: Field)] {
        let entries = tally.lines.map { Tally.Entry(code: $0.entry, group: $0.group) }
        let report = try RobustnessReport(of: marks, entries: entries, rules: rules, cut: cut)
        return [
            (
                "robustness",
                .object([
                    ("cut", .number(cut)),
                    ("crossings", .records(report.crossings.map(\.fields))),
                ])
            ),
            (
                "judges",
                .records(
                    report.judges.map { judge in
                        [
                            ("judge", .text(judge.judge)), ("sheets", .number(judge.sheets)),
                            ("severity", .text(judge.severity)), ("agreement", .text(judge.agreement)),
                        ]
                    })
            ),
            ("severities_comparable", .flag(report.isConnected)),
            (
                "concordance",
                report.concordance.map { concordance in
                    .object([
                        ("w", .text(concordance.w)), ("judges", .number(concordance.judges)),
                        ("entries", .number(concordance.entries)),
                    ])
                } ?? .text(nil)
            ),
            ("concordance_gap", .text(report.gap?.rawValue)),
            ("concordance_note", .text(report.gap?.text.vi)),
        ]
    }
}

extension RobustnessReport {
    fileprivate var gap: Concordance.Gap? { if case .failure(let gap) = agreement { gap } else { nil } }
}

extension RobustnessReport.Crossing {
    fileprivate var fields: [(key: String, value: Field)] {
        let judge: String? = if case .withoutJudge(let id) = scenario { id } else { nil }
        return [
            ("entry", .text(entry)), ("scenario", .text(scenario.id)), ("judge", .text(judge)),
            ("line", .text(line.rawValue)), ("becomes", .text(comesIn ? "in" : "out")),
            ("total", .text(total?.description)), ("scenario_total", .text(scenarioTotal)),
        ]
    }
}

/// A line of the tally as the interface page has it.
struct TallyLine: Listed {
    let round: String
    let line: Tally.Line

    static func lines(of tally: Tally, round: String) -> [TallyLine] {
        tally.lines.map { TallyLine(round: round, line: $0) }
    }

    static let columns: [Column<TallyLine>] = [
        Column("round", "Kỳ", "Round", { $0.round }),
        Column("entry", "Mã số", "Entry", { $0.line.entry }),
        Column("total", "Điểm", "Total", { $0.line.total?.description }),
        Column("shown", "Hiển thị", "Shown", { $0.line.shown }),
        Column("rank", "Hạng", "Rank", { .number($0.line.rank) }),
        Column("eligible", "Đủ điều kiện", "Eligible", { .flag($0.line.eligible) }),
        Column("judges", "Giám khảo", "Judges", { .number($0.line.judges) }),
        Column("reason", "Lý do", "Reason", { $0.line.reason?.rawValue }),
    ]
}

/// A criterion's value of one entry, before weights.
struct TallyDetail: Listed {
    let round: String
    let detail: Tally.Detail

    static func lines(of tally: Tally, round: String) -> [TallyDetail] {
        tally.details.map { TallyDetail(round: round, detail: $0) }
    }

    static let columns: [Column<TallyDetail>] = [
        Column("round", "Kỳ", "Round", { $0.round }),
        Column("entry", "Mã số", "Entry", { $0.detail.entry }),
        Column("criterion", "Tiêu chí", "Criterion", { $0.detail.criterion }),
        Column("panel", "Điểm của Ban Giám khảo", "Panel", { $0.detail.panel?.description }),
    ]
}
