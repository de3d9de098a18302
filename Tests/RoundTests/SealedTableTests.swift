import Evidence
import Postgres
import RuralIndustry
import TestSupport
import Testing

@testable import Registry

@Suite("Tampering with every sealed table")
struct SealedTableTests {
    /// A registry in which every sealed table has a row, all sealed, and its checkpoint.
    private static func filled(_ test: TestRegistry) async throws -> Checkpoint {
        // a number that no event has, as a refused change leaves it
        await expectRefusal("unknown-unit") { try await test.establishment(commune: "99999") }
        let round = try await test.decided(entries: 3, recognised: 2)
        _ = try await round.issue()
        let paper = try #require(try await round.certificates().first?.number)
        _ = try await test.registry.revokeCertificate(
            number: paper, act: "12/QĐ", on: Day("2024-01-05"), because: "Thử", as: test.viewer)
        try await test.tamper { try $0.script(SealedRows.script) }
        let key = try await test.signingKey()
        for _ in 0..<2 {
            _ = try await test.registry.auditCheckpoint(
                signedBy: key, at: Instant(microsecondsSince1970: 0), as: test.viewer)
        }
        // transactions of other tests may hold it up
        while try await test.registry.sealAudit(patience: .seconds(60), as: test.viewer).isBlocked {}
        let note = try await test.registry.auditCheckpoint(
            signedBy: key, at: Instant(microsecondsSince1970: 0), as: test.viewer)
        return try Checkpoint(text: note.text)
    }

    @Test("a column changed, a row removed and a row slipped in are found in every sealed table")
    func everyTable() async throws {
        try await TestRegistry.run(checksInvariants: false) { test in
            let checkpoint = try await Self.filled(test)
            #expect(try await test.registry.verifyAudit(against: checkpoint, as: test.viewer).findings == [])
            try await test.workshop { session in
                let tables = try session.sealedTables()
                #expect(tables.count > 50)
                for table in tables {
                    guard try session.value("SELECT EXISTS (SELECT FROM \(identifier: table.name))") else {
                        Issue.record("\(table.name) is sealed and has no row here: write one in SealedRows")
                        continue
                    }
                    for tampering in table.tamperings {
                        let found = try session.findings(of: tampering.script, against: checkpoint)
                        #expect(
                            found.contains { $0.contains(tampering.told) },
                            "\(tampering.script): \(found)")
                    }
                }
                #expect(try session.findings(of: "", against: checkpoint) == [])
            }
        }
    }

    @Test("a link or leaf removed, altered, moved or cut off with what follows is found, whichever it is")
    func everyLink() async throws {
        try await TestRegistry.run(checksInvariants: false) { test in
            let checkpoint = try await Self.filled(test)
            try await test.workshop { session in
                // what is sealed after a checkpoint is not its to protect
                let length = checkpoint.chain.length
                #expect(length > 20)
                for link in 1...length {
                    var scripts = [
                        "DELETE FROM audit_link WHERE position = \(link)",
                        "DELETE FROM audit_link WHERE position >= \(link)",
                        "UPDATE audit_link SET position = position + 1000003 WHERE position = \(link)",
                        "UPDATE audit_link SET audit_id = audit_id + 1000003 WHERE position = \(link)",
                        "UPDATE audit_link SET content = content || ' ' WHERE position = \(link)",
                        "UPDATE audit_link SET hash = sha256(hash) WHERE position = \(link)",
                    ]
                    if link < length {
                        scripts.append(
                            """
                            UPDATE audit_link SET position = -position WHERE position IN (\(link), \(link) + 1);
                            UPDATE audit_link SET position = 2 * \(link) + 1 + position WHERE position < 0
                            """)
                    }
                    for script in scripts {
                        #expect(try !session.findings(of: script, against: checkpoint).isEmpty, "\(script)")
                    }
                }
                let leaves: Int64 = try session.value("SELECT count(*) FROM evidence_leaf")
                #expect(leaves == 4, "a result, a correction and two certificates")
                for leaf in 0..<leaves {
                    for script in [
                        "DELETE FROM evidence_leaf WHERE leaf_index = \(leaf)",
                        "DELETE FROM evidence_leaf WHERE leaf_index >= \(leaf)",
                        "UPDATE evidence_leaf SET leaf_index = leaf_index + 7 WHERE leaf_index = \(leaf)",
                        "UPDATE evidence_leaf SET kind = kind || 's' WHERE leaf_index = \(leaf)",
                        "UPDATE evidence_leaf SET record_id = record_id + 7 WHERE leaf_index = \(leaf)",
                        "UPDATE evidence_leaf SET content = content || ' ' WHERE leaf_index = \(leaf)",
                        "UPDATE evidence_leaf SET hash = sha256(hash) WHERE leaf_index = \(leaf)",
                    ] {
                        #expect(try !session.findings(of: script, against: checkpoint).isEmpty, "\(script)")
                    }
                }
                #expect(try session.findings(of: "", against: checkpoint) == [])
            }
        }
    }

    @Test("a table that is no longer sealed is missed, whichever it is")
    func unsealedTable() async throws {
        try await TestRegistry.run(checksInvariants: false) { test in
            let checkpoint = try await Self.filled(test)
            try await test.workshop { session in
                for table in try session.sealedTables() {
                    let found = try session.findings(
                        of: "DELETE FROM sealed_table WHERE table_name = '\(table.name)'",
                        against: checkpoint)
                    #expect(found.contains { $0.contains("table \(table.name):") }, "\(table.name): \(found)")
                }
            }
        }
    }

    /// Audited tables that need no seal: the chain itself, and files, whose name is the hash of what they say.
    private static let provenOtherwise: Set<String> = ["audit_link", "stored_file"]

    @Test("every audited table that the program cannot change is sealed")
    func everyAuditedTable() async throws {
        try await TestRegistry.run { test in
            let (sealed, changing) = try await test.asProgram { session in
                (
                    Set(try session.values("SELECT table_name FROM sealed_table", as: String.self)),
                    Set(
                        try Invariant.auditedTables.filter {
                            try session.value("SELECT has_any_column_privilege(\($0), 'UPDATE')")
                        })
                )
            }
            let rest = Set(Invariant.auditedTables).subtracting(sealed).subtracting(changing)
            #expect(rest == Self.provenOtherwise)
        }
    }
}

