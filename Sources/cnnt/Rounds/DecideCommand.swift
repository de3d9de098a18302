import ArgumentParser
import Registry
import RuralIndustry

extension RoundCommand {
    struct Decide: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "decide",
            abstract: "Ghi quyết định công nhận và trao danh hiệu; --amend: quyết định sửa đổi.",
            discussion: """
                Với --amend: sửa đổi, bổ sung hoặc huỷ bỏ một phần quyết định đã có. Tệp chỉ ghi những sản phẩm thay đổi (của một \
                bộ thì ghi cả bộ). Quyết định cũ vẫn đọc được (round decisions); danh hiệu bị huỷ thì giấy chứng nhận của nó bị \
                thu hồi bằng chính quyết định này. --dry-run cho xem khác biệt.

                Trên màn hình, trước khi hỏi có ghi không, chương trình cho xem quyết định và danh sách sẽ ghi; trong lúc đó nếu có \
                người sửa kết quả hoặc tên thì từ chối, chưa ghi gì. Trong script: --dry-run in mã của bản xem trước (digest), \
                --shown MÃ chỉ ghi nếu bản ấy vẫn đúng.
                """)
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var dryRun: DryRunOption
        @OptionGroup var confirmation: ConfirmOption
        @Argument(help: "Số của kỳ bình chọn.") var id: Int64
        @Option(help: "Số quyết định, ví dụ 1234/QĐ-UBND.") var number: String
        @Option(help: "Ngày quyết định.") var date: Day
        @Option(help: "Danh sách kèm quyết định (CSV hoặc XLSX).") var file: String
        @Flag(name: .customLong("amend"), help: "Quyết định sửa đổi: tệp chỉ ghi những sản phẩm thay đổi.")
        var isAmending = false
        @Option(help: "Lý do sửa đổi (với --amend).") var because: String?
        @OptionGroup var sheet: SheetOption
        @Option(help: "Cơ quan quyết định (mặc định: theo cấp, bằng tên của ngày đó).") var authority: String?
        @Option(help: "Nơi ký.") var place: String?
        @Option(help: "Quyền hạn ký: TM., KT., TL. hoặc TUQ.") var capacity: SigningCapacity?
        @Option(name: .customLong("signatory-title"), help: "Chức vụ người ký.") var signatoryTitle: String?
        @Option(name: .customLong("signatory"), help: "Họ tên người ký.") var signatory: String?
        @Option(help: "Chỉ ghi nếu vẫn đúng bản xem trước có mã này (digest của --dry-run).") var shown:
            String?

        func validate() throws {
            if isAmending != (because != nil) {
                throw ValidationError(
                    "--amend cần --because, và ngược lại (--amend and --because go together).")
            }
        }

        func run() async throws {
            let read = try RecordFile<DecisionColumn>.read(path: file, sheet: sheet.sheet)
            let rows = try read.parsed { (row, notation) throws(Refusal) in
                try DecisionRow(row.fields, notation, row: row.line)
            }.map(\.value)
            let act = DecisionAct(
                number: number, decidedOn: date, authority: authority, place: place, capacity: capacity,
                signatoryTitle: signatoryTitle, signatoryName: signatory)
            if let because {
                return try await amend(by: act, because: because, rows: rows, from: read.place)
            }
            try await global.withRegistry { registry, workplace in
                func decide(_ shown: String?, dryRun: Bool) async throws -> DecisionReport {
                    try await registry.decideRound(
                        id, act: act, rows: rows, shown: shown, as: workplace.viewer, dryRun: dryRun)
                }
                if dryRun.dryRun {
                    let seen = try await decide(shown, dryRun: true)
                    warn(of: seen, workplace)
                    if Console().errorIsTerminal { show(seen, workplace) }
                    return try output.printer(workplace).single(DecisionPreview(report: seen))
                }
                // on a terminal whoever confirms it looks at all of it first, and that is what is recorded
                let isAsked = !confirmation.yes && Console().inputIsTerminal
                let seen = isAsked ? try await decide(shown, dryRun: true) : nil
                if let seen {
                    warn(of: seen, workplace)
                    show(seen, workplace)
                }
                try confirmation.confirm(
                    Bilingual(
                        vi:
                            "Ghi quyết định \(number) cho kỳ bình chọn \(id) như trên? Quyết định không sửa được.",
                        en: "Record decision \(number) for round \(id) as shown? It cannot be changed."),
                    workplace)
                let made = try await decide(seen?.digest ?? shown, dryRun: false)
                if !isAsked { warn(of: made, workplace) }
                try output.printer(workplace).single(made)
            }
        }

        private func warn(of report: DecisionReport, _ workplace: Workplace) {
            for warning in report.warnings {
                Console().note(ErrorReport.warning(warning, in: workplace.language))
            }
        }

        /// The act and its list, for whoever is to confirm them.
        private func show(_ report: DecisionReport, _ workplace: Workplace) {
            let console = Console()
            let act = report.act
            let language = workplace.language
            let signatory = [act.capacity, act.signatoryTitle, act.signatoryName].filter { !$0.isEmpty }
                .joined(separator: " ")
            for fact in [
                Bilingual(
                    vi: "Quyết định \(act.number), ngày \(act.decidedOn.vietnamese): \(act.authority)",
                    en: "Decision \(act.number) of \(act.decidedOn.iso): \(act.authority)"),
                Bilingual(
                    vi: "Nơi ký: \(act.place); người ký: \(signatory)", en: "At \(act.place), by \(signatory)"
                ),
                Bilingual(
                    vi:
                        "Công nhận \(report.recognised), trong đó \(report.sets) bộ; không công nhận \(report.unrecognised)",
                    en:
                        "Recognised: \(report.recognised), of which sets: \(report.sets); not recognised: \(report.unrecognised)"
                ), Bilingual(vi: "Mã của bản xem trước: \(report.digest)", en: "Digest: \(report.digest)"),
            ] { console.note(fact.text(in: language)) }
            let columns = DecisionReport.Line.columns
            let table = TextTable(
                headings: columns.map { $0.heading.text(in: language) },
                rows: report.lines.map { $0.fields(in: language).map(\.value.cell) },
                alignsRight: columns.map { _ in false })
            console.noteInPlace(table.text(width: console.errorWidth))
        }
    }
}

