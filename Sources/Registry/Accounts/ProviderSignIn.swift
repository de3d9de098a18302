import Evidence
public import Postgres
public import RuralIndustry

/// A browser that was sent to a provider of OpenID Connect, as it comes back.
public struct ProviderAttempt: RowDecodable, Hashable, Sendable {
    public let nonce: String
    public let verifier: String
    /// Where it leads afterwards, an address of this site.
    public let next: String
    /// Whose account is to be linked; nil: somebody signs in.
    public let linkedAccount: Int64?

    public init(_ row: Row) throws {
        nonce = try row("nonce")
        verifier = try row("verifier")
        next = try row("next")
        linkedAccount = try row("account_id")
    }

    /// How long somebody may take at the provider, in seconds.
    static let longest: Int64 = 600
    /// How many browsers of one network may be on the way at once.
    static let mostAtOnce = 100
}

/// An account at a provider that somebody linked to theirs here.
public struct LinkedIdentity: RowDecodable, Hashable, Sendable {
    public let issuer: String
    public let linkedAt: Instant

    public init(_ row: Row) throws {
        issuer = try row("issuer")
        linkedAt = try row("linked_at")
    }
}

extension Registry {
    /// Keeps what a browser that is sent to a provider is known by when it comes back.
    ///
    /// Violations: `sign-in-throttled`.
    ///
    /// - Parameters:
    ///   - state: goes to the provider and comes back.
    ///   - next: where it leads afterwards.
    ///   - linking: whose account is to be linked, who showed their password for it.
    /// - Returns: what the browser is to keep meanwhile.
    public func beginProviderSignIn(
        state: String, nonce: String, verifier: String, next: String, linking: SignedIn? = nil,
        from origin: RequestOrigin, at now: Instant
    ) async throws -> String {
        let browser = SecretToken()
        try await database.transaction(settings: .seeingAll) { session in
            let onTheWay: Int = try session.value(
                """
                SELECT count(*)::integer FROM provider_attempt WHERE network = \(origin.network) AND used_at IS NULL
                  AND begun_at > \(now.adding(seconds: -ProviderAttempt.longest))
                """)
            guard onTheWay < ProviderAttempt.mostAtOnce else {
                throw Refusal(.signInThrottled(seconds: ProviderAttempt.longest))
            }
            try session.letGo(.providerAttempts, at: now)
            try session.execute(
                """
                INSERT INTO provider_attempt
                  (state_sha256, browser_sha256, nonce, verifier, next, account_id, network, begun_at)
                VALUES (\(Bytes(SHA256Digest(of: state.utf8).bytes)), \(Bytes(browser.hash.bytes)), \(nonce), \(verifier), \(next),
                  \(linking?.account.id), \(origin.network), \(now))
                """)
        }
        return browser.text
    }

    /// What a browser that comes back was sent away with, once; nil for one that was not sent from here, that took longer than ten
    /// minutes, that was here already or that is another one.
    public func takeProviderAttempt(state: String, browser: String, at now: Instant) async throws
        -> ProviderAttempt?
    {
        guard let browser = SecretToken(browser) else { return nil }
        return try await database.transaction(settings: .seeingAll) { session in
            try session.first(
                """
                UPDATE provider_attempt SET used_at = \(now)
                WHERE state_sha256 = \(Bytes(SHA256Digest(of: state.utf8).bytes)) AND browser_sha256 = \(Bytes(browser.hash.bytes))
                  AND used_at IS NULL AND begun_at > \(now.adding(seconds: -ProviderAttempt.longest))
                RETURNING nonce, verifier, next, account_id
                """, as: ProviderAttempt.self)
        }
    }

    /// Signs somebody in who signed in at a provider and had linked their account to who they are there.
    ///
    /// Violations: `identity-unknown`, `account-disabled`.
    ///
    /// - Returns: who awaits a code, where the account has a second factor.
    public func signIn(by identity: ProviderIdentity, from origin: RequestOrigin, at now: Instant)
        async throws
        -> SignedIn
    {
        let account = try await database.read(settings: .seeingAll) { session in
            let login = try session.first(
                """
                SELECT a.login FROM account_identity i JOIN account a USING (account_id)
                WHERE i.issuer = \(identity.issuer) AND i.subject = \(identity.subject) AND i.ended_at IS NULL
                """
            ) { try $0("login", as: String.self) }
            return try login.map { try session.account($0, on: now.vietnameseDay) }
        }
        guard let account else { throw Refusal(.identityUnknown) }
        try account.requireEnabled()
        let token = SecretToken()
        return try await changeOwn(account, at: now, because: "signed-in-at-provider") { session in
            // again: the link may have ended meanwhile
            guard
                try session.first(
                    """
                    SELECT FROM account_identity WHERE account_id = \(account.id) AND issuer = \(identity.issuer)
                      AND subject = \(identity.subject) AND ended_at IS NULL FOR SHARE
                    """, { _ in true }) == true
            else { throw Refusal(.identityUnknown) }
            return try session.openSession(of: account, with: token, from: origin, at: now)
        }
    }

