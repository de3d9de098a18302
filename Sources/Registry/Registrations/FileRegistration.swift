public import Evidence
import Postgres
public import RuralIndustry

/// A registration that was taken, with the secret that whoever sent it follows it by: shown once.
public struct FiledRegistration: Sendable {
    public let id: Int64
    public let token: SecretToken

    public var tokenText: String { token.text }
}

/// What whoever sent a registration is told of it.
public struct RegistrationStatus: Hashable, Sendable {
    public let sentAt: Instant
    public let state: RegistrationState
    public let communeName: String
    public let provinceName: String?
    /// Nil once what was sent is removed.
    public let name: String?
    public let login: String?
    public let reason: String?
    public let settledAt: Instant?
}

extension Registry {
    /// Takes an establishment's own request to be registered, from somebody without an account. Whether it is in the registry
    /// already is for the officer to find: who asks is not told.
    ///
    /// Communes may be named as addresses have them; numbers and days are written as in Vietnam. Everything that is wrong is told
    /// at once. Forms are counted by where they come from before they are read.
    ///
    /// Violations beside those of the fields: `registration-throttled`, `commune-unknown`, `commune-ambiguous`.
    public func fileRegistration(
        _ fields: Fields<EstablishmentColumn>, by applicant: Fields<ApplicantColumn>,
        from origin: RequestOrigin, at now: Instant
    ) async throws -> FiledRegistration {
        let viewer = Viewer.anybody
        try viewer.require(.registrationFile)
        try await database.transaction(settings: .seeingAll) { session in
            try session.countRegistration(from: origin.network, at: now)
        }
        let day = now.vietnameseDay
        let (read, unplaced) = try await database.read { try $0.communesResolved(in: fields, on: day) }
        var violations = unplaced
        var establishment: Establishment?
        var person: Applicant?
        do throws(Refusal) {
            establishment = try Establishment.parse(read, .vietnamese, today: day)
        } catch {
            // what is told of a commune's name is not told of its code once more
            let told = Set(unplaced.map(\.place.column))
            violations += error.violations.filter { !told.contains($0.place.column) }
        }
        do throws(Refusal) { person = try Applicant.parse(applicant) } catch {
            violations += error.violations
        }
        try Refusal.throwIfAny(violations)
        guard let establishment, let person else { throw Refusal(.registrationUnread) }
        let token = SecretToken()
        do {
            let id = try await database.transaction(settings: .seeingAll) { session in
                let id = try session.nextID(of: "registration_request")
                try AuditEvent.begin(
                    .registrationFile, of: .one("registration_request", id: id), because: nil, by: viewer,
                    in: session)
                try session.purgeRegistrations(at: now)
                try session.letGo(.registrationAttempts, at: now)
                try session.insert(establishment, by: person, id: id, token: token, at: now)
                try session.execute(
                    "INSERT INTO registration_attempt (network, made_at, is_filed) VALUES (\(origin.network), \(now), true)"
                )
                return id
            }
            return FiledRegistration(id: id, token: token)
        } catch PostgresError.server(let error) {
            throw Constraints.refusal(for: error) ?? PostgresError.server(error)
        }
    }

    /// What became of a registration, for who shows its secret, which may be any text; nil: nothing is known of it.
    public func registrationStatus(byText text: String) async throws -> RegistrationStatus? {
        guard let token = SecretToken(text) else { return nil }
        return try await read(
            .registrationFile, of: .reference("registration_request"), as: .anybody, settings: .seeingAll
        ) { session in
            try session.first(
                RegistrationRecord.select + " WHERE r.token_sha256 = \(Bytes(token.hash.bytes))",
                as: RegistrationRecord.self
            ).map { record in
                RegistrationStatus(
                    sentAt: record.sentAt, state: record.state, communeName: record.communeName,
                    provinceName: record.provinceName, name: record.fields[.name],
                    login: record.applicant[.login], reason: record.reason, settledAt: record.settledAt)
            }
        }
    }
}

extension Session {
    /// Counts a form before it is read, and refuses it where too many came from there.
    fileprivate func countRegistration(from network: String, at now: Instant) throws {
        // one after the other, so that a hundred at once are a hundred counted ones
        try execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('registration ' || \(network)::text, 46))")
        let rows = try query(
            """
            SELECT made_at, is_filed FROM registration_attempt
            WHERE network = \(network) AND made_at > \(now.adding(seconds: -RegistrationThrottle.day))
            """
        ) {
            (age: now.seconds(since: try $0("made_at")), isFiled: try $0("is_filed", as: Bool.self))
        }
        let wait = RegistrationThrottle.wait(
            tried: rows.filter { !$0.isFiled }.map(\.age), filed: rows.filter(\.isFiled).map(\.age))
        if wait > 0 { throw Refusal(.registrationThrottled(seconds: wait)) }
        try execute(
            "INSERT INTO registration_attempt (network, made_at, is_filed) VALUES (\(network), \(now), false)"
        )
    }

    /// The fields with codes in the place of communes' names, and what is wrong with those.
    fileprivate func communesResolved(
        in fields: Fields<EstablishmentColumn>, on day: Day
    ) throws -> (fields: Fields<EstablishmentColumn>, violations: [Violation]) {
        var fields = fields
        var violations: [Violation] = []
        for column in [EstablishmentColumn.communeCode, .siteCommuneCode] {
            guard let text = fields[column], text.contains(where: { !$0.isWhitespace }) else { continue }
            do {
                fields[column] = try communeCode(named: text, on: day)
            } catch let refusal as Refusal {
                violations += refusal.violations.map { $0.inColumn(column.name) }
            }
        }
        return (fields, violations)
    }

    fileprivate func insert(
        _ establishment: Establishment, by person: Applicant, id: Int64, token: SecretToken, at now: Instant
    ) throws {
        let unit = try requireUnit(establishment.productionCommune.text, on: now.vietnameseDay)
        let named = establishment.fields.named.sorted { $0.key < $1.key }
        try execute(
            """
            INSERT INTO registration_request (registration_request_id, token_sha256, sent_at, commune_unit_id, establishment,
              applicant_name, applicant_phone, applicant_email, login)
            VALUES (\(id), \(Bytes(token.hash.bytes)), \(now), \(unit.id),
              jsonb_object(\(named.map(\.key))::text[], \(named.map(\.value))::text[]),
              \(person.name), \(person.phone?.text), \(person.email?.text), \(person.login.text))
            """)
    }
}

extension Violation {
    static func registrationThrottled(seconds: Int64) -> Violation {
        let minutes = (seconds + 59) / 60
        return Violation(
            "registration-throttled",
            vi:
                "đã nhận quá nhiều đăng ký từ mạng này; hãy đợi \(minutes) phút rồi gửi lại, hoặc nộp tại cơ quan công thương nơi sản xuất",
            en:
                "too many registrations came from this network; wait \(minutes) minutes and send it again, or hand it in at the office where you produce"
        )
    }

    fileprivate static let registrationUnread = Violation(
        "registration-unread", vi: "không đọc được đăng ký", en: "the registration cannot be read")
}
