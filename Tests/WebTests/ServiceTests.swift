import Foundation
import Postgres
import Registry
import RuralIndustry
import ServiceLifecycle
import TestSupport
import Testing

@testable import Web

@Suite("The service as a whole")
struct ServiceTests {
    @Test("every answer carries the security headers, errors too")
    func headers() async throws {
        try await Self.withoutDatabase { site in
            var ids: Set<String> = []
            for path in ["/healthz", "/no-such-page", "/api/v1/no-such", "/assets/style.css", "/readyz"] {
                let answer = try await site.get(path)
                #expect(answer.headers["content-security-policy"] == FinishingTouches.policy, "\(path)")
                #expect(answer.headers["x-content-type-options"] == "nosniff")
                #expect(answer.headers["referrer-policy"] == "no-referrer")
                #expect(answer.headers["permissions-policy"]?.contains("camera=()") == true)
                #expect(answer.headers["strict-transport-security"] == nil)
                #expect(answer.headers["server"] == nil)
                ids.insert(try #require(answer.headers["x-request-id"]))
            }
            #expect(ids.count == 5)
            #expect(!FinishingTouches.policy.contains("unsafe"))
        }
    }

    @Test("browsers are told to stay with https where the public address is https")
    func transportSecurity() async throws {
        try await Self.withoutDatabase(baseURL: "https://cnnt.example.vn") { site in
            let answer = try await site.get("/healthz")
            #expect(answer.headers["strict-transport-security"] == "max-age=31536000")
        }
        try await Self.withoutDatabase(baseURL: "http://cnnt.example.vn") { site in
            let answer = try await site.get("/healthz")
            #expect(answer.headers["strict-transport-security"] == nil)
        }
    }

    @Test("what is not there is a page for people and a problem for programs")
    func notFound() async throws {
        try await Self.withoutDatabase { site in
            for path in ["/no-such-page", "/c", "/c/a/b", "/admin", "/assets/../etc/passwd", "/%2e%2e/"] {
                let page = try await site.get(path, accept: "text/html")
                #expect(page.status == 404, "\(path)")
                #expect(page.headers["content-type"] == "text/html; charset=utf-8")
                #expect(page.body.contains("Không tìm thấy"))
            }
            for path in ["/api/", "/api/v1", "/api/v2/awards"] {
                let problem = try await site.get(path, accept: "text/html")
                #expect(problem.status == 404, "\(path)")
                #expect(problem.headers["content-type"] == "application/problem+json")
                #expect(try problem.text("code") == "no-such-page")
                #expect(try problem.text("request_id") == problem.headers["x-request-id"])
            }
        }
    }

    @Test("the wrong method is told which are right; others are not supported")
    func methods() async throws {
        try await Self.withoutDatabase { site in
            for method in ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"] {
                let answer = try await site.get("/api/v1/awards?product=1", method)
                #expect(answer.status == 405, "\(method)")
                #expect(answer.headers["allow"] == "GET, HEAD")
                #expect(try answer.text("code") == "method-not-allowed")
            }
            #expect(try await site.get("/healthz", "POST").status == 405)
            #expect(try await site.get("/no-such-page", "POST").status == 404)
            #expect(try await site.get("/healthz", "PROPFIND").status == 501)
            #expect(try await site.get("/healthz", "BREW").status == 400)
        }
    }

