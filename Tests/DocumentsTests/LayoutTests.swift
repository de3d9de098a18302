import RuralIndustry
import Testing

@testable import Documents

@Suite("Where things stand on a certificate")
struct LayoutTests {
    @Test("nothing overlaps anything, on any layout")
    func noOverlaps() throws {
        let renderer = try Sample.renderer()
        for paper in try Sample.various() + Self.crowdedPapers() {
            let sheet = try renderer.sheet(for: paper)
            var boxes = sheet.items.flatMap { item in item.boxes.map { (item.field, $0) } }
            boxes.append((nil, sheet.codeArea))
            boxes.append((nil, sheet.sealArea))
            boxes.append(
                (
                    nil,
                    Rect(
                        x: sheet.mottoRule.start.x, y: sheet.mottoRule.start.y - 0.4,
                        width: sheet.mottoRule.end.x - sheet.mottoRule.start.x, height: 0.8)
                ))
            boxes.append((nil, Rect(x: sheet.divider.x - 5, y: sheet.divider.y - 5, width: 10, height: 10)))
            for (index, first) in boxes.enumerated() {
                #expect(sheet.geometry.interior.contains(first.1), "\(String(describing: first))")
                for second in boxes[..<index] {
                    #expect(!first.1.intersects(second.1), "\(first) \(second) \(paper.product.name)")
                }
            }
        }
    }

    @Test("at least 40 × 30 mm between title and name stay free for ink and seal, with a name or without")
    func sealArea() throws {
        let renderer = try Sample.renderer()
        for paper in try Sample.various() {
            let area = try renderer.sheet(for: paper).sealArea
            #expect(area.width >= millimetres(40))
            #expect(area.height >= millimetres(30))
        }
    }

    @Test(
        "the place for the seal is blank paper in the picture, also under the mark MẪU",
        .enabled(if: Tool.pdftoppm.exists, "needs poppler-utils"), arguments: [true, false])
    func sealAreaIsBlank(isSpecimen: Bool) throws {
        let renderer = try Sample.renderer()
        let scratch = try Scratch()
        for paper in try [Sample.paper { $0.isSpecimen = isSpecimen }, Sample.regional(), Sample.longest()] {
            let area = try renderer.sheet(for: paper).sealArea
            let file = try scratch.file("paper.pdf", renderer.render(paper))
            let pixels = try Self.pixels(of: file, in: area)
            #expect(pixels.count > 60_000)
            #expect(pixels.allSatisfy { $0 == 255 })
        }
    }

    @Test(
        "the mark MẪU colours a good part of the sheet",
        .enabled(if: Tool.pdftoppm.exists, "needs poppler-utils"))
    func specimenIsSeen() throws {
        let renderer = try Sample.renderer()
        let scratch = try Scratch()
        let shares = try [false, true].map { isSpecimen in
            let file = try scratch.file("p.pdf", renderer.render(Sample.paper { $0.isSpecimen = isSpecimen }))
            let pixels = try Self.pixels(of: file, in: PageSize.a4.landscape.bounds)
            return Double(pixels.count { $0 != 255 }) / Double(pixels.count)
        }
        #expect(shares[1] - shares[0] > 0.08)
    }

    @Test("names of 200 characters and twelve members of 60 stay readable")
    func longestNames() throws {
        #expect(Sample.longestProduct.unicodeScalars.count == 200)
        #expect(Sample.longestEstablishment.unicodeScalars.count == 200)
        #expect(Sample.longestMembers.allSatisfy { $0.unicodeScalars.count == 60 })
        let sheet = try Sample.renderer().sheet(for: Sample.longest())
        func text(_ field: CertificateText.Field) throws -> FittedText {
            try #require(sheet.items.first { $0.field == field }).text
        }
        #expect(try text(.productName).lines.count <= 3)
        #expect(try text(.productName).size >= 12)
        #expect(try text(.establishmentName).lines.count <= 3)
        #expect(try text(.establishmentName).size >= 10)
        #expect(try text(.member(0)).size >= 8)
    }

    @Test("the longest names that the registry takes fit, if the set has no long list of members")
    func registryLimit() throws {
        let renderer = try Sample.renderer()
        let paper = try Sample.paper { paper in
            paper.product.name = String(
                (Sample.longestProduct + ", " + Sample.longestProduct).prefix(TextLimit.name))
            paper.establishment.name = String(
                (Sample.longestEstablishment + ", " + Sample.longestEstablishment).prefix(TextLimit.name))
        }
        #expect(throws: Never.self) { try renderer.sheet(for: paper) }
    }

    @Test("a short name is set larger than a long one, and on one line")
    func shortNames() throws {
        let renderer = try Sample.renderer()
        let sizes = try ["Ấm", "Chè đinh Tân Cương hữu cơ", Sample.longestProduct].map { name in
            let sheet = try renderer.sheet(for: Sample.paper { $0.product.name = name })
            return try #require(sheet.items.first { $0.field == .productName }).text
        }
        #expect(sizes[0].size == sizes[1].size)
        #expect(sizes[1].lines.count == 1)
        #expect(sizes[2].size < sizes[1].size)
    }

    @Test("a date is not broken over two lines")
    func dateStaysWhole() throws {
        let renderer = try Sample.renderer()
        for seed in 0..<30 {
            var random = Seeded(seed)
            let authority = "Chủ tịch Ủy ban nhân dân " + random.name(syllables: 1...12)
            let sheet = try renderer.sheet(for: Sample.paper { $0.decision.authority = authority })
            let item = try #require(sheet.items.first { $0.field == .decisionAuthority })
            let lines = item.text.lines.map { item.text.paragraph.glyphs(of: $0).map(\.text).joined() }
            #expect(lines.contains { $0.contains("ngày 12 tháng 11 năm 2026") })
        }
    }

    /// Grey values of a part of the page at 150 dots per inch.
    private static func pixels(of file: String, in area: Rect) throws -> ArraySlice<UInt8> {
        func dots(_ length: Double) -> Int { Int((length * 150 / 72).rounded(.down)) }
        let answer = try Tool.pdftoppm.run([
            "-r", "150", "-gray", "-x", "\(dots(area.x) + 1)", "-y", "\(dots(area.y) + 1)", "-W",
            "\(dots(area.width) - 1)", "-H", "\(dots(area.height) - 1)", file,
        ])
        #expect(answer.status == 0)
        // A PGM file has three lines of header.
        return Array(answer.output).split(separator: UInt8(ascii: "\n"), maxSplits: 3)[3]
    }

    /// Papers full of long texts, of every proportion.
    private static func crowdedPapers() throws -> [CertificatePaper] {
        try (0..<40).map { seed in
            var random = Seeded(seed)
            let product = String(random.name(syllables: 1...40).prefix(200))
            let establishment = String(random.name(syllables: 1...40).prefix(200))
            let members = (0..<Int.random(in: 0...12, using: &random)).map { _ in
                String(random.name(syllables: 1...14).prefix(60))
            }
            return try Sample.paper { paper in
                paper.product.name = seed % 2 == 0 ? product : product.uppercased()
                paper.product.members = members
                paper.establishment.name = seed % 3 == 0 ? establishment.uppercased() : establishment
                paper.signature.name = seed % 4 == 0 ? "" : "Nguyễn Thị Ví Dụ"
            }
        }
    }
}
