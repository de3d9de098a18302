import Foundation
import RuralIndustry
import Testing

@testable import Documents

@Suite("Signed certificates", .enabled(if: Checker.openssl.exists, "needs openssl"))
struct SignatureTests {
    // MARK: What other programs say

    @Test(
        "poppler finds an RSA and a P-256 signature valid, and one changed byte",
        .enabled(if: Checker.havePDFSig, "needs poppler-utils and libnss3-tools"),
        arguments: ["rsa", "p256", "old", "chain"])
    func pdfsig(_ key: String) throws {
        let (keys, scratch) = (try SigningSamples.shared, try Scratch())
        let bytes = try SigningSamples.file(keys.identity(key))
        #expect(try Checker.pdfsigFindsValid(scratch.file("signed.pdf", bytes), keys))
        #expect(try !Checker.pdfsigFindsValid(scratch.file("changed.pdf", Self.changed(bytes)), keys))
    }

    @Test(
        "OpenSSL finds the CAdES signature valid, and one changed byte",
        arguments: ["rsa", "p256", "old", "chain"])
    func openssl(_ key: String) throws {
        let keys = try SigningSamples.shared
        let bytes = try SigningSamples.file(keys.identity(key))
        #expect(try Checker.opensslFindsValid(bytes, keys))
        #expect(try !Checker.opensslFindsValid(Self.changed(bytes), keys))
    }

    @Test(
        "pyHanko finds the signature valid over the entire file, and one changed byte",
        .enabled(if: Checker.pyHanko != nil, "needs pyHanko, which deploy/test installs"),
        arguments: ["rsa", "p256", "chain"])
    func pyHanko(_ key: String) throws {
        let (keys, scratch) = (try SigningSamples.shared, try Scratch())
        let bytes = try SigningSamples.file(keys.identity(key))
        let answer = try Checker.pyHankoFinds(scratch.file("signed.pdf", bytes), keys)
        #expect(answer.status == 0)
        #expect(answer.words == "ENTIRE_FILE -")
        #expect(try Checker.pyHankoFinds(scratch.file("changed.pdf", Self.changed(bytes)), keys).status != 0)
    }

    @Test(
        "the control: without the authority between in the signature nobody who has only the root trusts it")
    func withoutChain() throws {
        let keys = try SigningSamples.shared
        #expect(try !Checker.opensslFindsValid(SigningSamples.file(keys.identity("alone")), keys))
    }

