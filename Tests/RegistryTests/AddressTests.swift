import Registry
import RuralIndustry
import TestSupport
import Testing

@Suite("Addresses of today and of before the merger")
struct AddressTests {
    private let before = Day("2025-06-30")
    private let since = Day("2025-07-01")

    @Test("an address of the asked day is read on it")
    func sameDay() async throws {
        try await TestRegistry.run { test in
            let old = try await test.registry.resolveAddress(
                "xã Quyết Thắng, thành phố Thái Nguyên, tỉnh Thái Nguyên", on: before, as: test.viewer)
            let candidate = try old.requireUnique()
            #expect(candidate.code.text == "05491" && candidate.readOn == before && candidate.readAs == nil)
            #expect(candidate.path == "xã Quyết Thắng, thành phố Thái Nguyên, tỉnh Thái Nguyên")
            let new = try await test.registry.resolveAddress(
                "Tổ 5, P. Quyết Thắng, Thái Nguyên", on: since, as: test.viewer)
            #expect(try new.requireUnique().code.text == "05455" && new.candidates[0].readAs == nil)
        }
    }

    @Test("an address with a district is carried to the day after the merger, and says what it was")
    func carried() async throws {
        try await TestRegistry.run { test in
            let found = try await test.registry.resolveAddress(
                "xã Quyết Thắng, thành phố Thái Nguyên, tỉnh Thái Nguyên", on: test.today, as: test.viewer)
            let candidate = try found.requireUnique()
            #expect(
                candidate.code.text == "05455" && candidate.path == "phường Quyết Thắng, tỉnh Thái Nguyên")
            #expect(
                candidate.readAs == "xã Quyết Thắng, thành phố Thái Nguyên, tỉnh Thái Nguyên (05491)")
            #expect(!candidate.isPartial && candidate.fit == .exact)
            #expect(candidate.readOn == before)
            // The same without kinds, without diacritics, with a hamlet in front.
            for text in [
                "quyet thang, thai nguyen, thai nguyen",
                "Xóm 2, x. Quyết Thắng, TP Thái Nguyên, T. Thái Nguyên",
                "xã Quyết Thắng, tỉnh Thái Nguyên",
            ] {
                let again = try await test.registry.resolveAddress(text, on: test.today, as: test.viewer)
                #expect(try again.requireUnique().code.text == "05455", "\(text)")
            }
        }
    }

    @Test("a name that has moved is carried too: Tức Tranh is in Vô Tranh now")
    func renamed() async throws {
        try await TestRegistry.run { test in
            let found = try await test.registry.resolveAddress(
                "xã Tức Tranh, huyện Phú Lương, Thái Nguyên", on: since, as: test.viewer)
            #expect(try found.requireUnique().path == "xã Vô Tranh, tỉnh Thái Nguyên")
        }
    }

    @Test("a commune that was split has its parts as candidates, and none is taken")
    func split() async throws {
        try await TestRegistry.run { test in
            let found = try await test.registry.resolveAddress(
                "xã Phú Cường, huyện Đại Từ, tỉnh Thái Nguyên", on: test.today, as: test.viewer)
            #expect(found.outcome == .ambiguous)
            #expect(found.candidates.map(\.code.text) == ["05773", "05800"])
            #expect(found.candidates.allSatisfy { $0.isPartial && $0.readOn == before })
            let violations = await expectRefusal("address-ambiguous") { _ = try found.requireUnique() }
            #expect(violations.first?.text.vi.contains("05800") == true)
        }
    }

    @Test("what no day knows is refused with what was recognised; nothing is refused as a text")
    func unknown() async throws {
        try await TestRegistry.run { test in
            let found = try await test.registry.resolveAddress(
                "xã Không Có, huyện Đại Từ, tỉnh Thái Nguyên", on: test.today, as: test.viewer)
            #expect(found.outcome == .unknown)
            await expectRefusal("address-unknown") { _ = try found.requireUnique() }
            let none = try await test.registry.resolveAddress("☃", on: test.today, as: test.viewer)
            #expect(none.outcome == .unknown && none.candidates.isEmpty)
            await expectRefusal("text-empty") {
                _ = try await test.registry.resolveAddress(" ", on: test.today, as: test.viewer)
            }
            await expectRefusal("text-too-long") {
                _ = try await test.registry.resolveAddress(
                    String(repeating: "a", count: 10_000), on: test.today, as: test.viewer)
            }
        }
    }

    @Test("before the merger its communes are not known yet")
    func laterUnits() async throws {
        try await TestRegistry.run { test in
            let found = try await test.registry.resolveAddress(
                "xã Vô Tranh, tỉnh Thái Nguyên", on: before, as: test.viewer)
            #expect(found.outcome == .unknown)
        }
    }
}
