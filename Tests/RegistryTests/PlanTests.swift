import Postgres
import RuralIndustry
import TestSupport
import Testing

@testable import Registry

@Suite("How the hot statements are planned")
struct PlanTests {
    private static let today = Day("2026-11-20")
    private static let viewer = Viewer.localOperator("kiểm thử")

    /// What is asked all day. Each runs often enough for its prepared plan to have become the generic one.
    private static let hot: [(name: String, work: @Sendable (Registry, Int) async throws -> Void)] = [
        (
            "award history of a product",
            { (registry: Registry, turn: Int) async throws -> Void in
                let awards = try await registry.awardHistory(.product(Int64(100 + turn)), as: .anybody)
                #expect(!awards.isEmpty)
            }
        ),
        (
            "award histories of many products",
            { (registry: Registry, turn: Int) async throws -> Void in
                let found = try await withThrowingTaskGroup(of: Int.self) { group in
                    for product in 0..<40 {
                        group.addTask {
                            try await registry.awardHistory(
                                .product(Int64(100 + 40 * turn + product)), as: .anybody
                            ).count
                        }
                    }
                    return try await group.reduce(0, +)
                }
                #expect(found == 40)
            }
        ),
        (
            "award history of an establishment",
            { (registry: Registry, turn: Int) async throws -> Void in
                let awards = try await registry.awardHistory(.establishment(Int64(100 + turn)), as: .anybody)
                #expect(!awards.isEmpty)
            }
        ),
        (
            "search by words",
            { (registry: Registry, turn: Int) async throws -> Void in
                let text = "hiem\(turn + 1) che tan cuong"
                let query = try SearchQuery(text)
                let hits = try await registry.search(query, on: today, as: .anybody).hits
                #expect(!hits.isEmpty)
            }
        ),
        (
            "search with a slip",
            { (registry: Registry, _: Int) async throws -> Void in
                let query = try SearchQuery("hiemm mot")
                let hits = try await registry.search(query, on: today, as: .anybody).hits
                #expect(!hits.isEmpty)
            }
        ),
        (
            "search for a frequent beginning",
            { (registry: Registry, _: Int) async throws -> Void in
                let query = try SearchQuery("co so")
                let hits = try await registry.search(query, on: today, as: .anybody).hits
                #expect(!hits.isEmpty)
            }
        ),
        (
            "search by tax code",
            { (registry: Registry, turn: Int) async throws -> Void in
                let code = taxCode(100 + turn)
                let query = try SearchQuery(code)
                #expect(try await registry.search(query, on: today, as: .anybody).hits.count == 1)
            }
        ),
        (
            "certificate by its code",
            { (registry: Registry, turn: Int) async throws -> Void in
                #expect(try await registry.papers(withCodes: ["CODE\(100 + turn)"], as: .anybody).count == 1)
            }
        ),
        (
            "establishments of a commune",
            { (registry: Registry, _: Int) async throws -> Void in
                var filter = EstablishmentFilter()
                filter.unit = "05602"
                #expect(try await registry.establishments(filter, on: today, as: viewer).count == 20)
            }
        ),
        (
            "an establishment",
            { (registry: Registry, turn: Int) async throws -> Void in
                _ = try await registry.establishment(Int64(100 + turn), as: viewer)
            }
        ),
        (
            "products of an establishment",
            { (registry: Registry, turn: Int) async throws -> Void in
                var filter = ProductFilter()
                filter.establishment = Int64(100 + turn)
                #expect(try await registry.products(filter, as: viewer).count == 1)
            }
        ),
        (
            "entries of a round",
            { (registry: Registry, _: Int) async throws -> Void in
                #expect(try await registry.entries(ofRound: 1, as: viewer).count == 10)
            }
        ),
    ]

    @Test("none of them reads a large table from end to end")
    func noScans() async throws {
        try await TestRegistry.run(checksInvariants: false) { test in
            try await test.fill()
            for (name, work) in Self.hot {
                let scanned = try await test.scans { registry in
                    for turn in 0..<8 { try await work(registry, turn) }
                }
                #expect(scanned == [], "\(name) reads \(scanned) from end to end")
            }
        }
    }

