import Glibc
import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@testable import Web

@Suite("Health, and a database that goes away")
struct HealthTests {
    @Test("with its database the service is up and ready")
    func ready() async throws {
        try await TestRegistry.run(checksInvariants: false) { test in
            try await RunningSite.run(test.registry) { site in
                let health = try await site.get("/healthz")
                #expect(
                    health.status == 200 && health.body == "ok\n"
                        && health.headers["cache-control"] == "no-store")
                #expect(try await site.get("/readyz").status == 200)
            }
        }
    }

    @Test("without a database it is up, not ready, and answers 503 with Retry-After")
    func unreachable() async throws {
        let registry = UnreachableRegistry.make()
        try await RunningSite.run(registry) { site in
            #expect(try await site.get("/healthz").status == 200)
            for path in ["/readyz", "/api/v1/awards?product=1", "/c/00000000000000000"] {
                let answer = try await site.get(path, accept: "application/json")
                #expect(answer.status == 503, "\(path)")
                #expect(answer.headers["retry-after"] == "5")
                #expect(try answer.text("code") == "database-unavailable")
                #expect(!answer.body.contains("127.0.0.1") && !answer.body.contains("nobody"))
            }
            let page = try await site.get("/c/00000000000000000", accept: "text/html")
            #expect(page.status == 503 && page.body.contains("Tạm thời gián đoạn"))
        }
        await registry.close()
    }

    @Test("a database that accepts connections and then says nothing does not hold up the answer")
    func hanging() async throws {
        let (listener, port) = try silentListener()
        let registry = UnreachableRegistry.make(port: port, "?connect_timeout=60&sslmode=disable")
        try await RunningSite.run(registry) { site in
            let start = ContinuousClock.now
            let answer = try await site.get("/readyz")
            #expect(answer.status == 503)
            // the connection alone would be waited for 60 seconds, and then tried again; the machine may be busy
            #expect(ContinuousClock.now - start < .seconds(58))
        }
        close(listener)
        await registry.close()
    }

    @Test("when the database goes away and comes back, so does readiness, without a restart")
    func recovery() async throws {
        try await TestRegistry.run(checksInvariants: false) { test in
            let name = test.database.name
            let postgres = Database(
                url: try await TestCluster.shared().cluster.url(database: "postgres", role: "postgres"),
                poolSize: 1)
            try await RunningSite.run(test.registry) { site in
                #expect(try await site.get("/readyz").status == 200)
                try await postgres.transaction { session in
                    try session.script("ALTER DATABASE \(name) ALLOW_CONNECTIONS false")
                }
                _ = try await postgres.transaction { session in
                    try session.query(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = \(name)"
                    ) {
                        try $0(at: 0, as: Bool.self)
                    }
                }
                #expect(try await site.get("/readyz").status == 503)
                #expect(try await site.get("/api/v1/awards?product=1").status == 503)
                try await postgres.transaction { session in
                    try session.script("ALTER DATABASE \(name) ALLOW_CONNECTIONS true")
                }
                #expect(try await site.get("/readyz").status == 200)
            }
            await postgres.close()
        }
    }

    /// A socket that the kernel accepts connections on and nobody reads from.
    private func silentListener() throws -> (descriptor: Int32, port: Int) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) + listen(descriptor, 8) + getsockname(descriptor, $0, &length)
            }
        }
        try #require(status == 0)
        return (descriptor, Int(in_port_t(bigEndian: address.sin_port)))
    }
}
