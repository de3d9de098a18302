import Postgres
public import RuralIndustry

/// Whether an establishment was a rural-industry establishment on a day, with the sites that this was decided by.
public struct EstablishmentEligibility: Sendable {
    public let record: EstablishmentRecord
    public let day: Day
    public let eligibility: Eligibility
    /// In the order of `eligibility.sites`; the main site first.
    public let sites: [Site]

    public struct Site: Hashable, Sendable {
        /// Nil: the main site, which is part of the establishment's record.
        public let id: Int64?
        /// The units that it lay in on the day, by their full names, with those above them.
        public let units: [String]
    }
}

extension Registry {
    /// Decides by the record as it is now and the units as they were on `day`. A site's commune is followed through its lineage;
    /// where that leads to several, all must agree.
    public func eligibility(
        of id: Int64, on day: Day, forCleanerProduction: Bool = false, as viewer: Viewer
    ) async throws -> EstablishmentEligibility {
        try await read(.establishmentRead, of: .one("establishment", id: id), as: viewer) { session in
            let record = try session.establishment(id)
            guard let form = record.fields[.legalForm].flatMap(LegalForm.init(rawValue:)) else {
                throw PostgresError.misuse("establishment \(id) has no legal form")
            }
            let sites = try session.sitesOnDay(of: id, day)
            let facts = EligibilityFacts(
                legalForm: form,
                size: EnterpriseSize(
                    labour: record.fields[.labour].flatMap { Int($0) },
                    capital: record.fields[.capitalVND].flatMap { Int64($0) },
                    revenue: record.fields[.revenueVND].flatMap { Int64($0) }),
                sites: sites.map { ProductionPlace($0.units.map(\.place)) }, day: day,
                isForCleanerProduction: forCleanerProduction)
            return EstablishmentEligibility(
                record: record, day: day, eligibility: Eligibility(facts),
                sites: sites.map { .init(id: $0.id, units: $0.units.map(\.name)) })
        }
    }
}

/// A site and the units that it lay in on a day.
private struct SiteOnDay {
    let id: Int64?
    var units: [(name: String, place: ProductionPlace.Unit)]
}

extension Session {
    /// The main site, which is the head office unless another is stated, and the further ones that were open on the day.
    fileprivate func sitesOnDay(of id: Int64, _ day: Day) throws -> [SiteOnDay] {
        var sites: [SiteOnDay] = []
        _ = try query(
            """
            SELECT site.id, c.full_name AS commune, c.kind AS commune_kind, d.full_name AS district, d.kind AS district_kind,
              p.full_name AS province, p.kind AS province_kind, CASE WHEN p.kind = 'city' AND EXISTS (
                SELECT FROM unit q WHERE q.code = p.code AND q.kind = 'province' AND upper(q.validity) = lower(p.validity)
              ) THEN lower(p.validity) END AS central_city_since
            FROM (
              SELECT NULL::bigint AS id, coalesce(e.site_unit_id, e.commune_unit_id) AS unit_id
              FROM establishment e WHERE e.establishment_id = \(id)
              UNION ALL
              SELECT s.production_site_id, s.commune_unit_id FROM production_site s
              WHERE s.establishment_id = \(id) AND daterange(s.opened_on, s.closed_on) @> \(day)::date
            ) AS site
              LEFT JOIN LATERAL unit_on_day(site.unit_id, \(day)) AS here ON true
              LEFT JOIN unit c ON c.unit_id = here
              LEFT JOIN unit d ON d.unit_id = unit_within(here, 'district', \(day))
              LEFT JOIN unit p ON p.unit_id = unit_within(here, 'province', \(day))
            ORDER BY site.id NULLS FIRST, c.code
            """
        ) { (row: Row) in
            let site = try row("id", as: Int64?.self)
            if sites.isEmpty || sites[sites.count - 1].id != site {
                sites.append(SiteOnDay(id: site, units: []))
            }
            guard let kind = try row("commune_kind", as: UnitKind?.self) else { return }
            let names = try ["commune", "district", "province"].compactMap { try row($0, as: String?.self) }
            sites[sites.count - 1].units.append(
                (
                    name: names.joined(separator: ", "),
                    place: ProductionPlace.Unit(
                        commune: kind, district: try row("district_kind"), province: try row("province_kind"),
                        centralCitySince: try row("central_city_since"))
                ))
        }
        return sites
    }
}
