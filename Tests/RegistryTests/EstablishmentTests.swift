import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@Suite("Establishments")
struct EstablishmentTests {
    @Test("what was registered is read back in all its columns")
    func add() async throws {
        try await TestRegistry.run { test in
            let given = [
                "registration_number": "41A8001234", "registration_date": "2010-03-01",
                "representative": "Người Mẫu",
                "address": "Xóm Mẫu 2", "site_commune_code": "05491", "site_address": "Xóm Mẫu 3",
                "phone": "02083855123",
                "email": "lienhe@vidu.vn", "website": "https://vidu.vn", "industry": "Chế biến chè",
                "founded_on": "2009-02-15", "labour": "15", "capital_vnd": "1500000000", "revenue_vnd": "0",
            ]
            let made = try await test.establishment(
                name: "  Hợp tác xã   Chè Mẫu ", taxCode: taxCode(1), externalID: "CS01", given)
            #expect(made.version == 1 && made.name == "Hợp tác xã Chè Mẫu")
            #expect(made.communeName == "Xã Tân Cương" && made.provinceName == "Tỉnh Thái Nguyên")
            let expected = given.merging([
                "name": "Hợp tác xã Chè Mẫu", "legal_form": "cooperative", "commune_code": "05503",
                "tax_code": taxCode(1),
                "external_id": "CS01",
            ]) { $1 }
            #expect(made.fields.named == expected)
            #expect(try await test.registry.establishment(made.id, as: test.viewer) == made)
        }
    }

    @Test("codes of communes are read on the given day")
    func asOf() async throws {
        try await TestRegistry.run { test in
            let violations = await expectRefusal("unknown-unit") {
                try await test.establishment(commune: "05779", on: Day("2025-07-01"))
            }
            #expect(violations.first?.place.column == "commune_code")
            let old = try await test.establishment(commune: "05779", on: Day("2025-06-30"))
            #expect(old.communeName == "Xã Phú Cường")
            await expectRefusal("unknown-unit") {
                try await test.establishment(commune: "05503", ["site_commune_code": "09999"])
            }
        }
    }

    @Test("a household may use its owner's personal number as tax code, others may not")
    func personalNumber() async throws {
        try await TestRegistry.run { test in
            let household = try await test.establishment(legalForm: .household, taxCode: "019085012345")
            #expect(household.fields[.taxCode] == "019085012345")
            await expectRefusal("tax-code-personal-number") {
                try await test.establishment(legalForm: .enterprise, taxCode: "019085012346")
            }
            await expectRefusal("tax-code-personal-number") {
                _ = try await test.edit(household, [.legalForm: "cooperative"])
            }
            await expectDatabaseError("23514", constraint: "establishment_tax_code_form") {
                try await test.asProgram { session in
                    try session.beginAudit()
                    try session.execute(
                        "UPDATE establishment SET legal_form = 'enterprise', version = version + 1 WHERE establishment_id = \(household.id)"
                    )
                }
            }
        }
    }

