import Postgres
import RuralIndustry

/// Where a viewer may do something: everywhere, or in some territories, rounds and establishments. It becomes a part of the
/// statements that read and write, so that what lies outside is neither found nor changed.
struct Reach: Hashable, Sendable {
    let scopes: [Scope]
    let day: Day

    var isEverywhere: Bool { scopes.contains(.everywhere) }

    /// True of the establishments of an alias in the statement that are within reach: by where they produce.
    func establishments(_ alias: String) -> SQL? {
        condition { scope in
            switch scope {
            case .everywhere: nil
            case .region, .unit:
                SQL(trusted: "coalesce(\(alias).site_unit_id, \(alias).commune_unit_id) IN ")
                    + units(of: scope)
            case .round(let id):
                SQL(
                    trusted:
                        "EXISTS (SELECT FROM entry x WHERE x.establishment_id = \(alias).establishment_id")
                    + " AND x.round_id = \(id))"
            case .establishment(let id): SQL(trusted: "\(alias).establishment_id = ") + "\(id)"
            }
        }
    }

    /// True of records that belong to an establishment within reach.
    func belonging(_ establishmentID: String) -> SQL? {
        guard let within = establishments("reached") else { return nil }
        return SQL(
            trusted:
                "\(establishmentID) IN (SELECT reached.establishment_id FROM establishment reached WHERE ")
            + within + ")"
    }

    /// True of rounds within reach: by who holds them.
    func rounds(_ alias: String) -> SQL? {
        condition { scope in
            switch scope {
            case .everywhere: nil
            case .region(let region):
                SQL(trusted: "(\(alias).organiser_region = ") + "\(region)"
                    + SQL(trusted: " OR \(alias).organiser_unit_id IN ") + units(of: scope) + ")"
            case .unit: SQL(trusted: "\(alias).organiser_unit_id IN ") + units(of: scope)
            case .round(let id): SQL(trusted: "\(alias).round_id = ") + "\(id)"
            case .establishment(let id):
                SQL(trusted: "EXISTS (SELECT FROM entry x WHERE x.round_id = \(alias).round_id")
                    + " AND x.establishment_id = \(id))"
            }
        }
    }

    /// True of fairs within reach: by who holds them.
    func fairs(_ alias: String) -> SQL? {
        condition { scope in
            switch scope {
            case .everywhere, .round, .establishment: nil
            case .region(let region):
                SQL(trusted: "(\(alias).organiser_region = ") + "\(region)"
                    + SQL(trusted: " OR \(alias).organiser_unit_id IN ") + units(of: scope) + ")"
            case .unit: SQL(trusted: "\(alias).organiser_unit_id IN ") + units(of: scope)
            }
        }
    }

    /// True of records of a fair within reach.
    func ofFair(_ alias: String) -> SQL? {
        guard let within = fairs("reached") else { return nil }
        return SQL(trusted: "\(alias).fair_id IN (SELECT reached.fair_id FROM fair reached WHERE ") + within
            + ")"
    }

    /// True of allocations of booths, and of requests for them, within reach: by who holds the fair, or by whose quota they spend.
    func boothAllocations(_ alias: String) -> SQL? {
        guard let fairs = fairs("reached"), let provinces = units("\(alias).province_unit_id") else {
            return nil
        }
        return SQL(trusted: "(\(alias).fair_id IN (SELECT reached.fair_id FROM fair reached WHERE ") + fairs
            + ") OR " + provinces + ")"
    }

    /// True of requests for booths within reach: as of allocations, and one's own establishment's.
    func boothRequests(_ alias: String) -> SQL? {
        guard let office = boothAllocations(alias) else { return nil }
        let own = scopes.compactMap { if case .establishment(let id) = $0 { id } else { nil } }
        if own.isEmpty { return office }
        return "(" + office + SQL(trusted: " OR \(alias).establishment_id = ANY (") + "\(own)))"
    }

    /// True of records of a round within reach.
    func ofRound(_ alias: String) -> SQL? {
        guard let within = rounds("reached") else { return nil }
        return SQL(trusted: "\(alias).round_id IN (SELECT reached.round_id FROM round reached WHERE ")
            + within
            + ")"
    }

    /// True of awards within reach: by who gave them, or by whose they are.
    func awards(_ alias: String) -> SQL? {
        condition { scope in
            switch scope {
            case .everywhere: nil
            case .region(let region):
                SQL(trusted: "(\(alias).issuer_region = ") + "\(region)"
                    + SQL(
                        trusted:
                            " OR coalesce(\(alias).commune_unit_id, \(alias).province_unit_id, \(alias).issuer_unit_id) IN "
                    )
                    + units(of: scope) + ")"
            case .unit:
                SQL(trusted: "(\(alias).issuer_unit_id IN ") + units(of: scope)
                    + SQL(trusted: " OR coalesce(\(alias).commune_unit_id, \(alias).province_unit_id) IN ")
                    + units(of: scope) + ")"
            case .round(let id):
                SQL(trusted: "\(alias).decision_id IN ")
                    + "(SELECT decision_id FROM decision WHERE round_id = \(id))"
            case .establishment(let id): SQL(trusted: "\(alias).establishment_id = ") + "\(id)"
            }
        }
    }

