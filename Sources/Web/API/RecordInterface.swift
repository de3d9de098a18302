import HTTPTypes
import Hummingbird
import Registry
import RuralIndustry

/// A record that has versions, as programs are given it.
protocol ProgramRecord: Sendable {
    associatedtype Column: RecordColumn

    var id: Int64 { get }
    var version: Int { get }
    var fields: Fields<Column> { get }
    var json: JSONValue { get }
}

/// How a record is to be saved, beside what is to stand in it.
struct SavingQuery: Sendable {
    let isDryRun: Bool
    /// Why, for the record's history.
    let reason: String?
    /// Why it may carry a number that another record has.
    let sharing: String?
}

/// One kind of records that programs list, read, add, change, import and export, all kinds in the same way; here is what differs.
protocol RecordInterface: Sendable {
    associatedtype Record: ProgramRecord
    associatedtype Filter: Sendable
    typealias Column = Record.Column

    /// What its addresses and cursors are named by.
    static var list: String { get }
    /// What refusals call one of them: `unknown-establishment`.
    static var noun: String { get }
    /// The parameters that `filter` reads.
    static var filters: [String] { get }
    /// Whether `sharing` says something of such a record.
    static var hasSharing: Bool { get }
    /// Columns that say what another says, and that no export has.
    static var unexported: Set<Column> { get }

    var site: Site { get }

    func filter(_ reader: inout QueryReader) -> Filter
    func records(_ filter: Filter, _ page: PageQuery, as viewer: Viewer) async throws -> RecordPage<Record>
    func forEach(
        _ filter: Filter, as viewer: Viewer, _ body: @escaping @Sendable (Record) throws -> Void) async throws
    func record(_ id: Int64, as viewer: Viewer) async throws -> Record
    /// As a version of it was.
    func record(_ id: Int64, version: Int, as viewer: Viewer) async throws -> Record
    func add(
        _ fields: Fields<Column>, _ saving: SavingQuery, as viewer: Viewer, once: OneRequest<Record>?
    ) async throws -> Record
    func change(
        _ id: Int64, _ changes: Fields<Column>, version: Int?, _ saving: SavingQuery, as viewer: Viewer
    ) async throws -> Record
    func preview(_ file: RecordFile<Column>, on day: Day, as viewer: Viewer) async throws -> ImportPreview
    func take(
        _ file: RecordFile<Column>, on day: Day, as viewer: Viewer, once: OneRequest<ImportCounts>?
    ) async throws -> ImportCounts
}

extension RecordInterface {
    static var hasSharing: Bool { false }
    static var unexported: Set<Column> { [] }

    func list(_ request: Request, _ context: SiteContext) async throws -> Response {
        let program = try context.program()
        var reader = QueryReader(request.uri.queryParameters)
        reader.requireKnown(Self.filters + PageQuery.names)
        let filter = filter(&reader)
        let page = PageQuery(&reader, list: Self.list)
        try reader.finish()
        let found = try await records(filter, page, as: program.viewer)
        return .json(RecordJSON.page(found, list: Self.list, \.json))
    }

    func get(_ request: Request, _ context: SiteContext) async throws -> Response {
        let program = try context.program()
        try request.requireNoParameters()
        let id = try context.recordID(Self.noun)
        let record = try await Problem.finding(Self.noun) { try await self.record(id, as: program.viewer) }
        return .record(record.json, version: record.version, answering: request)
    }

    func add(_ request: Request, _ context: SiteContext) async throws -> Response {
        let program = try context.program()
        let saving = try saving(request, ["dry_run"])
        let content = try await ProgramContent(of: request, types: ["application/json"])
        let fields: Fields<Column> = try content.fields()
        let once = try OneRequest<Record>(
            request, content.bytes, isDryRun: saving.isDryRun, at: site.clock(), outcome: { String($0.id) })
        do {
            let record = try await add(fields, saving, as: program.viewer, once: once)
            return saving.isDryRun ? .json(record.json.unnumbered) : made(record, answering: request)
        } catch let repeated as RepeatedRequest {
            let id = Int64(repeated.outcome) ?? 0
            let record = try await record(id, version: 1, as: program.viewer)
            return made(record, answering: request).replayed
        }
    }

    private func made(_ record: Record, answering request: Request) -> Response {
        .made(
            record.json, at: "\(Self.list)/\(record.id)", version: record.version, answering: request)
    }

    func edit(_ request: Request, _ context: SiteContext) async throws -> Response {
        let program = try context.program()
        let saving = try saving(request, ["dry_run", "reason"])
        let id = try context.recordID(Self.noun)
        let content = try await ProgramContent(of: request, types: ProgramInterface.patchTypes)
        let changes: Fields<Column> = try content.fields()
        let record = try await Problem.finding(Self.noun) {
            let version = try await Preconditions.version(request) {
                try await self.record(id, as: program.viewer).version
            }
            return try await change(id, changes, version: version, saving, as: program.viewer)
        }
        if saving.isDryRun { return .json(record.json) }
        return .record(record.json, version: record.version, answering: request)
    }

    private func saving(_ request: Request, _ names: [String]) throws -> SavingQuery {
        var reader = QueryReader(request.uri.queryParameters)
        reader.requireKnown(names + (Self.hasSharing ? ["sharing"] : []))
        let saving = SavingQuery(
            isDryRun: reader.flag("dry_run"), reason: reader.text("reason"), sharing: reader.text("sharing"))
        try reader.finish()
        return saving
    }
}

extension ProgramInterface {
    /// A change is a JSON merge patch (RFC 7396): what is not there stays, null empties.
    static let patchTypes = ["application/merge-patch+json", "application/json"]
}

extension JSONValue {
    /// A record that was not made, which has no number.
    var unnumbered: JSONValue {
        guard case .object(var members) = self else { return self }
        members["id"] = .null
        return .object(members)
    }
}

extension Response {
    /// A record that was made, and where it is.
    static func made(_ value: JSONValue, at address: String, version: Int, answering request: Request)
        -> Response
    {
        var response = Response.record(value, version: version, answering: request, status: .created)
        response.headers[.location] = ProgramInterface.folder + address
        return response
    }

    /// The same, said to be an answer that was given before.
    var replayed: Response {
        var response = self
        response.headers[.idempotencyReplayed] = "true"
        return response
    }
}

extension Request {
    /// - Throws: `Problem` `unknown-parameter`.
    func requireNoParameters() throws {
        var reader = QueryReader(uri.queryParameters)
        reader.requireKnown([])
        try reader.finish()
    }
}
