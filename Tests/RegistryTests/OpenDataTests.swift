import Evidence
import Foundation
import Postgres
import RuralIndustry
import TestSupport
import Testing

@testable import Registry

@Suite("Open data")
struct OpenDataTests {
    private static let day = Day("2026-11-20")

    private func read(
        _ test: TestRegistry, _ dataset: OpenDataset, _ format: OpenFormat = .csv
    ) async throws -> (text: String, seal: OpenDataFile.Seal) {
        var file = test.registry.openData(dataset, format, on: Self.day, as: .anybody)
        var bytes: [UInt8] = []
        while let next = try await file.next() { bytes += next }
        let seal = try await file.seal()
        #expect(seal.sha256 == SHA256Digest(of: bytes).hex && seal.size == bytes.count)
        return (String(decoding: bytes, as: UTF8.self), seal)
    }

    /// An award of earlier years of a product of a maker that has everything on record that is nobody's business.
    private func earlier(_ test: TestRegistry, maker: String, product: String) async throws
        -> EstablishmentRecord
    {
        let establishment = try await test.establishment(
            name: maker, taxCode: taxCode(31),
            [
                "phone": "0912345678", "email": "nguoi.mau@example.com", "address": "Xóm Bí Mật 7",
                "representative": "Ông Riêng Tư", "website": "https://bimat.example",
            ])
        _ = try await test.product(of: establishment, name: product, externalID: "SP1")
        let quoted = product.replacingOccurrences(of: "\"", with: "\"\"")
        try await test.importAwards(
            """
            product_name,establishment_name,establishment_tax_code,product_external_id,level,year,issuer_code,decision_number,decision_date,issue_date,valid_to
            "\(quoted)",\(maker),\(taxCode(31)),SP1,provincial,2024,19,7/QĐ,2024-06-30,2024-07-10,2027-12-31

            """)
        return establishment
    }

    @Test("the columns are those that may be public, and no others")
    func columns() {
        let allowed: [OpenDataset: [String]] = [
            .awards: [
                "id", "year", "level", "product_id", "product", "establishment_id", "establishment",
                "province", "group", "class", "issuer_code", "issuer", "decision_number", "decision_date",
                "certificate_number", "issued_on", "valid_to", "status", "revoked_on", "withdrawn_by",
            ],
            .products: ["id", "name", "group", "establishment_id", "establishment", "awards", "closed_on"],
            // INTERFACE.md: name, commune, products and awards of an establishment
            .establishments: [
                "id", "name", "commune_code", "commune", "province_code", "province", "products", "awards",
                "closed_on",
            ],
            .certificates: [
                "number", "award_id", "issued_on", "valid_to", "status", "revoked_on", "replaced_by",
            ],
            .rounds: ["id", "name", "level", "year", "organiser", "held_on", "recognised"],
            .fairs: [
                "id", "name", "level", "organiser", "venue", "first_day", "last_day", "booths", "confirmed",
            ],
            .figures: ["year", "level", "group", "province_code", "province", "awards"],
        ]
        for dataset in OpenDataset.allCases {
            #expect(dataset.columns.map(\.name) == allowed[dataset], "\(dataset)")
            for column in dataset.columns {
                for secret in [
                    "phone", "email", "address", "tax", "representative", "code_of", "verification",
                ] {
                    #expect(!column.name.contains(secret))
                }
            }
        }
    }

