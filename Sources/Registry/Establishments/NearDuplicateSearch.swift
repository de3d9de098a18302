import Postgres
public import RuralIndustry

extension Registry {
    /// Pairs of records that may be of one establishment, the likeliest first; with `unit`, both of a pair lie in it. Closed and
    /// merged records are left out.
    public func nearDuplicates(
        within unit: String? = nil, atLeast least: Int = DuplicateScore.usualLeast, on day: Day,
        as viewer: Viewer
    ) async throws -> [NearDuplicate] {
        let candidates = try await read(.establishmentRead, of: .listed("establishment"), as: viewer) {
            session in
            let communes = try unit.map {
                try session.communes(in: try session.requireUnit($0, on: day), on: day)
            }
            let conditions = [
                communes.map { "coalesce(e.site_unit_id, e.commune_unit_id) = ANY (\($0))" },
                viewer.reach(.establishmentRead).establishments("e"),
            ].compactMap { $0 as SQL? }
            return try session.duplicateCandidates(
                conditions.isEmpty ? nil : conditions.joined(by: " AND "), on: day)
        }
        return NearDuplicates.pairs(in: candidates, atLeast: least)
    }

    /// Other records that may be of the same establishment as one.
    public func nearDuplicates(
        of id: Int64, atLeast least: Int = DuplicateScore.usualLeast, on day: Day, as viewer: Viewer
    ) async throws -> [NearDuplicate] {
        try await read(.establishmentRead, of: .one("establishment", id: id), as: viewer) { session in
            _ = try session.establishment(id)
            return try session.nearDuplicates(of: [id], atLeast: least, on: day)
        }
    }
}

extension Session {
    /// How many new rows of one import are compared with the registry; of a larger one the pairs are listed afterwards by
    /// `cnnt establishment duplicates`.
    static let mostCompared = 5_000

    /// The records that may be of the same establishment as some of these: of the same commune, or with the same telephone or
    /// name.
    func nearDuplicates(of ids: [Int64], atLeast least: Int, on day: Day) throws -> [NearDuplicate] {
        if ids.isEmpty { return [] }
        // Lists and not subqueries, so that each condition finds its index.
        let phones = try values(
            "SELECT DISTINCT phone FROM establishment WHERE establishment_id = ANY (\(ids)) AND phone IS NOT NULL",
            as: String.self)
        let names = try values(
            "SELECT DISTINCT name_folded FROM establishment WHERE establishment_id = ANY (\(ids))",
            as: String.self)
        let units = try values(
            """
            SELECT DISTINCT p.predecessor_id FROM (
              SELECT DISTINCT coalesce(n.site_unit_id, n.commune_unit_id) AS unit_id
              FROM establishment n WHERE n.establishment_id = ANY (\(ids))
            ) AS places, LATERAL unit_on_day(places.unit_id, \(day)) AS here, LATERAL unit_predecessors(here) AS p
            """, as: Int64.self)
        let candidates = try duplicateCandidates(
            """
            e.establishment_id = ANY (\(ids)) OR e.phone = ANY (\(phones)) OR e.name_folded = ANY (\(names))
              OR e.site_unit_id = ANY (\(units)) OR (e.site_unit_id IS NULL AND e.commune_unit_id = ANY (\(units)))
            """, on: day)
        return NearDuplicates.pairs(in: candidates, atLeast: least, touching: Set(ids))
    }

    /// Records as the search for duplicates sees them; `condition` speaks of the record `e`.
    func duplicateCandidates(_ condition: SQL?, on day: Day) throws -> [DuplicateCandidate] {
        let chosen: SQL =
            """
            SELECT e.establishment_id, e.name, e.phone, coalesce(e.site_address, e.address) AS address, e.representative,
              coalesce(e.site_unit_id, e.commune_unit_id) AS unit_id
            FROM establishment e
            """
            + SQL.matching(
                "e.closed_on IS NULL",
                """
                NOT EXISTS (SELECT FROM establishment_redirect r
                  WHERE r.from_establishment_id = e.establishment_id AND r.undone_on IS NULL)
                """, condition.map { "(" + $0 + ")" })
        // The home of each unit is looked up once, not once for each record there. A commune that was split stays itself.
        return try query(
            """
            WITH chosen AS MATERIALIZED (\(chosen)), home AS MATERIALIZED (
              SELECT u.unit_id, coalesce(unit_home(u.unit_id, 'commune', \(day)), -u.unit_id) AS commune
              FROM (SELECT DISTINCT unit_id FROM chosen) AS u
            )
            SELECT c.establishment_id, c.name, h.commune, c.phone, c.address, c.representative
            FROM chosen c JOIN home h USING (unit_id)
            """
        ) { row in
            DuplicateCandidate(
                id: try row("establishment_id"), name: try row("name"), commune: try row("commune"),
                phone: try row("phone"), address: try row("address"),
                representative: try row("representative"))
        }
    }
}

extension NearDuplicate {
    /// What a person is told of a record that was just entered.
    public func warning(about id: Int64) -> Violation {
        let other = other(than: id)
        return Violation(
            "near-duplicate",
            vi:
                "có thể trùng với cơ sở số \(other.id) “\(other.name)” (\(score.total) điểm: \(score.explanation.vi)); nếu đúng, dùng `cnnt establishment merge`",
            en:
                "may be the same as establishment \(other.id) “\(other.name)” (score \(score.total): \(score.explanation.en)); if so, use `cnnt establishment merge`"
        )
    }
}
