public import Logging

/// Makes and drops databases on any server, as a role that may (CREATEDB), beside the database that its URL
/// names.
public struct DatabaseAdministration: Sendable {
    let ownerURL: String
    private let logger: Logger

    /// - Parameter ownerURL: the role that owns what is made. Its database must not be the one that is copied
    /// or dropped.
    public init(ownerURL: String, logger: Logger = Logger(label: "postgres")) {
        self.ownerURL = ownerURL
        self.logger = logger
    }

    /// The owner's URL for another database.
    public func url(of database: String) throws -> String {
        try ConnectionURL(ownerURL).with(database: database).url
    }

    public func exists(_ database: String) async throws -> Bool {
        try await onConnection { session in
            try session.value("SELECT EXISTS (SELECT FROM pg_database WHERE datname = \(database)::name)")
        }
    }

    /// Makes a database, empty or as a copy of another one, which nobody may be connected to.
    ///
    /// - Parameter programRole: who else may connect to it.
    public func create(
        _ database: String, template: String? = nil, programRole: String? = PrivateCluster.programRole
    ) async throws {
        try await onConnection { session in
            if let template {
                try session.execute(
                    "CREATE DATABASE \(identifier: database) TEMPLATE \(identifier: template)")
            } else {
                try session.execute("CREATE DATABASE \(identifier: database)")
            }
            try session.grantUse(of: database, to: programRole)
        }
    }

    /// Drops a database if it is there, and disconnects who is in it.
    public func drop(_ database: String) async throws {
        try await onConnection { session in
            _ = try session.execute("DROP DATABASE IF EXISTS \(identifier: database) WITH (FORCE)")
        }
    }

    func onConnection<R: Sendable>(_ body: @Sendable (Session) throws -> R) async throws -> R {
        let connection = try await Connection.open(
            Configuration(url: ownerURL, applicationName: "cnnt administration", logger: logger))
        do {
            let value = try await connection.run(body)
            await connection.close()
            return value
        } catch {
            await connection.close()
            throw error
        }
    }
}
