import ArgumentParser
import Registry
import RuralIndustry

extension RoundCommand {
    struct Correct: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "correct",
            abstract: "Sửa kết quả đã chốt bằng một văn bản: cho xem mọi khác biệt, giữ nguyên bản cũ.",
            discussion: """
                Kết quả đã sửa là một bản mới; bản cũ vẫn đọc được (tally --version, bundle export --version). Danh hiệu và giấy \
                chứng nhận không tự thay đổi: cột follows cho biết việc cơ quan quyết định cần xem xét.
                """)
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: ListOutputOptions
        @OptionGroup var dryRun: DryRunOption
        @OptionGroup var confirmation: ConfirmOption
        @OptionGroup var sheet: SheetOption
        @Argument(help: "Số của kỳ bình chọn.") var id: Int64
        @Argument(
            help:
                "Tệp điểm sửa: entry, judge, criterion, score, absence, stage, action (replace, exclude, add), reason."
        )
        var file: String
        @Option(help: "Lý do sửa.") var because: String
        @Option(help: "Số văn bản.") var number: String
        @Option(help: "Ngày văn bản.") var date: Day
        @Option(help: "Số của khiếu nại dẫn đến việc sửa.") var complaint: Int64?
        @Option(help: "Mầm bốc thăm (mặc định: mầm khi chốt).") var seed: String?

        func run() async throws {
            let read = try RecordFile<CorrectionColumn>.read(path: file, sheet: sheet.sheet)
            let rows = try read.parsed { (row, notation) throws(Refusal) in
                try MarkCorrection(row.fields, notation, row: row.line)
            }.map(\.value)
            let act = CorrectionAct(
                number: number, correctedOn: date, because: because, complaint: complaint, seed: seed)
            try await global.withRegistry { registry, place in
                func correct(after shown: CorrectionReport? = nil, dryRun: Bool) async throws
                    -> CorrectionReport
                {
                    do {
                        return try await registry.correctRound(
                            id, act: act, corrections: rows, base: shown?.base, shown: shown?.digest,
                            as: place.viewer, today: place.today, dryRun: dryRun)
                    } catch let refusal as Refusal {
                        throw refusal.at(read.place)
                    }
                }
                // what would change is always looked at first: on a terminal by whoever confirms it
                let shown = try await correct(dryRun: true)
                let isAsked = !dryRun.dryRun && !confirmation.yes && Console().inputIsTerminal
                if isAsked { try output.printer(place).list(DifferenceLine.lines(of: shown)) }
                guard !dryRun.dryRun else {
                    return try output.printer(place).list(DifferenceLine.lines(of: shown))
                }
                try confirmation.confirm(
                    Bilingual(
                        vi: "Sửa kết quả kỳ bình chọn \(id) như trên, thành bản \(shown.base + 1)?",
                        en: "Correct the result of round \(id) as shown, into version \(shown.base + 1)?"),
                    place)
                let made = try await correct(after: shown, dryRun: false)
                if !isAsked { try output.printer(place).list(DifferenceLine.lines(of: made)) }
                for line in made.lines {
                    guard line.difference.consequence == .awardWithdrawn, let certificate = line.certificate
                    else {
                        continue
                    }
                    Console().note(
                        Bilingual(
                            vi:
                                "lưu ý: giấy chứng nhận \(certificate) vẫn còn hiệu lực; chỉ thu hồi bằng văn bản của cơ quan quyết định (cnnt certificate revoke)",
                            en:
                                "note: certificate \(certificate) is still live; only an act of the authority revokes it (cnnt certificate revoke)"
                        ).text(in: place.language))
                }
            }
        }
    }

    struct Versions: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "versions",
            abstract: "Các bản của một kết quả: bản khi chốt và các bản đã sửa.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: ListOutputOptions
        @Argument(help: "Số của kỳ bình chọn.") var id: Int64

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).list(
                    try await registry.resultVersions(ofRound: id, as: place.viewer))
            }
        }
    }
}

/// What a correction changes for one entry.
private struct DifferenceLine: Listed {
    let line: CorrectionReport.Line

    private var difference: ResultDifference { line.difference }

    static func lines(of report: CorrectionReport) -> [DifferenceLine] {
        report.lines.map(DifferenceLine.init)
    }

    static let columns: [Column<DifferenceLine>] = [
        Column("entry", "Mã số", "Entry", { $0.difference.entry }),
        Column("total_before", "Điểm trước", "Total before", { $0.difference.before.total?.description }),
        Column("total_after", "Điểm sau", "Total after", { $0.difference.after.total?.description }),
        Column("rank_before", "Hạng trước", "Rank before", { .number($0.difference.before.rank) }),
        Column("rank_after", "Hạng sau", "Rank after", { .number($0.difference.after.rank) }),
        Column(
            "eligible_before", "Đủ điều kiện trước", "Eligible before",
            { .flag($0.difference.before.eligible) }),
        Column(
            "eligible_after", "Đủ điều kiện sau", "Eligible after", { .flag($0.difference.after.eligible) }),
        Column("changed", "Thay đổi", "Changed", { .flag($0.difference.isChanged) }),
        Column("recognised", "Đã công nhận", "Recognised", { .flag($0.difference.isRecognised) }),
        Column("certificate", "Giấy chứng nhận", "Certificate", { $0.line.certificate }),
        Column("follows", "Cần xem xét", "Follows", { $0.difference.consequence?.rawValue }),
        Column(
            "note", "Ghi chú", "Note",
            { $0.difference.consequence.map { .bilingual($0.name) } ?? .text(nil) }),
    ]
}

extension ResultVersionRecord: Listed {
    static let columns: [Column<ResultVersionRecord>] = [
        Column("version", "Bản", "Version", { .number($0.version) }),
        Column("live", "Có hiệu lực", "Live", { .flag($0.isLive) }),
        Column("made_on", "Ngày", "Made on", { $0.madeOn.iso }),
        Column("number", "Số văn bản", "Number", { $0.number }),
        Column("reason", "Lý do", "Reason", { $0.reason }),
        Column("complaint", "Khiếu nại", "Complaint", { $0.complaintID.map { String($0) } }),
        Column("corrections", "Điểm đã sửa", "Corrections", { .number($0.corrections) }),
        Column("lines_sha256", "Mã băm", "SHA-256", { $0.linesSHA256 }),
    ]
}
