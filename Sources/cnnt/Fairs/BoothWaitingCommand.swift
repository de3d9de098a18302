import ArgumentParser
import Registry
import RuralIndustry

extension BoothCommand {
    struct Waiting: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "waiting",
            abstract: "Danh sách chờ gian hàng: ai đến lượt, giao gian trống, đổi thứ tự (the waiting list).",
            subcommands: [List.self, Offer.self, Move.self])
    }
}

extension BoothCommand.Waiting {
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Liệt kê danh sách chờ; cột fits là gian trống mà đăng ký nhận được lúc này.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: ListOutputOptions
        @OptionGroup var asOf: AsOfOptions
        @Argument(help: "Số của hội chợ.") var fair: Int64
        @Argument(help: "Chỉ xét các gian này (mặc định: mọi gian trống).") var booth: [String] = []

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).list(
                    try await registry.waitingList(
                        ofFair: fair, booths: booth, on: asOf.day(place), as: place.viewer))
            }
        }
    }

    struct Offer: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "offer",
            abstract: "Giữ gian trống cho đăng ký chờ đầu tiên nhận được.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: ListOutputOptions
        @OptionGroup var dryRun: DryRunOption
        @Argument(help: "Số của hội chợ.") var fair: Int64
        @Argument(help: "Chỉ giao các gian này (mặc định: mọi gian trống).") var booth: [String] = []
        @Option(help: "Ngày cuối giữ chỗ.") var until: Day
        @Option(help: "Số của đăng ký được giao, nếu không phải đăng ký đầu tiên nhận được; cần --because.")
        var to: Int64?
        @Option(help: "Lý do.") var because: String?

        func run() async throws {
            try await global.withRegistry { registry, place in
                let offer = try await registry.offerBooths(
                    booth, fair: fair, to: to, until: until, because: because, as: place.viewer,
                    today: place.today, dryRun: dryRun.dryRun)
                try output.printer(place).list(offer.allocations)
            }
        }
    }

    struct Move: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "move", abstract: "Đổi thứ tự chờ của một đăng ký, có lý do.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: ListOutputOptions
        @OptionGroup var dryRun: DryRunOption
        @Argument(help: "Số của đăng ký.") var id: Int64
        @Option(help: "Thứ tự mới, từ 1.") var to: Int
        @Option(help: "Lý do.") var because: String

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).list(
                    try await registry.moveWaiting(
                        id, to: to, because: because, as: place.viewer, dryRun: dryRun.dryRun))
            }
        }
    }
}

extension WaitingPlace: Listed {
    static let columns: [Column<WaitingPlace>] = [
        Column("waiting", "Thứ tự chờ", "Waiting", { .number($0.request.waitingPosition) }),
        Column("request", "Đăng ký", "Request", { String($0.request.id) }),
        Column("tenant", "Đơn vị", "Tenant", { $0.request.tenantName }),
        Column("province_code", "Mã tỉnh", "Province code", { $0.request.province }),
        Column("missing", "Còn thiếu", "Missing", { .number($0.request.missing) }),
        Column("fits", "Gian nhận được", "Fits", { .list($0.booths) }),
        Column(
            "hindrances", "Vướng mắc", "Hindrances",
            {
                .bilingual(
                    Bilingual(
                        vi: $0.hindrances.map(\.vi).joined(separator: "; "),
                        en: $0.hindrances.map(\.en).joined(separator: "; ")))
            }),
    ]
}
