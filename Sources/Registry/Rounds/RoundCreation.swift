import Postgres
public import RuralIndustry

/// What a new round is to be.
public struct NewRound: Sendable {
    public var regulationID: String
    public var level: SelectionLevel
    /// Code of the unit, `north` `central` `south`, or `VN`.
    public var organiserCode: String
    public var year: Int
    public var name: String
    /// The round's own layer of rules.
    public var plan: RegulationLayer?
    /// The day on which codes of units are read; nil: today in its own year, else the last day of the year on which the
    /// regulation is in force.
    public var heldOn: Day?
    /// The last day on which entries are filed; nil: until judging starts.
    public var intakeUntil: Day?

    public init(
        regulationID: String, level: SelectionLevel, organiserCode: String, year: Int, name: String,
        plan: RegulationLayer? = nil, heldOn: Day? = nil, intakeUntil: Day? = nil
    ) {
        self.regulationID = regulationID
        self.level = level
        self.organiserCode = organiserCode
        self.year = year
        self.name = name
        self.plan = plan
        self.heldOn = heldOn
        self.intakeUntil = intakeUntil
    }

    /// As a program gives it; the plan is the text of its file.
    ///
    /// - Throws: everything that is wrong, each with its column.
    public init(_ fields: Fields<RoundColumn>) throws(Refusal) {
        var reader = FieldReader(fields, .plain)
        let regulation = reader.requiredText(.regulation)
        let level = reader.requiredChoice(.level, SelectionLevel.self, code: "level-unknown")
        let organiser = reader.requiredText(.organiser)
        let year = reader.requiredValue(.year) { (text) throws(Violation) in
            Int(try Notation.plain.wholeNumber(text, upTo: 9999))
        }
        let name = reader.requiredText(.name, limit: TextLimit.name)
        let heldOn = reader.day(.heldOn)
        let intakeUntil = reader.day(.intakeUntil)
        var plan: RegulationLayer?
        if reader.isGiven(.plan) {
            do throws(Refusal) {
                plan = try RegulationLayer(parsing: Array((fields[.plan] ?? "").utf8), as: .plan)
            } catch {
                for violation in error.violations { reader.report(violation, in: .plan) }
            }
        }
        guard reader.violations.isEmpty, let regulation, let level, let organiser, let year, let name else {
            throw reader.refusal
        }
        self.init(
            regulationID: regulation, level: level, organiserCode: organiser, year: year, name: name,
            plan: plan, heldOn: heldOn, intakeUntil: intakeUntil)
    }
}

extension Registry {
    /// Creates a round in the state draft and pins the rules that it is held under: the regulation with the layers above it
    /// and the round's plan.
    ///
    /// - Parameter once: keeps the round's number.
    public func createRound(
        _ new: NewRound, as viewer: Viewer, today: Day, dryRun: Bool = false,
        once: OneRequest<RoundRecord>? = nil
    ) async throws -> RoundRecord {
        let name = try BoundedText.name(new.name, column: "name")
        return try await create(.roundCreate, "round", as: viewer, dryRun: dryRun, once: once) {
            session, id in
            let rules = try Regulation.resolve(
                try session.layers(of: new.regulationID) + (new.plan.map { [$0] } ?? []))
            let levelRule = try rules.requiredLevel(new.level)
            let heldOn = try new.day(under: rules, today: today)
            let organiser = try session.organiser(new.organiserCode, level: new.level, on: heldOn)
            try rules.requireTerritory(of: organiser, in: session)
            let document = rules.document.text
            try session.execute(
                """
                INSERT INTO round (round_id, name, level, organiser_code, organiser_unit_id, organiser_region, year,
                  held_on, intake_until, regulation_id, rules, rules_sha256, lower_levels, lower_exception)
                VALUES (\(id), \(name), \(new.level), \(organiser.code), \(organiser.unitID), \(organiser.region),
                  \(new.year), \(heldOn), \(new.intakeUntil), \(new.regulationID), \(document),
                  sha256(convert_to(\(document)::text, 'UTF8')), \(levelRule.requires?.anyOf.map(\.rawValue) ?? []),
                  \(levelRule.requires?.unless))
                """)
            try session.insertLeaves(of: rules, round: id)
            return try session.round(id)
        }
    }

    /// Where a round about to be created departs from how often rounds are usually held: told, and never refused. The rounds
    /// that it names are those that the viewer reaches.
    public func frequencyWarnings(
        about new: NewRound, as viewer: Viewer, today: Day
    ) async throws -> [Violation] {
        try await read(.roundCreate, of: .listed("round"), as: viewer) { session in
            let rules = try Regulation.resolve(
                try session.layers(of: new.regulationID) + (new.plan.map { [$0] } ?? []))
            let heldOn = try new.day(under: rules, today: today)
            let frequency = RoundFrequency(try rules.requiredLevel(new.level), on: heldOn)
            let organiser = try session.organiser(new.organiserCode, level: new.level, on: heldOn)
            // rounds of what merged into the organiser are its own
            let held = try session.query(
                """
                SELECT r.round_id::text AS id, r.name, r.level, r.year
                FROM round r LEFT JOIN unit u ON u.unit_id = r.organiser_unit_id
                """
                    + SQL.matching(
                        "r.state <> 'cancelled'", viewer.reach(.roundCreate).rounds("r"),
                        """
                        (r.level = \(frequency.yearAfter) OR (r.level = \(new.level) AND CASE
                          WHEN u.unit_id IS NULL THEN r.organiser_code = \(organiser.code)
                          ELSE coalesce(unit_home(u.unit_id, u.level, \(heldOn)), u.unit_id) = \(organiser.unitID) END))
                        """)
            ) {
                RoundFrequency.Held(
                    id: try $0("id"), name: try $0("name"), level: try $0("level"), year: try $0("year"))
            }
            return frequency.warnings(forYear: new.year, held: held)
        }
    }
}

