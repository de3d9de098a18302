import Evidence
import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@testable import Web

/// Two services that share nothing but the database, as behind one proxy.
@Suite("Several instances on one database")
struct SeveralInstancesTests {
    private static let password = "bốn con trâu đi cày"

    /// Two instances with pools of their own.
    private static func run(
        _ body:
            @escaping @Sendable (TestRegistry, _ one: RunningSite, _ other: RunningSite) async throws -> Void
    ) async throws {
        try await TestRegistry.run { test in
            try await test.account("can.bo")
            try await test.grant(.officer, in: "19", to: "can.bo")
            _ = try await test.registry.setPassword(
                password, of: "can.bo", at: Day("2026-11-20").noon, as: test.viewer)
            let second = Registry(
                database: Database(url: test.database.url, poolSize: 2),
                secretKeys: try TestRegistry.secretKeys())
            try await RunningSite.run(test.registry) { one in
                try await RunningSite.run(second) { other in try await body(test, one, other) }
            }
            await second.close()
        }
    }

    private static func signIn(
        _ site: RunningSite, password: String = password
    ) async throws -> (status: Int, cookie: String?) {
        let login = "login=can.bo&password="
        let body = login + password.utf8.map { "%" + hexadecimal($0) }.joined()
        let answer = try await send(site, "POST", "/sign-in", cookie: nil, body: body)
        let cookie = answer.headers["set-cookie"]?.split(separator: ";").first.map(String.init)
        return (answer.status, cookie)
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }

    private static func send(
        _ site: RunningSite, _ method: String, _ path: String, cookie: String?, body: String? = nil
    ) async throws -> HTTPAnswer {
        var head = "\(method) \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        head += "Sec-Fetch-Site: same-origin\r\n"
        if let cookie { head += "Cookie: \(cookie)\r\n" }
        if let body {
            head +=
                "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: \(body.utf8.count)\r\n"
        }
        return try await HTTPExchange.run(port: site.port, head + "\r\n" + (body ?? ""))
    }

    @Test("who signs in at one goes on at the other, and is signed out of both at once")
    func session() async throws {
        try await Self.run { _, one, other in
            let signedIn = try await Self.signIn(one)
            #expect(signedIn.status == 303)
            let cookie = try #require(signedIn.cookie)
            for site in [other, one] {
                let account = try await Self.send(site, "GET", "/account", cookie: cookie)
                #expect(account.status == 200 && account.body.contains("Người dùng can.bo"))
            }
            let out = try await Self.send(other, "POST", "/sign-out", cookie: cookie, body: "")
            #expect(out.status == 303)
            for site in [one, other] {
                #expect(try await Self.send(site, "GET", "/account", cookie: cookie).status == 303)
            }
        }
    }

    @Test("guesses are counted across both: five of them, wherever they were made, and both make one wait")
    func throttling() async throws {
        try await Self.run { _, one, other in
            for number in 0..<5 {
                let guess = try await Self.signIn(number % 2 == 0 ? one : other, password: "sai rồi nhé")
                #expect(guess.status == 422 && guess.cookie == nil)
            }
            for site in [one, other] {
                // the right one too
                let answer = try await Self.signIn(site)
                #expect(answer.cookie == nil && answer.status != 303)
            }
        }
    }

    @Test("one code that is typed at two instances at once lets one browser in")
    func replayedCode() async throws {
        try await Self.run { test, one, other in
            let noon = Day("2026-11-20").noon
            let origin = RequestOrigin(network: "192.0.2.7", agent: "x")
            let first = try await test.registry.signIn(
                login: "can.bo", password: Self.password, from: origin, at: noon)
            _ = try await test.registry.beginSecondFactor(of: first, at: noon)
            let codes = try await test.timeCode()
            let step = TimeCode.step(ofSecondsSince1970: noon.secondsSince1970)
            _ = try await test.registry.confirmSecondFactor(by: codes.code(at: step - 1), of: first, at: noon)
            var waiting: [(site: RunningSite, cookie: String)] = []
            for site in [one, other] {
                waiting.append((site, try #require(try await Self.signIn(site).cookie)))
            }
            let code = codes.code(at: step)
            let letIn = try await withThrowingTaskGroup(of: Int.self) { tasks in
                for (site, cookie) in waiting {
                    tasks.addTask {
                        try await Self.send(
                            site, "POST", "/sign-in/code", cookie: cookie, body: "code=\(code)"
                        ).status
                    }
                }
                return try await tasks.reduce(into: []) { $0.append($1) }.sorted()
            }
            #expect(letIn == [303, 422])
        }
    }

    @Test("of two who change one record at once at two instances one wins, and the other is told")
    func editRace() async throws {
        try await TestRegistry.run { test in
            let maker = try await test.establishment(name: "Cơ sở Mẫu")
            let second = Registry(database: Database(url: test.database.url, poolSize: 2))
            for round in 1...10 {
                let version = try await test.registry.establishment(maker.id, as: test.viewer).version
                let registries = [test.registry, second]
                let outcomes = try await withThrowingTaskGroup(of: String.self) { tasks in
                    for (number, registry) in registries.enumerated() {
                        tasks.addTask {
                            var changes = Fields<EstablishmentColumn>()
                            changes[.name] = "Cơ sở Mẫu \(round) của \(number)"
                            do {
                                _ = try await registry.editEstablishment(
                                    maker.id, changes: changes, version: version, on: test.today,
                                    today: test.today, as: test.viewer)
                                return "done"
                            } catch let refusal as Refusal {
                                return refusal.violations[0].code
                            }
                        }
                    }
                    return try await tasks.reduce(into: []) { $0.append($1) }.sorted()
                }
                #expect(outcomes.count { $0 == "done" } == 1, "\(outcomes)")
                // what one has written the other reads
                let names = [
                    try await test.registry.establishment(maker.id, as: test.viewer),
                    try await second.establishment(maker.id, as: test.viewer),
                ]
                #expect(names[0].version == version + 1 && names[1].version == version + 1)
                #expect(names[0].name == names[1].name)
            }
            await second.close()
        }
    }
}
