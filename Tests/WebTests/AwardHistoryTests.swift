import Foundation
import Registry
import RuralIndustry
import TestSupport
import Testing

@testable import Web

@Suite("The award history over HTTP")
struct AwardHistoryTests {
    @Test("by product, by establishment and by unit, in snake_case with ids as strings and ISO dates")
    func scopes() async throws {
        try await TestRegistry.run { test in
            let held = try await HeldRound.hold(in: test, ["Chè Mẫu", "Mật ong Mẫu"])
            let product = held.products[0]
            try await RunningSite.run(test.registry) { site in
                let answer = try await site.get("/api/v1/awards?product=\(product.id)")
                #expect(answer.status == 200 && answer.headers["content-type"] == "application/json")
                let award = try #require(try items(answer).first)
                #expect(try items(answer).count == 1)
                #expect(award["product_id"] as? String == String(product.id))
                #expect(award["product_name"] as? String == "Chè Mẫu")
                #expect(award["establishment_id"] as? String == String(product.establishmentID))
                #expect(award["level"] as? String == "provincial")
                #expect(award["year"] as? Int == 2023)
                #expect(award["decision_date"] as? String == "2023-06-30")
                #expect(award["issued_on"] as? String == "2023-07-10")
                #expect(award["valid_to"] as? String == "2026-12-31")
                #expect(award["status"] as? String == "live")
                #expect(award["revoked_on"] is NSNull)
                #expect(award["province_name"] as? String == "Tỉnh Thái Nguyên")
                let establishment = try await site.get(
                    "/api/v1/awards?establishment=\(product.establishmentID)")
                #expect(try items(establishment).count == 2)
                let unit = try await site.get("/api/v1/awards?unit=19&as_of=2024-01-01")
                #expect(try items(unit).count == 2)
            }
        }
    }

    @Test("level, year and group choose, and as_of tells the state of that day")
    func filters() async throws {
        try await TestRegistry.run { test in
            let held = try await HeldRound.hold(in: test, ["Chè Mẫu"])
            let base = "/api/v1/awards?product=\(held.products[0].id)"
            try await RunningSite.run(test.registry) { site in
                for (filter, count) in [
                    ("&level=provincial", 1), ("&level=national", 0), ("&year=2023", 1), ("&year=2022", 0),
                    ("&group=food", 1), ("&group=handicraft", 0),
                    ("&level=provincial&year=2023&group=food", 1),
                ] {
                    #expect(try items(await site.get(base + filter)).count == count, "\(filter)")
                }
                let expired = try await site.get(base + "&as_of=2027-01-01")
                #expect(try items(expired).first?["status"] as? String == "expired")
                #expect(try expired.text("as_of") == "2027-01-01")
                let early = try await site.get(base + "&as_of=2023-07-09")
                #expect(try items(early).first?["status"] is NSNull)
            }
        }
    }

    @Test("what is not published stays hidden, and so does what is nobody's business")
    func publicOnly() async throws {
        try await TestRegistry.run { test in
            let hidden = try await HeldRound.hold(in: test, ["Chè Giấu Kín"], published: false)
            try await RunningSite.run(test.registry) { site in
                let product = hidden.products[0]
                for query in ["product=\(product.id)", "establishment=\(product.establishmentID)", "unit=19"]
                {
                    let answer = try await site.get("/api/v1/awards?\(query)")
                    #expect(answer.status == 200)
                    #expect(try items(answer).isEmpty, "\(query)")
                }
                _ = try await test.registry.publishRound(hidden.round, as: test.viewer)
                let answer = try await site.get("/api/v1/awards?unit=19")
                #expect(try items(answer).count == 1)
                for secret in ["0912345678", "nguoi.mau@", "Bí Mật", "Riêng Tư"] {
                    #expect(!answer.body.contains(secret), "\(secret)")
                }
            }
        }
    }

