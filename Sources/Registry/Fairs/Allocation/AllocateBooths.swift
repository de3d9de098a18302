import Evidence
import Postgres
public import RuralIndustry

extension Registry {
    /// Shares out the free booths of a fair among its requests by the rule that was declared, in one transaction: holds for those
    /// who get booths, places on the waiting list for those who get none or too few, and the run itself with its input and result.
    ///
    /// - Parameters:
    ///   - seed: must be the one that was declared; nil: whichever was.
    ///   - until: the last day on which the holds hold; nil: the first day of the fair.
    ///   - expected: the hash of the input that somebody looked at in a trial; nothing is given if it is another by now.
    ///   - dryRun: may be asked for before requests close.
    ///   - once: keeps the run's number.
    public func allocateBooths(
        fair id: Int64, seed: String? = nil, until: Day? = nil, because reason: String? = nil,
        expecting expected: String? = nil, as viewer: Viewer, today: Day, dryRun: Bool = false,
        once: OneRequest<AllocationRun>? = nil
    ) async throws -> AllocationRun {
        let seed = try BoundedText.optional(seed, column: "seed")
        let reason = try BoundedText.optional(reason, column: "reason")
        return try await create(
            .fairAllocate, "booth_run", because: reason, as: viewer, dryRun: dryRun, once: once
        ) { session, run in
            let fair = try session.fairForChange(id)
            try session.require(.fairAllocate, on: .one("fair", id: id), as: viewer)
            try session.requireState(
                fair, [.open], to: Bilingual(vi: "phân bổ gian hàng", en: "share out booths"))
            let terms = try session.terms(ofFair: id)
            try terms.check(seed: seed, today: today, isTrial: dryRun)
            let heldUntil = until ?? fair.days.first
            try fair.checkHold(until: heldUntil, today: today)
            try session.expire(try session.liveAllocations(ofFair: id), on: today)
            let requests = try session.requestsToShareOut(fair, today: today)
            let booths = try session.freeBooths(ofFair: id, today: today)
            try session.lockBooths(booths.map(\.id))
            let input = try session.allocationInput(fair, terms, requests, booths, today: today)
            if let expected, try input.sha256 != expected { throw Refusal(.inputChanged) }
            let answer = try AllocationAnswer(to: input)
            let result = try session.keep(run, input, answer, terms, heldUntil: heldUntil)
            try session.give(
                answer, to: requests, booths, at: fair, until: heldUntil,
                because: reason ?? "Phân bổ gian hàng số \(run)", today: today)
            return try session.allocationRun(run, knowing: (input, answer, result))
        }
    }
}

extension FairTermsRecord {
    /// Refuses a seed that was not declared, and a run before requests close or after another by the same terms.
    fileprivate func check(seed given: String?, today: Day, isTrial: Bool) throws {
        if isUsed {
            throw Refusal(
                Violation(
                    "booth-run-done",
                    vi: "gian hàng đã được phân bổ theo quy tắc đã công bố (bản \(version))",
                    en: "booths were shared out by the declared terms (version \(version)) already"))
        }
        if let given, given != seed {
            throw Refusal(
                seed == nil
                    ? Violation(
                        "seed-not-declared",
                        vi: "hội chợ không công bố mầm bốc thăm nào trước khi hết hạn đăng ký",
                        en: "the fair declared no seed before requests closed", at: Place(column: "seed"))
                    : Violation(
                        "seed-other", vi: "mầm này không phải là mầm đã công bố trước",
                        en: "this is not the seed that was declared", at: Place(column: "seed")))
        }
        if !isTrial, today <= requestsUntil {
            throw Refusal(
                Violation(
                    "booth-requests-open",
                    vi:
                        "còn nhận đăng ký đến hết ngày \(requestsUntil.vietnamese); trước đó chỉ chạy thử được",
                    en:
                        "requests are taken until \(requestsUntil.iso); before that only a trial is possible"
                ))
        }
    }
}

extension AllocationInput {
    /// Hexadecimal, as a run keeps it.
    fileprivate var sha256: String {
        get throws { SHA256Digest(of: try CanonicalJSON.encode(document)).hex }
    }
}

