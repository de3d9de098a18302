import Postgres
import RuralIndustry

extension Registry {
    /// The establishments whose own records the viewer keeps, in Vietnamese alphabetical order, closed ones too.
    public func ownEstablishments(as viewer: Viewer) async throws -> [EstablishmentRecord] {
        try await read(.entryFile, of: .listed("establishment"), as: viewer) { session in
            try session.query(
                EstablishmentRecord.select
                    + SQL.matching(viewer.reach(.entryFile).establishments("e"))
                    + " ORDER BY e.name COLLATE vietnamese, e.establishment_id LIMIT 200",
                as: EstablishmentRecord.self)
        }
    }
}
