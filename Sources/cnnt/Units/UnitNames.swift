import ArgumentParser
import Registry
import RuralIndustry

extension UnitCommand {
    struct Regions: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "regions",
            abstract: "Tỉnh nào thuộc khu vực bình chọn nào vào một ngày, theo văn bản nào.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var asOf: AsOfOptions

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).list(
                    try await registry.regions(on: asOf.day(place), as: place.viewer))
            }
        }
    }

    struct Authorities: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "authorities",
            abstract: "Tên cơ quan cấp khu vực và cấp quốc gia theo thời gian.",
            discussion:
                "Không có --as-of: mọi tên từng có. “Tạm thời”: ngày là do lựa chọn, chưa thấy văn bản nêu.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @Option(name: .customLong("as-of"), help: "Chỉ tên vào ngày này, ví dụ 2024-12-31.")
        var asOf: Day?

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).list(
                    try await registry.authorityNames(on: asOf, as: place.viewer))
            }
        }
    }
}

extension RegionListing: Listed {
    static let columns: [Column<RegionListing>] = [
        Column("region", "Khu vực", "Region", { $0.member.region.rawValue }),
        Column("region_name", "Tên khu vực", "Region name", { $0.member.region.name.vi }),
        Column("province_code", "Mã tỉnh", "Province code", { $0.member.province.text }),
        Column("province_name", "Tỉnh, thành phố", "Province", { $0.provinceName }),
        Column("valid_from", "Từ ngày", "Since", { $0.member.validity.from?.iso }),
        Column("valid_to", "Trước ngày", "Before", { $0.member.validity.to?.iso }),
        Column("status", "Trạng thái", "Status", { $0.member.status.rawValue }),
        Column("status_text", "Mức chắc chắn", "Certainty", { .bilingual($0.member.status.name) }),
        Column("legal_basis", "Căn cứ", "Legal basis", { $0.member.legalBasis }),
    ]
}

extension AuthorityName: Listed {
    static let columns: [Column<AuthorityName>] = [
        Column("level", "Cấp", "Level", { $0.level.rawValue }),
        Column("name", "Tên cơ quan", "Name", { $0.authority.name }),
        Column("signatory_title", "Chức danh người ký", "Signatory title", { $0.authority.signatoryTitle }),
        Column("valid_from", "Từ ngày", "Since", { $0.validity.from?.iso }),
        Column("valid_to", "Trước ngày", "Before", { $0.validity.to?.iso }),
        Column("status", "Trạng thái", "Status", { $0.status.rawValue }),
        Column("status_text", "Mức chắc chắn", "Certainty", { .bilingual($0.status.name) }),
        Column("legal_basis", "Căn cứ", "Legal basis", { $0.legalBasis }),
    ]
}
