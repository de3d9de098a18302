/// How well a text says a unit.
public enum AddressFit: Int, Comparable, Sendable, CaseIterable {
    /// Kinds agree where they are written, and letters and tones where the text has diacritics.
    case exact
    /// The letters agree only without diacritics that the text does not write.
    case folded
    /// Something written disagrees: another kind, other tones.
    case differs

    public static func < (left: AddressFit, right: AddressFit) -> Bool { left.rawValue < right.rawValue }

    public var name: Bilingual {
        switch self {
        case .exact: Bilingual(vi: "đúng chữ", en: "as written")
        case .folded: Bilingual(vi: "không xét dấu", en: "without diacritics")
        case .differs: Bilingual(vi: "khác dấu hoặc khác loại đơn vị", en: "other diacritics or kind")
        }
    }

    /// The key of files and programs.
    public var key: String {
        switch self {
        case .exact: "exact"
        case .folded: "folded"
        case .differs: "differs"
        }
    }
}

/// A unit that a text may mean.
public struct AddressMatch: Hashable, Sendable {
    /// The unit and what it lies in, the smallest first.
    public let path: [UnitRecord]
    public let fit: AddressFit
    /// Which levels of the path the text names.
    public let named: Set<UnitLevel>
    /// How many words stand in front that no unit explains: house, street, hamlet.
    public let unread: Int

    public var unit: UnitRecord { path[0] }

    /// `xã Tân Phú, huyện Tân Kỳ, tỉnh Nghệ An`
    public var text: String { Self.text(of: path) }

    public static func text(of path: [UnitRecord]) -> String {
        path.map { "\($0.kind.name.vi) \($0.name)" }.joined(separator: ", ")
    }
}

/// What a text says on a day.
public enum AddressAnswer: Hashable, Sendable {
    case unique(AddressMatch)
    /// Several, best first, or one that differs from what is written, which a person has to confirm.
    case ambiguous([AddressMatch])
    /// No unit fits everything that is written after it. `recognised` are units that fit the end of the text or
    /// one of its parts, and never an answer.
    case unknown(recognised: [AddressMatch])

    public var matches: [AddressMatch] {
        switch self {
        case .unique(let match): [match]
        case .ambiguous(let matches), .unknown(let matches): matches
        }
    }
}

/// Finds the unit that the text of an address names, among the units of one day.
///
/// The text is read from its end: the largest unit stands last, before it one that lies in it, and so on, kind
/// words or none, a level left out or not. Nothing between two of them may stay unread: a district that does
/// not exist on the day, or in which the commune does not lie, makes the answer unknown and never a guess.
/// What stands in front of the smallest unit (house, street, hamlet) is passed over.
public struct AddressResolver: Sendable {
    private let units: [UnitRecord]
    /// By position: the unit that it lies in.
    private let parents: [Int?]
    private let positions: [UnitCode: Int]
    /// By position: the name's spelling, words run together.
    private let spelt: [String]
    /// By folded name, words run together.
    private let named: [String: [Int]]
    private let longestName: Int

    /// `units` are those of one day: no code twice.
    public init(_ units: [UnitRecord]) {
        self.units = units
        let positions = Dictionary(units.enumerated().map { ($1.code, $0) }) { first, _ in first }
        self.positions = positions
        parents = units.map { $0.parent.flatMap { positions[$0] } }
        let keys = units.map { AddressText.key($0.name) }
        spelt = keys.map(\.spelt)
        named = Dictionary(grouping: units.indices) { keys[$0].folded }
        longestName = keys.map(\.folded.utf8.count).max() ?? 0
    }

    /// The unit with the code and what it lies in.
    public func path(of code: UnitCode) -> [UnitRecord]? {
        positions[code].map { path(at: $0).map { units[$0] } }
    }

