public import Postgres
public import RuralIndustry

/// An act on a round's council or panel: the earliest created it.
public struct RoundActRecord: RowDecodable, Hashable, Sendable {
    public let id: Int64
    public let body: RoundBody
    public let number: String
    public let actedOn: Day
    public let authority: String

    public init(_ row: Row) throws {
        id = try row("round_act_id")
        body = try row("body")
        number = try row("number")
        actedOn = try row("acted_on")
        authority = try row("authority")
    }
}

/// An act as somebody names it. The authority is that which sets the body up, unless another is named.
public struct SeatAct: Sendable {
    public var number: String
    public var day: Day
    public var authority: String?

    public init(number: String, day: Day, authority: String? = nil) {
        self.number = number
        self.day = day
        self.authority = authority
    }
}

extension RoundBody: SQLCodable {}

extension RoundBody {
    var changeAction: Action { self == .council ? .councilChange : .panelChange }
}

extension Registry {
    /// Records the act that created a council or a panel, or changed its members. The same act again changes nothing.
    @discardableResult
    public func recordAct(
        _ act: SeatAct, on body: RoundBody, ofRound id: Int64, as viewer: Viewer
    ) async throws -> RoundActRecord {
        try await change(body.changeAction, of: .one("round", id: id), as: viewer) { session in
            let round = try session.roundForChange(id)
            try session.requireState(
                round, [.draft, .open, .judging, .closed],
                to: Bilingual(vi: "ghi văn bản thành lập", en: "record an act"))
            return try session.keep(act, on: body, of: round)
        }
    }

    /// The acts on a round's bodies, each body's in the order of their days.
    public func acts(ofRound id: Int64, as viewer: Viewer) async throws -> [RoundActRecord] {
        try await read(.roundRead, of: .one("round", id: id), as: viewer) { session in
            _ = try session.round(id)
            return try session.acts(ofRound: id)
        }
    }
}

extension Session {
    func acts(ofRound id: Int64) throws -> [RoundActRecord] {
        try query(
            "SELECT * FROM round_act WHERE round_id = \(id) ORDER BY body, acted_on, round_act_id",
            as: RoundActRecord.self)
    }

    func keep(_ act: SeatAct, on body: RoundBody, of round: RoundRecord) throws -> RoundActRecord {
        let number = try BoundedText.short(act.number, column: "number")
        let stated = try BoundedText.optional(act.authority, column: "authority")
        let known = try first(
            """
            SELECT * FROM round_act WHERE round_id = \(round.id) AND body = \(body) AND number = \(number)
              AND acted_on = \(act.day)
            """, as: RoundActRecord.self)
        if let known {
            if let stated, stated != known.authority {
                throw Refusal(
                    Violation(
                        "act-known", vi: "văn bản \(number) đã ghi là của \(known.authority)",
                        en: "the act \(number) is recorded as one of \(known.authority)",
                        at: Place(column: "authority")))
            }
            return known
        }
        let authority = try stated ?? usualAuthority(over: body, of: round, on: act.day)
        return try one(
            """
            INSERT INTO round_act (round_id, body, number, acted_on, authority)
            VALUES (\(round.id), \(body), \(number), \(act.day), \(authority)) RETURNING *
            """, as: RoundActRecord.self)
    }

    /// Who acted on the body before; else who sets it up by law.
    private func usualAuthority(over body: RoundBody, of round: RoundRecord, on day: Day) throws -> String {
        let before = try first(
            """
            SELECT authority FROM round_act WHERE round_id = \(round.id) AND body = \(body)
            ORDER BY acted_on, round_act_id LIMIT 1
            """
        ) { try $0("authority", as: String.self) }
        if let before { return before }
        switch body {
        case .council: return try authority(of: round, on: day).authority.name
        case .panel: return "Chủ tịch Hội đồng bình chọn"
        }
    }
}
