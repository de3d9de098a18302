import ArgumentParser
import Documents
import Registry
import RuralIndustry

extension RoundCommand {
    struct DecisionListFile: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "decision-list",
            abstract: "Ghi danh sách kèm theo quyết định công nhận (PDF hoặc văn bản thuần).",
            discussion: """
                Theo nhóm sản phẩm, trong nhóm theo thứ tự của quyết định; tên xã, tỉnh theo ngày quyết định. Sau quyết định sửa đổi, \
                danh sách ghi những gì đang đứng và nêu quyết định sửa đổi.
                """)
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "Số của kỳ bình chọn.") var id: Int64
        @Option(help: "Tệp .pdf hoặc .txt để ghi.") var out: String

        func validate() throws {
            guard out.hasSuffix(".pdf") || out.hasSuffix(".txt") else {
                throw ValidationError("--out phải là tệp .pdf hoặc .txt")
            }
        }

        func run() async throws {
            try await global.withRegistry { registry, place in
                let list = try await registry.decisionList(ofRound: id, as: place.viewer)
                let bytes: [UInt8]
                if out.hasSuffix(".txt") {
                    bytes = Array(list.text.utf8)
                } else {
                    bytes = try OfficeRenderer(fonts: try FontSet.load(folder: place.fontDirectory)).render(
                        list)
                }
                try writeFile(bytes, to: out)
                try output.printer(place).single(DecisionListLine(list: list, file: out, bytes: bytes))
            }
        }
    }
}

/// What was written, in a line.
private struct DecisionListLine: Listed {
    let list: DecisionList
    let file: String
    let bytes: [UInt8]

    static let columns: [Column<DecisionListLine>] = [
        Column("round", "Kỳ", "Round", { .number(Int($0.list.round)) }),
        Column("decision_number", "Quyết định", "Decision", { $0.list.decision.number }),
        Column("amendments", "Lần sửa đổi", "Amendments", { .number($0.list.amendments.count) }),
        Column("products", "Sản phẩm", "Products", { .number($0.list.count) }),
        Column("file", "Tệp", "File", { $0.file }),
        Column("sha256", "SHA-256", "SHA-256", { sha256Hex($0.bytes) }),
    ]
}
