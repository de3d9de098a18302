import RuralIndustry
import Testing

@Suite("Quotas of booths")
struct BoothQuotaTests {
    private func fields(_ texts: String?...) -> Fields<BoothQuotaColumn> { Fields(texts: texts) }

    @Test("a row is read and written back")
    func row() throws {
        let quota = try BoothQuota.parse(
            fields("82", "25", "food", "national", "10/11/2026"), .vietnamese)
        #expect(quota.booths == 25)
        #expect(quota.scope.group == .food)
        #expect(quota.scope.funds == .national)
        #expect(try BoothQuota.parse(quota.fields) == quota)
        let bare = try BoothQuota.parse(fields("82", "0"))
        #expect(bare.scope == BoothQuota.Scope(province: try UnitCode("82")))
        #expect(bare.returnBy == nil)
    }

    @Test("everything that is wrong with a row is told at once")
    func badRow() {
        #expect(
            codes { try BoothQuota.parse(fields("28001", "-1", nil, "KCQG", "hôm qua")) } == [
                "unit-code-level@province_code", "number-unreadable@booths", "funding-source-unknown@funds",
                "date-unreadable@return_by",
            ])
        #expect(codes { try BoothQuota.parse(fields("82", "10001")) } == ["number-too-large@booths"])
    }

    @Test("a province is given each kind of quota once in a file")
    func twice() throws {
        let rows = [
            try BoothQuota.parse(fields("82", "25")), try BoothQuota.parse(fields("82", "5", "food")),
            try BoothQuota.parse(fields("82", "26")), try BoothQuota.parse(fields("83", "25")),
        ]
        let violations = BoothQuota.violations(rows.enumerated().map { Located($1, at: Place(row: $0 + 2)) })
        #expect(violations.map(\.code) == ["booth-quota-twice"])
        #expect(violations.first?.place.row == 4)
        #expect(violations.first?.text.en.hasSuffix("is given in row 2") == true)
    }

    @Test("a quota covers what its province, group and funds say, and lasts to its return day")
    func scope() throws {
        let province = try UnitCode("82")
        let all = BoothQuota.Scope(province: province)
        let food = BoothQuota.Scope(province: province, group: .food)
        let national = BoothQuota.Scope(province: province, funds: .national)
        #expect(all.covers(province: province, group: nil, funds: nil))
        #expect(!all.covers(province: try UnitCode("83"), group: nil, funds: nil))
        #expect(food.covers(province: province, group: .food, funds: .local))
        #expect(!food.covers(province: province, group: nil, funds: nil))
        #expect(!national.covers(province: province, group: .food, funds: .local))
        let day = try Day(iso: "2026-11-10")
        let quota = BoothQuota(scope: all, booths: 3, returnBy: day)
        #expect(!quota.isReturned(on: day))
        #expect(quota.isReturned(on: day.adding(days: 1)))
        #expect(!BoothQuota(scope: all, booths: 3).isReturned(on: day))
    }
}
