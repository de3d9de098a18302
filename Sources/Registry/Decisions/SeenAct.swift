import Evidence
import RuralIndustry

/// Everything that somebody looks at before an act is recorded or certificates are issued, and what it rests on. Two have the same
/// digest only where nothing of it differs, so that it is done as it was looked at or not at all.
struct SeenAct {
    private var parts: [JSONValue] = []

    /// A correction of the result: what it becomes, and what follows from it where the round is decided.
    init(_ before: Tally, becoming after: Tally, _ lines: [CorrectionReport.Line]) {
        add([before.canonicalLines, after.canonicalLines])
        for line in lines {
            let difference = line.difference
            add([
                difference.entry, difference.isRecognised.map { $0 ? "yes" : "no" },
                difference.consequence?.rawValue, line.certificate,
            ])
        }
    }

    /// A decision, or what amends it.
    ///
    /// - Parameters:
    ///   - act: as it would be recorded, without its number among the records, which a trial uses up.
    ///   - tally: the result that it rests on.
    init(_ act: DecisionRecord, on tally: Tally, warnings: [Violation]) {
        add([
            act.number, act.decidedOn.iso, act.authority, act.place, act.capacity, act.signatoryTitle,
            act.signatoryName, act.amendmentReason,
        ])
        add([tally.canonicalLines])
        for warning in warnings { add([warning.code, warning.text.en]) }
    }

    /// An act that revokes a certificate, and what rests on the award that it takes back.
    init(revoking certificate: CertificateRecord, by act: CertificateRecord.Revocation, warnings: [Violation])
    {
        add([
            certificate.number, certificate.productName, certificate.establishmentName,
            certificate.issuedOn.iso, certificate.validTo.iso, act.number, act.day.iso, act.reason,
        ])
        for warning in warnings { add([warning.code, warning.text.en]) }
    }

    /// A certificate in the place of another, by an act.
    init(_ paper: CertificatePaper, by replacement: CertificateReplacement) {
        self.init([paper])
        add([replacement.number, replacement.act, replacement.actDate.iso, replacement.reason])
    }

    /// Certificates, without the numbers and codes that they are given when they are issued.
    init(_ papers: [CertificatePaper]) {
        for paper in papers {
            add([
                paper.templateHash, paper.level.rawValue, paper.product.name, paper.product.group,
                paper.establishment.name, paper.establishment.unit, paper.classification,
                paper.decision.number, paper.issuedOn.iso, paper.validThrough.iso, paper.signature.name,
                paper.isSpecimen ? "specimen" : nil,
            ])
            add(paper.product.members)
        }
    }

    /// What the act says of one entry, with the names that an award would bear.
    mutating func add(_ row: DecisionRow, product: String?, establishment: String?) {
        add([
            row.entry, row.isRecognised ? "yes" : "no", row.setName, row.setKind?.rawValue, row.awardClass,
            row.reason, product, establishment,
        ])
    }

    mutating func add(_ texts: [String?]) {
        parts.append(.array(texts.map { $0.map(JSONValue.string) ?? .null }))
    }

    /// SHA-256 in hexadecimal.
    var digest: String { SHA256Digest(of: JSONValue.array(parts).utf8).hex }

    /// - Parameter shown: the digest of what was looked at; nil: nobody looked.
    /// - Throws: `preview-changed` if it was something else.
    func require(_ shown: String?) throws(Refusal) {
        guard let shown, shown != digest else { return }
        throw Refusal(
            Violation(
                "preview-changed",
                vi:
                    "sau khi xem, có người đã sửa kết quả, tên sản phẩm, tên cơ sở, giấy hoặc mẫu giấy chứng nhận, ghi thêm một quyết định, đề cử hoặc hồ sơ dự thi dựa trên danh hiệu, nên việc sẽ ghi không còn như đã xem; chưa ghi gì, hãy xem trước lần nữa rồi ghi",
                en:
                    "since it was looked at somebody changed the result, a name, a certificate, its design, a decision or what rests on an award, and what would be recorded is not what was shown; nothing was recorded: look at it once more"
            ))
    }
}
