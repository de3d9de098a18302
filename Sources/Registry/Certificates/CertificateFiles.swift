public import Documents
import Evidence
import FoundationEssentials
import Postgres
public import RuralIndustry
import Spreadsheets

/// A certificate and the file that it is drawn into.
public struct CertificateFile: Sendable {
    public let number: String
    public let code: String
    public let level: SelectionLevel
    public let product: String
    public let establishment: String
    public let file: String
    public let sha256: String
    /// False: a file with the right bytes was there already.
    public let isNew: Bool
    public let isSigned: Bool
    public let template: String
    /// The SHA-256 of the design with its font files; nil: the font files are not on record.
    public let templateHash: String?
    /// The fonts and libraries that it was written with first.
    public let rendering: Rendering
}

/// What became of a batch of files.
public struct CertificateBatch: Sendable {
    public var files: [CertificateFile] = []
    /// What could not be written, by number; running again resumes.
    public var failures: [Violation] = []
}

extension Registry {
    /// Draws the certificates of a round into a folder and writes its manifest. Files that are there with the right bytes are
    /// left alone, so that an interrupted batch resumes; the bytes of a certificate that was drawn before must come out the
    /// same again. Nothing of a file that fails is left behind, and the others are still written.
    ///
    /// - Parameter signing: signs the files that are not signed yet. What was signed once stays signed, by the signature that
    ///   is kept, with and without this.
    public func writeCertificates(
        ofRound id: Int64, to folderPath: String, fonts: FontSet, allowsOtherFonts: Bool = false,
        signing: CertificateSigning? = nil, as viewer: Viewer,
        progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) async throws -> CertificateBatch {
        // asked before a folder is made
        try await read(.certificateIssue, of: .one("round", id: id), as: viewer) { _ in }
        let folder: BatchFolder
        do throws(Refusal) {
            folder = try BatchFolder(path: folderPath)
        } catch {
            return CertificateBatch(failures: error.violations)
        }
        var batch = try await drawCertificates(
            ofRound: id, onto: folder, fonts: fonts, allowsOtherFonts: allowsOtherFonts, signing: signing,
            as: viewer, progress: progress)
        // where nothing could be made, nothing is left behind
        if batch.files.isEmpty, !batch.failures.isEmpty { return batch }
        do {
            try folder.write(Self.manifest(batch.files), to: "manifest.csv")
        } catch {
            batch.failures.append(error)
        }
        return batch
    }

    /// Draws the certificates of a round onto a shelf, those that stand, and keeps the hash and signature of each.
    ///
    /// - Parameter onlyMissing: leaves alone what was drawn, and signed if they are to be signed.
    func drawCertificates(
        ofRound id: Int64, onto shelf: any CertificateShelf, fonts: FontSet, allowsOtherFonts: Bool = false,
        signing: CertificateSigning?, onlyMissing: Bool = false, as viewer: Viewer,
        progress: @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) async throws -> CertificateBatch {
        let templates = try await read(.certificateIssue, of: .one("round", id: id), as: viewer) {
            try $0.issuedTemplates()
        }
        var condition: SQL = "d.round_id = \(id) AND "
        condition = condition + StandingCertificate.condition("c")
        if onlyMissing {
            condition =
                condition
                + (signing == nil
                    ? " AND NOT EXISTS (SELECT FROM certificate_file f WHERE f.certificate_id = c.certificate_id)"
                    : " AND s.certificate_id IS NULL")
        }
        let total = try await countCertificates(condition)
        var batch = CertificateBatch()
        var after: Int64 = 0
        while true {
            let chunk = try await issuedCertificates(condition, after: after, limit: Self.chunk)
            guard let last = chunk.last else { break }
            after = last.id
            let press = try CertificatePress(
                fonts: fonts, templates: templates, allowsOtherFonts: allowsOtherFonts, folder: shelf,
                signing: signing)
            let drawn = try await record(
                await Self.draw(chunk, on: press), rendering: Rendering(fonts: fonts), round: id, as: viewer)
            for outcome in drawn {
                switch outcome.flatMap(press.deliver) {
                case .success(let file): batch.files.append(file)
                case .failure(let violation): batch.failures.append(violation)
                }
            }
            progress(batch.files.count + batch.failures.count, total)
        }
        return batch
    }

    /// Few enough to keep memory flat, enough to keep both cores busy between two questions to the database.
    private static let chunk = 200

    private func countCertificates(_ condition: SQL) async throws -> Int {
        try await database.read { session in
            try session.value(
                """
                SELECT count(*) FROM certificate c JOIN award a USING (award_id) JOIN decision d USING (decision_id)
                  LEFT JOIN certificate_signature s USING (certificate_id)
                WHERE c.paper IS NOT NULL AND
                """ + " " + condition)
        }
    }

    private func issuedCertificates(
        _ condition: SQL, after: Int64, limit: Int
    ) async throws -> [IssuedPaper] {
        try await database.read { session in
            try session.issuedPapers(
                condition + " AND c.certificate_id > \(after) ORDER BY c.certificate_id LIMIT \(limit)")
        }
    }

