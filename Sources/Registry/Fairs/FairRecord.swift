public import Postgres
public import RuralIndustry

/// A fair as it is kept.
public struct FairRecord: RowDecodable, Hashable, Sendable {
    public let id: Int64
    /// Advanced by every change of the fair itself, of its state and of its plan.
    public let version: Int
    public let name: String
    public let level: SelectionLevel
    public let kind: FairKind
    /// Code of the unit, `north` `central` `south`, or `VN`.
    public let organiserCode: String
    /// The organiser by its name on the first day of the fair.
    public let organiserName: String
    public let venue: String
    public let days: FairDays
    /// The first day on which tenants set up.
    public let setUpOn: Day
    /// Of a standard booth.
    public let boothWidth: Length
    public let boothDepth: Length
    public let state: FairState
    /// The last plan; 0: none yet.
    public let planVersion: Int
    public let booths: Int
    public let confirmed: Int
    /// Holds that have not been confirmed, run out or not.
    public let held: Int

    public init(_ row: Row) throws {
        id = try row("fair_id")
        version = try row("version")
        name = try row("name")
        level = try row("level")
        kind = try row("kind")
        organiserCode = try row("organiser_code")
        organiserName = try row("organiser_name")
        venue = try row("venue")
        days = try row.fairDays("first_day", "last_day")
        setUpOn = try row("set_up_on")
        boothWidth = try row.length("booth_width_mm")
        boothDepth = try row.length("booth_depth_mm")
        state = try row("state")
        planVersion = try row("plan_version")
        booths = try row("booths")
        confirmed = try row("confirmed")
        held = try row("held")
    }

    /// The fair with its counts of booths on the plan; a condition may follow.
    static let select: SQL = """
        SELECT f.fair_id, f.version, f.name, f.level, f.kind, f.organiser_code, f.venue, lower(f.days) AS first_day,
          upper(f.days) - 1 AS last_day, f.set_up_on, f.booth_width_mm, f.booth_depth_mm, f.state, f.plan_version,
          coalesce(u.full_name,
            (SELECT m.region_name FROM region_member m WHERE m.region = f.organiser_region
              AND m.validity @> lower(f.days) LIMIT 1),
            'Việt Nam') AS organiser_name,
          (SELECT count(*) FROM booth b WHERE b.fair_id = f.fair_id AND b.removed_in IS NULL) AS booths,
          (SELECT count(DISTINCT a.booth_id) FROM booth_allocation a WHERE a.fair_id = f.fair_id
            AND a.state = 'confirmed') AS confirmed,
          (SELECT count(DISTINCT a.booth_id) FROM booth_allocation a WHERE a.fair_id = f.fair_id
            AND a.state = 'held') AS held
        FROM fair f LEFT JOIN unit u ON u.unit_id = f.organiser_unit_id
        """
}

extension FairState: SQLCodable {}

extension Row {
    func fairDays(_ first: String, _ last: String) throws -> FairDays {
        try FairDays(first: try self(first), last: try self(last))
    }

    func length(_ column: String) throws -> Length {
        let millimetres: Int = try self(column)
        guard let length = Length(millimetres: millimetres) else {
            throw PostgresError.misuse("\(column) is \(millimetres) mm")
        }
        return length
    }
}

extension Session {
    /// The fair with an id, if there is one.
    func knownFair(_ id: Int64) throws -> FairRecord? {
        try first(FairRecord.select + " WHERE f.fair_id = \(id)", as: FairRecord.self)
    }

    /// Some fairs, by number, in one statement.
    func fairs(_ ids: Set<Int64>) throws -> [Int64: FairRecord] {
        if ids.isEmpty { return [:] }
        let found = try query(
            FairRecord.select + " WHERE f.fair_id = ANY (\(Array(ids)))", as: FairRecord.self)
        return Dictionary(uniqueKeysWithValues: found.map { ($0.id, $0) })
    }

    /// The fair with an id, as people type it.
    func fair(_ id: Int64) throws -> FairRecord {
        guard let found = try knownFair(id) else {
            throw Refusal(
                Violation(
                    "unknown-fair", vi: "không có hội chợ số \(id)", en: "there is no fair \(id)"))
        }
        return found
    }

    /// The same, holding the row: nobody else changes the fair or its plan, or gives a booth, until commit.
    func fairForChange(_ id: Int64) throws -> FairRecord {
        try execute("SELECT 1 FROM fair WHERE fair_id = \(id) FOR NO KEY UPDATE")
        return try fair(id)
    }

    /// The same for who gives booths: the fair stays as it is, others may give booths meanwhile.
    func fairForBooths(_ id: Int64) throws -> FairRecord {
        try execute("SELECT 1 FROM fair WHERE fair_id = \(id) FOR SHARE")
        let fair = try fair(id)
        try requireState(fair, [.open], to: Bilingual(vi: "giao gian hàng", en: "give booths"))
        return fair
    }

    func requireState(_ fair: FairRecord, _ states: Set<FairState>, to what: Bilingual) throws {
        if states.contains(fair.state) { return }
        throw Refusal(
            Violation(
                "fair-state", vi: "hội chợ \(fair.id) \(fair.state.name.vi), không \(what.vi) được",
                en: "fair \(fair.id) is \(fair.state.name.en): cannot \(what.en)"))
    }
}
