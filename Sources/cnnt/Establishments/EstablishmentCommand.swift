import ArgumentParser
import Registry
import RuralIndustry

struct EstablishmentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "establishment", abstract: "Cơ sở công nghiệp nông thôn (establishments).",
        subcommands: [
            Add.self, Import.self, List.self, Show.self, Edit.self, Close.self, Site.self, EligibilityOf.self,
            Versions.self, Diff.self, Duplicates.self, Merge.self, Redact.self,
        ])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "add", abstract: "Đăng ký một cơ sở.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var asOf: AsOfOptions
        @OptionGroup var fields: EstablishmentFields
        @Option(
            name: .customLong("allow-same-registration"),
            help: "Lý do cơ sở này mang cùng số đăng ký với một cơ sở khác.")
        var sharing: String?

        func run() async throws {
            try await global.withRegistry { registry, place in
                let added = try await registry.addEstablishment(
                    fields.values, sharing: sharing, on: asOf.day(place), today: place.today, as: place.viewer
                )
                try output.printer(place).single(added)
                for pair in try await registry.nearDuplicates(of: added.id, on: place.today, as: place.viewer)
                {
                    Console().note(ErrorReport.warning(pair.warning(about: added.id), in: place.language))
                }
            }
        }
    }

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "import",
            abstract: "Nhập nhiều cơ sở từ tệp CSV hoặc XLSX: tất cả hoặc không có gì.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: ListOutputOptions
        @OptionGroup var asOf: AsOfOptions
        @OptionGroup var dryRun: DryRunOption
        @OptionGroup var preview: PreviewOption
        @OptionGroup var sheet: SheetOption
        @Argument(help: "Tệp CSV hoặc XLSX.") var file: String

        func run() async throws {
            let records = try RecordFile<EstablishmentColumn>.read(path: file, sheet: sheet.sheet)
            try await global.withRegistry { registry, place in
                if preview.preview {
                    let preview = try await registry.previewEstablishments(
                        records, on: asOf.day(place), today: place.today, as: place.viewer)
                    return try output.printer(place).preview(preview)
                }
                let counts = try await registry.importEstablishments(
                    records, on: asOf.day(place), today: place.today, as: place.viewer, dryRun: dryRun.dryRun)
                try output.printer(place).single(counts)
                for warning in counts.warnings {
                    Console().note(ErrorReport.warning(warning, in: place.language))
                }
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "Liệt kê cơ sở.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: ListOutputOptions
        @OptionGroup var asOf: AsOfOptions
        @Option(help: "Một phần của tên, có dấu hay không dấu.") var name: String?
        @Option(name: .customLong("legal-form"), help: "Loại hình.") var legalForm: LegalForm?
        @Option(name: .customLong("tax-code"), help: "Mã số thuế.") var taxCode: String?
        @Option(help: "Mã tỉnh, huyện hoặc xã mà cơ sở thuộc về.") var unit: String?
        @Flag(help: "Cả cơ sở đã ngừng.") var all = false

        func run() async throws {
            try await global.withRegistry { registry, place in
                var filter = EstablishmentFilter()
                filter.name = name
                filter.legalForm = legalForm
                filter.taxCode = taxCode
                filter.unit = unit
                filter.includesClosed = all
                try output.printer(place).list(
                    try await registry.establishments(filter, on: asOf.day(place), as: place.viewer))
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "show", abstract: "Xem một cơ sở.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var asOf: AsOfOptions
        @Argument(help: "Số của cơ sở.") var id: Int64
        @Option(help: "Một phiên bản cũ thay vì hiện tại.") var version: Int?

        func run() async throws {
            try await global.withRegistry { registry, place in
                let printer = output.printer(place)
                if let version {
                    return try printer.single(
                        VersionSheet(
                            version: try await registry.establishmentVersion(id, version, as: place.viewer)))
                }
                let details = try await registry.establishmentDetails(
                    id, on: asOf.day(place), as: place.viewer)
                try printer.single(details)
                if let merge = details.mergedInto {
                    let text = Bilingual(
                        vi:
                            "cơ sở số \(id) đã được hợp nhất vào cơ sở số \(merge.into) “\(merge.intoName)” từ \(merge.effectiveOn.vietnamese)",
                        en:
                            "establishment \(id) is merged into \(merge.into) “\(merge.intoName)” since \(merge.effectiveOn.iso)"
                    )
                    Console().note(text.text(in: place.language))
                }
            }
        }
    }

    struct Edit: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "edit", abstract: "Sửa một cơ sở; bản cũ vẫn còn.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var asOf: AsOfOptions
        @OptionGroup var fields: EstablishmentFields
        @Argument(help: "Số của cơ sở.") var id: Int64
        @Option(name: .customLong("if-version"), help: "Chỉ sửa nếu còn ở phiên bản này.") var version: Int?
        @Option(help: "Lý do.") var reason: String?
        @Option(
            name: .customLong("allow-same-registration"),
            help: "Lý do cơ sở này mang cùng số đăng ký với một cơ sở khác.")
        var sharing: String?

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).single(
                    try await registry.editEstablishment(
                        id, changes: fields.values, version: version, because: reason, sharing: sharing,
                        on: asOf.day(place),
                        today: place.today, as: place.viewer))
            }
        }
    }

    struct Close: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "close",
            abstract: "Ghi nhận cơ sở ngừng hoạt động; hồ sơ vẫn còn.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var confirmation: ConfirmOption
        @Argument(help: "Số của cơ sở.") var id: Int64
        @Option(help: "Ngày ngừng (mặc định: hôm nay).") var date: Day?
        @Option(help: "Lý do.") var reason: String

        func run() async throws {
            try await global.withRegistry { registry, place in
                try confirmation.confirm(
                    Bilingual(vi: "Đóng cơ sở \(id)?", en: "Close establishment \(id)?"), place)
                try output.printer(place).single(
                    try await registry.closeEstablishment(
                        id, on: date ?? place.today, because: reason, as: place.viewer))
            }
        }
    }
}

