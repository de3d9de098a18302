import Registry
import RuralIndustry
import TestSupport
import Testing

@testable import Web

@Suite("Where to listen")
struct ListenAddressTests {
    @Test("host and port are read, an IPv6 address in brackets")
    func readable() throws {
        let local = try ListenAddress("127.0.0.1:8080")
        #expect(local.host == "127.0.0.1" && local.port == 8080 && local.text() == "127.0.0.1:8080")
        let six = try ListenAddress("[::1]:0")
        #expect(six.host == "::1" && six.text(port: 4711) == "[::1]:4711")
        #expect(try ListenAddress("cnnt.example.vn:65535").port == 65_535)
    }

    @Test(
        "what is no address is refused",
        arguments: [
            "", "8080", "localhost", ":80", "localhost:", "localhost:65536", "localhost:-1", "localhost:+1",
            "::1:80", "[::1:80", "a:b:1",
        ])
    func unreadable(_ text: String) {
        #expect { try ListenAddress(text) } throws: { ($0 as? Violation)?.code == "listen-unreadable" }
    }

    @Test(
        "a port that is taken, a host that is not this machine and a name that does not exist are clear errors"
    )
    func refused() async throws {
        try await TestRegistry.run(checksInvariants: false) { test in
            try await RunningSite.run(test.registry) { site in
                let code = try await violation(of: "127.0.0.1:\(site.port)", test.registry)
                #expect(code == "port-taken")
            }
            #expect(try await violation(of: "192.0.2.1:8080", test.registry) == "listen-refused")
            #expect(try await violation(of: "no-such-host.invalid:8080", test.registry) == "listen-refused")
        }
    }

    private func violation(of listen: String, _ registry: Registry) async throws -> String? {
        let server = try WebServer(
            registry: registry, listen: listen, baseURL: nil, clock: { Day("2026-11-20").noon },
            logger: .silent)
        do {
            try await server.run(server.group { _ in })
        } catch let violation as Violation {
            return violation.code
        }
        return nil
    }
}
