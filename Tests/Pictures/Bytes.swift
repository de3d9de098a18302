// Files put together by hand, byte by byte.

extension [UInt8] {
    /// A JPEG with a segment put in right behind its start.
    public func withSegment(_ marker: UInt8, _ content: [UInt8]) -> [UInt8] {
        let length = content.count + 2
        let head: [UInt8] = [0xFF, marker, UInt8(length >> 8), UInt8(length & 255)]
        return with(head + content, at: 2)
    }

    /// A PNG with a chunk put in behind its header.
    public func withChunk(_ type: String, _ content: [UInt8]) -> [UInt8] {
        with(Self.chunk(type, content), at: 33)
    }

    /// With other bytes put in at a place.
    public func with(_ bytes: [UInt8], at place: Int) -> [UInt8] {
        var copy = self
        copy.insert(contentsOf: bytes, at: place)
        return copy
    }

    /// A PNG chunk with its check sum.
    public static func chunk(_ type: String, _ content: [UInt8]) -> [UInt8] {
        let body = Array(type.utf8) + content
        return bigEndian(content.count) + body + bigEndian(Int(crc(body)))
    }

    public static func bigEndian(_ number: Int) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(number >> $0 & 255) }
    }

    private static func crc(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(~UInt32(0)) { crc, byte in
            (0..<8).reduce(crc ^ UInt32(byte)) { crc, _ in crc >> 1 ^ (crc & 1 == 1 ? 0xEDB8_8320 : 0) }
        }
    }

    /// Whether a text is anywhere in it.
    public func holds(_ text: String) -> Bool { firstRange(of: Array(text.utf8)) != nil }
}

/// What a camera writes beside the pixels.
public enum CameraBlock {
    /// A TIFF block with the orientation, the camera and a place in Thái Nguyên, in big-endian order.
    public static func tiff(orientation: UInt8) -> [UInt8] {
        var block = Array("MM\0*".utf8)
        block += [UInt8].bigEndian(8)
        block += [0, 3]
        block += entry(0x010F, type: 2, count: 10, .bigEndian(50))
        block += entry(0x0112, type: 3, count: 1, [0, orientation, 0, 0])
        block += entry(0x8825, type: 4, count: 1, .bigEndian(60))
        block += [UInt8].bigEndian(0)
        block += Array("MayAnhMau\0".utf8)
        // the directory of the place: N, 21° 35′ 42.42″
        block += [0, 2]
        block += entry(1, type: 2, count: 2, Array("N\0\0\0".utf8))
        block += entry(2, type: 5, count: 3, .bigEndian(90))
        block += [UInt8].bigEndian(0)
        for number in [21, 1, 35, 1, 4242, 100] { block += [UInt8].bigEndian(number) }
        return block + Array("GPS-THAI-NGUYEN".utf8)
    }

    private static func entry(_ tag: Int, type: UInt8, count: Int, _ value: [UInt8]) -> [UInt8] {
        var entry: [UInt8] = [UInt8(tag >> 8), UInt8(tag & 255), 0, type]
        entry += [UInt8].bigEndian(count)
        return entry + value
    }

    public static func exif(orientation: UInt8) -> [UInt8] {
        Array("Exif\0\0".utf8) + tiff(orientation: orientation)
    }
}

/// A small PDF of one empty page, with more objects if wanted.
public func samplePDF(_ more: String = "") -> [UInt8] {
    Array(
        """
        %PDF-1.4
        1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj
        2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj
        3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]>> endobj
        \(more)
        xref
        0 1
        0000000000 65535 f\u{20}
        trailer <</Size 4 /Root 1 0 R>>
        startxref
        9
        %%EOF

        """.utf8)
}
