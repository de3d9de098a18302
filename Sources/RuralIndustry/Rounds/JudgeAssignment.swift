/// Which judges mark which entries, when not everybody marks everything: so many judges for each entry, none of them in
/// conflict, as evenly as the conflicts allow.
///
/// Drawn from a seed, so that anybody can repeat it from what is published: the entry codes, the judges' codes, the barred
/// pairs, the number and the seed. Entries are taken in the order of SHA-256(seed ‖ 0x00 ‖ entry). Each takes its judges one
/// after another, each time the least loaded one that can be freed for it along a chain of exchanges; among equals the first by
/// SHA-256(seed ‖ 0x00 ‖ entry ‖ 0x00 ‖ judge). The result is an optimal semi-matching (Harvey, Ladner, Lovász, Tamir: Semi-
/// matchings for bipartite graphs and load balancing, 2003): no other assignment has loads with a smaller sum of squares.
public struct JudgeAssignment: Hashable, Sendable {
    /// A judge and an entry that must not meet.
    public struct Barred: Hashable, Sendable {
        public let judge: String
        public let entry: String

        public init(judge: String, entry: String) {
            self.judge = judge
            self.entry = entry
        }
    }

    /// For each entry its judges, both in the order of their codes.
    public let judges: [String: [String]]

    /// How many entries each judge has.
    public var loads: [String: Int] {
        var loads: [String: Int] = [:]
        for judge in judges.values.joined() { loads[judge, default: 0] += 1 }
        return loads
    }

    /// Draws the assignment. The order in which entries, judges and bars are given changes nothing.
    ///
    /// - Throws: `assignment-per-entry` if the number makes no sense, and `assignment-impossible` for every entry that has too
    ///   few judges left, with those that are barred from it.
    public init(
        entries: [String], judges: [String], perEntry: Int, barred: Set<Barred>, seed: [UInt8],
        sha256: ([UInt8]) -> [UInt8]
    ) throws(Refusal) {
        let judges = judges.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        guard (1...max(judges.count, 1)).contains(perEntry), !judges.isEmpty else {
            throw Refusal(
                Violation(
                    "assignment-per-entry",
                    vi: "mỗi sản phẩm cần từ 1 đến \(judges.count) giám khảo, không phải \(perEntry)",
                    en: "an entry needs from 1 to \(judges.count) judges, not \(perEntry)"))
        }
        let codes = entries.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        try Refusal.throwIfAny(
            codes.compactMap { Self.impossible($0, judges, perEntry: perEntry, barred: barred) })
        func ordered(_ texts: [String], after prefix: [UInt8]) -> [Int] {
            texts.indices.map { (index: $0, digest: sha256(prefix + [0] + Array(texts[$0].utf8))) }
                .sorted { $0.digest.lexicographicallyPrecedes($1.digest) }.map(\.index)
        }
        var matching = SemiMatching(entries: codes.count, judges: judges.count)
        for entry in ordered(codes, after: seed) {
            let preference = ordered(judges, after: seed + [0] + Array(codes[entry].utf8)).filter {
                !barred.contains(Barred(judge: judges[$0], entry: codes[entry]))
            }
            matching.allow(entry, preference)
            for _ in 0..<perEntry { matching.assignOne(to: entry) }
        }
        self.judges = Dictionary(
            uniqueKeysWithValues: zip(codes, matching.assigned.map { $0.sorted().map { judges[$0] } }))
    }

    private static func impossible(
        _ entry: String, _ judges: [String], perEntry: Int, barred: Set<Barred>
    ) -> Violation? {
        let out = judges.filter { barred.contains(Barred(judge: $0, entry: entry)) }
        guard judges.count - out.count < perEntry else { return nil }
        return Violation(
            "assignment-impossible",
            vi:
                "sản phẩm “\(entry)” cần \(perEntry) giám khảo nhưng chỉ còn \(judges.count - out.count): "
                + "\(out.joined(separator: ", ")) không được chấm sản phẩm này",
            en:
                "entry “\(entry)” needs \(perEntry) judges but only \(judges.count - out.count) are left: "
                + "\(out.joined(separator: ", ")) may not mark it")
    }
}

/// Entries with several judges each, loads kept as even as they can be.
private struct SemiMatching {
    private(set) var assigned: [[Int]]
    private var allowed: [[Int]]
    private var entriesOfJudge: [[Int]]

    init(entries: Int, judges: Int) {
        assigned = Array(repeating: [], count: entries)
        allowed = Array(repeating: [], count: entries)
        entriesOfJudge = Array(repeating: [], count: judges)
    }

    mutating func allow(_ entry: Int, _ judges: [Int]) { allowed[entry] = judges }

    /// Gives an entry one more judge: of all judges that an exchange can free for it the least loaded, along the shortest chain.
    /// A chain goes from the entry to a judge it may take, from the judge to an entry it holds, and so on.
    mutating func assignOne(to start: Int) {
        // how each judge and each entry was reached
        var entryBefore: [Int: Int] = [:]
        var judgeBefore: [Int: Int] = [:]
        var order: [Int] = []
        var frontier = [start]
        while !frontier.isEmpty {
            var next: [Int] = []
            for entry in frontier {
                for judge in allowed[entry]
                where entryBefore[judge] == nil && !assigned[entry].contains(judge) {
                    entryBefore[judge] = entry
                    order.append(judge)
                    for held in entriesOfJudge[judge] where held != start && judgeBefore[held] == nil {
                        judgeBefore[held] = judge
                        next.append(held)
                    }
                }
            }
            frontier = next
        }
        // the first of the least loaded: `order` is by length of chain, then by preference
        guard var judge = order.min(by: { entriesOfJudge[$0].count < entriesOfJudge[$1].count }) else {
            return
        }
        while let entry = entryBefore[judge] {
            assigned[entry].append(judge)
            entriesOfJudge[judge].append(entry)
            // the entry gives back the judge through whom it was reached, who then serves the one before
            guard let given = judgeBefore[entry] else { return }
            assigned[entry].removeAll { $0 == given }
            entriesOfJudge[given].removeAll { $0 == entry }
            judge = given
        }
    }
}
