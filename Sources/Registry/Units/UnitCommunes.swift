import Postgres
import RuralIndustry

extension Session {
    /// Every commune, of whatever time, whose territory lies in a unit on a day: so that records in it can be looked up by their
    /// communes and not one by one.
    func communes(in unit: KnownUnit, on day: Day) throws -> [Int64] {
        try values(
            """
            SELECT h.unit_id FROM unit_homes(\(unit.record.level), \(day)) h JOIN unit u USING (unit_id)
            WHERE h.home_unit_id = \(unit.id) AND u.level = 'commune'
            """, as: Int64.self)
    }
}