    /// Draws one certificate into a folder, and signs it: that which replaces another, outside its round's batch.
    public func writeCertificate(
        number: String, to folderPath: String, fonts: FontSet, signing: CertificateSigning? = nil,
        as viewer: Viewer
    ) async throws -> CertificateFile {
        try await drawCertificate(
            number: number, onto: { try BatchFolder(path: folderPath) }, fonts: fonts, signing: signing,
            as: viewer)
    }

    /// The same onto a shelf, which is asked for when it is known that the certificate may be drawn.
    func drawCertificate(
        number: String, onto shelf: () throws -> any CertificateShelf, fonts: FontSet,
        signing: CertificateSigning?, as viewer: Viewer
    ) async throws -> CertificateFile {
        let (round, papers, templates) = try await read(
            .certificateIssue, of: .listed("certificate"), as: viewer
        ) {
            session in
            let certificate = try session.certificate(number: number)
            try session.requireGiven(certificate.awardID, .certificateIssue, as: viewer)
            let round: Int64 = try session.value(
                "SELECT d.round_id FROM award a JOIN decision d USING (decision_id) WHERE a.award_id = \(certificate.awardID)"
            )
            return (
                round, try session.issuedPapers("c.certificate_id = \(certificate.id)"),
                try session.issuedTemplates()
            )
        }
        let press = try CertificatePress(
            fonts: fonts, templates: templates, allowsOtherFonts: false, folder: shelf(), signing: signing)
        let drawn = try await record(
            press.print(papers), rendering: Rendering(fonts: fonts), round: round, as: viewer)
        guard let outcome = drawn.first?.flatMap(press.deliver) else {
            throw Refusal(
                Violation(
                    "unknown-certificate", vi: "không có giấy chứng nhận số “\(number)” cấp từ sổ này",
                    en: "no certificate “\(number)” was issued here"))
        }
        do { return try outcome.get() } catch { throw Refusal(error) }
    }

    /// A copy of one certificate: the issued bytes and no others. The trail keeps that it was made.
    ///
    /// - Throws: a refusal: `certificate-revoked`, `certificate-not-written` if there is nothing to copy yet, `copy-differs`.
    public func copyCertificate(
        number: String, to folderPath: String, fonts: FontSet, because reason: String, as viewer: Viewer
    ) async throws -> CertificateFile {
        let reason = try BoundedText.short(reason, column: "reason")
        let folder = try BatchFolder(path: folderPath)
        return try await change(.certificateIssue, of: .listed("certificate"), because: reason, as: viewer) {
            session in
            let certificate = try session.certificate(number: number)
            try session.requireGiven(certificate.awardID, .certificateIssue, as: viewer)
            if let revocation = certificate.revocation { throw Refusal(.revoked(number, revocation)) }
            if let newer = certificate.replacement { throw Refusal(.replaced(number, newer)) }
            guard let issued = try session.issuedPapers("c.certificate_id = \(certificate.id)").first,
                issued.recordedHash != nil || issued.signature != nil
            else {
                throw Refusal(
                    Violation(
                        "certificate-not-written",
                        vi: "chưa có tệp nào của \(number) để sao lại; chạy `cnnt certificate issue` trước",
                        en: "no file of \(number) was written yet; run `cnnt certificate issue` first"))
            }
            let press = try CertificatePress(
                fonts: fonts, templates: session.issuedTemplates(), allowsOtherFonts: false,
                folder: folder,
                signing: nil)
            switch press.print([issued])[0] {
            case .success(let drawn): return drawn.file
            case .failure(let violation): throw Refusal(violation)
            }
        }
    }

    /// Draws on every core, each with a renderer of its own.
    private static func draw(
        _ papers: [IssuedPaper], on press: CertificatePress
    ) async -> [Result<DrawnFile, Violation>] {
        let workers = max(1, min(ProcessInfo.processInfo.activeProcessorCount, papers.count))
        let share = (papers.count + workers - 1) / workers
        return await withTaskGroup(of: (Int, [Result<DrawnFile, Violation>]).self) { group in
            for worker in 0..<workers {
                let part = papers.dropFirst(worker * share).prefix(share)
                group.addTask { (worker, press.print(part)) }
            }
            var parts: [Int: [Result<DrawnFile, Violation>]] = [:]
            for await (worker, outcomes) in group { parts[worker] = outcomes }
            return (0..<workers).flatMap { parts[$0] ?? [] }
        }
    }

