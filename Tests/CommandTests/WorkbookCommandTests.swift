import Foundation
import Testing

@Suite("Workbooks on the command line", .serialized)
struct WorkbookCommandTests {
    @Test("lists go to CSV and XLSX files and import again unchanged, awkward values included")
    func roundTrip() async throws {
        try await Program.inTemporaryFolder { program in
            try program.importDemonstrationUnits()
            let long = String(repeating: "Ở", count: 300)
            try program.write(
                """
                name,legal_form,commune_code,tax_code,registration_date,address,phone,labour,capital_vnd,external_id
                "Gốm ""Đất Việt""; cơ sở 1, thôn 2",enterprise,05503,0101248141,2009-02-15,"Số 1; ngõ 2",0912345678,12,999999999999999,007
                =1+1,household,05503,001085012345,,@địa chỉ,,,,-5
                \(long),cooperative,05503,,1899-12-31,,,0,,_x0041_
                """, to: "in.csv")
            #expect(try program.shell("cnnt establishment import in.csv --as-of 2023-05-15").status == 0)
            let owner = try #require(
                try program.shell("cnnt establishment list --format csv").rows.first {
                    $0["external_id"] == "007"
                }?["id"])
            try program.write(
                """
                name,group,establishment_id,members,description,local_material_percent,price_vnd,markets,external_id
                "+Chè ""Tân Cương"" xanh",food,\(owner),,"Dòng một
                dòng hai; ba",66.67,150000,Hà Nội|Huế,0001
                Bộ ấm,handicraft,\(owner),Ấm|Chén,,,,,
                """, to: "products.csv")
            #expect(try program.shell("cnnt product import products.csv").status == 0)
            for noun in ["establishment", "product"] {
                let count = noun == "product" ? 2 : 3
                for ending in ["csv", "xlsx"] {
                    let file = "\(noun).\(ending)"
                    let out = try program.shell("cnnt \(noun) list --out \(file)")
                    #expect(out.status == 0 && out.output.isEmpty, "\(out.errors)")
                    let asOf = noun == "establishment" ? "--as-of 2023-05-15" : ""
                    let again = try program.shell("cnnt \(noun) import \(file) \(asOf) --format csv")
                    #expect(again.status == 0, "\(again.errors)")
                    #expect(again.output == "added,changed,unchanged\n0,0,\(count)\n", "\(file)")
                    let preview = try program.shell(
                        "cnnt \(noun) import \(file) \(asOf) --preview --format csv")
                    #expect(preview.status == 0)
                    #expect(preview.errors.contains("unchanged: \(count)"))
                }
            }
            // What is text in a workbook is what the command prints.
            let printed = try program.shell("cnnt establishment list --format csv").output
            #expect(try program.read("establishment.csv") == printed)
        }
    }

    @Test(
        "a preview lists every row and ends with status 1 if the file would be refused; strange files are told"
    )
    func previewAndErrors() async throws {
        try await Program.inTemporaryFolder { program in
            try program.importDemonstrationUnits()
            try program.write(
                "name,legal_form,commune_code\nMột,household,05503\nHai,hội,05503\n", to: "in.csv")
            let preview = try program.shell(
                "cnnt establishment import in.csv --as-of 2023-05-15 --preview --format csv")
            #expect(preview.status == 1)
            #expect(preview.rows.map { $0["outcome"] } == ["new", "wrong"])
            #expect(preview.errors.contains("new: 1, changed: 0, unchanged: 0, duplicate: 0, wrong: 1"))
            #expect(preview.errors.contains("error[import-would-be-refused]"))
            #expect(try program.shell("cnnt establishment list --format csv").rows.isEmpty)

            try program.write("name,legal_form,commune_code\nA,household,05503\n", to: "really-csv.xlsx")
            #expect(
                try program.shell("cnnt establishment import really-csv.xlsx --as-of 2023-05-15").status == 0)
            #expect(try program.shell("cnnt establishment list --out list.xlsx").status == 0)
            _ = try program.shell("mv list.xlsx list.csv")
            #expect(try program.shell("cnnt establishment import list.csv --as-of 2023-05-15").status == 0)
            let sheet = try program.shell("cnnt establishment import list.csv --sheet Khác")
            #expect(
                sheet.status == 1 && sheet.errors.contains("sheet-unknown")
                    && sheet.errors.contains("Danh sách"))
            let ending = try program.shell("cnnt establishment list --out list.ods")
            #expect(ending.status == 1 && ending.errors.contains("file-ending"))
            #expect(try program.shell("cnnt establishment list --out a.csv --format json").status == 2)
            let folder = try program.shell("cnnt establishment list --out không/có.xlsx")
            #expect(folder.status == 1 && folder.errors.hasPrefix("error[file-unwritable]"))
        }
    }
}

extension Program {
    /// Communes to register establishments in.
    fileprivate func importDemonstrationUnits() throws {
        let folder = Self.projectRoot + "/sql/demo"
        let outcome = try run(
            "unit", "import", folder + "/units.csv", "--lineage", folder + "/lineage.csv")
        #expect(outcome.status == 0, "\(outcome.errors)")
    }
}
