public import Evidence
import Postgres
public import RuralIndustry

extension Registry {
    /// Makes a token for a program that is to work as an account, by who manages the account.
    ///
    /// Violations: `token-scopes`, `token-days`, `token-territory`, `account-disabled`.
    public func issueToken(
        _ new: NewToken, to login: String, at now: Instant, as viewer: Viewer
    ) async throws -> IssuedToken {
        let token = ProgramToken()
        let record = try await change(.userChange, of: .listed("account"), because: "token", as: viewer) {
            session in
            let account = try session.account(login.lowercased(), on: now.vietnameseDay)
            try session.requireManaged(account, .userChange, as: viewer, on: now.vietnameseDay)
            try account.requireEnabled()
            return try session.keep(token, new, of: account, at: now)
        }
        return IssuedToken(record: record, text: token.text)
    }

    /// Makes a token for a program that is to work as who is signed in.
    public func issueToken(_ new: NewToken, of signedIn: SignedIn, at now: Instant) async throws
        -> IssuedToken
    {
        let token = ProgramToken()
        let account = signedIn.account
        let record = try await changeOwn(account, at: now, because: "token") { session in
            try session.keep(token, new, of: account, at: now)
        }
        return IssuedToken(record: record, text: token.text)
    }

    /// An account's tokens that are good still, the newest first, for who manages the account.
    public func tokens(
        ofAccount login: String, includingEnded: Bool = false, at now: Instant, as viewer: Viewer
    ) async throws -> [TokenRecord] {
        try await read(.userRead, of: .listed("account"), as: viewer) { session in
            let account = try session.account(login.lowercased(), on: now.vietnameseDay)
            try session.requireManaged(account, .userRead, as: viewer, on: now.vietnameseDay)
            return try session.tokens(of: account.id, includingEnded: includingEnded, at: now)
        }
    }

    /// One's own tokens that are good still, the newest first.
    public func tokens(of signedIn: SignedIn, at now: Instant) async throws -> [TokenRecord] {
        try await read(.signIn, of: .reference("account"), as: signedIn.viewer) { session in
            try session.tokens(of: signedIn.account.id, includingEnded: false, at: now)
        }
    }

    /// Ends a token at once, by who manages its account.
    public func endToken(
        _ id: Int64, because reason: String, at now: Instant, as viewer: Viewer
    ) async throws -> TokenRecord {
        let reason = try BoundedText.short(reason, column: "reason")
        return try await change(.userChange, of: .listed("account"), because: reason, as: viewer) { session in
            let known = try session.first(
                TokenRecord.select(on: now.vietnameseDay) + " WHERE t.api_token_id = \(id)",
                as: TokenRecord.self)
            guard let known else { throw Refusal(.unknownToken(id)) }
            let account = try session.account(known.login, on: now.vietnameseDay)
            do {
                try session.requireManaged(account, .userChange, as: viewer, on: now.vietnameseDay)
            } catch is Refusal {
                // whose it is, is nothing to who may not manage them
                throw Refusal(.unknownToken(id))
            }
            return try session.endToken(id, of: account.id, because: reason, at: now)
        }
    }

    /// Ends one of one's own tokens; whose is none of theirs is unknown to them.
    public func endToken(_ id: Int64, of signedIn: SignedIn, at now: Instant) async throws {
        try await changeOwn(signedIn.account, at: now, because: "token-ended") { session in
            _ = try session.endToken(id, of: signedIn.account.id, because: "ended", at: now)
        }
    }

    /// Who shows a token, if it is good and its account is not disabled: the only way in which a program becomes somebody.
    public func bearer(of token: ProgramToken, at now: Instant) async throws -> TokenBearer? {
        let day = now.vietnameseDay
        let found = try await database.read(settings: .seeingAll) { session in
            let record = try session.first(
                TokenRecord.select(on: day) + """
                     WHERE t.token_sha256 = \(Bytes(token.hash.bytes)) AND t.ended_at IS NULL AND t.expires_at > \(now)
                      AND a.disabled_on IS NULL
                    """, as: TokenRecord.self)
            return try record.map { try session.bearer(of: $0, on: day) }
        }
        // a minute's exactness is enough to tell a token that nobody uses
        if let found, found.token.seenAt.map({ now.seconds(since: $0) >= 60 }) ?? true {
            try await database.transaction(settings: .seeingAll) { session in
                _ = try session.execute(
                    """
                    UPDATE api_token SET seen_at = greatest(seen_at, \(now))
                    WHERE api_token_id = \(found.token.id) AND ended_at IS NULL
                    """)
            }
        }
        return found
    }

    /// The same for what a program shows, which may be anything.
    public func bearer(byText text: String, at now: Instant) async throws -> TokenBearer? {
        guard let token = ProgramToken(text) else { return nil }
        return try await bearer(of: token, at: now)
    }
}

