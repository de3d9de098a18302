import Postgres
import Registry
import RuralIndustry
import TestSupport

/// An award of earlier years with its certificate; a test names what it is about.
struct EarlierAwardRow: Sendable {
    var level = SelectionLevel.provincial
    var issuer = "19"
    var number = "0001/2022/CNNT-T19"
    var issuedOn = Day("2022-07-10")
    var validTo = Day("2025-12-31")
    var decision = "11/QĐ-UBND"
}

extension TestRegistry {
    /// Records an award of a product, which needs an external id, and returns its number.
    func award(_ row: EarlierAwardRow = EarlierAwardRow(), to product: ProductRecord) async throws -> Int64 {
        let external = product.fields[.externalID] ?? ""
        try await importAwards(
            """
            product_name,establishment_name,level,year,issuer_code,decision_number,decision_date,product_external_id,certificate_number,issue_date,valid_to
            \(product.name),Cơ sở Mẫu,\(row.level.rawValue),\(row.issuedOn.year),\(row.issuer),\(row.decision),\(row.issuedOn.iso),\(external),\(row.number),\(row.issuedOn.iso),\(row.validTo.iso)
            """)
        return try await asProgram { session in
            try session.value("SELECT award_id FROM certificate WHERE number = \(row.number)")
        }
    }

    /// A product with an external id, in the city of Thái Nguyên.
    func awardedProduct(_ externalID: String = "SP1") async throws -> ProductRecord {
        try await product(
            of: try await establishment(name: "Cơ sở \(externalID)", commune: "05503"),
            name: "Sản phẩm \(externalID)",
            externalID: externalID)
    }
}
