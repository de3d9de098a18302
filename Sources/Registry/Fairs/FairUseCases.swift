import Postgres
public import RuralIndustry

/// What a new fair is to be.
public struct NewFair: Sendable {
    public var name: String
    public var level: SelectionLevel
    /// Which rules of the funds apply.
    public var kind: FairKind
    /// Code of the unit, `north` `central` `south`, or `VN`.
    public var organiserCode: String
    public var venue: String
    public var first: Day
    public var last: Day
    /// Nil: tenants set up on the first day.
    public var setUpOn: Day?
    /// Of a standard booth.
    public var boothWidth: Length
    public var boothDepth: Length

    public init(
        name: String, level: SelectionLevel, organiserCode: String, venue: String, first: Day, last: Day,
        setUpOn: Day? = nil, boothWidth: Length = .standardBoothSide,
        boothDepth: Length = .standardBoothSide, kind: FairKind = .organised
    ) {
        self.name = name
        self.level = level
        self.kind = kind
        self.organiserCode = organiserCode
        self.venue = venue
        self.first = first
        self.last = last
        self.setUpOn = setUpOn
        self.boothWidth = boothWidth
        self.boothDepth = boothDepth
    }
}

extension Registry {
    /// Creates a fair in the state planned. Codes of units are read on its first day.
    ///
    /// - Parameter once: keeps the fair's number.
    public func createFair(
        _ new: NewFair, as viewer: Viewer, dryRun: Bool = false, once: OneRequest<FairRecord>? = nil
    ) async throws -> FairRecord {
        let name = try BoundedText.name(new.name, column: "name")
        let venue = try BoundedText.name(new.venue, column: "venue")
        let shape = try FairShape(
            first: new.first, last: new.last, setUpOn: new.setUpOn ?? new.first, boothWidth: new.boothWidth,
            boothDepth: new.boothDepth)
        return try await create(.fairCreate, "fair", as: viewer, dryRun: dryRun, once: once) { session, id in
            let organiser = try session.organiser(new.organiserCode, level: new.level, on: new.first)
            try session.execute(
                """
                INSERT INTO fair (fair_id, name, level, kind, organiser_code, organiser_unit_id, organiser_region, venue, days,
                  set_up_on, booth_width_mm, booth_depth_mm)
                VALUES (\(id), \(name), \(new.level), \(new.kind), \(organiser.code), \(organiser.unitID), \(organiser.region),
                  \(venue), daterange(\(shape.days.first), \(shape.days.last), '[]'), \(shape.setUpOn),
                  \(shape.boothWidth.millimetres), \(shape.boothDepth.millimetres))
                """)
            return try session.fair(id)
        }
    }

    /// All fairs, the latest first.
    ///
    /// - Parameters:
    ///   - isOwn: only those that the viewer's office holds.
    ///   - before: those that come after a fair in this order; nil: from the first on.
    ///   - limit: nil: all.
    public func fairs(
        level: SelectionLevel? = nil, year: Int? = nil, state: FairState? = nil, isOwn: Bool = false,
        before: Int64? = nil, limit: Int? = nil, as viewer: Viewer
    ) async throws -> [FairRecord] {
        try await read(.fairRead, of: .reference("fair"), as: viewer) { session in
            try session.query(
                FairRecord.select
                    + SQL.matching(
                        level.map { "f.level = \($0)" },
                        year.map { "extract(year FROM lower(f.days)) = \($0)" },
                        state.map { "f.state = \($0)" },
                        isOwn ? viewer.reach(.fairRead).fairs("f") : nil,
                        before.map {
                            """
                            (lower(f.days), f.fair_id) < (SELECT lower(b.days), b.fair_id FROM fair b WHERE b.fair_id = \($0))
                            """
                        }) + " ORDER BY lower(f.days) DESC, f.fair_id DESC LIMIT \(limit.map(Int64.init))",
                as: FairRecord.self)
        }
    }

    public func fair(_ id: Int64, as viewer: Viewer) async throws -> FairRecord {
        try await read(.fairRead, of: .reference("fair"), as: viewer) { try $0.fair(id) }
    }

    /// planned → open: booths may be given. Refused without booths.
    ///
    /// - Parameters:
    ///   - version: of the fair, as whoever opens it read it.
    ///   - once: keeps the fair's number.
    public func openFair(
        _ id: Int64, version: VersionMatch = .any, as viewer: Viewer, dryRun: Bool = false,
        once: OneRequest<FairRecord>? = nil
    ) async throws -> FairRecord {
        try await step(id, to: .open, version: version, as: viewer, dryRun: dryRun, once: once) { _, fair in
            if fair.booths > 0 { return }
            throw Refusal(.fairWithoutBooths(id))
        }
    }

    /// open → closed: no booth is given any more.
    ///
    /// - Parameters:
    ///   - version: of the fair, as whoever closes it read it.
    ///   - once: keeps the fair's number.
    public func closeFair(
        _ id: Int64, version: VersionMatch = .any, as viewer: Viewer, dryRun: Bool = false,
        once: OneRequest<FairRecord>? = nil
    ) async throws -> FairRecord {
        try await step(id, to: .closed, version: version, as: viewer, dryRun: dryRun, once: once) { _, _ in }
    }

    /// Calls a fair off: whoever has a booth gives it back, and who asks for one gets none, for the same reason.
    public func cancelFair(
        _ id: Int64, because reason: String, as viewer: Viewer
    ) async throws -> FairRecord {
        let reason = try BoundedText.short(reason, column: "reason")
        return try await step(id, to: .cancelled, because: reason, as: viewer) { session, _ in
            try session.end(try session.liveAllocations(ofFair: id), as: .released, because: reason)
            let open = try session.boothRequests(
                ofFair: id, in: Set(BoothRequestState.allCases.filter(\.isOpen)))
            try session.take(
                open.map { request in
                    BoothRequestMove(
                        request: request, state: request.state == .partlyGiven ? .given : .refused,
                        waitingPosition: nil, reason: reason)
                })
        }
    }

    private func step(
        _ id: Int64, to state: FairState, version: VersionMatch = .any, because reason: String? = nil,
        as viewer: Viewer, dryRun: Bool = false, once: OneRequest<FairRecord>? = nil,
        _ check: @escaping @Sendable (Session, FairRecord) throws -> Void
    ) async throws -> FairRecord {
        try await change(
            .fairStep, of: .one("fair", id: id), because: reason, as: viewer, dryRun: dryRun, once: once
        ) { session in
            let fair = try session.fairForChange(id)
            try version.require(fair.version)
            do throws(Violation) { try fair.state.check(movingTo: state) } catch { throw Refusal(error) }
            try check(session, fair)
            try session.execute(
                "UPDATE fair SET state = \(state), version = version + 1 WHERE fair_id = \(id)")
            return try session.fair(id)
        }
    }
}

extension Violation {
    static func fairWithoutBooths(_ id: Int64) -> Violation {
        Violation(
            "fair-without-booths", vi: "hội chợ \(id) chưa có gian hàng; hãy nhập sơ đồ trước",
            en: "fair \(id) has no booths yet; import its plan first")
    }
}
