import Foundation
import RuralIndustry
import Testing

@testable import Documents

@Suite("The same paper gives the same bytes")
struct SameBytesTests {
    @Test("two renderers, and one renderer after other work, agree")
    func renderers() throws {
        let first = try Sample.renderer()
        let second = try Sample.renderer()
        let papers = try Sample.various()
        let expected = try papers.map { try first.render($0) }
        for (paper, bytes) in zip(papers, expected).reversed() {
            #expect(try second.render(paper) == bytes)
        }
    }

    @Test("renderers on several threads agree")
    func threads() async throws {
        let fonts = try FontSet.load()
        let paper = try Sample.longest()
        let hashes = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<4 {
                group.addTask { sha256Hex(try CertificateRenderer(fonts: fonts).render(paper)) }
            }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(hashes.count == 1)
    }

    @Test("decomposed input gives the bytes of composed input")
    func decomposed() throws {
        let renderer = try Sample.renderer()
        let composed = try Sample.longest()
        var decomposed = composed
        decomposed.product.name = composed.product.name.decomposedStringWithCanonicalMapping
        decomposed.product.members = composed.product.members.map(\.decomposedStringWithCanonicalMapping)
        decomposed.establishment.name = composed.establishment.name.decomposedStringWithCanonicalMapping
        decomposed.issuer = composed.issuer.map(\.decomposedStringWithCanonicalMapping)
        decomposed.signature.name = composed.signature.name.decomposedStringWithCanonicalMapping
        #expect(decomposed.product.name.unicodeScalars.count > composed.product.name.unicodeScalars.count)
        #expect(try renderer.render(decomposed) == renderer.render(composed))
    }

    @Test("white space at the ends and in runs makes no difference")
    func whiteSpace() throws {
        let renderer = try Sample.renderer()
        let plain = try renderer.render(Sample.paper())
        #expect(try renderer.render(Sample.paper { $0.product.name = "  Chè  đinh\u{A0}Ví\nDụ " }) == plain)
    }

    @Test("a stored snapshot renders to the bytes of the paper it was taken from")
    func snapshot() throws {
        let renderer = try Sample.renderer()
        for paper in try Sample.various() {
            let stored = try JSONEncoder().encode(paper)
            let restored = try JSONDecoder().decode(CertificatePaper.self, from: stored)
            #expect(restored == paper)
            #expect(try renderer.render(restored) == renderer.render(paper))
        }
    }

    @Test("a paper that differs in one letter differs in its file identifier")
    func identifier() throws {
        let renderer = try Sample.renderer()
        let first = try identifier(of: renderer.render(Sample.paper()))
        let second = try identifier(of: renderer.render(Sample.paper { $0.product.name = "Chè đinh Ví Du" }))
        #expect(first.count == 32)
        #expect(first != second)
    }

    private func identifier(of bytes: [UInt8]) throws -> [UInt8] {
        let start = try #require(bytes.firstRange(of: Array("/ID[<".utf8))?.upperBound)
        return Array(bytes[start..<start + 32])
    }

    // MARK: Another process

    /// The folder that the other process writes into; set only there.
    private static let otherFolder = "CNNT_TEST_RENDER_TO"

    /// What is drawn in both: a paper in every design, with a place for a signature too, and a batch in one file.
    private static func files() throws -> [String: [UInt8]] {
        var files = ["plain": try Sample.renderer().render(Sample.longest())]
        for id in Design.ids {
            let design = try Design(id)
            let paper = design.dressed(try Sample.longest())
            // of a signed file everything but the signature, which a token may make otherwise every time
            files["\(id)-signed"] = try design.unsigned(paper).content
            files["\(id)-combined"] = try design.combined(Sample.various())
            if !design.showsSignature { files[id] = try design.file(paper) }
        }
        return files
    }

    @Test("another process, whose hash tables are in another order, writes the same bytes in every design")
    func processes() throws {
        let scratch = try Scratch()
        let executable = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        try Tool(executable: executable)(
            "--testing-library", "swift-testing", "--filter", "SameBytesTests/rendersForAnotherProcess",
            environment: [Self.otherFolder: scratch.folder.path])
        let files = try Self.files()
        #expect(files.count == 9)
        for (name, bytes) in files {
            let other = try Data(contentsOf: scratch.folder.appending(path: name))
            #expect([UInt8](other) == bytes, "\(name)")
        }
    }

    @Test(
        "(a part of the test before)",
        .enabled(
            if: ProcessInfo.processInfo.environment[otherFolder] != nil, "runs only in the other process"))
    func rendersForAnotherProcess() throws {
        let folder = URL(
            fileURLWithPath: try #require(ProcessInfo.processInfo.environment[Self.otherFolder]))
        for (name, bytes) in try Self.files() { try Data(bytes).write(to: folder.appending(path: name)) }
    }
}
