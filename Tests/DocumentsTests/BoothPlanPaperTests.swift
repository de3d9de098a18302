import Foundation
import FoundationXML
import RuralIndustry
import Testing

@testable import Documents

@Suite("Plans of a fair's booths")
struct BoothPlanPaperTests {
    /// Rows back to back with aisles between them, and tenants from as many provinces as wanted.
    static func drawing(
        rows: Int, perRow: Int, provinces: Int = 8, coloring: BoothPlanDrawing.Coloring = .province,
        link: Bool = false
    ) throws -> BoothPlanDrawing {
        let tenants = [
            "HTX Chè Ví Dụ", "Công ty TNHH Gốm sứ Mẫu Bát Tràng", "Cơ sở mây tre đan Thử Nghiệm",
            "HKD Nguyễn Văn Mẫu",
            "Sở Công Thương", "Trung tâm Khuyến công và Tư vấn phát triển công nghiệp",
        ]
        var booths: [BoothPlanDrawing.ShownBooth] = []
        for row in 0..<rows {
            for place in 0..<perRow {
                let x = place * 3_000 + (place / 10) * 3_000
                let y = row * 3_000 + (row / 2) * 4_000
                let letter = String(UnicodeScalar(UInt8(65 + row % 26)))
                let code = try BoothCode(
                    (row < 26 ? letter : "A" + letter) + (place < 9 ? "0" : "") + "\(place + 1)")
                let rectangle = try Self.rectangle(x, y, 3_000, 3_000)
                let number = row * perRow + place
                let standing: BoothPlanDrawing.Standing =
                    number % 11 == 10
                    ? .free : number % 7 == 3 ? .held : number % 23 == 5 ? .noShow : .confirmed
                booths.append(
                    .init(
                        Booth(
                            code: code, rectangle: rectangle,
                            zone: row < (rows + 1) / 2 ? "Thủ công" : "Chế biến"),
                        standing, tenant: standing == .free ? nil : tenants[number % tenants.count],
                        province: number % 13 == 12 ? nil : try UnitCode(String(10 + number / 3 % provinces)),
                        link: link ? "/hoi-cho/1/gian/\(code.text)" : nil))
            }
        }
        let names = ["Hà Nội", "Thái Nguyên", "Thừa Thiên Huế", "Thành phố Hồ Chí Minh"]
        let codes = try (0..<provinces).map { try UnitCode(String(10 + $0)) }
        return BoothPlanDrawing(
            title: "Hội chợ hàng công nghiệp nông thôn tiêu biểu khu vực phía Bắc năm 2026",
            subtitle: "Từ ngày 10/10/2026 đến ngày 16/10/2026, Trung tâm Hội chợ triển lãm Mẫu",
            organiser: "Sở Công Thương tỉnh Mẫu", day: try #require(Day(year: 2026, month: 10, day: 10)),
            booths: booths,
            provinceNames: Dictionary(
                uniqueKeysWithValues: codes.enumerated().map { ($1, "\(names[$0 % names.count])") }),
            coloring: coloring)
    }

    private static func rectangle(_ x: Int, _ y: Int, _ width: Int, _ depth: Int) throws -> BoothRectangle {
        let lengths = try [x, y, width, depth].map { try #require(Length(millimetres: $0)) }
        return try #require(
            BoothRectangle(x: lengths[0], y: lengths[1], width: lengths[2], depth: lengths[3]))
    }

    private static func isWellFormed(_ svg: String) -> Bool { XMLParser(data: Data(svg.utf8)).parse() }

    private static func renderer() throws -> BoothPlanRenderer { try BoothPlanRenderer(fonts: .load()) }

