import Configuration
import OpenID
import Postgres
import RuralIndustry
import SystemPackage

/// The effective configuration: flags before the environment before a file.
///
/// The file has lines `CNNT_…=value`, as systemd's `EnvironmentFile` reads them: the one that `CNNT_CONFIG` names, else
/// `~/.config/cnnt/cnnt.conf`, or `/etc/cnnt/cnnt.conf` for root.
struct Settings: Sendable {
    /// The program's own role; nil: the private cluster.
    let databaseURL: String?
    /// Owns and migrates; never used to work.
    let ownerDatabaseURL: String?
    let dataDirectory: String
    let listen: String
    let baseURL: String?
    /// Another place where people sign in; only `serve` needs it.
    private let openID: (issuer: String, client: String, secret: String, name: String)?
    /// On what terms the open data may be used, and whom to ask: what the public pages say.
    let openDataLicence: String?
    let contact: String?
    /// What who watches the service shows at `/metrics`; only `serve` needs it.
    let metricsToken: String?
    /// Where the keys lie that secrets are enciphered with; only `serve` needs them.
    let namedSecretKeyFile: String?
    let language: Language
    let logLevel: String
    /// The folder `sql` with migrations and reference data; nil: beside the program.
    let sqlDirectory: String?
    let fontDirectory: String?
    /// Who signs the files that `serve` makes; commands have options for it.
    let signing: SigningSetup
    let isDemo: Bool
    /// The account that commands work as; nil: the operator at this machine.
    let asUser: String?

    static func load(demo: Bool = false) async throws -> Settings {
        let environment = EnvironmentVariablesProvider()
        let isRoot = Process.isRoot
        let bootstrap = ConfigReader(provider: environment)
        let home = bootstrap.string(forKey: "home") ?? "/"
        let named = bootstrap.string(forKey: "cnnt.config")
        let path = named ?? (isRoot ? "/etc/cnnt/cnnt.conf" : "\(home)/.config/cnnt/cnnt.conf")
        let file = try await fileProvider(path, mustExist: named != nil)
        return Settings(
            ConfigReader(providers: [environment, file]), home: home, isRoot: isRoot, demo: demo)
    }

    /// `CNNT_CONFIG=/dev/null` is the usual way of saying: no file.
    private static func fileProvider(_ path: String, mustExist: Bool) async throws
        -> EnvironmentVariablesProvider
    {
        if path == "/dev/null" { return EnvironmentVariablesProvider(environmentVariables: [:]) }
        do {
            return try await EnvironmentVariablesProvider(
                environmentFilePath: FilePath(path), allowMissing: !mustExist)
        } catch {
            throw Violation(
                "configuration-unreadable", vi: "không đọc được tệp cấu hình “\(path)”: \(error)",
                en: "the configuration file “\(path)” cannot be read: \(error)")
        }
    }

    private init(_ reader: ConfigReader, home: String, isRoot: Bool, demo: Bool) {
        // an empty variable is an unset one, as shells write `CNNT_LANG= cnnt …`
        func value(_ key: String) -> String? {
            reader.string(forKey: ConfigKey("cnnt.\(key)")).flatMap { $0.isEmpty ? nil : $0 }
        }
        databaseURL = value("database.url")
        ownerDatabaseURL = value("owner.database.url")
        dataDirectory = value("data.dir") ?? (isRoot ? "/var/lib/cnnt" : "\(home)/.local/share/cnnt")
        listen = value("listen") ?? "127.0.0.1:8080"
        baseURL = value("base.url")
        openID = value("openid.issuer").map {
            ($0, value("openid.client") ?? "", value("openid.secret") ?? "", value("openid.name") ?? "")
        }
        openDataLicence = value("open.data.licence")
        contact = value("contact")
        metricsToken = value("metrics.token")
        namedSecretKeyFile = value("secret.key.file")
        language = value("lang").flatMap(Language.init(rawValue:)) ?? .vietnamese
        logLevel = value("log.level") ?? "notice"
        sqlDirectory = value("sql.dir")
        fontDirectory = value("font.dir")
        signing = SigningSetup(
            keyFile: value("sign.key"), passwordFile: value("sign.password.file"),
            command: value("sign.command"), timestampCommand: value("timestamp.command"),
            // what is no number is told as what is no time
            timeout: value("sign.timeout").map { Int($0) ?? 0 } ?? 60)
        asUser = value("as.user")
        isDemo = demo || ["1", "true", "yes"].contains(value("demo"))
    }

    /// Whom people sign in through, if it is set.
    ///
    /// - Throws: `openid-settings`.
    func provider() throws(Violation) -> Provider.Settings? {
        guard let openID else { return nil }
        return try Provider.Settings(
            issuer: openID.issuer, client: openID.client, secret: openID.secret, name: openID.name)
    }

    /// How files are signed.
    ///
    /// - Throws: `sign-settings`.
    func signingSetup() throws(Violation) -> SigningSetup {
        if let wrong = signing.contradiction(.settings) {
            throw Violation("sign-settings", vi: wrong.vi, en: wrong.en)
        }
        return signing
    }

    /// The issuer, as it may be shown.
    var openIDIssuer: String? { openID?.issuer }
}

/// A URL as it may be shown: without its password.
func withoutSecrets(_ url: String) -> String { (try? ConnectionURL(url))?.redacted ?? "***" }
