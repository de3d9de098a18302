import Hummingbird
import Registry
import RuralIndustry

extension Site {
    /// Sharing booths out: looked at with what each gets and why, then done, then read and printed.
    func addFairRuns(to router: Router<SiteContext>) {
        router.fairPage(self, "runs") { desk in
            var page = desk.page(Bilingual(vi: "Phân bổ gian hàng", en: "Sharing out"))
            let filed = desk.standing.requests[.filed] ?? 0
            page.facts = [.init("Đăng ký chưa phân bổ", "Requests to share out to", String(filed))]
            if let terms = desk.standing.terms {
                page.facts.append(
                    .init("Nhận đăng ký đến hết ngày", "Taken until", terms.requestsUntil.vietnamese))
            } else {
                page.warnings = [
                    Bilingual(
                        vi: "Chưa công bố quy tắc phân bổ và ngày cuối nhận đăng ký.",
                        en: "No terms are declared yet.")
                ]
                page.actions += desk.link("terms", for: .fairTerms, "Công bố quy tắc", "Declare terms")
            }
            if desk.fair.state == .open, filed > 0, desk.standing.terms?.isUsed == false {
                page.actions += desk.link(
                    "allocate", for: .fairAllocate, "Xem trước và phân bổ", "Preview and share out")
            }
            var runs: [AllocationRun] = []
            for run in desk.standing.runs {
                runs.append(try await desk.registry.allocationRun(run, as: desk.viewer))
            }
            page.tables = [
                .init(
                    Bilingual(vi: "Các lần phân bổ, tính lại từ dữ liệu đã ghi", en: "Runs, computed again"),
                    empty: Bilingual(vi: "Chưa phân bổ lần nào.", en: "None yet."),
                    [
                        Bilingual(vi: "Lần", en: "Run"), Bilingual(vi: "Lúc", en: "At"),
                        Bilingual(vi: "Người làm", en: "By"), Bilingual(vi: "Đăng ký", en: "Requests"),
                        Bilingual(vi: "Gian được giao", en: "Booths given"),
                        Bilingual(vi: "Chờ", en: "Waiting"),
                    ],
                    runs.map { run in
                        [
                            .link("\(desk.address)/runs/\(run.id)", "Phân bổ số \(run.id)"),
                            .text(run.at.vietnameseMinute), .text(run.actor),
                            .text(String(run.input.requests.count)), .text(String(run.given)),
                            .text(String(run.waiting.count)),
                        ]
                    })
            ]
            return page
        }
        router.fairPage(self, "runs/{run}") { desk in
            let run = try await desk.run()
            var page = desk.page(Bilingual(vi: "Phân bổ số \(run.id)", en: "Run \(run.id)"))
            page.above.append(.init("\(desk.address)/runs", "Phân bổ gian hàng", "Sharing out"))
            page.actions = [
                .init("\(desk.address)/runs/\(run.id)/pdf", "Biên bản (PDF)", "Minutes as PDF"),
                .init("\(desk.address)/runs/\(run.id)/text", "Biên bản (văn bản)", "Minutes as text"),
            ]
            page.show(run)
            page.facts += [
                .init("Người làm", "By", run.actor), .init("Lúc", "At", run.at.vietnameseMinute),
                .init("Giữ chỗ đến hết ngày", "Held until", run.heldUntil.vietnamese),
                .init("SHA-256 kết quả", "SHA-256 of the result", run.resultSHA256),
            ]
            return page
        }
        router.fairPaper(self, "runs/{run}/pdf") { desk in
            let run = try await desk.run()
            let minutes = try await desk.registry.allocationMinutes(ofRun: run.id, as: desk.viewer)
            return .pdf(
                try await desk.site.press.minutes(minutes), name: "bien-ban-phan-bo-\(run.id).pdf")
        }
        router.fairPaper(self, "runs/{run}/text") { desk in
            let run = try await desk.run()
            return .text(
                try await desk.registry.allocationMinutes(ofRun: run.id, as: desk.viewer).plainText)
        }
        router.fairForm(self, "allocate", for: .fairAllocate, AllocationForms.allocate)
    }
}

extension DeskFair {
    /// The run that the address names, if it is this fair's.
    fileprivate func run() async throws -> AllocationRun {
        let id = try number("run")
        guard standing.runs.contains(id) else { throw Problem.noSuchPage }
        return try await registry.allocationRun(id, as: viewer)
    }
}

extension AllocationRun {
    fileprivate var given: Int { plan.outcomes.reduce(0) { $0 + $1.booths.count } }
}

