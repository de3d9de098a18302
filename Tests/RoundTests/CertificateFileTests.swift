import Documents
import Evidence
import FoundationEssentials
import Glibc
import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

private let haveFonts = SourceTree.exists(FontSet.debianFolder + "/" + (FontSet.fileNames.first ?? ""))

@Suite("Certificate files", .enabled(if: haveFonts, "the Debian package fonts-noto-core is not installed"))
struct CertificateFileTests {
    /// A round with certificates, and a folder that is removed afterwards.
    private static func run(
        entries: Int = 3, _ body: @Sendable (HeldRound, String) async throws -> Void
    ) async throws {
        try await TestRegistry.run { test in
            let folder = "/tmp/cnnt-tests-papers-\(getpid())-\(UInt64.random(in: 0 ... .max))"
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let round = try await test.decided(entries: entries)
            try await round.issue()
            try await body(round, folder)
        }
    }

    private static func write(_ round: HeldRound, to folder: String) async throws -> CertificateBatch {
        try await round.test.registry.writeCertificates(
            ofRound: round.id, to: folder, fonts: try FontSet.load(), as: round.test.viewer)
    }

    private static func bytes(_ folder: String, _ file: String) -> [UInt8]? {
        FileManager.default.contents(atPath: folder + "/" + file).map { [UInt8]($0) }
    }

    /// What lies in a folder, hidden files too.
    private static func listing(_ folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }

    private static let names = (1...3).map { "000\($0)-2023-CNNT-H164.pdf" }

