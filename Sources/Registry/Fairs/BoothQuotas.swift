public import Postgres
public import RuralIndustry

/// A quota of a fair, and how much of it is spent.
public struct BoothQuotaRecord: RowDecodable, Hashable, Sendable {
    public let id: Int64
    /// How often it was given.
    public let version: Int
    public let quota: BoothQuota
    public let provinceName: String
    public let confirmed: Int
    /// Holds that still hold on the day asked for.
    public let held: Int

    public var left: Int { max(0, quota.booths - confirmed - held) }

    /// The version of all quotas of a fair together: each that is given or changed advances it, and none is ever taken away.
    public static func version(of quotas: [BoothQuotaRecord]) -> Int { version(of: quotas.map(\.version)) }

    fileprivate static func version(of quotas: [Int]) -> Int { quotas.reduce(1, +) }

    public init(_ row: Row) throws {
        id = try row("booth_quota_id")
        version = try row("version")
        quota = BoothQuota(
            scope: BoothQuota.Scope(
                province: try row("province"), group: try row("product_group"), funds: try row("funds")),
            booths: try row("booths"), returnBy: try row("return_by"))
        provinceName = try row("province_name")
        confirmed = try row("confirmed")
        held = try row("held")
    }

    /// - Parameters:
    ///   - today: the day on which holds hold or have run out.
    ///   - also: further columns, each followed by a comma.
    static func select(today: Day, also more: SQL = "") -> SQL {
        """
        SELECT \(more) q.booth_quota_id, q.version, p.code AS province, p.full_name AS province_name, q.product_group, q.funds,
          q.booths, q.return_by, s.confirmed, s.held
        FROM booth_quota q JOIN unit p ON p.unit_id = q.province_unit_id CROSS JOIN LATERAL (
          SELECT count(DISTINCT a.booth_id) FILTER (WHERE a.state = 'confirmed') AS confirmed,
            count(DISTINCT a.booth_id) FILTER (WHERE a.state = 'held') AS held
          FROM booth_allocation a WHERE a.fair_id = q.fair_id AND a.province_unit_id = q.province_unit_id
            AND (q.product_group IS NULL OR a.product_group = q.product_group) AND (q.funds IS NULL OR a.funds = q.funds)
            AND (a.state = 'confirmed' OR a.state = 'held' AND a.held_until >= \(today))) s
        """
    }
}

extension Registry {
    /// Gives provinces their quotas at a fair: all rows or none. A quota that is there with the same province, group and funds gets
    /// the new number; one below what is confirmed is refused with its row. Codes are read on the first day of the fair.
    ///
    /// - Parameter version: of the fair's quotas together, as whoever gives them read it.
    public func setBoothQuotas(
        _ quotas: [Located<BoothQuota>], fair id: Int64, version: VersionMatch = .any, as viewer: Viewer,
        dryRun: Bool = false, once: OneRequest<ImportCounts>? = nil
    ) async throws -> ImportCounts {
        try await change(
            .fairQuota, of: .one("fair", id: id), as: viewer, dryRun: dryRun, once: once
        ) { session in
            let fair = try session.fairForChange(id)
            try version.require(
                try BoothQuotaRecord.version(
                    of: session.values(
                        "SELECT version FROM booth_quota WHERE fair_id = \(id)", as: Int.self)))
            try session.requireState(
                fair, [.planned, .open], to: Bilingual(vi: "giao chỉ tiêu", en: "take quotas"))
            try Refusal.throwIfAny(BoothQuota.violations(quotas))
            var counts = ImportCounts()
            var wrong: [Violation] = []
            for row in quotas {
                do {
                    let province = try session.requireUnit(
                        row.value.scope.province.text, on: fair.days.first)
                    switch try session.save(row.value, of: province, fair: id) {
                    case .added: counts.added += 1
                    case .changed: counts.changed += 1
                    case .unchanged: counts.unchanged += 1
                    }
                } catch let refusal as Refusal {
                    wrong += refusal.violations.map { $0.at(row.place) }
                }
            }
            try Refusal.throwIfAny(wrong)
            return counts
        }
    }

