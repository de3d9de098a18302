import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@Suite("Changing a fair that is there")
struct FairEditTests {
    /// A fair with booths that is not announced, as it is then.
    private static func planned(in test: TestRegistry) async throws -> FairRecord {
        let made = try await test.openFair(isOpen: false)
        return try await test.registry.fair(made.id, as: test.viewer)
    }

    @Test("of a planned fair everything but who holds it is changed, and its history has each change and why")
    func planned() async throws {
        try await TestRegistry.run { test in
            let fair = try await Self.planned(in: test)
            let changed = try await test.registry.editFair(
                fair.id,
                FairChanges(
                    name: " Hội chợ  Xuân ", kind: .joined, venue: "Nhà thi đấu", first: Day("2026-12-11"),
                    last: Day("2026-12-15"), setUpOn: Day("2026-12-09"), boothWidth: try Length("2.5")),
                version: VersionMatch(fair.version), because: "đổi lịch", as: test.viewer)
            #expect(changed.name == "Hội chợ Xuân" && changed.kind == .joined)
            #expect(changed.venue == "Nhà thi đấu" && changed.setUpOn == Day("2026-12-09"))
            #expect(changed.days.first == Day("2026-12-11") && changed.days.last == Day("2026-12-15"))
            #expect(changed.boothWidth.text == "2.5" && changed.boothDepth == fair.boothDepth)
            #expect(changed.version == fair.version + 1 && changed.organiserCode == fair.organiserCode)
            let history = try await test.registry.history(ofFair: fair.id, as: test.viewer).stretch
            let event = try #require(history.events.first)
            #expect(event.action == "fair.edit" && event.reason == "đổi lịch")
            #expect(
                Set(event.changes.map(\.field)) == [
                    "name", "kind", "venue", "days", "set_up_on", "booth_width_mm",
                ])
            let venue = event.changes.first { $0.field == "venue" }
            #expect(venue?.before == "Quảng trường Mẫu")
        }
    }

    @Test("whoever sets up on the day of the opening goes along with it")
    func setUp() async throws {
        try await TestRegistry.run { test in
            let fair = try await test.registry.createFair(
                NewFair(
                    name: "Hội chợ", level: .national, organiserCode: "VN", venue: "x",
                    first: Day("2026-12-10"), last: Day("2026-12-14")), as: test.viewer)
            let later = try await test.registry.editFair(
                fair.id, FairChanges(first: Day("2026-12-12")), as: test.viewer)
            #expect(later.setUpOn == Day("2026-12-12"))
            await expectRefusal("fair-days", "fair-set-up") {
                _ = try await test.registry.editFair(
                    fair.id, FairChanges(last: Day("2026-12-01"), setUpOn: Day("2026-12-13")), as: test.viewer
                )
            }
        }
    }

    @Test("an announced fair changes for a reason alone, which everybody sees, and keeps its kind")
    func announced() async throws {
        try await TestRegistry.run { test in
            let fair = try await test.openFair()
            await expectRefusal("fair-change-reason", "fair-kind-fixed") {
                _ = try await test.registry.editFair(
                    fair.id, FairChanges(kind: .joined, venue: "Nhà thi đấu"), as: test.viewer)
            }
            let trial = try await test.registry.editFair(
                fair.id, FairChanges(venue: "Nhà thi đấu"), because: "mưa", as: test.viewer, dryRun: true)
            #expect(trial.venue == "Nhà thi đấu")
            #expect(try await test.registry.fair(fair.id, as: test.viewer) == fair)
            _ = try await test.registry.editFair(
                fair.id, FairChanges(venue: "Nhà thi đấu", last: Day("2026-12-15")), because: "mưa",
                as: test.viewer)
            let shown = try await test.registry.publicFair(fair.id, today: test.today, as: .anybody)
            let change = try #require(shown?.changes.first)
            #expect(shown?.changes.count == 1 && change.reason == "mưa")
            #expect(change.changes.map(\.field) == ["days", "venue"])
            _ = try await test.registry.closeFair(fair.id, as: test.viewer)
            await expectRefusal("fair-state") {
                _ = try await test.registry.editFair(
                    fair.id, FairChanges(name: "Khác"), because: "x", as: test.viewer)
            }
        }
    }

    @Test("a change that was made from an older version, or that changes nothing, is refused")
    func stale() async throws {
        try await TestRegistry.run { test in
            let fair = try await Self.planned(in: test)
            await expectRefusal("nothing-changed") {
                _ = try await test.registry.editFair(
                    fair.id, FairChanges(name: fair.name), version: VersionMatch(fair.version),
                    as: test.viewer)
            }
            _ = try await test.registry.editFair(
                fair.id, FairChanges(name: "Một"), version: VersionMatch(fair.version), as: test.viewer)
            await expectRefusal("stale-version") {
                _ = try await test.registry.editFair(
                    fair.id, FairChanges(name: "Hai"), version: VersionMatch(fair.version), as: test.viewer)
            }
            #expect(try await test.registry.fair(fair.id, as: test.viewer).name == "Một")
        }
    }

    @Test(
        "no day falls away on which a booth was given or is asked for; what was given back is in nobody's way"
    )
    func daysInUse() async throws {
        try await TestRegistry.run { test in
            let fair = try await test.openFair()
            let held = try await test.hold("A01", at: fair)
            let maker = try await test.establishment(commune: "05503")
            try await test.requests(
                "establishment_id,province_code,booths,filed_on\n\(maker.id),19,1,2026-11-19\n", at: fair)
            let later = FairChanges(first: Day("2026-12-12"), last: Day("2026-12-16"))
            let told = await expectRefusal("fair-days-in-use", "fair-days-in-use") {
                _ = try await test.registry.editFair(fair.id, later, because: "bão", as: test.viewer)
            }
            #expect(told[0].text.vi.contains("A01") && told[0].place.column == "first")
            _ = try await test.registry.releaseBooths(
                held[0].id, because: "đổi", as: test.viewer, today: test.today)
            let request = try await test.requests(of: fair)[0]
            await expectRefusal("fair-days-in-use") {
                _ = try await test.registry.editFair(fair.id, later, because: "bão", as: test.viewer)
            }
            _ = try await test.registry.withdrawBoothRequest(request.id, because: "đổi", as: test.viewer)
            let moved = try await test.registry.editFair(fair.id, later, because: "bão", as: test.viewer)
            #expect(moved.days.first == Day("2026-12-12"))
            #expect(try await test.brokenInvariants().isEmpty)
        }
    }

    @Test("the opening stays after the last day of requests, and where the organiser is the same unit")
    func terms() async throws {
        try await TestRegistry.run { test in
            let fair = try await test.openFair(isOpen: false)
            try await test.declare(fair)
            await expectRefusal("fair-terms-until") {
                _ = try await test.registry.editFair(
                    fair.id, FairChanges(first: Day("2026-11-22"), setUpOn: Day("2026-11-22")),
                    as: test.viewer)
            }
        }
    }

    @Test("funds of a year pay for booths of that year alone, by rules that are in force at the opening")
    func funded() async throws {
        try await TestRegistry.run { test in
            try await test.fundingRules(
                """
                source,province_code,fair_kind,share_percent,valid_from,valid_to,legal_basis
                national,,organised,100,2024-01-01,2027-01-01,QĐ mẫu

                """)
            let fair = try await test.openFair()
            _ = try await test.registry.editFair(
                fair.id, FairChanges(first: Day("2026-12-30"), last: Day("2027-01-03")), because: "dời",
                as: test.viewer)
            let last = try FairDays(first: Day("2027-01-02"), last: Day("2027-01-03"))
            try await test.hold(
                "A01", at: fair, for: [.establishment(try await test.establishment(commune: "05503").id)],
                days: last, province: "19", funds: .national)
            await expectRefusal("fair-year-funded", "fair-rule-not-in-force") {
                _ = try await test.registry.editFair(
                    fair.id, FairChanges(first: Day("2027-01-01")), because: "x", as: test.viewer)
            }
        }
    }

    @Test("the database itself keeps a fair to its days, its kind and its end")
    func secondWall() async throws {
        try await TestRegistry.run { test in
            let fair = try await test.openFair()
            try await test.hold("A01", at: fair)
            let over = try await test.openFair()
            _ = try await test.registry.closeFair(over.id, as: test.viewer)
            let walls: [(SQL, Int64, String)] = [
                ("days = '[2026-12-11,2026-12-15)'", fair.id, "fair_days_in_use"),
                ("kind = 'joined'", fair.id, "fair_fixed"), ("organiser_code = 'VN'", fair.id, "fair_fixed"),
                ("venue = 'x'", over.id, "fair_fixed"),
            ]
            for (set, id, wall) in walls {
                await expectDatabaseError("23000", constraint: wall) {
                    try await test.asProgram { session in
                        try session.beginAudit()
                        try session.execute(
                            "UPDATE fair SET " + set + ", version = version + 1 WHERE fair_id = \(id)")
                    }
                }
            }
        }
    }
}
