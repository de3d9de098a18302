import FoundationEssentials
import RuralIndustry
import Testing

@Suite("The national regulations that ship")
struct NationalRegulationTests {
    private func rules(_ id: String) throws -> Rules {
        let file = Judging.packageRoot.appending(path: "sql/regulations/\(id).json")
        let layer = try RegulationLayer(parsing: Array(try Data(contentsOf: file)))
        #expect(layer.missingForStoring == [])
        #expect(layer.locked == ["criteria", "scoring.eligible_at_least"])
        return try Regulation.resolve([layer])
    }

    @Test(
        "each resolves with the law's criteria, groups, threshold and terms",
        arguments: ["tt-26-2014", "vbhn-16-2018", "vbhn-46-2025"])
    func common(id: String) throws {
        let rules = try rules(id)
        #expect(rules.id == id)
        #expect(rules.criteria.map(\.max.description) == ["40", "40", "10", "10"])
        #expect(rules.groups.map(\.id) == [.handicraft, .food, .machinery, .other])
        #expect(rules.scoring.eligibleAtLeast?.description == "70")
        #expect(rules.scoring.pipeline.sumsSheetsFirst)
        #expect(rules.scoring.step == nil)
        #expect(rules.scoring.ties.isEmpty)
        #expect(rules.complaint.fileWorkingDays == 15)
        #expect(rules.complaint.answerWorkingDays == 10)
        #expect(rules.level(.regional)?.councilSizes == [9, 11])
        #expect(rules.level(.national)?.councilSizes == [11, 13])
        #expect(rules.level(.provincial)?.requires?.unless == .lowerRoundNotHeld)
        #expect(rules.level(.regional)?.requires?.anyOf == [.provincial])
        #expect(rules.level(.regional)?.requires?.unless == nil)
        #expect(rules.legalBasis.first == "26/2014/TT-BCT")
    }

    @Test("they follow each other without a gap, and no day has two")
    func validity() throws {
        let all = try ["tt-26-2014", "vbhn-16-2018", "vbhn-46-2025"].map(rules)
        #expect(all.map(\.validity.from?.iso) == ["2014-10-21", "2018-08-16", "2025-07-01"])
        #expect(all.map(\.validity.to?.iso) == ["2018-08-16", "2025-07-01", nil])
    }

    @Test("the lowest level is the district until 2025 and the commune since")
    func lowestLevel() throws {
        let (until, since) = (try rules("vbhn-16-2018"), try rules("vbhn-46-2025"))
        #expect(until.level(.district)?.councilSizes == [5, 7])
        #expect(until.level(.commune) == nil)
        #expect(since.level(.district) == nil)
        #expect(since.level(.commune)?.councilSizes == nil)
        #expect(since.level(.provincial)?.requires?.anyOf == [.commune, .district])
    }

    @Test("certificates are valid to 31 December of the third year, of the fourth since 2018-08-16")
    func certificates() throws {
        let issued = try Day(iso: "2018-08-20")
        #expect(
            try rules("tt-26-2014").level(.provincial)?.certificateValidTo(issuedOn: issued)?.iso
                == "2020-12-31")
        #expect(
            try rules("vbhn-16-2018").level(.provincial)?.certificateValidTo(issuedOn: issued)?.iso
                == "2021-12-31")
    }
}
