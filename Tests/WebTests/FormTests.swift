import Mustache
import RuralIndustry
import Testing

@testable import Web

@Suite("Forms")
struct FormTests {
    private static let label = Bilingual(vi: "Tên cơ sở", en: "Name")

    private static func page(_ fields: [FormField], _ errors: [FormError] = []) throws -> String {
        try Pages().page(
            .form,
            FormView(
                title: Bilingual(vi: "Đăng ký", en: "Register"), errors: errors, action: "/x", fields: fields,
                button: Bilingual(vi: "Gửi", en: "Send"), wayBack: nil), in: PageFrame(title: "t"))
    }

    @Test("what was typed stands in the form again, escaped, with what is wrong above it and at the field")
    func again() throws {
        let wrong = FormError(field: "name", text: Bilingual(vi: "Thiếu tên.", en: "The name is missing."))
        let filling = FormFilling(values: FormFields("name=%22%3E%3Cscript%3E+G%E1%BB%91m"), errors: [wrong])
        let page = try Self.page(
            [filling.line("name", Self.label, hint: Bilingual(vi: "Như trên giấy.", en: "As on paper."))],
            [wrong])
        #expect(page.contains("value=\"&quot;&gt;&lt;script&gt; Gốm\""))
        #expect(page.contains("<a href=\"#name\">Thiếu tên."))
        #expect(page.contains("aria-describedby=\"name-hint name-error\" aria-invalid=\"true\""))
        #expect(page.contains("id=\"name-error\"><span>Thiếu tên."))
        #expect(!page.contains("multipart"))
    }

    @Test("of choices the one that was made is chosen; the first of few is where an error leads to")
    func choices() throws {
        let filling = FormFilling(values: FormFields("group=food&kind=b&agreed=yes"))
        let choices = [("handicraft", Self.label), ("food", Self.label)].map { (value: $0.0, name: $0.1) }
        let page = try Self.page([
            filling.list("group", Self.label, of: choices),
            filling.few(
                "kind", Self.label,
                of: [("a", Self.label), ("b", Self.label)].map { (value: $0.0, name: $0.1) }),
            filling.check("agreed", Self.label), filling.file("paper", Self.label, accept: ".pdf"),
        ])
        #expect(
            page.contains("<option value=\"food\" selected>") && !page.contains("\"handicraft\" selected"))
        #expect(page.contains("id=\"kind\" name=\"kind\" value=\"a\">"))
        #expect(page.contains("id=\"kind-2\" name=\"kind\" value=\"b\" checked>"))
        #expect(page.contains("id=\"agreed\" name=\"agreed\" value=\"yes\" checked"))
        #expect(
            page.contains("enctype=\"multipart/form-data\"") && page.contains("type=\"file\" accept=\".pdf\"")
        )
    }

    @Test("a field may be sent several times, blanks around a text are none of it, and no field is no text")
    func reading() {
        let fields = FormFields("a=1&a=2&b=+%0A+x+y++&c=+&d")
        #expect(fields["a"] == "1" && fields.all("a") == ["1", "2"])
        #expect(fields.text("b") == "x y" && fields.text("c") == nil && fields.text("d") == nil)
        #expect(fields["nothing"].isEmpty && fields.all("nothing").isEmpty)
    }

    @Test("what is encoded into an address is read from it again, whatever it is")
    func coding() {
        for text in ["/desk?a=1&b=ố#x", "%2F", " +\u{0}", ""] {
            let encoded = PercentCoding.encoded(text)
            #expect(PercentCoding.decoded(encoded) == text)
            #expect(encoded.utf8.allSatisfy { $0 > 32 && $0 < 127 && $0 != UInt8(ascii: "&") })
        }
    }
}
