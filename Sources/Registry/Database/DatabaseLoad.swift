import Postgres

/// How busy the connections to the database are at one moment: what an operator watches.
public struct DatabaseLoad: Hashable, Sendable {
    /// Connections there are at most.
    public let size: Int
    public let inUse: Int
    public let idle: Int
    /// Being opened, checked or closed.
    public let onTheWay: Int
    /// Requests that wait for a connection.
    public let waiting: Int
    /// Requests that were told so far that no connection became free in time.
    public let refusals: Int
}

extension Registry {
    /// Asks nobody and reads nothing: it counts what this process itself holds.
    public var databaseLoad: DatabaseLoad {
        let load = database.load
        return DatabaseLoad(
            size: load.size, inUse: load.inUse, idle: load.idle, onTheWay: load.onTheWay,
            waiting: load.waiting,
            refusals: load.refusals)
    }

    /// Whether an error means that more is asked than this process has connections for: another one, or this one in a second, may
    /// well answer.
    public static func isBusy(_ error: any Error) -> Bool {
        switch error as? PostgresError {
        case .poolTimeout, .poolFull: true
        default: false
        }
    }
}
