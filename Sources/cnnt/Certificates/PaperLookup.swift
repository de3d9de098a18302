import Documents
import Evidence
import FoundationEssentials
import Registry
import RuralIndustry

/// Files and codes that are looked up in the registry together: three questions for all of them, however many.
struct PaperLookup {
    private enum Subject {
        case file(HeldFile)
        /// A verification code in its plain form.
        case code(String)
        /// What is no code or cannot be read.
        case settled(PaperCheck)
    }

    private let subjects: [(text: String, subject: Subject)]

    init(_ texts: some Sequence<String>) { subjects = texts.map { ($0, Self.subject($0)) } }

    /// A path may hold `#`, so what lies on the disk goes before what looks like a code.
    static func isFile(_ text: String) -> Bool {
        FileManager.default.fileExists(atPath: text)
            || !text.contains("#") && text.lowercased().hasSuffix(".pdf")
    }

    private static func subject(_ text: String) -> Subject {
        if isFile(text) { return HeldFile(text).map(Subject.file) ?? .settled(.unreadable(text)) }
        do throws(Violation) {
            if text.contains("#") { _ = try SignedCertificateCode(text) }
            return .code(try VerificationCode(code(in: text)).text)
        } catch {
            return .settled(.malformed(text, error.text))
        }
    }

    /// Of an address the last part.
    private static func code(in text: String) -> String {
        let address = text.prefix { $0 != "#" && $0 != "?" }
        return address.contains("/")
            ? address.split(separator: "/").last.map(String.init) ?? "" : String(address)
    }

    /// An answer for each, in their order.
    func checks(by registry: Registry, as viewer: Viewer, on day: Day) async throws -> [PaperCheck] {
        var (hashes, codes): ([String], [String]) = ([], [])
        for case (_, let subject) in subjects {
            switch subject {
            case .file(let file): hashes.append(file.sha256)
            case .code(let code): codes.append(code)
            case .settled: break
            }
        }
        let papers = hashes.isEmpty ? [:] : try await registry.papers(withHashes: hashes, as: viewer)
        let named = codes.isEmpty ? [:] : try await registry.papers(withCodes: codes, as: viewer)
        let signers = try await registry.knownSigners(among: strangers(to: papers), as: viewer)
        return subjects.map { text, subject in
            switch subject {
            case .file(let file):
                PaperCheck(
                    file: text, signature: file.signature, found: papers[file.sha256], knownSigners: signers,
                    on: day)
            case .code(let code): PaperCheck(code: text, found: named[code], on: day)
            case .settled(let check): check
            }
        }
    }

    /// Who signed the files that are not on record.
    private func strangers(to papers: [String: FoundPaper]) -> [String] {
        subjects.compactMap { _, subject in
            guard case .file(let file) = subject, papers[file.sha256] == nil,
                case .whole(let signature) = file.signature
            else { return nil }
            return signature.signer.sha256
        }
    }
}

/// A file that somebody holds for a certificate.
private struct HeldFile {
    /// A certificate has less than 200 kB.
    private static let limit = 32 << 20

    let sha256: String
    let signature: FileSignature

    init?(_ path: String) {
        guard let bytes = try? readBytes(path, upTo: Self.limit) else { return nil }
        sha256 = SHA256Digest(of: bytes).hex
        signature = bytes.count > Self.limit ? .none : FileSignature(in: bytes)
    }
}
