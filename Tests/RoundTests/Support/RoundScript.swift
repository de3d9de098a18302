import Registry
import RuralIndustry
import TestSupport

/// What a round of a test is like; a test names what it is about. Unless said, the round of the city of Thái Nguyên in 2023,
/// the lowest level, whose entries need no lower award.
struct RoundScript: Sendable {
    var level = SelectionLevel.district
    var regulation = "vbhn-16-2018"
    var organiser = "164"
    var name = "Kỳ bình chọn mẫu"
    var heldOn = Day("2023-05-15")
    var intakeUntil: Day?
    var filedOn = Day("2023-04-10")
    var closedOn = Day("2023-05-30")
    var decidedOn = Day("2023-06-30")
    var issuedOn = Day("2023-07-10")
    /// The round's own layer of rules, in JSON.
    var plan: String?
    var judges = 1
    /// The commune of the establishments that enter, read on the day of the round.
    var commune = "05503"
    var exception: EntryException?

    /// The smallest council that the law allows at the level; in a commune, of whose council it says nothing, its chair.
    var council: Int {
        switch level {
        case .commune: 1
        case .district: 5
        case .provincial: 7
        case .regional: 9
        case .national: 11
        }
    }

    /// The province's round, whose entries come by the lawful exception.
    static let provincial = RoundScript(
        level: .provincial, organiser: "19", exception: .lowerRoundNotHeld)

    /// The north's round of 2024.
    static let regional = RoundScript(
        level: .regional, organiser: "north", heldOn: Day("2024-04-15"), filedOn: Day("2024-03-20"),
        closedOn: Day("2024-04-25"), decidedOn: Day("2024-05-13"), issuedOn: Day("2024-05-20"))

    /// The province's round of 2025, after the merger of provinces and the end of districts.
    static let merged = RoundScript(
        level: .provincial, regulation: "vbhn-46-2025", organiser: "19", heldOn: Day("2025-10-15"),
        filedOn: Day("2025-09-20"), closedOn: Day("2025-10-20"), decidedOn: Day("2025-11-10"),
        issuedOn: Day("2025-11-20"), exception: .lowerRoundNotHeld)

    func with(_ change: (inout RoundScript) -> Void) -> RoundScript {
        var copy = self
        change(&copy)
        return copy
    }

    func newRound() throws -> NewRound {
        NewRound(
            regulationID: regulation, level: level, organiserCode: organiser, year: heldOn.year, name: name,
            plan: try plan.map { try RegulationLayer(parsing: Array($0.utf8), as: .plan) }, heldOn: heldOn,
            intakeUntil: intakeUntil)
    }

    /// The row of a product in the entries file.
    func entry(_ product: ProductRecord, _ more: [String: String] = [:]) throws -> EntryDraft {
        var fields = ["product_id": String(product.id), "filed_on": filedOn.iso]
        fields["exception"] = exception?.rawValue
        return try EntryDraft(Fields(named: fields.merging(more) { $1 }))
    }
}
