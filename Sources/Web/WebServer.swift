import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore
public import OpenID
public import Registry
public import RuralIndustry
import ServiceLifecycle
import UnixSignals

/// The service behind `cnnt serve`: certificate verification and the public API over HTTP.
///
/// It keeps no state of its own, so that any number of them can run on one database. TLS is the business of a proxy in
/// front of it.
public struct WebServer: Sendable {
    private let site: Site
    private let address: ListenAddress
    private let logger: Logger
    var limits = ConnectionLimits()

    /// - Parameters:
    ///   - registry: its pool bounds how many requests read at once; the caller closes it.
    ///   - listen: `HOST:PORT`, `[::1]:8080`; port 0 takes any free one.
    ///   - baseURL: the address under which the public reaches the service; browsers are told to stay with https if it is that.
    ///   - clock: what a certificate's state is judged by.
    ///   - notes: what the operator says on the public pages.
    ///   - version: the program's, as its metrics say it.
    ///   - provider: another place where people sign in; needs `baseURL`, to which it sends them back.
    ///   - workshop: what papers are made with; nil: none are made here, and pages say so.
    ///   - connections: how many there are at once; whoever comes then waits to be accepted.
    /// - Throws: `Violation` `listen-unreadable`.
    public init(
        registry: Registry, listen: String, baseURL: String?, clock: @escaping @Sendable () -> Instant,
        notes: ServiceNotes = ServiceNotes(), version: String = "", provider: Provider.Settings? = nil,
        workshop: PaperWorkshop? = nil, connections: Int = 10_000, logger: Logger
    ) throws {
        address = try ListenAddress(listen)
        let publicAddress = baseURL?.trimmed("/")
        site = try Site(
            registry: registry, publicAddress: publicAddress, clock: clock, logger: logger, version: version,
            notes: notes,
            provider: try provider.map {
                guard let publicAddress else { throw Violation.baseURLForProvider }
                return Provider($0, returnAddress: publicAddress + "/sign-in/openid/return", clock: clock)
            }, workshop: workshop)
        self.logger = logger
        limits.connections = max(1, connections)
    }

    /// What is answered: `GET /c/{code}`, and each method that is refused at an address as well.
    var routes: [String] { site.router().routes.map(\.description) }

    /// Serves until SIGTERM or SIGINT, then lets running requests finish, for 20 seconds at most.
    ///
    /// - Parameter onListening: called once, with the address and the real port.
    /// - Throws: `Violation` `port-taken`, `listen-refused`.
    public func run(onListening: @escaping @Sendable (_ address: String) async -> Void = { _ in })
        async throws
    {
        try await run(group(stoppingAt: [.sigterm, .sigint], onListening: onListening))
    }

    /// The same without signals: for tests, which share one process.
    func group(
        stoppingAt signals: [UnixSignal] = [],
        onListening: @escaping @Sendable (_ address: String) async -> Void
    ) -> ServiceGroup {
        let address = address
        let limits = limits
        let application = Application(
            responder: site.responder(),
            server: .http1OfOneHost(
                .init(
                    additionalChannelHandlers: [RequestPace(limits: limits), BodyLimit()],
                    idleTimeout: TimeAmount(limits.idle),
                    httpDecoderConfiguration: .init(
                        maxHeaderFieldSize: 16 * 1024, maxHeaderListSize: 32 * 1024, maxHeaderFieldCount: 100)
                )),
            configuration: ApplicationConfiguration(
                address: .hostname(address.host, port: address.port), backlog: 1024,
                availableConnectionsDelegate: MaximumAvailableConnections(
                    limits.connections, logger: quietLogger)),
            onServerRunning: { channel in
                await onListening(address.text(port: channel.localAddress?.port))
            },
            logger: logger)
        var configuration = ServiceGroupConfiguration(
            services: [application, site.watch], gracefulShutdownSignals: signals, logger: quietLogger)
        configuration.maximumGracefulShutdownDuration = .seconds(20)
        return ServiceGroup(configuration: configuration)
    }

    func run(_ group: ServiceGroup) async throws {
        do {
            try await group.run()
        } catch let error as IOError {
            throw address.violation(for: error)
        } catch is SocketAddressError.UnknownHost {
            throw address.unusable(Bilingual(vi: "không có máy nào tên như vậy", en: "there is no such host"))
        }
    }

    /// A port that is taken is told by what is thrown, once.
    private var quietLogger: Logger {
        var logger = logger
        logger.logLevel = max(logger.logLevel, .critical)
        return logger
    }
}

extension Violation {
    fileprivate static let baseURLForProvider = Violation(
        "base-url-missing",
        vi: "để đăng nhập qua nơi khác, phải đặt CNNT_BASE_URL, địa chỉ mà người dùng quay về",
        en: "signing in through a provider needs CNNT_BASE_URL, the address that people come back to")
}

extension String {
    fileprivate func trimmed(_ end: Character) -> String { last == end ? String(dropLast()) : self }
}
