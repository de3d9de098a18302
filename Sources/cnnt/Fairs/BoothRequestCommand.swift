public import ArgumentParser
import Registry
public import RuralIndustry

extension BoothRequestState: ExpressibleByArgument {}

extension BoothCommand {
    struct Request: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "request",
            abstract: "Đăng ký gian hàng: ai xin bao nhiêu gian, ở khu nào (requests for booths).",
            subcommands: [Import.self, List.self, Withdraw.self, Refuse.self, History.self])
    }
}

extension BoothCommand.Request {
    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "import",
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
            commandName: "list",
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
            commandName: "withdraw",
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
        static let configuration = CommandConfiguration(
            commandName: "refuse", abstract: "Ban tổ chức từ chối đăng ký.")
        @OptionGroup var step: BoothRequestStepOptions

        func run() async throws {
            try await step.run {
                try await $0.refuseBoothRequest($1, because: $2, as: $3.viewer, dryRun: $4)
            }
        }
    }

    struct History: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "history",
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

/// What a file of requests has, which a list that was written imports again, and what became of them.
extension BoothRequestRecord: Listed {
    static let columns: [Column<BoothRequestRecord>] = who + asked + became

    private static let who: [Column<BoothRequestRecord>] = [
        Column("id", "Số", "Id", { String($0.id) }), beside("tenant") { .text($0.tenantName) },
    ]

    private static let asked: [Column<BoothRequestRecord>] = [
        own(.establishmentID) { .text($0.tenant.establishment.map { String($0) }) },
        own(.tenantKind) { .text($0.tenant.kind.rawValue) },
        own(.tenantName) { .text($0.tenant.name) },
        own(.province) { .text($0.province) },
        own(.booths) { .number($0.booths) },
        own(.adjacent) { .text($0.isAdjacent ? "yes" : "no") },
        own(.zones) { .list($0.zones) },
        own(.otherZones) { .text($0.takesOtherZones ? "yes" : "no") },
        own(.group) { .text($0.productGroup?.rawValue) },
        own(.funds) { .text($0.funds?.rawValue) },
        own(.from) { .text($0.days.first.iso) },
        own(.to) { .text($0.days.last.iso) },
        own(.filedOn) { .text($0.filedOn.iso) },
    ]

    private static let became: [Column<BoothRequestRecord>] = [
        beside("state") { .text($0.state.rawValue) },
        beside("waiting") { .number($0.waitingPosition) },
        beside("given") { .list($0.given) },
    ]

    private static func own(
        _ column: BoothRequestColumn, _ value: @escaping @Sendable (BoothRequestRecord) -> Field
    ) -> Column<BoothRequestRecord> {
        Column(column.name, column.heading.vi, column.heading.en, value)
    }

    private static func beside(
        _ name: String, _ value: @escaping @Sendable (BoothRequestRecord) -> Field
    ) -> Column<BoothRequestRecord> {
        let heading = BoothRequestColumn.printedBeside[name]
        return Column(name, heading?.vi ?? name, heading?.en ?? name, value)
    }
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
