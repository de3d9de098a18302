import Foundation
import Testing

/// The program is killed where it has written a part of what it writes: in the database, as far as the table named, which another
/// session holds; in the folder, after so many files.
@Suite("The program is killed while it issues certificates", .serialized)
struct KilledBatchTests {
    private static let products = 36

    /// Runs `cnnt $1` until there are `$3` files of the name `$2`, and kills it. Says what it ended with, and how many there are.
    private static let atFiles = """
        set -u
        cnnt $1 >killed.txt 2>&1 & program=$!
        shopt -s nullglob
        while kill -0 $program 2>/dev/null; do
          found=($2); [ ${#found[@]} -ge $3 ] && break
        done
        kill -KILL $program 2>/dev/null; wait $program; echo "$?"
        found=($2); echo "${#found[@]}"
        """

    @Test(
        "at eleven moments: no file is half written, no number is lost or given twice, and running again completes"
    )
    func killed() async throws {
        try await Program.inTemporaryFolder { program in
            let office = program.with(["CNNT_BASE_URL": "https://congthuong.example.vn"])
            try Self.prepare(office)
            try office.write(KilledAtTable.script, to: "at-table.sh")
            try office.write(Self.atFiles, to: "at-files.sh")
            func issue(_ folder: String) -> String {
                "certificate issue 1 --out \(folder) --issued-on 2023-07-10 --combined \(folder).pdf"
            }
            let all = (1...Self.products).map { Self.number($0) }
            // before the numbers are given for good there is none, and then there are all; they are sealed next
            for (table, given) in [
                ("audit_event", []), ("certificate_series", []), ("certificate", []), ("evidence_leaf", all),
            ] {
                let killed = try office.shell("bash at-table.sh '\(issue("none"))' \(table)")
                #expect(killed.output == "137\n", "\(table): \(killed.output)\(killed.errors)")
                #expect(try Self.numbers(office) == given, "\(table)")
                #expect(try Self.files(office, "none").isEmpty, "\(table)")
                #expect(try office.run("check").status == 0, "\(table)")
            }
            // the files are drawn, and not yet on record
            let killed = try office.shell("bash at-table.sh '\(issue("p0"))' certificate_file")
            #expect(killed.output == "137\n", "\(killed.output)\(killed.errors)")
            let numbers = try Self.numbers(office)
            #expect(numbers == all)
            try Self.expectWhole(office, "p0")
            // files in the folder, and then the one to print them all
            for (folder, pattern, count) in [
                ("p1", "p1/*.pdf", 1), ("p2", "p2/*.pdf", 6), ("p3", "p3/*.pdf", 18), ("p4", "p4/*.pdf", 35),
                ("p5", "p5/manifest.csv", 1), ("p6", ".p6.pdf.part", 1),
            ] {
                let killed = try office.shell("bash at-files.sh '\(issue(folder))' '\(pattern)' \(count)")
                let said = killed.output.split(separator: "\n")
                #expect(said.first == "137", "\(folder): \(killed.output)\(killed.errors)")
                #expect(try Self.numbers(office) == numbers, "\(folder)")
                try Self.expectWhole(office, folder)
                #expect(!FileManager.default.fileExists(atPath: office.folder + "/\(folder).pdf"))
                #expect(try office.run("check").status == 0, "\(folder)")
            }
            // each is completed by the same command, with the same bytes everywhere
            var manifests: Set<String> = []
            for folder in ["p0", "p1", "p2", "p3", "p4", "p5", "p6"] {
                let again = try office.shell("cnnt \(issue(folder))")
                #expect(again.status == 0, "\(folder): \(again.errors)")
                #expect(try Self.files(office, folder).count == Self.products, "\(folder)")
                try Self.expectWhole(office, folder)
                manifests.insert(try office.read("\(folder)/manifest.csv"))
                let names = try FileManager.default.contentsOfDirectory(atPath: office.folder + "/" + folder)
                #expect(names.count == Self.products + 1, "\(names)")
            }
            #expect(manifests.count == 1)
            let beside = try FileManager.default.contentsOfDirectory(atPath: office.folder)
            #expect(!beside.contains { $0.hasSuffix(".part") })
            let sums = try office.shell(
                "sha256sum p?.pdf | cut -d' ' -f1 | sort -u | wc -l; qpdf --check p0.pdf")
            #expect(sums.status == 0 && sums.output.hasPrefix("1\n"), "\(sums.output)")
            #expect(try Self.numbers(office) == numbers)
            #expect(try office.shell("cnnt certificate verify p6/*.pdf").status == 0)
            #expect(try office.run("check").status == 0)
        }
    }