    @Test(
        "a signed file is still PDF/A-2a and PDF/UA-1, and qpdf finds no fault",
        .enabled(
            if: Tool.pdfaCheck != nil && Tool.qpdf.exists, "needs ../shared/tools/pdfa-check, java and qpdf"))
    func conformance() throws {
        let (keys, scratch) = (try SigningSamples.shared, try Scratch())
        let check = try #require(Tool.pdfaCheck)
        let files = try [("rsa", Sample.paper()), ("p256", Sample.longest())].map { key, paper in
            try scratch.file("\(key).pdf", SigningSamples.file(keys.identity(key), paper))
        }
        for flavour in ["2a", "ua1"] {
            let answer = try check.run([flavour] + files)
            #expect(answer.status == 0, "\(answer.text)")
            #expect(answer.text.split(separator: "\n").count { $0.contains("compliant=true") } == files.count)
        }
        for file in files { #expect(try Tool.qpdf("--check", file).status == 0) }
    }

    @Test(
        "a time stamp of a local authority makes baseline T, for OpenSSL and pyHanko",
        .enabled(if: Checker.pyHanko != nil, "needs pyHanko, which deploy/test installs"))
    func timestamp() throws {
        let (keys, scratch) = (try SigningSamples.shared, try Scratch())
        let stamped = StampedSigner(inner: try keys.identity("rsa"), folder: keys.folder)
        let bytes = try SigningSamples.file(stamped)
        #expect(try Checker.opensslFindsValid(bytes, keys))
        let answer = try Checker.pyHankoFinds(scratch.file("stamped.pdf", bytes), keys)
        #expect(answer.status == 0)
        #expect(answer.words == "ENTIRE_FILE stamped")
        guard case .whole(let signature) = FileSignature(in: bytes) else {
            Issue.record("the stamped signature is not read")
            return
        }
        let moment = try #require(signature.timestamp)
        let now = Int64(Date().timeIntervalSince1970 * 1_000_000)
        #expect(abs(moment.microsecondsSince1970 - now) < 600_000_000)
    }

    // MARK: What our own reader says

    @Test("our own reader finds every single changed byte of what is signed, and what is added")
    func everyByte() throws {
        let keys = try SigningSamples.shared
        let bytes = try SigningSamples.file(keys.identity("p256"))
        guard case .whole(let signature) = FileSignature(in: bytes) else {
            Issue.record("the signature is not read")
            return
        }
        #expect(signature.signer.name == "Cơ quan Mẫu P-256")
        #expect(signature.timestamp == nil)
        let contents = try #require(bytes.firstRange(of: Array("/Contents<".utf8))).upperBound
        var random = Seeded(7)
        for _ in 0..<300 {
            let position = Int.random(in: 0..<bytes.count, using: &random)
            // of the signature itself the certificates above the signer's are not signed
            if (contents..<contents + 4 * 2048).contains(position) { continue }
            var changed = bytes
            changed[position] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            if case .whole = FileSignature(in: changed) { Issue.record("byte \(position)") }
        }
        if case .whole = FileSignature(in: bytes + Array("\n%%EOF\n".utf8)) {
            Issue.record("what is added after signing must not count as signed")
        }
    }

    @Test("an unsigned file has no signature, and half a file none that is whole")
    func unsigned() throws {
        if case .none = FileSignature(in: try Sample.renderer().render(Sample.paper())) {
        } else {
            Issue.record("found a signature where there is none")
        }
        let bytes = try SigningSamples.file(SigningSamples.shared.identity("rsa"))
        for length in stride(from: 0, to: bytes.count, by: 997) {
            if case .whole = FileSignature(in: Array(bytes.prefix(length))) { Issue.record("\(length)") }
        }
    }

    @Test(
        "the same key, moment and paper give the same bytes with RSA, and the text is read as without a signature"
    )
    func deterministic() throws {
        let keys = try SigningSamples.shared
        let first = try SigningSamples.file(keys.identity("rsa"))
        #expect(try SigningSamples.file(keys.identity("rsa")) == first)
        let text = "/M(D:\(SigningSamples.moment.iso.prefix(19).filter(\.isNumber))+07'00')"
        #expect(first.firstRange(of: Array(text.utf8)) != nil)
        let scratch = try Scratch()
        let read = try Tool.pdftotext("-raw", scratch.file("signed.pdf", first), "-")
        #expect(read.words == Sample.expectedText(of: try Sample.paper()))
    }

    // MARK: Answers from outside

    @Test("an answer of openssl cms is taken if it names its certificate, and refused if not")
    func externalAnswers() throws {
        let (keys, scratch) = (try SigningSamples.shared, try Scratch())
        let content = Array("nội dung".utf8)
        let input = try scratch.file("content", content)
        func answer(_ options: String...) throws -> [UInt8] {
            let output = try scratch.file("answer")
            let arguments =
                ["cms", "-sign", "-binary", "-in", input, "-signer", keys.folder + "/rsa.pem", "-inkey"]
                + [keys.folder + "/rsa.key", "-outform", "DER", "-out", output] + options
            #expect(try Checker.openssl.run(arguments).status == 0)
            return [UInt8](try Data(contentsOf: URL(fileURLWithPath: output)))
        }
        let good = try answer("-cades")
        #expect(try CheckedSignature(good, of: content).signer.name == "Sở Công Thương Mẫu")
        func refused(_ code: String, _ bytes: [UInt8], of content: [UInt8], _ line: Int = #line) {
            #expect(throws: DocumentError.self, "\(line)") {
                do throws(DocumentError) { _ = try CheckedSignature(bytes, of: content) } catch {
                    #expect(error.code == code, "\(line)")
                    throw error
                }
            }
        }
        refused("signature-not-pades", try answer(), of: content)
        refused("signature-unreadable", try answer("-cades", "-nodetach"), of: content)
        refused("signature-wrong", try answer("-cades", "-nocerts"), of: content)
        refused("signature-wrong", good, of: content + [0])
        refused("signature-unreadable", good + [0], of: content)
        refused("signature-unreadable", Array(good.dropLast()), of: content)
        refused("signature-unreadable", [], of: content)
        refused("signature-unreadable", Array("not a signature".utf8), of: content)
    }