extension Session {
    fileprivate func keep(
        _ token: ProgramToken, _ new: NewToken, of account: AccountRecord, at now: Instant
    ) throws -> TokenRecord {
        let name = try BoundedText.short(new.name, column: "name")
        let today = now.vietnameseDay
        var wrong: [Violation] = []
        if new.scopes.isEmpty { wrong.append(.tokenScopes) }
        if new.until < today || new.until > today.adding(days: TokenRecord.longest) {
            wrong.append(.tokenDays)
        }
        try Refusal.throwIfAny(wrong)
        let place = try place(new.territory, on: today)
        if place.scope != .everywhere,
            try narrowed(account.standings(on: today), to: place.scope, on: today).isEmpty
        {
            throw Refusal(.tokenTerritory(new.territory, account.login))
        }
        let id: Int64 = try value(
            """
            INSERT INTO api_token (account_id, name, token_sha256, scopes, region, unit_id, round_id, establishment_id, made_at, expires_at)
            VALUES (\(account.id), \(name), \(Bytes(token.hash.bytes)), \(new.scopes.map(\.rawValue).sorted()), \(place.region),
              \(place.unitID), \(place.roundID), \(place.establishmentID), \(now), \(new.until.adding(days: 1).start))
            RETURNING api_token_id
            """)
        return try self.token(id, on: today)
    }

    func tokens(of account: Int64, includingEnded: Bool, at now: Instant) throws -> [TokenRecord] {
        try query(
            TokenRecord.select(on: now.vietnameseDay) + " WHERE t.account_id = \(account)"
                + (includingEnded ? "" : " AND t.ended_at IS NULL AND t.expires_at > \(now)")
                + " ORDER BY t.api_token_id DESC", as: TokenRecord.self)
    }

    fileprivate func endToken(
        _ id: Int64, of account: Int64, because reason: String, at now: Instant
    ) throws -> TokenRecord {
        let ended = try execute(
            """
            UPDATE api_token SET ended_at = \(now), ended_because = \(reason)
            WHERE api_token_id = \(id) AND account_id = \(account) AND ended_at IS NULL
            """)
        guard ended == 1 else { throw Refusal(.unknownToken(id)) }
        return try token(id, on: now.vietnameseDay)
    }

    private func token(_ id: Int64, on day: Day) throws -> TokenRecord {
        try one(TokenRecord.select(on: day) + " WHERE t.api_token_id = \(id)", as: TokenRecord.self)
    }

    fileprivate func bearer(of token: TokenRecord, on day: Day) throws -> TokenBearer {
        let account = try account(token.login, on: day)
        var standings = account.standings(on: day)
        if token.territory != nil {
            // narrowed to what is not there any more, it reaches nothing
            standings = try token.scope.map { try narrowed(standings, to: $0, on: day) } ?? []
        }
        return TokenBearer(
            token: token, account: account,
            viewer: Viewer(
                name: account.login, account: account.id,
                standings: standings + [Standing(role: .anybody, scope: .everywhere)], day: day,
                permitted: token.scopes.reduce(into: TokenScope.open) { $0.formUnion($1.actions) }))
    }
}

extension TokenRecord {
    /// Days from today on which a token may be good, at most.
    static let longest = 365
}

extension Day {
    /// Its first moment in Viet Nam.
    fileprivate var start: Instant {
        Instant(microsecondsSince1970: (Int64(daysSince2000 + 10_957) * 86_400 - 7 * 3600) * 1_000_000)
    }
}

extension Violation {
    fileprivate static let tokenScopes = Violation(
        "token-scopes", vi: "hãy chọn ít nhất một phạm vi cho mã truy cập", en: "choose at least one scope",
        at: Place(column: "scope"))

    fileprivate static let tokenDays = Violation(
        "token-days", vi: "mã truy cập dùng được đến một ngày từ hôm nay đến một năm sau",
        en: "a token is good until a day between today and a year from now", at: Place(column: "until"))

    fileprivate static func tokenTerritory(_ territory: Territory, _ login: String) -> Violation {
        Violation(
            "token-territory",
            vi: "tài khoản “\(login)” không giữ vai trò nào ở \(Text.quoted(territory.text))",
            en: "the account “\(login)” holds no role at \(Text.quoted(territory.text))",
            at: Place(column: "territory"))
    }

    fileprivate static func unknownToken(_ id: Int64) -> Violation {
        Violation(
            "unknown-token",
            vi: "không có mã truy cập số \(id), hoặc đã hết hiệu lực; xem `cnnt user tokens`",
            en: "there is no token \(id), or it has ended; see `cnnt user tokens`")
    }
}
