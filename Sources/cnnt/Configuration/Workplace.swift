import Evidence
import Logging
import Postgres
import Registry
import RuralIndustry

/// Where a command works: the configuration, the database it leads to, and the files that ship with the program.
struct Workplace: Sendable {
    let settings: Settings
    let sqlDirectory: String
    let logger: Logger
    /// The person at this machine, or the account that they work as.
    private(set) var viewer = Viewer.localOperator(Process.operatorName)

    /// - Parameter logsJSON: for a service, whose log a program reads.
    init(demo: Bool, logsJSON: Bool = false) async throws {
        settings = try await Settings.load(demo: demo)
        sqlDirectory = try SQLDirectory.locate(settings.sqlDirectory)
        var logger =
            logsJSON
            ? Logger(label: "cnnt") { _ in JSONLog() }
            : Logger(label: "cnnt") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = Logger.Level(rawValue: settings.logLevel) ?? .notice
        self.logger = logger
    }

    var language: Language { settings.language }

    var now: Instant { Process.now }

    var today: Day { now.vietnameseDay }

    /// The same place for an account, which may do what its roles allow today; the audit trail names the operator as well.
    func working(asAccount login: String, in registry: Registry) async throws -> Workplace {
        var place = self
        place.viewer = try await registry.viewer(login: login, on: today, operatorName: Process.operatorName)
        return place
    }

    // MARK: The database

    /// Nil if the configuration names a server: then none is ever started.
    var cluster: PrivateCluster? {
        settings.databaseURL == nil
            ? PrivateCluster(dataDirectory: settings.dataDirectory, logger: logger) : nil
    }

    var migrator: Migrator { get throws { try Migrator(directory: sqlDirectory + "/migrations") } }

    /// The name of the database on the private cluster.
    private var databaseName: String { settings.isDemo ? "cnnt_demo" : "cnnt" }

    /// The address that the program works on, as its own role.
    func programURL() throws -> String {
        guard let url = settings.databaseURL else { return requiredCluster.url(database: databaseName) }
        guard settings.isDemo else { return url }
        return try demoURL(url)
    }

    /// The address of the role that owns and migrates.
    func ownerURL() throws -> String {
        guard settings.databaseURL != nil else { return requiredCluster.ownerURL(database: databaseName) }
        guard let url = settings.ownerDatabaseURL else {
            throw Violation(
                "owner-url-missing",
                vi: "việc này cần CNNT_OWNER_DATABASE_URL, địa chỉ của vai trò sở hữu cơ sở dữ liệu",
                en: "this needs CNNT_OWNER_DATABASE_URL, the address of the role that owns the database")
        }
        return settings.isDemo ? try demoURL(url) : url
    }

    private var requiredCluster: PrivateCluster {
        PrivateCluster(dataDirectory: settings.dataDirectory, logger: logger)
    }

    private func demoURL(_ url: String) throws -> String {
        let parsed = try ConnectionURL(url)
        return parsed.with(database: (parsed["dbname"] ?? "cnnt") + "_demo").url
    }

    /// The role that the program works as.
    private func programRole() throws -> String {
        guard let url = settings.databaseURL else { return PrivateCluster.programRole }
        return try ConnectionURL(url)["user"] ?? PrivateCluster.programRole
    }

    /// Starts the private server, and makes its database where it is missing.
    func startCluster() async throws {
        guard let cluster else { return }
        try await cluster.start()
        if !settings.isDemo { try await cluster.ensureRolesAndDatabase(databaseName) }
    }

    /// Brings the database up to the program, then loads the reference data.
    @discardableResult
    func migrate(dryRun: Bool = false) async throws -> [Migration] {
        let grants = try Migrator.Script(name: "grants", text: readFile(sqlDirectory + "/access/grants.sql"))
        let applied = try await migrator.migrate(
            try ownerURL(), dryRun: dryRun, afterwards: [grants],
            settings: [
                "cnnt.program_role": try programRole(),
                // a migration may have to look at every row (migration 0043)
                "cnnt.viewer": #"{"all":true}"#,
            ], logger: logger)
        if !dryRun {
            let registry = Registry(database: try database())
            do {
                try await registry.loadReferenceData(from: sqlDirectory)
            } catch {
                await registry.close()
                throw error
            }
            await registry.close()
        }
        return applied
    }

    private func database(poolSize: Int = 2, patience: Patience = .command) throws -> Database {
        Database(
            url: try programURL(), poolSize: poolSize, acquireTimeout: patience.longestWait,
            longestQueue: patience.longestQueue, logger: logger)
    }

    /// How long work waits for a connection that others use.
    struct Patience {
        let longestWait: Duration
        let longestQueue: Int

        static let command = Patience(longestWait: .seconds(10), longestQueue: .max)

        /// Whoever asks over the network had rather be told to come back than wait without an end.
        static func service(connections: Int) -> Patience {
            Patience(longestWait: .seconds(2), longestQueue: 64 * max(1, connections))
        }
    }

    /// The registry, ready to work: the private server is started and migrated on demand, a given one must be ready.
    ///
    /// - Parameter secretKeys: asked when the server is there, whose folder the keys may lie in.
    func openRegistry(
        poolSize: Int = 2, patience: Patience = .command, secretKeys: () throws -> SecretKeys? = { nil }
    ) async throws -> Registry {
        try await startCluster()
        let keys = try secretKeys()
        let database = try database(poolSize: poolSize, patience: patience)
        let status: Migrator.Status
        do {
            status = try await migrator.status(of: database)
        } catch {
            await database.close()
            throw isMissingDemo(error) ? Self.demoMissing : error
        }
        switch status {
        case .current:
            return Registry(database: database, secretKeys: keys)
        case .newer(let number, let name):
            await database.close()
            throw MigrationError.newerDatabase(number: number, name: name)
        case .behind where cluster != nil:
            try await migrate()
            return Registry(database: database, secretKeys: keys)
        case .behind(let count):
            await database.close()
            throw Violation(
                "database-behind", vi: "cơ sở dữ liệu thiếu \(count) bước cập nhật; chạy `cnnt db migrate`",
                en: "the database lacks \(count) migrations; run `cnnt db migrate`")
        }
    }

    /// Makes the database of the demonstration anew, which never touches the registry.
    func recreateDemoDatabase() async throws {
        if let cluster {
            try await cluster.start()
            try await cluster.ensureRolesAndDatabase("cnnt")
        }
        let registryOwner =
            settings.databaseURL == nil
            ? requiredCluster.ownerURL(database: "cnnt") : settings.ownerDatabaseURL
        guard let registryOwner else { _ = try ownerURL(); return }
        let name = try ConnectionURL(try ownerURL())["dbname"] ?? databaseName
        let administration = DatabaseAdministration(ownerURL: registryOwner, logger: logger)
        try await administration.drop(name)
        try await administration.create(name, programRole: try programRole())
        try await migrate()
    }

    private func isMissingDemo(_ error: any Error) -> Bool {
        settings.isDemo && "\(error)".contains("does not exist")
    }

    private static let demoMissing = Violation(
        "demo-missing", vi: "chưa có dữ liệu trình diễn; chạy `cnnt demo` trước",
        en: "there is no demonstration data yet; run `cnnt demo` first")
}

extension Migrator {
    /// Asks outside a transaction: an empty database answers with an error that would end one.
    fileprivate func status(of database: Database) async throws -> Status {
        try await database.read(.single) { try self.status($0) }
    }
}
