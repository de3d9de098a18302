import Postgres
public import RuralIndustry

/// What of a fair shall be another. Nil leaves what there is. Who holds it, and at which level, never changes.
public struct FairChanges: Sendable {
    public var name: String?
    /// Fixed once the fair is announced: the rules of the funds follow it.
    public var kind: FairKind?
    public var venue: String?
    public var first: Day?
    public var last: Day?
    /// Nil: as it was, or the opening where that was meant.
    public var setUpOn: Day?
    public var boothWidth: Length?
    public var boothDepth: Length?

    public init(
        name: String? = nil, kind: FairKind? = nil, venue: String? = nil, first: Day? = nil,
        last: Day? = nil, setUpOn: Day? = nil, boothWidth: Length? = nil, boothDepth: Length? = nil
    ) {
        self.name = name
        self.kind = kind
        self.venue = venue
        self.first = first
        self.last = last
        self.setUpOn = setUpOn
        self.boothWidth = boothWidth
        self.boothDepth = boothDepth
    }
}

extension Registry {
    /// Changes what a fair is until it is over; of one that is announced for a reason, which is kept and shown to everybody.
    ///
    /// - Parameter version: of the fair, as whoever changes it read it.
    /// - Throws: `Refusal` `stale-version`, `fair-state`, `nothing-changed`, `fair-kind-fixed`, and everything that is wrong with the
    ///   days, among it `fair-days-in-use` where booths were given or asked for on days that would fall away.
    public func editFair(
        _ id: Int64, _ changes: FairChanges, version: VersionMatch = .any, because reason: String? = nil,
        as viewer: Viewer, dryRun: Bool = false
    ) async throws -> FairRecord {
        let reason = try BoundedText.optional(reason, column: "reason")
        let name = try changes.name.map { try BoundedText.name($0, column: "name") }
        let venue = try changes.venue.map { try BoundedText.name($0, column: "venue") }
        return try await change(
            .fairEdit, of: .one("fair", id: id), because: reason, as: viewer, dryRun: dryRun
        ) { session in
            let known = try session.fairForChange(id)
            try version.require(known.version)
            try session.requireState(
                known, [.planned, .open], to: Bilingual(vi: "sửa", en: "change it"))
            let shape = try FairShape(known, changes)
            let kind = changes.kind ?? known.kind
            try session.require(shape, kind, insteadOf: known, because: reason)
            if shape == FairShape(known), kind == known.kind, name ?? known.name == known.name,
                venue ?? known.venue == known.venue
            {
                throw Refusal(.nothingChanged)
            }
            try session.execute(
                """
                UPDATE fair SET name = \(name ?? known.name), kind = \(kind), venue = \(venue ?? known.venue),
                  days = daterange(\(shape.days.first), \(shape.days.last), '[]'), set_up_on = \(shape.setUpOn),
                  booth_width_mm = \(shape.boothWidth.millimetres), booth_depth_mm = \(shape.boothDepth.millimetres),
                  version = version + 1
                WHERE fair_id = \(id)
                """)
            return try session.fair(id)
        }
    }
}

extension FairShape {
    fileprivate init(_ fair: FairRecord) {
        self.init(
            days: fair.days, setUpOn: fair.setUpOn, boothWidth: fair.boothWidth, boothDepth: fair.boothDepth)
    }

    fileprivate init(_ fair: FairRecord, _ changes: FairChanges) throws {
        let first = changes.first ?? fair.days.first
        // whoever sets up on the day of the opening goes along with it
        let setUpOn = fair.setUpOn == fair.days.first ? first : fair.setUpOn
        try self.init(
            first: first, last: changes.last ?? fair.days.last, setUpOn: changes.setUpOn ?? setUpOn,
            boothWidth: changes.boothWidth ?? fair.boothWidth,
            boothDepth: changes.boothDepth ?? fair.boothDepth)
    }
}

extension Session {
    /// Refuses what cannot be changed any more, everything at once.
    fileprivate func require(
        _ shape: FairShape, _ kind: FairKind, insteadOf known: FairRecord, because reason: String?
    ) throws {
        var wrong: [Violation] = []
        if known.state == .open, reason == nil { wrong.append(.changeUnexplained) }
        if known.state == .open, kind != known.kind { wrong.append(.kindFixed(known)) }
        if shape.days != known.days { wrong += try reasonsAgainst(shape.days, of: known) }
        try Refusal.throwIfAny(wrong)
    }

    private func reasonsAgainst(_ days: FairDays, of fair: FairRecord) throws -> [Violation] {
        var wrong: [Violation] = []
        let given = try query(
            BoothAllocationRecord.select
                + """
                 WHERE a.fair_id = \(fair.id) AND a.state IN ('held', 'confirmed', 'no-show') ORDER BY a.booth_allocation_id
                """, as: BoothAllocationRecord.self)
        let outside = given.filter { !days.contains($0.days) }
        if !outside.isEmpty { wrong.append(.givenOutside(days, outside)) }
        let asked = try boothRequests(
            ofFair: fair.id, in: Set(BoothRequestState.allCases.filter(\.isOpen))
        ).filter { !days.contains($0.days) }
        if !asked.isEmpty { wrong.append(.askedOutside(days, asked)) }
        if days.first == fair.days.first { return wrong }
        if let terms = try latestTerms(ofFair: fair.id), !terms.isUsed, terms.requestsUntil >= days.first {
            wrong.append(.beforeRequestsEnd(days, terms))
        }
        if days.first.year != fair.days.first.year, given.contains(where: { $0.funds != nil }) {
            wrong.append(.fundedInYear(fair))
        }
        return try wrong + organiserMissing(on: days.first, of: fair)
            + rulesNotYetInForce(on: days.first, of: fair)
    }

    /// Codes of units are read on the first day: the organiser must be there then, and be the same.
    private func organiserMissing(on day: Day, of fair: FairRecord) throws -> [Violation] {
        do {
            let organiser = try organiser(fair.organiserCode, level: fair.level, on: day)
            let isSame: Bool = try value(
                """
                SELECT organiser_unit_id IS NOT DISTINCT FROM \(organiser.unitID) FROM fair WHERE fair_id = \(fair.id)
                """)
            return isSame ? [] : [.organiserOther(fair, on: day)]
        } catch let refusal as Refusal {
            // the organiser stays: it is the day that does not go with it
            return refusal.violations.map { violation in
                var violation = violation
                violation.place.column = "first"
                return violation
            }
        }
    }

    /// What funds pay for a booth is by a rule that is in force on the first day.
    private func rulesNotYetInForce(on day: Day, of fair: FairRecord) throws -> [Violation] {
        let rules: Int = try value(
            """
            SELECT count(*) FROM booth_allocation a JOIN funding_rule r USING (funding_rule_id)
            WHERE a.fair_id = \(fair.id) AND a.state IN ('held', 'confirmed', 'no-show') AND NOT r.validity @> \(day)
            """)
        return rules == 0 ? [] : [.fundedByOtherRule(on: day)]
    }
}