    @Test("the check sees a scan when an index is gone")
    func control() async throws {
        try await TestRegistry.run(checksInvariants: false) { test in
            try await test.fill()
            try await test.asOwner {
                try $0.script(
                    """
                    DROP INDEX award_establishment, award_product;
                    ALTER TABLE product_posting DROP CONSTRAINT product_posting_pkey
                    """)
            }
            let history = try await test.scans { _ = try await Self.hot[2].work($0, 1) }
            #expect(history == ["award"])
            let search = try await test.scans { _ = try await Self.hot[3].work($0, 1) }
            #expect(search == ["product_posting"])
        }
    }
}

extension TestRegistry {
    /// The large tables that some work reads from end to end: what PostgreSQL counts of the plans that really ran, in a session
    /// of its own, which hands its counts over when it ends.
    fileprivate func scans(_ work: (Registry) async throws -> Void) async throws -> [String] {
        let before = try await scanCounts()
        // many ask at once, and beside other tests the one connection may be long in answering
        let registry = Registry(
            database: Database(
                url: database.url, poolSize: 1, applicationName: "plans", acquireTimeout: .seconds(120)))
        do {
            try await work(registry)
        } catch {
            await registry.close()
            throw error
        }
        await registry.close()
        var patience = 6_000
        while patience > 0, try await sessions() > 0 {
            patience -= 1
            try await Task.sleep(for: .milliseconds(10))
        }
        let after = try await scanCounts()
        return after.filter { $0.value > before[$0.key] ?? 0 }.keys.sorted()
    }

    private func scanCounts() async throws -> [String: Int64] {
        let counts = try await asOwner { session in
            try session.query(
                """
                SELECT s.relname, s.seq_scan FROM pg_stat_user_tables s JOIN pg_class c ON c.oid = s.relid
                WHERE c.reltuples >= 10000
                """
            ) { (table: try $0("relname", as: String.self), scans: try $0("seq_scan", as: Int64.self)) }
        }
        return Dictionary(uniqueKeysWithValues: counts.map { ($0.table, $0.scans) })
    }

    private func sessions() async throws -> Int64 {
        try await asOwner {
            try $0.value("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'plans'")
        }
    }

    /// Twenty thousand of everything, in communes of which one is small.
    fileprivate func fill() async throws {
        let codes = (0..<20_000).map { taxCode($0 + 1) }
        try await tamper { session in
            try session.execute(
                """
                INSERT INTO establishment (establishment_id, name, name_folded, legal_form, commune_unit_id, tax_code)
                SELECT n, 'Cơ sở ' || n, CASE WHEN n % 2000 = 7 THEN 'hiem mot ' ELSE '' END || 'co so che ' || n, 'household',
                  unit_on(CASE WHEN n % 1000 = 0 THEN '05602' ELSE '05503' END, '2025-01-01'), c.code
                FROM unnest(\(codes)) WITH ORDINALITY AS c (code, n)
                """)
            try session.script(
                """
                INSERT INTO product (product_id, establishment_id, name, name_folded, product_group)
                SELECT n, n, 'Chè ' || n, 'che hiem' || n % 5000 || ' ' || n, 'food' FROM generate_series(1, 20000) n;
                INSERT INTO award (award_id, product_id, establishment_id, level, year, issuer_code, issuer_name, decision_number,
                  decision_date, product_name, establishment_name, commune_unit_id)
                OVERRIDING SYSTEM VALUE
                SELECT p.product_id, p.product_id, p.establishment_id, 'provincial', 2023, '19', 'UBND', '1/QĐ', '2023-06-30', p.name,
                  e.name, e.commune_unit_id
                FROM product p JOIN establishment e USING (establishment_id);
                INSERT INTO certificate (award_id, register, series, year, serial, number, code, issued_on, valid_to, paper)
                SELECT n, 'CNNT', '19', 2023, n, n || '/CNNT', 'CODE' || n, '2023-07-10', '2026-12-31', '{}'
                FROM generate_series(1, 20000) n;
                """)
            try session.round(state: "published")
            try session.script(
                """
                INSERT INTO entry (round_id, product_id, establishment_id, product_group, code, filed_on)
                SELECT n / 10 + 1, n + 1, n + 1, 'food', 'E' || n, '2023-05-01' FROM generate_series(0, 19999) n
                """)
        }
        try await asOwner {
            try $0.script(
                """
                SELECT index_establishments(ARRAY(SELECT establishment_id FROM establishment));
                SELECT index_products(ARRAY(SELECT product_id FROM product));
                ANALYZE unit, establishment, product, award, certificate, entry, establishment_search, product_search, search_word,
                  establishment_posting, product_posting
                """)
        }
    }
}
