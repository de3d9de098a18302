import Evidence
import Postgres
public import RuralIndustry

/// What a confirmed registration becomes.
public enum RegistrationTarget: Hashable, Sendable {
    /// A new establishment.
    case new
    /// One that the registry has already.
    case existing(Int64)
}

/// A registration that was confirmed: the establishment, and the invitation that lets its owner choose a password, shown once.
public struct ConfirmedRegistration: Sendable {
    public let establishment: EstablishmentRecord
    public let invitation: AccountInvitation
}

extension Registry {
    /// Confirms a registration: the establishment is registered, or found to be one that is, and whoever sent it gets an account
    /// that keeps its records. Of two officers at once one wins.
    ///
    /// Violations: `registration-settled`, `login-taken`, `login-form`, those of adding an establishment (`tax-code-taken`, …).
    public func confirmRegistration(
        _ id: Int64, as target: RegistrationTarget, login: String? = nil, at now: Instant, as viewer: Viewer
    ) async throws -> ConfirmedRegistration {
        let token = SecretToken()
        let expires = now.adding(seconds: SessionTimes.invitation)
        let today = now.vietnameseDay
        return try await change(
            .registrationConfirm, of: .one("registration_request", id: id), as: viewer
        ) { session in
            let request = try session.waitingRegistration(id)
            let establishment = try session.establishment(of: request, as: target, today: today, viewer)
            let account = try session.ownerAccount(
                of: request, login: login, for: establishment.id, on: today)
            try session.execute(
                """
                INSERT INTO account_invitation (account_id, token_sha256, expires_at)
                VALUES (\(account.id), \(Bytes(token.hash.bytes)), \(expires))
                """)
            try session.execute(
                """
                UPDATE registration_request SET state = 'confirmed', settled_at = \(now), establishment_id = \(establishment.id),
                  account_id = \(account.id), version = version + 1
                WHERE registration_request_id = \(id)
                """)
            return ConfirmedRegistration(
                establishment: establishment,
                invitation: AccountInvitation(account: account, token: token, expiresAt: expires))
        }
    }

    /// Refuses a registration, for a reason that whoever sent it reads.
    public func refuseRegistration(
        _ id: Int64, because reason: String, at now: Instant, as viewer: Viewer, dryRun: Bool = false
    ) async throws -> RegistrationRecord {
        let reason = try BoundedText.short(reason, column: "reason")
        return try await change(
            .registrationConfirm, of: .one("registration_request", id: id), as: viewer, dryRun: dryRun
        ) { session in
            _ = try session.waitingRegistration(id)
            try session.execute(
                """
                UPDATE registration_request SET state = 'refused', settled_at = \(now), reason = \(reason), version = version + 1
                WHERE registration_request_id = \(id)
                """)
            return try session.registration(id)
        }
    }

    /// Removes what settled registrations say of people once their term is over, and lets go of those that nobody settled. Taking
    /// a new registration does the same.
    ///
    /// - Returns: how many were emptied.
    public func purgeRegistrations(at now: Instant, as viewer: Viewer, dryRun: Bool = false) async throws
        -> Int
    {
        try await change(
            .registrationConfirm, of: .listed("registration_request"), as: viewer, dryRun: dryRun
        ) { session in
            try session.purgeRegistrations(
                at: now, within: viewer.reach(.registrationConfirm).units("r.commune_unit_id"))
        }
    }
}

extension Session {
    /// - Parameter condition: of a request `r`.
    @discardableResult
    func purgeRegistrations(at now: Instant, within condition: SQL? = nil) throws -> Int {
        let settled = now.adding(seconds: -Int64(RegistrationTerms.settledDays) * RegistrationThrottle.day)
        let waiting = now.adding(seconds: -Int64(RegistrationTerms.waitingDays) * RegistrationThrottle.day)
        return try execute(
            """
            UPDATE registration_request r SET establishment = NULL, applicant_name = NULL, applicant_phone = NULL,
              applicant_email = NULL, login = NULL, reason = NULL, purged_at = \(now), version = r.version + 1,
              state = CASE r.state WHEN 'waiting' THEN 'lapsed' ELSE r.state END,
              settled_at = coalesce(r.settled_at, \(now))
            """
                + SQL.matching(
                    "r.purged_at IS NULL",
                    "coalesce(r.settled_at, r.sent_at) < \(settled)",
                    "(r.state <> 'waiting' OR r.sent_at < \(waiting))", condition))
    }

    /// The request, held until commit.
    fileprivate func waitingRegistration(_ id: Int64) throws -> RegistrationRecord {
        try execute(
            "SELECT FROM registration_request WHERE registration_request_id = \(id) FOR NO KEY UPDATE")
        let request = try registration(id)
        guard request.state == .waiting else {
            let day = request.settledAt?.vietnameseDay
            throw Refusal(
                Violation(
                    "registration-settled",
                    vi: "đăng ký số \(id) \(request.state.name.vi) ngày \(day?.vietnamese ?? "")",
                    en: "registration \(id) was settled on \(day?.iso ?? ""): \(request.state.name.en)"))
        }
        return request
    }

    fileprivate func establishment(
        of request: RegistrationRecord, as target: RegistrationTarget, today: Day, _ viewer: Viewer
    ) throws -> EstablishmentRecord {
        switch target {
        case .existing(let id):
            try viewer.require(.establishmentEdit)
            try require(.establishmentEdit, on: .one("establishment", id: id), as: viewer)
            let found = try establishment(id)
            try requireUnmerged(id)
            if found.closedOn != nil { throw Refusal(.establishmentClosed(id)) }
            return found
        case .new:
            try viewer.require(.establishmentAdd)
            let id = try nextID(of: "establishment")
            let added = try Establishment.parse(request.fields, today: today)
            _ = try save(
                [IncomingRecord(added)], mode: .add(id: id), given: Set(EstablishmentColumn.allCases),
                on: request.day)
            try require(.establishmentAdd, on: .one("establishment", id: id), as: viewer)
            return try establishment(id)
        }
    }

    /// An account of its own for whoever sent the request: an account that is there already belongs to somebody who may be
    /// another person.
    fileprivate func ownerAccount(
        of request: RegistrationRecord, login: String?, for establishment: Int64, on today: Day
    ) throws -> AccountRecord {
        let chosen: Login
        do throws(Violation) {
            chosen = try Login(login ?? request.applicant[.login] ?? "")
        } catch {
            throw Refusal(error.inColumn("login"))
        }
        if try !accounts(named: chosen.text, on: today).isEmpty { throw Refusal(.loginTaken(chosen.text)) }
        let id = try nextID(of: "account")
        try execute(
            """
            INSERT INTO account (account_id, login, name, email)
            VALUES (\(id), \(chosen.text), \(request.applicant[.name]), \(request.applicant[.email]))
            """)
        try execute(
            """
            INSERT INTO account_role (account_id, role, establishment_id, valid_from)
            VALUES (\(id), \(Role.establishmentOwner), \(establishment), \(today))
            """)
        return try account(chosen.text, on: today)
    }
}

extension Violation {
    fileprivate static func loginTaken(_ login: String) -> Violation {
        Violation(
            "login-taken", vi: "tên đăng nhập “\(login)” đã có người dùng; hãy chọn tên khác",
            en: "the login “\(login)” is already taken; choose another", at: Place(column: "login"))
    }
}
