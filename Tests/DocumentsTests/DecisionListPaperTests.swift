import Foundation
import RuralIndustry
import Testing

@testable import Documents

@Suite("The list attached to a decision as paper")
struct DecisionListPaperTests {
    /// Invented names: the shortest and the longest, sets with up to twelve members.
    static func list(products count: Int, amendments: Int = 0) throws -> DecisionList {
        var random = Seeded(count)
        let names = [
            "Thủ công mỹ nghệ", "Chế biến nông, lâm, thủy sản và thực phẩm",
            "Thiết bị, máy móc, dụng cụ và phụ tùng cơ khí", "Các sản phẩm khác",
        ]
        var groups = names.map { DecisionList.Group(name: $0, items: []) }
        let acts = try (0..<amendments).map { index in
            DecisionList.Amendment(
                act: .init(
                    number: "\(50 + index)/QĐ-UBND", day: try Day(iso: "2026-08-1\(index)"),
                    authority: "Ủy ban nhân dân tỉnh Thái Nguyên"), reason: "Sau giải quyết khiếu nại",
                withdrawn: index == 0 ? ["Chè bị rút"] : [])
        }
        for place in 0..<count {
            let isSet = place % 17 == 3
            let members = isSet ? (place % 34 == 3 ? Sample.longestMembers : ["Ấm", "Chén"]) : []
            let product =
                place % 11 == 5
                ? Sample.longestProduct : "Sản phẩm \(place + 1) " + random.name(syllables: 1...8)
            groups[place % 4].items.append(
                DecisionList.Item(
                    product: product,
                    establishment: place % 13 == 6 ? Sample.longestEstablishment : "HTX Ví Dụ \(place + 1)",
                    address: "xã Tân Cương, thành phố Thái Nguyên, tỉnh Thái Nguyên",
                    totals: isSet
                        ? members.map { .init(member: $0, shown: "81.25") }
                        : [.init(shown: "8\(place % 10).50")],
                    awardClass: place % 3 == 0 ? "A" : nil,
                    amendedBy: place == 8 ? acts.first?.act.number : nil))
        }
        return DecisionList(
            round: 12, name: "Bình chọn sản phẩm CNNT tiêu biểu tỉnh Thái Nguyên năm 2026",
            levelName: "cấp tỉnh năm 2026",
            decision: .init(
                number: "2875/QĐ-UBND", day: try Day(iso: "2026-06-30"),
                authority: "Ủy ban nhân dân tỉnh Thái Nguyên"), amendments: acts,
            groups: groups.filter { !$0.items.isEmpty })
    }

    static func renderer() throws -> OfficeRenderer { try OfficeRenderer(fonts: .load()) }

    private func words(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    @Test(
        "120 products go over pages: every page has the head of the table, every group its heading once",
        .enabled(if: Tool.pdftotext.exists, "needs poppler-utils"))
    func pages() throws {
        let list = try Self.list(products: 120, amendments: 2)
        let scratch = try Scratch()
        let file = try scratch.file("list.pdf", Self.renderer().render(list))
        let pages = try Self.renderer().pageCounts(of: DecisionListForm.document(list))[0]
        #expect(pages > 6)
        var whole = ""
        for page in 1...pages {
            let text = try Tool.pdftotext("-raw", "-f", "\(page)", "-l", "\(page)", file, "-").words
            // the last page may hold what follows the table alone
            #expect(
                text.contains("TT Sản phẩm Cơ sở Địa chỉ Điểm Xếp loại Ghi chú") || page == pages,
                "page \(page)")
            #expect(text.contains("Trang \(page)/\(pages)"))
            if page > 1 {
                #expect(
                    text.contains("Danh sách kèm theo Quyết định số 2875/QĐ-UBND ngày 30 tháng 6 năm 2026"))
            }
            whole += text + " "
        }
        for (index, group) in list.groups.enumerated() {
            let heading = "\(index + 1). \(group.name) (\(group.items.count) sản phẩm)"
            #expect(whole.components(separatedBy: heading).count == 2, "\(heading)")
        }
        for words in [
            "DANH SÁCH",
            "Kèm theo Quyết định số 2875/QĐ-UBND ngày 30 tháng 6 năm 2026 của Ủy ban nhân dân tỉnh Thái Nguyên",
            "được sửa đổi, bổ sung bởi Quyết định số 50/QĐ-UBND ngày 10 tháng 8 năm 2026",
            "Theo QĐ số 50/QĐ-UBND", "không còn được công nhận: “Chè bị rút”.",
            "Danh sách có 120 sản phẩm, trong đó có", "bộ sản phẩm gồm: Ấm; Chén", "81,25; 81,25",
        ] { #expect(whole.contains(words), "\(words)") }
        // in the order of the value, each once
        let numbers = list.groups.flatMap(\.items)
        var rest = whole[...]
        for item in numbers where item.product.hasPrefix("Sản phẩm") {
            let name = item.product.split(separator: " ").prefix(3).joined(separator: " ") + " "
            let found = try #require(rest.firstRange(of: name), "\(name)")
            rest = rest[found.upperBound...]
        }
    }

    @Test("as text it says the same, in lines of at most 100 characters")
    func text() throws {
        let list = try Self.list(products: 40, amendments: 1)
        #expect(list.text.split(separator: "\n").allSatisfy { $0.count <= 100 })
        let said = words(list.text)
        for item in list.groups.flatMap(\.items) where item.product.count < 25 {
            #expect(said.contains(item.product.split(separator: " ").prefix(3).joined(separator: " ")))
        }
        #expect(said.contains("Danh sách có 40 sản phẩm"))
    }

    @Test("a list without classes and amendments has no columns for them; an empty one says so")
    func columns() throws {
        var list = try Self.list(products: 3)
        for group in list.groups.indices {
            for item in list.groups[group].items.indices { list.groups[group].items[item].awardClass = nil }
        }
        #expect(!list.text.contains("Xếp loại") && !list.text.contains("Ghi chú"))
        list.groups = []
        #expect(list.text.contains("Không có sản phẩm nào được công nhận."))
        #expect(try Self.renderer().render(list).count > 1000)
    }

    @Test("the same list gives the same bytes")
    func sameBytes() throws {
        let list = try Self.list(products: 50, amendments: 1)
        #expect(try Self.renderer().render(list) == Self.renderer().render(list))
    }

    @Test(
        "files are PDF/A-2a and PDF/UA-1 by the veraPDF engine",
        .enabled(if: Tool.pdfaCheck != nil, "needs ../shared/tools/pdfa-check and java"))
    func conformance() throws {
        let check = try #require(Tool.pdfaCheck)
        let scratch = try Scratch()
        let files = try [1, 120].map { count in
            try scratch.file(
                "\(count).pdf", Self.renderer().render(Self.list(products: count, amendments: 2)))
        }
        for flavour in ["2a", "ua1"] {
            let answer = try check.run([flavour] + files)
            #expect(answer.status == 0, "\(answer.text)")
            #expect(answer.text.split(separator: "\n").count { $0.contains("compliant=true") } == files.count)
        }
        for file in files { #expect(try Tool.qpdf("--check", file).status == 0) }
    }
}
