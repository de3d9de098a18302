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

    public init(_ row: Row) throws {
        id = try row("council_member_id")
        name = try row("name")
        role = try row("role")
        position = try row("position")
        from = try row("member_from")
        to = try row("member_to")
    }
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

    public init(_ row: Row) throws {
        id = try row("judge_id")
        code = try row("code")
        name = try row("name")
        role = try row("role")
        affiliation = try row("affiliation")
        from = try row("member_from")
        to = try row("member_to")
    }
}

extension Registry {
    public func council(ofRound id: Int64, as viewer: Viewer) async throws -> [CouncilMember] {
        try await read(.roundRead, of: .one("round", id: id), as: viewer) { session in
            _ = try session.round(id)
            return try session.query(
                "SELECT * FROM council_member WHERE round_id = \(id) ORDER BY council_member_id",
                as: CouncilMember.self)
        }
    }

    public func panel(ofRound id: Int64, as viewer: Viewer) async throws -> [PanelMember] {
        try await read(.roundRead, of: .one("round", id: id), as: viewer) { session in
            _ = try session.round(id)
            return try session.query(
                "SELECT * FROM judge WHERE round_id = \(id) ORDER BY judge_id", as: PanelMember.self)
        }
    }

    /// Seats a council member, until judging has started.
    @discardableResult
    public func addCouncilMember(
        round id: Int64, name: String, role: CouncilRole, position: String? = nil, from day: Day,
        as viewer: Viewer
    ) async throws -> CouncilMember {
        let name = try BoundedText.short(name, column: "name")
        let position = try BoundedText.optional(position, column: "position")
        return try await change(.councilChange, of: .one("round", id: id), as: viewer) { session in
            try session.requireSeating(id)
            return try session.one(
                """
                INSERT INTO council_member (round_id, name, role, position, member_from)
                VALUES (\(id), \(name), \(role), \(position), \(day)) RETURNING *
                """, as: CouncilMember.self)
        }
    }

    /// Seats a judge under a code, until judging has started.
    ///
    /// - Parameter homeUnit: code of the commune or province that the judge is of, read on `day`: rounds may bar judges from
    ///   entrants of their own.
    @discardableResult
    public func addJudge(
        round id: Int64, code: String, name: String, role: PanelRole, affiliation: String? = nil,
        homeUnit: String? = nil, from day: Day,
        as viewer: Viewer
    ) async throws -> PanelMember {
        let name = try BoundedText.short(name, column: "name")
        let code = try BoundedText.code(code, column: "judge")
        let affiliation = try BoundedText.optional(affiliation, column: "affiliation")
        return try await change(.panelChange, of: .one("round", id: id), as: viewer) { session in
            try session.requireSeating(id)
            return try session.one(
                """
                INSERT INTO judge (round_id, code, name, role, affiliation, home_unit_id, member_from)
                VALUES (\(id), \(code), \(name), \(role), \(affiliation),
                  \(try homeUnit.map { try session.requireUnit($0, on: day).id }), \(day)) RETURNING *
                """, as: PanelMember.self)
        }
    }

    /// Ends a judge's membership on a day; the record stays. While the round is judged the marks given stay too.
    public func removeJudge(
        round id: Int64, code: String, on day: Day, because reason: String, as viewer: Viewer
    ) async throws {
        let reason = try BoundedText.short(reason, column: "reason")
        try await change(.panelChange, of: .one("round", id: id), because: reason, as: viewer) { session in
            try session.requireSeating(id)
            try session.endMembership(round: id, code: code, on: day)
        }
    }

    /// Puts a judge in another's place in one step: same role, a code of their own.
    @discardableResult
    public func replaceJudge(
        round id: Int64, code: String, by newCode: String, name: String, affiliation: String? = nil,
        homeUnit: String? = nil,
        on day: Day,
        because reason: String, as viewer: Viewer
    ) async throws -> PanelMember {
        let name = try BoundedText.short(name, column: "name")
        let newCode = try BoundedText.code(newCode, column: "judge")
        let affiliation = try BoundedText.optional(affiliation, column: "affiliation")
        let reason = try BoundedText.short(reason, column: "reason")
        return try await change(.panelChange, of: .one("round", id: id), because: reason, as: viewer) {
            session in
            try session.requireSeating(id)
            let role = try session.endMembership(round: id, code: code, on: day)
            return try session.one(
                """
                INSERT INTO judge (round_id, code, name, role, affiliation, home_unit_id, member_from)
                VALUES (\(id), \(newCode), \(name), \(role), \(affiliation),
                  \(try homeUnit.map { try session.requireUnit($0, on: day).id }), \(day)) RETURNING *
                """, as: PanelMember.self)
        }
    }
}

extension Session {
    fileprivate func requireSeating(_ id: Int64) throws {
        try requireState(
            try roundForChange(id), [.draft, .open],
            to: Bilingual(vi: "thay đổi Hội đồng hay Ban Giám khảo", en: "change the council or the panel"))
    }

    @discardableResult
    fileprivate func endMembership(round id: Int64, code: String, on day: Day) throws -> PanelRole {
        let role = try first(
            """
            UPDATE judge SET member_to = greatest(\(day), member_from)
            WHERE round_id = \(id) AND code = \(code) AND member_to IS NULL RETURNING role
            """
        ) { try $0("role", as: PanelRole.self) }
        guard let role else { throw Refusal(.unknownJudge(code)) }
        return role
    }
}
