import Crypto
public import RuralIndustry

/// A SHA-256 hash as a value: of files, sealed documents and drawn lots.
public struct SHA256Digest: Hashable, Sendable {
    /// 32 bytes.
    public let bytes: [UInt8]

    public init(of content: some Sequence<UInt8>) {
        var hash = SHA256()
        hash.update(data: Array(content))
        bytes = Array(hash.finalize())
    }

    /// Nil unless there are 32 bytes.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self.bytes = bytes
    }

    private init(known bytes: [UInt8]) { self.bytes = bytes }

    /// 32 bytes that a hash function has just yielded.
    init(finished bytes: [UInt8]) { self.bytes = bytes }

    /// 32 zero bytes: where a chain begins.
    public static let zero = SHA256Digest(known: [UInt8](repeating: 0, count: 32))

    /// Reads 64 hexadecimal digits, in either case.
    public init(hex text: String) throws(Violation) {
        let digits = text.utf8.compactMap(Self.value)
        guard text.utf8.count == 64, digits.count == 64 else {
            throw Violation(
                "sha256-malformed",
                vi: "\(Text.quoted(text)) không phải là mã SHA-256 gồm 64 chữ số thập lục phân",
                en: "\(Text.quoted(text)) is not a SHA-256 of 64 hexadecimal digits")
        }
        bytes = stride(from: 0, to: 64, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }

    /// 64 hexadecimal digits, lower case.
    public var hex: String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

extension SHA256Digest: CustomStringConvertible {
    public var description: String { hex }
}
