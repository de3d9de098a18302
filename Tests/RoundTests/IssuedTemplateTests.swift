import Documents
import Evidence
import FoundationEssentials
import Glibc
import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

private let hasFonts = SourceTree.exists(FontSet.debianFolder + "/" + (FontSet.fileNames.first ?? ""))

@Suite("Certificates in an organiser's design", .enabled(if: hasFonts, "needs fonts-noto-core"))
struct IssuedTemplateTests {
    private static func design(_ changes: String = "") throws -> CertificateTemplate {
        try CertificateTemplate(
            JSONValue(
                parsing: #"{"id": "hoi-dong-mau", "title": "Mẫu thử", "based_on": "standard-1-a5""# + changes
                    + "}"))
    }

    private static func issue(
        _ round: HeldRound, in template: CertificateTemplate?, fonts: FontSet? = nil,
        allowsOtherFonts: Bool = false
    ) async throws -> Int {
        try await round.test.registry.issueCertificates(
            CertificateIssue(
                round: round.id, issuedOn: round.script.issuedOn, baseURL: "https://cnnt.example",
                fonts: try fonts ?? FontSet.load(), template: template, allowsOtherFonts: allowsOtherFonts),
            as: round.test.viewer)
    }

    private static func run(_ body: @Sendable (HeldRound, String) async throws -> Void) async throws {
        try await TestRegistry.run { test in
            let folder = "/tmp/cnnt-tests-templates-\(getpid())-\(UInt64.random(in: 0 ... .max))"
            defer { try? FileManager.default.removeItem(atPath: folder) }
            try await body(try await test.decided(entries: 3), folder)
        }
    }

    private static func write(_ round: HeldRound, to folder: String) async throws -> CertificateBatch {
        try await round.test.registry.writeCertificates(
            ofRound: round.id, to: folder, fonts: try FontSet.load(), as: round.test.viewer)
    }

    private static func kept(_ test: TestRegistry) async throws -> Int64 {
        try await test.asOwner { try $0.value("SELECT count(*) FROM certificate_template", as: Int64.self) }
    }