/// The columns of an establishment as flags.
struct EstablishmentFields: ParsableArguments {
    @Option(help: "Tên cơ sở.") var name: String?
    @Option(
        name: .customLong("legal-form"),
        help: "Loại hình: \(LegalForm.allCases.map(\.rawValue).joined(separator: ", ")).")
    var legalForm: String?
    @Option(name: .customLong("commune-code"), help: "Mã xã, phường, đặc khu của trụ sở.") var communeCode:
        String?
    @Option(name: .customLong("tax-code"), help: "Mã số thuế.") var taxCode: String?
    @Option(name: .customLong("registration-number"), help: "Số đăng ký kinh doanh.") var registrationNumber:
        String?
    @Option(name: .customLong("registration-date"), help: "Ngày đăng ký.") var registrationDate: String?
    @Option(help: "Người đại diện.") var representative: String?
    @Option(help: "Địa chỉ trụ sở.") var address: String?
    @Option(name: .customLong("site-commune-code"), help: "Mã xã của nơi sản xuất.") var siteCommuneCode:
        String?
    @Option(name: .customLong("site-address"), help: "Địa chỉ nơi sản xuất.") var siteAddress: String?
    @Option(help: "Điện thoại.") var phone: String?
    @Option(help: "Thư điện tử.") var email: String?
    @Option(help: "Trang web.") var website: String?
    @Option(help: "Ngành nghề.") var industry: String?
    @Option(name: .customLong("founded-on"), help: "Ngày thành lập.") var foundedOn: String?
    @Option(help: "Số lao động.") var labour: String?
    @Option(name: .customLong("capital-vnd"), help: "Vốn, đồng.") var capitalVND: String?
    @Option(name: .customLong("revenue-vnd"), help: "Doanh thu năm, đồng.") var revenueVND: String?
    @Option(name: .customLong("external-id"), help: "Mã của nơi gửi.") var externalID: String?

    var values: Fields<EstablishmentColumn> {
        Fields(texts: [
            name, legalForm, communeCode, taxCode, registrationNumber, registrationDate, representative,
            address,
            siteCommuneCode, siteAddress, phone, email, website, industry, foundedOn, labour, capitalVND,
            revenueVND,
            externalID,
        ])
    }
}

extension ImportCounts: Listed {
    static let columns: [Column<ImportCounts>] = [
        Column("added", "Thêm mới", "Added", { .number($0.added) }),
        Column("changed", "Thay đổi", "Changed", { .number($0.changed) }),
        Column("unchanged", "Giữ nguyên", "Unchanged", { .number($0.unchanged) }),
    ]
}

extension EstablishmentRecord: Listed {
    private static let kinds: [EstablishmentColumn: CellKind] = [
        .labour: .number, .capitalVND: .number, .revenueVND: .number,
    ]

    static let columns: [Column<EstablishmentRecord>] =
        [
            Column("id", "Số", "Id", { String($0.id) }),
            Column("version", "Phiên bản", "Version", { .number($0.version) }),
        ]
        + EstablishmentColumn.allCases.map { column in
            Column(
                column.name, column.heading.vi, column.heading.en, kind: kinds[column],
                { (record: EstablishmentRecord) in .text(record.fields[column]) })
        }
}
