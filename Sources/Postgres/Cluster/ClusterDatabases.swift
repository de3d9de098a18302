import Glibc

extension PrivateCluster {
    /// Makes the two roles and a database that `cnnt_owner` owns and `cnnt` may use, where they are missing.
    /// Quick when it was done before. The server must run.
    public func ensureRolesAndDatabase(_ name: String) async throws {
        // The server's own files remember it, so that a command needs no superuser's connection each time.
        let marker =
            "cnnt-database-" + String(name.map { $0.isLetter || $0.isNumber || $0 == "_" ? $0 : "-" })
        if access(dataFolder + "/" + marker, F_OK) == 0 { return }
        let connection = try await Connection.open(
            Configuration(
                url: url(database: "postgres", role: Self.superuser), applicationName: "cnnt set-up",
                logger: logger))
        do {
            try await connection.run { session in
                try session.execute("SELECT pg_advisory_lock(\(Self.setUpLock))")
                try session.script(Self.roles)
                if try session.value(
                    "SELECT NOT EXISTS (SELECT FROM pg_database WHERE datname = \(name)::name)")
                {
                    try session.execute(
                        "CREATE DATABASE \(identifier: name) OWNER \(identifier: Self.ownerRole)")
                }
                try session.grantUse(of: name, to: Self.programRole)
            }
            await connection.close()
        } catch {
            await connection.close()
            throw error
        }
        try write("", to: marker, as: serverUser())
    }

    /// "cnnt" in ASCII.
    private static let setUpLock = 0x636E_6E74

    private static let roles = """
        DO $$
        BEGIN
          IF to_regrole('cnnt_owner') IS NULL THEN CREATE ROLE cnnt_owner LOGIN CREATEDB; END IF;
          IF to_regrole('cnnt') IS NULL THEN CREATE ROLE cnnt LOGIN; END IF;
        END
        $$;
        -- The owner may disconnect the program from a database that it drops.
        GRANT cnnt TO cnnt_owner;
        REVOKE ALL ON DATABASE postgres FROM PUBLIC;
        REVOKE ALL ON DATABASE template1 FROM PUBLIC;
        GRANT CONNECT ON DATABASE postgres TO cnnt_owner;
        """
}

extension Session {
    /// Nobody but its owner and one role may connect to a database. Temporary tables are what imports copy
    /// into.
    func grantUse(of database: String, to role: String?) throws {
        try execute("REVOKE ALL ON DATABASE \(identifier: database) FROM PUBLIC")
        if let role {
            try execute("GRANT CONNECT, TEMPORARY ON DATABASE \(identifier: database) TO \(identifier: role)")
        }
    }
}
