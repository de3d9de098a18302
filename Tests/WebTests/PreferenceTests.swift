import RuralIndustry
import Testing

@testable import Web

@Suite("What the caller would rather have")
struct PreferenceTests {
    @Test(
        "JSON only for those who ask for it before a page",
        arguments: [
            (nil, false), ("*/*", false), ("text/html", false), ("application/json", true),
            ("application/problem+json", true), ("text/html, application/json;q=0.9", false),
            ("text/html;q=0.5, application/json", true), ("application/json;q=0", false),
            ("application/json;q=x", true),
            (";;;,,,", false),
        ] as [(String?, Bool)])
    func json(_ accept: String?, _ expected: Bool) {
        #expect(Preferences(accept: accept, acceptLanguage: nil).prefersJSON == expected)
    }

    @Test(
        "Vietnamese unless English is asked for before it",
        arguments: [
            (nil, "vi"), ("en", "en"), ("en-US,en;q=0.9", "en"), ("vi-VN,vi;q=0.9,en;q=0.8", "vi"),
            ("en;q=0.5, vi;q=0.4", "en"), ("fr", "vi"), ("*", "vi"), ("en;q=0", "vi"),
        ] as [(String?, String)])
    func language(_ header: String?, _ expected: String) {
        #expect(Preferences(accept: nil, acceptLanguage: header).language.rawValue == expected)
    }

    @Test("percent-encoding is undone, and what is none stays as it is")
    func percentCoding() {
        #expect(PercentCoding.decoded("a%20b%2Fc") == "a b/c")
        #expect(PercentCoding.decoded("ch%C3%A8") == "chè")
        #expect(PercentCoding.decoded("100%") == "100%")
        #expect(PercentCoding.decoded("%G1%2") == "%G1%2")
        #expect(PercentCoding.decoded("%FF") == "\u{FFFD}")
    }

    @Test("a hash tells contents apart and is the same in every process")
    func contentHash() {
        #expect(ContentHash(of: []).description == "cbf29ce484222325")
        #expect(ContentHash(of: "foobar".utf8).description == "85944171f73967e8")
    }
}
