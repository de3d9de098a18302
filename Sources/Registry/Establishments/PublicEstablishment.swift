public import Postgres
public import RuralIndustry

/// An establishment as everybody may know it: its name, where it is, its products and its awards; never how to reach the people
/// behind it (Law 91/2025/QH15).
public struct PublicEstablishment: Hashable, Sendable {
    public let id: Int64
    public let name: String
    public let industry: String?
    /// The commune by the name that it was registered under, and the place as it is called on the day that is asked for; nil: the
    /// commune was divided, and the records do not say into which part it came.
    public let registeredCommune: String
    public let placeToday: String?
    public let closedOn: Day?
    public internal(set) var products: [PublicProductLine] = []
    /// The oldest first.
    public internal(set) var awards: [AwardRecord] = []
}

/// A product in the list of its maker.
public struct PublicProductLine: RowDecodable, Hashable, Sendable {
    public let id: Int64
    public let name: String
    public let group: ProductGroupID
    public let closedOn: Day?

    public init(_ row: Row) throws {
        id = try row("product_id")
        name = try row("name")
        group = try row("product_group")
        closedOn = try row("closed_on")
    }
}

/// What is known at the number of a record.
public enum PublicRecord<Value: Hashable & Sendable>: Hashable, Sendable {
    case found(Value)
    /// The record was merged into another.
    case moved(to: Int64)
    case unknown
}

extension Registry {
    /// What everybody may know of an establishment on a day.
    public func publicEstablishment(
        _ id: Int64, on day: Day, as viewer: Viewer
    ) async throws -> PublicRecord<PublicEstablishment> {
        let found = try await read(.awardHistory, of: .reference("establishment"), as: viewer) { session in
            try session.publicEstablishment(id, on: day)
        }
        guard case .found(var establishment) = found else { return found }
        establishment.awards = try await awardHistory(.establishment(id), on: day, as: viewer)
        return .found(establishment)
    }
}

extension Session {
    fileprivate func publicEstablishment(_ id: Int64, on day: Day) throws -> PublicRecord<
        PublicEstablishment
    > {
        let found = try first(
            """
            SELECT e.name, e.industry, e.closed_on, c.full_name AS commune, \(Self.placeToday("e", on: day)) AS place,
              establishment_on(e.establishment_id, \(day)) AS current
            FROM establishment e JOIN unit c ON c.unit_id = e.commune_unit_id WHERE e.establishment_id = \(id)
            """
        ) { row in
            (
                current: try row("current", as: Int64.self),
                value: PublicEstablishment(
                    id: id, name: try row("name"), industry: try row("industry"),
                    registeredCommune: try row("commune"),
                    placeToday: try row("place"), closedOn: try row("closed_on"))
            )
        }
        guard var found else { return .unknown }
        guard found.current == id else { return .moved(to: found.current) }
        found.value.products = try query(
            """
            SELECT p.product_id, p.name, p.product_group, p.closed_on FROM product p
            WHERE p.establishment_id IN (SELECT establishment_records(\(id), \(day))) AND NOT
            """ + " " + AwardRecord.isUnpublishedSet("p.product_id")
                + " ORDER BY p.closed_on NULLS FIRST, p.name COLLATE vietnamese, p.product_id",
            as: PublicProductLine.self)
        return .found(found.value)
    }

    /// The commune and province of an establishment's records by their names of a day, as one text; null where it cannot be told.
    static func placeToday(_ alias: String, on day: Day) -> SQL {
        """
        (SELECT t.full_name || coalesce(', ' || lower(left(v.full_name, 1)) || substr(v.full_name, 2), '')
          FROM unit t LEFT JOIN unit v ON v.unit_id = unit_home(\(identifier: alias).commune_unit_id, 'province', \(day))
          WHERE t.unit_id = unit_home(\(identifier: alias).commune_unit_id, 'commune', \(day)))
        """
    }
}
