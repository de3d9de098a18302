import COpenSSL
import RuralIndustry

/// What a time-stamp authority is asked about a signature (RFC 3161), and what its answer is checked against.
public struct TimestampQuery: Sendable {
    /// What is sent: a TimeStampReq in DER.
    public let der: [UInt8]
    private let signature: [UInt8]

    /// - Parameters:
    ///   - signature: a CMS signature.
    ///   - nonce: a number that nobody can guess, so that no old answer is taken for a new one.
    public init(about signature: [UInt8], nonce: UInt64) throws(DocumentError) {
        self.signature = signature
        let imprint = sha256(try CMSMessage(signature).value)
        guard let request = TS_REQ_new(), let imprintObject = TS_MSG_IMPRINT_new(),
            let algorithm = X509_ALGOR_new(), let number = ASN1_INTEGER_new()
        else { throw .outOfMemory }
        defer {
            TS_REQ_free(request)
            TS_MSG_IMPRINT_free(imprintObject)
            X509_ALGOR_free(algorithm)
            ASN1_INTEGER_free(number)
        }
        var digest = imprint
        let isWritten =
            X509_ALGOR_set0(algorithm, OBJ_nid2obj(NID_sha256), V_ASN1_NULL, nil) == 1
            && TS_MSG_IMPRINT_set_algo(imprintObject, algorithm) == 1
            && TS_MSG_IMPRINT_set_msg(imprintObject, &digest, Int32(digest.count)) == 1
            && ASN1_INTEGER_set_uint64(number, nonce) == 1 && TS_REQ_set_version(request, 1) == 1
            && TS_REQ_set_msg_imprint(request, imprintObject) == 1 && TS_REQ_set_nonce(request, number) == 1
            && TS_REQ_set_cert_req(request, 1) == 1
        der = isWritten ? derBytes { i2d_TS_REQ(request, $0) } : []
        if der.isEmpty { throw .signingFailed }
    }

    /// The signature with the time stamp of an answer in it: PAdES baseline T.
    ///
    /// - Throws: `timestamp-unreadable`, `timestamp-refused` if the authority says no, `timestamp-wrong`.
    public func stamped(by answer: [UInt8]) throws(DocumentError) -> [UInt8] {
        defer { ERR_clear_error() }
        let response = decoded(answer, { d2i_TS_RESP(nil, $0, $1) }, discard: { TS_RESP_free($0) })
        guard let response else { throw .timestampUnreadable }
        defer { TS_RESP_free(response) }
        guard let token = TS_RESP_get_token(response) else { throw .timestampRefused }
        let request = decoded(der, { d2i_TS_REQ(nil, $0, $1) }, discard: { TS_REQ_free($0) })
        guard let request else { throw .signingFailed }
        defer { TS_REQ_free(request) }
        // Version, status, imprint and nonce; the token's own signature is checked with the finished message.
        guard let context = TS_REQ_to_TS_VERIFY_CTX(request, nil) else { throw .outOfMemory }
        defer { TS_VERIFY_CTX_free(context) }
        guard TS_RESP_verify_response(context, response) == 1 else { throw .timestampWrong }
        let message = try CMSMessage(signature)
        let encoded = derBytes { i2d_PKCS7(token, $0) }
        guard
            CMS_unsigned_add1_attr_by_NID(
                message.signerInfo, NID_id_smime_aa_timeStampToken, V_ASN1_SEQUENCE, encoded,
                Int32(encoded.count)) == 1
        else { throw .timestampWrong }
        return message.der
    }
}

extension CMSMessage {
    /// The moment that the message's time stamp states; nil if it has none.
    ///
    /// - Throws: `timestamp-wrong` if the stamp is not of this signature, or is not signed as it must be.
    func timestamp() throws(DocumentError) -> Instant? {
        defer { ERR_clear_error() }
        let index = CMS_unsigned_get_attr_by_NID(signerInfo, NID_id_smime_aa_timeStampToken, -1)
        guard index >= 0 else { return nil }
        guard let attribute = CMS_unsigned_get_attr(signerInfo, index),
            let data = X509_ATTRIBUTE_get0_data(attribute, 0, V_ASN1_SEQUENCE, nil)
        else { throw .timestampWrong }
        let encoded = Self.bytes(data.assumingMemoryBound(to: ASN1_STRING.self))
        guard Self.isSigned(encoded) else { throw .timestampWrong }
        let token = decodedToken(encoded)
        guard let token else { throw .timestampWrong }
        defer { PKCS7_free(token) }
        guard let information = PKCS7_to_TS_TST_INFO(token) else { throw .timestampWrong }
        defer { TS_TST_INFO_free(information) }
        guard let imprint = TS_TST_INFO_get_msg_imprint(information),
            OBJ_obj2nid(Self.algorithm(TS_MSG_IMPRINT_get_algo(imprint))) == NID_sha256,
            Self.bytes(TS_MSG_IMPRINT_get_msg(imprint)) == sha256(value),
            let moment = Instant(TS_TST_INFO_get_time(information))
        else { throw .timestampWrong }
        return moment
    }

    private static func algorithm(_ identifier: UnsafeMutablePointer<X509_ALGOR>?) -> OpaquePointer? {
        var object: OpaquePointer?
        X509_ALGOR_get0(&object, nil, nil, identifier)
        return object
    }

    private func decodedToken(_ bytes: [UInt8]) -> UnsafeMutablePointer<PKCS7>? {
        bytes.withUnsafeBufferPointer { buffer in
            var position = buffer.baseAddress
            return d2i_PKCS7(nil, &position, buffer.count)
        }
    }

    /// Whether a time-stamp token is signed by the certificate that it carries.
    private static func isSigned(_ token: [UInt8]) -> Bool {
        let message = decoded(
            token, { d2i_CMS_ContentInfo(nil, $0, $1) }, discard: { CMS_ContentInfo_free($0) })
        guard let message, let sink = BIO_new(BIO_s_null()) else { return false }
        defer {
            CMS_ContentInfo_free(message)
            BIO_free(sink)
        }
        return CMS_verify(message, nil, nil, nil, sink, UInt32(CMS_BINARY | CMS_NO_SIGNER_CERT_VERIFY)) == 1
    }
}
