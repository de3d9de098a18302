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
    public func writeCertificates(
        ofRound id: Int64, to folderPath: String, fonts: FontSet, as viewer: Viewer,
        progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) async throws -> CertificateBatch {
        try await read(.certificateIssue, of: .one("round", id: id), as: viewer) { _ in }
        var batch = CertificateBatch()
        let folder: BatchFolder
        do {
            folder = try BatchFolder(path: folderPath)
        } catch let refusal as Refusal {
            batch.failures = refusal.violations
            return batch
        }
        let total = try await countCertificates(ofRound: id)
        var after: Int64 = 0
        while true {
            let chunk = try await issuedCertificates(ofRound: id, after: after, limit: Self.chunk)
            guard let last = chunk.last else { break }
            after = last.id
            let drawn = await Self.draw(chunk, into: folder, fonts: fonts)
            try await recordHashes(of: drawn, rendering: Self.rendering(fonts), round: id, as: viewer)
            for outcome in drawn {
                switch outcome {
                case .success(let file): batch.files.append(file.file)
                case .failure(let violation): batch.failures.append(violation)
                }
            }
            progress(batch.files.count + batch.failures.count, total)
        }
        do {
            try folder.write(Self.manifest(batch.files), to: "manifest.csv")
        } catch {
            batch.failures.append(error)
        }
        return batch
    }

    /// Few enough to keep memory flat, enough to keep both cores busy between two questions to the database.
    private static let chunk = 200

    private func countCertificates(ofRound id: Int64) async throws -> Int {
        try await database.read { session in
            try session.value(
                """
                SELECT count(*) FROM certificate c JOIN award a USING (award_id) JOIN decision d USING (decision_id)
                WHERE d.round_id = \(id) AND c.paper IS NOT NULL
                """)
        }
    }

    private func issuedCertificates(
        ofRound id: Int64, after: Int64, limit: Int
    ) async throws -> [IssuedPaper] {
        try await database.read { session in
            try session.query(
                """
                SELECT c.certificate_id, c.paper,
                  (SELECT encode(f.sha256, 'hex') FROM certificate_file f WHERE f.certificate_id = c.certificate_id) AS sha256
                FROM certificate c JOIN award a USING (award_id) JOIN decision d USING (decision_id)
                WHERE d.round_id = \(id) AND c.paper IS NOT NULL AND c.certificate_id > \(after)
                ORDER BY c.certificate_id LIMIT \(limit)
                """
            ) {
                IssuedPaper(
                    id: try $0("certificate_id"), snapshot: try $0("paper"), recordedHash: try $0("sha256"))
            }
        }
    }

    /// Draws on every core, each with a renderer of its own.
    private static func draw(
        _ papers: [IssuedPaper], into folder: BatchFolder, fonts: FontSet
    ) async -> [Result<DrawnFile, Violation>] {
        let workers = max(1, min(ProcessInfo.processInfo.activeProcessorCount, papers.count))
        let share = (papers.count + workers - 1) / workers
        return await withTaskGroup(of: (Int, [Result<DrawnFile, Violation>]).self) { group in
            for worker in 0..<workers {
                let part = papers.dropFirst(worker * share).prefix(share)
                group.addTask { (worker, CertificatePress(fonts: fonts, folder: folder).print(part)) }
            }
            var parts: [Int: [Result<DrawnFile, Violation>]] = [:]
            for await (worker, outcomes) in group { parts[worker] = outcomes }
            return (0..<workers).flatMap { parts[$0] ?? [] }
        }
    }

    /// Keeps the hash of every file that was drawn for the first time.
    private func recordHashes(
        of outcomes: [Result<DrawnFile, Violation>], rendering: String, round: Int64, as viewer: Viewer
    ) async throws {
        let fresh = outcomes.compactMap { try? $0.get() }.filter { !$0.isRecorded }
        guard !fresh.isEmpty else { return }
        try await change(.certificateIssue, of: .one("round", id: round), as: viewer) { session in
            try session.copyIn(
                "COPY certificate_file (certificate_id, sha256, template, rendering) FROM STDIN"
            ) { writer in
                for file in fresh {
                    try writer.row { row in
                        row.int(Int(file.certificateID))
                        row.text("\\x" + file.file.sha256)
                        row.text(file.template)
                        row.text(rendering)
                    }
                }
            }
        }
    }

    /// What a rendering depends on beside the paper itself.
    private static func rendering(_ fonts: FontSet) -> String {
        JSONValue.object(["fonts": .object(fonts.hashes.mapValues(JSONValue.string))]).text
    }

    /// Papers are not signed yet, and the last column says so.
    private static func manifest(_ files: [CertificateFile]) -> [UInt8] {
        var writer = CSVWriter()
        writer.write(["number", "code", "level", "product", "establishment", "file", "sha256", "signed"])
        for file in files {
            writer.write([
                file.number, file.code, file.level.rawValue, file.product, file.establishment, file.file,
                file.sha256, "no",
            ])
        }
        return writer.take()
    }
}

