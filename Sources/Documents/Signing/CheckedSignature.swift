import COpenSSL
public import RuralIndustry

/// A detached CMS signature that fits what it is said to sign: read and checked by libcrypto, whoever made it.
public struct CheckedSignature: Sendable {
    /// In DER, whatever encoding it came in.
    public let der: [UInt8]
    public let signer: X509Certificate
    /// The moment of its time stamp (RFC 3161), if it has one.
    public let timestamp: Instant?

    /// Says nothing about whether the signer is to be trusted.
    ///
    /// - Throws: `signature-unreadable` for what is no CMS signature of its own, `signature-wrong` if it does not fit,
    ///   `signature-not-der` if it no longer fits in the form in which it is kept, `signature-not-pades` if it lacks what
    ///   PAdES baseline B demands, `timestamp-wrong`.
    public init(_ bytes: [UInt8], of content: [UInt8]) throws(DocumentError) {
        let message = try CMSMessage(bytes)
        guard message.verifies(content) else { throw .signatureWrong }
        signer = try message.signer()
        guard message.namesItsCertificate else { throw .signatureNotPAdES }
        timestamp = try message.timestamp()
        der = message.der
        // Writing sorts the members of sets (X.690, 11.6): a signature over attributes in another order would be lost by it.
        if der != bytes {
            let kept = try CMSMessage(der)
            guard kept.verifies(content) else { throw .signatureNotDER }
        }
    }
}

/// A CMS message with one signer and without its content.
final class CMSMessage {
    let pointer: OpaquePointer
    /// Belongs to the message.
    let signerInfo: OpaquePointer

    init(_ bytes: [UInt8]) throws(DocumentError) {
        let message = decoded(
            bytes, { d2i_CMS_ContentInfo(nil, $0, $1) }, discard: { CMS_ContentInfo_free($0) })
        guard let message else { throw .signatureUnreadable }
        guard OBJ_obj2nid(CMS_get0_type(message)) == NID_pkcs7_signed,
            OBJ_obj2nid(CMS_get0_eContentType(message)) == NID_pkcs7_data, CMS_is_detached(message) == 1,
            let signers = CMS_get0_SignerInfos(message), cnnt_signers_count(signers) == 1,
            let signer = cnnt_signers_item(signers, 0)
        else {
            CMS_ContentInfo_free(message)
            throw .signatureUnreadable
        }
        pointer = message
        signerInfo = signer
    }

    deinit { CMS_ContentInfo_free(pointer) }

    var der: [UInt8] { derBytes { i2d_CMS_ContentInfo(pointer, $0) } }

    /// Finds the signer's certificate in the message, which `signer()` then gives.
    func verifies(_ content: [UInt8]) -> Bool {
        defer { ERR_clear_error() }
        guard let input = BIO_new_mem_buf(content, Int32(content.count)) else { return false }
        defer { BIO_free(input) }
        return CMS_verify(pointer, nil, nil, input, nil, UInt32(CMS_BINARY | CMS_NO_SIGNER_CERT_VERIFY)) == 1
    }

    func signer() throws(DocumentError) -> X509Certificate {
        var certificate: OpaquePointer?
        CMS_SignerInfo_get0_algs(signerInfo, nil, &certificate, nil, nil)
        guard let certificate, X509_up_ref(certificate) == 1 else { throw .signatureUnreadable }
        return X509Certificate(owning: certificate)
    }

    /// Whether the attribute signing-certificate-v2 is signed and means the certificate that verifies the signature
    /// (ETSI EN 319 142-1, 6.3; RFC 5035).
    var namesItsCertificate: Bool {
        defer { ERR_clear_error() }
        var certificate: OpaquePointer?
        CMS_SignerInfo_get0_algs(signerInfo, nil, &certificate, nil, nil)
        guard let certificate,
            let object = OBJ_nid2obj(NID_id_smime_aa_signingCertificateV2),
            let data = CMS_signed_get0_data_by_OBJ(signerInfo, object, -3, V_ASN1_SEQUENCE),
            let attribute = Self.signingCertificate(data.assumingMemoryBound(to: ASN1_STRING.self)),
            let chain = cnnt_certificates_new()
        else { return false }
        defer {
            ESS_SIGNING_CERT_V2_free(attribute)
            cnnt_certificates_free_list(chain)
        }
        cnnt_certificates_add(chain, certificate)
        let all = CMS_get1_certs(pointer)
        defer { if let all { cnnt_certificates_free(all) } }
        if let all {
            for index in 0..<cnnt_certificates_count(all) {
                cnnt_certificates_add(chain, cnnt_certificates_item(all, index))
            }
        }
        return OSSL_ESS_check_signing_certs(nil, attribute, chain, 1) == 1
    }

    private static func signingCertificate(_ string: UnsafePointer<ASN1_STRING>) -> OpaquePointer? {
        var position = ASN1_STRING_get0_data(string)
        return d2i_ESS_SIGNING_CERT_V2(nil, &position, Int(ASN1_STRING_length(string)))
    }

    /// The signature value, which a time stamp is for.
    var value: [UInt8] { Self.bytes(CMS_SignerInfo_get0_signature(signerInfo)) }

    static func bytes(_ string: UnsafePointer<ASN1_STRING>?) -> [UInt8] {
        Array(
            UnsafeBufferPointer(start: ASN1_STRING_get0_data(string), count: Int(ASN1_STRING_length(string))))
    }
}
