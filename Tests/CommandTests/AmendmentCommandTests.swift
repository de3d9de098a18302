import Foundation
import Testing

@Suite("Amending a decision on the command line", .serialized)
struct AmendmentCommandTests {
    @Test("the difference is shown, the act recorded, both decisions read, and the certificate revoked by it")
    func story() async throws {
        try await Program.inTemporaryFolder { program in
            let demo = program.with(["CNNT_DEMO": "1", "CNNT_LANG": "en"])
            #expect(try demo.run("demo", "--out", "demo").status == 0)
            let before = try demo.run("round", "decisions", "1", "--format", "csv").rows
            #expect(Set(before.map { $0["standing"] }) == ["true"])
            let line = try #require(before.last { $0["recognised"] == "true" && $0["set_name"] == "" })
            let entry = try #require(line["entry"])
            try program.write("entry,recognised,reason\n\(entry),no,Vi phạm nhãn hiệu\n", to: "amend.csv")
            let command = [
                "round", "decide", "1", "--number", "99/QĐ-SĐ", "--date", "2023-12-20", "--file", "amend.csv",
                "--format", "csv",
            ]
            let because = ["--because", "Giải quyết khiếu nại"]
            #expect(try demo.run(command + ["--amend"]).status == 2)
            #expect(try demo.run(command + because).status == 2)
            let shown = try demo.run(command + ["--amend", "--dry-run"] + because)
            #expect(shown.status == 0, "\(shown.errors)")
            let row = try #require(shown.rows.first)
            #expect(shown.rows.count == 1 && row["entry"] == entry && row["reason"] == "Vi phạm nhãn hiệu")
            #expect(row["before"]?.hasPrefix("recognised") == true && row["after"] == "not recognised")
            let certificate = try #require(row["revoked"])
            #expect(try demo.run("round", "decisions", "1", "--format", "csv").rows == before)

            // a script may say which preview it means: another reason is another act
            let digest = try #require(row["digest"])
            let refused = try demo.run(command + ["--amend", "--because", "Lý do khác", "--shown", digest])
            #expect(refused.status == 1 && refused.errors.contains("error[preview-changed]"))
            #expect(try demo.run("round", "decisions", "1", "--format", "csv").rows == before)

            let made = try demo.run(command + ["--amend", "--shown", digest] + because)
            #expect(made.status == 0, "\(made.errors)")
            #expect(made.rows == shown.rows.map { $0.filter { $0.key != "digest" } })
            let after = try demo.run("round", "decisions", "1", "--format", "csv").rows
            #expect(after.count == before.count + 1 && after.last?["number"] == "99/QĐ-SĐ")
            #expect(
                after.filter { $0["entry"] == entry }.map { $0["standing"] } == ["false", "true"])
            let standing = try demo.run("round", "decisions", "1", "--standing", "--format", "csv").rows
            #expect(standing.count == before.count)
            let again = try demo.run(command + ["--amend"] + because)
            #expect(again.status == 1 && again.errors.contains("error[decision-number-taken]: amend.csv"))
            let award = try #require(
                try demo.run("award", "list", "--format", "csv").rows.first {
                    $0["certificate_number"] == certificate
                })
            #expect(award["status"] == "revoked" && award["withdrawn_by"] == "99/QĐ-SĐ")
            #expect(try demo.run("check").status == 0)
        }
    }
}
