import Foundation
import RuralIndustry
import Testing

@testable import Documents

@Suite("Labels for packages")
struct LabelTests {
    /// The smallest that are allowed, in every proportion, and larger ones.
    static let sizes = [
        "70x40", "40x70", "70x50", "50x70", "70x62.5", "70x70", "100x60", "60x100", "120.5x40", "200x280",
    ]

    static func renderer(_ template: LabelTemplate? = nil) throws -> LabelRenderer {
        let standard = try LabelTemplate.builtIn(LabelTemplate.standardID)
        return try LabelRenderer(fonts: .load(), template: #require(template ?? standard))
    }

    private static func longAddress(_ paper: inout CertificatePaper) {
        let start = "https://vi-du.example.vn/c/7KQF-9M2X-C4AB?"
        paper.verification.address = start + String(repeating: "Zx9-", count: (400 - start.count) / 4)
    }

    private static func papers() throws -> [CertificatePaper] {
        try Sample.various().enumerated().map { index, paper in
            var paper = paper
            paper.number = "\(1000 + index)/2026/CNNT-X05503"
            longAddress(&paper)
            return paper
        }
    }

    private static func expectedText(_ paper: CertificatePaper) -> String {
        ((paper.isSpecimen ? ["MẪU"] : []) + [
            "Sản phẩm công nghiệp nông thôn tiêu biểu \(paper.levelName)", paper.product.name,
            paper.establishment.name,
            "Số: \(paper.number) Có giá trị đến hết ngày \(paper.validThrough.vietnamese)",
        ]).joined(separator: " ")
    }

    private func scalars(_ text: String) -> String {
        text.unicodeScalars.map { String($0.value, radix: 16) }.joined(separator: " ")
    }

    @Test(
        "poppler and MuPDF read every text as it went in, at every size",
        .enabled(if: Tool.pdftotext.exists && Tool.mutool.exists, "needs poppler-utils and mupdf-tools"),
        arguments: sizes)
    func text(size: String) throws {
        let (scratch, papers) = (try Scratch(), try Self.papers())
        let outcome = try Self.renderer().render(papers, size: LabelSize(size))
        #expect(outcome.pages == papers.count)
        let file = try scratch.file("labels.pdf", outcome.bytes)
        for (page, paper) in zip(1..., papers) where !outcome.shortened.contains(paper.number) {
            let poppler = try Tool.pdftotext("-raw", "-f", "\(page)", "-l", "\(page)", file, "-")
            #expect(scalars(poppler.words) == scalars(Self.expectedText(paper)))
            #expect(
                scalars(try Tool.mutool("draw", "-q", "-F", "txt", file, "\(page)").words)
                    == scalars(Self.expectedText(paper)))
        }
    }

