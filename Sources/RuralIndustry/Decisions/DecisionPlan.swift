/// What a decision does: which entries it recognises by themselves, which as sets, and which not.
///
/// The council chooses the recognised among the eligible, in structure and number (TT 26/2014/TT-BCT Đ17).
public struct DecisionPlan: Hashable, Sendable {
    /// Recognised by themselves, in the order of the file.
    public let single: [Single]
    /// In the order in which the file first names them.
    public let sets: [SetOfEntries]
    public let unrecognised: [Unrecognised]
    /// What a council would want to explain; refuses nothing.
    public let warnings: [Violation]

    public struct Single: Hashable, Sendable {
        public let entry: DecisionEntry
        public let awardClass: AwardClass?
        public let reason: String?
    }

    /// Entries of one establishment and group that are recognised as one set of products.
    public struct SetOfEntries: Hashable, Sendable {
        public let name: String
        public let kind: ProductSetKind?
        public let establishment: String
        public let group: ProductGroupID
        /// At least two, in the order of the file.
        public let members: [DecisionEntry]
        public let awardClass: AwardClass?
        public let reason: String?
    }

    public struct Unrecognised: Hashable, Sendable {
        public let entry: DecisionEntry
        public let reason: String?
    }

    /// Checks a decision file against the round.
    ///
    /// - Throws: everything that is wrong, with the line of the file.
    public init(
        rows: [DecisionRow], entries: [DecisionEntry], tally: [Tally.Line], rules: Rules
    ) throws(Refusal) {
        let check = DecisionCheck(rows: rows, entries: entries, tally: tally, rules: rules)
        let isOrderExplained = rules.decision.orderReasons == .required
        try Refusal.throwIfAny(check.violations + (isOrderExplained ? check.orderWarnings : []))
        let byCode = check.entries
        single = rows.filter { $0.isRecognised && $0.setName == nil }.compactMap { row in
            byCode[row.entry].map {
                Single(
                    entry: $0, awardClass: row.awardClass.flatMap(rules.awardClass), reason: row.reason)
            }
        }
        sets = check.sets.compactMap { name, members in
            let entries = members.compactMap { byCode[$0.entry] }
            guard let first = entries.first else { return nil }
            let reasons = members.compactMap(\.reason)
            return SetOfEntries(
                name: name, kind: members.compactMap(\.setKind).first, establishment: first.establishment,
                group: first.group, members: entries,
                awardClass: members.compactMap(\.awardClass).first.flatMap(rules.awardClass),
                reason: reasons.isEmpty ? nil : reasons.joined(separator: "; "))
        }
        unrecognised = rows.filter { !$0.isRecognised }.compactMap { row in
            byCode[row.entry].map { Unrecognised(entry: $0, reason: row.reason) }
        }
        warnings = check.orderWarnings
    }

    private init(single: [Single], sets: [SetOfEntries], unrecognised: [Unrecognised]) {
        (self.single, self.sets, self.unrecognised, warnings) = (single, sets, unrecognised, [])
    }

    /// What it does to some entries; of a set all members or none.
    func only(_ codes: Set<String>) -> DecisionPlan {
        DecisionPlan(
            single: single.filter { codes.contains($0.entry.code) },
            sets: sets.filter { $0.members.contains { codes.contains($0.code) } },
            unrecognised: unrecognised.filter { codes.contains($0.entry.code) })
    }
}
