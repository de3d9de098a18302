import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@Suite("Fairs and their plans")
struct FairTests {
    @Test("a fair is planned, opened once it has booths, and closed")
    func life() async throws {
        try await TestRegistry.run { test in
            let fair = try await test.registry.createFair(
                NewFair(
                    name: " Hội chợ  phía Bắc ", level: .regional, organiserCode: "north",
                    venue: "Nhà thi đấu",
                    first: Day("2026-12-10"), last: Day("2026-12-14")), as: test.viewer)
            #expect(fair.name == "Hội chợ phía Bắc")
            #expect(fair.state == .planned && fair.setUpOn == Day("2026-12-10"))
            #expect(fair.boothWidth.text == "3" && fair.boothDepth.text == "3")
            await expectRefusal("fair-without-booths") {
                _ = try await test.registry.openFair(fair.id, as: test.viewer)
            }
            try await test.importBooths(Self.plan, at: fair)
            #expect(try await test.registry.openFair(fair.id, as: test.viewer).state == .open)
            #expect(try await test.registry.closeFair(fair.id, as: test.viewer).state == .closed)
            await expectRefusal("fair-transition") {
                _ = try await test.registry.cancelFair(fair.id, because: "Bão", as: test.viewer)
            }
            await expectRefusal("fair-state") { try await test.importBooths(Self.plan, at: fair) }
            await expectRefusal("fair-state") { try await test.hold("A01", at: fair) }
            #expect(try await test.registry.fairs(year: 2026, as: test.viewer).map(\.id) == [fair.id])
            #expect(try await test.registry.fairs(state: .open, as: test.viewer).isEmpty)
        }
    }

    @Test("days that are none, a size of nothing and an organiser of another level are refused")
    func badFairs() async throws {
        try await TestRegistry.run { test in
            await expectRefusal("fair-days", "fair-set-up", "booth-size") {
                _ = try await test.registry.createFair(
                    NewFair(
                        name: "Hội chợ", level: .provincial, organiserCode: "19", venue: "x",
                        first: Day("2026-12-10"), last: Day("2026-12-09"), setUpOn: Day("2026-12-11"),
                        boothWidth: try Length("0")), as: test.viewer)
            }
            await expectRefusal("organiser-level") {
                _ = try await test.registry.createFair(
                    NewFair(
                        name: "Hội chợ", level: .commune, organiserCode: "19", venue: "x",
                        first: Day("2026-12-10"), last: Day("2026-12-11")), as: test.viewer)
            }
            await expectRefusal("unknown-fair") { _ = try await test.registry.fair(99, as: test.viewer) }
            let fairs = try await test.registry.fairs(as: test.viewer)
            #expect(fairs.isEmpty)
        }
    }

    private static let plan = """
        code,x_m,y_m,width_m,depth_m,zone,corner,price_vnd
        A01,0,0,3,3,Khu A,yes,11000000
        A02,3,0,3,3,Khu A,,9600000
        A03,6,0,3,3,Khu A,,9600000

        """

