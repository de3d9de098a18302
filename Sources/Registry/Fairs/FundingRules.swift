public import Postgres
public import RuralIndustry

/// A rule by which funds pay a part of booths' rents, as it is kept.
public struct FundingRuleRecord: RowDecodable, Hashable, Sendable {
    public let id: Int64
    public let rule: FundingRule
    /// Of the province whose local funds it is, by its name then.
    public let provinceName: String?

    let provinceUnitID: Int64?

    public init(_ row: Row) throws {
        id = try row("funding_rule_id")
        provinceName = try row("province_name")
        provinceUnitID = try row("province_unit_id")
        guard let share = Percent(hundredths: try row("share_hundredths")),
            let validity = Validity(from: try row("valid_from"), to: try row("valid_to"))
        else { throw PostgresError.misuse("funding rule \(id) cannot be read") }
        rule = try FundingRule(
            source: try row("source"), province: try row("province"), kind: try row("fair_kind"),
            share: share,
            caps: FundingCaps(
                perBooth: try row("booth_cap_vnd", as: Int64?.self).flatMap(VND.init),
                boothsPerFair: try row("booths_per_fair"),
                perFair: try row("fair_cap_vnd", as: Int64?.self).flatMap(VND.init),
                fairsPerYear: try row("fairs_per_year"),
                perYear: try row("year_cap_vnd", as: Int64?.self).flatMap(VND.init)),
            priorityPercent: try row("priority_percent"), validity: validity,
            legalBasis: try row("legal_basis"))
    }

    static let select: SQL = """
        SELECT r.funding_rule_id, r.source, r.province_unit_id, u.code AS province, u.full_name AS province_name,
          r.fair_kind, r.share_hundredths, r.priority_percent, r.booth_cap_vnd, r.booths_per_fair, r.fair_cap_vnd,
          r.fairs_per_year, r.year_cap_vnd, lower(r.validity) AS valid_from, upper(r.validity) AS valid_to, r.legal_basis
        FROM funding_rule r LEFT JOIN unit u ON u.unit_id = r.province_unit_id
        """
}

extension FairKind: SQLCodable {}

extension Registry {
    /// Adds rules, all rows or none. A new one ends the one of the same funds and kind of fair that was open until then; one that
    /// is there just so is left alone, and whatever else would change what was in force is refused with its row. The code of a
    /// province is read on the first day of its rule.
    public func importFundingRules(
        _ rules: [Located<FundingRule>], as viewer: Viewer, dryRun: Bool = false
    ) async throws -> ImportCounts {
        try await change(.fundingImport, of: .many("funding_rule"), as: viewer, dryRun: dryRun) { session in
            var counts = ImportCounts()
            var wrong: [Violation] = []
            // a file may hold a rule and the one that follows it, in any order
            for row in rules.sorted(by: { $0.value.firstDay < $1.value.firstDay }) {
                do {
                    if try session.add(row.value) { counts.added += 1 } else { counts.unchanged += 1 }
                } catch let refusal as Refusal {
                    wrong += refusal.violations.map { $0.at(row.place) }
                }
            }
            try Refusal.throwIfAny(wrong.sorted { ($0.place.row ?? 0) < ($1.place.row ?? 0) })
            return counts
        }
    }

    /// Loads the rules that ship with the program, as the program; where somebody else has written what was in force, that stays.
    func importShippedFundingRules(_ rules: [FundingRule]) async throws {
        try await change(.fundingImport, of: .many("funding_rule"), as: .program) { session in
            for rule in rules {
                let province = try session.provinceUnit(of: rule)
                let known = try session.fundingRules(likeThatOf: rule, province: province)
                if known.contains(where: { $0.rule.validity.overlaps(rule.validity) }) { continue }
                try session.insert(rule, province: province)
            }
        }
    }

    /// The rules, or those in force on a day.
    public func fundingRules(on day: Day? = nil, as viewer: Viewer) async throws -> [FundingRuleRecord] {
        try await read(.fairRead, of: .reference("funding_rule"), as: viewer) { session in
            try session.query(
                FundingRuleRecord.select + SQL.matching(day.map { "r.validity @> \($0)" })
                    + " ORDER BY r.source DESC, u.code, r.fair_kind DESC, lower(r.validity)",
                as: FundingRuleRecord.self)
        }
    }
}

