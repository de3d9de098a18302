import ArgumentParser
import Registry
import RuralIndustry

struct FairCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fair", abstract: "Hội chợ, triển lãm (fairs).",
        subcommands: [
            Create.self, Edit.self, List.self, Show.self, Grid.self, Plan.self, Open.self, Close.self,
            Cancel.self,
            Quota.self, Quotas.self, Funding.self, Count.self, Terms.self, Allocate.self, Runs.self,
            Recompute.self, Minutes.self, Contracts.self, Contract.self,
        ])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "create", abstract: "Lập một hội chợ.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var dryRun: DryRunOption
        @Option(help: "Tên hội chợ.") var name: String
        @Option(help: "commune, district, provincial, regional hoặc national.") var level: SelectionLevel
        @Option(help: "organised (hội chợ hàng CNNT được tổ chức) hoặc joined (tham gia hội chợ khác).")
        var kind: FairKind = .organised
        @Option(help: "Mã đơn vị; north, central, south; hoặc VN.") var organiser: String
        @Option(help: "Địa điểm.") var venue: String
        @Option(help: "Ngày khai mạc.") var from: Day
        @Option(help: "Ngày bế mạc.") var to: Day
        @Option(name: .customLong("set-up"), help: "Ngày đầu dựng gian hàng (mặc định: ngày khai mạc).")
        var setUp: Day?
        @Option(name: .customLong("booth-width"), help: "Chiều rộng gian hàng tiêu chuẩn, mét.")
        var boothWidth: Length = .standardBoothSide
        @Option(name: .customLong("booth-depth"), help: "Chiều sâu gian hàng tiêu chuẩn, mét.")
        var boothDepth: Length = .standardBoothSide

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).single(
                    try await registry.createFair(
                        NewFair(
                            name: name, level: level, organiserCode: organiser, venue: venue, first: from,
                            last: to, setUpOn: setUp, boothWidth: boothWidth, boothDepth: boothDepth,
                            kind: kind),
                        as: place.viewer, dryRun: dryRun.dryRun))
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "Liệt kê hội chợ, mới nhất trước.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: ListOutputOptions
        @Option(help: "Cấp.") var level: SelectionLevel?
        @Option(help: "Năm.") var year: Int?
        @Option(help: "planned, open, closed hoặc cancelled.") var state: FairState?

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).list(
                    try await registry.fairs(level: level, year: year, state: state, as: place.viewer))
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "show", abstract: "Xem một hội chợ.")
        @OptionGroup var step: FairStepOptions

        func run() async throws { try await step.run { try await $0.fair($1, as: $2.viewer) } }
    }

    struct Grid: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "grid",
            abstract: "Vẽ sơ đồ theo dãy và lối đi, thay cho tệp sơ đồ (A01, A02, …; góc ở đầu dãy).")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var dryRun: DryRunOption
        @Argument(help: "Số của hội chợ.") var id: Int64
        @Option(help: "Số dãy.") var rows: Int
        @Option(name: .customLong("per-row"), help: "Số gian mỗi dãy.") var perRow: Int
        @Option(help: "Lối đi giữa các dãy, mét.") var aisle: Length
        @Flag(name: .customLong("back-to-back"), help: "Hai dãy một, dựa lưng vào nhau.") var backToBack =
            false
        @Option(name: .customLong("per-block"), help: "Sau bấy nhiêu gian có một lối đi ngang.")
        var perBlock: Int?
        @Option(name: .customLong("cross-aisle"), help: "Lối đi ngang, mét (mặc định: bằng lối đi).")
        var crossAisle: Length?
        @Option(help: "Khu.") var zone: String?
        @Option(help: "Giá thuê một gian, đồng.") var price: VND?
        @Option(name: .customLong("corner-price"), help: "Giá thuê một gian góc, đồng.") var cornerPrice: VND?

        func run() async throws {
            try await global.withRegistry { registry, place in
                let fair = try await registry.fair(id, as: place.viewer)
                let zone = try zone.map { try Text.nonEmptyLine($0) }
                let grid = try BoothGrid(
                    rows: rows, boothsPerRow: perRow, boothWidth: fair.boothWidth,
                    boothDepth: fair.boothDepth, aisle: aisle, isBackToBack: backToBack,
                    boothsPerBlock: perBlock, crossAisle: crossAisle, zone: zone, price: price,
                    cornerPrice: cornerPrice)
                try output.printer(place).single(
                    try await registry.importBooths(
                        try grid.plan().booths.map { Located($0) }, fair: id, from: .grid, as: place.viewer,
                        today: place.today, dryRun: dryRun.dryRun))
            }
        }
    }

    struct Open: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "open", abstract: "Bắt đầu nhận giữ chỗ.")
        @OptionGroup var step: FairStepOptions

        func run() async throws { try await step.run { try await $0.openFair($1, as: $2.viewer) } }
    }

    struct Close: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "close",
            abstract: "Kết thúc hội chợ: không giao gian hàng nữa.")
        @OptionGroup var step: FairStepOptions

        func run() async throws { try await step.run { try await $0.closeFair($1, as: $2.viewer) } }
    }

    struct Cancel: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "cancel",
            abstract: "Hủy hội chợ; mọi gian hàng đã giao được trả lại.")
        @OptionGroup var step: FairStepOptions
        @OptionGroup var confirmation: ConfirmOption
        @Option(help: "Lý do.") var because: String

        func run() async throws {
            try await step.run { registry, id, place in
                try confirmation.confirm(Bilingual(vi: "Hủy hội chợ \(id)?", en: "Cancel fair \(id)?"), place)
                return try await registry.cancelFair(id, because: because, as: place.viewer)
            }
        }
    }

    struct Quota: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "quota",
            abstract: "Giao chỉ tiêu gian hàng cho các tỉnh từ tệp.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var dryRun: DryRunOption
        @OptionGroup var sheet: SheetOption
        @Argument(help: "Số của hội chợ.") var id: Int64
        @Argument(help: "Tệp có các cột province_code, booths, và nếu cần group, funds, return_by.")
        var file: String

        func run() async throws {
            let quotas = try RecordFile<BoothQuotaColumn>.read(path: file, sheet: sheet.sheet).parsed {
                (row, notation) throws(Refusal) in
                try BoothQuota.parse(row.fields, notation)
            }
            try await global.withRegistry { registry, place in
                try output.printer(place).single(
                    try await registry.setBoothQuotas(
                        quotas, fair: id, as: place.viewer, dryRun: dryRun.dryRun))
            }
        }
    }

    struct Quotas: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "quotas", abstract: "Xem chỉ tiêu, đã dùng và còn lại.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: ListOutputOptions
        @OptionGroup var asOf: AsOfOptions
        @Argument(help: "Số của hội chợ.") var id: Int64

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).list(
                    try await registry.boothQuotas(ofFair: id, on: asOf.day(place), as: place.viewer))
            }
        }
    }
}

