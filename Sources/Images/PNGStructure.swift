/// A PNG walked chunk by chunk without decoding (W3C PNG, third edition), and put together again from the chunks that make
/// its pixels: no others reach the decoder.
struct PNGStructure {
    static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    let width: Int
    let height: Int
    let orientation: Orientation
    /// The file with nothing but what its pixels need.
    let essential: [UInt8]

    /// What the pixels are made from, and how bright they are meant.
    private static let kept: Set<String> = ["IHDR", "PLTE", "tRNS", "gAMA", "cHRM", "sRGB", "IDAT", "IEND"]

    /// Throws `file-truncated`, `file-malformed`, `file-trailing-data`, `image-too-many-pixels`, `png-animated`.
    init(_ bytes: [UInt8]) throws(FileError) {
        var place = Self.signature.count
        var kept = Self.signature
        var size: (width: Int, height: Int)?
        var orientation = Orientation.upright
        var type = ""
        while type != "IEND" {
            guard place + 12 <= bytes.count else { throw .truncated }
            let length = Self.number(bytes, at: place)
            guard length < 1 << 31 else { throw .malformed("PNG") }
            guard place + 12 + length <= bytes.count else { throw .truncated }
            type = String(decoding: bytes[place + 4..<place + 8], as: UTF8.self)
            let content = bytes[place + 8..<place + 8 + length]
            if (type == "IHDR") != (size == nil) { throw .malformed("PNG") }
            switch type {
            case "IHDR":
                guard length == 13 else { throw .malformed("PNG") }
                let width = Self.number(bytes, at: place + 8)
                let height = Self.number(bytes, at: place + 12)
                guard width > 0, height > 0 else { throw .malformed("PNG") }
                try FileLimits.check(width: width, height: height)
                size = (width, height)
            case "acTL": throw .animated
            case "eXIf": orientation = Orientation(tiff: content)
            default: break
            }
            if Self.kept.contains(type) { kept += bytes[place..<place + 12 + length] }
            place += 12 + length
        }
        guard let size else { throw .malformed("PNG") }
        if place < bytes.count { throw .trailing }
        (width, height) = size
        self.orientation = orientation
        essential = kept
    }

    private static func number(_ bytes: [UInt8], at place: Int) -> Int {
        bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
    }
}

extension FileError {
    fileprivate static let animated = FileError(
        "png-animated", vi: "ảnh PNG động không dùng được; hãy nộp ảnh tĩnh",
        en: "an animated PNG cannot be used; file a still image")
}
