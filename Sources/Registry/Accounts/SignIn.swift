import Evidence
import Postgres
public import RuralIndustry

extension Registry {
    /// Signs somebody in who knows an account's password. Every attempt is counted in the database before the password is looked
    /// at, so that a thousand at once are a thousand counted ones.
    ///
    /// Violations: `sign-in-throttled` with the seconds to wait, `sign-in-failed` whatever of login and password was wrong,
    /// `account-disabled` to who knows the password.
    ///
    /// - Returns: who awaits a code, where the account has a second factor.
    public func signIn(
        login: String, password: String, from origin: RequestOrigin, at now: Instant
    ) async throws -> SignedIn {
        let typed = String(login.lowercased().filter { !$0.isWhitespace }.prefix(64))
        guard !typed.isEmpty else { throw Refusal(.signInFailed) }
        let attempt = try await database.transaction(settings: .seeingAll) { session in
            try session.countAttempt(for: typed, from: origin.network, at: now)
        }
        let password = Password(typed: password)
        let token = SecretToken()
        return try await openSession(attempt, showing: password, with: token, from: origin, at: now)
    }

    private func openSession(
        _ attempt: CountedAttempt, showing password: Password, with token: SecretToken,
        from origin: RequestOrigin,
        at now: Instant
    ) async throws -> SignedIn {
        guard let known = attempt.account else {
            // as long as for an account that there is
            try await checkPassword(password, against: .ofNobody)
            throw Refusal(.signInFailed)
        }
        guard try await checkPassword(password, against: known.hash ?? .ofNobody), known.hash != nil else {
            throw Refusal(.signInFailed)
        }
        try known.account.requireEnabled()
        let renewed = known.hash?.isOutdated == true ? try PasswordHash(of: password) : nil
        return try await changeOwn(known.account, at: now, because: "password-right") { session in
            if let renewed { try session.keepPassword(renewed, of: known.account.id, at: now) }
            let opened = try session.openSession(of: known.account, with: token, from: origin, at: now)
            // with a second factor nothing has succeeded yet: failures at codes are not forgiven for the password's sake
            if !opened.awaitsCode {
                try session.execute(
                    "UPDATE sign_in_attempt SET succeeded = true WHERE sign_in_attempt_id = \(attempt.id)")
            }
            return opened
        }
    }

    /// On a connection's thread: hashing takes tens of milliseconds and 19 MiB, and the pool bounds how many do it at once.
    @discardableResult
    func checkPassword(_ password: Password, against hash: PasswordHash) async throws -> Bool {
        try await database.read { _ in hash.matches(password) }
    }

    func hashed(_ password: Password) async throws -> PasswordHash {
        try await database.read { _ in try PasswordHash(of: password) }
    }
}

/// An attempt that was counted, with the account that it is for.
struct CountedAttempt: Sendable {
    let id: Int64
    /// Nil: nobody has the login.
    let account: (account: AccountRecord, hash: PasswordHash?)?
}

extension Session {
    /// A browser's session; where the account has a second factor it awaits a code.
    func openSession(
        of account: AccountRecord, with token: SecretToken, from origin: RequestOrigin, at now: Instant
    ) throws -> SignedIn {
        try letGo(.signInAttempts, at: now)
        let awaitsCode = try secondFactor(of: account.id) != nil
        let id: Int64 = try value(
            """
            INSERT INTO web_session (account_id, token_sha256, begun_at, rotated_at, seen_at, network, agent, awaits_code)
            VALUES (\(account.id), \(Bytes(token.hash.bytes)), \(now), \(now), \(now), \(origin.network), \(origin.agent), \(awaitsCode))
            RETURNING web_session_id
            """)
        return SignedIn(
            session: id, account: account, viewer: Viewer(account, signedInOn: now.vietnameseDay),
            token: token, awaitsCode: awaitsCode)
    }

