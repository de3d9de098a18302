import Documents
import Evidence
import Postgres
public import RuralIndustry
import Synchronization

/// The file of a certificate, in the bytes that were issued.
public struct IssuedFile: Sendable {
    /// `0001-2023-CNNT-T19.pdf`
    public let name: String
    public let bytes: [UInt8]
    /// Hexadecimal, as it is on record.
    public let sha256: String
}

extension Registry {
    /// Draws what is not drawn yet of a round's certificates, signs what is not signed where files are signed, and keeps hashes
    /// and signatures as `writeCertificates` does. The files themselves are made again, to the byte, when they are asked for.
    public func drawCertificates(
        ofRound id: Int64, with workshop: PaperWorkshop, at now: Instant, as viewer: Viewer
    ) async throws -> CertificateBatch {
        try await workshop.work {
            try await drawCertificates(
                ofRound: id, onto: NoShelf(), fonts: workshop.fonts(), signing: workshop.signing(now),
                onlyMissing: true, as: viewer)
        }
    }

    /// The same of one certificate; what was drawn before comes out as it was.
    public func drawCertificate(
        number: String, with workshop: PaperWorkshop, at now: Instant, as viewer: Viewer
    ) async throws {
        try await workshop.work {
            _ = try await drawCertificate(
                number: number, onto: { NoShelf() }, fonts: workshop.fonts(), signing: workshop.signing(now),
                as: viewer)
        }
    }

    /// The file of a certificate that stands, for the office that gave it.
    ///
    /// - Throws: a refusal: `outside-territory`, `certificate-revoked`, `certificate-replaced`, `certificate-not-drawn-yet`,
    ///   `certificate-not-issued-here`, `copy-differs` if fonts or libraries have changed since.
    public func certificateFile(
        _ id: Int64, with workshop: PaperWorkshop, as viewer: Viewer
    ) async throws -> IssuedFile {
        let kept = try await read(.certificateIssue, of: .listed("certificate"), as: viewer) { session in
            let given = try session.first(
                CertificateRecord.select
                    + SQL.matching(
                        "c.certificate_id = \(id)", viewer.reach(.certificateIssue).givenAwards("a")),
                as: CertificateRecord.self)
            guard let certificate = given else { throw Refusal(.outsideReach(viewer, .certificateIssue)) }
            let number = certificate.number ?? ""
            if let revocation = certificate.revocation { throw Refusal(.revoked(number, revocation)) }
            if let newer = certificate.replacement { throw Refusal(.replaced(number, newer)) }
            return try session.keptPaper(of: certificate)
        }
        return try await kept.drawn(with: workshop)
    }

    /// The file of a certificate of one's own establishment, while it is live and once its round is published.
    ///
    /// - Throws: as `certificateFile`, and `certificate-expired`, `certificate-not-yet`.
    public func ownCertificateFile(
        _ id: Int64, on day: Day, with workshop: PaperWorkshop, as viewer: Viewer
    ) async throws -> IssuedFile {
        let kept = try await read(.certificateReadOwn, of: .listed("certificate"), as: viewer) { session in
            let own = try session.first(
                CertificateRecord.select
                    + SQL.matching(
                        "c.certificate_id = \(id)", viewer.reach(.certificateReadOwn).awards("a"),
                        AwardRecord.isPublic), as: CertificateRecord.self)
            guard let own else { throw Refusal(.outsideReach(viewer, .certificateReadOwn)) }
            if let refusal = own.refusalUnlessLive(own.number ?? "", on: day) { throw Refusal(refusal) }
            return try session.keptPaper(of: own)
        }
        return try await kept.drawn(with: workshop)
    }

    /// The public certificates of an establishment of one's own that were issued here and drawn: those whose file there is.
    public func ownCertificates(of establishment: Int64, as viewer: Viewer) async throws -> Set<Int64> {
        try await read(.certificateReadOwn, of: .one("establishment", id: establishment), as: viewer) {
            session in
            Set(
                try session.values(
                    """
                    SELECT c.certificate_id FROM certificate c JOIN award a USING (award_id)
                    WHERE a.establishment_id = \(establishment) AND c.paper IS NOT NULL
                      AND EXISTS (SELECT FROM certificate_file f WHERE f.certificate_id = c.certificate_id) AND
                    """ + " " + AwardRecord.isPublic, as: Int64.self))
        }
    }

