import ArgumentParser
import Registry
import RuralIndustry

struct NominationCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "nomination", abstract: "Đề cử tham gia bình chọn cấp trên (nominations).",
        subcommands: [Create.self, List.self, Export.self])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "create", abstract: "Ghi nhận văn bản đề cử.")
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
        static let configuration = CommandConfiguration(commandName: "list", abstract: "Liệt kê đề cử.")
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
            commandName: "export",
            abstract: "Danh sách trích ngang của các văn bản đề cử (CSV hoặc XLSX).",
            usage:
                "cnnt nomination export [KỲ] [--to-level CẤP] [--number SỐ] [--date NGÀY] [TỆP.csv|TỆP.xlsx]")
        @OptionGroup var global: GlobalOptions
        @Argument(help: "Số của kỳ bình chọn đã công nhận sản phẩm; tệp .csv hoặc .xlsx thay vì in ra.")
        var roundAndFile: [String] = []
        @Option(name: .customLong("to-level"), help: "Cấp được đề cử lên.") var level: SelectionLevel?
        @Option(help: "Số văn bản.") var number: String?
        @Option(help: "Ngày văn bản.") var date: Day?
        @Option(help: "Tệp .csv hoặc .xlsx, cũng có thể ghi ở cuối.") var out: String?

        private var round: Int64? { roundAndFile.first.flatMap(Int64.init) }
        private var file: String? { out ?? roundAndFile.last.flatMap { Int64($0) == nil ? $0 : nil } }

        func validate() throws {
            let files = roundAndFile.count - (round == nil ? 0 : 1) + (out == nil ? 0 : 1)
            guard files <= 1 else {
                throw ValidationError("Ghi một kỳ bình chọn và một tệp (give one round and one file).")
            }
            guard round != nil || level != nil || number != nil else {
                throw ValidationError(
                    "Ghi kỳ bình chọn, --to-level hoặc --number (give a round, --to-level or --number).")
            }
        }

        func run() async throws {
            let file = try file.map { try ListFile(path: $0) }
            try await global.withRegistry { registry, place in
                let lines = try await registry.tabularList(
                    NominationFilter(round: round, level: level, number: number, day: date),
                    as: place.viewer)
                try Printer(format: .csv, language: place.language, console: Console(), file: file).list(
                    lines.enumerated().map { NumberedLine(number: $0 + 1, line: $1) })
            }
        }
    }
}

/// A line of the tabular list with its number.
private struct NumberedLine: Listed {
    let number: Int
    let line: TabularLine

    private static func amount(_ value: Int64?) -> Field { .number(value.map { Int($0) }) }

    static let columns: [Column<NumberedLine>] = letter + product + establishment + recognition

    private static let letter: [Column<NumberedLine>] = [
        Column("no", "TT", "No", { .number($0.number) }),
        Column("nomination_number", "Văn bản đề cử", "Letter", { $0.line.letterNumber }),
        Column("nomination_date", "Ngày văn bản", "Letter's day", { $0.line.letterDate.iso }),
        Column("to_level", "Lên cấp", "To level", { $0.line.toLevel.rawValue }),
    ]

    private static let product: [Column<NumberedLine>] = [
        Column("product", "Tên sản phẩm, bộ sản phẩm", "Product", { $0.line.product }),
        Column("members", "Gồm các sản phẩm", "Members", { .list($0.line.members) }),
        Column("group", "Nhóm sản phẩm", "Group", { $0.line.group?.rawValue }),
        Column("material", "Nguyên liệu", "Material", { $0.line.material }),
        Column(
            "local_material_percent", "Nguyên liệu tại chỗ (%)", "Local material (%)",
            { $0.line.localMaterialPercent }),
        Column("capacity", "Năng lực sản xuất", "Capacity", { $0.line.capacity }),
        Column("unit", "Đơn vị tính", "Unit", { $0.line.unit }),
        Column("price_vnd", "Giá (đồng)", "Price (VND)", { amount($0.line.priceVND) }),
        Column("markets", "Thị trường", "Markets", { .list($0.line.markets) }),
        Column("standards", "Tiêu chuẩn áp dụng", "Standards", { .list($0.line.standards) }),
    ]

    private static let establishment: [Column<NumberedLine>] = [
        Column("establishment", "Tên cơ sở", "Establishment", { $0.line.establishment }),
        Column("legal_form", "Loại hình", "Legal form", { $0.line.legalForm }),
        Column("registration_number", "Số đăng ký", "Registration", { $0.line.registrationNumber }),
        Column("registration_date", "Ngày đăng ký", "Registered on", { $0.line.registrationDate?.iso }),
        Column("tax_code", "Mã số thuế", "Tax code", { $0.line.taxCode }),
        Column("representative", "Người đại diện", "Representative", { $0.line.representative }),
        Column("address", "Địa chỉ trụ sở", "Address", { $0.line.address }),
        Column("site_address", "Địa điểm sản xuất", "Production site", { $0.line.siteAddress }),
        Column("commune", "Xã, phường, đặc khu", "Commune", { $0.line.commune }),
        Column("province", "Tỉnh, thành phố", "Province", { $0.line.province }),
        Column("phone", "Điện thoại", "Phone", { $0.line.phone }),
        Column("email", "Thư điện tử", "E-mail", { $0.line.email }),
        Column("website", "Trang web", "Website", { $0.line.website }),
        Column("industry", "Ngành nghề", "Industry", { $0.line.industry }),
        Column("labour", "Số lao động", "Workers", { .number($0.line.labour) }),
        Column("capital_vnd", "Vốn (đồng)", "Capital (VND)", { amount($0.line.capitalVND) }),
        Column("revenue_vnd", "Doanh thu (đồng)", "Revenue (VND)", { amount($0.line.revenueVND) }),
    ]

    private static let recognition: [Column<NumberedLine>] = [
        Column("award_level", "Danh hiệu cấp", "Award of level", { $0.line.awardLevel.rawValue }),
        Column("class", "Hạng", "Class", { $0.line.awardClass }),
        Column("decision_number", "Quyết định công nhận", "Decision", { $0.line.decisionNumber }),
        Column("decision_date", "Ngày quyết định", "Decision's day", { $0.line.decisionDate.iso }),
        Column("issuer", "Cơ quan công nhận", "Authority", { $0.line.issuer }),
        Column("certificate_number", "Số giấy chứng nhận", "Certificate", { $0.line.certificateNumber }),
        Column("issue_date", "Ngày cấp", "Issued on", { $0.line.issuedOn?.iso }),
        Column("valid_to", "Giá trị đến", "Valid to", { $0.line.validTo?.iso }),
    ]
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
        Column("revoked_on", "Danh hiệu bị thu hồi", "Award revoked", { $0.revokedOn?.iso }),
    ]
}
