import ArgumentParser
import FoundationEssentials
import Registry
import RuralIndustry

/// Which sheet of which round.
struct SheetArguments: ParsableArguments {
    @Argument(help: "Số của kỳ bình chọn.") var round: Int64
    @Argument(help: "Mã số sản phẩm trên phiếu.") var entry: String
    @Argument(help: "Mã giám khảo.") var judge: String
}

struct StageOption: ParsableArguments {
    @Option(help: "Vòng (mặc định: vòng quyết định kết quả).") var stage: String?
}

extension ScoreCommand {
    struct Sheet: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "sheet", abstract: "Một phiếu chấm điểm (one score sheet).",
            subcommands: [Show.self, Dossier.self])

        struct Show: AsyncParsableCommand {
            static let configuration = CommandConfiguration(
                commandName: "show",
                abstract: "Xem một phiếu: điểm, nhận xét, còn thiếu gì. Giám khảo chỉ xem phiếu của mình.")
            @OptionGroup var global: GlobalOptions
            @OptionGroup var output: OutputOptions
            @OptionGroup var stage: StageOption
            @OptionGroup var sheet: SheetArguments

            func run() async throws {
                try await global.withRegistry { registry, place in
                    try output.printer(place).single(
                        try await registry.sheet(
                            round: sheet.round, entry: sheet.entry, judge: sheet.judge, stage: stage.stage,
                            as: place.viewer))
                }
            }
        }
    }

    struct Save: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "save",
            abstract:
                "Ghi vào phiếu chưa nộp: một phiếu bằng --mark, hoặc nhiều phiếu từ tệp điểm. Chưa tính điểm."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: ListOutputOptions
        @OptionGroup var dryRun: DryRunOption
        @OptionGroup var stage: StageOption
        @Argument(help: "Số của kỳ bình chọn.") var round: Int64
        @Argument(help: "Mã số sản phẩm trên phiếu.") var entry: String?
        @Argument(help: "Mã giám khảo.") var judge: String?
        @Option(help: "Tệp điểm CSV hoặc XLSX, thay cho --mark.") var file: String?
        @OptionGroup var sheet: SheetOption
        @Option(
            parsing: .upToNextOption,
            help: "Tiêu chí=điểm, hoặc tiêu chí=lý do không có điểm; ví dụ market=35.5 culture=absent.")
        var mark: [String] = []
        @Option(parsing: .upToNextOption, help: "Tiêu chí=ghi chú.") var remark: [String] = []
        @Option(help: "Nhận xét chung.") var comment: String?

        func validate() throws {
            let names = [entry, judge].compactMap(\.self).count
            let isWritten = !mark.isEmpty || !remark.isEmpty || comment != nil
            if file != nil ? (names != 0 || isWritten) : (names != 2 || !isWritten) {
                throw ValidationError(
                    "Ghi ENTRY JUDGE cùng --mark, --remark hoặc --comment, hoặc chỉ --file (name one sheet and what to write, or a file)."
                )
            }
        }

        func run() async throws {
            let (contents, filePlace) = try contents()
            try await global.withRegistry { registry, place in
                do {
                    try output.printer(place).list(
                        try await registry.saveSheets(
                            round: round, contents, stage: stage.stage, as: place.viewer,
                            dryRun: dryRun.dryRun
                        ).map(SheetLine.init))
                } catch let refusal as Refusal {
                    throw refusal.at(filePlace)
                }
            }
        }

        private func contents() throws -> (contents: [SheetName: SheetContent], place: Place) {
            if let file { return try fileContents(file) }
            var content = SheetContent(comment: try comment.map { try Text.lines($0) })
            for (leaf, text) in try mark.map(Self.pair) {
                content.marks[leaf] = try Mark.Content(text.replacing(",", with: "."))
            }
            for (leaf, text) in try remark.map(Self.pair) {
                content.remarks[leaf] = try Text.nonEmptyLine(text)
            }
            return ([SheetName(entry: entry ?? "", judge: judge ?? ""): content], Place())
        }

        private func fileContents(_ path: String) throws -> (
            contents: [SheetName: SheetContent], place: Place
        ) {
            let (rows, place) = try ScoreFile.read(path, sheet: sheet.sheet)
            var contents: [SheetName: SheetContent] = [:]
            var violations: [Violation] = []
            for row in rows {
                let mark = row.mark
                let name = SheetName(entry: mark.entry, judge: mark.judge)
                if let said = mark.stage, said != stage.stage {
                    violations.append(
                        Violation(
                            "other-stage",
                            vi: "dòng này ghi vòng \(Text.quoted(said)); hãy ghi --stage như vậy",
                            en: "this row says stage \(Text.quoted(said)); name it with --stage",
                            at: Place(row: mark.row, column: "stage")))
                } else if let said = row.round, said != String(round) {
                    violations.append(
                        Violation(
                            "other-round",
                            vi: "dòng này ghi kỳ bình chọn \(Text.quoted(said)), không phải \(round)",
                            en: "this row says round \(Text.quoted(said)), not \(round)",
                            at: Place(row: mark.row, column: "round")))
                } else if contents[name]?.marks[mark.criterion] != nil {
                    violations.append(
                        Violation(
                            "mark-twice", vi: "“\(mark.criterion)” của phiếu này đã có ở dòng trên",
                            en: "“\(mark.criterion)” of this sheet is in a row above",
                            at: Place(row: mark.row)))
                } else {
                    contents[name, default: SheetContent()].marks[mark.criterion] = mark.content
                }
            }
            try Refusal.throwIfAny(violations.map { $0.at(place) })
            return (contents, place)
        }

        private static func pair(_ text: String) throws -> (leaf: String, text: String) {
            let parts = text.split(separator: "=", maxSplits: 1)
            guard parts.count == 2 else {
                throw Violation(
                    "mark-pair", vi: "\(Text.quoted(text)) phải có dạng tiêu chí=giá trị",
                    en: "\(Text.quoted(text)) must be written criterion=value")
            }
            return (String(parts[0]), String(parts[1]))
        }
    }

    struct Submit: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "submit",
            abstract: "Nộp phiếu: điểm có hiệu lực từ đây; phiếu còn thiếu điểm thì không nộp được.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var stage: StageOption
        @OptionGroup var sheet: SheetArguments

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).single(
                    try await registry.submitSheet(
                        round: sheet.round, entry: sheet.entry, judge: sheet.judge, stage: stage.stage,
                        as: place.viewer))
            }
        }
    }

    struct Reopen: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "reopen",
            abstract: "Mở lại phiếu đã nộp (Trưởng Ban Giám khảo), nêu lý do; lần nộp cũ vẫn được giữ.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var stage: StageOption
        @OptionGroup var sheet: SheetArguments
        @Option(help: "Lý do.") var because: String

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).single(
                    try await registry.reopenSheet(
                        round: sheet.round, entry: sheet.entry, judge: sheet.judge, stage: stage.stage,
                        because: because, as: place.viewer))
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Mọi phiếu phải có và tình trạng từng phiếu: còn thiếu phiếu nào, điểm nào.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: ListOutputOptions
        @OptionGroup var stage: StageOption
        @Argument(help: "Số của kỳ bình chọn.") var round: Int64
        @Option(help: "Chỉ các phiếu ở tình trạng này: missing, draft, submitted, reopened.") var state:
            SheetState?

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).list(
                    try await registry.sheets(ofRound: round, stage: stage.stage, as: place.viewer)
                        .filter { state == nil || $0.state == state }.map(SheetLine.init))
            }
        }
    }

    struct History: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "history",
            abstract: "Mọi lần nộp và mở lại của một phiếu: ai, lúc nào, vì sao, những điểm nào.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: ListOutputOptions
        @OptionGroup var stage: StageOption
        @OptionGroup var sheet: SheetArguments

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).list(
                    try await registry.sheetHistory(
                        round: sheet.round, entry: sheet.entry, judge: sheet.judge, stage: stage.stage,
                        as: place.viewer))
            }
        }
    }
}

