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

/// Rounds and fairs, which programs list and read in the same way; here is what differs.
protocol EventInterface: Sendable {
    associatedtype Record: Sendable
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
        return .json(
            Self.json(try await Problem.finding(Self.noun) { try await record(id, as: program.viewer) }))
    }
}
