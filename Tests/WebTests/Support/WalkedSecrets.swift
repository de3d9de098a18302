import Evidence
import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@testable import Web

/// The routes that no role opens: a secret does, a sign-in half done, a session or token of one's own, or that somebody published or
/// sealed what is there. Each is walked as every role with what opens it, with what opens nothing, and with somebody else's.
struct WalkedSecrets: Sendable {
    /// A route with an address that opens it, and addresses that do not.
    private struct Door: Sendable {
        let name: String
        let right: String
        /// What is answered at the right one: the form that is sent there is empty.
        let status: Int
        let wrong: [String]

        var method: String { String(name.prefix { $0 != " " }) }
    }

    let registry: WalkedRegistry
    let test: TestRegistry
    let site: RunningSite

    /// - Returns: the names of the routes that were walked.
    func walk() async throws -> Set<String> {
        let doors = try await doors()
        for door in doors { try await expectNoRole(at: door) }
        try await walkCodes()
        try await walkOwn()
        return Set(doors.map(\.name)).union([
            "GET /sign-in/code", "POST /sign-in/code", "POST /account/sessions/{id}/end",
            "POST /account/tokens/{id}/end",
        ])
    }

    /// Of every role, here and elsewhere, and nobody.
    private var everybody: [WalkedRegistry.Person?] {
        var people: [WalkedRegistry.Person?] = [nil]
        people += registry.inside.map(Optional.some)
        people += registry.outside.map(Optional.some)
        return people
    }

    // MARK: What an address opens to whoever has it

    private func doors() async throws -> [Door] {
        let nothing = String(repeating: "0", count: 52)
        try await test.account("moi")
        let void = try await test.registry.invite("moi", at: site.day.noon, as: test.viewer).tokenText
        let good = try await test.registry.invite("moi", at: site.day.noon, as: test.viewer).tokenText
        _ = try await test.registry.publishPicture(
            ofPaper: registry.paper, alternative: "Ảnh mẫu", as: test.viewer)
        let key = try await test.signingKey()
        _ = try await test.registry.certificateCheckpoint(
            ofRound: registry.held, signedBy: key, at: site.day.noon, as: test.viewer)
        let picture = "/products/\(registry.product)/pictures/1"
        let other = "/products/\(registry.product - 1)/pictures/1"
        let noCertificate = String(registry.certificate.reversed())
        return [
            Door(
                name: "GET /invitation/{token}", right: "/invitation/\(good)", status: 200,
                wrong: [void, nothing, registry.registrationToken].map { "/invitation/\($0)" }),
            Door(
                name: "POST /invitation/{token}", right: "/invitation/\(good)", status: 422,
                wrong: [void, nothing, registry.registrationToken].map { "/invitation/\($0)" }),
            Door(
                name: "GET /registration/{token}", right: "/registration/\(registry.registrationToken)",
                status: 200, wrong: [good, nothing].map { "/registration/\($0)" }),
            Door(
                name: "GET /products/{id}/pictures/{number}", right: picture, status: 200,
                wrong: [other, "/products/\(registry.product)/pictures/2"]),
            Door(
                name: "GET /products/{id}/pictures/{number}/small", right: picture + "/small", status: 200,
                wrong: [other + "/small"]),
            Door(
                name: "GET /c/{code}/proof", right: "/c/\(registry.certificate)/proof", status: 200,
                wrong: ["/c/\(noCertificate)/proof", "/c/\(nothing)/proof"]),
            Door(
                name: "GET /api/v1/certificates/{code}/proof",
                right: "/api/v1/certificates/\(registry.certificate)/proof", status: 200,
                wrong: ["/api/v1/certificates/\(noCertificate)/proof"]),
        ]
    }

    private func expectNoRole(at door: Door) async throws {
        for person in everybody {
            let who = person?.login ?? "nobody"
            let opened = try await send(door.method, door.right, cookie: person?.cookie)
            #expect(opened.status == door.status, "\(who): \(door.name): \(opened.status)")
            for address in door.wrong {
                let closed = try await send(door.method, address, cookie: person?.cookie)
                #expect(closed.status == 404, "\(who): \(address): \(closed.status)")
            }
        }
    }