    @Test("a batch writes a PDF for each certificate and a manifest with their hashes")
    func batch() async throws {
        try await Self.run { round, folder in
            let batch = try await Self.write(round, to: folder)
            #expect(batch.failures == [])
            #expect(batch.files.map(\.file) == Self.names)
            #expect(batch.files.map(\.isNew) == [true, true, true])
            #expect(try Self.listing(folder) == Self.names + ["manifest.csv"])
            let manifest = String(decoding: try #require(Self.bytes(folder, "manifest.csv")), as: UTF8.self)
            let rows = manifest.split(whereSeparator: \.isNewline).map(String.init)
            // Signing comes later, and the manifest says that it was not done.
            #expect(
                rows.first
                    == "number,code,level,product,establishment,file,sha256,signed,template,template_sha256,libraries"
            )
            #expect(rows.count == 4)
            for (file, row) in zip(batch.files, rows.dropFirst()) {
                let content = try #require(Self.bytes(folder, file.file))
                #expect(content.starts(with: "%PDF-".utf8))
                #expect(file.sha256 == SHA256Digest(of: content).hex)
                #expect(
                    row
                        == "\(file.number),\(file.code),district,\(file.product),Cơ sở Mẫu,\(file.file),\(file.sha256),no,standard-1,"
                        + "\(file.templateHash ?? ""),\(file.rendering.libraryText)"
                )
            }
            #expect(try await round.certificates().map(\.sha256) == batch.files.map(\.sha256))
        }
    }

    @Test("the manifest and the record say with which fonts and libraries the files were written")
    func rendering() async throws {
        try await Self.run { round, folder in
            let fonts = try FontSet.load()
            let batch = try await Self.write(round, to: folder)
            let now = Rendering(fonts: fonts)
            #expect(Set(now.libraries.keys) == ["harfbuzz", "libdeflate", "libpng", "libqrencode"])
            #expect(now.libraries.values.allSatisfy { $0.first?.isNumber == true })
            #expect(batch.files.allSatisfy { $0.rendering == now })
            let standard = try #require(try CertificateTemplate.builtIn(CertificateTemplate.standardID))
            #expect(batch.files.allSatisfy { $0.templateHash == standard.identity(fonts: fonts.hashes) })
            let kept = try await round.test.asOwner { session in
                try session.values("SELECT rendering::text FROM certificate_file", as: String.self)
            }
            #expect(try kept.map { Rendering(try JSONValue(parsing: $0)) } == [now, now, now])
        }
    }

    @Test("a copy that differs says which library or font file has changed since, if one has")
    func changedLibrary() async throws {
        for (kept, words) in [
            (#"{"libraries": {"harfbuzz": "0.0.1"}}"#, "harfbuzz 0.0.1 → "),
            (#"{"fonts": {"NotoSerif-Bold.ttf": "00ff"}, "libraries": {}}"#, "NotoSerif-Bold.ttf 00ff → "),
            (#"{"fonts": {}}"#, "were not recorded"),
        ] {
            try await Self.run { round, folder in
                _ = try await Self.write(round, to: folder + "/1")
                try await round.test.asOwner { session in
                    try session.execute(
                        """
                        UPDATE certificate_file SET sha256 = sha256('x'), rendering = \(kept)::text::jsonb
                        WHERE certificate_id = 1
                        """)
                }
                let copy = try await Self.write(round, to: folder + "/2")
                #expect(copy.failures.map(\.code) == ["copy-differs"])
                #expect(copy.failures.first?.text.en.contains(words) == true)
            }
        }
    }

    @Test(
        "after an interruption the batch goes on: whole files stay, missing and broken ones come out the same again"
    )
    func resumed() async throws {
        try await Self.run { round, folder in
            let first = try await Self.write(round, to: folder)
            let contents = Self.names.map { Self.bytes(folder, $0) }
            unlink("\(folder)/\(Self.names[0])")
            truncate("\(folder)/\(Self.names[1])", 1000)
            let again = try await Self.write(round, to: folder)
            #expect(again.failures == [])
            #expect(again.files.map(\.isNew) == [true, true, false])
            #expect(again.files.map(\.sha256) == first.files.map(\.sha256))
            #expect(Self.names.map { Self.bytes(folder, $0) } == contents)
            let third = try await Self.write(round, to: folder)
            #expect(third.files.map(\.isNew) == [false, false, false])
        }
    }

    @Test("the same papers come out in the same bytes in another folder")
    func sameBytes() async throws {
        try await Self.run { round, folder in
            let first = try await Self.write(round, to: folder)
            let second = try await Self.write(round, to: folder + "/khác nữa")
            #expect(second.files.map(\.isNew) == [true, true, true])
            #expect(second.files.map(\.sha256) == first.files.map(\.sha256))
        }
    }

    @Test(
        "where the disk is full for some files these are told, nothing half-written stays, and a second run completes"
    )
    func diskFull() async throws {
        try await Self.run { round, folder in
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            // Every write to this device answers that no space is left.
            for name in [Self.names[1], "manifest.csv"] { symlink("/dev/full", "\(folder)/.\(name).part") }
            let batch = try await Self.write(round, to: folder)
            #expect(batch.files.map(\.file) == [Self.names[0], Self.names[2]])
            #expect(batch.failures.map(\.code) == ["file-not-written", "file-not-written"])
            #expect(batch.failures.first?.text.en.contains("0002/2023/CNNT-H164") == true)
            #expect(try Self.listing(folder) == [Self.names[0], Self.names[2]])
            let numbers = try await round.certificates().map(\.number)
            #expect(numbers.count == 3)
            let again = try await Self.write(round, to: folder)
            #expect(again.failures == [])
            #expect(again.files.map(\.isNew) == [false, true, false])
            #expect(try Self.listing(folder) == Self.names + ["manifest.csv"])
            #expect(try await round.certificates().map(\.number) == numbers)
        }
    }

    @Test(
        "a folder that cannot be written to, or made, fails every file and loses no number",
        arguments: [
            // Nobody may make files there, root neither.
            "/proc", "/proc/không/có", "/dev/null/papers",
        ])
    func unwritable(place: String) async throws {
        try await Self.run { round, folder in
            let batch = try await Self.write(round, to: place)
            #expect(batch.files.map(\.file) == [])
            #expect(!batch.failures.isEmpty)
            #expect(batch.failures.allSatisfy { ["file-not-written", "folder-unusable"].contains($0.code) })
            #expect(try await round.certificates().count == 3)
            #expect(try await round.certificates().map(\.sha256) == [nil, nil, nil])
            #expect(try await Self.write(round, to: folder).failures == [])
        }
    }

    @Test(
        "on a disk that is really full nothing half-written stays; with room the next run completes",
        .enabled(if: SmallDisk.isPossible, "only root may mount a small disk"))
    func smallDisk() async throws {
        try await Self.run { round, folder in
            let disk = try SmallDisk(at: folder, kilobytes: 100)
            defer { disk.unmount() }
            let batch = try await Self.write(round, to: folder)
            #expect(!batch.failures.isEmpty)
            #expect(batch.failures.map(\.code).allSatisfy { $0 == "file-not-written" })
            #expect(try Self.listing(folder).filter { $0.hasSuffix(".pdf") } == batch.files.map(\.file))
            #expect(try Self.listing(folder).filter { $0.hasSuffix(".part") } == [])
            disk.grow(kilobytes: 4_000)
            let again = try await Self.write(round, to: folder)
            #expect(again.failures == [])
            #expect(try Self.listing(folder) == Self.names + ["manifest.csv"])
        }
    }

    @Test("a file that a directory is in the way of fails alone")
    func inTheWay() async throws {
        try await Self.run { round, folder in
            try FileManager.default.createDirectory(
                atPath: folder + "/" + Self.names[2], withIntermediateDirectories: true)
            let batch = try await Self.write(round, to: folder)
            #expect(batch.files.map(\.file) == Array(Self.names.prefix(2)))
            #expect(batch.failures.map(\.code) == ["file-not-written"])
            #expect(try Self.listing(folder) == Self.names + ["manifest.csv"])
        }
    }

    @Test("a round without certificates gives an empty manifest")
    func empty() async throws {
        try await TestRegistry.run { test in
            let folder = "/tmp/cnnt-tests-papers-\(getpid())-\(UInt64.random(in: 0 ... .max))"
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let round = try await test.decided(entries: 1)
            let batch = try await Self.write(round, to: folder)
            #expect(batch.files.map(\.file) == [])
            #expect(try Self.listing(folder) == ["manifest.csv"])
        }
    }

    @Test("a text that no font can draw is refused before it gets a number")
    func undrawable() async throws {
        try await TestRegistry.run { test in
            let establishment = try await test.establishment()
            let product = try await test.product(of: establishment, name: "Tranh chữ 𓀀")
            let round = try await test.decided(entries: 1, products: [product])
            let issue = CertificateIssue(
                round: round.id, issuedOn: round.script.issuedOn, baseURL: "https://cnnt.example",
                fonts: try FontSet.load())
            let told = await expectRefusal("paper-character") {
                _ = try await test.registry.issueCertificates(issue, as: test.viewer)
            }
            #expect(told.first?.text.vi.contains("Tranh chữ") == true)
            #expect(try await round.certificates() == [])
        }
    }

    @Test("without its fonts nothing can be drawn, and the missing file is named")
    func fonts() {
        #expect {
            _ = try FontSet.load(folder: "/tmp")
        } throws: { error in
            let error = error as? DocumentError
            return error?.code == "font-missing" && error?.text.en.contains("fonts-noto-core") == true
        }
    }
}
