/// FNV-1a, 64 bits: tells one state of an answer or a file from another. Not for anything that somebody could forge; unlike
/// `Hasher` it is the same in every process.
struct ContentHash: Hashable, Sendable, CustomStringConvertible {
    let value: UInt64

    init(of bytes: some Sequence<UInt8>) {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        value = hash
    }

    /// Sixteen hexadecimal digits.
    var description: String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}
