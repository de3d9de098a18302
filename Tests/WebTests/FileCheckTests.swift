import Documents
import Evidence
import Foundation
import Registry
import RuralIndustry
import TestSupport
import Testing

@testable import Web

private let haveFonts = SourceTree.exists(FontSet.debianFolder + "/" + (FontSet.fileNames.first ?? ""))

@Suite("Dropping a file on the page of a certificate")
struct FileCheckTests {
    /// A form as a browser sends it.
    private static func form(_ file: [UInt8], field: String = "file", boundary: String = "----x7") -> [UInt8]
    {
        Array(
            """
            --\(boundary)\r\nContent-Disposition: form-data; name="note"\r\n\r\nkhông đọc\r\n--\(boundary)\r
            Content-Disposition: form-data; name="\(field)"; filename="giấy chứng nhận.pdf"\r
            Content-Type: application/pdf\r\n\r\n
            """.utf8) + file + Array("\r\n--\(boundary)--\r\n".utf8)
    }

    private static func post(
        _ site: RunningSite, _ code: String, _ body: [UInt8],
        type: String = "multipart/form-data; boundary=----x7", accept: String = "text/html"
    ) async throws -> HTTPAnswer {
        let head =
            "POST /c/\(code) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: \(type)\r\n"
            + "Accept: \(accept)\r\nContent-Length: \(body.count)\r\n\r\n"
        return try await HTTPExchange.run(port: site.port, bytes: Array(head.utf8) + body)
    }

