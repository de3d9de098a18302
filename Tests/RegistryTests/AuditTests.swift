import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@Suite("Who changed what, when and why")
struct AuditTests {
    @Test("every save is a version with its values, who made it, when and why")
    func versions() async throws {
        try await TestRegistry.run { test in
            let made = try await test.establishment(name: "Cũ")
            var changes = Fields<EstablishmentColumn>()
            changes[.name] = "Mới"
            _ = try await test.registry.editEstablishment(
                made.id, changes: changes, because: "Đổi tên", on: test.today, today: test.today,
                as: .localOperator("Cán bộ Mẫu"))
            try await test.importEstablishments(
                "id,name,legal_form,commune_code\n\(made.id),Mới nữa,cooperative,05503")
            _ = try await test.registry.closeEstablishment(
                made.id, on: test.today, because: "Giải thể", as: test.viewer)
            let history = try await test.history(of: "establishment", made.id)
            #expect(history.map(\.name) == ["Cũ", "Mới", "Mới nữa", "Mới nữa"])
            #expect(history.map(\.version) == [1, 2, 3, 4])
            #expect(history.map(\.actor) == ["kiểm thử", "Cán bộ Mẫu", "kiểm thử", "kiểm thử"])
            #expect(
                history.map(\.action) == [
                    "establishment.add", "establishment.edit", "establishment.import", "establishment.close",
                ])
            #expect(history.map(\.reason) == [nil, "Đổi tên", nil, "Giải thể"])
            #expect(history.map(\.subjectID) == [String(made.id), String(made.id), nil, String(made.id)])
            #expect(history.allSatisfy { $0.isRecent })
        }
    }

    @Test("products have their versions too")
    func productVersions() async throws {
        try await TestRegistry.run { test in
            let made = try await test.product(of: try await test.establishment(), name: "Cũ")
            var changes = Fields<ProductColumn>()
            changes[.name] = "Mới"
            _ = try await test.registry.editProduct(
                made.id, changes: changes, because: "Đổi tên", as: test.viewer)
            let history = try await test.history(of: "product", made.id)
            #expect(history.map(\.name) == ["Cũ", "Mới"] && history.map(\.reason) == [nil, "Đổi tên"])
            #expect(history.map(\.action) == ["product.add", "product.edit"])
        }
    }

    @Test("what is refused leaves no trace in the trail")
    func refused() async throws {
        try await TestRegistry.run { test in
            let before = try await test.events()
            await expectRefusal("unknown-unit") { try await test.establishment(commune: "99999") }
            await expectRefusal("unknown-establishment") {
                _ = try await test.registry.closeEstablishment(
                    987_654, on: test.today, because: "Thử", as: test.viewer)
            }
            _ = try await test.importEstablishments(
                "name,legal_form,commune_code\nMột,household,05503", dryRun: true)
            #expect(try await test.events() == before)
        }
    }

    @Test("the database refuses a change without an audit event, and with the event of a transaction gone by")
    func eventRequired() async throws {
        try await TestRegistry.run { test in
            let made = try await test.establishment()
            let update: SQL =
                "UPDATE establishment SET name = 'Lén', version = version + 1 WHERE establishment_id = \(made.id)"
            await expectDatabaseError("23000", constraint: "audit_event_required") {
                _ = try await test.asProgram { try $0.execute(update) }
            }
            await expectDatabaseError("23000", constraint: "audit_event_required") {
                _ = try await test.asProgram { session in
                    try session.execute(
                        """
                        INSERT INTO product (establishment_id, name, name_folded, product_group)
                        VALUES (\(made.id), 'Lén', 'len', 'food')
                        """)
                }
            }
            let program = Database(url: test.database.url, poolSize: 1)
            try await program.transaction { session in
                try session.beginAudit()
                try session.execute(update)
            }
            // The same connection, the next transaction.
            await expectDatabaseError("23000", constraint: "audit_event_required") {
                _ = try await program.transaction { try $0.execute(update) }
            }
            await program.close()
        }
    }

    @Test("the program's role deletes and empties nothing, and changes no table that is append-only")
    func grants() async throws {
        try await TestRegistry.run { test in
            let tables = try await test.asOwner { session in
                try session.query(
                    """
                    SELECT c.relname AS name, coalesce(obj_description(c.oid), '') LIKE '%append-only%' AS is_append_only,
                      (SELECT attname FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND a.attidentity = ''
                        ORDER BY a.attnum LIMIT 1) AS column
                    FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') ORDER BY 1
                    """
                ) {
                    (
                        name: try $0("name", as: String.self),
                        isAppendOnly: try $0("is_append_only", as: Bool.self),
                        column: try $0("column", as: String.self)
                    )
                }
            }
            #expect(tables.count > 20)
            for table in tables {
                for statement in ["DELETE FROM \(table.name) WHERE false", "TRUNCATE \(table.name)"] {
                    await expectDatabaseError("42501") {
                        try await test.asProgram { try $0.script(statement) }
                    }
                }
                let update = "UPDATE \(table.name) SET \(table.column) = \(table.column) WHERE false"
                if Self.changing.contains(table.name) {
                    #expect(!table.isAppendOnly, "\(table.name)")
                    try await test.asProgram { try $0.script(update) }
                } else {
                    await expectDatabaseError("42501") { try await test.asProgram { try $0.script(update) } }
                }
            }
            #expect(Self.changing.isSubset(of: tables.map(\.name)))
        }
    }

    @Test("the program's role changes no structure and writes no version by itself")
    func structure() async throws {
        try await TestRegistry.run { test in
            for statement in Self.forbidden {
                await expectDatabaseError("42501") {
                    _ = try await test.asProgram { try $0.script(statement) }
                }
            }
        }
    }

    private static let forbidden = [
        "CREATE TABLE mine (x int)", "CREATE TABLE public.mine (x int)", "CREATE SCHEMA mine",
        "CREATE FUNCTION current_audit() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'",
        "DROP TABLE mark",
        "ALTER TABLE mark DISABLE TRIGGER mark_rules", "ALTER TABLE mark ADD COLUMN x int",
        "DROP TRIGGER establishment_version_step ON establishment", "SET session_replication_role = replica",
        "SET ROLE cnnt_owner", "ALTER ROLE cnnt CREATEDB", "CREATE ROLE other",
        "INSERT INTO establishment_version VALUES (1, 1, 1, '{}')",
        "INSERT INTO product_version VALUES (1, 1, 1, '{}')",
        "INSERT INTO schema_migration (number, name, sha256) VALUES (99, 'x', 'x')",
        "COPY mark TO PROGRAM 'cat'", "SELECT pg_read_file('/etc/passwd')",
    ]

    private static let changing: Set<String> = [
        "unit", "unit_edge", "region_member", "establishment", "product", "round", "council_member", "judge",
        "entry",
        "certificate_series", "account", "account_role", "calendar_day", "reward_ceiling",
        "dossier_paper", "product_picture",
        "production_site", "establishment_redirect",
        "authority_name", "sheet_draft", "fair", "booth", "booth_quota", "booth_allocation",
        "booth_request",
        "funding_rule", "account_password", "account_invitation", "sign_in_attempt", "web_session",
        "account_time_code", "account_recovery_code", "account_identity", "provider_attempt",
        "registration_request", "api_token",
    ]
}

private struct KeptVersion: RowDecodable {
    let version: Int
    let name: String
    let actor: String
    let action: String
    let reason: String?
    let subjectID: String?
    let isRecent: Bool

    init(_ row: Row) throws {
        version = try row("version")
        name = try row("name")
        actor = try row("actor")
        action = try row("action")
        reason = try row("reason")
        subjectID = try row("subject_id")
        isRecent = try row("is_recent")
    }
}

extension TestRegistry {
    fileprivate func history(of table: String, _ id: Int64) async throws -> [KeptVersion] {
        try await asOwner { session in
            try session.query(
                """
                SELECT v.version, v.record ->> 'name' AS name, a.actor, a.action, a.reason, a.subject_id,
                  a.recorded_at BETWEEN now() - interval '10 minutes' AND now() AS is_recent
                FROM \(identifier: table + "_version") v JOIN audit_event a USING (audit_id)
                WHERE v.\(identifier: table + "_id") = \(id) ORDER BY v.version
                """, as: KeptVersion.self)
        }
    }

    fileprivate func events() async throws -> Int64 {
        try await asOwner { try $0.value("SELECT count(*) FROM audit_event") }
    }
}