    /// Keeps the hash of every file that was drawn for the first time, and every new signature. A signed file is written
    /// only after that: a signature that nobody could make again must not exist on a disk alone.
    ///
    /// - Returns: the same outcomes; a file that somebody else signed meanwhile is a failure by now, for a certificate has one
    ///   signature.
    private func record(
        _ outcomes: [Result<DrawnFile, Violation>], rendering: Rendering, round: Int64, as viewer: Viewer
    ) async throws -> [Result<DrawnFile, Violation>] {
        let fresh = outcomes.compactMap { try? $0.get() }.filter { !$0.isRecorded }
        guard !fresh.isEmpty else { return outcomes }
        let overtaken = try await change(.certificateIssue, of: .one("round", id: round), as: viewer) {
            session in
            // who draws the same round at the same time waits here, and finds what is kept by then
            _ = try session.roundForChange(round)
            let (known, signed) = try session.recordedFiles(of: fresh.map(\.certificateID))
            let missing = fresh.filter { file in
                !known.contains(file.file.sha256)
                    && (file.newSignature == nil || !signed.contains(file.certificateID))
            }
            try session.copyIn(
                "COPY certificate_file (certificate_id, sha256, template, rendering) FROM STDIN"
            ) { writer in
                for file in missing {
                    try writer.row { row in
                        row.int(Int(file.certificateID))
                        row.text("\\x" + file.file.sha256)
                        row.text(file.template)
                        row.text(rendering.json.text)
                    }
                }
            }
            for file in missing {
                if let signature = file.newSignature { try session.insert(signature, of: file) }
            }
            return Set(fresh.filter { $0.newSignature != nil }.map(\.certificateID)).intersection(signed)
        }
        return outcomes.map { outcome in
            outcome.flatMap { file in
                file.newSignature != nil && overtaken.contains(file.certificateID)
                    ? .failure(.signedMeanwhile(file.file.number)) : .success(file)
            }
        }
    }

    private static func manifest(_ files: [CertificateFile]) -> [UInt8] {
        var writer = CSVWriter()
        writer.write([
            "number", "code", "level", "product", "establishment", "file", "sha256", "signed", "template",
            "template_sha256", "libraries",
        ])
        for file in files {
            writer.write([
                file.number, file.code, file.level.rawValue, file.product, file.establishment, file.file,
                file.sha256, file.isSigned ? "yes" : "no", file.template, file.templateHash ?? "",
                file.rendering.libraryText,
            ])
        }
        return writer.take()
    }
}

extension Registry {
    /// Writes a manifest of several batches that share a folder.
    public static func writeManifest(_ files: [CertificateFile], to folder: String) throws {
        let folder = try BatchFolder(path: folder)
        do throws(Violation) {
            try folder.write(manifest(files), to: "manifest.csv")
        } catch {
            throw Refusal(error)
        }
    }
}

extension Violation {
    fileprivate static func signedMeanwhile(_ number: String) -> Violation {
        Violation(
            "certificate-signed-meanwhile",
            vi: "\(number) vừa được ký ở nơi khác; làm lại thì lấy đúng bản đó",
            en: "\(number) was signed elsewhere meanwhile; doing it again takes that file")
    }
}

extension Session {
    /// The hashes of the files on record of some certificates, and which of these are signed.
    fileprivate func recordedFiles(of ids: [Int64]) throws -> (hashes: Set<String>, signed: Set<Int64>) {
        (
            Set(
                try values(
                    "SELECT encode(sha256, 'hex') FROM certificate_file WHERE certificate_id = ANY (\(ids))",
                    as: String.self)),
            Set(
                try values(
                    "SELECT certificate_id FROM certificate_signature WHERE certificate_id = ANY (\(ids))",
                    as: Int64.self))
        )
    }

    /// What there is to draw certificates that were issued here, of those that a condition selects.
    func issuedPapers(_ condition: SQL) throws -> [IssuedPaper] {
        try query(
            """
            SELECT c.certificate_id, c.paper,
              (SELECT encode(f.sha256, 'hex') FROM certificate_file f
                WHERE f.certificate_id = c.certificate_id AND f.sha256 IS DISTINCT FROM s.sha256) AS sha256,
              encode(s.sha256, 'hex') AS signed_sha256, encode(s.content_sha256, 'hex') AS content_sha256, s.signed_at,
              s.reserved_bytes, s.cms,
              (SELECT f.rendering::text FROM certificate_file f WHERE f.certificate_id = c.certificate_id
                ORDER BY f.audit_id DESC LIMIT 1) AS rendering
            FROM certificate c JOIN award a USING (award_id) LEFT JOIN decision d USING (decision_id)
              LEFT JOIN certificate_signature s USING (certificate_id)
            WHERE c.paper IS NOT NULL AND
            """ + " " + condition
        ) { row in
            IssuedPaper(
                id: try row("certificate_id"), snapshot: try row("paper"), recordedHash: try row("sha256"),
                signature: try KeptSignature(row),
                rendering: try row("rendering", as: String?.self).map {
                    Rendering(try JSONValue(parsing: $0))
                })
        }
    }

    fileprivate func insert(_ signature: NewSignature, of file: DrawnFile) throws {
        try execute(
            """
            INSERT INTO certificate_signature (certificate_id, sha256, content_sha256, signed_at, reserved_bytes, cms, signer,
              signer_sha256, timestamped_at)
            VALUES (\(file.certificateID), decode(\(file.file.sha256), 'hex'), decode(\(signature.contentHash), 'hex'),
              \(signature.place.signedAt), \(signature.place.reservedBytes), \(Bytes(signature.checked.der)),
              \(signature.checked.signer.name), decode(\(signature.checked.signer.sha256), 'hex'),
              \(signature.checked.timestamp))
            """)
    }
}
