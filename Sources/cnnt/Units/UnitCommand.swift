import ArgumentParser
import Registry
import RuralIndustry

struct UnitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unit", abstract: "Đơn vị hành chính và lịch sử sáp nhập (administrative units).",
        subcommands: [
            Import.self, Change.self, List.self, Show.self, Lineage.self, Resolve.self, Regions.self,
            Authorities.self,
        ])

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "import",
            abstract:
                "Nhập đơn vị, phả hệ, khu vực và tên cơ quan từ tệp CSV hoặc XLSX; cho biết từng mục khác đi thế nào."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var dryRun: DryRunOption
        @Argument(help: "Tệp đơn vị.") var units: String
        @Option(help: "Tệp phả hệ: đơn vị nào thành đơn vị nào.") var lineage: String?
        @Option(help: "Tệp khu vực bình chọn.") var regions: String?
        @Option(help: "Tệp tên cơ quan cấp khu vực và cấp quốc gia theo thời gian.") var authorities: String?

        func run() async throws {
            try await global.withRegistry { registry, place in
                let report = try await registry.importUnits(
                    try RecordFile<UnitColumn>.read(path: units).parsed { (row, notation) throws(Refusal) in
                        try UnitRecord.parse(row.fields, notation)
                    },
                    lineage: try lineage.map {
                        try RecordFile<LineageColumn>.read(path: $0).parsed {
                            (row, notation) throws(Refusal) in
                            try LineageEdge.parse(row.fields, notation)
                        }
                    } ?? [],
                    regions: try regions.map {
                        try RecordFile<RegionColumn>.read(path: $0).parsed {
                            (row, notation) throws(Refusal) in
                            try RegionMember.parse(row.fields, notation)
                        }
                    } ?? [],
                    authorities: try authorities.map {
                        try RecordFile<AuthorityColumn>.read(path: $0).parsed {
                            (row, notation) throws(Refusal) in
                            try AuthorityName.parse(row.fields, notation)
                        }
                    } ?? [],
                    as: place.viewer, dryRun: dryRun.dryRun)
                try output.printer(place).list(UnitImportLine.lines(of: report))
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "Liệt kê đơn vị vào một ngày.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: ListOutputOptions
        @OptionGroup var asOf: AsOfOptions
        @Option(help: "province, district hoặc commune.") var level: UnitLevel?
        @Option(help: "Chỉ các đơn vị nằm trong đơn vị mang mã này.") var within: String?

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).list(
                    try await registry.units(
                        level: level, within: within, on: asOf.day(place), as: place.viewer))
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Xem một đơn vị vào một ngày.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var asOf: AsOfOptions
        @Argument(help: "Mã đơn vị.") var code: String

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).single(
                    try await registry.unit(code, on: asOf.day(place), as: place.viewer))
            }
        }
    }

    struct Lineage: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "lineage", abstract: "Đơn vị này từ đâu mà có, rồi thành gì.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: ListOutputOptions
        @OptionGroup var asOf: AsOfOptions
        @Argument(help: "Mã đơn vị.") var code: String

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).list(
                    try await registry.lineage(code, on: asOf.day(place), as: place.viewer))
            }
        }
    }
}

extension UnitListing: Listed {
    static let columns: [Column<UnitListing>] = [
        Column("code", "Mã", "Code", { $0.unit.record.code.text }),
        Column("level", "Cấp", "Level", { $0.unit.record.level.rawValue }),
        Column("name", "Tên", "Name", { $0.unit.record.name }),
        Column("full_name", "Tên đầy đủ", "Full name", { $0.unit.record.fullName }),
        Column("kind", "Loại", "Kind", { $0.unit.record.kind.rawValue }),
        Column("parent_code", "Mã cấp trên", "Parent code", { $0.unit.record.parent?.text }),
        Column("parent_name", "Thuộc", "Parent", { $0.parentName }),
        Column("region", "Khu vực", "Region", { $0.region?.rawValue }),
        Column(
            "region_status", "Danh sách khu vực", "Region list",
            { $0.regionIsProvisional ? "provisional" : nil }),
        Column("valid_from", "Từ ngày", "From", { $0.unit.record.validity.from?.iso }),
        Column("valid_to", "Trước ngày", "Before", { $0.unit.record.validity.to?.iso }),
    ]
}

extension LineageStep: Listed {
    static let columns: [Column<LineageStep>] = [
        Column("effective_date", "Ngày", "Day", { $0.effectiveDate.iso }),
        Column("from_code", "Từ mã", "From", { $0.from }),
        Column("from_name", "Đơn vị cũ", "Old unit", { $0.fromName }),
        Column("relation", "Quan hệ", "Relation", { $0.relation.rawValue }),
        Column("to_code", "Thành mã", "To", { $0.to }),
        Column("to_name", "Đơn vị mới", "New unit", { $0.toName }),
        Column("legal_basis", "Căn cứ", "Legal basis", { $0.legalBasis }),
    ]
}
