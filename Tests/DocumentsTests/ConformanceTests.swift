import RuralIndustry
import Testing

@testable import Documents

@Suite("Certificates as PDF files")
struct ConformanceTests {
    @Test(
        "files are PDF/A-2a and PDF/UA-1 by the veraPDF engine",
        .enabled(if: Tool.pdfaCheck != nil, "needs ../shared/tools/pdfa-check and java"))
    func conformance() throws {
        let check = try #require(Tool.pdfaCheck)
        let scratch = try Scratch()
        let renderer = try Sample.renderer()
        var files: [String] = []
        var papers = [
            try Sample.longest(), try Sample.regional(), try Sample.paper { $0.signature.name = "" },
        ]
        papers[0].isSpecimen = true
        papers[2].establishment.name = Sample.everyVietnameseLetter
        for (index, paper) in papers.enumerated() {
            files.append(try scratch.file("\(index).pdf", renderer.render(paper)))
        }
        files.append(try scratch.file("pages.pdf", DocumentSample.severalPages()))
        for id in Design.ids {
            let design = try Design(id)
            files.append(try scratch.file("\(id).pdf", design.file(Sample.longest())))
            files.append(try scratch.file("\(id)-all.pdf", design.combined(Sample.various())))
        }
        for flavour in ["2a", "ua1"] {
            let answer = try check.run([flavour] + files)
            #expect(answer.status == 0, "\(answer.text)")
            #expect(answer.text.split(separator: "\n").count { $0.contains("compliant=true") } == files.count)
        }
    }

    @Test(
        "the check that the other test relies on finds a broken claim",
        .enabled(if: Tool.pdfaCheck != nil, "needs ../shared/tools/pdfa-check and java"))
    func control() throws {
        let check = try #require(Tool.pdfaCheck)
        var bytes = try Sample.renderer().render(Sample.paper())
        let claim = Array("/MarkInfo<</Marked true>>".utf8)
        let place = try #require(bytes.firstRange(of: claim))
        bytes.replaceSubrange(place, with: Array("/MarkInfo<</Marked fals>>".utf8))
        let scratch = try Scratch()
        #expect(try check("2a", scratch.file("broken.pdf", bytes)).status != 0)
    }

    @Test("qpdf finds no fault in any layout", .enabled(if: Tool.qpdf.exists, "needs qpdf"))
    func structure() throws {
        let scratch = try Scratch()
        let renderer = try Sample.renderer()
        for (index, paper) in try Sample.various().enumerated() {
            let answer = try Tool.qpdf("--check", scratch.file("\(index).pdf", renderer.render(paper)))
            #expect(answer.status == 0, "\(answer.text)")
        }
        #expect(
            try Tool.qpdf("--check", scratch.file("pages.pdf", DocumentSample.severalPages())).status == 0)
    }

    @Test("the page is A4 landscape and the file speaks of itself in Vietnamese")
    func pageAndLanguage() throws {
        let bytes = try Sample.renderer().render(Sample.paper())
        for part in ["/MediaBox[0 0 841.89 595.28 ]", "/Lang(vi-VN)", "/DisplayDocTitle true"] {
            #expect(bytes.firstRange(of: Array(part.utf8)) != nil, "\(part)")
        }
        let title =
            "<rdf:li xml:lang=\"x-default\">Giấy chứng nhận sản phẩm công nghiệp nông thôn tiêu biểu số "
            + "0015/2026/GCN-CNNT – Chè đinh Ví Dụ</rdf:li>"
        #expect(bytes.firstRange(of: Array(title.utf8)) != nil)
    }

    @Test("the dates in the file are the day of issue")
    func dates() throws {
        let day = try Day(iso: "2018-08-20")
        let bytes = try Sample.renderer().render(Sample.paper { $0.issuedOn = day })
        #expect(bytes.firstRange(of: Array("<xmp:CreateDate>2018-08-20T00:00:00+07:00<".utf8)) != nil)
        #expect(bytes.firstRange(of: Array("/CreationDate(D:20180820000000+07'00')".utf8)) != nil)
    }
}
