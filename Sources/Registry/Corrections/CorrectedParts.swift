import Evidence
import Postgres
import RuralIndustry

extension Session {
    /// Keeps what a corrected result rests on: the round, its roster, meetings and comments as they were at closing, and the rest
    /// as it is now.
    func keepCorrectedParts(of result: RoundTally, seed: String?, version: Int, correction id: Int64) throws {
        let round = result.round.id
        var parts = try currentParts(of: result, seed: seed, version: version)
        let closing = try query(
            """
            SELECT part, document FROM result_part
            WHERE round_id = \(round) AND part IN ('round', 'roster', 'meetings', 'comments')
            """
        ) { (part: try $0("part", as: String.self), document: try $0("document", as: String.self)) }
        for (part, document) in closing { parts[part] = try JSONValue(parsing: document) }
        if closing.isEmpty {
            parts["round"] = try roundPart(round)
            parts["roster"] = try rosterPart(round)
        }
        for (name, part) in parts.sorted(by: { $0.key < $1.key }) {
            let document = try CanonicalJSON.encode(part)
            let kept =
                name == ResultBundle.Part.marks.rawValue ? nil : String(decoding: document, as: UTF8.self)
            try execute(
                """
                INSERT INTO corrected_part (result_correction_id, part, sha256, document)
                VALUES (\(id), \(name), \(Bytes(SHA256Digest(of: document).bytes)), \(kept))
                """)
        }
    }

    /// The corrections that led to a version of the result, each with its marks as they were and became.
    func bundledCorrections(ofRound id: Int64, upTo version: Int) throws -> BundledCorrections {
        let lines = try query(
            """
            SELECT c.version, e.code AS entry, c.stage, j.code AS judge, c.leaf, c.value, c.absence, c.reason,
              b.value AS value_before, b.absence AS absence_before
            FROM mark_correction c JOIN entry e USING (entry_id) JOIN judge j USING (judge_id)
              LEFT JOIN LATERAL marks_of_version(c.round_id, c.version - 1) b
                ON b.entry_id = c.entry_id AND b.stage = c.stage AND b.judge_id = c.judge_id AND b.leaf = c.leaf
            WHERE c.round_id = \(id) AND c.version <= \(version)
            """
        ) { row in
            (
                version: try row("version", as: Int.self),
                line: BundledCorrections.Line(
                    entry: try row("entry"), stage: try row("stage"), judge: try row("judge"),
                    leaf: try row("leaf"), before: try row.content("value_before", "absence_before"),
                    after: try row.content("value", "absence"), reason: try row("reason"))
            )
        }
        return BundledCorrections(
            try query(
                """
                SELECT version, number, corrected_on, reason, complaint_id FROM result_correction
                WHERE round_id = \(id) AND version <= \(version) ORDER BY version
                """
            ) { row in
                let version: Int = try row("version")
                return BundledCorrections.Correction(
                    version: version, number: try row("number"), correctedOn: try row("corrected_on"),
                    reason: try row("reason"),
                    complaint: try row("complaint_id", as: Int64?.self).map { String($0) },
                    marks: lines.filter { $0.version == version }.map(\.line))
            })
    }
}

extension Row {
    /// A mark in two columns; nil if neither has anything.
    fileprivate func content(_ value: String, _ absence: String) throws -> Mark.Content? {
        let value: ExactDecimal? = try self(value)
        let absence: Absence? = try self(absence)
        return value.map(Mark.Content.value) ?? absence.map(Mark.Content.none)
    }
}
