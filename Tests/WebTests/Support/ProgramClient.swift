import Foundation
import Registry
import RuralIndustry
import TestSupport

@testable import Web

/// A program that asks `/api/v1`, with a token or without.
struct ProgramClient: Sendable {
    let site: RunningSite
    var token: String?
    /// Where every answer is noted, to be held against the description.
    var notes: AnswerNotes?

    func get(_ path: String, _ headers: [String: String] = [:]) async throws -> HTTPAnswer {
        try await send("GET", path, headers: headers)
    }

    func post(
        _ path: String, _ body: String, type: String = "application/json", _ headers: [String: String] = [:]
    ) async throws -> HTTPAnswer {
        try await send("POST", path, body: body, type: type, headers: headers)
    }

    func patch(
        _ path: String, _ body: String, ifMatch: String?, _ headers: [String: String] = [:]
    ) async throws -> HTTPAnswer {
        var headers = headers
        headers["If-Match"] = ifMatch
        return try await send(
            "PATCH", path, body: body, type: "application/merge-patch+json", headers: headers)
    }

    func send(
        _ method: String, _ path: String, body: String? = nil, type: String? = nil,
        headers: [String: String] = [:]
    ) async throws -> HTTPAnswer {
        var head = "\(method) /api/v1/\(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        if let token { head += "Authorization: Bearer \(token)\r\n" }
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        if let type { head += "Content-Type: \(type)\r\n" }
        if let body { head += "Content-Length: \(body.utf8.count)\r\n" }
        let answer = try await HTTPExchange.run(port: site.port, head + "\r\n" + (body ?? ""))
        await notes?.note(method, "/api/v1/\(path)", answer)
        return answer
    }
}

/// Answers as they came, for a program that checks them.
actor AnswerNotes {
    private var lines: [[String: Any]] = []

    func note(_ method: String, _ address: String, _ answer: HTTPAnswer) {
        lines.append([
            "method": method, "path": String(address.prefix { $0 != "?" }), "status": answer.status,
            "type": answer.headers["content-type"] ?? "", "headers": answer.headers, "body": answer.body,
        ])
    }

    /// In JSON.
    func text() throws -> String {
        String(decoding: try JSONSerialization.data(withJSONObject: lines), as: UTF8.self)
    }
}

extension HTTPAnswer {
    /// The code of a problem.
    var code: String? { try? text("code") }

    func list(_ key: String = "items") throws -> [[String: Any]] { try json[key] as? [[String: Any]] ?? [] }

    func object(_ key: String) throws -> [String: Any] { try json[key] as? [String: Any] ?? [:] }
}

extension TestRegistry {
    /// A round of a province that takes entries.
    func openRound(of organiser: String = "19") async throws -> RoundRecord {
        let round = try await registry.createRound(
            NewRound(
                regulationID: "vbhn-16-2018", level: .provincial, organiserCode: organiser, year: 2023,
                name: "Kỳ đang nhận hồ sơ", heldOn: Day("2023-12-15"), intakeUntil: nil),
            as: viewer, today: today)
        return try await registry.openRound(round.id, as: viewer)
    }

    /// An account with a role, and a token of it that is good for everything.
    func program(
        _ login: String, _ role: Role, in territory: String,
        scopes: Set<TokenScope> = Set(TokenScope.allCases),
        narrowedTo narrowed: String = "VN"
    ) async throws -> IssuedToken {
        if (try? await registry.account(login, on: today, as: viewer)) == nil {
            try await account(login)
            try await grant(role, in: territory, to: login)
        }
        return try await registry.issueToken(
            NewToken(
                name: "Phần mềm", scopes: scopes, territory: try Territory(narrowed),
                until: today.adding(days: 30)),
            to: login, at: today.noon, as: viewer)
    }
}
