import Registry
import RuralIndustry

/// A tally as a page shows it.
struct TallyTable {
    let result: RoundTally

    init(_ result: RoundTally) { self.result = result }

    var table: DeskPage.Table {
        let threshold = result.rules.scoring.eligibleAtLeast
        return DeskPage.Table(
            Bilingual(vi: "Kết quả", en: "Result"),
            empty: Bilingual(vi: "Chưa có điểm.", en: "No marks yet."),
            [
                Bilingual(vi: "Hạng", en: "Rank"), Bilingual(vi: "Mã số", en: "Entry"),
                Bilingual(vi: "Điểm", en: "Total"), Bilingual(vi: "Đủ điều kiện", en: "Eligible"),
                Bilingual(vi: "Giám khảo", en: "Judges"), Bilingual(vi: "Ghi chú", en: "Note"),
            ],
            result.tally.lines.map { line in
                [
                    .text(line.rank.map(String.init) ?? "–"), .text(line.entry),
                    .text(line.shown.map(Self.decimal) ?? "–"),
                    .words(
                        line.eligible.map {
                            $0 ? Bilingual(vi: "đủ", en: "yes") : Bilingual(vi: "không", en: "no")
                        } ?? Bilingual(vi: "–", en: "")), .text(String(line.judges)),
                    .words(
                        line.reason?.words
                            ?? line.shortfall(below: threshold).map {
                                Bilingual(vi: "điểm chính xác \($0)", en: "exactly \($0)")
                            } ?? Bilingual(vi: "", en: "")),
                ]
            })
    }

    /// `84.25` as it is written here.
    static func decimal(_ text: String) -> String { text.replacing(".", with: ",") }
}

extension Tally.Reason {
    var words: Bilingual {
        switch self {
        case .tooFewMarks: Bilingual(vi: "không đủ điểm", en: "too few marks")
        case .belowQuorum: Bilingual(vi: "không đủ số giám khảo", en: "below the quorum of judges")
        case .notInFinalStage: Bilingual(vi: "không vào vòng cuối", en: "not in the final stage")
        }
    }
}