    /// True of awards that an office within reach gave: who gives is who takes back.
    func givenAwards(_ alias: String) -> SQL? {
        condition { scope in
            switch scope {
            case .everywhere: nil
            case .region(let region):
                SQL(trusted: "(\(alias).issuer_region = ") + "\(region)"
                    + SQL(trusted: " OR \(alias).issuer_unit_id IN ") + units(of: scope) + ")"
            case .unit: SQL(trusted: "\(alias).issuer_unit_id IN ") + units(of: scope)
            case .round(let id):
                SQL(trusted: "\(alias).decision_id IN ")
                    + "(SELECT decision_id FROM decision WHERE round_id = \(id))"
            case .establishment: "false"
            }
        }
    }

    /// True of units within reach; rounds and establishments reach no unit.
    func units(_ column: String) -> SQL? {
        condition { scope in
            switch scope {
            case .region, .unit: SQL(trusted: "\(column) IN ") + units(of: scope)
            case .everywhere, .round, .establishment: nil
            }
        }
    }

    /// Nil everywhere; else the alternatives, none of which is none.
    private func condition(_ part: (Scope) -> SQL?) -> SQL? {
        if isEverywhere { return nil }
        let parts = scopes.compactMap(part)
        return parts.isEmpty ? "false" : "(" + parts.joined(by: " OR ") + ")"
    }

    /// All units, of any time, whose territory lies in that of the scope on the day.
    private func units(of scope: Scope) -> SQL {
        switch scope {
        case .unit(let id, let level):
            "(SELECT h.unit_id FROM unit_homes(\(level), \(day)) h WHERE h.home_unit_id = \(id))"
        case .region(let region):
            """
            (SELECT h.unit_id FROM unit_homes('province', \(day)) h
              JOIN unit p ON p.unit_id = h.home_unit_id
              JOIN region_member m ON m.province_code = p.code AND m.validity @> \(day)
            WHERE m.region = \(region))
            """
        case .everywhere, .round, .establishment: "(SELECT NULL::bigint)"
        }
    }
}

extension Session {
    /// Refuses what is not within a viewer's reach, with the same words whether the record exists or not: who may not see it
    /// does not learn that it is there.
    func require(_ action: Action, on subject: Subject, as viewer: Viewer) throws {
        let reach = viewer.reach(action)
        if reach.isEverywhere { return }
        let found: Bool
        switch subject {
        case .reference: found = true
        case .listed: found = true
        case .many: found = false
        case .one(let table, let id):
            guard let condition = reach.condition(onTable: table) else {
                found = false
                break
            }
            found = try value(
                SQL(trusted: "SELECT EXISTS (SELECT FROM \(table) t WHERE t.\(table)_id = ") + "\(id) AND "
                    + condition + ")")
        }
        if !found { throw Refusal(.outsideReach(viewer, action)) }
    }

    /// Whether a viewer may do something in a round, without refusing.
    func may(_ action: Action, round id: Int64, as viewer: Viewer) throws -> Bool {
        guard viewer.may(action) else { return false }
        do {
            try require(action, on: .one("round", id: id), as: viewer)
            return true
        } catch is Refusal {
            return false
        }
    }

    /// Whether a viewer may learn whose the entries of a round are: everybody once it is published, before that who may read
    /// its entries.
    func mayLearnEntrants(of round: RoundRecord, as viewer: Viewer) throws -> Bool {
        try round.state == .published || may(.entryRead, round: round.id, as: viewer)
    }

    /// Refuses an act on an award that another office gave.
    func requireGiven(_ awardID: Int64, _ action: Action, as viewer: Viewer) throws {
        guard let condition = viewer.reach(action).givenAwards("t") else { return }
        let found: Bool = try value(
            "SELECT EXISTS (SELECT FROM award t WHERE t.award_id = \(awardID) AND " + condition + ")")
        if !found { throw Refusal(.outsideReach(viewer, action)) }
    }
}

extension Reach {
    /// For a record of a table, under the alias `t`; nil where only those may who reach everywhere.
    fileprivate func condition(onTable table: String) -> SQL? {
        switch table {
        case "establishment": establishments("t")
        case "product": belonging("t.establishment_id")
        case "dossier_paper":
            belonging(
                "coalesce(t.establishment_id, (SELECT p.establishment_id FROM product p WHERE p.product_id = t.product_id))"
            )
        case "product_picture":
            belonging("(SELECT p.establishment_id FROM product p WHERE p.product_id = t.product_id)")
        case "round": rounds("t")
        case "award": awards("t")
        case "complaint": ofRound("t")
        case "registration_request": units("t.commune_unit_id")
        case "fair": fairs("t")
        case "booth_run": ofFair("t")
        case "booth_allocation": boothAllocations("t")
        case "booth_request": boothRequests("t")
        case "entry": belonging("t.establishment_id")
        // one that holds no role yet is any administrator's to make
        case "account": "NOT EXISTS (SELECT FROM account_role r WHERE r.account_id = t.account_id)"
        default: nil
        }
    }
}

extension Violation {
    /// Of a row of a file.
    static let outsideTerritory = Violation(
        "outside-territory", vi: "cơ sở này nằm ngoài địa bàn được giao cho người nhập",
        en: "this establishment is outside the territory of who imports")

    static func outsideReach(_ viewer: Viewer, _ action: Action) -> Violation {
        Violation(
            "outside-territory",
            vi:
                "việc này (\(action.rawValue)) nằm ngoài phạm vi được giao cho “\(viewer.name)”, hoặc không có bản ghi đó",
            en:
                "this (\(action.rawValue)) is outside what “\(viewer.name)” was given, or there is no such record"
        )
    }
}
