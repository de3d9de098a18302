public import Postgres
public import RuralIndustry

/// A selection round as it is kept.
public struct RoundRecord: RowDecodable, Hashable, Sendable {
    public let id: Int64
    public let version: Int
    public let name: String
    public let level: SelectionLevel
    /// Code of the unit, `north` `central` `south`, or `VN`.
    public let organiserCode: String
    /// The organiser by its name on the day of the round.
    public let organiserName: String
    public let year: Int
    /// The day on which codes of units are read.
    public let heldOn: Day
    /// The last day on which entries are filed; nil: until judging starts.
    public let intakeUntil: Day?
    public let regulationID: String
    public let rulesSHA256: String
    public let state: RoundState
    public let membersPresent: Int?
    public let entries: Int
    public let accepted: Int
    public let recognised: Int

    /// Number and day of the act that created the council, and of the one that created the panel.
    public let councilAct: String?
    public let panelAct: String?

    let organiserUnitID: Int64?

    public init(_ row: Row) throws {
        id = try row("round_id")
        version = try row("version")
        name = try row("name")
        level = try row("level")
        organiserCode = try row("organiser_code")
        organiserName = try row("organiser_name")
        year = try row("year")
        heldOn = try row("held_on")
        intakeUntil = try row("intake_until")
        regulationID = try row("regulation_id")
        rulesSHA256 = try row("rules_sha256")
        state = try row("state")
        membersPresent = try row("members_present")
        entries = try row("entries")
        accepted = try row("accepted")
        recognised = try row("recognised")
        councilAct = try row("council_act")
        panelAct = try row("panel_act")
        organiserUnitID = try row("organiser_unit_id")
    }

    /// The round with its counts; a condition may follow.
    static let select: SQL = """
        SELECT r.round_id, r.version, r.name, r.level, r.organiser_code, r.organiser_unit_id, r.year, r.held_on,
          r.intake_until, r.regulation_id, encode(r.rules_sha256, 'hex') AS rules_sha256, r.state, r.members_present,
          coalesce(u.full_name,
            (SELECT m.region_name FROM region_member m WHERE m.region = r.organiser_region
              AND m.validity @> r.held_on LIMIT 1),
            'Việt Nam') AS organiser_name,
          (SELECT count(*) FROM entry e WHERE e.round_id = r.round_id) AS entries,
          (SELECT count(*) FROM entry e WHERE e.round_id = r.round_id AND e.state = 'accepted') AS accepted,
          (SELECT count(DISTINCT l.award_id) FROM standing_lines(r.round_id) l) AS recognised,
          (SELECT a.number || ', ' || a.acted_on FROM round_act a WHERE a.round_id = r.round_id AND a.body = 'council'
            ORDER BY a.acted_on, a.round_act_id LIMIT 1) AS council_act,
          (SELECT a.number || ', ' || a.acted_on FROM round_act a WHERE a.round_id = r.round_id AND a.body = 'panel'
            ORDER BY a.acted_on, a.round_act_id LIMIT 1) AS panel_act
        FROM round r LEFT JOIN unit u ON u.unit_id = r.organiser_unit_id
        """
}

extension Session {
    /// The round with an id, as people type it.
    func round(_ id: Int64) throws -> RoundRecord {
        guard let round = try first(RoundRecord.select + " WHERE r.round_id = \(id)", as: RoundRecord.self)
        else {
            throw Refusal(
                Violation(
                    "unknown-round", vi: "không có kỳ bình chọn số \(id); xem `cnnt round list`",
                    en: "there is no round \(id); see `cnnt round list`"))
        }
        return round
    }

    /// The same, holding the row so that its state stays until commit.
    func roundForChange(_ id: Int64) throws -> RoundRecord {
        try execute("SELECT 1 FROM round WHERE round_id = \(id) FOR NO KEY UPDATE")
        return try round(id)
    }

    /// The rules that a round pinned.
    func rules(ofRound id: Int64) throws -> Rules {
        let document: String = try value("SELECT rules FROM round WHERE round_id = \(id)")
        return try Regulation.resolve(pinned: try JSONValue(parsing: document))
    }

    /// By round, as each pinned them.
    func rules(ofRounds ids: [Int64]) throws -> [Int64: Rules] {
        let documents = try query("SELECT round_id, rules FROM round WHERE round_id = ANY (\(ids))") {
            (try $0("round_id", as: Int64.self), try $0("rules", as: String.self))
        }
        return Dictionary(
            try documents.map { ($0.0, try Regulation.resolve(pinned: try JSONValue(parsing: $0.1))) }
        ) { first, _ in first }
    }

    func requireState(_ round: RoundRecord, _ states: Set<RoundState>, to what: Bilingual) throws {
        if !states.contains(round.state) {
            throw Refusal(
                Violation(
                    "round-state",
                    vi:
                        "kỳ bình chọn \(round.id) đang ở bước “\(round.state.name.vi)”, không \(what.vi) được",
                    en: "round \(round.id) is \(round.state.name.en): cannot \(what.en)"))
        }
    }
}