    @Test(
        "a signature over attributes in another order than DER's is refused: kept in DER it would fit no more"
    )
    func unsortedAttributes() throws {
        let (keys, scratch) = (try SigningSamples.shared, try Scratch())
        let content = Array("nội dung".utf8)
        var cms = try keys.identity("rsa").signature(of: content)
        let type = DER.element(DER.sequence, OID.contentType, DER.element(DER.set, OID.data))
        let start = try #require(cms.firstRange(of: type)).lowerBound
        /// Where the element ends that begins at a place.
        func end(_ place: Int) -> Int {
            let long = Int(cms[place + 1]) - 0x80
            guard long > 0 else { return place + 2 + Int(cms[place + 1]) }
            return cms[place + 2..<place + 2 + long].reduce(0) { $0 << 8 | Int($1) } + place + 2 + long
        }
        let (second, third) = (end(start), end(end(start)))
        let swapped = Array(cms[second..<third] + cms[start..<second])
        cms.replaceSubrange(start..<third, with: swapped)
        // signed in this very order, as a signer does that does not know the rule; RSA-2048 ends the message
        let signed = DER.element(DER.set, swapped + cms[third..<end(third)])
        let answer = try scratch.file("value")
        #expect(
            try Checker.openssl(
                "dgst", "-sha256", "-sign", keys.folder + "/rsa.key", "-out", answer,
                scratch.file("attributes", signed)
            ).status == 0)
        let value = [UInt8](try Data(contentsOf: URL(fileURLWithPath: answer)))
        cms.replaceSubrange((cms.count - value.count)..., with: value)
        #expect(try CMSMessage(cms).verifies(content), "in its own order it is a signature")
        #expect(throws: DocumentError.signatureNotDER) { try CheckedSignature(cms, of: content) }
    }

    @Test("a certificate whose issuer has a very long name still leaves room for the signature")
    func longIssuer() throws {
        let scratch = try Scratch()
        let unit = "/OU=" + String(repeating: "Phong Mau ", count: 6)
        let made = try Tool(named: "bash")(
            "-c",
            """
            cd '\(scratch.folder.path)' && openssl req -x509 -newkey rsa:2048 -nodes -keyout long.key -out long.pem -days 99 \
              -subj '/CN=Long\(String(repeating: unit, count: 40))' -addext keyUsage=digitalSignature &&
            openssl pkcs12 -export -inkey long.key -in long.pem -out long.p12 -passout pass:
            """)
        #expect(made.status == 0)
        let file = try Data(contentsOf: scratch.folder.appending(path: "long.p12"))
        let identity = try SigningIdentity(pkcs12: [UInt8](file), password: "")
        let signed = try SigningSamples.file(identity)
        guard case .whole = FileSignature(in: signed) else {
            Issue.record("the signature is not read")
            return
        }
    }

    @Test("an answer about another signature, an old one and nonsense are no time stamp")
    func timestampAnswers() throws {
        let keys = try SigningSamples.shared
        let identity = try keys.identity("rsa")
        let first = try identity.signature(of: [1])
        let second = try identity.signature(of: [2])
        let query = try TimestampQuery(about: first, nonce: 1)
        let answer = try StampedSigner.ask(query.der, keys.folder)
        #expect(try CheckedSignature(query.stamped(by: answer), of: [1]).timestamp != nil)
        func code(_ body: () throws -> [UInt8]) -> String? {
            do { _ = try body() } catch { return (error as? DocumentError)?.code }
            return nil
        }
        #expect(code { try TimestampQuery(about: second, nonce: 1).stamped(by: answer) } == "timestamp-wrong")
        #expect(code { try TimestampQuery(about: first, nonce: 2).stamped(by: answer) } == "timestamp-wrong")
        #expect(code { try query.stamped(by: [1, 2, 3]) } == "timestamp-unreadable")
        #expect(code { try query.stamped(by: []) } == "timestamp-unreadable")
        // PKIStatusInfo with status 2, rejection, and no token
        #expect(
            code { try query.stamped(by: [0x30, 0x05, 0x30, 0x03, 0x02, 0x01, 0x02]) } == "timestamp-refused")
    }

    // MARK: Keys

    @Test("a wrong password, a broken file, a file without its key and a weak key are each told apart")
    func keyFiles() throws {
        let keys = try SigningSamples.shared
        func code(_ name: String, _ password: String = SigningSamples.password, cut: Int? = nil) throws
            -> String?
        {
            let bytes = try keys.bytes(name + ".p12")
            do throws(DocumentError) {
                _ = try SigningIdentity(
                    pkcs12: cut.map { Array(bytes.prefix($0)) } ?? bytes, password: password)
                return nil
            } catch {
                return error.code
            }
        }
        #expect(try code("rsa") == nil)
        #expect(try code("old") == nil, "enciphered as programs did ten years ago")
        #expect(try code("empty", "") == nil)
        #expect(try code("rsa", "khác") == "pkcs12-password")
        #expect(try code("rsa", "") == "pkcs12-password")
        #expect(try code("rsa", cut: 500) == "pkcs12-unreadable")
        #expect(try code("rsa", cut: 0) == "pkcs12-unreadable")
        #expect(try code("nokey") == "pkcs12-incomplete")
        #expect(try code("short") == "signing-key-kind")
    }

    @Test("a certificate signs only within its days, and only if it is for signing")
    func certificateDays() throws {
        let keys = try SigningSamples.shared
        func code(_ name: String, at day: String) throws -> String? {
            let moment = Instant(
                microsecondsSince1970: Int64(try Day(iso: day).daysSince2000 + 10_957) * 86_400_000_000)
            do { try keys.identity(name).certificate.requireUsable(at: moment) } catch {
                return (error as? DocumentError)?.code
            }
            return nil
        }
        #expect(try code("rsa", at: "2099-01-01") == "signing-certificate-expired")
        #expect(try code("rsa", at: "2015-01-01") == "signing-certificate-not-yet-valid")
        let today = Instant(microsecondsSince1970: Int64(Date().timeIntervalSince1970 * 1_000_000))
        #expect(try code("rsa", at: today.vietnameseDay.adding(days: 2).iso) == nil)
        #expect(
            try code("cipher", at: today.vietnameseDay.adding(days: 2).iso) == "signing-certificate-usage")
    }

    @Test("a signature that is larger than its place is refused")
    func tooLarge() throws {
        let place = SignaturePlace(signedAt: SigningSamples.moment, reservedBytes: 100)
        let unsigned = try Sample.renderer().render(Sample.paper(), for: place)
        #expect(throws: DocumentError.signatureTooLarge(101, reserved: 100)) {
            try unsigned.signed(with: [UInt8](repeating: 1, count: 101))
        }
    }

    /// One bit of the page's content.
    private static func changed(_ bytes: [UInt8]) -> [UInt8] {
        var changed = bytes
        changed[bytes.count / 4] ^= 1
        return changed
    }
}

/// Signs, and has it stamped by OpenSSL as the authority.
private struct StampedSigner: FileSigner {
    let inner: SigningIdentity
    let folder: String

    var reservedBytes: Int { inner.reservedBytes + 8192 }

    func signature(of content: [UInt8]) throws -> [UInt8] {
        let signature = try inner.signature(of: content)
        let query = try TimestampQuery(about: signature, nonce: 0x1234_5678)
        return try query.stamped(by: Self.ask(query.der, folder))
    }

    static func ask(_ query: [UInt8], _ folder: String) throws -> [UInt8] {
        let scratch = try Scratch()
        let answer = try scratch.file("answer")
        let command =
            "cd '\(folder)' && exec openssl ts -reply -config tsa.conf -queryfile \"$1\" -out \"$2\""
        let outcome = try Tool(named: "bash")("-c", command, "ts", scratch.file("query", query), answer)
        #expect(outcome.status == 0)
        return [UInt8](try Data(contentsOf: URL(fileURLWithPath: answer)))
    }
}
