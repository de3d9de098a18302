import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@Suite("Holding booths")
struct BoothHoldTests {
    @Test("a held booth is confirmed, and nobody else gets it; who has it until when is told")
    func holdAndConfirm() async throws {
        try await TestRegistry.run { test in
            let fair = try await test.openFair()
            let maker = try await test.establishment(name: "Gốm Ví Dụ")
            let held = try await test.hold("A01", at: fair, for: [.establishment(maker.id)], province: "19")
            #expect(held.map(\.state) == [.held] && held.map(\.tenants) == [["Gốm Ví Dụ"]])
            #expect(held[0].province == "19" && held[0].days == fair.days)
            let taken = await expectRefusal("booth-taken") { try await test.hold("a01", at: fair) }
            #expect(
                taken[0].text.vi.contains("đang giữ cho “Gốm Ví Dụ” đến hết ngày 30/11/2026"),
                "\(taken[0].text.vi)")
            _ = try await test.registry.confirmBooths(held[0].id, as: test.viewer, today: test.today)
            let confirmed = await expectRefusal("booth-taken") { try await test.hold("A01", at: fair) }
            #expect(
                confirmed[0].text.en.contains("is confirmed from 2026-12-10 to 2026-12-14 for “Gốm Ví Dụ”"))
            #expect(try await test.standings(fair) == ["A01 confirmed"])
        }
    }

    @Test("several have one booth on different days, and on a day only one")
    func days() async throws {
        try await TestRegistry.run { test in
            let fair = try await test.openFair()
            func days(_ first: StaticString, _ last: StaticString) throws -> FairDays {
                try FairDays(first: Day(first), last: Day(last))
            }
            try await test.hold("A01", at: fair, days: try days("2026-12-10", "2026-12-11"))
            try await test.hold("A01", at: fair, days: try days("2026-12-12", "2026-12-14"))
            await expectRefusal("booth-taken", "booth-taken") {
                try await test.hold("A01", at: fair, days: try days("2026-12-11", "2026-12-12"))
            }
            await expectRefusal("booth-days") {
                try await test.hold("A02", at: fair, days: try days("2026-12-09", "2026-12-11"))
            }
            #expect(try await test.standings(fair) == ["A01 held", "A01 held"])
        }
    }

    @Test(
        "a hold that has run out is marked so and gives way in the same act, and can itself not be confirmed")
    func takeover() async throws {
        try await TestRegistry.run { test in
            let fair = try await test.openFair()
            let first = try await test.hold("A01", at: fair)
            let after = Day("2026-12-01")
            await expectRefusal("booth-hold-expired") {
                _ = try await test.registry.confirmBooths(first[0].id, as: test.viewer, today: after)
            }
            #expect(try await test.standings(fair, on: after).isEmpty)
            try await test.hold(
                "A01", at: fair, for: [.sponsor("Người sau")], until: Day("2026-12-05"), on: after)
            let steps = try await test.registry.boothHistory("A01", fair: fair.id, as: test.viewer)
            #expect(steps.map(\.state) == [.held, .expired, .held])
            #expect(
                steps.map(\.allocation.tenants) == [["Nhà tài trợ Mẫu"], ["Nhà tài trợ Mẫu"], ["Người sau"]])
            await expectRefusal("booth-allocation-state") {
                _ = try await test.registry.confirmBooths(first[0].id, as: test.viewer, today: after)
            }
        }
    }

    @Test("adjacent booths are given, confirmed and released together, or not at all")
    func groups() async throws {
        try await TestRegistry.run { test in
            let fair = try await test.openFair()
            await expectRefusal("booths-not-adjacent") { try await test.hold("A01", "A03", at: fair) }
            let group = try await test.hold("A02", "A03", at: fair)
            #expect(Set(group.map(\.groupID)) == [group[0].id])
            await expectRefusal("booth-taken") { try await test.hold("A03", "A04", at: fair) }
            #expect(try await test.standings(fair) == ["A02 held", "A03 held"])
            let confirmed = try await test.registry.confirmBooths(
                group[1].id, as: test.viewer, today: test.today)
            #expect(confirmed.map(\.state) == [.confirmed, .confirmed])
            let released = try await test.registry.releaseBooths(
                group[0].id, because: "Không đi nữa", as: test.viewer, today: test.today)
            #expect(released.map(\.state) == [.released, .released])
            #expect(try await test.standings(fair).isEmpty)
        }
    }

    @Test("unknown booths, a booth named twice, a hold that lasts too long and funds of nobody are refused")
    func badHolds() async throws {
        try await TestRegistry.run { test in
            let fair = try await test.openFair()
            await expectRefusal("booth-code-unreadable", "unknown-booth") {
                try await test.hold("?", "Z99", at: fair)
            }
            await expectRefusal("booth-named-twice") { try await test.hold("A01", "a01", at: fair) }
            await expectRefusal("booth-hold-until", "booth-funds-province") {
                try await test.hold("A01", at: fair, until: Day("2026-12-15"), funds: .local)
            }
            await expectRefusal("booth-hold-until") {
                try await test.hold("A01", at: fair, until: Day("2026-11-19"))
            }
            await expectRefusal("unit-code-level") { try await test.hold("A01", at: fair, province: "05503") }
            await expectRefusal("unknown-establishment", "unknown-establishment") {
                try await test.hold("A01", at: fair, for: [.establishment(98), .establishment(99)])
            }
            await expectRefusal("unknown-allocation") {
                _ = try await test.registry.releaseBooths(
                    77, because: "x", as: test.viewer, today: test.today)
            }
            #expect(try await test.standings(fair).isEmpty)
        }
    }

    @Test("a shared booth has its tenants in their order, a common one a host and those who take part")
    func tenants() async throws {
        try await TestRegistry.run { test in
            let fair = try await test.openFair()
            let maker = try await test.establishment(name: "Chè Mẫu")
            let common = try await test.registry.holdBooths(
                NewBoothHold(
                    fair: fair.id, booths: ["A01"],
                    tenants: try BoothTenants(
                        [.department("Sở Công Thương"), .establishment(maker.id)], isCommon: true),
                    until: Day("2026-11-30"), province: "19"), as: test.viewer, today: test.today)
            #expect(common[0].tenants == ["Sở Công Thương", "Chè Mẫu"])
            let roles = try await test.asProgram {
                try $0.values("SELECT role FROM booth_tenant ORDER BY ordinal", as: String.self)
            }
            #expect(roles == ["host", "participant"])
            let moved = try await test.registry.moveBooths(
                common[0].id, to: ["A04"], because: "Gần sân khấu", as: test.viewer, today: test.today)
            #expect(moved[0].tenants == common[0].tenants && moved[0].movedFrom == common[0].id)
            #expect(try await test.standings(fair) == ["A04 held"])
        }
    }

    @Test("moving frees the old booths, may shift by one, and is refused where somebody is")
    func moving() async throws {
        try await TestRegistry.run { test in
            let fair = try await test.openFair()
            let group = try await test.hold("A01", "A02", at: fair)
            _ = try await test.registry.confirmBooths(group[0].id, as: test.viewer, today: test.today)
            try await test.hold("A05", at: fair)
            func move(_ codes: String..., id: Int64 = group[0].id) async throws -> [BoothAllocationRecord] {
                try await test.registry.moveBooths(
                    id, to: codes, because: "Theo yêu cầu", as: test.viewer, today: test.today)
            }
            await expectRefusal("booth-taken") { _ = try await move("A04", "A05") }
            await expectRefusal("booth-count") { _ = try await move("A03") }
            await expectRefusal("booths-not-adjacent") { _ = try await move("A02", "A04") }
            let shifted = try await move("A02", "A03")
            #expect(
                shifted.map(\.booth) == ["A02", "A03"] && shifted.map(\.state) == [.confirmed, .confirmed])
            #expect(try await test.standings(fair) == ["A02 confirmed", "A03 confirmed", "A05 held"])
            await expectRefusal("booth-allocation-state") { _ = try await move("A01", "A02") }
        }
    }

    @Test("two groups change places, each with its own days, tenants and state")
    func swapping() async throws {
        try await TestRegistry.run { test in
            let fair = try await test.openFair()
            let one = try await test.hold("A01", at: fair, for: [.sponsor("Một")])
            let two = try await test.hold("A04", at: fair, for: [.sponsor("Hai")])
            let three = try await test.hold("A05", "A06", at: fair, for: [.sponsor("Ba")])
            _ = try await test.registry.confirmBooths(two[0].id, as: test.viewer, today: test.today)
            func swap(_ id: Int64, _ other: Int64) async throws -> [BoothAllocationRecord] {
                try await test.registry.swapBooths(
                    id, with: other, because: "Hai bên đồng ý", as: test.viewer, today: test.today)
            }
            let swapped = try await swap(one[0].id, two[0].id)
            #expect(
                swapped.map { "\($0.tenants[0]) \($0.booth) \($0.state.rawValue)" } == [
                    "Một A04 held", "Hai A01 confirmed",
                ])
            await expectRefusal("booth-count") { _ = try await swap(swapped[0].id, three[0].id) }
            await expectRefusal("booth-swap-apart") { _ = try await swap(three[0].id, three[1].id) }
            let history = try await test.registry.boothHistory("A01", fair: fair.id, as: test.viewer)
            #expect(history.map(\.state) == [.held, .moved, .confirmed])
            #expect(history.map(\.reason) == [nil, "Hai bên đồng ý", "Hai bên đồng ý"])
            #expect(history.allSatisfy { $0.actor == "kiểm thử" })
        }
    }

    @Test("nobody is missing before the fair begins; afterwards the booth is free for the days that are left")
    func noShow() async throws {
        try await TestRegistry.run { test in
            let fair = try await test.openFair()
            let held = try await test.hold("A01", at: fair)
            func missing(_ day: Day) async throws {
                _ = try await test.registry.recordNoShow(held[0].id, as: test.viewer, today: day)
            }
            await expectRefusal("booth-allocation-state") { try await missing(test.today) }
            _ = try await test.registry.confirmBooths(held[0].id, as: test.viewer, today: test.today)
            await expectRefusal("booth-no-show-early") { try await missing(Day("2026-12-09")) }
            try await missing(Day("2026-12-10"))
            let rest = try FairDays(first: Day("2026-12-11"), last: Day("2026-12-14"))
            try await test.hold("A01", at: fair, days: rest, until: Day("2026-12-11"), on: Day("2026-12-10"))
            #expect(try await test.standings(fair, on: Day("2026-12-10")) == ["A01 held"])
        }
    }

    @Test("national and local funds never pay for one booth, whichever days")
    func oneSource() async throws {
        try await TestRegistry.run { test in
            try await test.fundingRules()
            let fair = try await test.openFair()
            let first = try FairDays(first: Day("2026-12-10"), last: Day("2026-12-11"))
            let rest = try FairDays(first: Day("2026-12-12"), last: Day("2026-12-14"))
            try await test.hold("A01", at: fair, days: first, province: "19", funds: .national)
            await expectRefusal("booth-other-funds") {
                try await test.hold("A01", at: fair, days: rest, province: "19", funds: .local)
            }
            // of the same funds, which have paid all of its rent
            let told = await expectRefusal("booth-support-none") {
                try await test.hold("A01", at: fair, days: rest, province: "19", funds: .national)
            }
            #expect(told[0].text.en.contains("9600000 VND are paid for this booth on other days"))
            try await test.hold("A01", at: fair, days: rest, province: "19")
        }
    }

    @Test("a fair that is called off gives all its booths back, for the same reason")
    func cancelled() async throws {
        try await TestRegistry.run { test in
            let fair = try await test.openFair()
            try await test.hold("A01", at: fair)
            let cancelled = try await test.registry.cancelFair(fair.id, because: "Bão số 12", as: test.viewer)
            #expect(cancelled.state == .cancelled && cancelled.held == 0)
            let steps = try await test.registry.boothHistory("A01", fair: fair.id, as: test.viewer)
            #expect(steps.map(\.state) == [.held, .released] && steps[1].reason == "Bão số 12")
        }
    }

    @Test("the booths of an establishment that was merged or closed stay in the history, of both records")
    func mergedHistory() async throws {
        try await TestRegistry.run { test in
            let fair = try await test.openFair()
            let old = try await test.establishment(name: "Tên cũ")
            let new = try await test.establishment(name: "Tên mới")
            let held = try await test.hold("A01", at: fair, for: [.establishment(old.id)])
            _ = try await test.registry.confirmBooths(held[0].id, as: test.viewer, today: test.today)
            try await test.hold("A02", at: fair, for: [.establishment(new.id)])
            _ = try await test.registry.mergeEstablishment(
                old.id, into: new.id, on: test.today, because: "Ghi hai lần", today: test.today,
                as: test.viewer)
            func history(_ id: Int64, _ day: Day) async throws -> [String] {
                try await test.registry.boothHistory(ofEstablishment: id, on: day, as: test.viewer)
                    .map { "\($0.allocation.booth) \($0.state.rawValue)" }
            }
            let both = ["A01 held", "A01 confirmed", "A02 held"]
            #expect(try await history(new.id, test.today) == both)
            #expect(try await history(old.id, test.today) == both)
            #expect(try await history(new.id, Day("2026-11-19")) == ["A02 held"])
            await expectRefusal("establishment-merged") {
                try await test.hold("A03", at: fair, for: [.establishment(old.id)])
            }
            // what was given before goes on: it is moved with the name that it was given under
            let moved = try await test.registry.moveBooths(
                held[0].id, to: ["A04"], because: "Đổi khu", as: test.viewer, today: test.today)
            #expect(moved[0].tenants == ["Tên cũ"])
            _ = try await test.registry.closeEstablishment(
                new.id, on: test.today, because: "Giải thể", as: test.viewer)
            await expectRefusal("establishment-closed") {
                try await test.hold("A03", at: fair, for: [.establishment(new.id)])
            }
            #expect(try await history(new.id, test.today).count == 5)
        }
    }
}
