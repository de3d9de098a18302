import Registry
import RuralIndustry

/// What the page of a certificate shows: every text ready, every choice made.
struct CertificateView: Sendable {
    /// The class that colours the page: `live`, `expired`, `revoked`, `replaced`.
    let state: String
    let isLive: Bool
    let isExpired: Bool
    let isRevoked: Bool
    let isReplaced: Bool
    let stateName: Bilingual
    let stateDetail: Bilingual
    let isSpecimen: Bool
    let levelName: Bilingual
    let product: String
    let facts: [Fact]
    /// One or none: a section of the template.
    let revocation: [Revocation]
    /// One or none.
    let replacement: [Replacement]
    /// What is said of a file that was looked at: one or none.
    let file: [File]
    let hasHistory: Bool
    let history: [HistoryItem]
    let hasProof: Bool
    let proofAddress: String
    let proofDetail: Bilingual
    let code: String
    let checkedOn: String

    struct Fact: Sendable {
        let label: Bilingual
        let value: String
    }

    struct Revocation: Sendable {
        let act: String
        let day: String
        let reason: String
    }

    struct Replacement: Sendable {
        let number: String
        let act: String
        let day: String
        let reason: String
    }

    struct File: Sendable {
        /// The class that colours it: `live` for the issued file, `none` for what says nothing, `revoked` for the others.
        let state: String
        let words: Bilingual
        let detail: Bilingual
        let isSigned: Bool
        let signer: String
        let sha256: String
    }

    struct HistoryItem: Sendable {
        let year: String
        let level: Bilingual
        let product: String
        let isOtherProduct: Bool
        let decision: String
        let issuer: String
        let isThis: Bool
        let state: String
        let stateName: Bilingual
        /// Numbers of certificates that were replaced.
        let hasReplaced: Bool
        let replaced: String
    }
}

extension CertificateView {
    init(_ verified: VerifiedCertificate, file: CheckedFile? = nil, checkedOn day: Day) {
        let certificate = verified.certificate
        state = verified.status.rawValue
        isLive = verified.status == .live
        isExpired = verified.status == .expired
        isRevoked = verified.status == .revoked
        isReplaced = verified.status == .replaced
        stateName = verified.status.headline
        stateDetail = Self.detail(of: verified)
        isSpecimen = verified.isSpecimen
        levelName = certificate.level.name
        product = certificate.productName
        facts = Self.facts(of: certificate)
        revocation =
            certificate.revocation.map {
                [Revocation(act: $0.number, day: $0.day.vietnamese, reason: $0.reason)]
            } ?? []
        replacement =
            verified.status == .replaced
            ? certificate.replacement.map {
                [
                    Replacement(
                        number: $0.number, act: "\($0.act), \($0.actDate.vietnamese)", day: $0.day.vietnamese,
                        reason: $0.reason)
                ]
            } ?? [] : []
        self.file = file.map { [File($0)] } ?? []
        hasHistory = !verified.history.isEmpty
        history = verified.history.reversed().map { HistoryItem($0, beside: certificate, on: day) }
        hasProof = verified.proof.signedOn != nil
        proofAddress = CertificateRoutes.proofAddress(of: verified)
        switch verified.proof {
        case .covered(let day): proofDetail = Self.coveredProof(day)
        case .pending(let last): proofDetail = Self.pendingProof(last)
        }
        code = verified.groupedCode
        checkedOn = day.vietnamese
    }

    private static func coveredProof(_ day: Day) -> Bilingual {
        Bilingual(
            vi: """
                Giấy này nằm trong sổ niêm phong; điểm kiểm chứng của sổ đã được ký số ngày \(day.vietnamese). Giữ tệp bằng \
                chứng thì về sau, không cần máy chủ này, ai cũng kiểm tra được rằng giấy đã có trong sổ và không bị sửa.
                """,
            en: """
                The certificate is in the sealed register, whose checkpoint was signed on \(day.vietnamese). With the file \
                anybody can check later, without this server, that it was there and has not been changed.
                """)
    }

