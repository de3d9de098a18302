import Postgres
public import RuralIndustry

/// Booths that are to be held together, whole or not at all.
public struct NewBoothHold: Sendable {
    public var fair: Int64
    /// Codes; several must be adjacent.
    public var booths: [String]
    public var tenants: BoothTenants
    /// Nil: all days of the fair.
    public var days: FairDays?
    /// The last day on which the hold holds.
    public var until: Day
    /// The code of the province whose quota it spends; nil: it is the organiser's own.
    public var province: String?
    /// What the tenants show, where quotas tell product groups apart.
    public var group: ProductGroupID?
    public var funds: FundingSource?
    /// The tenants are in an area that gets more of the funds (địa bàn ưu tiên), as who gives the booth states.
    public var isPriorityArea: Bool
    public var reason: String?

    public init(
        fair: Int64, booths: [String], tenants: BoothTenants, days: FairDays? = nil, until: Day,
        province: String? = nil, group: ProductGroupID? = nil, funds: FundingSource? = nil,
        isPriorityArea: Bool = false, reason: String? = nil
    ) {
        self.fair = fair
        self.booths = booths
        self.tenants = tenants
        self.days = days
        self.until = until
        self.province = province
        self.group = group
        self.funds = funds
        self.isPriorityArea = isPriorityArea
        self.reason = reason
    }
}

extension Registry {
    /// Holds booths for tenants until a day. A hold that has run out is marked so and gives way; any other is told, with whose it
    /// is and until when.
    ///
    /// - Parameter once: keeps what was held, as its numbers.
    public func holdBooths(
        _ new: NewBoothHold, as viewer: Viewer, today: Day, dryRun: Bool = false,
        once: OneRequest<[BoothAllocationRecord]>? = nil
    ) async throws -> [BoothAllocationRecord] {
        let reason = try BoundedText.optional(new.reason, column: "reason")
        return try await create(
            .boothHold, "booth_allocation", because: reason, as: viewer, dryRun: dryRun, once: once
        ) { session, id in
            let fair = try session.fairForBooths(new.fair)
            let province = try new.province.map { try session.requireProvince($0, on: fair.days.first) }
            try session.requireBooths(.boothHold, fair: fair.id, province: province?.id, as: viewer)
            let days = try new.checkedDays(fair, today: today)
            try session.requireTenants(new.tenants, on: days.first)
            let wanted = try session.booths(new.booths, ofFair: fair.id)
            try session.requireAdjacent(wanted, ofFair: fair.id)
            try session.lockBooths(wanted.map(\.id))
            // what the lock waited for may have taken it off the plan or changed its rent
            let booths = try session.booths(new.booths, ofFair: fair.id)
            try session.requireFree(booths, on: days, today: today)
            try session.requireReasonToPass(fair, with: booths, because: reason, today: today)
            try session.requireOneFunds(new.funds, of: booths, today: today)
            if let province {
                try session.requireQuota(
                    BoothSpending(fair: fair.id, province: province, group: new.group, funds: new.funds),
                    for: booths.map(\.id), confirming: false, today: today)
            }
            let given = booths.map {
                GivenBooth(
                    booth: $0, movedFrom: nil, days: days, state: .held, heldUntil: new.until,
                    provinceUnitID: province?.id, productGroup: new.group, funds: new.funds,
                    isPriorityArea: new.isPriorityArea)
            }
            let ids = [id] + (try given.dropFirst().map { _ in try session.nextID(of: "booth_allocation") })
            try session.insert(
                given, ids: ids, fair: fair.id, tenants: new.tenants, because: reason, today: today)
            return try session.boothAllocations(ids)
        }
    }
}

extension NewBoothHold {
    /// The days of the hold; throws everything that is wrong with what does not need the booths.
    fileprivate func checkedDays(_ fair: FairRecord, today: Day) throws -> FairDays {
        var wrong: [Violation] = []
        if booths.isEmpty {
            wrong.append(
                Violation(
                    "value-missing", vi: "chưa nêu gian hàng nào", en: "no booth is named",
                    at: Place(column: "booth")))
        }
        let days = days ?? fair.days
        if !fair.days.contains(days) {
            wrong.append(
                Violation(
                    "booth-days",
                    vi: "\(days.text.vi) không nằm trong thời gian hội chợ (\(fair.days.text.vi))",
                    en: "\(days.text.en) is not within the days of the fair (\(fair.days.text.en))",
                    at: Place(column: "days")))
        }
        if until < today || until > days.last {
            wrong.append(
                Violation(
                    "booth-hold-until",
                    vi:
                        "hạn giữ chỗ \(until.vietnamese) phải từ hôm nay đến ngày cuối \(days.last.vietnamese)",
                    en:
                        "a hold until \(until.iso) must last from today to the last day \(days.last.iso) at most",
                    at: Place(column: "until")))
        }
        if funds == .local, province == nil {
            wrong.append(
                Violation(
                    "booth-funds-province",
                    vi: "khuyến công địa phương là của một tỉnh: ghi mã tỉnh",
                    en: "local funds are a province's: give its code", at: Place(column: "province")))
        }
        try Refusal.throwIfAny(wrong)
        return days
    }
}