    /// Whether a password is somebody's own, before they link their account to a provider: whoever found a browser open does not
    /// know it. It counts as an attempt like any other.
    ///
    /// Violations: `sign-in-throttled`, `password-wrong`.
    public func confirmPassword(
        _ text: String, of signedIn: SignedIn, from origin: RequestOrigin, at now: Instant
    ) async throws {
        let attempt = try await database.transaction(settings: .seeingAll) { session in
            try session.countAttempt(for: signedIn.account.login, from: origin.network, at: now)
        }
        guard let kept = attempt.account?.hash,
            try await checkPassword(Password(typed: text), against: kept)
        else { throw Refusal(.oldPasswordWrong) }
        try await database.transaction(settings: .seeingAll) { session in
            _ = try session.execute(
                "UPDATE sign_in_attempt SET succeeded = true WHERE sign_in_attempt_id = \(attempt.id)")
        }
    }

    /// Links one's account to who one is at a provider.
    ///
    /// Violations: `identity-taken`, `identity-there`.
    public func link(_ identity: ProviderIdentity, to signedIn: SignedIn, at now: Instant) async throws {
        let account = signedIn.account.id
        try await changeOwn(signedIn.account, at: now, because: "identity-linked") { session in
            try session.execute(
                """
                INSERT INTO account_identity (account_id, issuer, subject, linked_at)
                VALUES (\(account), \(identity.issuer), \(identity.subject), \(now))
                """)
        }
    }

    /// The accounts at providers that are linked to one's own.
    public func identities(of signedIn: SignedIn) async throws -> [LinkedIdentity] {
        try await read(.signIn, of: .reference("account"), as: signedIn.viewer) { session in
            try session.query(
                """
                SELECT issuer, linked_at FROM account_identity
                WHERE account_id = \(signedIn.account.id) AND ended_at IS NULL ORDER BY issuer
                """, as: LinkedIdentity.self)
        }
    }

    /// Ends the link of one's own account to a provider.
    public func unlink(issuer: String, from signedIn: SignedIn, at now: Instant) async throws {
        try await changeOwn(signedIn.account, at: now, because: "identity-unlinked") { session in
            _ = try session.endIdentities(
                of: signedIn.account.id, issuer: issuer, because: "unlinked", at: now)
        }
    }

    /// Ends all links of an account to providers, by who manages it; every browser is signed out.
    public func resetIdentities(
        of login: String, because reason: String, at now: Instant, as viewer: Viewer
    ) async throws -> AccountRecord {
        let reason = try BoundedText.short(reason, column: "reason")
        return try await change(.userChange, of: .listed("account"), because: reason, as: viewer) { session in
            let account = try session.account(login.lowercased(), on: now.vietnameseDay)
            try session.requireManaged(account, .userChange, as: viewer, on: now.vietnameseDay)
            guard try session.endIdentities(of: account.id, because: "reset", at: now) > 0 else {
                throw Refusal(
                    Violation(
                        "identity-missing",
                        vi: "tài khoản “\(account.login)” không liên kết với nơi đăng nhập chung nào",
                        en: "the account “\(account.login)” is linked to no identity provider"))
            }
            try session.endSessions(of: account.id, because: "ended", at: now)
            return account
        }
    }
}

extension Session {
    /// How many were ended.
    ///
    /// - Parameter issuer: nil: all.
    fileprivate func endIdentities(
        of account: Int64, issuer: String? = nil, because reason: String, at now: Instant
    ) throws -> Int {
        try execute(
            """
            UPDATE account_identity SET ended_at = \(now), ended_because = \(reason)
            WHERE account_id = \(account) AND ended_at IS NULL AND issuer = coalesce(\(issuer), issuer)
            """)
    }
}

extension Violation {
    fileprivate static let identityUnknown = Violation(
        "identity-unknown",
        vi:
            "chưa có tài khoản nào liên kết với người dùng này; hãy đăng nhập bằng mật khẩu rồi liên kết ở trang tài khoản",
        en:
            "no account is linked to this identity; sign in with your password and link it on your account's page"
    )
}
