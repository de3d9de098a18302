import RuralIndustry

/// What keeps a file from being signed. Codes are stable.
extension DocumentError {
    static let pkcs12Unreadable = DocumentError(
        "pkcs12-unreadable", vi: "tệp khóa không phải PKCS #12 (.p12, .pfx) hoặc bị hỏng",
        en: "the key file is no PKCS #12 file (.p12, .pfx), or a broken one")
    static let pkcs12Password = DocumentError(
        "pkcs12-password", vi: "mật khẩu của tệp khóa PKCS #12 không đúng",
        en: "the password of the PKCS #12 key file is wrong")
    static let pkcs12Incomplete = DocumentError(
        "pkcs12-incomplete",
        vi: "tệp PKCS #12 phải có một khóa riêng cùng chứng thư của chính khóa đó",
        en: "the PKCS #12 file must hold a private key and the certificate of that key")

    static func keyKind(_ found: String) -> DocumentError {
        DocumentError(
            "signing-key-kind", vi: "khóa ký phải là RSA từ 2048 bit hoặc P-256, không phải \(found)",
            en: "the signing key must be RSA from 2,048 bits, or P-256, not \(found)")
    }

    static func certificateExpired(_ name: String, on moment: Instant) -> DocumentError {
        DocumentError(
            "signing-certificate-expired",
            vi: "chứng thư số của “\(name)” đã hết hạn ngày \(moment.vietnameseDay.vietnamese)",
            en: "the signing certificate of “\(name)” expired on \(moment.vietnameseDay.iso)")
    }

    static func certificateNotYetValid(_ name: String, from moment: Instant) -> DocumentError {
        DocumentError(
            "signing-certificate-not-yet-valid",
            vi: "chứng thư số của “\(name)” đến ngày \(moment.vietnameseDay.vietnamese) mới có hiệu lực",
            en: "the signing certificate of “\(name)” is not valid before \(moment.vietnameseDay.iso)")
    }

    static func certificateUsage(_ name: String) -> DocumentError {
        DocumentError(
            "signing-certificate-usage", vi: "chứng thư số của “\(name)” không dùng để ký được (key usage)",
            en: "the certificate of “\(name)” is not for signing (key usage)")
    }

    static let signingFailed = DocumentError(
        "signing-failed", vi: "OpenSSL không ký được", en: "OpenSSL could not sign")
    static let signatureUnreadable = DocumentError(
        "signature-unreadable",
        vi: "chữ ký nhận được không phải là CMS tách rời (DER) của đúng một người ký, kèm chứng thư",
        en: "the signature is no detached CMS signature (DER) of one signer with the certificate in it")
    static let signatureWrong = DocumentError(
        "signature-wrong", vi: "chữ ký không khớp với nội dung được ký, hoặc thiếu chứng thư của người ký",
        en: "the signature does not fit what was to be signed, or lacks the signer's certificate")
    static let signatureNotDER = DocumentError(
        "signature-not-der",
        vi: "chữ ký không viết theo DER: các thuộc tính được ký không theo thứ tự DER quy định",
        en: "the signature is not in DER: its signed attributes are not in the order that DER demands")
    static let signatureNotPAdES = DocumentError(
        "signature-not-pades",
        vi: "chữ ký thiếu thuộc tính signing-certificate-v2 mà PAdES đòi hỏi (với openssl cms: -cades)",
        en:
            "the signature lacks the attribute signing-certificate-v2 that PAdES demands (openssl cms: -cades)"
    )

    static func signatureTooLarge(_ count: Int, reserved: Int) -> DocumentError {
        DocumentError(
            "signature-too-large", vi: "chữ ký dài \(count) byte, tệp chỉ dành \(reserved) byte",
            en: "the signature has \(count) bytes, the file keeps \(reserved) free")
    }

    static let timestampUnreadable = DocumentError(
        "timestamp-unreadable", vi: "câu trả lời về dấu thời gian không phải TimeStampResp (RFC 3161)",
        en: "the time-stamp answer is no TimeStampResp (RFC 3161)")
    static let timestampRefused = DocumentError(
        "timestamp-refused", vi: "dịch vụ dấu thời gian từ chối yêu cầu", en: "the time-stamp service refused"
    )
    static let timestampWrong = DocumentError(
        "timestamp-wrong", vi: "dấu thời gian không phải của chữ ký này, hoặc không được ký đúng",
        en: "the time stamp is not of this signature, or is not signed as it must be")
    static let signaturePlaceBroken = DocumentError(
        "pdf-signature-broken", vi: "chỗ của chữ ký trong tệp PDF bị hỏng",
        en: "the place of the signature in the PDF file is broken")
}
