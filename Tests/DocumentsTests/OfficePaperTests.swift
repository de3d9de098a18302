import Foundation
import RuralIndustry
import Testing

@testable import Documents

@Suite("Office papers as PDF files")
struct OfficePaperTests {
    private static func papers() throws -> [OfficeDocument] {
        try OfficeSample.variousSheets().map { try OfficeRenderer.document($0) }
            + [OfficeSample.long(), OfficeSample.long(rows: 9, isLandscape: true)]
            + [AllocationForm.document(AllocationPaperTests.minutes())]
            + [
                ContractForm.document(ContractPaperTests.contract()),
                ContractForm.document(ContractPaperTests.contract(booths: 60)),
            ]
    }

    @Test(
        "files are PDF/A-2a and PDF/UA-1 by the veraPDF engine",
        .enabled(if: Tool.pdfaCheck != nil, "needs ../shared/tools/pdfa-check and java"))
    func conformance() throws {
        let check = try #require(Tool.pdfaCheck)
        let scratch = try Scratch()
        let renderer = try OfficeSample.renderer()
        let files = try Self.papers().enumerated().map { index, paper in
            try scratch.file("\(index).pdf", renderer.render(paper))
        }
        for flavour in ["2a", "ua1"] {
            let answer = try check.run([flavour] + files)
            #expect(answer.status == 0, "\(answer.text)")
            #expect(answer.text.split(separator: "\n").count { $0.contains("compliant=true") } == files.count)
        }
    }

    @Test("qpdf finds no fault", .enabled(if: Tool.qpdf.exists, "needs qpdf"))
    func structure() throws {
        let scratch = try Scratch()
        let renderer = try OfficeSample.renderer()
        for (index, paper) in try Self.papers().enumerated() {
            let answer = try Tool.qpdf("--check", scratch.file("\(index).pdf", renderer.render(paper)))
            #expect(answer.status == 0, "\(answer.text)")
        }
    }

    @Test(
        "poppler and MuPDF read every text exactly as it went in, and every page says which it is of how many",
        .enabled(if: Tool.pdftotext.exists && Tool.mutool.exists, "needs poppler-utils and mupdf-tools"))
    func readBack() throws {
        let scratch = try Scratch()
        let renderer = try OfficeSample.renderer()
        for paper in try Self.papers() {
            let file = try scratch.file("paper.pdf", renderer.render(paper))
            let expected = paper.sections.map(OfficeSample.words).joined(separator: " ")
            for answer in [
                try Tool.pdftotext("-raw", file, "-"), try Tool.mutool("draw", "-q", "-F", "txt", file),
            ] {
                let pages = answer.text.split(separator: "\u{C}").map {
                    $0.split(whereSeparator: \.isWhitespace).joined(separator: " ")
                }.filter { !$0.isEmpty }
                let counts = try renderer.pageCounts(of: paper)
                #expect(pages.count == counts.reduce(0, +))
                let numbered = zip(paper.sections, counts).flatMap { section, count in
                    (1...count).map { (section, $0, count) }
                }
                let words = zip(pages, numbered).map { text, page in
                    Self.content(of: text, page.0, number: page.1, of: page.2)
                }
                let isExact = Self.scalars(words.joined(separator: " ")) == Self.scalars(expected)
                #expect(isExact, "\(paper.title): \(words.joined(separator: " ").prefix(400))")
            }
        }
    }

    /// A page's text without what pages repeat, all of which must be there.
    private static func content(of text: String, _ section: OfficeSection, number: Int, of count: Int)
        -> String
    {
        var text = text[...]
        let foot = "\(section.foot) Trang \(number)/\(count)"
        #expect(text.hasSuffix(foot), "\(text.suffix(80))")
        text = text.dropLast(foot.count)
        if number > 1 {
            #expect(text.hasPrefix(section.runningHead))
            text = text.dropFirst(section.runningHead.count + 1)
            for case .table(let table) in section.blocks {
                let head = table.columns.map(\.title).joined(separator: " ")
                if text.hasPrefix(head) { text = text.dropFirst(head.count + 1) }
            }
        }
        return text.trimmingCharacters(in: .whitespaces)
    }

    /// Unicode scalars, because Swift's strings are equal also if one is decomposed.
    private static func scalars(_ text: String) -> [UInt32] { text.unicodeScalars.map(\.value) }

