import Testing

@Suite("Score sheets on the command line", .serialized)
struct ScoreCommandTests {
    @Test("sheets are written, handed in, reopened and typed from paper, and the round closes on them")
    func story() async throws {
        try await Program.inTemporaryFolder { program in
            @discardableResult
            func done(_ line: String, sourceLocation: SourceLocation = #_sourceLocation) throws
                -> Program.Outcome
            {
                let outcome = try program.shell("cnnt " + line)
                #expect(outcome.status == 0, "\(line): \(outcome.errors)", sourceLocation: sourceLocation)
                return outcome
            }
            func refused(_ line: String, _ error: String, sourceLocation: SourceLocation = #_sourceLocation)
                throws
            {
                let outcome = try program.shell("cnnt " + line)
                #expect(outcome.status == 1, "\(line)", sourceLocation: sourceLocation)
                #expect(
                    outcome.errors.hasPrefix("error[\(error)]"), "\(outcome.errors)",
                    sourceLocation: sourceLocation)
            }
            try round(program) { try done($0) }
            #expect(
                try done("score list 1 --format csv").rows.map { $0["state"] }
                    == Array(repeating: "missing", count: 2))
            try done(
                "score save 1 A1 J1 --mark market=35,5 economy=30 --remark 'market=Bán chạy' --comment 'Đẹp'")
            try refused("score submit 1 A1 J1", "sheet-incomplete")
            let row = try done("score list 1 --state draft --format csv").rows
            #expect(row.map { $0["lacking"] } == ["culture|other"] && row.map { $0["marks"] } == ["2"])
            try program.write(
                "entry,judge,criterion,score,absence\nA1,J1,culture,8,\nA1,J1,other,,absent\n", to: "rest.csv"
            )
            try done("score save 1 --file rest.csv")
            try done("score submit 1 A1 J1")
            let shown = try done("score sheet show 1 A1 J1").output
            #expect(shown.contains("\"score\":\"35.5\"") || shown.contains("\"score\" : \"35.5\""))
            #expect(shown.contains("Bán chạy") && shown.contains("absent"))
            try refused("score save 1 A1 J1 --mark other=7", "sheet-submitted")
            try done("score reopen 1 A1 J1 --because 'Ghi sót'")
            #expect(try program.shell("cnnt round close 1").errors.contains("error[sheet-reopened]"))
            try done("score save 1 A1 J1 --mark other=7")
            try done("score submit 1 A1 J1")
            let history = try done("score history 1 A1 J1 --format csv").rows
            #expect(history.map { $0["event"] } == ["submitted", "reopened", "submitted"])
            #expect(history.map { $0["superseded"] } == ["true", "", "false"])
            #expect(history[2]["marks"] == "market=35.5|economy=30|culture=8|other=7")

            for login in ["mot", "hai"] {
                try done("user add \(login) --name 'Người \(login)'")
                try done("user grant \(login) --role clerk --in round:1")
            }
            let head = "entry,judge,criterion,score\n"
            try program.write(
                head + "A2,J1,market,38\nA2,J1,economy,30\nA2,J1,culture,8\nA2,J1,other,7\n", to: "one.csv")
            try program.write(
                head + "A2,J1,market,33\nA2,J1,economy,30\nA2,J1,culture,8\nA2,J1,other,7\n", to: "two.csv")
            #expect(
                try done("score type 1 one.csv --copy 1 --as-user mot --format csv").rows[0]["untyped"] == "4"
            )
            try refused("score type 1 two.csv --copy 2 --as-user mot", "typed-by-same-hand")
            let sheets = try done("score list 1 --format csv").rows
            let code = try #require(sheets.first { $0["entry"] == "A2" }?["code"])
            try program.write(head + "\(code),,market,33\n", to: "coded.csv")
            try done("score type 1 coded.csv --copy 2 --as-user hai --dry-run")
            let slip = code.replacing("A2", with: "A1")
            try program.write(head + "\(slip),,market,33\n", to: "slip.csv")
            try refused("score type 1 slip.csv --copy 2 --as-user hai", "sheet-code-check")
            #expect(
                try program.shell("cnnt score type 1 slip.csv --copy 2 --as-user hai").errors.contains(slip))
            #expect(try program.shell("cnnt score type 1 two.csv --copy 3").status == 2)
            try done("score type 1 two.csv --copy 2 --as-user hai")
            let found = try done("score differences 1 --format csv").rows
            #expect(found.map { $0["criterion"] } == ["market"] && found[0]["finding"] == "differs")
            #expect(found[0]["first"] == "38" && found[0]["second"] == "33")
            #expect(try done("score accept-typed 1 --format csv").rows[0]["open"] == "A2/J1")
            let closing = try program.shell("cnnt round close 1")
            #expect(closing.status == 1 && closing.errors.contains("error[typed-copies-open]"))
            try done("score settle 1 A2 J1 market --value 33 --because 'Xem lại phiếu'")
            #expect(try done("score accept-typed 1 --format csv").rows[0]["accepted"] == "1")
            try done("score list 1 --out phieu.xlsx")
            #expect(try program.shell("cnnt score save 1 A1 J1").status == 2)
            #expect(try done("round close 1 --format csv").rows.map { $0["total"] } == ["80.5", "78"])
            let printed = try done("round minutes 1 --out bb.txt --format csv").rows[0]["bundle_sha256"]
            #expect(
                try done("bundle export 1 closing.json --closing --unsigned --format csv").rows[0]["sha256"]
                    == printed)
            try done("bundle export 1 bundle.json --unsigned")
            #expect(try program.verifyAgain("bundle.json").status == 0)
            try done("check >checked.csv")
        }
    }

    /// A commune's round with two entries and one judge.
    private func round(_ program: Program, _ done: (String) throws -> Void) throws {
        try program.write("name,legal_form,commune_code\nCơ sở Mẫu,cooperative,05503\n", to: "makers.csv")
        try program.write(
            "name,group,establishment_id\nChè Mẫu,food,1\nBánh Mẫu,food,1\n", to: "products.csv")
        try program.write(
            "product_id,entry_code,filed_on\n1,A1,2023-04-10\n2,A2,2023-04-10\n", to: "entries.csv")
        let sql = Program.projectRoot + "/sql/demo"
        try done("unit import '\(sql)/units.csv' --lineage '\(sql)/lineage.csv'")
        try done("establishment import makers.csv --as-of 2023-05-15")
        try done("product import products.csv")
        try done(
            "round create --regulation vbhn-16-2018 --level district --organiser 164 --year 2023 --held-on 2023-05-15 --name 'Bình chọn thử'"
        )
        try done("round open 1")
        try done("entry import 1 entries.csv")
        try done("entry accept 1 --all")
        try done("panel add 1 --judge J1 --name 'Giám khảo Một' --role head")
        try done("council add 1 --name 'Ủy viên 1' --role chair")
        try done("council add 1 --name 'Ủy viên 2' --role standing-vice-chair")
        for number in 3...5 { try done("council add 1 --name 'Ủy viên \(number)' --role member") }
        try done("round judge 1")
    }
}
