import HTTPTypes
import Hummingbird
import Registry
import RuralIndustry

// What an organising office gives, and what becomes of it: always all that was given together.
extension FairInterface {
    /// `…/booths/{booths}`: what was given together, with who has it.
    func given(_ request: Request, _ context: SiteContext) async throws -> Response {
        let program = try context.program()
        try request.requireNoParameters()
        let address = try GivenAddress(context)
        return Self.given(try await given(address.booths, at: address.fair, as: program.viewer))
    }

    /// `…/holds`: holds booths for somebody, whole or not at all, as `booth hold` does.
    func hold(_ request: Request, _ context: SiteContext) async throws -> Response {
        let program = try context.program()
        let isDryRun = try request.isDryRun()
        let id = try context.recordID(Self.noun)
        let content = try await ProgramContent(of: request, types: ["application/json"])
        let asked = try AskedHold(try content.fields())
        let once = try once(request, content, isDryRun: isDryRun)
        return try await Problem.stepping(Self.noun) {
            do {
                let fair = try await site.registry.fair(id, as: program.viewer)
                let held = try await site.registry.holdBooths(
                    try asked.hold(onDaysOf: fair), as: program.viewer, today: site.today, dryRun: isDryRun,
                    once: once)
                return isDryRun ? .json(Self.json(held).unnumbered) : Self.given(held, status: .created)
            } catch let repeated as RepeatedRequest {
                return try await self.repeated(repeated, at: id, as: program.viewer, status: .created)
            } catch let refusal as Refusal {
                throw refusal.renamed(HoldColumn.ofRefusals)
            }
        }
    }

    /// `…/booths/{booths}/confirmation`: held becomes confirmed, as `booth confirm` does.
    func confirmGiven(_ request: Request, _ context: SiteContext) async throws -> Response {
        try await act(request, context, NoteColumn.self) { id, match, fields, viewer, isDryRun, once in
            try await site.registry.confirmBooths(
                id, version: match, because: fields[.reason], as: viewer, today: site.today,
                dryRun: isDryRun, once: once)
        }
    }

    /// `…/booths/{booths}/release`: takes booths back, as `booth release` does.
    func releaseGiven(_ request: Request, _ context: SiteContext) async throws -> Response {
        try await act(request, context, ReasonColumn.self) { id, match, fields, viewer, isDryRun, once in
            try await site.registry.releaseBooths(
                id, version: match, because: fields[.reason] ?? "", as: viewer, today: site.today,
                dryRun: isDryRun, once: once)
        }
    }

    /// `…/booths/{booths}/move`: gives other booths in place of these, as `booth move` does.
    func moveGiven(_ request: Request, _ context: SiteContext) async throws -> Response {
        try await act(request, context, MoveColumn.self) { id, match, fields, viewer, isDryRun, once in
            var reader = FieldReader(fields, .plain)
            let codes = reader.list(.booths)
            if !reader.isGiven(.booths) { reader.report(.noBooth, in: .booths) }
            let reason = reader.requiredText(.reason)
            guard reader.violations.isEmpty, let reason else { throw reader.refusal }
            return try await site.registry.moveBooths(
                id, to: codes, version: match, because: reason, as: viewer, today: site.today,
                dryRun: isDryRun, once: once)
        }
    }

    /// What becomes of booths that were given at the fair of the address, done once for the version that was read.
    private func act<Column: RecordColumn>(
        _ request: Request, _ context: SiteContext, _: Column.Type,
        _ act: (
            Int64, VersionMatch, Fields<Column>, Viewer, _ isDryRun: Bool,
            OneRequest<[BoothAllocationRecord]>?
        ) async throws -> [BoothAllocationRecord]
    ) async throws -> Response {
        let program = try context.program()
        let isDryRun = try request.isDryRun()
        let address = try GivenAddress(context)
        let content = try await ProgramContent(of: request, types: ["application/json"])
        let fields: Fields<Column> = try content.fields()
        let once = try once(request, content, isDryRun: isDryRun)
        let match = try Preconditions.match(request)
        // it may be another fair's
        _ = try await given(address.booths, at: address.fair, as: program.viewer)
        return try await Problem.stepping(Self.givenNoun) {
            do {
                let done = try await act(address.booths, match, fields, program.viewer, isDryRun, once)
                return isDryRun ? .json(Self.json(done)) : Self.given(done)
            } catch let repeated as RepeatedRequest {
                return try await self.repeated(repeated, at: address.fair, as: program.viewer)
            } catch let refusal as Refusal {
                throw refusal.renamed(HoldColumn.ofRefusals)
            }
        }
    }

    private func once(
        _ request: Request, _ content: ProgramContent, isDryRun: Bool
    ) throws -> OneRequest<[BoothAllocationRecord]>? {
        try OneRequest(
            request, content.bytes, isDryRun: isDryRun, at: site.clock(),
            outcome: { $0.first.map { String($0.id) } ?? "" })
    }

    private func given(_ id: Int64, at fair: Int64, as viewer: Viewer) async throws
        -> [BoothAllocationRecord]
    {
        try await Problem.finding(Self.givenNoun) {
            try await site.registry.boothGroup(id, atFair: fair, as: viewer).allocations
        }
    }

    /// What was given when the request was done, as it is now.
    private func repeated(
        _ repeated: RepeatedRequest, at fair: Int64, as viewer: Viewer, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        Self.given(
            try await given(Int64(repeated.outcome) ?? 0, at: fair, as: viewer), status: status
        ).replayed
    }

