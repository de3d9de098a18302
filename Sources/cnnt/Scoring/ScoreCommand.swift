import ArgumentParser
import Registry
import RuralIndustry

struct ScoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "score", abstract: "Điểm chấm (marks).", subcommands: [Import.self])

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Nhập điểm từ tệp CSV: tất cả hoặc không có gì; điểm đã nhập không bị ghi đè.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var dryRun: DryRunOption
        @Argument(help: "Số của kỳ bình chọn.") var round: Int64
        @Argument(help: "Tệp CSV.") var file: String

        func run() async throws {
            let name = file.split(separator: "/").last.map(String.init) ?? file
            let rows = try ScoreFile.read(file)
            try await global.withRegistry { registry, place in
                do {
                    try output.printer(place).single(
                        try await registry.importMarks(
                            rows, round: round, as: place.viewer, dryRun: dryRun.dryRun))
                } catch let refusal as Refusal {
                    let violations = refusal.violations.map { $0.at(Place(file: name)) }
                    throw Refusal(violations[0], Array(violations.dropFirst()))
                }
            }
        }
    }
}

enum ScoreFile {
    static func read(_ path: String) throws -> [ScoreRow] {
        try RecordFile<ScoreColumn>.read(path: path)
            .parsed { (row, notation) throws(Refusal) in try ScoreRow(row.fields, notation, row: row.line) }
            .map(\.value)
    }
}

extension MarkImportReport: Listed {
    static let columns: [Column<MarkImportReport>] = [
        Column("marks", "Điểm", "Marks", { .number($0.marks) }),
        Column("entries", "Sản phẩm", "Entries", { .number($0.entries) }),
        Column("judges", "Giám khảo", "Judges", { .number($0.judges) }),
    ]
}
