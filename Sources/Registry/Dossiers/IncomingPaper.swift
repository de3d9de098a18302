import Evidence
import Images
import Postgres
public import RuralIndustry

/// A paper as somebody files it: what is written on it, and the bytes of its file.
public struct IncomingPaper: Sendable {
    public var fields: Fields<PaperColumn>
    public var notation: Notation
    public var bytes: [UInt8]
    public var place: Place

    /// `place` is where violations are told: the file, and its row in a list.
    public init(
        _ fields: Fields<PaperColumn>, _ notation: Notation = .plain, bytes: [UInt8],
        at place: Place = Place()
    ) {
        self.fields = fields
        self.notation = notation
        self.bytes = bytes
        self.place = place
    }

    /// The most bytes that a file may have; who reads one need not read further.
    public static let sizeLimit = FileLimits.received
}

/// A paper that was read and whose file is fit to be stored.
struct AcceptedPaper: Sendable {
    let paper: Paper
    let file: AcceptedFile
    let received: SHA256Digest
    let sha256: SHA256Digest

    /// Throws everything that is wrong with the paper and its file.
    init(_ incoming: IncomingPaper, of owner: PaperOwner, today: Day) throws(Refusal) {
        var violations: [Violation] = []
        var paper: Paper?
        do throws(Refusal) {
            paper = try Paper.parse(incoming.fields, incoming.notation, of: owner, today: today)
        } catch { violations += error.violations }
        var file: AcceptedFile?
        do throws(FileError) {
            file = try AcceptedFile(received: incoming.bytes)
        } catch { violations.append(Violation(error)) }
        if let file, paper?.kind == .photo, file.mediaType == .pdf { violations.append(.photographNotImage) }
        try Refusal.throwIfAny(violations.map { $0.at(incoming.place) })
        guard let paper, let file else { throw Refusal(Violation.photographNotImage) }
        self.paper = paper
        self.file = file
        received = SHA256Digest(of: incoming.bytes)
        sha256 = file.bytes == incoming.bytes ? received : SHA256Digest(of: file.bytes)
    }
}

extension Violation {
    init(_ error: FileError) { self.init(error.code, vi: error.vietnamese, en: error.english) }

    static let photographNotImage = Violation(
        "photograph-not-image", vi: "ảnh sản phẩm phải là tệp JPEG hoặc PNG, không phải PDF",
        en: "a photograph must be a JPEG or PNG file, not a PDF")

    static let paperOnFile = Violation(
        "paper-on-file",
        vi: "tệp này đã có trong hồ sơ với cùng loại giấy tờ; mỗi ảnh, mỗi bản quét chỉ nộp một lần",
        en: "this file is already in the dossier as the same kind of paper; each is filed once")
}

extension Session {
    /// Stores the files of papers, each only if nobody has stored the same content; in the order of their hashes, so that
    /// two who store the same files at once wait for each other and never in a circle.
    ///
    /// No column is named in the conflict: that would read the new row, which the wall shows nobody before it is a paper's.
    func store(filesOf papers: [AcceptedPaper]) throws {
        for accepted in papers.sorted(by: { $0.sha256.hex < $1.sha256.hex }) {
            let (file, picture) = (accepted.file, accepted.file.picture)
            try execute(
                """
                INSERT INTO stored_file (sha256, bytes, media_type, size, width, height, grey)
                VALUES (\(Bytes(accepted.sha256.bytes)), \(Bytes(file.bytes)), \(file.mediaType.rawValue),
                  \(file.bytes.count), \(picture?.width), \(picture?.height), \(picture?.isGrey))
                ON CONFLICT DO NOTHING
                """)
        }
    }

    /// Writes a paper, whose file is stored, under a number taken before.
    func insert(_ accepted: AcceptedPaper, id: Int64, of owner: DossierOwner) throws {
        let paper = accepted.paper
        try execute(
            """
            INSERT INTO dossier_paper (dossier_paper_id, product_id, establishment_id, kind, title, number, issuer,
              issued_on, expires_on, sha256, received_sha256)
            VALUES (\(id), \(owner.productID), \(owner.establishmentID), \(paper.kind), \(paper.title), \(paper.number),
              \(paper.issuer), \(paper.issuedOn), \(paper.expiresOn), \(Bytes(accepted.sha256.bytes)),
              \(Bytes(accepted.received.bytes)))
            """)
    }
}
