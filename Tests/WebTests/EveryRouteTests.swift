import RuralIndustry
import TestSupport
import Testing

@testable import Registry
@testable import Web

/// Every route as every role, within its reach and elsewhere, and as nobody, held against the one table of who may do what.
@Suite("Every route as every role")
struct EveryRouteTests {
    @Test(
        "what is refused is what the table does not allow, and nothing else; elsewhere nothing is there; nobody signs in first"
    )
    func matrix() async throws {
        try await TestRegistry.run(poolSize: 4) { test in
            let registry = try await WalkedRegistry.make(in: test)
            let routes = WalkedRoute.all(registry)
            let workshop = PaperWorkshop.ofTests(key: try await test.signingKey())
            try await RunningSite.run(test.registry, on: test.today, workshop: workshop) { site in
                // before routes that end a session
                let ofSecrets = try await WalkedSecrets(registry: registry, test: test, site: site).walk()
                for route in routes { try await Self.walk(route, registry, site) }
                try await Self.expectNoOthers(routes, ofSecrets, test, site)
            }
        }
    }

    private static func walk(
        _ route: WalkedRoute, _ registry: WalkedRegistry, _ site: RunningSite
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { expectOfNobody(try await send(route, nil, site), route) }
            for person in registry.inside {
                tasks.addTask {
                    let answer = try await send(route, person, site)
                    let isAllowed = allows(person.role, route)
                    #expect(
                        (answer.isRefused || answer.isLedAway(from: route)) != isAllowed
                            && answer.status < 500,
                        "\(person.role.rawValue): \(route.name): \(answer.status)")
                }
            }
            for person in registry.outside where allows(person.role, route) {
                tasks.addTask { try await expectElsewhere(route, person, site) }
            }
            try await tasks.waitForAll()
        }
    }

    private static func allows(_ role: Role, _ route: WalkedRoute) -> Bool {
        switch route.stands {
        case .anybody, .signedIn: true
        case .on(let actions): actions.allSatisfy { Policy.allows(role, $0) }
        }
    }

    private static func expectOfNobody(_ answer: HTTPAnswer, _ route: WalkedRoute) {
        if case .anybody = route.stands {
            #expect(!answer.isRefused && answer.status < 500, "nobody: \(route.name): \(answer.status)")
        } else if route.method == "GET", !route.isOfPrograms {
            #expect(
                answer.status == 303 && answer.headers["location"]?.hasPrefix("/sign-in?next=") == true,
                "nobody: \(route.name): \(answer.status)")
        } else {
            #expect(answer.status == 401, "nobody: \(route.name): \(answer.status)")
        }
    }

    private static func expectElsewhere(
        _ route: WalkedRoute, _ person: WalkedRegistry.Person, _ site: RunningSite
    ) async throws {
        let answer = try await send(route, person, site)
        let told = "\(person.role.rawValue) elsewhere: \(route.name): \(answer.status)"
        switch route.outside {
        case .same: #expect(!answer.isRefused && answer.status < 500, "\(told)")
        case .told(let status): #expect(answer.status == status, "\(told)")
        case .nothing:
            #expect(!answer.isRefused && answer.status < 500, "\(told)")
            for name in WalkedRegistry.names { #expect(!answer.body.contains(name), "\(told): \(name)") }
        case .notThere:
            let nothing = try await send(route, person, site, to: route.ofNothing)
            #expect(answer.status == 404 && nothing.status == 404, "\(told), of nothing: \(nothing.status)")
            #expect(
                answer.bodyWithoutIts(route.address) == nothing.bodyWithoutIts(route.ofNothing), "\(told)")
        }
    }

    /// Each other route of the server only says that there is no such method.
    private static func expectNoOthers(
        _ routes: [WalkedRoute], _ ofSecrets: Set<String>, _ test: TestRegistry, _ site: RunningSite
    ) async throws {
        let server = try WebServer(
            registry: test.registry, listen: "127.0.0.1:0", baseURL: nil, clock: { site.day.noon },
            logger: .silent)
        let walked = Set(routes.map(\.name))
        #expect(walked.count == routes.count, "a route stands in two rows")
        for name in walked.union(ofSecrets) {
            #expect(server.routes.contains(name), "\(name) is no route")
        }
        for route in Set(server.routes).subtracting(walked).subtracting(ofSecrets)
        where ["GET", "POST", "PUT", "PATCH", "DELETE"].contains(where: { route.hasPrefix($0 + " ") }) {
            let parts = route.split(separator: " ")
            let answer = try await site.get(
                String(parts[1].replacing(/\{[a-z]+\}/, with: "1")), String(parts[0]))
            #expect(answer.status == 405, "\(route) is in no row: \(answer.status)")
        }
    }

    private static func send(
        _ route: WalkedRoute, _ person: WalkedRegistry.Person?, _ site: RunningSite, to address: String? = nil
    ) async throws -> HTTPAnswer {
        // a stream of events does not end: what is said before it is enough
        let method = route.name.hasSuffix("/events") ? "HEAD" : route.method
        var head =
            "\(method) \(address ?? route.address) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            + "Sec-Fetch-Site: same-origin\r\n"
        if !route.isOfPrograms { head += "Accept: text/html, */*;q=0.5\r\n" }
        if let person {
            head +=
                route.isOfPrograms
                ? "Authorization: Bearer \(person.token)\r\n" : "Cookie: \(person.cookie)\r\n"
        }
        if route.isOfPrograms { head += "If-Match: *\r\n" }
        if method != "GET" && method != "HEAD" {
            head += "Content-Type: \(route.type)\r\nContent-Length: \(route.body.utf8.count)\r\n"
        }
        return try await HTTPExchange.run(
            port: site.port, head + "\r\n" + (["GET", "HEAD"].contains(method) ? "" : route.body))
    }
}

extension HTTPAnswer {
    /// Whether somebody was turned away.
    fileprivate var isRefused: Bool {
        [401, 403, 404].contains(status)
            || status == 303 && headers["location"]?.hasPrefix("/sign-in?next=") == true
    }

    /// Whether somebody at an owner's page was led to the desk, where what they may do is another route's row.
    fileprivate func isLedAway(from route: WalkedRoute) -> Bool {
        route.address.hasPrefix("/mine") && status == 303
            && headers["location"]?.hasPrefix("/desk/") == true
    }

    /// Without what differs from one request to the next.
    fileprivate func bodyWithoutIts(_ address: String) -> String {
        body.replacing(address, with: "…").replacing(
            /"request_id":"[^"]*"/.ignoresCase(), with: "")
    }
}
