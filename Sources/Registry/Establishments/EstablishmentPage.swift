import Postgres
public import RuralIndustry

/// Where a page of a list of establishments ends and the next one begins.
public struct EstablishmentPageKey: Hashable, Sendable {
    let name: String
    let id: Int64

    /// After this record.
    public init(_ record: EstablishmentRecord) {
        name = record.name
        id = record.id
    }

    /// Nil for what `text` never is.
    public init?(_ text: String) {
        guard let colon = text.firstIndex(of: ":"), let id = Int64(text[..<colon]) else { return nil }
        self.id = id
        name = String(text[text.index(after: colon)...])
    }

    /// What an address carries it as.
    public var text: String { "\(id):\(name)" }
}

extension Registry {
    /// A page of `establishments`, in the same order.
    public func establishmentPage(
        _ filter: EstablishmentFilter, after key: EstablishmentPageKey?, limit: Int, on day: Day,
        as viewer: Viewer
    ) async throws -> [EstablishmentRecord] {
        try await read(.establishmentRead, of: .listed("establishment"), as: viewer) { session in
            try session.query(
                EstablishmentRecord.select
                    + SQL.matching(
                        try session.conditions(filter, on: day, within: viewer.reach(.establishmentRead))
                            + [
                                key.map {
                                    """
                                    (e.name COLLATE vietnamese, e.establishment_id) > (\($0.name)::text COLLATE vietnamese, \($0.id))
                                    """
                                }
                            ])
                    + " ORDER BY e.name COLLATE vietnamese, e.establishment_id LIMIT \(limit)",
                as: EstablishmentRecord.self)
        }
    }
}