    /// - Parameter last: the day of the last signed checkpoint.
    static func pendingProof(_ last: Day?) -> Bilingual {
        let since = last.map {
            Bilingual(
                vi: " Điểm gần nhất ký ngày \($0.vietnamese).",
                en: " The last one was signed on \($0.vietnamese).")
        }
        return Bilingual(
            vi: """
                Chưa có điểm kiểm chứng đã ký nào gồm giấy này.\(since?.vi ?? "") Tải được bằng chứng khi cơ quan giữ sổ ký \
                điểm kế tiếp, thường là trong vòng một ngày sau khi cấp giấy.
                """,
            en: """
                No signed checkpoint covers this certificate yet.\(since?.en ?? "") The proof can be downloaded when the \
                registry signs the next one, usually within a day of issue.
                """)
    }

    private static func detail(of verified: VerifiedCertificate) -> Bilingual {
        let certificate = verified.certificate
        let lastDay = certificate.validTo.vietnamese
        if verified.status == .revoked, let revocation = certificate.revocation {
            let day = revocation.day.vietnamese
            return Bilingual(vi: "Từ ngày \(day)", en: "Since \(day)")
        }
        if verified.status == .replaced, let newer = certificate.replacement {
            let day = newer.day.vietnamese
            return Bilingual(
                vi: "Từ ngày \(day), bằng giấy số \(newer.number)", en: "Since \(day), by \(newer.number)")
        }
        if verified.status == .expired {
            return Bilingual(vi: "Có giá trị đến hết ngày \(lastDay)", en: "It was valid through \(lastDay)")
        }
        return Bilingual(vi: "Đến hết ngày \(lastDay)", en: "Valid through \(lastDay)")
    }

    private static func facts(of certificate: CertificateRecord) -> [Fact] {
        func fact(_ vi: String, _ en: String, _ value: String) -> Fact {
            Fact(label: Bilingual(vi: vi, en: en), value: value)
        }
        let replaced =
            certificate.replacedNumber.map { [fact("Thay cho giấy số", "In the place of", $0)] } ?? []
        return [
            fact("Cơ sở", "Establishment", certificate.establishmentName),
            fact("Số giấy chứng nhận", "Certificate number", certificate.number ?? "—"),
            fact("Cơ quan công nhận", "Recognised by", certificate.issuerName),
            fact(
                "Quyết định", "Decision",
                "\(certificate.decisionNumber), ngày \(certificate.decisionDate.vietnamese)"),
            fact("Ngày cấp", "Issued on", certificate.issuedOn.vietnamese),
            fact("Có giá trị đến hết ngày", "Valid through", certificate.validTo.vietnamese),
        ] + replaced
    }
}

extension CertificateView.HistoryItem {
    init(_ award: AwardRecord, beside certificate: CertificateRecord, on day: Day) {
        let status = award.status(on: day)
        year = String(award.year)
        level = award.level.name
        product = award.productName
        isOtherProduct = award.productName != certificate.productName
        decision = "\(award.decisionNumber), \(award.decisionDate.vietnamese)"
        issuer = award.issuerName
        isThis = award.id == certificate.awardID
        state = status?.rawValue ?? "none"
        stateName =
            AwardStatus.listed(status)
        hasReplaced = !award.replacedNumbers.isEmpty
        replaced = award.replacedNumbers.joined(separator: ", ")
    }
}

extension AwardStatus {
    /// As lists of awards name it; nil: there is no certificate.
    static func listed(_ status: AwardStatus?) -> Bilingual {
        status.map { Bilingual(vi: $0.name.vi, en: $0.headline.en.lowercased()) }
            ?? Bilingual(vi: "chưa cấp giấy", en: "no certificate yet")
    }

    fileprivate var headline: Bilingual {
        switch self {
        case .live: Bilingual(vi: "CÒN HIỆU LỰC", en: "Valid")
        case .expired: Bilingual(vi: "HẾT HIỆU LỰC", en: "Expired")
        case .revoked: Bilingual(vi: "ĐÃ BỊ THU HỒI", en: "Revoked")
        case .replaced: Bilingual(vi: "ĐÃ ĐƯỢC THAY", en: "Replaced")
        case .unknown: Bilingual(vi: "CHƯA RÕ THỜI HẠN", en: "Term unknown")
        }
    }
}
