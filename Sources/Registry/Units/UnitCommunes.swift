import Postgres
import RuralIndustry

extension Session {
    /// Every commune, of whatever time, whose territory lies in a unit on a day (`unit_home`): found from the unit, so that
    /// records in it can be looked up by their communes and not one by one.
    func communes(in unit: KnownUnit, on day: Day) throws -> [Int64] {
        try values(
            """
            WITH RECURSIVE inside AS (
              SELECT \(unit.id)::bigint AS unit_id
              UNION
              SELECT c.unit_id FROM inside i JOIN unit u USING (unit_id)
                JOIN unit c ON c.parent_code = u.code AND c.validity @> \(day)
            ), backward AS (
              SELECT unit_id FROM inside
              UNION
              SELECT e.from_unit_id FROM backward b JOIN unit_edge e ON e.to_unit_id = b.unit_id
            ), forward AS (
              SELECT unit_id FROM inside
              UNION
              SELECT e.to_unit_id FROM forward f JOIN unit_edge e ON e.from_unit_id = f.unit_id
            ), related AS MATERIALIZED (
              SELECT unit_id FROM backward UNION SELECT unit_id FROM forward
            )
            SELECT r.unit_id FROM related r JOIN unit u USING (unit_id)
            WHERE u.level = 'commune' AND unit_home(r.unit_id, \(unit.record.level), \(day)) = \(unit.id)
            """, as: Int64.self)
    }
}
