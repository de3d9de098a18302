import HTTPTypes
import Hummingbird
import Registry
import RuralIndustry

/// `/api/v1/changes`: what changed since a program asked last.
struct ChangeInterface: Sendable {
    let site: Site

    func list(_ request: Request, _ context: SiteContext) async throws -> Response {
        let program = try context.program()
        var reader = QueryReader(request.uri.queryParameters)
        reader.requireKnown(PageQuery.names)
        let isLatest = request.uri.queryParameters["after"] == "latest"
        let position =
            isLatest
            ? .start
            : reader.value("after") { text throws(Violation) in
                guard let position = ChangePosition(text) else { throw PageQuery.noCursor }
                return position
            } ?? .start
        let limit = PageQuery.limit(&reader)
        try reader.finish()
        if isLatest {
            return .json(
                Self.page(
                    ChangePage(
                        changes: [], next: try await site.registry.lastChange(as: program.viewer),
                        hasMore: false)))
        }
        return .json(
            Self.page(try await site.registry.changes(after: position, limit: limit, as: program.viewer)))
    }

    private static func page(_ page: ChangePage) -> JSONValue {
        .object([
            "items": .array(page.changes.map(json)), "next": .string(page.next.text),
            "has_more": .bool(page.hasMore),
        ])
    }

    private static func json(_ change: ChangeRecord) -> JSONValue {
        .object([
            "kind": .string(change.kind.rawValue), "change": .string(change.change),
            "id": .string(String(change.id)), "version": RecordJSON.number(change.version),
            "number": RecordJSON.text(change.number), "changed_at": .string(change.at.iso),
        ])
    }
}
