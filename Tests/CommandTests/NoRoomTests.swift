import Foundation
import Testing

@Suite("When there is no room for what is written", .serialized)
struct NoRoomTests {
    /// A round of the demonstration with thirty certificates, whose papers lie in no folder but `first`.
    private static func story(_ body: (Program, _ round: String) throws -> Void) async throws {
        try await Program.inTemporaryFolder { program in
            let office = program.with(["CNNT_DEMO": "1", "CNNT_LANG": "en"])
            #expect(try office.run("demo", "--out", "first").status == 0)
            let round = try #require(try office.run("round", "list", "--format", "csv").rows.last?["id"])
            try body(office, round)
        }
    }

    /// A command that may write files of so many kilobytes; the signal that goes with it does what it does by default,
    /// whatever runs the tests.
    private static func limited(_ kilobytes: Int, _ command: String) -> String {
        "ulimit -f \(kilobytes); exec env --default-signal=XFSZ cnnt \(command)"
    }

    private static func listing(_ program: Program, _ folder: String = "") throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: program.folder + "/" + folder)
            .filter { !$0.hasPrefix(".out-") && !$0.hasPrefix(".err-") }.sorted()
    }

    private static func numbers(_ office: Program, _ round: String) throws -> [String] {
        try office.run("certificate", "list", "--round", round, "--format", "csv").rows.compactMap {
            $0["number"]
        }
    }

    @Test(
        "papers without room are told by their numbers; nothing half-written stays, no number is lost, the next run completes"
    )
    func papers() async throws {
        try await Self.story { office, round in
            let numbers = try Self.numbers(office, round)
            // a paper has more than fifty
            let full = try office.shell(Self.limited(40, "certificate issue \(round) --out papers"))
            #expect(full.status == 5)
            let told = full.errors.split(separator: "\n").filter { $0.hasPrefix("error[file-not-written]: ") }
            #expect(numbers.count == 30)
            for number in numbers { #expect(told.contains { $0.contains(number) }, "\(number)") }
            let left = try Self.listing(office, "papers")
            #expect(!left.contains { $0.contains(".pdf") }, "\(left)")
            let again = try office.run("certificate", "issue", round, "--out", "papers")
            #expect(again.status == 0, "\(again.errors)")
            #expect(try Self.listing(office, "papers").count { $0.hasSuffix(".pdf") } == 30)
            #expect(try Self.numbers(office, round) == numbers)
            #expect(try office.shell("cnnt certificate verify papers/*.pdf").status == 0)
            #expect(try office.run("check").status == 0)
        }
    }

    @Test("one file without room is told, what was in its place before stays, and nothing lies beside it")
    func files() async throws {
        try await Self.story { office, round in
            try office.write("what was there", to: "all.pdf")
            let before = try Self.listing(office)
            let combined = try office.shell(
                Self.limited(100, "certificate issue \(round) --out papers --combined all.pdf"))
            #expect(combined.status == 5, "the papers stand")
            #expect(combined.errors.contains("error[file-unwritable]: the file “all.pdf” cannot be written"))
            #expect(try office.read("all.pdf") == "what was there")
            #expect(try Self.listing(office) == (before + ["papers"]).sorted())
            #expect(try Self.listing(office, "papers").count { $0.hasSuffix(".pdf") } == 30)
            for command in [
                "bundle export \(round) bundle.json", "round minutes \(round) --out minutes.pdf",
                "certificate template check standard-1 --out proof.pdf",
                "certificate list --out list.xlsx", "certificate list --out list.csv",
            ] {
                let outcome = try office.shell(Self.limited(1, command))
                #expect(outcome.status == 1, "\(command): \(outcome.errors)")
                // the library that writes workbooks says a line of its own before
                #expect(
                    outcome.errors.split(separator: "\n").last?.hasPrefix("error[") == true,
                    "\(command): \(outcome.errors)")
                #expect(try Self.listing(office) == (before + ["papers"]).sorted(), "\(command)")
            }
        }
    }

    @Test("a result that standard output has no room for is told, with what stands; lost notes stop nothing")
    func output() async throws {
        try await Self.story { office, round in
            let list = try office.shell("cnnt certificate list --format json >/dev/full")
            #expect(list.status == 5)
            #expect(list.errors.hasPrefix("error[output-unwritable]: the result cannot be written"))
            let issue = try office.shell(
                "cnnt certificate issue \(round) --out papers --format json >/dev/full")
            #expect(issue.status == 5 && issue.errors.contains("error[output-unwritable]"))
            #expect(try Self.listing(office, "papers").count { $0.hasSuffix(".pdf") } == 30)
            let quiet = try office.shell("cnnt certificate issue \(round) --out other 2>/dev/full")
            #expect(quiet.status == 0)
            #expect(try Self.listing(office, "other").count { $0.hasSuffix(".pdf") } == 30)
            let refused = try office.shell("cnnt round show 9999 2>/dev/full")
            #expect(refused.status == 1)
            #expect(try office.shell("cnnt certificate list --format json | head -c 1").output == "[")
        }
    }
}
