import Postgres
public import RuralIndustry

/// The act that decides a round. What is left out is what the authority's name and office on the day give.
public struct DecisionAct: Sendable {
    public var number: String
    public var decidedOn: Day
    public var authority: String?
    public var place: String?
    public var capacity: SigningCapacity?
    public var signatoryTitle: String?
    public var signatoryName: String?

    public init(
        number: String, decidedOn: Day, authority: String? = nil, place: String? = nil,
        capacity: SigningCapacity? = nil, signatoryTitle: String? = nil, signatoryName: String? = nil
    ) {
        self.number = number
        self.decidedOn = decidedOn
        self.authority = authority
        self.place = place
        self.capacity = capacity
        self.signatoryTitle = signatoryTitle
        self.signatoryName = signatoryName
    }
}

/// What a decision did, and what a council would want to explain.
public struct DecisionReport: Sendable {
    /// The act as it is recorded: what was left out is filled in.
    public let act: DecisionRecord
    public let recognised: Int
    public let sets: Int
    public let unrecognised: Int
    public let warnings: [Violation]
    /// What it says of each entry, in the order of the rows.
    public let lines: [Line]
    /// Stands for all of it and for what it rests on: the same for a trial and for what is recorded only where nothing changed
    /// between.
    public let digest: String

    /// An entry, with the names that an award of its own would bear.
    public struct Line: Sendable {
        public let row: DecisionRow
        public let product: String?
        public let establishment: String?
    }
}

extension Registry {
    /// closed → decided: records the act with its list, makes sets of products, and gives the awards.
    ///
    /// - Parameter shown: `DecisionReport.digest` of what somebody looked at before; refused as `preview-changed` if it would be
    ///   something else now. Nil: nobody did.
    public func decideRound(
        _ id: Int64, act: DecisionAct, rows: [DecisionRow], shown: String? = nil, as viewer: Viewer,
        dryRun: Bool = false
    ) async throws -> DecisionReport {
        let act = try act.bounded()
        return try await change(.roundDecide, of: .one("round", id: id), as: viewer, dryRun: dryRun) {
            session in
            let round = try session.roundForChange(id)
            try session.requireState(
                round, [.closed], to: Bilingual(vi: "ghi quyết định", en: "record a decision"))
            let doubt = try session.doubt(about: act.decidedOn, ofRound: id)
            let rules = try session.rules(ofRound: id)
            let live = try session.resultVersion(ofRound: id)
            let version = live?.version ?? 1
            let result = try session.tally(of: round, seed: live?.seed, version: version)
            let entries = try session.entries(ofRound: id)
            let plan = try DecisionPlan(
                rows: rows, entries: entries.map(\.forDecision), tally: result.tally.lines, rules: rules)
            try Refusal.throwIfAny(try session.votes(ofRound: id).violations(rows, rules: rules))
            let giver = try AwardGiver(
                round: round, act: act, entries: entries, resultVersion: version, in: session)
            try giver.give(plan, in: session)
            try session.execute(
                "UPDATE round SET state = 'decided', version = version + 1 WHERE round_id = \(id)")
            let record = try session.decision(giver.decisionID)
            let names = Dictionary(uniqueKeysWithValues: entries.map { ($0.code, $0) })
            var seen = SeenAct(record, on: result.tally, warnings: doubt + plan.warnings)
            let lines = rows.map { row in
                let entry = names[row.entry]
                return DecisionReport.Line(
                    row: row, product: entry?.productName, establishment: entry?.establishmentName)
            }
            for line in lines {
                seen.add(line.row, product: line.product, establishment: line.establishment)
            }
            try seen.require(shown)
            return DecisionReport(
                act: record, recognised: plan.single.count + plan.sets.count, sets: plan.sets.count,
                unrecognised: plan.unrecognised.count, warnings: doubt + plan.warnings, lines: lines,
                digest: seen.digest)
        }
    }
}

extension DecisionAct {
    /// The same with every text tidied and bounded; the refusal names the field.
    func bounded() throws -> DecisionAct {
        DecisionAct(
            number: try BoundedText.short(number, column: "number"), decidedOn: decidedOn,
            authority: try BoundedText.optional(authority, column: "authority"),
            place: try BoundedText.optional(place, column: "place"), capacity: capacity,
            signatoryTitle: try BoundedText.optional(signatoryTitle, column: "signatory_title"),
            signatoryName: try BoundedText.optional(signatoryName, column: "signatory_name"))
    }
}

extension EntryRecord {
    var forDecision: DecisionEntry {
        DecisionEntry(
            code: code, state: state, establishment: String(establishmentID), product: productName,
            group: group)
    }
}

extension Session {
    /// A decision older than an entry that it decides is more likely a slip than not; a filing day may be wrong as well, so
    /// that this is told and not refused.
    fileprivate func doubt(about day: Day, ofRound id: Int64) throws -> [Violation] {
        let lastFiled: Day? = try value(
            "SELECT max(filed_on) FROM entry WHERE round_id = \(id) AND state = 'accepted'")
        guard let lastFiled, day < lastFiled else { return [] }
        return [
            Violation(
                "decision-day",
                vi:
                    "ngày quyết định \(day.vietnamese) trước ngày nộp hồ sơ cuối cùng \(lastFiled.vietnamese)",
                en: "the decision of \(day.iso) is before the last entry was filed on \(lastFiled.iso)")
        ]
    }
}
