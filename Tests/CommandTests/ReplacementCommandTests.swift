import Foundation
import Testing

@Suite("Certificates and their lives on the command line", .serialized)
struct ReplacementCommandTests {
    @Test(
        "a replaced paper is told by file, code and QR content, with and without a server; lists know of it")
    func replaced() async throws {
        try await Program.inTemporaryFolder { program in
            let demo = program.with(["CNNT_DEMO": "1", "CNNT_LANG": "en"])
            #expect(try demo.run("demo", "--out", "first").status == 0)
            let all = try demo.run("certificate", "list", "--status", "live", "--format", "csv").rows
            let old = try #require(all.first)
            let (number, code) = (try #require(old["number"]), try #require(old["code"]))
            let name = number.replacingOccurrences(of: "/", with: "-") + ".pdf"
            let today = try demo.shell("TZ=ICT-7 date +%F").output.trimmingCharacters(
                in: .whitespacesAndNewlines)
            let scan = try demo.shell(
                "pdftoppm -r 150 -png -singlefile first/\(name) page && zbarimg -q --raw page.png")
            let content = scan.output.split(separator: "\n").joined()
            let act = ["--act", "31/QĐ-UBND", "--date", today, "--reason", "In sai tên", "--yes"]
            let dry = try demo.run(["certificate", "replace", number] + act + ["--dry-run"])
            #expect(dry.status == 0, "\(dry.errors)")
            #expect(try demo.run("certificate", "verify", code).status == 0)
            let done = try demo.run(
                ["certificate", "replace", number] + act
                    + ["--product", "Sản phẩm viết đúng", "--out", "new", "--format", "csv"])
            #expect(done.status == 0, "\(done.errors)")
            let newer = try #require(done.rows.first?["number"])
            #expect(done.rows.first?["replaces"] == number && done.rows.first?["status"] == "live")
            #expect(done.rows.first?["product"] == "Sản phẩm viết đúng")
            let newName = newer.replacingOccurrences(of: "/", with: "-") + ".pdf"
            let text = try demo.shell("pdftotext new/\(newName) - | tr '\\n' ' '").output
            #expect(text.lowercased().contains("sản phẩm viết đúng") && text.contains(newer))

            let checks = try demo.run(
                "certificate", "verify", "first/\(name)", code, content, "new/\(newName)", "--format", "csv")
            #expect(checks.status == 1, "\(checks.errors)")
            #expect(checks.rows.map { $0["result"] } == ["replaced", "replaced", "replaced", "valid"])
            #expect(checks.rows.prefix(3).allSatisfy { $0["replaced_by"] == newer })
            #expect(checks.errors.contains("error[certificate-replaced]"))
            let shown = try demo.run("certificate", "show", number, "--format", "csv").rows.first
            #expect(shown?["status"] == "replaced" && shown?["replacement_act"] == "31/QĐ-UBND")

            try demo.write(try demo.run("key", "list", "--pem").output, to: "keys.pem")
            #expect(try demo.run("certificate", "revocations", "--out", "list.txt").status == 0)
            let offline = try demo.run(
                "certificate", "verify", content, "--offline", "--key", "keys.pem", "--revocations",
                "list.txt",
                "--format", "csv")
            #expect(offline.status == 1 && offline.rows.first?["result"] == "replaced", "\(offline.errors)")
            #expect(offline.rows.first?["replaced_by"] == newer)

            let live = try demo.run("certificate", "list", "--status", "live", "--format", "csv").rows
            #expect(live.count == all.count && !live.contains { $0["number"] == number })
            let gone = try demo.run("certificate", "list", "--status", "replaced", "--format", "csv").rows
            #expect(gone.map { $0["number"] } == [number])
            let year = try #require(old["valid_to"]?.prefix(4))
            let expiring = try demo.run("certificate", "expiring", "--year", String(year), "--format", "csv")
            #expect(expiring.status == 0, "\(expiring.errors)")
            #expect(expiring.rows.contains { $0["number"] == newer && $0["province"]?.isEmpty == false })
            #expect(!expiring.rows.contains { $0["number"] == number })
            let history = try demo.run("award", "history", "--unit", "19", "--format", "csv").rows
            #expect(
                history.first { $0["certificate_number"] == newer }?["replaced_numbers"] == number)

            for verb in ["replace", "revoke"] {
                let again = try demo.run(["certificate", verb, number] + act)
                #expect(again.status == 1 && again.errors.hasPrefix("error[certificate-replaced]"))
            }
            #expect(
                try demo.run("certificate", "reissue", number, "--out", "copy").errors.hasPrefix(
                    "error[certificate-replaced]"))
            #expect(try demo.run("check").status == 0)
        }
    }

    @Test(
        "before a round is published its papers are genuine to everybody, and name nobody to officers elsewhere"
    )
    func unpublished() async throws {
        try await Program.inTemporaryFolder { program in
            try FileManager.default.copyItem(
                atPath: Program.projectRoot + "/sql/demo", toPath: program.folder + "/example")
            let office = program.with([
                "CNNT_BASE_URL": "https://congthuong.example.vn", "CNNT_LANG": "en",
            ])
            let steps = try Transcript(readme: Program.projectRoot + "/README.md").steps
            for step in steps.prefix(while: { !$0.command.contains("round publish") }) {
                #expect(try office.shell(step.command).status == step.status, "\(step.command)")
            }
            for (login, province) in [("gan", "19"), ("noixa", "01")] {
                let made = try office.shell(
                    "cnnt user add \(login) --name 'Người \(login)' && cnnt user grant \(login) --role officer --in \(province)"
                )
                #expect(made.status == 0, "\(made.errors)")
            }
            let code = try #require(
                try office.run("certificate", "list", "--format", "csv").rows.first?["code"])
            func verify(_ login: String) throws -> Program.Outcome {
                try office.shell(
                    "cnnt certificate verify papers/*.pdf \(code) --as-of 2023-08-01 --as-user \(login) --format csv"
                )
            }
            let near = try verify("gan")
            #expect(near.status == 0 && near.rows.map { $0["result"] } == ["valid", "valid", "valid"])
            let far = try verify("noixa")
            #expect(far.status == 6, "\(far.errors)")
            #expect(far.rows.map { $0["result"] } == ["unknown", "unknown", "unknown"])
            #expect(!far.output.contains("Chè") && !far.errors.contains("Chè"))
            #expect(far.rows.allSatisfy { $0["number"] == "" && $0["decision_number"] == "" })
        }
    }
}