    @Test("a table's head is repeated, and no row but one that is taller than a page goes over two")
    func rows() throws {
        let scratch = try Scratch()
        let file = try scratch.file("paper.pdf", OfficeSample.renderer().render(OfficeSample.long()))
        let pages = try Tool.pdftotext("-raw", file, "-").text.split(separator: "\u{C}").map(String.init)
        let withRows = pages.filter { $0.contains("SP-") || $0.contains("chữ") }
        #expect(withRows.count > 3)
        for page in withRows.dropFirst() {
            #expect(
                page.split(separator: "\n").dropFirst().prefix(5).joined(separator: " ").contains(
                    "Tên sản phẩm"))
        }
        let rows = try #require(
            OfficeSample.long().sections[0].blocks.compactMap { block in
                if case .table(let table) = block { table.rows } else { nil }
            }.first)
        let joined = pages.map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
        for row in rows where !row.cells.contains(where: { $0.text.plain.count > 500 }) {
            let text = row.cells.map(\.text.plain).filter { !$0.isEmpty }.joined(separator: " ")
            #expect(joined.count { $0.contains(text) } == 1, "\(text)")
        }
        #expect(joined.count { $0.contains("chữ1 ") || $0.contains("chữ150") } == 2)
    }

    @Test("the table is tagged: rows, header cells of columns and of rows, and what spans columns")
    func tags() throws {
        let bytes = try OfficeSample.renderer().render(OfficeSample.long())
        func count(_ text: String) -> Int {
            String(decoding: bytes, as: Unicode.ASCII.self).components(separatedBy: text).count - 1
        }
        #expect(count("/S/Table/") == 1)
        #expect(count("/S/TR/") == 45)
        #expect(count("/Scope/Column") == 5)
        #expect(count("/Scope/Row") == 44)
        #expect(count("/ColSpan 3") == 1)
        #expect(count("/S/TD/") == 43 * 4 + 2)
    }

    @Test("a character that no font has is read out as itself, and the paper is made")
    func unknownCharacter() throws {
        let scratch = try Scratch()
        var paper = try OfficeSample.long(rows: 2)
        paper.sections[0].blocks = [.paragraph(OfficeText("trước 😀 sau \u{FFFD} 漢"))]
        let file = try scratch.file("paper.pdf", OfficeSample.renderer().render(paper))
        #expect(try Tool.pdftotext("-raw", file, "-").words.contains("trước 😀 sau \u{FFFD} 漢"))
        if let check = Tool.pdfaCheck { #expect(try check("2a", file).status == 0) }
    }

    @Test("a sheet of the law's four criteria is one page; one of twenty has its code on each")
    func sheetPages() throws {
        let renderer = try OfficeSample.renderer()
        #expect(try renderer.pageCounts(of: OfficeRenderer.document(OfficeSample.sheets())) == [1])
        let long = try OfficeRenderer.document(OfficeSample.sheets(leaves: 20, judges: 3, entries: 2))
        #expect(try renderer.pageCounts(of: long) == [2, 2, 2, 2, 2, 2])
    }

    @Test(
        "a reader of QR codes reads every sheet's code from its first page",
        .enabled(if: Tool.pdftoppm.exists && Tool.zbarimg.exists, "needs poppler-utils and zbar-tools"))
    func codes() throws {
        let scratch = try Scratch()
        let sheets = try OfficeSample.sheets(judges: 2, entries: 2)
        let file = try scratch.file("sheets.pdf", OfficeSample.renderer().render(sheets))
        try Tool.pdftoppm("-r", "150", "-png", file, try scratch.file("page"))
        let pictures = try FileManager.default.contentsOfDirectory(atPath: scratch.folder.path).filter {
            $0.hasSuffix(".png")
        }.sorted()
        let read = try pictures.map {
            try Tool.zbarimg("-q", "--raw", scratch.folder.path + "/" + $0).words
        }
        let codes = try sheets.judges.flatMap { judge in
            try judge.entries.map { try sheets.sheetCode(of: $0, judge: judge).description }
        }
        #expect(read == codes)
        #expect(Set(codes).count == 4)
        let text = try Tool.pdftotext("-raw", file, "-").text
        for code in codes { #expect(text.contains(code)) }
    }

    // MARK: Another process

    private static let otherFile = "CNNT_TEST_OFFICE_TO"

    @Test("another process writes the same bytes, and one renderer does after other work")
    func processes() throws {
        let scratch = try Scratch()
        let file = try scratch.file("other.pdf")
        let executable = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        try Tool(executable: executable)(
            "--testing-library", "swift-testing", "--filter", "OfficePaperTests/rendersForAnotherProcess",
            environment: [Self.otherFile: file])
        let other = try Data(contentsOf: URL(fileURLWithPath: file))
        let renderer = try OfficeSample.renderer()
        let own = try renderer.render(OfficeSample.long())
        #expect([UInt8](other) == own)
        _ = try renderer.render(OfficeSample.sheets(leaves: 20))
        #expect(try renderer.render(OfficeSample.long()) == own)
    }

    @Test(
        "(a part of the test before)",
        .enabled(if: ProcessInfo.processInfo.environment[otherFile] != nil, "runs only in the other process"))
    func rendersForAnotherProcess() throws {
        let file = try #require(ProcessInfo.processInfo.environment[Self.otherFile])
        try Data(OfficeSample.renderer().render(OfficeSample.long())).write(to: URL(fileURLWithPath: file))
    }
}
