public import Postgres
public import RuralIndustry

/// A member of a round's council (Hội đồng bình chọn).
public struct CouncilMember: RowDecodable, Hashable, Sendable {
    public let id: Int64
    public let name: String
    public let role: CouncilRole
    public let position: String?
    public let from: Day
    /// The last day; nil: sits.
    public let to: Day?
    /// Number of the act by which they sit; nil: none is recorded.
    public let act: String?
    /// Why they left, and the number of the act on it if there was one.
    public let leaveReason: String?
    public let leaveAct: String?

    public init(_ row: Row) throws {
        id = try row("council_member_id")
        name = try row("name")
        role = try row("role")
        position = try row("position")
        from = try row("member_from")
        to = try row("member_to")
        act = try row("act")
        leaveReason = try row("leave_reason")
        leaveAct = try row("leave_act")
    }

    static let select = SeatColumns.select(table: "council_member", body: .council)
}

/// A member of a round's panel (Ban Giám khảo).
public struct PanelMember: RowDecodable, Hashable, Sendable {
    public let id: Int64
    /// What stands on the score sheets: `J1`.
    public let code: String
    public let name: String
    public let role: PanelRole
    public let affiliation: String?
    public let from: Day
    public let to: Day?
    public let act: String?
    public let leaveReason: String?
    public let leaveAct: String?

    public init(_ row: Row) throws {
        id = try row("judge_id")
        code = try row("code")
        name = try row("name")
        role = try row("role")
        affiliation = try row("affiliation")
        from = try row("member_from")
        to = try row("member_to")
        act = try row("act")
        leaveReason = try row("leave_reason")
        leaveAct = try row("leave_act")
    }

    static let select = SeatColumns.select(table: "judge", body: .panel)
}

private enum SeatColumns {
    /// Members with the acts that they sit and left by; those of the beginning sit by the act that created the body. A
    /// condition may follow.
    static func select(table: StaticString, body: RoundBody) -> SQL {
        SQL(
            trusted: """
                SELECT c.*, l.number AS leave_act,
                  coalesce(a.number, (SELECT first.number FROM round_act first
                    WHERE first.round_id = c.round_id AND first.body = '\(body.rawValue)'
                    ORDER BY first.acted_on, first.round_act_id LIMIT 1)) AS act
                FROM \(table) c LEFT JOIN round_act a ON a.round_act_id = c.joined_by
                  LEFT JOIN round_act l ON l.round_act_id = c.left_by
                """)
    }
}

extension Registry {
    public func council(ofRound id: Int64, as viewer: Viewer) async throws -> [CouncilMember] {
        try await read(.roundRead, of: .one("round", id: id), as: viewer) { session in
            _ = try session.round(id)
            return try session.query(
                CouncilMember.select + " WHERE c.round_id = \(id) ORDER BY c.council_member_id",
                as: CouncilMember.self)
        }
    }

    public func panel(ofRound id: Int64, as viewer: Viewer) async throws -> [PanelMember] {
        try await read(.roundRead, of: .one("round", id: id), as: viewer) { session in
            _ = try session.round(id)
            return try session.query(
                PanelMember.select + " WHERE c.round_id = \(id) ORDER BY c.judge_id", as: PanelMember.self)
        }
    }

    /// Seats a council member, until judging has started.
    ///
    /// - Parameter once: keeps the seat's number.
    @discardableResult
    public func addCouncilMember(
        round id: Int64, name: String, role: CouncilRole, position: String? = nil, from day: Day,
        as viewer: Viewer, dryRun: Bool = false, once: OneRequest<CouncilMember>? = nil
    ) async throws -> CouncilMember {
        let name = try BoundedText.short(name, column: "name")
        let position = try BoundedText.optional(position, column: "position")
        return try await change(
            .councilChange, of: .one("round", id: id), as: viewer, dryRun: dryRun, once: once
        ) { session in
            try session.requireSeating(id)
            return try session.councilMember(
                try session.value(
                    """
                    INSERT INTO council_member (round_id, name, role, position, member_from)
                    VALUES (\(id), \(name), \(role), \(position), \(day)) RETURNING council_member_id
                    """))
        }
    }

    /// Seats a judge under a code, until judging has started.
    ///
    /// - Parameters:
    ///   - homeUnit: code of the commune or province that the judge is of, read on `day`: rounds may bar judges from entrants of
    ///     their own.
    ///   - once: keeps the seat's number.
    @discardableResult
    public func addJudge(
        round id: Int64, code: String, name: String, role: PanelRole, affiliation: String? = nil,
        homeUnit: String? = nil, from day: Day, as viewer: Viewer, dryRun: Bool = false,
        once: OneRequest<PanelMember>? = nil
    ) async throws -> PanelMember {
        let name = try BoundedText.short(name, column: "name")
        let code = try BoundedText.code(code, column: "judge")
        let affiliation = try BoundedText.optional(affiliation, column: "affiliation")
        return try await change(
            .panelChange, of: .one("round", id: id), as: viewer, dryRun: dryRun, once: once
        ) { session in
            try session.requireSeating(id)
            return try session.panelMember(
                try session.value(
                    """
                    INSERT INTO judge (round_id, code, name, role, affiliation, home_unit_id, member_from)
                    VALUES (\(id), \(code), \(name), \(role), \(affiliation),
                      \(try homeUnit.map { try session.homeUnit($0, on: day) }), \(day)) RETURNING judge_id
                    """))
        }
    }
}

extension Session {
    fileprivate func requireSeating(_ id: Int64) throws {
        try requireState(
            try roundForChange(id), [.draft, .open],
            to: Bilingual(vi: "thay đổi Hội đồng hay Ban Giám khảo", en: "change the council or the panel"))
    }

    /// The unit that a judge is of; what is wrong with its code is told at the column `unit`.
    func homeUnit(_ code: String, on day: Day) throws -> Int64 {
        do { return try requireUnit(code, on: day).id } catch let refusal as Refusal {
            throw Refusal(refusal.violations[0].inColumn("unit"))
        }
    }

    func councilMember(_ id: Int64) throws -> CouncilMember {
        try one(CouncilMember.select + " WHERE c.council_member_id = \(id)", as: CouncilMember.self)
    }

    func panelMember(_ id: Int64) throws -> PanelMember {
        try one(PanelMember.select + " WHERE c.judge_id = \(id)", as: PanelMember.self)
    }
}
