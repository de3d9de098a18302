import RuralIndustry

/// When a fair is, and how large its standard booth.
struct FairShape: Equatable {
    let days: FairDays
    let setUpOn: Day
    let boothWidth: Length
    let boothDepth: Length
}

extension FairShape {
    /// Throws everything that is wrong with the days and the size.
    init(first: Day, last: Day, setUpOn: Day, boothWidth: Length, boothDepth: Length) throws(Refusal) {
        var wrong: [Violation] = []
        if setUpOn > first {
            wrong.append(
                Violation(
                    "fair-set-up",
                    vi: "ngày dựng gian hàng \(setUpOn.vietnamese) sau ngày khai mạc \(first.vietnamese)",
                    en: "tenants would set up on \(setUpOn.iso), after the opening on \(first.iso)",
                    at: Place(column: "set_up")))
        }
        for (column, side) in [("width", boothWidth), ("depth", boothDepth)] where side.millimetres == 0 {
            wrong.append(
                Violation(
                    "booth-size", vi: "cạnh của gian hàng phải dài hơn 0 mét",
                    en: "the side of a booth must be longer than 0 metres", at: Place(column: column)))
        }
        let days: FairDays
        do throws(Violation) {
            days = try FairDays(first: first, last: last)
        } catch {
            throw Refusal(error.inColumn("last"), wrong)
        }
        try Refusal.throwIfAny(wrong)
        self.init(days: days, setUpOn: setUpOn, boothWidth: boothWidth, boothDepth: boothDepth)
    }
}
