import Foundation
import Testing

@Suite("The main job on the command line", .serialized)
struct MainJobTests {
    @Test("the transcript in the README runs, and prints what it says")
    func readme() async throws {
        try await Program.inTemporaryFolder { program in
            try FileManager.default.copyItem(
                atPath: Program.projectRoot + "/sql/demo", toPath: program.folder + "/example")
            let transcript = try Transcript(readme: Program.projectRoot + "/README.md")
            #expect(transcript.steps.count > 10)
            let office = program.with(["CNNT_BASE_URL": "https://congthuong.example.vn"])
            for step in transcript.steps {
                let outcome = try office.shell(step.command)
                #expect(outcome.status == step.status, "\(step.command)\n\(outcome.errors)")
                if let expected = step.output {
                    #expect(
                        Transcript.matches(outcome.output + outcome.errors, expected),
                        "\(step.command)\n\(outcome.output)\(outcome.errors)")
                }
            }
            let check = try office.run("check", "--format", "csv")
            #expect(check.status == 0)
            #expect(check.rows.count > 10)
        }
    }

    @Test("the demonstration makes 40 certificates, twice in a row, and its database answers every command")
    func demonstration() async throws {
        try await Program.inTemporaryFolder { program in
            for _ in 1...2 {
                let outcome = try program.run("demo")
                #expect(outcome.status == 0, "\(outcome.errors)")
                #expect(outcome.errors.contains("43 sản phẩm dự, 30 được công nhận"))
                #expect(outcome.errors.contains("12 sản phẩm dự, 7 được công nhận"))
                #expect(outcome.errors.contains("5 sản phẩm dự, 3 được công nhận"))
                #expect(outcome.errors.contains("40 gian hàng, 39 đã giao, 23 hợp đồng, 6 đăng ký chờ"))
                #expect(outcome.output.contains("cấp tỉnh") && outcome.output.contains("cấp quốc gia"))
            }
            let files = try FileManager.default.contentsOfDirectory(atPath: program.folder + "/cnnt-demo")
            #expect(files.count { $0.hasSuffix(".pdf") } == 40)
            #expect(try program.read("cnnt-demo/manifest.csv").split(separator: "\n").count == 41)
            let rounds = try program.run("round", "list", "--demo", "--format", "csv").rows
            #expect(Set(rounds.compactMap { $0["recognised"] }) == ["30", "7", "3"])
            #expect(rounds.allSatisfy { $0["state"] == "published" })
            let entries = try program.run(
                "entry", "list", rounds.last?["id"] ?? "", "--demo", "--format", "csv"
            ).rows
            let groups = Dictionary(grouping: entries) { $0["group"] ?? "" }.mapValues(\.count)
            #expect(groups == ["handicraft": 5, "food": 36, "other": 2])
            let tally = try program.run("tally", rounds.last?["id"] ?? "", "--demo", "--format", "csv").rows
            #expect(tally.count == 43 && tally.allSatisfy { $0["eligible"] == "true" })
            let contracts = try program.run("fair", "contracts", "1", "--demo", "--format", "csv").rows
            #expect(contracts.count == 23 && contracts.allSatisfy { $0["over_caps"] == "0" })
            #expect(contracts.contains { $0["others"] == "Tổ hợp tác Đậu Phụ Thử Nghiệm" })
            let waiting = try program.run("booth", "waiting", "list", "1", "--demo", "--format", "csv").rows
            #expect(waiting.count == 6)
            #expect(try program.run("check", "--demo").status == 0)
            // an award that a province gave before the merger counts for it today, and for its old commune only before
            let today = try program.run("award", "history", "--unit", "19", "--demo", "--format", "csv").rows
            #expect(today.count == 40)
            #expect(try program.run("establishment", "list", "--format", "csv").rows.isEmpty)
        }
    }

    @Test("a demonstration that nobody has run yet says so")
    func noDemonstration() async throws {
        try await Program.inTemporaryFolder { program in
            let outcome = try program.run("round", "list", "--demo")
            #expect(outcome.status == 1)
            #expect(outcome.errors.hasPrefix("error[demo-missing]"))
        }
    }

    @Test("the script writes checked files, is quiet, and resumes")
    func script() async throws {
        try await Program.inTemporaryFolder { program in
            #expect(try program.run("demo", "--out", "first").status == 0)
            let script = Program.projectRoot + "/deploy/issue-certificates"
            let office = program.with(["CNNT_DEMO": "1", "CNNT_BIN": Program.binary])
            let rounds = try program.run("round", "list", "--demo", "--format", "csv").rows
            let round = try #require(rounds.last?["id"])
            let outcome = try office.shell("'\(script)' \(round) papers")
            #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
            #expect(outcome.output.isEmpty && outcome.errors.isEmpty)
            #expect(try program.read("papers/summary.txt").contains("chưa ký số"))
            #expect(
                try program.read("papers/manifest.csv").split(separator: "\n").dropFirst().allSatisfy {
                    $0.contains(/,[0-9a-f]{64},no,[a-z0-9-]+,/)
                })
            let names = try FileManager.default.contentsOfDirectory(atPath: program.folder + "/papers")
                .filter { $0.hasSuffix(".pdf") }
            #expect(names.count == 30)
            let before = try Data(contentsOf: URL(fileURLWithPath: program.folder + "/papers/" + names[0]))
            try FileManager.default.removeItem(atPath: program.folder + "/papers/" + names[0])
            #expect(try office.shell("'\(script)' \(round) papers").status == 0)
            #expect(
                try Data(contentsOf: URL(fileURLWithPath: program.folder + "/papers/" + names[0])) == before)
            // the same papers as the demonstration wrote, from another process
            let again = try Data(contentsOf: URL(fileURLWithPath: program.folder + "/first/" + names[0]))
            #expect(again == before)
        }
    }
}
