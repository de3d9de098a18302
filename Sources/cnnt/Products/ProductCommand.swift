import ArgumentParser
import Registry
import RuralIndustry

struct ProductCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "product", abstract: "Sản phẩm và bộ sản phẩm (products and product sets).",
        subcommands: [
            Add.self, Import.self, List.self, Show.self, Edit.self, Close.self, Versions.self, Diff.self,
        ])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "add", abstract: "Đăng ký một sản phẩm.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var fields: ProductFields

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).single(
                    try await registry.addProduct(fields.values, as: place.viewer))
            }
        }
    }

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "import",
            abstract: "Nhập nhiều sản phẩm từ tệp CSV hoặc XLSX: tất cả hoặc không có gì.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: ListOutputOptions
        @OptionGroup var dryRun: DryRunOption
        @OptionGroup var preview: PreviewOption
        @OptionGroup var sheet: SheetOption
        @Argument(help: "Tệp CSV hoặc XLSX.") var file: String

        func run() async throws {
            let records = try RecordFile<ProductColumn>.read(path: file, sheet: sheet.sheet)
            try await global.withRegistry { registry, place in
                if preview.preview {
                    let preview = try await registry.previewProducts(records, as: place.viewer)
                    return try output.printer(place).preview(preview)
                }
                try output.printer(place).single(
                    try await registry.importProducts(records, as: place.viewer, dryRun: dryRun.dryRun))
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "Liệt kê sản phẩm.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: ListOutputOptions
        @Option(help: "Một phần của tên, có dấu hay không dấu.") var name: String?
        @Option(help: "Nhóm sản phẩm.") var group: String?
        @OptionGroup var asOf: AsOfOptions
        @Option(help: "Số của cơ sở; kể cả những cơ sở đã hợp nhất vào nó.") var establishment: Int64?
        @Flag(help: "Cả sản phẩm đã ngừng.") var all = false

        func run() async throws {
            try await global.withRegistry { registry, place in
                var filter = ProductFilter()
                filter.name = name
                filter.group = group.map(ProductGroupID.init(rawValue:))
                filter.establishment = establishment
                filter.day = asOf.day(place)
                filter.includesClosed = all
                try output.printer(place).list(try await registry.products(filter, as: place.viewer))
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "show", abstract: "Xem một sản phẩm.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "Số của sản phẩm.") var id: Int64
        @Option(help: "Một phiên bản cũ thay vì hiện tại.") var version: Int?

        func run() async throws {
            try await global.withRegistry { registry, place in
                let printer = output.printer(place)
                if let version {
                    return try printer.single(
                        VersionSheet(
                            version: try await registry.productVersion(id, version, as: place.viewer)))
                }
                try printer.single(try await registry.product(id, as: place.viewer))
            }
        }
    }

    struct Edit: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "edit", abstract: "Sửa một sản phẩm; bản cũ vẫn còn.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var fields: ProductFields
        @Argument(help: "Số của sản phẩm.") var id: Int64
        @Option(name: .customLong("if-version"), help: "Chỉ sửa nếu còn ở phiên bản này.") var version: Int?
        @Option(help: "Lý do.") var reason: String?

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).single(
                    try await registry.editProduct(
                        id, changes: fields.values, version: version, because: reason, as: place.viewer))
            }
        }
    }

    struct Close: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "close",
            abstract: "Ghi nhận sản phẩm ngừng sản xuất; hồ sơ vẫn còn.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var confirmation: ConfirmOption
        @Argument(help: "Số của sản phẩm.") var id: Int64
        @Option(help: "Ngày ngừng (mặc định: hôm nay).") var date: Day?
        @Option(help: "Lý do.") var reason: String

        func run() async throws {
            try await global.withRegistry { registry, place in
                try confirmation.confirm(
                    Bilingual(vi: "Đóng sản phẩm \(id)?", en: "Close product \(id)?"), place)
                try output.printer(place).single(
                    try await registry.closeProduct(
                        id, on: date ?? place.today, because: reason, as: place.viewer))
            }
        }
    }
}

/// The columns of a product as flags.
struct ProductFields: ParsableArguments {
    @Option(help: "Tên sản phẩm hoặc bộ sản phẩm.") var name: String?
    @Option(help: "Nhóm: handicraft, food, machinery, other.") var group: String?
    @Option(name: .customLong("establishment-tax-code"), help: "Mã số thuế của cơ sở.")
    var establishmentTaxCode: String?
    @Option(name: .customLong("establishment-id"), help: "Số của cơ sở.") var establishmentID: String?
    @Option(name: .customLong("establishment-external-id"), help: "Mã ngoài của cơ sở.")
    var establishmentExternalID: String?
    @Option(help: "Các sản phẩm của bộ, cách nhau bằng dấu |.") var members: String?
    @Option(help: "Mô tả.") var description: String?
    @Option(help: "Nguyên liệu.") var material: String?
    @Option(name: .customLong("local-material-percent"), help: "Nguyên liệu tại chỗ, phần trăm.")
    var localMaterialPercent: String?
    @Option(help: "Năng lực sản xuất một năm.") var capacity: String?
    @Option(help: "Đơn vị tính.") var unit: String?
    @Option(name: .customLong("price-vnd"), help: "Giá, đồng.") var priceVND: String?
    @Option(help: "Thị trường, cách nhau bằng dấu |.") var markets: String?
    @Option(help: "Tiêu chuẩn áp dụng, cách nhau bằng dấu |.") var standards: String?
    @Option(name: .customLong("external-id"), help: "Mã của nơi gửi.") var externalID: String?

    var values: Fields<ProductColumn> {
        Fields(texts: [
            name, group, establishmentTaxCode, establishmentID, establishmentExternalID, members, description,
            material,
            localMaterialPercent, capacity, unit, priceVND, markets, standards, externalID,
        ])
    }
}

extension ProductRecord: Listed {
    private static let kinds: [ProductColumn: CellKind] = [
        .localMaterialPercent: .number, .priceVND: .number,
    ]

    /// The establishment's number names it; its other two names would make a row say it twice.
    static let columns: [Column<ProductRecord>] =
        [
            Column("id", "Số", "Id", { String($0.id) }),
            Column("version", "Phiên bản", "Version", { .number($0.version) }),
        ]
        + ProductColumn.allCases.filter { $0 != .establishmentTaxCode && $0 != .establishmentExternalID }.map
    { column in
        Column(
            column.name, column.heading.vi, column.heading.en, kind: kinds[column],
            { (record: ProductRecord) in .text(record.fields[column]) })
    }
}
