import COpenSSL

/// Whoever makes the signatures of files: a key that this machine has, or a program that asks a token or a service.
public protocol FileSigner: Sendable {
    /// How many bytes of a file are kept free for a signature, at most.
    var reservedBytes: Int { get }

    /// A detached CMS signature (RFC 5652) of some bytes, as ETSI EN 319 142-1 wants it for PAdES baseline B. Whoever gets
    /// it checks it.
    func signature(of content: [UInt8]) throws -> [UInt8]
}

/// A key with its certificate and those above it, from a PKCS #12 file: RSA from 2,048 bits, or the curve P-256.
public final class SigningIdentity: FileSigner, @unchecked Sendable {
    // Only read once it is made; libcrypto allows that from several threads.
    private let key: OpaquePointer
    public let certificate: X509Certificate
    /// The certificates above it, as the file has them.
    public let chain: [X509Certificate]
    private let algorithm: [UInt8]
    private let issuerAndSerial: [UInt8]
    /// The attribute that ties the signature to this certificate (RFC 5035).
    private let certificateAttribute: [UInt8]

    /// - Throws: `pkcs12-unreadable`, `pkcs12-password`, `pkcs12-incomplete`, `signing-key-kind`.
    public init(pkcs12 bytes: [UInt8], password: String) throws(DocumentError) {
        let parts = try PKCS12Parts(bytes, password: password)
        guard let key = parts.key, let leaf = parts.certificate else {
            parts.discard()
            throw .pkcs12Incomplete
        }
        self.key = key
        certificate = X509Certificate(owning: leaf)
        chain = parts.chain.map(X509Certificate.init(owning:))
        guard X509_check_private_key(leaf, key) == 1 else { throw .pkcs12Incomplete }
        algorithm = try Self.algorithm(of: key)
        issuerAndSerial = DER.element(
            DER.sequence, derBytes { i2d_X509_NAME(X509_get_issuer_name(leaf), $0) },
            derBytes { i2d_ASN1_INTEGER(X509_get0_serialNumber(leaf), $0) })
        certificateAttribute = try Self.certificateAttribute(leaf)
    }

    deinit { EVP_PKEY_free(key) }

    /// Certificates, the issuer's name where the signer and the attribute name the certificate, and room for the other
    /// attributes and the signature itself.
    public var reservedBytes: Int {
        let size =
            certificate.der.count + chain.reduce(0) { $0 + $1.der.count } + 2 * issuerAndSerial.count
            + Int(EVP_PKEY_get_size(key)) + 1024
        return (size + 511) / 512 * 512
    }

    public func signature(of content: [UInt8]) throws -> [UInt8] {
        let attributes = [
            Self.attribute(OID.contentType, OID.data),
            Self.attribute(OID.messageDigest, DER.element(DER.octetString, sha256(content))),
            Self.attribute(OID.signingCertificate, certificateAttribute),
        ]
        // signed as a set, sent with the tag [0] (RFC 5652, 5.4)
        let value = try sign(DER.set(attributes))
        let signer = DER.element(
            DER.sequence, DER.version1, issuerAndSerial, OID.sha256, DER.set(attributes, tag: DER.tag0),
            algorithm,
            DER.element(DER.octetString, value))
        let certificates = DER.set([certificate.der] + chain.map(\.der), tag: DER.tag0)
        let signedData = DER.element(
            DER.sequence, DER.version1, DER.element(DER.set, OID.sha256), DER.element(DER.sequence, OID.data),
            certificates, DER.element(DER.set, signer))
        return DER.element(DER.sequence, OID.signedData, DER.element(DER.tag0, signedData))
    }

    private func sign(_ message: [UInt8]) throws(DocumentError) -> [UInt8] {
        guard let context = EVP_MD_CTX_new() else { throw .outOfMemory }
        defer { EVP_MD_CTX_free(context) }
        var count = Int(EVP_PKEY_get_size(key))
        var value = [UInt8](repeating: 0, count: count)
        guard EVP_DigestSignInit(context, nil, EVP_sha256(), nil, key) == 1,
            EVP_DigestSign(context, &value, &count, message, message.count) == 1
        else {
            ERR_clear_error()
            throw .signingFailed
        }
        value.removeLast(value.count - count)
        return value
    }

    private static func attribute(_ type: [UInt8], _ value: [UInt8]) -> [UInt8] {
        DER.element(DER.sequence, type, DER.element(DER.set, value))
    }

    private static func certificateAttribute(_ certificate: OpaquePointer) throws(DocumentError) -> [UInt8] {
        guard let attribute = OSSL_ESS_signing_cert_v2_new_init(EVP_sha256(), certificate, nil, 1) else {
            throw .signingFailed
        }
        defer { ESS_SIGNING_CERT_V2_free(attribute) }
        return derBytes { i2d_ESS_SIGNING_CERT_V2(attribute, $0) }
    }

    private static func algorithm(of key: OpaquePointer) throws(DocumentError) -> [UInt8] {
        let bits = EVP_PKEY_get_bits(key)
        if EVP_PKEY_is_a(key, "RSA") == 1 {
            guard bits >= 2048 else { throw .keyKind("RSA \(bits)") }
            return OID.rsa
        }
        var name = [CChar](repeating: 0, count: 64)
        var length = 0
        guard EVP_PKEY_is_a(key, "EC") == 1,
            EVP_PKEY_get_group_name(key, &name, name.count, &length) == 1,
            String(decoding: name.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self) == "prime256v1"
        else { throw .keyKind(EVP_PKEY_get0_type_name(key).map { String(cString: $0) } ?? "?") }
        return OID.ecdsa
    }
}

/// What a PKCS #12 file holds, each with a reference that somebody has to take over.
private struct PKCS12Parts {
    var key: OpaquePointer?
    var certificate: OpaquePointer?
    var chain: [OpaquePointer] = []

    init(_ bytes: [UInt8], password: String) throws(DocumentError) {
        let file = decoded(bytes, { d2i_PKCS12(nil, $0, $1) }, discard: { PKCS12_free($0) })
        guard let file else { throw .pkcs12Unreadable }
        defer {
            PKCS12_free(file)
            ERR_clear_error()
        }
        guard Self.isOpened(file, by: password) else { throw .pkcs12Password }
        if parse(file, password) { return }
        // Files of older programs are enciphered with RC2 or triple DES of that time, which libcrypto keeps apart.
        guard OSSL_PROVIDER_try_load(nil, "legacy", 1) != nil, parse(file, password) else {
            throw .pkcs12Unreadable
        }
    }

    private static func isOpened(_ file: OpaquePointer, by password: String) -> Bool {
        // No password is written as none or as an empty one.
        PKCS12_mac_present(file) == 0 || PKCS12_verify_mac(file, password, -1) == 1
            || password.isEmpty && PKCS12_verify_mac(file, nil, 0) == 1
    }

    private mutating func parse(_ file: OpaquePointer, _ password: String) -> Bool {
        var list: OpaquePointer?
        guard PKCS12_parse(file, password, &key, &certificate, &list) == 1 else {
            ERR_clear_error()
            return false
        }
        guard let list else { return true }
        for index in 0..<cnnt_certificates_count(list) {
            guard let item = cnnt_certificates_item(list, index) else { continue }
            chain.append(item)
        }
        cnnt_certificates_free_list(list)
        return true
    }

    func discard() {
        if let key { EVP_PKEY_free(key) }
        for item in chain + [certificate].compactMap(\.self) { X509_free(item) }
    }
}
