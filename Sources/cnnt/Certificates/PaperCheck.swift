import Documents
import Evidence
import Registry
import RuralIndustry

/// What came out for one file or code.
enum PaperResult: String, Sendable {
    case valid, expired, revoked, replaced, unknown, altered, forged, unreadable

    /// The exit statuses of `verify`.
    var status: ExitStatus {
        switch self {
        case .valid: .done
        case .expired, .revoked, .replaced, .unreadable: .refused
        case .unknown: .statusUnknown
        case .altered, .forged: .integrity
        }
    }

    /// The worst decides how the command ends.
    var severity: Int {
        switch status {
        case .done: 0
        case .statusUnknown: 1
        case .refused: 2
        default: 3
        }
    }
}

/// One line of `certificate verify`.
struct PaperCheck: Listed {
    /// The file or code as it was given.
    let subject: String
    let result: PaperResult
    /// What is wrong, or what the answer rests on.
    let note: Bilingual
    var facts = Facts()

    struct Facts: Sendable {
        var number: String?
        var level: SelectionLevel?
        var product: String?
        var establishment: String?
        var decisionNumber: String?
        var issuedOn: Day?
        var validTo: Day?
        var revocationAct: String?
        var revokedOn: Day?
        var replacedBy: String?
        var isSpecimen: Bool?
        var signature: String?
        var signer: String?
    }

    static let columns: [Column<PaperCheck>] = [
        Column("subject", "Tệp hay mã", "File or code", { $0.subject }),
        Column("result", "Kết quả", "Result", { $0.result.rawValue }),
        Column("number", "Số", "Number", { $0.facts.number }),
        Column("level", "Cấp", "Level", { $0.facts.level?.rawValue }),
        Column("product", "Sản phẩm", "Product", { $0.facts.product }),
        Column("establishment", "Cơ sở", "Establishment", { $0.facts.establishment }),
        Column("decision_number", "Quyết định", "Decision", { $0.facts.decisionNumber }),
        Column("issued_on", "Ngày cấp", "Issued on", { $0.facts.issuedOn?.iso }),
        Column("valid_to", "Giá trị đến", "Valid to", { $0.facts.validTo?.iso }),
        Column("revocation_act", "Văn bản thu hồi", "Revocation act", { $0.facts.revocationAct }),
        Column("revoked_on", "Ngày thu hồi", "Revoked on", { $0.facts.revokedOn?.iso }),
        Column("is_specimen", "Giấy mẫu", "Specimen", { .flag($0.facts.isSpecimen) }),
        Column("signature", "Chữ ký số", "Signature", { $0.facts.signature }),
        Column("signer", "Người ký", "Signer", { $0.facts.signer }),
        Column("note", "Ghi chú", "Note", { .bilingual($0.note) }),
        Column("replaced_by", "Được thay bằng", "Replaced by", { $0.facts.replacedBy }),
    ]

    /// What goes to standard error for an answer that is not `valid`.
    var violation: Violation {
        Violation("certificate-\(result.rawValue)", vi: note.vi, en: note.en, at: Place(file: subject))
    }
}

extension PaperCheck.Facts {
    init(_ certificate: CertificateRecord, isSpecimen: Bool? = nil) {
        number = certificate.number
        level = certificate.level
        product = certificate.productName
        establishment = certificate.establishmentName
        decisionNumber = certificate.decisionNumber
        issuedOn = certificate.issuedOn
        validTo = certificate.validTo
        revocationAct = certificate.revocation?.number
        revokedOn = certificate.revocation?.day
        replacedBy = certificate.replacement?.number
        self.isSpecimen = isSpecimen
    }

    init(_ statement: CertificateStatement) {
        let end = statement.isCut ? "…" : ""
        number = statement.number
        level = statement.level
        product = statement.productName + end
        establishment = statement.establishmentName + end
        decisionNumber = statement.decisionNumber
        issuedOn = statement.issuedOn
        validTo = statement.validThrough
        isSpecimen = statement.isSpecimen
    }
}

// MARK: By the registry

extension PaperCheck {
    /// A certificate of the registry on a day.
    init(_ subject: String, _ certificate: CertificateRecord, on day: Day, _ facts: Facts) {
        self.subject = subject
        self.facts = facts
        switch certificate.status(on: day) {
        case .live:
            result = .valid
            note = Bilingual(
                vi: "còn hiệu lực đến hết ngày \(certificate.validTo.vietnamese)",
                en: "valid through \(certificate.validTo.iso)")
        case .expired:
            result = .expired
            note = Self.expired(certificate.validTo)
        case .revoked:
            result = .revoked
            note = Self.revoked(
                certificate.revocation?.number ?? "", on: certificate.revocation?.day ?? certificate.validTo)
        case .replaced:
            result = .replaced
            note = Self.replaced(
                certificate.replacement?.number ?? "", certificate.replacement?.act ?? "",
                on: certificate.replacement?.day ?? certificate.validTo)
        case .unknown, nil:
            result = .unknown
            note = Bilingual(
                vi: "chưa đến ngày cấp \(certificate.issuedOn.vietnamese)",
                en: "its day of issue, \(certificate.issuedOn.iso), has not come")
        }
    }

    /// What the registry found for a code or file.
    init(_ subject: String, _ found: FoundPaper, on day: Day, signature: Facts) {
        guard let certificate = found.certificate else {
            self.init(
                subject: subject, result: .unknown,
                note: Bilingual(
                    vi: "giấy có thật, nhưng kết quả chưa công bố",
                    en: "genuine, but the result is not public yet"), facts: signature)
            return
        }
        var facts = Facts(certificate, isSpecimen: found.isSpecimen)
        (facts.signature, facts.signer) = (signature.signature, signature.signer)
        self.init(subject, certificate, on: day, facts)
    }