    @Test(
        "papers come out in the design that they were issued in, and in the same bytes again from what is kept"
    )
    func drawnAgain() async throws {
        try await Self.run { round, folder in
            #expect(try await Self.issue(round, in: try Self.design()) == 3)
            #expect(try await Self.kept(round.test) == 1)
            let first = try await Self.write(round, to: folder + "/1")
            let again = try await Self.write(round, to: folder + "/2")
            #expect(first.failures == [] && again.failures == [])
            #expect(first.files.map(\.sha256) == again.files.map(\.sha256))
            let other = try await round.test.decided(entries: 3)
            try await other.issue()
            let standard = try await Self.write(other, to: folder + "/3")
            let a5 = try #require(FileManager.default.contents(atPath: folder + "/1/" + first.files[0].file))
            let a4 = try #require(
                FileManager.default.contents(atPath: folder + "/3/" + standard.files[0].file))
            // A5 is 595 × 420 points on its side, A4 842 × 595
            #expect(Self.mediaBox(a5) != Self.mediaBox(a4))
            #expect(try await Self.kept(round.test) == 1, "the standard design is in the program")
            let number = try #require(try await round.certificates().first?.number)
            let copy = try await round.test.registry.copyCertificate(
                number: number, to: folder + "/4", fonts: try FontSet.load(), because: "bản sao",
                as: round.test.viewer)
            #expect(copy.sha256 == first.files[0].sha256)
        }
    }

    private static func mediaBox(_ file: Data) -> String? {
        let text = String(decoding: file, as: UTF8.self)
        return text.firstRange(of: "/MediaBox").map { String(text[$0.upperBound...].prefix(30)) }
    }

    @Test("a replacement is in the design of the paper that it replaces")
    func replaced() async throws {
        try await Self.run { round, folder in
            _ = try await Self.issue(round, in: try Self.design())
            let number = try #require(try await round.certificates().first?.number)
            let newer = try await round.test.registry.replaceCertificate(
                CertificateReplacement(
                    number: number, act: "31/QĐ-UBND", actDate: round.script.issuedOn, reason: "Sai tên"),
                CertificateIssue(
                    round: 0, issuedOn: round.script.issuedOn, baseURL: "https://cnnt.example",
                    fonts: try FontSet.load()), as: round.test.viewer
            ).certificate
            let named = try await round.test.asOwner { session in
                try session.value(
                    """
                    SELECT count(DISTINCT paper::json ->> 'template_sha256') FROM certificate
                    WHERE paper::json ->> 'template_sha256' IS NOT NULL
                    """, as: Int64.self)
            }
            #expect(named == 1)
            let file = try await round.test.registry.writeCertificate(
                number: try #require(newer.number), to: folder, fonts: try FontSet.load(),
                as: round.test.viewer)
            #expect(file.isNew)
        }
    }

    @Test("a design made with other font files is refused before a number is given, unless they are allowed")
    func otherFonts() async throws {
        try await Self.run { round, _ in
            let name = try #require(FontSet.fileNames.first)
            let hash = String(repeating: "0", count: 64)
            let design = try Self.design(#", "fonts": {"\#(name)": "\#(hash)"}"#)
            let refusal = await #expect(throws: Refusal.self) { try await Self.issue(round, in: design) }
            #expect(refusal?.violations.map(\.code) == ["font-different"])
            #expect(try await round.certificates().isEmpty)
            #expect(try await Self.kept(round.test) == 0)
            #expect(try await Self.issue(round, in: design, allowsOtherFonts: true) == 3)
        }
    }

    @Test("the database takes no paper in a design that is not kept")
    func unknownDesign() async throws {
        try await Self.run { round, _ in
            _ = try await Self.issue(round, in: try Self.design())
            let error = await #expect(throws: PostgresError.self) {
                try await round.test.asOwner { session in
                    try session.script(
                        """
                        INSERT INTO certificate (award_id, issued_on, valid_to, register, series, year, serial, number, code,
                          paper, replaces, replacement_act, replacement_act_date, replacement_reason, audit_id)
                        SELECT award_id, issued_on, valid_to, register, series, year, 99, '0099/2023/CNNT-H164', 'AAAA',
                          replace(paper, paper::json ->> 'template_sha256', repeat('0', 64)), certificate_id, 'x', issued_on,
                          'x', audit_id
                        FROM certificate ORDER BY certificate_id LIMIT 1
                        """)
                }
            }
            guard case .server(let refused) = error else {
                Issue.record("another failure: \(String(describing: error))")
                return
            }
            #expect(refused.constraint == "certificate_template_kept")
        }
    }

    @Test("all papers of a round come in one file with a page for each, and revoked ones are left out")
    func combined() async throws {
        try await Self.run { round, _ in
            let path = "/tmp/cnnt-combined-\(getpid())-\(UInt64.random(in: 0 ... .max)).pdf"
            defer { unlink(path) }
            await expectRefusal("no-certificates") {
                try await round.test.registry.writeCombinedCertificates(
                    ofRound: round.id, to: path, fonts: try FontSet.load(), as: round.test.viewer)
            }
            #expect(!FileManager.default.fileExists(atPath: path))
            _ = try await Self.issue(round, in: try Self.design())
            let pages = { @Sendable in
                try await round.test.registry.writeCombinedCertificates(
                    ofRound: round.id, to: path, fonts: try FontSet.load(), as: round.test.viewer)
                let bytes = try #require(FileManager.default.contents(atPath: path))
                return String(decoding: bytes, as: UTF8.self).ranges(of: "/Type /Page ").count
                    + String(decoding: bytes, as: UTF8.self).ranges(of: "/Type/Page/").count
            }
            #expect(try await pages() == 3)
            let number = try #require(try await round.certificates().first?.number)
            _ = try await round.test.registry.revokeCertificate(
                number: number, act: "15/QĐ-UBND", on: round.script.issuedOn, because: "Sai phạm",
                as: round.test.viewer)
            #expect(try await pages() == 2)
        }
    }
}
