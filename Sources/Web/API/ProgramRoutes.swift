import Hummingbird
import RuralIndustry

extension Site {
    /// `/api/v1`, beside what anybody may ask there.
    func addProgramInterface(to router: Router<SiteContext>) {
        router.program("me", get: MeInterface(site: self).me)
        router.records(EstablishmentInterface(site: self))
        router.records(ProductInterface(site: self))
        let rounds = RoundInterface(site: self)
        router.program("rounds", get: rounds.list, post: rounds.create)
        router.program("rounds/{id}", get: rounds.get)
        router.program("rounds/{id}/entries", get: rounds.entries, post: rounds.fileEntry)
        router.program("rounds/{id}/entries/{code}", get: rounds.entry)
        for (step, state) in [
            ("acceptance", EntryState.accepted), ("supplement-request", .incomplete),
            ("rejection", .rejected),
            ("withdrawal", .withdrawn),
        ] {
            router.program("rounds/{id}/entries/{code}/\(step)", post: rounds.moveEntry(to: state))
        }
        router.program("rounds/{id}/council", get: rounds.council, post: rounds.seatMember)
        router.program("rounds/{id}/panel", get: rounds.panel, post: rounds.seatJudge)
        router.program("rounds/{id}/council/{member}/removal", post: rounds.removeMember)
        router.program("rounds/{id}/council/{member}/replacement", post: rounds.replaceMember)
        router.program("rounds/{id}/panel/{judge}/removal", post: rounds.removeJudge)
        router.program("rounds/{id}/panel/{judge}/replacement", post: rounds.replaceJudge)
        router.program("rounds/{id}/meetings", get: rounds.meetings, post: rounds.recordMeeting)
        router.program("rounds/{id}/votes", get: rounds.votes, post: rounds.recordVote)
        router.program("rounds/{id}/opening", post: rounds.open)
        router.program("rounds/{id}/judging", post: rounds.judge)
        router.program("rounds/{id}/marks/import", post: rounds.importMarks)
        router.program("rounds/{id}/closing", post: rounds.close)
        router.program("rounds/{id}/results", get: rounds.results)
        router.program("certificates", get: CertificateInterface(site: self).list)
        let fairs = FairInterface(site: self)
        router.program("fairs", get: fairs.list, post: fairs.create)
        router.program("fairs/{id}", get: fairs.get, patch: fairs.edit)
        router.program("fairs/{id}/opening", post: fairs.open)
        router.program("fairs/{id}/closing", post: fairs.close)
        router.program("fairs/{id}/booths", get: fairs.booths)
        router.program("fairs/{id}/booths/import", post: fairs.importPlan)
        router.program("fairs/{id}/booths/grid", post: fairs.drawPlan)
        router.program("fairs/{id}/quotas", get: fairs.quotas)
        router.program("fairs/{id}/quotas/import", post: fairs.importQuotas)
        router.program("fairs/{id}/terms", get: fairs.terms, post: fairs.declareTerms)
        addGivenBooths(fairs, to: router)
        addBooths(fairs, to: router)
        router.program(
            "openapi.yaml", types: DescriptionInterface.types, get: DescriptionInterface.description)
        router.program("guide", types: ["text/html"], get: DescriptionInterface(site: self).guide)
        router.program("changes", get: ChangeInterface(site: self).list)
    }
}

extension Site {
    /// What an organising office gives at its fair, and what it looks at for that.
    private func addGivenBooths(_ fairs: FairInterface, to router: Router<SiteContext>) {
        router.program("fairs/{id}/runs", get: fairs.runs, post: fairs.allocate)
        router.program("fairs/{id}/runs/{run}", get: fairs.run)
        router.program("fairs/{id}/holds", post: fairs.hold)
        router.program("fairs/{id}/booths/{booths}", get: fairs.given)
        router.program("fairs/{id}/booths/{booths}/confirmation", post: fairs.confirmGiven)
        router.program("fairs/{id}/booths/{booths}/release", post: fairs.releaseGiven)
        router.program("fairs/{id}/booths/{booths}/move", post: fairs.moveGiven)
        router.program("fairs/{id}/booth-requests/{request}", get: fairs.request)
        router.program("fairs/{id}/booth-requests/{request}/refusal", post: fairs.refuse)
    }

    /// What an establishment asks for at fairs and was given there; offices see who asks.
    private func addBooths(_ fairs: FairInterface, to router: Router<SiteContext>) {
        let booths = BoothInterface(site: self)
        router.program("establishments/{id}/open-fairs", get: booths.openFairs)
        router.program("establishments/{id}/booth-requests", get: booths.requests)
        router.program("establishments/{id}/booths", get: booths.booths)
        router.program("establishments/{id}/booths/{booths}/confirmation", post: booths.confirm)
        router.program("establishments/{id}/booths/{booths}/release", post: booths.release)
        router.program("fairs/{id}/booth-requests", get: fairs.requests, post: booths.ask)
        router.program("booth-requests/{id}", get: booths.request)
        router.program("booth-requests/{id}/withdrawal", post: booths.withdraw)
    }
}

extension Router where Context == SiteContext {
    /// All that can be done with records of one kind.
    fileprivate func records(_ records: some RecordInterface) {
        let list = type(of: records).list
        program(list, get: records.list, post: records.add)
        program("\(list)/export", types: ExportFormat.types, get: records.export)
        program("\(list)/import", post: records.importFile)
        program("\(list)/{id}", get: records.get, patch: records.edit)
    }
}
