/// What the number format of a cell makes of its number.
enum NumberMeaning {
    case number
    /// A calendar day, perhaps with a time.
    case day
    /// A time of day or a duration, without a day.
    case time

    /// By the number of a format that every program knows (ECMA-376, part 1, 18.8.30).
    init(builtIn id: Int) {
        switch id {
        case 14...17, 22, 27...31, 34...36, 50...54, 57, 58: self = .day
        case 18...21, 32, 33, 45...47, 55, 56: self = .time
        default: self = .number
        }
    }

    /// By a format's code, such as `dd/mm/yyyy` or `#,##0 "đồng"`: what stands in quotes, in brackets or behind `\`, `_` and
    /// `*` is no part of the pattern, and the first section is for positive numbers.
    init(code: String) {
        var pattern: [UInt8] = []
        var bytes = Array(code.utf8)[...]
        scan: while let byte = bytes.popFirst() {
            switch byte {
            case UInt8(ascii: "\""): bytes = bytes.drop { $0 != byte }.dropFirst()
            case UInt8(ascii: "\\"), UInt8(ascii: "_"), UInt8(ascii: "*"):
                // One letter, which may have several bytes.
                bytes = bytes.dropFirst().drop { $0 & 0xC0 == 0x80 }
            case UInt8(ascii: "["):
                let inside = bytes.prefix { $0 != UInt8(ascii: "]") }
                bytes = bytes.drop { $0 != UInt8(ascii: "]") }.dropFirst()
                // `[h]`, `[mm]` and `[ss]` count hours, minutes and seconds; other brackets are colours and languages.
                if let first = inside.first.map({ $0 | 0x20 }), inside.allSatisfy({ $0 | 0x20 == first }),
                    "hms".utf8.contains(first)
                {
                    pattern.append(UInt8(ascii: "h"))
                }
            case UInt8(ascii: ";"): break scan
            default: pattern.append((0x41...0x5A).contains(byte) ? byte | 0x20 : byte)
            }
        }
        let letters = Set(pattern)
        func has(_ letter: Unicode.Scalar) -> Bool { letters.contains(UInt8(ascii: letter)) }
        let text = String(decoding: pattern, as: UTF8.self)
        if text.hasPrefix("general") || text.hasPrefix("standard") {
            self = .number
        } else if has("y") || has("d") {
            self = .day
        } else if has("h") || has("s") {
            self = .time
        } else {
            self = has("m") ? .day : .number
        }
    }
}

/// Reads the styles of a workbook: for each cell format, what its numbers mean.
final class CellStyles: XMLListener {
    private(set) var meanings: [NumberMeaning] = []
    private var custom: [Int: NumberMeaning] = [:]
    private var isInCellFormats = false

    subscript(style: Int) -> NumberMeaning { meanings.indices.contains(style) ? meanings[style] : .number }

    override func start(_ name: XMLName, _ attributes: XMLAttributes) {
        if name == "numFmt" {
            if let id = attributes.number("numFmtId"), let code = attributes.text("formatCode"),
                custom.count < 10_000
            {
                custom[id] = NumberMeaning(code: code)
            }
        } else if name == "cellXfs" {
            isInCellFormats = true
        } else if isInCellFormats, name == "xf", meanings.count < 70_000 {
            let id = attributes.number("numFmtId") ?? 0
            meanings.append(custom[id] ?? NumberMeaning(builtIn: id))
        }
    }

    override func end(_ name: XMLName) {
        if name == "cellXfs" { isInCellFormats = false }
    }
}
