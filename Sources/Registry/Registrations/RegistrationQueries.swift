import Postgres
public import RuralIndustry

/// A registration with what an officer compares it with.
public struct RegistrationReview: Sendable {
    public let record: RegistrationRecord
    /// Establishments that it may be, the likeliest first.
    public let alike: [Likeness]
    /// Other registrations that wait and carry the same tax code or name.
    public let others: [RegistrationRecord]

    /// An establishment that a registration may be of, and why.
    public struct Likeness: Hashable, Sendable {
        public let establishment: EstablishmentRecord
        public let why: Bilingual
    }
}

extension Registry {
    /// Registrations of the viewer's territory: those that wait first, the oldest first, then the others, the newest first.
    ///
    /// - Parameters:
    ///   - state: nil: all.
    ///   - skipped: so many are left out at the beginning.
    public func registrations(
        in state: RegistrationState? = nil, after skipped: Int = 0, limit: Int = 200, as viewer: Viewer
    ) async throws -> [RegistrationRecord] {
        try await read(.registrationRead, of: .listed("registration_request"), as: viewer) { session in
            try session.query(
                RegistrationRecord.select
                    + SQL.matching(
                        viewer.reach(.registrationRead).units("r.commune_unit_id"),
                        state.map { "r.state = \($0)" })
                        + """
                         ORDER BY r.state <> 'waiting', CASE r.state WHEN 'waiting' THEN r.sent_at END, r.settled_at DESC,
                          r.registration_request_id LIMIT \(limit) OFFSET \(skipped)
                        """, as: RegistrationRecord.self)
        }
    }

    public func registration(_ id: Int64, as viewer: Viewer) async throws -> RegistrationRecord {
        try await read(.registrationRead, of: .one("registration_request", id: id), as: viewer) {
            try $0.registration(id)
        }
    }

    /// A registration beside the establishments of the viewer's territory that it may be of.
    public func reviewRegistration(_ id: Int64, on day: Day, as viewer: Viewer) async throws
        -> RegistrationReview
    {
        try await read(.registrationRead, of: .one("registration_request", id: id), as: viewer) { session in
            let record = try session.registration(id)
            guard record.state == .waiting else {
                return RegistrationReview(record: record, alike: [], others: [])
            }
            return RegistrationReview(
                record: record, alike: try session.establishments(like: record, on: day, as: viewer),
                others: try session.query(
                    RegistrationRecord.select
                        + SQL.matching(
                            viewer.reach(.registrationRead).units("r.commune_unit_id"),
                            "r.state = 'waiting'", "r.registration_request_id <> \(id)",
                            """
                            (r.establishment ->> 'tax_code' = \(record.fields[.taxCode])
                              OR lower(r.establishment ->> 'name') = lower(\(record.name)))
                            """)
                        + " ORDER BY r.registration_request_id LIMIT 20", as: RegistrationRecord.self))
        }
    }
}

extension Session {
    /// By tax code or registration number, and by what makes two records near-duplicates.
    fileprivate func establishments(
        like record: RegistrationRecord, on day: Day, as viewer: Viewer
    ) throws -> [RegistrationReview.Likeness] {
        let within = viewer.reach(.establishmentRead).establishments("e")
        let sameNumber = try query(
            EstablishmentRecord.select
                + SQL.matching(
                    within,
                    """
                    (e.tax_code = \(record.fields[.taxCode])
                      OR (e.registration_number = \(record.fields[.registrationNumber])
                        AND e.legal_form = \(record.fields[.legalForm])))
                    """) + " ORDER BY e.establishment_id LIMIT 20", as: EstablishmentRecord.self)
        var alike = sameNumber.map {
            RegistrationReview.Likeness(
                establishment: $0,
                why: $0.fields[.taxCode] != nil && $0.fields[.taxCode] == record.fields[.taxCode]
                    ? Bilingual(vi: "cùng mã số thuế", en: "the same tax code")
                    : Bilingual(vi: "cùng số đăng ký", en: "the same registration number"))
        }
        let commune: Int64 = try value(
            "SELECT coalesce(unit_home(\(record.communeUnitID), 'commune', \(day)), -\(record.communeUnitID))"
        )
        let own = DuplicateCandidate(
            id: 0, name: record.name, commune: commune, phone: record.fields[.phone],
            address: record.fields[.siteAddress] ?? record.fields[.address],
            representative: record.fields[.representative])
        // lists and not subqueries, so that each condition finds its index
        let units = try values(
            """
            SELECT DISTINCT p.predecessor_id FROM unit_on_day(\(record.communeUnitID), \(day)) AS here,
              LATERAL unit_predecessors(here) AS p
            """, as: Int64.self)
        let met: SQL = """
            (e.phone = \(record.fields[.phone]) OR e.name_folded = \(Folded(record.name).text)
              OR e.site_unit_id = ANY (\(units)) OR (e.site_unit_id IS NULL AND e.commune_unit_id = ANY (\(units))))
            """
        let candidates = try duplicateCandidates(within.map { met + " AND " + $0 } ?? met, on: day)
        for pair in NearDuplicates.pairs(in: [own] + candidates, touching: [0]).prefix(10) {
            let other = pair.other(than: 0)
            guard !alike.contains(where: { $0.establishment.id == other.id }) else { continue }
            alike.append(
                RegistrationReview.Likeness(
                    establishment: try establishment(other.id), why: pair.score.explanation))
        }
        return alike
    }
}
