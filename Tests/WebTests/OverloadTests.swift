import Foundation
import Glibc
import Postgres
import Registry
import Synchronization
import TestSupport
import Testing

@testable import Web

@Suite("More than the database can take, and a database that restarts")
struct OverloadTests {
    @Test(
        "a full pool is told of after a short wait, a long queue at once; what needs no database is answered")
    func fullPool() async throws {
        try await TestRegistry.run(checksInvariants: false) { test in
            let registry = Registry(
                database: Database(
                    url: test.database.url, poolSize: 1, acquireTimeout: .seconds(3), longestQueue: 2))
            let (isLocked, mayFinish) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
            let lock = Task {
                try await test.asOwner { session in
                    try session.script("LOCK TABLE round IN ACCESS EXCLUSIVE MODE")
                    isLocked.signal()
                    _ = mayFinish.wait(timeout: .now() + 60)
                }
            }
            _ = try await RawConnection.run { isLocked.wait(timeout: .now() + 20) == .success }
            try await RunningSite.run(registry) { site in
                let held = Task { try await site.get("/rounds") }
                while registry.databaseLoad.inUse == 0 { try await Task.sleep(for: .milliseconds(5)) }
                let refused = try await withThrowingTaskGroup(of: HTTPAnswer.self) { tasks in
                    for _ in 0..<6 {
                        tasks.addTask { try await site.get("/rounds", accept: "application/json") }
                    }
                    return try await tasks.reduce(into: []) { $0.append($1) }
                }
                for answer in refused {
                    #expect(answer.status == 503 && answer.headers["retry-after"] == "2")
                    #expect(try answer.text("code") == "too-busy")
                }
                #expect(try await site.get("/healthz").status == 200)
                let metrics = try await site.get("/metrics").body
                #expect(metrics.contains("cnnt_database_connections{state=\"in_use\"} 1\n"), "\(metrics)")
                #expect(metrics.contains("cnnt_database_refusals_total 6\n"))
                #expect(registry.databaseLoad.waiting == 0)
                mayFinish.signal()
                #expect(try await held.value.status == 200)
                #expect(try await site.get("/rounds").status == 200)
            }
            try await lock.value
            await registry.close()
        }
    }

    @Test(
        "while the database restarts under load, every answer is as ever or 503 with Retry-After, and then all is well"
    )
    func restart() async throws {
        let folder = "/tmp/cnnt-restart-\(getpid())"
        let cluster = PrivateCluster(dataDirectory: folder, profile: .tests)
        do {
            try await cluster.start()
            try await cluster.ensureRolesAndDatabase("cnnt_restart")
            let sql = SourceTree.root + "/sql"
            let grants = try String(contentsOfFile: sql + "/access/grants.sql", encoding: .utf8)
            try await Migrator(directory: sql + "/migrations").migrate(
                cluster.ownerURL(database: "cnnt_restart"),
                afterwards: [Migrator.Script(name: "grants", text: grants)],
                settings: ["cnnt.program_role": PrivateCluster.programRole])
            let registry = Registry(
                database: Database(
                    url: cluster.url(database: "cnnt_restart"), poolSize: 4, acquireTimeout: .seconds(2),
                    longestQueue: 256))
            try await RunningSite.run(registry) { site in try await Self.restart(cluster, under: site) }
            await registry.close()
            try await cluster.remove()
            try FileManager.default.removeItem(atPath: folder)
        } catch {
            try? await cluster.remove()
            try? FileManager.default.removeItem(atPath: folder)
            throw error
        }
    }

    private static func restart(_ cluster: PrivateCluster, under site: RunningSite) async throws {
        let isOver = Flag()
        let load = Task {
            try await withThrowingTaskGroup(of: [Int: Int].self) { tasks in
                for client in 0..<8 {
                    tasks.addTask { try await Self.ask(site, client, until: isOver) }
                }
                return try await tasks.reduce(into: [:]) { sum, counts in
                    sum.merge(counts, uniquingKeysWith: +)
                }
            }
        }
        for _ in 0..<2 {
            try await Task.sleep(for: .milliseconds(500))
            try await cluster.stop()
            // that it is gone shows while it is gone
            #expect(try await site.get("/readyz").status == 503)
            try await Task.sleep(for: .milliseconds(300))
            try await cluster.start()
            #expect(try await site.get("/readyz").status == 200)
            #expect(try await site.get("/rounds").status == 200)
        }
        try await Task.sleep(for: .milliseconds(300))
        isOver.set()
        let statuses = try await load.value
        #expect(Set(statuses.keys) == [200, 404, 503], "\(statuses)")
        #expect((statuses[200] ?? 0) > 20)
    }

    /// Asks one address after another; counts the statuses.
    private static func ask(_ site: RunningSite, _ client: Int, until isOver: Flag) async throws -> [Int: Int]
    {
        let paths = ["/rounds", "/fairs", "/api/v1/awards?product=1", "/?q=che", "/establishments/1"]
        var counts: [Int: Int] = [:]
        var number = client
        while !isOver.isSet {
            number += 1
            let path = paths[number % paths.count]
            let answer = try await site.get(path)
            counts[answer.status, default: 0] += 1
            #expect([200, 404, 503].contains(answer.status), "\(path): \(answer.status) \(answer.body)")
            if answer.status == 503 {
                #expect(answer.headers["retry-after"] != nil)
                try await Task.sleep(for: .milliseconds(10))
            }
        }
        return counts
    }

    private final class Flag: Sendable {
        private let value = Mutex(false)

        var isSet: Bool { value.withLock { $0 } }

        func set() { value.withLock { $0 = true } }
    }
}