    private static func number(_ serial: Int) -> String {
        let digits = String(serial)
        return String(repeating: "0", count: 4 - digits.count) + digits + "/2023/CNNT-T19"
    }

    private static func numbers(_ office: Program) throws -> [String] {
        let list = try office.run("certificate", "list", "--round", "1", "--format", "csv")
        #expect(list.status == 0, "\(list.errors)")
        return list.rows.compactMap { $0["number"] }
    }

    /// The names of whole files, as programs and people see them.
    private static func files(_ office: Program, _ folder: String) throws -> [String] {
        let path = office.folder + "/" + folder
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        return try FileManager.default.contentsOfDirectory(atPath: path)
            .filter { $0.hasSuffix(".pdf") && !$0.hasPrefix(".") }.sorted()
    }

    /// Every file that bears a certificate's name is that certificate, to the last byte.
    private static func expectWhole(_ office: Program, _ folder: String) throws {
        let names = try files(office, folder)
        for name in names {
            let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(office.folder)/\(folder)/\(name)"))
            #expect(bytes.suffix(6) == Data("%%EOF\n".utf8), "\(folder)/\(name)")
        }
        guard !names.isEmpty else { return }
        let checked = try office.shell(
            "for file in \(folder)/*.pdf; do qpdf --check $file >/dev/null || exit; done")
        #expect(checked.status == 0, "\(folder): \(checked.errors)")
        let recorded = try office.run("certificate", "list", "--round", "1", "--format", "csv").rows
        let hashes = try office.shell("sha256sum \(folder)/*.pdf").output.split(separator: "\n").map {
            $0.split(separator: " ")
        }
        let kept = Dictionary(
            recorded.map {
                (($0["number"] ?? "").replacingOccurrences(of: "/", with: "-"), $0["sha256"] ?? "")
            }
        ) { first, _ in first }
        for hash in hashes {
            let number = hash[1].split(separator: "/")[1].dropLast(4)
            let known = try #require(kept[String(number)])
            // empty: killed before it was on record
            #expect(known.isEmpty || known == hash[0], "\(folder)/\(number)")
        }
    }

    /// The province's round of 2023 with as many recognised products, and no certificate yet.
    private static func prepare(_ office: Program) throws {
        let prepared = try office.shell(
            """
            set -e
            exec >prepared.txt
            cp -r '\(Program.projectRoot)/sql/demo' example
            cnnt unit import example/units.csv --lineage example/lineage.csv
            cnnt establishment import example/establishments.csv --as-of 2023-05-15
            cnnt product import example/products.csv
            cnnt round create --regulation vbhn-16-2018 --level provincial --organiser 19 --year 2023 --held-on 2023-05-15 \\
              --name "Bình chọn tỉnh Thái Nguyên 2023"
            cnnt round open 1
            { echo product_external_id,entry_code,exception,filed_on
              for n in $(seq \(products)); do printf 'SP%02d,A%d,lower-round-not-held,2023-04-10\\n' $n $n; done; } >entries.csv
            cnnt entry import 1 entries.csv
            cnnt entry accept 1 --all
            cnnt panel add 1 --judge J1 --name "Giám khảo 1" --role head
            for n in 2 3; do cnnt panel add 1 --judge J$n --name "Giám khảo $n" --role judge; done
            cnnt council add 1 --name "Ủy viên 1" --role chair
            cnnt council add 1 --name "Ủy viên 2" --role standing-vice-chair
            for n in 3 4 5 6 7; do cnnt council add 1 --name "Ủy viên $n" --role member; done
            cnnt round judge 1
            { echo entry,judge,criterion,score
              for n in $(seq \(products)); do for j in 1 2 3; do
                printf 'A%d,J%d,market,35\\nA%d,J%d,economy,35\\nA%d,J%d,culture,9\\nA%d,J%d,other,9\\n' $n $j $n $j $n $j $n $j
              done; done; } >scores.csv
            cnnt score import 1 scores.csv
            cnnt round close 1 --seed x
            { echo entry,recognised; for n in $(seq \(products)); do echo A$n,yes; done; } >decision.csv
            cnnt round decide 1 --number 1234/QĐ-UBND --date 2023-06-30 --signatory "Nguyễn Văn Mẫu" --file decision.csv
            """)
        #expect(prepared.status == 0, "\(prepared.errors)")
    }
}
