import RuralIndustry
import Testing

@Suite("Products")
struct ProductTests {
    private func fields(_ changes: [String: String] = [:]) throws -> Fields<ProductColumn> {
        let least = ["name": "Bộ ấm chén", "group": "handicraft", "establishment_tax_code": "0300588569"]
        return try Fields(named: least.merging(changes) { $1 })
    }

    private func sample(_ seed: UInt64) throws -> Product {
        var samples = Samples(seed: seed)
        let members = samples.list(upTo: 8)
        let text = samples.line()
        let code = samples.taxCode()
        let reference = samples.one(of: [
            EstablishmentReference.taxCode(try TaxCode(code)), .id(text), .externalID(text),
        ])
        return Product(
            name: samples.line(), group: samples.one(of: ProductGroupID.ofLaw), establishment: reference,
            members: members.count < 2 ? [] : members,
            description: samples.maybe { $0.line() + "\n" + $0.line() + "\n\n" + $0.line() },
            material: samples.maybe { $0.line() },
            localMaterial: samples.maybe { Percent(hundredths: $0.int(0...10_000)) } ?? nil,
            capacity: samples.maybe { $0.line() }, unit: samples.maybe { $0.line() },
            price: samples.maybe { VND(Int64($0.int(0...1 << 40))) } ?? nil, markets: samples.list(upTo: 4),
            standards: samples.list(upTo: 4), externalID: samples.maybe { $0.line() })
    }

    @Test("what an export prints, an import reads to the same value", arguments: 0..<200)
    func roundTrip(seed: UInt64) throws {
        let product = try sample(seed)
        #expect(try Product.parse(product.fields) == product)
        #expect(try Product.parse(Fields(texts: product.fields.row), .vietnamese) == product)
    }

    @Test(
        "what is wrong is said with its column",
        arguments: [
            (["name": " "], "value-missing@name"), (["group": "craft"], "product-group-unknown@group"),
            (["group": ""], "value-missing@group"),
            (["establishment_tax_code": ""], "establishment-reference-missing@establishment_tax_code"),
            (["establishment_id": "7"], "establishment-reference-several@establishment_id"),
            (["establishment_tax_code": "300588569"], "tax-code-lost-zero@establishment_tax_code"),
            (["members": "A"], "product-set-size@members"), (["members": "A|B|A"], "list-item-twice@members"),
            (["members": (0...50).map(String.init).joined(separator: "|")], "list-too-long@members"),
            (["markets": "Hà Nội|\u{7}"], "text-has-control@markets"),
            (["description": String(repeating: "ệ", count: 4_001)], "text-too-long@description"),
            (["local_material_percent": "100.5"], "percent-unreadable@local_material_percent"),
            (["local_material_percent": "62,5"], "percent-unreadable@local_material_percent"),
            (["price_vnd": "1.500"], "number-unreadable@price_vnd"),
        ] as [([String: String], String)])
    func refused(changes: [String: String], code: String) {
        #expect(codes { try Product.parse(fields(changes)) } == [code])
    }

    @Test("a set has its members in order, blanks between the bars left out")
    func members() throws {
        let product = try Product.parse(fields(["members": "Ấm chén | Khay||Lọ hoa|"]))
        #expect(product.members == ["Ấm chén", "Khay", "Lọ hoa"] && product.isSet)
        #expect(try !Product.parse(fields()).isSet)
    }

    @Test("62,5 is read in a semicolon file")
    func notation() throws {
        let product = try Product.parse(fields(["local_material_percent": "62,5"]), .vietnamese)
        #expect(product.localMaterial?.hundredths == 6_250)
    }

    @Test("each of the law's groups has its name, others have none")
    func groups() {
        #expect(ProductGroupID.ofLaw.allSatisfy { $0.lawName != nil })
        #expect(ProductGroupID(rawValue: "drinks").lawName == nil)
    }
}
