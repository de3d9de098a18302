import Registry
import RuralIndustry
import TestSupport
import Testing

@Suite("Marks by where judges and entrants are from")
struct AffiliationTests {
    /// A round of three entrants, the last of whom produces elsewhere than it is registered, and of four judges: of the first
    /// one's commune, of the second one's, of the province, and of nobody knows where.
    private static func judged(_ test: TestRegistry) async throws -> HeldRound {
        let script = RoundScript.provincial
        var products: [ProductRecord] = []
        for (number, commune) in ["05503", "05587", "05503"].enumerated() {
            let establishment = try await test.establishment(
                name: "Cơ sở \(number)", commune: commune,
                number == 2 ? ["site_commune_code": "05587"] : [:])
            products.append(try await test.product(of: establishment))
        }
        var round = try await test.drafted(script)
        try await round.open()
        try await round.seat()
        for (number, home) in ["05503", "05587", "19", nil].enumerated() {
            try await test.registry.addJudge(
                round: round.id, code: "H\(number + 1)", name: "Giám khảo \(number + 1)", role: .judge,
                affiliation: "Sở Công Thương", homeUnit: home, from: script.heldOn, as: test.viewer)
        }
        let filed = try await round.file(try products.map { try script.entry($0) })
        round.entries = products.compactMap { product in filed.first { $0.productID == product.id } }
        try await round.move(round.codes, to: .accepted)
        try await round.judge()
        return round
    }

    private static let judges = ["J1", "H1", "H2", "H3", "H4"]

    /// Every judge marks every entry, nobody like another.
    private static func mark(_ round: HeldRound) async throws {
        for (row, entry) in round.codes.enumerated() {
            for (column, judge) in judges.enumerated() {
                try await round.score(
                    try sheet(entry, judge: judge, total: 71 + (row * 7 + column * 5 + row * column) % 23))
            }
        }
    }

    private static func figures(_ result: RoundTally) throws -> AffiliationFigures {
        try AffiliationFigures(of: result.marks, rules: result.rules)
    }

    @Test("a round of the registry has the figures that the same marks have in a file with affiliations")
    func likeFile() async throws {
        try await TestRegistry.run { test in
            let round = try await Self.judged(test)
            try await Self.mark(round)
            let result = try await test.registry.tally(
                ofRound: round.id, withAffiliations: true, as: test.viewer)
            #expect(!result.areAffiliationsWithheld)
            // whose commune is not known, and who has no home, have none in the file
            let judges = ["H1": "Tân Cương", "H2": "Bình Yên"]
            let entrants = Dictionary(
                uniqueKeysWithValues: zip(round.codes, ["Tân Cương", "Bình Yên", "Bình Yên"]))
            let rows = try result.marks.map { mark in
                guard case .value(let value) = mark.content else { throw Misread() }
                return try ScoreRow(
                    Fields(texts: [
                        mark.entry, mark.judge, mark.criterion, value.description, "", nil, nil,
                        judges[mark.judge], entrants[mark.entry],
                    ]))
            }
            let figures = try Self.figures(result)
            #expect(figures == (try AffiliationFigures(of: rows.map(\.mark), rules: result.rules)))
            // three pairs of one commune, three of another, four criteria each: nothing of H3, H4 and J1
            #expect(figures.same.marks == 12 && figures.other.marks == 12)
            #expect(figures.same.meanDeviation != nil && figures.same.meanDeviation != .zero)
            // the result itself knows nothing of it
            let official = try await test.registry.tally(ofRound: round.id, as: test.viewer)
            #expect(official.tally == result.tally)
            #expect(official.marks.allSatisfy { $0.isSameAffiliation == nil })
        }
    }

    @Test("who may not read the entries gets the figures when the round is published, and not before")
    func withheld() async throws {
        try await TestRegistry.run { test in
            let round = try await Self.judged(test)
            for (login, role) in [("truong", Role.headJudge), ("thu-ky", .councilSecretary)] {
                try await test.account(login)
                try await test.grant(role, in: "round:\(round.id)", to: login)
            }
            try await Self.mark(round)
            func result(_ login: String) async throws -> RoundTally {
                try await test.registry.tally(
                    ofRound: round.id, withAffiliations: true, as: try await test.viewer(login))
            }
            func expectWithheld() async throws {
                let told = try await result("truong")
                #expect(told.areAffiliationsWithheld)
                #expect(told.marks.allSatisfy { $0.isSameAffiliation == nil })
                let known = try await result("thu-ky")
                #expect(!known.areAffiliationsWithheld)
                #expect(try Self.figures(known).same.marks == 12)
            }
            try await expectWithheld()
            try await round.close()
            try await expectWithheld()
            try await round.decide(lines(round.codes, recognised: 3))
            try await expectWithheld()
            try await round.issue()
            _ = try await test.registry.publishRound(round.id, as: test.viewer)
            let published = try await result("truong")
            #expect(!published.areAffiliationsWithheld)
            #expect(try Self.figures(published).same.marks == 12)
        }
    }

    private struct Misread: Error {}
}
