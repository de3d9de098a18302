import ArgumentParser
import Postgres
import RuralIndustry

struct DatabaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "db", abstract: "Cơ sở dữ liệu: khởi động, cập nhật, sao lưu (the database).",
        subcommands: [
            Start.self, Stop.self, Status.self, URL.self, Migrate.self, Backup.self, Restore.self,
        ])

    struct Start: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "start", abstract: "Khởi động PostgreSQL riêng của cnnt.")
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            let place = try await Workplace(demo: global.demo)
            guard let cluster = place.cluster else { throw Self.serverIsGiven }
            try await cluster.start()
            try await cluster.ensureRolesAndDatabase("cnnt")
            Console().write(try place.programURL() + "\n")
        }

        fileprivate static let serverIsGiven = Violation(
            "server-given",
            vi: "CNNT_DATABASE_URL chỉ đến một máy chủ có sẵn; cnnt không khởi động hay dừng máy chủ đó",
            en: "CNNT_DATABASE_URL names a server; cnnt neither starts nor stops it")
    }

    struct Stop: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "stop", abstract: "Dừng PostgreSQL riêng.")
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            let place = try await Workplace(demo: global.demo)
            guard let cluster = place.cluster else { throw Start.serverIsGiven }
            try await cluster.stop()
        }
    }

    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "status", abstract: "Trạng thái máy chủ và cơ sở dữ liệu.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let place = try await Workplace(demo: global.demo)
            try output.printer(place).single(try await DatabaseStatus.read(place))
        }
    }

    struct URL: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "url", abstract: "In địa chỉ cho psql.")
        @OptionGroup var global: GlobalOptions
        @Flag(help: "Địa chỉ của vai trò sở hữu (the owning role).") var owner = false

        func run() async throws {
            let place = try await Workplace(demo: global.demo)
            try await place.startCluster()
            Console().write((owner ? try place.ownerURL() : try place.programURL()) + "\n")
        }
    }

    struct Migrate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "migrate", abstract: "Cập nhật cấu trúc cơ sở dữ liệu.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var dryRun: DryRunOption

        func run() async throws {
            let place = try await Workplace(demo: global.demo)
            try await place.startCluster()
            for migration in try await place.migrate(dryRun: dryRun.dryRun) {
                Console().write(migration.file + "\n")
            }
        }
    }

    struct Backup: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "backup",
            abstract: "Sao lưu vào một tệp (pg_dump, custom format).")
        @OptionGroup var global: GlobalOptions
        @Argument(help: "Tệp sao lưu.") var file: String
        @Option(help: "Trạng thái mà một giao dịch khác đã xuất (pg_export_snapshot).") var snapshot: String?

        func run() async throws {
            let place = try await Workplace(demo: global.demo)
            try await place.startCluster()
            try await DatabaseAdministration(ownerURL: try place.ownerURL(), logger: place.logger).backup(
                to: file, snapshot: snapshot)
        }
    }

    struct Restore: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "restore",
            abstract: "Phục hồi từ tệp sao lưu vào cơ sở dữ liệu trống.")
        @OptionGroup var global: GlobalOptions
        @Argument(help: "Tệp sao lưu.") var file: String

        func run() async throws {
            let place = try await Workplace(demo: global.demo)
            try await place.startCluster()
            try await DatabaseAdministration(ownerURL: try place.ownerURL(), logger: place.logger).restore(
                from: file)
        }
    }
}

/// What `cnnt db status` prints.
struct DatabaseStatus: Listed {
    let server: String
    let url: String
    let log: String?

    static func read(_ place: Workplace) async throws -> DatabaseStatus {
        guard let cluster = place.cluster else {
            return DatabaseStatus(server: "given", url: withoutSecrets(try place.programURL()), log: nil)
        }
        let server =
            switch cluster.status() {
            case .notCreated: "not-created"
            case .stopped: "stopped"
            case .running: "running"
            }
        return DatabaseStatus(server: server, url: try place.programURL(), log: cluster.logFile)
    }

    static let columns: [Column<DatabaseStatus>] = [
        Column("server", "Máy chủ", "Server", { $0.server }),
        Column("url", "Địa chỉ", "Address", { $0.url }),
        Column("log", "Nhật ký", "Log", { $0.log }),
    ]
}
