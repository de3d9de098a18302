/// Minutes of a sharing out of booths (biên bản phân bổ gian hàng), from the records alone: by which rule, from what, with which
/// result, and what lets a stranger compute it again.
public struct AllocationMinutes: Hashable, Sendable {
    public let run: Int64
    public let input: AllocationInput
    public let plan: AllocationPlan
    /// The draw ids of those who wait, in their order.
    public let waiting: [String]
    /// Who holds the fair.
    public let organiser: String
    public let venue: String
    public let fairDays: FairDays
    /// The day on which rules and seed were declared.
    public let declaredOn: Day
    /// How many requests had been filed then.
    public let requestsBefore: Int
    /// The last day on which requests were taken.
    public let requestsUntil: Day
    /// The day on which booths were shared out.
    public let day: Day
    public let heldUntil: Day
    /// Who did it.
    public let actor: String
    public let inputSHA256: String
    public let resultSHA256: String

    public init(
        run: Int64, input: AllocationInput, plan: AllocationPlan, waiting: [String], organiser: String,
        venue: String, fairDays: FairDays, declaredOn: Day, requestsBefore: Int, requestsUntil: Day, day: Day,
        heldUntil: Day,
        actor: String, inputSHA256: String,
        resultSHA256: String
    ) {
        self.run = run
        self.input = input
        self.plan = plan
        self.waiting = waiting
        self.organiser = organiser
        self.venue = venue
        self.fairDays = fairDays
        self.declaredOn = declaredOn
        self.requestsBefore = requestsBefore
        self.requestsUntil = requestsUntil
        self.day = day
        self.heldUntil = heldUntil
        self.actor = actor
        self.inputSHA256 = inputSHA256
        self.resultSHA256 = resultSHA256
    }
}