    @Test(
        "the issued file is known to the last byte; a changed one, another's and other things are told apart",
        .enabled(if: haveFonts, "needs fonts-noto-core"))
    func verdicts() async throws {
        try await TestRegistry.run { test in
            let folder = "/tmp/cnnt-tests-drop-\(UUID().uuidString)"
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let held = try await HeldRound.hold(in: test, ["Chè Mẫu", "Mật ong Mẫu"])
            let batch = try await test.registry.writeCertificates(
                ofRound: held.round, to: folder, fonts: try FontSet.load(), as: test.viewer)
            let files = try batch.files.map {
                [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\($0.file)")))
            }
            let code = try #require(held.certificates.first?.code)
            let number = try #require(held.certificates.last?.number)
            let mine = try #require(batch.files.firstIndex { $0.code == code })
            var changed = files[mine]
            changed[changed.count / 2] ^= 1
            let cases: [(file: [UInt8], code: String, words: String)] = [
                (files[mine], "issued", "Đúng là tệp đã cấp"),
                (files[1 - mine], "other-certificate", "giấy số \(number)"),
                (changed, "not-issued", "Không phải tệp của giấy này"),
                (
                    files[mine] + Array("/ByteRange[0 10 20 30]".utf8), "altered",
                    "Tệp đã bị sửa sau khi ký"
                ),
                (Array("\u{89}PNG nothing".utf8), "not-pdf", "Không phải tệp PDF"),
                (Array("%PDF-1.7 \r\n------x6\r\n\0".utf8), "not-issued", "Không phải tệp của giấy này"),
            ]
            try await RunningSite.run(test.registry) { site in
                #expect(try await site.get("/c/\(code)").body.contains("enctype=\"multipart/form-data\""))
                for (file, expected, words) in cases {
                    let page = try await Self.post(site, code, Self.form(file))
                    #expect(page.status == 200, "\(expected)")
                    #expect(page.body.contains(words) && page.body.contains("CÒN HIỆU LỰC"), "\(expected)")
                    #expect(page.headers["content-security-policy"] == FinishingTouches.policy)
                    let json = try await Self.post(site, code, Self.form(file), accept: "application/json")
                    let answer = try json.json["file"] as? [String: Any]
                    #expect(answer?["result"] as? String == expected)
                }
            }
        }
    }

    @Test(
        "the file of a certificate that is not public is answered to the byte like one that nobody knows",
        .enabled(if: haveFonts, "needs fonts-noto-core"))
    func unpublishedFile() async throws {
        try await TestRegistry.run { test in
            let folder = "/tmp/cnnt-tests-drop-\(UUID().uuidString)"
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let held = try await HeldRound.hold(in: test, ["Chè Mẫu"])
            let hidden = try await HeldRound.hold(
                in: test, ["Chè Giấu Kín"], establishment: "Cơ sở Giấu", published: false)
            let batch = try await test.registry.writeCertificates(
                ofRound: hidden.round, to: folder, fonts: try FontSet.load(), as: test.viewer)
            let name = try #require(batch.files.first?.file)
            let secret = [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)")))
            let code = try #require(held.certificates.first?.code)
            @Sendable func answer(_ site: RunningSite, _ file: [UInt8], _ accept: String) async throws
                -> String
            {
                try await Self.post(site, code, Self.form(file), accept: accept).body
                    .replacing(SHA256Digest(of: file).hex, with: "MÃ BĂM")
            }
            try await RunningSite.run(test.registry) { site in
                for accept in ["text/html", "application/json"] {
                    let told = try await answer(site, secret, accept)
                    let unknown = try await answer(site, Array("%PDF-1.7 lạ".utf8), accept)
                    #expect(told == unknown)
                    #expect(told.contains("MÃ BĂM") && !told.contains("Giấu"))
                }
            }
            _ = try await test.registry.publishRound(hidden.round, as: test.viewer)
            let number = try #require(hidden.certificates.first?.number)
            try await RunningSite.run(test.registry) { site in
                let told = try await answer(site, secret, "text/html")
                #expect(told.contains("giấy số \(number)"))
            }
        }
    }

    @Test("what is no form, too much, or for no certificate is refused in words")
    func refused() async throws {
        try await TestRegistry.run { test in
            let held = try await HeldRound.hold(in: test, ["Chè Mẫu"])
            let hidden = try await HeldRound.hold(
                in: test, ["Chè Giấu Kín"], establishment: "Cơ sở Giấu", published: false)
            let code = try #require(held.certificates.first?.code)
            let secret = try #require(hidden.certificates.first?.code)
            let file = Self.form(Array("%PDF-1.7".utf8))
            try await RunningSite.run(test.registry) { site in
                for (body, type) in [
                    (file, "application/pdf"), (file, "multipart/form-data"),
                    (file, "multipart/form-data; boundary=other"),
                    (Array(file.dropLast(9)), "multipart/form-data; boundary=----x7"), ([], "text/plain"),
                ] {
                    let answer = try await Self.post(site, code, body, type: type)
                    #expect(answer.status == 400 && answer.body.contains("form-malformed"), "\(type)")
                }
                let empty = try await Self.post(site, code, Self.form([]))
                #expect(empty.status == 400 && empty.body.contains("Hãy quay lại, chọn tệp PDF"))
                let other = try await Self.post(site, code, Self.form([1], field: "tệp"))
                #expect(other.status == 400 && other.body.contains("file-missing"))
                let large = [UInt8](repeating: 0, count: 1_100_000)
                let tooLarge = try await Self.post(site, code, Self.form(large))
                #expect(tooLarge.status == 413 && tooLarge.body.contains("1 MB"))
                let whole = try await Self.post(
                    site, code, Self.form(Array("%PDF-".utf8) + [UInt8](repeating: 7, count: 900_000)))
                #expect(whole.status == 200)
                let unknown = try await Self.post(site, "00000000000000000", file)
                #expect(unknown.status == 404)
                let unpublished = try await Self.post(site, secret, file)
                #expect(unpublished.status == 404 && !unpublished.body.contains("Giấu"))
                // everywhere else as little is read as before
                let elsewhere = try await HTTPExchange.run(
                    port: site.port,
                    "POST /api/v1/certificates/\(code) HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 70000\r\n\r\n"
                )
                #expect(elsewhere.status == 413)
                let method = try await site.get("/c/\(code)", "PUT")
                #expect(method.status == 405 && method.headers["allow"] == "GET, HEAD, POST")
            }
        }
    }

    @Test(
        "a replaced certificate says by which, since when and by what act, and the new one what it replaced")
    func replaced() async throws {
        try await TestRegistry.run { test in
            let held = try await HeldRound.hold(in: test, ["Chè Mẫu"])
            let old = try #require(held.certificates.first)
            let newer = try await test.registry.replaceCertificate(
                CertificateReplacement(
                    number: try #require(old.number), act: "31/QĐ-UBND", actDate: Day("2026-03-01"),
                    reason: "In sai tên", productName: "Chè Đúng"),
                CertificateIssue(round: 0, issuedOn: Day("2026-03-05"), baseURL: "https://cnnt.example"),
                as: test.viewer
            ).certificate
            let (number, newNumber) = (try #require(old.number), try #require(newer.number))
            let (code, newCode) = (try #require(old.code), try #require(newer.code))
            try await RunningSite.run(test.registry) { site in
                let page = try await site.get("/c/\(code)")
                for text in [
                    "ĐÃ ĐƯỢC THAY", newNumber, "31/QĐ-UBND, 01/03/2026", "05/03/2026", "In sai tên",
                    "Chè Mẫu",
                ] { #expect(page.body.contains(text), "\(text)") }
                #expect(!page.body.contains(newCode), "the code of the new paper is for who holds it")
                let new = try await site.get("/c/\(newCode)")
                for text in ["CÒN HIỆU LỰC", "Thay cho giấy số", number, "Chè Đúng"] {
                    #expect(new.body.contains(text), "\(text)")
                }
                let json = try await site.get("/api/v1/certificates/\(code)")
                #expect(try json.text("status") == "replaced")
                #expect(
                    try (json.json["replacement"] as? [String: Any])?["number"] as? String == newNumber)
            }
            try await RunningSite.run(test.registry, on: Day("2026-03-04")) { site in
                let before = try await site.get("/c/\(code)")
                #expect(before.body.contains("CÒN HIỆU LỰC"))
                let notYet = try await site.get("/c/\(newCode)")
                #expect(notYet.status == 404)
            }
        }
    }
}
