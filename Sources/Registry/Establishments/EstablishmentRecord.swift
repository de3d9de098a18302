public import Postgres
public import RuralIndustry

/// An establishment as it is kept, its values as the texts that exports print and imports read.
public struct EstablishmentRecord: RowDecodable, Hashable, Sendable {
    public let id: Int64
    public let version: Int
    public internal(set) var fields: Fields<EstablishmentColumn>
    /// The commune by the name that it was registered under.
    public let communeName: String
    public let provinceName: String?
    public let closedOn: Day?
    public let closedReason: String?

    public init(_ row: Row) throws {
        id = try row("establishment_id")
        version = try row("version", as: Int.self)
        fields = Fields(texts: try EstablishmentColumn.names.map { try row($0, as: String?.self) })
        communeName = try row("commune_name")
        provinceName = try row("province_name")
        closedOn = try row("closed_on")
        closedReason = try row("closed_reason")
    }

    public var name: String { fields[.name] ?? "" }

    static let select = select(from: "establishment")

    /// The same of another row source with the columns of the table.
    static func select(from source: SQL) -> SQL {
        """
        SELECT e.establishment_id, e.version, e.name, e.legal_form, c.code AS commune_code, e.tax_code,
          e.registration_number, e.registration_date::text, e.representative, e.address, s.code AS site_commune_code,
          e.site_address, e.phone, e.email, e.website, e.industry, e.founded_on::text, e.labour::text,
          e.capital_vnd::text, e.revenue_vnd::text, e.external_id, e.closed_on, e.closed_reason,
          c.full_name AS commune_name, p.full_name AS province_name
        FROM \(source) e JOIN unit c ON c.unit_id = e.commune_unit_id LEFT JOIN unit s ON s.unit_id = e.site_unit_id
          LEFT JOIN unit p ON p.unit_id = unit_within(c.unit_id, 'province', coalesce(upper(c.validity) - 1, current_date))
        """
    }
}

extension Session {
    func establishment(_ id: Int64) throws -> EstablishmentRecord {
        let found = try first(
            EstablishmentRecord.select + " WHERE e.establishment_id = \(id)", as: EstablishmentRecord.self)
        guard let found else {
            throw Refusal(
                Violation(
                    "unknown-establishment", vi: "không có cơ sở số \(id); xem `cnnt establishment list`",
                    en: "there is no establishment \(id); see `cnnt establishment list`"))
        }
        return found
    }
}
