import Postgres
public import RuralIndustry

extension Registry {
    /// Searches establishments and products as people type: by name, industry, commune (by its names then and now), tax code
    /// and, for those who may read the records of all establishments, telephone and personal number. What is found and shown is
    /// otherwise what the public sees.
    ///
    /// Each word must be found; where nothing has all of them, words are corrected by one slip each.
    ///
    /// - Parameter day: the day on which the code of `filter.unit` is read.
    public func search(
        _ query: SearchQuery, _ filter: SearchFilter = SearchFilter(), on day: Day, as viewer: Viewer
    ) async throws -> SearchAnswer {
        guard SearchFilter.limits.contains(filter.limit) else {
            throw Refusal(.searchLimit(filter.limit))
        }
        let cache = postingCache
        return try await read(.registrySearch, of: .reference("registry"), as: viewer, settings: .search) {
            session in
            let places = try filter.unit.map { code in
                try session.communes(in: try session.requireUnit(code, on: day), on: day)
            }
            let mayReadRecords = viewer.reach(.establishmentRead).isEverywhere
            let records = SearchRecords(
                session: session, kinds: filter.kind.map { [$0] } ?? SearchKind.allCases, places: places,
                cap: max(40, filter.limit), hidesUnpublished: !mayReadRecords)
            var search = RunningSearch(
                query: query, limit: filter.limit, records: records, mayReadRecords: mayReadRecords)
            return try search.answer(knownFrom: cache)
        }
    }
}

extension LocalSettings {
    /// The plans of a search are the same for all words, and made once.
    fileprivate static let search = LocalSettings([
        "enable_seqscan": "off", "plan_cache_mode": "force_generic_plan", "jit": "off",
    ])
}

/// One search on its way through its steps. Each step finds what ranks below what the steps before it found, so that it ends
/// when there is enough.
private struct RunningSearch {
    let query: SearchQuery
    let limit: Int
    let records: SearchRecords
    let mayReadRecords: Bool

    private var found: [Found] = []
    private var seen = Set<Key>()
    private var open = 0

    private struct Key: Hashable {
        let kind: SearchKind
        let id: Int64
    }

    private struct Found {
        let candidate: SearchCandidate
        let rank: SearchRank
        let meant: [String?]
    }

    init(query: SearchQuery, limit: Int, records: SearchRecords, mayReadRecords: Bool) {
        self.query = query
        self.limit = limit
        self.records = records
        self.mayReadRecords = mayReadRecords
    }

    /// What is closed ranks below everything that is still to be found.
    private var isEnough: Bool { open >= limit }

    mutating func answer(knownFrom cache: PostingCache) throws -> SearchAnswer {
        try findCodes()
        if !found.isEmpty { return try ranked() }
        let opening = try SearchOpening(query, in: records)
        var beginning = opening.beginning
        if beginning.values.reduce(0, { $0 + $1.count }) >= limit {
            try findBeginning(&beginning)
            if isEnough { return try ranked() }
        }
        let candidates = SearchCandidates(
            records: records,
            postings: Postings(records.kinds, as: opening.index, in: records.session, knownFrom: cache))
        let mayBeKnown = query.words.map { !$0.isCorrectable || opening.known.contains($0.text) }
        try findWords(mayBeKnown, besides: &beginning, among: candidates)
        if found.isEmpty { try findCorrected(mayBeKnown, among: candidates) }
        return try ranked()
    }

    // MARK: Steps

    private mutating func findCodes() throws {
        if let digits = query.codeDigits {
            // branches are kept with a hyphen; ten digits find them too, and twelve are a personal number
            let code = digits.utf8.count == 13 ? digits.prefix(10) + "-" + digits.suffix(3) : digits[...]
            if code.utf8.count != 12 || mayReadRecords {
                keepCodes(try records.havingTaxCode(String(code), orOfBranches: code.utf8.count == 10))
            }
        }
        if let phone = query.phone, mayReadRecords {
            keepCodes(try records.havingPhone(phone.text))
        }
    }

    private mutating func keepCodes(_ records: [SearchCandidate]) {
        for record in records {
            keep(
                record, .code(isClosed: record.closedOn != nil, awards: record.awards),
                query.words.map(\.text))
        }
    }

    /// Records whose name begins with the question; they are not found again.
    private mutating func findBeginning(_ beginning: inout [SearchKind: [Int64]]) throws {
        add(try records.read(beginning.map { SearchPart(kind: $0.key, certain: $0.value) }))
        beginning = [:]
    }

    /// All words as they are typed; if few records have them, with the last one going on.
    ///
    /// - Parameter beginning: records whose name begins with the question, if they are still to be read.
    private mutating func findWords(
        _ mayBeKnown: [Bool], besides beginning: inout [SearchKind: [Int64]],
        among candidates: SearchCandidates
    ) throws {
        let last = query.words.count - 1
        let unknown = mayBeKnown.indices.filter { !mayBeKnown[$0] && query.words[$0].isRequired }
        if unknown.isEmpty {
            try find(query.words.map { [$0.text] }, besides: &beginning, among: candidates)
        } else {
            try findBeginning(&beginning)
        }
        guard query.lastWordMayGoOn, open < min(limit, Self.few), unknown.isEmpty || unknown == [last] else {
            return
        }
        let longer = try continuations(among: candidates)
        guard !longer.isEmpty else { return }
        var groups = query.words.map { [$0.text] }
        groups[last] = longer
        try find(groups, besides: &beginning, among: candidates)
    }

