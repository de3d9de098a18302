/// The columns of a folder's `papers.csv`, which are also the flags of a paper.
public enum PaperColumn: Int, RecordColumn {
    case file, kind, title, number, issuer, issuedOn, expiresOn

    public static let names = ["file", "kind", "title", "number", "issuer", "issued_on", "expires_on"]
    public static let required: [PaperColumn] = [.file, .kind]
}

extension Paper {
    /// Reads what is written on a paper; throws everything that is wrong with it.
    ///
    /// Violations beside those of every field: `paper-kind-unknown`, `paper-kind-owner`, `date-in-future`,
    /// `expiry-before-issue`.
    public static func parse(
        _ fields: Fields<PaperColumn>, _ notation: Notation = .plain, of owner: PaperOwner, today: Day
    ) throws(Refusal) -> Paper {
        var reader = FieldReader(fields, notation)
        let kind = reader.requiredChoice(.kind, PaperKind.self, code: "paper-kind-unknown")
        if let kind, !kind.mayBelong(to: owner) { reader.report(.wrongOwner(kind), in: .kind) }
        let title = reader.text(.title)
        let number = reader.text(.number)
        let issuer = reader.text(.issuer)
        let issuedOn = reader.day(.issuedOn)
        let expiresOn = reader.day(.expiresOn)
        if let issuedOn, issuedOn > today {
            reader.report(
                Violation(
                    "date-in-future", vi: "ngày cấp \(issuedOn.vietnamese) chưa đến",
                    en: "the day of issue \(issuedOn.iso) is yet to come"), in: .issuedOn)
        }
        if let issuedOn, let expiresOn, expiresOn < issuedOn {
            reader.report(
                Violation(
                    "expiry-before-issue",
                    vi: "ngày hết hạn \(expiresOn.vietnamese) trước ngày cấp \(issuedOn.vietnamese)",
                    en: "the expiry \(expiresOn.iso) comes before the issue \(issuedOn.iso)"), in: .expiresOn)
        }
        guard reader.violations.isEmpty, let kind else { throw reader.refusal }
        return Paper(
            kind: kind, title: title, number: number, issuer: issuer, issuedOn: issuedOn, expiresOn: expiresOn
        )
    }
}

extension Violation {
    fileprivate static func wrongOwner(_ kind: PaperKind) -> Violation {
        kind == .legalStatus
            ? Violation(
                "paper-kind-owner",
                vi:
                    "“\(kind.name.vi)” là giấy tờ của cơ sở, dùng chung cho mọi sản phẩm: ghi --establishment",
                en:
                    "a legal-status certificate is the establishment's and serves all its products: give --establishment"
            )
            : Violation(
                "paper-kind-owner", vi: "“\(kind.name.vi)” là giấy tờ của một sản phẩm, không phải của cơ sở",
                en: "a \(kind.rawValue) belongs to one product, not to the establishment")
    }
}
