import Foundation
import RuralIndustry
import Testing

@testable import Documents

@Suite("Reading certificates back")
struct ReadingBackTests {
    @Test(
        "poppler reads every text exactly as it went in, in every design",
        .enabled(if: Tool.pdftotext.exists && Checker.openssl.exists, "needs poppler-utils and openssl"),
        arguments: Design.ids)
    func poppler(design id: String) throws {
        let (scratch, design) = (try Scratch(), try Design(id))
        for paper in try Sample.various() + Self.manyNames() {
            let file = try scratch.file("paper.pdf", design.file(paper))
            let answer = try Tool.pdftotext("-raw", file, "-")
            #expect(scalars(answer.words) == scalars(design.expectedText(of: paper)))
        }
    }

    @Test(
        "MuPDF reads every text exactly as it went in, in every design",
        .enabled(if: Tool.mutool.exists && Checker.openssl.exists, "needs mupdf-tools and openssl"),
        arguments: Design.ids)
    func mupdf(design id: String) throws {
        let (scratch, design) = (try Scratch(), try Design(id))
        for paper in try Sample.various() + Self.manyNames() {
            let file = try scratch.file("paper.pdf", design.file(paper))
            let answer = try Tool.mutool("draw", "-q", "-F", "txt", file)
            #expect(scalars(answer.words) == scalars(design.expectedText(of: paper)))
        }
    }

    @Test(
        "a file with all papers of a batch is read page by page as they went in",
        .enabled(if: Tool.pdftotext.exists && Tool.mutool.exists, "needs poppler-utils and mupdf-tools"),
        arguments: Design.ids)
    func combined(design id: String) throws {
        let (scratch, design) = (try Scratch(), try Design(id))
        let papers = try Sample.various()
        let file = try scratch.file("all.pdf", design.combined(papers))
        for (page, paper) in zip(1..., papers) {
            // printed, not signed
            let expected = scalars(Sample.expectedText(of: paper))
            let poppler = try Tool.pdftotext("-raw", "-f", "\(page)", "-l", "\(page)", file, "-")
            #expect(scalars(poppler.words) == expected)
            #expect(scalars(try Tool.mutool("draw", "-q", "-F", "txt", file, "\(page)").words) == expected)
        }
    }

    @Test(
        "two characters that share a glyph are read as themselves",
        .enabled(if: Tool.pdftotext.exists, "needs poppler-utils"))
    func sharedGlyphs() throws {
        // Đ of Vietnamese and Ð of Icelandic look the same, as do the Latin and the Greek letter.
        let paper = try Sample.paper { $0.establishment.name = "Đ Ð Đ Ω \u{3A9}" }
        let scratch = try Scratch()
        let file = try scratch.file("paper.pdf", Sample.renderer().render(paper))
        #expect(try Tool.pdftotext("-raw", file, "-").words.contains("Đ Ð Đ Ω \u{3A9}"))
    }

    @Test(
        "a specimen says MẪU, in any reading order, and only a specimen",
        .enabled(if: Tool.pdftotext.exists, "needs poppler-utils"))
    func specimen() throws {
        let scratch = try Scratch()
        let renderer = try Sample.renderer()
        for isSpecimen in [true, false] {
            let paper = try Sample.paper { $0.isSpecimen = isSpecimen }
            let file = try scratch.file("paper.pdf", renderer.render(paper))
            for arguments in [[file, "-"], ["-raw", file, "-"], ["-layout", file, "-"]] {
                let words = try Tool.pdftotext.run(arguments).text.split(whereSeparator: \.isWhitespace)
                #expect(words.contains("MẪU") == isSpecimen)
            }
        }
    }

    @Test(
        "a phone reads the address from the QR code at 150 dots per inch",
        .enabled(if: Tool.pdftoppm.exists && Tool.zbarimg.exists, "needs poppler-utils and zbar-tools"),
        arguments: Design.ids, [12, 60, 140, 400])
    func qrCode(design id: String, length: Int) throws {
        let start = "https://vi-du.example.vn/c/7KQF?"
        let address = String(start.prefix(length)) + String(repeating: "Zx9-", count: max(0, length - 32) / 4)
        let paper = try Sample.paper { $0.verification.address = address }
        let scratch = try Scratch()
        let file = try scratch.file("paper.pdf", Design(id).file(paper))
        let picture = try scratch.file("paper")
        try Tool.pdftoppm("-r", "150", "-png", "-singlefile", file, picture)
        #expect(try Tool.zbarimg("-q", "--raw", picture + ".png").words == address)
    }

    /// Unicode scalars, because Swift's strings are equal also if one is decomposed.
    private func scalars(_ text: String) -> String {
        text.unicodeScalars.map { String($0.value, radix: 16) }.joined(separator: " ")
    }

    private static func manyNames() throws -> [CertificatePaper] {
        try (0..<12).map { seed in
            var random = Seeded(seed)
            let product = random.name(syllables: 1...35)
            let establishment = random.name(syllables: 2...35)
            let members = (0..<Int.random(in: 0...12, using: &random)).map { _ in
                random.name(syllables: 1...8)
            }
            return try Sample.paper { paper in
                paper.product.name = product
                paper.product.members = members
                paper.establishment.name = establishment
            }
        }
    }
}
