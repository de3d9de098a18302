import Foundation
import RuralIndustry
import Testing

@testable import Documents

@Suite("Font files")
struct FontTests {
    @Test("a missing file is named together with the Debian package that has it")
    func missing() throws {
        let scratch = try Scratch()
        let error = try #require(throws: DocumentError.self) { try FontSet.load(folder: scratch.folder.path) }
        #expect(error.code == "font-missing")
        for text in [error.text.vi, error.text.en] {
            #expect(text.contains(scratch.folder.path + "/NotoSerif-Regular.ttf"))
            #expect(text.contains("fonts-noto-core"))
        }
    }

    @Test(
        "a file that is no font is refused",
        arguments: ["", "no font at all", "\u{0}\u{1}\u{0}\u{0}\u{0}\u{9}xxxxxx"])
    func unreadable(content: String) throws {
        let scratch = try Scratch()
        for name in FontSet.fileNames {
            let path = scratch.folder.appending(path: name).path
            #expect(FileManager.default.createFile(atPath: path, contents: Data(content.utf8)))
        }
        let error = try #require(throws: DocumentError.self) { try FontSet.load(folder: scratch.folder.path) }
        #expect(error.code == "font-unreadable")
    }

    @Test("the hash of each font file is that of its bytes")
    func hashes() throws {
        let fonts = try FontSet.load()
        #expect(Set(fonts.hashes.keys) == Set(FontSet.fileNames))
        for (name, hash) in fonts.hashes {
            let url = URL(fileURLWithPath: FontSet.debianFolder).appending(path: name)
            #expect(sha256Hex([UInt8](try Data(contentsOf: url))) == hash)
        }
    }

    @Test("the fonts have every letter of Vietnamese in every cut")
    func vietnamese() throws {
        let faces = try Faces(.load())
        for typeface in Typeface.allCases {
            #expect(faces[typeface].missingCharacters(in: Sample.everyVietnameseLetter).isEmpty)
        }
    }

    @Test("SHA-256 of the empty message and of abc is as the standard says")
    func sha() {
        #expect(sha256Hex([]) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(
            sha256Hex(Array("abc".utf8)) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        )
    }
}

@Suite("Breaking and fitting text")
struct TypographyTests {
    private let face: FontFace

    init() throws { face = try FontFace(.regular, in: .load()) }

    @Test("lines hold every word once, in order, and are never wider than asked")
    func wrapping() throws {
        for seed in 0..<60 {
            var random = Seeded(seed)
            let paragraph = try Paragraph(random.name(syllables: 1...60), in: face)
            let width = Int.random(in: 4_000...30_000, using: &random)
            let lines = try #require(paragraph.lines(within: width, limit: 100))
            #expect(lines.flatMap { Array($0) } == Array(0..<paragraph.words.count))
            #expect(lines.allSatisfy { paragraph.width(of: $0) <= width })
        }
    }

    @Test("an even break takes no more lines than asked, and no narrower one would do")
    func balance() throws {
        for seed in 0..<60 {
            var random = Seeded(seed)
            let paragraph = try Paragraph(random.name(syllables: 1...60), in: face)
            let count = Int.random(in: 1...6, using: &random)
            let lines = paragraph.balancedLines(count)
            let widest = lines.map { paragraph.width(of: $0) }.max() ?? 0
            #expect(lines.count <= count)
            #expect(lines.flatMap { Array($0) } == Array(0..<paragraph.words.count))
            #expect(count == 1 || paragraph.lines(within: widest - 1, limit: count) == nil)
        }
    }

    @Test("the glyphs of all lines together are the text, its spaces included")
    func nothingIsLost() throws {
        for seed in 0..<30 {
            var random = Seeded(seed)
            let name = random.name(syllables: 1...60)
            let paragraph = try Paragraph(name, in: face)
            let lines = paragraph.balancedLines(4).map { paragraph.glyphs(of: $0).map(\.text).joined() }
            #expect(lines.joined() == name)
        }
    }

    @Test("a smaller space never makes a text larger or gives it fewer lines")
    func fitting() throws {
        let rule = FitRule(sizes: [30, 24, 20], floors: [22, 16, 10])
        for seed in 0..<40 {
            var random = Seeded(seed)
            let fitting = Fitting(try Paragraph(random.name(syllables: 1...40), in: face), upTo: 3)
            var previous: FittedText?
            for width in stride(from: 900.0, through: 100, by: -50) {
                let fitted = fitting.fit(rule, width: width)
                if let fitted {
                    #expect(fitted.width <= width)
                    #expect(fitted.size >= 10)
                    #expect(fitted.lines.count >= previous?.lines.count ?? 1)
                } else {
                    #expect(width < 900)
                }
                previous = fitted ?? previous
            }
        }
    }

    @Test("words held together stay on one line and are read with plain spaces")
    func unbroken() throws {
        let paragraph = try Paragraph("một " + Paragraph.unbroken("hai ba bốn"), in: face)
        #expect(paragraph.words.count == 2)
        #expect(paragraph.glyphs.map(\.text).joined() == "một hai ba bốn")
    }

    @Test("printed text is composed, tidy, and says what it cannot print")
    func printedText() {
        let decomposed = PrintedText(" Tie\u{302}\u{301}ng\t\n Vie\u{323}\u{302}t ")
        #expect(Array(decomposed.text.unicodeScalars) == Array("Tiếng Việt".unicodeScalars))
        #expect(decomposed.unprintable.isEmpty)
        #expect(PrintedText("a\u{200B}b").unprintable == ["\u{200B}"])
        #expect(PrintedText(" \u{3000}\n").isEmpty)
    }
}
