import Documents
import Evidence
import FoundationEssentials
import Glibc
import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

private let canSign =
    TestKey.exists && SourceTree.exists(FontSet.debianFolder + "/" + (FontSet.fileNames.first ?? ""))

@Suite("Signed certificate files", .enabled(if: canSign, "needs openssl and fonts-noto-core"))
struct SignedFileTests {
    private static func run(_ body: @Sendable (HeldRound, String) async throws -> Void) async throws {
        try await TestRegistry.run(poolSize: 4) { test in
            let folder = "/tmp/cnnt-tests-signed-\(getpid())-\(UInt64.random(in: 0 ... .max))"
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let round = try await test.decided(entries: 3)
            try await round.issue()
            try await body(round, folder)
        }
    }

    private static func write(
        _ round: HeldRound, to folder: String, signed: Bool = true, by signer: (any FileSigner)? = nil
    ) async throws -> CertificateBatch {
        let signing = signed ? CertificateSigning(by: try signer ?? TestKey.identity, at: TestKey.now) : nil
        return try await round.test.registry.writeCertificates(
            ofRound: round.id, to: folder, fonts: try FontSet.load(), signing: signing, as: round.test.viewer)
    }

    private static func bytes(_ folder: String, _ file: String) -> [UInt8]? {
        FileManager.default.contents(atPath: folder + "/" + file).map { [UInt8]($0) }
    }

    private static func count(_ test: TestRegistry, _ table: String) async throws -> Int64 {
        try await test.asOwner { session in
            try session.value(
                table == "signature"
                    ? "SELECT count(*) FROM certificate_signature" : "SELECT count(*) FROM certificate_file")
        }
    }

