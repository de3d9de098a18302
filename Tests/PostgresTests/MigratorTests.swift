import FoundationEssentials
import Postgres
import TestSupport
import Testing

@Suite("migrations")
struct MigratorTests {
    private static let first = "CREATE TABLE unit (code text CONSTRAINT unit_pkey PRIMARY KEY);\n"
    private static let second = "ALTER TABLE unit ADD name text;\nCOMMENT ON TABLE unit IS 'Đơn vị';\n"

    /// A folder of files for a test, and a database of its own.
    private func withMigrations(
        _ files: [String: String] = ["0001_units.sql": first, "0002_names.sql": second],
        _ body: @Sendable (_ folder: String, TestDatabase) async throws -> Void
    ) async throws {
        try await withFolder(files) { folder in
            try await TestCluster.shared().withDatabase { try await body(folder, $0) }
        }
    }

    private func withFolder(_ files: [String: String], _ body: (String) async throws -> Void) async throws {
        let folder = "/tmp/cnnt-migrations-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for (name, text) in files { try write(text, folder, name) }
        try await body(folder)
    }

    private func write(_ text: String, _ folder: String, _ name: String) throws {
        try Data(text.utf8).write(to: URL(filePath: folder + "/" + name))
    }

    private func migrationError(_ body: () async throws -> Void) async -> MigrationError? {
        do {
            try await body()
            return nil
        } catch {
            return error as? MigrationError
        }
    }

    private func onDatabase<R: Sendable>(_ url: String, _ body: @Sendable (Session) throws -> R) async throws
        -> R
    {
        let connection = try await Connection.open(Configuration(url: url))
        do {
            let value = try await connection.run(body)
            await connection.close()
            return value
        } catch {
            await connection.close()
            throw error
        }
    }

