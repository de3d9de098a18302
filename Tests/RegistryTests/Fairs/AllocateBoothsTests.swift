import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@Suite("Sharing out booths")
struct AllocateBoothsTests {
    private static let plan = """
        code,x_m,y_m,width_m,depth_m,zone,price_vnd
        A01,0,0,3,3,Khu A,9600000
        A02,3,0,3,3,Khu A,9600000
        A03,6,0,3,3,Khu A,9600000
        B01,0,20,3,3,Khu B,9600000
        B02,3,20,3,3,Khu B,9600000

        """
    private static let rules = #"{"priority": {"points": {"national": 30, "provincial": 10}}}"#
    private static let header =
        "establishment_id,tenant_kind,tenant_name,province_code,booths,adjacent,zones,other_zones,filed_on\n"

    /// A fair with five booths, a quota of three for Thái Nguyên, and four requests.
    private static func prepared(_ test: TestRegistry) async throws -> FairRecord {
        let fair = try await test.openFair(isOpen: false)
        try await test.importBooths(plan, at: fair)
        _ = try await test.registry.openFair(fair.id, as: test.viewer)
        try await test.quotas("province_code,booths\n19,3\n", at: fair)
        let one = try await test.establishment(name: "Một", taxCode: taxCode(1))
        try await test.importAwards(
            """
            product_name,establishment_name,level,year,issuer_code,decision_number,decision_date,establishment_tax_code,valid_to
            Chè,Một,provincial,2024,19,1/QĐ,2024-10-10,\(taxCode(1)),2027-12-31
            Gốm,Một,national,2020,VN,2/QĐ,2020-10-10,\(taxCode(1)),2025-12-31

            """)
        try await test.declare(fair, seed: "xổ số", rules: rules)
        try await test.requests(
            header + """
                \(one.id),,,19,1,,Khu A,no,2026-11-01
                ,sponsor,Hai,19,2,yes,Khu A,,2026-11-01
                ,sponsor,Ba,19,2,,,,2026-11-01
                ,sponsor,Bốn,,2,,,,2026-11-02

                """, at: fair)
        return fair
    }

    @Test("requests get booths by wishes, quotas and awards, and each is told why; a trial changes nothing")
    func story() async throws {
        try await TestRegistry.run { test in
            let fair = try await Self.prepared(test)
            let trial = try await test.allocate(fair, on: test.today, dryRun: true)
            #expect(try await test.standings(fair).isEmpty)
            #expect(try await test.requests(of: fair).allSatisfy { $0.state == .filed })
            #expect(try await test.registry.allocationRuns(ofFair: fair.id, as: test.viewer).isEmpty)
            let run = try await test.allocate(fair)
            #expect(run.plan == trial.plan && run.inputSHA256 == trial.inputSHA256)
            let kept = try await test.registry.allocationRuns(ofFair: fair.id, as: test.viewer)
            #expect(kept == [KeptRun(run)])
            #expect(kept[0].given > 0 && kept[0].waiting > 0 && kept[0].value > 0)
            let lines = Dictionary(uniqueKeysWithValues: run.lines.map { ($0.request.tenantName, $0) })
            // the national award has run out by the fair
            #expect(lines["Một"]?.points == 10 && lines["Một"]?.request.awards == [.provincial: 1])
            #expect(
                lines["Một"]?.outcome.booths.map(\.zone) == ["Khu A"]
                    && lines["Một"]?.why.vi == "đúng như đã xin")
            #expect(lines["Hai"]?.outcome.booths.map(\.zone) == ["Khu A", "Khu A"])
            #expect(lines["Bốn"]?.outcome.booths.map(\.code) == ["B01", "B02"])
            #expect(lines["Ba"]?.outcome.booths.isEmpty == true && lines["Ba"]?.waitingPosition == 1)
            #expect(
                lines["Ba"]?.why.vi
                    == "chỉ tiêu của tỉnh Thái Nguyên đã hết; Khu A đã hết gian hàng; Khu B đã hết gian hàng",
                "\(lines["Ba"]?.why.vi ?? "")")
            #expect(run.plan.gap >= 0 && run.plan.value == 1250 + 1700 + 1700)

