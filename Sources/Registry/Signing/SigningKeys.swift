public import Evidence
public import Postgres
public import RuralIndustry

/// A signing key as it is registered: its public half and its days.
public struct SigningKeyRecord: RowDecodable, Hashable, Sendable {
    public let key: VerifyingKey
    public let validFrom: Day
    /// When the next key took over; nil: this is the last one.
    public let replacedOn: Day?
    public let revokedFrom: Day?
    public let revocationReason: String?

    public enum State: String, Sendable {
        case current, replaced, revoked
    }

    public var state: State { revokedFrom != nil ? .revoked : replacedOn != nil ? .replaced : .current }

    /// As verifiers need it.
    public var trusted: TrustedKeys.Entry { TrustedKeys.Entry(key, revokedFrom: revokedFrom) }

    public init(_ row: Row) throws {
        guard let key = VerifyingKey(bytes: try row("public_key", as: Bytes.self).bytes) else {
            throw PostgresError.misuse("a signing key is no key")
        }
        self.key = key
        validFrom = try row("valid_from")
        replacedOn = try row("replaced_on")
        revokedFrom = try row("revoked_from")
        revocationReason = try row("reason")
    }
}

extension Registry {
    /// All keys, the oldest first.
    public func signingKeys(as viewer: Viewer) async throws -> [SigningKeyRecord] {
        try await read(.keyRead, of: .reference("signing_key"), as: viewer) { try $0.signingKeys() }
    }

    /// Makes the first key, or the one after a revoked one.
    public func createKey(in folder: KeyFolder, today: Day, as viewer: Viewer) async throws
        -> SigningKeyRecord
    {
        try await newKey(in: folder, today: today, as: viewer) { last in
            if let last, last.state == .current {
                throw Refusal(
                    Violation(
                        "signing-key-exists",
                        vi: "đã có khóa ký \(last.key.id); thay khóa bằng `cnnt key rotate`",
                        en: "there is the signing key \(last.key.id); replace it with `cnnt key rotate`"))
            }
        }
    }

    /// Makes a key that replaces the last one, whose signatures stay good.
    public func rotateKey(in folder: KeyFolder, today: Day, as viewer: Viewer) async throws
        -> SigningKeyRecord
    {
        try await newKey(in: folder, today: today, as: viewer) { last in
            if last == nil {
                throw Refusal(
                    Violation(
                        "signing-key-missing", vi: "chưa có khóa ký nào; tạo bằng `cnnt key create`",
                        en: "there is no signing key yet; make one with `cnnt key create`"))
            }
        }
    }

    private func newKey(
        in folder: KeyFolder, today: Day, as viewer: Viewer,
        check: @escaping @Sendable (SigningKeyRecord?) throws -> Void
    ) async throws -> SigningKeyRecord {
        try viewer.require(.keyChange)
        let key = SigningKey()
        // on the disk first: a registered key that nobody has would be worse than a file too many
        try folder.store(key)
        do {
            return try await change(.keyChange, of: .many("signing_key"), as: viewer) { session in
                let last = try session.signingKeys().last
                try check(last)
                try session.execute(
                    """
                    INSERT INTO signing_key (key_id, public_key, replaces, valid_from)
                    VALUES (\(key.verifying.id), \(Bytes(key.verifying.bytes)), \(last?.key.id), \(today))
                    """)
                return try session.signingKey(key.verifying.id)
            }
        } catch {
            folder.remove(key)
            throw error
        }
    }

    /// Records that a key's signatures are worth nothing from a day on.
    public func revokeKey(
        _ id: String, from day: Day, because reason: String, in folder: KeyFolder, as viewer: Viewer
    ) async throws -> SigningKeyRecord {
        let reason = try BoundedText.short(reason, column: "reason")
        let record = try await change(.keyChange, of: .many("signing_key"), because: reason, as: viewer) {
            session in
            _ = try session.signingKey(id)
            try session.execute(
                """
                INSERT INTO signing_key_revocation (key_id, revoked_from, reason) VALUES (\(id), \(day), \(reason))
                """)
            return try session.signingKey(id)
        }
        try folder.publish(record.trusted)
        return record
    }

    /// The key to sign with now.
    ///
    /// - Parameter makesFirst: whether the very first key is made on the way, as on a private cluster.
    /// - Throws: `signing-key-missing` if there is none, or its file is not here.
    public func currentKey(
        in folder: KeyFolder, makesFirst: Bool = false, today: Day, as viewer: Viewer
    ) async throws -> SigningKey {
        var last = try await signingKeys(as: viewer).last
        if last == nil, makesFirst { last = try await createKey(in: folder, today: today, as: viewer) }
        guard let last, last.state == .current else {
            throw Refusal(
                Violation(
                    "signing-key-missing",
                    vi:
                        "chưa có khóa ký dùng được; tạo bằng `cnnt key create`, hoặc xuất không ký (--unsigned)",
                    en:
                        "there is no usable signing key; make one with `cnnt key create`, or export with --unsigned"
                ))
        }
        guard let key = try folder.key(last.key.id) else {
            throw Refusal(
                Violation(
                    "signing-key-missing",
                    vi:
                        "máy này không có tệp riêng của khóa \(last.key.id) trong “\(folder.path)”; chép nó về, hoặc `cnnt key rotate`",
                    en:
                        "the private file of key \(last.key.id) is not in “\(folder.path)”; bring it here, or `cnnt key rotate`"
                ))
        }
        return key
    }
}

extension Session {
    fileprivate static var signingKeySelect: SQL {
        """
        SELECT k.public_key, k.valid_from, n.valid_from AS replaced_on, r.revoked_from, r.reason
        FROM signing_key k LEFT JOIN signing_key n ON n.replaces = k.key_id
          LEFT JOIN signing_key_revocation r ON r.key_id = k.key_id
        """
    }

    fileprivate func signingKeys() throws -> [SigningKeyRecord] {
        try query(Self.signingKeySelect + " ORDER BY k.audit_id", as: SigningKeyRecord.self)
    }

    fileprivate func signingKey(_ id: String) throws -> SigningKeyRecord {
        guard
            let record = try first(
                Self.signingKeySelect + " WHERE k.key_id = \(id)", as: SigningKeyRecord.self)
        else {
            throw Refusal(
                Violation(
                    "unknown-key", vi: "không có khóa ký \(id); xem `cnnt key list`",
                    en: "there is no signing key \(id); see `cnnt key list`"))
        }
        return record
    }
}