    /// The certificate with a number of the registry's own, as its address has it.
    public func certificate(_ id: Int64, as viewer: Viewer) async throws -> CertificateRecord {
        try await read(.certificateRead, of: .listed("certificate"), as: viewer) { session in
            let found = try session.first(
                CertificateRecord.select
                    + SQL.matching(
                        "c.certificate_id = \(id)", viewer.reach(.certificateRead).awards("a")),
                as: CertificateRecord.self)
            guard let found else { throw Refusal(.outsideReach(viewer, .certificateRead)) }
            return found
        }
    }

    /// What of issuing, revoking and replacing somebody may do to a certificate: who gives is who takes back.
    public func officeActions(
        onCertificate certificate: CertificateRecord, as viewer: Viewer
    ) async throws -> Set<Action> {
        try await read(.certificateRead, of: .listed("certificate"), as: viewer) { session in
            let actions: [Action] = [.certificateIssue, .certificateRevoke, .certificateReplace]
            return Set(
                try actions.filter { action in
                    guard viewer.may(action) else { return false }
                    guard let given = viewer.reach(action).givenAwards("t") else { return true }
                    return try session.value(
                        "SELECT EXISTS (SELECT FROM award t WHERE t.award_id = \(certificate.awardID) AND "
                            + given + ")")
                })
        }
    }

    /// The file with all certificates of a round that stand, a page each, piece by piece.
    public func printCertificates(
        ofRound id: Int64, with workshop: PaperWorkshop, as viewer: Viewer,
        into sink: @escaping ([UInt8]) throws -> Void
    ) async throws {
        try await workshop.work {
            try await printCertificates(ofRound: id, fonts: workshop.fonts(), as: viewer, into: sink)
        }
    }

    /// The minutes of a closed round as a PDF file, in the same bytes as on paper elsewhere.
    public func minutesFile(
        ofRound id: Int64, with workshop: PaperWorkshop, as viewer: Viewer
    ) async throws -> [UInt8] {
        let minutes = try await minutes(ofRound: id, as: viewer)
        return try await workshop.work { try OfficeRenderer(fonts: workshop.fonts()).render(minutes) }
    }

    /// The list attached to a round's decision as a PDF file.
    public func decisionListFile(
        ofRound id: Int64, with workshop: PaperWorkshop, as viewer: Viewer
    ) async throws -> [UInt8] {
        let list = try await decisionList(ofRound: id, as: viewer)
        return try await workshop.work { try OfficeRenderer(fonts: workshop.fonts()).render(list) }
    }
}

/// What one file is made again from.
private struct KeptPaper: Sendable {
    let number: String
    let issued: IssuedPaper
    let templates: [IssuedTemplate]

    func drawn(with workshop: PaperWorkshop) async throws -> IssuedFile {
        try await workshop.work {
            let shelf = OneFileShelf()
            // what was signed comes out signed, what was not does not: nothing new is made here
            let press = try CertificatePress(
                fonts: workshop.fonts(), templates: templates, allowsOtherFonts: false, folder: shelf,
                signing: nil)
            let file = try press.print([issued])[0].get().file
            return IssuedFile(name: file.file, bytes: shelf.bytes, sha256: file.sha256)
        }
    }
}

/// Where files are drawn for their hashes alone.
private struct NoShelf: CertificateShelf {
    func hash(of name: String) -> SHA256Digest? { nil }
    func write(_ bytes: [UInt8], to name: String) {}
}

/// Keeps one file, in memory.
private final class OneFileShelf: CertificateShelf {
    private let kept = Mutex<[UInt8]>([])

    var bytes: [UInt8] { kept.withLock { $0 } }

    func hash(of name: String) -> SHA256Digest? { nil }
    func write(_ bytes: [UInt8], to name: String) { kept.withLock { $0 = bytes } }
}

extension Session {
    fileprivate func keptPaper(of certificate: CertificateRecord) throws -> KeptPaper {
        let number = certificate.number ?? ""
        guard let issued = try issuedPapers("c.certificate_id = \(certificate.id)").first else {
            throw Refusal(.notIssuedHere(number))
        }
        guard issued.recordedHash != nil || issued.signature != nil else {
            throw Refusal(
                Violation(
                    "certificate-not-drawn-yet",
                    vi: "chưa có tệp nào của \(number): giấy đã cấp nhưng chưa vẽ",
                    en: "there is no file of \(number) yet: it is issued and not drawn"))
        }
        return KeptPaper(number: number, issued: issued, templates: try issuedTemplates())
    }
}