    /// The quotas of a fair, by province.
    public func boothQuotas(
        ofFair id: Int64, on today: Day, as viewer: Viewer
    ) async throws -> [BoothQuotaRecord] {
        try await read(.fairRead, of: .reference("fair"), as: viewer) { session in
            _ = try session.fair(id)
            return try session.query(
                BoothQuotaRecord.select(today: today)
                    + " WHERE q.fair_id = \(id) ORDER BY p.code, q.product_group NULLS FIRST, q.funds NULLS FIRST",
                as: BoothQuotaRecord.self)
        }
    }
}

/// What booths are counted as against quotas.
struct BoothSpending {
    let fair: Int64
    let province: KnownUnit
    let group: ProductGroupID?
    let funds: FundingSource?
}

private enum Saved {
    case added, changed, unchanged
}

extension Session {
    /// Refuses booths for which some quota that covers them has no room. The quotas' rows are held in the order of their ids until
    /// commit, after those of the booths. A fair without quotas limits nobody; where it has some, a province needs one of its own.
    ///
    /// - Parameter confirming: holds of others take no room from what is confirmed; a hold counts them.
    func requireQuota(
        _ spending: BoothSpending, for booths: [Int64], confirming: Bool, today: Day
    ) throws {
        let covering: SQL = """
             WHERE q.fair_id = \(spending.fair) AND q.province_unit_id = \(spending.province.id)
              AND (q.product_group IS NULL OR q.product_group = \(spending.group))
              AND (q.funds IS NULL OR q.funds = \(spending.funds))
            """
        try execute(
            "SELECT 1 FROM booth_quota q" + covering + " ORDER BY q.booth_quota_id FOR NO KEY UPDATE")
        let quotas = try query(
            """
            SELECT q.product_group, q.funds, q.booths, q.return_by, (
              SELECT count(DISTINCT a.booth_id) FROM booth_allocation a
              WHERE a.fair_id = q.fair_id AND a.province_unit_id = q.province_unit_id AND a.booth_id <> ALL (\(booths))
                AND (q.product_group IS NULL OR a.product_group = q.product_group) AND (q.funds IS NULL OR a.funds = q.funds)
                AND (a.state = 'confirmed' OR NOT \(confirming) AND a.state = 'held' AND a.held_until >= \(today))) AS spent
            FROM booth_quota q
            """ + covering + " ORDER BY q.booth_quota_id"
        ) {
            (
                quota: BoothQuota(
                    scope: BoothQuota.Scope(
                        province: spending.province.record.code, group: try $0("product_group"),
                        funds: try $0("funds")), booths: try $0("booths"), returnBy: try $0("return_by")),
                spent: try $0("spent", as: Int.self)
            )
        }
        if quotas.isEmpty {
            let isLimited: Bool = try value(
                "SELECT EXISTS (SELECT FROM booth_quota WHERE fair_id = \(spending.fair))")
            if isLimited { throw Refusal(.noQuota(spending.province)) }
        }
        try Refusal.throwIfAny(
            quotas.compactMap { quota, spent in
                if !confirming, quota.isReturned(on: today) { return .quotaReturned(quota) }
                return spent + booths.count > quota.booths
                    ? .quotaSpent(quota, spent: spent, wanted: booths.count) : nil
            })
    }

