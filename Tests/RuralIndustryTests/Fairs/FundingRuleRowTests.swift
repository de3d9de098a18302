import RuralIndustry
import Testing

@Suite("The file of funding rules")
struct FundingRuleRowTests {
    private func fields(_ texts: String?...) -> Fields<FundingRuleColumn> { Fields(texts: texts) }

    @Test("a row is read, as Excel writes it in Vietnam too, and written back")
    func row() throws {
        let rule = try FundingRule.parse(
            fields(
                "local", "82", "joined", "62,5", "150", "10000000", "1", "6000000", "2", "20000000",
                "01/07/2025", nil, "09/2021/QĐ-UBND"), .vietnamese)
        #expect(rule.scope.kind == .joined && rule.share.text == "62.5" && rule.priorityPercent == 150)
        #expect(rule.caps.boothsPerFair == 1 && rule.caps.fairsPerYear == 2)
        #expect(rule.caps.perBooth?.amount == 10_000_000 && rule.caps.perYear?.amount == 20_000_000)
        #expect(rule.validity.from?.iso == "2025-07-01" && rule.validity.to == nil)
        #expect(try FundingRule.parse(rule.fields) == rule)
        let bare = try FundingRule.parse(
            fields(
                "national", nil, "organised", "100", nil, nil, nil, nil, nil, nil, "2014-04-08", "2018-05-11",
                "x"))
        #expect(bare.caps == FundingCaps() && bare.priorityPercent == 100)
        #expect(try FundingRule.parse(bare.fields) == bare)
    }

    @Test("everything that is wrong with a row is told at once")
    func badRow() {
        #expect(
            codes {
                try FundingRule.parse(
                    fields(
                        "KCQG", "28001", "nước ngoài", "101", "x", "0", "-1", nil, nil, nil, nil, "hôm qua",
                        nil))
            } == [
                "funding-source-unknown@source", "unit-code-level@province_code",
                "fair-kind-unknown@fair_kind",
                "percent-unreadable@share_percent", "number-unreadable@priority_percent",
                "funding-cap-zero@booth_cap_vnd", "number-unreadable@booths_per_fair",
                "value-missing@valid_from", "date-unreadable@valid_to", "value-missing@legal_basis",
            ])
        #expect(
            codes {
                try FundingRule.parse(
                    fields(
                        "national", "82", "joined", "80", "200", nil, nil, nil, nil, nil, "2026-01-01", nil,
                        "x"))
            } == ["funding-rule-province@province_code", "funding-rule-priority@priority_percent"])
        #expect(
            codes {
                try FundingRule.parse(
                    fields(
                        "national", nil, "joined", "80", nil, nil, nil, nil, nil, nil, "2026-01-01",
                        "2026-01-01", "x"))
            } == ["validity-empty@valid_to"])
    }
}
