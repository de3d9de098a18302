import RuralIndustry
import Testing

@testable import Evidence

@Suite("The QR code of a certificate, checked without a server")
struct CertificateCodeTests {
    private let key: SigningKey
    private let other: SigningKey
    private let today: Day
    private static let address = "https://congthuong.example.gov.vn/c/7K3M9QXT0V5CH2J8P"

    init() throws {
        key = try SigningKey(seed: [UInt8](repeating: 7, count: 32))
        other = try SigningKey(seed: [UInt8](repeating: 8, count: 32))
        today = try Day(iso: "2026-11-25")
    }

    private func statement(
        product: String = "Chè đinh Tân Cương", establishment: String = "Hợp tác xã Chè Mẫu",
        number: String = "0001/2026/CNNT-T19", issued: String = "2026-11-01", valid: String = "2030-12-31"
    ) throws -> CertificateStatement {
        CertificateStatement(
            number: number, level: .provincial, decisionNumber: "2875/QĐ-UBND",
            decidedOn: try Day(iso: "2026-10-30"),
            issuedOn: try Day(iso: issued), validThrough: try Day(iso: valid), productName: product,
            establishmentName: establishment, isSpecimen: false)
    }

    private func code(_ statement: CertificateStatement, by signer: SigningKey? = nil) throws
        -> SignedCertificateCode
    {
        let bytes = (0..<10).map { UInt8($0) }
        let address =
            "https://congthuong.example.gov.vn/c/\(try #require(VerificationCode(randomBytes: bytes)).text)"
        return try SignedCertificateCode(address: address, statement, signedBy: signer ?? key)
    }

    private func list(
        day: String = "2026-11-20", next: String = "2026-11-27", keys: [SigningKey]? = nil,
        revoked: [RevocationList.Revocation] = [], leaked: [String: Day] = [:],
        genuine: Set<SHA256Digest> = []
    ) throws -> RevocationList {
        RevocationList(
            day: try Day(iso: day), next: try Day(iso: next),
            keys: Set((keys ?? [key, other]).map(\.verifying.id)), revocations: revoked, leakedKeys: leaked,
            genuine: genuine)
    }

    private func trusted(_ keys: SigningKey...) -> TrustedKeys {
        TrustedKeys(keys.map { TrustedKeys.Entry($0.verifying) })
    }

    // MARK: What the code holds

    @Test("what is read from a code is what went into it")
    func roundTrip() throws {
        let statement = try statement()
        let read = try SignedCertificateCode(try code(statement).content)
        #expect(read.statement == statement)
        #expect(!read.statement.isCut)
        #expect(read.statement.isOf(product: "Chè đinh Tân Cương", establishment: "Hợp tác xã Chè Mẫu"))
        #expect(!read.statement.isOf(product: "Chè đinh Tân Cương", establishment: "Hợp tác xã Chè Mâu"))
        #expect(read.code != nil)
    }