    @Test("files tell names, places and awards, and nothing that is nobody's business")
    func content() async throws {
        try await TestRegistry.run { test in
            _ = try await earlier(test, maker: "Hợp tác xã Chè Mẫu", product: "Chè búp Mẫu")
            _ = try await test.establishment(name: "Cơ sở không có gì")
            var all = ""
            for dataset in OpenDataset.allCases {
                for format in OpenFormat.allCases { all += try await read(test, dataset, format).text }
            }
            for secret in [
                "0912345678", "nguoi.mau", "Xóm Bí Mật", "Riêng Tư", "bimat", taxCode(31),
                "Cơ sở không có gì",
            ] { #expect(!all.contains(secret), "\(secret)") }
            let awards = try await read(test, .awards)
            #expect(awards.seal.records == 1 && awards.text.hasPrefix("id,year,level,product_id,product,"))
            #expect(awards.text.contains(",2024,provincial,") && awards.text.contains(",7/QĐ,2024-06-30,"))
            #expect(awards.text.contains(",live,"))
            let makers = try await read(test, .establishments).text
            #expect(makers.contains("Hợp tác xã Chè Mẫu,05503,"))
            #expect(makers.contains(",19,Tỉnh Thái Nguyên,Chè búp Mẫu,1,"))
            #expect(try await read(test, .products).text.contains("Chè búp Mẫu,food,"))
            #expect(try await read(test, .figures).text.contains("2024,provincial,,19,Thái Nguyên,1"))
            #expect(try await read(test, .certificates).seal.records == 1)
        }
    }

    @Test("JSON is JSON, with ids as texts, numbers as numbers and null for what is not on record")
    func json() async throws {
        try await TestRegistry.run { test in
            let product = "Chè \"búp\" \\ =1+1"
            _ = try await earlier(test, maker: "Hợp tác xã Chè Mẫu", product: product)
            for dataset in OpenDataset.allCases {
                let text = try await read(test, dataset, .json).text
                let object = try #require(
                    try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
                #expect(object["as_of"] as? String == "2026-11-20")
                let items = try #require(object["items"] as? [[String: Any]])
                for item in items { #expect(Set(item.keys) == Set(dataset.columns.map(\.name))) }
                guard dataset == .awards else { continue }
                #expect(items.first?["product"] as? String == product)
                #expect(items.first?["id"] is String && items.first?["year"] as? Int == 2024)
                #expect(items.first?["revoked_on"] is NSNull)
            }
        }
    }

    @Test(
        "no text becomes a formula in a spreadsheet program",
        arguments: ["=1+1", "+84", "-1", "@SUM(A1)", "\tx", "＝1"])
    func formulas(_ text: String) async throws {
        #expect(OpenCell.harmless(text) == "'" + text)
        #expect(OpenCell.harmless("x" + text) == "x" + text && OpenCell.harmless("") == "")
    }

    @Test("a product that is called like a formula is in the file as a text")
    func hostileName() async throws {
        try await TestRegistry.run { test in
            _ = try await earlier(test, maker: "Hợp tác xã Chè Mẫu", product: "=cmd|' /C calc'!A0")
            #expect(try await read(test, .awards).text.contains(",'=cmd|' /C calc'!A0,"))
            #expect(try await read(test, .awards, .json).text.contains("\"=cmd|' /C calc'!A0\""))
        }
    }

    @Test("a merged record is in the one that it became, with its awards")
    func merged() async throws {
        try await TestRegistry.run { test in
            let old = try await earlier(test, maker: "Hợp tác xã Chè Mẫu", product: "Chè búp Mẫu")
            let new = try await test.establishment(name: "Công ty Chè Mẫu")
            _ = try await test.registry.mergeEstablishment(
                old.id, into: new.id, on: Self.day, because: "trùng", today: test.today, as: test.viewer)
            let makers = try await read(test, .establishments)
            #expect(makers.seal.records == 1 && makers.text.contains("Công ty Chè Mẫu,05503,"))
            #expect(makers.text.contains("Chè búp Mẫu,1,"))
            #expect(try await read(test, .products).text.contains(",Công ty Chè Mẫu,1,"))
        }
    }

    @Test("a file is sealed with what it was made of; if that changes meanwhile the seal is good for nothing")
    func seals() async throws {
        try await TestRegistry.run { test in
            _ = try await earlier(test, maker: "Hợp tác xã Chè Mẫu", product: "Chè búp Mẫu")
            let first = try await read(test, .awards).seal
            #expect(first.mark != nil)
            #expect(try await test.registry.openDataMark(as: .anybody) == first.mark)
            #expect(try await read(test, .awards).seal == first)
            var file = test.registry.openData(.awards, .csv, on: Self.day, as: .anybody)
            _ = try await file.next()
            _ = try await test.establishment(name: "Cơ sở khác")
            while try await file.next() != nil {}
            #expect(try await file.seal().mark == nil)
            #expect(try await test.registry.openDataMark(as: .anybody) != first.mark)
        }
    }
}
