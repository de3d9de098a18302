import Postgres
public import RuralIndustry

/// An establishment with what stands beside its record on a day.
public struct EstablishmentDetails: Sendable {
    public let record: EstablishmentRecord
    /// Further production sites, closed ones too.
    public let sites: [ProductionSite]
    /// Merges from it and into it that hold on the day.
    public let redirects: [EstablishmentRedirect]
    public let redactions: [Redaction]

    /// What it is merged into.
    public var mergedInto: EstablishmentRedirect? { redirects.first { $0.from == record.id } }

    /// What is merged into it, directly.
    public var mergedFrom: [EstablishmentRedirect] { redirects.filter { $0.into == record.id } }
}

extension Registry {
    public func establishmentDetails(_ id: Int64, on day: Day, as viewer: Viewer) async throws
        -> EstablishmentDetails
    {
        try await read(.establishmentRead, of: .one("establishment", id: id), as: viewer) { session in
            EstablishmentDetails(
                record: try session.establishment(id),
                sites: try session.productionSites(of: id, on: day, includingClosed: true),
                redirects: try session.query(
                    EstablishmentRedirect.select + """
                         WHERE \(id) IN (r.from_establishment_id, r.into_establishment_id)
                          AND daterange(r.effective_on, r.undone_on) @> \(day)::date ORDER BY r.establishment_redirect_id
                        """, as: EstablishmentRedirect.self),
                redactions: try session.redactions(of: id))
        }
    }
}