    /// Writes an attempt down as failed until it turns out otherwise; refuses it while there is something to wait for.
    func countAttempt(for login: String, from network: String, at now: Instant) throws -> CountedAttempt {
        // attempts for one login, and from one network, one after the other: each sees all before it
        try execute(
            """
            SELECT pg_advisory_xact_lock(hashtextextended(k, 42)) FROM unnest(\(["login " + login, "network " + network])) k
            ORDER BY hashtextextended(k, 42)
            """)
        let wait = SignInThrottle.remaining(try failures(for: login, from: network, at: now))
        if wait > 0 { throw Refusal(.signInThrottled(seconds: wait)) }
        let id: Int64 = try value(
            """
            INSERT INTO sign_in_attempt (login, network, made_at) VALUES (\(login), \(network), \(now))
            RETURNING sign_in_attempt_id
            """)
        guard let account = try accounts(named: login, on: now.vietnameseDay).first
        else {
            return CountedAttempt(id: id, account: nil)
        }
        let hash = try first("SELECT hash FROM account_password WHERE account_id = \(account.id)") {
            PasswordHash(kept: try $0("hash"))
        }
        return CountedAttempt(id: id, account: (account, hash))
    }

    /// Failures within the window. Those for a login from a network are forgotten when it succeeds from there.
    private func failures(
        for login: String, from network: String, at now: Instant
    ) throws -> [SignInThrottle: (count: Int, sinceLast: Int64)] {
        let start = now.adding(seconds: -SignInThrottle.window)
        let rows = try query(
            """
            SELECT count(*) FILTER (WHERE f.login = \(login) AND f.network = \(network) AND f.made_at > coalesce((
                SELECT max(s.made_at) FROM sign_in_attempt s
                WHERE s.login = \(login) AND s.network = \(network) AND s.succeeded AND s.made_at > \(start)), '-infinity'))::integer
                AS both_count,
              max(f.made_at) FILTER (WHERE f.login = \(login) AND f.network = \(network)) AS both_last,
              count(*) FILTER (WHERE f.login = \(login))::integer AS login_count,
              max(f.made_at) FILTER (WHERE f.login = \(login)) AS login_last,
              count(*) FILTER (WHERE f.network = \(network))::integer AS network_count,
              max(f.made_at) FILTER (WHERE f.network = \(network)) AS network_last
            FROM sign_in_attempt f
            WHERE (f.login = \(login) OR f.network = \(network)) AND f.made_at > \(start) AND NOT f.succeeded
            """
        ) { row in
            func count(_ name: String) throws -> (count: Int, sinceLast: Int64) {
                let last: Instant? = try row(name + "_last")
                return (
                    count: try row(name + "_count", as: Int.self),
                    sinceLast: last.map { now.seconds(since: $0) } ?? .max
                )
            }
            return [
                SignInThrottle.loginFromNetwork: try count("both"), .login: try count("login"),
                .network: try count("network"),
            ]
        }
        return rows.first ?? [:]
    }

    func keepPassword(_ hash: PasswordHash, of account: Int64, at now: Instant) throws {
        try execute(
            """
            INSERT INTO account_password (account_id, hash, set_at) VALUES (\(account), \(hash.text), \(now))
            ON CONFLICT ON CONSTRAINT account_password_pkey
            DO UPDATE SET hash = excluded.hash, set_at = excluded.set_at, audit_id = excluded.audit_id
            """)
    }
}

extension Violation {
    static let signInFailed = Violation(
        "sign-in-failed", vi: "tên đăng nhập hoặc mật khẩu không đúng", en: "login or password is not right")

    static func signInThrottled(seconds: Int64) -> Violation {
        let minutes = (seconds + 59) / 60
        return Violation(
            "sign-in-throttled",
            vi: "sai quá nhiều lần; hãy đợi \(minutes) phút rồi thử lại, hoặc hỏi người quản trị",
            en: "too many failures; wait \(minutes) minutes and try again, or ask who administers accounts")
    }
}
