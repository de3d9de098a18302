import Documents
import Evidence
public import Postgres
public import RuralIndustry

/// What an account has for a second factor.
public struct SecondFactor: RowDecodable, Hashable, Sendable {
    public let confirmedAt: Instant
    /// Recovery codes that were not used.
    public let codesLeft: Int

    public init(_ row: Row) throws {
        confirmedAt = try row("confirmed_at")
        codesLeft = try row("codes_left")
    }
}

/// An application that is being set up, as its owner is shown it.
public struct SecondFactorSetUp: Hashable, Sendable {
    /// To be typed: base 32, in groups of four.
    public let secret: String
    /// What the application opens: `otpauth://…`.
    public let address: String
    /// The address as a QR code: an `svg` element.
    public let picture: String

    init(_ code: TimeCode, of account: AccountRecord) throws {
        let text = code.text
        secret = stride(from: 0, to: text.count, by: 4).map { String(text.dropFirst($0).prefix(4)) }
            .joined(separator: " ")
        address = code.address(issuer: "CNNT", login: account.login)
        picture = try QRPicture.svg(of: address)
    }
}

extension Registry {
    /// Lets a browser in that awaits a code: one of the application, or a recovery code, which is used up by it. Attempts are
    /// counted as those at passwords are.
    ///
    /// Violations: `sign-in-throttled`, `code-wrong`, `second-factor-unreadable`.
    ///
    /// - Returns: with the browser's new token.
    public func enterCode(
        _ typed: String, of awaiting: SignedIn, from origin: RequestOrigin, at now: Instant
    ) async throws -> SignedIn {
        let account = awaiting.account
        let attempt = try await database.transaction(settings: .seeingAll) { session in
            try session.countAttempt(for: account.login, from: origin.network, at: now)
        }
        let (token, keys) = (SecretToken(), secretKeys)
        try await changeOwn(account, at: now, because: "signed-in") { session in
            guard try session.takeCode(typed, of: account.id, keys, at: now) else {
                throw Refusal(.codeWrong)
            }
            // with the code the attempt at the password has succeeded too: an office where many sign in is not slowed down by it
            try session.execute(
                """
                UPDATE sign_in_attempt a SET succeeded = true FROM web_session s
                WHERE s.web_session_id = \(awaiting.session) AND NOT a.succeeded AND (a.sign_in_attempt_id = \(attempt.id)
                  OR a.login = \(account.login) AND a.network = s.network AND a.made_at = s.begun_at)
                """)
            let isLetIn = try session.execute(
                """
                UPDATE web_session SET awaits_code = false, token_sha256 = \(Bytes(token.hash.bytes)), earlier_sha256 = NULL,
                  rotated_at = greatest(rotated_at, \(now)), seen_at = greatest(seen_at, \(now))
                WHERE web_session_id = \(awaiting.session) AND account_id = \(account.id) AND awaits_code AND ended_at IS NULL
                """)
            guard isLetIn == 1 else { throw Refusal(.signInFailed) }
        }
        return SignedIn(
            session: awaiting.session, account: account, viewer: awaiting.viewer, token: token,
            awaitsCode: false)
    }

    /// The second factor of who is signed in; nil if there is none.
    public func secondFactor(of signedIn: SignedIn) async throws -> SecondFactor? {
        try await read(.signIn, of: .reference("account"), as: signedIn.viewer) { session in
            try session.secondFactor(of: signedIn.account.id)
        }
    }

    /// The application that is being set up; nil: none was begun, or it is confirmed already.
    public func openSecondFactor(of signedIn: SignedIn) async throws -> SecondFactorSetUp? {
        let (account, keys) = (signedIn.account, secretKeys)
        let open = try await read(.signIn, of: .reference("account"), as: signedIn.viewer) { session in
            try session.timeCode(of: account.id, keys)
        }
        guard let open, open.confirmed == nil, let code = open.code else { return nil }
        return try SecondFactorSetUp(code, of: account)
    }

