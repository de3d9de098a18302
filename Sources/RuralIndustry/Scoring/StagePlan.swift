/// The stages that a result rests on, in the order in which they are judged: those that make it, and those that an entry must
/// pass to reach them.
struct StagePlan: Hashable, Sendable {
    let steps: [Step]
    /// What the total is made of: one step, or several with their weights.
    let parts: [Part]

    struct Step: Hashable, Sendable {
        /// Nil in rules without stages, which know only one.
        let id: String?
        let gate: Gate?
    }

    /// Only entries whose total of an earlier step is high enough come into a step.
    struct Gate: Hashable, Sendable {
        let step: Int
        let atLeast: ExactDecimal
    }

    struct Part: Hashable, Sendable {
        let step: Int
        let weight: ExactDecimal
    }

    static let whole = ExactDecimal(millionths: 1_000_000)

    /// - Parameters:
    ///   - resultStage: the one that makes the result; nil where several do, or where there are no stages.
    ///   - combination: the stages that make it together.
    init(stages: [Stage], resultStage: String?, combination: [StageWeight]) {
        let making = combination.isEmpty ? resultStage.map { [$0] } ?? [] : combination.map(\.stage)
        guard !making.isEmpty else {
            steps = [Step(id: nil, gate: nil)]
            parts = [Part(step: 0, weight: Self.whole)]
            return
        }
        let gates = Dictionary(
            stages.compactMap { stage in stage.requires.map { (stage.id, $0) } }
        ) { first, _ in first }
        var used = Set(making)
        // a stage requires an earlier one: going backwards finds all that are needed
        for stage in stages.reversed() where used.contains(stage.id) {
            if let gate = gates[stage.id] { used.insert(gate.stage) }
        }
        let ids = stages.map(\.id).filter(used.contains)
        steps = ids.map { id in
            Step(
                id: id,
                gate: gates[id].flatMap { gate in
                    ids.firstIndex(of: gate.stage).map { Gate(step: $0, atLeast: gate.atLeast) }
                })
        }
        parts =
            combination.isEmpty
            ? ids.indices.filter { ids[$0] == making[0] }.map { Part(step: $0, weight: Self.whole) }
            : combination.compactMap { part in
                ids.firstIndex(of: part.stage).map { Part(step: $0, weight: part.weight) }
            }
    }

    /// The step of marks that name no stage; nil where several stages make the result.
    var unnamed: Int? { parts.count == 1 ? parts[0].step : nil }
}