    fileprivate func save(_ quota: BoothQuota, of province: KnownUnit, fair id: Int64) throws -> Saved {
        let confirmed: Int = try value(
            """
            SELECT count(DISTINCT a.booth_id) FROM booth_allocation a
            WHERE a.fair_id = \(id) AND a.province_unit_id = \(province.id) AND a.state = 'confirmed'
              AND (\(quota.scope.group)::text IS NULL OR a.product_group = \(quota.scope.group)::text)
              AND (\(quota.scope.funds)::text IS NULL OR a.funds = \(quota.scope.funds)::text)
            """)
        if confirmed > quota.booths { throw Refusal(.quotaBelow(quota, confirmed: confirmed)) }
        let known = try first(
            """
            SELECT booth_quota_id, booths, return_by FROM booth_quota
            WHERE fair_id = \(id) AND province_unit_id = \(province.id)
              AND product_group IS NOT DISTINCT FROM \(quota.scope.group)::text
              AND funds IS NOT DISTINCT FROM \(quota.scope.funds)::text
            FOR NO KEY UPDATE
            """
        ) {
            (
                id: try $0("booth_quota_id", as: Int64.self), booths: try $0("booths", as: Int.self),
                returnBy: try $0("return_by", as: Day?.self)
            )
        }
        guard let known else {
            try execute(
                """
                INSERT INTO booth_quota (fair_id, province_unit_id, product_group, funds, booths, return_by)
                VALUES (\(id), \(province.id), \(quota.scope.group), \(quota.scope.funds), \(quota.booths), \(quota.returnBy))
                """)
            return .added
        }
        if known.booths == quota.booths, known.returnBy == quota.returnBy { return .unchanged }
        try execute(
            """
            UPDATE booth_quota SET booths = \(quota.booths), return_by = \(quota.returnBy), version = version + 1
            WHERE booth_quota_id = \(known.id)
            """)
        return .changed
    }
}

extension BoothQuota {
    /// What it counts, in words.
    var what: Bilingual {
        let group = scope.group.map { $0.lawName ?? Bilingual(vi: $0.rawValue, en: $0.rawValue) }
        return Bilingual(
            vi: "chỉ tiêu của tỉnh \(scope.province)" + (group.map { ", nhóm \($0.vi)" } ?? "")
                + (scope.funds.map { ", nguồn \($0.name.vi)" } ?? ""),
            en: "the quota of province \(scope.province)" + (group.map { " for \($0.en)" } ?? "")
                + (scope.funds.map { ", paid by \($0.name.en)" } ?? ""))
    }
}

extension Violation {
    fileprivate static func quotaSpent(_ quota: BoothQuota, spent: Int, wanted: Int) -> Violation {
        Violation(
            "booth-quota-spent",
            vi: "\(quota.what.vi) là \(quota.booths) gian hàng, đã dùng \(spent), không còn đủ \(wanted)",
            en:
                "\(quota.what.en) is \(quota.booths) booths, of which \(spent) are spent: there is no room for \(wanted)",
            at: Place(column: "province"))
    }

    fileprivate static func quotaReturned(_ quota: BoothQuota) -> Violation {
        let day = quota.returnBy
        return Violation(
            "booth-quota-returned",
            vi: "\(quota.what.vi) đã trả lại ban tổ chức sau ngày \(day?.vietnamese ?? "")",
            en: "\(quota.what.en) went back to the organiser after \(day?.iso ?? "")",
            at: Place(column: "province"))
    }

    static func noQuota(_ province: KnownUnit, column: String = "province") -> Violation {
        Violation(
            "booth-quota-none",
            vi: "\(province.fullName) không có chỉ tiêu nào cho gian hàng này; xem chỉ tiêu của hội chợ",
            en: "\(province.fullName) has no quota that covers this booth; see the fair's quotas",
            at: Place(column: column))
    }

    fileprivate static func quotaBelow(_ quota: BoothQuota, confirmed: Int) -> Violation {
        Violation(
            "booth-quota-below-confirmed",
            vi: "\(quota.what.vi) không thể là \(quota.booths): đã xác nhận \(confirmed) gian hàng",
            en: "\(quota.what.en) cannot be \(quota.booths): \(confirmed) booths are confirmed",
            at: Place(column: BoothQuotaColumn.booths.name))
    }
}