extension SheetRecord: Listed {
    static let columns: [Column<SheetRecord>] = [
        Column("round", "Kỳ", "Round", { String($0.round) }),
        Column("stage", "Vòng", "Stage", { $0.stage }),
        Column("entry", "Mã số", "Entry", { $0.entry }),
        Column("judging_name", "Tên khi chấm", "Judging name", { $0.judgingName }),
        Column("judge", "Giám khảo", "Judge", { $0.judge }),
        Column("code", "Mã phiếu", "Sheet code", { $0.code }),
        Column("state", "Tình trạng", "State", { $0.state.rawValue }),
        Column("version", "Lần nộp", "Version", { .number($0.version) }),
        Column(
            "marks", "Điểm", "Marks",
            { sheet in
                .records(
                    sheet.lines.map { line in
                        [
                            ("criterion", .text(line.leaf.id)), ("name", .text(line.leaf.name)),
                            ("max", .text(line.leaf.max.description)), ("score", .text(line.mark?.score)),
                            ("absence", .text(line.mark?.reason)), ("remark", .text(line.remark)),
                        ]
                    })
            }),
        Column("lacking", "Còn thiếu", "Lacking", { .list($0.lacking) }),
        Column("comment", "Nhận xét", "Comment", { $0.comment }),
    ]
}

/// A sheet in a list.
struct SheetLine: Listed {
    let sheet: SheetRecord

    static let columns: [Column<SheetLine>] = [
        Column("entry", "Mã số", "Entry", { $0.sheet.entry }),
        Column("judge", "Giám khảo", "Judge", { $0.sheet.judge }),
        Column("stage", "Vòng", "Stage", { $0.sheet.stage }),
        Column("state", "Tình trạng", "State", { $0.sheet.state.rawValue }),
        Column("version", "Lần nộp", "Version", { .number($0.sheet.version) }),
        Column("marks", "Đã có", "Marks", { .number($0.sheet.lines.count - $0.sheet.lacking.count) }),
        Column("lacking", "Còn thiếu", "Lacking", { .list($0.sheet.lacking) }),
        Column("code", "Mã phiếu", "Sheet code", { $0.sheet.code }),
    ]
}

extension SheetEvent: Listed {
    static let columns: [Column<SheetEvent>] = [
        Column("version", "Lần", "Version", { .number($0.version) }),
        Column("event", "Việc", "Event", { $0.kind.rawValue }),
        Column("at", "Lúc", "At", { $0.at.iso }),
        Column("actor", "Người", "Actor", { $0.actor }),
        Column("source", "Nguồn", "Source", { $0.source }),
        Column("superseded", "Đã thay", "Superseded", { .flag($0.isSuperseded) }),
        Column("marks", "Điểm", "Marks", { .list($0.marks.map { "\($0.leaf)=\($0.content.text)" }) }),
        Column("reason", "Lý do", "Reason", { $0.reason }),
        Column("comment", "Nhận xét", "Comment", { $0.comment }),
    ]
}

extension Mark.Content {
    fileprivate var score: String? {
        if case .value(let value) = self { value.description } else { nil }
    }

    fileprivate var reason: String? {
        if case .none(let absence) = self { absence.rawValue } else { nil }
    }
}