    public func answer(_ text: String) -> AddressAnswer {
        let words = AddressText(text).words
        guard !words.isEmpty else { return .unknown(recognised: []) }
        let mentions = mentions(in: words)
        let chains = chains(of: mentions, endingAt: words.count)
        guard let first = chains.map(\.start).min() else {
            return .unknown(recognised: recognised(mentions))
        }
        // Farthest to the front: the smallest unit that the text names.
        let reaching = chains.filter { $0.start == first }
        let best = reaching.map(\.fit).min() ?? .differs
        let matches = reaching.filter { $0.fit == best }.sorted { isBefore($0, $1) }.map(match)
        if isContradicted(first, words) { return .unknown(recognised: Array(matches.prefix(10))) }
        return matches.count == 1 && best != .differs ? .unique(matches[0]) : .ambiguous(matches)
    }

    // MARK: Mentions

    /// A stretch of words that can be a unit, in one or more places of the country.
    private struct Mention {
        let start: Int
        let end: Int
        let hasKind: Bool
        let units: [(position: Int, fit: AddressFit)]
    }

    private func mentions(in words: [AddressWord]) -> [Mention] {
        var found: [Mention] = []
        let isPlain = words.allSatisfy { $0.spelt == $0.folded }
        for index in words.indices {
            if let kind = AddressKindWord.read(words, at: index), !isSecondHalf(words, index) {
                found += mentions(in: words, from: index, named: index + kind.count, kind.word, isPlain)
            }
            if !isInStreet(words, index) {
                found += mentions(in: words, from: index, named: index, nil, isPlain)
            }
        }
        return found
    }

    /// `xã` in `thị xã` is no commune.
    private func isSecondHalf(_ words: [AddressWord], _ index: Int) -> Bool {
        index > 0 && AddressKindWord.read(words, at: index - 1)?.count == 2
    }

    private func mentions(
        in words: [AddressWord], from start: Int, named first: Int, _ kind: AddressKindWord?, _ isPlain: Bool
    ) -> [Mention] {
        var found: [Mention] = []
        var folded = ""
        var written = ""
        var end = first
        while end < words.count, folded.utf8.count + words[end].folded.utf8.count <= longestName {
            // `An Lin - H. Sơn` is not `An Linh Sơn`.
            if end > first, words[end].beginsPart, AddressKindWord.read(words, at: end) != nil { break }
            folded += words[end].folded
            written += words[end].spelt
            end += 1
            // A number alone is a house's.
            guard kind != nil || !folded.isDigits, let positions = named[folded] else { continue }
            var said: [(position: Int, fit: AddressFit)] = []
            for position in positions where kind?.levels.contains(units[position].level) ?? true {
                said.append((position: position, fit: fit(position, folded, written, kind, isPlain)))
            }
            guard !said.isEmpty else { continue }
            found.append(Mention(start: start, end: end, hasKind: kind != nil, units: said))
        }
        return found
    }

    /// - Parameter isPlain: nothing in the text has diacritics, so that a name without any is no better than others.
    private func fit(
        _ position: Int, _ folded: String, _ written: String, _ kind: AddressKindWord?, _ isPlain: Bool
    ) -> AddressFit {
        if let kind, !kind.kinds.contains(units[position].kind) { return .differs }
        if !isPlain, written == spelt[position] { return .exact }
        return written == folded ? .folded : .differs
    }

    /// True if the word goes on what a street or a house number began, so that it begins no unit's name.
    private func isInStreet(_ words: [AddressWord], _ index: Int) -> Bool {
        guard !words[index].beginsPart, index > 0 else { return false }
        let before = words[index - 1]
        if Self.streetWords.contains(before.folded) { return true }
        guard before.hasDigit else { return false }
        // `thôn 3 Tân Phú` has its name behind it, `số 5 Lê Lợi` has not.
        return before.beginsPart || index < 2 || !Self.hamletWords.contains(words[index - 2].folded)
    }

    private static let hamletWords: Set<String> = [
        "thon", "xom", "ap", "ban", "lang", "buon", "bon", "plei", "khom", "pho", "to", "doi", "khu",
    ]
    private static let streetWords: Set<String> = hamletWords.union([
        "duong", "ngo", "ngach", "hem", "kiet", "so", "lo", "dai", "ql", "tl", "cho", "kcn", "ccn",
    ])

