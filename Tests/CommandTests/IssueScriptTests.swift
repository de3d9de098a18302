import Foundation
import Testing

@Suite("The script that issues certificates", .serialized)
struct IssueScriptTests {
    private static let script = Program.projectRoot + "/deploy/issue-certificates"

    /// The demonstration's first round, whose papers the script has not seen yet.
    private static func story(_ body: (Program, _ round: String) throws -> Void) async throws {
        try await Program.inTemporaryFolder { program in
            let office = program.with(["CNNT_DEMO": "1", "CNNT_BIN": Program.binary])
            #expect(try office.run("demo", "--out", "first").status == 0)
            let round = try #require(try office.run("round", "list", "--format", "csv").rows.last?["id"])
            try body(office, round)
        }
    }

    @Test(
        "a data folder, a configuration and a program that are named from where the script is started are found"
    )
    func relative() async throws {
        try await Self.story { office, round in
            try office.write("# nothing\n", to: "cnnt.conf")
            try FileManager.default.createSymbolicLink(
                atPath: office.folder + "/program", withDestinationPath: Program.binary)
            let here = office.with([
                "CNNT_DATA_DIR": "data", "CNNT_CONFIG": "cnnt.conf", "CNNT_BIN": "./program",
            ])
            for folder in ["papers", "-papers #1", office.folder + "/a&b"] {
                let outcome = try here.shell("'\(Self.script)' \(round) './\(folder)'")
                #expect(outcome.status == 0, "\(outcome.errors)")
                #expect(outcome.errors.isEmpty)
            }
        }
    }

    @Test("without room for a temporary file the papers stand, and the script says what it could not check")
    func noTemporaryFile() async throws {
        try await Self.story { office, round in
            let outcome = try office.with(["TMPDIR": office.folder + "/none"]).shell(
                "'\(Self.script)' \(round) papers")
            #expect(outcome.status == 5)
            #expect(outcome.errors.contains("a temporary file cannot be made"))
            #expect(try office.read("papers/summary.txt").contains("a temporary file cannot be made"))
            #expect(try office.shell("'\(Self.script)' \(round) papers").status == 0)
        }
    }

    @Test(
        "signing, killed in the middle and started again: every paper is signed once, and no number is given twice"
    )
    func crash() async throws {
        try await Self.story { office, round in
            let made = try office.shell(
                """
                { openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 99 -utf8 \\
                  -subj '/CN=Văn thư Mẫu' -addext keyUsage=digitalSignature,nonRepudiation; } 2>/dev/null
                """)
            #expect(made.status == 0)
            // asks as a token does, and pulls the plug at the twelfth paper
            try office.write(
                """
                #!/bin/bash
                echo x >>asked
                if [ "$(wc -l <asked)" -eq 12 ] && [ ! -e back ]; then kill -KILL $PPID; exit 1; fi
                exec openssl cms -sign -cades -binary -signer cert.pem -inkey key.pem -outform DER

                """, to: "token")
            _ = try office.shell("chmod +x token")
            let line = "'\(Self.script)' --sign-command 'exec ./token' \(round) papers"
            let killed = try office.shell(line)
            #expect(killed.status == 137, "\(killed.errors)")
            #expect(try !office.read("asked").isEmpty)
            let left = try FileManager.default.contentsOfDirectory(atPath: office.folder + "/papers")
            #expect(!left.contains("summary.txt"))
            // what a whole file's name has is a whole file
            for name in left where name.hasSuffix(".pdf") && !name.hasPrefix(".") {
                #expect(try office.run("certificate", "verify", "papers/" + name).status == 0)
            }
            try office.write("", to: "back")
            let again = try office.shell(line)
            #expect(again.status == 0, "\(again.errors)")
            #expect(again.output.isEmpty && again.errors.isEmpty)
            let summary = try office.read("papers/summary.txt")
            #expect(summary.contains("30 / 30") && summary.contains("0 lỗi"), "\(summary)")
            let rows = try office.run("certificate", "list", "--round", round, "--format", "csv").rows
            #expect(rows.count == 30 && Set(rows.compactMap { $0["number"] }).count == 30)
            #expect(rows.allSatisfy { $0["signer"] == "Văn thư Mẫu" })
            #expect(try office.run("check").status == 0)
            // the checkpoint is of a key of this registry, and the trail holds against it
            #expect(
                try office.run("audit", "verify", "--checkpoint", "papers/checkpoint.txt").status == 0)
            let first = try #require(rows.first?["number"])
            #expect(try office.run("certificate", "proof", first, "--out", "proof.json").status == 0)
            #expect(try office.run("audit", "check-proof", "proof.json").status == 0)
            // a third run asks the token nothing
            let asked = try office.read("asked")
            #expect(try office.shell(line).status == 0)
            #expect(try office.read("asked") == asked)
        }
    }

    @Test("two runs into one folder: the second is told, and waits for nothing")
    func twice() async throws {
        try await Self.story { office, round in
            let outcome = try office.shell(
                """
                mkdir papers; exec 8<papers; flock 8
                '\(Self.script)' \(round) papers; status=$?
                flock -u 8; '\(Self.script)' \(round) papers && echo "$status"
                """)
            #expect(outcome.output == "1\n", "\(outcome.errors)")
            #expect(outcome.errors.hasPrefix("error[already-running]"))
        }
    }
}
