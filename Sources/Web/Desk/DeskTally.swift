import Registry
import RuralIndustry

/// The result as it is, or would be now, and how firmly it stands.
struct TallyPage {
    let page: DeskPage

    init(_ desk: DeskRound) async throws {
        let cut = desk.asked("cut").flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
        let version = desk.asked("version").flatMap { Int($0) }
        let result = try await desk.registry.tally(ofRound: desk.id, version: version, as: desk.viewer)
        let isProvisional = desk.round.state == .judging
        var page = desk.page(Bilingual(vi: "Tổng hợp điểm", en: "Tally"))
        page.lead = [
            isProvisional
                ? Bilingual(
                    vi: "Tạm tính từ các phiếu đã nộp; chưa phải kết quả.",
                    en: "Provisional, from the sheets handed in so far; not the result.")
                : version.map {
                    Bilingual(vi: "Bản \($0) của kết quả.", en: "Version \($0) of the result.")
                } ?? Bilingual(vi: "Kết quả đang có hiệu lực.", en: "The result that counts.")
        ]
        page.facts = [
            .init(
                "Điểm đã nộp / được tính", "Marks submitted / counted",
                "\(result.tally.marksSubmitted.grouped) / \(result.tally.marksCounted.grouped)")
        ]
        page.tables = [TallyTable(result).table]
        let entries = result.tally.lines.map { Tally.Entry(code: $0.entry, group: $0.group) }
        let report = try RobustnessReport(of: result.marks, entries: entries, rules: result.rules, cut: cut)
        page.tables += RobustnessTables(report).tables
        page.actions = [5, 10, 20].map {
            .init(
                "\(desk.address)/tally?cut=\($0)", "Độ vững nếu công nhận \($0)", "Robustness, cut at \($0)")
        }
        self.page = page
    }
}

/// Advisory figures, which are never part of a result.
struct RobustnessTables {
    let tables: [DeskPage.Table]

    init(_ report: RobustnessReport) {
        let agreement: Bilingual =
            switch report.agreement {
            case .success(let concordance):
                Bilingual(
                    vi:
                        "Mức đồng thuận W = \(TallyTable.decimal(concordance.w)), \(concordance.judges) giám khảo, \(concordance.entries) sản phẩm",
                    en: "Concordance W = \(concordance.w)")
            case .failure(let gap): gap.text
            }
        tables = [
            .init(
                Bilingual(
                    vi: "Độ vững (tham khảo): sản phẩm đổi phía"
                        + (report.cut.map { ", ngưỡng \($0)" } ?? ""),
                    en: "Robustness (advisory): entries that would cross a line"),
                empty: Bilingual(
                    vi:
                        "Không sản phẩm nào đổi phía dù bỏ một giám khảo, cắt thêm điểm hay cân lại độ nghiêm.",
                    en: "None crosses, whichever judge is left out, trimmed or evened out."),
                [
                    Bilingual(vi: "Mã số", en: "Entry"), Bilingual(vi: "Nếu", en: "If"),
                    Bilingual(vi: "Thì", en: "Then"), Bilingual(vi: "Điểm khi đó", en: "Total then"),
                ],
                report.crossings.map { crossing in
                    [
                        .text(crossing.entry), .words(crossing.scenario.words),
                        .words(crossing.words), .text(crossing.scenarioTotal.map(TallyTable.decimal) ?? "–"),
                    ]
                }),
            .init(
                Bilingual(
                    vi: "Giám khảo (tham khảo). \(agreement.vi)", en: "Judges (advisory). \(agreement.en)"),
                empty: Bilingual(vi: "Chưa có phiếu nào được tính.", en: "No sheet counts yet."),
                [
                    Bilingual(vi: "Giám khảo", en: "Judge"), Bilingual(vi: "Phiếu", en: "Sheets"),
                    Bilingual(vi: "Rộng hơn người khác", en: "More generous by"),
                    Bilingual(vi: "Tương quan", en: "Agreement"),
                ],
                report.judges.map { judge in
                    [
                        .text(judge.judge), .text(String(judge.sheets)),
                        .text(judge.severity.map(TallyTable.decimal) ?? "–"),
                        .text(judge.agreement.map(TallyTable.decimal) ?? "–"),
                    ]
                }),
        ]
    }
}

extension RobustnessReport.Scenario {
    fileprivate var words: Bilingual {
        switch self {
        case .withoutJudge(let judge):
            Bilingual(vi: "không có giám khảo \(judge)", en: "without judge \(judge)")
        case .trimmed:
            Bilingual(vi: "bỏ thêm một điểm cao nhất, thấp nhất", en: "one more highest and lowest left out")
        case .severityAdjusted:
            Bilingual(vi: "cân lại độ nghiêm của giám khảo", en: "judges' severity evened out")
        }
    }
}

extension RobustnessReport.Crossing {
    fileprivate var words: Bilingual {
        switch (line, comesIn) {
        case (.threshold, true): Bilingual(vi: "đủ điều kiện", en: "becomes eligible")
        case (.threshold, false): Bilingual(vi: "không đủ điều kiện", en: "is not eligible")
        case (.cut, true): Bilingual(vi: "vào danh sách", en: "comes in")
        case (.cut, false): Bilingual(vi: "ra khỏi danh sách", en: "drops out")
        }
    }
}
