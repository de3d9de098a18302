/// The signature that a PDF file of ours carries, as it is found in the file.
///
/// No general reader of PDF files: it finds what `SignatureField` writes. Whatever else was done to a file shows in its
/// hash.
public enum FileSignature: Sendable {
    case none
    /// A signature that fits every byte of the file.
    case whole(CheckedSignature)
    /// There is a place for a signature, but what stands there does not fit, or does not cover the whole file.
    case broken(DocumentError)

    public init(in file: [UInt8]) {
        let marker = Array("/ByteRange".utf8)
        guard let found = file.firstRange(of: marker) else {
            self = .none
            return
        }
        do throws(DocumentError) {
            self = .whole(try Self.signature(in: file, at: found.upperBound))
        } catch {
            self = .broken(error)
        }
    }

    private static func signature(in file: [UInt8], at start: Int) throws(DocumentError) -> CheckedSignature {
        let numbers = byteRange(file[start...].prefix(100))
        guard numbers.count == 4, numbers[0] == 0, numbers[1] > 0, numbers[1] < numbers[2],
            numbers[2] <= file.count, numbers[2] + numbers[3] == file.count,
            file[numbers[1]] == UInt8(ascii: "<"), file[numbers[2] - 1] == UInt8(ascii: ">")
        else { throw .signaturePlaceBroken }
        let hidden = file[numbers[1] + 1..<numbers[2] - 1]
        guard let padded = bytes(hex: hidden), let length = lengthOfElement(padded),
            padded[length...].allSatisfy({ $0 == 0 })
        else { throw .signaturePlaceBroken }
        return try CheckedSignature(
            Array(padded[..<length]), of: Array(file[..<numbers[1]] + file[numbers[2]...]))
    }

    private static func byteRange(_ text: ArraySlice<UInt8>) -> [Int] {
        guard text.first == UInt8(ascii: "["), let end = text.firstIndex(of: UInt8(ascii: "]")) else {
            return []
        }
        let words = String(decoding: text[..<end].dropFirst(), as: UTF8.self).split(separator: " ")
        let numbers = words.compactMap { Int($0) }.filter { (0...1 << 40).contains($0) }
        return numbers.count == words.count ? numbers : []
    }

    private static func bytes(hex digits: ArraySlice<UInt8>) -> [UInt8]? {
        guard digits.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count / 2)
        var high: UInt8?
        for digit in digits {
            let value: UInt8
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = digit - 48
            case UInt8(ascii: "A")...UInt8(ascii: "F"): value = digit - 55
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = digit - 87
            default: return nil
            }
            if let first = high {
                bytes.append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        return bytes
    }

    /// How many bytes the DER element at the beginning takes, its head included.
    private static func lengthOfElement(_ bytes: [UInt8]) -> Int? {
        guard bytes.count >= 2 else { return nil }
        var (length, head) = (Int(bytes[1]), 2)
        if length >= 0x80 {
            let count = length & 0x7F
            guard (1...4).contains(count), bytes.count >= 2 + count else { return nil }
            length = bytes[2..<2 + count].reduce(0) { $0 << 8 | Int($1) }
            head += count
        }
        return head + length <= bytes.count ? head + length : nil
    }
}