    @Test("a new plan changes, adds and takes off booths by their codes, and keeps every state")
    func reimport() async throws {
        try await TestRegistry.run { test in
            let fair = try await test.openFair(booths: 3, isOpen: false)
            let first = try await test.importBooths(Self.plan, at: fair)
            #expect(first.plan == 2 && first.changed == 3 && first.unchanged == 0)
            let again = try await test.importBooths(Self.plan, at: fair)
            #expect(again.plan == 3 && again.unchanged == 3 && again.changed == 0)
            // a01 and A02 change places, A03 goes, B-1 comes to its place
            let next = try await test.importBooths(
                """
                code,x_m,y_m,width_m,depth_m
                a01,3,0,3,3
                A02,0,0,3,3
                B-1,6,0,3,3

                """, at: fair)
            #expect(
                [next.plan, next.booths, next.added, next.changed, next.unchanged, next.removed] == [
                    4, 3, 1, 2, 0, 1,
                ])
            let booths = try await test.booths(fair)
            #expect(booths.map(\.booth.code.text) == ["a01", "A02", "B-1"])
            #expect(booths.map(\.booth.rectangle.x.text) == ["3", "0", "6"])
            #expect(booths[0].booth.price == nil)
            // what was taken off comes back as the booth that it was
            try await test.importBooths(Self.plan, at: fair)
            let back = try await test.booths(fair)
            #expect(back.map(\.id) == booths.prefix(2).map(\.id) + [booths[1].id + 1])
            let versions = try await test.asProgram {
                try $0.value("SELECT count(*) FROM booth_version", as: Int.self)
            }
            #expect(versions == 3 + 3 + 4 + 4)
        }
    }

    @Test("a dry run and a plan with faults change nothing, and every fault has its row")
    func faults() async throws {
        try await TestRegistry.run { test in
            let fair = try await test.openFair(booths: 3)
            let dry = try await test.importBooths(Self.plan, at: fair, dryRun: true)
            #expect(dry.changed == 3)
            let told = await expectRefusal("booth-code-twice", "booth-overlap") {
                try await test.importBooths(
                    """
                    code,x_m,y_m,width_m,depth_m
                    A01,0,0,3,3
                    A 01,9,0,3,3
                    A-01,20,0,3,3
                    A02,2.999,0,3,3

                    """, at: fair)
            }
            #expect(told.map(\.place.row) == [4, 5])
            #expect(try await test.registry.fair(fair.id, as: test.viewer).planVersion == 1)
        }
    }

    @Test("a booth that somebody has is neither moved nor taken off; its rent and zone may change")
    func inUse() async throws {
        try await TestRegistry.run { test in
            let fair = try await test.openFair(booths: 3)
            try await test.hold("A01", "A02", at: fair)
            let told = await expectRefusal("booth-in-use", "booth-in-use") {
                try await test.importBooths(
                    "code,x_m,y_m,width_m,depth_m\nA03,0,0,3,3\nA01,50,0,3,3\n", at: fair)
            }
            #expect(told.map(\.place.row) == [3, nil])
            #expect(told[1].text.en.contains("A02"))
            #expect(try await test.importBooths(Self.plan, at: fair).changed == 3)
            // the rent of a booth that was given is the one when it was given
            let standing = try await test.registry.boothStandings(
                ofFair: fair.id, on: test.today, as: test.viewer)
            #expect(standing[0].booth.booth.price?.amount == 11_000_000)
            #expect(standing[0].allocations.first?.price?.amount == 9_600_000)
            // a hold that has run out is in nobody's way
            let after = Day("2026-12-01")
            #expect(
                try await test.importBooths(
                    "code,x_m,y_m,width_m,depth_m\nA03,0,0,3,3\n", at: fair, on: after
                )
                .removed == 2)
            let steps = try await test.registry.boothHistory("A01", fair: fair.id, as: test.viewer)
            #expect(steps.map(\.state) == [.held, .expired])
        }
    }

    @Test("the database itself lets no two booths stand on one place, and moves none that is given")
    func walls() async throws {
        try await TestRegistry.run { test in
            let fair = try await test.openFair(booths: 3)
            try await test.hold("A01", at: fair)
            await expectDatabaseError("23P01", constraint: "booth_place_overlap") {
                try await test.asProgram { session in
                    try session.beginAudit()
                    try session.script(
                        "UPDATE booth SET x_mm = x_mm + 1, version = version + 1 WHERE code = 'A02'")
                }
            }
            await expectDatabaseError("23000", constraint: "booth_in_use") {
                try await test.asProgram { session in
                    try session.beginAudit()
                    try session.script(
                        "UPDATE booth SET y_mm = 9000, version = version + 1 WHERE code = 'A01'")
                }
            }
        }
    }
}
