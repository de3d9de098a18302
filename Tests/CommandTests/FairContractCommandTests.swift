import Foundation
import Testing

@Suite("Contracts of a fair on the command line", .serialized)
struct FairContractCommandTests {
    @Test(
        "the list, its sums and the annexes; what goes beyond a cap is told by name and is not put on paper")
    func story() async throws {
        try await Program.inTemporaryFolder { program in
            let demo = program.with(["CNNT_LANG": "en"])
            func done(_ line: String) throws -> [[String: String]] {
                let outcome = try demo.shell("cnnt \(line) --format csv")
                #expect(outcome.status == 0, "\(line): \(outcome.errors)")
                return outcome.rows
            }
            @discardableResult
            func ends(_ line: String, _ status: Int32, _ code: String) throws -> String {
                let outcome = try demo.shell("cnnt \(line)")
                #expect(outcome.status == status, "\(line): \(outcome.output)\(outcome.errors)")
                #expect(outcome.errors.contains("error[\(code)]"), "\(line): \(outcome.errors)")
                return outcome.errors
            }
            _ = try done(
                "fair create --name 'Hội chợ' --level national --organiser VN --venue x --from 2099-12-10 --to 2099-12-14"
            )
            try demo.write(
                "code,x_m,y_m,width_m,depth_m,zone,price_vnd\nA01,0,0,3,3,A,9600000\nA02,3,0,3,3,A,9600000\nA03,6,0,3,3,A,\n",
                to: "plan.csv")
            _ = try done("booth import 1 plan.csv")
            _ = try done("fair open 1")
            try demo.write(
                "source,fair_kind,share_percent,valid_from,legal_basis\nnational,organised,100,2020-01-01,QĐ 1\n",
                to: "funding.csv")
            _ = try done("fair funding import funding.csv")
            #expect(try done("fair contracts 1").isEmpty)
            for (booth, rest) in [
                ("A01", "--department 'Sở Công Thương' --sponsor 'Nhà Mẫu' --common --funds national"),
                ("A02", "--sponsor 'Nhà Mẫu'"), ("A03", "--centre 'Trung tâm'"),
            ] {
                let held = try done("booth hold 1 \(booth) \(rest) --until 2099-12-01")
                _ = try done("booth confirm \(held.first?["id"] ?? "")")
            }
            let list = try done("fair contracts 1")
            #expect(list.map { $0["tenant"] } == ["Nhà Mẫu", "Sở Công Thương", "Trung tâm"])
            #expect(list.map { $0["booths"] } == ["A02", "A01", "A03"])
            #expect(list.map { $0["national_vnd"] } == ["", "9600000", ""])
            #expect(list.map { $0["tenants_vnd"] } == ["9600000", "0", "0"])
            #expect(list.map { $0["unreckoned"] } == ["0", "0", "1"] && list[1]["others"] == "Nhà Mẫu")
            let totals = try done("fair contracts 1 --totals")
            #expect(totals.map { $0["by"] } == ["province", "funds", "funds", "all"])
            #expect(totals.last?["rent_vnd"] == "19200000" && totals[1]["support_vnd"] == "9600000")
            #expect(try demo.shell("cnnt fair contracts 1 --out list.xlsx").status == 0)

            for file in ["a.txt", "a.pdf"] {
                let written = try done("fair contract 1 --tenant 'sở công thương' --out \(file)").first
                #expect(written?["count"] == "1" && written?["file"] == file)
            }
            #expect(try demo.read("a.txt").contains("chín triệu sáu trăm nghìn đồng"))
            try ends("fair contract 1 --tenant 'Trung tâm' --out b.pdf", 1, "contract-without-rent")
            try ends("fair contract 1 --tenant 'Ai' --out b.pdf", 1, "contract-none")
            #expect(try demo.shell("cnnt fair contract 1 --out b.pdf").status == 2)
            #expect(try demo.shell("cnnt fair contract 1 --tenant x --out b.doc").status == 2)
            try ends("fair contract 1 --all --out papers", 5, "contract-without-rent")
            let papers = try demo.shell("ls papers && cmp a.pdf papers/so-cong-thuong-department.pdf")
            #expect(papers.status == 0)
            #expect(papers.output == "nha-mau-sponsor.pdf\nso-cong-thuong-department.pdf\n")

            try demo.write(
                "source,fair_kind,share_percent,valid_from,legal_basis\nnational,organised,50,2099-01-01,QĐ 2\n",
                to: "funding.csv")
            _ = try done("fair funding import funding.csv")
            let told = try ends("fair contracts 1", 4, "contract-booth-cap")
            #expect(told.contains("Sở Công Thương") && told.contains("4800000"), "\(told)")
            try ends("fair contract 1 --tenant 'Sở Công Thương' --out c.pdf", 4, "contract-rule")
            #expect(try demo.shell("ls b.pdf c.pdf").output.isEmpty)
            #expect(try demo.run("check").status == 0)
        }
    }
}
