import Foundation
import RuralIndustry
import Testing

@testable import Documents

/// A document of several pages, as minutes will be one.
enum DocumentSample {
    static func severalPages() throws -> [UInt8] {
        let faces = try Faces(.load())
        let metadata = PDFMetadata(
            title: "Biên bản <thử> & kiểm tra", author: "Hội đồng", date: try Day(iso: "2026-11-20"))
        let document = PDFDocument(metadata, deflater: try Deflater(level: 6))
        let border = try CompressedDrawing(size: .a4) { canvas in
            canvas.artifact {
                $0.stroke(.rectangle(PageSize.a4.bounds.inset(by: 30)), Pen(color: .black, width: 1))
            }
        }
        let form = document.add(border)
        let section = document.element(.section)
        let running = document.element(.paragraph, in: section)
        for number in 1...3 {
            let size = number == 3 ? PageSize.a3.landscape : .a4
            let heading = try Paragraph("Trang \(number)", in: faces[.displayBold])
            let text = try Paragraph("đoạn văn chạy qua các trang", in: faces[.regular])
            document.addPage(size) { page in
                page.canvas.draw(form)
                page.draw(number == 1 ? .heading1 : .heading2) { canvas in
                    canvas.show(
                        heading.glyphs[...], in: document.font(heading.face), size: 20,
                        at: Point(x: 60, y: 80), .black)
                }
                page.draw(.paragraph, running) { canvas in
                    canvas.show(
                        text.glyphs[...], in: document.font(text.face), size: 12, at: Point(x: 60, y: 120),
                        .black)
                }
                page.drawFigure("Một hình tròn", in: Rect(x: 60, y: 140, width: 40, height: 40)) { canvas in
                    canvas.fill(.circle(Point(x: 80, y: 160), radius: 20), Color(0x336699))
                }
            }
        }
        return try document.finish()
    }
}

@Suite("The PDF writer")
struct WriterTests {
    @Test(
        "a document of several pages of several sizes is read page by page",
        .enabled(if: Tool.pdftotext.exists, "needs poppler-utils"))
    func severalPages() throws {
        let scratch = try Scratch()
        let file = try scratch.file("pages.pdf", DocumentSample.severalPages())
        let pages = try Tool.pdftotext("-raw", file, "-").text.split(separator: "\u{C}").map { page in
            page.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }
        #expect(pages == (1...3).map { "Trang \($0) đoạn văn chạy qua các trang" })
    }

    @Test(
        "numbers are written to hundredths, without what is not needed",
        arguments: [
            (0, "0"), (1, "1"), (-1, "-1"), (0.5, "0.5"), (-0.25, "-0.25"), (841.8897, "841.89"),
            (0.004, "0"),
            (-0.004, "0"), (12.999, "13"), (3.05, "3.05"), (100_000.1, "100000.1"),
        ] as [(Double, String)])
    func numbers(value: Double, text: String) {
        var output = PDFBytes()
        output.append(value)
        #expect(String(decoding: output.bytes, as: UTF8.self) == text)
    }

    @Test("every number comes back from its text within half a hundredth")
    func numbersComeBack() throws {
        var random = Seeded(1)
        for _ in 0..<2_000 {
            let value = Double.random(in: -2_000...2_000, using: &random)
            var output = PDFBytes()
            output.append(value)
            let read = try #require(Double(String(decoding: output.bytes, as: UTF8.self)))
            #expect(abs(read - value) <= 0.005_000_1)
        }
    }

    @Test("text strings are UTF-16 with its mark, characters beyond the first plane as two units")
    func textStrings() {
        var output = PDFBytes()
        output.append(textString: "Ấm😀")
        #expect(String(decoding: output.bytes, as: UTF8.self) == "<FEFF1EA4006DD83DDE00>")
    }

    @Test("every object stands where the cross-reference table says")
    func crossReferences() throws {
        let bytes = try Sample.renderer().render(Sample.paper())
        let text = String(decoding: bytes, as: Unicode.ASCII.self)
        let start = try #require(text.range(of: "startxref\n", options: .backwards)?.upperBound)
        let position = try #require(Int(text[start...].prefix { $0.isNumber }))
        let table = String(decoding: bytes[position...], as: UTF8.self).split(separator: "\n")
        #expect(table[0] == "xref")
        let count = try #require(Int(table[1].split(separator: " ")[1]))
        for number in 1..<count {
            let offset = try #require(Int(table[2 + number].prefix(10)))
            #expect(bytes[offset...].starts(with: Array("\(number) 0 obj\n".utf8)))
        }
    }

    @Test("the colour profile states its own length and begins every tag at a multiple of four")
    func profile() {
        let bytes = SRGBProfile.bytes
        func number(_ offset: Int) -> Int { bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) } }
        #expect(number(0) == bytes.count)
        #expect(Array(bytes[36..<40]) == Array("acsp".utf8))
        for tag in 0..<number(128) {
            let offset = number(132 + 12 * tag + 4)
            #expect(offset % 4 == 0)
            #expect(offset + number(132 + 12 * tag + 8) <= bytes.count)
        }
    }
}