extension FairRecord: Listed {
    static let columns: [Column<FairRecord>] = [
        Column("id", "Số", "Id", { String($0.id) }),
        Column("name", "Tên", "Name", { $0.name }),
        Column("level", "Cấp", "Level", { $0.level.rawValue }),
        Column("kind", "Loại", "Kind", { $0.kind.rawValue }),
        Column("organiser", "Mã đơn vị tổ chức", "Organiser code", { $0.organiserCode }),
        Column("organiser_name", "Đơn vị tổ chức", "Organiser", { $0.organiserName }),
        Column("venue", "Địa điểm", "Venue", { $0.venue }),
        Column("set_up_on", "Dựng gian hàng từ", "Set up from", { $0.setUpOn.iso }),
        Column("first_day", "Khai mạc", "First day", kind: .day, { .text($0.days.first.iso) }),
        Column("last_day", "Bế mạc", "Last day", kind: .day, { .text($0.days.last.iso) }),
        Column("state", "Tình trạng", "State", { $0.state.rawValue }),
        Column("plan", "Sơ đồ số", "Plan", { .number($0.planVersion) }),
        Column("booths", "Gian hàng", "Booths", { .number($0.booths) }),
        Column("held", "Đang giữ", "Held", { .number($0.held) }),
        Column("confirmed", "Đã xác nhận", "Confirmed", { .number($0.confirmed) }),
        Column("booth_width_m", "Rộng (m)", "Width (m)", { $0.boothWidth.text }),
        Column("booth_depth_m", "Sâu (m)", "Depth (m)", { $0.boothDepth.text }),
        Column("version", "Phiên bản", "Version", { .number($0.version) }),
    ]
}

extension BoothImportReport: Listed {
    static let columns: [Column<BoothImportReport>] = [
        Column("plan", "Sơ đồ số", "Plan", { .number($0.plan) }),
        Column("booths", "Gian hàng", "Booths", { .number($0.booths) }),
        Column("added", "Thêm", "Added", { .number($0.added) }),
        Column("changed", "Sửa", "Changed", { .number($0.changed) }),
        Column("unchanged", "Giữ nguyên", "Unchanged", { .number($0.unchanged) }),
        Column("removed", "Bỏ", "Removed", { .number($0.removed) }),
    ]
}

extension BoothQuotaRecord: Listed {
    static let columns: [Column<BoothQuotaRecord>] = [
        Column("province_code", "Mã tỉnh", "Province code", { $0.quota.scope.province.text }),
        Column("province", "Tỉnh", "Province", { $0.provinceName }),
        Column("group", "Nhóm sản phẩm", "Product group", { $0.quota.scope.group?.rawValue }),
        Column("funds", "Nguồn kinh phí", "Funds", { $0.quota.scope.funds?.rawValue }),
        Column("booths", "Chỉ tiêu", "Booths", { .number($0.quota.booths) }),
        Column("confirmed", "Đã xác nhận", "Confirmed", { .number($0.confirmed) }),
        Column("held", "Đang giữ", "Held", { .number($0.held) }),
        Column("left", "Còn lại", "Left", { .number($0.left) }),
        Column("return_by", "Trả trước hết ngày", "Return by", kind: .day, { .text($0.quota.returnBy?.iso) }),
    ]
}
