import ArgumentParser
import Registry
import RuralIndustry

extension EstablishmentCommand {
    struct Site: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "site", abstract: "Các nơi sản xuất khác của một cơ sở (further production sites).",
            subcommands: [AddSite.self, ListSites.self, CloseSite.self])
    }

    struct AddSite: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add", abstract: "Ghi thêm một nơi sản xuất.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var asOf: AsOfOptions
        @Argument(help: "Số của cơ sở.") var establishment: Int64
        @Option(name: .customLong("commune-code"), help: "Mã xã, phường, đặc khu (đọc vào --as-of).")
        var communeCode: String
        @Option(help: "Địa chỉ.") var address: String?
        @Option(help: "Ngành nghề hoặc sản phẩm làm ở đó.") var makes: String?
        @Option(help: "Sản xuất từ ngày (không ghi: từ trước).") var from: Day?
        @Option(help: "Lý do.") var reason: String?

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).single(
                    try await registry.addProductionSite(
                        ProductionSiteDraft(
                            communeCode: communeCode, address: address, makes: makes, openedOn: from),
                        of: establishment, on: asOf.day(place), today: place.today, because: reason,
                        as: place.viewer))
            }
        }
    }

    struct ListSites: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "Liệt kê các nơi sản xuất khác của một cơ sở.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var asOf: AsOfOptions
        @Argument(help: "Số của cơ sở.") var establishment: Int64
        @Flag(help: "Cả nơi đã đóng.") var all = false

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).list(
                    try await registry.productionSites(
                        of: establishment, on: asOf.day(place), includingClosed: all, as: place.viewer))
            }
        }
    }

    struct CloseSite: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "close", abstract: "Ghi nhận một nơi ngừng sản xuất; lịch sử vẫn còn.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var confirmation: ConfirmOption
        @Argument(help: "Số của nơi sản xuất.") var id: Int64
        @Option(help: "Ngày đầu tiên không còn sản xuất (mặc định: hôm nay).") var date: Day?
        @Option(help: "Lý do.") var reason: String

        func run() async throws {
            try await global.withRegistry { registry, place in
                try confirmation.confirm(
                    Bilingual(vi: "Đóng nơi sản xuất \(id)?", en: "Close production site \(id)?"), place)
                try output.printer(place).single(
                    try await registry.closeProductionSite(
                        id, on: date ?? place.today, because: reason, today: place.today, as: place.viewer))
            }
        }
    }
}

extension ProductionSite: Listed {
    static let columns: [Column<ProductionSite>] = [
        Column("id", "Số", "Id", { String($0.id) }),
        Column("establishment_id", "Cơ sở", "Establishment", { String($0.establishmentID) }),
        Column("commune_code", "Mã xã", "Commune", { $0.communeCode }),
        Column("commune_name", "Xã", "Commune name", { $0.communeName }),
        Column("address", "Địa chỉ", "Address", { $0.address }),
        Column("makes", "Sản xuất", "Makes", { $0.makes }),
        Column("from", "Từ ngày", "From", { $0.openedOn?.iso }),
        Column("to", "Trước ngày", "Before", { $0.closedOn?.iso }),
        Column("closed_reason", "Lý do đóng", "Closed because", { $0.closedReason }),
    ]
}
