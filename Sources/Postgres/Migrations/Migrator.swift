import CPostgres
import FoundationEssentials
public import Logging

/// Brings a database to the state that the files of `sql/migrations` describe, forward only.
///
/// Each file is one transaction together with its row in `schema_migration`. Two at once apply each file
/// once.
public struct Migrator: Sendable {
    /// Lists the files in order; their text is read when it is needed.
    public let migrations: [Migration]
    private let directory: String

    /// Reads the names of the files, or throws `MigrationError`.
    public init(directory: String) throws {
        let files: [String]
        do {
            files = try FileManager.default.contentsOfDirectory(atPath: directory)
        } catch {
            throw MigrationError.unreadable(
                path: directory, reason: "there is no such folder, or it cannot be read")
        }
        self.directory = directory
        migrations = try files.filter { $0.hasSuffix(".sql") }.sorted().enumerated().map { index, file in
            guard let migration = Migration(file: file) else { throw MigrationError.badName(file) }
            guard migration.number == index + 1 else {
                throw MigrationError.gap(expected: index + 1, found: file)
            }
            return migration
        }
    }

    /// What a program finds when it starts.
    public enum Status: Hashable, Sendable {
        case current
        /// So many are to be applied, all of them in an empty database.
        case behind(count: Int)
        /// The database has this migration, which the program does not know.
        case newer(number: Int, name: String)
    }

    /// Tells in one query whether the program can work with the database. Does not compare checksums. The
    /// session must not be inside a transaction that goes on after this, which the query would end in an
    /// empty database.
    public func status(_ session: Session) throws -> Status {
        let newest: (number: Int, name: String)?
        do {
            newest = try session.first(
                "SELECT number, name FROM public.schema_migration ORDER BY number DESC LIMIT 1"
            ) {
                (number: try $0("number"), name: try $0("name"))
            }
        } catch PostgresError.server(let error) where error.sqlState == "42P01" {
            newest = nil
        }
        let number = newest?.number ?? 0
        if let newest, number > migrations.count { return .newer(number: newest.number, name: newest.name) }
        return number == migrations.count ? .current : .behind(count: migrations.count - number)
    }

    /// What `migrate` would apply. Throws if an applied file was changed or the database is newer.
    public func plan(_ session: Session) throws -> [Migration] {
        guard try session.value("SELECT to_regclass('public.schema_migration') IS NOT NULL") else {
            return migrations
        }
        let texts = try migrations.map { try text(of: $0) }
        let sums = try session.values(
            """
            SELECT encode(sha256(convert_to(file.text, 'UTF8')), 'hex')
            FROM unnest(\(texts)) WITH ORDINALITY AS file (text, place)
            ORDER BY file.place
            """, as: String.self)
        let applied = try session.query(
            "SELECT number, name, sha256 FROM public.schema_migration ORDER BY number"
        ) {
            (
                number: try $0("number", as: Int.self), name: try $0("name", as: String.self),
                sum: try $0("sha256", as: String.self)
            )
        }
        for row in applied {
            guard row.number <= migrations.count else {
                throw MigrationError.newerDatabase(number: row.number, name: row.name)
            }
            let migration = migrations[row.number - 1]
            guard row.sum == sums[row.number - 1], row.name == migration.name else {
                throw MigrationError.changed(migration)
            }
        }
        return Array(migrations.dropFirst(applied.count))
    }

    /// A script that is run after every migration: grants, say.
    public struct Script: Sendable {
        /// For messages.
        public let name: String
        public let text: String

        public init(name: String, text: String) {
            self.name = name
            self.text = text
        }
    }

    /// Applies what is missing and returns it; with `dryRun` only returns it.
    ///
    /// - Parameters:
    ///   - url: of the role that owns the database.
    ///   - afterwards: scripts that may run again and again, in one transaction, even if nothing was to be applied.
    ///   - settings: for migrations and scripts to read, as `current_setting('cnnt.program_role')`.
    @discardableResult
    public func migrate(
        _ url: String, dryRun: Bool = false, afterwards: [Script] = [],
        settings: [String: String] = ["cnnt.program_role": PrivateCluster.programRole],
        logger: Logger = Logger(label: "postgres")
    ) async throws -> [Migration] {
        let connection = try await Connection.open(
            Configuration(url: url, applicationName: "cnnt migrate", logger: logger))
        do {
            let applied = try await connection.run { session in
                if dryRun { return try plan(session) }
                try session.execute("SELECT pg_advisory_lock(\(Self.lock))")
                for (name, value) in settings {
                    try session.execute("SELECT set_config(\(name), \(value), false)")
                }
                try session.script(Self.table)
                let pending = try plan(session)
                for migration in pending { try apply(migration, session) }
                try run(afterwards, session)
                return pending
            }
            await connection.close()
            return applied
        } catch {
            await connection.close()
            throw (error as? LostBeforeStart)?.error ?? error
        }
    }

    private func apply(_ migration: Migration, _ session: Session) throws {
        let text = try text(of: migration)
        try locating(migration.file, text) {
            try session.transaction(.readCommitted, readOnly: false, CallSite(#fileID, #line)) { session in
                try session.script(text)
                guard session.transactionStatus == PQTRANS_INTRANS else {
                    throw PostgresError.misuse("a migration must not end its transaction")
                }
                try session.execute(
                    """
                    INSERT INTO public.schema_migration (number, name, sha256)
                    VALUES (
                      \(migration.number), \(migration.name), encode(sha256(convert_to(\(text), 'UTF8')), 'hex')
                    )
                    """)
            }
        }
    }

    private func run(_ scripts: [Script], _ session: Session) throws {
        guard !scripts.isEmpty else { return }
        try session.transaction(.readCommitted, readOnly: false, CallSite(#fileID, #line)) { session in
            for script in scripts {
                try locating(script.name, script.text) { try session.script(script.text) }
            }
        }
    }

    /// Says in which line of a file an error is, if the server told.
    private func locating(_ file: String, _ text: String, _ body: () throws -> Void) throws {
        do {
            try body()
        } catch let error as PostgresError {
            let position = error.serverError.flatMap { $0.statement == text ? $0.position : nil }
            let line = position.map { position in
                text.unicodeScalars.prefix(position - 1).count { $0 == "\n" } + 1
            }
            throw MigrationError.failed(file: file, line: line, error: error)
        }
    }

    private func text(of migration: Migration) throws -> String {
        let path = directory + "/" + migration.file
        guard let data = FileManager.default.contents(atPath: path) else {
            throw MigrationError.unreadable(path: path, reason: "it cannot be read")
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw MigrationError.unreadable(path: path, reason: "it is not UTF-8")
        }
        return text
    }

    /// "cnnt" in ASCII: one number for every database, each of which has locks of its own.
    private static let lock = 0x636E_6E74

    /// Readable by everybody who may connect: the program compares it with its files when it starts.
    private static let table = """
        DO $$
        BEGIN
          IF to_regclass('public.schema_migration') IS NULL THEN
            CREATE TABLE public.schema_migration (
              number integer CONSTRAINT schema_migration_pkey PRIMARY KEY,
              name text NOT NULL,
              sha256 text NOT NULL,
              applied_at timestamptz NOT NULL DEFAULT now()
            );
            COMMENT ON TABLE public.schema_migration IS
              'Which files of sql/migrations were applied, with their checksums.';
            GRANT SELECT ON public.schema_migration TO PUBLIC;
          END IF;
        END
        $$
        """
}
