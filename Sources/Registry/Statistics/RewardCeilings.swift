import Postgres
public import RuralIndustry

extension RewardCeiling {
    /// What makes a row the same row: an amount or an end that is imported anew takes the place of what was said.
    fileprivate var place: [String] { [level.rawValue, territory, validity.from?.iso ?? ""] }
}

extension Registry {
    /// Loads ceilings of rewards: all or none. A row of the same level, territory and first day is changed; importing the same again
    /// changes nothing.
    ///
    /// - Throws: `reward-territory-unknown`, `reward-ceiling-overlap`, `twice-in-file`.
    public func importRewardCeilings(
        _ ceilings: [Located<RewardCeiling>], as viewer: Viewer, dryRun: Bool = false
    ) async throws -> ImportCounts {
        try await change(.regulationImport, of: .many("reward_ceiling"), as: viewer, dryRun: dryRun) {
            session in
            try Refusal.throwIfAny(try session.violations(ceilings))
            return try session.save(ceilings.map(\.value), over: try session.rewardCeilings())
        }
    }

    /// Loads those that ship with the program, but for what somebody has written already.
    func importShippedRewardCeilings(_ ceilings: [Located<RewardCeiling>]) async throws {
        try await change(.regulationImport, of: .many("reward_ceiling"), as: .program) { session in
            let known = try session.rewardCeilings()
            let new = ceilings.map(\.value).filter { ceiling in
                !known.contains {
                    $0.level == ceiling.level && $0.territory == ceiling.territory
                        && $0.validity.overlaps(ceiling.validity)
                }
            }
            _ = try session.save(new, over: known)
        }
    }

    /// The ceilings by level, territory and days.
    public func rewardCeilings(as viewer: Viewer) async throws -> [RewardCeiling] {
        try await read(.regulationRead, of: .reference("reward_ceiling"), as: viewer) { session in
            try session.rewardCeilings()
        }
    }
}

extension Session {
    fileprivate func rewardCeilings() throws -> [RewardCeiling] {
        try query(
            """
            SELECT level, territory, amount_vnd, lower(validity) AS valid_from, upper(validity) AS valid_to, legal_basis
            FROM reward_ceiling ORDER BY level, territory COLLATE "C", validity
            """
        ) { row in
            guard let validity = Validity(from: try row("valid_from"), to: try row("valid_to")) else {
                throw PostgresError.misuse("a reward ceiling is valid on no day")
            }
            return RewardCeiling(
                level: try row("level"), territory: try row("territory"), amount: try row("amount_vnd"),
                validity: validity, legalBasis: try row("legal_basis"))
        }
    }

    fileprivate func violations(_ ceilings: [Located<RewardCeiling>]) throws -> [Violation] {
        var seen: Set<[String]> = []
        return try ceilings.compactMap { ceiling -> Violation? in
            let territory = ceiling.value.territory
            guard seen.insert(ceiling.value.place).inserted else {
                return Violation.twiceInFile(ceiling.value.place.joined(separator: " ")).inColumn(
                    "valid_from"
                )
                .at(ceiling.place)
            }
            let isKnown: Bool = try value(
                """
                SELECT \(territory)::text = 'VN' OR EXISTS (SELECT FROM unit WHERE code = \(territory))
                  OR EXISTS (SELECT FROM region_member WHERE region = \(territory))
                """)
            if isKnown { return nil }
            return Violation(
                "reward-territory-unknown",
                vi: "không có đơn vị hay khu vực \(Text.quoted(territory)); ghi VN cho cả nước",
                en: "there is no unit or region \(Text.quoted(territory)); VN is the whole country",
                at: Place(column: "territory")
            ).at(ceiling.place)
        }
    }

    fileprivate func save(_ ceilings: [RewardCeiling], over known: [RewardCeiling]) throws -> ImportCounts {
        let places = Dictionary(known.map { ($0.place, $0) }) { first, _ in first }
        var counts = ImportCounts()
        for ceiling in ceilings {
            let validity: SQL = "daterange(\(ceiling.validity.from), \(ceiling.validity.to))"
            if places[ceiling.place] == ceiling {
                counts.unchanged += 1
            } else if places[ceiling.place] != nil {
                try execute(
                    """
                    UPDATE reward_ceiling SET amount_vnd = \(ceiling.amount), validity = \(validity),
                      legal_basis = \(ceiling.legalBasis), audit_id = current_audit()
                    WHERE level = \(ceiling.level) AND territory = \(ceiling.territory)
                      AND lower(validity) IS NOT DISTINCT FROM \(ceiling.validity.from)
                    """)
                counts.changed += 1
            } else {
                try execute(
                    """
                    INSERT INTO reward_ceiling (level, territory, amount_vnd, validity, legal_basis)
                    VALUES (\(ceiling.level), \(ceiling.territory), \(ceiling.amount), \(validity), \(ceiling.legalBasis))
                    """)
                counts.added += 1
            }
        }
        return counts
    }
}
