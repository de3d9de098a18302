public import Postgres
public import RuralIndustry

/// How a conflict of interest became known.
public enum ConflictSource: String, CaseIterable, Hashable, Sendable {
    /// By the judge, on the list of establishments.
    case declared
    /// By the secretary.
    case recorded
    /// The round bars judges from entrants of their own commune or province.
    case sameUnit = "same-unit"
}

/// A judge who may not mark an establishment's entries.
public struct ConflictRecord: RowDecodable, Hashable, Sendable {
    public let judge: String
    public let establishmentID: Int64
    public let establishmentName: String
    public let source: ConflictSource
    public let reason: String
    public let declaredOn: Day
    /// Sheets that the judge had already handed in for its entries; they do not count.
    public let excludedSheets: Int

    public init(_ row: Row) throws {
        judge = try row("judge")
        establishmentID = try row("establishment_id")
        establishmentName = try row("establishment_name")
        source = try row("source")
        reason = try row("reason")
        declaredOn = try row("declared_on")
        excludedSheets = try row("excluded_sheets", as: Int.self)
    }

    static let select: SQL = """
        SELECT j.code AS judge, c.establishment_id, s.name AS establishment_name, c.source, c.reason, c.declared_on,
          (SELECT count(DISTINCT (m.entry_id, m.stage))::integer FROM mark m JOIN entry e USING (entry_id)
            WHERE m.judge_id = c.judge_id AND e.establishment_id = c.establishment_id) AS excluded_sheets
        FROM judge_conflict c JOIN judge j USING (judge_id) JOIN establishment s USING (establishment_id)
        """
}

extension Registry {
    /// Records that a judge is in conflict with an establishment: from now on the database takes no marks of theirs for its
    /// entries, and those that are there do not count. Until the round is closed. It holds for every record of the same
    /// establishment: entries keep the one that they were filed under, merged or not.
    @discardableResult
    public func recordConflict(
        round id: Int64, judge code: String, establishment: Int64, source: ConflictSource = .declared,
        because reason: String, on day: Day, as viewer: Viewer
    ) async throws -> ConflictRecord {
        let reason = try BoundedText.short(reason, column: "reason")
        return try await change(.conflictRecord, of: .one("round", id: id), because: reason, as: viewer) {
            session in
            try session.requireState(
                try session.roundForChange(id), [.draft, .open, .judging],
                to: Bilingual(vi: "ghi nhận xung đột lợi ích", en: "record a conflict"))
            let judge = try session.judgeID(code, round: id)
            _ = try session.establishment(establishment)
            try session.execute(
                """
                INSERT INTO judge_conflict (round_id, judge_id, establishment_id, source, reason, declared_on)
                VALUES (\(id), \(judge), \(establishment), \(source), \(reason), \(day))
                """)
            try session.execute(
                """
                WITH RECURSIVE same AS (
                  SELECT \(establishment)::bigint AS id
                  UNION
                  SELECT CASE s.id WHEN r.from_establishment_id THEN r.into_establishment_id ELSE r.from_establishment_id END
                  FROM same s JOIN establishment_redirect r
                    ON s.id IN (r.from_establishment_id, r.into_establishment_id) AND r.undone_on IS NULL
                )
                INSERT INTO judge_conflict (round_id, judge_id, establishment_id, source, reason, declared_on)
                SELECT \(id), \(judge), s.id, \(source), \(reason), \(day) FROM same s
                ON CONFLICT ON CONSTRAINT judge_conflict_once DO NOTHING
                """)
            return try session.one(
                ConflictRecord.select
                    + " WHERE c.judge_id = \(judge) AND c.establishment_id = \(establishment)",
                as: ConflictRecord.self)
        }
    }

    public func conflicts(ofRound id: Int64, as viewer: Viewer) async throws -> [ConflictRecord] {
        try await read(.conflictRead, of: .one("round", id: id), as: viewer) { session in
            _ = try session.round(id)
            return try session.query(
                ConflictRecord.select
                    + " WHERE c.round_id = \(id) ORDER BY j.code, s.name COLLATE vietnamese",
                as: ConflictRecord.self)
        }
    }
}

extension ConflictSource: SQLCodable {}

extension Session {
    func judgeID(_ code: String, round id: Int64) throws -> Int64 {
        let found = try first("SELECT judge_id FROM judge WHERE round_id = \(id) AND code = \(code)") {
            try $0("judge_id", as: Int64.self)
        }
        guard let found else { throw Refusal(.unknownJudge(code)) }
        return found
    }

    /// Where the round bars judges from entrants of their own commune or province: writes down who that is, once judges and
    /// entries are known. Where an entrant produces decides; units are those of the round's day.
    func recordSameUnitConflicts(of round: RoundRecord, rules: Rules, on day: Day) throws {
        guard let level = rules.judges.barredWithin else { return }
        try execute(
            """
            WITH sitting AS MATERIALIZED (
              SELECT j.judge_id, unit_home(j.home_unit_id, \(level), \(round.heldOn)) AS home
              FROM judge j WHERE j.round_id = \(round.id) AND j.member_to IS NULL
            ), entrant AS MATERIALIZED (
              SELECT s.establishment_id,
                unit_home(coalesce(s.site_unit_id, s.commune_unit_id), \(level), \(round.heldOn)) AS home
              FROM establishment s WHERE s.establishment_id IN (
                SELECT e.establishment_id FROM entry e WHERE e.round_id = \(round.id) AND e.state = 'accepted')
            )
            INSERT INTO judge_conflict (round_id, judge_id, establishment_id, source, reason, declared_on)
            SELECT \(round.id), j.judge_id, e.establishment_id, 'same-unit', u.full_name, \(day)::date
            FROM sitting j JOIN entrant e USING (home) JOIN unit u ON u.unit_id = home
            ON CONFLICT ON CONSTRAINT judge_conflict_once DO NOTHING
            """)
    }

    /// Codes of the entries that a judge of some unit may not mark where the round bars judges from entrants of their own commune
    /// or province: what `recordSameUnitConflicts` writes down once that judge sits.
    func entries(barredFrom home: Int64?, in round: RoundRecord, rules: Rules) throws -> Set<String> {
        guard let home, let level = rules.judges.barredWithin else { return [] }
        return Set(
            try values(
                """
                SELECT e.code FROM entry e JOIN establishment s USING (establishment_id)
                WHERE e.round_id = \(round.id) AND e.state = 'accepted'
                  AND unit_home(coalesce(s.site_unit_id, s.commune_unit_id), \(level), \(round.heldOn))
                    = unit_home(\(home), \(level), \(round.heldOn))
                """, as: String.self))
    }
}

extension Violation {
    static func unknownJudge(_ code: String) -> Violation {
        Violation(
            "unknown-judge", vi: "Ban Giám khảo không có giám khảo mang mã “\(code)”",
            en: "no judge “\(code)” sits on the panel")
    }
}
