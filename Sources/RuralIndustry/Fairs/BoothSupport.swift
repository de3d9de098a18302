/// What the funds have paid for an establishment before, as the caps count it.
public struct SupportBefore: Hashable, Sendable {
    /// Its supported booths at this fair.
    public var boothsAtFair: Int
    public var atFair: VND
    /// The other fairs of the year at which it is supported.
    public var otherFairsInYear: Int
    /// In the year of the fair, this fair included.
    public var inYear: VND
    /// How many of those who share the booth are this establishment: more than one once their records were merged.
    public var seats: Int

    public init(
        boothsAtFair: Int = 0, atFair: VND = .zero, otherFairsInYear: Int = 0, inYear: VND = .zero,
        seats: Int = 1
    ) {
        self.boothsAtFair = boothsAtFair
        self.atFair = atFair
        self.otherFairsInYear = otherFairsInYear
        self.inYear = inYear
        self.seats = seats
    }

    /// The same after a further booth at the fair, of which the establishment has its seats among all.
    public func adding(_ support: BoothSupport, ofSeats all: Int) -> SupportBefore {
        var after = self
        let part = Int128(BoothSupport.roundedUp(support.amount, among: all)) * Int128(seats)
        after.boothsAtFair += 1
        after.atFair = VND(clamping: Int128(atFair.amount) + part)
        after.inYear = VND(clamping: Int128(inYear.amount) + part)
        return after
    }
}

/// The part of a booth's rent that funds pay, and why it is that much.
public struct BoothSupport: Hashable, Sendable {
    public let amount: VND
    /// In the order in which they applied; never empty.
    public let reasons: [SupportReason]

    private init(_ amount: VND, _ reasons: [SupportReason]) {
        self.amount = amount
        self.reasons = reasons
    }

    /// The supported part of a rent under a rule: the share of the rent, rounded down to whole đồng, then what the caps leave.
    ///
    /// - Parameters:
    ///   - otherFunds: what pays for this booth already; if it is the other source, this one pays nothing.
    ///   - day: the first day of the fair, which decides what rule is in force.
    public static func of(
        rent: VND, under rule: FundingRule, on day: Day, isPriorityArea: Bool = false,
        before: SupportBefore = SupportBefore(), otherFunds: FundingSource? = nil
    ) -> BoothSupport {
        of(
            rent: rent, under: rule, on: day, isPriorityArea: isPriorityArea, sharedBy: [before],
            otherFunds: otherFunds)
    }

    /// The same of a booth that several establishments share. Each has an equal part of the support, to a đồng, and one supported
    /// booth; none gets more than its caps leave. Nobody: the booth is a department's or a promotion centre's, whom the caps of
    /// establishments do not concern.
    ///
    /// - Parameter paid: what pays for the booth already while others have it, on other days of the fair; its rent is supported
    ///   once.
    public static func of(
        rent: VND, under rule: FundingRule, on day: Day, isPriorityArea: Bool = false,
        sharedBy sharers: [SupportBefore], paid: VND = .zero, otherFunds: FundingSource? = nil
    ) -> BoothSupport {
        if !rule.validity.contains(day) { return BoothSupport(.zero, [.notInForce(day)]) }
        if let otherFunds, otherFunds != rule.source {
            return BoothSupport(.zero, [.paidByOtherFunds(otherFunds)])
        }
        if let most = rule.caps.boothsPerFair, sharers.contains(where: { $0.boothsAtFair >= most }) {
            return BoothSupport(.zero, [.boothsPerFair(most)])
        }
        if let most = rule.caps.fairsPerYear, sharers.contains(where: { $0.otherFairsInYear >= most }) {
            return BoothSupport(.zero, [.fairsPerYear(most)])
        }
        let percent = isPriorityArea ? rule.priorityPercent : 100
        var reasons: [SupportReason] = [.share(rule.share)]
        if percent > 100 { reasons.append(.priority(percent)) }
        var amount = min(rent.part(hundredths: rule.share.hundredths, times: percent), rent)
        if let most = rule.caps.perBooth?.part(hundredths: 10_000, times: percent), amount > most {
            amount = most
            reasons.append(.perBooth(most))
        }
        if paid > .zero {
            amount = amount.less(paid)
            reasons.append(.paidOnOtherDays(paid))
        }
        let seats = sharers.reduce(0) { $0 + $1.seats }
        func cap(_ most: VND?, _ reason: (VND) -> SupportReason, paid: (SupportBefore) -> VND) {
            guard let most else { return }
            let left = sharers.map {
                VND(clamping: Int128(most.less(paid($0)).amount / Int64($0.seats)) * Int128(seats))
            }
            guard let least = left.min(), amount > least else { return }
            amount = least
            reasons.append(reason(most))
        }
        cap(rule.caps.perFair, { .perFair($0) }, paid: \.atFair)
        cap(rule.caps.perYear, { .perYear($0) }, paid: \.inYear)
        return BoothSupport(amount, reasons)
    }

