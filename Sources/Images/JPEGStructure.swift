import Glibc

/// A JPEG walked from its first marker to its last without decoding (ITU-T T.81 Annex B): its size, what the decoder must
/// know, and where it ends.
struct JPEGStructure {
    let width: Int
    let height: Int
    /// 1: grey; 3: colours.
    let components: Int
    /// Chroma is sampled at half width and half height, as cameras do.
    let isHalvedChroma: Bool
    let orientation: Orientation
    /// Where the image ends; what a telephone appended lies behind.
    let end: Int

    /// Throws `file-truncated`, `file-malformed`, `file-trailing-data`, `image-too-many-pixels`, `jpeg-cmyk`,
    /// `jpeg-unsupported`.
    init(_ bytes: [UInt8]) throws(FileError) {
        var walk = JPEGWalk(bytes)
        try walk.toTheEnd()
        guard let frame = walk.frame, walk.scans > 0 else { throw .malformed("JPEG") }
        (width, height, components) = (frame.width, frame.height, frame.components)
        isHalvedChroma = frame.isHalvedChroma
        orientation = walk.orientation ?? .upright
        end = walk.place
        if !PhoneTrailer.isOne(bytes[end...]) { throw .trailing }
    }
}

private struct JPEGFrame {
    let width: Int
    let height: Int
    let components: Int
    let isHalvedChroma: Bool

    /// Reads the content of a frame header (T.81 B.2.2).
    init(_ content: ArraySlice<UInt8>) throws(FileError) {
        let header = Array(content)
        guard header.count >= 6, header.count == 6 + 3 * Int(header[5]) else { throw .malformed("JPEG") }
        height = Int(header[1]) << 8 | Int(header[2])
        width = Int(header[3]) << 8 | Int(header[4])
        components = Int(header[5])
        if components == 4 {
            throw FileError(
                "jpeg-cmyk", vi: "ảnh JPEG dùng hệ màu in CMYK; hãy lưu lại theo hệ màu RGB",
                en: "the JPEG has the printing colours CMYK; save it with RGB colours")
        }
        guard header[0] == 8, components == 1 || components == 3, width > 0, height > 0 else {
            throw .unsupportedJPEG
        }
        isHalvedChroma = components == 3 && header[7] == 0x22 && header[10] == 0x11 && header[13] == 0x11
        try FileLimits.check(width: width, height: height)
    }
}

private struct JPEGWalk {
    let bytes: [UInt8]
    var place = 2
    var frame: JPEGFrame?
    var scans = 0
    var orientation: Orientation?

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// From marker to marker until the image's end.
    mutating func toTheEnd() throws(FileError) {
        while true {
            let marker = try nextMarker()
            switch marker {
            case 0xD9: return
            case 0x00...0x01, 0xD0...0xD8: throw .malformed("JPEG")
            default: try segment(marker)
            }
        }
    }

    private mutating func nextMarker() throws(FileError) -> UInt8 {
        guard place < bytes.count else { throw .truncated }
        guard bytes[place] == 0xFF else { throw .malformed("JPEG") }
        while place < bytes.count, bytes[place] == 0xFF { place += 1 }
        guard place < bytes.count else { throw .truncated }
        place += 1
        return bytes[place - 1]
    }

    private mutating func segment(_ marker: UInt8) throws(FileError) {
        guard place + 2 <= bytes.count else { throw .truncated }
        let length = Int(bytes[place]) << 8 | Int(bytes[place + 1])
        guard length >= 2 else { throw .malformed("JPEG") }
        guard place + length <= bytes.count else { throw .truncated }
        let content = bytes[place + 2..<place + length]
        place += length
        switch marker {
        case 0xC0...0xC2:
            if frame != nil { throw .malformed("JPEG") }
            frame = try JPEGFrame(content)
        case 0xC3, 0xC5...0xCB, 0xCD...0xCF: throw .unsupportedJPEG
        case 0xE1 where content.starts(with: "Exif\0\0".utf8):
            orientation = orientation ?? Orientation(tiff: content.dropFirst(6))
        case 0xDA: try skipScan()
        default: break
        }
    }

    /// Entropy-coded data run to the next marker that is neither a stuffed zero nor a restart.
    private mutating func skipScan() throws(FileError) {
        scans += 1
        if frame == nil { throw .malformed("JPEG") }
        if scans > FileLimits.scans { throw .unsupportedJPEG }
        while let mark = bytes.place(of: 0xFF, from: place), mark + 1 < bytes.count {
            switch bytes[mark + 1] {
            case 0x00, 0xD0...0xD7: place = mark + 2
            case 0xFF: place = mark + 1
            default:
                place = mark
                return
            }
        }
        throw .truncated
    }
}

/// What telephones append to their photographs: filling, further JPEGs (a preview, a gain map), a short film, Samsung's own
/// block. It is left out when the image is encoded again. Anything else behind an image is refused: the file would be two.
private enum PhoneTrailer {
    static func isOne(_ trailer: ArraySlice<UInt8>) -> Bool {
        let isFilm = trailer.dropFirst(4).starts(with: "ftyp".utf8)
        let isSamsungs = trailer.suffix(4).elementsEqual("SEFT".utf8)
        let rest = trailer.drop { $0 == 0 }
        return rest.isEmpty || rest.starts(with: [0xFF, 0xD8, 0xFF]) || isFilm || isSamsungs
    }
}

extension [UInt8] {
    /// Where a byte is found at or after a place.
    func place(of byte: UInt8, from start: Int) -> Int? {
        guard start < count else { return nil }
        return withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress,
                let found = memchr(base + start, Int32(byte), buffer.count - start)
            else { return nil }
            return UnsafeRawPointer(found) - base
        }
    }
}

extension FileError {
    static let unsupportedJPEG = FileError(
        "jpeg-unsupported", vi: "kiểu JPEG này không dùng được; hãy lưu lại thành JPEG thường",
        en: "this kind of JPEG cannot be used; save it as an ordinary JPEG")
}
