import Postgres
public import RuralIndustry

/// What recording an act did.
public struct UnitActReport: Sendable {
    public let act: UnitAct
    /// As for an import; `changes` also tells the fields of the unit that begins, and the edges.
    public let saved: UnitImportReport

    /// True if all of it was recorded before.
    public var isRecordedAlready: Bool {
        [saved.units, saved.lineage, saved.regions].allSatisfy { $0.added == 0 && $0.changed == 0 }
    }
}

extension Registry {
    /// Records an official change of a unit, with the act in the audit trail. It goes through the checks of an import; recorded
    /// again it changes nothing.
    public func changeUnit(
        _ act: UnitAct, as viewer: Viewer, dryRun: Bool = false
    ) async throws -> UnitActReport {
        try await change(.unitChange, of: .many("unit"), because: act.legalBasis, as: viewer, dryRun: dryRun)
        {
            session in
            let known = try session.query(KnownUnit.select, as: KnownUnit.self).map(\.record)
            let plan = try act.plan(
                units: UnitCatalogue(known), lineage: try session.knownEdges().map(\.edge),
                regions: try session.knownRegions())
            var saved = try session.save(UnitFacts(plan))
            if saved.units.added + saved.lineage.added > 0 { saved.changes += plan.changes }
            return UnitActReport(act: act, saved: saved)
        }
    }
}

extension UnitFacts {
    fileprivate init(_ plan: UnitActPlan) {
        units = plan.units.map { Located($0) }
        lineage = plan.lineage.map { Located($0) }
        regions = plan.regions.map { Located($0) }
    }
}
