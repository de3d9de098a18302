/// Bytes of a PDF file under construction, with the few spellings that the format needs (ISO 32000-1,
/// 7.2–7.3).
struct PDFBytes {
    private(set) var bytes: [UInt8] = []

    var count: Int { bytes.count }

    init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

    /// Empties it and gives what it held.
    mutating func take() -> [UInt8] {
        let taken = bytes
        bytes = []
        return taken
    }

    mutating func append(_ text: StaticString) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

    mutating func append(_ more: [UInt8]) { bytes.append(contentsOf: more) }

    mutating func append(_ value: Int) {
        if value < 0 {
            bytes.append(UInt8(ascii: "-"))
            return append(-value)
        }
        if value >= 10 { append(value / 10) }
        bytes.append(UInt8(48 + value % 10))
    }

    /// A number to hundredths, which is finer than any printer.
    mutating func append(_ value: Double) {
        var hundredths = Int((value * 100).rounded())
        if hundredths < 0 {
            bytes.append(UInt8(ascii: "-"))
            hundredths = -hundredths
        }
        append(hundredths / 100)
        let fraction = hundredths % 100
        guard fraction != 0 else { return }
        bytes.append(UInt8(ascii: "."))
        bytes.append(UInt8(48 + fraction / 10))
        if fraction % 10 != 0 { bytes.append(UInt8(48 + fraction % 10)) }
    }

    /// A number to a millionth, for scales.
    mutating func append(precise value: Double) {
        let millionths = Int((value.magnitude * 1_000_000).rounded())
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        append(millionths / 1_000_000)
        bytes.append(UInt8(ascii: "."))
        append(padded: millionths % 1_000_000, width: 6)
    }

    mutating func append(padded value: Int, width: Int) {
        let start = bytes.count
        bytes.append(contentsOf: repeatElement(48, count: width))
        var rest = value
        var index = start + width - 1
        while rest > 0, index >= start {
            bytes[index] = UInt8(48 + rest % 10)
            rest /= 10
            index -= 1
        }
    }

    /// Four hexadecimal digits.
    mutating func append(hex value: UInt16) {
        for shift in [12, 8, 4, 0] as [UInt16] {
            let digit = UInt8(truncatingIfNeeded: (value >> shift) & 15)
            bytes.append(digit < 10 ? 48 + digit : 55 + digit)
        }
    }

    /// UTF-16BE as hexadecimal digits, without brackets and mark.
    mutating func append(utf16Hex text: String) {
        for unit in text.utf16 { append(hex: unit) }
    }

    /// A text string: UTF-16BE with its mark, between angle brackets.
    mutating func append(textString text: String) {
        append("<FEFF")
        append(utf16Hex: text)
        append(">")
    }

    mutating func append(_ reference: PDFReference) {
        append(reference.number)
        append(" 0 R")
    }

    mutating func append(_ references: [PDFReference]) {
        append("[")
        for (index, reference) in references.enumerated() {
            if index > 0 { append(" ") }
            append(reference)
        }
        append("]")
    }

    /// Coordinates or widths, each with a space after it.
    mutating func append(numbers: Double...) {
        for number in numbers {
            append(number)
            append(" ")
        }
    }

    /// The three parts of a colour, to thousandths.
    mutating func append(_ color: Color) {
        for part in [color.red, color.green, color.blue] {
            let thousandths = (Int(part) * 1000 + 127) / 255
            if thousandths == 0 || thousandths == 1000 {
                append(thousandths / 1000)
            } else {
                append(".")
                append(padded: thousandths, width: 3)
            }
            append(" ")
        }
    }
}

/// The number of an indirect object.
struct PDFReference: Hashable, Sendable {
    let number: Int
}
