import Foundation
import Testing

@Suite("Bundles, keys and the trail on the command line", .serialized)
struct EvidenceCommandTests {
    @Test(
        "from the demonstration's results to a stranger's check: statuses 0, 1, 4 and 6 as the interface has them"
    )
    func story() async throws {
        try await Program.inTemporaryFolder { program in
            let demo = program.with(["CNNT_DEMO": "1", "CNNT_LANG": "en"])
            #expect(try demo.run("demo", "--out", "demo").status == 0)
            #expect(try demo.run("bundle", "export", "1", "bundle.json").status == 0)
            // no server of any kind is needed, nor reachable
            let offline = demo.with(["CNNT_DATABASE_URL": "postgresql://cnnt@127.0.0.1:1/cnnt"])
            #expect(try offline.run("bundle", "verify", "bundle.json").status == 0)
            try program.write(try demo.run("key", "list", "--pem").output, to: "keys.pem")
            let stranger = offline.with(["CNNT_DATA_DIR": program.folder + "/elsewhere"])
            #expect(try stranger.run("bundle", "verify", "bundle.json").status == 6)
            #expect(try stranger.run("bundle", "verify", "bundle.json", "--key", "keys.pem").status == 0)
            try program.write(
                try program.read("bundle.json").replacingOccurrences(
                    of: "\"judges\":7,", with: "\"judges\":6,"),
                to: "altered.json")
            let altered = try offline.run("bundle", "verify", "altered.json")
            #expect(altered.status == 4)
            #expect(altered.errors.contains("error[bundle-part-altered]: altered.json: "))
            try check(second: "bundle.json", in: demo)
            try audit(demo, program)
            try download(demo, stranger, program)
            let key = try #require(try demo.run("key", "list", "--format", "csv").rows.first?["key_id"])
            #expect(try demo.run("key", "revoke", key, "--from", "2020-01-01", "--reason", "x").status == 0)
            #expect(try offline.run("bundle", "verify", "bundle.json").status == 1)
            #expect(try demo.run("bundle", "export", "1", "unsigned.json").status == 1, "no key, no bundle")
            #expect(try demo.run("bundle", "export", "1", "unsigned.json", "--unsigned").status == 0)
            #expect(try offline.run("bundle", "verify", "unsigned.json").status == 6)
            #expect(try offline.run("bundle", "verify", "unsigned.json", "--key", "keys.pem").status == 4)
        }
    }

    /// The second program, and its command for openssl, which it prints last.
    private func check(second file: String, in program: Program) throws {
        let verifier = Program.projectRoot + "/deploy/verify_bundle.py"
        let outcome = try program.shell("mkdir s && python3 -B '\(verifier)' --openssl s \(file)")
        #expect(outcome.status == 0, "\(outcome.output)")
        let command = try #require(outcome.output.split(separator: "then: ").last)
        #expect(try program.shell(String(command)).status == 0)
        #expect(try program.shell("echo >>s/manifest.json; \(command)").status != 0)
        #expect(try program.shell("python3 -B '\(verifier)' altered.json").status == 1)
        #expect(try program.shell("python3 -B '\(verifier)'").status == 2)
    }