extension Violation {
    fileprivate static let inputChanged = Violation(
        "booth-run-input-changed",
        vi: "đăng ký, gian trống hoặc chỉ tiêu đã khác lúc xem trước; chưa giao gian nào, hãy xem lại",
        en: "requests, free booths or quotas are not those that were looked at; nothing was given, look again"
    )
}

extension FairRecord {
    func checkHold(until: Day, today: Day) throws {
        if until >= today, until <= days.last { return }
        throw Refusal(
            Violation(
                "booth-hold-until",
                vi: "hạn giữ chỗ \(until.vietnamese) phải từ hôm nay đến ngày bế mạc \(days.last.vietnamese)",
                en: "a hold until \(until.iso) must last from today to the last day \(days.last.iso) at most",
                at: Place(column: "until")))
    }
}

extension Session {
    /// The requests that were filed; refuses those whose tenants are not there any more and those that no quota covers.
    fileprivate func requestsToShareOut(_ fair: FairRecord, today: Day) throws -> [BoothRequestRecord] {
        let requests = try boothRequests(ofFair: fair.id, in: [.filed])
        if requests.isEmpty {
            throw Refusal(
                Violation(
                    "booth-requests-none", vi: "hội chợ \(fair.id) không có đăng ký nào để phân bổ",
                    en: "fair \(fair.id) has no requests to share booths out among"))
        }
        let quotas = try quotasLeft(ofFair: fair.id, today: today)
        let unfit = try unfitEstablishments(
            requests.compactMap { request in
                request.tenant.establishment.map { (id: $0, from: request.days.first) }
            })
        var wrong: [Violation] = []
        for request in requests {
            if let id = request.tenant.establishment, unfit.contains(id) {
                do { try requireOpenEstablishment(id, on: request.days.first) } catch let refusal as Refusal {
                    wrong += refusal.violations.map { $0.of(request) }
                }
            }
            if let province = request.provinceUnitID, !quotas.isEmpty,
                !quotas.contains(where: { $0.covers(request, province: province) })
            {
                let known = try one(KnownUnit.select + " WHERE u.unit_id = \(province)", as: KnownUnit.self)
                wrong.append(.noQuota(known).of(request))
            }
        }
        try Refusal.throwIfAny(wrong)
        return requests
    }

    /// What quotas have left on a day: nothing once they went back to the organiser.
    func quotasLeft(ofFair id: Int64, today: Day) throws -> [QuotaLeft] {
        try query(
            BoothQuotaRecord.select(today: today, also: "q.province_unit_id,")
                + " WHERE q.fair_id = \(id) ORDER BY q.booth_quota_id"
        ) { row in
            let record = try BoothQuotaRecord(row)
            return QuotaLeft(
                scope: record.quota.scope, province: try row("province_unit_id"), name: record.provinceName,
                left: record.quota.isReturned(on: today) ? 0 : record.left)
        }
    }

    /// The booths on a fair's plan that nobody has on any day; a hold that has run out by today leaves its booth free.
    func freeBooths(ofFair id: Int64, today: Day) throws -> [BoothRecord] {
        let taken = Set(
            try liveAllocations(ofFair: id).filter { !$0.isExpired(on: today) }.map(\.boothID))
        return try booths(ofFair: id).filter { !taken.contains($0.id) }
    }

    /// - Parameter free: which of the fair's booths may be given.
    func allocationInput(
        _ fair: FairRecord, _ terms: FairTermsRecord, _ requests: [BoothRequestRecord], _ free: [BoothRecord],
        today: Day
    ) throws -> AllocationInput {
        let quotas = try quotasLeft(ofFair: fair.id, today: today)
        let awards = try awards(of: requests, on: fair.days.first)
        return AllocationInput(
            fair: fair.id, fairName: fair.name, day: fair.days.first,
            booths: try shown(free, ofFair: fair.id),
            requests: try requests.map { try $0.input(awards: awards[$0.id] ?? [:]) },
            quotas: quotas.map {
                AllocationProblem.Quota(
                    province: $0.scope.province, group: $0.scope.group, funds: $0.scope.funds,
                    maximum: $0.left)
            },
            provinces: Dictionary(
                quotas.map { ($0.scope.province.text, $0.name) }
                    + requests.compactMap { request in
                        request.province.map { ($0, request.provinceName ?? $0) }
                    }
            ) { first, _ in first }, rules: terms.rules, seed: terms.seed)
    }

