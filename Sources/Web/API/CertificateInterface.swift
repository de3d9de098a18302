import HTTPTypes
import Hummingbird
import Registry
import RuralIndustry

/// `/api/v1/certificates`: those that who asks may read; a single one is there for anybody with its code.
struct CertificateInterface: Sendable {
    let site: Site

    func list(_ request: Request, _ context: SiteContext) async throws -> Response {
        let program = try context.program()
        var reader = QueryReader(request.uri.queryParameters)
        reader.requireKnown(["round", "level", "year", "number", "as_of"] + PageQuery.names)
        let round = reader.id("round")
        let level: SelectionLevel? = reader.one("level")
        let year = reader.year("year")
        let number = reader.text("number")
        let day = reader.day("as_of") ?? site.today
        let page = PageQuery(&reader, list: "certificates")
        try reader.finish()
        let found = try await site.registry.certificates(
            round: round, level: level, year: year, number: number, after: page.after, limit: page.limit,
            as: program.viewer)
        return .json(RecordJSON.page(found, list: "certificates") { Self.json($0, on: day) })
    }

    private static func json(_ certificate: CertificateRecord, on day: Day) -> JSONValue {
        .object([
            "id": .string(String(certificate.id)), "award_id": .string(String(certificate.awardID)),
            "number": RecordJSON.text(certificate.number), "code": RecordJSON.text(certificate.code),
            "level": .string(certificate.level.rawValue), "product_name": .string(certificate.productName),
            "establishment_name": .string(certificate.establishmentName),
            "issuer_name": .string(certificate.issuerName),
            "decision_number": .string(certificate.decisionNumber),
            "decision_date": .string(certificate.decisionDate.iso),
            "issued_on": .string(certificate.issuedOn.iso), "valid_to": .string(certificate.validTo.iso),
            "status": RecordJSON.text(certificate.status(on: day)?.rawValue),
            "revoked_on": RecordJSON.text(certificate.revocation?.day.iso),
            "replaced_by": RecordJSON.text(certificate.replacement?.number),
            "replaces": RecordJSON.text(certificate.replacedNumber),
            "sha256": RecordJSON.text(certificate.sha256),
        ])
    }
}
