import Hummingbird
import Registry
import RuralIndustry

extension Site {
    /// The plan of a fair's booths: as a picture, as a table, as a paper, and where it comes from.
    func addFairPlan(to router: Router<SiteContext>) {
        router.fairPage(self, "plan") { desk in try await FairPlanPage(desk).page }
        router.fairPage(self, "plan/history") { desk in try await FairPlanPage.history(desk) }
        router.fairPaper(self, "plan/pdf") { desk in
            .pdf(
                try await desk.site.press.plan(
                    ofFair: desk.id, on: desk.askedDay, coloring: desk.coloring, today: desk.today,
                    in: desk.registry, as: desk.viewer), name: "so-do-gian-hang-\(desk.id).pdf")
        }
        router.fairForm(self, "import", for: .boothImport, FairPlanForms.file)
        router.fairForm(self, "grid", for: .boothImport, FairPlanForms.grid)
    }
}

extension DeskFair {
    /// The day of the fair that the address asks for.
    fileprivate var askedDay: Day? { asked("on").flatMap { try? Day(iso: $0) } }

    fileprivate var coloring: PlanColoring { asked("color").flatMap(PlanColoring.init(rawValue:)) ?? .state }
}

private struct FairPlanPage {
    let page: DeskPage

    init(_ desk: DeskFair) async throws {
        let coloring = desk.coloring
        let plan = try await desk.registry.deskPlan(
            ofFair: desk.id, on: desk.askedDay, coloring: coloring, today: desk.today, as: desk.viewer)
        let own = try await desk.registry.boothAllocations(
            ofFair: desk.id, for: .boothConfirm, as: desk.viewer)
        var page = desk.page(Bilingual(vi: "Sơ đồ gian hàng", en: "Plan of the booths"))
        func address(_ day: Day, _ coloring: PlanColoring) -> String {
            "\(desk.address)/plan?on=\(day.iso)&color=\(coloring.rawValue)"
        }
        let standings = plan.standings.map { ($0.booth, $0.allocations.first { $0.covers(plan.day) }) }
        let confirmed = standings.count { $0.1?.state == .confirmed }
        let held = standings.count { $0.1?.state == .held }
        page.facts = [
            .init("Ngày đang xem", "Day shown", plan.day.vietnamese),
            .init(
                "Gian hàng", "Booths",
                "\(standings.count): \(confirmed) đã xác nhận, \(held) giữ chỗ, \(standings.count - confirmed - held) trống"
            ), .init("Bản sơ đồ", "Version of the plan", String(desk.fair.planVersion)),
        ]
        page.actions =
            ([.planned, .open].contains(desk.fair.state)
                ? desk.link("import", for: .boothImport, "Nhập sơ đồ từ tệp", "Import a plan")
                    + desk.link("grid", for: .boothImport, "Vẽ theo dãy và lối đi", "Draw rows and aisles")
                : [])
            + (desk.fair.state == .open
                ? desk.link("hold", for: .boothHold, "Giữ chỗ", "Hold booths") : [])
        if !standings.isEmpty {
            page.actions.append(
                .init(
                    "\(desk.address)/plan/pdf?on=\(plan.day.iso)&color=\(coloring.rawValue)",
                    "Bản in A3 (PDF)", "To print on A3"))
            page.filters = [
                .init(
                    label: Bilingual(vi: "Tô màu theo", en: "Colours"),
                    choices: PlanColoring.allCases.map {
                        .init(address: address(plan.day, $0), name: $0.name, isHere: $0 == coloring)
                    })
            ]
            if desk.fair.days.first != desk.fair.days.last {
                page.filters.append(
                    .init(
                        label: Bilingual(vi: "Ngày của hội chợ", en: "Day of the fair"),
                        choices: desk.fair.days.all.map {
                            .init(
                                address: address($0, coloring), name: Bilingual(vi: $0.vietnamese, en: ""),
                                isHere: $0 == plan.day)
                        }))
            }
            page.pictures = [
                .init(
                    title: Bilingual(vi: "Sơ đồ ngày \(plan.day.vietnamese)", en: "The plan"),
                    about: Bilingual(
                        vi: "Chọn một gian để đến dòng của gian đó trong bảng bên dưới.",
                        en: "Choose a booth to go to its row in the table below."), svg: plan.picture)
            ]
        }
        page.tables = [BoothTable(desk, plan, own: own).table]
        self.page = page
    }

    /// All that ever happened in a booth, or to an establishment at all fairs.
    static func history(_ desk: DeskFair) async throws -> DeskPage {
        guard let code = desk.asked("booth") else { throw Problem.noSuchPage }
        let steps: [BoothStepRecord]
        do {
            steps = try await desk.registry.boothHistory(code, fair: desk.id, as: desk.viewer)
        } catch is Violation { throw Problem.noSuchPage }
        var page = desk.page(Bilingual(vi: "Lịch sử gian \(code)", en: "History of booth \(code)"))
        page.above.append(.init("\(desk.address)/plan", "Sơ đồ gian hàng", "Plan"))
        page.tables = [
            .init(
                Bilingual(vi: "Mọi bước, trước nhất trước", en: "Every step, the first first"),
                empty: Bilingual(vi: "Chưa giao cho ai.", en: "It was never given."),
                [
                    Bilingual(vi: "Lúc", en: "At"), Bilingual(vi: "Bước", en: "Step"),
                    Bilingual(vi: "Đơn vị", en: "Tenants"), Bilingual(vi: "Những ngày", en: "Days"),
                    Bilingual(vi: "Lý do", en: "Reason"), Bilingual(vi: "Người làm", en: "By"),
                ],
                steps.map { step in
                    [
                        .text(step.at.vietnameseMinute), .words(step.state.name),
                        .text(step.allocation.tenants.joined(separator: ", ")),
                        .text(FairText.days(step.allocation.days)), .text(step.reason), .text(step.actor),
                    ]
                })
        ]
        return page
    }
}

extension PlanColoring {
    fileprivate var name: Bilingual {
        switch self {
        case .state: Bilingual(vi: "tình trạng", en: "state")
        case .province: Bilingual(vi: "tỉnh", en: "province")
        }
    }
}

extension FairDays {
    fileprivate var all: [Day] {
        var days = [first]
        while let day = days.last, day < last { days.append(day.adding(days: 1)) }
        return days
    }
}