    @Test(
        "HEAD answers as GET does, without the content",
        arguments: ["/healthz", "/assets/style.css", "/no-such", "/readyz"])
    func head(_ path: String) async throws {
        try await Self.withoutDatabase { site in
            let get = try await site.get(path)
            let head = try await site.get(path, "HEAD")
            #expect(head.status == get.status)
            #expect(head.body.isEmpty)
            #expect(head.headers["content-type"] == get.headers["content-type"])
            if get.status == 200 { #expect(head.headers["content-length"] == get.headers["content-length"]) }
        }
    }

    @Test("the style sheet may be kept for ever under the address that pages give, and not under another")
    func styleSheet() async throws {
        try await Self.withoutDatabase { site in
            let page = try await site.get("/no-such-page")
            let start = try #require(page.body.range(of: "rel=\"stylesheet\" href=\""))
            let address = page.body[start.upperBound...].prefix { $0 != "\"" }
            let kept = try await site.get(String(address))
            #expect(kept.status == 200 && kept.headers["content-type"] == "text/css; charset=utf-8")
            #expect(kept.headers["cache-control"] == "public, max-age=31536000, immutable")
            #expect(try await site.get("/assets/style.css?v=other").headers["cache-control"] == "no-cache")
        }
    }

    @Test(
        "a request that announces too much content is refused, one that sends too much unannounced is cut off"
    )
    func contentLimit() async throws {
        try await Self.withoutDatabase { site in
            let announced = try await HTTPExchange.run(
                port: site.port,
                "POST /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 99999999\r\n\r\n"
            )
            #expect(announced.status == 413)
            let chunk = "10000\r\n" + String(repeating: "x", count: 65_536) + "\r\n"
            let endless =
                "POST /healthz HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
                + String(repeating: chunk, count: 400)
            // Nobody asked for the connection to be closed: without a limit it stays open until it has idled for long.
            let start = ContinuousClock.now
            let answer = try? await HTTPExchange.run(port: site.port, endless)
            #expect(ContinuousClock.now - start < .seconds(25))
            #expect(answer.map { $0.status == 405 } ?? true)
            #expect(try await site.get("/healthz").status == 200)
        }
    }

    @Test("what is no HTTP, or too much of it, does no harm")
    func garbage() async throws {
        try await Self.withoutDatabase { site in
            let long = String(repeating: "a", count: 100_000)
            for request in [
                "\0\u{1}\u{2}\r\n\r\n", "GET /healthz HTTP/1.1\r\nHost: x\r\nX-Long: \(long)\r\n\r\n",
                "GET /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n",
                "GET /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\nConnection: close\r\n\r\n",
            ] {
                let answer = try? await HTTPExchange.run(port: site.port, request)
                #expect(answer.map { (400..<500).contains($0.status) } ?? true)
            }
            let after = try await site.get("/healthz")
            #expect(after.status == 200)
        }
    }

    @Test("asked to stop, the service takes nothing new and finishes what it has begun")
    func gracefulShutdown() async throws {
        try await TestRegistry.run(checksInvariants: false) { test in
            let held = try await HeldRound.hold(in: test, ["Chè Mẫu"])
            let path = "/api/v1/awards?product=\(held.products[0].id)"
            let isLocked = DispatchSemaphore(value: 0)
            let mayFinish = DispatchSemaphore(value: 0)
            // On the thread of a connection: it holds the table that the request reads.
            let lock = Task {
                try await test.asOwner { session in
                    try session.script("LOCK TABLE award IN ACCESS EXCLUSIVE MODE")
                    isLocked.signal()
                    _ = mayFinish.wait(timeout: .now() + 20)
                }
            }
            await Self.wait(for: isLocked)
            try await RunningSite.run(test.registry) { site in
                let slow = Task { try await site.get(path) }
                try await Self.waitUntil { try await test.isAnyoneWaitingForALock() }
                await site.group.triggerGracefulShutdown()
                try await Self.waitUntil { (try? await site.get("/healthz")) == nil }
                mayFinish.signal()
                let answer = try await slow.value
                #expect(answer.status == 200)
                #expect(answer.body.contains("Chè Mẫu"))
            }
            try await lock.value
        }
    }

    private static func wait(for semaphore: DispatchSemaphore) async {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                _ = semaphore.wait(timeout: .now() + 20)
                continuation.resume()
            }
        }
    }

    private static func waitUntil(_ condition: () async throws -> Bool) async throws {
        for _ in 0..<500 {
            if try await condition() { return }
            try await Task.sleep(for: .milliseconds(20))
        }
        Issue.record("waited for too long")
    }

    private static func withoutDatabase(
        baseURL: String? = nil, _ body: @escaping @Sendable (RunningSite) async throws -> Void
    ) async throws {
        let registry = UnreachableRegistry.make()
        try await RunningSite.run(registry, baseURL: baseURL, body)
        await registry.close()
    }
}

extension TestRegistry {
    fileprivate func isAnyoneWaitingForALock() async throws -> Bool {
        try await asOwner { session in
            try session.value(
                """
                SELECT EXISTS (SELECT 1 FROM pg_locks l JOIN pg_database d ON d.oid = l.database
                  WHERE NOT l.granted AND d.datname = current_database())
                """)
        }
    }
}
