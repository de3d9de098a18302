import ArgumentParser
import Evidence
import Registry
import RuralIndustry

extension ScoreCommand.Sheet {
    struct Dossier: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "dossier",
            abstract:
                "Phần hồ sơ mà kỳ bình chọn cho giám khảo xem: liệt kê, hoặc ghi tệp ra thư mục (--out).",
            discussion:
                "Chỉ các loại giấy tờ ghi ở judges.dossier_parts; giám khảo chỉ xem của sản phẩm mình chấm (what judges may see, for the entries they mark)."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "Số của kỳ bình chọn.") var round: Int64
        @Argument(help: "Mã số sản phẩm trên phiếu.") var entry: String
        @Option(help: "Thư mục để ghi tệp; tên tệp là mã số và số thứ tự.") var out: String?

        func run() async throws {
            try await global.withRegistry { registry, place in
                let parts = try await registry.dossierParts(ofRound: round, entry: entry, as: place.viewer)
                if let out {
                    try makeFolder(out)
                    for part in parts { try writeFile(part.bytes, to: "\(out)/\(part.fileName)") }
                }
                try output.printer(place).list(parts)
            }
        }
    }
}

extension DossierPart: Listed {
    static let columns: [Column<DossierPart>] = [
        Column("entry", "Mã số", "Entry", { $0.entry }),
        Column("number", "Số", "Number", { .number($0.number) }),
        Column("kind", "Loại", "Kind", { $0.kind.rawValue }),
        Column("kind_name", "Tên loại", "Kind's name", { .bilingual($0.kind.name) }),
        Column("file", "Tệp", "File", { $0.fileName }),
        Column("media_type", "Loại tệp", "Type", { $0.mediaType }),
        Column("size", "Kích thước", "Size", { .number($0.bytes.count) }),
        Column("sha256", "SHA-256", "SHA-256", { $0.sha256.hex }),
    ]
}
