import TestPictures
import Testing

@testable import Images

@Suite("Photographs for everybody")
struct ShownPictureTests {
    private static func decoded(_ rendition: ShownPicture.Rendition) throws -> Pixels {
        try JPEGCodec.decode(rendition.bytes, JPEGStructure(rendition.bytes))
    }

    @Test("a photograph comes out in two sizes, its corners where they were, and nothing else in the files")
    func sizes() throws {
        let picture = Picture(width: 2000, height: 1000)
        let shown = try ShownPicture(stored: AcceptedFile(received: picture.jpeg()).bytes)
        #expect((shown.large.width, shown.large.height) == (1600, 800))
        #expect((shown.small.width, shown.small.height) == (320, 160))
        for rendition in [shown.large, shown.small] {
            let pixels = try Self.decoded(rendition)
            #expect((pixels.width, pixels.height) == (rendition.width, rendition.height))
            for (x, y) in [(0.1, 0.1), (0.9, 0.1), (0.1, 0.9), (0.9, 0.9)] {
                let place =
                    (Int(y * Double(pixels.height)) * pixels.width + Int(x * Double(pixels.width))) * 3
                let original = picture.colour(Int(x * 2000), Int(y * 1000))
                #expect(abs(Int(pixels.bytes[place]) - Int(original[0])) < 20)
                #expect(abs(Int(pixels.bytes[place + 1]) - Int(original[1])) < 20)
            }
            for marker in ["Exif", "ICC_PROFILE", "http"] {
                #expect(rendition.bytes.firstRange(of: Array(marker.utf8)) == nil)
            }
        }
        #expect(try ShownPicture(stored: AcceptedFile(received: picture.jpeg()).bytes) == shown)
    }

    @Test("what is small stays as it is, grey stays grey, and one pixel is a picture")
    func edges() throws {
        let small = try ShownPicture(stored: AcceptedFile(received: Picture().jpeg()).bytes)
        #expect((small.large.width, small.small.width) == (48, 48))
        let grey = try ShownPicture(
            stored: AcceptedFile(received: Picture(width: 640, height: 2, channels: 1).jpeg()).bytes)
        #expect((grey.small.width, grey.small.height) == (320, 1))
        #expect(try Self.decoded(grey.small).channels == 1)
    }

    @Test("what is no image is refused", arguments: ["", "%PDF-1.4 x", "GIF89a", "<svg/>"])
    func refused(text: String) {
        #expect(throws: FileError.self) { try ShownPicture(stored: Array(text.utf8)) }
    }

    @Test("an area becomes its mean: of every size to every smaller one, an even picture stays even")
    func mean() {
        for width in [2, 3, 7, 33] {
            for side in 1..<width {
                let even = Pixels(
                    width: width, height: 3, channels: 1, bytes: [UInt8](repeating: 201, count: width * 3))
                let scaled = even.scaled(within: side)
                #expect(scaled.bytes.allSatisfy { $0 == 201 } && scaled.width == side)
            }
        }
        let halves = Pixels(width: 4, height: 1, channels: 1, bytes: [0, 100, 200, 100])
        #expect(halves.scaled(within: 2).bytes == [50, 150])
    }
}
