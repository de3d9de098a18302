import ArgumentParser
import Registry
import RuralIndustry

struct NominationCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "nomination", abstract: "Đề cử tham gia bình chọn cấp trên (nominations).",
        subcommands: [Create.self, List.self, Export.self])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Ghi nhận văn bản đề cử.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @Option(help: "Cấp được đề cử lên.") var level: SelectionLevel
        @Option(help: "Số văn bản.") var number: String
        @Option(help: "Ngày văn bản.") var date: Day
        @Argument(help: "Số giấy chứng nhận, hoặc award:SỐ với danh hiệu không có số.") var certificates:
            [String]

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).list(
                    try await registry.nominate(
                        certificates: certificates, to: level, number: number, on: date, as: place.viewer))
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Liệt kê đề cử.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: ListOutputOptions
        @Option(help: "Cấp được đề cử lên.") var level: SelectionLevel?
        @Option(help: "Số văn bản.") var number: String?

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).list(
                    try await registry.nominations(to: level, number: number, as: place.viewer))
            }
        }
    }

    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "In danh sách trích ngang của một văn bản đề cử (CSV hoặc XLSX).")
        @OptionGroup var global: GlobalOptions
        @Option(help: "Số văn bản.") var number: String
        @Option(help: "Ghi vào tệp .csv hoặc .xlsx thay vì in ra.") var out: String?

        func run() async throws {
            try await global.withRegistry { registry, place in
                let file = try out.map { try ListFile(path: $0) }
                try Printer(format: .csv, language: place.language, console: Console(), file: file).list(
                    try await registry.nominations(number: number, as: place.viewer))
            }
        }
    }
}

extension NominationRecord: Listed {
    static let columns: [Column<NominationRecord>] = [
        Column("nomination_id", "Số", "Id", { String($0.id) }),
        Column("nomination_number", "Văn bản", "Letter", { $0.number }),
        Column("nomination_date", "Ngày", "Date", { $0.nominatedOn.iso }),
        Column("level", "Lên cấp", "To level", { $0.toLevel.rawValue }),
        Column("product", "Sản phẩm", "Product", { $0.productName }),
        Column("group", "Nhóm", "Group", { $0.group?.rawValue }),
        Column("establishment", "Cơ sở", "Establishment", { $0.establishmentName }),
        Column("representative", "Người đại diện", "Representative", { $0.representative }),
        Column("address", "Địa chỉ", "Address", { $0.address }),
        Column("award_level", "Danh hiệu", "Award", { $0.awardLevel.rawValue }),
        Column("certificate_number", "Số GCN", "Certificate", { $0.certificateNumber }),
        Column("valid_to", "Giá trị đến", "Valid to", { $0.validTo?.iso }),
        Column("decision_number", "Quyết định", "Decision", { $0.decisionNumber }),
        Column("decision_date", "Ngày quyết định", "Decision date", { $0.decisionDate.iso }),
    ]
}