    /// The application that is being set up, begun anew if none is: shown to its owner, who confirms it by a first code.
    ///
    /// Violations: `second-factor-there`, `secret-key-missing`.
    public func beginSecondFactor(of signedIn: SignedIn, at now: Instant) async throws -> SecondFactorSetUp {
        let account = signedIn.account
        guard let keys = secretKeys else { throw Refusal(.secretKeyMissing) }
        let code = try await changeOwn(account, at: now, because: "second-factor-begun") { session in
            // two tabs show one secret
            try session.execute("SELECT FROM account WHERE account_id = \(account.id) FOR NO KEY UPDATE")
            if let open = try session.timeCode(of: account.id, keys) {
                guard open.confirmed == nil else { throw Refusal(.secondFactorThere) }
                if let code = open.code { return code }
                // nobody can show it again: the key is gone
                try session.endTimeCode(of: account.id, because: "switched-off", at: now)
            }
            let code = TimeCode()
            let sealed = try keys.seal(code, of: account.id)
            try session.execute(
                """
                INSERT INTO account_time_code (account_id, secret, secret_key_id, begun_at)
                VALUES (\(account.id), \(Bytes(sealed.bytes)), \(sealed.keyID), \(now))
                """)
            return code
        }
        return try SecondFactorSetUp(code, of: account)
    }

    /// Confirms the application by a code that it shows. From now on it is asked for; other browsers are signed out.
    ///
    /// - Returns: recovery codes, shown this once.
    public func confirmSecondFactor(
        by typed: String, of signedIn: SignedIn, at now: Instant
    ) async throws -> [String] {
        let account = signedIn.account
        let codes = (0..<RecoveryCode.count).map { _ in RecoveryCode() }
        guard let keys = secretKeys else { throw Refusal(.secretKeyMissing) }
        return try await changeOwn(account, at: now, because: "second-factor-confirmed") { session in
            guard let open = try session.timeCode(of: account.id, keys, forUpdate: true),
                open.confirmed == nil, let code = open.code
            else {
                throw Refusal(.secondFactorThere)
            }
            guard let step = code.step(of: typed, atSecondsSince1970: now.secondsSince1970, after: nil)
            else {
                throw Refusal(.firstCodeWrong)
            }
            if open.wantsSealing { try session.keep(try keys.seal(code, of: account.id), as: open.id) }
            try session.execute(
                """
                UPDATE account_time_code SET confirmed_at = \(now), last_step = \(step)
                WHERE account_time_code_id = \(open.id)
                """)
            try session.execute(
                """
                INSERT INTO account_recovery_code (account_time_code_id, account_id, code_sha256)
                SELECT \(open.id), \(account.id), decode(h, 'hex') FROM unnest(\(codes.map(\.hash.hex))) h
                """)
            try session.endSessions(
                of: account.id, but: signedIn.session, because: "second-factor-changed", at: now)
            return codes.map(\.text)
        }
    }

    /// Switches the second factor off, by a code of it.
    public func endSecondFactor(
        by typed: String, of signedIn: SignedIn, from origin: RequestOrigin, at now: Instant
    ) async throws {
        let (account, keys) = (signedIn.account, secretKeys)
        let attempt = try await database.transaction(settings: .seeingAll) { session in
            try session.countAttempt(for: account.login, from: origin.network, at: now)
        }
        try await changeOwn(account, at: now, because: "second-factor-ended") { session in
            guard try session.takeCode(typed, of: account.id, keys, at: now) else {
                throw Refusal(.codeWrong)
            }
            try session.execute(
                "UPDATE sign_in_attempt SET succeeded = true WHERE sign_in_attempt_id = \(attempt.id)")
            try session.endTimeCode(of: account.id, because: "switched-off", at: now)
            try session.endSessions(
                of: account.id, but: signedIn.session, because: "second-factor-changed", at: now)
        }
    }

    /// Takes the second factor from an account whose owner lost telephone and recovery codes; every browser is signed out.
    public func resetSecondFactor(
        of login: String, because reason: String, at now: Instant, as viewer: Viewer
    ) async throws -> AccountRecord {
        let reason = try BoundedText.short(reason, column: "reason")
        return try await change(.userChange, of: .listed("account"), because: reason, as: viewer) { session in
            let account = try session.account(login.lowercased(), on: now.vietnameseDay)
            try session.requireManaged(account, .userChange, as: viewer, on: now.vietnameseDay)
            guard try session.endTimeCode(of: account.id, because: "reset", at: now) else {
                throw Refusal(
                    Violation(
                        "second-factor-missing",
                        vi: "tài khoản “\(account.login)” không dùng xác thực hai bước",
                        en: "the account “\(account.login)” has no second factor"))
            }
            try session.endSessions(of: account.id, because: "second-factor-changed", at: now)
            return account
        }
    }
}

