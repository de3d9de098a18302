import Foundation
import RuralIndustry
import Testing

@Suite("Searching and spelling")
struct FoldedTests {
    @Test(
        "folding takes case, diacritics, đ and punctuation away",
        arguments: [
            ("Khánh Hoà", "khanh hoa"), ("KHÁNH HÒA", "khanh hoa"), ("Đắk Lắk – Đà Nẵng", "dak lak da nang"),
            ("Bà Rịa - Vũng Tàu", "ba ria vung tau"), ("Đ/c: số 5, ngõ 2", "d c so 5 ngo 2"), ("", ""),
            (" ,. ", ""),
            ("0123456789-001", "0123456789 001"), ("Café Ø ß 茶", "cafe ø ß 茶"), ("ƯỚC ƠN", "uoc on"),
        ])
    func folds(text: String, folded: String) {
        #expect(Folded(text).text == folded)
    }

    @Test("NFC and NFD fold to the same, and folding twice changes nothing", arguments: 0..<20)
    func normalForms(seed: UInt64) {
        var samples = Samples(seed: seed)
        let letters = Array(
            "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ ")
        for _ in 0..<50 {
            let text = String((0..<20).map { _ in samples.one(of: letters) })
            let folded = Folded(text)
            #expect(Folded(text.decomposedStringWithCanonicalMapping) == folded)
            #expect(Folded(text.uppercased()) == folded)
            #expect(Folded(folded.text) == folded)
            #expect(folded.text.utf8.allSatisfy { $0 < 0x80 })
        }
    }

    @Test(
        "both tone placements, dashes and normal forms are one spelling",
        arguments: [
            ("Khánh Hoà", "Khánh Hòa"), ("Thanh Hoá", "Thanh Hóa"), ("Thuỷ Nguyên", "Thủy Nguyên"),
            ("Uỷ ban", "Ủy ban"),
            ("Bà Rịa - Vũng Tàu", "Bà Rịa–Vũng Tàu"), ("Qúy", "Quý"), ("Khoẻ", "Khỏe"), ("Hoa\u{300}", "Hòa"),
            ("miền Trung - Tây Nguyên", "miền  Trung – Tây Nguyên"), ("khuỷu", "khủyu"),
        ])
    func same(left: String, right: String) {
        #expect(Spelling.isSame(left, right))
        #expect(Spelling.isSame(right, left))
    }

    @Test(
        "another tone, another vowel, another case or another order is another name",
        arguments: [
            ("Hoa", "Hòa"), ("Hoà", "Hoá"), ("Hòa Bình", "Hoa Bình"), ("Ba", "Bà"), ("Đông", "Dông"),
            ("An", "Ân"),
            ("Tân An", "Tan Ân"), ("Bình Dương", "bình dương"), ("Hà Nam", "Ha Nàm"),
            ("Tân Phú", "Tân Phú 2"),
        ])
    func different(left: String, right: String) {
        #expect(!Spelling.isSame(left, right))
    }
}
