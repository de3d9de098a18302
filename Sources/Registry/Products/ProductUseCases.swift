import Postgres
public import RuralIndustry

/// Which products to list.
public struct ProductFilter: Sendable {
    /// A part of the name, with or without diacritics.
    public var name: String?
    public var group: ProductGroupID?
    public var externalID: String?
    /// The establishment, whichever of its merged records is named.
    public var establishment: Int64?
    /// The day on which merges are read; nil: today.
    public var day: Day?
    public var includesClosed = false

    public init() {}
}

extension Registry {
    /// Products in Vietnamese alphabetical order.
    public func products(
        _ filter: ProductFilter = ProductFilter(), as viewer: Viewer
    ) async throws -> [ProductRecord] {
        try await read(.productRead, of: .listed("product"), as: viewer) { session in
            let conditions = SQL.matching(session.conditions(filter, within: viewer.reach(.productRead)))
            return try session.query(
                ProductRecord.select + conditions + " ORDER BY p.name COLLATE vietnamese, p.product_id",
                as: ProductRecord.self)
        }
    }

    public func product(_ id: Int64, as viewer: Viewer) async throws -> ProductRecord {
        try await read(.productRead, of: .one("product", id: id), as: viewer) { try $0.product(id) }
    }

    public func addProduct(
        _ fields: Fields<ProductColumn>, as viewer: Viewer, dryRun: Bool = false,
        once: OneRequest<ProductRecord>? = nil
    ) async throws -> ProductRecord {
        let product = try Product.parse(fields)
        return try await create(.productAdd, "product", as: viewer, dryRun: dryRun, once: once) {
            session, id in
            _ = try session.save(
                [IncomingRecord(product)], mode: .add(id: id), given: Set(ProductColumn.allCases))
            return try session.product(id)
        }
    }

    /// Changes a product's record. With `version`, only if nobody has changed it since.
    public func editProduct(
        _ id: Int64, changes: Fields<ProductColumn>, version: Int? = nil, because reason: String? = nil,
        as viewer: Viewer, dryRun: Bool = false
    ) async throws -> ProductRecord {
        try await change(
            .productEdit, of: .one("product", id: id), because: reason, as: viewer, dryRun: dryRun
        ) { session in
            let current = try session.product(id)
            let edited = try Product.parse(current.fields.changed(by: changes))
            let record = IncomingRecord(edited, id: id, version: version ?? current.version)
            _ = try session.save([record], mode: .upsert, given: Set(ProductColumn.allCases))
            return try session.product(id)
        }
    }

    /// Closes a product: it stays in the registry with its awards and enters no round any more.
    public func closeProduct(
        _ id: Int64, on day: Day, because reason: String, as viewer: Viewer
    ) async throws -> ProductRecord {
        let reason = try BoundedText.short(reason, column: "reason")
        return try await change(.productClose, of: .one("product", id: id), because: reason, as: viewer) {
            session in
            let current = try session.product(id)
            if current.closedOn != nil { throw Refusal(.closedAlready) }
            try session.execute(
                """
                UPDATE product SET closed_on = \(day), closed_reason = \(reason), version = version + 1
                WHERE product_id = \(id)
                """)
            return try session.product(id)
        }
    }

    /// Registers and changes many products: all or none, with every bad row told.
    public func importProducts(
        _ file: RecordFile<ProductColumn>, as viewer: Viewer, dryRun: Bool = false,
        once: OneRequest<ImportCounts>? = nil
    ) async throws -> ImportCounts {
        let (records, unreadable) = file.incomingProducts()
        return try await change(
            .productImport, of: .listed("product"), as: viewer, dryRun: dryRun, once: once
        ) { session in
            try session.save(
                records.map(\.value), mode: .upsert, given: file.columns, besides: unreadable,
                within: viewer.reach(.productImport))
        }
    }

    /// What `importProducts` would do with each row; nothing is changed.
    public func previewProducts(
        _ file: RecordFile<ProductColumn>, as viewer: Viewer
    ) async throws -> ImportPreview {
        let (records, unreadable) = file.incomingProducts()
        let lines = file.previewedLines(name: .name)
        return try await change(.productImport, of: .listed("product"), as: viewer, dryRun: true) { session in
            try session.preview(
                records.map(\.value), given: file.columns, lines: lines, besides: unreadable,
                within: viewer.reach(.productImport))
        }
    }
}

extension Session {
    /// What a filter asks of products `p`.
    func conditions(_ filter: ProductFilter, within reach: Reach) -> [SQL?] {
        [
            reach.belonging("p.establishment_id"),
            filter.name.map { "p.name_folded LIKE '%' || \(Folded($0).text)::text || '%'" },
            filter.group.map { "p.product_group = \($0)" },
            filter.externalID.map { "p.external_id = \($0)" },
            filter.establishment.map {
                "p.establishment_id IN (SELECT establishment_records(\($0), \(filter.day.orToday)))"
            },
            filter.includesClosed ? nil : "p.closed_on IS NULL",
        ]
    }
}

extension RecordFile<ProductColumn> {
    fileprivate func incomingProducts() -> (values: [Located<IncomingRecord>], violations: [Violation]) {
        valuesAndViolations { (row, notation) throws(Refusal) in
            IncomingRecord(
                try Product.parse(row.fields, notation), id: try IncomingRecord.number(row.id, column: "id"),
                version: try IncomingRecord.number(row.version, column: "version").map { Int($0) },
                at: place(of: row))
        }
    }
}

extension IncomingRecord {
    fileprivate init(_ product: Product, id: Int64? = nil, version: Int? = nil, at place: Place = Place()) {
        self.init(
            place: place, id: id, version: version, texts: product.fields.row.map { $0.isEmpty ? nil : $0 },
            nameFolded: Folded(product.name).text)
    }
}
