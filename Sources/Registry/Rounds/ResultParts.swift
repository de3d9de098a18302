import Evidence
import Postgres
import RuralIndustry

// What a result rests on, as the parts of its bundle: kept when the round is closed, and made again from the records to see
// that they still say the same.

extension Session {
    /// Keeps what the result of a round rests on. The round is closed already, its result written.
    func keepParts(of result: RoundTally, seed: String?) throws {
        let id = result.round.id
        var parts = try currentParts(of: result, seed: seed)
        parts["round"] = try roundPart(id)
        parts["roster"] = try rosterPart(id)
        parts.merge(try recordParts(ofRound: id)) { _, part in part }
        for (name, part) in parts.sorted(by: { $0.key < $1.key }) {
            let document = try CanonicalJSON.encode(part)
            let kept =
                name == ResultBundle.Part.marks.rawValue ? nil : String(decoding: document, as: UTF8.self)
            try execute(
                """
                INSERT INTO result_part (round_id, part, sha256, document)
                VALUES (\(id), \(name), \(Bytes(SHA256Digest(of: document).bytes)), \(kept))
                """)
        }
    }

    /// The parts that the records must give at any time: everything but the round's name and who sat, which may be
    /// corrected later.
    func currentParts(of result: RoundTally, seed: String?, version: Int = 1) throws -> [String: JSONValue] {
        let id = result.round.id
        let entries = try query("SELECT code, product_group, state FROM entry WHERE round_id = \(id)") {
            BundledEntry(code: try $0("code"), group: try $0("product_group"), state: try $0("state"))
        }
        let marks = try bundledMarks(of: result, version: version)
        var parts: [String: JSONValue] = [
            "rules": try JSONValue(
                parsing: try value("SELECT rules FROM round WHERE round_id = \(id)", as: String.self)),
            "entries": BundledEntry.json(entries), "marks": marks.json,
            "tally": result.tally.bundled(rules: result.rules, seed: seed),
            "identities": try identitiesPart(id),
        ]
        if version > 1 {
            parts["corrections"] = try bundledCorrections(ofRound: id, upTo: version).json
        }
        return parts
    }

    /// Every mark ever submitted with what became of it.
    func bundledMarks(of result: RoundTally, version: Int = 1) throws -> BundledMarks {
        let id = result.round.id
        let states = try query("SELECT code, state FROM entry WHERE round_id = \(id)") {
            (try $0("code", as: String.self), try $0("state", as: EntryState.self))
        }
        return BundledMarks(
            try allMarks(ofRound: id, version: version), states: Dictionary(states) { first, _ in first },
            tally: result.tally,
            rules: result.rules)
    }

    /// Every mark ever submitted that stands in a version, superseded ones and those of entries that were turned away since too,
    /// each with its stage.
    private func allMarks(ofRound id: Int64, version: Int) throws -> [SubmittedMark] {
        try query(
            """
            SELECT e.code AS entry, j.code AS judge, m.leaf, m.stage, m.value, m.absence,
              m.version,
              EXISTS (SELECT FROM judge_conflict c
                WHERE c.judge_id = m.judge_id AND c.establishment_id = e.establishment_id) AS is_in_conflict
            FROM (
              SELECT entry_id, judge_id, leaf, stage, value, absence, sheet_version AS version
              FROM marks_of_version(\(id), \(version)::integer)
              UNION ALL
              SELECT entry_id, judge_id, leaf, stage, value, absence, coalesce(sheet_version, 1)
              FROM mark s WHERE s.round_id = \(id) AND EXISTS (
                SELECT FROM sheet_version v WHERE v.version > coalesce(s.sheet_version, 1)
                  AND v.entry_id = s.entry_id AND v.stage = s.stage AND v.judge_id = s.judge_id)
            ) m JOIN entry e USING (entry_id) JOIN judge j USING (judge_id)
            """
        ) { row in
            let value: ExactDecimal? = try row("value")
            let absence: Absence? = try row("absence")
            guard let content = value.map(Mark.Content.value) ?? absence.map(Mark.Content.none) else {
                throw PostgresError.misuse("a mark has neither value nor absence")
            }
            return SubmittedMark(
                Mark(
                    entry: try row("entry"), judge: try row("judge"), criterion: try row("leaf"),
                    content: content,
                    stage: try row("stage", as: String.self), isInConflict: try row("is_in_conflict")),
                version: try row("version", as: Int.self))
        }
    }

    func roundPart(_ id: Int64) throws -> JSONValue {
        let round = try round(id)
        let closedOn: Day = try value("SELECT closed_on FROM result WHERE round_id = \(id)")
        return .object([
            "id": .string(String(id)), "name": .string(round.name), "level": .string(round.level.rawValue),
            "organiser": .string(round.organiserCode), "organiser_name": .string(round.organiserName),
            "year": .integer(Int64(round.year)), "held_on": .string(round.heldOn.iso),
            "closed_on": .string(closedOn.iso), "regulation": .string(round.regulationID),
            "members_present": round.membersPresent.map { .integer(Int64($0)) } ?? .null,
        ])
    }

