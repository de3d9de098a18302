import Images
import TestPictures
import Testing

@Suite("Files that are not taken")
struct HostileFileTests {
    /// Files of other kinds by their first bytes, and the name that people are told.
    static let others: [(String, [UInt8])] = [
        ("GIF", text("GIF89a")), ("WebP", text("RIFF\u{8}\0\0\0WEBPVP8 ")), ("HEIC", media("heic")),
        ("HEIC", media("mif1")), ("AVIF", media("avif")), ("MP4", media("isom")),
        ("TIFF", text("II*\0\u{8}")),
        ("TIFF", text("MM\0*\0\0\0\u{8}")), ("BMP", text("BM1234")),
        ("ZIP", text("PK\u{3}\u{4}[Content_Types].xml")),
        ("EXE", text("MZ\0\0")), ("ELF", text("\u{7F}ELF\u{2}")),
        ("SVG", text("<?xml version='1.0'?><svg onload='x'/>")),
        ("HTML", text("\u{FEFF} \n<!DOCTYPE html><p>")), ("XML", text("<a/>")),
        ("Word", [0xD0, 0xCF, 0x11, 0xE0]),
        ("script", text("#!/bin/sh\n")),
    ]

    private static func text(_ text: String) -> [UInt8] { Array(text.utf8) }
    private static func media(_ brand: String) -> [UInt8] { text("\0\0\0\u{18}ftyp\(brand)\0\0\0\0") }

    @Test("a file is what its bytes are; what is not taken is refused by its own name", arguments: others)
    func named(_ name: String, _ bytes: [UInt8]) {
        let error = refusal(bytes)
        #expect(error?.code == "file-type-refused")
        #expect(error?.english.contains(name) == true && error?.vietnamese.contains(name) == true)
    }

    @Test("an empty file, a file of NULs, plain text and a lone signature are refused")
    func nothing() {
        #expect(refusal([])?.code == "file-empty")
        #expect(refusal([UInt8](repeating: 0, count: 4096))?.code == "file-type-refused")
        #expect(refusal(Array("ảnh sản phẩm".utf8))?.code == "file-type-refused")
        #expect(refusal([0xFF, 0xD8, 0xFF])?.code == "file-truncated")
        #expect(refusal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])?.code == "file-truncated")
        #expect(refusal(Array("%PDF-".utf8))?.code == "file-malformed")
    }

    @Test("a page that begins like a JPEG is no JPEG")
    func magicOnly() {
        #expect(refusal([0xFF, 0xD8, 0xFF] + Array("<html><script>alert(1)</script></html>".utf8)) != nil)
        #expect(refusal([0xFF, 0xD8, 0xFF, 0xD9])?.code == "file-malformed")
    }

    @Test("two files in one are refused: an archive or a page behind an image, anything behind a PDF")
    func polyglots() {
        let archive = Array("PK\u{3}\u{4}rest".utf8)
        #expect(refusal(Picture().jpeg() + archive)?.code == "file-trailing-data")
        #expect(refusal(Picture().png() + archive)?.code == "file-trailing-data")
        #expect(refusal(Picture().png() + [0])?.code == "file-trailing-data")
        #expect(refusal(samplePDF() + archive)?.code == "file-trailing-data")
        #expect(refusal(Array("MZ".utf8) + samplePDF())?.code == "file-type-refused")
    }

    @Test("a file is taken up to its limit of bytes and not beyond")
    func size() {
        let large = samplePDF("%" + String(repeating: "x", count: FileLimits.received))
        #expect(refusal(large)?.code == "file-too-large")
        #expect(refusal([UInt8](repeating: 0, count: FileLimits.received + 1))?.code == "file-too-large")
    }

    @Test("a picture that would fill the memory is refused by its header, before anything is decoded")
    func bombs() {
        let jpeg = Picture().jpeg()
        for (width, height) in [(30_000, 30_000), (10_000, 5_001), (20_001, 1), (65_535, 65_535)] {
            let header = [UInt8].bigEndian(width) + [UInt8].bigEndian(height) + [8, 2, 0, 0, 0]
            var png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
            png += [UInt8].chunk("IHDR", header) + [UInt8].chunk("IDAT", [0]) + [UInt8].chunk("IEND", [])
            #expect(refusal(png)?.code == "image-too-many-pixels")
            #expect(refusal(jpeg.withSize(width, height))?.code == "image-too-many-pixels")
        }
    }