    @Test(
        "a code has at most 400 bytes whatever the names are, cut to 60 characters, and is signed over the full ones"
    )
    func limit() throws {
        for seed in 1...300 {
            var random = SmallRandom(seed)
            let letters = Array(
                "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạếềểễệốồổỗộ ỨỪỬỮỰ“”–0123456789.,&ß中𓀀".unicodeScalars)
            func name(_ most: Int) -> String {
                var text = String.UnicodeScalarView()
                for _ in 0..<random.next(below: most) + 1 {
                    text.append(letters[random.next(below: letters.count)])
                }
                return String(text)
            }
            let (product, establishment) = (name(200), name(200))
            let statement = try statement(
                product: product, establishment: establishment, number: "0123/2026/CNNT-X05503")
            let content = try code(statement).content
            #expect(content.utf8.count <= 400)
            let read = try SignedCertificateCode(content)
            #expect(read.statement.isOf(product: product, establishment: establishment))
            #expect(product.unicodeScalars.starts(with: read.statement.productName.unicodeScalars))
            #expect(read.statement.productName.unicodeScalars.count <= 60)
            #expect(
                read.status(trusting: trusted(key), list: try list(), on: today)
                    == .valid(asOf: try list().day))
        }
    }

    @Test("two full Vietnamese names of 60 characters keep at least 50 of each beside an ordinary address")
    func room() throws {
        let name = String(repeating: "Chè đinh Tân Cương thượng hạng sấy ", count: 4)
        let read = try code(statement(product: name, establishment: name))
        #expect(read.statement.productName.unicodeScalars.count >= 50)
        #expect(read.statement.isCut)
    }

    @Test("an address that leaves no room is refused")
    func longAddress() throws {
        let address = "https://" + String(repeating: "x", count: 250) + ".vn/c/7K3M9QXT0V5CH2J8P"
        #expect {
            _ = try SignedCertificateCode(
                address: address,
                try statement(
                    product: String(repeating: "chè ", count: 20),
                    establishment: String(repeating: "mẫu ", count: 20)),
                signedBy: key)
        } throws: { ($0 as? Violation)?.code == "verification-address-too-long" }
    }

    @Test("every character of a code matters: with any one changed it is never valid")
    func tampering() throws {
        let content = Array(try code(statement()).content.utf8)
        let list = try list()
        for position in content.indices {
            for replacement in [
                UInt8(ascii: "A"), UInt8(ascii: "_"), content[position] ^ 0x20, content[position] ^ 1,
            ] {
                guard replacement != content[position] else { continue }
                var changed = content
                changed[position] = replacement
                guard let read = try? SignedCertificateCode(String(decoding: changed, as: UTF8.self)) else {
                    continue
                }
                let status = read.status(trusting: trusted(key), list: list, on: today)
                #expect(status == .forged || status == .unknownKey, "\(position): \(status)")
            }
        }
    }

    @Test(
        "nonsense is no code",
        arguments: [
            "", "#", "https://a/c/x", "https://a/c/x#", "https://a/c/x#AAAA", "7K3M9QXT0V5CH2J8P", "#AA==",
        ])
    func malformed(_ content: String) {
        #expect { _ = try SignedCertificateCode(content) } throws: {
            ($0 as? Violation)?.code == "certificate-code-malformed"
        }
    }

    // MARK: The answers

    @Test("without a list nothing is called valid: the status is unknown since the day of issue")
    func noList() throws {
        let statement = try statement()
        let status = try code(statement).status(trusting: trusted(key), list: nil, on: today)
        #expect(status == .unknown(since: statement.issuedOn))
    }

    @Test("with a list that may still be relied on it is valid, with an old one unknown since then")
    func listAge() throws {
        let code = try code(statement())
        let keys = trusted(other, key)
        #expect(
            code.status(trusting: keys, list: try list(), on: today)
                == .valid(asOf: try Day(iso: "2026-11-20")))
        let later = try Day(iso: "2026-11-28")
        #expect(
            code.status(trusting: keys, list: try list(), on: later)
                == .unknown(since: try Day(iso: "2026-11-20")))
        let before = try list(day: "2026-10-31", next: "2026-12-31")
        #expect(
            code.status(trusting: keys, list: before, on: today) == .unknown(since: code.statement.issuedOn),
            "a list that is older than the certificate knows nothing of it")
        // a machine whose clock stands years back must not bring an expired paper to life
        let old = try self.code(statement(issued: "2020-01-01", valid: "2024-12-31"))
        #expect(
            old.status(trusting: keys, list: try list(), on: try Day(iso: "2022-01-01"))
                == .expired(on: try Day(iso: "2024-12-31")))
    }

    @Test("a revocation names its act, and goes before expiry")
    func revoked() throws {
        let code = try code(statement(valid: "2026-11-10"))
        let act = RevocationList.Revocation(
            code: try #require(code.code), day: try Day(iso: "2026-11-05"), act: "15/QĐ-UBND")
        #expect(
            code.status(trusting: trusted(key), list: try list(revoked: [act]), on: today)
                == .revoked(by: "15/QĐ-UBND", on: act.day))
        #expect(
            code.status(trusting: trusted(key), list: try list(), on: today)
                == .expired(on: try Day(iso: "2026-11-10")))
    }

    @Test(
        "a replaced certificate names the one in its place, from its day on, in a list that is read back too")
    func replaced() throws {
        let code = try code(statement())
        let newer = RevocationList.Replacement(
            code: try #require(code.code), day: try Day(iso: "2026-11-22"), number: "0009/2026/CNNT-T19",
            act: "31/QĐ-UBND ngày 1")
        let list = RevocationList(
            day: try Day(iso: "2026-11-20"), next: try Day(iso: "2026-11-27"), keys: [key.verifying.id],
            replacements: [newer])
        let read = try RevocationList(text: list.text)
        #expect(read == list)
        #expect(
            code.status(trusting: trusted(key), list: read, on: today)
                == .replaced(by: "0009/2026/CNNT-T19", act: "31/QĐ-UBND ngày 1", on: newer.day))
        #expect(
            code.status(trusting: trusted(key), list: read, on: try Day(iso: "2026-11-21"))
                == .valid(asOf: list.day))
        #expect(throws: Violation.self) {
            _ = try RevocationList(text: list.text.replacing(" 31/QĐ-UBND ngày 1", with: ""))
        }
    }

    @Test("another's signature is not trusted, and no code is valid before its day of issue")
    func others() throws {
        let code = try code(statement(), by: other)
        #expect(code.status(trusting: trusted(key), list: try list(), on: today) == .unknownKey)
        let future = try self.code(statement(issued: "2026-12-01"))
        #expect(
            future.status(trusting: trusted(key), list: try list(), on: today)
                == .unknown(since: try Day(iso: "2026-12-01")))
    }

    @Test("after a leak nothing of that key is believed but what a list of the authority names")
    func leak() throws {
        let day = try Day(iso: "2026-11-10")
        let leaked = TrustedKeys([.init(key.verifying, revokedFrom: day), .init(other.verifying)])
        let before = try code(statement())
        let after = try code(statement(issued: "2026-11-10"))
        #expect(before.status(trusting: leaked, list: nil, on: today) == .unknown(since: day))
        #expect(before.status(trusting: leaked, list: try list(), on: today) == .unknown(since: day))
        let settled = try list(leaked: [key.verifying.id: day], genuine: [before.hash])
        #expect(before.status(trusting: leaked, list: settled, on: today) == .valid(asOf: settled.day))
        #expect(after.status(trusting: leaked, list: settled, on: today) == .leakedKey(from: day))
        // who has the key dates a forgery before the leak
        let forgery = try code(statement(product: "Chè giả"))
        #expect(forgery.status(trusting: leaked, list: settled, on: today) == .leakedKey(from: day))
        // keys that were fetched before the leak: the list knows it
        #expect(forgery.status(trusting: trusted(key), list: settled, on: today) == .leakedKey(from: day))
        // what other keys signed is as good as before
        let rotated = try code(statement(), by: other)
        #expect(rotated.status(trusting: leaked, list: settled, on: today) == .valid(asOf: settled.day))
    }

    @Test("a list of another registry says nothing: not that a paper is valid, revoked or leaked")
    func otherRegistry() throws {
        let code = try code(statement())
        let keys = trusted(key, other)
        let act = RevocationList.Revocation(
            code: try #require(code.code), day: try Day(iso: "2026-11-05"), act: "15/QĐ-UBND")
        let foreign = try list(
            keys: [other], revoked: [act], leaked: [key.verifying.id: try Day(iso: "2026-11-10")])
        #expect(
            code.status(trusting: keys, list: foreign, on: today) == .unknown(since: code.statement.issuedOn))
        let own = try list(keys: [key])
        #expect(code.status(trusting: keys, list: own, on: today) == .valid(asOf: own.day))
        // read back it covers the same keys
        let read = try RevocationList(text: foreign.text)
        #expect(read.keys == [other.verifying.id] && !read.covers(key.verifying))
        #expect(
            code.status(trusting: keys, list: try RevocationList(text: own.text), on: today)
                == .valid(asOf: own.day))
    }

    // MARK: The list

    @Test("a list is read as it was written, and nothing else is a list")
    func listText() throws {
        let code = try #require(VerificationCode(randomBytes: [UInt8](repeating: 3, count: 10)))
        let list = try list(
            revoked: [.init(code: code, day: today, act: "15/QĐ-UBND ngày 1\nhai dòng")],
            leaked: [key.verifying.id: today], genuine: [SHA256Digest(of: [1]), SHA256Digest(of: [2])])
        let read = try RevocationList(text: list.text)
        #expect(read.revocations[code]?.act == "15/QĐ-UBND ngày 1 hai dòng")
        #expect(read.leakedKeys == list.leakedKeys && read.genuine == list.genuine)
        #expect(read.text == list.text)
        for text in [
            "", "cnnt-revocations/1\n", list.text + "revoked x\n", list.text + "\n", "x" + list.text,
        ] {
            #expect(throws: Violation.self) { _ = try RevocationList(text: text) }
        }
    }

    @Test("Vietnamese text takes one byte a letter, anything else is kept too")
    func bytes() throws {
        let text = "Hợp tác xã Ưu Việt – “Đồng Hỷ” №5 中𓀀"
        let encoded = VietnameseBytes.encode(text.unicodeScalars)
        #expect(VietnameseBytes.decode(encoded) == text)
        #expect(VietnameseBytes.encode("ưỡỹĐ".unicodeScalars).count == 4)
        for byte in UInt8.min ... .max {
            if let decoded = VietnameseBytes.decode([byte]) {
                #expect(VietnameseBytes.encode(decoded.unicodeScalars) == [byte])
            }
        }
        #expect(VietnameseBytes.decode([0x1F, 0x41]) == nil, "only one way to write a letter")
        // the sign that stands for unreadable bytes is a character like others; bytes that are none are not it
        #expect(VietnameseBytes.decode(VietnameseBytes.encode("a\u{FFFD}b".unicodeScalars)) == "a\u{FFFD}b")
        #expect(VietnameseBytes.decode([0x1F, 0xFF]) == nil)
        #expect(VietnameseBytes.decode([0x1F, 0xEF, 0xBF]) == nil)
    }

    @Test("every character that a name can have comes back from the paper as it went in")
    func everyCharacter() throws {
        for value in UInt32(0)...0x1FFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let encoded = VietnameseBytes.encode([scalar])
            guard let decoded = VietnameseBytes.decode(encoded) else {
                Issue.record("U+\(String(value, radix: 16)) is not read back")
                continue
            }
            #expect(Array(decoded.unicodeScalars) == [scalar])
        }
        let name = "Chè \u{FFFD} Tân Cương"
        let read = try SignedCertificateCode(try code(statement(product: name)).content)
        #expect(read.statement.isOf(product: name, establishment: "Hợp tác xã Chè Mẫu"))
    }
}

/// The same numbers for the same seed.
private struct SmallRandom {
    private var state: UInt64

    init(_ seed: Int) { state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 }

    mutating func next(below limit: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(limit))
    }
}
