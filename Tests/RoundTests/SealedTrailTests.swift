import Evidence
import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@Suite("The sealed trail")
struct SealedTrailTests {
    /// A round from its marks to its papers, one of them revoked, with a checkpoint that was signed, all sealed.
    private static func told(_ test: TestRegistry) async throws -> HeldRound {
        let round = try await test.decided(entries: 3, recognised: 2)
        _ = try await round.issue()
        let paper = try #require(try await round.certificates().first?.number)
        _ = try await test.registry.revokeCertificate(
            number: paper, act: "12/QĐ", on: Day("2024-01-05"), because: "Thử", as: test.viewer)
        _ = try await checkpoint(test)
        _ = try await test.registry.sealAudit(patience: .seconds(60), as: test.viewer)
        return round
    }

    private static func verify(_ test: TestRegistry, _ checkpoint: Checkpoint? = nil) async throws
        -> AuditVerification
    {
        try await test.registry.verifyAudit(against: checkpoint, as: test.viewer)
    }

    private static func checkpoint(_ test: TestRegistry) async throws -> Checkpoint {
        let note = try await test.registry.auditCheckpoint(
            signedBy: try await test.signingKey(), at: Instant(microsecondsSince1970: 0), as: test.viewer)
        return try Checkpoint(text: note.text)
    }

