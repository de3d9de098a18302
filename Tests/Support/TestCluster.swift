import FoundationEssentials
import Glibc
public import Postgres
import Synchronization

/// A PostgreSQL server for the tests of one process: made when the first test asks for it, gone when the
/// process ends.
///
/// Files of a process that was killed are removed by the next one.
public actor TestCluster {
    public nonisolated let cluster: PrivateCluster
    private var templates: [String: Task<String, any Error>] = [:]
    private var databases = 0
    /// How many more `withDatabase` may run now: the runner starts all tests at once, the machine has few
    /// cores.
    private var places = 8
    private var waiting: [CheckedContinuation<Void, Never>] = []

    private init(cluster: PrivateCluster) { self.cluster = cluster }

    /// The server of this process.
    public static func shared() async throws -> TestCluster { try await starting.value }

    private static let starting = Task {
        for parent in [memory, disk] { await removeStale(in: parent) }
        let folder = "\(isRoomy(memory) ? memory : disk)/\(prefix)\(getpid())"
        let cluster = PrivateCluster(dataDirectory: folder, profile: .tests)
        try await cluster.start()
        if case .running(let pid, let socketFolder) = cluster.status() {
            leftBehind.withLock { $0 = LeftBehind(server: pid_t(pid), folders: [folder, socketFolder]) }
            atexit { TestCluster.removeAtExit() }
        }
        try await cluster.ensureRolesAndDatabase("cnnt_test")
        return TestCluster(cluster: cluster)
    }

    /// Makes a database, empty or as a copy of a template.
    public func makeDatabase(template: String? = nil) async throws -> TestDatabase {
        databases += 1
        let name = "test_\(databases)"
        try await administration.create(name, template: template)
        return TestDatabase(name: name, cluster: cluster)
    }

    /// Runs a test in a database of its own, a few tests at a time. Not for use inside itself.
    public func withDatabase<R: Sendable>(
        template: String? = nil, _ body: @Sendable (TestDatabase) async throws -> R
    ) async throws -> R {
        await takePlace()
        defer { leavePlace() }
        let database = try await makeDatabase(template: template)
        do {
            let value = try await body(database)
            try await database.drop()
            return value
        } catch {
            try? await database.drop()
            throw error
        }
    }

    private func takePlace() async {
        if places > 0 {
            places -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    private func leavePlace() {
        if waiting.isEmpty { places += 1 } else { waiting.removeFirst().resume() }
    }

    /// Makes a template once per process and returns its name: `prepare` gets the owner's URL, to migrate
    /// there, and must close its connections.
    public func template(
        _ name: String, prepare: @escaping @Sendable (_ ownerURL: String) async throws -> Void
    ) async throws -> String {
        if let template = templates[name] { return try await template.value }
        let template = Task {
            try await administration.create(name)
            try await prepare(cluster.ownerURL(database: name))
            return name
        }
        templates[name] = template
        return try await template.value
    }

    private nonisolated var administration: DatabaseAdministration {
        DatabaseAdministration(ownerURL: cluster.ownerURL(database: "postgres"))
    }

    // MARK: Cleaning up

    private struct LeftBehind {
        let server: pid_t
        let folders: [String]
    }

    private static let leftBehind = Mutex<LeftBehind?>(nil)

    /// The server's user may not be ours, but its user's processes are ours to end if we are root.
    private static func removeAtExit() {
        guard let left = leftBehind.withLock({ $0 }) else { return }
        // SIGQUIT: at once, without writing anything.
        kill(left.server, SIGQUIT)
        for _ in 0..<100
        where FileManager.default.fileExists(atPath: left.folders[0] + "/postgres/postmaster.pid") {
            usleep(10_000)
        }
        for folder in left.folders { try? FileManager.default.removeItem(atPath: folder) }
    }

    private static func removeStale(in parent: String) async {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
        for name in names {
            guard name.hasPrefix(prefix), let process = pid_t(name.dropFirst(prefix.count)),
                kill(process, 0) != 0, errno == ESRCH
            else { continue }
            let folder = "\(parent)/\(name)"
            try? await PrivateCluster(dataDirectory: folder, profile: .tests).remove()
            try? FileManager.default.removeItem(atPath: folder)
        }
    }

    private static let prefix = "cnnt-tests-\(geteuid())-"

    // MARK: Where the server keeps its files

    /// A file system in memory: a database is a copy of three hundred files, which a disk makes in a second and memory in a
    /// tenth of one.
    private static let memory = "/dev/shm"
    private static let disk = "/tmp"

    /// Whether a server with its log and the databases of eight tests fits; containers often have no more than 64 MB there.
    private static func isRoomy(_ folder: String) -> Bool {
        var about = statvfs()
        guard statvfs(folder, &about) == 0, access(folder, W_OK) == 0 else { return false }
        return UInt64(about.f_bavail) * UInt64(about.f_frsize) >= 3 << 30
    }
}

/// A database of a test.
public struct TestDatabase: Sendable {
    public let name: String
    let cluster: PrivateCluster

    /// For the role that the program uses.
    public var url: String { cluster.url(database: name) }
    public var ownerURL: String { cluster.ownerURL(database: name) }

    /// Drops it, whoever is connected. The owner cannot end a superuser's session, which a test that tampers has just closed
    /// and the server may not have ended yet: then it is tried again.
    public func drop() async throws {
        let administration = DatabaseAdministration(ownerURL: cluster.ownerURL(database: "postgres"))
        for _ in 0..<100 {
            do {
                return try await administration.drop(name)
            } catch let error as PostgresError where error.sqlState == "42501" {
                try await Task.sleep(for: .milliseconds(50))
            }
        }
        try await administration.drop(name)
    }
}
