import Postgres
import RuralIndustry

/// What the index knows of the words of one search, each set read once.
///
/// Sets may hold documents that have lost a word since, and lack those that are not settled; so what they say is held against the
/// documents, and the unsettled ones are looked at as well.
final class Postings {
    private let session: Session
    let kind: SearchKind
    private var known: [[String]: DocumentSet] = [:]
    private var waiting: [Int64]?

    init(_ kind: SearchKind, in session: Session) {
        self.kind = kind
        self.session = session
    }

    /// Documents that hold one lexeme of each group; where the groups of one lexeme alone leave few, all of those, since looking
    /// at them costs less than reading the sets of many alternatives.
    func documents(holding groups: [[String]]) throws -> DocumentSet {
        let certain = groups.filter { $0.count == 1 }.flatMap(\.self)
        let alternatives = groups.filter { $0.count != 1 }
        var result = certain.isEmpty ? nil : try documents(holdingAll: certain)
        if let result, result.count <= Self.few { return result }
        for group in alternatives {
            let set = try documents(holdingAny: group)
            if result == nil {
                result = set
            } else {
                result?.formIntersection(set)
            }
        }
        return result ?? DocumentSet()
    }

    private static let few = 1000

    /// The server joins the sets: what it would send of each frequent word is as large as all its documents.
    private func documents(holdingAll lexemes: [String]) throws -> DocumentSet {
        let lexemes = Set(lexemes).sorted()
        return try known(lexemes) {
            """
            SELECT block, bit_and(bits) AS bits FROM \(identifier: kind.rawValue + "_posting")
            WHERE word = ANY (\(lexemes)) GROUP BY block
            HAVING count(*) = \(lexemes.count) AND bit_count(bit_and(bits)) > 0
            """
        }
    }

    private func documents(holdingAny lexemes: [String]) throws -> DocumentSet {
        try known(["|"] + lexemes) {
            """
            SELECT block, bit_or(bits) AS bits FROM \(identifier: kind.rawValue + "_posting")
            WHERE word = ANY (\(lexemes)) GROUP BY block
            """
        }
    }

    private func known(_ key: [String], _ query: () -> SQL) throws -> DocumentSet {
        if let set = known[key] { return set }
        let rows = try session.query(query()) {
            (block: try $0("block", as: Int.self), bits: try $0("bits", as: PostingBits.self))
        }
        let set = rows.reduce(into: DocumentSet()) { $0.setBlock($1.block, $1.bits.words) }
        known[key] = set
        return set
    }

    /// Records whose documents are not in the sets yet.
    func unsettled() throws -> [Int64] {
        if let waiting { return waiting }
        let ids = try session.values(
            "SELECT DISTINCT \(identifier: kind.rawValue + "_id") FROM \(identifier: kind.rawValue + "_unsettled")",
            as: Int64.self)
        waiting = ids
        return ids
    }

    /// Numbers that begin so, which the vocabulary does not hold: the first ones.
    func numbers(beginning text: String, limit: Int) throws -> [String] {
        let end = text + Session.afterAllLetters
        let (documents, id) = (kind.rawValue + "_search", kind.rawValue + "_id")
        return try session.values(
            """
            SELECT n.word FROM (
              SELECT p.word FROM \(identifier: kind.rawValue + "_posting") p WHERE p.word >= \(text)::text AND p.word < \(end)::text
              UNION
              SELECT w.word FROM \(identifier: documents) d, unnest(tsvector_to_array(d.document)) AS w (word)
              WHERE d.\(identifier: id) = ANY (\(try unsettled())) AND w.word COLLATE "C" >= \(text)::text
                AND w.word COLLATE "C" < \(end)::text
            ) n ORDER BY n.word COLLATE "C" LIMIT \(limit)
            """, as: String.self)
    }
}

/// A column of type `bit`, in the words of a `DocumentSet`.
private struct PostingBits: SQLDecodable {
    let words: [UInt64]

    init(cell: Cell) throws {
        words = try cell.withBytes(reading: PostingBits.self) { bytes in
            // the number of bits goes before them
            guard bytes.count == 4 + DocumentSet.blockSize / 8 else {
                throw cell.failure(reading: PostingBits.self, "it has \(bytes.count) bytes")
            }
            return Array(unsafeUninitializedCapacity: DocumentSet.blockWords) { result, count in
                for index in 0..<DocumentSet.blockWords {
                    let word = bytes.loadUnaligned(fromByteOffset: 4 + 8 * index, as: UInt64.self)
                    result.initializeElement(at: index, to: UInt64(bigEndian: word))
                }
                count = DocumentSet.blockWords
            }
        }
    }
}
