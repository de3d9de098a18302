public import ArgumentParser
import Registry
public import RuralIndustry

extension BoothRequestState: ExpressibleByArgument {}

extension BoothCommand {
    struct Request: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Đăng ký gian hàng: ai xin bao nhiêu gian, ở khu nào (requests for booths).",
            subcommands: [Import.self, List.self, Withdraw.self, Refuse.self, History.self])
    }
}

extension BoothCommand.Request {
    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Nhận đăng ký gian hàng từ tệp CSV hoặc XLSX: tất cả hoặc không có gì.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: ListOutputOptions
        @OptionGroup var dryRun: DryRunOption
        @OptionGroup var preview: PreviewOption
        @OptionGroup var sheet: SheetOption
        @Argument(help: "Số của hội chợ.") var fair: Int64
        @Argument(
            help:
                "Tệp có cột booths, filed_on, một cột nêu cơ sở (hoặc tenant_kind, tenant_name), và nếu cần các cột khác."
        )
        var file: String

        func run() async throws {
            let requests = try RecordFile<BoothRequestColumn>.read(path: file, sheet: sheet.sheet)
            try await global.withRegistry { registry, place in
                if preview.preview {
                    return try output.printer(place).preview(
                        try await registry.previewBoothRequests(
                            requests, fair: fair, as: place.viewer, today: place.today))
                }
                try output.printer(place).single(
                    try await registry.importBoothRequests(
                        requests, fair: fair, as: place.viewer, today: place.today, dryRun: dryRun.dryRun))
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Liệt kê đăng ký gian hàng của một hội chợ.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: ListOutputOptions
        @Argument(help: "Số của hội chợ.") var fair: Int64
        @Option(help: "filed, given, partly-given, waiting, refused hoặc withdrawn.")
        var state: BoothRequestState?

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).list(
                    try await registry.boothRequests(ofFair: fair, in: state, as: place.viewer))
            }
        }
    }

    struct Withdraw: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Rút đăng ký theo ý của đơn vị; đơn vị đã được một phần thì giữ phần đó, không chờ thêm.")
        @OptionGroup var step: BoothRequestStepOptions

        func run() async throws {
            try await step.run {
                try await $0.withdrawBoothRequest($1, because: $2, as: $3.viewer, dryRun: $4)
            }
        }
    }

    struct Refuse: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Ban tổ chức từ chối đăng ký.")
        @OptionGroup var step: BoothRequestStepOptions

        func run() async throws {
            try await step.run {
                try await $0.refuseBoothRequest($1, because: $2, as: $3.viewer, dryRun: $4)
            }
        }
    }

    struct History: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Mọi bước của một đăng ký, kể cả thứ tự chờ: ai, lúc nào, vì sao.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: ListOutputOptions
        @Argument(help: "Số của đăng ký.") var id: Int64

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).list(
                    try await registry.boothRequestHistory(id, as: place.viewer))
            }
        }
    }
}

/// What every step of a request takes.
struct BoothRequestStepOptions: ParsableArguments {
    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var dryRun: DryRunOption
    @Argument(help: "Số của đăng ký.") var id: Int64
    @Option(help: "Lý do.") var because: String

    func run(
        _ step: (Registry, Int64, _ because: String, Workplace, _ dryRun: Bool) async throws ->
            BoothRequestRecord
    ) async throws {
        try await global.withRegistry { registry, place in
            try output.printer(place).single(try await step(registry, id, because, place, dryRun.dryRun))
        }
    }
}

extension BoothRequestRecord: Listed {
    static let columns: [Column<BoothRequestRecord>] = [
        Column("id", "Số", "Id", { String($0.id) }),
        Column("tenant", "Đơn vị", "Tenant", { $0.tenantName }),
        Column("tenant_kind", "Loại đơn vị", "Tenant's kind", { $0.tenant.kind.rawValue }),
        Column(
            "establishment_id", "Số của cơ sở", "Establishment's id",
            { $0.tenant.establishment.map { String($0) } }),
        Column("province_code", "Mã tỉnh", "Province code", { $0.province }),
        Column("booths", "Số gian xin", "Booths asked for", { .number($0.booths) }),
        Column("adjacent", "Liền kề", "Adjacent", { .flag($0.isAdjacent) }),
        Column("zones", "Khu mong muốn", "Zones wished for", { .list($0.zones) }),
        Column("other_zones", "Nhận khu khác", "Takes other zones", { .flag($0.takesOtherZones) }),
        Column("group", "Nhóm sản phẩm", "Product group", { $0.productGroup?.rawValue }),
        Column("funds", "Nguồn kinh phí", "Funds", { $0.funds?.rawValue }),
        Column("from_date", "Từ ngày", "From", { $0.days.first.iso }),
        Column("to_date", "Đến ngày", "To", { $0.days.last.iso }),
        Column("filed_on", "Ngày nộp", "Filed on", { $0.filedOn.iso }),
        Column("state", "Tình trạng", "State", { $0.state.rawValue }),
        Column("waiting", "Thứ tự chờ", "Waiting", { .number($0.waitingPosition) }),
        Column("given", "Gian được giao", "Booths given", { .list($0.given) }),
    ]
}

extension BoothRequestStepRecord: Listed {
    static let columns: [Column<BoothRequestStepRecord>] = [
        Column("at", "Lúc", "At", { $0.at.iso }),
        Column("actor", "Người làm", "Actor", { $0.actor }),
        Column("request", "Đăng ký", "Request", { String($0.requestID) }),
        Column("state", "Tình trạng", "State", { $0.state.rawValue }),
        Column("waiting", "Thứ tự chờ", "Waiting", { .number($0.waitingPosition) }),
        Column("reason", "Lý do", "Reason", { $0.reason }),
    ]
}
