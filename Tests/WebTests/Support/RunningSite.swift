import Logging
import OpenID
import Registry
import RuralIndustry
import ServiceLifecycle
import TestSupport

@testable import Web

/// The service on a real socket, for as long as a test runs.
struct RunningSite: Sendable {
    let port: Int
    let group: ServiceGroup
    /// On which its clock stands still, at noon.
    let day: Day

    var address: String { "http://127.0.0.1:\(port)" }

    static func run(
        _ registry: Registry, on day: Day = Day("2026-11-20"), baseURL: String? = nil,
        limits: ConnectionLimits = ConnectionLimits(), notes: ServiceNotes = ServiceNotes(),
        provider: Provider.Settings? = nil, workshop: PaperWorkshop? = nil,
        _ body: @escaping @Sendable (RunningSite) async throws -> Void
    ) async throws {
        var configured = try WebServer(
            registry: registry, listen: "127.0.0.1:0", baseURL: baseURL, clock: { day.noon },
            notes: notes, version: "1.2.3", provider: provider, workshop: workshop, logger: .silent)
        configured.limits = limits
        let server = configured
        let (addresses, address) = AsyncStream.makeStream(of: String.self)
        let group = server.group { address.yield($0) }
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await server.run(group) }
            tasks.addTask {
                for await text in addresses {
                    let site = RunningSite(
                        port: Int(text.split(separator: ":")[1]) ?? 0, group: group, day: day)
                    do {
                        try await body(site)
                    } catch {
                        await group.triggerGracefulShutdown()
                        throw error
                    }
                    break
                }
                await group.triggerGracefulShutdown()
            }
            try await tasks.waitForAll()
        }
    }

    func get(
        _ path: String, _ method: String = "GET", accept: String? = nil, language: String? = nil,
        ifNoneMatch: String? = nil
    ) async throws -> HTTPAnswer {
        var request = "\(method) \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        if let accept { request += "Accept: \(accept)\r\n" }
        if let language { request += "Accept-Language: \(language)\r\n" }
        if let ifNoneMatch { request += "If-None-Match: \(ifNoneMatch)\r\n" }
        return try await HTTPExchange.run(port: port, request + "\r\n")
    }
}

extension Day {
    /// Noon in Viet Nam.
    var noon: Instant {
        Instant(microsecondsSince1970: (Int64(daysSince2000 + 10_957) * 86_400 + 5 * 3_600) * 1_000_000)
    }
}

extension Logger {
    static var silent: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }
}