extension NewRound {
    fileprivate func day(under rules: Rules, today: Day) throws -> Day {
        let day = heldOn ?? (today.year == year ? today : lastDay(in: rules.validity))
        guard let day, day.year == year else {
            throw Refusal(
                Violation(
                    "round-day", vi: "ngày tổ chức phải thuộc năm \(year)",
                    en: "the day of the round must lie in \(year)"))
        }
        guard rules.validity.contains(day) else {
            throw Refusal(
                Violation(
                    "regulation-not-in-force",
                    vi: "bộ quy tắc “\(rules.id)” không có hiệu lực ngày \(day.vietnamese)",
                    en: "regulation “\(rules.id)” is not in force on \(day.iso)"))
        }
        return day
    }

    private func lastDay(in validity: Validity) -> Day? {
        guard let last = Day.lastOf(year: year) else { return nil }
        guard let end = validity.to, end <= last else { return last }
        return end.adding(days: -1)
    }
}

extension Rules {
    fileprivate func requiredLevel(_ level: SelectionLevel) throws -> LevelRule {
        guard let rule = self.level(level) else {
            throw Refusal(
                Violation(
                    "level-not-held", vi: "bộ quy tắc “\(id)” không tổ chức bình chọn \(level.name.vi)",
                    en: "regulation “\(id)” holds no rounds at \(level.name.en)"))
        }
        return rule
    }

    /// A province's own rules serve the rounds of that province and of what lies in it.
    fileprivate func requireTerritory(of organiser: Organiser, in session: Session) throws {
        guard let territory else { return }
        let province: String? = try organiser.unitID.flatMap { unit in
            try session.first(
                "SELECT code FROM unit WHERE unit_id = unit_within(\(unit), 'province', \(organiser.day))"
            ) { try $0("code") }
        }
        if province != territory {
            throw Refusal(
                Violation(
                    "regulation-territory",
                    vi:
                        "bộ quy tắc “\(id)” là của tỉnh mang mã \(territory), không phải của \(organiser.name)",
                    en: "regulation “\(id)” is that of province \(territory), not of \(organiser.name)"))
        }
    }
}

/// The authority that holds a round: a unit, a region or the nation, on a day.
struct Organiser {
    let code: String
    let unitID: Int64?
    let region: String?
    let name: String
    let day: Day
}

extension Session {
    /// Reads the organiser's code for a level on a day.
    ///
    /// - Throws: `unknown-organiser`, `organiser-level`, and what is wrong with a unit's code, all at the column `organiser`.
    func organiser(_ code: String, level: SelectionLevel, on day: Day) throws -> Organiser {
        switch level {
        case .national:
            guard ["VN", "national", "BCT"].contains(code) else { throw Refusal(.organiser(code, "VN")) }
            return Organiser(code: "VN", unitID: nil, region: nil, name: "Việt Nam", day: day)
        case .regional:
            let name = try first(
                "SELECT region_name FROM region_member WHERE region = \(code) AND validity @> \(day) LIMIT 1"
            ) { try $0("region_name", as: String.self) }
            guard let name else { throw Refusal(.organiser(code, "north, central, south")) }
            return Organiser(code: code, unitID: nil, region: code, name: name, day: day)
        case .commune, .district, .provincial:
            let unit: KnownUnit
            do { unit = try requireUnit(code, on: day) } catch let refusal as Refusal {
                throw Refusal(refusal.violations[0].inColumn("organiser"))
            }
            let wanted: UnitLevel =
                level == .provincial ? .province : level == .district ? .district : .commune
            guard unit.record.level == wanted else {
                throw Refusal(
                    Violation(
                        "organiser-level",
                        vi: "\(unit.fullName) (\(code)) không tổ chức bình chọn \(level.name.vi)",
                        en: "\(unit.fullName) (\(code)) holds no rounds at \(level.name.en)",
                        at: Place(column: "organiser")))
            }
            return Organiser(code: code, unitID: unit.id, region: nil, name: unit.fullName, day: day)
        }
    }

    fileprivate func insertLeaves(of rules: Rules, round id: Int64) throws {
        for group in rules.groups {
            for (ordinal, leaf) in rules.leaves(group: group.id).enumerated() {
                try execute(
                    """
                    INSERT INTO round_leaf (round_id, product_group, leaf, criterion, ordinal, max, step)
                    VALUES (\(id), \(group.id), \(leaf.id), \(leaf.criterion), \(ordinal), \(leaf.max), \(leaf.step))
                    """)
            }
        }
    }
}

extension Violation {
    fileprivate static func organiser(_ code: String, _ allowed: String) -> Violation {
        Violation(
            "unknown-organiser",
            vi: "“\(code)” không phải là đơn vị tổ chức ở cấp này; các mã dùng được: \(allowed)",
            en: "“\(code)” is no organiser at this level; use: \(allowed)", at: Place(column: "organiser"))
    }
}