    /// Names come before what has the words elsewhere, so that the cap does not cut them off; unless there is no more than that.
    private mutating func find(
        _ groups: [[String]], besides beginning: inout [SearchKind: [Int64]],
        among candidates: SearchCandidates
    ) throws {
        let (names, words) = (all(groups, .name), all(groups))
        try candidates.postings.load((words.groups + names.groups).joined())
        if try !candidates.isNarrow(words) {
            add(try candidates.matching([names], besides: beginning, except: known))
            beginning = [:]
        }
        if !isEnough {
            add(try candidates.matching([words], besides: beginning, except: known))
            beginning = [:]
        }
    }

    /// The numbers of what was found.
    private var known: [SearchKind: Set<Int64>] {
        seen.reduce(into: [:]) { $0[$1.kind, default: []].insert($1.id) }
    }

    /// Nobody who found so many is still looking for the rest of a word.
    private static let few = 5

    /// What the last word may become, itself left out.
    private func continuations(among candidates: SearchCandidates) throws -> [String] {
        guard let word = query.words.last else { return [] }
        if word.isCorrectable { return try records.session.words(beginning: word.text) }
        // numbers are not in the vocabulary; short ones begin too many
        return word.text.utf8.count >= 4 ? try candidates.numbers(beginning: word.text) : []
    }

    /// Words that stand nowhere are corrected; if that finds nothing, one word may be a slip that made another word; at last
    /// every word may.
    private mutating func findCorrected(_ mayBeKnown: [Bool], among candidates: SearchCandidates) throws {
        let typed = query.words.indices.filter { query.words[$0].isCorrectable && query.words[$0].isRequired }
        let alternatives = Dictionary(
            uniqueKeysWithValues: zip(
                typed, try records.session.words(oneSlipFrom: typed.map { query.words[$0].text })))
        let unknown = Set(mayBeKnown.indices.filter { !mayBeKnown[$0] && query.words[$0].isRequired })
        let correctable = Set(alternatives.filter { !$0.value.isEmpty }.keys)
        guard unknown.isSubset(of: correctable) else { return }
        let steps: [[Set<Int>]] = [
            unknown.isEmpty ? [] : [unknown],
            correctable.subtracting(unknown).sorted().map { unknown.union([$0]) },
            [correctable],
        ]
        for step in steps where found.isEmpty && !step.isEmpty {
            let queries = step.map { corrected in
                all(
                    query.words.enumerated().map { index, word in
                        let itself = unknown.contains(index) ? [] : [word.text]
                        return itself + (corrected.contains(index) ? alternatives[index] ?? [] : [])
                    })
            }
            add(try candidates.matching(queries), alternatives: alternatives)
        }
    }

    /// Every required word by one of its group. If none is required (they all qualify a place), all are.
    private func all(_ groups: [[String]], _ mark: WordQuery.Mark = .word) -> WordQuery {
        WordQuery(zip(query.words, groups).filter { $0.0.isRequired }.map(\.1), mark)
    }

    // MARK: Keeping

    private mutating func add(_ records: [SearchCandidate], alternatives: [Int: [String]] = [:]) {
        for record in records {
            let ranked = SearchRank.rank(
                of: (record.nameFolded, record.words), isClosed: record.closedOn != nil,
                awards: record.awards,
                for: query, alternatives: alternatives)
            if let ranked { keep(record, ranked.rank, ranked.meant) }
        }
    }

    private mutating func keep(_ record: SearchCandidate, _ rank: SearchRank, _ meant: [String?]) {
        guard seen.insert(Key(kind: record.kind, id: record.id)).inserted else { return }
        found.append(Found(candidate: record, rank: rank, meant: meant))
        open += rank.isClosed ? 0 : 1
    }

    /// Equal ranks in the order in which they were found: establishments first, each kind in Vietnamese order.
    private func ranked() throws -> SearchAnswer {
        let best = found.enumerated().sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }
            .prefix(limit).map(\.element)
        let corrected = best.first.flatMap { first in
            first.rank.corrections > 0 ? first.meant.compactMap(\.self).joined(separator: " ") : nil
        }
        return SearchAnswer(hits: try hits(best), corrected: corrected)
    }

    private func hits(_ best: [Found]) throws -> [SearchHit] {
        let details = try records.details(
            of: Dictionary(grouping: best, by: \.candidate.kind).mapValues { $0.map(\.candidate.id) })
        let byKey = Dictionary(uniqueKeysWithValues: details.map { (Key(kind: $0.kind, id: $0.id), $0) })
        return best.compactMap { found in
            byKey[Key(kind: found.candidate.kind, id: found.candidate.id)]?
                .hit(found.candidate, found.rank.match, mayReadRecords: mayReadRecords)
        }
    }
}

extension Violation {
    fileprivate static func searchLimit(_ limit: Int) -> Violation {
        Violation(
            "search-limit",
            vi: "số kết quả phải từ 1 đến \(SearchFilter.limits.upperBound), không phải \(limit)",
            en: "the number of results lies between 1 and \(SearchFilter.limits.upperBound), not \(limit)",
            at: Place(column: "limit"))
    }
}