    @Test(
        "a query that asks nothing or too much is refused with a code",
        arguments: [
            ("", "scope-missing"), ("level=national", "scope-missing"),
            ("product=1&unit=19", "scope-several"),
            ("product=x", "id-unreadable"), ("product=0", "id-unreadable"), ("product=-1", "id-unreadable"),
            ("product=%2B1", "id-unreadable"), ("product=99999999999999999999", "id-unreadable"),
            ("product=", "id-unreadable"),
            ("unit=1", "unit-code-unreadable"), ("unit=19'--", "unit-code-unreadable"),
            ("product=1&level=world", "selection-level-unknown"), ("product=1&year=23", "year-unreadable"),
            ("product=1&group=%00", "product-group-unknown"),
            ("product=1&as_of=20/11/2026", "date-unreadable"),
            ("product=1&colour=red", "unknown-parameter"), ("product=1&product=2", "parameter-repeated"),
        ])
    func refused(_ query: String, _ code: String) async throws {
        try await Self.withoutDatabase { site in
            let answer = try await site.get("/api/v1/awards?\(query)")
            #expect(answer.status == 400)
            #expect(answer.headers["content-type"] == "application/problem+json")
            let problem = try answer.json
            #expect(problem["code"] as? String == code)
            #expect(problem["status"] as? Int == 400)
            #expect(problem["title"] as? String == "Yêu cầu chưa đúng")
        }
    }

    @Test("everything that is wrong is told at once, in the language that is asked for")
    func allAtOnce() async throws {
        try await Self.withoutDatabase { site in
            let answer = try await site.get(
                "/api/v1/awards?product=x&year=y&as_of=z", language: "en-GB,en;q=0.9,vi;q=0.5")
            let errors = try #require(try answer.json["errors"] as? [[String: Any]])
            #expect(
                Set(errors.compactMap { $0["code"] as? String }) == [
                    "date-unreadable", "id-unreadable", "year-unreadable",
                ])
            #expect(Set(errors.compactMap { $0["parameter"] as? String }) == ["as_of", "product", "year"])
            #expect(try answer.text("title") == "The request is not right")
            #expect(answer.headers["vary"] == "Authorization, Accept, Accept-Language")
        }
    }

    @Test("records and units that do not exist are not found; those without awards have an empty history")
    func unknown() async throws {
        try await TestRegistry.run { test in
            let establishment = try await test.establishment()
            let product = try await test.product(of: establishment)
            try await RunningSite.run(test.registry) { site in
                for (query, code) in [
                    ("product=987654321", "unknown-product"),
                    ("establishment=987654321", "unknown-establishment"),
                    ("unit=99", "unknown-unit"),
                ] {
                    let answer = try await site.get("/api/v1/awards?\(query)")
                    #expect(answer.status == 404)
                    #expect(try answer.text("code") == code)
                    #expect(!answer.body.contains("--as-of"))
                }
                #expect(try items(await site.get("/api/v1/awards?product=\(product.id)")).isEmpty)
                #expect(try items(await site.get("/api/v1/awards?establishment=\(establishment.id)")).isEmpty)
            }
        }
    }

    @Test("an answer that has not changed is not sent again, one that has is")
    func entityTag() async throws {
        try await TestRegistry.run { test in
            let held = try await HeldRound.hold(in: test, ["Chè Mẫu"])
            let path = "/api/v1/awards?product=\(held.products[0].id)"
            try await RunningSite.run(test.registry) { site in
                let first = try await site.get(path)
                let tag = try #require(first.headers["etag"])
                #expect(first.headers["cache-control"] == "public, max-age=60")
                let again = try await site.get(path, ifNoneMatch: "\"other\", W/\(tag)")
                #expect(again.status == 304 && again.body.isEmpty && again.headers["etag"] == tag)
                _ = try await test.registry.revokeCertificate(
                    number: try #require(held.certificates[0].number), act: "1/QĐ", on: Day("2026-01-01"),
                    because: "Thử",
                    as: test.viewer)
                let changed = try await site.get(path, ifNoneMatch: tag)
                #expect(changed.status == 200 && changed.headers["etag"] != tag)
                #expect(try items(changed).first?["status"] as? String == "revoked")
            }
        }
    }

    private func items(_ answer: HTTPAnswer) throws -> [[String: Any]] {
        try #require(try answer.json["items"] as? [[String: Any]])
    }

    /// For what is answered without asking the database.
    private static func withoutDatabase(
        _ body: @escaping @Sendable (RunningSite) async throws -> Void
    ) async throws {
        let registry = UnreachableRegistry.make()
        try await RunningSite.run(registry, body)
        await registry.close()
    }
}
