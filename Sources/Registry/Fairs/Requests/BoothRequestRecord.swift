public import Postgres
public import RuralIndustry

/// A request for booths as it is kept.
public struct BoothRequestRecord: RowDecodable, Hashable, Sendable {
    public let id: Int64
    public let fairID: Int64
    public let tenant: BoothTenant
    /// An establishment's name is that of today.
    public let tenantName: String
    /// The code of the province whose quota the booths shall spend; nil: the organiser's own.
    public let province: String?
    public let provinceName: String?
    public let booths: Int
    public let isAdjacent: Bool
    public let zones: [String]
    public let takesOtherZones: Bool
    public let productGroup: ProductGroupID?
    public let funds: FundingSource?
    public let days: FairDays
    public let filedOn: Day
    public let state: BoothRequestState
    /// From 1; nil: it is not on the waiting list.
    public let waitingPosition: Int?
    /// The codes of the booths that it was given, whatever became of them since.
    public let given: [String]

    public let version: Int
    let provinceUnitID: Int64?

    /// Booths that it was not given.
    public var missing: Int { max(0, booths - given.count) }

    public init(_ row: Row) throws {
        id = try row("booth_request_id")
        version = try row("version")
        fairID = try row("fair_id")
        tenant = try BoothTenant(
            kind: try row("kind"), establishment: try row("establishment_id"), name: try row("name"))
        tenantName = try row("tenant_name")
        province = try row("province")
        provinceName = try row("province_name")
        provinceUnitID = try row("province_unit_id")
        booths = try row("booths")
        isAdjacent = try row("is_adjacent")
        zones = try row("zones")
        takesOtherZones = try row("takes_other_zones")
        productGroup = try row("product_group")
        funds = try row("funds")
        days = try row.fairDays("first_day", "last_day")
        filedOn = try row("filed_on")
        state = try row("state")
        waitingPosition = try row("waiting_position")
        given = try row("given")
    }

    static let select: SQL = """
        SELECT r.booth_request_id, r.version, r.fair_id, r.kind, r.establishment_id, r.name,
          coalesce(r.name, e.name) AS tenant_name, p.code AS province, p.full_name AS province_name, r.province_unit_id,
          r.booths, r.is_adjacent, r.zones, r.takes_other_zones, r.product_group, r.funds, lower(r.days) AS first_day,
          upper(r.days) - 1 AS last_day, r.filed_on, r.state, r.waiting_position,
          ARRAY(SELECT b.code FROM booth_request_booth g JOIN booth_allocation a USING (booth_allocation_id)
            JOIN booth b USING (booth_id) WHERE g.booth_request_id = r.booth_request_id ORDER BY a.booth_allocation_id) AS given
        FROM booth_request r LEFT JOIN establishment e USING (establishment_id) LEFT JOIN unit p ON p.unit_id = r.province_unit_id
        """
}

extension BoothRequestState: SQLCodable {}

/// A step in the life of a request: what became of it, who did it, when and why.
public struct BoothRequestStepRecord: RowDecodable, Hashable, Sendable {
    public let requestID: Int64
    public let state: BoothRequestState
    public let waitingPosition: Int?
    public let reason: String?
    public let actor: String
    public let at: Instant

    public init(_ row: Row) throws {
        requestID = try row("booth_request_id")
        state = try row("state")
        waitingPosition = try row("waiting_position")
        reason = try row("reason")
        actor = try row("actor")
        at = try row("recorded_at")
    }
}

/// Where a request goes in a step.
struct BoothRequestMove {
    let request: BoothRequestRecord
    let state: BoothRequestState
    let waitingPosition: Int?
    let reason: String?
}

extension Session {
    func boothRequest(_ id: Int64) throws -> BoothRequestRecord {
        let found = try first(
            BoothRequestRecord.select + " WHERE r.booth_request_id = \(id)", as: BoothRequestRecord.self)
        guard let found else { throw Refusal(.unknownBoothRequest(id)) }
        return found
    }

    /// All that ever happened to a request, the first step first.
    func boothRequestSteps(_ id: Int64) throws -> [BoothRequestStepRecord] {
        try query(
            """
            SELECT s.booth_request_id, s.state, s.waiting_position, s.reason, v.actor, v.recorded_at
            FROM booth_request_step s JOIN audit_event v USING (audit_id) WHERE s.booth_request_id = \(id) ORDER BY s.version
            """, as: BoothRequestStepRecord.self)
    }

    /// The requests of a fair in some states, by number.
    func boothRequests(
        ofFair id: Int64, in states: Set<BoothRequestState> = Set(BoothRequestState.allCases)
    ) throws -> [BoothRequestRecord] {
        try query(
            BoothRequestRecord.select
                + " WHERE r.fair_id = \(id) AND r.state = ANY (\(states.map(\.rawValue).sorted())) ORDER BY r.booth_request_id",
            as: BoothRequestRecord.self)
    }

    /// Takes requests of one fair, which is locked, a step further; places on the waiting list change in one statement.
    func take(_ moves: [BoothRequestMove]) throws {
        if moves.isEmpty { return }
        try execute(
            """
            WITH moved AS (
              SELECT * FROM unnest(\(moves.map(\.request.id)), \(moves.map(\.request.version)),
                \(moves.map(\.state.rawValue)), \(moves.map(\.waitingPosition)), \(moves.map(\.reason)))
                AS m (id, version, state, waiting_position, reason)
            ), changed AS (
              UPDATE booth_request r SET state = m.state, waiting_position = m.waiting_position, version = m.version + 1
              FROM moved m WHERE r.booth_request_id = m.id RETURNING r.booth_request_id, r.version, m.reason
            )
            INSERT INTO booth_request_step (booth_request_id, version, state, waiting_position, reason)
            SELECT c.booth_request_id, c.version, m.state, m.waiting_position, c.reason
            FROM changed c JOIN moved m ON m.id = c.booth_request_id
            """)
    }
}

extension Violation {
    static func unknownBoothRequest(_ id: Int64) -> Violation {
        Violation(
            "unknown-booth-request", vi: "không có đăng ký gian hàng số \(id)",
            en: "there is no request for booths \(id)")
    }
}
