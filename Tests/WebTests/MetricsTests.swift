import HTTPTypes
import TestSupport
import Testing

@testable import Registry
@testable import Web

@Suite("What the service counts")
struct MetricsTests {
    @Test("requests are counted by route, method and class of status, and nothing that was asked is told")
    func requests() async throws {
        try await TestRegistry.run(checksInvariants: false) { test in
            try await RunningSite.run(test.registry) { site in
                for path in [
                    "/healthz", "/healthz", "/c/KNBVCXYASDFG12345", "/api/v1/awards?product=987654",
                    "/secret-place",
                    "/?q=nguyen+van+mau",
                ] {
                    _ = try await site.get(path)
                }
                _ = try await site.get("/healthz", "HEAD")
                _ = try await site.get("/healthz", "DELETE")
                _ = try await site.get("/healthz", "PROPFIND")
                let answer = try await site.get("/metrics")
                #expect(answer.status == 200)
                #expect(answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
                #expect(answer.headers["cache-control"] == "no-store")
                let counted = "cnnt_http_requests_total"
                for line in [
                    "\(counted){route=\"/healthz\",method=\"GET\",status=\"2xx\"} 2",
                    "\(counted){route=\"/healthz\",method=\"HEAD\",status=\"2xx\"} 1",
                    "\(counted){route=\"/healthz\",method=\"DELETE\",status=\"4xx\"} 1",
                    "\(counted){route=\"/c/{code}\",method=\"GET\",status=\"4xx\"} 1",
                    "\(counted){route=\"/api/v1/awards\",method=\"GET\",status=\"4xx\"} 1",
                    "\(counted){route=\"(none)\",method=\"GET\",status=\"4xx\"} 1",
                    "\(counted){route=\"(none)\",method=\"OTHER\",status=\"5xx\"} 1",
                    "cnnt_http_request_duration_seconds_count{route=\"/healthz\",method=\"GET\"} 2",
                    "cnnt_http_request_duration_seconds_bucket{route=\"/healthz\",method=\"GET\",le=\"+Inf\"} 2",
                    "cnnt_http_requests_in_progress 1", "cnnt_build_info{version=\"1.2.3\"} 1",
                    "cnnt_database_connections{state=\"in_use\"} 0", "cnnt_database_connections_max 2",
                    "cnnt_database_requests_waiting 0", "cnnt_database_refusals_total 0",
                ] {
                    #expect(answer.body.contains(line + "\n"), "\(line)\n\(answer.body)")
                }
                for asked in ["KNBVCXY", "987654", "secret", "nguyen", "127.0.0.1", "PROPFIND"] {
                    #expect(!answer.body.contains(asked), "\(asked)")
                }
            }
        }
    }

    @Test("whoever the proxy asks for is told nothing; with a token set, only who shows it")
    func operators() async throws {
        let registry = UnreachableRegistry.make()
        @Sendable func status(
            _ site: RunningSite, _ headers: String, host: String = "127.0.0.1:8081"
        ) async throws -> HTTPAnswer {
            try await HTTPExchange.run(
                port: site.port,
                "GET /metrics HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\n\(headers)\r\n")
        }
        try await RunningSite.run(registry) { site in
            #expect(try await status(site, "").status == 200)
            for host in ["localhost", "LOCALHOST:9", "[::1]:8081", "127.0.1.1"] {
                #expect(try await status(site, "", host: host).status == 200, "\(host)")
            }
            // a proxy that does not say for whom it asks
            for host in [
                "cnnt.example.vn", "cnnt.example.vn:443", "localhost.example.vn", "10.0.0.1", "[::2]", "x",
            ] {
                #expect(try await status(site, "", host: host).status == 403, "\(host)")
            }
            for proxied in [
                "X-Forwarded-For: 127.0.0.1\r\n", "Forwarded: for=127.0.0.1\r\n", "Via: 1.1 x\r\n",
                "X-Real-IP: 127.0.0.1\r\n", "X-Forwarded-Proto: https\r\n",
            ] {
                let answer = try await status(site, proxied)
                #expect(answer.status == 403 && !answer.body.contains("cnnt_http"), "\(proxied)")
            }
        }
        try await RunningSite.run(registry, notes: ServiceNotes(metricsToken: "bí-mật-9")) { site in
            for wrong in ["", "Authorization: Bearer x\r\n", "Authorization: bí-mật-9\r\n"] {
                let answer = try await status(site, wrong)
                #expect(answer.status == 401 && !answer.body.contains("cnnt_http"), "\(wrong)")
                #expect(answer.headers["www-authenticate"] == "Bearer realm=\"cnnt metrics\"")
            }
            // through a proxy as well: whoever watches may sit elsewhere
            let shown = try await status(
                site, "Authorization: Bearer bí-mật-9\r\nX-Forwarded-For: 10.0.0.7\r\n")
            #expect(shown.status == 200 && shown.body.contains("cnnt_uptime_seconds"))
        }
        await registry.close()
    }

    @Test(
        "every line is Prometheus text: a family is described once, before its samples, and nothing is twice")
    func format() {
        let metrics = ServiceMetrics(version: "9\"\\\n")
        for milliseconds in [0, 1, 3, 30, 300, 3000, 30_000] {
            metrics.count(route: "/a", method: .get, status: 200, took: .milliseconds(milliseconds))
            metrics.count(route: "/b", method: .post, status: 303, took: .milliseconds(milliseconds))
        }
        let load = DatabaseLoad(size: 8, inUse: 3, idle: 2, onTheWay: 1, waiting: 4, refusals: 5)
        let text = metrics.text(database: load)
        #expect(text.hasSuffix("\n"))
        var types: [String: String] = [:]
        var seen: Set<String> = []
        for line in text.split(separator: "\n") {
            #expect(seen.insert(String(line.prefix { $0 != " " })).inserted || line.hasPrefix("#"), "\(line)")
            if let type = line.wholeMatch(of: /# TYPE (\w+) (counter|gauge|histogram)/) {
                #expect(types.updateValue(String(type.2), forKey: String(type.1)) == nil)
            } else if !line.hasPrefix("# HELP ") {
                let pattern =
                    /([a-z_]+?)(_bucket|_sum|_count)?(\{(?:\w+="(?:[^"\\]|\\.)*",?)+\})? [0-9.e+-]+/
                guard let sample = line.wholeMatch(of: pattern) else {
                    Issue.record("\(line)")
                    continue
                }
                let family =
                    String(sample.1) + (types[String(sample.1)] == "histogram" ? "" : String(sample.2 ?? ""))
                #expect(types[family] != nil, "\(line)")
            }
        }
        #expect(text.contains("version=\"9\\\"\\\\\\n\""))
        let buckets = text.matches(of: /_bucket\{route="\/a",method="GET",le="([^"]+)"\} (\d+)/)
        #expect(
            buckets.map { "\($0.1):\($0.2)" } == [
                "0.001:2", "0.0025:2", "0.005:3", "0.01:3", "0.025:3", "0.05:4", "0.1:4", "0.25:4", "0.5:5",
                "1.0:5", "2.5:5", "5.0:6", "10.0:6", "+Inf:7",
            ])
        #expect(text.contains("cnnt_http_request_duration_seconds_sum{route=\"/a\",method=\"GET\"} 33.334\n"))
        #expect(text.contains("cnnt_database_connections{state=\"in_use\"} 3\n"))
        #expect(text.contains("cnnt_database_requests_waiting 4\n"))
        #expect(text.contains("cnnt_database_refusals_total 5\n"))
        #expect(text.contains("process_resident_memory_bytes "))
    }
}
