public import Evidence
import Postgres
public import RuralIndustry

extension Registry {
    /// The bundle of a closed round: what was kept at closing, and the decision if there is one. Made only if the records
    /// still say the same.
    ///
    /// - Parameters:
    ///   - version: of a result that was corrected; nil: the live one.
    ///   - asKept: only what was kept when the result was made, dated on that day: signed or not, its hash is the one that
    ///     minutes print, whenever it is made.
    ///   - day: the day on which it is made; not looked at with `asKept`.
    ///   - key: nil: unsigned.
    /// - Throws: `IntegrityFailure` if records were altered since the round was closed.
    public func resultBundle(
        ofRound id: Int64, version: Int? = nil, asKept: Bool = false, sealedOn day: Day,
        signedBy key: SigningKey?, as viewer: Viewer
    ) async throws -> ResultBundle {
        try await read(.bundleExport, of: .one("round", id: id), as: viewer) { session in
            let round = try session.round(id)
            try session.requireState(
                round, [.closed, .decided, .published],
                to: Bilingual(vi: "xuất gói kết quả", en: "export a result bundle"))
            var parts: [ResultBundle.Part: JSONValue] = [:]
            guard let kept = try session.resultVersion(version, ofRound: id) else {
                throw Refusal(.noBundle(id))
            }
            for (part, document) in try session.unalteredParts(of: round, kept) {
                if let part = ResultBundle.Part(rawValue: part) { parts[part] = document }
            }
            if asKept { return try ResultBundle(parts: parts, sealedOn: kept.madeOn, signedBy: key) }
            parts[.decision] = try session.decisionPart(ofRound: id, version: kept.version)
            if let meetings = parts[.meetings]?.array {
                parts[.votes] = try session.votesPart(
                    ofRound: id, after: meetings.count, until: parts[.decision]?["number"]?.string)
            }
            return try ResultBundle(parts: parts, sealedOn: day, signedBy: key)
        }
    }
}

extension Session {
    /// The parts kept of a version of the result, compared with what the records say now.
    func unalteredParts(
        of round: RoundRecord, _ result: ResultVersionRecord
    ) throws -> [String: JSONValue] {
        let kept = try query(
            """
            SELECT part, sha256, document FROM result_part WHERE round_id = \(round.id) AND \(result.version) = 1
            UNION ALL
            SELECT p.part, p.sha256, p.document FROM corrected_part p JOIN result_correction c USING (result_correction_id)
            WHERE c.round_id = \(round.id) AND c.version = \(result.version)
            """
        ) { row in
            (
                name: try row("part", as: String.self), hash: try row("sha256", as: Bytes.self).bytes,
                document: try row("document", as: String?.self)
            )
        }
        guard !kept.isEmpty else {
            throw Refusal(.noBundle(round.id))
        }
        var current = try currentParts(
            of: try tally(of: round, seed: result.seed, version: result.version), seed: result.seed,
            version: result.version)
        if let document = kept.first(where: { $0.name == ResultBundle.Part.meetings.rawValue })?.document {
            let count = try JSONValue(parsing: document).array?.count
            current.merge(try recordParts(ofRound: round.id, meetings: count)) { _, part in part }
        }
        var parts: [String: JSONValue] = [:]
        var findings: [Violation] = []
        for (name, hash, document) in kept {
            if let part = current[name], SHA256Digest(of: try CanonicalJSON.encode(part)).bytes != hash {
                findings.append(
                    Violation(
                        "result-part-altered",
                        vi:
                            "phần “\(name)” của kỳ bình chọn \(round.id) không còn như khi chốt: dữ liệu đã bị sửa",
                        en:
                            "the part “\(name)” of round \(round.id) is not what it was at closing: records were altered"
                    ))
            }
            parts[name] = try document.map { try JSONValue(parsing: $0) } ?? current[name]
        }
        try IntegrityFailure.throwIfAny(findings)
        return parts
    }
}

extension Violation {
    static func noBundle(_ round: Int64) -> Violation {
        Violation(
            "no-bundle", vi: "kỳ bình chọn \(round) được chốt trước khi có gói kết quả",
            en: "round \(round) was closed before there were result bundles")
    }
}
