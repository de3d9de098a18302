import Images
public import Postgres
public import RuralIndustry

/// A photograph of a product that is, or was, published.
public struct ProductPicture: RowDecodable, Hashable, Sendable {
    public let id: Int64
    public let productID: Int64
    /// In its address; counted from 1 among the product's.
    public let number: Int
    /// The photograph of the dossier that it was made of.
    public let paperID: Int64
    /// What it shows, for who does not see it.
    public let alternative: String
    public let large: Size
    public let small: Size
    public let publishedAt: Instant
    public let unpublishedAt: Instant?
    public let unpublishedReason: String?

    /// In pixels.
    public struct Size: Hashable, Sendable {
        public let width: Int
        public let height: Int
    }

    public init(_ row: Row) throws {
        id = try row("product_picture_id")
        productID = try row("product_id")
        number = try row("number")
        paperID = try row("dossier_paper_id")
        alternative = try row("alternative")
        large = Size(width: try row("large_width"), height: try row("large_height"))
        small = Size(width: try row("small_width"), height: try row("small_height"))
        publishedAt = try row("published_at")
        unpublishedAt = try row("unpublished_at")
        unpublishedReason = try row("unpublished_reason")
    }

    fileprivate static let columns: SQL = """
        t.product_picture_id, t.product_id, t.number, t.dossier_paper_id, t.alternative, t.large_width, t.large_height,
        t.small_width, t.small_height, t.published_at, t.unpublished_at, t.unpublished_reason
        """

    /// Pictures `t` that everybody may see: of products that everybody may know of.
    fileprivate static func shown(_ columns: SQL) -> SQL {
        "SELECT " + columns + """
             FROM product_picture t JOIN product p USING (product_id)
            WHERE t.unpublished_at IS NULL AND NOT
            """ + " " + AwardRecord.isUnpublishedSet("p.product_id")
    }
}

/// In which of its two sizes a picture is wanted.
public enum PictureSize: String, CaseIterable, Hashable, Sendable {
    case large, small
}

extension Registry {
    /// Publishes a photograph of a product's dossier: made smaller, and without anything but its pixels.
    ///
    /// - Parameter alternative: what it shows, in words.
    /// - Throws: `unknown-paper`, `picture-not-photograph`, `picture-published`.
    public func publishPicture(
        ofPaper id: Int64, alternative: String, as viewer: Viewer
    ) async throws -> ProductPicture {
        let alternative = try BoundedText.short(alternative, column: "alternative")
        let (paper, bytes) = try await read(
            .dossierPublish, of: .one("dossier_paper", id: id), as: viewer
        ) { session in
            let paper = try session.paper(id)
            return (paper, try session.file(of: paper))
        }
        guard let product = paper.productID, paper.paper.kind == .photo, paper.withdrawnAt == nil else {
            throw Refusal(.pictureNotPhotograph)
        }
        let shown: ShownPicture
        do throws(FileError) { shown = try ShownPicture(stored: bytes) } catch {
            throw Refusal(Violation(error))
        }
        return try await create(.dossierPublish, "product_picture", as: viewer) { session, newID in
            // two who publish at once do not take the same number
            _ = try session.values(
                "SELECT product_id FROM product WHERE product_id = \(product) FOR NO KEY UPDATE",
                as: Int64.self)
            try session.execute(
                """
                INSERT INTO product_picture (product_picture_id, product_id, number, dossier_paper_id, alternative,
                  large, large_width, large_height, small, small_width, small_height)
                SELECT \(newID), \(product), coalesce(max(number), 0) + 1, \(id), \(alternative),
                  \(Bytes(shown.large.bytes)), \(shown.large.width), \(shown.large.height),
                  \(Bytes(shown.small.bytes)), \(shown.small.width), \(shown.small.height)
                FROM product_picture WHERE product_id = \(product)
                """)
            return try session.picture(newID)
        }
    }

