public import RuralIndustry

extension Registry {
    /// The minutes of a run, of what was recorded then.
    ///
    /// - Throws: `IntegrityFailure` if what was kept is not what the rule answers to the input.
    public func allocationMinutes(ofRun id: Int64, as viewer: Viewer) async throws -> AllocationMinutes {
        try await read(.fairRead, of: .reference("fair"), as: viewer) { session in
            let run = try session.allocationRun(id)
            let fair = try session.fair(run.input.fair)
            let terms = try session.terms(ofRun: id)
            return AllocationMinutes(
                run: run.id, input: run.input, plan: run.plan, waiting: run.waiting,
                organiser: fair.organiserName, venue: fair.venue, fairDays: fair.days,
                declaredOn: terms.at.vietnameseDay, requestsBefore: terms.requestsBefore,
                requestsUntil: terms.requestsUntil,
                day: run.at.vietnameseDay, heldUntil: run.heldUntil, actor: run.actor,
                inputSHA256: run.inputSHA256, resultSHA256: run.resultSHA256)
        }
    }
}
