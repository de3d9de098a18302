import Foundation
import Postgres
import Registry
import TestPictures
import Testing

/// The round of `BlindnessTests`, half judged: two entrants that have nothing in common, and a head judge from where the first
/// one is.
enum BlindRound {
    /// A round of two entrants that have nothing in common, half judged.
    static func prepare(_ program: Program) throws {
        func done(_ line: String, _ sourceLocation: SourceLocation = #_sourceLocation) throws {
            let outcome = try program.shell(line)
            #expect(outcome.status == 0, "\(line): \(outcome.errors)", sourceLocation: sourceLocation)
        }
        try program.write(
            """
            name,legal_form,commune_code,address,phone,representative
            Cơ sở Chè Mẫu,cooperative,05503,Xóm Một,0912000111,Nguyễn Thị Một
            Lò Gốm Ví Dụ,household,05491,Xóm Hai,0912000222,Trần Văn Hai

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
        try program.write(
            #"{"judges": {"dossier_parts": ["photo", "description"]}}"#, to: "plan.json")
        let sql = Program.projectRoot + "/sql/demo"
        try writeFilesOfOthers(program)
        try done("cnnt unit import '\(sql)/units.csv' --lineage '\(sql)/lineage.csv'")
        try done("cnnt establishment import makers.csv --as-of 2023-05-15")
        try done("cnnt product import products.csv")
        try done(
            "cnnt round create --regulation vbhn-16-2018 --level district --organiser 164 --year 2023 --held-on 2023-05-15 --name 'Bình chọn thử' --plan plan.json"
        )
        try addDossiers(program, done)
        try done("cnnt round open 1 && cnnt entry import 1 entries.csv && cnnt entry accept 1 --all")
        try done(
            "for n in 1 2 3; do cnnt panel add 1 --judge J$n --name \"Giám khảo $n\" --role $([ $n = 1 ] && echo head || echo judge) --from 2023-05-15 $([ $n = 1 ] && echo --unit 05503); done"
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
            try done("printf '%s\\n' '\(Program.password)' | cnnt user passwd \(login)")
        }
        try lastYear(program, done)
        try writeForm(program)
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

    /// The two dossiers: a picture and a description that judges may see, a form and a certificate that they may not. What is
    /// written about them names their makers.
    private static func addDossiers(
        _ program: Program, _ done: (String, SourceLocation) throws -> Void
    ) throws {
        for (number, maker) in [(1, "Chè Mẫu"), (2, "Lò Gốm")] {
            try program.write(Picture(width: 96, height: 64, seed: number).jpeg(), to: "photo\(number).jpg")
            for kind in ["description", "registration-form", "legal-status"] {
                try program.write(samplePDF("% \(kind) \(maker)"), to: "\(kind)\(number).pdf")
            }
            for line in [
                "cnnt dossier add \(number) photo\(number).jpg --kind photo --title 'Ảnh của \(maker)'",
                "cnnt dossier add \(number) description\(number).pdf --kind description --title '\(maker)'",
                "cnnt dossier add \(number) registration-form\(number).pdf --kind registration-form",
                "cnnt dossier add --establishment \(number) legal-status\(number).pdf --kind legal-status --number 460\(number) --issuer 'Sở Kế hoạch' --issued-on 2020-02-03",
            ] { try done(line, #_sourceLocation) }
        }
    }

    /// What commands that judges may not use read before they are refused.
    private static func writeFilesOfOthers(_ program: Program) throws {
        for (name, text) in [
            (
                "units.csv",
                "code,level,name,full_name,kind,parent_code,valid_from,valid_to\n99999,commune,X,Xã X,commune,19,,\n"
            ),
            ("calendar.csv", "date,kind,legal_basis\n2023-09-02,holiday,x\n"),
            ("correction.csv", "entry,judge,criterion,action,score\nA1,J2,market,exclude,\n"),
            (
                "awards.csv",
                "product_name,establishment_name,level,year,issuer_code,decision_number,decision_date\nX,Y,provincial,2023,19,1/QĐ-UBND,2023-10-10\n"
            ),
            (
                "rewards.csv",
                "level,territory,amount_vnd,valid_from,legal_basis\nprovincial,19,1,2023-01-01,x\n"
            ),
            ("booths.csv", "code,x_m,y_m,width_m,depth_m\nA01,0,0,3,3\n"),
            ("quota.csv", "province_code,booths,funds\n19,1,local\n"),
            (
                "funding.csv",
                "source,fair_kind,share_percent,valid_from,legal_basis\nnational,organised,50,2023-01-01,x\n"
            ),
            ("requests.csv", "tenant_kind,tenant_name,booths,filed_on\nsponsor,x,1,2026-11-01\n"),
            ("rules.json", #"{"id": "thu-1", "extends": "vbhn-46-2025", "territory": "19"}"#),
            ("photo.jpg", "x"),
        ] { try program.write(text, to: name) }
        try FileManager.default.createDirectory(
            atPath: program.folder + "/scans", withIntermediateDirectories: true)
        try program.write("file,kind\nphoto.jpg,photo\n", to: "scans/papers.csv")
        try program.write("x", to: "scans/photo.jpg")
    }

    /// A form in which a browser asks about a certificate's file.
    private static func writeForm(_ program: Program) throws {
        let folder = program.folder + "/papers"
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter {
            $0.hasSuffix(".pdf")
        }
        let paper = try Data(contentsOf: URL(fileURLWithPath: folder + "/" + (names.sorted().first ?? "")))
        let head = """
            --\(Program.formBoundary)\r
            Content-Disposition: form-data; name="file"; filename="a.pdf"\r
            Content-Type: application/pdf\r\n\r\n
            """
        try program.write(
            Array(head.utf8) + Array(paper) + Array("\r\n--\(Program.formBoundary)--\r\n".utf8),
            to: "form.bin")
    }

    /// The sheets that are missing, and the round closed.
    static func close(_ program: Program) throws {
        let marks = [("A1", "J3"), ("A2", "J1"), ("A2", "J3")].flatMap { entry, judge in
            ["market,33", "economy,31", "culture,8", "other,\(entry == "A1" ? 6 : 7)"].map {
                "\(entry),\(judge),\($0)\n"
            }
        }
        try program.write("entry,judge,criterion,score\n" + marks.joined(), to: "rest.csv")
        for line in [
            "cnnt score save 1 A1 J2 --mark market=31 economy=30 culture=8 other=7 --as-user hoa",
            "cnnt score submit 1 A1 J2 --as-user hoa", "cnnt score import 1 rest.csv",
            "cnnt round close 1",
        ] { try run(line, program) }
    }

    /// The first entry is recognised; nobody is told before the round is published.
    static func decide(_ program: Program) throws {
        try program.write("entry,recognised\nA1,yes\nA2,no\n", to: "decided.csv")
        for line in [
            "cnnt round decide 1 --number 12/QĐ-UBND --date 2023-06-30 --signatory 'Người ký' --file decided.csv",
            "cnnt certificate issue 1 --out papers1 --issued-on 2023-07-10",
        ] { try run(line, program) }
    }

    private static func run(_ line: String, _ program: Program) throws {
        let outcome = try program.shell(line)
        #expect(outcome.status == 0, "\(line): \(outcome.errors)")
    }

    /// Whose the two codes are, exchanged past the program: with the papers that judges may not see, and with what is written
    /// about those that they may.
    static func swap(_ program: Program) async throws {
        let cluster = PrivateCluster(dataDirectory: program.folder + "/data")
        let name = try #require(try program.run("db", "url").output.firstMatch(of: /@\/([^?]+)\?/)?.1)
        let database = Database(
            url: cluster.url(database: String(name), role: "postgres"), poolSize: 1,
            acquireTimeout: .seconds(120))
        do {
            try await database.transaction { session in
                try session.script(
                    """
                    SET LOCAL session_replication_role = replica;
                    CREATE TEMPORARY TABLE place ON COMMIT DROP AS
                      SELECT entry_id, product_id, establishment_id FROM entry WHERE round_id = 1;
                    UPDATE entry SET product_id = -product_id WHERE round_id = 1;
                    UPDATE entry e SET product_id = p.product_id, establishment_id = p.establishment_id
                    FROM place p WHERE p.entry_id <> e.entry_id AND e.round_id = 1;
                    UPDATE entry_paper p SET entry_id = (SELECT sum(e.entry_id) FROM entry e WHERE e.round_id = 1) - p.entry_id
                    FROM dossier_paper d
                    WHERE d.dossier_paper_id = p.dossier_paper_id AND d.kind NOT IN ('photo', 'description')
                      AND p.entry_id IN (SELECT e.entry_id FROM entry e WHERE e.round_id = 1);
                    CREATE TEMPORARY TABLE written ON COMMIT DROP AS SELECT * FROM dossier_paper;
                    UPDATE dossier_paper d SET product_id = w.product_id, title = w.title,
                      received_sha256 = w.received_sha256, added_at = w.added_at
                    FROM written w WHERE w.kind = d.kind AND w.dossier_paper_id <> d.dossier_paper_id
                      AND d.kind IN ('photo', 'description')
                    """)
            }
            await database.close()
        } catch {
            await database.close()
            throw error
        }
    }
}
