import FoundationEssentials
import Glibc
import TestSupport
import Testing

@testable import Postgres

/// Each test makes servers of its own; one after the other, since each wants the whole machine while it
/// starts.
@Suite("the private server", .serialized)
struct ClusterTests {
    private func withFolder(_ body: (String) async throws -> Void) async throws {
        let folder = "/tmp/cnnt-cluster-test-\(getpid())-\(UUID().uuidString.prefix(8))"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        do {
            try await body(folder)
            try? await PrivateCluster(dataDirectory: folder).remove()
        } catch {
            try? await PrivateCluster(dataDirectory: folder).remove()
            throw error
        }
    }

    private func pid(_ cluster: PrivateCluster) -> Int? {
        if case .running(let pid, _) = cluster.status() { pid } else { nil }
    }

    private func value<V: SQLDecodable & Sendable>(_ url: String, _ sql: SQL, as: V.Type = V.self)
        async throws -> V
    {
        let connection = try await Connection.open(Configuration(url: url))
        do {
            let value = try await connection.run { try $0.value(sql, as: V.self) }
            await connection.close()
            return value
        } catch {
            await connection.close()
            throw error
        }
    }

    @Test("is made once by several starts at once, then runs on until it is stopped")
    func startsOnce() async throws {
        try await withFolder { folder in
            #expect(PrivateCluster(dataDirectory: folder).status() == .notCreated)
            let outcomes = try await withThrowingTaskGroup(
                of: PrivateCluster.Start.self, returning: [PrivateCluster.Start].self
            ) { group in
                for _ in 0..<4 {
                    group.addTask {
                        let cluster = PrivateCluster(dataDirectory: folder, profile: .tests)
                        let outcome = try await cluster.start()
                        try await cluster.ensureRolesAndDatabase("cnnt")
                        return outcome
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.count { $0 == .created } == 1)
            #expect(outcomes.count { $0 == .wasRunning } == 3)
            let cluster = PrivateCluster(dataDirectory: folder, profile: .tests)
            #expect(try await cluster.stop())
            #expect(cluster.status() == .stopped)
            #expect(try await cluster.stop() == false)
            #expect(try await cluster.start() == .started)
            #expect(try await cluster.start() == .wasRunning)
        }
    }

    @Test("keeps what was committed when it was killed, and comes up again however it went")
    func recovers() async throws {
        try await withFolder { folder in
            let cluster = PrivateCluster(dataDirectory: folder)
            try await cluster.start()
            try await cluster.ensureRolesAndDatabase("cnnt")
            let database = Database(url: cluster.ownerURL(database: "cnnt"))
            try await database.transaction {
                try $0.script("CREATE TABLE t (n integer); INSERT INTO t VALUES (1)")
            }

            // Killed: its other processes notice by themselves, and there is a postmaster.pid left behind.
            let killed = try #require(pid(cluster))
            kill(pid_t(killed), SIGKILL)
            while pid(cluster) != nil { usleep(1000) }
            try await cluster.start()
            #expect(pid(cluster) != killed)
            #expect(try await database.read { try $0.value("SELECT n FROM t") } == 1)

            // A postmaster.pid whose number now belongs to another process.
            try await cluster.stop()
            try Data("1\n\(cluster.dataFolder)\n0\n5432\n/nowhere\n\n0 0\nready   \n".utf8)
                .write(to: URL(filePath: cluster.dataFolder + "/postmaster.pid"))
            #expect(cluster.status() == .stopped)
            #expect(try await cluster.start() == .started)

            // The socket's folder removed by the end of the login session it belonged to.
            guard case .running(let unreachable, let socketFolder) = cluster.status() else {
                Issue.record("not running")
                return
            }
            try FileManager.default.removeItem(atPath: socketFolder)
            #expect(try await cluster.start() == .started)
            #expect(pid(cluster) != unreachable)
            #expect(try await database.read { try $0.value("SELECT n FROM t") } == 1)
            await database.close()
        }
    }

    @Test("listens on a Unix socket only, with checksums, and lets in nobody but its owner")
    func settings() async throws {
        let cluster = try await TestCluster.shared().cluster
        let url = cluster.ownerURL(database: "postgres")
        #expect(try await value(url, "SELECT current_setting('listen_addresses')") == "")
        #expect(try await value(url, "SELECT current_setting('data_checksums')") == "on")
        #expect(try await value(url, "SELECT current_setting('server_encoding')") == "UTF8")
        #expect(
            try await value(url, "SELECT datcollate FROM pg_database WHERE datname = 'template1'")
                == "C.UTF-8")
        #expect(
            try await value(
                url, "SELECT array_agg(rolname::text ORDER BY rolname) FROM pg_roles WHERE rolsuper")
                == ["postgres"])
        guard case .running(_, let socketFolder) = cluster.status() else {
            Issue.record("not running")
            return
        }
        var status = stat()
        #expect(stat(socketFolder, &status) == 0 && status.st_mode & 0o777 == 0o700)
        #expect(stat(cluster.dataFolder, &status) == 0 && status.st_mode & 0o777 == 0o700)
        #expect(RuntimeFolder.socket(in: socketFolder).utf8.count < 107)
        if OperatingSystemUser.isRoot { #expect(status.st_uid == OperatingSystemUser.named("postgres")?.id) }
        // Roles that are mapped to nobody are nobody's.
        await #expect(throws: PostgresError.self) {
            try await value(cluster.url(database: "postgres", role: "pg_monitor"), "SELECT 1", as: Int.self)
        }
        // The program's role has no business in the maintenance database.
        await #expect(throws: PostgresError.self) {
            try await value(cluster.url(database: "postgres"), "SELECT 1", as: Int.self)
        }
    }

    @Test("its address is one that psql takes")
    func psql() async throws {
        let cluster = try await TestCluster.shared().cluster
        let psql = try Installation.find().tool("psql")
        let output = try ChildProcess(
            program: psql, arguments: [cluster.url(database: "cnnt_test"), "-Atc", "SELECT current_user"]
        ).runSuccessfully()
        #expect(output == "cnnt\n")
    }

    @Test("the database it makes belongs to the owner and is open to the program's role only")
    func databases() async throws {
        let cluster = try await TestCluster.shared().cluster
        let url = cluster.ownerURL(database: "cnnt_test")
        #expect(
            try await value(
                url, "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'cnnt_test'")
                == "cnnt_owner")
        #expect(
            try await value(url, "SELECT datacl::text FROM pg_database WHERE datname = 'cnnt_test'")
                == "{cnnt_owner=CTc/cnnt_owner,cnnt=Tc/cnnt_owner}")
        #expect(try await value(url, "SELECT has_schema_privilege('cnnt', 'public', 'CREATE')") == false)
        #expect(try await value(url, "SELECT has_schema_privilege('cnnt', 'public', 'USAGE')") == true)
        #expect(
            try await value(
                url, "SELECT rolcreatedb AND NOT rolcreaterole FROM pg_roles WHERE rolname = 'cnnt_owner'")
                == true)
        #expect(
            try await value(url, "SELECT rolcreatedb OR rolcreaterole FROM pg_roles WHERE rolname = 'cnnt'")
                == false)
    }

    @Test(
        "as root, a folder that the server's user cannot enter is refused with what to do",
        .enabled(if: geteuid() == 0, "needs root"))
    func unreachableFolder() async throws {
        try await withFolder { folder in
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            let error = await #expect(throws: ClusterError.self) {
                try await PrivateCluster(dataDirectory: folder + "/data", profile: .tests).start()
            }
            #expect(error?.description.contains("/var/lib/cnnt") == true)
        }
    }

    @Test("a folder that cannot be made is refused")
    func impossibleFolder() async throws {
        await #expect(throws: ClusterError.self) {
            try await PrivateCluster(dataDirectory: "/dev/null/cnnt").start()
        }
    }

    @Test("without PostgreSQL, or without the version of the data, it says what to install")
    func notInstalled() {
        #expect(throws: ClusterError.notInstalled(version: 9)) { try Installation.find(version: 9) }
        #expect(ClusterError.notInstalled(version: nil).description.contains("apt-get install postgresql"))
        #expect(ClusterError.notInstalled(version: 16).description.contains("postgresql-16"))
    }

    @Test("the version is read from what the server prints")
    func versions() {
        #expect(Installation.majorVersion("postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)\n") == 15)
        #expect(Installation.majorVersion("postgres (PostgreSQL) 17rc1") == 17)
        #expect(Installation.majorVersion("15\n".onOneLine) == 15)
        #expect(Installation.majorVersion("nonsense") == nil)
    }

    @Test("a program's output and status come back, and it gets none of our files")
    func childProcess() throws {
        let descriptor = open("/dev/null", O_RDONLY)
        defer { close(descriptor) }
        let output = try ChildProcess(
            program: "sh", arguments: ["-c", "echo out; echo err >&2; pwd; ls /proc/self/fd | wc -l; exit 7"]
        ).run()
        #expect(output.status == 7)
        // 0, 1, 2 and the one that lists them.
        #expect(output.text == "out\nerr\n/\n4\n")
        #expect(try ChildProcess(program: "sh", arguments: ["-c", "kill -9 $$"]).run().status == 137)
        #expect(throws: ClusterError.self) { try ChildProcess(program: "/nonexistent", arguments: []).run() }
        #expect(throws: ClusterError.toolFailed(tool: "false", output: "status 1")) {
            try ChildProcess(program: "false", arguments: []).runSuccessfully()
        }
    }
}
