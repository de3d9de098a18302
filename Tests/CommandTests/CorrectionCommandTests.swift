import Foundation
import Testing

@Suite("Complaints, corrections and statistics on the command line", .serialized)
struct CorrectionCommandTests {
    @Test(
        "a complaint is taken, the result corrected in full view, the old one still read, and the year counted"
    )
    func story() async throws {
        try await Program.inTemporaryFolder { program in
            let demo = program.with(["CNNT_DEMO": "1", "CNNT_LANG": "en"])
            #expect(try demo.run("demo", "--out", "demo").status == 0)
            let before = try demo.run("tally", "1", "--format", "csv").rows
            let last = try #require(before.last?["entry"])
            let complaint = try complain(demo, program, about: last)
            try correct(demo, program, last, before, complaint)
            try count(demo, program)
            #expect(try demo.run("check").status == 0)
        }
    }

    private func complain(_ demo: Program, _ program: Program, about entry: String) throws -> String {
        try program.write("Điểm trên phiếu khác điểm công bố.\n", to: "complaint.txt")
        let decided = try #require(
            try demo.run("award", "list", "--format", "csv").rows.first { $0["level"] == "provincial" }?[
                "decision_date"])
        let late = try demo.run(
            "complaint", "file", "1", "--entry", entry, "--by", "Cơ sở Ví Dụ", "--received", "2023-12-01",
            "--noticed-on", decided, "--text", "complaint.txt")
        #expect(late.status == 1 && late.errors.contains("error[complaint-late]"))
        let filed = try demo.run(
            "complaint", "file", "1", "--entry", entry, "--by", "Cơ sở Ví Dụ", "--received", "2023-12-01",
            "--noticed-on", decided, "--text", "complaint.txt", "--late-because", "Nhận giấy báo chậm",
            "--format", "csv")
        #expect(filed.status == 0, "\(filed.errors)")
        #expect(filed.rows.first?["text"] == "Điểm trên phiếu khác điểm công bố.")
        #expect(filed.rows.first?["answer_by"] == "2023-12-15")
        #expect(filed.errors.contains("holidays of"))
        let due = try demo.run(
            "complaint", "list", "--due-by", "2023-12-15", "--as-of", "2023-12-16", "--format", "csv")
        #expect(due.rows.map { $0["overdue"] } == ["true"])
        return try #require(filed.rows.first?["id"])
    }

    private func correct(
        _ demo: Program, _ program: Program, _ entry: String, _ before: [[String: String]],
        _ complaint: String
    ) throws {
        try program.write(
            "entry,judge,criterion,score,action,reason\n\(entry),J1,market,1,replace,Ghi nhầm\n", to: "c.csv")
        let command = [
            "round", "correct", "1", "c.csv", "--because", "Ghi nhầm điểm", "--complaint", complaint,
            "--number",
            "5/QĐ-HĐ",
            "--date", "2023-12-10", "--format", "csv",
        ]
        let shown = try demo.run(command + ["--dry-run"])
        #expect(shown.status == 0, "\(shown.errors)")
        #expect(shown.rows.filter { $0["changed"] == "true" }.map { $0["entry"] } == [entry])
        #expect(shown.rows.count == before.count)
        #expect(try demo.run("tally", "1", "--format", "csv").rows == before)
        let made = try demo.run(command)
        #expect(made.output == shown.output)
        #expect(try demo.run("tally", "1", "--version", "1", "--format", "csv").rows == before)
        #expect(try demo.run("tally", "1", "--format", "csv").rows != before)
        #expect(
            try demo.run("round", "versions", "1", "--format", "csv").rows.map { $0["live"] } == [
                "false", "true",
            ])
        #expect(try demo.run(command).errors.contains("error[correction-changes-nothing]: c.csv"))
        for version in ["1", "2"] {
            let file = "bundle\(version).json"
            #expect(try demo.run("bundle", "export", "1", file, "--version", version).status == 0)
            #expect(try demo.run("bundle", "verify", file).status == 0)
        }
        let answer = try demo.run(
            "complaint", "answer", complaint, "--number", "6/TL-HĐ", "--on", "2023-12-12", "--finding",
            "upheld",
            "--text",
            "Đã sửa", "--format", "csv")
        #expect(answer.rows.first?["state"] == "answered" && answer.rows.first?["overdue"] == "false")
    }

    private func count(_ demo: Program, _ program: Program) throws {
        try program.write(
            "key,figure,value,source\n,entered,44,Báo cáo\n,recognised_share,69.8,Báo cáo\n", to: "stated.csv"
        )
        let year = try #require(
            try demo.run("round", "show", "1", "--format", "csv").rows.first?["year"])
        let csv = try demo.run(
            "round", "statistics", "--year", year, "--level", "provincial", "--by", "group", "--stated",
            "stated.csv",
            "--format", "csv", "year.csv")
        #expect(csv.status == 0, "\(csv.errors)")
        let text = try program.read("year.csv")
        #expect(text.contains("key,name,figure,figure_name,computed,stated,difference,source\n"))
        #expect(text.contains("total,Total,entered,Entered,43,44,-1,Báo cáo\n"))
        #expect(text.contains("total,Total,recognised,Recognised,30,,,\n"))
        #expect(text.contains("total,Total,rewards_vnd,Rewards (VND),,,,\n"))
        #expect(text.contains("total,Total,recognised_share,recognised_share,,69.8,,Báo cáo\n"))
        let book = try demo.with(["CNNT_LANG": "vi"]).run(
            "round", "statistics", "1", "--format", "xlsx", "year.xlsx")
        #expect(book.status == 0, "\(book.errors)")
        let headings = try program.shell(
            #"python3 -c "import zipfile; z = zipfile.ZipFile('year.xlsx'); print(*(z.read(n).decode() for n in z.namelist()))""#
        )
        #expect(headings.output.contains("Số tính được") && headings.output.contains("Chỉ tiêu"))
        #expect(try demo.run("round", "statistics").status == 2)
        #expect(try demo.run("round", "statistics", "1", "--format", "xlsx").status == 2)
        #expect(try demo.run("round", "statistics", "1", "--format", "csv", "a.xlsx").status == 2)
    }
}
