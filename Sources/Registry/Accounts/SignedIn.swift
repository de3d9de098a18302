public import Evidence
public import Postgres
public import RuralIndustry

/// Somebody who is signed in through a browser: who they are, and through which session.
public struct SignedIn: Sendable {
    public let session: Int64
    public let account: AccountRecord
    public let viewer: Viewer
    /// What the browser is to show from now on; nil: what it shows now.
    public let token: SecretToken?
    /// The password was right, and a code of the second factor is still to come: until then they are nobody.
    public let awaitsCode: Bool

    public var tokenText: String? { token?.text }
}

/// Where a request comes from, as far as it is kept.
public struct RequestOrigin: Hashable, Sendable {
    /// An IPv4 address, or the first half of an IPv6 one.
    public let network: String
    /// What the browser says that it is, shortened.
    public let agent: String

    public init(network: String, agent: String) {
        self.network = String(network.prefix(64))
        self.agent = String(agent.composed.prefix(200))
    }
}

/// A browser that signed in.
public struct SessionRecord: RowDecodable, Hashable, Sendable {
    public let id: Int64
    public let begunAt: Instant
    public let seenAt: Instant
    public let network: String
    public let agent: String

    public init(_ row: Row) throws {
        id = try row("web_session_id")
        begunAt = try row("begun_at")
        seenAt = try row("seen_at")
        network = try row("network")
        agent = try row("agent")
    }
}

extension Viewer {
    /// The viewer that an account is: its roles of a day, and what anybody may.
    init(_ account: AccountRecord, signedInOn day: Day) {
        self.init(
            name: account.login, account: account.id,
            standings: account.standings(on: day) + [Standing(role: .anybody, scope: .everywhere)], day: day)
    }
}

extension Registry {
    /// Who shows a token, if they are still signed in: the only way in which a request becomes somebody. A token that was replaced
    /// a while ago ends the session of both who hold it.
    public func signedIn(by token: SecretToken, at now: Instant) async throws -> SignedIn? {
        let found = try await database.read(settings: .seeingAll) { try $0.shownSession(token, at: now) }
        guard let found else { return nil }
        switch found.state {
        case .over: return nil
        case .stolen:
            try await changeOwn(found.account, at: now, because: "token-reused") { session in
                try session.endSessions(of: found.account.id, id: found.id, because: "token-reused", at: now)
            }
            return nil
        case .live(let isTokenOld):
            if found.awaitsCode, now.seconds(since: found.begun) > SessionTimes.codeWait { return nil }
            // who awaits a code gets the token that lets them in with it
            var new = isTokenOld && !found.awaitsCode ? SecretToken() : nil
            // a minute's exactness is enough for an hour's idleness
            if new != nil || now.seconds(since: found.seen) >= 60 {
                let (id, next) = (found.id, new)
                let isKept = try await database.transaction(settings: .seeingAll) { session in
                    try session.keepAlive(id, showing: token, rotatingTo: next, at: now)
                }
                // another request of the same browser was faster: its token is on the way
                if !isKept { new = nil }
            }
            return SignedIn(
                session: found.id, account: found.account,
                viewer: Viewer(found.account, signedInOn: now.vietnameseDay), token: new,
                awaitsCode: found.awaitsCode)
        }
    }

    /// The same for what a browser shows, which may be anything.
    public func signedIn(byText text: String, at now: Instant) async throws -> SignedIn? {
        guard let token = SecretToken(text) else { return nil }
        return try await signedIn(by: token, at: now)
    }

    /// The sessions of an account that have not ended, the last used first.
    public func sessions(of signedIn: SignedIn, at now: Instant) async throws -> [SessionRecord] {
        try await read(.signIn, of: .reference("account"), as: signedIn.viewer) { session in
            try session.openSessions(of: signedIn.account.id, at: now)
        }
    }

    /// Who somebody that signed in a while ago is now: with the roles that they hold at this moment. Nil where their session has
    /// ended, or their account was disabled.
    public func viewer(of signedIn: SignedIn, at now: Instant) async throws -> Viewer? {
        let day = now.vietnameseDay
        let account = try await database.read(settings: .seeingAll) { session -> AccountRecord? in
            let open = try session.openSessions(of: signedIn.account.id, at: now)
            guard open.contains(where: { $0.id == signedIn.session }) else { return nil }
            return try session.account(signedIn.account.login, on: day)
        }
        guard let account, account.disabledOn == nil else { return nil }
        return Viewer(account, signedInOn: day)
    }

    public func signOut(_ signedIn: SignedIn, at now: Instant) async throws {
        try await end(signedIn.session, of: signedIn, because: "signed-out", at: now)
    }

    /// Ends one of somebody's own sessions; whose is none of theirs is unknown to them.
    ///
    /// - Parameter id: nil: all but the one through which they ask.
    public func endSession(_ id: Int64?, of signedIn: SignedIn, at now: Instant) async throws {
        try await end(id, of: signedIn, because: "ended", at: now)
    }

    /// The sessions of an account that have not ended, for who manages it.
    public func sessions(ofAccount login: String, at now: Instant, as viewer: Viewer) async throws
        -> [SessionRecord]
    {
        try await read(.userRead, of: .listed("account"), as: viewer) { session in
            let account = try session.account(login.lowercased(), on: now.vietnameseDay)
            try session.requireManaged(account, .userRead, as: viewer, on: now.vietnameseDay)
            return try session.openSessions(of: account.id, at: now)
        }
    }

