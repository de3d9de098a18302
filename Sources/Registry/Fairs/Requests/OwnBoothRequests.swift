import Postgres
public import RuralIndustry

/// A request for booths with the fair that it is for.
public struct OwnBoothRequest: Hashable, Sendable {
    public let request: BoothRequestRecord
    public let fair: FairRecord
}

extension Registry {
    /// The requests for booths of an establishment, the latest first.
    public func ownBoothRequests(of establishment: Int64, as viewer: Viewer) async throws -> [OwnBoothRequest]
    {
        try await read(.boothReadOwn, of: .one("establishment", id: establishment), as: viewer) {
            session in
            let requests = try session.query(
                BoothRequestRecord.select
                    + " WHERE r.establishment_id = \(establishment) ORDER BY r.booth_request_id DESC",
                as: BoothRequestRecord.self)
            let fairs = try session.fairs(Set(requests.map(\.fairID)))
            return requests.compactMap { request in
                fairs[request.fairID].map { OwnBoothRequest(request: request, fair: $0) }
            }
        }
    }

    /// The open fairs at which an establishment may ask for a booth today.
    public func fairsTakingRequests(of establishment: Int64, today: Day, as viewer: Viewer) async throws
        -> [FairRecord]
    {
        try await read(.boothReadOwn, of: .one("establishment", id: establishment), as: viewer) {
            session in
            let fairs = try session.query(
                FairRecord.select + """
                     WHERE f.state = 'open' AND upper(f.days) > \(today) AND NOT EXISTS (
                      SELECT FROM booth_request r WHERE r.fair_id = f.fair_id AND r.establishment_id = \(establishment)
                        AND r.state IN ('filed', 'waiting', 'partly-given'))
                    ORDER BY f.days, f.fair_id LIMIT 50
                    """, as: FairRecord.self)
            let terms = try session.latestTerms(ofFairs: fairs.map(\.id))
            return fairs.filter { fair in
                let terms = terms[fair.id]
                return terms?.isUsed != true && (terms?.requestsUntil).map { today <= $0 } ?? true
            }
        }
    }

    /// Asks for booths at an open fair for one's own establishment, out of the quota of the province that it lies in, filed today.
    ///
    /// - Parameter fields: what the tenant may choose: booths, adjacent, zones, days, group.
    public func requestOwnBooths(
        of establishment: Int64, atFair id: Int64, _ fields: Fields<BoothRequestColumn>, today: Day,
        as viewer: Viewer, dryRun: Bool = false, once: OneRequest<OwnBoothRequest>? = nil
    ) async throws -> OwnBoothRequest {
        try await change(
            .boothRequestOwn, of: .one("establishment", id: establishment), as: viewer, dryRun: dryRun,
            once: once
        ) { session in
            let fair = try session.fair(id)
            try session.requireState(
                fair, [.open],
                to: Bilingual(vi: "nhận đăng ký của cơ sở", en: "take establishments' requests"))
            var fields = fields
            fields[.establishmentID] = String(establishment)
            for column in [
                BoothRequestColumn.establishmentTaxCode, .establishmentExternalID, .tenantKind, .tenantName,
                .funds,
            ] { fields[column] = nil }
            fields[.filedOn] = today.iso
            fields[.province] = try session.provinceCode(of: establishment, on: fair.days.first)
            let made = try session.fileOwnBoothRequest(
                fields, fair: id, of: establishment, as: viewer, today: today)
            return OwnBoothRequest(request: made, fair: fair)
        }
    }

    /// Takes a request of one's own back, for a reason.
    ///
    /// - Parameters:
    ///   - version: of the request, as whoever takes it back read it.
    ///   - once: keeps the request's number.
    public func withdrawOwnBoothRequest(
        _ id: Int64, version: VersionMatch = .any, because reason: String, as viewer: Viewer,
        dryRun: Bool = false, once: OneRequest<OwnBoothRequest>? = nil
    ) async throws -> OwnBoothRequest {
        let reason = try BoundedText.short(reason, column: "reason")
        return try await change(
            .boothRequestOwn, of: .one("booth_request", id: id), because: reason, as: viewer,
            dryRun: dryRun, once: once
        ) { session in
            let known = try session.boothRequestForChange(id)
            try version.require(known.version)
            let ended = try session.withdrawBoothRequest(id, because: reason)
            return OwnBoothRequest(request: ended, fair: try session.fair(ended.fairID))
        }
    }
}

extension Session {
    /// The code of the province that an establishment produces in; nil: it cannot be told.
    fileprivate func provinceCode(of establishment: Int64, on day: Day) throws -> String? {
        try value(
            """
            SELECT (SELECT u.code FROM unit u
              WHERE u.unit_id = unit_home(coalesce(e.site_unit_id, e.commune_unit_id), 'province', \(day)))
            FROM establishment e WHERE e.establishment_id = \(establishment)
            """)
    }
}

extension Registry {
    /// One of the requests for booths of an establishment of one's own.
    public func ownBoothRequest(_ id: Int64, as viewer: Viewer) async throws -> OwnBoothRequest {
        try await read(.boothReadOwn, of: .one("booth_request", id: id), as: viewer) { session in
            let request = try session.boothRequest(id)
            return OwnBoothRequest(request: request, fair: try session.fair(request.fairID))
        }
    }
}