    @Test("a header that claims more than there is gives a refusal and not a grey half")
    func claims() {
        let jpeg = Picture().jpeg()
        #expect(refusal(jpeg.withSize(4000, 4000))?.code == "file-malformed")
        // a chunk of two gigabytes, and of more than a PNG may have
        let png = Picture().png()
        #expect(
            refusal(png.with([0x7F, 0xFF, 0xFF, 0xFF] + Array("IDAT".utf8), at: 33))?.code == "file-truncated"
        )
        #expect(
            refusal(png.with([0xFF, 0xFF, 0xFF, 0xFF] + Array("IDAT".utf8), at: 33))?.code == "file-malformed"
        )
        #expect(refusal(jpeg.with([0xFF, 0xE1, 0xFF, 0xFF], at: 2)) != nil)
        #expect(refusal(jpeg.with([0xFF, 0xE1, 0, 1], at: 2))?.code == "file-malformed")
    }

    @Test("a file cut off anywhere is refused", arguments: ["jpeg", "progressive", "png", "pdf"])
    func truncated(_ format: String) {
        let whole =
            switch format {
            case "jpeg": Picture().jpeg()
            case "progressive": Picture().jpeg(isProgressive: true)
            case "png": Picture().png()
            default: samplePDF()
            }
        // a PDF may lack the line feed at its end
        for length in 0..<whole.count - (format == "pdf" ? 2 : 0) {
            #expect(refusal(Array(whole.prefix(length))) != nil, "\(length) of \(whole.count)")
        }
    }

    @Test("printing colours, endless progressive scans and moving pictures are refused by name")
    func unusual() {
        #expect(refusal(Picture().cmykJPEG())?.code == "jpeg-cmyk")
        #expect(refusal(Picture().png().withChunk("acTL", [0, 0, 0, 1, 0, 0, 0, 0]))?.code == "png-animated")
        let jpeg = Picture().jpeg(isProgressive: true)
        let end = jpeg.count - 2
        let scan: [UInt8] = [0xFF, 0xDA, 0, 8, 1, 1, 0, 63, 63, 0]
        let many = jpeg.with((0..<100).flatMap { _ in scan }, at: end)
        #expect(refusal(many)?.code == "jpeg-unsupported")
        #expect(refusal(jpeg.replacing(marker: 0xC2, with: 0xC9))?.code == "jpeg-unsupported")
    }

    @Test("a plain PDF is kept byte for byte")
    func pdf() throws {
        let file = try AcceptedFile(received: samplePDF())
        #expect(file.mediaType == .pdf && file.bytes == samplePDF() && file.picture == nil)
    }

    @Test(
        "a PDF that is locked, runs something or carries a file is refused by name, escaped or not",
        arguments: [
            ("pdf-encrypted", "trailer <</Encrypt 5 0 R>>"),
            ("pdf-active-content", "4 0 obj <</S /JavaScript /JS (app.alert(1))>> endobj"),
            ("pdf-active-content", "4 0 obj <</S/J#61vaScript/JS(x)>> endobj"),
            ("pdf-active-content", "4 0 obj <</S /Launch /F (cmd.exe)>> endobj"),
            ("pdf-active-content", "4 0 obj <</Type /EmbeddedFile /Length 2>> stream\nMZ\nendstream endobj"),
        ])
    func hostilePDF(_ code: String, _ object: String) {
        #expect(refusal(samplePDF(object))?.code == code)
    }

    @Test("words that only look like these names are no reason to refuse")
    func harmlessPDF() {
        #expect(
            refusal(samplePDF("4 0 obj <</Title (Launch) /JavaScriptless true /LaunchDay 1>> endobj")) == nil)
    }

    @Test("bytes changed at random give a refusal or a whole picture, never a crash", arguments: 0..<8)
    func flipped(_ seed: UInt64) throws {
        var state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let exif = CameraBlock.exif(orientation: 6)
        let sources = [
            Picture(width: 16, height: 16).jpeg().withSegment(0xE1, exif),
            Picture(width: 16, height: 16).jpeg(isProgressive: true), Picture(width: 16, height: 16).png(),
            Picture(width: 16, height: 16).transparentPNG(), samplePDF(),
        ]
        var taken = 0
        for round in 0..<250 {
            var bytes = sources[round % sources.count]
            for _ in 0...next(4) { bytes[next(bytes.count)] = UInt8(next(256)) }
            guard let file = try? AcceptedFile(received: bytes) else { continue }
            taken += 1
            switch file.mediaType {
            case .jpeg: #expect(Picture(jpeg: file.bytes) != nil)
            case .png: #expect(Picture(png: file.bytes) != nil)
            case .pdf: #expect(file.bytes == bytes)
            }
        }
        #expect((1..<250).contains(taken))
    }

    private func refusal(_ bytes: [UInt8]) -> FileError? {
        do throws(FileError) {
            _ = try AcceptedFile(received: bytes)
            return nil
        } catch {
            return error
        }
    }
}

extension [UInt8] {
    /// A JPEG whose frame header claims another size.
    fileprivate func withSize(_ width: Int, _ height: Int) -> [UInt8] {
        var copy = self
        guard let frame = firstRange(of: [0xFF, 0xC0, 0x00, 0x11, 0x08])?.upperBound else { return [] }
        copy.replaceSubrange(
            frame..<frame + 4,
            with: [UInt8(height >> 8), UInt8(height & 255), UInt8(width >> 8), UInt8(width & 255)])
        return copy
    }

    fileprivate func replacing(marker: UInt8, with other: UInt8) -> [UInt8] {
        var copy = self
        if let place = firstRange(of: [0xFF, marker])?.lowerBound { copy[place + 1] = other }
        return copy
    }
}
