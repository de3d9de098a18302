import Evidence
import Postgres
import Registry
import RuralIndustry
import TestPictures
import TestSupport
import Testing

@Suite("What the database itself refuses of dossiers")
struct DossierWallTests {
    @Test("the same file added by two at once is one file and one paper, round after round")
    func race() async throws {
        try await TestRegistry.run(poolSize: 4) { test in
            let product = try await test.product(of: try await test.establishment())
            for seed in 1...8 {
                let outcomes = await withTaskGroup(of: [String].self, returning: [String].self) { group in
                    for _ in 0..<4 {
                        group.addTask {
                            do {
                                try await test.add([Papers.photo(seed)], to: .product(product.id))
                                return ["added"]
                            } catch let refusal as Refusal {
                                return refusal.violations.map(\.code)
                            } catch { return ["\(error)"] }
                        }
                    }
                    return await group.reduce(into: []) { $0 += $1 }
                }
                #expect(outcomes.sorted() == ["added", "paper-on-file", "paper-on-file", "paper-on-file"])
            }
            #expect(try await test.count("dossier_paper") == 8)
            #expect(try await test.count("stored_file") == 8)
        }
    }

    @Test(
        "without the unique index the same race leaves the same photograph several times: the index is what holds"
    )
    func raceControl() async throws {
        try await TestRegistry.run(poolSize: 4) { test in
            try await test.asOwner { try $0.script("DROP INDEX dossier_paper_product_once") }
            let product = try await test.product(of: try await test.establishment())
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    group.addTask { try await test.add([Papers.photo()], to: .product(product.id)) }
                }
                try await group.waitForAll()
            }
            #expect(try await test.count("dossier_paper") == 4)
            #expect(try await test.count("stored_file") == 1)
        }
    }

    @Test("a dossier stays below its total, and withdrawing makes room; two who add at once count each other")
    func total() async throws {
        try await TestRegistry.run(poolSize: 2) { test in
            let product = try await test.product(of: try await test.establishment())
            // four files of 15 MiB leave room for four more
            try await test.asProgram { session in
                try session.beginAudit()
                try session.execute(
                    """
                    INSERT INTO stored_file (sha256, bytes, media_type, size)
                    SELECT sha256(b), b, 'application/pdf', octet_length(b)
                    FROM (SELECT convert_to(repeat(n::text, 15728640), 'UTF8') AS b FROM generate_series(1, 4) n) t
                    """)
                try session.execute(
                    """
                    INSERT INTO dossier_paper (product_id, kind, sha256, received_sha256)
                    SELECT \(product.id), 'other', sha256, sha256 FROM stored_file
                    """)
            }
            let large: @Sendable (String) -> IncomingPaper = { name in
                Papers.pdf(.other, text: name + String(repeating: "x", count: 3 << 20))
            }
            let outcomes = await withTaskGroup(of: String.self, returning: [String].self) { group in
                for name in ["a", "b"] {
                    group.addTask {
                        do {
                            try await test.add([large(name)], to: .product(product.id))
                            return "added"
                        } catch { return (error as? Refusal)?.violations.first?.code ?? "\(error)" }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.sorted() == ["added", "dossier-too-large"])
            let first = try await test.registry.dossier(of: .product(product.id), as: test.viewer)[0]
            _ = try await test.registry.withdrawPaper(first.id, because: "thử", as: test.viewer)
            try await test.add([large("c")], to: .product(product.id))
        }
    }

    @Test("a file whose bytes are not those of its hash, or more than the limit, is refused")
    func files() async throws {
        try await TestRegistry.run { test in
            await expectDatabaseError("23514", constraint: "stored_file_bytes_hash") {
                try await test.write(
                    "INSERT INTO stored_file (sha256, bytes, media_type, size) VALUES (sha256('a'), 'b', 'application/pdf', 1)"
                )
            }
            await expectDatabaseError("23514", constraint: "stored_file_size_limit") {
                try await test.write(
                    """
                    INSERT INTO stored_file (sha256, bytes, media_type, size)
                    SELECT sha256(b), b, 'application/pdf', octet_length(b)
                    FROM (SELECT convert_to(repeat('x', 16777217), 'UTF8') AS b) t
                    """)
            }
            await expectDatabaseError("23514", constraint: "stored_file_picture") {
                try await test.write(
                    "INSERT INTO stored_file (sha256, bytes, media_type, size) VALUES (sha256('a'), 'a', 'image/png', 1)"
                )
            }
        }
    }

    @Test("papers and files are never rewritten or erased, and an entry takes no stranger's paper")
    func walls() async throws {
        try await TestRegistry.run { test in
            let (round, product) = try await test.enteredRound(.district, "164")
            let other = try await test.product(of: try await test.establishment(name: "Khác"))
            let paper = try await test.add([Papers.photo()], to: .product(other.id))[0]
            for statement in [
                "UPDATE stored_file SET size = 1", "DELETE FROM stored_file", "DELETE FROM dossier_paper",
                "UPDATE entry_paper SET entry_id = 1", "DELETE FROM entry_paper",
            ] {
                await expectDatabaseError("42501") { try await test.write(statement) }
            }
            await expectDatabaseError("23000", constraint: "dossier_paper_fixed") {
                try await test.write("UPDATE dossier_paper SET number = '1', version = version + 1")
            }
            await expectDatabaseError("23000", constraint: "dossier_paper_fixed") {
                try await test.write(
                    "UPDATE dossier_paper SET kind = 'other', withdrawn_at = now(), withdrawn_reason = 'x', version = 2"
                )
            }
            await expectDatabaseError("23000", constraint: "dossier_paper_photo_image") {
                try await test.write(
                    """
                    INSERT INTO stored_file (sha256, bytes, media_type, size) VALUES (sha256('a'), 'a', 'application/pdf', 1);
                    INSERT INTO dossier_paper (product_id, kind, sha256, received_sha256)
                    SELECT product_id, 'photo', sha256('a'), sha256('a') FROM product
                    """)
            }
            await expectDatabaseError("23514", constraint: "dossier_paper_kind_of_owner") {
                try await test.write(
                    """
                    INSERT INTO dossier_paper (establishment_id, kind, sha256, received_sha256)
                    SELECT establishment_id, 'photo', sha256, sha256 FROM establishment, stored_file
                    """)
            }
            await expectDatabaseError("23000", constraint: "entry_paper_of_product") {
                try await test.write(
                    "INSERT INTO entry_paper (entry_id, dossier_paper_id) SELECT entry_id, \(paper.id) FROM entry"
                )
            }
            _ = (round, product)
        }
    }
}

extension TestRegistry {
    /// Writes past the use cases as the program's role, with an audit event.
    fileprivate func write(_ statement: String) async throws {
        try await asProgram { session in
            try session.beginAudit()
            try session.script(statement)
        }
    }
}
