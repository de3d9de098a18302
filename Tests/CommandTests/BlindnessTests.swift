import Foundation
import Postgres
import RuralIndustry
import Testing

@testable import Registry

/// A judge learns nothing of whose product an entry is: two entrants change places behind their codes, and every command that
/// judges can reach says the same to the byte.
@Suite("Blind judging on the command line", .serialized)
struct BlindnessTests {
    /// Commands by what they ask the policy for, as a judge types them; A1 and A2 are the entries, J2 is the judge.
    private static let ofJudges: [Action: [String]] = [
        .roundRead: ["round list", "round show 1", "council list 1", "panel list 1"],
        .sheetRead: [
            "score list 1", "score list 1 --format json", "score sheet show 1 A1 J2",
            "score sheet show 1 A2 J2",
            "score history 1 A2 J2", "score sheet show 1 A1 J1", "score history 1 A1 J3",
            "score sheet show 1 A9 J2",
        ],
        .sheetSave: [
            "score save 1 A1 J2 --mark market=30 --dry-run", "score save 1 A2 J2 --mark market=30 --dry-run",
            "score save 1 --file own.csv --dry-run",
        ],
        .sheetSubmit: ["score submit 1 A1 J2", "score submit 1 A2 J2"],
        .awardHistory: [
            "award history --product 1", "award history --product 2", "award history --establishment 1",
            "award history --establishment 2", "award history --unit 05503",
        ],
        // by no command: at the addresses below
        .certificateVerify: [],
        .fairVisit: [],
        .signIn: [],
        .registrySearch: ["search che", "search gom --format json", "search 'cơ sở'"],
        .unitRead: [
            "unit list --level province", "unit show 05503 --as-of 2023-05-15", "unit lineage 05503",
            "unit resolve 'Thái Nguyên'", "unit regions", "unit authorities",
        ],
        .calendarRead: ["calendar list", "calendar deadline 15 --from 2026-11-02"],
        .regulationRead: ["regulation list", "regulation show vbhn-16-2018", "regulation rewards"],
        .keyRead: ["key list"],
    ]
    /// What the head judge reaches beyond these.
    private static let ofHeads: [Action: [String]] = [
        .assignmentRead: ["assignment list 1"],
        .tallyRead: ["tally 1", "tally 1 --detail", "tally 1 --analyse", "round versions 1"],
        .minutesRead: ["round minutes 1 --out minutes.txt"],
        .sheetReopen: ["score reopen 1 A1 J2 --because x"],
    ]
    /// What they do not reach must not tell either, by how it refuses.
    private static let refused = [
        "entry list 1", "establishment show 1", "establishment list", "product show 1", "product list",
        "dossier check --round 1 --entry A1", "dossier list 1", "conflict list 1", "bundle export 1 x.json",
        "award list",
        "score differences 1", "score accept-typed 1", "score import 1 own.csv",
        "score type 1 own.csv --copy 1",
        "round close 1 --dry-run", "panel account 1", "audit tail", "certificate list", "certificate show 1",
        "nomination list", "user list", "score sheets 1 --out sheets", "score code 1 J1", "complaint list 1",
        "round votes 1", "fair list", "booth list 1", "booth history --establishment 1",
        "booth request list 1", "booth waiting list 1", "fair terms 1", "fair runs 1",
        "fair minutes 1 --out m.txt",
    ]

    /// What anybody reaches over the network: certificates of last year, with their proofs, and who makes what.
    private static func addresses(_ code: String) -> [String] {
        [
            "/c/\(code)", "/c/\(code)/proof", "/api/v1/certificates/\(code)",
            "/api/v1/certificates/\(code)/proof",
            "/c/00000000000000000/proof", "/api/v1/awards?product=1", "/api/v1/awards?product=2",
            "/api/v1/awards?establishment=1", "/api/v1/awards?establishment=2",
            "/api/v1/awards?unit=05503&as_of=2023-06-01", "/c/A1", "/readyz",
            "/fairs/1",
        ]
    }

    @Test("every action that a judge or head judge has is tried here: a new one must be thought of")
    func complete() {
        #expect(Policy.table[.judge] == Set(Self.ofJudges.keys))
        #expect(Policy.table[.headJudge] == Set(Self.ofJudges.keys).union(Self.ofHeads.keys))
    }

