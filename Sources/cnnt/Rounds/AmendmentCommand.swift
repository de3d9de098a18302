import ArgumentParser
import Registry
import RuralIndustry

extension RoundCommand.Decide {
    /// Shows what an amending decision changes, asks, and records it.
    func amend(
        by act: DecisionAct, because reason: String, rows: [DecisionRow], from file: Place
    ) async throws {
        try await global.withRegistry { registry, workplace in
            func record(after shown: AmendmentReport? = nil, dryRun: Bool) async throws -> AmendmentReport {
                do {
                    return try await registry.amendDecision(
                        ofRound: id, act: act, because: reason, rows: rows, base: shown?.amends,
                        shown: shown?.digest, as: workplace.viewer, today: workplace.today, dryRun: dryRun)
                } catch let refusal as Refusal {
                    let violations = refusal.violations.map { $0.at(file) }
                    throw Refusal(violations[0], Array(violations.dropFirst()))
                }
            }
            // what would change is always looked at first: on a terminal by whoever confirms it
            let shown = try await record(dryRun: true)
            for warning in shown.warnings {
                Console().note(ErrorReport.warning(warning, in: workplace.language))
            }
            let isAsked = !dryRun.dryRun && !confirmation.yes && Console().inputIsTerminal
            if dryRun.dryRun || isAsked { try list(shown, workplace) }
            guard !dryRun.dryRun else { return }
            try confirmation.confirm(
                Bilingual(
                    vi: "Ghi quyết định \(act.number) sửa đổi quyết định \(shown.amends) như trên?",
                    en: "Record decision \(act.number), which amends decision \(shown.amends) as shown?"),
                workplace)
            let made = try await record(after: shown, dryRun: false)
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
