import Postgres
public import RuralIndustry

extension Registry {
    /// The list attached to a round's decision, as it stands now, made from the records: the same again as long as these are the
    /// same.
    ///
    /// It names products and establishments: until the round is published it is for those who may read its entries.
    ///
    /// - Throws: `round-state` while there is no decision.
    public func decisionList(ofRound id: Int64, as viewer: Viewer) async throws -> DecisionList {
        try await read(.roundRead, of: .one("round", id: id), as: viewer) { session in
            let round = try session.round(id)
            if round.state != .published {
                try viewer.require(.entryRead)
                try session.require(.entryRead, on: .one("round", id: id), as: viewer)
            }
            try session.requireState(
                round, [.decided, .published],
                to: Bilingual(vi: "lập danh sách kèm theo quyết định", en: "draw up the list of its decision")
            )
            return try session.decisionList(of: round)
        }
    }
}

/// An entry that is recognised, with the award that it has.
private struct RecognisedEntry {
    let award: Int64
    let act: Int64
    let group: ProductGroupID
    let product: String
    let establishment: String
    let commune: Int64
    let awardClass: String?
    /// The entry's own product if it was joined with others.
    let member: String?
    let shown: String?
}

/// A commune as it is called on the day of an act.
private struct Commune: Hashable {
    let unit: Int64
    let day: Day
}

extension Session {
    fileprivate func decisionList(of round: RoundRecord) throws -> DecisionList {
        let acts = try decisions(ofRound: round.id)
        guard let first = acts.first else {
            throw PostgresError.misuse("round \(round.id) is decided without a decision")
        }
        let rules = try rules(ofRound: round.id)
        let entries = try recognisedEntries(ofRound: round.id)
        var awards: [Int64] = []
        for entry in entries where awards.last != entry.award { awards.append(entry.award) }
        let entriesOfAward = Dictionary(grouping: entries, by: \.award)
        let actOfID = Dictionary(uniqueKeysWithValues: acts.map { ($0.id, $0) })
        var items: [ProductGroupID: [DecisionList.Item]] = [:]
        // many come from the same communes
        var addresses: [Commune: String] = [:]
        func address(_ commune: Commune) throws -> String {
            if let known = addresses[commune] { return known }
            let text = try unitNames(commune.unit, on: commune.day).text
            addresses[commune] = text
            return text
        }
        for award in awards {
            guard let members = entriesOfAward[award], let one = members.first,
                let act = members.compactMap({ actOfID[$0.act] }).max(by: {
                    ($0.amendment ?? 0) < ($1.amendment ?? 0)
                })
            else { continue }
            items[one.group, default: []].append(
                DecisionList.Item(
                    product: one.product, establishment: one.establishment,
                    address: try address(Commune(unit: one.commune, day: act.decidedOn)),
                    totals: members.map { DecisionList.Total(member: $0.member, shown: $0.shown) },
                    awardClass: one.awardClass.map { rules.awardClass($0)?.name ?? $0 },
                    amendedBy: act.amendment == nil ? nil : act.number))
        }
        // groups that the rules do not name, if there are any, come last
        let order = rules.groups.map(\.id)
        let known = order.filter { items[$0] != nil }
        let others = items.keys.filter { !order.contains($0) }.sorted { $0.rawValue < $1.rawValue }
        let withdrawn = try withdrawnProducts(ofRound: round.id)
        return DecisionList(
            round: round.id, name: round.name, levelName: round.levelName, decision: first.act,
            amendments: acts.dropFirst().map {
                DecisionList.Amendment(
                    act: $0.act, reason: $0.amendmentReason ?? "", withdrawn: withdrawn[$0.id] ?? [])
            },
            groups: (known + others).map {
                DecisionList.Group(name: rules.group($0)?.name ?? $0.rawValue, items: items[$0] ?? [])
            })
    }

    /// What stands, in the order of the decision: award by award, by the best place of its entries in the result.
    private func recognisedEntries(ofRound id: Int64) throws -> [RecognisedEntry] {
        try query(
            """
            SELECT l.award_id, l.decision_id, a.product_group, a.product_name, a.establishment_name, a.commune_unit_id, l.class,
              CASE WHEN l.set_name IS NOT NULL THEN p.name END AS member, x.shown
            FROM standing_lines(\(id)) l JOIN award a USING (award_id) JOIN entry e USING (entry_id)
              JOIN product p ON p.product_id = e.product_id JOIN decision d ON d.decision_id = l.decision_id
              LEFT JOIN LATERAL result_lines(\(id), coalesce(d.result_version, 1)) x ON x.entry_id = l.entry_id
            WHERE l.recognised
            ORDER BY min(x.ordinal) OVER (PARTITION BY l.award_id), l.award_id, x.ordinal, e.entry_id
            """
        ) { row in
            RecognisedEntry(
                award: try row("award_id"), act: try row("decision_id"), group: try row("product_group"),
                product: try row("product_name"), establishment: try row("establishment_name"),
                commune: try row("commune_unit_id"), awardClass: try row("class"), member: try row("member"),
                shown: try row("shown"))
        }
    }

    /// The names of the products whose awards each amending act withdrew.
    private func withdrawnProducts(ofRound id: Int64) throws -> [Int64: [String]] {
        let rows = try query(
            """
            SELECT w.decision_id, a.product_name FROM award_withdrawal w JOIN award a USING (award_id)
              JOIN decision d ON d.decision_id = w.decision_id
            WHERE d.round_id = \(id) ORDER BY w.decision_id, w.award_id
            """
        ) { (act: try $0("decision_id", as: Int64.self), name: try $0("product_name", as: String.self)) }
        return Dictionary(grouping: rows, by: \.act).mapValues { $0.map(\.name) }
    }
}

extension DecisionRecord {
    fileprivate var act: DecisionList.Act {
        DecisionList.Act(number: number, day: decidedOn, authority: authority)
    }
}