    @Test("when two entrants change places behind their codes, no judge sees any difference")
    func swapped() async throws {
        let folder = "/tmp/cnnt-test-" + UUID().uuidString.prefix(8).lowercased()
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        let program = Program(folder: folder, environment: ["CNNT_BASE_URL": "https://cnnt.example"])
        defer {
            _ = try? program.run("db", "stop")
            try? FileManager.default.removeItem(atPath: folder)
        }
        try Self.prepare(program)
        let (before, known) = (
            try Self.answers(program), try program.shell("cnnt entry list 1 --format csv").output
        )
        try await Self.swap(program)
        let (after, knownAfter) = (
            try Self.answers(program), try program.shell("cnnt entry list 1 --format csv").output
        )
        #expect(known != knownAfter, "the entrants have changed places, as those who may see them see")
        #expect(before.count == after.count && before.count > 70)
        for (command, answer) in before.sorted(by: { $0.key < $1.key }) {
            #expect(after[command] == answer, "\(command)")
        }
        let mistyped = before.filter { $0.value.hasPrefix("2 ") }.keys.sorted()
        #expect(mistyped.isEmpty, "commands that are none")
    }

    /// Status, output and errors of every command as the judge and as the head judge.
    private static func answers(_ program: Program) throws -> [String: String] {
        let heads = ofJudges.merging(ofHeads) { mine, _ in mine }
        var answers: [String: String] = [:]
        for (login, reached) in [("hoa", ofJudges), ("truong", heads)] {
            for command in reached.values.flatMap(\.self) + refused {
                let outcome = try program.shell("cnnt \(command) --as-user \(login)")
                answers["\(login): \(command)"] = "\(outcome.status) \(outcome.output)\n\(outcome.errors)"
            }
        }
        for command in refused {
            #expect(answers["hoa: \(command)"]?.hasPrefix("1 \nerror[not-permitted]") == true, "\(command)")
        }
        let papers = try program.shell("cnnt certificate list --round 2 --format csv").rows
        let code = try #require(papers.first?["code"])
        try program.serving { port in
            for address in addresses(code) {
                for accept in ["text/html", "application/json"] {
                    let answer = try program.get(address, at: port, accept: accept)
                    answers["\(accept) \(address)"] =
                        answer.status + "\n"
                        + answer.body.replacing(/"request_id":"[^"]*"/, with: "\"request_id\":\"…\"")
                }
            }
        }
        #expect(answers["text/html /c/\(code)/proof"]?.hasPrefix("HTTP/1.1 200") == true)
        return answers
    }

    /// A round of two entrants that have nothing in common, half judged.
    private static func prepare(_ program: Program) throws {
        func done(_ line: String, _ sourceLocation: SourceLocation = #_sourceLocation) throws {
            let outcome = try program.shell(line)
            #expect(outcome.status == 0, "\(line): \(outcome.errors)", sourceLocation: sourceLocation)
        }
        try program.write(
            """
            name,legal_form,commune_code,address,phone,representative
            Cơ sở Chè Mẫu,cooperative,05503,Xóm Một,0912000111,Nguyễn Thị Một
            Lò Gốm Ví Dụ,household,05503,Xóm Hai,0912000222,Trần Văn Hai

            """, to: "makers.csv")
        try program.write(
            """
            name,group,establishment_id,members,description
            Chè Mẫu,food,1,,Chè búp
            Bộ Gốm Ví Dụ,food,2,Ấm|Chén,Gốm nung

            """, to: "products.csv")
        try program.write(
            """
            product_id,entry_code,judging_name,filed_on
            1,A1,Sản phẩm một,2023-04-10
            2,A2,Sản phẩm hai,2023-04-10

            """, to: "entries.csv")
        try program.write("entry,judge,criterion,score\nA1,J2,economy,20\nA2,J2,economy,21\n", to: "own.csv")
        let sql = Program.projectRoot + "/sql/demo"
        try done("cnnt unit import '\(sql)/units.csv' --lineage '\(sql)/lineage.csv'")
        try done("cnnt establishment import makers.csv --as-of 2023-05-15")
        try done("cnnt product import products.csv")
        try done(
            "cnnt round create --regulation vbhn-16-2018 --level district --organiser 164 --year 2023 --held-on 2023-05-15 --name 'Bình chọn thử'"
        )
        try done("cnnt round open 1 && cnnt entry import 1 entries.csv && cnnt entry accept 1 --all")
        try done(
            "for n in 1 2 3; do cnnt panel add 1 --judge J$n --name \"Giám khảo $n\" --role $([ $n = 1 ] && echo head || echo judge); done"
        )
        try done(
            "cnnt council add 1 --name 'Ủy viên 1' --role chair && cnnt council add 1 --name 'Ủy viên 2' --role standing-vice-chair"
        )
        try done("for n in 3 4 5; do cnnt council add 1 --name \"Ủy viên $n\" --role member; done")
        try done("cnnt assignment draw 1 --per-entry 3 --seed x && cnnt round judge 1")
        for (login, role, judge) in [("truong", "head-judge", "J1"), ("hoa", "judge", "J2")] {
            try done(
                "cnnt user add \(login) --name 'Người \(login)' && cnnt user grant \(login) --role \(role) --in round:1"
            )
            try done("cnnt panel account 1 --judge \(judge) --login \(login)")
        }
        try lastYear(program, done)
        let sheet = "--mark market=30 economy=30 culture=8 other=7"
        try done("cnnt score save 1 A1 J2 --mark market=31 --as-user hoa")
        try done(
            "cnnt score save 1 A2 J2 \(sheet) --comment 'Đẹp' --as-user hoa && cnnt score submit 1 A2 J2 --as-user hoa"
        )
        try done(
            "cnnt score save 1 A1 J1 \(sheet) --as-user truong && cnnt score submit 1 A1 J1 --as-user truong")
    }

    /// A round of the year before with the same products, all told: its certificates are public, with their proofs.
    private static func lastYear(_ program: Program, _ done: (String, SourceLocation) throws -> Void) throws {
        try program.write(
            "product_id,entry_code,filed_on\n1,B1,2022-04-10\n2,B2,2022-04-10\n", to: "before.csv")
        try program.write(
            "entry,judge,criterion,score\n"
                + ["B1", "B2"].flatMap { entry in
                    ["market,30", "economy,30", "culture,8", "other,8"].map { "\(entry),K1,\($0)\n" }
                }.joined(), to: "marks.csv")
        try program.write("entry,recognised\nB1,yes\nB2,yes\n", to: "decision.csv")
        for line in [
            "cnnt round create --regulation vbhn-16-2018 --level district --organiser 164 --year 2022 --held-on 2022-05-15 --name 'Năm trước'",
            "cnnt round open 2 && cnnt entry import 2 before.csv && cnnt entry accept 2 --all",
            "cnnt panel add 2 --judge K1 --name 'Giám khảo năm trước' --role head",
            "cnnt council add 2 --name 'Ủy viên 1' --role chair && cnnt council add 2 --name 'Ủy viên 2' --role standing-vice-chair",
            "for n in 3 4 5; do cnnt council add 2 --name \"Ủy viên $n\" --role member; done",
            "cnnt round judge 2 && cnnt score import 2 marks.csv && cnnt round close 2",
            "cnnt round decide 2 --number 9/QĐ-UBND --date 2022-06-30 --signatory 'Người ký' --file decision.csv",
            "cnnt certificate issue 2 --out papers --issued-on 2022-07-10 && cnnt round publish 2",
        ] { try done(line, #_sourceLocation) }
    }

    /// Whose the two codes are, exchanged past the program.
    private static func swap(_ program: Program) async throws {
        let cluster = PrivateCluster(dataDirectory: program.folder + "/data")
        let name = try #require(try program.run("db", "url").output.firstMatch(of: /@\/([^?]+)\?/)?.1)
        let database = Database(url: cluster.url(database: String(name), role: "postgres"), poolSize: 1)
        do {
            try await database.transaction { session in
                try session.script(
                    """
                    SET LOCAL session_replication_role = replica;
                    CREATE TEMPORARY TABLE place ON COMMIT DROP AS
                      SELECT entry_id, product_id, establishment_id FROM entry WHERE round_id = 1;
                    UPDATE entry SET product_id = -product_id WHERE round_id = 1;
                    UPDATE entry e SET product_id = p.product_id, establishment_id = p.establishment_id
                    FROM place p WHERE p.entry_id <> e.entry_id AND e.round_id = 1
                    """)
            }
            await database.close()
        } catch {
            await database.close()
            throw error
        }
    }
}
