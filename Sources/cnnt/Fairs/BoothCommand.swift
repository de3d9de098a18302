import ArgumentParser
import Registry
import RuralIndustry

struct BoothCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "booth", abstract: "Gian hàng: sơ đồ, giữ chỗ, xác nhận, trả chỗ (booths of fairs).",
        subcommands: [
            Import.self, List.self, Hold.self, Confirm.self, Move.self, Swap.self, Release.self, NoShow.self,
            History.self, Request.self, Waiting.self,
        ])

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "import",
            abstract: "Nhập sơ đồ gian hàng từ tệp; gian hàng không có trong tệp bị bỏ khỏi sơ đồ.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var dryRun: DryRunOption
        @OptionGroup var sheet: SheetOption
        @Argument(help: "Số của hội chợ.") var fair: Int64
        @Argument(
            help: "Tệp có các cột code, x_m, y_m, width_m, depth_m, và nếu có zone, corner, price_vnd.")
        var file: String

        func run() async throws {
            let booths = try RecordFile<BoothColumn>.read(path: file, sheet: sheet.sheet).parsed {
                (row, notation) throws(Refusal) in
                try Booth.parse(row.fields, notation)
            }
            try await global.withRegistry { registry, place in
                try output.printer(place).single(
                    try await registry.importBooths(
                        booths, fair: fair, from: .file, as: place.viewer, today: place.today,
                        dryRun: dryRun.dryRun))
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Liệt kê gian hàng trên sơ đồ và ai đang giữ.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: ListOutputOptions
        @OptionGroup var asOf: AsOfOptions
        @Argument(help: "Số của hội chợ.") var fair: Int64

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).list(
                    try await registry.boothStandings(ofFair: fair, on: asOf.day(place), as: place.viewer)
                        .flatMap(BoothLine.lines))
            }
        }
    }

    struct Hold: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "hold",
            abstract: "Giữ chỗ; nhiều gian phải liền nhau, được cả hoặc không gian nào.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: ListOutputOptions
        @OptionGroup var dryRun: DryRunOption
        @OptionGroup var tenant: TenantOptions
        @Argument(help: "Số của hội chợ.") var fair: Int64
        @Argument(help: "Mã gian hàng.") var booth: [String]
        @Option(help: "Ngày cuối giữ chỗ.") var until: Day
        @Option(help: "Từ ngày (mặc định: ngày khai mạc).") var from: Day?
        @Option(help: "Đến ngày (mặc định: ngày bế mạc).") var to: Day?
        @Option(help: "Mã tỉnh có chỉ tiêu (mặc định: của ban tổ chức).") var province: String?
        @Option(help: "Nhóm sản phẩm: handicraft, food, machinery hoặc other.") var group: String?
        @Option(help: "Nguồn kinh phí hỗ trợ: national hoặc local.") var funds: FundingSource?
        @Flag(name: .customLong("priority-area"), help: "Cơ sở thuộc địa bàn ưu tiên, được hỗ trợ cao hơn.")
        var priorityArea = false
        @Option(help: "Lý do, ghi chú.") var because: String?

        func run() async throws {
            let tenants = try tenant.tenants()
            let group = try group.map { try ProductGroupID(ofLaw: $0) }
            try await global.withRegistry { registry, place in
                let fairDays = try await registry.fair(fair, as: place.viewer).days
                let days = try FairDays(first: from ?? fairDays.first, last: to ?? fairDays.last)
                try output.printer(place).list(
                    try await registry.holdBooths(
                        NewBoothHold(
                            fair: fair, booths: booth, tenants: tenants, days: days, until: until,
                            province: province, group: group, funds: funds, isPriorityArea: priorityArea,
                            reason: because),
                        as: place.viewer, today: place.today, dryRun: dryRun.dryRun))
            }
        }
    }

    struct Confirm: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "confirm", abstract: "Xác nhận chỗ đã giữ.")
        @OptionGroup var allocation: AllocationOptions
        @Option(help: "Lý do, ghi chú.") var because: String?

        func run() async throws {
            try await allocation.run {
                try await $0.confirmBooths(
                    $1, because: because, as: $2.viewer, today: $2.today, dryRun: $3)
            }
        }
    }

    struct Move: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "move", abstract: "Chuyển sang gian hàng khác.")
        @OptionGroup var allocation: AllocationOptions
        @Argument(help: "Mã gian hàng mới, đủ số gian của nhóm.") var booth: [String]
        @Option(help: "Lý do.") var because: String

        func run() async throws {
            try await allocation.run {
                try await $0.moveBooths(
                    $1, to: booth, because: because, as: $2.viewer, today: $2.today, dryRun: $3)
            }
        }
    }

    struct Swap: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "swap", abstract: "Đổi chỗ hai lần giao cho nhau.")
        @OptionGroup var allocation: AllocationOptions
        @Argument(help: "Số của lần giao kia.") var other: Int64
        @Option(help: "Lý do.") var because: String

        func run() async throws {
            try await allocation.run {
                try await $0.swapBooths(
                    $1, with: other, because: because, as: $2.viewer, today: $2.today, dryRun: $3)
            }
        }
    }

    struct Release: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "release", abstract: "Trả chỗ.")
        @OptionGroup var allocation: AllocationOptions
        @Option(help: "Lý do.") var because: String

        func run() async throws {
            try await allocation.run {
                try await $0.releaseBooths(
                    $1, because: because, as: $2.viewer, today: $2.today, dryRun: $3)
            }
        }
    }

    struct NoShow: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "no-show", abstract: "Ghi nhận đơn vị đã xác nhận mà không đến.")
        @OptionGroup var allocation: AllocationOptions
        @Option(help: "Ghi chú.") var because: String?

        func run() async throws {
            try await allocation.run {
                try await $0.recordNoShow(
                    $1, because: because, as: $2.viewer, today: $2.today, dryRun: $3)
            }
        }
    }

    struct History: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "history",
            abstract: "Mọi bước của một gian hàng, hoặc của một cơ sở ở mọi hội chợ.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: ListOutputOptions
        @OptionGroup var asOf: AsOfOptions
        @Argument(help: "Số của hội chợ.") var fair: Int64?
        @Argument(help: "Mã gian hàng.") var booth: String?
        @Option(help: "Số của cơ sở; kể cả cơ sở đã hợp nhất vào nó.") var establishment: Int64?

        func validate() throws {
            if (establishment == nil) == (booth == nil) {
                throw ValidationError(
                    "Nêu hội chợ và gian hàng, hoặc --establishment (a fair and a booth, or --establishment)."
                )
            }
        }

        func run() async throws {
            try await global.withRegistry { registry, place in
                let steps: [BoothStepRecord]
                if let fair, let booth {
                    steps = try await registry.boothHistory(booth, fair: fair, as: place.viewer)
                } else {
                    steps = try await registry.boothHistory(
                        ofEstablishment: establishment ?? 0, on: asOf.day(place), as: place.viewer)
                }
                try output.printer(place).list(steps)
            }
        }
    }
}

