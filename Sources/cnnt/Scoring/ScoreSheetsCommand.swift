import ArgumentParser
import Documents
import Evidence
import Registry
import RuralIndustry

extension ScoreCommand {
    struct Sheets: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "sheets",
            abstract:
                "Ghi phiếu chấm điểm để in (PDF), hoặc để chấm trên máy tính không có mạng (HTML): mỗi giám khảo một tệp."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "Số của kỳ bình chọn.") var round: Int64
        @Option(help: "Thư mục để ghi.") var out: String
        @Option(help: "Vòng chấm (mặc định: vòng quyết định kết quả).") var stage: String?
        @Option(help: "Chỉ của giám khảo này.") var judge: String?
        @Flag(name: .customLong("one-file"), help: "Tất cả trong một tệp PDF.") var oneFile = false
        @Flag(help: "Trang HTML để chấm trên máy tính không có mạng; ký bằng mã cá nhân (score code).")
        var offline = false

        func validate() throws {
            if offline, oneFile {
                throw ValidationError("--offline ghi mỗi giám khảo một tệp, không đi với --one-file")
            }
        }

        func run() async throws {
            try await global.withRegistry { registry, place in
                let sheets = try await registry.blankSheets(ofRound: round, stage: stage, as: place.viewer)
                let files =
                    offline
                    ? try sheets.offlineFiles(judge: judge)
                    : try sheets.pdfFiles(
                        judge: judge, inOneFile: oneFile,
                        fonts: try FontSet.load(folder: place.fontDirectory))
                try SheetFile.write(files, to: out)
                try output.printer(place).list(files)
            }
        }
    }
}

extension ScoreCommand {
    struct Code: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "code",
            abstract: "Cấp mã cá nhân để giám khảo ký phiếu chấm ngoài hệ thống; mã chỉ hiện một lần.",
            discussion: "Mã cấp trước không dùng được nữa. Giao mã riêng với tệp HTML.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "Số của kỳ bình chọn.") var round: Int64
        @Argument(help: "Mã giám khảo, ví dụ J1.") var judge: String

        func run() async throws {
            try await global.withRegistry { registry, place in
                let code = try await registry.issueSheetCode(round: round, judge: judge, as: place.viewer)
                try output.printer(place).single(PersonalCodeLine(judge: judge, code: code))
            }
        }
    }
}

private struct PersonalCodeLine: Listed {
    let judge: String
    let code: PersonalCode

    static let columns: [Column<PersonalCodeLine>] = [
        Column("judge", "Giám khảo", "Judge", { $0.judge }),
        Column("code", "Mã cá nhân", "Personal code", { $0.code.grouped }),
    ]
}

extension SheetFile: Listed {
    static let columns: [Column<SheetFile>] = [
        Column("file", "Tệp", "File", { $0.name }),
        Column("judge", "Giám khảo", "Judge", { $0.judge }),
        Column("sheets", "Số phiếu", "Sheets", { .number($0.sheets) }),
        Column("sha256", "SHA-256", "SHA-256", { sha256Hex($0.bytes) }),
    ]

    /// Makes the folder if it is not there, and writes every file whole.
    static func write(_ files: [SheetFile], to folder: String) throws {
        try makeFolder(folder)
        for file in files { try writeFile(file.bytes, to: "\(folder)/\(file.name)") }
    }
}
