import Foundation
import Testing

@Suite("Notices on the command line", .serialized)
struct NoticeCommandTests {
    @Test(
        "a folder that cannot be written is refused before anything is recorded, and a full disk leaves the rest"
    )
    func folders() async throws {
        try await Program.inTemporaryFolder { program in
            let demo = program.with(["CNNT_DEMO": "1", "CNNT_LANG": "en"])
            #expect(try demo.run("demo", "--out", "first").status == 0)
            let round = try #require(try demo.run("round", "list", "--format", "csv").rows.first?["id"])
            func notices() throws -> Int {
                try demo.run("round", "notices", round, "--format", "csv").rows.count
            }
            let before = try notices()
            try demo.write("", to: "file")
            for folder in ["/proc/none", "file", "file/below"] {
                let refused = try demo.run("round", "notices", round, "--out", folder)
                #expect(refused.status == 1, "\(folder)")
                #expect(refused.errors.hasPrefix("error[folder-unusable]"), "\(refused.errors)")
                #expect(try notices() == before)
            }
            let dry = try demo.run(
                "round", "notices", round, "--out", "letters", "--dry-run", "--format", "csv")
            #expect(dry.status == 0 && !FileManager.default.fileExists(atPath: demo.folder + "/letters"))
            let names = dry.rows.compactMap { $0["file"] }
            let first = try #require(names.first)
            try FileManager.default.createDirectory(
                atPath: demo.folder + "/letters", withIntermediateDirectories: true)
            try FileManager.default.createSymbolicLink(
                atPath: demo.folder + "/letters/.\(first).part", withDestinationPath: "/dev/full")
            let partly = try demo.run("round", "notices", round, "--out", "letters", "--format", "csv")
            #expect(partly.status == 5)
            #expect(partly.errors.contains("error[file-not-written]: ") && partly.errors.contains(first))
            #expect(partly.rows.count == names.count, "what is recorded is told all the same")
            func written() throws -> Set<String> {
                Set(try FileManager.default.contentsOfDirectory(atPath: demo.folder + "/letters"))
            }
            #expect(try written() == Set(names).subtracting([first]).union(["manifest.csv"]))
            let again = try demo.run("round", "notices", round, "--out", "letters")
            #expect(again.status == 0, "\(again.errors)")
            #expect(try written() == Set(names).union(["manifest.csv"]))
            #expect(try notices() == before + names.count)
        }
    }
}
