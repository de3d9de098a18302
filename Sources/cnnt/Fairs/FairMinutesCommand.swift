import ArgumentParser
import Documents
import Evidence
import Registry
import RuralIndustry

extension FairCommand {
    struct Minutes: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "minutes",
            abstract: "Ghi biên bản của một lần phân bổ gian hàng (PDF hoặc văn bản thuần).")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "Số của lần phân bổ.") var run: Int64
        @Option(help: "Tệp .pdf hoặc .txt để ghi.") var out: String

        func validate() throws {
            guard out.hasSuffix(".pdf") || out.hasSuffix(".txt") else {
                throw ValidationError("--out phải là tệp .pdf hoặc .txt")
            }
        }

        func run() async throws {
            try await global.withRegistry { registry, place in
                let minutes = try await registry.allocationMinutes(ofRun: run, as: place.viewer)
                let bytes =
                    out.hasSuffix(".txt")
                    ? Array(minutes.text.utf8)
                    : try OfficeRenderer(fonts: try FontSet.load(folder: place.fontDirectory)).render(minutes)
                try writeFile(bytes, to: out)
                try output.printer(place).single(
                    AllocationMinutesLine(minutes: minutes, file: out, bytes: bytes))
            }
        }
    }
}

/// What was written, in a line.
private struct AllocationMinutesLine: Listed {
    let minutes: AllocationMinutes
    let file: String
    let bytes: [UInt8]

    static let columns: [Column<AllocationMinutesLine>] = [
        Column("run", "Lần phân bổ", "Run", { String($0.minutes.run) }),
        Column("file", "Tệp", "File", { $0.file }),
        Column("requests", "Đăng ký", "Requests", { .number($0.minutes.input.requests.count) }),
        Column("input_sha256", "SHA-256 dữ liệu", "SHA-256 of the input", { $0.minutes.inputSHA256 }),
        Column("sha256", "SHA-256", "SHA-256", { SHA256Digest(of: $0.bytes).hex }),
    ]
}
