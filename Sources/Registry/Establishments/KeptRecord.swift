import Postgres
import RuralIndustry

/// A record that its establishment's owner keeps.
public enum KeptRecord: Hashable, Sendable {
    case establishment(Int64)
    case product(Int64)
    /// Of a dossier.
    case paper(Int64)

    fileprivate var subject: Subject {
        switch self {
        case .establishment(let id): .one("establishment", id: id)
        case .product(let id): .one("product", id: id)
        case .paper(let id): .one("dossier_paper", id: id)
        }
    }
}

extension Registry {
    /// Whether a viewer keeps a record as the owner of its establishment: owners' pages are for them alone.
    public func keeps(_ record: KeptRecord, as viewer: Viewer) async throws -> Bool {
        guard viewer.may(.entryFile) else { return false }
        return try await database.read(settings: viewer.walls) { session in
            do {
                try session.require(.entryFile, on: record.subject, as: viewer)
                return true
            } catch is Refusal {
                return false
            }
        }
    }
}

extension Viewer {
    /// True if they look at records of establishments by another role than their owner's: at the desk.
    public var readsOthersRecords: Bool {
        !reach(.establishmentRead, besides: [.establishmentOwner]).scopes.isEmpty
    }
}
