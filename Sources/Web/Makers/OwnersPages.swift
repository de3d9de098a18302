import HTTPTypes
import Hummingbird
import Registry
import RuralIndustry

/// Records have pages at two places, by the same forms. Those at `/mine` are for who keeps the record: whoever reads it by an
/// office is led to the same page at the desk, and sends forms from there.
struct OwnersPages: Sendable {
    let site: Site
    let place: RecordPlace
    /// What the number in the address is of.
    let record: @Sendable (Int64) -> KeptRecord

    typealias Handler = @Sendable (Request, SiteContext) async throws -> Response

    /// A page that is read.
    func shown(_ handler: @escaping Handler) -> Handler {
        guard place == .mine else { return handler }
        return { request, context in
            let person = try context.person(request)
            if try await !site.registry.keeps(record(context.recordNumber()), as: person.viewer) {
                if person.viewer.readsOthersRecords {
                    return .redirected(to: RecordPlace.atDesk(request.uri.string))
                }
                try person.require(.entryFile)
            }
            return try await handler(request, context)
        }
    }

    /// A form that is sent.
    func sent(_ handler: @escaping Handler) -> Handler {
        guard place == .mine else { return handler }
        return { request, context in
            try context.person(request).require(.entryFile)
            return try await handler(request, context)
        }
    }
}

extension RecordPlace {
    /// The address at the desk of what an owner's address shows.
    static func atDesk(_ address: String) -> String {
        let rest = address.dropFirst(mine.menu.count)
        let isOfPart = rest.hasPrefix("/products/") || rest.hasPrefix("/papers/")
        return (isOfPart ? "/desk" : desk.establishments) + rest
    }
}