/// A certificate as it is kept, on its way to the press.
private struct IssuedPaper: Sendable {
    let id: Int64
    let snapshot: String
    let recordedHash: String?
}

private struct DrawnFile: Sendable {
    let certificateID: Int64
    let template: String
    let isRecorded: Bool
    let file: CertificateFile
}

/// Draws papers one after another with one renderer.
private struct CertificatePress {
    let fonts: FontSet
    let folder: BatchFolder

    func print(_ papers: some Sequence<IssuedPaper>) -> [Result<DrawnFile, Violation>] {
        let renderer = Result { try CertificateRenderer(fonts: fonts) }
        return papers.map { paper in
            do {
                return .success(try print(paper, with: try renderer.get()))
            } catch let violation as Violation {
                return .failure(violation)
            } catch let refusal as Refusal {
                return .failure(refusal.violations[0])
            } catch let error as DocumentError {
                return .failure(Violation(error.code, vi: error.text.vi, en: error.text.en))
            } catch {
                return .failure(
                    Violation(
                        "certificate-not-drawn", vi: "không vẽ được: \(error)",
                        en: "cannot be drawn: \(error)"))
            }
        }
    }

    private func print(_ issued: IssuedPaper, with renderer: CertificateRenderer) throws -> DrawnFile {
        let paper = try CertificatePaper(snapshot: issued.snapshot)
        let name = paper.number.map { $0 == "/" ? "-" : $0 }.map(String.init).joined() + ".pdf"
        if let recorded = issued.recordedHash, folder.hash(of: name)?.hex == recorded {
            return drawn(issued, paper, name: name, sha256: recorded, isNew: false)
        }
        let bytes = try renderer.render(paper)
        let hash = SHA256Digest(of: bytes).hex
        if let recorded = issued.recordedHash, recorded != hash {
            throw Violation(
                "copy-differs",
                vi: "bản vẽ lại của \(paper.number) khác bản đã cấp; phông chữ hoặc thư viện đã thay đổi",
                en:
                    "drawn again, \(paper.number) differs from what was issued; fonts or libraries have changed"
            )
        }
        do {
            try folder.write(bytes, to: name)
        } catch {
            throw Violation(
                error.code, vi: "\(paper.number): \(error.text.vi)", en: "\(paper.number): \(error.text.en)")
        }
        return drawn(issued, paper, name: name, sha256: hash, isNew: true)
    }

    private func drawn(
        _ issued: IssuedPaper, _ paper: CertificatePaper, name: String, sha256: String, isNew: Bool
    ) -> DrawnFile {
        DrawnFile(
            certificateID: issued.id, template: paper.template, isRecorded: issued.recordedHash != nil,
            file: CertificateFile(
                number: paper.number, code: paper.verification.code, level: paper.level,
                product: paper.product.name,
                establishment: paper.establishment.name, file: name, sha256: sha256, isNew: isNew))
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
