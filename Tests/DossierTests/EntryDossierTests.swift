import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@Suite("The dossier that an entry was filed with")
struct EntryDossierTests {
    @Test("what judges see is pinned when the entry is accepted: later replacement changes nothing of it")
    func pinned() async throws {
        try await TestRegistry.run { test in
            let (round, product) = try await test.enteredRound(.district, "164")
            let maker = DossierOwner.establishment(product.establishmentID)
            let owner = DossierOwner.product(product.id)
            let legal = try await test.add([Papers.legalStatus], to: maker)[0]
            let own = try await test.add(Papers.ofProduct, to: owner)
            #expect(try await test.dossier(round).report.isComplete)
            // a paper that is withdrawn before acceptance was never seen
            let early = try await test.add([Papers.photo(9)], to: owner)[0]
            _ = try await test.registry.withdrawPaper(early.id, because: "mờ", as: test.viewer)
            try await test.accept(round)
            _ = try await test.registry.withdrawPaper(own[0].id, because: "thử", as: test.viewer)
            let renewed = try await test.registry.replacePaper(
                legal.id, with: Papers.pdf(.legalStatus, text: "mới", ["number": "2"]), because: "đổi tên",
                today: test.today, as: test.viewer)
            try await test.add([Papers.photo(4)], to: owner)
            let seen = try await test.dossier(round)
            #expect(Set(seen.papers.map(\.id)) == Set([legal.id] + own.map(\.id)))
            #expect(seen.report.isComplete)
            // while the product's own dossier has moved on
            let now = try await test.check(product, on: test.today)
            #expect(now.lacks.map(\.code) == ["paper-missing"])
            #expect(
                try await test.registry.dossier(of: owner, as: test.viewer).map(\.id).contains(renewed.id))
        }
    }

    @Test("an entry is judged by its day of filing: what had expired by then is named")
    func filingDay() async throws {
        try await TestRegistry.run { test in
            let (round, product) = try await test.enteredRound(.district, "164")
            try await test.add(Papers.ofProduct, to: .product(product.id))
            try await test.add(
                [Papers.pdf(.legalStatus, ["number": "5", "expires_on": "2023-04-09"])],
                to: .establishment(product.establishmentID))
            #expect(try await test.dossier(round).report.lacks.map(\.code) == ["paper-expired"])
            let day = Day("2023-04-09")
            let earlier = try await test.registry.dossiers(
                ofRound: round, entries: ["E1"], on: day, as: test.viewer)
            #expect(earlier[0].report.isComplete)
            await expectRefusal("unknown-entry") {
                _ = try await test.registry.dossiers(ofRound: round, entries: ["E2"], as: test.viewer)
            }
        }
    }

    @Test(
        "the same dossier serves the province's round; without a lower round only the letter is wanted besides"
    )
    func higherLevel() async throws {
        try await TestRegistry.run { test in
            let (lower, product) = try await test.enteredRound(.district, "164")
            try await test.add([Papers.legalStatus], to: .establishment(product.establishmentID))
            try await test.add(Papers.ofProduct, to: .product(product.id))
            try await test.accept(lower)
            let higher = try await test.round(.provincial, "19")
            try await test.enter(product, in: higher, ["exception": "lower-round-not-held"])
            let before = try await test.dossier(higher).report.lacks
            #expect(before.count == 1 && before[0].text.vi.contains("Văn bản đề nghị của cấp dưới"))
            try await test.add(
                [Papers.pdf(.nominationLetter, ["number": "12/UBND"])], to: .product(product.id))
            try await test.accept(higher)
            let (first, second) = (try await test.dossier(lower), try await test.dossier(higher))
            #expect(second.report.isComplete && second.papers.count == 7)
            #expect(Set(first.papers.map(\.id)).isSubset(of: second.papers.map(\.id)))
            #expect(try await test.count("stored_file") == 7)
        }
    }

    @Test("an award and a nomination of the registry stand for their papers, as long as they are valid")
    func recorded() async throws {
        try await TestRegistry.run { test in
            let product = try await test.product(
                of: try await test.establishment(), externalID: "SP1")
            try await test.add([Papers.legalStatus], to: .establishment(product.establishmentID))
            try await test.add(Papers.ofProduct, to: .product(product.id))
            let without = try await test.check(product, .regional, on: Day("2024-03-01")).lacks
            #expect(without.count == 4 && without.allSatisfy { $0.code == "paper-missing" })
            try await test.importAwards(
                """
                product_name,establishment_name,level,year,issuer_code,decision_number,decision_date,product_external_id,certificate_number,issue_date,valid_to
                Sản phẩm Mẫu,Cơ sở Mẫu,provincial,2023,19,1/QĐ,2023-06-30,SP1,GCN-1,2023-07-10,2026-12-31
                """)
            let recognised = try await test.check(product, .regional, on: Day("2024-03-01")).lacks
            #expect(
                recognised.map(\.text.en).allSatisfy { $0.contains("omination") || $0.contains("Tabular") })
            #expect(recognised.count == 2)
            _ = try await test.registry.nominate(
                certificates: ["GCN-1"], to: .regional, number: "9/UBND", on: Day("2024-02-01"),
                as: test.viewer)
            #expect(try await test.check(product, .regional, on: Day("2024-03-01")).isComplete)
            #expect(try await test.check(product, .regional, on: Day("2027-01-01")).lacks.count == 4)
            #expect(try await test.check(product, .national, on: Day("2024-03-01")).lacks.count == 4)
        }
    }
}

extension TestRegistry {
    func round(_ level: SelectionLevel, _ organiser: String) async throws -> Int64 {
        let round = try await registry.createRound(
            NewRound(
                regulationID: "vbhn-16-2018", level: level, organiserCode: organiser, year: 2023,
                name: "Kỳ mẫu",
                heldOn: Day("2023-05-15")), as: viewer, today: today)
        _ = try await registry.openRound(round.id, as: viewer)
        return round.id
    }

    func enter(_ product: ProductRecord, in round: Int64, _ more: [String: String] = [:]) async throws {
        let fields = ["product_id": String(product.id), "entry_code": "E1", "filed_on": "2023-04-10"]
        _ = try await registry.importEntries(
            [Located(try EntryDraft(Fields(named: fields.merging(more) { $1 })), at: Place(row: 2))],
            round: round,
            as: viewer, today: today)
    }

    /// An open round with one product entered as E1.
    func enteredRound(_ level: SelectionLevel, _ organiser: String) async throws -> (Int64, ProductRecord) {
        let product = try await self.product(of: try await establishment())
        let round = try await round(level, organiser)
        try await enter(product, in: round)
        return (round, product)
    }

    func accept(_ round: Int64) async throws {
        _ = try await registry.moveEntries(
            round: round, codes: ["E1"], to: .accepted, because: nil, as: viewer)
    }

    func dossier(_ round: Int64) async throws -> EntryDossier {
        try await registry.dossiers(ofRound: round, entries: ["E1"], as: viewer)[0]
    }
}
