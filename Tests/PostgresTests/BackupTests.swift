import FoundationEssentials
import Glibc
import Postgres
import TestSupport
import Testing

@Suite("databases, backups")
struct BackupTests {
    private func withFolder(_ body: (String) async throws -> Void) async throws {
        // A name that a shell or a URL would stumble over.
        let folder = "/tmp/cnnt sao lưu % \(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await body(folder)
    }

    private let content = """
        CREATE EXTENSION pg_trgm;
        CREATE COLLATION vietnamese (provider = icu, locale = 'vi');
        CREATE TABLE unit (
          id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT unit_pkey PRIMARY KEY,
          name text NOT NULL COLLATE vietnamese CONSTRAINT unit_name_key UNIQUE
        );
        CREATE FUNCTION shout(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT upper($1)';
        INSERT INTO unit (name) VALUES ('Hoà Bình'), ('Bắc Kạn');
        GRANT SELECT ON unit TO cnnt;
        """

    private func names(_ url: String) async throws -> [String] {
        let database = Database(url: url)
        let names = try await database.read(.single) {
            try $0.values("SELECT name FROM unit ORDER BY name", as: String.self)
        }
        await database.close()
        return names
    }

    private func prepare(_ url: String) async throws {
        let database = Database(url: url)
        try await database.transaction { try $0.script(content) }
        await database.close()
    }

    @Test("a backup restored into an empty database is the same, rights included")
    func roundTrip() async throws {
        try await withFolder { folder in
            let cluster = try await TestCluster.shared()
            let old = try await cluster.makeDatabase()
            let new = try await cluster.makeDatabase()
            try await prepare(old.ownerURL)
            let file = folder + "/cnnt.dump"
            try await DatabaseAdministration(ownerURL: old.ownerURL).backup(to: file)
            var status = stat()
            #expect(stat(file, &status) == 0 && status.st_mode & 0o777 == 0o600)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["cnnt.dump"])
            try await DatabaseAdministration(ownerURL: new.ownerURL).restore(from: file)
            // As the program's role.
            #expect(try await names(new.url) == ["Bắc Kạn", "Hoà Bình"])
            // A second time there is something in it.
            await #expect(throws: ClusterError.notEmpty(database: new.name)) {
                try await DatabaseAdministration(ownerURL: new.ownerURL).restore(from: file)
            }
            #expect(try await names(new.url) == ["Bắc Kạn", "Hoà Bình"])
            try await old.drop()
            try await new.drop()
        }
    }

    @Test("a restore refuses a database that holds anything")
    func refusesContent() async throws {
        try await withDatabase { database, test async throws in
            for (create, remove) in [
                ("CREATE TABLE t ()", "DROP TABLE t"), ("CREATE SCHEMA s", "DROP SCHEMA s"),
                ("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'", "DROP FUNCTION f"),
                ("CREATE TYPE kind AS ENUM ('a')", "DROP TYPE kind"),
                ("CREATE SEQUENCE q", "DROP SEQUENCE q"),
                ("CREATE EXTENSION pg_trgm", "DROP EXTENSION pg_trgm"),
                ("CREATE COLLATION c (provider = icu, locale = 'vi')", "DROP COLLATION c"),
                ("SELECT lo_create(4711)", "SELECT lo_unlink(4711)"),
            ] {
                try await database.transaction { try $0.script(create) }
                await #expect(throws: ClusterError.notEmpty(database: test.name), "\(create)") {
                    try await DatabaseAdministration(ownerURL: test.ownerURL).restore(from: "/dev/null")
                }
                try await database.transaction { try $0.script(remove) }
            }
            // The control: what was removed is gone, and it is the file now that is wrong.
            let error = await #expect(throws: ClusterError.self) {
                try await DatabaseAdministration(ownerURL: test.ownerURL).restore(from: "/dev/null")
            }
            #expect(error?.description.contains("pg_restore") == true)
        }
    }

    @Test("a file that is no backup, or none at all, leaves the database empty")
    func refusesFiles() async throws {
        try await withFolder { folder in
            try await withDatabase { database, test async throws in
                let administration = DatabaseAdministration(ownerURL: test.ownerURL)
                try Data("PGDMP nonsense".utf8).write(to: URL(filePath: folder + "/bad.dump"))
                for name in ["bad.dump", "none.dump"] {
                    await #expect(throws: ClusterError.self) {
                        try await administration.restore(from: folder + "/" + name)
                    }
                }
                #expect(
                    try await database.read {
                        try $0.value(
                            "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace")
                    } == 0)
            }
        }
    }

    @Test("a backup that fails leaves nothing behind, and an older file as it was")
    func failingBackup() async throws {
        try await withFolder { folder in
            let gone = try await TestCluster.shared().makeDatabase()
            try await gone.drop()
            let file = folder + "/cnnt.dump"
            try Data("older".utf8).write(to: URL(filePath: file))
            let administration = DatabaseAdministration(ownerURL: gone.ownerURL)
            await #expect(throws: ClusterError.self) { try await administration.backup(to: file) }
            #expect(FileManager.default.contents(atPath: file) == Data("older".utf8))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["cnnt.dump"])
            await #expect(throws: ClusterError.self) {
                try await administration.backup(to: folder + "/none/cnnt.dump")
            }
        }
    }

    @Test("databases are made, copied and dropped")
    func administration() async throws {
        let cluster = try await TestCluster.shared()
        let template = try await cluster.template("template_of_backup_tests") { url in try await prepare(url)
        }
        let again = try await cluster.template("template_of_backup_tests") { _ in Issue.record("made twice") }
        #expect(template == again)
        let copy = try await cluster.makeDatabase(template: template)
        #expect(try await names(copy.url) == ["Bắc Kạn", "Hoà Bình"])
        let administration = DatabaseAdministration(ownerURL: cluster.cluster.ownerURL(database: "postgres"))
        #expect(try await administration.exists(copy.name))
        // Whoever is connected.
        let database = Database(url: copy.url)
        #expect(try await database.read { try $0.value("SELECT count(*) FROM unit") } == 2)
        try await administration.drop(copy.name)
        try await administration.drop(copy.name)
        #expect(try await administration.exists(copy.name) == false)
        await #expect(throws: PostgresError.self) {
            try await database.read { try $0.value("SELECT 1", as: Int.self) }
        }
        await database.close()
    }
}
