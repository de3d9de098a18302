public import Evidence
public import Postgres
public import RuralIndustry

/// A paper as it is kept: what is written on it, its file, and whether it still stands.
public struct PaperRecord: RowDecodable, Hashable, Sendable {
    public let id: Int64
    public let productID: Int64?
    public let establishmentID: Int64?
    public let paper: Paper
    /// Of the file as stored.
    public let sha256: SHA256Digest
    /// Of the file as received, before an image was encoded again.
    public let receivedSHA256: SHA256Digest
    /// `image/jpeg`, `image/png` or `application/pdf`.
    public let mediaType: String
    /// Bytes.
    public let size: Int
    public let addedAt: Instant
    public let withdrawnAt: Instant?
    public let withdrawnReason: String?
    public let replacedBy: Int64?

    public init(_ row: Row) throws {
        id = try row("dossier_paper_id")
        productID = try row("product_id")
        establishmentID = try row("establishment_id")
        var picture: Paper.Picture?
        if let width: Int = try row("width"), let height: Int = try row("height") {
            picture = Paper.Picture(width: width, height: height, isGrey: try row("grey"))
        }
        paper = Paper(
            kind: try row("kind"), title: try row("title"), number: try row("number"),
            issuer: try row("issuer"), issuedOn: try row("issued_on"), expiresOn: try row("expires_on"),
            picture: picture)
        sha256 = try SHA256Digest(hex: try row("sha256"))
        receivedSHA256 = try SHA256Digest(hex: try row("received_sha256"))
        mediaType = try row("media_type")
        size = try row("size", as: Int.self)
        addedAt = try row("added_at")
        withdrawnAt = try row("withdrawn_at")
        withdrawnReason = try row("withdrawn_reason")
        replacedBy = try row("replaced_by")
    }

    /// `papers` is an SQL source of `dossier_paper` rows.
    static func select(from papers: SQL) -> SQL {
        """
        SELECT d.dossier_paper_id, d.product_id, d.establishment_id, d.kind, d.title, d.number, d.issuer, d.issued_on,
          d.expires_on, encode(d.sha256, 'hex') AS sha256, encode(d.received_sha256, 'hex') AS received_sha256,
          f.media_type, f.size, f.width, f.height, f.grey, d.added_at, d.withdrawn_at, d.withdrawn_reason, d.replaced_by
        FROM \(papers) d JOIN stored_file f ON f.sha256 = d.sha256
        """
    }
}

extension PaperKind: SQLCodable {}

extension Session {
    func paper(_ id: Int64) throws -> PaperRecord {
        let found = try first(
            PaperRecord.select(from: "dossier_paper") + " WHERE d.dossier_paper_id = \(id)",
            as: PaperRecord.self)
        guard let found else {
            throw Refusal(
                Violation(
                    "unknown-paper", vi: "không có giấy tờ số \(id); xem `cnnt dossier list`",
                    en: "there is no paper \(id); see `cnnt dossier list`"))
        }
        return found
    }

    func papers(_ source: SQL, matching condition: SQL) throws -> [PaperRecord] {
        try query(
            PaperRecord.select(from: source) + " WHERE " + condition + " ORDER BY d.dossier_paper_id",
            as: PaperRecord.self)
    }
}
