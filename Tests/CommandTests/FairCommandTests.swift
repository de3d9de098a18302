import Foundation
import Testing

@Suite("Fairs and booths on the command line", .serialized)
struct FairCommandTests {
    @Test(
        "a plan is imported, booths are held and confirmed, and what is refused says why and changes nothing")
    func story() async throws {
        try await Program.inTemporaryFolder { program in
            let demo = program.with(["CNNT_LANG": "en"])
            func done(_ line: String) throws -> [[String: String]] {
                let outcome = try demo.shell("cnnt \(line) --format csv")
                #expect(outcome.status == 0, "\(line): \(outcome.errors)")
                return outcome.rows
            }
            func refused(_ line: String, _ code: String) throws -> String {
                let outcome = try demo.shell("cnnt \(line)")
                #expect(outcome.status == 1 && outcome.output.isEmpty, "\(line): \(outcome.output)")
                #expect(outcome.errors.contains("error[\(code)]"), "\(line): \(outcome.errors)")
                return outcome.errors
            }
            func plan(_ options: String) throws -> String {
                let outcome = try demo.shell("cnnt fair plan 1 --out so-do.svg --color state \(options)")
                #expect(outcome.status == 0, "\(outcome.errors)")
                return try demo.read("so-do.svg")
            }
            let days = "--from 2099-12-10 --to 2099-12-14"
            let created = try done(
                "fair create --name 'Hội chợ' --level national --organiser VN --venue 'Quảng trường' \(days)")
            #expect(created.first?["state"] == "planned" && created.first?["booth_width_m"] == "3")
            // as Excel writes it in Vietnam
            try demo.write(
                "code;x_m;y_m;width_m;depth_m;zone;corner;price_vnd\nA01;0;0;3;2,5;Khu A;yes;9600000\nA02;3;0;3;2,5;Khu A;;9600000\n",
                to: "plan.csv")
            try demo.write("code,x_m,y_m,width_m,depth_m\nA01,0,0,3,3\nA02,2,0,3,3\n", to: "overlap.csv")
            let overlap = try refused("booth import 1 overlap.csv", "booth-overlap")
            #expect(overlap.contains("row 3") || overlap.contains(":3"), "\(overlap)")
            #expect(try done("booth import 1 plan.csv --dry-run").first?["added"] == "2")
            #expect(try done("booth list 1").isEmpty)
            #expect(try done("booth import 1 plan.csv").first?["added"] == "2")
            let version = try #require(try done("fair show 1").first?["version"])
            #expect(try done("fair edit 1 --venue 'Nhà thi đấu' --dry-run").first?["venue"] == "Nhà thi đấu")
            let edited = try done("fair edit 1 --venue 'Nhà thi đấu' --if-version \(version)")
            #expect(edited.first?["venue"] == "Nhà thi đấu" && edited.first?["version"] != version)
            _ = try refused("fair edit 1 --venue x --if-version \(version)", "stale-version")
            #expect(try done("fair open 1").first?["state"] == "open")
            _ = try refused("fair edit 1 --venue x", "fair-change-reason")
            let held = try done(
                "booth hold 1 A01 A02 --department 'Sở Công Thương' --sponsor 'Ngân hàng' --common --until 2099-12-01"
            )
            #expect(held.map { $0["tenants"] } == ["Sở Công Thương|Ngân hàng", "Sở Công Thương|Ngân hàng"])
            let taken = try refused("booth hold 1 A02 --sponsor x --until 2099-12-01", "booth-taken")
            #expect(taken.contains("until 2099-12-01"), "\(taken)")
            let shown = try plan("--on 2099-12-11")
            #expect(shown.contains("Sở Công Thương +1") && shown.contains("A02") && shown.contains("giữ chỗ"))
            #expect(try program.shell("cnnt fair plan 1 --out so-do.png").status == 2)
            _ = try refused("fair plan 1 --out so-do.svg --on 2099-12-15", "booth-days")
            #expect(try done("booth confirm 2").map { $0["state"] } == ["confirmed", "confirmed"])
            _ = try refused("booth move 1 A02 --because x", "booth-count")
            let counted = try done("fair count --by year")
            #expect(counted.map { $0["key"] } == ["2099"] && counted[0]["booths"] == "2")
            #expect(counted[0]["standard_booths"] == "1.67" && counted[0]["participations"] == "0")
            #expect(try done("booth release 1 --because 'Không đi'").count == 2)
            let history = try done("booth history 1 A02")
            #expect(history.map { $0["state"] } == ["held", "confirmed", "released"])
            #expect(try done("booth list 1").map { $0["state"] } == ["free", "free"])
            try demo.write("province_code,booths\n19,1\n98,2\n", to: "quota.csv")
            _ = try refused("fair quota 1 quota.csv", "unknown-unit")
            #expect(try done("fair quotas 1").isEmpty)
            #expect(!(try plan("")).contains("Sở Công Thương +1"))
            #expect(try demo.shell("cnnt fair plan 1 --out so-do.pdf").status == 0)
            let check = try demo.run("check")
            #expect(check.status == 0, "\(check.errors)")
        }
    }
}