extension Session {
    /// The rules by which some funds pay for booths at a fair: those in force on its first day.
    func fundingRules(of funds: Set<Fund>, at fair: FairRecord) throws -> [Fund: FundingRuleRecord] {
        let inForce = try query(
            FundingRuleRecord.select
                + """
                 WHERE r.fair_kind = \(fair.kind) AND r.validity @> \(fair.days.first)
                  AND (r.province_unit_id IS NULL OR r.province_unit_id = ANY (\(funds.compactMap(\.province))))
                """, as: FundingRuleRecord.self
        ).map { (Fund($0.rule.source, province: $0.provinceUnitID), $0) }
        return Dictionary(inForce) { first, _ in first }.filter { funds.contains($0.key) }
    }

    /// True if the rule was added, false if it was there already.
    fileprivate func add(_ rule: FundingRule) throws -> Bool {
        let province = try provinceUnit(of: rule)
        let known = try fundingRules(likeThatOf: rule, province: province)
        if rule.stands(among: known.map(\.rule)) { return false }
        let meeting = known.filter { $0.rule.validity.overlaps(rule.validity) }
        // only the last rule is open, and what comes after it ends it
        if let open = meeting.first, meeting.count == 1, open.rule.validity.to == nil,
            open.rule.firstDay < rule.firstDay
        {
            try execute(
                """
                UPDATE funding_rule SET validity = daterange(lower(validity), \(rule.firstDay)), version = version + 1
                WHERE funding_rule_id = \(open.id)
                """)
        } else if let inForce = meeting.first {
            throw Refusal(.ruleInForce(inForce.rule))
        }
        try insert(rule, province: province)
        return true
    }

    fileprivate func provinceUnit(of rule: FundingRule) throws -> Int64? {
        try rule.province.map { try requireUnit($0.text, on: rule.firstDay).id }
    }

    /// All rules of the same funds and the same kind of fair, the earliest first.
    fileprivate func fundingRules(
        likeThatOf rule: FundingRule, province: Int64?
    ) throws -> [FundingRuleRecord] {
        try query(
            FundingRuleRecord.select
                + """
                 WHERE r.source = \(rule.source) AND r.province_unit_id IS NOT DISTINCT FROM \(province)::bigint
                  AND r.fair_kind = \(rule.kind) ORDER BY lower(r.validity)
                """, as: FundingRuleRecord.self)
    }

    fileprivate func insert(_ rule: FundingRule, province: Int64?) throws {
        try execute(
            """
            INSERT INTO funding_rule (source, province_unit_id, fair_kind, share_hundredths, priority_percent, booth_cap_vnd,
              booths_per_fair, fair_cap_vnd, fairs_per_year, year_cap_vnd, validity, legal_basis)
            VALUES (\(rule.source), \(province), \(rule.kind), \(rule.share.hundredths), \(rule.priorityPercent),
              \(rule.caps.perBooth?.amount), \(rule.caps.boothsPerFair), \(rule.caps.perFair?.amount),
              \(rule.caps.fairsPerYear), \(rule.caps.perYear?.amount),
              daterange(\(rule.validity.from), \(rule.validity.to)), \(rule.legalBasis))
            """)
    }
}

extension FundingRule {
    /// Every rule that is kept has one.
    fileprivate var firstDay: Day { validity.from ?? Day(daysSince2000: .min) }

    /// True if nothing has to be written: the rule is there just so, or was open and has been ended since by the one after it.
    fileprivate func stands(among known: [FundingRule]) -> Bool {
        known.contains { other in
            let isContinued = known.contains { $0.validity.from == other.validity.to }
            return share == other.share && caps == other.caps && priorityPercent == other.priorityPercent
                && legalBasis == other.legalBasis && validity.from == other.validity.from
                && (validity.to == other.validity.to || validity.to == nil && isContinued)
        }
    }
}

extension Violation {
    fileprivate static func ruleInForce(_ known: FundingRule) -> Violation {
        let days = known.validity
        return Violation(
            "funding-rule-in-force",
            vi:
                "đã có quy định \(Text.quoted(known.legalBasis)) cho nguồn này có hiệu lực \(days.vietnamese); quy định mới chỉ được thay từ một ngày sau đó",
            en:
                "\(Text.quoted(known.legalBasis)) is in force for these funds \(days.english); a new rule can only replace it from a later day",
            at: Place(column: FundingRuleColumn.validFrom.name))
    }
}
