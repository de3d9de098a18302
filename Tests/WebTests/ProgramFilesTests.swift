import Foundation
import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@testable import Web

@Suite("Files of many records for programs")
struct ProgramFilesTests {
    private static let header = "name,legal_form,commune_code,tax_code\n"

    @Test("a file is tried, imported once, and what is exported imports again unchanged")
    func importing() async throws {
        try await TestRegistry.run { test in
            let issued = try await test.program("can.bo", .officer, in: "19")
            try await RunningSite.run(test.registry) { site in
                let program = ProgramClient(site: site, token: issued.text)
                let rows = (1...300).map { "Cơ sở \($0),cooperative,05503,\(taxCode($0))\n" }.joined()
                let file = Self.header + rows
                let tried = try await program.post(
                    "establishments/import?dry_run=true", file, type: "text/csv")
                #expect(tried.status == 200)
                #expect(try tried.object("counts")["added"] as? Int == 300)
                #expect(try await program.get("establishments").list().isEmpty)
                let key = ["Idempotency-Key": "file-1"]
                let done = try await program.post("establishments/import", file, type: "text/csv", key)
                #expect(done.status == 200)
                #expect(try done.json["added"] as? Int == 300)
                let again = try await program.post("establishments/import", file, type: "text/csv", key)
                #expect(again.body == done.body && again.headers["idempotency-replayed"] == "true")
                // the control: without the key it is looked at again, and finds what is there
                let without = try await program.post(
                    "establishments/import", file, type: "text/csv; charset=utf-8")
                #expect(try without.json["unchanged"] as? Int == 300)

                let csv = try await program.get("establishments/export")
                #expect(csv.headers["content-type"] == "text/csv; charset=utf-8")
                #expect(csv.headers["content-disposition"]?.contains("establishments-2026-11-20.csv") == true)
                #expect(csv.body.split(separator: "\n").count == 301)
                let returned = try await program.post("establishments/import", csv.body, type: "text/csv")
                #expect(try returned.json["unchanged"] as? Int == 300, "\(returned.body)")
                let lines = try await program.get("establishments/export", ["Accept": "application/jsonl"])
                #expect(lines.headers["content-type"] == "application/jsonl")
                let objects = try lines.body.split(separator: "\n").map {
                    try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
                }
                #expect(objects.count == 300 && objects[0]?["name"] as? String == "Cơ sở 1")
                let head = try await program.send("HEAD", "establishments/export")
                #expect(head.status == 200 && head.body.isEmpty)
            }
        }
    }

    @Test("a bad row refuses the whole file, told with its line and column; another territory's row too")
    func badRows() async throws {
        try await TestRegistry.run { test in
            let issued = try await test.program("can.bo", .officer, in: "08")
            try await RunningSite.run(test.registry) { site in
                let program = ProgramClient(site: site, token: issued.text)
                let file = Self.header + "Tốt,household,05503,\nXấu,company,05503,\n,household,99999,\n"
                let answer = try await program.post("establishments/import", file, type: "text/csv")
                #expect(answer.status == 422)
                let told = try answer.list("errors").map { "\($0["row"] ?? "") \($0["column"] ?? "")" }
                #expect(told.contains("3 legal_form") && told.contains("4 name"), "\(told)")
                let foreign = try await program.post(
                    "establishments/import", Self.header + "Tốt,household,05503,\n", type: "text/csv")
                #expect(foreign.status == 422 && foreign.code == "outside-territory")
                for (body, code) in [("", 422), ("a,b\n1,2\n", 422), ("PK\u{3}\u{4}", 422)] {
                    #expect(
                        try await program.post("establishments/import", body, type: "text/csv").status == code
                    )
                }
                #expect(
                    try await program.post("establishments/import", file, type: "application/json").status
                        == 415)
                let seen = try await test.registry.establishments(on: test.today, as: test.viewer)
                #expect(seen.isEmpty)
            }
        }
    }

    @Test("products are exported with every character that a file has to quote, and import again unchanged")
    func export() async throws {
        try await TestRegistry.run { test in
            let maker = try await test.establishment()
            for number in 1...20 { try await test.product(of: maker, name: "Sản phẩm, số \"\(number)\"") }
            let issued = try await test.program("can.bo", .officer, in: "19")
            try await RunningSite.run(test.registry) { site in
                let program = ProgramClient(site: site, token: issued.text)
                let answer = try await program.get("products/export?format=csv")
                #expect(answer.body.contains("\"Sản phẩm, số \"\"20\"\"\""))
                let again = try await program.post("products/import", answer.body, type: "text/csv")
                #expect(try again.json["unchanged"] as? Int == 20, "\(again.body)")
                #expect(try await program.get("products/export?format=xml").status == 400)
            }
        }
    }
}