    /// The largest of the equal parts of an amount, in đồng.
    fileprivate static func roundedUp(_ amount: VND, among parts: Int) -> Int64 {
        parts == 0 ? 0 : (amount.amount + Int64(parts) - 1) / Int64(parts)
    }
}

/// One thing that made the supported part of a rent what it is.
public enum SupportReason: Hashable, Sendable {
    case notInForce(Day)
    case paidByOtherFunds(FundingSource)
    /// The establishment has so many supported booths at the fair already, and no more are supported.
    case boothsPerFair(Int)
    case fairsPerYear(Int)
    case share(Percent)
    /// In per cent, above 100.
    case priority(Int)
    case perBooth(VND)
    case paidOnOtherDays(VND)
    case perFair(VND)
    case perYear(VND)

    public var text: Bilingual {
        switch self {
        case .notInForce(let day):
            Bilingual(
                vi: "quy định không có hiệu lực ngày \(day.vietnamese)", en: "not in force on \(day.iso)")
        case .paidByOtherFunds(let funds):
            Bilingual(
                vi: "\(funds.name.vi) đã hỗ trợ gian hàng này",
                en: "\(funds.name.en) pay for this booth already")
        case .boothsPerFair(let most):
            Bilingual(
                vi: "mỗi cơ sở được hỗ trợ tối đa \(most) gian hàng tại một hội chợ",
                en: "at most \(most) booths of an establishment are supported at a fair")
        case .fairsPerYear(let most):
            Bilingual(
                vi: "mỗi cơ sở được hỗ trợ tối đa \(most) hội chợ trong một năm",
                en: "an establishment is supported at most at \(most) fairs a year")
        case .share(let share):
            Bilingual(vi: "\(share.text) % giá thuê", en: "\(share.text) % of the rent")
        case .priority(let percent):
            Bilingual(
                vi: "địa bàn ưu tiên được \(percent) % mức hỗ trợ",
                en: "a priority area gets \(percent) % of the support")
        case .perBooth(let most):
            Bilingual(
                vi: "tối đa \(most.text) đồng một gian hàng", en: "at most \(most.text) VND for a booth")
        case .paidOnOtherDays(let paid):
            Bilingual(
                vi: "gian hàng này đã được hỗ trợ \(paid.text) đồng cho những ngày khác",
                en: "\(paid.text) VND are paid for this booth on other days")
        case .perFair(let most):
            Bilingual(
                vi: "tối đa \(most.text) đồng một cơ sở tại một hội chợ",
                en: "at most \(most.text) VND for an establishment at a fair")
        case .perYear(let most):
            Bilingual(
                vi: "tối đa \(most.text) đồng một cơ sở trong một năm",
                en: "at most \(most.text) VND for an establishment in a year")
        }
    }
}

extension VND {
    /// So many hundredths of a per cent of it, taken `percent` per cent times, rounded down.
    fileprivate func part(hundredths: Int, times percent: Int) -> VND {
        VND(clamping: Int128(amount) * Int128(hundredths) * Int128(percent) / 1_000_000)
    }

    /// What is left after a payment; nothing if more was paid.
    fileprivate func less(_ paid: VND) -> VND { VND(clamping: Int128(amount) - Int128(paid.amount)) }
}