    // MARK: A sign-in half done

    private func walkCodes() async throws {
        let browser = RequestOrigin(network: "127.0.0.1", agent: "Firefox")
        try await test.account("hai.buoc")
        _ = try await test.registry.setPassword(
            JudgesRound.password, of: "hai.buoc", at: site.day.noon, as: test.viewer)
        func signedIn() async throws -> SignedIn {
            try await test.registry.signIn(
                login: "hai.buoc", password: JudgesRound.password, from: browser, at: site.day.noon)
        }
        let first = try await signedIn()
        _ = try await test.registry.beginSecondFactor(of: first, at: site.day.noon)
        let step = TimeCode.step(ofSecondsSince1970: site.day.noon.secondsSince1970)
        let codes = try await test.timeCode()
        _ = try await test.registry.confirmSecondFactor(
            by: codes.code(at: step - 1), of: first, at: site.day.noon)
        let awaiting = "cnnt=\(try await signedIn().tokenText ?? "")"
        let address = "/sign-in/code"
        // the password alone opens the form and nothing else
        #expect(try await send("GET", address, cookie: awaiting).status == 200)
        #expect(try await send("GET", "/account", cookie: awaiting).status == 303)
        #expect(try await send("POST", address, cookie: awaiting, "code=x").status == 422)
        let right = "code=\(codes.code(at: step))"
        for person in everybody {
            let who = person?.login ?? "nobody"
            let form = try await send("GET", address, cookie: person?.cookie)
            #expect(form.headers["location"]?.hasPrefix("/sign-in?") == true, "\(who): \(form.status)")
            let foreign = try await send("POST", address, cookie: person?.cookie, right)
            #expect(foreign.status == 401, "\(who) with another's code: \(foreign.status)")
        }
        let entered = try await send("POST", address, cookie: awaiting, right)
        #expect(entered.status == 303, "the code is good still, for whose it is")
    }

    // MARK: Sessions and tokens of one's own

    private func walkOwn() async throws {
        let now = site.day.noon
        let origin = RequestOrigin(network: "192.0.2.77", agent: "Firefox")
        for (person, other) in zip(registry.inside, registry.inside.dropFirst() + registry.inside.prefix(1)) {
            let second = try await test.registry.signIn(
                login: person.login, password: JudgesRound.password, from: origin, at: now)
            let session = second.session
            let token = try await test.registry.issueToken(
                NewToken(name: "Thử", scopes: [.registryRead], until: site.day.adding(days: 30)),
                to: person.login, at: now, as: test.viewer
            ).record.id
            for (kind, id) in [("sessions", session), ("tokens", token)] {
                let address = "/account/\(kind)/\(id)/end"
                let nobody = try await send("POST", address, cookie: nil)
                #expect(nobody.status == 401, "nobody: \(address): \(nobody.status)")
                let foreign = try await send("POST", address, cookie: other.cookie)
                let nothing = try await send("POST", "/account/\(kind)/99999999/end", cookie: other.cookie)
                #expect(foreign.status == 404 && nothing.status == 404, "\(other.login): \(foreign.status)")
                let own = try await send("POST", address, cookie: person.cookie)
                #expect(own.status == 303, "\(person.login): \(address): \(own.status)")
                let again = try await send("POST", address, cookie: person.cookie)
                #expect(again.status == 404, "\(person.login): ended already: \(again.status)")
            }
        }
    }

    private func send(
        _ method: String, _ address: String, cookie: String?, _ body: String = ""
    ) async throws -> HTTPAnswer {
        var head =
            "\(method) \(address) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            + "Sec-Fetch-Site: same-origin\r\nAccept: text/html, */*;q=0.5\r\n"
        if let cookie { head += "Cookie: \(cookie)\r\n" }
        if method == "POST" {
            head +=
                "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: \(body.utf8.count)\r\n"
        }
        return try await HTTPExchange.run(port: site.port, head + "\r\n" + body)
    }
}
