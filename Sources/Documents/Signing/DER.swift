/// The few forms of DER (ITU-T X.690) that a signature is put together from.
enum DER {
    static let sequence: UInt8 = 0x30
    static let set: UInt8 = 0x31
    static let octetString: UInt8 = 0x04
    /// `[0]` with elements inside.
    static let tag0: UInt8 = 0xA0

    static let version1: [UInt8] = [0x02, 0x01, 0x01]

    static func element(_ tag: UInt8, _ parts: [UInt8]...) -> [UInt8] {
        let count = parts.reduce(0) { $0 + $1.count }
        var bytes = [tag]
        bytes.reserveCapacity(count + 6)
        if count < 0x80 {
            bytes.append(UInt8(count))
        } else {
            var length: [UInt8] = []
            var rest = count
            while rest > 0 {
                length.insert(UInt8(rest & 0xFF), at: 0)
                rest >>= 8
            }
            bytes.append(0x80 | UInt8(length.count))
            bytes += length
        }
        for part in parts { bytes += part }
        return bytes
    }

    /// The members of a set, in the one order that DER allows (11.6).
    static func set(_ members: [[UInt8]], tag: UInt8 = set) -> [UInt8] {
        element(tag, members.sorted { $0.lexicographicallyPrecedes($1) }.flatMap(\.self))
    }
}

/// Object identifiers and algorithms, ready to be written.
enum OID {
    /// `1.2.840.113549.1.7.1`, id-data.
    static let data: [UInt8] = [0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x01]
    /// `1.2.840.113549.1.7.2`, id-signedData.
    static let signedData: [UInt8] = [0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02]
    /// `1.2.840.113549.1.9.3`, id-contentType.
    static let contentType: [UInt8] = [0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x03]
    /// `1.2.840.113549.1.9.4`, id-messageDigest.
    static let messageDigest: [UInt8] = [0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x04]
    /// `1.2.840.113549.1.9.16.2.47`, id-aa-signingCertificateV2.
    static let signingCertificate: [UInt8] = [
        0x06, 0x0B, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x10, 0x02, 0x2F,
    ]
    /// SHA-256 without parameters (RFC 5754, 2).
    static let sha256: [UInt8] = [
        0x30, 0x0B, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01,
    ]
    /// rsaEncryption with parameters NULL (RFC 5754, 3.2).
    static let rsa: [UInt8] = [
        0x30, 0x0D, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01, 0x05, 0x00,
    ]
    /// ecdsa-with-SHA256 (RFC 5754, 3.3).
    static let ecdsa: [UInt8] = [0x30, 0x0A, 0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02]
}
