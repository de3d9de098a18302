import FoundationEssentials
import Glibc

extension DatabaseAdministration {
    /// Writes the database of the owner's URL to a file in pg_dump's custom format. The file is complete or
    /// not there.
    ///
    /// - Parameter snapshot: of a transaction that exported it (pg_export_snapshot) and goes on; nil: the present state.
    public func backup(to file: String, snapshot: String? = nil) async throws {
        try await onOwnThread { [self] in
            let unfinished = "\(file).\(getpid()).partial"
            // Readable by its owner alone: it holds everything.
            let descriptor = open(unfinished, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else {
                throw ClusterError.unusableFolder(path: unfinished, reason: String(cString: strerror(errno)))
            }
            defer {
                close(descriptor)
                unlink(unfinished)
            }
            var dump = try tool(
                "pg_dump",
                [
                    "--format=custom", "--enable-row-security", "--no-password",
                    "--file=\(Self.absolute(unfinished))",
                ] + (snapshot.map { ["--snapshot=\($0)"] } ?? []))
            // the owner is held to the row policies too, and a backup holds every row
            dump.environment["PGOPTIONS", default: ""] += #" -c cnnt.viewer={"all":true}"#
            try dump.runSuccessfully()
            guard fsync(descriptor) == 0, rename(unfinished, file) == 0 else {
                throw ClusterError.unusableFolder(path: file, reason: String(cString: strerror(errno)))
            }
        }
    }

    /// Reads a file of `backup` into the database of the owner's URL: all of it, or nothing. A database that
    /// holds anything is refused with `ClusterError.notEmpty`. Roles that the file grants rights to must
    /// exist.
    public func restore(from file: String) async throws {
        guard access(file, R_OK) == 0 else {
            throw ClusterError.unusableFolder(path: file, reason: String(cString: strerror(errno)))
        }
        let name = try await onConnection { session in
            let (name, isEmpty) = try session.one(Self.emptiness) {
                (try $0("name", as: String.self), try $0("is_empty", as: Bool.self))
            }
            guard isEmpty else { throw ClusterError.notEmpty(database: name) }
            return name
        }
        try await onOwnThread { [self] in
            _ = try tool(
                "pg_restore",
                [
                    "--exit-on-error", "--single-transaction", "--no-owner", "--no-password",
                    "--dbname=\(name)", Self.absolute(file),
                ]
            ).runSuccessfully()
        }
    }

    /// One of the tools that come with the server, connected to the owner's database. The address goes
    /// through the environment: the list of processes is everybody's.
    private func tool(_ name: String, _ arguments: [String]) throws -> ChildProcess {
        let variables = [
            "host": "PGHOST", "hostaddr": "PGHOSTADDR", "port": "PGPORT", "user": "PGUSER",
            "dbname": "PGDATABASE",
            "password": "PGPASSWORD", "passfile": "PGPASSFILE", "sslmode": "PGSSLMODE",
            "sslcert": "PGSSLCERT",
            "sslkey": "PGSSLKEY", "sslrootcert": "PGSSLROOTCERT", "sslcrl": "PGSSLCRL",
            "options": "PGOPTIONS",
            "service": "PGSERVICE", "connect_timeout": "PGCONNECT_TIMEOUT", "krbsrvname": "PGKRBSRVNAME",
            "channel_binding": "PGCHANNELBINDING", "target_session_attrs": "PGTARGETSESSIONATTRS",
        ]
        let address = try ConnectionURL(ownerURL)
        var environment: [String: String] = [:]
        for variable in variables.values + ["HOME", "USER"] {
            if let value = getenv(variable) { environment[variable] = String(cString: value) }
        }
        for (keyword, variable) in variables {
            if let value = address[keyword] { environment[variable] = value }
        }
        return ChildProcess(
            program: try Installation.find().tool(name), arguments: arguments, environment: environment)
    }

    private static func absolute(_ path: String) -> String {
        path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    }

    /// Anything that is not the system's own: tables and the like, functions, types, schemas, extensions.
    private static let emptiness: SQL = """
        WITH own_schema AS (
          SELECT oid, nspname FROM pg_namespace
          WHERE nspname <> 'information_schema' AND nspname !~ '^pg_'
        )
        SELECT current_database() AS name,
          NOT EXISTS (SELECT FROM own_schema WHERE nspname <> 'public')
          AND NOT EXISTS (SELECT FROM pg_class WHERE relnamespace IN (SELECT oid FROM own_schema))
          AND NOT EXISTS (SELECT FROM pg_proc WHERE pronamespace IN (SELECT oid FROM own_schema))
          AND NOT EXISTS (SELECT FROM pg_type WHERE typnamespace IN (SELECT oid FROM own_schema))
          AND NOT EXISTS (SELECT FROM pg_collation WHERE collnamespace IN (SELECT oid FROM own_schema))
          AND NOT EXISTS (SELECT FROM pg_extension WHERE extname <> 'plpgsql')
          AND NOT EXISTS (SELECT FROM pg_largeobject_metadata) AS is_empty
        """
}
