public import ArgumentParser
public import Registry
import RuralIndustry

extension FairCommand {
    struct Count: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "count",
            abstract: "Đếm gian hàng, cơ sở, lượt cơ sở đã xác nhận và tiền thuê, như trong báo cáo.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: ListOutputOptions
        @OptionGroup var asOf: AsOfOptions
        @Option(help: "Chỉ hội chợ số này.") var fair: Int64?
        @Option(help: "Hội chợ khai mạc từ ngày.") var from: Day?
        @Option(help: "Hội chợ khai mạc đến ngày.") var to: Day?
        @Option(help: "Mã tỉnh có chỉ tiêu, gồm cả các tỉnh đã hợp nhất vào.") var province: String?
        @Option(help: "Nguồn kinh phí: national hoặc local.") var funds: FundingSource?
        @Option(help: "Mỗi dòng một: fair, year, province hoặc funds.") var by: FairCountKey?

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).list(
                    try await registry.fairCounts(
                        of: FairCountScope(fair: fair, from: from, to: to, province: province, funds: funds),
                        by: by, on: asOf.day(place), as: place.viewer))
            }
        }
    }
}

extension FairCountKey: ExpressibleByArgument {}

extension FairCount: Listed {
    static let columns: [Column<FairCount>] = [
        Column("key", "Theo", "By", { $0.key }),
        Column("name", "Tên", "Name", { $0.name }),
        Column("fairs", "Hội chợ", "Fairs", { .number($0.fairs) }),
        Column("booths", "Gian hàng", "Booths", { .number($0.booths) }),
        Column("standard_booths", "Gian tiêu chuẩn", "Standard booths", { $0.standardBooths }),
        Column("establishments", "Cơ sở", "Establishments", { .number($0.establishments) }),
        Column("participations", "Lượt cơ sở", "Participations", { .number($0.participations) }),
        Column("provinces", "Tỉnh", "Provinces", { .number($0.provinces) }),
        Column("rent_vnd", "Tổng giá thuê (đồng)", "Rents (VND)", { String($0.rent) }),
        Column("support_vnd", "Kinh phí hỗ trợ (đồng)", "Paid by funds (VND)", { String($0.support) }),
        Column("tenants_vnd", "Bên thuê trả (đồng)", "Paid by tenants (VND)", { String($0.tenantsPart) }),
        Column("unreckoned", "Lần giao chưa tính được tiền", "Without money", { .number($0.unreckoned) }),
    ]
}