    // MARK: Chains

    /// Units one in the other, said without a gap up to the end of the text.
    private struct Chain {
        let start: Int
        /// The smallest unit's.
        let position: Int
        let fit: AddressFit
        let named: Set<UnitLevel>
    }

    private func chains(of mentions: [Mention], endingAt end: Int) -> [Chain] {
        let ending = Dictionary(grouping: mentions, by: \.end)
        var all: [Chain] = []
        var byStart: [Int: [Chain]] = [:]
        for mention in ending[end] ?? [] {
            for unit in mention.units {
                byStart[mention.start, default: []].append(
                    Chain(
                        start: mention.start, position: unit.position, fit: unit.fit,
                        named: [units[unit.position].level]))
            }
        }
        for start in (0..<end).reversed() {
            guard let larger = byStart[start] else { continue }
            let reached = best(larger)
            all += reached
            let above = Dictionary(reached.map { ($0.position, $0) }) { first, _ in first }
            for mention in ending[start] ?? [] {
                for unit in mention.units {
                    for ancestor in path(at: unit.position).dropFirst() {
                        guard let chain = above[ancestor] else { continue }
                        byStart[mention.start, default: []].append(
                            Chain(
                                start: mention.start, position: unit.position, fit: max(unit.fit, chain.fit),
                                named: chain.named.union([units[unit.position].level])))
                    }
                }
            }
        }
        return all
    }

    /// For each unit the best of the chains that end with it.
    private func best(_ chains: [Chain]) -> [Chain] {
        var best: [Int: Chain] = [:]
        for chain in chains {
            if let other = best[chain.position], !isBetter(chain, other) { continue }
            best[chain.position] = chain
        }
        return Array(best.values)
    }

    private func isBetter(_ left: Chain, _ right: Chain) -> Bool {
        (left.fit.rawValue, -left.named.count) < (right.fit.rawValue, -right.named.count)
    }

    /// Better first, then smaller units before larger ones, then in the order of codes.
    private func isBefore(_ left: Chain, _ right: Chain) -> Bool {
        let (one, other) = (units[left.position].code, units[right.position].code)
        if left.fit != right.fit { return left.fit < right.fit }
        return one.level != other.level ? one.level > other.level : one < other
    }

    /// True if in front of what was read another unit is written with its kind: one that does not lie there,
    /// or that does not exist, as in `xã Không Có, huyện Tân Kỳ`.
    private func isContradicted(_ start: Int, _ words: [AddressWord]) -> Bool {
        (0..<start).contains { index in
            guard let kind = AddressKindWord.read(words, at: index), index + kind.count < start else {
                return false
            }
            return !isSecondHalf(words, index) && !isInStreet(words, index)
                && kind.word.isMeant(words, at: index, count: kind.count)
        }
    }

    // MARK: Answers

    /// What single mentions with their kinds may be, for a text that nothing fits.
    private func recognised(_ mentions: [Mention]) -> [AddressMatch] {
        let said = mentions.contains(where: \.hasKind) ? mentions.filter(\.hasKind) : mentions
        var seen: Set<Int> = []
        return said.flatMap { mention in
            mention.units.map {
                Chain(
                    start: mention.start, position: $0.position, fit: $0.fit,
                    named: [units[$0.position].level])
            }
        }
        .sorted { isBefore($0, $1) }
        .filter { seen.insert($0.position).inserted }
        .prefix(10).map(match)
    }

    private func match(_ chain: Chain) -> AddressMatch {
        AddressMatch(
            path: path(at: chain.position).map { units[$0] }, fit: chain.fit, named: chain.named,
            unread: chain.start)
    }

    /// The unit at the position and what it lies in.
    private func path(at position: Int) -> [Int] {
        var path = [position]
        // Levels only grow, so a path has at most three.
        while path.count < UnitLevel.allCases.count, let next = parents[path[path.count - 1]] {
            path.append(next)
        }
        return path
    }
}
