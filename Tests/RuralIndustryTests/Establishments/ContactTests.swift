import RuralIndustry
import Testing

@Suite("Telephone, e-mail, website")
struct ContactTests {
    @Test(
        "numbers are read leniently and written one way",
        arguments: [
            ("0912 345 678", "0912345678"), ("+84 912.345.678", "0912345678"), ("84912345678", "0912345678"),
            ("0084 208 3855 123", "02083855123"), ("(0208) 3855-123", "02083855123"),
            ("+84 (0)912345678", "0912345678"),
            ("912345678", "0912345678"), ("2083855123", "02083855123"), ("18001234", "18001234"),
            ("1900 6123", "19006123"),
            ("+81 3 1234 5678", "+81312345678"), ("0842345678", "0842345678"), ("842345678", "0842345678"),
        ])
    func phones(raw: String, text: String) throws {
        let number = try PhoneNumber(raw)
        #expect(number.text == text)
        #expect(try PhoneNumber(number.text) == number)
    }

    @Test(
        "what is no number, or two, is refused",
        arguments: [
            "", "abc", "12345", "0912345678 / 0987654321", "091234567890", "+", "00", "+84", "９１２３４５６７８",
            "1800",
        ])
    func phonesRefused(raw: String) {
        #expect(codes { try PhoneNumber(raw) } == ["phone-unreadable"])
    }

    @Test("addresses keep their name and lower their host")
    func emails() throws {
        #expect(try EmailAddress("Lien.He+cnnt@ViDu.VN").text == "Lien.He+cnnt@vidu.vn")
    }

    @Test(
        "what can never be an address is refused",
        arguments: [
            "", "a", "a@b", "@b.vn", "a@@b.vn", "a@b..vn", "a b@c.vn", "a@b.vn, c@d.vn", "<a@b.vn>", "a@.vn",
            "á@b.vn",
            "a@b.vn\n", String(repeating: "a", count: 65) + "@b.vn",
        ])
    func emailsRefused(raw: String) {
        #expect(codes { try EmailAddress(raw) } == ["email-unreadable"])
    }

    @Test(
        "sites with or without scheme",
        arguments: ["vidu.vn", "https://vidu.vn/a?b=c#d", "HTTP://www.vidu.com.vn:8080", "facebook.com/chè"])
    func sites(raw: String) throws {
        #expect(try Website(raw).text == raw)
    }

    @Test(
        "other schemes, spaces and quotes are refused: the text becomes a link",
        arguments: [
            "", "javascript:alert(1)", "javascript://vidu.vn/%0aalert(1)", "ftp://vidu.vn", "vidu",
            "vidu.vn\" onclick=", "https://",
            "https://a@b.vn", "a .vn", "//vidu.vn", "vidu..vn", "https://vidu.vn:x", "vidu.vn/\u{202E}x",
        ])
    func sitesRefused(raw: String) {
        #expect(codes { try Website(raw) } == ["website-unreadable"])
    }
}
