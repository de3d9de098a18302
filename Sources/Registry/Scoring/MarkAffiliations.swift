import Postgres
import RuralIndustry

extension Session {
    /// Says of every mark whether its judge and the entrant are of one place (`AffiliationFigures.isSame`), by the units of the
    /// round's day; of none if the viewer may not learn whose the entries are, which the figures made from it would tell.
    func tellAffiliations(in result: inout RoundTally, as viewer: Viewer) throws {
        guard try mayLearnEntrants(of: result.round, as: viewer) else {
            result.areAffiliationsWithheld = true
            return
        }
        let homes = try homes(inRound: result.round)
        let level = result.round.level
        result.marks = result.marks.map { mark in
            mark.ofSameAffiliation(
                AffiliationFigures.isSame(
                    judge: homes[.judge(mark.judge)], entrant: homes[.entry(mark.entry)], at: level))
        }
    }

    /// Where the judges and the entrants of a round are at home on its day: an entrant where it produces, as
    /// `recordSameUnitConflicts` has it. Who has no recorded home is not among them.
    private func homes(inRound round: RoundRecord) throws -> [Party: HomePlace] {
        Dictionary(
            uniqueKeysWithValues: try query(
                """
                WITH party AS MATERIALIZED (
                  SELECT true AS is_judge, j.code, j.home_unit_id AS unit_id FROM judge j WHERE j.round_id = \(round.id)
                  UNION ALL
                  SELECT false, e.code, coalesce(s.site_unit_id, s.commune_unit_id)
                  FROM entry e JOIN establishment s USING (establishment_id) WHERE e.round_id = \(round.id)
                ), home AS MATERIALIZED (
                  SELECT u.unit_id, unit_home(u.unit_id, 'commune', \(round.heldOn)) AS commune,
                    unit_home(u.unit_id, 'province', \(round.heldOn)) AS province
                  FROM (SELECT DISTINCT unit_id FROM party WHERE unit_id IS NOT NULL) u
                )
                SELECT p.is_judge, p.code, h.commune, h.province FROM party p JOIN home h USING (unit_id)
                """
            ) { row -> (Party, HomePlace) in
                let code: String = try row("code")
                return (
                    try row("is_judge", as: Bool.self) ? Party.judge(code) : .entry(code),
                    HomePlace(commune: try row("commune"), province: try row("province"))
                )
            })
    }
}

/// Who has a home in a round, by code.
private enum Party: Hashable {
    case judge(String)
    case entry(String)
}