    /// Free booths with those of them that stand beside each.
    private func shown(_ free: [BoothRecord], ofFair id: Int64) throws -> [AllocationInput.Booth] {
        let all = try booths(ofFair: id)
        let neighbours = try BoothPlan(all.map(\.booth)).neighbours()
        let isFree = Set(free.map(\.id))
        return all.indices.filter { isFree.contains(all[$0].id) }.map { place in
            AllocationInput.Booth(
                code: all[place].booth.code.text, zone: all[place].booth.zone ?? "",
                neighbours: neighbours[place].filter { isFree.contains(all[$0].id) }.map {
                    all[$0].booth.code.text
                })
        }
    }

    /// For each request the awards of its establishment, records merged into it included: public ones that were not withdrawn, and
    /// whose certificate is neither revoked nor expired on the day.
    private func awards(
        of requests: [BoothRequestRecord], on day: Day
    ) throws -> [Int64: [SelectionLevel: Int]] {
        let asking = requests.compactMap { request in
            request.tenant.establishment.map { (request: request.id, establishment: $0) }
        }
        let rows = try query(
            """
            SELECT n.request, a.level, count(*) AS awards
            FROM unnest(\(asking.map(\.request)), \(asking.map(\.establishment))) AS n (request, establishment)
              CROSS JOIN LATERAL establishment_records(n.establishment, \(day)) AS e (id)
              JOIN award a ON a.establishment_id = e.id
              LEFT JOIN certificate c ON c.award_id = a.award_id AND
            """ + " " + StandingCertificate.condition("c") + """

                  LEFT JOIN revocation v ON v.certificate_id = c.certificate_id
                WHERE (c.valid_to IS NULL OR c.valid_to >= \(day)) AND (v.revoked_on IS NULL OR v.revoked_on > \(day)) AND
                """ + " " + AwardRecord.isPublic + " AND " + AwardRecord.isNotWithdrawn
                + " GROUP BY n.request, a.level"
        ) { row in
            (
                request: try row("request", as: Int64.self), level: try row("level", as: SelectionLevel.self),
                awards: try row("awards", as: Int.self)
            )
        }
        var found: [Int64: [SelectionLevel: Int]] = [:]
        for row in rows { found[row.request, default: [:]][row.level] = row.awards }
        return found
    }

    /// The text of the result, as it is kept.
    fileprivate func keep(
        _ run: Int64, _ input: AllocationInput, _ answer: AllocationAnswer, _ terms: FairTermsRecord,
        heldUntil: Day
    ) throws -> String {
        let (input, result) = (
            try CanonicalJSON.encode(input.document), try CanonicalJSON.encode(answer.document)
        )
        let text = String(decoding: result, as: UTF8.self)
        try execute(
            """
            INSERT INTO booth_run (booth_run_id, fair_id, terms_version, held_until, input, input_sha256, result, result_sha256)
            VALUES (\(run), \(terms.fairID), \(terms.version), \(heldUntil), \(String(decoding: input, as: UTF8.self)),
              \(Bytes(SHA256Digest(of: input).bytes)), \(text), \(Bytes(SHA256Digest(of: result).bytes)))
            """)
        return text
    }

