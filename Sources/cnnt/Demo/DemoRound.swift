import Registry
import RuralIndustry

/// The script of one demonstration round. Counts of Thái Nguyên 2023 are the published ones; people, products and numbers of
/// acts are invented.
struct DemoRound {
    let level: SelectionLevel
    let regulation: String
    let organiser: String
    let name: String
    let entered: Int
    let recognised: Int
    let council: Int
    let judges: Int
    let filedOn: Day
    let heldOn: Day
    let closedOn: Day
    let letter: (number: String, day: Day)
    let act: DecisionAct
    let issuedOn: Day

    static let provincial = DemoRound(
        level: .provincial, regulation: "vbhn-16-2018", organiser: "19",
        name: "Bình chọn sản phẩm CNNT tiêu biểu tỉnh Thái Nguyên năm 2023 (trình diễn)", entered: 43,
        recognised: 30,
        council: 9, judges: 7, filedOn: day(2023, 4, 10), heldOn: day(2023, 5, 15),
        closedOn: day(2023, 5, 30),
        letter: ("", day(2023, 4, 1)),
        act: DecisionAct(
            number: "9001/QĐ-UBND", decidedOn: day(2023, 6, 30), signatoryName: "Nguyễn Văn Mẫu"),
        issuedOn: day(2023, 7, 10))

    static let regional = DemoRound(
        level: .regional, regulation: "vbhn-16-2018", organiser: "north",
        name: "Bình chọn sản phẩm CNNT tiêu biểu khu vực phía Bắc năm 2024 (trình diễn)", entered: 12,
        recognised: 7,
        council: 11, judges: 9, filedOn: day(2024, 3, 20), heldOn: day(2024, 4, 15),
        closedOn: day(2024, 4, 25),
        letter: ("9012/UBND-CN", day(2024, 3, 15)),
        act: DecisionAct(number: "9044/QĐ-CTĐP", decidedOn: day(2024, 5, 13), signatoryName: "Trần Thị Mẫu"),
        issuedOn: day(2024, 5, 20))

    static let national = DemoRound(
        level: .national, regulation: "vbhn-46-2025", organiser: "VN",
        name: "Bình chọn sản phẩm CNNT tiêu biểu cấp quốc gia năm 2025 (trình diễn)", entered: 5,
        recognised: 3,
        council: 13, judges: 9, filedOn: day(2025, 8, 20), heldOn: day(2025, 9, 10),
        closedOn: day(2025, 9, 25),
        letter: ("9077/CV-ĐMST", day(2025, 8, 11)),
        act: DecisionAct(
            number: "9568/QĐ-BCT", decidedOn: day(2025, 10, 20), capacity: .forHead,
            signatoryTitle: "THỨ TRƯỞNG",
            signatoryName: "Lê Thị Mẫu"), issuedOn: day(2025, 11, 3))

    static let all: [SelectionLevel: DemoRound] = [
        .provincial: provincial, .regional: regional, .national: national,
    ]

    func newRound() throws -> NewRound {
        NewRound(
            regulationID: regulation, level: level, organiserCode: organiser, year: heldOn.year, name: name,
            plan: try RegulationLayer(parsing: Array(Self.plan.utf8), as: .plan), heldOn: heldOn,
            intakeUntil: filedOn)
    }

    /// What the law leaves open, chosen for the demonstration.
    private static let plan = """
        {"scoring": {"step": "0.25", "display": 2, "ties": ["criterion:market", "share"], "quorum": {"judges_per_entry": 5}}}
        """

    private static func day(_ year: Int, _ month: Int, _ day: Int) -> Day {
        Day(year: year, month: month, day: day) ?? Day(daysSince2000: 0)
    }
}

/// Marks for a demonstration round, the same on every run: each entry has a level of its own and each judge a small opinion.
/// Every total lies above 70, as it was published for Thái Nguyên 2023.
struct DemoMarks {
    let script: DemoRound

    func rows(for entries: [EntryRecord]) throws -> [ScoreRow] {
        var generator = SmallGenerator(state: UInt64(script.heldOn.daysSince2000))
        return try entries.sorted { $0.productID < $1.productID }.flatMap { entry in
            // 0…11 quarters below the best, by the product and not by its drawn code
            let quality = Int(generator.next() % 12)
            return try (1...script.judges).flatMap { judge in
                try Self.criteria.map { criterion throws(Refusal) in
                    let lost =
                        3 * quality * criterion.max / 40
                        + Int(generator.next() % UInt64(criterion.max / 5 + 1))
                    let mark = ExactDecimal(millionths: Int64(criterion.max * 4 - lost) * 250_000)
                    return try ScoreRow(
                        Fields(texts: [entry.code, "J\(judge)", criterion.id, mark.description]))
                }
            }
        }
    }

    private static let criteria = [("market", 40), ("economy", 40), ("culture", 10), ("other", 10)]
        .map { (id: $0.0, max: $0.1) }
}

/// A linear congruential generator (Knuth, MMIX): demonstration marks need to be the same everywhere, not unpredictable.
private struct SmallGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state >> 33
    }
}
