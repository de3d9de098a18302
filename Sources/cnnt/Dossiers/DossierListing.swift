import Evidence
import Registry
import RuralIndustry

/// One line of what a dossier check found.
struct DossierFinding: Listed {
    let isLack: Bool
    let violation: Violation

    static let columns: [Column<DossierFinding>] = [
        Column("finding", "Mức", "Finding", { $0.isLack ? "lack" : "advice" }),
        Column("code", "Mã", "Code", { $0.violation.code }),
        Column("text", "Nội dung", "Text", { .bilingual($0.violation.text) }),
    ]
}

extension PaperRecord: Listed {
    static let columns: [Column<PaperRecord>] = [
        Column("id", "Số", "Id", { String($0.id) }),
        Column("kind", "Loại", "Kind", { $0.paper.kind.rawValue }),
        Column("kind_name", "Tên loại", "Kind's name", { .bilingual($0.paper.kind.name) }),
        Column("product_id", "Sản phẩm", "Product", { $0.productID.map { String($0) } }),
        Column("establishment_id", "Cơ sở", "Establishment", { $0.establishmentID.map { String($0) } }),
        Column("title", "Tên", "Title", { $0.paper.title }),
        Column("number", "Số hiệu", "Number", { $0.paper.number }),
        Column("issuer", "Nơi cấp", "Issuer", { $0.paper.issuer }),
        Column("issued_on", "Ngày cấp", "Issued on", { $0.paper.issuedOn?.iso }),
        Column("expires_on", "Hết hạn", "Expires on", { $0.paper.expiresOn?.iso }),
        Column("media_type", "Loại tệp", "Type", { $0.mediaType }),
        Column("size", "Kích thước", "Size", { .number($0.size) }),
        Column("width", "Rộng", "Width", { .number($0.paper.picture?.width) }),
        Column("height", "Cao", "Height", { .number($0.paper.picture?.height) }),
        Column("sha256", "SHA-256", "SHA-256", { $0.sha256.hex }),
        Column("received_sha256", "SHA-256 khi nhận", "SHA-256 received", { $0.receivedSHA256.hex }),
        Column("added_on", "Ngày nộp", "Added on", { $0.addedAt.vietnameseDay.iso }),
        Column("withdrawn_on", "Ngày rút", "Withdrawn on", { $0.withdrawnAt?.vietnameseDay.iso }),
        Column("withdrawn_reason", "Lý do rút", "Reason", { $0.withdrawnReason }),
        Column("replaced_by", "Thay bằng", "Replaced by", { $0.replacedBy.map { String($0) } }),
    ]
}
