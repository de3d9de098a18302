import Foundation
import Testing

@Suite("Funds of fairs on the command line", .serialized)
struct FairFundingCommandTests {
    @Test("rules are imported and listed, and booths say what the funds and what the tenants pay")
    func story() async throws {
        try await Program.inTemporaryFolder { program in
            let demo = program.with(["CNNT_LANG": "en"])
            func done(_ line: String) throws -> [[String: String]] {
                let outcome = try demo.shell("cnnt \(line) --format csv")
                #expect(outcome.status == 0, "\(line): \(outcome.errors)")
                return outcome.rows
            }
            func refused(_ line: String, _ codes: String...) throws -> String {
                let outcome = try demo.shell("cnnt \(line)")
                #expect(outcome.status == 1 && outcome.output.isEmpty, "\(line): \(outcome.output)")
                for code in codes {
                    #expect(outcome.errors.contains("error[\(code)]"), "\(line): \(outcome.errors)")
                }
                return outcome.errors
            }
            #expect(try done("fair funding list").map { $0["share_percent"] } == ["100", "80"])
            // as Excel writes it in Vietnam
            try demo.write(
                "source;fair_kind;share_percent;booth_cap_vnd;valid_from;legal_basis\nnational;joined;62,5;5000000;01/01/2099;QĐ 1\n",
                to: "funding.csv")
            try demo.write(
                "source,fair_kind,share_percent,valid_from,legal_basis\nlocal,joined,50,2099-01-01,x\nnational,abroad,101,,x\n",
                to: "bad.csv")
            let told = try refused(
                "fair funding import bad.csv", "funding-rule-province", "fair-kind-unknown",
                "percent-unreadable",
                "value-missing")
            #expect(told.contains("bad.csv:3") || told.contains("row 3"), "\(told)")
            #expect(try done("fair funding import funding.csv --dry-run").first?["added"] == "1")
            #expect(try done("fair funding list --on 2099-12-10").isEmpty)
            #expect(try done("fair funding import funding.csv").first?["added"] == "1")
            #expect(try done("fair funding list --on 2099-12-10").first?["share_percent"] == "62.5")
            let created = try done(
                "fair create --name 'Hội chợ' --level national --kind joined --organiser VN --venue x --from 2099-12-10 --to 2099-12-14"
            )
            #expect(created.first?["kind"] == "joined")
            _ = try done("fair grid 1 --rows 1 --per-row 2 --aisle 3 --price 9600000")
            _ = try done("fair open 1")
            let hold = "booth hold 1 A01 --department 'Sở Công Thương' --until 2099-12-01"
            _ = try refused("\(hold) --funds local --province 19", "funding-rule-none")
            let held = try done("\(hold) --funds national")
            #expect(held.first?["support_vnd"] == "5000000" && held.first?["tenants_vnd"] == "4600000")
            let id = try #require(held.first?["id"])
            #expect(try done("booth confirm \(id)").first?["state"] == "confirmed")
            let counted = try done("fair count --by funds")
            #expect(counted.map { $0["key"] } == ["national"] && counted[0]["rent_vnd"] == "9600000")
            #expect(counted[0]["support_vnd"] == "5000000" && counted[0]["tenants_vnd"] == "4600000")
            let check = try demo.run("check")
            #expect(check.status == 0, "\(check.errors)")
        }
    }
}