    @Test("are applied once, in order, with their checksums")
    func applies() async throws {
        try await withMigrations { folder, test in
            let migrator = try Migrator(directory: folder)
            #expect(try await onDatabase(test.ownerURL) { try migrator.status($0) } == .behind(count: 2))
            #expect(
                try await migrator.migrate(test.ownerURL).map(\.file) == ["0001_units.sql", "0002_names.sql"])
            #expect(try await migrator.migrate(test.ownerURL).isEmpty)
            // The program's role may see how far the database is.
            #expect(try await onDatabase(test.url) { try migrator.status($0) } == .current)
            let sums = try await onDatabase(test.ownerURL) {
                try $0.values("SELECT sha256 FROM schema_migration ORDER BY number", as: String.self)
            }
            #expect(sums.map(\.count) == [64, 64])
            #expect(
                try await onDatabase(test.ownerURL) {
                    try $0.value("SELECT obj_description('unit'::regclass)")
                } == "Đơn vị")
        }
    }

    @Test("a dry run tells what would be applied and changes nothing")
    func dryRun() async throws {
        try await withMigrations { folder, test in
            let migrator = try Migrator(directory: folder)
            #expect(try await migrator.migrate(test.ownerURL, dryRun: true).map(\.number) == [1, 2])
            #expect(
                try await onDatabase(test.ownerURL) {
                    try $0.value("SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace")
                } == 0)
        }
    }

    @Test("new files are applied to what is there")
    func continues() async throws {
        try await withMigrations(["0001_units.sql": Self.first]) { folder, test in
            try await Migrator(directory: folder).migrate(test.ownerURL)
            try write(Self.second, folder, "0002_names.sql")
            let migrator = try Migrator(directory: folder)
            #expect(try await onDatabase(test.url) { try migrator.status($0) } == .behind(count: 1))
            #expect(try await migrator.migrate(test.ownerURL).map(\.name) == ["names"])
        }
    }

    @Test("an applied file that was changed is an error, and nothing is applied")
    func changedFile() async throws {
        try await withMigrations(["0001_units.sql": Self.first]) { folder, test in
            try await Migrator(directory: folder).migrate(test.ownerURL)
            try write(Self.first + " ", folder, "0001_units.sql")
            try write(Self.second, folder, "0002_names.sql")
            let migrator = try Migrator(directory: folder)
            for dryRun in [true, false] {
                guard
                    case .changed(let migration) = await migrationError({
                        try await migrator.migrate(test.ownerURL, dryRun: dryRun)
                    })
                else {
                    Issue.record("not noticed")
                    continue
                }
                #expect(migration.file == "0001_units.sql")
            }
            #expect(
                try await onDatabase(test.url) { try $0.value("SELECT count(*) FROM schema_migration") } == 1)
        }
    }

    @Test("a database that was migrated further than the program knows is refused")
    func newerDatabase() async throws {
        try await withMigrations { folder, test in
            try await Migrator(directory: folder).migrate(test.ownerURL)
            try FileManager.default.removeItem(atPath: folder + "/0002_names.sql")
            let migrator = try Migrator(directory: folder)
            guard
                case .newerDatabase(number: 2, name: "names") = await migrationError({
                    try await migrator.migrate(test.ownerURL)
                })
            else {
                Issue.record("not noticed")
                return
            }
            #expect(
                try await onDatabase(test.url) { try migrator.status($0) } == .newer(number: 2, name: "names")
            )
        }
    }

    @Test(
        "gaps, doubles and names that are none are refused",
        arguments: [
            ["0002_units.sql"], ["0001_a.sql", "0003_b.sql"], ["0001_a.sql", "0001_b.sql"], ["1_a.sql"],
            ["0001.sql"],
            ["0001_A.sql"], ["0001_.sql"], ["units.sql"],
        ])
    func badNames(names: [String]) async throws {
        try await withFolder(Dictionary(uniqueKeysWithValues: names.map { ($0, Self.first) })) {
            folder throws in
            #expect(throws: MigrationError.self) { try Migrator(directory: folder) }
        }
    }

    @Test("other files in the folder are left alone; a folder that is not there is an error")
    func otherFiles() async throws {
        try await withFolder(["0001_a.sql": Self.first, "README.md": "", ".0002_b.sql.swp": ""]) {
            folder throws in
            #expect(try Migrator(directory: folder).migrations.map(\.name) == ["a"])
            #expect(throws: MigrationError.self) { try Migrator(directory: folder + "/none") }
        }
    }

    @Test("a file that fails is undone as a whole and named with its line; those before it stay")
    func failingFile() async throws {
        let bad =
            "CREATE TABLE product (id bigint);\n\n-- Sản phẩm\nALTER TABLE product ADD kind kind_of_product;\n"
        try await withMigrations(["0001_units.sql": Self.first, "0002_bad.sql": bad]) { folder, test in
            let migrator = try Migrator(directory: folder)
            guard
                case .failed(let file, let line, let error) = await migrationError({
                    try await migrator.migrate(test.ownerURL)
                })
            else {
                Issue.record("not noticed")
                return
            }
            #expect(file == "0002_bad.sql")
            #expect(line == 4)
            #expect(error.sqlState == "42704")
            #expect(
                try await onDatabase(test.ownerURL) { try $0.value("SELECT to_regclass('product') IS NULL") }
                    == true)
            #expect(try await onDatabase(test.ownerURL) { try migrator.plan($0).map(\.number) } == [2])
        }
    }

    @Test("a file that ends its transaction is refused")
    func endsTransaction() async throws {
        try await withMigrations(["0001_units.sql": Self.first + "COMMIT;"]) { folder, test in
            guard
                case .failed(_, _, .misuse) = await migrationError({
                    try await Migrator(directory: folder).migrate(test.ownerURL)
                })
            else {
                Issue.record("not noticed")
                return
            }
        }
    }

    @Test("several migrators at once apply each file once")
    func concurrently() async throws {
        try await withMigrations { folder, test in
            let migrator = try Migrator(directory: folder)
            let applied = try await withThrowingTaskGroup(of: [Migration].self, returning: [Migration].self) {
                group in
                for _ in 0..<4 { group.addTask { try await migrator.migrate(test.ownerURL) } }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(applied.map(\.number) == [1, 2])
        }
    }

    @Test("scripts afterwards run every time, know the settings, and are named when they fail")
    func afterwards() async throws {
        try await withMigrations { folder, test in
            let migrator = try Migrator(directory: folder)
            let grants = Migrator.Script(
                name: "grants.sql",
                text: """
                    DO $$ BEGIN
                      EXECUTE format('GRANT SELECT ON unit TO %I', current_setting('cnnt.program_role'));
                    END $$;
                    INSERT INTO unit (code) VALUES (gen_random_uuid()::text);
                    """)
            for count in 1...2 {
                try await migrator.migrate(test.ownerURL, afterwards: [grants])
                #expect(try await onDatabase(test.url) { try $0.value("SELECT count(*) FROM unit") } == count)
            }
            let broken = Migrator.Script(name: "broken.sql", text: "SELECT 1;\nSELEC")
            guard
                case .failed("broken.sql", 2, _) = await migrationError({
                    try await migrator.migrate(test.ownerURL, afterwards: [grants, broken])
                })
            else {
                Issue.record("not named")
                return
            }
            #expect(try await onDatabase(test.url) { try $0.value("SELECT count(*) FROM unit") } == 2)
        }
    }
}