    func rosterPart(_ id: Int64) throws -> JSONValue {
        BundledSeat.json(
            council: try councilSeats(ofRound: id),
            panel: try query(
                """
                SELECT j.code, b.code AS replaces, j.name, j.role, j.member_from, j.member_to
                FROM judge j LEFT JOIN judge b ON b.judge_id = j.replaces_id WHERE j.round_id = \(id)
                """
            ) {
                BundledSeat(
                    judge: try $0("code"), replaces: try $0("replaces"), name: try $0("name"),
                    role: try $0("role"), from: try $0("member_from"), to: try $0("member_to"))
            })
    }

    /// Whose product each code was. Kept, and never in a bundle.
    private func identitiesPart(_ id: Int64) throws -> JSONValue {
        .array(
            try query(
                """
                SELECT code, product_id::text AS product, establishment_id::text AS establishment FROM entry
                WHERE round_id = \(id) ORDER BY code COLLATE "C"
                """
            ) {
                .object([
                    "code": .string(try $0("code")), "product": .string(try $0("product")),
                    "establishment": .string(try $0("establishment")),
                ])
            })
    }

    /// What stood after the last decision that rests on a version of the result, if there is one; entries by their codes alone. A
    /// decision that amends says which one and why.
    func decisionPart(ofRound id: Int64, version: Int) throws -> JSONValue? {
        let decision = try first(
            """
            SELECT d.decision_id, d.number, d.decided_on, d.authority, d.place, d.capacity, d.signatory_title,
              d.signatory_name, coalesce(d.amendment, 0) AS amendment, d.amendment_reason, previous.number AS amends
            FROM decision d LEFT JOIN decision previous
              ON previous.round_id = d.round_id AND coalesce(previous.amendment, 0) = d.amendment - 1
            WHERE d.round_id = \(id) AND coalesce(d.result_version, 1) = \(version)
            ORDER BY d.amendment DESC NULLS LAST LIMIT 1
            """
        ) { row in
            (
                amendment: try row("amendment", as: Int.self), amends: try row("amends", as: String?.self),
                reason: try row("amendment_reason", as: String?.self),
                members: [
                    "number": JSONValue.string(try row("number")),
                    "decided_on": .string(try row("decided_on", as: Day.self).iso),
                    "authority": .string(try row("authority")), "place": .string(try row("place")),
                    "capacity": .string(try row("capacity")),
                    "signatory_title": .string(try row("signatory_title")),
                    "signatory_name": .string(try row("signatory_name")),
                ]
            )
        }
        guard var decision else { return nil }
        decision.members["amends"] = decision.amends.map { .string($0) }
        decision.members["amendment_reason"] = decision.reason.map { .string($0) }
        decision.members["lines"] = .array(
            try query(
                """
                SELECT e.code, l.recognised, l.set_name, l.class, l.reason
                FROM (
                  SELECT DISTINCT ON (l.entry_id) l.* FROM decision d JOIN decision_line l USING (decision_id)
                  WHERE d.round_id = \(id) AND coalesce(d.amendment, 0) <= \(decision.amendment)
                  ORDER BY l.entry_id, coalesce(d.amendment, 0) DESC) l JOIN entry e USING (entry_id)
                ORDER BY e.code COLLATE "C"
                """
            ) { row in
                func text(_ column: String) throws -> JSONValue {
                    try row(column, as: String?.self).map { .string($0) } ?? .null
                }
                return .object([
                    "entry": .string(try row("code")), "recognised": .bool(try row("recognised")),
                    "set_name": try text("set_name"), "class": try text("class"),
                    "reason": try text("reason"),
                ])
            })
        return .object(decision.members)
    }

    /// Computes the result again in SQL, from marks and rules and apart from the tally, and refuses a difference in any
    /// digit.
    func requireRecomputed(round id: Int64, version: Int = 1) throws {
        let differences = try query(
            "SELECT entry, kept, recomputed FROM result_differences(\(id), \(version)::integer)"
        ) { row in
            let (entry, kept, recomputed): (String, String, String) = (
                try row("entry"), try row("kept"), try row("recomputed")
            )
            return Violation(
                "recomputation-differs",
                vi:
                    "sản phẩm \(entry): kết quả là “\(kept)”, tính lại độc lập được “\(recomputed)”; không chốt",
                en:
                    "entry \(entry): the result is “\(kept)”, the independent recomputation “\(recomputed)”; not closed"
            )
        }
        try IntegrityFailure.throwIfAny(differences)
    }
}
