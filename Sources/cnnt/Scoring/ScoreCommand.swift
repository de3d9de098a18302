import ArgumentParser
import Registry
import RuralIndustry

struct ScoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "score", abstract: "Điểm chấm (marks).",
        subcommands: [
            Import.self, List.self, Sheet.self, Save.self, Submit.self, Reopen.self, History.self,
            TypeIn.self,
            Differences.self, Settle.self, AcceptTyped.self,
        ])

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Nhập điểm từ tệp CSV hoặc XLSX: tất cả hoặc không có gì; điểm đã nhập không bị ghi đè."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var dryRun: DryRunOption
        @Argument(help: "Số của kỳ bình chọn.") var round: Int64
        @OptionGroup var sheet: SheetOption
        @Argument(help: "Tệp CSV hoặc XLSX.") var file: String

        func run() async throws {
            let (rows, filePlace) = try ScoreFile.read(file, sheet: sheet.sheet)
            try await global.withRegistry { registry, place in
                do {
                    try output.printer(place).single(
                        try await registry.importMarks(
                            rows, round: round, as: place.viewer, dryRun: dryRun.dryRun))
                } catch let refusal as Refusal {
                    let violations = refusal.violations.map { $0.at(filePlace) }
                    throw Refusal(violations[0], Array(violations.dropFirst()))
                }
            }
        }
    }
}

enum ScoreFile {
    /// The rows, and the file and sheet that they are in.
    static func read(_ path: String, sheet: String? = nil) throws -> (rows: [ScoreRow], place: Place) {
        let file = try RecordFile<ScoreColumn>.read(path: path, sheet: sheet)
        let rows = try file.parsed { (row, notation) throws(Refusal) in
            try ScoreRow(row.fields, notation, row: row.line)
        }
        return (rows.map(\.value), file.place)
    }
}

extension MarkImportReport: Listed {
    static let columns: [Column<MarkImportReport>] = [
        Column("marks", "Điểm", "Marks", { .number($0.marks) }),
        Column("entries", "Sản phẩm", "Entries", { .number($0.entries) }),
        Column("judges", "Giám khảo", "Judges", { .number($0.judges) }),
    ]
}
