import Postgres
import RuralIndustry

/// Finds the records that may answer a question by its words, in steps from what fits best; each step is capped before anything is
/// ranked.
struct SearchCandidates {
    let records: SearchRecords
    let postings: Postings

    /// Whether the words of a question narrow it down so far that all that holds them can be looked at.
    func isNarrow(_ query: WordQuery) throws -> Bool {
        try records.kinds.allSatisfy {
            try postings.documents($0, answering: [query]).documents(limit: records.cap).count < records.cap
        }
    }

    /// Records whose documents answer one of the questions: first those that are not settled are looked at, then what the index
    /// has, in larger and larger parts until there are enough.
    ///
    /// - Parameters:
    ///   - certain: records that are read in the same exchange whether they answer or not.
    ///   - known: records that need not be found again.
    func matching(
        _ queries: [WordQuery], besides certain: [SearchKind: [Int64]] = [:],
        except known: [SearchKind: Set<Int64>] = [:]
    ) throws -> [SearchCandidate] {
        guard !queries.isEmpty else { return [] }
        let question = queries.map { "(\($0.text))" }.joined(separator: " | ")
        var scans = try records.kinds.map { kind in
            DocumentScan(
                kind, of: try postings.documents(kind, answering: queries), after: postings.unsettled(kind),
                except: (known[kind] ?? []).union(certain[kind] ?? []), first: 2 * records.cap,
                enough: records.cap)
        }
        var certain = certain
        var all: [SearchCandidate] = []
        repeat {
            let found = try records.read(
                scans.map {
                    SearchPart(
                        kind: $0.kind, certain: certain[$0.kind] ?? [], possible: $0.next, question: question)
                })
            for index in scans.indices {
                let (kind, isCertain) = (scans[index].kind, Set(certain[scans[index].kind] ?? []))
                scans[index].advance(by: found.count { $0.kind == kind && !isCertain.contains($0.id) })
            }
            certain = [:]
            all += found
        } while scans.contains { !$0.next.isEmpty }
        return all
    }

    /// Numbers that documents hold and that begin so.
    func numbers(beginning text: String) throws -> [String] {
        try postings.numbers(beginning: text, limit: Self.numbers)
    }

    private static let numbers = 20
}
