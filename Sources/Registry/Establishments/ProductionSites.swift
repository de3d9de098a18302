public import Postgres
public import RuralIndustry

/// A further place where an establishment produces; its main site is part of its record.
public struct ProductionSite: RowDecodable, Hashable, Sendable {
    public let id: Int64
    public let version: Int
    public let establishmentID: Int64
    public let communeCode: String
    /// By the name that it was registered under.
    public let communeName: String
    public let address: String?
    /// The industry, or what is made there.
    public let makes: String?
    /// Nil: since before anybody wrote it down.
    public let openedOn: Day?
    /// The first day on which it no longer produces.
    public let closedOn: Day?
    public let closedReason: String?

    public init(_ row: Row) throws {
        id = try row("production_site_id")
        version = try row("version", as: Int.self)
        establishmentID = try row("establishment_id")
        communeCode = try row("commune_code")
        communeName = try row("commune_name")
        address = try row("address")
        makes = try row("makes")
        openedOn = try row("opened_on")
        closedOn = try row("closed_on")
        closedReason = try row("closed_reason")
    }

    static let select: SQL = """
        SELECT s.production_site_id, s.version, s.establishment_id, c.code AS commune_code, c.full_name AS commune_name,
          s.address, s.makes, s.opened_on, s.closed_on, s.closed_reason
        FROM production_site s JOIN unit c ON c.unit_id = s.commune_unit_id
        """
    static let order: SQL = " ORDER BY s.production_site_id"
}

/// A further production site as somebody describes it.
public struct ProductionSiteDraft: Sendable {
    public var communeCode: String
    public var address: String?
    public var makes: String?
    public var openedOn: Day?

    public init(communeCode: String, address: String? = nil, makes: String? = nil, openedOn: Day? = nil) {
        self.communeCode = communeCode
        self.address = address
        self.makes = makes
        self.openedOn = openedOn
    }
}

extension Registry {
    /// Records a further production site. The code of its commune is read on `day`.
    public func addProductionSite(
        _ draft: ProductionSiteDraft, of establishment: Int64, on day: Day, today: Day,
        because reason: String? = nil, as viewer: Viewer
    ) async throws -> ProductionSite {
        let address = try BoundedText.address(draft.address, column: "address")
        let makes = try BoundedText.optional(draft.makes, column: "makes")
        if let opened = draft.openedOn, opened > today {
            throw Refusal(.inFuture(opened).inColumn("from"))
        }
        return try await change(
            .establishmentSite, of: .one("establishment", id: establishment), because: reason, as: viewer
        ) { session in
            let owner = try session.establishment(establishment)
            try session.requireUnmerged(establishment)
            if owner.closedOn != nil { throw Refusal(.establishmentClosed(establishment)) }
            guard let code = try? UnitCode(draft.communeCode, level: .commune),
                let commune = try session.unit(code, on: day)
            else {
                throw Refusal(
                    Violation.unknownCommune(draft.communeCode, on: day).inColumn("commune_code"))
            }
            let id: Int64 = try session.value(
                """
                INSERT INTO production_site (establishment_id, commune_unit_id, address, makes, opened_on)
                VALUES (\(establishment), \(commune.id), \(address), \(makes), \(draft.openedOn))
                RETURNING production_site_id
                """)
            return try session.productionSite(id)
        }
    }

    /// Closes a site: from `day` on it no longer counts; it stays in the history.
    public func closeProductionSite(
        _ id: Int64, on day: Day, because reason: String, today: Day, as viewer: Viewer
    ) async throws -> ProductionSite {
        let reason = try BoundedText.short(reason, column: "reason")
        if day > today { throw Refusal(.inFuture(day).inColumn("date")) }
        // Read before the change, whose audit event names the establishment.
        let owner = try await read(.establishmentSite, of: .listed("production_site"), as: viewer) {
            try $0.productionSite(id).establishmentID
        }
        return try await change(
            .establishmentSite, of: .one("establishment", id: owner), because: reason, as: viewer
        ) { session in
            try session.execute(
                "SELECT FROM production_site WHERE production_site_id = \(id) FOR UPDATE")
            let site = try session.productionSite(id)
            if site.closedOn != nil { throw Refusal(.closedAlready) }
            if let opened = site.openedOn, opened >= day {
                throw Refusal(
                    Violation(
                        "site-days",
                        vi: "nơi sản xuất này mở ngày \(opened.vietnamese), phải đóng sau ngày đó",
                        en: "this site opened on \(opened.iso) and can close only after that day",
                        at: Place(column: "date")))
            }
            try session.execute(
                """
                UPDATE production_site SET closed_on = \(day), closed_reason = \(reason), version = version + 1
                WHERE production_site_id = \(id)
                """)
            return try session.productionSite(id)
        }
    }

    /// The further sites of an establishment and of what was merged into it by `day`, closed ones among them if asked for.
    public func productionSites(
        of establishment: Int64, on day: Day, includingClosed: Bool = false, as viewer: Viewer
    ) async throws -> [ProductionSite] {
        try await read(.establishmentRead, of: .one("establishment", id: establishment), as: viewer) {
            session in
            _ = try session.establishment(establishment)
            return try session.productionSites(of: establishment, on: day, includingClosed: includingClosed)
        }
    }
}

extension Session {
    func productionSite(_ id: Int64) throws -> ProductionSite {
        let found = try first(
            ProductionSite.select + " WHERE s.production_site_id = \(id)", as: ProductionSite.self)
        guard let found else {
            throw Refusal(
                Violation(
                    "unknown-site",
                    vi: "không có nơi sản xuất số \(id); xem `cnnt establishment site list`",
                    en: "there is no production site \(id); see `cnnt establishment site list`"))
        }
        return found
    }

    func productionSites(of id: Int64, on day: Day, includingClosed: Bool) throws -> [ProductionSite] {
        try query(
            ProductionSite.select
                + SQL.matching(
                    "s.establishment_id IN (SELECT establishment_records(\(id), \(day)))",
                    includingClosed
                        ? nil
                        : "daterange(s.opened_on, s.closed_on) @> \(day)::date")
                + ProductionSite.order, as: ProductionSite.self)
    }
}

extension BoundedText {
    /// An address, which may be longer than other lines; nothing written is not given.
    static func address(_ raw: String?, column: String) throws -> String? {
        guard let raw else { return nil }
        do throws(Violation) {
            let text = try Text.line(raw, limit: TextLimit.address)
            return text.isEmpty ? nil : text
        } catch {
            throw Refusal(error.inColumn(column))
        }
    }
}

extension Violation {
    static func inFuture(_ day: Day) -> Violation {
        Violation("date-in-future", vi: "ngày \(day.vietnamese) chưa đến", en: "\(day.iso) is yet to come")
    }

    static func establishmentClosed(_ id: Int64) -> Violation {
        Violation(
            "establishment-closed", vi: "cơ sở số \(id) đã ngừng hoạt động",
            en: "establishment \(id) is closed")
    }
}
