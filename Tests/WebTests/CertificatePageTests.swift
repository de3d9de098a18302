import Foundation
import Registry
import RuralIndustry
import TestSupport
import Testing

@testable import Web

@Suite("Looking up a certificate")
struct CertificatePageTests {
    @Test(
        "a certificate in force says so, with everything that the paper says and the history of the product")
    func live() async throws {
        try await TestRegistry.run { test in
            let held = try await HeldRound.hold(in: test, ["Chè tôm nõn Mẫu"])
            let certificate = try #require(held.certificates.first)
            let code = try #require(certificate.code)
            try await RunningSite.run(test.registry) { site in
                let page = try await site.get("/c/\(code)")
                #expect(page.status == 200)
                #expect(page.headers["content-type"] == "text/html; charset=utf-8")
                for text in [
                    "CÒN HIỆU LỰC", "Đến hết ngày 31/12/2026", "Chè tôm nõn Mẫu", "Hợp tác xã Chè Mẫu",
                    try #require(certificate.number), "Ủy ban nhân dân tỉnh Thái Nguyên",
                    "9001/QĐ-UBND, ngày 30/06/2023",
                    "10/07/2023", "20/11/2026", "cấp tỉnh", "Giấy này",
                ] { #expect(page.body.contains(text), "\(text)") }
                #expect(!page.body.contains("Thu hồi") && !page.body.contains("MẪU –"))
            }
        }
    }

    @Test("the code may be typed with small letters, hyphens and blanks")
    func tolerant() async throws {
        try await TestRegistry.run { test in
            let held = try await HeldRound.hold(in: test, ["Chè Mẫu"])
            let code = try #require(held.certificates.first?.code)
            let grouped = "\(code.prefix(4))-\(code.dropFirst(4).prefix(4))%20\(code.dropFirst(8))"
            try await RunningSite.run(test.registry) { site in
                for typed in [code.lowercased(), grouped, code + "/"] {
                    let page = try await site.get("/c/\(typed)")
                    #expect(page.status == 200, "\(typed)")
                }
            }
        }
    }

    @Test("the last day is the last day: the day after, the certificate has expired")
    func expired() async throws {
        try await TestRegistry.run { test in
            let held = try await HeldRound.hold(in: test, ["Chè Mẫu"])
            let code = try #require(held.certificates.first?.code)
            try await RunningSite.run(test.registry, on: Day("2026-12-31")) { site in
                let page = try await site.get("/c/\(code)")
                #expect(page.body.contains("CÒN HIỆU LỰC"))
            }
            try await RunningSite.run(test.registry, on: Day("2027-01-01")) { site in
                let page = try await site.get("/c/\(code)")
                #expect(page.status == 200)
                #expect(
                    page.body.contains("HẾT HIỆU LỰC")
                        && page.body.contains("Có giá trị đến hết ngày 31/12/2026"))
                #expect(!page.body.contains("CÒN HIỆU LỰC"))
            }
        }
    }

    @Test("a revoked certificate says by which act, since when and why")
    func revoked() async throws {
        try await TestRegistry.run { test in
            let held = try await HeldRound.hold(in: test, ["Chè Mẫu", "Mật ong Mẫu"])
            let certificate = try #require(held.certificates.first)
            _ = try await test.registry.revokeCertificate(
                number: try #require(certificate.number), act: "77/QĐ-UBND", on: Day("2026-03-05"),
                because: "Sản phẩm không còn sản xuất", as: test.viewer)
            let code = try #require(certificate.code)
            let other = try #require(held.certificates.last?.code)
            try await RunningSite.run(test.registry) { site in
                let page = try await site.get("/c/\(code)")
                #expect(page.status == 200)
                for text in ["ĐÃ BỊ THU HỒI", "77/QĐ-UBND", "05/03/2026", "Sản phẩm không còn sản xuất"] {
                    #expect(page.body.contains(text), "\(text)")
                }
                #expect(!page.body.contains("CÒN HIỆU LỰC"))
                #expect(try await site.get("/c/\(other)").body.contains("CÒN HIỆU LỰC"))
            }
            try await RunningSite.run(test.registry, on: Day("2026-03-04")) { site in
                let page = try await site.get("/c/\(code)")
                #expect(page.body.contains("CÒN HIỆU LỰC"))
            }
        }
    }

    @Test(
        "a genuine code of a round that is not published is answered as one that was never given, to the byte"
    )
    func unpublished() async throws {
        try await TestRegistry.run { test in
            let held = try await HeldRound.hold(
                in: test, ["Chè Giấu Kín"], establishment: "Hợp tác xã Giấu Kín", published: false)
            _ = try await test.registry.certificateCheckpoint(
                ofRound: held.round, signedBy: try await test.signingKey(), at: HeldRound.now, as: test.viewer
            )
            let code = try #require(held.certificates.first?.code)
            try await RunningSite.run(test.registry) { site in
                try await Self.expectUnknown(code, at: site)
                _ = try await test.registry.publishRound(held.round, as: test.viewer)
                #expect(try await site.get("/c/\(code)").body.contains("Chè Giấu Kín"))
                #expect(try await site.get("/c/\(code)/proof").status == 200)
            }
            // published, but issued only on the day after
            try await RunningSite.run(test.registry, on: Day("2023-07-09")) { site in
                try await Self.expectUnknown(code, at: site)
            }
        }
    }

