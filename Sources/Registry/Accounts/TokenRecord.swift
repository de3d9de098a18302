public import Postgres
public import RuralIndustry

/// A program's token as it is kept: what it is good for, never what it is.
public struct TokenRecord: RowDecodable, Hashable, Sendable {
    public let id: Int64
    public let login: String
    public let name: String
    public let scopes: [TokenScope]
    /// What the account's roles are narrowed to, as it is written; nil: to nothing.
    public let territory: String?
    public let territoryName: String?
    public let madeAt: Instant
    public let expiresAt: Instant
    /// Within a minute; nil: it was never used.
    public let seenAt: Instant?
    public let endedAt: Instant?
    public let endedReason: String?
    /// What it is narrowed to on the day that was asked for; nil as well where that is a unit that nothing continues.
    let scope: Scope?

    public init(_ row: Row) throws {
        id = try row("api_token_id")
        login = try row("login")
        name = try row("name")
        scopes = try row("scopes", as: [String].self).compactMap { TokenScope(rawValue: $0) }
        territory = try row("territory")
        territoryName = try row("territory_name")
        madeAt = try row("made_at")
        expiresAt = try row("expires_at")
        seenAt = try row("seen_at")
        endedAt = try row("ended_at")
        endedReason = try row("ended_because")
        if let region: Region = try row("region") {
            scope = .region(region)
        } else if let round: Int64 = try row("round_id") {
            scope = .round(round)
        } else if let establishment: Int64 = try row("establishment_id") {
            scope = .establishment(establishment)
        } else if let today: Int64 = try row("unit_today"), let level: UnitLevel = try row("unit_level") {
            scope = .unit(today, level)
        } else {
            scope = nil
        }
    }

    public func isGood(at now: Instant) -> Bool { endedAt == nil && now < expiresAt }

    /// The last day on which it is good, unless it is ended before.
    public var lastDay: Day { expiresAt.adding(seconds: -1).vietnameseDay }

    static func select(on day: Day) -> SQL {
        """
        SELECT t.api_token_id, t.name, t.scopes, t.region, t.round_id, t.establishment_id, t.made_at, t.expires_at, t.seen_at,
          t.ended_at, t.ended_because, a.login, u.level AS unit_level, unit_continuation(t.unit_id, \(day)) AS unit_today,
          coalesce(t.region, u.code, 'round:' || t.round_id, 'establishment:' || t.establishment_id) AS territory,
          coalesce(u.full_name, o.name, s.name, m.region_name) AS territory_name
        FROM api_token t JOIN account a USING (account_id) LEFT JOIN unit u USING (unit_id)
          LEFT JOIN round o ON o.round_id = t.round_id LEFT JOIN establishment s ON s.establishment_id = t.establishment_id
          LEFT JOIN LATERAL (SELECT region_name FROM region_member x WHERE x.region = t.region LIMIT 1) m ON true
        """
    }
}

/// A token as it is to be made.
public struct NewToken: Sendable {
    public var name: String
    public var scopes: Set<TokenScope>
    /// What the account's roles are narrowed to; the nation: to nothing.
    public var territory: Territory
    /// The last day on which it is good.
    public var until: Day

    public init(name: String, scopes: Set<TokenScope>, territory: Territory = .nation, until: Day) {
        self.name = name
        self.scopes = scopes
        self.territory = territory
        self.until = until
    }
}

/// A token that was made: its text is shown to whoever made it, this once.
public struct IssuedToken: Sendable {
    public let record: TokenRecord
    public let text: String
}

/// A program that shows a token that is good.
public struct TokenBearer: Sendable {
    public let token: TokenRecord
    public let account: AccountRecord
    /// The account's roles within the token's scopes and territory.
    public let viewer: Viewer
}
