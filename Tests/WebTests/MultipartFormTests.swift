import Testing

@testable import Web

@Suite("Forms with files")
struct MultipartFormTests {
    private static func form(_ heads: [String], boundary: String = "x1") -> MultipartForm? {
        let body =
            heads.map { "--\(boundary)\r\nContent-Disposition: form-data; \($0)\r\n\r\n1\r\n" }.joined()
            + "--\(boundary)--\r\n"
        return MultipartForm(Array(body.utf8), contentType: "multipart/form-data; boundary=\"\(boundary)\"")
    }

    @Test(
        "a file keeps its whole name, whatever is in it",
        arguments: [
            "chè.pdf", "a;b.pdf", "a; name=\u{1}b.pdf", "; filename=x.pdf", "a=b.pdf",
            "100%22 nguyên chất.jpg", "",
            "C:\\ảnh\\1.jpg",
        ])
    func names(_ name: String) throws {
        let form = try #require(Self.form(["name=\"file\"; filename=\"\(name)\"", "name=\"after\""]))
        #expect(form.parts.map(\.name) == ["file", "after"])
        #expect(form.parts.map(\.fileName) == [name, nil])
        #expect(form.parts.map(\.content) == [Array("1".utf8), Array("1".utf8)])
    }

    @Test("what has no name, no end or another boundary is no form")
    func broken() {
        #expect(Self.form(["filename=\"a\""]) == nil)
        #expect(Self.form(["name=\"a\""], boundary: "") == nil)
        #expect(Self.form(["name=\"a\""], boundary: String(repeating: "x", count: 71)) == nil)
        let open = "--x1\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1"
        #expect(MultipartForm(Array(open.utf8), contentType: "multipart/form-data; boundary=x1") == nil)
        #expect(MultipartForm(Array(open.utf8), contentType: "text/plain; boundary=x1") == nil)
    }
}
