import Postgres
import RuralIndustry

extension Session {
    /// Writes products, new and changed, in a few statements however many there are. `besides` is what is wrong with the rest
    /// of the source.
    func save(
        _ records: [IncomingRecord], mode: SaveMode, given: Set<ProductColumn>, besides: [Violation] = [],
        within reach: Reach? = nil
    ) throws -> ImportCounts {
        let found = try match(records, mode: mode) + outside(reach, records)
        try Refusal.throwIfAny((besides + found).inRowOrder)
        return try writeMatched(
            "product", all: ProductColumn.assignments(ProductColumn.allCases),
            given: ProductColumn.assignments(ProductColumn.allCases.filter(given.contains)), mode,
            of: records.count)
    }

    /// What a save of these records would do, row by row; everything up to the writing is the same.
    func preview(
        _ records: [IncomingRecord], given: Set<ProductColumn>, lines: [PreviewedLine], besides: [Violation],
        within reach: Reach
    ) throws -> ImportPreview {
        let found = try match(records, mode: .upsert) + outside(reach, records)
        return try previewMatched(
            "product", given: ProductColumn.assignments(ProductColumn.allCases.filter(given.contains)),
            records,
            lines: lines, violations: (besides + found).inRowOrder)
    }

    /// Rows of establishments outside the reach of who imports.
    private func outside(_ reach: Reach?, _ records: [IncomingRecord]) throws -> [Violation] {
        guard let owned = reach?.belonging("m.owner_id") else { return [] }
        return try violations(
            "SELECT m.row, NULL::text AS detail FROM matched m WHERE m.owner_id IS NOT NULL AND NOT (" + owned
                + ") ORDER BY m.row", in: records
        ) { _ in .outsideTerritory }
    }

    /// Makes `matched` and tells what is wrong with it.
    private func match(_ records: [IncomingRecord], mode: SaveMode) throws -> [Violation] {
        try copyIncoming(records, columns: ProductColumn.names.map { $0 == "group" ? "product_group" : $0 })
        try matchIncomingProducts()
        var found: [Violation] = []
        for column in ProductColumn.establishment.map(\.name) {
            let missing = SQL(
                trusted:
                    "SELECT row, \(column) AS detail FROM matched WHERE \(column) IS NOT NULL AND owner_id IS NULL ORDER BY row"
            )
            found += try violations(missing, in: records) { .unknownOwner($0).inColumn(column) }
        }
        found += try violations(
            """
            SELECT m.row, p.establishment_id::text AS detail FROM matched m JOIN product p ON p.product_id = m.existing_id
            WHERE m.owner_id <> p.establishment_id ORDER BY m.row
            """, in: records
        ) { .otherOwner($0) }
        found += try mergedViolations("owner_id", onlyNew: true, in: records)
        return try found + identityViolations(of: "product", unique: ["external_id"], records, mode)
    }

    private func matchIncomingProducts() throws {
        try script(
            """
            CREATE TEMPORARY TABLE matched ON COMMIT DROP AS
            SELECT m.*, p.version AS existing_version, s.establishment_id AS owner_id
            FROM (
              SELECT i.*, coalesce(byid.product_id, byext.product_id) AS existing_id
              FROM incoming i
                LEFT JOIN product byid ON byid.product_id = i.id
                LEFT JOIN product byext ON i.id IS NULL AND byext.external_id = i.external_id
            ) m
              LEFT JOIN product p ON p.product_id = m.existing_id
              LEFT JOIN establishment s ON s.establishment_id = CASE
                WHEN m.establishment_id IS NOT NULL THEN
                  CASE WHEN m.establishment_id ~ '^[0-9]{1,18}$' THEN m.establishment_id::bigint END
                WHEN m.establishment_tax_code IS NOT NULL THEN
                  (SELECT t.establishment_id FROM establishment t WHERE t.tax_code = m.establishment_tax_code)
                ELSE (SELECT x.establishment_id FROM establishment x WHERE x.external_id = m.establishment_external_id) END;
            ANALYZE matched
            """)
    }
}

extension ProductColumn {
    /// What is written into the table; the three ways of naming the establishment fill one column.
    fileprivate static func assignments(_ columns: [ProductColumn]) -> [Assignment] {
        [Assignment("establishment_id", "m.owner_id")] + columns.compactMap(\.assignment)
    }

    private var assignment: Assignment? {
        switch self {
        case .establishmentTaxCode, .establishmentID, .establishmentExternalID: nil
        case .group: Assignment("product_group", "m.product_group", field: name)
        case .members, .markets, .standards:
            Assignment(
                name, "coalesce(string_to_array(m.\(name), '|'), '{}')",
                before: "array_to_string(e.\(name), '|')", after: "coalesce(m.\(name), '')")
        case .localMaterialPercent: Assignment(name, "m.\(name)::numeric")
        case .priceVND: Assignment(name, "m.\(name)::bigint")
        default: Assignment(name, "m.\(name)")
        }
    }
}

extension Violation {
    fileprivate static func unknownOwner(_ reference: String) -> Violation {
        Violation(
            "unknown-establishment", vi: "không có cơ sở \(Text.quoted(reference))",
            en: "there is no establishment \(Text.quoted(reference))")
    }

    fileprivate static func otherOwner(_ id: String) -> Violation {
        Violation(
            "product-owner", vi: "sản phẩm này thuộc cơ sở số \(id); sản phẩm không chuyển sang cơ sở khác",
            en: "this product belongs to establishment \(id); products do not move to another")
    }
}