    /// A code, or all that a QR code holds, against what was printed.
    init(code subject: String, found: FoundPaper?, on day: Day) {
        guard let found else {
            self = .malformed(
                subject, Bilingual(vi: "mã này chưa từng được cấp", en: "this code was never given"))
            return
        }
        guard !subject.contains("#") || subject == found.codeContent else {
            self.init(
                subject: subject, result: .altered,
                note: Bilingual(
                    vi: "nội dung mã QR không phải là nội dung đã in trên giấy có mã này",
                    en: "this is not what was printed in the QR code of the certificate with this code"))
            return
        }
        self.init(subject, found, on: day, signature: Facts())
    }

    /// A PDF file against the hashes and signers on record.
    init(
        file subject: String, signature: FileSignature, found: FoundPaper?, knownSigners: Set<String>,
        on day: Day
    ) {
        var facts = Facts()
        switch signature {
        case .none: facts.signature = "none"
        case .broken: facts.signature = "broken"
        case .whole(let signature):
            facts.signature = signature.timestamp == nil ? "intact" : "intact-timestamped"
            facts.signer = signature.signer.name
        }
        if let found {
            self.init(subject, found, on: day, signature: facts)
            return
        }
        switch signature {
        case .broken(let error):
            self.init(
                subject: subject, result: .altered,
                note: Bilingual(
                    vi: "tệp đã bị sửa sau khi ký: \(error.text.vi)",
                    en: "the file was changed after signing: \(error.text.en)"), facts: facts)
        case .whole(let signature) where knownSigners.contains(signature.signer.sha256):
            self.init(
                subject: subject, result: .unknown,
                note: Bilingual(
                    vi: "chữ ký nguyên vẹn, của người ký mà sổ này biết, nhưng trong sổ không có tệp này",
                    en: "the signature is intact and of a signer known here, but the file is not on record"),
                facts: facts)
        case .whole(let signature):
            self.init(
                subject: subject, result: .forged,
                note: Bilingual(
                    vi:
                        "sổ này không có tệp nào như vậy; “\(signature.signer.name)” chưa từng ký giấy nào ở đây",
                    en:
                        "there is no such file on record; “\(signature.signer.name)” never signed a certificate here"
                ),
                facts: facts)
        case .none:
            self.init(
                subject: subject, result: .altered,
                note: Bilingual(
                    vi: "không phải là tệp đã cấp: bị sửa, in lại thành tệp khác, hoặc làm giả",
                    en: "not a file that was issued: altered, printed anew, or forged"), facts: facts)
        }
    }

    static func expired(_ day: Day) -> Bilingual {
        Bilingual(vi: "đã hết hạn ngày \(day.vietnamese)", en: "expired on \(day.iso)")
    }

    static func revoked(_ act: String, on day: Day) -> Bilingual {
        Bilingual(
            vi: "đã bị thu hồi theo \(act) ngày \(day.vietnamese)", en: "revoked by \(act) of \(day.iso)")
    }

    static func replaced(_ number: String, _ act: String, on day: Day) -> Bilingual {
        Bilingual(
            vi: "từ ngày \(day.vietnamese) đã được thay bằng giấy số \(number) theo \(act)",
            en: "since \(day.iso) replaced by \(number), by \(act)")
    }

    static func unreadable(_ subject: String) -> PaperCheck {
        PaperCheck(
            subject: subject, result: .unreadable,
            note: Bilingual(vi: "không đọc được tệp", en: "the file cannot be read"))
    }

    static func notWhole(_ subject: String) -> PaperCheck {
        PaperCheck(
            subject: subject, result: .unreadable,
            note: Bilingual(
                vi: "không phải là toàn bộ nội dung của một mã QR (địa chỉ, dấu # và phần đã ký)",
                en: "not the whole content of a QR code (an address, # and the signed part)"))
    }

    static func malformed(_ subject: String, _ text: Bilingual) -> PaperCheck {
        PaperCheck(subject: subject, result: .forged, note: text)
    }
}

// MARK: Without the registry

extension PaperCheck {
    init(offline subject: String, _ code: SignedCertificateCode, _ status: OfflineStatus) {
        self.subject = subject
        facts = Facts(code.statement)
        switch status {
        case .valid(let day):
            result = .valid
            note = Bilingual(
                vi: "chưa bị thu hồi tính đến ngày \(day.vietnamese)", en: "not revoked as of \(day.iso)")
        case .expired(let day):
            result = .expired
            note = Self.expired(day)
        case .revoked(let act, let day):
            result = .revoked
            note = Self.revoked(act, on: day)
            facts.revocationAct = act
            facts.revokedOn = day
        case .replaced(let number, let act, let day):
            result = .replaced
            note = Self.replaced(number, act, on: day)
            facts.replacedBy = number
        case .unknown(let day):
            result = .unknown
            note = Bilingual(
                vi: "giấy thật, nhưng không biết tình trạng từ ngày \(day.vietnamese)",
                en: "genuine, but its status since \(day.iso) is unknown")
        case .unknownKey:
            result = .forged
            note = Bilingual(
                vi: "không khóa nào được tin đã ký mã này", en: "none of the trusted keys signed this code")
            facts = Facts()
        case .forged:
            result = .forged
            note = Bilingual(
                vi: "mã bị sửa hoặc làm giả: chữ ký sai", en: "altered or forged: the signature is wrong")
            facts = Facts()
        case .leakedKey(let day):
            result = .forged
            note = Bilingual(
                vi: "ký bằng khóa đã lộ từ ngày \(day.vietnamese), và không có trong danh sách giấy thật",
                en: "signed with a key that leaked on \(day.iso), and not among what it really signed")
        }
    }
}
