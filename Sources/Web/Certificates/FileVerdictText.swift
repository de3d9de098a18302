import Registry
import RuralIndustry

extension CertificateView.File {
    init(_ file: CheckedFile) {
        state = file.verdict.state
        words = file.verdict.words
        detail = file.verdict.detail
        isSigned = file.signer != nil
        signer = file.signer ?? ""
        sha256 = file.sha256
    }
}

extension FileVerdict {
    /// For programs.
    var code: String {
        switch self {
        case .issued: "issued"
        case .otherCertificate: "other-certificate"
        case .altered: "altered"
        case .notOnRecord: "not-on-record"
        case .foreignSignature: "foreign-signature"
        case .notIssued: "not-issued"
        case .notPDF: "not-pdf"
        }
    }

    fileprivate var state: String {
        switch self {
        case .issued: "live"
        case .notPDF: "none"
        default: "revoked"
        }
    }

    fileprivate var words: Bilingual {
        switch self {
        case .issued: Bilingual(vi: "Đúng là tệp đã cấp", en: "The file that was issued")
        case .otherCertificate: Bilingual(vi: "Tệp của một giấy khác", en: "The file of another certificate")
        case .altered: Bilingual(vi: "Tệp đã bị sửa sau khi ký", en: "Changed after it was signed")
        case .notOnRecord, .foreignSignature, .notIssued:
            Bilingual(vi: "Không phải tệp của giấy này", en: "Not the file of this certificate")
        case .notPDF: Bilingual(vi: "Không phải tệp PDF", en: "Not a PDF file")
        }
    }

    fileprivate var detail: Bilingual {
        switch self {
        case .issued:
            Bilingual(
                vi:
                    "Từng byte giống tệp mà sổ này đã cấp cho Giấy chứng nhận này. Tình trạng của giấy ghi ở dưới.",
                en: "To the last byte the file that was issued for this certificate. Its state is below.")
        case .otherCertificate(let number):
            Bilingual(
                vi:
                    "Tệp có thật, nhưng là của giấy số \(number), không phải giấy này.",
                en: "A genuine file, but of \(number), not of this one.")
        case .altered:
            Bilingual(
                vi: "Trong tệp có chữ ký số, nhưng nội dung không còn như khi ký. Đừng tin tệp này.",
                en: "There is a digital signature in it, which no longer fits the content. Do not trust it.")
        case .notOnRecord:
            Bilingual(
                vi:
                    "Chữ ký số nguyên vẹn và của người ký mà sổ này biết, nhưng sổ công khai không có tệp này: có thể là tệp của một giấy chưa công bố. Hãy hỏi cơ quan công nhận.",
                en:
                    "The signature is intact and of a signer known here, but the file is not on public record: it may be that of a certificate not published yet. Ask the authority."
            )
        case .foreignSignature:
            Bilingual(
                vi: "Có chữ ký số, nhưng của người chưa từng ký giấy nào ở đây.",
                en: "It is signed, by somebody who never signed a certificate here.")
        case .notIssued:
            Bilingual(
                vi:
                    "Tệp bị sửa, quét lại, in lại thành tệp khác, làm giả, hoặc là của một giấy chưa công bố. Bản quét của giấy thật cũng không phải là tệp đã cấp: hãy đối chiếu các dòng ở dưới.",
                en:
                    "Altered, scanned, printed to another file, forged, or of a certificate that is not published yet. A scan of a genuine paper is not the issued file either: compare the lines below."
            )
        case .notPDF:
            Bilingual(
                vi: "Hãy chọn tệp PDF mà cơ quan đã giao, không phải ảnh chụp hay bản quét.",
                en: "Choose the PDF file that the authority handed out, not a photograph or a scan.")
        }
    }
}
