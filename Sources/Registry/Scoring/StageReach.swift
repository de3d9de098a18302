import Postgres
import RuralIndustry

/// Which entries came into the stages of a round that ask for something, as the marks stand.
struct StageReach: Sendable {
    /// By stage; a stage that all come into is not in it.
    let entries: [String: Set<String>]

    /// Whether a sheet is to be shown: its entry came into the stage, or something stands on it already.
    func shows(_ entry: String, inStage stage: String, _ state: SheetState) -> Bool {
        state != .missing || entries[stage]?.contains(entry) ?? true
    }
}

extension Registry {
    /// Read past the walls, since a judge's own marks do not say it; told are entries' codes alone.
    func stageReach(ofRound id: Int64) async throws -> StageReach {
        try await database.read(settings: .seeingAll) { session in
            // whether there is such a round, and for whom, is told by what is read then
            let isThere: Bool = try session.value("SELECT EXISTS (SELECT FROM round WHERE round_id = \(id))")
            guard isThere else { return StageReach(entries: [:]) }
            let rules = try session.rules(ofRound: id)
            let stages = rules.stages.filter { $0.requires != nil }.map(\.id)
            if stages.isEmpty { return StageReach(entries: [:]) }
            let (marks, competing) = (try session.marks(ofRound: id), try session.competing(inRound: id))
            var entries: [String: Set<String>] = [:]
            for stage in stages {
                entries[stage] = try Tally.entries(
                    inStage: stage, of: marks, among: competing, rules: rules)
            }
            return StageReach(entries: entries)
        }
    }
}

extension JudgingRound {
    /// Without the sheets of entries that did not come into a stage.
    func within(_ reach: StageReach) -> JudgingRound {
        JudgingRound(
            id: id, name: name, organiserName: organiserName, heldOn: heldOn, state: state, judge: judge,
            stages: stages.map { stage in
                JudgingStage(
                    id: stage.id, name: stage.name,
                    sheets: stage.sheets.filter { reach.shows($0.entry, inStage: stage.id, $0.state) })
            })
    }
}
