import HTTPTypes
import Hummingbird
import Registry
import RuralIndustry

extension FairInterface {
    /// `…/quotas`: how many booths provinces may give, and how many they gave, as `fair quotas` prints them.
    func quotas(_ request: Request, _ context: SiteContext) async throws -> Response {
        let program = try context.program()
        var reader = QueryReader(request.uri.queryParameters)
        reader.requireKnown(["as_of"])
        let day = reader.day("as_of") ?? site.today
        try reader.finish()
        let id = try context.recordID(Self.noun)
        let found = try await Problem.finding(Self.noun) {
            try await site.registry.boothQuotas(ofFair: id, on: day, as: program.viewer)
        }
        var response = Response.json(
            .object(["items": .array(found.map(Self.json)), "next": .null]))
        // what is counted of them changes under that
        response.headers[.eTag] = Preconditions.tag(BoothQuotaRecord.version(of: found))
        return response
    }

    /// `…/quotas/import`: quotas from a file, as `fair quota` gives them.
    func importQuotas(_ request: Request, _ context: SiteContext) async throws -> Response {
        let program = try context.program()
        let isDryRun = try request.isDryRun()
        let id = try context.recordID(Self.noun)
        let match = try Preconditions.match(request)
        let sent = try await SentRecords<BoothQuotaColumn>(request, isDryRun: isDryRun, name: "quotas.csv")
        let quotas = try sent.file.parsed { (row, notation) throws(Refusal) in
            try BoothQuota.parse(row.fields, notation)
        }
        let once = sent.once(at: site.clock()) { (counts: ImportCounts) in ImportJSON.counts(counts).text }
        return try await Problem.finding(Self.noun) {
            do {
                return .json(
                    ImportJSON.counts(
                        try await site.registry.setBoothQuotas(
                            quotas, fair: id, version: match, as: program.viewer, dryRun: isDryRun,
                            once: once)))
            } catch let repeated as RepeatedRequest {
                return Response.json(try JSONValue(parsing: repeated.outcome)).replayed
            }
        }
    }

    /// `…/terms`: how booths will be shared out, as it is declared now.
    func terms(_ request: Request, _ context: SiteContext) async throws -> Response {
        let program = try context.program()
        try request.requireNoParameters()
        let id = try context.recordID(Self.noun)
        return try await Problem.finding(Self.noun) {
            do {
                return Self.declared(try await site.registry.fairTerms(ofFair: id, as: program.viewer))
            } catch let refusal as Refusal where refusal.violations[0].code == "fair-terms-missing" {
                throw Problem(.notFound, code: "fair-terms-missing", detail: refusal.violations[0].text)
            }
        }
    }

    /// Declares it, as `fair terms` does.
    func declareTerms(_ request: Request, _ context: SiteContext) async throws -> Response {
        let program = try context.program()
        let isDryRun = try request.isDryRun()
        let id = try context.recordID(Self.noun)
        let match = try Preconditions.matchOrNone(request)
        let content = try await ProgramContent(of: request, types: ["application/json"])
        let new = try NewFairTerms(try content.fields())
        let once = try OneRequest<FairTermsRecord>(
            request, content.bytes, isDryRun: isDryRun, at: site.clock(),
            outcome: { String($0.fairID) })
        return try await Problem.finding(Self.noun) {
            do {
                let declared = try await site.registry.declareFairTerms(
                    new, fair: id, version: match, as: program.viewer, today: site.today, dryRun: isDryRun,
                    once: once)
                return isDryRun ? .json(Self.json(declared)) : Self.declared(declared)
            } catch is RepeatedRequest {
                return Self.declared(
                    try await site.registry.fairTerms(ofFair: id, as: program.viewer)
                ).replayed
            }
        }
    }

    /// Terms with their version. Whether they were used is answered also to who has it.
    private static func declared(_ terms: FairTermsRecord) -> Response {
        var response = Response.json(json(terms))
        response.headers[.eTag] = Preconditions.tag(terms.version)
        return response
    }

    private static func json(_ terms: FairTermsRecord) -> JSONValue {
        .object([
            "version": .integer(Int64(terms.version)), "requests_until": .string(terms.requestsUntil.iso),
            "seed": RecordJSON.text(terms.seed), "rules": terms.rules.document,
            "declared_at": .string(terms.at.iso),
            "requests_before": .integer(Int64(terms.requestsBefore)), "is_used": .bool(terms.isUsed),
        ])
    }

    private static func json(_ quota: BoothQuotaRecord) -> JSONValue {
        .object([
            "province_code": .string(quota.quota.scope.province.text),
            "province_name": .string(quota.provinceName),
            "group": RecordJSON.text(quota.quota.scope.group?.rawValue),
            "funds": RecordJSON.text(quota.quota.scope.funds?.rawValue),
            "booths": .integer(Int64(quota.quota.booths)), "confirmed": .integer(Int64(quota.confirmed)),
            "held": .integer(Int64(quota.held)), "left": .integer(Int64(quota.left)),
            "return_by": RecordJSON.text(quota.quota.returnBy?.iso),
        ])
    }
}