/// A sealed table as the database describes it.
private struct SealedTable {
    struct Column: RowDecodable {
        let name: String
        let type: String
        let isKey: Bool

        init(_ row: Row) throws {
            name = try row("name")
            type = try row("type")
            isKey = try row("is_key")
        }

        /// Something else of the same type; nil: no such type was met before.
        var altered: String? {
            switch type {
            case "bigint", "integer", "numeric": "coalesce(\(name), 0) + 1000003"
            case "text": "coalesce(\(name), '') || ' '"
            case "boolean": "NOT coalesce(\(name), false)"
            case "date": "coalesce(\(name), '2000-01-01') + 1"
            case "timestamp with time zone": "coalesce(\(name), '2000-01-01') + interval '1 day'"
            case "bytea": "coalesce(\(name), '') || '\\x00'::bytea"
            case "jsonb": "coalesce(\(name), '{}') || '{\"name\": \"khác\"}'"
            case "text[]": "\(name) || 'khác'::text"
            default: nil
            }
        }
    }

    let name: String
    /// The column that leads to the row whose event wrote this one; nil: the row names its event itself.
    let byColumn: String?
    let columns: [Column]

    struct Tampering {
        let script: String
        let told: String
    }

    var tamperings: [Tampering] {
        let first = "ctid = (SELECT min(ctid) FROM \(name))"
        var all = [Tampering(script: "DELETE FROM \(name) WHERE \(first)", told: "table \(name): 1 of ")]
        for column in columns {
            guard let altered = column.altered else {
                Issue.record("\(name).\(column.name): how is a \(column.type) altered?")
                continue
            }
            all.append(
                Tampering(
                    script: "UPDATE \(name) SET \(column.name) = \(altered) WHERE \(first)",
                    told: "table \(name):"))
        }
        // keys but the primary one are dropped: the copy differs in that, or in anything
        let others = columns.filter { $0.name != byColumn && $0.name != "audit_id" || name == "audit_event" }
        guard let key = others.first(where: \.isKey) ?? others.first, let other = key.altered else {
            Issue.record("\(name): in which column may a row slipped in differ?")
            return all
        }
        // an event's own number decides its place: only one that no event has can be taken
        let gap =
            "(SELECT min(n) FROM generate_series(1, 1000) n WHERE n NOT IN (SELECT audit_id FROM audit_event))"
        all.append(
            Tampering(
                script: """
                    CREATE TEMPORARY TABLE slipped_in ON COMMIT DROP AS SELECT * FROM \(name) WHERE \(first);
                    UPDATE slipped_in SET \(key.name) = \(name == "audit_event" ? gap : other);
                    INSERT INTO \(name) SELECT * FROM slipped_in
                    """,
                told: name == "audit_event" ? "it was inserted" : "table \(name): 1 rows were inserted"))
        return all
    }
}

extension Session {
    fileprivate func sealedTables() throws -> [SealedTable] {
        try query("SELECT table_name, by_column FROM sealed_table ORDER BY 1") { row in
            (name: try row("table_name", as: String.self), by: try row("by_column", as: String?.self))
        }.map { table in
            SealedTable(
                name: table.name, byColumn: table.by,
                columns: try query(
                    """
                    SELECT a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type, EXISTS (
                      SELECT FROM pg_index i WHERE i.indrelid = a.attrelid AND i.indisprimary AND a.attnum = ANY (i.indkey)) AS is_key
                    FROM pg_attribute a
                    WHERE a.attrelid = \(table.name)::text::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
                    ORDER BY a.attnum
                    """, as: SealedTable.Column.self))
        }
    }

    /// What is found after a tampering, which is undone again.
    fileprivate func findings(of tampering: String, against checkpoint: Checkpoint) throws -> [String] {
        try script("SAVEPOINT before; " + tampering)
        let found = try auditVerification(against: checkpoint).findings.map { "\($0.code): \($0.text.en)" }
        try script("ROLLBACK TO before; RELEASE before")
        return found
    }
}

extension TestRegistry {
    /// A transaction of a superuser without triggers, foreign keys, checks and generated numbers, undone at its end.
    fileprivate func workshop(_ work: @Sendable (Session) throws -> Void) async throws {
        struct Undone: Error {}
        do {
            try await tamper { session in
                try session.script(
                    """
                    DO $$
                    DECLARE
                      command text;
                    BEGIN
                      FOR command IN
                        SELECT format('ALTER TABLE %s DROP CONSTRAINT %I CASCADE', conrelid::regclass, conname) FROM pg_constraint
                        WHERE contype IN ('c', 'u') AND conrelid <> 0 AND connamespace = 'public'::regnamespace
                        UNION ALL
                        SELECT format('ALTER TABLE %s ALTER COLUMN %I DROP IDENTITY', attrelid::regclass, attname)
                        FROM pg_attribute WHERE attidentity = 'a'
                      LOOP
                        EXECUTE command;
                      END LOOP;
                    END $$
                    """)
                try work(session)
                throw Undone()
            }
        } catch is Undone {}
    }
}