    @Test("two records cannot share a tax code or an external id")
    func taken() async throws {
        try await TestRegistry.run { test in
            let first = try await test.establishment(taxCode: taxCode(1), externalID: "A")
            let tax = await expectRefusal("tax-code-taken") {
                try await test.establishment(taxCode: taxCode(1))
            }
            #expect(
                tax.first?.text.vi.contains("cơ sở số \(first.id)") == true
                    && tax.first?.place.column == "tax_code")
            await expectRefusal("external-id-taken") { try await test.establishment(externalID: "A") }
            let second = try await test.establishment(taxCode: taxCode(2), externalID: "B")
            await expectRefusal("tax-code-taken") { _ = try await test.edit(second, [.taxCode: taxCode(1)]) }
            // The branch is another.
            try await test.establishment(taxCode: taxCode(1) + "-001")
        }
    }

    @Test("of two who register the same tax code at once, one is refused")
    func takenAtOnce() async throws {
        try await TestRegistry.run(poolSize: 4) { test in
            for number in 1...5 {
                let codes = await outcomes(of: 4) { _ in
                    try await test.establishment(taxCode: taxCode(number))
                }
                #expect(codes == ["done", "tax-code-taken", "tax-code-taken", "tax-code-taken"])
            }
        }
    }

    @Test("an edit changes what it names and makes a version; one that changes nothing makes none")
    func edit() async throws {
        try await TestRegistry.run { test in
            let made = try await test.establishment(["phone": "02083855123", "labour": "15"])
            let edited = try await test.edit(made, [.labour: "16"])
            #expect(
                edited.version == 2 && edited.fields[.labour] == "16"
                    && edited.fields[.phone] == "02083855123")
            #expect(try await test.edit(edited, [.labour: "16"]).version == 2)
            let emptied = try await test.edit(edited, [.phone: ""])
            #expect(emptied.version == 3 && emptied.fields[.phone] == nil)
            await expectRefusal("value-missing") { _ = try await test.edit(emptied, [.name: " "]) }
            await expectRefusal("unknown-establishment") {
                _ = try await test.registry.editEstablishment(
                    987_654, changes: Fields(), on: test.today, today: test.today, as: test.viewer)
            }
        }
    }

    @Test("the second of two writers who read the same version is told")
    func staleVersion() async throws {
        try await TestRegistry.run { test in
            let made = try await test.establishment()
            _ = try await test.edit(made, [.phone: "02083855123"], version: 1)
            let violations = await expectRefusal("stale-version") {
                _ = try await test.edit(made, [.labour: "15"], version: 1)
            }
            #expect(violations.first?.place.column == "version")
            #expect(try await test.registry.establishment(made.id, as: test.viewer).fields[.labour] == nil)
            #expect(try await test.edit(made, [.labour: "15"], version: 2).version == 3)
        }
    }

    @Test("of many writers at once who read the same version, one wins each time")
    func concurrentWriters() async throws {
        try await TestRegistry.run(poolSize: 4) { test in
            let made = try await test.establishment()
            for version in 1...5 {
                let codes = await outcomes(of: 6) {
                    try await test.edit(made, [.labour: "\(10 * version + $0)"], version: version)
                }
                #expect(codes == ["done"] + Array(repeating: "stale-version", count: 5))
            }
            #expect(try await test.registry.establishment(made.id, as: test.viewer).version == 6)
        }
    }

    @Test(
        "control: without the version an older copy overwrites a newer one; the database lets no version be written twice"
    )
    func lostUpdate() async throws {
        try await TestRegistry.run { test in
            let made = try await test.establishment()
            func write(_ phone: String?, version: SQL) async throws {
                try await test.asProgram { session in
                    try session.beginAudit()
                    try session.execute(
                        "UPDATE establishment SET phone = \(phone), version = \(version) WHERE establishment_id = \(made.id)"
                    )
                }
            }
            _ = try await test.edit(made, [.phone: "02083855123"])
            try await write(made.fields[.phone], version: "version + 1")
            #expect(try await test.registry.establishment(made.id, as: test.viewer).fields[.phone] == nil)
            await expectDatabaseError("23000", constraint: "establishment_version_step") {
                try await write(nil, version: "2")
            }
        }
    }

    @Test("names are found with and without diacritics, with either placement of the tone")
    func findByName() async throws {
        try await TestRegistry.run { test in
            let found = try await test.establishment(name: "Cơ sở Hòa Đông")
            try await test.establishment(name: "Cơ sở Thử Nghiệm")
            for part in ["hoà", "Hòa", "HOA", "dong", "Đông", "hòa  đông"] {
                var filter = EstablishmentFilter()
                filter.name = part
                #expect(try await test.list(filter) == [found.name], "\(part)")
            }
        }
    }

    @Test("wildcards of SQL in a name search mean nothing")
    func wildcards() async throws {
        try await TestRegistry.run { test in
            try await test.establishment(name: "Cơ sở Mẫu")
            for name in ["c%u", "m_u", "\\"] {
                var filter = EstablishmentFilter()
                filter.name = name
                #expect(try await test.list(filter).isEmpty == (name != "\\"), "\(name)")
            }
        }
    }

    @Test("lists are in Vietnamese alphabetical order")
    func order() async throws {
        try await TestRegistry.run { test in
            let names = ["An", "Ăn", "Ân", "Dung", "Đào", "Em", "Ê", "Oanh", "Ông", "Ở", "Ủ", "Ước"]
            for name in names.reversed() { try await test.establishment(name: name) }
            #expect(try await test.list() == names)
        }
    }

    @Test("lists are filtered by form, tax code and territory")
    func filters() async throws {
        try await TestRegistry.run { test in
            try await test.establishment(
                name: "Một", legalForm: .household, commune: "05491", taxCode: taxCode(1))
            try await test.establishment(name: "Hai", commune: "05779")
            try await test.establishment(name: "Ba", commune: "05941", ["site_commune_code": "05491"])
            func names(_ change: (inout EstablishmentFilter) -> Void, _ day: Day = test.today) async throws
                -> [String]
            {
                var filter = EstablishmentFilter()
                change(&filter)
                return try await test.list(filter, on: day)
            }
            #expect(try await names { $0.legalForm = .household } == ["Một"])
            #expect(try await names { $0.taxCode = taxCode(1) } == ["Một"])
            #expect(try await names { $0.unit = "19" } == ["Ba", "Hai", "Một"])
            // By where they produce, in the commune of then and in what became of it.
            #expect(try await names({ $0.unit = "05491" }, Day("2023-01-01")) == ["Ba", "Một"])
            #expect(try await names { $0.unit = "05455" } == ["Ba", "Một"])
            #expect(try await names({ $0.unit = "171" }, Day("2023-01-01")) == ["Hai"])
            // Nobody knows in which part of the split commune it lies.
            #expect(try await names { $0.unit = "05773" } == [])
            await expectRefusal("unknown-unit") { _ = try await names { $0.unit = "171" } }
        }
    }

    @Test("a closed establishment stays on record and leaves the list")
    func close() async throws {
        try await TestRegistry.run { test in
            let made = try await test.establishment(name: "Cơ sở Nghỉ")
            await expectRefusal("text-empty") { _ = try await test.close(made, because: " ") }
            await expectRefusal("text-has-nul") { _ = try await test.close(made, because: "nghỉ\0") }
            let closed = try await test.close(made, because: "Giải thể")
            #expect(closed.version == 2 && closed.closedOn == test.today && closed.closedReason == "Giải thể")
            #expect(try await test.list() == [])
            var all = EstablishmentFilter()
            all.includesClosed = true
            #expect(try await test.list(all) == ["Cơ sở Nghỉ"])
            await expectRefusal("closed-already") { _ = try await test.close(made, because: "Giải thể") }
        }
    }

    @Test("everything that is wrong with a record is told at once")
    func everyViolation() async throws {
        try await TestRegistry.run { test in
            await expectRefusal(
                "value-missing", "unit-code-unreadable", "tax-code-check-digit", "text-has-nul",
                "phone-unreadable",
                "date-in-future", "number-unreadable"
            ) {
                try await test.establishment(
                    name: "", commune: "5503", taxCode: "0123456780",
                    [
                        "representative": "A\0", "phone": "không có", "founded_on": "2027-01-01",
                        "labour": "mười",
                    ])
            }
        }
    }
}

