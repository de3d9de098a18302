import Foundation
import Testing

@Suite("Labels for packages on the command line", .serialized)
struct LabelCommandTests {
    @Test("labels of live certificates are written; others are refused by name, and nothing is written then")
    func labels() async throws {
        try await Program.inTemporaryFolder { program in
            let demo = program.with(["CNNT_DEMO": "1", "CNNT_LANG": "en"])
            #expect(try demo.run("demo", "--out", "first").status == 0)
            func exists(_ name: String) -> Bool {
                FileManager.default.fileExists(atPath: demo.folder + "/" + name)
            }
            func labels(_ arguments: String...) throws -> Program.Outcome {
                try demo.run(["certificate", "labels", "--format", "csv"] + arguments)
            }
            let live = try demo.run("certificate", "list", "--status", "live", "--format", "csv").rows
            let numbers = live.compactMap { $0["number"] }
            try #require(numbers.count > 3)

            let single = try demo.run(
                ["certificate", "labels", "--out", "one.pdf", "--format", "csv"] + numbers.prefix(3))
            #expect(single.status == 0, "\(single.errors)")
            #expect(single.rows.compactMap { $0["number"] } == Array(numbers.prefix(3)))
            #expect(single.rows.allSatisfy { $0["size"] == "70x40" && $0["shortened"] == "false" })
            let sheet = try labels(
                numbers[0], "--out", "sheet.pdf", "--size", "100x60", "--sheet", "a4", "--copies", "8")
            #expect(sheet.status == 0, "\(sheet.errors)")
            let again = try labels(
                numbers[0], "--out", "again.pdf", "--size", "100x60", "--sheet", "a4", "--copies", "8")
            #expect(again.status == 0)
            let bytes = try Data(contentsOf: URL(fileURLWithPath: demo.folder + "/sheet.pdf"))
            #expect(bytes.starts(with: Data("%PDF-".utf8)))
            #expect(try Data(contentsOf: URL(fileURLWithPath: demo.folder + "/again.pdf")) == bytes)

            // the day before, and after its last day
            let issued = try #require(live[0]["issued_on"])
            for (day, code) in [("2000-01-01", "certificate-not-yet"), ("2099-01-01", "certificate-expired")]
            {
                let refused = try labels(numbers[0], "--out", "no.pdf", "--as-of", day)
                #expect(refused.status == 1 && refused.errors.contains("error[\(code)]"), "\(refused.errors)")
                #expect(refused.errors.contains(numbers[0]) && !exists("no.pdf"), "\(issued)")
            }
            let revoked = try demo.run(
                "certificate", "revoke", numbers[1], "--act", "12/QĐ", "--date", "2026-01-01", "--reason",
                "x", "--yes")
            let replaced = try demo.run(
                "certificate", "replace", numbers[2], "--act", "13/QĐ", "--date", "2026-01-01", "--reason",
                "x",
                "--product", "Tên đúng", "--yes", "--format", "csv")
            #expect(revoked.status == 0 && replaced.status == 0, "\(revoked.errors)\(replaced.errors)")
            let refused = try labels(
                numbers[0], numbers[1], numbers[2], "9/9", numbers[0], "--out", "no.pdf")
            #expect(refused.status == 1 && !exists("no.pdf"))
            for code in [
                "certificate-revoked", "certificate-replaced", "unknown-certificate", "label-number-twice",
            ] { #expect(refused.errors.contains("error[\(code)]"), "\(code): \(refused.errors)") }
            let newer = try #require(replaced.rows.first?["number"])
            #expect(try labels(newer, "--out", "newer.pdf").rows.first?["product"] == "Tên đúng")
        }
    }

    @Test("a size that no label can have and a broken design are told before anything is written")
    func wrong() async throws {
        try await Program.inTemporaryFolder { program in
            let program = program.with(["CNNT_LANG": "en"])
            let shown = try program.run("certificate", "template", "show", "label-1")
            #expect(shown.status == 0 && shown.output.contains("\"kind\":\"label\""))
            try program.write(
                ##"{"id": "x", "title": "x", "based_on": "label-1", "logo": {"description": ""}}"##,
                to: "bad.json")
            try program.write(
                ##"{"id": "tinh", "title": "x", "based_on": "label-1", "wording": {"number": "Mã số:"}}"##,
                to: "own.json")
            let proof = try program.run("certificate", "template", "check", "own.json", "--out", "proof.pdf")
            #expect(proof.status == 0, "\(proof.errors)")
            #expect(try Data(contentsOf: URL(fileURLWithPath: program.folder + "/proof.pdf")).count > 1000)
            let bad = try program.run("certificate", "template", "check", "bad.json")
            #expect(bad.status == 1 && bad.errors.contains("/logo/description"), "\(bad.errors)")
            for (arguments, said) in [
                (["--size", "30x20"], "label-size-small"), (["--size", "A4"], "label-size"),
                (["--template", "bad.json"], "/logo/description"),
                (["--template", "none.json"], "file-unreadable"),
            ] {
                let refused = try program.run(
                    ["certificate", "labels", "0001/2023/CNNT-T19", "--out", "x.pdf"] + arguments)
                #expect(refused.status == 1 && refused.errors.contains(said), "\(refused.errors)")
            }
            for arguments in [
                ["--out", "x.txt"], ["--out", "x.pdf", "--copies", "0"], ["--out", "x.pdf", "--sheet", "a3"],
            ] {
                #expect(try program.run(["certificate", "labels", "1"] + arguments).status == 2)
            }
            #expect(!FileManager.default.fileExists(atPath: program.folder + "/x.pdf"))
        }
    }
}
