import Foundation
import Testing

@Suite("Recording a decision on the command line", .serialized)
struct DecideCommandTests {
    private static let decide =
        "cnnt round decide 1 --number 9/QĐ-UBND --date 2022-06-30 --signatory 'Người ký' --file decision.csv"

    /// A round of two products that is closed.
    private static func close(_ program: Program) throws {
        try program.write(
            "name,legal_form,commune_code\nCơ sở Chè Mẫu,cooperative,05503\nLò Gốm Ví Dụ,household,05491\n",
            to: "makers.csv")
        try program.write(
            "name,group,establishment_id\nChè Mẫu,food,1\nGốm Ví Dụ,food,2\n", to: "products.csv")
        try program.write(
            "product_id,entry_code,filed_on\n1,B1,2022-04-10\n2,B2,2022-04-10\n", to: "entries.csv")
        try program.write(
            "entry,judge,criterion,score\n"
                + ["B1", "B2"].flatMap { entry in
                    ["market,30", "economy,30", "culture,8", "other,8"].map { "\(entry),K1,\($0)\n" }
                }.joined(), to: "marks.csv")
        try program.write("entry,recognised\nB1,yes\nB2,no\n", to: "decision.csv")
        let sql = Program.projectRoot + "/sql/demo"
        for line in [
            "cnnt unit import '\(sql)/units.csv' --lineage '\(sql)/lineage.csv'",
            "cnnt establishment import makers.csv --as-of 2022-05-15 && cnnt product import products.csv",
            "cnnt round create --regulation vbhn-16-2018 --level district --organiser 164 --year 2022 --held-on 2022-05-15 --name 'Kỳ mẫu'",
            "cnnt round open 1 && cnnt entry import 1 entries.csv && cnnt entry accept 1 --all",
            "cnnt panel add 1 --judge K1 --name 'Giám khảo' --role head",
            "cnnt council add 1 --name 'Ủy viên 1' --role chair && cnnt council add 1 --name 'Ủy viên 2' --role standing-vice-chair",
            "for n in 3 4 5; do cnnt council add 1 --name \"Ủy viên $n\" --role member; done",
            "cnnt round judge 1 && cnnt score import 1 marks.csv && cnnt round close 1",
        ] {
            let outcome = try program.shell(line)
            #expect(outcome.status == 0, "\(line): \(outcome.errors)")
        }
    }

    /// A mark of the second product, corrected by an act of its own.
    private static func correction(_ number: Int) -> String {
        "printf 'entry,judge,criterion,score,action\\nB2,K1,market,\(number),replace\\n' >c.csv && cnnt round correct 1 c.csv --because 'Ghi nhầm' --number \(number)/QĐ-HĐ --date $(TZ=ICT-7 date +%F) >/dev/null"
    }

    @Test("a script may say which preview it means, and goes on without saying it as before")
    func script() async throws {
        try await Program.inTemporaryFolder { program in
            let program = program.with(["CNNT_LANG": "en"])
            try Self.close(program)
            func run(_ more: String = "") throws -> Program.Outcome {
                try program.shell("\(Self.decide) --format csv\(more)")
            }
            let shown = try run(" --dry-run")
            #expect(shown.status == 0 && shown.errors.isEmpty, "\(shown.errors)")
            #expect(shown.output.hasPrefix("recognised,sets,unrecognised,digest\n1,0,1,"))
            let digest = try #require(shown.rows.first?["digest"])
            #expect(try program.shell(Self.correction(31)).status == 0)
            let refused = try run(" --shown \(digest)")
            #expect(refused.status == 1 && refused.errors.contains("error[preview-changed]"))
            #expect(try run(" --dry-run --shown \(digest)").status == 1)
            let again = try #require(try run(" --dry-run").rows.first?["digest"])
            #expect(again != digest)
            #expect(try program.shell("cnnt round show 1 --format csv").rows.first?["state"] == "closed")
            let made = try run(" --shown \(again)")
            #expect(
                made.status == 0 && made.output == "recognised,sets,unrecognised\n1,0,1\n", "\(made.errors)")
            #expect(try program.shell("cnnt round show 1 --format csv").rows.first?["state"] == "decided")
        }
    }

    @Test(
        "on a terminal all that is recorded is shown before the question, and what changes meanwhile is not recorded"
    )
    func terminal() async throws {
        try await Program.inTemporaryFolder { program in
            let program = program.with(["CNNT_LANG": "en", "TERM": "dumb"])
            try Self.close(program)
            // answers when it is asked, after something else was done
            func answer(_ answer: String, after meanwhile: String) throws -> Program.Outcome {
                try program.shell(
                    """
                    rm -f answer said && mkfifo answer
                    script -qec "\(Self.decide) --format json" /dev/null <answer >said 2>&1 &
                    asking=$!
                    exec 3>answer
                    while kill -0 $asking 2>/dev/null && ! grep -q 'c/K' said; do sleep 0.1; done
                    \(meanwhile)
                    printf '\(answer)\\n' >&3
                    wait $asking
                    status=$?
                    cat said
                    exit $status
                    """)
            }
            func state() throws -> String? {
                try program.shell("cnnt round show 1 --format csv").rows.first?["state"]
            }
            let no = try answer("k", after: "true")
            #expect(no.status == 1 && no.output.contains("error[not-confirmed]"), "\(no.output)")
            for text in [
                "Decision 9/QĐ-UBND of 2022-06-30", "Người ký",
                "Recognised: 1, of which sets: 0; not recognised: 1",
                "Chè Mẫu", "Gốm Ví Dụ", "Lò Gốm Ví Dụ", "Digest: ",
            ] { #expect(no.output.contains(text), "\(text): \(no.output)") }
            let late = try answer("c", after: Self.correction(31))
            #expect(late.status == 1 && late.output.contains("error[preview-changed]"), "\(late.output)")
            #expect(try state() == "closed")
            let done = try answer("c", after: "true")
            #expect(done.status == 0 && done.output.contains("\"recognised\" : 1"), "\(done.output)")
            #expect(try state() == "decided")
        }
    }
}