    /// Signs an account out everywhere.
    ///
    /// - Returns: the sessions that were ended.
    public func endSessions(
        ofAccount login: String, because reason: String, at now: Instant, as viewer: Viewer
    ) async throws -> [SessionRecord] {
        let reason = try BoundedText.short(reason, column: "reason")
        return try await change(.userChange, of: .listed("account"), because: reason, as: viewer) { session in
            let account = try session.account(login.lowercased(), on: now.vietnameseDay)
            try session.requireManaged(account, .userChange, as: viewer, on: now.vietnameseDay)
            let open = try session.openSessions(of: account.id, at: now)
            try session.endSessions(of: account.id, because: "ended", at: now)
            return open
        }
    }

    private func end(
        _ id: Int64?, of signedIn: SignedIn, because reason: String, at now: Instant
    ) async throws {
        try await changeOwn(signedIn.account, at: now, because: reason) { session in
            let ended = try session.endSessions(
                of: signedIn.account.id, id: id, but: id == nil ? signedIn.session : nil, because: reason,
                at: now)
            guard ended > 0 || id == nil else {
                throw Refusal(
                    Violation(
                        "unknown-session", vi: "không có phiên đăng nhập nào như vậy, hoặc phiên đã kết thúc",
                        en: "there is no such session, or it has ended"))
            }
        }
    }

    /// Changes what is an account's own, as that account whatever its roles: a secret has let it in already.
    @discardableResult
    func changeOwn<Value: Sendable>(
        _ account: AccountRecord, at now: Instant, because reason: String? = nil,
        _ body: @escaping @Sendable (Session) throws -> Value
    ) async throws -> Value {
        try await change(
            .signIn, of: .reference("account"), because: reason,
            as: Viewer(account, signedInOn: now.vietnameseDay), body)
    }
}

/// A session that somebody shows the token of.
private struct ShownSession {
    let id: Int64
    let account: AccountRecord
    let state: SessionState
    let begun: Instant
    let seen: Instant
    let awaitsCode: Bool
}

extension Session {
    /// Nil for a token that nobody has, of a session that was ended, or of an account that is disabled.
    fileprivate func shownSession(_ token: SecretToken, at now: Instant) throws -> ShownSession? {
        let hash = Bytes(token.hash.bytes)
        let found = try first(
            """
            SELECT s.web_session_id, a.login, s.begun_at, s.seen_at, s.rotated_at, s.awaits_code,
              s.token_sha256 <> \(hash) AS shows_earlier
            FROM web_session s JOIN account a USING (account_id)
            WHERE (s.token_sha256 = \(hash) OR s.earlier_sha256 = \(hash)) AND s.ended_at IS NULL AND a.disabled_on IS NULL
            """
        ) { row in
            (
                id: try row("web_session_id", as: Int64.self), login: try row("login", as: String.self),
                begun: try row("begun_at", as: Instant.self), seen: try row("seen_at", as: Instant.self),
                awaitsCode: try row("awaits_code", as: Bool.self),
                state: SessionState(
                    begun: try row("begun_at"), seen: try row("seen_at"), rotated: try row("rotated_at"),
                    showsEarlier: try row("shows_earlier"), at: now)
            )
        }
        return try found.map {
            ShownSession(
                id: $0.id, account: try account($0.login, on: now.vietnameseDay), state: $0.state,
                begun: $0.begun, seen: $0.seen, awaitsCode: $0.awaitsCode)
        }
    }

    /// False if another request gave the browser a new token meanwhile.
    fileprivate func keepAlive(
        _ id: Int64, showing token: SecretToken, rotatingTo new: SecretToken?, at now: Instant
    ) throws -> Bool {
        let shown = Bytes(token.hash.bytes)
        guard let new else {
            try execute(
                """
                UPDATE web_session SET seen_at = greatest(seen_at, \(now)) WHERE web_session_id = \(id) AND ended_at IS NULL
                """)
            return true
        }
        return try execute(
            """
            UPDATE web_session SET earlier_sha256 = token_sha256, token_sha256 = \(Bytes(new.hash.bytes)),
              rotated_at = greatest(rotated_at, \(now)), seen_at = greatest(seen_at, \(now))
            WHERE web_session_id = \(id) AND token_sha256 = \(shown) AND ended_at IS NULL
            """) == 1
    }

    func openSessions(of account: Int64, at now: Instant) throws -> [SessionRecord] {
        try query(
            """
            SELECT web_session_id, begun_at, seen_at, network, agent FROM web_session
            WHERE account_id = \(account) AND ended_at IS NULL AND NOT awaits_code AND begun_at > \(now.adding(seconds: -SessionTimes.absolute))
              AND seen_at > \(now.adding(seconds: -SessionTimes.idle))
            ORDER BY seen_at DESC, web_session_id DESC
            """, as: SessionRecord.self)
    }

    /// How many were ended.
    ///
    /// - Parameter id: nil: all.
    @discardableResult
    func endSessions(
        of account: Int64, id: Int64? = nil, but kept: Int64? = nil, because reason: String, at now: Instant
    ) throws -> Int {
        try execute(
            """
            UPDATE web_session SET ended_at = \(now), ended_because = \(reason)
            WHERE account_id = \(account) AND ended_at IS NULL AND web_session_id = coalesce(\(id), web_session_id)
              AND web_session_id IS DISTINCT FROM \(kept)
            """)
    }
}
