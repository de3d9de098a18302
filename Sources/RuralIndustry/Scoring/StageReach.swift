extension Tally {
    /// The entries that came into a stage, by the marks that there are; nil: the stage asks for nothing, and all do.
    ///
    /// - Parameters:
    ///   - marks: those of the whole round.
    ///   - entries: the accepted ones.
    /// - Throws: what `init(of:entries:rules:seed:sha256:)` throws of marks.
    public static func entries(
        inStage stage: String, of marks: [Mark], among entries: [Entry], rules: Rules
    ) throws(Refusal) -> Set<String>? {
        let steps = rules.stagePlan.steps
        guard let number = steps.firstIndex(where: { $0.id == stage }), steps[number].gate != nil else {
            return nil
        }
        var reached: Set<String> = []
        for entry in try MarkTable(marks, entries: entries, rules: rules).entries {
            do throws(NumberOverflow) {
                let outcome = try EntryOutcome(entry, rules: rules)
                if !outcome.stages[number].isShutOut { reached.insert(entry.code) }
            } catch {
                throw Refusal(error.violation)
            }
        }
        return reached
    }
}