    @Test(
        "every booth, tenant and province of the legend is in the picture, which is well-formed and says itself in words"
    )
    func svg() throws {
        let drawing = try Self.drawing(rows: 6, perRow: 10)
        let svg = drawing.svg()
        #expect(Self.isWellFormed(svg))
        for shown in drawing.booths { #expect(svg.contains("data-code=\"\(shown.booth.code.text)\"")) }
        #expect(svg.components(separatedBy: "<g class=\"booth\"").count == 61)
        #expect(svg.contains("role=\"img\""))
        #expect(svg.contains("Sơ đồ 60 gian hàng. Tỉnh, thành phố: "))
        #expect(svg.contains("còn trống 5."))
        #expect(svg == drawing.svg())
        #expect(!svg.contains("<a href"))
        #expect(!svg.contains("style="))
    }

    @Test("a booth leads to its page, and what people type cannot break out of the picture")
    func links() throws {
        let linked = try Self.drawing(rows: 1, perRow: 3, link: true).svg()
        #expect(linked.contains("<a href=\"/hoi-cho/1/gian/A02\"><g class=\"booth\" data-code=\"A02\">"))
        #expect(linked.contains("role=\"group\""))
        let booth = try Self.drawing(rows: 1, perRow: 1).booths[0].booth
        let drawing = BoothPlanDrawing(
            title: "</title><script>", subtitle: "", organiser: "\"&\u{1}",
            day: try #require(Day(year: 2026, month: 1, day: 2)),
            booths: [.init(booth, .confirmed, tenant: "<A & \"B\">", link: "/a?b=\"c\"&d")])
        let svg = drawing.svg()
        #expect(Self.isWellFormed(svg))
        #expect(!svg.contains("<script>"))
        #expect(svg.contains("/a?b=&quot;c&quot;&amp;d"))
    }

    @Test("a state is told apart by its letter and hatching, not by colour alone")
    func states() throws {
        let drawing = try Self.drawing(rows: 4, perRow: 10, coloring: .state)
        let legend = BoothPlanLegend(drawing)
        #expect(legend.entries.map(\.name) == ["còn trống", "giữ chỗ", "đã xác nhận", "không đến"])
        let counts = legend.entries(counting: Array(drawing.booths.indices)).map(\.count)
        #expect(counts.reduce(0, +) == 40)
        #expect(legend.entries(counting: [0]).map(\.count) == [0, 0, 1, 0])
        #expect(Set(legend.entries.map(\.mark)).count == 4)
        #expect(Set(legend.entries.map(\.style)).count == 4)
        let provinces = BoothPlanLegend(try Self.drawing(rows: 40, perRow: 50, provinces: 34))
        #expect(Set(provinces.entries.map(\.mark)).count == 36)
        #expect(Set(provinces.entries.map(\.style)).count == 36)
    }

    @Test("no booths, and booths that stand far apart, make a plan all the same")
    func sparse() throws {
        let none = BoothPlanDrawing(
            title: "Hội chợ", subtitle: "", organiser: "Sở Công Thương",
            day: try #require(Day(year: 2026, month: 1, day: 2)),
            booths: [])
        #expect(Self.isWellFormed(none.svg()))
        #expect(try Self.renderer().render(none).count > 1_000)
        let code = try BoothCode("A1")
        let far = try Self.rectangle(9_000_000, 5, 1, 9_000)
        let one = BoothPlanDrawing(
            title: "Hội chợ", subtitle: "", organiser: "Sở Công Thương", day: none.day,
            booths: [
                .init(Booth(code: code, rectangle: far), .held, tenant: "Tên rất dài không có chỗ nào để ghi")
            ])
        #expect(one.svg().contains("data-code=\"A1\""))
        #expect(try Self.renderer().render(one).count > 1_000)
    }

    @Test("the PDF has every code as text and says the plan in words, the same bytes each time")
    func pdf() throws {
        let scratch = try Scratch()
        let drawing = try Self.drawing(rows: 6, perRow: 10)
        let bytes = try Self.renderer().render(drawing)
        #expect(try Self.renderer().render(drawing) == bytes)
        guard Tool.pdftotext.exists else { return }
        let text = try Tool.pdftotext("-raw", scratch.file("plan.pdf", bytes), "-").words
        for shown in drawing.booths { #expect(text.contains(shown.booth.code.text)) }
        #expect(text.contains("Hội chợ hàng công nghiệp nông thôn tiêu biểu khu vực phía Bắc năm 2026"))
        #expect(text.contains("Tổng số gian hàng: 60"))
    }

    @Test("a large plan is drawn whole and then in parts that can be read, each booth in one of them")
    func parts() throws {
        let drawing = try Self.drawing(rows: 40, perRow: 50, provinces: 34)
        let sheets = BoothPlanLayout(drawing, measure: { guessedWidth($0, isBold: $1) }).sheets
        #expect(sheets.count > 2)
        #expect(sheets[0].places.map(\.booth) == Array(0..<2_000))
        #expect(sheets.dropFirst().flatMap(\.places).map(\.booth).sorted() == Array(0..<2_000))
        for sheet in sheets {
            #expect(!sheet.zones.isEmpty)
            for place in sheet.places {
                #expect(sheet.area.contains(place.box.rect.inset(by: 0.01)))
                #expect(place.labels.first?.text == drawing.booths[place.booth].booth.code.text)
            }
        }
        // whatever of the fair's name there is room for, each says which part it is
        for (number, sheet) in sheets.enumerated().dropFirst() {
            #expect(sheet.head.first?.text.hasPrefix("Phần \(number)/\(sheets.count - 1) – ") == true)
        }
        for place in sheets.dropFirst().flatMap(\.places) where drawing.booths[place.booth].tenant != nil {
            #expect(place.labels.count >= 2)
            #expect(place.labels.allSatisfy { $0.size >= 3.9 })
        }
    }

    @Test(
        "plans pass PDF/A-2a and PDF/UA-1",
        .enabled(if: Tool.pdfaCheck != nil, "needs ../shared/tools/pdfa-check and java"))
    func conformance() throws {
        let check = try #require(Tool.pdfaCheck)
        let scratch = try Scratch()
        let renderer = try Self.renderer()
        let drawings = try [
            Self.drawing(rows: 6, perRow: 10), Self.drawing(rows: 6, perRow: 10, coloring: .state),
            Self.drawing(rows: 20, perRow: 30, provinces: 34),
        ]
        let files = try drawings.enumerated().map { try scratch.file("\($0).pdf", renderer.render($1)) }
        for flavour in ["2a", "ua1"] {
            let answer = try check.run([flavour] + files)
            #expect(answer.status == 0, "\(answer.text)")
            #expect(answer.text.split(separator: "\n").count { $0.contains("compliant=true") } == files.count)
        }
    }
}
