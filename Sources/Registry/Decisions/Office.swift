import Postgres
import RuralIndustry

/// The authority that decides a round, by its name on a day, with what usually stands under its decisions.
struct Office {
    let authority: Authority
    /// `TM.` for a people's committee; empty for a head who signs as such.
    let capacity: String
    /// Where it sits: `Thái Nguyên`, `Hà Nội`.
    let place: String
}

extension Session {
    func authority(of round: RoundRecord, on day: Day) throws -> Office {
        switch round.level {
        case .national, .regional:
            return Office(authority: try authority(of: round.level, on: day), capacity: "", place: "Hà Nội")
        case .commune, .district, .provincial:
            // what became of the organiser by the day of the decision, if that is one unit
            let unit = try one(
                KnownUnit.select + """
                     WHERE u.unit_id = coalesce(
                      (SELECT unit_home(o.unit_id, o.level, \(day)) FROM unit o WHERE o.unit_id = \(round.organiserUnitID)),
                      \(round.organiserUnitID))
                    """, as: KnownUnit.self)
            return Office(
                authority: .committee(ofUnit: unit.fullName), capacity: SigningCapacity.onBehalf.mark,
                place: unit.record.name)
        }
    }
}