    @Test("names of 200 characters stand whole in at least 5 points, at every size", arguments: sizes)
    func longest(size: String) throws {
        let renderer = try Self.renderer()
        let size = try LabelSize(size)
        #expect(Sample.longestProduct.count == 200 && Sample.longestEstablishment.count == 200)
        let layout = try renderer.layout(of: Sample.longest(), on: size)
        #expect(!layout.isShortened)
        let product = try #require(layout.blocks.first { $0.kind == .product })
        let shown = product.lines.flatMap(\.pieces).flatMap(\.glyphs).map(\.text).joined()
        #expect(shown == Sample.longestProduct)
        for block in layout.blocks { #expect(block.size >= 5) }
    }

    @Test(
        "a name that no label can hold is shortened and never refused; number and QR code are whole",
        .enabled(if: Tool.pdftotext.exists, "needs poppler-utils"), arguments: sizes)
    func shortened(size: String) throws {
        let paper = try Sample.paper { paper in
            paper.product.name = String(repeating: "W", count: 200)
            paper.establishment.name = String(repeating: "ƯỚC MƠ ", count: 28) + "WXYZ"
        }
        let outcome = try Self.renderer().render([paper], size: LabelSize(size))
        let scratch = try Scratch()
        let read = try Tool.pdftotext("-raw", scratch.file("x.pdf", outcome.bytes), "-").words
        #expect(read.contains("Số: \(paper.number) Có giá trị đến hết ngày 31/12/2029"))
        // a word that is broken is read in pieces
        #expect(read.contains("WWWWWWWWWW"))
        #expect(read.contains("…") == outcome.shortened.contains(paper.number))
        if ["70x40", "40x70"].contains(size) { #expect(outcome.shortened == [paper.number]) }
        if size == "200x280" { #expect(outcome.shortened.isEmpty) }
    }

    @Test("nothing lies on anything else or leaves the label", arguments: sizes)
    func places(size: String) throws {
        let renderer = try Self.renderer()
        let label = try LabelSize(size)
        var papers = try Self.papers()
        papers.append(try Sample.paper { $0.product.name = String(repeating: "W", count: 200) })
        for paper in papers {
            let layout = try renderer.layout(of: paper, on: label)
            let room = label.page.bounds.inset(by: LabelLayout.margin(label.page) - 0.01)
            #expect(room.contains(layout.codeArea) && room.contains(layout.logoArea))
            #expect(room.contains(layout.textArea))
            #expect(layout.codeArea.width >= millimetres(29) - 0.01)
            #expect(min(layout.logoArea.width, layout.logoArea.height) >= millimetres(6) - 0.01)
            let parts = [layout.codeArea, layout.logoArea, layout.textArea]
            for (index, part) in parts.enumerated() {
                for other in parts.dropFirst(index + 1) { #expect(!part.inset(by: 0.01).intersects(other)) }
            }
            var last = layout.textArea.y
            for block in layout.blocks {
                for (line, origin) in zip(block.lines, block.origins) {
                    #expect(line.width <= layout.textArea.width + 0.01)
                    #expect(origin.y > last && origin.y <= layout.textArea.maxY)
                    last = origin.y
                }
            }
        }
    }

    @Test(
        "a phone reads the QR code of 400 bytes at 150 dots per inch, at every size",
        .enabled(if: Tool.pdftoppm.exists && Tool.zbarimg.exists, "needs poppler-utils and zbar-tools"),
        arguments: sizes)
    func qrCode(size: String) throws {
        var paper = try Sample.paper()
        Self.longAddress(&paper)
        let scratch = try Scratch()
        let outcome = try Self.renderer().render([paper], size: LabelSize(size))
        let picture = try scratch.file("label")
        try Tool.pdftoppm(
            "-r", "150", "-png", "-singlefile", scratch.file("label.pdf", outcome.bytes), picture)
        #expect(try Tool.zbarimg("-q", "--raw", picture + ".png").words == paper.verification.address)
    }

    @Test(
        "a page is as large as its label, and a sheet is A4 with as many as it holds",
        .enabled(if: Tool(named: "pdfinfo").exists, "needs poppler-utils"))
    func pageSizes() throws {
        let scratch = try Scratch()
        let renderer = try Self.renderer()
        let papers = try Self.papers()
        func info(_ outcome: LabelRenderer.Outcome) throws -> String {
            try Tool(named: "pdfinfo")("-isodates", scratch.file("x.pdf", outcome.bytes)).text
        }
        let single = try renderer.render([papers[0]], size: LabelSize("70x40"))
        // 70 mm are 198.425 points, written in hundredths
        #expect(try info(single).contains(/Page size: +198\.43 x 113\.39 pts/))
        #expect(try info(single).contains(/CreationDate: +2026-11-20/))
        // 2 × 6 upright, and lying 3 × 4
        let sheets = try renderer.render([papers[0]], size: LabelSize("70x40"), sheet: .a4, copies: 25)
        #expect(sheets.pages == 3)
        let sheetInfo = try info(sheets)
        #expect(sheetInfo.contains(/Page size: +595\.28 x 841\.89 pts/) && sheetInfo.contains(/Pages: +3\b/))
        // 1 × 2 upright, lying 2 × 1: upright
        let large = try renderer.render([papers[0]], size: LabelSize("120x130"), sheet: .a4, copies: 2)
        #expect(large.pages == 1)
        let wide = try renderer.render([papers[0]], size: LabelSize("90x180"), sheet: .a4, copies: 3)
        #expect(wide.pages == 1, "lying")
        #expect(try info(wide).contains(/Page size: +841\.89 x 595\.28 pts/))
        #expect(throws: Refusal.self) {
            try renderer.render([papers[0]], size: LabelSize("200x195"), sheet: .a4)
        }
    }

    @Test(
        "labels of a sheet are read in their order, each with its own QR code",
        .enabled(if: Tool.pdftotext.exists && Tool.zbarimg.exists, "needs poppler-utils and zbar-tools"))
    func sheet() throws {
        let scratch = try Scratch()
        let papers = try (1...5).map { index in
            try Sample.paper { paper in
                paper.product.name = "Chè số \(index)"
                paper.verification.address =
                    "https://vi-du.example.vn/c/\(index)?" + String(repeating: "a", count: 360)
            }
        }
        let outcome = try Self.renderer().render(papers, size: LabelSize("70x40"), sheet: .a4)
        let file = try scratch.file("sheet.pdf", outcome.bytes)
        #expect(
            try Tool.pdftotext("-raw", file, "-").words
                == papers.map(Self.expectedText).joined(separator: " "))
        let picture = try scratch.file("sheet")
        try Tool.pdftoppm("-r", "150", "-png", "-singlefile", file, picture)
        let read = Set(
            try Tool.zbarimg("-q", "--raw", picture + ".png").text.split(separator: "\n").map(String.init))
        #expect(read == Set(papers.map(\.verification.address)))
    }

    @Test("the same papers give the same bytes")
    func sameBytes() throws {
        let papers = try Self.papers()
        let first = try Self.renderer().render(papers, size: LabelSize("100x60"), sheet: .a4, copies: 2)
        let second = try Self.renderer().render(papers, size: LabelSize("100x60"), sheet: .a4, copies: 2)
        #expect(first.bytes == second.bytes)
    }

    @Test(
        "files are PDF/A-2a and PDF/UA-1 by the veraPDF engine",
        .enabled(if: Tool.pdfaCheck != nil, "needs ../shared/tools/pdfa-check and java"))
    func conformance() throws {
        let check = try #require(Tool.pdfaCheck)
        let scratch = try Scratch()
        var files: [String] = []
        for size in ["70x40", "40x70", "200x280"] {
            let outcome = try Self.renderer().render(Self.papers(), size: LabelSize(size))
            files.append(try scratch.file("\(size).pdf", outcome.bytes))
        }
        let picture = try Self.own(png: Self.disc)
        let sheet = try Self.renderer(picture).render(
            Self.papers(), size: LabelSize("70x40"), sheet: .a4, copies: 3)
        files.append(try scratch.file("sheet.pdf", sheet.bytes))
        for flavour in ["2a", "ua1"] {
            let answer = try check.run([flavour] + files)
            #expect(answer.status == 0, "\(answer.text)")
            #expect(answer.text.split(separator: "\n").count { $0.contains("compliant=true") } == files.count)
        }
        for file in files { #expect(try Tool.qpdf("--check", file).status == 0) }
    }

    // MARK: Designs

    /// A disc of 64 × 64 pixels.
    private static let disc =
        "iVBORw0KGgoAAAANSUhEUgAAAEAAAABACAIAAAAlC+aJAAAAx0lEQVR42u3awQ2DMBQE0S0k1aQW+m8hXKMAxsaWsn"
        + "81FgXMO2KvPsWPAAQBXtu7/zMCDHUvl+hf3askMql/bJBJ+mOG3OpHDXJLH2XItr7TIOf6HoPM628N8q9vG3IBVvUN"
        + "g6rUXxkSAbb1pwbVqj8aAFgBStT/GAD4AArVfxsAAAAAAAAAAAAAAHAA8EMDYB7AtQqAeUD5u1Gu1z0A5V9oeOTzAJ"
        + "R/J054qU/YSiSsVRL2QiGLrYTNXMhqMWE3mrPcZfw9dXYeyFf3dPCmewAAAABJRU5ErkJggg=="

    private static func own(png: String) throws -> LabelTemplate {
        try LabelTemplate(
            JSONValue(
                parsing: """
                    {"id": "tinh", "title": "Nhãn của tỉnh", "based_on": "label-1",
                     "logo": {"description": "Logo của tỉnh", "svg": null, "png": "\(png)"}}
                    """))
    }

    @Test("an organiser's own logo replaces the neutral mark, and the rest stays")
    func ownLogo() throws {
        let standard = try #require(try LabelTemplate.builtIn("label-1"))
        let own = try Self.own(png: Self.disc)
        #expect(own.wording == standard.wording && own.palettes == standard.palettes)
        #expect(own.logo.description == "Logo của tỉnh")
        let paper = try Sample.paper()
        let bytes = try Self.renderer(own).render([paper], size: LabelSize("70x40")).bytes
        #expect(bytes.firstRange(of: Array("/Subtype/Image".utf8)) != nil)
        #expect(
            try Self.renderer().render([paper], size: LabelSize("70x40")).bytes.firstRange(
                of: Array("/Subtype/Image".utf8)) == nil)
    }

    @Test(
        "no built-in design is too narrow for what an office meets; one with endless words is told",
        arguments: LabelTemplate.builtInIDs)
    func proof(id: String) throws {
        let template = try #require(try LabelTemplate.builtIn(id))
        let proof = try LabelProof(template, fonts: .load())
        #expect(proof.violations == [] && proof.pages != nil)
        let wide = String(repeating: "W", count: 80)
        let own = try LabelTemplate(
            JSONValue(
                parsing: """
                    {"id": "x", "based_on": "\(id)", "wording": {"distinction": "\(wide)", "number": "\(wide)",
                     "valid_through": "\(wide)"}}
                    """))
        let told = try LabelProof(own, fonts: .load())
        #expect(told.pages == nil && told.violations.allSatisfy { $0.code == "label-overfull" })
        #expect(!told.violations.isEmpty)
    }

    @Test("what is wrong with a design is told at once, each with its place")
    func wrongDesign() throws {
        let document = try JSONValue(
            parsing: """
                {"id": "X", "title": "x", "based_on": "label-1", "frame": "none",
                 "colours": {"provincial": {"accent": "#EEEEEE"}},
                 "wording": {"number": ""}, "logo": {"png": "AAAA"}}
                """)
        let refusal = #expect(throws: Refusal.self) { try LabelTemplate(document) }
        let places = Set(refusal?.violations.compactMap(\.place.pointer) ?? [])
        #expect(places == ["/id", "/frame", "/colours/provincial/accent", "/wording/number", "/logo"])
        let certificate = try #require(try CertificateTemplate.builtIn("standard-1"))
        let other = #expect(throws: Refusal.self) { try LabelTemplate(certificate.document) }
        #expect(other?.violations.contains { $0.place.pointer == "/kind" } == true)
    }

    // MARK: Sizes

    @Test("a size is read in millimetres, width first")
    func size() throws {
        #expect(try LabelSize("70x40").description == "70x40")
        #expect(try LabelSize("70.5X40").description == "70.5x40")
        #expect(try LabelSize("70×40.0") == LabelSize("70x40"))
    }

    @Test(
        "what is no size, or one that no label can have, is told",
        arguments: [
            ("70", "label-size"), ("70x", "label-size"), ("x40", "label-size"), ("70x40x2", "label-size"),
            ("-70x40", "label-size"), ("7e1x40", "label-size"), ("70.25x40", "label-size"),
            ("99999x40", "label-size"), ("70x39.9", "label-size-small"), ("69.9x69.9", "label-size-small"),
            ("0x0", "label-size-small"), ("211x100", "label-size-large"), ("100x298", "label-size-large"),
        ])
    func wrongSize(text: String, code: String) {
        let violation = #expect(throws: Violation.self) { try LabelSize(text) }
        #expect(violation?.code == code)
    }
}
