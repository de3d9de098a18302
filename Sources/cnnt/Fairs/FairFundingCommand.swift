import ArgumentParser
import Registry
import RuralIndustry

extension FairCommand {
    struct Funding: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "funding",
            abstract: "Mức kinh phí khuyến công hỗ trợ giá thuê gian hàng (funding rules).",
            subcommands: [Import.self, List.self])

        struct Import: AsyncParsableCommand {
            static let configuration = CommandConfiguration(
                commandName: "import",
                abstract: "Nhập quy định từ tệp; quy định mới thay quy định cũ từ ngày có hiệu lực.")
            @OptionGroup var global: GlobalOptions
            @OptionGroup var output: OutputOptions
            @OptionGroup var dryRun: DryRunOption
            @OptionGroup var sheet: SheetOption
            @Argument(
                help:
                    "Tệp có các cột source, fair_kind, share_percent, valid_from, legal_basis, và nếu có province_code, priority_percent, booth_cap_vnd, booths_per_fair, fair_cap_vnd, fairs_per_year, year_cap_vnd, valid_to."
            )
            var file: String

            func run() async throws {
                let rules = try RecordFile<FundingRuleColumn>.read(path: file, sheet: sheet.sheet).parsed {
                    (row, notation) throws(Refusal) in
                    try FundingRule.parse(row.fields, notation)
                }
                try await global.withRegistry { registry, place in
                    try output.printer(place).single(
                        try await registry.importFundingRules(
                            rules, as: place.viewer, dryRun: dryRun.dryRun))
                }
            }
        }

        struct List: AsyncParsableCommand {
            static let configuration = CommandConfiguration(
                commandName: "list",
                abstract: "Liệt kê quy định; với --on, chỉ quy định có hiệu lực ngày đó.")
            @OptionGroup var global: GlobalOptions
            @OptionGroup var output: ListOutputOptions
            @Option(help: "Ngày.") var on: Day?

            func run() async throws {
                try await global.withRegistry { registry, place in
                    try output.printer(place).list(
                        try await registry.fundingRules(on: on, as: place.viewer))
                }
            }
        }
    }
}

extension FundingRuleRecord: Listed {
    static let columns: [Column<FundingRuleRecord>] = [
        Column("source", "Nguồn kinh phí", "Funds", { $0.rule.source.rawValue }),
        Column("province_code", "Mã tỉnh", "Province code", { $0.rule.province?.text }),
        Column("province", "Tỉnh", "Province", { $0.provinceName }),
        Column("fair_kind", "Loại hội chợ", "Kind of fair", { $0.rule.kind.rawValue }),
        Column("share_percent", "Mức hỗ trợ (%)", "Share (%)", { $0.rule.share.text }),
        Column(
            "priority_percent", "Địa bàn ưu tiên (%)", "Priority areas (%)",
            { .number($0.rule.priorityPercent) }),
        Column(
            "booth_cap_vnd", "Tối đa một gian (đồng)", "Most for a booth (VND)",
            { $0.rule.caps.perBooth?.text }),
        Column(
            "booths_per_fair", "Số gian tối đa", "Most booths at a fair",
            { $0.rule.caps.boothsPerFair.map { String($0) } }),
        Column(
            "fair_cap_vnd", "Tối đa một hội chợ (đồng)", "Most at a fair (VND)",
            { $0.rule.caps.perFair?.text }),
        Column(
            "fairs_per_year", "Số hội chợ tối đa một năm", "Most fairs in a year",
            { $0.rule.caps.fairsPerYear.map { String($0) } }),
        Column(
            "year_cap_vnd", "Tối đa một năm (đồng)", "Most in a year (VND)", { $0.rule.caps.perYear?.text }),
        Column("valid_from", "Từ ngày", "From", kind: .day, { .text($0.rule.validity.from?.iso) }),
        Column(
            "valid_to", "Đến trước ngày", "Until, exclusive", kind: .day, { .text($0.rule.validity.to?.iso) }),
        Column("legal_basis", "Căn cứ pháp lý", "Legal basis", { $0.rule.legalBasis }),
    ]
}
