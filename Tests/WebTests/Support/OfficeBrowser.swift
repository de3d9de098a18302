import Foundation
import Registry
import RuralIndustry
import TestSupport

@testable import Web

/// A browser without JavaScript: it keeps its cookie, and sends the forms of a page as they stand there, with what is typed into
/// them.
actor OfficeBrowser {
    let site: RunningSite
    private(set) var cookie: String?

    static let password = "bốn con trâu đi cày"

    init(_ site: RunningSite) { self.site = site }

    /// Makes an account that holds roles, each in a territory.
    static func account(
        _ login: String, _ roles: [(Role, String)], in test: TestRegistry
    ) async throws {
        try await test.account(login)
        for (role, territory) in roles { try await test.grant(role, in: territory, to: login) }
        _ = try await test.registry.setPassword(
            password, of: login, at: Day("2026-11-20").noon, as: test.viewer)
    }

    static func signedIn(_ login: String, at site: RunningSite) async throws -> OfficeBrowser {
        let browser = OfficeBrowser(site)
        let answer = try await browser.post("/sign-in", ["login": login, "password": password, "next": "/"])
        if answer.status != 303 { throw Missing(what: "signing in as \(login): \(answer.status)") }
        return browser
    }

    struct Missing: Error {
        let what: String
    }

    func get(_ path: String) async throws -> HTTPAnswer { try await send("GET", path, nil, type: "") }

    func post(_ path: String, _ fields: [String: String]) async throws -> HTTPAnswer {
        try await post(path, fields.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    }

    func post(_ path: String, _ fields: [(String, String)]) async throws -> HTTPAnswer {
        let body = fields.map { "\(Self.encoded($0.0))=\(Self.encoded($0.1))" }.joined(separator: "&")
        return try await send("POST", path, body, type: "application/x-www-form-urlencoded")
    }

    /// Opens a page, types into its form and sends it as the browser would.
    ///
    /// - Parameter file: chosen in the form: field, name, content.
    func fill(
        _ path: String, _ typed: [String: String] = [:],
        file: (field: String, name: String, content: String)? = nil
    ) async throws -> HTTPAnswer {
        let page = try await get(path)
        if page.status != 200 { throw Missing(what: "\(path): \(page.status)") }
        return try await send(try PageForm(page.body, at: path), typed, file)
    }

    /// Sends the form of a page that was an answer itself, as one that asks for confirmation is.
    func confirm(_ page: HTTPAnswer) async throws -> HTTPAnswer {
        try await send(try PageForm(page.body, at: "a page that asks to confirm"), [:], nil)
    }

    func send(
        _ form: PageForm, _ typed: [String: String], _ file: (field: String, name: String, content: String)?
    ) async throws -> HTTPAnswer {
        var fields = form.fields
        for (name, value) in typed {
            if !form.names.contains(name) { throw Missing(what: "a field \(name) at \(form.action)") }
            fields[name] = value
        }
        guard form.isMultipart else { return try await post(form.action, fields) }
        let boundary = "----WebKitFormBoundaryX7"
        var body = ""
        for (name, value) in fields.sorted(by: { $0.key < $1.key }) where name != file?.field {
            body += "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n"
        }
        if let file {
            body += "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(file.field)\";"
            body += " filename=\"\(file.name)\"\r\nContent-Type: text/csv\r\n\r\n\(file.content)\r\n"
        }
        return try await send(
            "POST", form.action, body + "--\(boundary)--\r\n",
            type: "multipart/form-data; boundary=\(boundary)")
    }

    private func send(
        _ method: String, _ path: String, _ body: String?, type: String
    ) async throws -> HTTPAnswer {
        var head = "\(method) \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        head += "Sec-Fetch-Site: same-origin\r\n"
        if let cookie { head += "Cookie: \(cookie)\r\n" }
        if let body { head += "Content-Type: \(type)\r\nContent-Length: \(body.utf8.count)\r\n" }
        let answer = try await HTTPExchange.run(port: site.port, head + "\r\n" + (body ?? ""))
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

/// The first form of a page that is sent by POST: what its fields hold.
struct PageForm {
    let action: String
    let isMultipart: Bool
    /// Every field that there is, chosen or not.
    var names: Set<String> = []
    /// What a browser would send if nobody typed anything.
    var fields: [String: String] = [:]

    init(_ page: String, at path: String) throws {
        guard let start = page.range(of: "<form method=\"post\" action=\""),
            let end = page.range(of: "</form>", range: start.upperBound..<page.endIndex)
        else { throw OfficeBrowser.Missing(what: "a form at \(path)") }
        let form = String(page[start.upperBound..<end.lowerBound])
        action = Self.plain(String(form.prefix { $0 != "\"" }))
        isMultipart = form.prefix { $0 != ">" }.contains("multipart/form-data")
        for match in form.matches(of: /<input ([^>]*)>/) {
            let attributes = String(match.1)
            guard let name = Self.attribute("name", attributes) else { continue }
            names.insert(name)
            let type = Self.attribute("type", attributes) ?? "text"
            if type == "file" || (["radio", "checkbox"].contains(type) && !attributes.contains(" checked")) {
                continue
            }
            fields[name] = Self.attribute("value", attributes) ?? ""
        }
        for match in form.matches(of: /<select ([^>]*)>(.*?)<\/select>/.dotMatchesNewlines()) {
            guard let name = Self.attribute("name", String(match.1)) else { continue }
            names.insert(name)
            let chosen = String(match.2).firstMatch(of: /value="([^"]*)" selected/)
            fields[name] = chosen.map { Self.plain(String($0.1)) } ?? ""
        }
        for match in form.matches(of: /<textarea ([^>]*)>\n?(.*?)<\/textarea>/.dotMatchesNewlines()) {
            guard let name = Self.attribute("name", String(match.1)) else { continue }
            names.insert(name)
            fields[name] = Self.plain(String(match.2))
        }
    }

    private static func attribute(_ name: String, _ attributes: String) -> String? {
        for match in (" " + attributes).matches(of: /\s([a-z-]+)="([^"]*)"/) where match.1 == name {
            return plain(String(match.2))
        }
        return nil
    }

    private static func plain(_ text: String) -> String {
        text.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
            .replacing("&#39;", with: "'").replacing("&amp;", with: "&")
    }
}
