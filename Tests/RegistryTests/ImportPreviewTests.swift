import Glibc
import Postgres
import RuralIndustry
import Spreadsheets
import TestSupport
import Testing

@testable import Registry

@Suite("Previews of imports, and imports of workbooks")
struct ImportPreviewTests {
    @Test("every row is new, changed, unchanged, duplicate or wrong, and nothing is changed")
    func everyOutcome() async throws {
        try await TestRegistry.run { test in
            let kept = try await test.establishment(name: "Giữ", legalForm: .household, externalID: "1")
            let changed = try await test.establishment(
                name: "Đổi", legalForm: .household, externalID: "2", ["labour": "5"])
            try await test.establishment(name: "Khác", taxCode: taxCode(7), externalID: "3")
            let preview = try await test.preview(
                """
                id,name,legal_form,commune_code,external_id,tax_code,labour
                ,Mới,household,05503,9,,
                ,Giữ,household,05503,1,,
                ,Đổi tên,household,05491,2,,7
                ,Mới lại,household,05503,9,,
                \(kept.id),Giữ,household,05503,1,\(taxCode(7)),
                ,Sai,hội,05503,10,,
                ,Xã lạ,household,99999,11,,
                """)
            #expect(
                preview.rows.map(\.outcome) == [
                    .new, .unchanged, .changed, .duplicate, .duplicate, .wrong, .wrong,
                ])
            #expect(preview.rows.map(\.line) == [2, 3, 4, 5, 6, 7, 8])
            #expect(preview.rows.map(\.name) == ["Mới", "Giữ", "Đổi tên", "Mới lại", "Giữ", "Sai", "Xã lạ"])
            #expect(preview.rows[2].id == changed.id)
            #expect(
                preview.rows[2].changes == [
                    ImportPreview.Change(column: "name", before: "Đổi", after: "Đổi tên"),
                    ImportPreview.Change(column: "commune_code", before: "05503", after: "05491"),
                    ImportPreview.Change(column: "labour", before: "5", after: "7"),
                ])
            #expect(preview.counts == nil)
            let names = try await test.registry.establishments(on: test.today, as: test.viewer).map(\.name)
            #expect(names == ["Đổi", "Giữ", "Khác"])
        }
    }

    @Test("a preview and the import that follows say the same, over seeds", arguments: 1...6)
    func agreement(_ seed: Int) async throws {
        try await TestRegistry.run { test in
            for number in 1...6 {
                try await test.establishment(
                    name: "Cơ sở \(number)", taxCode: number % 2 == 0 ? taxCode(number) : nil,
                    externalID: "\(number)")
            }
            var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15
            func random(_ limit: Int) -> Int {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return Int(state >> 33) % limit
            }
            for round in 0..<4 {
                var rows: [String] = []
                for number in 1...10 where random(4) > 0 {
                    // Later rounds make mistakes: a number of another record, the same record twice, a strange form.
                    let external = round > 1 && random(6) == 0 ? random(10) + 1 : number
                    let form = round > 2 && random(6) == 0 ? "hội" : "cooperative"
                    let code = random(3) == 0 ? taxCode(random(8)) : ""
                    rows.append(
                        "Cơ sở \(number)\(random(3) == 0 ? " mới" : ""),\(form),05503,\(external),\(code)")
                }
                let csv = "name,legal_form,commune_code,external_id,tax_code\n" + rows.joined(separator: "\n")
                let preview = try await test.preview(csv)
                #expect(preview.rows.count == rows.count)
                do {
                    #expect(try await test.importEstablishments(csv) == preview.counts)
                } catch let refusal as Refusal {
                    #expect(preview.counts == nil)
                    #expect(preview.rows.flatMap(\.violations).map(\.code) == refusal.violations.map(\.code))
                }
            }
        }
    }

    @Test("products are previewed too, lists and owners included")
    func products() async throws {
        try await TestRegistry.run { test in
            let owner = try await test.establishment(name: "Chủ")
            try await test.product(of: owner, name: "Chè", externalID: "1", ["markets": "Hà Nội|Huế"])
            try await test.product(
                of: owner, name: "Mật ong", externalID: "2", ["local_material_percent": "50"])
            let csv = """
                name,group,establishment_id,markets,local_material_percent,external_id
                Chè,food,\(owner.id),Hà Nội|Huế|Vinh,,1
                Mật ong,food,\(owner.id),,50.0,2
                Nấm,food,\(owner.id),,,3
                """
            let preview = try await test.registry.previewProducts(RecordFile(csv: csv), as: test.viewer)
            #expect(preview.rows.map(\.outcome) == [.changed, .unchanged, .new])
            #expect(
                preview.rows[0].changes == [
                    ImportPreview.Change(column: "markets", before: "Hà Nội|Huế", after: "Hà Nội|Huế|Vinh")
                ])
            #expect(try await test.importProducts(csv) == preview.counts)
        }
    }

    @Test("a workbook with Vietnamese headings below a title is imported; errors name sheet, row and column")
    func workbook() async throws {
        try await TestRegistry.run { test in
            let columns = [
                WorkbookWriter.Column("STT", .number), WorkbookWriter.Column("TÊN CƠ SỞ"),
                WorkbookWriter.Column("Loại hình"), WorkbookWriter.Column("Mã xã", .number),
                WorkbookWriter.Column("Mã số thuế", .number), WorkbookWriter.Column("Ngày thành lập", .day),
            ]
            let good = try await test.importWorkbook(
                columns,
                [
                    ["1", "Gốm", "household", "05503", "", "2009-02-15"],
                    ["2", "Lụa", "cooperative", "05503", taxCode(2), "20/11/2015"],
                ])
            #expect(good == ImportCounts(added: 2, changed: 0, unchanged: 0))
            let records = try await test.registry.establishments(on: test.today, as: test.viewer)
            #expect(records.map { $0.fields[.foundedOn] } == ["2009-02-15", "2015-11-20"])
            let violations = await expectRefusal(
                "unit-code-unreadable", "tax-code-lost-zero", "tax-code-is-number", "cell-unexpected-day"
            ) {
                try await test.importWorkbook(
                    columns.enumerated().map {
                        $0.offset == 2 ? WorkbookWriter.Column("Loại hình", .day) : $0.element
                    },
                    [
                        ["1", "Mất số không", "cooperative", "5503", "", ""],
                        ["2", "Mất số không", "cooperative", "05503", "101248141", ""],
                        ["3", "Số định danh", "household", "05503", taxCode(5), ""],
                        ["4", "Thành ngày", "2024-01-02", "05503", "", ""],
                    ])
            }
            #expect(violations.map(\.place.row) == [2, 3, 4, 5])
            #expect(violations.map(\.place.column) == ["commune_code", "tax_code", "tax_code", "legal_form"])
            #expect(
                violations.allSatisfy {
                    $0.place.sheet == "Cơ sở" && $0.place.file?.hasSuffix(".xlsx") == true
                })
        }
    }

    @Test(
        "marks that Excel stores in binary are the decimals that the judge wrote; the endless errors of a file are cut"
    )
    func otherRecords() throws {
        let path = "/tmp/cnnt-marks-\(getpid())-\(UInt64.random(in: 0 ... .max)).xlsx"
        defer { unlink(path) }
        let columns = [
            WorkbookWriter.Column("Mã sản phẩm"), WorkbookWriter.Column("Giám khảo"),
            WorkbookWriter.Column("Tiêu chí"),
            WorkbookWriter.Column("Điểm", .number),
        ]
        let writer = try WorkbookWriter(path: path, sheet: "Điểm", columns: columns)
        try writer.write(["01", "J1", "market", "8.2"])
        try writer.write(["01", "J2", "market", "8,25"])
        try writer.close()
        let scores = try RecordFile<ScoreColumn>.read(path: path)
        let rows = try scores.parsed { (row, notation) throws(Refusal) in try ScoreRow(row.fields, notation) }
        #expect(rows.map(\.value.mark.entry) == ["01", "01"])
        #expect(scores.rows.map { $0.fields[.score] } == ["8.2", "8,25"])
        #expect(scores.place.sheet == "Điểm" && rows.first?.place.row == 2)

        let ragged = try RecordFile<ScoreColumn>(
            csv: "entry,judge,criterion,score\n" + String(repeating: "a,b\n", count: 10_050))
        #expect(ragged.faults.count == 10_001 && ragged.faults.last?.text.en.contains("50 more") == true)
    }

    @Test("the headings of a kind of record stand for one column each")
    func headings() {
        func check<Column: RecordColumn>(_ type: Column.Type) {
            for heading in [\Bilingual.vi, \Bilingual.en] {
                let folded = Column.allCases.map { Folded($0.heading[keyPath: heading]).text }
                #expect(Set(folded).count == folded.count, "\(type)")
                let bookkeeping = RecordBookkeeping.headings.values.map { Folded($0[keyPath: heading]).text }
                #expect(Set(folded).isDisjoint(with: bookkeeping), "\(type)")
            }
        }
        check(EstablishmentColumn.self)
        check(ProductColumn.self)
        check(UnitColumn.self)
        check(ScoreColumn.self)
        check(DecisionColumn.self)
        check(EntryColumn.self)
        check(AwardColumn.self)
    }
}

extension TestRegistry {
    fileprivate func preview(_ csv: String) async throws -> ImportPreview {
        try await registry.previewEstablishments(
            RecordFile(csv: csv), on: Day("2023-05-15"), today: today, as: viewer)
    }

    @discardableResult
    fileprivate func importWorkbook(
        _ columns: [WorkbookWriter.Column], _ rows: [[String]]
    ) async throws -> ImportCounts {
        let path = "/tmp/cnnt-preview-\(getpid())-\(UInt64.random(in: 0 ... .max)).xlsx"
        defer { unlink(path) }
        let writer = try WorkbookWriter(path: path, sheet: "Cơ sở", columns: columns)
        for row in rows { try writer.write(row) }
        try writer.close()
        return try await registry.importEstablishments(
            RecordFile.read(path: path), on: Day("2023-05-15"), today: today, as: viewer)
    }
}
