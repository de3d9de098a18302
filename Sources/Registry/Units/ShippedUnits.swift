import Postgres
import RuralIndustry

extension Registry {
    /// Loads what ships with the program, as the program. What somebody else has written of a code, by a file or by an act,
    /// stays as it is, and so does all else of that code: an update of the program takes back no official change.
    func importShippedUnits(_ facts: UnitFacts) async throws {
        try await change(.unitImport, of: .many("unit"), as: .program) { session in
            _ = try session.save(facts.leavingOut(try session.factsOfOthers()))
        }
    }
}

/// What others than the program have written about.
private struct FactsOfOthers {
    let units: Set<UnitCode>
    let lineage: Set<EdgeKey>
    let provinces: Set<UnitCode>
    let authorities: Set<SelectionLevel>
}

extension UnitFacts {
    fileprivate func leavingOut(_ others: FactsOfOthers) -> UnitFacts {
        UnitFacts(
            units: units.filter { !others.units.contains($0.value.code) },
            lineage: lineage.filter {
                !others.lineage.contains(EdgeKey($0.value)) && !others.units.contains($0.value.from)
                    && !others.units.contains($0.value.to)
            },
            regions: regions.filter { !others.provinces.contains($0.value.province) },
            authorities: authorities.filter { !others.authorities.contains($0.value.level) })
    }
}

extension Session {
    fileprivate func factsOfOthers() throws -> FactsOfOthers {
        let byOthers: SQL = """
             JOIN audit_event a ON a.audit_id = x.audit_id
             WHERE (a.actor <> \(Viewer.program.name) OR a.action <> \(Action.unitImport.rawValue))
            """
        let edges = try query(
            """
            SELECT f.code AS from_code, t.code AS to_code, x.effective_date
            FROM unit_edge x JOIN unit f ON f.unit_id = x.from_unit_id JOIN unit t ON t.unit_id = x.to_unit_id
            """ + byOthers
        ) { EdgeKey(from: try $0("from_code"), to: try $0("to_code"), day: try $0("effective_date")) }
        return FactsOfOthers(
            units: Set(try values("SELECT DISTINCT x.code FROM unit x" + byOthers, as: UnitCode.self)),
            lineage: Set(edges),
            provinces: Set(
                try values(
                    "SELECT DISTINCT x.province_code FROM region_member x" + byOthers, as: UnitCode.self)),
            authorities: Set(
                try values(
                    "SELECT DISTINCT x.level FROM authority_name x" + byOthers, as: SelectionLevel.self)))
    }
}
