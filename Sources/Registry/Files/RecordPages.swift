import Postgres
public import RuralIndustry

/// A part of a long list.
public struct RecordPage<Record: Sendable>: Sendable {
    public let records: [Record]
    /// The number after which the next part begins; nil: this is the last.
    public let next: Int64?

    /// - Parameter found: one more than the part holds, if there are that many.
    init(_ found: [Record], limit: Int, id: (Record) -> Int64) {
        records = Array(found.prefix(limit))
        next = found.count > limit ? records.last.map(id) : nil
    }
}

extension Registry {
    /// Establishments in the order of their numbers, so that nothing is skipped or told twice while others are added.
    ///
    /// - Parameter after: those with a greater number.
    public func establishments(
        _ filter: EstablishmentFilter, after: Int64, limit: Int, on day: Day, as viewer: Viewer
    ) async throws -> RecordPage<EstablishmentRecord> {
        try await read(.establishmentRead, of: .listed("establishment"), as: viewer) { session in
            let conditions = try session.conditions(filter, on: day, within: viewer.reach(.establishmentRead))
            let found = try session.query(
                EstablishmentRecord.select(
                    from: "(SELECT e.* FROM establishment e"
                        + SQL.matching(conditions + ["e.establishment_id > \(after)"])
                        + " ORDER BY e.establishment_id LIMIT \(limit + 1))")
                    + " ORDER BY e.establishment_id",
                as: EstablishmentRecord.self)
            return RecordPage(found, limit: limit, id: \.id)
        }
    }

    /// Products in the order of their numbers.
    public func products(
        _ filter: ProductFilter, after: Int64, limit: Int, as viewer: Viewer
    ) async throws -> RecordPage<ProductRecord> {
        try await read(.productRead, of: .listed("product"), as: viewer) { session in
            let conditions = session.conditions(filter, within: viewer.reach(.productRead))
            let found = try session.query(
                ProductRecord.select(
                    from: "(SELECT p.* FROM product p"
                        + SQL.matching(conditions + ["p.product_id > \(after)"])
                        + " ORDER BY p.product_id LIMIT \(limit + 1))") + " ORDER BY p.product_id",
                as: ProductRecord.self)
            return RecordPage(found, limit: limit, id: \.id)
        }
    }

    /// Rounds in the order of their numbers.
    public func rounds(
        level: SelectionLevel? = nil, year: Int? = nil, state: RoundState? = nil, after: Int64, limit: Int,
        as viewer: Viewer
    ) async throws -> RecordPage<RoundRecord> {
        try await read(.roundRead, of: .listed("round"), as: viewer) { session in
            let found = try session.query(
                RoundRecord.select
                    + SQL.matching(
                        viewer.reach(.roundRead).rounds("r"), level.map { "r.level = \($0)" },
                        year.map { "r.year = \($0)" }, state.map { "r.state = \($0)" },
                        "r.round_id > \(after)")
                    + " ORDER BY r.round_id LIMIT \(limit + 1)", as: RoundRecord.self)
            return RecordPage(found, limit: limit, id: \.id)
        }
    }

    /// The entries of a round in the order in which they came.
    public func entries(
        ofRound id: Int64, after: Int64, limit: Int, as viewer: Viewer
    ) async throws -> RecordPage<EntryRecord> {
        try await read(.entryRead, of: .one("round", id: id), as: viewer) { session in
            _ = try session.round(id)
            let found = try session.query(
                EntryRecord.select
                    + " WHERE e.round_id = \(id) AND e.entry_id > \(after) ORDER BY e.entry_id LIMIT \(limit + 1)",
                as: EntryRecord.self)
            return RecordPage(found, limit: limit, id: \.id)
        }
    }

    /// Certificates in the order in which they were issued or recorded.
    ///
    /// - Parameter state: only those that are in a state on a day.
    public func certificates(
        round: Int64? = nil, level: SelectionLevel? = nil, year: Int? = nil, number: String? = nil,
        in state: (AwardStatus, on: Day)? = nil, after: Int64, limit: Int, as viewer: Viewer
    ) async throws -> RecordPage<CertificateRecord> {
        try await read(.certificateRead, of: .listed("certificate"), as: viewer) { session in
            let found = try session.query(
                CertificateRecord.select
                    + SQL.matching(
                        viewer.reach(.certificateRead).awards("a"),
                        round.map {
                            "a.decision_id IN (SELECT decision_id FROM decision WHERE round_id = \($0))"
                        },
                        level.map { "a.level = \($0)" },
                        year.map { "extract(year FROM c.issued_on) = \($0)" },
                        number.map { "c.number = \($0)" },
                        state.map { CertificateRecord.isInState($0.0, on: $0.on) },
                        "c.certificate_id > \(after)")
                    + " ORDER BY c.certificate_id LIMIT \(limit + 1)", as: CertificateRecord.self)
            return RecordPage(found, limit: limit, id: \.id)
        }
    }

    /// Fairs in the order in which they were planned.
    public func fairs(
        level: SelectionLevel? = nil, year: Int? = nil, state: FairState? = nil, after: Int64, limit: Int,
        as viewer: Viewer
    ) async throws -> RecordPage<FairRecord> {
        try await read(.fairRead, of: .reference("fair"), as: viewer) { session in
            let found = try session.query(
                FairRecord.select
                    + SQL.matching(
                        level.map { "f.level = \($0)" },
                        year.map { "extract(year FROM lower(f.days)) = \($0)" },
                        state.map { "f.state = \($0)" }, "f.fair_id > \(after)")
                    + " ORDER BY f.fair_id LIMIT \(limit + 1)", as: FairRecord.self)
            return RecordPage(found, limit: limit, id: \.id)
        }
    }

    /// Gives every establishment that a filter finds to a closure, in the order of their numbers and all from one moment, without
    /// holding more than one.
    ///
    /// - Parameter body: runs on the database's thread; nothing else can be read in it.
    public func forEachEstablishment(
        _ filter: EstablishmentFilter, on day: Day, as viewer: Viewer,
        _ body: @escaping @Sendable (EstablishmentRecord) throws -> Void
    ) async throws {
        try await read(.establishmentRead, of: .listed("establishment"), as: viewer) { session in
            let conditions = try session.conditions(filter, on: day, within: viewer.reach(.establishmentRead))
            try session.stream(
                EstablishmentRecord.select + SQL.matching(conditions) + " ORDER BY e.establishment_id"
            ) { try body(try EstablishmentRecord($0)) }
        }
    }

    /// The same of products.
    public func forEachProduct(
        _ filter: ProductFilter, as viewer: Viewer,
        _ body: @escaping @Sendable (ProductRecord) throws -> Void
    ) async throws {
        try await read(.productRead, of: .listed("product"), as: viewer) { session in
            let conditions = session.conditions(filter, within: viewer.reach(.productRead))
            try session.stream(
                ProductRecord.select + SQL.matching(conditions) + " ORDER BY p.product_id"
            ) { try body(try ProductRecord($0)) }
        }
    }
}
