/// How an image must be turned to stand upright: the EXIF tag Orientation (Exif 2.32, tag 0x0112), 1 to 8.
struct Orientation: Hashable {
    let number: Int

    static let upright = Orientation(number: 1)

    /// Width and height change places.
    var swapsSides: Bool { number >= 5 }

    private init(number: Int) { self.number = number }

    /// Reads the first directory of a TIFF block as EXIF embeds it; what cannot be read leaves the image as it is.
    init(tiff: ArraySlice<UInt8>) {
        self = Self.read(TIFFBlock(bytes: Array(tiff.prefix(1 << 16)))) ?? .upright
    }

    private static func read(_ block: TIFFBlock?) -> Orientation? {
        guard let block, block.short(at: 2) == 42, let directory = block.long(at: 4),
            let count = block.short(at: directory)
        else { return nil }
        for index in 0..<count {
            let entry = directory + 2 + index * 12
            guard let tag = block.short(at: entry) else { return nil }
            if tag == 0x0112, block.short(at: entry + 2) == 3, let value = block.short(at: entry + 8) {
                return (1...8).contains(value) ? Orientation(number: value) : nil
            }
        }
        return nil
    }
}

/// Numbers of a TIFF block in its own byte order; nil beyond its end.
private struct TIFFBlock {
    let bytes: [UInt8]
    let isLittleEndian: Bool

    init?(bytes: [UInt8]) {
        self.bytes = bytes
        if bytes.starts(with: "II".utf8) {
            isLittleEndian = true
        } else if bytes.starts(with: "MM".utf8) {
            isLittleEndian = false
        } else {
            return nil
        }
    }

    func short(at place: Int) -> Int? {
        guard place >= 0, place + 2 <= bytes.count else { return nil }
        let (first, second) = (Int(bytes[place]), Int(bytes[place + 1]))
        return isLittleEndian ? second << 8 | first : first << 8 | second
    }

    func long(at place: Int) -> Int? {
        guard let first = short(at: place), let second = short(at: place + 2) else { return nil }
        return isLittleEndian ? second << 16 | first : first << 16 | second
    }
}
