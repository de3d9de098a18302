public import Evidence
import Postgres
public import RuralIndustry

/// An invitation to choose a password: shown once to whoever makes it, who hands it to the account's owner.
public struct AccountInvitation: Sendable {
    public let account: AccountRecord
    public let token: SecretToken
    public let expiresAt: Instant

    public var tokenText: String { token.text }
}

extension Registry {
    /// Invites an account's owner to choose a password, at first or after it was forgotten. Invitations before it are void.
    public func invite(_ login: String, at now: Instant, as viewer: Viewer) async throws -> AccountInvitation
    {
        let token = SecretToken()
        let expires = now.adding(seconds: SessionTimes.invitation)
        let account = try await change(.userChange, of: .listed("account"), because: "invitation", as: viewer)
        {
            session in
            let account = try session.account(login.lowercased(), on: now.vietnameseDay)
            try session.requireManaged(account, .userChange, as: viewer, on: now.vietnameseDay)
            if account.disabledOn != nil { throw Refusal(.accountDisabled(account.login)) }
            try session.execute(
                """
                INSERT INTO account_invitation (account_id, token_sha256, expires_at)
                VALUES (\(account.id), \(Bytes(token.hash.bytes)), \(expires))
                """)
            return account
        }
        return AccountInvitation(account: account, token: token, expiresAt: expires)
    }

    /// Whom an invitation is for; nil if it is void: unknown, used, followed by another, too old, or for a disabled account.
    public func invited(by token: SecretToken, at now: Instant) async throws -> AccountRecord? {
        try await read(.signIn, of: .reference("account"), as: .anybody, settings: .seeingAll) {
            session in
            try session.invited(by: token, at: now)?.account
        }
    }

    /// The same for the text of an address, which may be anything.
    public func invited(byText text: String, at now: Instant) async throws -> AccountRecord? {
        guard let token = SecretToken(text) else { return nil }
        return try await invited(by: token, at: now)
    }

    public func acceptInvitation(byText text: String, password: String, at now: Instant) async throws {
        guard let token = SecretToken(text) else { throw Refusal(.unknownInvitation) }
        try await acceptInvitation(token, password: password, at: now)
    }

    /// Takes the password that somebody with an invitation chose. Whoever was signed in as the account no longer is.
    ///
    /// Violations: `unknown-invitation`, and what `Password` refuses.
    public func acceptInvitation(_ token: SecretToken, password text: String, at now: Instant) async throws {
        guard let account = try await invited(by: token, at: now) else { throw Refusal(.unknownInvitation) }
        let hash = try await hashed(try account.chosen(text))
        try await changeOwn(account, at: now, because: "password-chosen") { session in
            // again, and once: of two who use it at once the second finds it used
            guard let invitation = try session.invited(by: token, at: now, forUpdate: true) else {
                throw Refusal(.unknownInvitation)
            }
            try session.execute(
                "UPDATE account_invitation SET used_at = \(now) WHERE account_invitation_id = \(invitation.id)"
            )
            try session.setPassword(hash, of: account.id, at: now)
        }
    }

    /// Sets a password for somebody, by who manages the account.
    public func setPassword(_ text: String, of login: String, at now: Instant, as viewer: Viewer) async throws
        -> AccountRecord
    {
        let account = try await account(login, on: now.vietnameseDay, as: viewer)
        let hash = try await hashed(try account.chosen(text))
        try await change(.userChange, of: .listed("account"), because: "password", as: viewer) { session in
            let account = try session.account(account.login, on: now.vietnameseDay)
            try session.requireManaged(account, .userChange, as: viewer, on: now.vietnameseDay)
            if account.disabledOn != nil { throw Refusal(.accountDisabled(account.login)) }
            try session.setPassword(hash, of: account.id, at: now)
        }
        return account
    }

    /// Changes one's own password; other browsers are signed out. The old one counts as an attempt like any other.
    public func changePassword(
        from old: String, to new: String, of signedIn: SignedIn, from origin: RequestOrigin, at now: Instant
    ) async throws {
        let account = signedIn.account
        let hash = try await hashed(try account.chosen(new))
        let attempt = try await database.transaction(settings: .seeingAll) { session in
            try session.countAttempt(for: account.login, from: origin.network, at: now)
        }
        guard let kept = attempt.account?.hash,
            try await checkPassword(Password(typed: old), against: kept)
        else { throw Refusal(.oldPasswordWrong) }
        try await changeOwn(account, at: now, because: "password-changed") { session in
            try session.execute(
                "UPDATE sign_in_attempt SET succeeded = true WHERE sign_in_attempt_id = \(attempt.id)")
            try session.keepPassword(hash, of: account.id, at: now)
            try session.endSessions(
                of: account.id, but: signedIn.session, because: "password-changed", at: now)
        }
    }
}

extension AccountRecord {
    /// A password that its owner may choose.
    fileprivate func chosen(_ text: String) throws -> Password {
        do throws(Violation) {
            return try Password(chosen: text, by: try Login(login), name: name)
        } catch {
            throw Refusal(error)
        }
    }
}

extension Session {
    fileprivate func setPassword(_ hash: PasswordHash, of account: Int64, at now: Instant) throws {
        try keepPassword(hash, of: account, at: now)
        try endSessions(of: account, because: "password-changed", at: now)
    }

    fileprivate func invited(
        by token: SecretToken, at now: Instant, forUpdate: Bool = false
    ) throws -> (id: Int64, account: AccountRecord)? {
        let found = try first(
            """
            SELECT i.account_invitation_id, a.login FROM account_invitation i JOIN account a USING (account_id)
            WHERE i.token_sha256 = \(Bytes(token.hash.bytes)) AND i.used_at IS NULL AND i.expires_at > \(now)
              AND a.disabled_on IS NULL AND NOT EXISTS (
                SELECT FROM account_invitation n
                WHERE n.account_id = i.account_id AND n.account_invitation_id > i.account_invitation_id)
            """ + (forUpdate ? " FOR UPDATE OF i" : "")
        ) {
            (
                id: try $0("account_invitation_id", as: Int64.self), login: try $0("login", as: String.self)
            )
        }
        return try found.map { ($0.id, try account($0.login, on: now.vietnameseDay)) }
    }
}

extension Violation {
    fileprivate static let unknownInvitation = Violation(
        "unknown-invitation",
        vi:
            "lời mời không còn dùng được (đã dùng, quá 7 ngày, hoặc có lời mời mới hơn); hãy xin lời mời khác",
        en:
            "the invitation is no longer good (used, older than 7 days, or followed by another); ask for a new one"
    )

    static let oldPasswordWrong = Violation(
        "password-wrong", vi: "mật khẩu hiện tại không đúng", en: "the present password is not right",
        at: Place(column: "old"))
}