    /// A checkpoint kept earlier is the beginning of a later one, to a stranger as well.
    private func growth(_ demo: Program, _ program: Program) throws {
        let proof = ["audit", "proof", "--since", "checkpoint.txt"]
        let made = try demo.run(proof + ["--out", "growth.json"])
        #expect(made.status == 0 && made.output.isEmpty, "\(made.errors)")
        #expect(try demo.run(proof).output.contains("\"path\":"))
        #expect(try demo.run("audit", "check-proof", "growth.json", "--key", "keys.pem").status == 0)
        let growth = try program.read("growth.json")
        let more = growth.contains("\"path\":[]") ? "" : ","
        for (old, new) in [
            ("\"path\":[", "\"path\":[\"\(String(repeating: "0", count: 64))\"\(more)"),
            ("\\nchain ", "\\nchain 1"),
        ] {
            let changed = growth.replacingOccurrences(of: old, with: new)
            #expect(changed != growth)
            try program.write(changed, to: "changed.json")
            #expect(
                try demo.run("audit", "check-proof", "changed.json", "--key", "keys.pem").status == 4,
                "\(old)")
        }
        #expect(try demo.run("audit", "proof", "--since", "checkpoint.txt", "--round", "1").status == 2)
        #expect(try demo.run("audit", "proof", "--since", "growth.json").status != 0, "no checkpoint")
        #expect(try demo.run("audit", "proof", "--since", "missing.txt").status != 0)
    }

    /// What the public page gives is checked by a stranger who has nothing but the published keys.
    private func download(_ demo: Program, _ stranger: Program, _ program: Program) throws {
        let round = try #require(
            try demo.run("round", "list", "--format", "csv").rows.first { $0["state"] == "published" }?["id"])
        let papers = try demo.run("certificate", "list", "--round", round, "--format", "csv").rows
        let (code, number) = (try #require(papers.first?["code"]), try #require(papers.first?["number"]))
        try demo.serving { port in
            let answer = try demo.get("/c/\(code)/proof", at: port)
            #expect(answer.status == "HTTP/1.1 200 OK")
            try program.write(answer.body, to: "downloaded.json")
        }
        let checked = try stranger.run("audit", "check-proof", "downloaded.json", "--key", "keys.pem")
        #expect(checked.status == 0 && checked.output.contains(number), "\(checked.errors)")
        #expect(try stranger.run("audit", "check-proof", "downloaded.json").status == 6)
        let proof = try program.read("downloaded.json")
        for (old, new, status) in [
            (number, "9\(number.dropFirst())", 4),
            ("\"path\":[", "\"path\":[\"\(String(repeating: "0", count: 64))\",", 4),
            ("\"index\":", "\"index\":-", 4), ("\"index\":", "\"index\":1000000", 4),
            ("\\nchain ", "\\nchain 1", 4),
        ] {
            try program.write(proof.replacingOccurrences(of: old, with: new), to: "changed.json")
            let outcome = try stranger.run("audit", "check-proof", "changed.json", "--key", "keys.pem")
            #expect(outcome.status == status, "\(old): \(outcome.errors)")
        }
    }

    private func audit(_ demo: Program, _ program: Program) throws {
        #expect(try demo.run("audit", "checkpoint", "--out", "checkpoint.txt").status == 0)
        #expect(try demo.run("audit", "verify", "--checkpoint", "checkpoint.txt").status == 0)
        #expect(
            try demo.run("audit", "verify", "--checkpoint", "checkpoint.txt", "--key", "keys.pem").status == 0
        )
        let note = try program.read("checkpoint.txt")
        try program.write(note.replacingOccurrences(of: "\nchain ", with: "\nchain 1"), to: "altered.txt")
        #expect(try demo.run("audit", "verify", "--checkpoint", "altered.txt").status == 4)
        #expect(try demo.run("audit", "proof", "--round", "1", "--out", "proof.json").status == 0)
        #expect(try demo.run("audit", "check-proof", "proof.json").status == 0)
        let proof = try program.read("proof.json")
        try program.write(
            proof.replacingOccurrences(of: "\\\"round\\\":\\\"1\\\"", with: "\\\"round\\\":\\\"2\\\""),
            to: "false.json")
        #expect(try program.read("false.json") != proof)
        #expect(try demo.run("audit", "check-proof", "false.json").status == 4)
        #expect(try demo.run("audit", "proof").status == 2)
        try growth(demo, program)
        let unsealed = try demo.run("audit", "tail", "--unsealed", "--format", "csv")
        #expect(unsealed.rows.isEmpty)
        #expect(try demo.run("audit", "tail", "--count", "3", "--format", "csv").rows.count == 3)
    }
}