    @Test("what is sealed is found as it was, and what is not yet sealed is counted")
    func untouched() async throws {
        try await TestRegistry.run { test in
            _ = try await Self.told(test)
            let checkpoint = try await Self.checkpoint(test)
            _ = try await test.registry.sealAudit(patience: .seconds(60), as: test.viewer)
            let before = try await Self.verify(test, checkpoint)
            #expect(before.findings.isEmpty && before.unsealed == 0)
            #expect(before.treeSize == 3, "a result and two certificates")
            #expect(before.chain.length == checkpoint.chain.length + 1, "that it was signed is a link itself")
            #expect(before.root == checkpoint.root)
            _ = try await test.establishment()
            let after = try await Self.verify(test, checkpoint)
            #expect(after.findings.isEmpty && after.unsealed == 1)
            #expect(
                try await test.registry.auditTail(5, unsealed: true, as: test.viewer).map(\.action) == [
                    "establishment.add"
                ])
            _ = try await test.registry.sealAudit(patience: .seconds(60), as: test.viewer)
            #expect(try await Self.verify(test, checkpoint).unsealed == 0)
        }
    }

    @Test(
        "contact data removed by an act leave the sealed trail whole; a name altered in the same history does not"
    )
    func redacted() async throws {
        try await TestRegistry.run { test in
            let establishment = try await test.establishment(["phone": "0912345678", "email": "a@vidu.vn"])
            _ = try await test.registry.addProductionSite(
                ProductionSiteDraft(communeCode: "05503", address: "Xóm Mẫu"), of: establishment.id,
                on: Day("2023-05-15"), today: test.today, as: test.viewer)
            _ = try await test.registry.sealAudit(patience: .seconds(60), as: test.viewer)
            let checkpoint = try await Self.checkpoint(test)
            _ = try await test.registry.redactEstablishment(
                establishment.id, act: "5/QĐ", on: test.today, because: "theo yêu cầu", today: test.today,
                as: test.viewer)
            _ = try await test.registry.sealAudit(patience: .seconds(60), as: test.viewer)
            let verified = try await Self.verify(test, checkpoint)
            #expect(verified.findings == [] && verified.unsealed == 0)
        }
        try await TestRegistry.run(checksInvariants: false) { test in
            _ = try await test.establishment(["phone": "0912345678"])
            _ = try await test.registry.sealAudit(patience: .seconds(60), as: test.viewer)
            try await test.tamper {
                try $0.script("UPDATE establishment_version SET record = record || '{\"name\": \"Khác\"}'")
            }
            #expect(try await Self.verify(test).findings.map(\.code) == ["audit-record-altered"])
        }
    }

    /// What a superuser does, and what must be told.
    private static let alterations: [(table: String, statement: String, code: String, told: String)] = [
        (
            "mark", "UPDATE mark SET value = value - 1 WHERE leaf = 'market'", "audit-record-altered",
            "table mark"
        ),
        ("mark", "UPDATE mark SET absence = 'absent', value = NULL", "audit-record-altered", "table mark"),
        (
            "mark", "DELETE FROM mark WHERE ctid = (SELECT min(ctid) FROM mark)", "audit-record-altered",
            "1 of 12 rows"
        ),
        (
            "mark",
            "INSERT INTO mark SELECT round_id, 'vòng khác', entry_id, judge_id, leaf, product_group, value, absence, audit_id FROM mark LIMIT 1",
            "audit-record-altered", "1 rows were inserted"
        ),
        (
            "mark", "UPDATE mark SET audit_id = audit_id - 1 WHERE ctid = (SELECT min(ctid) FROM mark)",
            "audit-record-altered", "table mark"
        ),
        (
            "sheet_version", "UPDATE sheet_version SET comment = 'x'", "audit-record-altered",
            "table sheet_version"
        ),
        (
            "record_change",
            "UPDATE record_change SET changes = changes - 'state' || '{\"state\": [null, \"x\"]}'",
            "audit-record-altered", "table record_change"
        ),
        ("result", "UPDATE result SET closed_on = closed_on - 1", "audit-record-altered", "table result"),
        (
            "result_line", "UPDATE result_line SET total = '99' WHERE rank = 2", "audit-record-altered",
            "table result_line"
        ),
        (
            "result_line", "UPDATE result_line SET rank = 3 - rank WHERE rank < 3", "audit-record-altered",
            "table result_line"
        ),
        (
            "result_part", "DELETE FROM result_part WHERE part = 'roster'", "audit-record-altered",
            "table result_part"
        ),
        ("decision", "UPDATE decision SET number = 'x'", "audit-record-altered", "table decision"),
        (
            "decision_line", "UPDATE decision_line SET class = 'A'", "audit-record-altered",
            "table decision_line"
        ),
        (
            "award", "UPDATE award SET product_name = product_name || ' khác'", "audit-record-altered",
            "table award"
        ),
        (
            "certificate", "UPDATE certificate SET valid_to = valid_to + 365", "audit-record-altered",
            "table certificate"
        ),
        (
            "certificate", "UPDATE certificate SET paper = paper || ' '", "evidence-leaf-altered",
            "certificate"
        ),
        ("revocation", "DELETE FROM revocation", "audit-record-altered", "1 of 1 rows"),
        ("regulation", "UPDATE regulation SET title = 'x'", "audit-record-altered", "table regulation"),
        (
            "product_version", "DELETE FROM product_version WHERE product_id = 1", "audit-record-altered",
            "table product_version"
        ),
        (
            "establishment_version",
            "UPDATE establishment_version SET record = record || '{\"name\": \"x\"}'", "audit-record-altered",
            "table establishment_version"
        ),
        (
            "audit_event", "UPDATE audit_event SET actor = 'ai khác' WHERE action = 'mark.import'",
            "audit-record-altered", "table audit_event"
        ),
        (
            "audit_event",
            "UPDATE audit_event SET recorded_at = recorded_at - interval '1 day' WHERE action = 'round.decide'",
            "audit-record-altered", "table audit_event"
        ),
        (
            "audit_event", "DELETE FROM audit_event WHERE action = 'certificate.revoke'",
            "audit-record-altered", "1 of 1 rows"
        ),
        (
            "audit_event",
            """
            INSERT INTO audit_event (audit_id, actor, action, subject) OVERRIDING SYSTEM VALUE
            SELECT min(n), 'x', 'x.y', 'x' FROM generate_series(1, (SELECT max(audit_id) FROM audit_link)) n
            WHERE NOT EXISTS (SELECT 1 FROM audit_event WHERE audit_id = n)
            """, "audit-inserted", "inserted"
        ),
        (
            "signing_key", "UPDATE signing_key SET valid_from = valid_from + 1", "audit-record-altered",
            "table signing_key"
        ),
        (
            "signed_checkpoint", "DELETE FROM signed_checkpoint", "audit-record-altered", "1 of 1 rows"
        ),
        ("audit_link", "DELETE FROM audit_link WHERE position = 3", "audit-link-missing", "links 3–3"),
        ("audit_link", "DELETE FROM audit_link WHERE position < 3", "audit-link-missing", "links 1–2"),
        (
            "audit_link", "UPDATE audit_link SET content = content || 'x' WHERE position = 4",
            "audit-link-altered", "link 4"
        ),
        (
            "audit_link", "UPDATE audit_link SET hash = sha256('x') WHERE position = 4", "audit-link-altered",
            "link 4"
        ),
        (
            "audit_link",
            "UPDATE audit_link SET position = CASE position WHEN 5 THEN -6 ELSE -5 END WHERE position IN (5, 6); UPDATE audit_link SET position = -position WHERE position < 0",
            "audit-order", "link 6"
        ),
        (
            "evidence_leaf", "DELETE FROM evidence_leaf WHERE leaf_index = 1", "evidence-leaf-altered",
            "leaf 1"
        ),
        (
            "evidence_leaf", "UPDATE evidence_leaf SET content = 'x', hash = sha256('\\x0078')",
            "evidence-leaf-altered", "leaf 0"
        ),
        (
            "sealed_table", "DELETE FROM sealed_table WHERE table_name = 'mark'", "audit-record-altered",
            "table mark"
        ),
    ]

    @Test("whatever a superuser changes, removes, moves or inserts is found, with what and where")
    func alterations() async throws {
        try await TestRegistry.run(checksInvariants: false) { test in
            // a number that no event has, as a refused change leaves it
            await expectRefusal("unknown-unit") { try await test.establishment(commune: "99999") }
            _ = try await test.importEstablishments(
                "name,legal_form,commune_code\nMột,household,05503", dryRun: true)
            _ = try await Self.told(test)
            for (table, statement, code, told) in Self.alterations {
                try await test.tamper { session in
                    try session.script("CREATE TABLE kept AS TABLE \(table); " + statement)
                }
                let findings = try await Self.verify(test).findings
                #expect(
                    findings.contains { $0.code == code && $0.text.en.contains(told) },
                    "\(statement): \(findings.map { "\($0.code): \($0.text.en)" })")
                try await test.tamper { session in
                    try session.script(
                        """
                        DELETE FROM \(table); INSERT INTO \(table) OVERRIDING SYSTEM VALUE SELECT * FROM kept; DROP TABLE kept
                        """)
                }
                #expect(try await Self.verify(test).findings == [], "after undoing \(statement)")
            }
        }
    }

    @Test("every sealed table that has rows is among those that are altered here")
    func complete() async throws {
        try await TestRegistry.run { test in
            _ = try await Self.told(test)
            let altered = Set(Self.alterations.map(\.table))
            let tables = try await test.asOwner { session in
                try session.values("SELECT table_name FROM sealed_table", as: String.self).filter { name in
                    try session.value("SELECT EXISTS (SELECT 1 FROM \(identifier: name))")
                }
            }
            #expect(Set(tables).subtracting(altered) == [])
        }
    }

    @Test(
        "who rewrites records and the whole chain after them is found by the checkpoint kept outside, and only by it"
    )
    func rewritten() async throws {
        try await TestRegistry.run(checksInvariants: false) { test in
            _ = try await Self.told(test)
            let checkpoint = try await Self.checkpoint(test)
            try await test.tamper { session in
                try session.script(
                    """
                    UPDATE mark SET value = value - 1 WHERE leaf = 'market' AND value > 39;
                    UPDATE result SET lines_sha256 = sha256('x'); DELETE FROM audit_link; DELETE FROM evidence_leaf
                    """)
            }
            _ = try await test.registry.sealAudit(patience: .seconds(60), as: test.viewer)
            #expect(try await Self.verify(test).findings == [], "by itself the new chain is whole")
            #expect(
                try await Self.verify(test, checkpoint).findings.map(\.code) == [
                    "audit-rewritten", "evidence-rewritten",
                ])
        }
    }

    @Test("who cuts off the end of the chain and of the tree is found by the checkpoint")
    func cutOff() async throws {
        try await TestRegistry.run(checksInvariants: false) { test in
            _ = try await Self.told(test)
            let checkpoint = try await Self.checkpoint(test)
            try await test.tamper { session in
                try session.script(
                    """
                    DELETE FROM revocation; DELETE FROM certificate WHERE certificate_id = 2;
                    DELETE FROM signed_checkpoint; DELETE FROM signing_key;
                    DELETE FROM audit_event WHERE audit_id >= (
                      SELECT min(audit_id) FROM audit_event WHERE action LIKE 'certificate%');
                    DELETE FROM audit_link l WHERE NOT EXISTS (SELECT 1 FROM audit_event e WHERE e.audit_id = l.audit_id);
                    DELETE FROM certificate; DELETE FROM evidence_leaf WHERE kind = 'certificate'
                    """)
            }
            #expect(try await Self.verify(test).findings == [])
            #expect(
                try await Self.verify(test, checkpoint).findings.map(\.code) == [
                    "audit-truncated", "evidence-rewritten",
                ])
        }
    }

    @Test("an event with a lower number that commits later is waited for: nothing is ever chained before it")
    func lateCommit() async throws {
        try await TestRegistry.run { test in
            _ = try await test.registry.sealAudit(patience: .seconds(60), as: test.viewer)
            try await OpenTransaction.with(test.database.url) { late in
                try await late.run { try $0.beginAudit() }
                _ = try await test.establishment(name: "Sau mà xong trước")
                let blocked = try await test.registry.sealAudit(patience: .milliseconds(100), as: test.viewer)
                #expect(blocked.isBlocked && blocked.sealed == 0)
                #expect(try await Self.verify(test).unsealed == 1)
                try await late.commit()
            }
            let seal = try await test.registry.sealAudit(patience: .seconds(60), as: test.viewer)
            #expect(seal.sealed == 2)
            #expect(try await Self.verify(test).findings == [])
        }
    }

    @Test(
        "a lower number is waited for, too, when its transaction began after the one of the higher number"
    )
    func laterTransaction() async throws {
        try await TestRegistry.run { test in
            _ = try await test.registry.sealAudit(patience: .seconds(60), as: test.viewer)
            try await OpenTransaction.with(test.database.url) { first in
                try await first.run { try $0.execute("SELECT pg_current_xact_id()") }
                try await OpenTransaction.with(test.database.url) { late in
                    try await late.run { try $0.beginAudit() }
                    try await first.run { try $0.beginAudit() }
                    try await first.commit()
                    let blocked = try await test.registry.sealAudit(
                        patience: .milliseconds(100), as: test.viewer)
                    #expect(blocked.isBlocked && blocked.sealed == 0)
                    try await late.commit()
                }
            }
            #expect(
                try await test.registry.sealAudit(patience: .seconds(60), as: test.viewer).sealed == 2)
            #expect(try await Self.verify(test).findings == [])
        }
    }

    @Test("what is settled before an open transaction is chained, and what is written after it is not")
    func partly() async throws {
        try await TestRegistry.run { test in
            _ = try await test.registry.sealAudit(patience: .seconds(60), as: test.viewer)
            _ = try await test.establishment(name: "Xong trước")
            try await OpenTransaction.with(test.database.url) { late in
                try await late.run { session in
                    try session.beginAudit()
                    // as the program names what it has begun
                    try session.execute(
                        """
                        SELECT pg_advisory_xact_lock_shared(
                          x'434E54'::bigint << 40 | current_setting('cnnt.audit_id')::bigint)
                        """)
                }
                _ = try await test.establishment(name: "Sau mà xong trước")
                let partly = try await test.registry.sealAudit(
                    patience: .milliseconds(100), as: test.viewer)
                #expect(partly.isBlocked && partly.sealed == 1)
                try await late.commit()
            }
            let rest = try await test.registry.sealAudit(patience: .seconds(60), as: test.viewer)
            #expect(!rest.isBlocked && rest.sealed == 2)
            #expect(try await Self.verify(test).findings == [])
        }
    }

    @Test("a transaction of another database in the cluster holds no sealing up")
    func neighbour() async throws {
        try await TestRegistry.run { test in
            try await TestRegistry.run { neighbour in
                try await OpenTransaction.with(neighbour.database.url) { open in
                    try await open.run { try $0.beginAudit() }
                    _ = try await test.establishment()
                    let seal = try await test.registry.sealAudit(patience: .seconds(60), as: test.viewer)
                    #expect(!seal.isBlocked && seal.sealed >= 1)
                }
            }
        }
    }

    @Test("two sealers at once chain every event once")
    func twoSealers() async throws {
        try await TestRegistry.run(poolSize: 4) { test in
            for number in 0..<10 { _ = try await test.establishment(name: "Cơ sở \(number)") }
            try await withThrowingTaskGroup { group in
                for _ in 0..<4 {
                    group.addTask {
                        _ = try await test.registry.sealAudit(patience: .seconds(60), as: test.viewer)
                    }
                }
                try await group.waitForAll()
            }
            let found = try await Self.verify(test)
            #expect(found.findings == [] && found.unsealed == 0)
        }
    }

    @Test(
        "a result and a certificate are proved to anybody with the checkpoint; an older checkpoint is its beginning"
    )
    func proofs() async throws {
        try await TestRegistry.run { test in
            let round = try await Self.told(test)
            let now = Instant(microsecondsSince1970: 0)
            let key = try await test.signingKey()
            let old = try await test.registry.auditCheckpoint(signedBy: key, at: now, as: test.viewer)
            let result = try await test.registry.proof(
                ofResult: round.id, signedBy: key, at: now, as: test.viewer)
            #expect(result.holds)
            #expect(result.content.contains("\"round\":\"\(round.id)\""))
            for paper in try await round.certificates() {
                let number = try #require(paper.number)
                let proof = try await test.registry.proof(
                    ofCertificate: number, signedBy: key, at: now, as: test.viewer)
                #expect(proof.holds && proof.content.contains(number))
            }
            let products = try await test.products(1)
            _ = try await test.closed(RoundScript(name: "Kỳ sau"), totals: [75], products: products)
            let growth = try await test.registry.proof(
                since: old, signedBy: key, at: now, as: test.viewer)
            #expect(growth.holds)
            #expect(try Checkpoint(text: growth.new.text).treeSize == 4)
            let open = try await test.drafted(RoundScript(name: "Chưa chốt"))
            await expectRefusal("not-sealed-yet") {
                _ = try await test.registry.proof(
                    ofResult: open.id, signedBy: key, at: now, as: test.viewer)
            }
        }
    }

    @Test("the program can add to the trail and never change it")
    func appendOnly() async throws {
        try await TestRegistry.run { test in
            _ = try await Self.told(test)
            for table in [
                "audit_event", "audit_link", "evidence_leaf", "result_part", "signing_key", "sealed_table",
                "signed_checkpoint",
            ] {
                await expectDatabaseError("42501") {
                    _ = try await test.asProgram { try $0.execute("DELETE FROM \(identifier: table)") }
                }
            }
            await expectDatabaseError("42501") {
                _ = try await test.asProgram { try $0.execute("UPDATE audit_link SET hash = sha256('x')") }
            }
        }
    }
}
