public import Postgres
public import RuralIndustry

/// A product or product set as it is kept, its values as the texts that exports print and imports read.
public struct ProductRecord: RowDecodable, Hashable, Sendable {
    public let id: Int64
    public let version: Int
    public let establishmentID: Int64
    public let establishmentName: String
    public let fields: Fields<ProductColumn>
    public let closedOn: Day?
    public let closedReason: String?

    public init(_ row: Row) throws {
        id = try row("product_id")
        version = try row("version", as: Int.self)
        establishmentID = try row("establishment_id", as: String.self).asNumber()
        establishmentName = try row("establishment_name")
        fields = Fields(texts: try ProductColumn.names.map { try row($0, as: String?.self) })
        closedOn = try row("closed_on")
        closedReason = try row("closed_reason")
    }

    public var name: String { fields[.name] ?? "" }

    /// An export names the establishment by its number alone: a row may use only one way of naming it.
    static let select = select(from: "product")

    /// The same of another row source with the columns of the table.
    static func select(from source: SQL) -> SQL {
        """
        SELECT p.product_id, p.version, p.name, p.product_group AS "group", NULL::text AS establishment_tax_code,
          p.establishment_id::text AS establishment_id, NULL::text AS establishment_external_id,
          array_to_string(p.members, '|') AS members, p.description, p.material,
          p.local_material_percent::text AS local_material_percent, p.capacity, p.unit, p.price_vnd::text AS price_vnd,
          array_to_string(p.markets, '|') AS markets, array_to_string(p.standards, '|') AS standards, p.external_id,
          p.closed_on, p.closed_reason, s.name AS establishment_name
        FROM \(source) p JOIN establishment s USING (establishment_id)
        """
    }
}

extension String {
    fileprivate func asNumber() throws -> Int64 {
        guard let number = Int64(self) else { throw PostgresError.misuse("a number was expected") }
        return number
    }
}

extension Session {
    func product(_ id: Int64) throws -> ProductRecord {
        let found = try first(ProductRecord.select + " WHERE p.product_id = \(id)", as: ProductRecord.self)
        guard let found else {
            throw Refusal(
                Violation(
                    "unknown-product", vi: "không có sản phẩm số \(id); xem `cnnt product list`",
                    en: "there is no product \(id); see `cnnt product list`"))
        }
        return found
    }
}
