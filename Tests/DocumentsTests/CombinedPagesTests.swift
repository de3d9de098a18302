import RuralIndustry
import Testing

@testable import Documents

@Suite("A file with all papers of a batch, page by page")
struct CombinedPagesTests {
    private static func papers(_ count: Int) throws -> [CertificatePaper] {
        let paper = try Sample.longest()
        return (0..<count).map { index in
            var copy = paper
            copy.number = "\(1000 + index)/2026/CNNT-T19"
            return copy
        }
    }

    /// The pieces of the file in their order.
    private static func pieces(_ papers: [CertificatePaper]) throws -> [[UInt8]] {
        var pieces: [[UInt8]] = []
        let pages = try Sample.renderer().printing(title: "Tất cả", author: "Mẫu", date: papers[0].issuedOn) {
            pieces.append($0)
        }
        for paper in papers { try pages.add(paper) }
        try pages.finish()
        return pieces
    }

    @Test("its pieces are together the file that is made at once, however often the pages differ in design")
    func same() throws {
        let papers = try Sample.various()
        let whole = try Sample.renderer().print(
            papers, title: "Tất cả", author: "Mẫu", date: papers[0].issuedOn)
        let pieces = try Self.pieces(papers)
        #expect(pieces.count == papers.count + 1)
        #expect(Array(pieces.joined()) == whole)
    }

    @Test(
        "a page leaves memory when it is written: no piece of 300 pages is longer than one of 3, but for the table at the end"
    )
    func held() throws {
        let (few, many) = (try Self.pieces(Self.papers(3)), try Self.pieces(Self.papers(300)))
        // the first piece has what pages share, the last one the fonts and where everything begins
        let longest = try #require(few.dropFirst().dropLast().map(\.count).max())
        for piece in many.dropFirst().dropLast() { #expect(piece.count < longest + 200) }
        let ends = (few: few.last?.count ?? 0, many: many.last?.count ?? 0)
        #expect(ends.many - ends.few < 297 * longest / 4, "\(ends), a page has \(longest)")
    }

    @Test("what the sink throws ends it")
    func failing() throws {
        struct Full: Error {}
        let papers = try Self.papers(2)
        let pages = try Sample.renderer().printing(title: "x", author: "x", date: papers[0].issuedOn) { _ in
            throw Full()
        }
        #expect(throws: Full.self) { try pages.add(papers[0]) }
    }

    @Test("every object of the file is where its table says", .enabled(if: Tool.qpdf.exists, "needs qpdf"))
    func table() throws {
        let scratch = try Scratch()
        let file = try scratch.file("all.pdf", Array(Self.pieces(Self.papers(20)).joined()))
        #expect(try Tool.qpdf("--check", file).status == 0)
    }
}
