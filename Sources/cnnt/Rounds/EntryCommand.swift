import ArgumentParser
import Registry
import RuralIndustry

struct EntryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "entry", abstract: "Sản phẩm tham gia bình chọn (entries).",
        subcommands: [Import.self, List.self, Accept.self, Incomplete.self, Reject.self, Withdraw.self])

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "import",
            abstract: "Nhận hồ sơ từ tệp CSV hoặc XLSX: tất cả hoặc không có gì.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var dryRun: DryRunOption
        @OptionGroup var preview: PreviewOption
        @Argument(help: "Số của kỳ bình chọn.") var round: Int64
        @OptionGroup var sheet: SheetOption
        @Argument(help: "Tệp CSV hoặc XLSX.") var file: String

        func run() async throws {
            let records = try RecordFile<EntryColumn>.read(path: file, sheet: sheet.sheet)
            if preview.preview {
                return try await global.withRegistry { registry, place in
                    try output.printer(place).preview(
                        try await registry.previewEntries(
                            records, round: round, as: place.viewer, today: place.today))
                }
            }
            let drafts = try records.parsed { (row, notation) throws(Refusal) in
                try EntryDraft(row.fields, notation)
            }
            try await global.withRegistry { registry, place in
                try output.printer(place).list(
                    try await registry.importEntries(
                        drafts, round: round, as: place.viewer, today: place.today, dryRun: dryRun.dryRun))
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "Liệt kê hồ sơ của một kỳ bình chọn.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: ListOutputOptions
        @Argument(help: "Số của kỳ bình chọn.") var round: Int64

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).list(try await registry.entries(ofRound: round, as: place.viewer))
            }
        }
    }

    struct Accept: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "accept", abstract: "Chấp nhận hồ sơ để chấm điểm.")
        @OptionGroup var step: EntryStepOptions
        @Option(help: "Ghi chú.") var reason: String?

        func run() async throws { try await step.run(to: .accepted, because: reason) }
    }

    struct Incomplete: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "incomplete", abstract: "Ghi nhận hồ sơ cần bổ sung.")
        @OptionGroup var step: EntryStepOptions
        @Option(help: "Còn thiếu gì.") var reason: String

        func run() async throws { try await step.run(to: .incomplete, because: reason) }
    }

    struct Reject: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "reject", abstract: "Từ chối hồ sơ.")
        @OptionGroup var step: EntryStepOptions
        @Option(help: "Lý do.") var reason: String

        func run() async throws { try await step.run(to: .rejected, because: reason) }
    }

    struct Withdraw: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "withdraw", abstract: "Cơ sở rút hồ sơ.")
        @OptionGroup var step: EntryStepOptions
        @Option(help: "Lý do.") var reason: String

        func run() async throws { try await step.run(to: .withdrawn, because: reason) }
    }
}

/// Which entries of a round move.
struct EntryStepOptions: ParsableArguments {
    @OptionGroup var global: GlobalOptions
    @Argument(help: "Số của kỳ bình chọn.") var round: Int64
    @Argument(help: "Mã số bình chọn.") var codes: [String] = []
    @Flag(help: "Mọi hồ sơ đang chờ (all that wait).") var all = false

    func validate() throws {
        if codes.isEmpty != all {
            throw ValidationError("Ghi mã số bình chọn hoặc --all (give entry codes, or --all).")
        }
    }

    func run(to state: EntryState, because reason: String?) async throws {
        try await global.withRegistry { registry, place in
            var chosen = codes
            if all {
                chosen = try await registry.entries(ofRound: round, as: place.viewer)
                    .filter { $0.state == .received || $0.state == .incomplete }.map(\.code)
            }
            let moved = try await registry.moveEntries(
                round: round, codes: chosen, to: state, because: reason, as: place.viewer)
            Console().note(
                Bilingual(vi: "\(moved) hồ sơ: \(state.name.vi)", en: "\(moved) entries: \(state.name.en)")
                    .text(in: place.language))
            if state == .accepted {
                let dossiers = try await registry.dossiers(ofRound: round, entries: chosen, as: place.viewer)
                DossierWarnings(place).incomplete(dossiers)
            }
        }
    }
}

extension EntryRecord: Listed {
    static let columns: [Column<EntryRecord>] = [
        Column("entry_code", "Mã số", "Code", { $0.code }),
        Column("state", "Trạng thái", "State", { $0.state.rawValue }),
        Column("product_id", "Số sản phẩm", "Product id", { String($0.productID) }),
        Column("product", "Sản phẩm", "Product", { $0.productName }),
        Column("group", "Nhóm", "Group", { $0.group.rawValue }),
        Column("establishment_id", "Số cơ sở", "Establishment id", { String($0.establishmentID) }),
        Column("establishment", "Cơ sở", "Establishment", { $0.establishmentName }),
        Column("judging_name", "Tên khi chấm", "Judging name", { $0.judgingName }),
        Column("lower_certificate", "GCN cấp dưới", "Lower certificate", { $0.lowerCertificate }),
        Column("exception", "Ngoại lệ", "Exception", { $0.exception?.rawValue }),
        Column("filed_on", "Ngày nộp", "Filed on", { $0.filedOn.iso }),
        Column("state_reason", "Lý do", "Reason", { $0.stateReason }),
        Column("note", "Ghi chú", "Note", { $0.note }),
    ]
}