/// A booth with one of those who have it, or with nobody.
private struct BoothLine: Listed {
    let booth: Booth
    let allocation: BoothAllocationRecord?

    static func lines(_ standing: BoothStanding) -> [BoothLine] {
        let booth = standing.booth.booth
        if standing.allocations.isEmpty { return [BoothLine(booth: booth, allocation: nil)] }
        return standing.allocations.map { BoothLine(booth: booth, allocation: $0) }
    }

    static let columns: [Column<BoothLine>] = [
        Column("code", "Gian hàng", "Booth", { $0.booth.code.text }),
        Column("zone", "Khu", "Zone", { $0.booth.zone }),
        Column("x_m", "X (m)", "X (m)", { $0.booth.rectangle.x.text }),
        Column("y_m", "Y (m)", "Y (m)", { $0.booth.rectangle.y.text }),
        Column("width_m", "Rộng (m)", "Width (m)", { $0.booth.rectangle.width.text }),
        Column("depth_m", "Sâu (m)", "Depth (m)", { $0.booth.rectangle.depth.text }),
        Column("corner", "Góc", "Corner", { .flag($0.booth.isCorner) }),
        Column("price_vnd", "Giá thuê (đồng)", "Rent (VND)", { $0.booth.price?.text }),
        Column("state", "Tình trạng", "State", { $0.allocation?.state.rawValue ?? "free" }),
        Column("allocation", "Số lần giao", "Allocation", { $0.allocation.map { String($0.id) } }),
        Column("tenants", "Đơn vị", "Tenants", { .list($0.allocation?.tenants ?? []) }),
        Column("province", "Tỉnh", "Province", { $0.allocation?.province }),
        Column("first_day", "Từ ngày", "From", kind: .day, { .text($0.allocation?.days.first.iso) }),
        Column("last_day", "Đến ngày", "To", kind: .day, { .text($0.allocation?.days.last.iso) }),
        Column(
            "held_until", "Giữ đến", "Held until", kind: .day,
            { .text($0.allocation?.state == .held ? $0.allocation?.heldUntil.iso : nil) }),
    ]
}