    private static let givenNoun = "allocation"

    /// What was given together has one version: every step is of all of it.
    private static func given(
        _ allocations: [BoothAllocationRecord], status: HTTPResponse.Status = .ok
    ) -> Response {
        var response = Response.json(json(allocations), status: status)
        response.headers[.eTag] = Preconditions.tag(allocations[0].version)
        return response
    }

    private static func json(_ allocations: [BoothAllocationRecord]) -> JSONValue {
        let first = allocations[0]
        guard case .object(var members) = BoothInterface.json(allocations) else { return .null }
        members["version"] = .integer(Int64(first.version))
        members["tenants"] = .array(first.tenants.map(JSONValue.string))
        members["province_code"] = RecordJSON.text(first.province)
        members["group"] = RecordJSON.text(first.productGroup?.rawValue)
        members["funds"] = RecordJSON.text(first.funds?.rawValue)
        members["priority_area"] = .bool(first.isPriorityArea)
        members["moved_from"] = RecordJSON.text(first.movedFrom.map { String($0) })
        return .object(members)
    }
}

/// Where what was given together is.
private struct GivenAddress {
    let fair: Int64
    let booths: Int64

    init(_ context: SiteContext) throws {
        fair = try context.recordID("allocation")
        booths = try context.recordID("allocation", at: "booths")
    }
}

private enum MoveColumn: Int, RecordColumn {
    case booths, reason

    static let names = ["booth_codes", "reason"]
    static let required: [MoveColumn] = [.booths, .reason]
}

private enum HoldColumn: Int, RecordColumn {
    case booths, establishments, departments, centres, sponsors, common, until, from, to, province, group
    case funds, priorityArea, reason

    static let names = [
        "booth_codes", "establishment_ids", "departments", "promotion_centres", "sponsors", "common",
        "held_until", "from_date", "to_date", "province_code", "group", "funds", "priority_area", "reason",
    ]
    static let required: [HoldColumn] = [.booths, .until]

    /// The members by which programs say what the registry refuses.
    static let ofRefusals = [
        "booth": HoldColumn.booths.name, "establishment": HoldColumn.establishments.name,
        "until": HoldColumn.until.name, "days": HoldColumn.from.name, "province": HoldColumn.province.name,
        "because": HoldColumn.reason.name,
    ]
}

/// Booths that a program asks to hold, and for whom.
private struct AskedHold {
    private let booths: [String]
    private let tenants: BoothTenants
    private let until: Day
    private let from: Day?
    private let to: Day?
    private let province: String?
    private let group: ProductGroupID?
    private let funds: FundingSource?
    private let isPriorityArea: Bool
    private let reason: String?

    init(_ fields: Fields<HoldColumn>) throws(Refusal) {
        var reader = FieldReader(fields, .plain)
        let tenants = reader.tenants(isCommon: fields[.common] == "yes")
        let booths = reader.list(.booths)
        if !reader.isGiven(.booths) { reader.report(.noBooth, in: .booths) }
        let until = reader.requiredDay(.until)
        (from, to) = (reader.day(.from), reader.day(.to))
        province = reader.text(.province)
        group = reader.value(.group) { (text) throws(Violation) in try ProductGroupID(ofLaw: text) }
        funds = reader.choice(.funds, FundingSource.self, code: "funding-source-unknown")
        isPriorityArea = fields[.priorityArea] == "yes"
        reason = reader.text(.reason)
        guard reader.violations.isEmpty, let tenants, let until else { throw reader.refusal }
        self.booths = booths
        self.tenants = tenants
        self.until = until
    }

    func hold(onDaysOf fair: FairRecord) throws(Refusal) -> NewBoothHold {
        let days: FairDays
        do throws(Violation) {
            days = try FairDays(first: from ?? fair.days.first, last: to ?? fair.days.last)
        } catch {
            throw Refusal(error.inColumn(HoldColumn.from.name))
        }
        return NewBoothHold(
            fair: fair.id, booths: booths, tenants: tenants, days: days, until: until, province: province,
            group: group, funds: funds, isPriorityArea: isPriorityArea, reason: reason)
    }
}

extension FieldReader<HoldColumn> {
    /// Who is to have the booths, the host of a common one first; nil: what is wrong is noted.
    fileprivate mutating func tenants(isCommon: Bool) -> BoothTenants? {
        let offices =
            list(.departments).map { BoothTenant.department($0) }
            + list(.centres).map { .promotionCentre($0) } + list(.sponsors).map { .sponsor($0) }
        let establishments = list(.establishments).compactMap { text -> BoothTenant? in
            if let id = Int64(text), id > 0 { return .establishment(id) }
            report(
                Violation(
                    "establishment-number", vi: "\(Text.quoted(text)) không phải là số của cơ sở",
                    en: "\(Text.quoted(text)) is no number of an establishment"), in: .establishments)
            return nil
        }
        if !violations.isEmpty { return nil }
        do throws(Refusal) {
            return try BoothTenants(offices + establishments, isCommon: isCommon)
        } catch {
            for violation in error.violations { report(violation, in: .establishments) }
            return nil
        }
    }
}

extension Violation {
    fileprivate static let noBooth = Violation(
        "value-missing", vi: "hãy ghi mã gian hàng", en: "give the codes of the booths")
}
