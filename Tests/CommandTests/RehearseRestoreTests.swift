import Foundation
import Testing

@Suite("The script that rehearses a restore", .serialized)
struct RehearseRestoreTests {
    private static let script = Program.projectRoot + "/deploy/rehearse-restore"

    @Test(
        "a backup is proven, one that was cut short is not, and neither is one that lacks a row or has another tree"
    )
    func demonstration() async throws {
        try await Program.inTemporaryFolder { program in
            let office = program.with(["CNNT_DEMO": "1", "CNNT_BIN": Program.binary])
            #expect(try office.run("demo", "--out", "papers").status == 0)
            let proven = try office.shell("'\(Self.script)' --demo --keep kept.dump")
            #expect(proven.status == 0, "\(proven.output) \(proven.errors)")
            for text in ["restore ", "cnnt audit verify ", " dòng / tables, rows", "cây / tree "] {
                #expect(proven.output.contains(text), "\(proven.output)")
            }
            let figures = try office.read("kept.dump.figures")
            let awards = try #require(figures.firstMatch(of: /(?m)^award ([1-9]\d*)$/))
            #expect(figures.contains(/(?m)^mark [1-9]\d*$/), "rows behind the walls are counted too")

            let again = try office.shell("'\(Self.script)' --backup kept.dump")
            #expect(again.status == 0, "\(again.errors)")
            let cut = try office.shell("head -c $(($(stat -c %s kept.dump) * 2 / 3)) kept.dump >cut.dump")
            #expect(cut.status == 0)
            let refused = try office.shell("'\(Self.script)' --backup cut.dump")
            #expect(refused.status == 4 && refused.errors.contains("the backup cannot be restored"))

            try office.write(
                figures.replacing(awards.0, with: "award \(Int(awards.1).map { $0 + 1 } ?? 0)"),
                to: "kept.dump.figures")
            let fewer = try office.shell("'\(Self.script)' --backup kept.dump")
            #expect(fewer.status == 4 && fewer.errors.contains("> \(awards.0)"), "\(fewer.errors)")
            try office.write(
                figures.replacing(/(?m)^tree (\d+) .*$/) {
                    "tree \($0.1) \(String(repeating: "0", count: 64))"
                },
                to: "kept.dump.figures")
            let other = try office.shell("'\(Self.script)' --backup kept.dump")
            #expect(other.status == 4 && other.errors.contains("< tree "), "\(other.errors)")

            #expect(try office.shell("'\(Self.script)' --backup none.dump").status == 1)
            #expect(try office.shell("'\(Self.script)' --backup a --keep b").status == 2)
            // no copy stays behind, running or not
            #expect(try office.shell("ls ${TMPDIR:-/tmp}/tmp.*/copy 2>/dev/null").output.isEmpty)
        }
    }
}