extension DeskPage {
    /// What each gets and why.
    fileprivate mutating func show(_ run: AllocationRun) {
        facts = [
            .init("Đăng ký", "Requests", String(run.input.requests.count)),
            .init("Gian trống", "Free booths", String(run.input.booths.count)),
            .init("Gian được giao", "Booths given", String(run.given)),
            .init("Đăng ký phải chờ", "Requests that wait", String(run.waiting.count)),
            .init(
                "Tổng nguyện vọng / cận trên", "Total preference / upper bound",
                "\(run.plan.value.grouped) / \(run.plan.upperBound.grouped)"),
            .init("Mầm bốc thăm", "Seed", run.input.seed ?? "không có"),
            .init("SHA-256 dữ liệu", "SHA-256 of the input", run.inputSHA256),
        ]
        tables = [
            .init(
                Bilingual(vi: "Ai được gì, vì sao", en: "Who gets what, and why"),
                empty: Bilingual(vi: "", en: ""),
                [
                    Bilingual(vi: "Đơn vị", en: "Tenant"), Bilingual(vi: "Xin", en: "Asked for"),
                    Bilingual(vi: "Điểm ưu tiên", en: "Points"), Bilingual(vi: "Được giao", en: "Given"),
                    Bilingual(vi: "Thứ tự chờ", en: "Waiting"), Bilingual(vi: "Vì sao", en: "Why"),
                ],
                run.lines.map { line in
                    [
                        .text(line.request.tenantName), .text("\(line.request.booths) gian"),
                        .text(String(line.points)),
                        .text(line.outcome.booths.map(\.code).joined(separator: ", ")),
                        .text(line.waitingPosition.map { String($0) }), .words(line.why),
                    ]
                })
        ]
    }
}

private enum AllocationForms {
    @Sendable static func allocate(_ desk: DeskFair) async throws -> DeskForm {
        let terms = desk.standing.terms
        var lead = [
            Bilingual(
                vi:
                    "Gian trống được chia cho các đăng ký theo quy tắc đã công bố. Trang sau cho xem ai được gian nào và vì sao; chưa giao gì cho đến khi bạn xác nhận ở đó.",
                en:
                    "Free booths are shared out by the declared terms. The next page shows who gets what and why; nothing is given before you confirm it there."
            )
        ]
        if let terms {
            lead.append(
                Bilingual(
                    vi:
                        "Quy tắc bản \(terms.version): \(terms.rules.scale.text.vi); \(terms.rules.priority.text.vi). Mầm: \(terms.seed ?? "không có").",
                    en: "Terms, version \(terms.version)."))
        }
        let values = [
            "until": max(desk.today, min(desk.today.adding(days: 14), desk.fair.days.first)).vietnamese
        ]
        return DeskForm(
            title: Bilingual(vi: "Phân bổ gian hàng", en: "Share out booths"), lead: lead, values: values,
            fields: { filling in
                [
                    filling.day("until", Bilingual(vi: "Giữ chỗ đến hết ngày", en: "Holds until")),
                    filling.line("reason", Bilingual(vi: "Ghi chú", en: "Note"), isOptional: true),
                ]
            }, button: Bilingual(vi: "Xem trước kết quả", en: "Look at the result first"),
            wayBack: "\(desk.address)/runs"
        ) { fields in
            let until = try fields.day("until")
            let isSure = fields["sure"] == "yes"
            let run = try await desk.registry.allocateBooths(
                fair: desk.id, until: until, because: fields.text("reason"),
                expecting: isSure ? fields["input"] : nil, as: desk.viewer, today: desk.today,
                dryRun: !isSure)
            if isSure { return .done("\(desk.address)/runs/\(run.id)") }
            var page = desk.page(Bilingual(vi: "Phân bổ: xem trước", en: "The sharing out before it is done"))
            page.above.append(.init("\(desk.address)/runs", "Phân bổ gian hàng", "Sharing out"))
            page.show(run)
            page.facts.append(.init("Giữ chỗ đến hết ngày", "Held until", until.vietnamese))
            if let terms, terms.requestsUntil >= desk.today {
                page.warnings = [
                    Bilingual(
                        vi:
                            "Đây chỉ là chạy thử: còn nhận đăng ký đến hết ngày \(terms.requestsUntil.vietnamese), từ ngày sau mới phân bổ được.",
                        en:
                            "This is a trial only: requests are taken until \(terms.requestsUntil.vietnamese), and booths can be shared out from the day after."
                    )
                ]
                return .look(page)
            }
            page.lead = [
                Bilingual(
                    vi:
                        "Chưa giao gì. Bấm nút ở cuối trang để giữ chỗ cho mọi đơn vị dưới đây; mỗi quy tắc đã công bố chỉ phân bổ một lần.",
                    en:
                        "Nothing is given yet. The button below holds the booths for all; each declared terms share out once."
                )
            ]
            page.forms = [
                .init(
                    action: "\(desk.address)/allocate",
                    fields: fields.carried(
                        ["seen", "until", "reason"], adding: ["sure": "yes", "input": run.inputSHA256]),
                    button: Bilingual(vi: "Phân bổ, giữ \(run.given) gian", en: "Share out"))
            ]
            return .look(page)
        }
    }
}