    /// Writes what came out: holds, what became of the requests, and who waits.
    fileprivate func give(
        _ answer: AllocationAnswer, to requests: [BoothRequestRecord], _ free: [BoothRecord],
        at fair: FairRecord, until: Day, because reason: String, today: Day
    ) throws {
        let booths = Dictionary(free.map { ($0.booth.code.text, $0) }) { first, _ in first }
        let outcomes = Dictionary(answer.plan.outcomes.map { ($0.request.id, $0) }) { first, _ in first }
        let before: Int = try value(
            "SELECT coalesce(max(waiting_position), 0) FROM booth_request WHERE fair_id = \(fair.id)")
        let places = Dictionary(zip(answer.waiting, (before + 1)...)) { first, _ in first }
        var given: [(request: BoothRequestRecord, booths: [BoothRecord])] = []
        var moves: [BoothRequestMove] = []
        for request in requests {
            let drawID = try request.input(awards: [:]).drawID
            guard let outcome = outcomes[drawID] else { continue }
            let own = outcome.booths.compactMap { booths[$0.code] }
            if !own.isEmpty { given.append((request, own)) }
            let state: BoothRequestState =
                outcome.isWhole ? .given : own.isEmpty ? .waiting : .partlyGiven
            moves.append(
                BoothRequestMove(
                    request: request, state: state, waitingPosition: places[drawID], reason: reason))
        }
        _ = try hold(given, at: fair, until: until, because: reason, today: today)
        try take(moves)
    }

    /// Holds booths, which are locked and free, for those who asked for them. Booths that must hang together are one group, all
    /// others are given one by one. The numbers of the allocations.
    func hold(
        _ given: [(request: BoothRequestRecord, booths: [BoothRecord])], at fair: FairRecord, until: Day,
        because reason: String, today: Day
    ) throws -> [Int64] {
        let numbers = try nextIDs(of: "booth_allocation", given.reduce(0) { $0 + $1.booths.count })
        var ids = numbers[...]
        var groups: [GivenGroup] = []
        var askers: [BoothRequestRecord] = []
        var owners: [(allocation: Int64, request: Int64)] = []
        for (request, booths) in given {
            let mine = Array(ids.prefix(booths.count))
            ids = ids.dropFirst(booths.count)
            let own = try request.groups(booths, ids: mine, until: until)
            groups += own
            askers += own.map { _ in request }
            owners += mine.map { ($0, request.id) }
        }
        try insert(groups, fair: fair.id, because: reason, today: today) { $0.of(askers[$1]) }
        try execute(
            """
            INSERT INTO booth_request_booth (booth_allocation_id, booth_request_id)
            SELECT * FROM unnest(\(owners.map(\.allocation)), \(owners.map(\.request)))
            """)
        return numbers
    }
}

extension BoothRequestRecord {
    /// Its booths as they are given: all as one group if they must hang together.
    fileprivate func groups(_ booths: [BoothRecord], ids: [Int64], until: Day) throws -> [GivenGroup] {
        let own = booths.map { booth in
            GivenBooth(
                booth: booth, movedFrom: nil, days: days, state: .held, heldUntil: min(until, days.last),
                provinceUnitID: provinceUnitID, productGroup: productGroup, funds: funds)
        }
        if own.isEmpty { return [] }
        let tenants = try BoothTenants([tenant])
        return isAdjacent
            ? [GivenGroup(booths: own, ids: ids, tenants: tenants)]
            : zip(own, ids).map { GivenGroup(booths: [$0], ids: [$1], tenants: tenants) }
    }
}

/// What a quota has left.
struct QuotaLeft {
    let scope: BoothQuota.Scope
    /// The province's number, which its code had on the fair's first day.
    let province: Int64
    let name: String
    let left: Int

    func covers(_ request: BoothRequestRecord, province: Int64) -> Bool {
        self.province == province
            && scope.covers(province: scope.province, group: request.productGroup, funds: request.funds)
    }
}

extension BoothRequestRecord {
    /// The request as the rule sees it.
    func input(awards: [SelectionLevel: Int]) throws -> AllocationInput.Request {
        AllocationInput.Request(
            number: id, tenant: tenant, tenantName: tenantName,
            province: try province.map { try UnitCode($0, level: .province) }, group: productGroup,
            funds: funds, booths: booths, isAdjacent: isAdjacent, zones: zones,
            takesOtherZones: takesOtherZones, filedOn: filedOn, awards: awards)
    }
}

extension Violation {
    /// The same, said of a request.
    fileprivate func of(_ request: BoothRequestRecord) -> Violation {
        Violation(
            code,
            vi:
                "đăng ký \(request.id) (\(request.tenantName)): \(text.vi); hãy sửa, rút hoặc từ chối đăng ký này trước",
            en:
                "request \(request.id) (\(request.tenantName)): \(text.en); mend, withdraw or refuse it first"
        )
    }
}
