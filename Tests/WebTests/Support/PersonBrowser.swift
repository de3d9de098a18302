import Foundation
import Registry
import RuralIndustry
import TestSupport

/// A browser without scripts, as far as forms ask for one: it keeps a cookie, says where its forms come from and sends files.
actor PersonBrowser {
    let site: RunningSite
    private var cookie: String?

    static let password = "bốn con trâu đi cày"

    init(_ site: RunningSite) { self.site = site }

    /// Signed in as an account that is given a password for it.
    static func signedIn(_ login: String, _ test: TestRegistry, _ site: RunningSite, on day: Day) async throws
        -> PersonBrowser
    {
        _ = try await test.registry.setPassword(password, of: login, at: day.noon, as: test.viewer)
        let browser = PersonBrowser(site)
        _ = try await browser.post("/sign-in", ["login": login, "password": password])
        return browser
    }

    func get(_ path: String) async throws -> HTTPAnswer { try await send("GET", path, nil, []) }

    func post(_ path: String, _ fields: [String: String], from origin: String = "same-origin") async throws
        -> HTTPAnswer
    {
        let body = fields.map { "\($0.key)=\(Self.encoded($0.value))" }.joined(separator: "&")
        return try await send(
            "POST", path, "application/x-www-form-urlencoded", Array(body.utf8), from: origin)
    }

    /// Sends a form with one file.
    func upload(
        _ path: String, _ fields: [String: String], file: String, named name: String, _ bytes: [UInt8]
    )
        async throws -> HTTPAnswer
    {
        let boundary = "ranh-gioi-7d1"
        var body: [UInt8] = []
        for (field, value) in fields {
            body += Array(
                "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(field)\"\r\n\r\n\(value)\r\n".utf8)
        }
        body += Array(
            "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(file)\"; filename=\"\(name)\"\r\n\r\n"
                .utf8)
        body += bytes + Array("\r\n--\(boundary)--\r\n".utf8)
        return try await send("POST", path, "multipart/form-data; boundary=\(boundary)", body)
    }

    /// Says that so many bytes come, and sends none of them.
    func announce(_ path: String, bytes: Int) async throws -> HTTPAnswer {
        try await send("POST", path, "multipart/form-data; boundary=x", [], length: bytes)
    }

    private func send(
        _ method: String, _ path: String, _ type: String?, _ body: [UInt8],
        from origin: String = "same-origin",
        length: Int? = nil
    ) async throws -> HTTPAnswer {
        var head =
            "\(method) \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAccept: text/html\r\n"
        if let cookie { head += "Cookie: \(cookie)\r\n" }
        if let type {
            head +=
                "Sec-Fetch-Site: \(origin)\r\nContent-Type: \(type)\r\nContent-Length: \(length ?? body.count)\r\n"
        }
        let answer = try await HTTPExchange.run(port: site.port, bytes: Array((head + "\r\n").utf8) + body)
        if let set = answer.headers["set-cookie"]?.split(separator: ";").first {
            cookie = set.hasSuffix("=") ? nil : String(set)
        }
        return answer
    }

    private static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            byte == 32 ? "+" : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }.joined()
    }
}
