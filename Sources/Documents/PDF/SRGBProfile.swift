/// The colour space sRGB (IEC 61966-2-1) as an ICC profile of version 4.2, built here because no Debian
/// package that the program needs ships one whose bytes stay the same.
enum SRGBProfile {
    /// 128 bytes of header, the table of tags, and the tags, each at a multiple of four (ICC.1:2004-10, 7).
    static let bytes: [UInt8] = build()

    private static func build() -> [UInt8] {
        let curve = toneCurve()
        let tags: [(name: StaticString, data: [UInt8])] = [
            ("desc", text("sRGB IEC61966-2.1")),
            ("cprt", text("No copyright, use freely")),
            ("wtpt", xyz(0.9642, 1, 0.8249)),
            ("chad", adaptation()),
            ("rXYZ", xyz(0.43606567, 0.22248840, 0.01391602)),
            ("gXYZ", xyz(0.38514709, 0.71687317, 0.09707642)),
            ("bXYZ", xyz(0.14306641, 0.06060791, 0.71409607)),
            ("rTRC", curve), ("gTRC", curve), ("bTRC", curve),
        ]
        var table = big(UInt32(tags.count))
        var data: [UInt8] = []
        let start = 128 + 4 + 12 * tags.count
        var sharedCurve: Int?
        for tag in tags {
            let isCurve = tag.data == curve
            let offset = isCurve ? sharedCurve ?? data.count : data.count
            table += signature(tag.name) + big(UInt32(start + offset)) + big(UInt32(tag.data.count))
            guard !isCurve || sharedCurve == nil else { continue }
            if isCurve { sharedCurve = offset }
            data += tag.data
            while data.count % 4 != 0 { data.append(0) }
        }
        return header(size: start + data.count) + table + data
    }

    private static func header(size: Int) -> [UInt8] {
        var header = big(UInt32(size)) + big(0) + big(0x0420_0000)
        header += signature("mntr") + signature("RGB ") + signature("XYZ ")
        // The day of the standard's publication, 1999-10-18: a fixed date keeps the bytes fixed.
        for part in [1999, 10, 18, 0, 0, 0] { header += [UInt8(part >> 8), UInt8(part & 255)] }
        header += signature("acsp")
        header += [UInt8](repeating: 0, count: 28)
        header += fixed(0.9642) + fixed(1) + fixed(0.8249)
        header += [UInt8](repeating: 0, count: 128 - header.count)
        return header
    }

    private static func text(_ text: String) -> [UInt8] {
        let units = text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
        return signature("mluc") + big(0) + big(1) + big(12) + Array("enUS".utf8) + big(UInt32(units.count))
            + big(28)
            + units
    }

    private static func xyz(_ x: Double, _ y: Double, _ z: Double) -> [UInt8] {
        signature("XYZ ") + big(0) + fixed(x) + fixed(y) + fixed(z)
    }

    /// From the white of sRGB (D65) to that of the profile (D50), after Bradford.
    private static func adaptation() -> [UInt8] {
        let matrix = [
            1.04788208, 0.02291870, -0.05021667, 0.02958679, 0.99047852, -0.01707458, -0.00924683, 0.01507568,
            0.75167847,
        ]
        return signature("sf32") + big(0) + matrix.flatMap(fixed)
    }

    private static func toneCurve() -> [UInt8] {
        signature("para") + big(0) + [0, 3, 0, 0]
            + [2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045].flatMap(fixed)
    }

    private static func signature(_ name: StaticString) -> [UInt8] { name.withUTF8Buffer { Array($0) } }

    private static func big(_ value: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }

    /// A signed number of 16 whole and 16 binary places.
    private static func fixed(_ value: Double) -> [UInt8] {
        big(UInt32(bitPattern: Int32((value * 65536).rounded())))
    }
}
