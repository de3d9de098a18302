import ArgumentParser
import Documents
import Evidence
import Registry
import RuralIndustry

extension RoundCommand {
    struct Minutes: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "minutes",
            abstract: "Ghi biên bản tổng hợp kết quả của kỳ bình chọn đã khóa điểm (PDF hoặc văn bản thuần).")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "Số của kỳ bình chọn.") var id: Int64
        @Option(help: "Tệp .pdf hoặc .txt để ghi.") var out: String
        @Option(help: "Điểm kiểm chứng có ký giữ ngoài cơ sở dữ liệu, để in vào biên bản.") var checkpoint:
            String?
        @Option(help: "Khóa công khai được tin (PEM); mặc định: các khóa trong thư mục dữ liệu.") var key:
            String?
        @Flag(name: .customLong("codes-only"), help: "Chỉ ghi mã số bình chọn, không ghi tên.")
        var codesOnly = false

        func validate() throws {
            guard out.hasSuffix(".pdf") || out.hasSuffix(".txt") else {
                throw ValidationError("--out phải là tệp .pdf hoặc .txt")
            }
        }

        func run() async throws {
            try await global.withRegistry { registry, place in
                let minutes = try await registry.minutes(
                    ofRound: id, checkpoint: try keptCheckpoint(place), codesOnly: codesOnly,
                    as: place.viewer)
                let bytes: [UInt8]
                if out.hasSuffix(".txt") {
                    bytes = Array(minutes.text.utf8)
                } else {
                    let fonts = try FontSet.load(folder: place.fontDirectory)
                    bytes = try OfficeRenderer(fonts: fonts).render(minutes)
                }
                try writeFile(bytes, to: out)
                try output.printer(place).single(MinutesLine(minutes: minutes, file: out, bytes: bytes))
            }
        }

        private func keptCheckpoint(_ place: Workplace) throws -> KeptCheckpoint? {
            try checkpoint.map { file in
                let text = try readFile(file)
                let keys = try place.settings.trustedKeys(key)
                return KeptCheckpoint(
                    try SignedFile.checkpoint(text, file: file, keys: keys),
                    keyName: try SignedNote(text).keyName)
            }
        }
    }
}

/// What was written, in a line.
private struct MinutesLine: Listed {
    let minutes: RoundMinutes
    let file: String
    let bytes: [UInt8]

    static let columns: [Column<MinutesLine>] = [
        Column("round", "Kỳ", "Round", { .number(Int($0.minutes.round)) }),
        Column("file", "Tệp", "File", { $0.file }),
        Column("entries", "Sản phẩm", "Entries", { .number($0.minutes.result.lines.count) }),
        Column("names", "Có ghi tên", "Names", { .flag($0.minutes.namesEntrants) }),
        Column("bundle_sha256", "Gói kết quả", "Bundle", { $0.minutes.evidence.bundleSHA256 }),
        Column("sha256", "SHA-256", "SHA-256", { sha256Hex($0.bytes) }),
    ]
}
