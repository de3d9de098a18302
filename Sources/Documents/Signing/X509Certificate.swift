import COpenSSL
import Glibc
public import RuralIndustry

/// The certificate of a signer (X.509), read only.
public final class X509Certificate: @unchecked Sendable {
    // libcrypto counts references atomically, and nothing here changes the object.
    let pointer: OpaquePointer
    /// The whole certificate in DER.
    public let der: [UInt8]

    /// Takes over one reference.
    init(owning pointer: OpaquePointer) {
        self.pointer = pointer
        der = derBytes { i2d_X509(pointer, $0) }
    }

    deinit { X509_free(pointer) }

    /// 64 hexadecimal digits.
    public var sha256: String { sha256Hex(der) }

    /// The name in the subject, as people call the signer; the whole subject if it has none.
    public var name: String {
        let subject = X509_get_subject_name(pointer)
        let index = X509_NAME_get_index_by_NID(subject, NID_commonName, -1)
        if index >= 0, let entry = X509_NAME_get_entry(subject, index),
            let text = Self.utf8(X509_NAME_ENTRY_get_data(entry))
        {
            return text
        }
        guard let line = X509_NAME_oneline(subject, nil, 0) else { return "" }
        defer { CRYPTO_free(line, #file, #line) }
        return String(cString: line)
    }

    public var notBefore: Instant? { Instant(X509_get0_notBefore(pointer)) }
    public var notAfter: Instant? { Instant(X509_get0_notAfter(pointer)) }

    /// Whether the certificate may sign documents: it says so, or says nothing about what its key is for.
    var maySign: Bool {
        let usage = X509_get_key_usage(pointer)
        return usage == UInt32.max || usage & UInt32(KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION) != 0
    }

    /// - Throws: `signing-certificate-expired`, `signing-certificate-not-yet-valid`, `signing-certificate-usage`.
    public func requireUsable(at moment: Instant) throws(DocumentError) {
        if let notAfter, moment > notAfter { throw .certificateExpired(name, on: notAfter) }
        if let notBefore, moment < notBefore { throw .certificateNotYetValid(name, from: notBefore) }
        if !maySign { throw .certificateUsage(name) }
    }

    private static func utf8(_ string: UnsafePointer<ASN1_STRING>?) -> String? {
        var buffer: UnsafeMutablePointer<UInt8>?
        let count = ASN1_STRING_to_UTF8(&buffer, string)
        guard count >= 0, let buffer else { return nil }
        defer { CRYPTO_free(buffer, #file, #line) }
        return String(decoding: UnsafeBufferPointer(start: buffer, count: Int(count)), as: UTF8.self)
    }
}

extension Instant {
    /// Nil for a time that cannot be read.
    init?(_ time: UnsafePointer<ASN1_TIME>?) {
        var parts = tm()
        guard let time, ASN1_TIME_to_tm(time, &parts) == 1 else { return nil }
        self.init(microsecondsSince1970: Int64(timegm(&parts)) * 1_000_000)
    }
}

/// What an encoder of libcrypto writes: asked for the length first, then for the bytes. Empty if it fails.
func derBytes(_ encode: (UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>?) -> Int32) -> [UInt8] {
    let count = encode(nil)
    guard count > 0 else { return [] }
    return [UInt8](unsafeUninitializedCapacity: Int(count)) { buffer, written in
        var position = buffer.baseAddress
        written = max(0, Int(encode(&position)))
    }
}

/// Reads with a decoder of libcrypto; nil if it refuses, or if something follows.
func decoded(
    _ bytes: [UInt8],
    _ decode: (UnsafeMutablePointer<UnsafePointer<UInt8>?>, Int) -> OpaquePointer?,
    discard: (OpaquePointer) -> Void
) -> OpaquePointer? {
    bytes.withUnsafeBufferPointer { buffer -> OpaquePointer? in
        var position = buffer.baseAddress
        guard let object = decode(&position, buffer.count) else {
            ERR_clear_error()
            return nil
        }
        guard position == buffer.baseAddress.map({ $0 + buffer.count }) else {
            discard(object)
            return nil
        }
        return object
    }
}
