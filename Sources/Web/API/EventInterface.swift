import HTTPTypes
import Hummingbird
import Registry
import RuralIndustry

/// Which of the things that are held at a level, in a year, and go through states.
struct EventQuery<State: RawRepresentable & CaseIterable & Sendable>: Sendable
where State.RawValue == String {
    let level: SelectionLevel?
    let year: Int?
    let state: State?
    let page: PageQuery
}

/// A round or a fair: what takes it on is for a version, while what is counted of it changes under that.
protocol EventRecord: Sendable {
    var id: Int64 { get }
    var version: Int { get }
}

extension RoundRecord: EventRecord {}
extension FairRecord: EventRecord {}

/// Rounds and fairs, which programs list, read and take on in the same way; here is what differs.
protocol EventInterface: Sendable {
    associatedtype Record: EventRecord
    associatedtype State: RawRepresentable & CaseIterable & Sendable where State.RawValue == String

    /// What its addresses and cursors are named by.
    static var list: String { get }
    /// What refusals call one of them: `unknown-round`.
    static var noun: String { get }

    var site: Site { get }

    func records(_ query: EventQuery<State>, as viewer: Viewer) async throws -> RecordPage<Record>
    func record(_ id: Int64, as viewer: Viewer) async throws -> Record
    static func json(_ record: Record) -> JSONValue
}

extension EventInterface {
    func list(_ request: Request, _ context: SiteContext) async throws -> Response {
        let program = try context.program()
        var reader = QueryReader(request.uri.queryParameters)
        reader.requireKnown(["level", "year", "state"] + PageQuery.names)
        let query = EventQuery<State>(
            level: reader.one("level"), year: reader.year("year"), state: reader.one("state"),
            page: PageQuery(&reader, list: Self.list))
        try reader.finish()
        let found = try await records(query, as: program.viewer)
        return .json(RecordJSON.page(found, list: Self.list, Self.json))
    }

    func get(_ request: Request, _ context: SiteContext) async throws -> Response {
        let program = try context.program()
        try request.requireNoParameters()
        let id = try context.recordID(Self.noun)
        return .event(
            Self.self, try await Problem.finding(Self.noun) { try await record(id, as: program.viewer) })
    }

    /// What takes a record on to its next state, below its address: `…/opening`. It says nothing but that.
    ///
    /// - Parameter take: checks the version, and does it once.
    func step(
        _ take:
            @escaping @Sendable (Int64, VersionMatch, Viewer, _ isDryRun: Bool, OneRequest<Record>?)
            async throws -> Record
    ) -> ProgramInterface.Handler {
        { request, context in
            let program = try context.program()
            let isDryRun = try request.isDryRun()
            let id = try context.recordID(Self.noun)
            let match = try Preconditions.match(request)
            let once = try self.once(request, isDryRun: isDryRun)
            return try await Problem.stepping(Self.noun) {
                do {
                    let taken = try await take(id, match, program.viewer, isDryRun, once)
                    return isDryRun ? .json(Self.json(taken)) : .event(Self.self, taken)
                } catch is RepeatedRequest {
                    return .event(Self.self, try await record(id, as: program.viewer)).replayed
                }
            }
        }
    }

    /// A record that a program makes, once however often it asks for it.
    func made(
        _ request: Request, by viewer: Viewer, isDryRun: Bool, _ content: ProgramContent,
        _ make: (OneRequest<Record>?) async throws -> Record
    ) async throws -> Response {
        let once = try once(request, content.bytes, isDryRun: isDryRun)
        func answer(_ record: Record) -> Response {
            .made(
                Self.json(record), at: "\(Self.list)/\(record.id)", version: record.version,
                answering: request)
        }
        do {
            let record = try await make(once)
            return isDryRun ? .json(Self.json(record)) : answer(record)
        } catch let repeated as RepeatedRequest {
            return answer(try await record(Int64(repeated.outcome) ?? 0, as: viewer)).replayed
        }
    }

    private func once(
        _ request: Request, _ body: [UInt8] = [], isDryRun: Bool
    ) throws -> OneRequest<Record>? {
        try OneRequest(request, body, isDryRun: isDryRun, at: site.clock(), outcome: { String($0.id) })
    }
}

extension Response {
    /// A round or a fair with its version. It is answered whole also to who has the version: its counts may be others.
    static func event<Interface: EventInterface>(_: Interface.Type, _ record: Interface.Record) -> Response {
        var response = Response.json(Interface.json(record))
        response.headers[.eTag] = Preconditions.tag(record.version)
        return response
    }
}
