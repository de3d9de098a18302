public import Evidence
import Postgres
public import RuralIndustry

extension Registry {
    /// The bundle of a closed round: what was kept at closing, and the decision if there is one. Made only if the records
    /// still say the same.
    ///
    /// - Parameter key: nil: unsigned.
    /// - Throws: `IntegrityFailure` if records were altered since the round was closed.
    public func resultBundle(
        ofRound id: Int64, sealedOn day: Day, signedBy key: SigningKey?, as viewer: Viewer
    ) async throws -> ResultBundle {
        try await read(.bundleExport, of: .one("round", id: id), as: viewer) { session in
            let round = try session.round(id)
            try session.requireState(
                round, [.closed, .decided, .published],
                to: Bilingual(vi: "xuất gói kết quả", en: "export a result bundle"))
            var parts: [ResultBundle.Part: JSONValue] = [:]
            for (part, document) in try session.unalteredParts(of: round) {
                if let part = ResultBundle.Part(rawValue: part) { parts[part] = document }
            }
            parts[.decision] = try session.decisionPart(ofRound: id)
            return try ResultBundle(parts: parts, sealedOn: day, signedBy: key)
        }
    }
}

extension Session {
    /// The parts kept at closing, compared with what the records say now.
    func unalteredParts(of round: RoundRecord) throws -> [String: JSONValue] {
        let kept = try query("SELECT part, sha256, document FROM result_part WHERE round_id = \(round.id)") {
            row in
            (
                name: try row("part", as: String.self), hash: try row("sha256", as: Bytes.self).bytes,
                document: try row("document", as: String?.self)
            )
        }
        guard !kept.isEmpty else {
            throw Refusal(
                Violation(
                    "no-bundle", vi: "kỳ bình chọn \(round.id) được chốt trước khi có gói kết quả",
                    en: "round \(round.id) was closed before there were result bundles"))
        }
        let seed: String? = try value("SELECT seed FROM result WHERE round_id = \(round.id)")
        let current = try currentParts(of: try tally(of: round, seed: seed), seed: seed)
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