            let requests = try await test.requests(of: fair)
            #expect(requests.map(\.state) == [.given, .given, .waiting, .given])
            #expect(requests.map(\.waitingPosition) == [nil, nil, 1, nil])
            #expect(requests[3].given == ["B01", "B02"] && requests[2].missing == 2)
            #expect(try await test.standings(fair).count == 5)
            let held = try await test.registry.boothStandings(
                ofFair: fair.id, on: test.today, as: test.viewer
            ).flatMap(\.allocations)
            #expect(held.allSatisfy { $0.state == .held && $0.heldUntil == fair.days.first })
            // what must stay together is one group, what was given booth by booth is not
            func groups(_ name: String) -> Int {
                Set(held.filter { $0.tenants == [name] }.map(\.groupID)).count
            }
            #expect(groups("Hai") == 1 && groups("Bốn") == 2)
            let steps = try await test.registry.boothHistory("B01", fair: fair.id, as: test.viewer)
            #expect(steps.map(\.reason) == ["Phân bổ gian hàng số \(run.id)"])
            let quotas = try await test.registry.boothQuotas(ofFair: fair.id, on: test.today, as: test.viewer)
            #expect(quotas[0].held == 3 && quotas[0].left == 0)

            let again = try await test.registry.allocationRun(run.id, as: test.viewer)
            #expect(again.plan == run.plan && again.waiting == ["sponsor Ba"] && again.actor == "kiểm thử")
            await expectRefusal("booth-run-done") { _ = try await test.allocate(fair) }
            await expectRefusal("booth-requests-closed") {
                try await test.requests(Self.header + ",sponsor,Năm,,1,,,,2026-11-01\n", at: fair)
            }
            // another round begins with other terms
            try await test.declare(fair, seed: "khác", on: Day("2026-11-24"), until: Day("2026-11-26"))
            let terms = try await test.registry.fairTerms(ofFair: fair.id, as: test.viewer)
            #expect(terms.requestsBefore == 0)
            try await test.requests(
                Self.header + ",sponsor,Năm,,1,,,,2026-11-25\n", at: fair, on: Day("2026-11-25"))
            let second = try await test.allocate(fair, on: Day("2026-11-27"))
            #expect(second.lines[0].why.vi == "hội chợ không còn gian hàng trống")
            let waiting = try await test.requests(of: fair).compactMap(\.waitingPosition)
            #expect(waiting == [1, 2])
        }
    }

    @Test("seed and rules are named before requests close, and no other seed is taken")
    func declared() async throws {
        try await TestRegistry.run { test in
            let fair = try await test.openFair(booths: 1)
            let file =
                "tenant_kind,tenant_name,booths,filed_on\nsponsor,A,1,2026-11-01\nsponsor,B,1,2026-11-01\n"
            await expectRefusal("fair-terms-missing") { _ = try await test.allocate(fair) }
            await expectRefusal("value-missing") { try await test.declare(fair, until: nil) }
            await expectRefusal("fair-terms-until") { try await test.declare(fair, until: Day("2026-12-10")) }
            await expectRefusal("fair-terms-until") { try await test.declare(fair, until: Day("2026-11-19")) }
            try await test.declare(fair)
            await expectRefusal("booth-requests-none") { _ = try await test.allocate(fair) }
            try await test.requests(file, at: fair)
            await expectRefusal("booth-request-late") {
                try await test.requests(
                    "tenant_kind,tenant_name,booths,filed_on\nsponsor,C,1,2026-11-23\n", at: fair,
                    on: Day("2026-11-23"))
            }
            await expectRefusal("booth-requests-open") {
                _ = try await test.allocate(fair, on: Day("2026-11-22"))
            }
            await expectRefusal("draw-needs-seed") { _ = try await test.allocate(fair) }
            await expectRefusal("seed-not-declared") { _ = try await test.allocate(fair, seed: "hợp ý tôi") }
            await expectRefusal("fair-terms-closed") {
                try await test.declare(fair, seed: "muộn", on: Day("2026-11-23"), until: nil)
            }
            #expect(try await test.requests(of: fair).allSatisfy { $0.state == .filed })
            try await test.declare(fair, seed: "xổ số ngày 22/11", on: Day("2026-11-22"), until: nil)
            let terms = try await test.registry.fairTerms(ofFair: fair.id, as: test.viewer)
            #expect(terms.requestsBefore == 2 && terms.actor == "kiểm thử")
            #expect(terms.version == 2 && terms.requestsUntil == Day("2026-11-22") && !terms.isUsed)
            await expectRefusal("seed-other") { _ = try await test.allocate(fair, seed: "hợp ý tôi") }
            await expectRefusal("booth-hold-until") {
                _ = try await test.allocate(fair, until: Day("2026-12-15"))
            }
            let run = try await test.allocate(fair, seed: "xổ số ngày 22/11", until: Day("2026-12-01"))
            #expect(Set(run.lines.map(\.outcome.draw)) == [.won, .lost])
            #expect(run.heldUntil == Day("2026-12-01"))
        }
    }

    @Test("the same requests have the same plan in whatever order they came, ties and waiting list included")
    func order() async throws {
        try await TestRegistry.run { test in
            var plans: [AllocationPlan] = []
            var waiting: [[String]] = []
            for shift in [0, 3, 7] {
                let fair = try await test.openFair(booths: 4)
                try await test.declare(fair, seed: "một mầm")
                let names = (1...9).map { "Đơn vị \(($0 + shift) % 9)" }
                let rows = (shift == 7 ? names.reversed() : names).map { "sponsor,\($0),1,2026-11-01\n" }
                try await test.requests(
                    "tenant_kind,tenant_name,booths,filed_on\n" + rows.joined(), at: fair)
                let run = try await test.allocate(fair)
                plans.append(run.plan)
                waiting.append(run.waiting)
            }
            #expect(Set(plans).count == 1 && Set(waiting).count == 1 && waiting[0].count == 5)
        }
    }

    @Test("funds pay for all who get booths within the caps of each, and whom they cannot pay for is named")
    func funds() async throws {
        try await TestRegistry.run { test in
            try await test.fundingRules(
                """
                source,province_code,fair_kind,share_percent,booths_per_fair,fair_cap_vnd,valid_from,legal_basis
                national,,organised,100,3,15000000,2024-01-01,QĐ
                local,19,organised,50,1,,2025-07-01,NQ

                """)
            let makers = [
                try await test.establishment(name: "Một"), try await test.establishment(name: "Hai"),
                try await test.establishment(name: "Ba"),
            ]
            let fair = try await test.openFair(booths: 8)
            // one has a booth already that counts
            try await test.hold("A01", at: fair, for: [.establishment(makers[0].id)], funds: .national)
            try await test.declare(fair, seed: "x")
            func request(_ maker: Int, _ booths: Int, _ funds: String) -> String {
                "\(makers[maker].id),19,\(booths),\(funds),2026-11-01\n"
            }
            let header = "establishment_id,province_code,booths,funds,filed_on\n"
            try await test.requests(
                header + request(0, 1, "national") + request(1, 2, "national") + request(2, 2, "local"),
                at: fair)
            let told = await expectRefusal("booth-support-none") { _ = try await test.allocate(fair) }
            #expect(told[0].text.en.contains("(Ba)") && told[0].text.en.contains("at most 1 booths"))
            #expect(try await test.standings(fair) == ["A01 held"])
            let third = try #require(try await test.requests(of: fair).last)
            _ = try await test.registry.withdrawBoothRequest(
                third.id, because: "Xin lại", as: test.viewer)
            try await test.requests(header + request(2, 1, "local"), at: fair)
            try await test.allocate(fair)
            let given = try await test.registry.boothStandings(
                ofFair: fair.id, on: test.today, as: test.viewer
            ).flatMap(\.allocations)
            func support(_ maker: Int) -> [Int64] {
                given.filter { $0.tenants == [["Một", "Hai", "Ba"][maker]] }.compactMap { $0.support?.amount }
                    .sorted()
            }
            #expect(support(0) == [5_400_000, 9_600_000])
            #expect(support(1) == [5_400_000, 9_600_000])
            #expect(support(2) == [4_800_000])
        }
    }

    @Test("who is not there any more, and whom no quota covers, is named before anything is shared out")
    func unfit() async throws {
        try await TestRegistry.run { test in
            let fair = try await test.openFair()
            let one = try await test.establishment(name: "Một")
            try await test.declare(fair, seed: "x")
            try await test.requests(
                Self.header + "\(one.id),,,,1,,,,2026-11-01\n,sponsor,Hai,08,1,,,,2026-11-01\n", at: fair)
            try await test.quotas("province_code,booths\n19,3\n", at: fair)
            _ = try await test.registry.closeEstablishment(
                one.id, on: Day("2026-11-19"), because: "Nghỉ", as: test.viewer)
            let told = await expectRefusal("establishment-closed", "booth-quota-none") {
                _ = try await test.allocate(fair)
            }
            #expect(told[0].text.vi.hasPrefix("đăng ký 1 (Một)") && told[1].text.vi.contains("(Hai)"))
            for request in try await test.requests(of: fair) {
                _ = try await test.registry.refuseBoothRequest(request.id, because: "x", as: test.viewer)
            }
            await expectRefusal("booth-requests-none") { _ = try await test.allocate(fair) }
        }
    }

    @Test("a result that somebody altered is found when it is computed again")
    func altered() async throws {
        try await TestRegistry.run { test in
            let fair = try await Self.prepared(test)
            let run = try await test.allocate(fair)
            try await test.asOwner { session in
                try session.script(
                    """
                    UPDATE booth_run SET result = replace(result, '"B02"', '"A01"'),
                      result_sha256 = sha256(convert_to(replace(result, '"B02"', '"A01"'), 'UTF8'))
                    """)
            }
            await #expect(throws: IntegrityFailure.self) {
                _ = try await test.registry.allocationRun(run.id, as: test.viewer)
            }
        }
    }

    @Test("booths are shared out and held at the same time, and none is given twice")
    func race() async throws {
        try await TestRegistry.run(poolSize: 12) { test in
            let fair = try await test.openFair(booths: 6)
            try await test.declare(fair, seed: "x")
            let rows = (1...6).map { "sponsor,Đơn vị \($0),1,2026-11-01\n" }
            try await test.requests("tenant_kind,tenant_name,booths,filed_on\n" + rows.joined(), at: fair)
            let given = try await withThrowingTaskGroup(of: Int.self) { group in
                group.addTask {
                    try await test.allocate(fair).plan.outcomes.reduce(0) { $0 + $1.booths.count }
                }
                for booth in 1...6 {
                    group.addTask {
                        do {
                            return try await test.hold(
                                "A0\(booth)", at: fair, until: Day("2026-12-01"), on: Day("2026-11-23")
                            ).count
                        } catch is Refusal { return 0 }
                    }
                }
                return try await group.reduce(0, +)
            }
            #expect(given == 6)
            #expect(try await test.standings(fair, on: Day("2026-11-23")).count == 6)
        }
    }

    @Test("awards of records that were merged into the tenant's count for it, and they ask no more")
    func merged() async throws {
        try await TestRegistry.run { test in
            let fair = try await test.openFair()
            let old = try await test.establishment(name: "Cũ", taxCode: taxCode(1))
            let new = try await test.establishment(name: "Mới", taxCode: taxCode(2))
            try await test.importAwards(
                """
                product_name,establishment_name,level,year,issuer_code,decision_number,decision_date,establishment_tax_code,valid_to
                Chè,Cũ,provincial,2024,19,1/QĐ,2024-10-10,\(taxCode(1)),2027-12-31

                """)
            _ = try await test.registry.mergeEstablishment(
                old.id, into: new.id, on: Day("2026-11-01"), because: "Một cơ sở", today: test.today,
                as: test.viewer)
            try await test.declare(fair, seed: "x", rules: Self.rules)
            try await test.requests(Self.header + "\(new.id),,,,1,,,,2026-11-01\n", at: fair)
            let trial = try await test.allocate(fair, dryRun: true)
            #expect(trial.lines.map(\.points) == [10])
            await expectRefusal("establishment-merged") {
                try await test.requests(Self.header + "\(old.id),,,,1,,,,2026-11-01\n", at: fair)
            }
        }
    }

    @Test("two who share booths out at the same time do it once")
    func twice() async throws {
        try await TestRegistry.run(poolSize: 4) { test in
            let fair = try await test.openFair(booths: 2)
            try await test.declare(fair, seed: "x")
            try await test.requests(
                "tenant_kind,tenant_name,booths,filed_on\nsponsor,A,1,2026-11-01\nsponsor,B,1,2026-11-01\n",
                at: fair)
            let outcomes = try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        do {
                            try await test.allocate(fair)
                            return "done"
                        } catch let refusal as Refusal { return refusal.violations[0].code }
                    }
                }
                return try await group.reduce(into: [String]()) { $0.append($1) }
            }
            #expect(outcomes.sorted() == ["booth-run-done", "booth-run-done", "booth-run-done", "done"])
            let runs = try await test.registry.allocationRuns(ofFair: fair.id, as: test.viewer)
            #expect(runs.count == 1)
        }
    }
}
