public import Postgres
public import RuralIndustry

/// What a fair declares about sharing out its booths, as it is kept.
public struct FairTermsRecord: RowDecodable, Hashable, Sendable {
    public let fairID: Int64
    public let version: Int
    /// The last day on which requests are taken, and on which the terms may still be changed.
    public let requestsUntil: Day
    /// What equals are drawn by; nil: none was named.
    public let seed: String?
    public let rules: AllocationRules
    /// Who declared them, and when.
    public let actor: String
    public let at: Instant
    /// How many requests of this round had been filed then: none, if nobody could choose the seed for somebody.
    public let requestsBefore: Int
    /// True once booths were shared out by them.
    public let isUsed: Bool

    public init(_ row: Row) throws {
        fairID = try row("fair_id")
        version = try row("version")
        requestsUntil = try row("requests_until")
        seed = try row("seed")
        rules = try AllocationRules(try JSONValue(parsing: try row("rules", as: String.self)))
        actor = try row("actor")
        at = try row("recorded_at")
        requestsBefore = try row("requests_before")
        isUsed = try row("is_used")
    }

    static let select: SQL = """
        SELECT t.fair_id, t.version, t.requests_until, t.seed, t.rules, v.actor, v.recorded_at, (
          SELECT count(*) FROM booth_request q JOIN booth_request_step s USING (booth_request_id)
          WHERE q.fair_id = t.fair_id AND s.version = 1 AND s.audit_id < t.audit_id AND s.audit_id > coalesce((
            SELECT max(p.audit_id) FROM booth_run p WHERE p.fair_id = t.fair_id AND p.terms_version < t.version), 0)
          ) AS requests_before, EXISTS (
          SELECT FROM booth_run r WHERE r.fair_id = t.fair_id AND r.terms_version = t.version) AS is_used
        FROM fair_terms t JOIN audit_event v ON v.audit_id = t.audit_id
        """
}

/// What a fair's terms shall be. Nil leaves what was declared before.
public struct NewFairTerms: Sendable {
    public var requestsUntil: Day?
    public var seed: String?
    public var rules: AllocationRules?

    public init(requestsUntil: Day? = nil, seed: String? = nil, rules: AllocationRules? = nil) {
        self.requestsUntil = requestsUntil
        self.seed = seed
        self.rules = rules
    }
}

extension Registry {
    /// Declares how booths will be shared out. That ends with the last day of requests: neither seed nor rules may be chosen once
    /// it is known who asks for what. After booths were shared out, other terms begin another round of requests.
    ///
    /// - Parameters:
    ///   - version: of the terms, as whoever declares others read it; 0: there were none.
    ///   - once: keeps the fair's number.
    public func declareFairTerms(
        _ new: NewFairTerms, fair id: Int64, version: VersionMatch = .any, as viewer: Viewer, today: Day,
        dryRun: Bool = false, once: OneRequest<FairTermsRecord>? = nil
    ) async throws -> FairTermsRecord {
        let seed = try BoundedText.optional(new.seed, column: "seed")
        return try await change(
            .fairTerms, of: .one("fair", id: id), as: viewer, dryRun: dryRun, once: once
        ) { session in
            let fair = try session.fairForChange(id)
            let present = try session.latestTerms(ofFair: id)
            try version.require(present?.version ?? 0)
            try session.requireState(
                fair, [.planned, .open], to: Bilingual(vi: "công bố quy tắc phân bổ", en: "declare terms"))
            // other terms begin anew
            let known = present.flatMap { $0.isUsed ? nil : $0 }
            if let known, known.requestsUntil < today { throw Refusal(.termsClosed(known)) }
            guard let until = new.requestsUntil ?? known?.requestsUntil else {
                throw Refusal(
                    Violation(
                        "value-missing", vi: "chưa nêu ngày cuối nhận đăng ký",
                        en: "the last day of requests is missing",
                        at: Place(column: "requests_until")))
            }
            if until < today || until >= fair.days.first {
                throw Refusal(
                    Violation(
                        "fair-terms-until",
                        vi:
                            "ngày cuối nhận đăng ký \(until.vietnamese) phải từ hôm nay và trước ngày khai mạc \(fair.days.first.vietnamese)",
                        en:
                            "the last day of requests \(until.iso) must be today or later and before the opening on \(fair.days.first.iso)",
                        at: Place(column: "requests_until")))
            }
            let rules = new.rules ?? known?.rules ?? .standard
            try session.execute(
                """
                INSERT INTO fair_terms (fair_id, version, requests_until, seed, rules)
                VALUES (\(id), \((present?.version ?? 0) + 1), \(until), \(seed ?? known?.seed), \(rules.document.text))
                """)
            return try session.terms(ofFair: id)
        }
    }

    /// What a fair declares now.
    public func fairTerms(ofFair id: Int64, as viewer: Viewer) async throws -> FairTermsRecord {
        try await read(.fairRead, of: .reference("fair"), as: viewer) { session in
            _ = try session.fair(id)
            return try session.terms(ofFair: id)
        }
    }
}

extension Session {
    /// The terms that a run went by.
    func terms(ofRun id: Int64) throws -> FairTermsRecord {
        try one(
            FairTermsRecord.select
                + " JOIN booth_run u ON u.fair_id = t.fair_id AND u.terms_version = t.version WHERE u.booth_run_id = \(id)",
            as: FairTermsRecord.self)
    }

    /// The last terms of a fair; nil: none were declared.
    func latestTerms(ofFair id: Int64) throws -> FairTermsRecord? {
        try first(
            FairTermsRecord.select + " WHERE t.fair_id = \(id) ORDER BY t.version DESC LIMIT 1",
            as: FairTermsRecord.self)
    }

    /// The last terms of each of some fairs that has any.
    func latestTerms(ofFairs ids: [Int64]) throws -> [Int64: FairTermsRecord] {
        let found = try query(
            FairTermsRecord.select
                + """
                 WHERE t.fair_id = ANY (\(ids)) AND t.version = (
                  SELECT max(l.version) FROM fair_terms l WHERE l.fair_id = t.fair_id)
                """, as: FairTermsRecord.self)
        return Dictionary(uniqueKeysWithValues: found.map { ($0.fairID, $0) })
    }

    /// The same, which must be there.
    func terms(ofFair id: Int64) throws -> FairTermsRecord {
        if let terms = try latestTerms(ofFair: id) { return terms }
        throw Refusal(
            Violation(
                "fair-terms-missing",
                vi: "hội chợ \(id) chưa công bố ngày cuối nhận đăng ký và mầm bốc thăm",
                en: "fair \(id) has not declared the last day of requests and the seed"
            ))
    }
}

extension Violation {
    fileprivate static func termsClosed(_ terms: FairTermsRecord) -> Violation {
        Violation(
            "fair-terms-closed",
            vi:
                "đã hết hạn nhận đăng ký ngày \(terms.requestsUntil.vietnamese): mầm và quy tắc không đổi được nữa",
            en:
                "requests closed on \(terms.requestsUntil.iso): neither seed nor rules can be changed any more"
        )
    }
}