    @Test("what was signed once comes out in the same bytes for ever, without the key and beside another key")
    func kept() async throws {
        try await Self.run { round, folder in
            let first = try await Self.write(round, to: folder + "/1")
            #expect(first.failures == [])
            #expect(first.files.allSatisfy { $0.isSigned && $0.isNew })
            let without = try await Self.write(round, to: folder + "/2", signed: false)
            #expect(without.files.allSatisfy { $0.isSigned })
            let again = try await Self.write(round, to: folder + "/3")
            for file in first.files {
                let content = try #require(Self.bytes(folder + "/1", file.file))
                #expect(SHA256Digest(of: content).hex == file.sha256)
                #expect(Self.bytes(folder + "/2", file.file) == content)
                #expect(
                    Self.bytes(folder + "/3", file.file) == content, "the key signs differently every time")
                guard case .whole(let signature) = FileSignature(in: content) else {
                    Issue.record("\(file.file) is not signed")
                    continue
                }
                #expect(signature.signer.name == "Cơ quan Mẫu")
            }
            #expect(again.files.map(\.sha256) == first.files.map(\.sha256))
            #expect(try await Self.count(round.test, "signature") == 3)
            #expect(
                try await round.certificates().allSatisfy { $0.signer == "Cơ quan Mẫu" && $0.signedAt != nil }
            )
        }
    }

    @Test(
        "two who draw and sign a round at once leave one signature on each certificate, and no failure that stays"
    )
    func atOnce() async throws {
        try await Self.run { round, folder in
            async let one = Self.write(round, to: folder + "/1")
            async let other = Self.write(round, to: folder + "/2")
            for batch in try await [one, other] {
                #expect(batch.failures.allSatisfy { $0.code == "certificate-signed-meanwhile" })
                #expect(batch.files.count + batch.failures.count == 3)
            }
            #expect(try await Self.count(round.test, "signature") == 3)
            let again = try await [
                Self.write(round, to: folder + "/1"), Self.write(round, to: folder + "/2"),
            ]
            #expect(
                again.allSatisfy { $0.failures.isEmpty }
                    && again[0].files.map(\.sha256) == again[1].files.map(\.sha256))
            for file in again[0].files {
                #expect(
                    Self.bytes(folder + "/1", file.file) == Self.bytes(folder + "/2", file.file),
                    "\(file.file)")
            }
        }
    }

    @Test("papers that went out without a signature can be signed later, and both files stay genuine")
    func later() async throws {
        try await Self.run { round, folder in
            let plain = try await Self.write(round, to: folder + "/1", signed: false)
            let signed = try await Self.write(round, to: folder + "/1")
            #expect(signed.failures == [])
            #expect(Set(signed.files.map(\.sha256)).isDisjoint(with: plain.files.map(\.sha256)))
            let hashes = (plain.files + signed.files).map(\.sha256)
            let found = try await round.test.registry.papers(withHashes: hashes, as: round.test.viewer)
            #expect(found.values.count { $0.certificate != nil } == 6)
            #expect(try await round.certificates().map(\.sha256) == signed.files.map(\.sha256))
            // the result is not public yet: nobody else learns more than that the papers are genuine
            let codes = try await round.certificates().compactMap(\.code)
            let hidden = try await round.test.registry.papers(withHashes: hashes, as: .anybody)
            let byCode = try await round.test.registry.papers(withCodes: codes, as: .anybody)
            #expect(hidden.count == 6 && hidden.values.allSatisfy { $0.certificate == nil })
            #expect(byCode.count == 3 && byCode.values.allSatisfy { $0.certificate == nil })
        }
    }

    @Test(
        "two who sign one round at once: each paper has one signature, and a second run gives both the same files"
    )
    func race() async throws {
        try await Self.run { round, folder in
            async let first = Result.of { try await Self.write(round, to: folder + "/1") }
            async let second = Result.of { try await Self.write(round, to: folder + "/2") }
            for outcome in await [first, second] {
                if case .failure(let error) = outcome {
                    #expect((error as? Refusal)?.violations.map(\.code) == ["certificate-signed-already"])
                }
            }
            #expect(try await Self.count(round.test, "signature") == 3)
            let one = try await Self.write(round, to: folder + "/1")
            let two = try await Self.write(round, to: folder + "/2")
            #expect(one.failures == [] && two.failures == [])
            for file in one.files {
                #expect(Self.bytes(folder + "/1", file.file) == Self.bytes(folder + "/2", file.file))
            }
        }
    }

    @Test(
        "where the disk is full the signature is kept, and the next run writes the very file that was signed")
    func diskFull() async throws {
        try await Self.run { round, folder in
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let name = "0002-2023-CNNT-H164.pdf"
            symlink("/dev/full", "\(folder)/.\(name).part")
            let batch = try await Self.write(round, to: folder)
            #expect(batch.failures.map(\.code) == ["file-not-written"])
            #expect(Self.bytes(folder, name) == nil)
            let recorded = try await round.certificates()[1].sha256
            let again = try await Self.write(round, to: folder)
            #expect(again.failures == [])
            let content = try #require(Self.bytes(folder, name))
            #expect(SHA256Digest(of: content).hex == recorded)
        }
    }

    @Test("a copy that would differ from what was signed is refused")
    func differs() async throws {
        try await Self.run { round, folder in
            _ = try await Self.write(round, to: folder + "/1")
            try await round.test.asOwner { session in
                try session.execute(
                    "UPDATE certificate_signature SET content_sha256 = sha256('x') WHERE certificate_id = 1")
            }
            let copy = try await Self.write(round, to: folder + "/2")
            #expect(copy.failures.map(\.code) == ["copy-differs"])
            #expect(copy.files.count == 2)
            #expect(Self.bytes(folder + "/2", "0001-2023-CNNT-H164.pdf") == nil)
        }
    }

    @Test("an answer that is no signature of the file leaves neither file nor record, and no number is lost")
    func wrongAnswers() async throws {
        try await Self.run { round, folder in
            for (signer, code) in [
                (WrongSigner(answer: []), "signature-unreadable"),
                (WrongSigner(answer: nil), "signature-wrong"),
            ] {
                let batch = try await Self.write(round, to: folder, by: signer)
                #expect(batch.failures.map(\.code) == [code, code, code])
                #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
            }
            #expect(try await Self.count(round.test, "signature") == 0)
            #expect(try await Self.count(round.test, "file") == 0)
            #expect(try await Self.write(round, to: folder).failures == [])
        }
    }

    @Test(
        "QR codes are signed at issue; a list of revocations and of what a leaked key really signed is made of them"
    )
    func codes() async throws {
        try await TestRegistry.run { test in
            let round = try await test.decided(entries: 2)
            let folder = "/tmp/cnnt-tests-keys-\(getpid())-\(UInt64.random(in: 0 ... .max))"
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let key = try await test.registry.currentKey(
                in: KeyFolder(path: folder), makesFirst: true, today: round.script.issuedOn, as: test.viewer)
            _ = try await test.registry.issueCertificates(
                CertificateIssue(
                    round: round.id, issuedOn: round.script.issuedOn, baseURL: "https://cnnt.example",
                    fonts: try FontSet.load(), codeKey: key),
                as: test.viewer)
            let contents = try await test.asOwner { session in
                try session.values(
                    "SELECT paper::jsonb #>> '{verification,address}' FROM certificate ORDER BY certificate_id",
                    as: String.self)
            }
            let certificates = try await round.certificates()
            _ = try await test.registry.revokeCertificate(
                number: try #require(certificates[1].number), act: "7/QĐ",
                on: round.script.issuedOn.adding(days: 1),
                because: "thử", as: test.viewer)
            let day = round.script.issuedOn.adding(days: 30)
            let list = try await test.registry.revocationList(on: day, reliableFor: 7, as: test.viewer)
            let keys = TrustedKeys([.init(key.verifying)])
            let codes = try contents.map { try SignedCertificateCode($0) }
            #expect(codes.map { $0.code?.text } == certificates.map(\.code))
            #expect(codes[0].statement.isOf(product: certificates[0].productName, establishment: "Cơ sở Mẫu"))
            #expect(codes[0].status(trusting: keys, list: list, on: day) == .valid(asOf: day))
            #expect(
                codes[1].status(trusting: keys, list: list, on: day)
                    == .revoked(by: "7/QĐ", on: round.script.issuedOn.adding(days: 1)))
        }
    }
}

/// Answers what is no signature: given bytes, or a signature of something else.
private struct WrongSigner: FileSigner {
    let answer: [UInt8]?
    let reservedBytes = 8192

    func signature(of content: [UInt8]) throws -> [UInt8] {
        try answer ?? TestKey.identity.signature(of: content + [0])
    }
}

extension Result where Failure == any Error {
    fileprivate static func of(_ body: () async throws -> Success) async -> Result {
        do { return .success(try await body()) } catch { return .failure(error) }
    }
}
