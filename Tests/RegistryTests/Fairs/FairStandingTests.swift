import RuralIndustry
import TestSupport
import Testing

@testable import Registry

@Suite("Where a fair stands")
struct FairStandingTests {
    @Test("a fair tells what is missing, what waits and until when; its mark differs after every change")
    func standing() async throws {
        try await TestRegistry.run { test in
            let registry = test.registry
            let empty = try await registry.createFair(
                NewFair(
                    name: "Hội chợ trống", level: .provincial, organiserCode: "19", venue: "Sân",
                    first: Day("2026-12-20"), last: Day("2026-12-21")), as: test.viewer)
            let bare = try await registry.standing(ofFair: empty.id, today: test.today, as: test.viewer)
            #expect(bare.next == .open && bare.missing.map(\.code) == ["fair-without-booths"])

            let fair = try await test.openFair()
            var marks: Set<String> = []
            func standing(on day: Day? = nil) async throws -> FairStanding {
                let found = try await registry.standing(
                    ofFair: fair.id, today: day ?? test.today, as: test.viewer)
                marks.insert(found.mark)
                return found
            }
            #expect(try await standing().missing.isEmpty)
            try await test.declare(fair)
            let declared = try await standing()
            #expect(declared.terms?.requestsUntil == Day("2026-11-22") && declared.held == 0)
            let held = try await test.hold("A01", "A02", at: fair)
            try await test.hold("A03", at: fair, until: Day("2026-11-25"))
            let waiting = try await standing()
            #expect(waiting.held == 3 && waiting.firstDeadline == Day("2026-11-25") && waiting.expired == 0)
            let later = try await standing(on: Day("2026-11-26"))
            #expect(later.held == 2 && later.firstDeadline == Day("2026-11-30") && later.expired == 1)
            _ = try await registry.confirmBooths(held[0].id, as: test.viewer, today: test.today)
            #expect(try await standing().held == 1)
            #expect(marks.count == 4, "nothing, terms, holds, a confirmation")
        }
    }

    @Test("a province that may give booths here does so; where others have the quotas it does not")
    func provinces() async throws {
        try await TestRegistry.run { test in
            let free = try await test.openFair()
            let limited = try await test.openFair()
            try await test.quotas("province_code,booths\n19,3\n", at: limited)
            try await test.account("noi.khac")
            try await test.grant(.officer, in: "01", to: "noi.khac")
            try await test.account("can.bo.xa")
            try await test.grant(.officer, in: "05503", to: "can.bo.xa")
            let (other, commune) = (try await test.viewer("noi.khac"), try await test.viewer("can.bo.xa"))
            func may(_ action: Action, _ fair: FairRecord, _ viewer: Viewer) async throws -> Bool {
                try await test.registry.standing(ofFair: fair.id, today: test.today, as: viewer).may(action)
            }
            #expect(try await may(.boothHold, free, other))
            #expect(try await !may(.boothHold, limited, other))
            #expect(try await !may(.boothImport, free, other))
            #expect(try await !may(.boothHold, free, commune))
            #expect(try await test.registry.fairsAtWork(today: test.today, as: other).isEmpty)
            #expect(try await test.registry.fairsAtWork(today: test.today, as: test.viewer).count == 2)
        }
    }

    @Test("booths are shared out as they were looked at, or not at all")
    func expected() async throws {
        try await TestRegistry.run { test in
            let fair = try await test.openFair()
            try await test.declare(fair)
            try await test.requests(
                "tenant_kind,tenant_name,booths,filed_on\nsponsor,Nhà tài trợ Mẫu,2,2026-11-20\n", at: fair)
            let day = Day("2026-11-23")
            let trial = try await test.allocate(fair, dryRun: true)
            try await test.hold("A06", at: fair, for: [.sponsor("Người khác")], on: day)
            let refusal = await #expect(throws: Refusal.self) {
                try await test.registry.allocateBooths(
                    fair: fair.id, expecting: trial.inputSHA256, as: test.viewer, today: day)
            }
            #expect(refusal?.violations.map(\.code) == ["booth-run-input-changed"])
            #expect(try await test.standings(fair, on: day) == ["A06 held"])
            let again = try await test.allocate(fair, dryRun: true)
            let run = try await test.registry.allocateBooths(
                fair: fair.id, expecting: again.inputSHA256, as: test.viewer, today: day)
            #expect(run.inputSHA256 == again.inputSHA256)
            #expect(try await test.standings(fair, on: day).count == 3)
        }
    }

    @Test("fairs are listed in parts, and those of one's own office alone")
    func parts() async throws {
        try await TestRegistry.run { test in
            var made: [Int64] = []
            for _ in 1...3 { made.append(try await test.openFair(isOpen: false).id) }
            let first = try await test.registry.fairs(limit: 2, as: test.viewer).map(\.id)
            let rest = try await test.registry.fairs(before: first.last, limit: 2, as: test.viewer).map(\.id)
            #expect(first + rest == made.reversed())
            try await test.account("noi.khac")
            try await test.grant(.officer, in: "01", to: "noi.khac")
            let other = try await test.viewer("noi.khac")
            #expect(try await test.registry.fairs(isOwn: true, as: other).isEmpty)
            #expect(try await test.registry.fairs(as: other).count == 3)
        }
    }
}
