import ArgumentParser
import Registry
import RuralIndustry

extension RegulationCommand {
    struct Rewards: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rewards",
            abstract:
                "Liệt kê mức thưởng tối đa cho một sản phẩm được công nhận, kèm căn cứ và thời gian áp dụng.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).list(try await registry.rewardCeilings(as: place.viewer))
            }
        }
    }

    struct ImportRewards: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "import-rewards", abstract: "Nhập mức thưởng tối đa từ tệp.",
            discussion: """
                territory là VN, một khu vực, hoặc mã đơn vị: mức áp dụng cho kỳ bình chọn do nơi đó hoặc đơn vị trong địa bàn tổ \
                chức, theo ngày của quyết định công nhận. valid_to là ngày đầu không còn áp dụng; để trống nếu chưa hết. Dòng cùng \
                cấp, nơi và ngày bắt đầu thay dòng cũ.
                """)
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var dryRun: DryRunOption
        @Argument(help: "Tệp có các cột level, territory, amount_vnd, valid_from, valid_to, legal_basis.")
        var file: String

        func run() async throws {
            let ceilings = try RecordFile<RewardCeilingColumn>.read(path: file).parsed {
                (row, notation) throws(Refusal) in
                try RewardCeiling.parse(row.fields, notation)
            }
            try await global.withRegistry { registry, place in
                try output.printer(place).single(
                    try await registry.importRewardCeilings(
                        ceilings, as: place.viewer, dryRun: dryRun.dryRun))
            }
        }
    }
}

extension RewardCeiling: Listed {
    static let columns: [Column<RewardCeiling>] = [
        Column("level", "Cấp", "Level", { $0.level.rawValue }),
        Column("territory", "Nơi áp dụng", "Territory", { $0.territory }),
        Column(
            "amount_vnd", "Mức tối đa (đồng)", "Ceiling (VND)", kind: .number, { .number(Int($0.amount)) }),
        Column("valid_from", "Từ ngày", "From", { $0.validity.from?.iso }),
        Column("valid_to", "Trước ngày", "Before", { $0.validity.to?.iso }),
        Column("legal_basis", "Căn cứ", "Legal basis", { $0.legalBasis }),
    ]
}
