import RuralIndustry
import Testing

@Suite("Fields of records")
struct FieldsTests {
    @Test("columns are named as on the interface page")
    func columnNames() {
        #expect(
            EstablishmentColumn.names.joined(separator: ", ")
                == "name, legal_form, commune_code, tax_code, registration_number, registration_date, representative, "
                + "address, site_commune_code, site_address, phone, email, website, industry, founded_on, labour, "
                + "capital_vnd, revenue_vnd, external_id")
        #expect(
            ProductColumn.names.joined(separator: ", ")
                == "name, group, establishment_tax_code, establishment_id, establishment_external_id, members, "
                + "description, material, local_material_percent, capacity, unit, price_vnd, markets, standards, "
                + "external_id")
        #expect(
            AwardColumn.names.joined(separator: ", ")
                == "product_name, establishment_name, level, year, issuer_code, decision_number, decision_date, "
                + "establishment_tax_code, product_external_id, group, class, certificate_number, issue_date, valid_to, "
                + "source, document_sha256")
        #expect(
            UnitColumn.names.joined(separator: ", ")
                == "code, level, name, full_name, kind, parent_code, valid_from, valid_to")
        #expect(
            LineageColumn.names.joined(separator: ", ")
                == "level, from_code, to_code, relation, effective_date, legal_basis")
        #expect(
            RegionColumn.names.joined(separator: ", ")
                == "region, region_name, province_code, valid_from, valid_to, status, legal_basis")
    }

    @Test("each column has one name")
    func everyColumnHasOneName() {
        func check<Column: RecordColumn>(_: Column.Type) {
            #expect(Column.names.count == Column.allCases.count)
            #expect(Set(Column.names).count == Column.names.count)
            for column in Column.allCases { #expect(Column(name: column.name) == column) }
            #expect(Column(name: "id") == nil)
        }
        check(EstablishmentColumn.self)
        check(ProductColumn.self)
        check(AwardColumn.self)
        check(UnitColumn.self)
        check(LineageColumn.self)
        check(RegionColumn.self)
    }

    @Test("a field that there is not is named, with those there are")
    func unknown() {
        do {
            _ = try Fields<EstablishmentColumn>(named: ["name": "A", "fax": "1", "colour": "2"])
            Issue.record("must be refused")
        } catch {
            #expect(error.violations.map(\.place.column) == ["colour", "fax"])
            #expect(error.violations[0].text.vi.contains("legal_form"))
        }
    }

    @Test("an edit changes what it gives, empties what it gives as nothing and leaves the rest")
    func edit() throws {
        let old = try Fields<EstablishmentColumn>(named: [
            "name": "A", "phone": "0912345678", "industry": "chè",
        ])
        let given = try Fields<EstablishmentColumn>(named: ["name": "B", "phone": ""])
        #expect(old.changed(by: given).named == ["name": "B", "industry": "chè"])
    }

    @Test("texts beyond the known columns are left to the caller, missing ones are not given")
    func texts() {
        let short = Fields<LineageColumn>(texts: ["commune", "00001"])
        #expect(short[.fromCode] == "00001" && short[.toCode] == nil)
        let long = Fields<LineageColumn>(texts: Array(repeating: "x", count: 9))
        #expect(long.row.count == 6)
    }

    @Test("texts are tidied and made NFC before they are read")
    func tidied() throws {
        let fields = try Fields<EstablishmentColumn>(named: [
            "name": "  Gô\u{301}m\u{A0} Chu  Đậu\n", "legal_form": " household ",
            "commune_code": "\u{FEFF}05437",
        ])
        let establishment = try Establishment.parse(fields)
        #expect(establishment.name == "Gốm Chu Đậu")
        #expect(Array(establishment.name.unicodeScalars).count == 11)
        #expect(establishment.legalForm == .household && establishment.commune.text == "05437")
    }
}