extension TestRegistry {
    fileprivate func edit(
        _ record: EstablishmentRecord, _ changes: [EstablishmentColumn: String], version: Int? = nil
    ) async throws -> EstablishmentRecord {
        var fields = Fields<EstablishmentColumn>()
        for (column, text) in changes { fields[column] = text }
        return try await registry.editEstablishment(
            record.id, changes: fields, version: version, on: today, today: today, as: viewer)
    }

    fileprivate func close(_ record: EstablishmentRecord, because reason: String) async throws
        -> EstablishmentRecord
    {
        try await registry.closeEstablishment(record.id, on: today, because: reason, as: viewer)
    }

    fileprivate func list(
        _ filter: EstablishmentFilter = EstablishmentFilter(), on day: Day = Day("2026-11-20")
    ) async throws -> [String] {
        try await registry.establishments(filter, on: day, as: viewer).map(\.name)
    }
}

/// Runs a closure several times at once and tells what became of each: `done`, or the code that it was refused with.
private func outcomes(
    of count: Int, _ body: @escaping @Sendable (Int) async throws -> some Sendable
) async -> [String] {
    await withTaskGroup(of: String.self) { group in
        for number in 0..<count {
            group.addTask {
                do {
                    _ = try await body(number)
                    return "done"
                } catch let refusal as Refusal {
                    return refusal.violations.map(\.code).joined(separator: " ")
                } catch {
                    return "\(error)"
                }
            }
        }
        return await group.reduce(into: []) { $0.append($1) }.sorted()
    }
}
