import ArgumentParser
import Registry
import RuralIndustry

extension RoundCommand.Decide {
    /// Shows what an amending decision changes, asks, and records it.
    func amend(
        by act: DecisionAct, because reason: String, rows: [DecisionRow], from file: Place
    ) async throws {
        try await global.withRegistry { registry, workplace in
            func record(after seen: AmendmentReport? = nil, dryRun: Bool) async throws -> AmendmentReport {
                do {
                    return try await registry.amendDecision(
                        ofRound: id, act: act, because: reason, rows: rows, base: seen?.amends,
                        shown: seen?.digest ?? shown, as: workplace.viewer, today: workplace.today,
                        dryRun: dryRun)
                } catch let refusal as Refusal {
                    throw refusal.at(file)
                }
            }
            // what would change is always looked at first: on a terminal by whoever confirms it
            let seen = try await record(dryRun: true)
            for warning in seen.warnings {
                Console().note(ErrorReport.warning(warning, in: workplace.language))
            }
            if dryRun.dryRun {
                return try output.printer(workplace).list(
                    seen.lines.map { AmendmentPreview(line: $0, digest: seen.digest) })
            }
            let isAsked = !confirmation.yes && Console().inputIsTerminal
            if isAsked { try list(seen, workplace) }
            try confirmation.confirm(
                Bilingual(
                    vi: "Ghi quyết định \(act.number) sửa đổi quyết định \(seen.amends) như trên?",
                    en: "Record decision \(act.number), which amends decision \(seen.amends) as shown?"),
                workplace)
            let made = try await record(after: seen, dryRun: false)
            if !isAsked { try list(made, workplace) }
        }
    }

    private func list(_ report: AmendmentReport, _ workplace: Workplace) throws {
        try output.printer(workplace).list(report.lines)
    }
}

extension RoundCommand {
    struct Decisions: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "decisions",
            abstract:
                "Các quyết định của kỳ bình chọn: quyết định nào ghi gì về sản phẩm nào, dòng nào đang có hiệu lực."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: ListOutputOptions
        @Argument(help: "Số của kỳ bình chọn.") var id: Int64
        @Flag(help: "Chỉ những dòng đang có hiệu lực.") var standing = false

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).list(
                    try await registry.decisionLines(ofRound: id, as: place.viewer).filter {
                        !standing || $0.isStanding
                    })
            }
        }
    }
}

extension AmendmentReport.Line: Listed {
    static let columns: [Column<AmendmentReport.Line>] = [
        Column("entry", "Mã số", "Entry", { $0.change.entry }),
        Column("product", "Sản phẩm", "Product", { $0.productName }),
        Column("before", "Trước", "Before", { .bilingual($0.change.before.outcome) }),
        Column("after", "Sau", "After", { .bilingual($0.change.after.outcome) }),
        Column("reason", "Lý do", "Reason", { $0.reason }),
        Column("revoked", "Giấy chứng nhận bị thu hồi", "Certificate revoked", { $0.revoked }),
    ]
}

/// What `--dry-run` prints: the same, with what `--shown` takes.
private struct AmendmentPreview: Listed {
    let line: AmendmentReport.Line
    let digest: String

    static let columns: [Column<AmendmentPreview>] =
        AmendmentReport.Line.columns.map { column in
            Column(column.key, column.heading.vi, column.heading.en, kind: column.kind) {
                column.value($0.line)
            }
        } + [Column("digest", "Mã của bản xem trước", "Digest", { $0.digest })]
}

extension DecisionLineRecord: Listed {
    static let columns: [Column<DecisionLineRecord>] = [
        Column("number", "Quyết định", "Decision", { $0.number }),
        Column("decided_on", "Ngày", "Date", kind: .day, { .text($0.decidedOn.iso) }),
        Column("entry", "Mã số", "Entry", { $0.entry }),
        Column("product", "Sản phẩm", "Product", { $0.productName }),
        Column("recognised", "Công nhận", "Recognised", { .flag($0.isRecognised) }),
        Column("set_name", "Bộ sản phẩm", "Set", { $0.setName }),
        Column("class", "Hạng", "Class", { $0.awardClass }),
        Column("reason", "Lý do", "Reason", { $0.reason }),
        Column("standing", "Đang có hiệu lực", "Standing", { .flag($0.isStanding) }),
        Column("amends_because", "Lý do sửa đổi", "Amends because", { $0.amendmentReason }),
        Column("authority", "Cơ quan quyết định", "Authority", { $0.authority }),
    ]
}
