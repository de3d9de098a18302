import Evidence
import Foundation
import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@testable import Web

@Suite("The proof of a certificate, to be downloaded")
struct CertificateProofTests {
    private static func sign(_ held: HeldRound, _ key: SigningKey, _ test: TestRegistry) async throws {
        _ = try await test.registry.certificateCheckpoint(
            ofRound: held.round, signedBy: key, at: HeldRound.now, as: test.viewer)
    }

    @Test("anybody gets a file that leads from the certificate to a checkpoint that the registry signed")
    func covered() async throws {
        try await TestRegistry.run { test in
            let held = try await HeldRound.hold(in: test, ["Chè Mẫu", "Mật ong Mẫu", "Gốm Mẫu"])
            let key = try await test.signingKey()
            try await Self.sign(held, key, test)
            try await RunningSite.run(test.registry) { site in
                for certificate in held.certificates {
                    let (code, number) = (try #require(certificate.code), try #require(certificate.number))
                    let file = try await site.get("/c/\(code)/proof")
                    #expect(file.status == 200 && file.headers["content-type"] == "application/json")
                    #expect(
                        file.headers["cache-control"] == "no-cache"
                            && file.headers["x-robots-tag"] == "noindex")
                    let name = number.replacingOccurrences(of: "/", with: "-") + "-proof.json"
                    #expect(file.headers["content-disposition"] == "attachment; filename=\"\(name)\"")
                    let proof = try InclusionProof(JSONValue(parsing: file.body))
                    #expect(proof.holds && proof.content.contains("\"number\":\"\(number)\""))
                    #expect(proof.checkpoint.signer(among: TrustedKeys([.init(key.verifying)])) != nil)
                    #expect(try await site.get("/api/v1/certificates/\(code)/proof").body == file.body)
                    let page = try await site.get("/c/\(code.lowercased())")
                    let address = try #require(page.body.firstMatch(of: /href="(\/c\/[^"]+\/proof)"/)?.1)
                    #expect(try await site.get(String(address)).body == file.body)
                    #expect(page.body.contains("ký số ngày 20/11/2026"))
                    let json = try await site.get("/api/v1/certificates/\(code)")
                    let told = try json.json["proof"] as? [String: Any]
                    #expect(told?["signed_on"] as? String == "2026-11-20")
                    #expect(told?["address"] as? String == String(address))
                }
            }
        }
    }

    @Test(
        "as long as no signed checkpoint covers it, the page says so and when it will, and there is no file")
    func pending() async throws {
        try await TestRegistry.run { test in
            let held = try await HeldRound.hold(in: test, ["Chè Mẫu"])
            let code = try #require(held.certificates.first?.code)
            let key = try await test.signingKey()
            func expectPending(_ words: String) async throws {
                try await RunningSite.run(test.registry) { site in
                    let page = try await site.get("/c/\(code)")
                    #expect(page.status == 200 && !page.body.contains("/proof\""))
                    #expect(
                        page.body.contains("Chưa có điểm kiểm chứng đã ký nào gồm giấy này")
                            && page.body.contains(words))
                    #expect(try await site.get("/api/v1/certificates/\(code)").json["proof"] is NSNull)
                    let file = try await site.get("/c/\(code)/proof", accept: "application/json")
                    #expect(file.status == 404)
                    #expect(try file.text("code") == "proof-pending")
                    #expect(try await site.get("/c/\(code)/proof").body.contains(words))
                }
            }
            try await expectPending("khi cơ quan giữ sổ ký điểm kế tiếp")
            try await Self.sign(held, key, test)
            // a later certificate is not under the checkpoint that there is
            let next = try await HeldRound.hold(
                in: test, ["Mật ong Mẫu"], establishment: "Hợp tác xã Ong Mẫu")
            let later = try #require(next.certificates.first?.code)
            try await RunningSite.run(test.registry) { site in
                #expect(try await site.get("/c/\(code)/proof").status == 200)
                let file = try await site.get("/c/\(later)/proof")
                #expect(file.status == 404 && file.body.contains("Điểm gần nhất ký ngày 20/11/2026"))
            }
        }
    }

    @Test("a checkpoint whose key was worth nothing on its day proves nothing; the next one does")
    func revokedKey() async throws {
        try await TestRegistry.run { test in
            let held = try await HeldRound.hold(in: test, ["Chè Mẫu"])
            let code = try #require(held.certificates.first?.code)
            let (leaked, good) = (try await test.signingKey(), try await test.signingKey())
            try await Self.sign(held, good, test)
            try await Self.sign(held, leaked, test)
            func signer() async throws -> SignedNote {
                guard
                    case .proof(let file, _) = try await test.registry.certificateProof(
                        code: code, on: test.today, as: .anybody)
                else { throw Refusal(Violation("no-proof", vi: "", en: "")) }
                return try InclusionProof(JSONValue(parsing: file)).checkpoint
            }
            let before = try await signer()
            #expect(before.signer(among: TrustedKeys([.init(leaked.verifying)])) != nil)
            try await test.asProgram { session in
                try session.beginAudit()
                try session.execute(
                    "INSERT INTO signing_key_revocation (key_id, revoked_from, reason) VALUES (\(leaked.verifying.id), '2026-11-20', 'x')"
                )
            }
            let after = try await signer()
            #expect(after.signer(among: TrustedKeys([.init(good.verifying)])) != nil)
        }
    }

    @Test("no code, a mistyped one and one with a path behind it get no file")
    func refused() async throws {
        try await TestRegistry.run { test in
            let held = try await HeldRound.hold(in: test, ["Chè Mẫu"])
            let code = try #require(held.certificates.first?.code)
            try await Self.sign(held, try await test.signingKey(), test)
            try await RunningSite.run(test.registry) { site in
                for (path, expected) in [
                    ("00000000000000000/proof", "unknown-certificate"),
                    ("x/proof", "verification-code-malformed"),
                    ("\(code)/proof/x", "no-such-page"), ("\(code)/proofs", "no-such-page"),
                    ("..%2F\(code)/proof", "verification-code-malformed"),
                ] {
                    let answer = try await site.get("/c/\(path)", accept: "application/json")
                    #expect(answer.status == 404)
                    #expect(try answer.text("code") == expected, "\(path)")
                }
                let method = try await site.get("/c/\(code)/proof", "POST")
                #expect(method.status == 405 && method.headers["allow"] == "GET, HEAD")
                let head = try await site.get("/c/\(code)/proof", "HEAD")
                #expect(head.status == 200 && head.body.isEmpty)
            }
        }
    }
}
