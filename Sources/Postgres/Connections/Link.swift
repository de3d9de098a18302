import CPostgres
public import Logging

/// How to connect.
public struct Configuration: Sendable {
    /// A `postgresql://` URL or libpq's `key=value` form.
    public var url: String
    /// What `pg_stat_activity` shows.
    public var applicationName: String
    /// The server stops statements that take longer; nil: never.
    public var statementTimeout: Duration?
    /// How long to wait for a server that does not answer, unless the URL says.
    public var connectTimeout: Duration
    public var logger: Logger

    public init(
        url: String, applicationName: String = "cnnt", statementTimeout: Duration? = nil,
        connectTimeout: Duration = .seconds(10), logger: Logger = Logger(label: "postgres")
    ) {
        self.url = url
        self.applicationName = applicationName
        self.statementTimeout = statementTimeout
        self.connectTimeout = connectTimeout
        self.logger = logger
    }
}

/// Owns a connection of libpq and gives it back.
struct Link: ~Copyable {
    let raw: OpaquePointer
    private let notices: NoticeReceiver

    /// Connects, blocking. Throws `.unreachable`, whose text has no password.
    init(_ configuration: Configuration) throws {
        let address = try ConnectionURL(configuration.url)
        var settings = [
            "-c TimeZone=UTC", "-c DateStyle=ISO,YMD", "-c client_min_messages=warning",
        ]
        if let timeout = configuration.statementTimeout {
            settings.append("-c statement_timeout=\(timeout.milliseconds)")
        }
        if let own = address["options"] { settings.append(own) }
        // Of a keyword that comes twice the later counts: first what the URL may override, then what it may
        // not.
        let parameters =
            [
                ("connect_timeout", String(max(1, configuration.connectTimeout.milliseconds / 1000))),
                ("tcp_user_timeout", "30000"), ("keepalives_idle", "30"),
                ("application_name", configuration.applicationName),
            ] + address.parameters + [
                ("options", settings.joined(separator: " ")), ("client_encoding", "UTF8"),
            ]
        let raw = withCStrings(parameters.map(\.0)) { keywords in
            withCStrings(parameters.map(\.1)) { values in PQconnectdbParams(keywords, values, 0) }
        }
        guard let raw else { throw PostgresError.unreachable("out of memory") }
        guard PQstatus(raw) == CONNECTION_OK else {
            defer { PQfinish(raw) }
            throw PostgresError.unreachable(Self.message(of: raw))
        }
        self.raw = raw
        notices = NoticeReceiver(logger: configuration.logger)
        PQsetNoticeReceiver(raw, NoticeReceiver.receive, Unmanaged.passUnretained(notices).toOpaque())
    }

    deinit { PQfinish(raw) }

    /// The last message of libpq on one line.
    var message: String { Self.message(of: raw) }

    var isAlive: Bool { PQstatus(raw) == CONNECTION_OK }

    private static func message(of raw: OpaquePointer) -> String {
        String(cString: PQerrorMessage(raw)).split(whereSeparator: \.isNewline)
            .map { $0.drop { $0.isWhitespace } }.joined(separator: " ")
    }
}

/// Puts the server's notices and warnings into the log.
private final class NoticeReceiver: Sendable {
    private let logger: Logger

    init(logger: Logger) { self.logger = logger }

    static let receive: PQnoticeReceiver = { context, result in
        guard let context, let result else { return }
        func field(_ code: Int32) -> String? { PQresultErrorField(result, code).map { String(cString: $0) } }
        let receiver = Unmanaged<NoticeReceiver>.fromOpaque(context).takeUnretainedValue()
        let level: Logger.Level = field(cnnt_diag_severity) == "WARNING" ? .warning : .info
        receiver.logger.log(
            level: level, "\(field(cnnt_diag_message) ?? "a notice without text")",
            metadata: field(cnnt_diag_sqlstate).map { ["sqlstate": "\($0)"] })
    }
}

/// A null-terminated list of C strings for the length of a call.
func withCStrings<R>(_ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> R) -> R {
    var characters: [CChar] = []
    var offsets: [Int] = []
    for string in strings {
        offsets.append(characters.count)
        characters += string.utf8CString
    }
    return characters.withUnsafeBufferPointer { characters in
        let pointers = offsets.map { characters.baseAddress?.advanced(by: $0) } + [nil]
        return pointers.withUnsafeBufferPointer { body($0.baseAddress) }
    }
}

extension Duration {
    var milliseconds: Int64 { components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 }
}