extension DecisionReport: Listed {
    static let columns: [Column<DecisionReport>] = [
        Column("recognised", "Công nhận", "Recognised", { .number($0.recognised) }),
        Column("sets", "Trong đó bộ sản phẩm", "Of which sets", { .number($0.sets) }),
        Column("unrecognised", "Không công nhận", "Not recognised", { .number($0.unrecognised) }),
    ]
}

/// What `--dry-run` prints: the same, with what `--shown` takes.
private struct DecisionPreview: Listed {
    let report: DecisionReport

    static let columns: [Column<DecisionPreview>] =
        DecisionReport.columns.map { column in
            Column(column.key, column.heading.vi, column.heading.en, kind: column.kind) {
                column.value($0.report)
            }
        } + [Column("digest", "Mã của bản xem trước", "Digest", { $0.report.digest })]
}

extension DecisionReport.Line: Listed {
    static let columns: [Column<DecisionReport.Line>] = [
        Column("entry", "Mã số", "Entry", { $0.row.entry }),
        Column("product", "Sản phẩm", "Product", { $0.product }),
        Column("establishment", "Cơ sở", "Establishment", { $0.establishment }),
        Column("recognised", "Công nhận", "Recognised", { .flag($0.row.isRecognised) }),
        Column("set_name", "Bộ sản phẩm", "Set", { $0.row.setName }),
        Column("class", "Hạng", "Class", { $0.row.awardClass }),
        Column("reason", "Lý do", "Reason", { $0.row.reason }),
    ]
}
