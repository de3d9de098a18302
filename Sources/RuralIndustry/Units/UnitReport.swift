/// What a registry of units does not know or must not confuse; not errors, but said after every import.
public struct UnitReport: Equatable, Sendable {
    /// A unit that was divided: its records cannot be counted under one successor.
    public struct Split: Hashable, Sendable {
        public let from: UnitCode
        public let day: Day
        public let parts: [UnitCode]
    }

    /// A code that means another territory from that day on.
    public struct ReusedCode: Hashable, Sendable {
        public let code: UnitCode
        public let day: Day
    }

    /// Ended without an edge that says what became of them.
    public let withoutSuccessor: [UnitRecord]
    /// Began on a day without an edge that says what they were.
    public let withoutPredecessor: [UnitRecord]
    public let splits: [Split]
    public let reusedCodes: [ReusedCode]

    /// Everything in the order of codes.
    public init(units: UnitCatalogue, lineage: [LineageEdge]) {
        let left = Set(lineage.map { End(code: $0.from, day: $0.effectiveDate) })
        let reached = Set(lineage.map { End(code: $0.to, day: $0.effectiveDate) })
        let continuing = Set(
            lineage.filter { $0.relation == .continues && $0.from == $0.to }
                .map { End(code: $0.from, day: $0.effectiveDate) })
        let all = units.all
        withoutSuccessor = all.filter { unit in
            unit.validity.to.map { !left.contains(End(code: unit.code, day: $0)) } ?? false
        }
        withoutPredecessor = all.filter { unit in
            unit.validity.from.map { !reached.contains(End(code: unit.code, day: $0)) } ?? false
        }
        reusedCodes = all.compactMap { unit in
            guard let day = unit.validity.from, !continuing.contains(End(code: unit.code, day: day)),
                units.history(of: unit.code).contains(where: { $0.validity.startsBefore(unit.validity) })
            else { return nil }
            return ReusedCode(code: unit.code, day: day)
        }
        let parts = Dictionary(grouping: lineage.filter { $0.relation == .partOf }) { edge in
            End(code: edge.from, day: edge.effectiveDate)
        }
        splits = parts.map { Split(from: $0.key.code, day: $0.key.day, parts: $0.value.map(\.to).sorted()) }
            .sorted { ($0.from, $0.day) < ($1.from, $1.day) }
    }

    private struct End: Hashable {
        let code: UnitCode
        let day: Day
    }
}