extension Session {
    func secondFactor(of account: Int64) throws -> SecondFactor? {
        try first(
            """
            SELECT c.confirmed_at, (SELECT count(*)::integer FROM account_recovery_code r
              WHERE r.account_time_code_id = c.account_time_code_id AND r.used_at IS NULL) AS codes_left
            FROM account_time_code c WHERE c.account_id = \(account) AND c.ended_at IS NULL AND c.confirmed_at IS NOT NULL
            """, as: SecondFactor.self)
    }

    /// Uses up a code of the application, or a recovery code. The lock makes two who type the same code one who is let in.
    fileprivate func takeCode(_ typed: String, of account: Int64, _ keys: SecretKeys?, at now: Instant) throws
        -> Bool
    {
        guard let held = try timeCode(of: account, keys, forUpdate: true), held.confirmed != nil else {
            return false
        }
        if let code = held.code,
            let step = code.step(of: typed, atSecondsSince1970: now.secondsSince1970, after: held.last)
        {
            try execute(
                "UPDATE account_time_code SET last_step = \(step) WHERE account_time_code_id = \(held.id)")
            if let keys, held.wantsSealing { try keep(try keys.seal(code, of: account), as: held.id) }
            return true
        }
        if let recovery = RecoveryCode(typed) {
            return try execute(
                """
                UPDATE account_recovery_code SET used_at = \(now)
                WHERE account_time_code_id = \(held.id) AND code_sha256 = \(Bytes(recovery.hash.bytes)) AND used_at IS NULL
                """) == 1
        }
        if held.code == nil { throw Refusal(.secretUnreadable) }
        return false
    }

    /// Whether there was one to end.
    @discardableResult
    fileprivate func endTimeCode(of account: Int64, because reason: String, at now: Instant) throws -> Bool {
        try execute(
            """
            UPDATE account_time_code SET ended_at = \(now), ended_because = \(reason)
            WHERE account_id = \(account) AND ended_at IS NULL
            """) == 1
    }
}

extension Violation {
    static let codeWrong = Violation(
        "code-wrong",
        vi: "mã không đúng hoặc đã dùng rồi; hãy gõ mã đang hiện trên điện thoại, hoặc một mã khôi phục",
        en: "the code is wrong or was used; type the one that the telephone shows now, or a recovery code",
        at: Place(column: "code"))

    /// Before there are recovery codes; a telephone whose clock is wrong shows wrong codes.
    fileprivate static let firstCodeWrong = Violation(
        "code-wrong",
        vi: "mã không đúng; hãy gõ mã đang hiện trong ứng dụng, và xem giờ trên điện thoại có đúng không",
        en:
            "the code is wrong; type the one that the application shows now, and see that the telephone's clock is right",
        at: Place(column: "code"))

    static let secretKeyMissing = Violation(
        "secret-key-missing",
        vi:
            "chưa bật được xác thực hai bước: dịch vụ chưa có khóa để mã hóa bí mật; hãy báo đơn vị vận hành đặt CNNT_SECRET_KEY_FILE",
        en:
            "a second factor cannot be set up: the service has no key to encipher secrets with; tell who runs it to set CNNT_SECRET_KEY_FILE"
    )

    fileprivate static let secretUnreadable = Violation(
        "second-factor-unreadable",
        vi:
            "dịch vụ đang thiếu khóa để kiểm tra mã trên điện thoại; hãy gõ một mã khôi phục, hoặc báo đơn vị vận hành",
        en:
            "the service lacks the key that codes of the telephone are checked with; type a recovery code, or tell who runs it",
        at: Place(column: "code"))

    fileprivate static let secondFactorThere = Violation(
        "second-factor-there",
        vi: "tài khoản đã bật xác thực hai bước, hoặc chưa bắt đầu cài đặt; hãy mở lại trang tài khoản",
        en:
            "the account has a second factor already, or its setting up was not begun; open the account's page again"
    )
}
