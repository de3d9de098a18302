import Evidence
import Postgres
public import RuralIndustry

extension Registry {
    /// The tally of a round from the marks that it has now, by its pinned rules. For a closed round this is the result, with
    /// the seed that it was closed with.
    ///
    /// - Parameters:
    ///   - version: of a result that was corrected; nil: the live one.
    ///   - withAffiliations: the marks say whether judge and entrant are of one place, unless the viewer may not learn yet whose
    ///     the entries are.
    public func tally(
        ofRound id: Int64, seed: String? = nil, version: Int? = nil, withAffiliations: Bool = false,
        as viewer: Viewer
    ) async throws -> RoundTally {
        try await read(.tallyRead, of: .one("round", id: id), as: viewer) { session in
            let round = try session.round(id)
            let kept = try session.resultVersion(version, ofRound: id)
            var result = try session.tally(of: round, seed: kept?.seed ?? seed, version: kept?.version ?? 1)
            if withAffiliations { try session.tellAffiliations(in: &result, as: viewer) }
            return result
        }
    }
}

/// A tally with what it was computed from.
public struct RoundTally: Sendable {
    public internal(set) var round: RoundRecord
    public let rules: Rules
    public internal(set) var marks: [Mark]
    public let tally: Tally
    /// Affiliations were asked for, and would tell the viewer of whose entries they are.
    public internal(set) var areAffiliationsWithheld = false

    /// SHA-256 of the result's lines, in hexadecimal: the same for two tallies only where they say the same of every entry.
    public var digest: String { SHA256Digest(of: Array(tally.canonicalLines.utf8)).hex }
}

extension Tally {
    /// The hash function of draws, for the pure code.
    static func sha256(_ bytes: [UInt8]) -> [UInt8] { SHA256Digest(of: bytes).bytes }

    /// The result as text, one line an entry, over which its hash is taken: what `cnnt tally --format csv` prints under its
    /// heading, without the round.
    var canonicalLines: String {
        lines.map { line in
            [
                line.entry, line.total?.description ?? "", line.shown ?? "",
                line.rank.map { String($0) } ?? "",
                line.eligible.map { $0 ? "true" : "false" } ?? "", String(line.judges),
                line.reason?.rawValue ?? "",
            ].joined(separator: ",") + "\n"
        }.joined()
    }
}

extension Session {
    /// - Parameter version: of the result; the marks are those that stand in it.
    func tally(of round: RoundRecord, seed: String?, version: Int = 1) throws -> RoundTally {
        let rules = try rules(ofRound: round.id)
        let marks = try marks(ofRound: round.id, version: version)
        let tally = try Tally(
            of: marks, entries: try competing(inRound: round.id), rules: rules,
            seed: seed.map { Array($0.utf8) }, sha256: Tally.sha256)
        return RoundTally(round: round, rules: rules, marks: marks, tally: tally)
    }

    /// The accepted entries, as the tally takes them.
    func competing(inRound id: Int64) throws -> [Tally.Entry] {
        try query("SELECT code, product_group FROM entry WHERE round_id = \(id) AND state = 'accepted'") {
            Tally.Entry(code: try $0("code"), group: try $0("product_group"))
        }
    }

    /// The marks of accepted entries, in the last versions of their sheets, that stand in a version of the result, in a fixed order.
    func marks(ofRound id: Int64, version: Int = 1) throws -> [Mark] {
        let stages = try rules(ofRound: id).stages
        return try query(
            """
            SELECT e.code AS entry, j.code AS judge, m.leaf, m.stage, m.value, m.absence,
              EXISTS (SELECT FROM judge_conflict c
                WHERE c.judge_id = m.judge_id AND c.establishment_id = e.establishment_id) AS is_in_conflict
            FROM marks_of_version(\(id), \(version)::integer) m JOIN entry e USING (entry_id) JOIN judge j USING (judge_id)
            WHERE e.state = 'accepted'
            ORDER BY e.code, j.code, m.stage, m.leaf
            """
        ) { row in
            let value: ExactDecimal? = try row("value")
            let absence: Absence? = try row("absence")
            guard let content = value.map(Mark.Content.value) ?? absence.map(Mark.Content.none) else {
                throw PostgresError.misuse("a mark has neither value nor absence")
            }
            return Mark(
                entry: try row("entry"), judge: try row("judge"), criterion: try row("leaf"),
                content: content,
                stage: stages.isEmpty ? nil : try row("stage", as: String.self),
                isInConflict: try row("is_in_conflict"))
        }
    }
}
