import Postgres
import RuralIndustry
import Spreadsheets
import TestSupport
import Testing

@testable import Registry

@Suite("Products and product sets")
struct ProductTests {
    @Test("what was registered is read back in all its columns")
    func add() async throws {
        try await TestRegistry.run { test in
            let maker = try await test.establishment(name: "Cơ sở Mẫu")
            let given = [
                "description": "Dòng một\nDòng hai", "material": "Chè búp", "local_material_percent": "82.5",
                "capacity": "2 tấn",
                "unit": "kg", "price_vnd": "420000", "markets": "Hà Nội|Đức",
                "standards": "VietGAP|ISO 22000",
            ]
            let made = try await test.product(of: maker, name: "Chè Mẫu", externalID: "SP1", given)
            #expect(
                made.version == 1 && made.establishmentID == maker.id && made.establishmentName == "Cơ sở Mẫu"
            )
            let expected = given.merging([
                "name": "Chè Mẫu", "group": "food", "establishment_id": String(maker.id),
                "external_id": "SP1",
            ]) { $1 }
            #expect(made.fields.named == expected)
            #expect(try await test.registry.product(made.id, as: test.viewer) == made)
        }
    }

    @Test("a set has at least two different members")
    func sets() async throws {
        try await TestRegistry.run { test in
            let maker = try await test.establishment()
            let set = try await test.product(
                of: maker, name: "Bộ ấm chén", group: .handicraft, members: ["Ấm", "Chén"])
            #expect(set.fields[.members] == "Ấm|Chén")
            await expectRefusal("product-set-size") { try await test.product(of: maker, members: ["Ấm"]) }
            await expectRefusal("list-item-twice") {
                try await test.product(of: maker, members: ["Ấm", "Ấm"])
            }
        }
    }

    @Test("a product belongs to one establishment, which it does not leave")
    func owner() async throws {
        try await TestRegistry.run { test in
            let maker = try await test.establishment(name: "Một", taxCode: taxCode(1), externalID: "M")
            let other = try await test.establishment(name: "Hai", taxCode: taxCode(2), externalID: "H")
            let product = try await test.product(of: maker, externalID: "SP1")
            let violations = await expectRefusal("product-owner") {
                _ = try await test.edit(product, [.establishmentID: String(other.id)])
            }
            #expect(violations.first?.text.vi.contains("cơ sở số \(maker.id)") == true)
            await expectRefusal("product-owner") {
                try await test.importProducts(
                    "name,group,establishment_external_id,external_id\nChè,food,H,SP1")
            }
            for (column, text) in [
                ("establishment_id", "987654"), ("establishment_tax_code", taxCode(3)),
                ("establishment_external_id", "X"),
                ("establishment_id", "99999999999999999999"), ("establishment_id", "một"),
            ] {
                let unknown = await expectRefusal("unknown-establishment") {
                    try await test.importProducts("name,group,\(column)\nChè,food,\(text)")
                }
                #expect(unknown.first?.place.column == column && unknown.first?.place.row == 2)
            }
            await expectRefusal("establishment-reference-missing") {
                try await test.importProducts("name,group,establishment_id\nChè,food,")
            }
        }
    }

    @Test("an edit changes what it names; the second of two writers is told")
    func edit() async throws {
        try await TestRegistry.run { test in
            let product = try await test.product(
                of: try await test.establishment(), ["price_vnd": "420000", "unit": "kg"])
            let edited = try await test.edit(product, [.priceVND: "430000"], version: 1)
            #expect(
                edited.version == 2 && edited.fields[.priceVND] == "430000" && edited.fields[.unit] == "kg")
            await expectRefusal("stale-version") {
                _ = try await test.edit(product, [.unit: "gói"], version: 1)
            }
            #expect(try await test.edit(edited, [.unit: "kg"]).version == 2)
            await expectRefusal("product-group-unknown") { _ = try await test.edit(edited, [.group: "rượu"]) }
            await expectRefusal("unknown-product") {
                _ = try await test.registry.editProduct(987_654, changes: Fields(), as: test.viewer)
            }
        }
    }

    @Test("lists are filtered by name, group and establishment; closed ones leave them")
    func lists() async throws {
        try await TestRegistry.run { test in
            let maker = try await test.establishment(name: "Một")
            let other = try await test.establishment(name: "Hai")
            try await test.product(of: maker, name: "Đèn lồng", group: .handicraft)
            let tea = try await test.product(of: maker, name: "Chè đinh")
            try await test.product(of: other, name: "Ăn liền")
            func names(_ change: (inout ProductFilter) -> Void = { _ in }) async throws -> [String] {
                var filter = ProductFilter()
                change(&filter)
                return try await test.registry.products(filter, as: test.viewer).map(\.name)
            }
            #expect(try await names() == ["Ăn liền", "Chè đinh", "Đèn lồng"])
            #expect(try await names { $0.name = "den long" } == ["Đèn lồng"])
            #expect(try await names { $0.group = .food } == ["Ăn liền", "Chè đinh"])
            #expect(try await names { $0.establishment = maker.id } == ["Chè đinh", "Đèn lồng"])
            let closed = try await test.registry.closeProduct(
                tea.id, on: test.today, because: "Ngừng làm", as: test.viewer)
            #expect(closed.closedOn == test.today && closed.version == 2)
            #expect(try await names { $0.establishment = maker.id } == ["Đèn lồng"])
            #expect(try await names { $0.includesClosed = true }.count == 3)
            await expectRefusal("closed-already") {
                _ = try await test.registry.closeProduct(
                    tea.id, on: test.today, because: "Ngừng làm", as: test.viewer)
            }
        }
    }

    @Test("an import finds establishments in three ways and products by id and external id")
    func importing() async throws {
        try await TestRegistry.run { test in
            let maker = try await test.establishment(taxCode: taxCode(1), externalID: "CS1")
            let known = try await test.product(of: maker, name: "Cũ", externalID: "SP0", ["unit": "kg"])
            let counts = try await test.importProducts(
                """
                id,name,group,establishment_tax_code,establishment_id,establishment_external_id,external_id
                ,Một,food,\(taxCode(1)),,,SP1
                ,Hai,food,,\(maker.id),,SP2
                ,Ba,food,,,CS1,
                \(known.id),Bốn,food,,,CS1,SP0
                """)
            #expect(counts == ImportCounts(added: 3, changed: 1, unchanged: 0))
            let changed = try await test.registry.product(known.id, as: test.viewer)
            #expect(changed.name == "Bốn" && changed.fields[.unit] == "kg")
        }
    }

    @Test("every bad row of an import is told, and nothing is changed")
    func badRows() async throws {
        try await TestRegistry.run { test in
            let maker = try await test.establishment(externalID: "CS1")
            let known = try await test.product(of: maker, name: "Cũ", externalID: "SP0")
            let second = try await test.product(of: maker, name: "Cũng cũ")
            let violations = await expectRefusal(
                "unknown-establishment", "percent-unreadable", "twice-in-file", "stale-version", "unknown-id",
                "external-id-taken"
            ) {
                try await test.importProducts(
                    """
                    id,version,name,group,establishment_external_id,external_id,local_material_percent
                    ,,Tốt,food,CS1,SP1,
                    ,,Cơ sở lạ,food,CS9,,
                    ,,Phần trăm lạ,food,CS1,,101
                    ,,Trùng,food,CS1,SP1,
                    \(known.id),7,Bản cũ,food,CS1,,
                    987654,,Không có,food,CS1,,
                    \(second.id),,Mã của sản phẩm khác,food,CS1,SP0,
                    """)
            }
            #expect(violations.map(\.place.row) == [3, 4, 5, 6, 7, 8])
            #expect(violations.allSatisfy { $0.place.column != nil && $0.place.file != nil })
            #expect(try await test.registry.products(as: test.viewer).map(\.name) == ["Cũ", "Cũng cũ"])
        }
    }

    @Test("importing an export changes nothing")
    func roundTrip() async throws {
        try await TestRegistry.run { test in
            let maker = try await test.establishment()
            try await test.product(
                of: maker, name: "Bộ “ấm, chén”", group: .handicraft, members: ["Ấm", "Chén, đĩa"],
                externalID: "SP1",
                [
                    "description": "Một\nHai", "local_material_percent": "82.50", "price_vnd": "0",
                    "markets": "Hà Nội|Đức",
                ])
            try await test.product(of: maker, name: "Chè")
            let before = try await test.registry.products(as: test.viewer)
            var writer = CSVWriter()
            writer.write(["id", "version"] + ProductColumn.names)
            for record in before {
                writer.write([String(record.id), String(record.version)] + record.fields.row)
            }
            let counts = try await test.importProducts(String(decoding: writer.take(), as: UTF8.self))
            #expect(counts == ImportCounts(added: 0, changed: 0, unchanged: 2))
            #expect(try await test.registry.products(as: test.viewer) == before)
        }
    }
}

extension TestRegistry {
    fileprivate func edit(
        _ record: ProductRecord, _ changes: [ProductColumn: String], version: Int? = nil
    ) async throws -> ProductRecord {
        var fields = Fields<ProductColumn>()
        for (column, text) in changes { fields[column] = text }
        return try await registry.editProduct(record.id, changes: fields, version: version, as: viewer)
    }
}
