public import Postgres
public import RuralIndustry

/// A version of a round's result: the first is what closing kept, each later one what a correction made of it.
public struct ResultVersionRecord: RowDecodable, Hashable, Sendable {
    public let version: Int
    /// The day of closing, or of the correcting act.
    public let madeOn: Day
    /// Number of the correcting act; nil for the first.
    public let number: String?
    public let reason: String?
    public let complaintID: Int64?
    /// How many marks the correction replaced, took out or added.
    public let corrections: Int
    public let linesSHA256: String
    /// It counts: it is the last one.
    public let isLive: Bool
    let seed: String?

    public init(_ row: Row) throws {
        version = try row("version")
        madeOn = try row("made_on")
        number = try row("number")
        reason = try row("reason")
        complaintID = try row("complaint_id")
        corrections = try row("corrections", as: Int.self)
        linesSHA256 = try row("lines_sha256")
        isLive = try row("is_live")
        seed = try row("seed")
    }

    static func all(ofRound id: Int64) -> SQL {
        """
        SELECT v.*, encode(v.hash, 'hex') AS lines_sha256, v.version = max(v.version) OVER () AS is_live FROM (
          SELECT 1 AS version, x.closed_on AS made_on, NULL AS number, NULL AS reason, NULL::bigint AS complaint_id,
            0 AS corrections, x.lines_sha256 AS hash, x.seed
          FROM result x WHERE x.round_id = \(id)
          UNION ALL
          SELECT c.version, c.corrected_on, c.number, c.reason, c.complaint_id,
            (SELECT count(*)::integer FROM mark_correction m WHERE m.result_correction_id = c.result_correction_id),
            c.lines_sha256, c.seed
          FROM result_correction c WHERE c.round_id = \(id)) v
        ORDER BY v.version
        """
    }
}

extension Registry {
    /// Every version of a round's result, the first one first; none before the round is closed.
    public func resultVersions(ofRound id: Int64, as viewer: Viewer) async throws -> [ResultVersionRecord] {
        try await read(.tallyRead, of: .one("round", id: id), as: viewer) { session in
            _ = try session.round(id)
            return try session.resultVersions(ofRound: id)
        }
    }
}

extension Session {
    func resultVersions(ofRound id: Int64) throws -> [ResultVersionRecord] {
        try query(ResultVersionRecord.all(ofRound: id), as: ResultVersionRecord.self)
    }

    /// The version asked for, or the live one; nil: the round has no result yet.
    ///
    /// - Throws: `unknown-result-version`.
    func resultVersion(_ version: Int? = nil, ofRound id: Int64) throws -> ResultVersionRecord? {
        let all = try resultVersions(ofRound: id)
        guard let version else { return all.last }
        guard let found = all.first(where: { $0.version == version }) else {
            throw Refusal(
                Violation(
                    "unknown-result-version",
                    vi: "kết quả của kỳ bình chọn \(id) không có bản \(version); có \(all.count) bản",
                    en: "the result of round \(id) has no version \(version); there are \(all.count)"))
        }
        return found
    }
}