    /// Every address that takes a code, in every form and language and by every method, answers as to a code that nobody has.
    private static func expectUnknown(_ code: String, at site: RunningSite) async throws {
        let never = "00000000000000000"
        for address in ["/c/", "/api/v1/certificates/"] {
            for end in ["", "/", "/proof"] {
                for method in ["GET", "HEAD", "POST", "PUT"] {
                    for accept in ["text/html", "application/json", "*/*"] {
                        for language in ["vi", "en"] {
                            let (one, other) = (
                                try await site.get(
                                    address + code + end, method, accept: accept, language: language),
                                try await site.get(
                                    address + never + end, method, accept: accept, language: language)
                            )
                            #expect(said(one) == said(other), "\(method) \(address)…\(end) as \(accept)")
                            if method == "GET" { #expect(one.status == 404) }
                        }
                    }
                }
            }
        }
        let problem = try await site.get("/api/v1/certificates/\(code)")
        #expect(try problem.text("code") == "unknown-certificate")
    }

    /// An answer without what no two answers have in common.
    private static func said(_ answer: HTTPAnswer) -> [String] {
        let id = answer.headers["x-request-id"] ?? ""
        return ["\(answer.status)", answer.body.replacingOccurrences(of: id, with: "…")]
            + answer.headers.filter { !["date", "x-request-id"].contains($0.key) }.map {
                "\($0.key): \($0.value)"
            }
            .sorted()
    }

    @Test("codes that were never given, mistyped or no codes at all are told apart")
    func unknown() async throws {
        try await TestRegistry.run { test in
            let held = try await HeldRound.hold(in: test, ["Chè Mẫu"])
            let code = try #require(held.certificates.first?.code)
            // The check character is the last: any other in its place is wrong.
            let slip = code.dropLast() + (code.hasSuffix("7") ? "8" : "7")
            try await RunningSite.run(test.registry) { site in
                let never = try await site.get("/c/00000000000000000")
                #expect(
                    never.status == 404 && never.body.contains("Sổ công khai không có Giấy chứng nhận nào"))
                let mistyped = try await site.get("/c/\(slip)")
                #expect(mistyped.status == 404 && mistyped.body.contains("gõ sai một ký tự"))
                let nonsense = try await site.get("/c/xin-ch%C3%A0o-%3Cscript%3Ealert(1)%3C%2Fscript%3E")
                #expect(nonsense.status == 404 && nonsense.body.contains("không phải là mã tra cứu"))
                #expect(!nonsense.body.contains("<script"))
                for (path, expected) in [
                    ("00000000000000000", "unknown-certificate"), (String(slip), "verification-code-check"),
                    ("x", "verification-code-malformed"), ("%00%FF", "verification-code-malformed"),
                ] {
                    let problem = try await site.get("/api/v1/certificates/\(path)")
                    #expect(problem.status == 404)
                    #expect(try problem.text("code") == expected)
                }
            }
        }
    }

    @Test("names from hostile input stay text")
    func hostile() async throws {
        try await TestRegistry.run { test in
            let name = "Chè \"><img src=x onerror=alert(1)> & <b>'"
            let held = try await HeldRound.hold(
                in: test, [name], establishment: "{{code}} <script>alert(2)</script>")
            let code = try #require(held.certificates.first?.code)
            try await RunningSite.run(test.registry) { site in
                let page = try await site.get("/c/\(code)")
                #expect(page.status == 200)
                #expect(
                    !page.body.contains("<img") && !page.body.contains("<script")
                        && !page.body.contains("<b>"))
                #expect(page.body.contains("&lt;img src=x onerror=alert(1)&gt; &amp; &lt;b&gt;&#39;"))
                #expect(page.body.contains("{{code}} &lt;script&gt;"))
                #expect(
                    try await site.get("/c/\(code)", accept: "application/json").text("product_name") == name)
            }
        }
    }

    @Test("a demonstration paper says that it proves nothing")
    func specimen() async throws {
        try await TestRegistry.run { test in
            let held = try await HeldRound.hold(in: test, ["Chè Mẫu"], isSpecimen: true)
            let code = try #require(held.certificates.first?.code)
            try await RunningSite.run(test.registry) { site in
                let page = try await site.get("/c/\(code)")
                #expect(page.body.contains("MẪU – Giấy này không có giá trị"))
                let answer = try await site.get("/api/v1/certificates/\(code)")
                #expect(try answer.json["is_specimen"] as? Bool == true)
            }
        }
    }

    @Test("a program gets the same as JSON, at the address of the page too")
    func json() async throws {
        try await TestRegistry.run { test in
            let held = try await HeldRound.hold(in: test, ["Chè Mẫu"])
            let certificate = try #require(held.certificates.first)
            let code = try #require(certificate.code)
            try await RunningSite.run(test.registry) { site in
                let answer = try await site.get("/api/v1/certificates/\(code)")
                #expect(answer.status == 200 && answer.headers["content-type"] == "application/json")
                #expect(try await site.get("/c/\(code)", accept: "application/json").body == answer.body)
                let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
                #expect(try await site.get("/c/\(code)", accept: browser).body.hasPrefix("<!doctype html>"))
                #expect(try answer.text("status") == "live")
                #expect(try answer.text("number") == certificate.number)
                #expect(try answer.text("valid_to") == "2026-12-31")
                #expect(try answer.text("issued_on") == "2023-07-10")
                #expect(try answer.json["revocation"] is NSNull)
                #expect((try answer.json["awards"] as? [Any])?.count == 1)
            }
        }
    }
}
