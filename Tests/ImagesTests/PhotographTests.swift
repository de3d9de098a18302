import Images
import TestPictures
import Testing

@Suite("Photographs as they are stored")
struct PhotographTests {
    @Test("a photograph keeps its pixels and loses place, camera, comment, profile and thumbnail")
    func metadataIsGone() throws {
        let picture = Picture()
        let received = picture.jpeg()
            .withSegment(0xFE, Array("chú thích: nhà ông Mẫu".utf8))
            .withSegment(0xE2, Array("ICC_PROFILE\0\u{1}\u{1}GPS-IN-PROFILE".utf8))
            .withSegment(0xE1, Array("http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>GPSLatitude</x:xmpmeta>".utf8))
            .withSegment(0xE1, CameraBlock.exif(orientation: 1))
        #expect(received.holds("GPS-THAI-NGUYEN") && received.holds("MayAnhMau"))
        let file = try AcceptedFile(received: received)
        #expect(file.mediaType == .jpeg && file.picture?.width == 48 && file.picture?.isGrey == false)
        for text in ["Exif", "GPS", "MayAnhMau", "xmp", "ICC_PROFILE", "Mẫu", "MM\0*"] {
            #expect(!file.bytes.holds(text), "\(text)")
        }
        #expect(markers(file.bytes).isSubset(of: [0xE0, 0xDB, 0xC0, 0xC4, 0xDA]))
        let stored = try #require(Picture(jpeg: file.bytes))
        for (x, y) in [(3, 3), (44, 3), (3, 28), (44, 28)] {
            expectClose(stored.colour(x, y), picture.colour(x, y))
        }
    }

    /// Where the corner that a viewer shows at the top left lies in the file, by orientation (Exif 2.32, 4.6.4 A).
    static let topLeft = [(3, 3), (44, 3), (44, 28), (3, 28), (3, 3), (3, 28), (44, 28), (44, 3)]

    @Test("a photograph is turned upright before its orientation is dropped", arguments: 1...8)
    func orientation(_ number: Int) throws {
        let picture = Picture()
        let exif = CameraBlock.exif(orientation: UInt8(number))
        let jpeg = try AcceptedFile(received: picture.jpeg().withSegment(0xE1, exif))
        let png = try AcceptedFile(
            received: picture.png().withChunk("eXIf", CameraBlock.tiff(orientation: UInt8(number))))
        let upright = [try #require(Picture(jpeg: jpeg.bytes)), try #require(Picture(png: png.bytes))]
        for stored in upright {
            let isTurned = number >= 5
            #expect(stored.width == (isTurned ? 32 : 48))
            #expect(stored.height == (isTurned ? 48 : 32))
            let (x, y) = Self.topLeft[number - 1]
            expectClose(stored.colour(3, 3), picture.colour(x, y))
            // the corner opposite lies opposite
            expectClose(
                stored.colour(stored.width - 4, stored.height - 4),
                picture.colour(x == 3 ? 44 : 3, y == 3 ? 28 : 3))
        }
    }

    @Test("an orientation that is none, and EXIF that is cut off, leave the photograph as it is")
    func oddOrientation() throws {
        for orientation: UInt8 in [0, 9, 255] {
            let file = try AcceptedFile(
                received: Picture().jpeg().withSegment(0xE1, CameraBlock.exif(orientation: orientation)))
            #expect(file.picture?.width == 48)
        }
        let exif = CameraBlock.exif(orientation: 6)
        for length in 6..<40 {
            let file = try AcceptedFile(
                received: Picture().jpeg().withSegment(0xE1, Array(exif.prefix(length))))
            #expect(file.picture?.width == 48 || length > 36)
        }
    }

    @Test("the same bytes always give the same bytes, and a stored image encodes to an image again")
    func deterministic() throws {
        for received in [Picture().jpeg(), Picture().jpeg(isProgressive: true), Picture().png()] {
            let first = try AcceptedFile(received: received)
            #expect(try AcceptedFile(received: received) == first)
            #expect(try AcceptedFile(received: first.bytes).picture == first.picture)
        }
        let png = try AcceptedFile(received: Picture().png())
        #expect(try AcceptedFile(received: png.bytes).bytes == png.bytes)
    }

    @Test("grey is noticed in both formats")
    func grey() throws {
        let picture = Picture(channels: 1)
        #expect(try AcceptedFile(received: picture.jpeg()).picture?.isGrey == true)
        #expect(try AcceptedFile(received: picture.png()).picture?.isGrey == true)
        #expect(try AcceptedFile(received: Picture().png()).picture?.isGrey == false)
    }

    @Test("a PNG loses its texts, and what is transparent becomes white: nothing hides behind it")
    func png() throws {
        let received = Picture().png().withChunk("tEXt", Array("Location\0GPS-THAI-NGUYEN".utf8))
            .withChunk("eXIf", CameraBlock.tiff(orientation: 1))
            .withChunk("iCCP", Array("hồ sơ màu\0\0rác".utf8))
        let file = try AcceptedFile(received: received)
        #expect(file.mediaType == .png && !file.bytes.holds("GPS") && !file.bytes.holds("eXIf"))
        #expect(try #require(Picture(png: file.bytes)).samples == Picture().samples)
        let clear = try AcceptedFile(received: Picture().transparentPNG())
        #expect(try #require(Picture(png: clear.bytes)).samples.allSatisfy { $0 == 255 })
    }

    @Test("what telephones append is left out: filling, a second JPEG, a film, Samsung's block")
    func trailers() throws {
        let picture = Picture()
        let plain = try AcceptedFile(received: picture.jpeg())
        let trailers: [[UInt8]] = [
            [0, 0, 0, 0], Picture(seed: 7).jpeg().withSegment(0xE1, CameraBlock.exif(orientation: 1)),
            [0, 0, 0, 24] + Array("ftypmp42 GPS".utf8), Array("Image_UTC_Data…SEFH…SEFT".utf8),
        ]
        for trailer in trailers {
            #expect(try AcceptedFile(received: picture.jpeg() + trailer) == plain)
        }
    }

    /// The markers of a JPEG before its pixels.
    private func markers(_ jpeg: [UInt8]) -> Set<UInt8> {
        var found = Set<UInt8>()
        var place = 2
        while place + 4 < jpeg.count, jpeg[place] == 0xFF {
            found.insert(jpeg[place + 1])
            if jpeg[place + 1] == 0xDA { break }
            place += 2 + Int(jpeg[place + 2]) << 8 + Int(jpeg[place + 3])
        }
        return found
    }

    private func expectClose(_ one: [UInt8], _ other: [UInt8], _ location: SourceLocation = #_sourceLocation)
    {
        #expect(
            zip(one, other).allSatisfy { abs(Int($0) - Int($1)) < 24 }, "\(one) \(other)",
            sourceLocation: location)
    }
}
