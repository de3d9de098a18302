import ArgumentParser
import Registry
import RuralIndustry

extension ScoreCommand {
    struct TypeIn: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "type",
            abstract: "Gõ phiếu giấy vào, hai bản do hai người gõ độc lập; chưa tính điểm cho đến khi nhận.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var dryRun: DryRunOption
        @Argument(help: "Số của kỳ bình chọn.") var round: Int64
        @Argument(
            help:
                "Tệp CSV hoặc XLSX, các cột như tệp điểm; cột entry có thể là mã phiếu in trên phiếu (12/HG007/J3/7), khi đó bỏ trống judge."
        ) var file: String
        @OptionGroup var sheet: SheetOption
        @Option(help: "Bản thứ mấy: 1 hoặc 2.") var copy: Int

        func validate() throws {
            if !(1...2).contains(copy) { throw ValidationError("--copy là 1 hoặc 2 (1 or 2).") }
        }

        func run() async throws {
            let (rows, filePlace) = try ScoreFile.read(file, sheet: sheet.sheet, takesSheetCodes: true)
            try await global.withRegistry { registry, place in
                do {
                    try output.printer(place).single(
                        try await registry.typeMarks(
                            rows, copy: copy, round: round, as: place.viewer, dryRun: dryRun.dryRun))
                } catch let refusal as Refusal {
                    throw refusal.at(filePlace)
                }
            }
        }
    }

    struct Differences: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "differences",
            abstract: "Chỗ hai bản gõ khác nhau, mới gõ một bản, hoặc chưa gõ.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: ListOutputOptions
        @OptionGroup var stage: StageOption
        @Argument(help: "Số của kỳ bình chọn.") var round: Int64

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).list(
                    try await registry.typedDifferences(ofRound: round, stage: stage.stage, as: place.viewer))
            }
        }
    }

    struct Settle: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "settle",
            abstract: "Ghi điều phiếu giấy nói ở chỗ hai bản gõ khác nhau hoặc còn thiếu.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var stage: StageOption
        @OptionGroup var sheet: SheetArguments
        @Argument(help: "Tiêu chí.") var criterion: String
        @Option(help: "Điểm trên phiếu.") var value: String?
        @Option(help: "Lý do không có điểm: absent, recused, not-applicable, spoiled.") var absence: String?
        @Option(help: "Căn cứ.") var because: String

        func run() async throws {
            let content = try Mark.Content(
                score: (value ?? "").replacing(",", with: "."), absence: absence ?? "")
            try await global.withRegistry { registry, place in
                try await registry.settleTyped(
                    round: sheet.round, entry: sheet.entry, judge: sheet.judge, criterion: criterion, content,
                    stage: stage.stage, because: because, as: place.viewer)
            }
        }
    }

    struct AcceptTyped: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "accept-typed",
            abstract: "Nộp mọi phiếu giấy mà hai bản gõ đã thống nhất; phiếu còn chỗ khác nhau thì để lại.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var dryRun: DryRunOption
        @OptionGroup var stage: StageOption
        @Argument(help: "Số của kỳ bình chọn.") var round: Int64

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).single(
                    try await registry.acceptTyped(
                        round: round, stage: stage.stage, as: place.viewer, dryRun: dryRun.dryRun))
            }
        }
    }
}

extension TypingReport: Listed {
    static let columns: [Column<TypingReport>] = [
        Column("marks", "Điểm", "Marks", { .number($0.marks) }),
        Column("sheets", "Phiếu", "Sheets", { .number($0.sheets) }),
        Column("untyped", "Chưa gõ đủ hai bản", "Untyped", { .number($0.untyped) }),
    ]
}

extension TypedDifference: Listed {
    static let columns: [Column<TypedDifference>] = [
        Column("entry", "Mã số", "Entry", { $0.entry }),
        Column("judge", "Giám khảo", "Judge", { $0.judge }),
        Column("criterion", "Tiêu chí", "Criterion", { $0.criterion }),
        Column("finding", "Tình trạng", "Finding", { $0.word }),
        Column("first", "Bản 1", "Copy 1", { $0.values?.first.text }),
        Column("second", "Bản 2", "Copy 2", { $0.values?.second.text }),
    ]

    private var word: String {
        switch finding {
        case .differing: "differs"
        case .once(let copy): "only-copy-\(copy)"
        default: "untyped"
        }
    }
}

extension AcceptedSheets: Listed {
    static let columns: [Column<AcceptedSheets>] = [
        Column("accepted", "Đã nhận", "Accepted", { .number($0.accepted.count) }),
        Column("open", "Còn lại", "Open", { .list($0.open.map { "\($0.entry)/\($0.judge)" }) }),
    ]
}
