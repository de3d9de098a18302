import Foundation
import Testing

@Suite("Sharing out booths on the command line", .serialized)
struct FairAllocationCommandTests {
    private static let plan = """
        code,x_m,y_m,width_m,depth_m,zone,price_vnd
        A01,0,0,3,3,Khu A,9600000
        A02,3,0,3,3,Khu A,9600000
        B01,0,20,3,3,Khu B,9600000
        B02,3,20,3,3,Khu B,9600000

        """
    private static let requests = """
        tenant_kind;tenant_name;province_code;booths;adjacent;zones;other_zones;filed_on
        sponsor;Ngân hàng Mẫu;;2;yes;Khu A;no;05/01/2026
        department;Sở Công Thương Mẫu;19;1;;;;06/01/2026
        sponsor;Công ty Một;19;1;;;;06/01/2026
        sponsor;Công ty Hai;19;1;;;;06/01/2026

        """

    @Test(
        "from requests to holds, with a trial, a run that anybody computes again, minutes, and the waiting list"
    )
    func story() async throws {
        try await Program.inTemporaryFolder { program in
            let demo = program.with(["CNNT_LANG": "en"])
            func done(_ line: String) throws -> [[String: String]] {
                let outcome = try demo.shell("cnnt \(line) --format csv")
                #expect(outcome.status == 0, "\(line): \(outcome.errors)")
                return outcome.rows
            }
            @discardableResult
            func refused(_ line: String, _ code: String) throws -> String {
                let outcome = try demo.shell("cnnt \(line)")
                #expect(outcome.status == 1 && outcome.output.isEmpty, "\(line): \(outcome.output)")
                #expect(outcome.errors.contains("error[\(code)]"), "\(line): \(outcome.errors)")
                return outcome.errors
            }
            _ = try done(
                "fair create --name 'Hội chợ' --level national --organiser VN --venue x --from 2099-12-10 --to 2099-12-14"
            )
            try demo.write(Self.plan, to: "plan.csv")
            _ = try done("booth import 1 plan.csv")
            _ = try done("fair open 1")
            try demo.write("province_code,booths\n19,2\n", to: "quota.csv")
            _ = try done("fair quota 1 quota.csv")

            try demo.write(Self.requests.replacing("Khu A", with: "Khu C"), to: "bad.csv")
            let bad = try refused("booth request import 1 bad.csv", "unknown-zone")
            #expect(bad.contains("bad.csv") && bad.contains("zones"), "\(bad)")
            let preview = try demo.shell("cnnt booth request import 1 bad.csv --preview --format csv")
            #expect(preview.status == 1)
            #expect(preview.rows.map { $0["outcome"] } == ["wrong", "new", "new", "new"])
            try demo.write(Self.requests, to: "requests.csv")
            #expect(try done("booth request import 1 requests.csv --dry-run").first?["added"] == "4")
            #expect(try done("booth request import 1 requests.csv").first?["added"] == "4")
            #expect(try done("booth request import 1 requests.csv").first?["unchanged"] == "4")
            #expect(try done("booth request list 1 --state filed").count == 4)

            for file in ["again.csv", "again.xlsx"] {
                #expect(try demo.shell("cnnt booth request list 1 --out \(file)").status == 0)
                #expect(try done("booth request import 1 \(file)").first?["unchanged"] == "4", "\(file)")
            }

            try refused("fair allocate 1", "fair-terms-missing")
            let today = try demo.shell("TZ=Asia/Ho_Chi_Minh date +%F").output.trimmingCharacters(
                in: .newlines)
            try demo.write(#"{"scale": {"rank": 60, "ranks": 2}}"#, to: "rules.json")
            let terms = try done(
                "fair terms 1 --requests-until \(today) --seed 'giải đặc biệt' --rules rules.json")
            #expect(terms.first?["seed"] == "giải đặc biệt" && terms.first?["used"] == "false")
            #expect(terms.first?["scale"]?.contains("add 120, 60 in turn") == true, "\(terms)")
            try demo.write(#"{"scale": {"rank": -1}}"#, to: "bad.json")
            try refused("fair terms 1 --rules bad.json", "preference-scale")
            try refused("fair allocate 1", "booth-requests-open")
            try refused("fair allocate 1 --dry-run --seed khác", "seed-other")
            let trial = try done("fair allocate 1 --dry-run")
            #expect(trial.count == 4)
            #expect(try done("booth list 1").allSatisfy { $0["state"] == "free" })

            // requests close when the day is over
            let closing = try demo.shell(
                "psql -qX \"$(cnnt db url --owner)\" -c 'UPDATE fair_terms SET requests_until = requests_until - 1'"
            )
            #expect(closing.status == 0, "\(closing.errors)")
            let told = try demo.shell("cnnt fair allocate 1 --until 2099-12-01 --format csv")
            #expect(
                told.status == 0 && told.errors.contains("4 booths given, 1 requests wait"), "\(told.errors)")
            let lines = told.rows
            #expect(lines.map { $0["booths"] } == trial.map { $0["booths"] })
            #expect(lines.first { $0["tenant"] == "Ngân hàng Mẫu" }?["booths"] == "A01|A02")
            let short = lines.filter { $0["booths"] == "" }
            #expect(short.count == 1 && short[0]["why"]?.contains("is used up") == true, "\(short)")
            #expect(short[0]["draw"] == "lost" && short[0]["waiting"] == "1")
            #expect(try done("booth list 1").allSatisfy { $0["state"] == "held" })

            let runs = try done("fair runs 1")
            let run = runs.first?["run"] ?? ""
            let again = try done("fair recompute \(run) --out input.json")
            #expect(again.first?["input_sha256"] == runs.first?["input_sha256"])
            #expect(try sha256(of: "input.json", demo) == again.first?["input_sha256"])
            // without a database
            let alone = try demo.with(["CNNT_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/x"])
                .shell("cnnt fair recompute --input input.json --format csv")
            #expect(alone.status == 0, "\(alone.errors)")
            #expect(alone.rows.first?["result_sha256"] == runs.first?["result_sha256"])
            try demo.write(try demo.read("input.json").replacing("giải", with: "gian"), to: "other.json")
            let other = try done("fair recompute --input other.json")
            #expect(other.first?["input_sha256"] != runs.first?["input_sha256"])
            try refused("fair recompute 99", "unknown-booth-run")
            for file in ["bienban.txt", "bienban.pdf"] {
                let written = try done("fair minutes \(run) --out \(file)").first
                #expect(try sha256(of: file, demo) == written?["sha256"])
                #expect(written?["input_sha256"] == runs.first?["input_sha256"])
            }
            let minutes = try demo.read("bienban.txt")
            #expect(minutes.contains("giải đặc biệt") && minutes.contains("A01, A02"), "\(minutes)")
            let waiting = try done("booth waiting list 1")
            #expect(waiting.map { $0["tenant"] } == short.map { $0["tenant"] } && waiting[0]["fits"] == "")
            try refused("booth waiting offer 1 --until 2099-12-01", "waiting-none-fits")
            let released = try done("booth list 1").first { $0["code"] == "B01" }?["allocation"] ?? ""
            _ = try done("booth release \(released) --because 'Không đi'")
            #expect(try done("booth waiting list 1").map { $0["fits"] } == ["B01"])
            let offered = try done("booth waiting offer 1 --until 2099-12-01")
            #expect(offered.map { $0["booth"] } == ["B01"])
            #expect(try done("booth waiting list 1").isEmpty)
            let history = try done("booth request history \(waiting[0]["request"] ?? "")")
            #expect(history.map { $0["state"] } == ["filed", "waiting", "given"])
            #expect(try demo.run("check").status == 0)
            let altered = try demo.shell(
                "psql -qX \"$(cnnt db url --owner)\" -c \"ALTER TABLE booth_run DROP CONSTRAINT booth_run_result_hash; UPDATE booth_run SET result = replace(result, 'A01', 'B01')\" && cnnt fair runs 1"
            )
            #expect(altered.status == 4, "\(altered.errors)")
        }
    }

    private func sha256(of file: String, _ program: Program) throws -> String? {
        try program.shell("sha256sum \(file)").output.split(separator: " ").first.map(String.init)
    }
}
