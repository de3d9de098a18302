import Testing

@Suite("Drawing judges on the command line", .serialized)
struct AssignmentCommandTests {
    @Test("a draw is published as a file, and a stranger draws the same from it without a database")
    func story() async throws {
        try await Program.inTemporaryFolder { program in
            @discardableResult
            func done(_ line: String) throws -> Program.Outcome {
                let outcome = try program.shell("cnnt \(line)")
                #expect(outcome.status == 0, "\(line): \(outcome.errors)")
                return outcome
            }
            try program.write("name,legal_form,commune_code\nCơ sở Mẫu,cooperative,05503\n", to: "makers.csv")
            try program.write(
                "name,group,establishment_id\nChè Mẫu,food,1\nBánh Mẫu,food,1\nGốm Mẫu,handicraft,1\n",
                to: "products.csv")
            try program.write(
                "product_id,entry_code,filed_on\n1,A1,2023-04-10\n2,A2,2023-04-10\n3,A3,2023-04-10\n",
                to: "entries.csv")
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
            for number in 1...4 {
                try done(
                    "panel add 1 --judge J\(number) --name 'Giám khảo \(number)' --role \(number == 1 ? "head" : "judge")"
                )
            }
            let none = try program.shell("cnnt assignment recompute 1")
            #expect(none.status == 1 && none.errors.contains("error[unknown-assignment]"))
            try done("assignment draw 1 --per-entry 2 --seed 'xổ số 14/5'")
            let listed = try done("assignment list 1 --format csv").output
            let again = try done("assignment recompute 1 --out input.json --format csv")
            #expect(again.output == listed && again.errors.contains("xổ số 14/5"))
            let hash = try program.shell("sha256sum input.json").output.prefix(64)
            #expect(again.errors.contains(hash))
            let alone = try program.with(["CNNT_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/x"])
                .shell("cnnt assignment recompute --input input.json --format csv")
            #expect(alone.status == 0 && alone.output == listed, "\(alone.errors)")

            try program.write(
                try program.read("input.json").replacing("\"seed\":\"", with: "\"seed\":\"x"),
                to: "other.json")
            #expect(try done("assignment recompute --input other.json").errors.contains(hash) == false)
            try program.write("{\"format\": \"x\"}", to: "bad.json")
            let bad = try program.shell("cnnt assignment recompute --input bad.json")
            #expect(bad.status == 1 && bad.errors.contains("error[assignment-input-unreadable]"))
            #expect(bad.errors.contains("bad.json"))
            #expect(try program.shell("cnnt assignment recompute").status == 2)
        }
    }
}