extension Session {
    /// A unit that is a province.
    func requireProvince(_ text: String, on day: Day) throws -> KnownUnit {
        do throws(Violation) { _ = try UnitCode(text, level: .province) } catch {
            throw Refusal(error.inColumn("province"))
        }
        do { return try requireUnit(text, on: day) } catch let refusal as Refusal {
            throw Refusal(refusal.violations[0].inColumn("province"))
        }
    }

    /// Refuses whoever reaches neither the fair nor the province whose quota is spent.
    func requireBooths(_ action: Action, fair: Int64, province: Int64?, as viewer: Viewer) throws {
        let reach = viewer.reach(action)
        guard let fairs = reach.fairs("t"), let units = reach.units("u.unit_id") else { return }
        let isWithin: Bool = try value(
            "SELECT EXISTS (SELECT FROM fair t WHERE t.fair_id = \(fair) AND " + fairs
                + ") OR EXISTS (SELECT FROM unit u WHERE u.unit_id = \(province) AND " + units + ")")
        if !isWithin { throw Refusal(.outsideReach(viewer, action)) }
    }

    /// Refuses an establishment that is not there, that was merged into another, or that is closed by the day.
    func requireOpenEstablishment(_ id: Int64, on day: Day) throws {
        let establishment = try establishment(id)
        try requireUnmerged(id)
        if let closed = establishment.closedOn, closed <= day { throw Refusal(.establishmentClosed(id)) }
    }

    /// Those of some establishments, each with the first day on which it would have a booth, that `requireOpenEstablishment` refuses.
    /// One question for all: of hundreds hardly any is.
    func unfitEstablishments(_ asking: [(id: Int64, from: Day)]) throws -> Set<Int64> {
        Set(
            try values(
                """
                SELECT n.id FROM unnest(\(asking.map(\.id)), \(asking.map(\.from))) AS n (id, first_day)
                  LEFT JOIN establishment e ON e.establishment_id = n.id
                WHERE e.establishment_id IS NULL OR e.closed_on <= n.first_day OR EXISTS (
                  SELECT FROM establishment_redirect m WHERE m.from_establishment_id = n.id AND m.undone_on IS NULL)
                """, as: Int64.self))
    }

    /// The same of all tenants of a booth.
    func requireTenants(_ tenants: BoothTenants, on day: Day) throws {
        var wrong: [Violation] = []
        for id in tenants.tenants.compactMap(\.establishment) {
            do { try requireOpenEstablishment(id, on: day) } catch let refusal as Refusal {
                wrong += refusal.violations.map { $0.inColumn("establishment") }
            }
        }
        try Refusal.throwIfAny(wrong)
    }

    /// National and local funds never pay for one booth, whichever its days.
    fileprivate func requireOneFunds(_ funds: FundingSource?, of booths: [BoothRecord], today: Day) throws {
        guard let funds else { return }
        let others = try query(
            BoothAllocationRecord.select
                + """
                 WHERE a.booth_id = ANY (\(booths.map(\.id))) AND a.state IN ('held', 'confirmed') AND a.funds <> \(funds)
                ORDER BY a.booth_allocation_id
                """, as: BoothAllocationRecord.self)
        try expire(others, on: today)
        try Refusal.throwIfAny(
            others.filter { !$0.isExpired(on: today) }.map { other in
                let paying = (other.funds ?? funds).name
                return Violation(
                    "booth-other-funds",
                    vi:
                        "gian hàng \(other.booth) đã được \(paying.vi) hỗ trợ \(other.days.text.vi); một gian hàng không nhận cả hai nguồn",
                    en:
                        "\(paying.en) pay for booth \(other.booth) \(other.days.text.en) already; one booth never gets both",
                    at: Place(column: "funds"))
            })
    }
}
