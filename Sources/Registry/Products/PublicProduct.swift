import Postgres
public import RuralIndustry

/// A product as everybody may know it.
public struct PublicProduct: Hashable, Sendable {
    public let id: Int64
    public let name: String
    public let group: ProductGroupID
    /// What a set consists of, by name.
    public let members: [String]
    public let description: String?
    public let closedOn: Day?
    public let establishmentID: Int64
    public let establishmentName: String
    /// The maker's commune and province as they are called on the day; the commune by the name that it was registered under where
    /// it cannot be told.
    public let place: String
    /// The oldest first.
    public let awards: [AwardRecord]
}

extension Registry {
    /// What everybody may know of a product on a day; nil: there is none, or it is a set that a decision made which is not public
    /// yet.
    public func publicProduct(_ id: Int64, on day: Day, as viewer: Viewer) async throws -> PublicProduct? {
        let awards = try await awardHistory(.product(id), as: viewer)
        return try await read(.awardHistory, of: .reference("product"), as: viewer) { session in
            try session.first(
                """
                SELECT p.name, p.product_group, p.members, p.description, p.closed_on, e.establishment_id,
                  e.name AS establishment_name, coalesce(\(Session.placeToday("e", on: day)), c.full_name) AS place
                FROM product p JOIN establishment e ON e.establishment_id = establishment_on(p.establishment_id, \(day))
                  JOIN unit c ON c.unit_id = e.commune_unit_id
                WHERE p.product_id = \(id) AND NOT
                """ + " " + AwardRecord.isUnpublishedSet("p.product_id")
            ) { row in
                PublicProduct(
                    id: id, name: try row("name"), group: try row("product_group"),
                    members: try row("members"),
                    description: try row("description"), closedOn: try row("closed_on"),
                    establishmentID: try row("establishment_id"),
                    establishmentName: try row("establishment_name"), place: try row("place"),
                    awards: awards)
            }
        }
    }
}
