import RuralIndustry
import Testing

@Suite("Names of units on two days")
struct UnitNamesTests {
    private static let old = UnitNames(
        commune: "Xã Thịnh Đức", district: "Thành phố Thái Nguyên", province: "Tỉnh Thái Nguyên")

    @Test("a merged commune has its old name and the new one; one that stays has its name once")
    func merged() {
        let new = UnitNames(commune: "Xã Tân Cương", district: nil, province: "Tỉnh Thái Nguyên")
        #expect(
            Self.old.text(today: new)
                == "xã Thịnh Đức, thành phố Thái Nguyên, tỉnh Thái Nguyên (nay là xã Tân Cương, tỉnh Thái Nguyên)"
        )
        #expect(
            Self.old.text(today: Self.old) == "xã Thịnh Đức, thành phố Thái Nguyên, tỉnh Thái Nguyên")
        #expect(new.text(today: new) == "xã Tân Cương, tỉnh Thái Nguyên")
    }

    @Test("a commune that was split since is not said to be the province")
    func split() {
        let new = UnitNames(commune: nil, district: nil, province: "Tỉnh Thái Nguyên")
        #expect(Self.old.text(today: new).hasSuffix(" (nay thuộc tỉnh Thái Nguyên)"))
        // in doubt on both days
        #expect(new.text(today: new) == "tỉnh Thái Nguyên")
    }

    @Test("names that are not known on one of the days are left out")
    func unknown() {
        let none = UnitNames(commune: nil, district: nil, province: nil)
        #expect(Self.old.text(today: none) == Self.old.text)
        #expect(none.text(today: Self.old) == Self.old.text)
    }
}
