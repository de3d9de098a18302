import FoundationEssentials
import Glibc
public import Logging

/// A PostgreSQL server of the program's own: it listens on a Unix socket only, is started when it is needed
/// and left running.
///
/// Its roles are `cnnt_owner`, which owns and migrates the databases, and `cnnt`, which the program uses;
/// neither is a superuser. The user of the operating system who owns the data, and root, connect as either
/// without a password.
public struct PrivateCluster: Sendable {
    public static let ownerRole = "cnnt_owner"
    public static let programRole = "cnnt"
    /// Only part of the socket's name: nothing listens on the network.
    static let port = 5432
    static let superuser = "postgres"

    public enum Profile: Sendable {
        /// A small office machine: nothing that was committed is lost.
        case office
        /// Fast, and gone after a crash.
        case tests
    }

    public enum Status: Hashable, Sendable {
        case notCreated
        case stopped
        case running(pid: Int, socketFolder: String)
    }

    /// What `start` found and did.
    public enum Start: Sendable {
        case wasRunning
        case started
        case created
    }

    /// PostgreSQL's own folder.
    public let dataFolder: String
    let parentFolder: String
    let profile: Profile
    let logger: Logger

    /// - Parameter dataDirectory: the program's data folder; the server's is `postgres` in it. Made when it
    /// is needed.
    public init(
        dataDirectory: String, profile: Profile = .office, logger: Logger = Logger(label: "postgres.cluster")
    ) {
        parentFolder = Self.absolute(dataDirectory)
        dataFolder = parentFolder + "/postgres"
        self.profile = profile
        self.logger = logger
    }

    /// Where the server writes its log.
    public var logFile: String { dataFolder + "/server.log" }

    public func status() -> Status {
        if let postmaster = Postmaster(dataFolder: dataFolder) {
            .running(pid: Int(postmaster.pid), socketFolder: postmaster.socketFolder)
        } else {
            isCreated ? .stopped : .notCreated
        }
    }

    /// The address for psql and libpq. Of a server that runs it names the socket that the server made, which
    /// may have been started in other surroundings (a login session, a calendar job).
    public func url(database: String, role: String = PrivateCluster.programRole) -> String {
        let folder =
            Postmaster(dataFolder: dataFolder)?.socketFolder ?? RuntimeFolder(dataFolder: dataFolder).path
        let name = ConnectionURL.escaped(database)
        return "postgresql://\(ConnectionURL.escaped(role))@/\(name)?host=\(folder)&port=\(Self.port)"
    }

    public func ownerURL(database: String) -> String { url(database: database, role: Self.ownerRole) }

    /// Starts the server, and makes it first where there is none. Quick when it runs. Two at once start it
    /// once.
    @discardableResult
    public func start() async throws -> Start {
        if let postmaster = Postmaster(dataFolder: dataFolder), postmaster.isReady, postmaster.isReachable {
            return .wasRunning
        }
        return try await onOwnThread { try startNow() }
    }

    /// Stops the server; those connected are disconnected, what they had not committed is undone. False if
    /// none ran.
    @discardableResult
    public func stop() async throws -> Bool {
        guard Postmaster(dataFolder: dataFolder) != nil else { return false }
        return try await onOwnThread {
            try withFileLock(lockFile) {
                guard Postmaster(dataFolder: dataFolder) != nil else { return false }
                try stopNow()
                return true
            }
        }
    }

    /// Stops the server and removes its folders with everything in them. For servers of tests.
    public func remove() async throws {
        try await stop()
        for folder in [dataFolder, RuntimeFolder(dataFolder: dataFolder).path] {
            guard FileManager.default.fileExists(atPath: folder) else { continue }
            try FileManager.default.removeItem(atPath: folder)
        }
    }

    var isCreated: Bool { access(dataFolder + "/PG_VERSION", F_OK) == 0 }

    var lockFile: String { parentFolder + "/postgres.lock" }

    /// The user who runs the server: never root.
    func serverUser() throws -> OperatingSystemUser {
        if OperatingSystemUser.isRoot {
            // Debian's package makes this user.
            guard let user = OperatingSystemUser.named("postgres") else {
                throw ClusterError.notInstalled(version: nil)
            }
            return user
        }
        guard let user = OperatingSystemUser.current else {
            throw ClusterError.unusableFolder(path: parentFolder, reason: "the user \(geteuid()) has no name")
        }
        return user
    }

    private static func absolute(_ path: String) -> String {
        let home = getenv("HOME").map { String(cString: $0) } ?? ""
        var path = path.hasPrefix("~/") ? home + path.dropFirst() : path
        if !path.hasPrefix("/") { path = FileManager.default.currentDirectoryPath + "/" + path }
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        // A server names its folder without links; what does not exist yet has none.
        var missing = ""
        while path != "" {
            if let resolved = realpath(path, nil) {
                defer { free(resolved) }
                let existing = String(cString: resolved)
                return (existing == "/" ? "" : existing) + missing
            }
            let slash = path.lastIndex(of: "/") ?? path.startIndex
            missing = path[slash...] + missing
            path = String(path[..<slash])
        }
        return missing
    }
}
