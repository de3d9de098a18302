import ArgumentParser
import Evidence
import Registry
import RuralIndustry

struct ScoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "score", abstract: "Điểm chấm (marks).",
        subcommands: [
            Import.self, Sheets.self, Code.self, List.self, Sheet.self, Save.self, Submit.self, Reopen.self,
            History.self,
            TypeIn.self,
            Differences.self, Settle.self, AcceptTyped.self,
        ])

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "import",
            abstract:
                "Nhập điểm từ tệp CSV, XLSX, hoặc tệp phiếu có ký (JSON): tất cả hoặc không có gì; điểm đã nhập không bị ghi đè."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var dryRun: DryRunOption
        @Argument(help: "Số của kỳ bình chọn.") var round: Int64
        @OptionGroup var sheet: SheetOption
        @Argument(help: "Tệp CSV, XLSX, hoặc tệp .json mà trang chấm điểm ghi ra.") var file: String

        func run() async throws {
            if file.lowercased().hasSuffix(".json") { return try await importSignedSheets() }
            let (rows, filePlace) = try ScoreFile.read(file, sheet: sheet.sheet)
            try await global.withRegistry { registry, place in
                do {
                    try output.printer(place).single(
                        try await registry.importMarks(
                            rows, round: round, as: place.viewer, dryRun: dryRun.dryRun))
                } catch let refusal as Refusal {
                    throw refusal.at(filePlace)
                }
            }
        }
    }
}

extension ScoreCommand.Import {
    /// The largest file of filled sheets that is read.
    private static let limit = 16 << 20

    fileprivate func importSignedSheets() async throws {
        let place = Place(file: file)
        let bytes = try readBytes(file, upTo: Self.limit)
        guard bytes.count <= Self.limit else {
            throw Violation(
                "file-too-large", vi: "tệp lớn hơn 16 MiB, không phải là phiếu chấm điểm",
                en: "the file is larger than 16 MiB and no file of score sheets", at: place)
        }
        let sheets: FilledSheets
        do throws(Violation) { sheets = try FilledSheets(bytes) } catch { throw error.at(place) }
        try await global.withRegistry { registry, workplace in
            do {
                try output.printer(workplace).single(
                    try await registry.receiveSheets(
                        sheets, round: round, as: workplace.viewer, dryRun: dryRun.dryRun))
            } catch let refusal as Refusal {
                throw refusal.at(place)
            }
        }
    }
}

enum ScoreFile {
    /// The rows, and the file and sheet that they are in.
    ///
    /// - Parameter takesSheetCodes: rows may name their sheet by the code printed on it.
    static func read(
        _ path: String, sheet: String? = nil, takesSheetCodes: Bool = false
    ) throws -> (rows: [ScoreRow], place: Place) {
        let file = try RecordFile<ScoreColumn>.read(path: path, sheet: sheet)
        let rows = try file.parsed { (row, notation) throws(Refusal) in
            try ScoreRow(row.fields, notation, row: row.line, takesSheetCodes: takesSheetCodes)
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
