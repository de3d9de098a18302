import ArgumentParser
import Registry
import RuralIndustry

extension DossierCommand {
    struct PublishPicture: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "publish-picture",
            abstract: "Công bố một ảnh của sản phẩm trên trang tra cứu.",
            discussion:
                "Ảnh được thu nhỏ, không giữ gì ngoài hình (made smaller; nothing but its pixels is kept).")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "Số của ảnh trong hồ sơ; xem dossier list.") var paper: Int64
        @Option(help: "Ảnh cho thấy gì, cho người không nhìn được.") var alt: String

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).single(
                    try await registry.publishPicture(ofPaper: paper, alternative: alt, as: place.viewer))
            }
        }
    }

    struct UnpublishPicture: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "unpublish-picture", abstract: "Gỡ một ảnh đã công bố xuống, ngay lập tức.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "Số của ảnh trong hồ sơ.") var paper: Int64
        @Option(help: "Lý do.") var reason: String

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).single(
                    try await registry.unpublishPicture(ofPaper: paper, because: reason, as: place.viewer))
            }
        }
    }
}

extension ProductPicture: Listed {
    static let columns: [Column<ProductPicture>] = [
        Column("product_id", "Sản phẩm", "Product", { String($0.productID) }),
        Column("number", "Ảnh số", "Picture", { .number($0.number) }),
        Column("paper_id", "Giấy tờ", "Paper", { String($0.paperID) }),
        Column("alternative", "Mô tả", "Alternative text", { $0.alternative }),
        Column("address", "Địa chỉ", "Address", { "/products/\($0.productID)/pictures/\($0.number)" }),
        Column("width", "Rộng", "Width", { .number($0.large.width) }),
        Column("height", "Cao", "Height", { .number($0.large.height) }),
        Column("published_on", "Ngày công bố", "Published on", { $0.publishedAt.vietnameseDay.iso }),
        Column("unpublished_on", "Ngày gỡ", "Unpublished on", { $0.unpublishedAt?.vietnameseDay.iso }),
        Column("unpublished_reason", "Lý do gỡ", "Reason", { $0.unpublishedReason }),
    ]
}
