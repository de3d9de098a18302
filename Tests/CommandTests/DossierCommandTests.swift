import Foundation
import TestPictures
import Testing

@Suite("Dossiers on the command line", .serialized)
struct DossierCommandTests {
    @Test("a folder is filed, checked by name, fetched without its location, and pinned to an accepted entry")
    func story() async throws {
        try await Program.inTemporaryFolder { program in
            try program.write(
                "name,legal_form,commune_code,external_id\nCơ sở Mẫu,cooperative,05503,CS1\n",
                to: "makers.csv")
            try program.write("name,group,establishment_external_id\nChè Mẫu,food,CS1\n", to: "products.csv")
            let sql = Program.projectRoot + "/sql/demo"
            try run(program, "unit import '\(sql)/units.csv' --lineage '\(sql)/lineage.csv'")
            try run(program, "establishment import makers.csv --as-of 2023-05-15")
            try run(program, "product import products.csv")

            let check = try program.shell("cnnt dossier check 1 --format csv")
            #expect(check.status == 1 && check.rows.count == 4)
            #expect(check.rows.map { $0["code"] }.last == "photographs-missing")
            #expect(check.errors.hasPrefix("error[dossier-incomplete]: hồ sơ chưa đủ"))

            try folder(program)
            #expect(try run(program, "dossier import 1 papers --dry-run --format csv").rows.count == 5)
            let filed = try run(program, "dossier import 1 papers --format csv")
            #expect(filed.rows.count == 5 && filed.errors.contains("warning[photograph-small]"))
            #expect(filed.rows.allSatisfy { $0["added_on"]?.isEmpty == false })
            // a dry run takes numbers too
            let id = filed.rows.first { $0["kind"] == "photo" }?["id"] ?? ""
            try run(program, "dossier get \(id) --out anh.jpg")
            let photo = [UInt8](try Data(contentsOf: URL(fileURLWithPath: program.folder + "/anh.jpg")))
            #expect(Picture(jpeg: photo)?.width == 32 && !photo.holds("GPS"))
            #expect(try program.shell("cnnt dossier get \(id) --out anh.jpg").status == 1)
            let picture = try run(program, "dossier publish-picture \(id) --alt 'Ấm chè' --format csv")
            #expect(picture.rows.first?["address"] == "/products/1/pictures/1")
            #expect(try program.shell("cnnt dossier publish-picture \(id) --alt x").status == 1)
            let down = try run(program, "dossier unpublish-picture \(id) --reason 'chụp nhầm' --format csv")
            #expect(down.rows.first?["unpublished_reason"] == "chụp nhầm")
            try expectWarningOnAcceptance(program)

            try run(
                program,
                "dossier add --establishment 1 papers/a.pdf --kind legal-status --number 46 --issuer Sở --issued-on 2020-01-02"
            )
            #expect(try run(program, "dossier check 1 --level district").output.contains("photograph-small"))
            #expect(try run(program, "dossier list 1 --format csv").rows.count == 6)
            #expect(try run(program, "dossier list --establishment 1 --format csv").rows.count == 1)
            // the entry keeps what it was accepted with
            #expect(try program.shell("cnnt dossier check --round 1 --entry A1").status == 1)
            #expect(try run(program, "check --format csv").status == 0)
        }
    }

    @Test("a file of two gigabytes is refused without being read, and wrong usage is told")
    func bad() async throws {
        try await Program.inTemporaryFolder { program in
            let shell = try program.shell("truncate -s 2G huge.pdf; cnnt dossier add 1 huge.pdf --kind other")
            #expect(shell.status == 1 && shell.errors.contains("error[file-too-large]: huge.pdf"))
            #expect(try program.shell("cnnt dossier add 1 --kind other").status == 2)
            #expect(try program.shell("cnnt dossier check 1 --entry A1").status == 2)
            #expect(
                try program.shell("cnnt dossier add 1 nowhere.pdf --kind other").errors.contains(
                    "file-unreadable"))
        }
    }

    private func expectWarningOnAcceptance(_ program: Program) throws {
        try run(
            program,
            "round create --regulation vbhn-16-2018 --level district --organiser 164 --year 2023 --held-on 2023-05-15 --name Mẫu"
        )
        try run(program, "round open 1")
        try program.write("product_id,entry_code,filed_on\n1,A1,2023-04-10\n", to: "entries.csv")
        try run(program, "entry import 1 entries.csv")
        let accepted = try run(program, "entry accept 1 --all")
        #expect(accepted.errors.contains("warning[paper-missing]: A1: thiếu: Giấy chứng nhận đăng ký"))
    }

    /// Two PDFs and three photographs, the first with a place and turned.
    private func folder(_ program: Program) throws {
        let folder = program.folder + "/papers"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let turned = Picture().jpeg().withSegment(0xE1, CameraBlock.exif(orientation: 6))
        let files: [(String, [UInt8])] = [
            ("a.pdf", samplePDF("% a")), ("b.pdf", samplePDF("% b")), ("1.jpg", turned),
            ("2.jpg", Picture(seed: 2).jpeg()), ("3.png", Picture(seed: 3).png()),
        ]
        for (name, bytes) in files { try Data(bytes).write(to: URL(fileURLWithPath: folder + "/" + name)) }
        try program.write(
            "file,kind\na.pdf,registration-form\nb.pdf,description\n1.jpg,photo\n2.jpg,photo\n3.png,photo\n",
            to: "papers/papers.csv")
    }

    @discardableResult
    private func run(
        _ program: Program, _ line: String, _ location: SourceLocation = #_sourceLocation
    ) throws -> Program.Outcome {
        let outcome = try program.shell("cnnt " + line)
        #expect(outcome.status == 0, "\(line): \(outcome.errors)", sourceLocation: location)
        return outcome
    }
}
