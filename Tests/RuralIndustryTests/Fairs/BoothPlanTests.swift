import RuralIndustry
import Testing

@Suite("Plans of booths")
struct BoothPlanTests {
    private func booth(
        _ code: String, _ x: Int, _ y: Int, _ width: Int = 3000, _ depth: Int = 3000
    ) throws -> Booth {
        let sides = try [x, y, width, depth].map { try #require(Length(millimetres: $0)) }
        return Booth(
            code: try BoothCode(code),
            rectangle: try #require(
                BoothRectangle(x: sides[0], y: sides[1], width: sides[2], depth: sides[3])))
    }

    private func metres(_ text: String) throws -> Length { try Length(text) }

    @Test("all booths that clash are named with their rows, whatever else is wrong")
    func clashes() throws {
        let booths = [
            try booth("A01", 0, 0), try booth("A02", 3000, 0), try booth("a01", 6000, 0),
            try booth("A04", 5999, 2999), try booth("A05", 1000, 1000, 1000, 1000),
        ]
        let placed = booths.enumerated().map { Located($1, at: Place(file: "so-do.csv", row: $0 + 2)) }
        let refusal = try #require(throws: Refusal.self) { _ = try BoothPlan(placed) }
        #expect(
            refusal.violations.map { "\($0.code) \($0.place.row ?? 0) \($0.place.column ?? "")" } == [
                "booth-code-twice 4 code", "booth-overlap 5 x_m", "booth-overlap 6 x_m",
            ])
        #expect(refusal.violations[1].text.en == "booth A04 overlaps booth A02 in row 3")
        #expect(refusal.violations[1].text.vi == "gian hàng A04 chồng lên gian hàng A02 ở dòng 3")
        #expect(refusal.violations[0].place.file == "so-do.csv")
    }

    @Test("booths with a common wall do not overlap, and an empty plan is one")
    func touching() throws {
        let plan = try BoothPlan([
            try booth("A", 0, 0), try booth("B", 3000, 0), try booth("C", 0, 3000),
            try booth("D", 3000, 3000),
        ])
        #expect(plan.neighbours() == [[1, 2], [0, 3], [0, 3], [1, 2]])
        #expect(try BoothPlan([Booth]()).booths.isEmpty)
    }

    @Test("a group hangs together if one can go through neighbours among it")
    func groups() throws {
        let neighbours = try BoothPlan([
            try booth("A", 0, 0), try booth("B", 3000, 0), try booth("C", 6000, 0), try booth("D", 12_000, 0),
        ]).neighbours()
        #expect(BoothPlan.hangTogether([0, 1, 2], neighbours: neighbours))
        #expect(BoothPlan.hangTogether([2, 1], neighbours: neighbours))
        #expect(!BoothPlan.hangTogether([0, 2], neighbours: neighbours))
        #expect(!BoothPlan.hangTogether([2, 3], neighbours: neighbours))
        #expect(BoothPlan.hangTogether([3], neighbours: neighbours))
        #expect(BoothPlan.hangTogether([], neighbours: neighbours))
    }

    @Test("the sweep finds what looking at every pair finds", arguments: 1...40)
    func sweep(seed: UInt64) throws {
        var samples = Samples(seed: seed)
        let booths = try (0..<60).map {
            try booth(
                "B\($0)", samples.int(0...20) * 1000, samples.int(0...20) * 1000, samples.int(1...3) * 1000,
                samples.int(1...3) * 1000)
        }
        let overlapping = booths.indices.filter { later in
            booths[..<later].contains { $0.rectangle.overlaps(booths[later].rectangle) }
        }
        var told: [Int] = []
        do throws(Refusal) {
            _ = try BoothPlan(booths.enumerated().map { Located($1, at: Place(row: $0)) })
        } catch {
            told = error.violations.compactMap(\.place.row)
        }
        #expect(told == overlapping)
        let apart = booths.indices.filter { !overlapping.contains($0) }.map { booths[$0] }
        let neighbours = try BoothPlan(apart).neighbours()
        for (position, booth) in apart.enumerated() {
            let expected = apart.indices.filter { booth.rectangle.isNeighbour(of: apart[$0].rectangle) }
            #expect(neighbours[position] == expected)
        }
    }

    @Test("a grid stands back to back with an aisle between double rows, and ends are corners")
    func grid() throws {
        let plan = try BoothGrid(
            rows: 4, boothsPerRow: 6, boothWidth: try metres("3"), boothDepth: try metres("2"),
            aisle: try metres("4"), isBackToBack: true, boothsPerBlock: 3, crossAisle: try metres("2.5"),
            zone: "Nhà A", price: VND(9_600_000), cornerPrice: VND(11_000_000)
        ).plan()
        #expect(plan.booths.count == 24)
        #expect(plan.booths.prefix(3).map(\.code.text) == ["A01", "A02", "A03"])
        let bottom = try #require(plan.booths.last)
        #expect(bottom.code.text == "D06")
        #expect(bottom.rectangle.x.text == "17.5")
        #expect(bottom.rectangle.y.text == "10")
        #expect(bottom.zone == "Nhà A")
        #expect(
            plan.booths.prefix(6).map(\.isCorner) == [true, false, true, true, false, true])
        #expect(plan.booths[0].price?.amount == 11_000_000)
        #expect(plan.booths[1].price?.amount == 9_600_000)
        let neighbours = plan.neighbours()
        // A02 has A01, A03 and, at its back, B02; A03 and A04 are parted by the crossing aisle.
        #expect(neighbours[1] == [0, 2, 7])
        #expect(neighbours[2] == [1, 8])
        // between B and C is the aisle
        #expect(neighbours[7] == [1, 6, 8])
    }

    @Test("row 27 is AA, and codes of long rows have as many digits as the last")
    func letters() throws {
        let plan = try BoothGrid(
            rows: 28, boothsPerRow: 100, boothWidth: try metres("3"), boothDepth: try metres("3"),
            aisle: try metres("3")
        ).plan()
        #expect(plan.booths[0].code.text == "A001")
        #expect(plan.booths[26 * 100 + 99].code.text == "AA100")
        #expect(plan.booths.last?.code.text == "AB100")
    }

    @Test("a grid without rows, without size or beyond the ground is refused, all at once")
    func badGrids() throws {
        func grid(_ rows: Int, _ perRow: Int, _ width: String, block: Int? = nil) throws -> [String] {
            let (width, depth, aisle) = (try metres(width), try metres("3"), try metres("3"))
            return codes {
                try BoothGrid(
                    rows: rows, boothsPerRow: perRow, boothWidth: width, boothDepth: depth, aisle: aisle,
                    boothsPerBlock: block)
            }
        }
        #expect(
            try grid(0, 1000, "0", block: 0) == [
                "booth-grid-count@rows", "booth-grid-count@booths_per_row",
                "booth-grid-count@booths_per_block",
                "booth-size@width_m",
            ])
        #expect(try grid(100, 101, "3") == ["booth-plan-too-large"])
        #expect(try grid(1, 900, "100") == ["length-too-large"])
        #expect(try grid(-1, 5, "3") == ["booth-grid-count@rows"])
    }
}
