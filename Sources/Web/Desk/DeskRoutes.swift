import Hummingbird
import Registry

extension Site {
    /// The pages at which officers and secretaries run rounds and fairs.
    func addDesk(to router: Router<SiteContext>) {
        router.read("/desk", DeskHomeRoutes(site: self).page)
        let rounds = DeskRoundListRoutes(site: self)
        router.read("/desk/rounds", rounds.list)
        router.read("/desk/new-round", rounds.newForm, taking: rounds.create)
        router.read("/desk/rounds/{id}", DeskRoundRoutes(site: self).page)
        addRoundSteps(to: router)
        addEntryPages(to: router)
        addSeatPages(to: router)
        addJudgingPages(to: router)
        addResultPages(to: router)
        addComplaintPages(to: router)
        addHistoryPages(to: router)
        addCertificateDesk(to: router)
        addFairDesk(to: router)
    }
}
