/// Gives ranks to totals, equal totals being separated by the chain that the rules declare.
struct Ranking {
    let rules: Rules
    let seed: [UInt8]?

    /// The rank of each outcome, in their order; nil for those without a total.
    ///
    /// - Throws: `draw-needs-seed` or `entry-group-needed`.
    func ranks(
        of outcomes: [EntryOutcome], sha256: ([UInt8]) -> [UInt8]
    ) throws(Refusal) -> [Int?] {
        var ranks = [Int?](repeating: nil, count: outcomes.count)
        for scope in try scopes(of: outcomes) {
            var next = 1
            let byTotal = Self.runs(of: scope) { outcomes[$0].total }
            for equals in byTotal {
                for sharing in try separate(equals, outcomes, chain: rules.scoring.ties[...], sha256) {
                    for index in sharing { ranks[index] = next }
                    next += sharing.count
                }
            }
        }
        return ranks
    }

    /// The outcomes with totals, split into those ranked among each other.
    private func scopes(of outcomes: [EntryOutcome]) throws(Refusal) -> [[Int]] {
        let ranked = outcomes.indices.filter { outcomes[$0].total != nil }
        guard rules.scoring.rankWithin == .group else { return [ranked] }
        try Refusal.throwIfAny(
            outcomes.filter { $0.group == nil }.map {
                Violation(
                    "entry-group-needed",
                    vi: "Xếp hạng theo nhóm nhưng sản phẩm “\($0.entry)” chưa rõ nhóm; hãy ghi nhóm",
                    en: "Ranks are given within groups, but the group of “\($0.entry)” is not known; state it"
                )
            })
        return Array(Dictionary(grouping: ranked) { outcomes[$0].group }.values)
    }

    /// Splits outcomes with equal totals into those that share a rank, best first.
    private func separate(
        _ equals: [Int], _ outcomes: [EntryOutcome], chain: ArraySlice<TieBreaker>,
        _ sha256: ([UInt8]) -> [UInt8]
    ) throws(Refusal) -> [[Int]] {
        guard equals.count > 1, let breaker = chain.first else { return [equals] }
        switch breaker {
        case .share: return [equals]
        case .draw: return try draw(equals, outcomes, sha256).map { [$0] }
        case .criterion(let id):
            guard let criterion = rules.criteria.firstIndex(where: { $0.id == id }) else { return [equals] }
            var separated: [[Int]] = []
            for run in Self.runs(of: equals, by: { outcomes[$0].panels[criterion] }) {
                separated += try separate(run, outcomes, chain: chain.dropFirst(), sha256)
            }
            return separated
        }
    }

    /// By SHA-256(seed ‖ 0x00 ‖ entry code), the smallest first.
    private func draw(
        _ equals: [Int], _ outcomes: [EntryOutcome], _ sha256: ([UInt8]) -> [UInt8]
    ) throws(Refusal) -> [Int] {
        guard let seed else {
            let entries = equals.map { outcomes[$0].entry }.joined(separator: ", ")
            throw Refusal(
                Violation(
                    "draw-needs-seed",
                    vi:
                        "Các sản phẩm \(entries) bằng điểm và phải bốc thăm; hãy cho mầm đã định trước khi chấm (--seed)",
                    en:
                        "Entries \(entries) are tied and must be drawn; give the seed fixed before judging (--seed)"
                ))
        }
        return
            equals
            .map { (index: $0, digest: sha256(seed + [0] + Array(outcomes[$0].entry.utf8))) }
            .sorted { $0.digest.lexicographicallyPrecedes($1.digest) }
            .map(\.index)
    }

    /// Sorts by a value, highest first, and splits where it changes.
    private static func runs(of indices: [Int], by value: (Int) -> Rational?) -> [[Int]] {
        let valued = indices.map { (index: $0, value: value($0) ?? .zero) }.sorted {
            $0.value != $1.value ? $0.value > $1.value : $0.index < $1.index
        }
        var runs: [[Int]] = []
        var last: Rational?
        for (index, value) in valued {
            if value == last { runs[runs.count - 1].append(index) } else { runs.append([index]) }
            last = value
        }
        return runs
    }
}