    /// Takes the picture that was made of a photograph away from everybody's eyes, at once.
    ///
    /// - Throws: `picture-not-published`.
    public func unpublishPicture(
        ofPaper id: Int64, because reason: String, as viewer: Viewer
    ) async throws -> ProductPicture {
        let reason = try BoundedText.short(reason, column: "reason")
        return try await change(
            .dossierPublish, of: .one("dossier_paper", id: id), because: reason, as: viewer
        ) { session in
            let unpublished = try session.values(
                """
                UPDATE product_picture SET unpublished_at = now(), unpublished_reason = \(reason), version = version + 1
                WHERE dossier_paper_id = \(id) AND unpublished_at IS NULL RETURNING product_picture_id
                """, as: Int64.self)
            guard let picture = unpublished.first else { throw Refusal(.pictureNotPublished(id)) }
            return try session.picture(picture)
        }
    }

    /// The pictures that are published now of a product's dossier, by the photograph they were made of, for who keeps the dossier.
    public func publishedPictures(ofProduct id: Int64, as viewer: Viewer) async throws -> [Int64:
        ProductPicture]
    {
        try await read(.dossierRead, of: .one("product", id: id), as: viewer) { session in
            let pictures = try session.query(
                "SELECT " + ProductPicture.columns
                    + " FROM product_picture t WHERE t.product_id = \(id) AND t.unpublished_at IS NULL",
                as: ProductPicture.self)
            return Dictionary(pictures.map { ($0.paperID, $0) }) { first, _ in first }
        }
    }

    /// What everybody may see of a product, in the order of publication.
    public func productPictures(_ product: Int64, as viewer: Viewer) async throws -> [ProductPicture] {
        try await read(.awardHistory, of: .reference("product_picture"), as: viewer) { session in
            try session.query(
                ProductPicture.shown(ProductPicture.columns)
                    + " AND t.product_id = \(product) ORDER BY t.number", as: ProductPicture.self)
        }
    }

    /// The first picture of each of some products that has one.
    public func firstPictures(ofProducts products: [Int64], as viewer: Viewer) async throws -> [Int64:
        ProductPicture]
    {
        if products.isEmpty { return [:] }
        return try await read(.awardHistory, of: .reference("product_picture"), as: viewer) { session in
            let first = try session.query(
                ProductPicture.shown("DISTINCT ON (t.product_id) " + ProductPicture.columns)
                    + " AND t.product_id = ANY (\(products)) ORDER BY t.product_id, t.number",
                as: ProductPicture.self)
            return Dictionary(first.map { ($0.productID, $0) }) { one, _ in one }
        }
    }

    /// The JPEG file of a picture that everybody may see; nil: there is none.
    public func pictureFile(
        ofProduct product: Int64, number: Int, _ size: PictureSize, as viewer: Viewer
    ) async throws -> [UInt8]? {
        try await read(.awardHistory, of: .reference("product_picture"), as: viewer) { session in
            try session.first(
                ProductPicture.shown(size == .large ? "t.large AS file" : "t.small AS file")
                    + " AND t.product_id = \(product) AND t.number = \(number)"
            ) { row in try row("file", as: Bytes.self).bytes }
        }
    }
}

extension Session {
    fileprivate func picture(_ id: Int64) throws -> ProductPicture {
        try one(
            "SELECT " + ProductPicture.columns
                + " FROM product_picture t WHERE t.product_picture_id = \(id)", as: ProductPicture.self)
    }
}

extension Violation {
    static let pictureNotPhotograph = Violation(
        "picture-not-photograph",
        vi: "chỉ công bố được ảnh đang có trong hồ sơ của một sản phẩm (loại photo, chưa rút)",
        en: "only a photograph that is in a product's dossier can be published (kind photo, not withdrawn)")

    static let picturePublished = Violation(
        "picture-published", vi: "ảnh này đã được công bố; muốn đổi lời mô tả, hãy gỡ xuống rồi công bố lại",
        en:
            "this photograph is published already; to change its description, unpublish it and publish it again"
    )

    fileprivate static func pictureNotPublished(_ paper: Int64) -> Violation {
        Violation(
            "picture-not-published", vi: "ảnh số \(paper) không đang được công bố",
            en: "photograph \(paper) is not published")
    }
}
