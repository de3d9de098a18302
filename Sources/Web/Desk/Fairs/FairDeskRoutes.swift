import Hummingbird
import Registry

extension Site {
    /// The pages at which officers run fairs.
    func addFairDesk(to router: Router<SiteContext>) {
        let list = DeskFairListRoutes(site: self)
        router.read("/desk/fairs", list.list)
        router.read("/desk/fairs/new", list.newForm, taking: list.create)
        let all = DeskFairsRoutes(site: self)
        router.read("/desk/fairs/funding", all.funding)
        router.read("/desk/fairs/funding/import", all.importForm, taking: all.take)
        router.read("/desk/fairs/counts", all.counts)
        router.read("/desk/fairs/history", all.history)
        router.read("/desk/fairs/{id}", DeskFairRoutes(site: self).page)
        addFairEdit(to: router)
        addFairSteps(to: router)
        addFairPlan(to: router)
        addFairQuotas(to: router)
        addFairRequests(to: router)
        addFairRuns(to: router)
        addFairWaiting(to: router)
        addFairBooths(to: router)
        addFairContracts(to: router)
    }
}
