import RuralIndustry

/// A text in one byte for each character of ordinary Vietnamese writing, where room is scarce: ASCII as it is, Vietnamese
/// letters and common signs in the other places, everything else as its UTF-8 after a mark.
///
/// The table is part of what is signed on paper: it never changes.
enum VietnameseBytes {
    /// Before the UTF-8 of a character that has no byte of its own.
    private static let escape: UInt8 = 0x1F

    /// The characters of 0x80 to 0xFF, then those of 0x01 to 0x1E.
    private static let extra: [Unicode.Scalar] = Array(
        ("àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"
            + "ÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴĐ" + "–—“”‘’…·№½²°€×")
            .unicodeScalars)

    private static func byte(_ index: Int) -> UInt8 { UInt8(index < 128 ? 128 + index : index - 127) }

    private static let bytes: [Unicode.Scalar: UInt8] = Dictionary(
        uniqueKeysWithValues: extra.enumerated().map { ($1, byte($0)) })
    private static let scalars: [UInt8: Unicode.Scalar] = Dictionary(
        uniqueKeysWithValues: extra.enumerated().map { (byte($0), $1) })

    static func encode(_ text: some Sequence<Unicode.Scalar>) -> [UInt8] {
        var encoded: [UInt8] = []
        for scalar in text {
            if (0x20...0x7E).contains(scalar.value) {
                encoded.append(UInt8(scalar.value))
            } else if let byte = bytes[scalar] {
                encoded.append(byte)
            } else {
                encoded.append(escape)
                encoded += Array(String(scalar).utf8)
            }
        }
        return encoded
    }

    /// Nil for bytes that `encode` does not write.
    static func decode(_ encoded: some Sequence<UInt8>) -> String? {
        let bytes = Array(encoded)
        var text = String.UnicodeScalarView()
        var position = 0
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if (0x20...0x7E).contains(byte) {
                text.append(Unicode.Scalar(byte))
            } else if byte == escape {
                guard let (scalar, count) = character(in: bytes[position...]) else { return nil }
                text.append(scalar)
                position += count
            } else {
                guard let scalar = scalars[byte] else { return nil }
                text.append(scalar)
            }
        }
        return encode(text) == bytes ? String(text) : nil
    }

    private static func character(in bytes: ArraySlice<UInt8>) -> (Unicode.Scalar, Int)? {
        for count in 1...4 where bytes.count >= count {
            guard let text = String(validating: bytes.prefix(count), as: UTF8.self)?.unicodeScalars else {
                continue
            }
            if let scalar = text.first, text.count == 1 { return (scalar, count) }
        }
        return nil
    }
}
