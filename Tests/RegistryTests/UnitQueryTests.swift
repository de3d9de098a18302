import Registry
import RuralIndustry
import TestSupport
import Testing

@Suite("Asking for units on a day")
struct UnitQueryTests {
    @Test("there were 63 provinces until 30 June 2025 and are 34 since")
    func provinces() async throws {
        try await TestRegistry.run { test in
            for (day, count) in [(Day("2000-01-01"), 63), (Day("2025-06-30"), 63), (Day("2025-07-01"), 34)] {
                let provinces = try await test.registry.units(level: .province, on: day, as: test.viewer)
                #expect(provinces.count == count)
            }
        }
    }

    @Test("a code means the unit of the day; its parent and region are those of the day")
    func asOf() async throws {
        try await TestRegistry.run { test in
            let before = try await test.registry.unit("05641", on: Day("2025-06-30"), as: test.viewer)
            #expect(before.unit.fullName == "Xã Tức Tranh" && before.parentName == "Huyện Phú Lương")
            #expect(before.region == .north && !before.regionIsProvisional)
            let after = try await test.registry.unit("05641", on: Day("2025-07-01"), as: test.viewer)
            #expect(after.unit.fullName == "Xã Vô Tranh" && after.parentName == "Tỉnh Thái Nguyên")
            #expect(after.region == .north && after.regionIsProvisional)
            #expect(before.unit.id != after.unit.id)
        }
    }

    @Test("an unknown code says who had it, and when")
    func unknownCode() async throws {
        try await TestRegistry.run { test in
            let violations = await expectRefusal("unknown-unit") {
                _ = try await test.registry.unit("06", on: Day("2025-07-01"), as: test.viewer)
            }
            #expect(violations.first?.text.vi.contains("Tỉnh Bắc Kạn (đến 30/06/2025)") == true)
            #expect(violations.first?.text.vi.contains("--as-of") == true)
            let never = await expectRefusal("unknown-unit") {
                _ = try await test.registry.unit("99", on: Day("2025-07-01"), as: test.viewer)
            }
            #expect(never.first?.text.vi.contains("--as-of") == false)
            await expectRefusal("unit-code-unreadable") {
                _ = try await test.registry.unit("5641", on: Day("2025-07-01"), as: test.viewer)
            }
        }
    }

    @Test("the communes of a province lay in its districts before, and in itself since")
    func within() async throws {
        try await TestRegistry.run { test in
            func communes(_ parent: String, _ day: Day) async throws -> [String] {
                try await test.registry.units(level: .commune, within: parent, on: day, as: test.viewer).map(
                    \.unit.record.name)
            }
            let ofProvinceBefore = try await communes("19", Day("2025-06-30"))
            let ofDistrict = try await communes("171", Day("2025-06-30"))
            let ofProvinceSince = try await communes("19", Day("2025-07-01"))
            #expect(ofProvinceBefore.count == 12 && ofProvinceSince.count == 12)
            #expect(ofDistrict == ["Yên Lãng", "Phú Cường", "La Bằng"])
            await expectRefusal("unknown-unit") { _ = try await communes("171", Day("2025-07-01")) }
        }
    }

    @Test("lineage tells what a unit became and what it was made from, in the order of days")
    func lineage() async throws {
        try await TestRegistry.run { test in
            let split = try await test.registry.lineage("05779", on: Day("2025-06-30"), as: test.viewer)
            #expect(split.map(\.to) == ["05773", "05800"] && split.allSatisfy { $0.relation == .partOf })
            #expect(split.map(\.fromName) == ["Xã Phú Cường", "Xã Phú Cường"])
            #expect(split.map(\.effectiveDate) == [Day("2025-07-01"), Day("2025-07-01")])

            let province = try await test.registry.lineage("19", on: Day("2026-01-01"), as: test.viewer)
            #expect(province.filter { $0.relation == .mergedInto }.map(\.fromName) == ["Tỉnh Bắc Kạn"])
            #expect(province.filter { $0.relation == .continues }.map(\.from) == ["19"])
            #expect(province.filter { $0.relation == .abolishedInto }.count == 9)
            #expect(province.first { $0.from == "06" }?.legalBasis == "202/2025/QH15")

            let old = try await test.registry.lineage("06", on: Day("2025-01-01"), as: test.viewer)
            #expect(old.map(\.toName) == ["Tỉnh Thái Nguyên"])
        }
    }
}
