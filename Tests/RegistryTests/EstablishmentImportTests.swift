import Postgres
import RuralIndustry
import Spreadsheets
import TestSupport
import Testing

@testable import Registry

@Suite("Importing establishments")
struct EstablishmentImportTests {
    @Test("every bad row is told with its row and column, and nothing is changed")
    func everyBadRow() async throws {
        try await TestRegistry.run { test in
            let other = try await test.establishment(name: "Có trước", taxCode: taxCode(1), externalID: "A")
            _ = try await test.importEstablishments(
                "id,name,legal_form,commune_code,phone\n\(other.id),Có trước,cooperative,05503,02083855123")
            let second = try await test.establishment(name: "Cũng có trước")
            let third = try await test.establishment(name: "Có trước nữa")
            let tooLong = String(repeating: "Ở", count: 301)
            let violations = await expectRefusal(
                "unknown-unit", "tax-code-check-digit", "text-too-long", "twice-in-file", "twice-in-file",
                "tax-code-taken",
                "stale-version", "unknown-id", "legal-form-unknown", "value-missing", "id-unreadable",
                "external-id-taken"
            ) {
                try await test.importEstablishments(
                    """
                    id,version,name,legal_form,commune_code,tax_code,external_id
                    ,,Tốt,household,05503,\(taxCode(2)),B
                    ,,Xã lạ,household,99999,,
                    ,,Sai kiểm tra,household,05503,0123456780,
                    ,,\(tooLong),household,05503,,
                    ,,Trùng mã số thuế,household,05503,\(taxCode(2)),
                    ,,Trùng mã ngoài,household,05503,,B
                    \(third.id),,Mã số thuế của cơ sở khác,household,05503,\(taxCode(1)),C
                    \(other.id),1,Bản cũ,household,05503,,
                    987654,,Không có,household,05503,,
                    ,,Loại hình lạ,hội,,,
                    một,,Số lạ,household,05503,,
                    ,,Tốt,household,05503,,Đ
                    \(second.id),,Mã ngoài của cơ sở khác,household,05503,,A
                    """)
            }
            #expect(violations.map(\.place.row) == [3, 4, 5, 6, 7, 8, 9, 10, 11, 11, 12, 14])
            #expect(
                violations.first?.place.column == "commune_code"
                    && violations.last?.place.column == "external_id")
            #expect(try await test.names() == ["Có trước", "Có trước nữa", "Cũng có trước"])
        }
    }

    @Test("a NUL or a broken encoding is told with its row")
    func damagedFile() async throws {
        try await TestRegistry.run { test in
            let violations = await expectRefusal("csv-nul") {
                try await test.importEstablishments(
                    "name,legal_form,commune_code\nMột,household,05503\nH\0ai,household,05503")
            }
            #expect(violations.first?.place.row == 3)
            let header = await expectRefusal("column-unknown", "columns-missing") {
                try await test.importEstablishments("name,legal_form,xã\nMột,household,05503")
            }
            #expect(header.first?.text.vi.contains("xã") == true)
            let names = try await test.names()
            #expect(names == [])
        }
    }

    @Test("new, changed and unchanged records are counted; a dry run counts them and changes nothing")
    func counts() async throws {
        try await TestRegistry.run { test in
            try await test.establishment(name: "Một", externalID: "1")
            try await test.establishment(name: "Hai", externalID: "2")
            let file = """
                name,legal_form,commune_code,external_id
                Một,cooperative,05503,1
                Hai Mới,cooperative,05503,2
                Ba,cooperative,05503,3
                """
            let counts = ImportCounts(added: 1, changed: 1, unchanged: 1)
            #expect(try await test.importEstablishments(file, dryRun: true) == counts)
            #expect(try await test.names() == ["Hai", "Một"])
            #expect(try await test.importEstablishments(file) == counts)
            #expect(
                try await test.importEstablishments(file) == ImportCounts(added: 0, changed: 0, unchanged: 3))
            #expect(try await test.names() == ["Ba", "Hai Mới", "Một"])
        }
    }

    @Test("records are matched by id, then external id, then tax code")
    func matching() async throws {
        try await TestRegistry.run { test in
            let a = try await test.establishment(name: "A", taxCode: taxCode(1), externalID: "a")
            let b = try await test.establishment(name: "B", taxCode: taxCode(2), externalID: "b")
            let c = try await test.establishment(name: "C", taxCode: taxCode(3))
            try await test.importEstablishments(
                """
                id,name,legal_form,commune_code,tax_code,external_id
                \(a.id),A theo số,cooperative,05503,\(taxCode(1)),a mới
                ,B theo mã ngoài,cooperative,05503,\(taxCode(4)),b
                ,C theo mã số thuế,cooperative,05503,\(taxCode(3)),c
                """)
            let records = try await test.records()
            #expect(records.map(\.id) == [a.id, b.id, c.id] && records.allSatisfy { $0.version == 2 })
            #expect(records.map { $0.fields[.externalID] } == ["a mới", "b", "c"])
            #expect(records.map { $0.fields[.taxCode] } == [taxCode(1), taxCode(4), taxCode(3)])
            // A number outranks what else the row says, which then belongs to another.
            await expectRefusal("external-id-taken") {
                try await test.importEstablishments(
                    "id,name,legal_form,commune_code,external_id\n\(a.id),A,cooperative,05503,b")
            }
            // Two rows for one record, found in different ways.
            await expectRefusal("twice-in-file") {
                try await test.importEstablishments(
                    """
                    id,name,legal_form,commune_code,external_id
                    \(a.id),A,cooperative,05503,
                    ,A,cooperative,05503,a mới
                    """)
            }
        }
    }

    @Test("columns that the file lacks stay as they are; an empty cell empties")
    func missingColumns() async throws {
        try await TestRegistry.run { test in
            try await test.establishment(
                name: "Một", externalID: "1", ["phone": "02083855123", "labour": "15"])
            try await test.importEstablishments(
                "name,legal_form,commune_code,external_id,labour\nMột,household,05503,1,")
            let record = try #require(try await test.records().first)
            #expect(record.fields[.phone] == "02083855123" && record.fields[.labour] == nil)
            #expect(record.fields[.legalForm] == "household" && record.version == 2)
        }
    }

    @Test("importing an export changes nothing, years and mergers later too")
    func roundTrip() async throws {
        try await TestRegistry.run { test in
            try await test.establishment(
                name: "Cơ sở “Một”, có dấu phẩy; và \"ngoặc\"", legalForm: .household, commune: "05491",
                taxCode: "019085012345", externalID: "=1+1",
                [
                    "site_commune_code": "05779", "phone": "02083855123", "email": "a@vidu.vn",
                    "website": "vidu.vn/á",
                    "capital_vnd": "1500000000", "founded_on": "2009-02-15", "address": "Số 1,\tngõ 2",
                ])
            let closed = try await test.establishment(name: "Hai", taxCode: taxCode(2) + "-001")
            _ = try await test.registry.closeEstablishment(
                closed.id, on: test.today, because: "Nghỉ", as: test.viewer)
            let before = try await test.records()
            let counts = try await test.importEstablishments(Self.export(before), on: test.today)
            #expect(counts == ImportCounts(added: 0, changed: 0, unchanged: 2))
            #expect(try await test.records() == before)
        }
    }

    @Test("an export that was taken before somebody else's change is refused whole")
    func staleExport() async throws {
        try await TestRegistry.run { test in
            let one = try await test.establishment(name: "Một")
            try await test.establishment(name: "Hai")
            let export = Self.export(try await test.records())
            try await test.importEstablishments(
                "id,name,legal_form,commune_code,labour\n\(one.id),Một,cooperative,05503,7")
            let violations = await expectRefusal("stale-version") {
                try await test.importEstablishments(export.replacing("Hai", with: "Hai Mới"))
            }
            #expect(violations.first?.place.row == 2)
            #expect(try await test.names() == ["Hai", "Một"])
        }
    }

    @Test("of two imports of one file at once, each record is added once")
    func atOnce() async throws {
        try await TestRegistry.run(poolSize: 2) { test in
            let file =
                "name,legal_form,commune_code,external_id\n"
                + (1...200).map { "Cơ sở \($0),household,05503,\($0)" }.joined(separator: "\n")
            async let first = try? test.importEstablishments(file)
            async let second = try? test.importEstablishments(file)
            let added = await [first, second].compactMap { $0?.added }
            #expect(added.reduce(0, +) == 200)
            let names = try await test.names()
            #expect(names.count == 200)
        }
    }

    @Test("a semicolon file as Excel writes it in Vietnam is read, with dates and a byte-order mark")
    func excelFile() async throws {
        try await TestRegistry.run { test in
            try await test.importEstablishments(
                "\u{FEFF}name;legal_form;commune_code;founded_on\r\nCơ sở một;household;05503;15/02/2009\r\n")
            #expect(try await test.records().first?.fields[.foundedOn] == "2009-02-15")
        }
    }

    /// As `cnnt establishment list --format csv` prints.
    private static func export(_ records: [EstablishmentRecord]) -> String {
        var writer = CSVWriter()
        writer.write(["id", "version"] + EstablishmentColumn.names)
        for record in records {
            writer.write([String(record.id), String(record.version)] + record.fields.row)
        }
        return String(decoding: writer.take(), as: UTF8.self)
    }
}

extension TestRegistry {
    fileprivate func records() async throws -> [EstablishmentRecord] {
        var filter = EstablishmentFilter()
        filter.includesClosed = true
        return try await registry.establishments(filter, on: today, as: viewer).sorted { $0.id < $1.id }
    }

    fileprivate func names() async throws -> [String] {
        try await registry.establishments(on: today, as: viewer).map(\.name)
    }
}