extension BoothAllocationRecord: Listed {
    static let columns: [Column<BoothAllocationRecord>] = [
        Column("id", "Số", "Id", { String($0.id) }),
        Column("group", "Nhóm", "Group", { String($0.groupID) }),
        Column("booth", "Gian hàng", "Booth", { $0.booth }),
        Column("state", "Tình trạng", "State", { $0.state.rawValue }),
        Column("tenants", "Đơn vị", "Tenants", { .list($0.tenants) }),
        Column("first_day", "Từ ngày", "From", kind: .day, { .text($0.days.first.iso) }),
        Column("last_day", "Đến ngày", "To", kind: .day, { .text($0.days.last.iso) }),
        Column("held_until", "Giữ đến", "Held until", kind: .day, { .text($0.heldUntil.iso) }),
        Column("province", "Tỉnh", "Province", { $0.province }),
        Column("product_group", "Nhóm sản phẩm", "Product group", { $0.productGroup?.rawValue }),
        Column("funds", "Nguồn kinh phí", "Funds", { $0.funds?.rawValue }),
        Column("price_vnd", "Giá thuê (đồng)", "Rent (VND)", { $0.price?.text }),
        Column("support_vnd", "Kinh phí hỗ trợ (đồng)", "Paid by funds (VND)", { $0.support?.text }),
        Column("tenants_vnd", "Bên thuê trả (đồng)", "Paid by tenants (VND)", { $0.tenantsPart?.text }),
        Column("moved_from", "Chuyển từ", "Moved from", { $0.movedFrom.map { String($0) } }),
    ]
}

extension BoothStepRecord: Listed {
    static let columns: [Column<BoothStepRecord>] = [
        Column("at", "Lúc", "At", { $0.at.iso }),
        Column("actor", "Người làm", "Actor", { $0.actor }),
        Column("allocation", "Số lần giao", "Allocation", { String($0.allocation.id) }),
        Column("fair", "Hội chợ", "Fair", { String($0.allocation.fairID) }),
        Column("booth", "Gian hàng", "Booth", { $0.allocation.booth }),
        Column("state", "Bước", "State", { $0.state.rawValue }),
        Column("reason", "Lý do", "Reason", { $0.reason }),
        Column("tenants", "Đơn vị", "Tenants", { .list($0.allocation.tenants) }),
        Column("first_day", "Từ ngày", "From", kind: .day, { .text($0.allocation.days.first.iso) }),
        Column("last_day", "Đến ngày", "To", kind: .day, { .text($0.allocation.days.last.iso) }),
    ]
}
