import ArgumentParser
import Registry
import RuralIndustry

struct AwardCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "award", abstract: "Danh hiệu đã trao (awards and their history).",
        subcommands: [List.self, History.self, Import.self, AwardCountCommand.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "Liệt kê danh hiệu.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: ListOutputOptions
        @OptionGroup var asOf: AsOfOptions
        @OptionGroup var filter: AwardFilterOptions

        func run() async throws {
            try await global.withRegistry { registry, place in
                let day = asOf.day(place)
                try output.printer(place).list(
                    try await registry.awards(filter.filter, as: place.viewer).map {
                        AwardLine(award: $0, day: day)
                    })
            }
        }
    }

    struct History: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "history",
            abstract: "Lịch sử danh hiệu của một sản phẩm, một cơ sở hoặc một địa bàn.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: ListOutputOptions
        @OptionGroup var asOf: AsOfOptions
        @OptionGroup var filter: AwardFilterOptions
        @Option(help: "Số của sản phẩm.") var product: Int64?
        @Option(help: "Số của cơ sở.") var establishment: Int64?
        @Option(help: "Mã đơn vị (đọc vào --as-of): kể cả những đơn vị đã nhập vào nó.") var unit: String?

        func validate() throws {
            if [product != nil, establishment != nil, unit != nil].count(where: \.self) != 1 {
                throw ValidationError(
                    "Ghi đúng một trong --product, --establishment, --unit (exactly one of them).")
            }
        }

        func run() async throws {
            try await global.withRegistry { registry, place in
                let day = asOf.day(place)
                let awards = try await registry.awardHistory(
                    try await scope(on: day, registry, place), filter.filter, on: day, as: place.viewer)
                try output.printer(place).list(awards.map { AwardLine(award: $0, day: day) })
            }
        }

        private func scope(on day: Day, _ registry: Registry, _ place: Workplace) async throws -> AwardScope {
            if let product {
                guard try await registry.productExists(product, as: place.viewer) else {
                    throw Violation(
                        "unknown-product", vi: "không có sản phẩm số \(product)",
                        en: "there is no product \(product)")
                }
                return .product(product)
            }
            if let establishment {
                guard try await registry.establishmentExists(establishment, as: place.viewer) else {
                    throw Violation(
                        "unknown-establishment", vi: "không có cơ sở số \(establishment)",
                        en: "there is no establishment \(establishment)")
                }
                return .establishment(establishment)
            }
            return .unit(unit ?? "", on: day)
        }
    }

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "import",
            abstract: "Nhập danh hiệu của những năm trước: tất cả hoặc không có gì.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var dryRun: DryRunOption
        @OptionGroup var sheet: SheetOption
        @Argument(help: "Tệp CSV hoặc XLSX.") var file: String

        func run() async throws {
            let records = try RecordFile<AwardColumn>.read(path: file, sheet: sheet.sheet)
            try await global.withRegistry { registry, place in
                let today = place.today
                let awards = try records.parsed { (row, notation) throws(Refusal) in
                    try EarlierAward.parse(row.fields, notation, today: today)
                }
                try output.printer(place).single(
                    try await registry.importAwards(awards, as: place.viewer, dryRun: dryRun.dryRun))
            }
        }
    }
}

struct AwardFilterOptions: ParsableArguments {
    @Option(help: "Cấp.") var level: SelectionLevel?
    @Option(help: "Năm của kỳ bình chọn.") var year: Int?
    @Option(help: "Nhóm sản phẩm.") var group: String?

    var filter: AwardFilter {
        AwardFilter(level: level, year: year, group: group.map(ProductGroupID.init(rawValue:)))
    }
}

/// An award with its state on a day.
struct AwardLine: Listed {
    let award: AwardRecord
    let day: Day

    static let columns: [Column<AwardLine>] = [
        Column("award_id", "Số", "Id", { String($0.award.id) }),
        Column("year", "Năm", "Year", { .number($0.award.year) }),
        Column("level", "Cấp", "Level", { $0.award.level.rawValue }),
        Column("product", "Sản phẩm", "Product", { $0.award.productName }),
        Column("establishment", "Cơ sở", "Establishment", { $0.award.establishmentName }),
        Column("group", "Nhóm", "Group", { $0.award.group?.rawValue }),
        Column("class", "Hạng", "Class", { $0.award.awardClass }),
        Column("issuer", "Cơ quan công nhận", "Issuer", { $0.award.issuerName }),
        Column("issuer_code", "Mã cơ quan", "Issuer code", { $0.award.issuerCode }),
        Column("decision_number", "Quyết định", "Decision", { $0.award.decisionNumber }),
        Column("decision_date", "Ngày", "Date", { $0.award.decisionDate.iso }),
        Column("certificate_number", "Số GCN", "Certificate", { $0.award.certificateNumber }),
        Column("issued_on", "Ngày cấp", "Issued on", { $0.award.issuedOn?.iso }),
        Column("valid_to", "Giá trị đến", "Valid to", { $0.award.validTo?.iso }),
        Column("status", "Tình trạng", "Status", { $0.award.status(on: $0.day)?.rawValue }),
        Column("revoked_on", "Thu hồi", "Revoked", { $0.award.revokedOn?.iso }),
        Column("province", "Địa bàn khi đó", "Province then", { $0.award.provinceName }),
        Column("partial", "Một phần", "Partial", { $0.award.isPartial ? "part" : nil }),
        Column("product_id", "Số sản phẩm", "Product id", { $0.award.productID.map { String($0) } }),
        Column(
            "establishment_id", "Số cơ sở", "Establishment id",
            { $0.award.establishmentID.map { String($0) } }),
        Column("source", "Nguồn", "Source", { $0.award.source }),
        Column(
            "replaced_numbers", "Số GCN đã được thay", "Replaced certificates",
            { $0.award.replacedNumbers.isEmpty ? nil : $0.award.replacedNumbers.joined(separator: "|") }),
        Column("withdrawn_by", "Huỷ bởi quyết định", "Withdrawn by", { $0.award.withdrawal?.number }),
    ]
}

extension AwardImportReport: Listed {
    static let columns: [Column<AwardImportReport>] = [
        Column("added", "Thêm mới", "Added", { .number($0.added) }),
        Column("unchanged", "Đã có", "Unchanged", { .number($0.unchanged) }),
        Column("unlinked", "Chưa gắn với sản phẩm", "Not linked to a product", { .number($0.unlinked) }),
    ]
}
