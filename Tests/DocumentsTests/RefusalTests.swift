import RuralIndustry
import Testing

@testable import Documents

@Suite("Papers that cannot be printed")
struct RefusalTests {
    private func violations(_ change: (inout CertificatePaper) -> Void) throws -> [Violation] {
        let renderer = try Sample.renderer()
        let paper = try Sample.paper(change)
        return try #require(throws: Refusal.self) { try renderer.render(paper) }.violations
    }

    @Test("a character that the fonts lack is named, with its code point and its field")
    func missingCharacter() throws {
        let found = try violations { $0.establishment.name = "Cơ sở 😀 An" }
        #expect(found.map(\.code) == ["paper-character"])
        #expect(found[0].place.pointer == "/establishment/name")
        #expect(
            found[0].text.vi
                == "Ký tự “😀” (U+1F600) trong tên cơ sở không in được: phông chữ không có ký tự này")
    }

    @Test("every character that is missing is named, in every field, once")
    func missingCharacters() throws {
        let found = try violations { paper in
            paper.product.name = "漢字漢"
            paper.product.members = ["Ấm", "ชา"]
            paper.signature.name = "한"
        }
        #expect(
            found.map { $0.place.pointer }
                == [
                    "/product/name", "/product/name", "/product/members/1", "/product/members/1",
                    "/signature/name",
                ])
        #expect(found[0].text.en.contains("U+6F22") && found[1].text.en.contains("U+5B57"))
    }

    @Test(
        "an invisible character is refused by its code point alone",
        arguments: ["\u{0}", "\u{7}", "\u{200B}", "\u{202E}", "\u{FEFF}", "\u{AD}", "\u{E000}"])
    func invisible(character: String) throws {
        let found = try violations { $0.product.name = "Chè\(character)đinh" }
        #expect(found.map(\.code) == ["paper-character"])
        #expect(!found[0].text.vi.contains(character))
        let value = try #require(character.unicodeScalars.first).value
        #expect(
            found[0].text.vi.contains(
                "U+" + String(repeating: "0", count: value < 16 ? 3 : value < 256 ? 2 : 0)))
    }

    @Test("every text that must be there is asked for, all at once")
    func missingTexts() throws {
        let found = try violations { paper in
            paper.product.name = " \n"
            paper.issuer = []
            paper.signature.title = ""
        }
        #expect(Set(found.map(\.code)) == ["paper-text-missing"])
        #expect(Set(found.map(\.place.pointer)) == ["/product/name", "/issuer/0", "/signature/title"])
    }

    @Test("a text that would become unreadable is refused by name, not clipped")
    func tooLong() throws {
        let found = try violations { paper in
            paper.product.name = String(repeating: "chè đinh Tân Cương ", count: 40)
            paper.signature.name = String(repeating: "Nguyễn Thị ", count: 12)
        }
        #expect(found.map(\.code) == ["paper-text-too-long", "paper-text-too-long"])
        #expect(found.map(\.place.pointer) == ["/product/name", "/signature/name"])
    }

    @Test("a word without spaces that is wider than the sheet is refused")
    func unbreakable() throws {
        let found = try violations { $0.product.name = String(repeating: "W", count: 150) }
        #expect(found.map(\.code) == ["paper-text-too-long"])
    }

    @Test("texts that fit one by one but not together are refused")
    func overfull() throws {
        let found = try violations { paper in
            paper.product.name = Sample.longestProduct
            paper.product.members = (1...24).map { "\($0) " + Sample.longestMembers[0].dropLast(3) }
            paper.establishment.name = Sample.longestEstablishment
            paper.issuer = [String](repeating: "CỤC ĐỔI MỚI SÁNG TẠO, CHUYỂN ĐỔI XANH", count: 3)
        }
        #expect(found.map(\.code).allSatisfy { ["paper-overfull", "paper-text-too-long"].contains($0) })
    }

    @Test("a design that nobody knows is refused")
    func unknownTemplate() throws {
        #expect(try violations { $0.template = "standard-0" }.map(\.code) == ["paper-template-unknown"])
    }

    @Test("an address beyond what a QR code holds is an error, and so is nothing at all")
    func unencodable() {
        #expect(throws: DocumentError.self) { try QRCode(String(repeating: "a", count: 2332)) }
        #expect(throws: DocumentError.self) { try QRCode("") }
        #expect(throws: Never.self) { try QRCode(String(repeating: "a", count: 2331)) }
    }
}
