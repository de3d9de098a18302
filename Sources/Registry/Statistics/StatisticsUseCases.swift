import Postgres
public import RuralIndustry

/// Which rounds are counted together.
public enum StatisticsScope: Sendable {
    case round(Int64)
    /// All rounds of a year that took entries and were not cancelled; of a level, or held by a unit, region or `VN`, or by a
    /// unit inside it on the round's day.
    case year(Int, level: SelectionLevel?, territory: String?)
}

extension Registry {
    /// Figures for the yearly report (TT 26/2014/TT-BCT Đ23), from results as they count now.
    ///
    /// - Parameters:
    ///   - unitLevel: of the units in rows by unit, by where the entrants produced on the round's day: one that moved since
    ///     counts where it was.
    ///   - stated: figures from elsewhere, to be put beside.
    public func roundStatistics(
        of scope: StatisticsScope, by key: StatisticsKey? = nil, unitLevel: UnitLevel = .province,
        stated: [StatedFigure] = [], as viewer: Viewer
    ) async throws -> RoundStatistics {
        let subject: Subject =
            if case .round(let id) = scope { .one("round", id: id) } else { .listed("round") }
        return try await read(.roundStatistics, of: subject, as: viewer) { session in
            let rounds: [Int64]
            switch scope {
            case .round(let id): rounds = [try session.round(id).id]
            case .year(let year, let level, let territory):
                rounds = try session.values(
                    "SELECT r.round_id FROM round r"
                        + SQL.matching(
                            viewer.reach(.roundStatistics).rounds("r"), "r.year = \(year)",
                            "r.state NOT IN ('draft', 'cancelled')", level.map { "r.level = \($0)" },
                            territory.map { "is_organised_within(r.round_id, \($0))" })
                        + " ORDER BY r.round_id", as: Int64.self)
            }
            var entries: [CountedEntry] = []
            var names: [ProductGroupID: String] = [:]
            for round in rounds {
                entries += try session.countedEntries(
                    ofRound: round, unitLevel: key == .unit ? unitLevel : nil)
                for group in try session.rules(ofRound: round).groups { names[group.id] = group.name }
            }
            return RoundStatistics(of: entries, by: key, names: names, stated: stated)
        }
    }
}

extension Session {
    fileprivate func countedEntries(ofRound id: Int64, unitLevel: UnitLevel?) throws -> [CountedEntry] {
        try query(
            """
            WITH past AS (
              -- the establishment as it was recorded on the round's day, or first of all if it was recorded later
              SELECT DISTINCT ON (v.establishment_id) v.establishment_id, r.held_on,
                coalesce(v.record ->> 'site_unit_id', v.record ->> 'commune_unit_id')::bigint AS unit_id
              FROM round r JOIN establishment_version v ON v.establishment_id IN (
                  SELECT e.establishment_id FROM entry e WHERE e.round_id = r.round_id)
                JOIN audit_event a ON a.audit_id = v.audit_id,
                LATERAL (SELECT (a.recorded_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date <= r.held_on AS in_time) t
              WHERE r.round_id = \(id) AND \(unitLevel)::text IS NOT NULL
              ORDER BY v.establishment_id, t.in_time DESC, CASE WHEN t.in_time THEN -v.version ELSE v.version END
            ), home AS MATERIALIZED (
              SELECT t.establishment_id, unit_home(t.unit_id, \(unitLevel)::text, t.held_on) AS unit_id FROM past t
            )
            SELECT r.level, e.product_group, u.code, u.full_name, e.state = 'accepted' AS is_accepted,
              cardinality(p.members) > 0 AS is_set, l.eligible, n.recognised, a.award_id,
              coalesce(cardinality(q.members), 0) > 0 AS is_award_set,
              EXISTS (SELECT FROM nomination x WHERE x.award_id = a.award_id) AS is_nominated,
              c.territory, c.amount_vnd, lower(c.validity) AS valid_from, upper(c.validity) AS valid_to, c.legal_basis
            FROM entry e JOIN round r USING (round_id) JOIN product p ON p.product_id = e.product_id
              LEFT JOIN home h ON h.establishment_id = e.establishment_id LEFT JOIN unit u ON u.unit_id = h.unit_id
              LEFT JOIN result_lines(\(id), live_result_version(\(id))) l ON l.entry_id = e.entry_id
              LEFT JOIN standing_lines(\(id)) n ON n.entry_id = e.entry_id
              LEFT JOIN award a ON a.award_id = n.award_id LEFT JOIN product q ON q.product_id = a.product_id
              LEFT JOIN decision d ON d.decision_id = a.decision_id
              LEFT JOIN LATERAL (
                SELECT w.* FROM reward_ceiling w
                WHERE w.level = r.level AND w.validity @> d.decided_on AND is_organised_within(r.round_id, w.territory)
                ORDER BY w.amount_vnd, w.reward_ceiling_id LIMIT 1) c ON true
            WHERE e.round_id = \(id)
            """
        ) { row in
            let code: String? = try row("code")
            let award: Int64? = try row("award_id")
            let name: String? = try row("full_name")
            let (isSet, isNominated): (Bool, Bool) = (try row("is_award_set"), try row("is_nominated"))
            let level: SelectionLevel = try row("level")
            let amount: Int64? = try row("amount_vnd")
            let ceiling = try amount.flatMap { amount in
                try Validity(from: try row("valid_from"), to: try row("valid_to")).map {
                    RewardCeiling(
                        level: level, territory: try row("territory"), amount: amount, validity: $0,
                        legalBasis: try row("legal_basis"))
                }
            }
            return CountedEntry(
                level: level, group: try row("product_group"),
                unit: code.map { CountedEntry.Unit(code: $0, name: name ?? $0) },
                isAccepted: try row("is_accepted"), isSet: try row("is_set"), isEligible: try row("eligible"),
                isRecognised: try row("recognised"),
                award: award.map {
                    CountedEntry.Award(id: $0, isSet: isSet, isNominated: isNominated, ceiling: ceiling)
                })
        }
    }
}
