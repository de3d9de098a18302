import Foundation
import Testing

@Suite("Designs of certificates on the command line", .serialized)
struct TemplateCommandTests {
    @Test("the built-in designs are listed, shown, and changed into one's own without a line of code")
    func own() async throws {
        try await Program.inTemporaryFolder { program in
            let program = program.with(["CNNT_LANG": "en"])
            let list = try program.run("certificate", "template", "list", "--format", "csv")
            #expect(
                list.rows.compactMap { $0["id"] } == ["standard-1", "standard-1-a5", "standard-1-signed"])
            let shown = try program.run("certificate", "template", "show", "standard-1")
            #expect(shown.status == 0)
            try program.write(shown.output, to: "same.json")
            #expect(try program.run("certificate", "template", "check", "same.json").status == 0)
            try program.write(
                #"{"id": "tinh-mau", "title": "Mẫu của tỉnh", "based_on": "standard-1", "frame": "lines"}"#,
                to: "own.json")
            let checked = try program.run(
                "certificate", "template", "check", "own.json", "--out", "proof.pdf")
            #expect(checked.status == 0, "\(checked.errors)")
            let proof = try Data(contentsOf: URL(fileURLWithPath: program.folder + "/proof.pdf"))
            #expect(proof.starts(with: Data("%PDF-".utf8)))
        }
    }

    @Test("what is wrong is told at once, each with its place in the file, and nothing is written")
    func wrong() async throws {
        try await Program.inTemporaryFolder { program in
            let program = program.with(["CNNT_LANG": "en"])
            try program.write(
                ##"{"id": "x", "based_on": "standard-1", "frame": "gold", "colours": {"provincial": {"accent": "#EEEEEE"}}}"##,
                to: "bad.json")
            let refused = try program.run(
                "certificate", "template", "check", "bad.json", "--out", "proof.pdf")
            #expect(refused.status == 1)
            #expect(
                refused.errors.contains("/frame") && refused.errors.contains("/colours/provincial/accent"))
            #expect(!FileManager.default.fileExists(atPath: program.folder + "/proof.pdf"))
            try program.write("{", to: "broken.json")
            #expect(try program.run("certificate", "template", "check", "broken.json").status == 1)
            #expect(try program.run("certificate", "template", "check", "missing.json").status == 1)
        }
    }

    @Test("a round's papers are issued in a design, with one file to print them all")
    func issued() async throws {
        try await Program.inTemporaryFolder { program in
            let demo = program.with(["CNNT_DEMO": "1", "CNNT_LANG": "en"])
            #expect(try demo.run("demo", "--out", "first").status == 0)
            let round = try #require(try demo.run("round", "list", "--format", "csv").rows.first?["id"])
            let again = try demo.run(
                "certificate", "issue", round, "--out", "papers", "--template", "standard-1-a5", "--combined",
                "all.pdf", "--format", "csv")
            #expect(again.status == 0, "\(again.errors)")
            let all = try Data(contentsOf: URL(fileURLWithPath: demo.folder + "/all.pdf"))
            #expect(all.starts(with: Data("%PDF-".utf8)))
            let unknown = try demo.run(
                "certificate", "issue", round, "--out", "papers", "--template", "none.json")
            #expect(unknown.status == 1)
            let full = try demo.run(
                "certificate", "issue", round, "--out", "papers", "--combined", "/dev/full/x")
            #expect(full.status == 5, "papers stand, the file with all of them is told")
        }
    }
}
