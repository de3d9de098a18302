import Documents
import Evidence
import RuralIndustry

/// A certificate as it is kept, on its way to the press.
struct IssuedPaper: Sendable {
    let id: Int64
    let snapshot: String
    /// Of the file without a signature, if one was written.
    let recordedHash: String?
    let signature: KeptSignature?
    /// What the last file of it was written with, if one was.
    let rendering: Rendering?
}

struct DrawnFile: Sendable {
    let certificateID: Int64
    let template: String
    let isRecorded: Bool
    let file: CertificateFile
    var newSignature: NewSignature?
    /// What has to be written once it is recorded.
    var bytes: [UInt8]?
}

/// Draws papers one after another with one renderer.
struct CertificatePress: Sendable {
    let fonts: FontSet
    /// The designs that papers may name.
    let templates: [IssuedTemplate]
    let allowsOtherFonts: Bool
    let folder: any CertificateShelf
    let signing: CertificateSigning?
    /// The identity of the standard design with these fonts.
    private let standardHash: String?

    init(
        fonts: FontSet, templates: [IssuedTemplate], allowsOtherFonts: Bool, folder: any CertificateShelf,
        signing: CertificateSigning?
    ) throws {
        self.fonts = fonts
        self.templates = templates
        self.allowsOtherFonts = allowsOtherFonts
        self.folder = folder
        self.signing = signing
        standardHash = try Self.standardHash(fonts.hashes)
    }

    func print(_ papers: some Sequence<IssuedPaper>) -> [Result<DrawnFile, Violation>] {
        let renderer = Result {
            try CertificateRenderer(fonts: fonts, templates: templates, allowsOtherFonts: allowsOtherFonts)
        }
        return papers.map { issued in
            do {
                let paper = try CertificatePaper(snapshot: issued.snapshot)
                do {
                    return .success(try print(issued, paper, with: try renderer.get()))
                } catch {
                    return .failure(Self.violation(error, paper.number))
                }
            } catch {
                return .failure(Self.violation(error, nil))
            }
        }
    }

    private static func violation(_ error: any Error, _ number: String?) -> Violation {
        let prefix = number.map { "\($0): " } ?? ""
        switch error {
        case let violation as Violation:
            guard let number, !violation.text.en.contains(number) else { return violation }
            return violation.about(number)
        case let refusal as Refusal: return refusal.violations[0]
        case let error as DocumentError:
            return Violation(error.code, vi: prefix + error.text.vi, en: prefix + error.text.en)
        default:
            return Violation(
                "certificate-not-drawn", vi: "\(prefix)không vẽ được: \(error)",
                en: "\(prefix)cannot be drawn: \(error)")
        }
    }

    private func print(
        _ issued: IssuedPaper, _ paper: CertificatePaper, with renderer: CertificateRenderer
    ) throws -> DrawnFile {
        if let kept = issued.signature { return try repeated(kept, issued, paper, with: renderer) }
        if let signing { return try signed(signing, issued, paper, with: renderer) }
        if let recorded = issued.recordedHash, folder.hash(of: Self.fileName(paper))?.hex == recorded {
            return drawn(issued, paper, sha256: recorded, isNew: false, isRecorded: true)
        }
        let bytes = try unsigned(issued, paper, with: renderer)
        try write(bytes, paper)
        return drawn(
            issued, paper, sha256: SHA256Digest(of: bytes).hex, isNew: true,
            isRecorded: issued.recordedHash != nil)
    }

    /// The file without a signature; refused if it was drawn before and differs.
    private func unsigned(
        _ issued: IssuedPaper, _ paper: CertificatePaper, with renderer: CertificateRenderer
    ) throws -> [UInt8] {
        let bytes = try renderer.render(paper)
        if let recorded = issued.recordedHash, recorded != SHA256Digest(of: bytes).hex {
            throw differs(paper, from: issued.rendering)
        }
        return bytes
    }

    /// The issued bytes once more, from the signature that is kept.
    private func repeated(
        _ kept: KeptSignature, _ issued: IssuedPaper, _ paper: CertificatePaper,
        with renderer: CertificateRenderer
    ) throws -> DrawnFile {
        let isThere = folder.hash(of: Self.fileName(paper))?.hex == kept.sha256
        if !isThere {
            let file = try renderer.render(paper, for: kept.place)
            guard SHA256Digest(of: file.content).hex == kept.contentHash else {
                throw differs(paper, from: issued.rendering)
            }
            let bytes = try file.signed(with: kept.cms)
            guard SHA256Digest(of: bytes).hex == kept.sha256 else {
                throw differs(paper, from: issued.rendering)
            }
            try write(bytes, paper)
        }
        return drawn(issued, paper, sha256: kept.sha256, isNew: !isThere, isRecorded: true, isSigned: true)
    }

    private func signed(
        _ signing: CertificateSigning, _ issued: IssuedPaper, _ paper: CertificatePaper,
        with renderer: CertificateRenderer
    ) throws -> DrawnFile {
        // what is already in people's hands without a signature must be what gets one
        if issued.recordedHash != nil { _ = try unsigned(issued, paper, with: renderer) }
        let place = SignaturePlace(signedAt: signing.signedAt, reservedBytes: signing.signer.reservedBytes)
        let file = try renderer.render(paper, for: place)
        let content = file.content
        let signature = NewSignature(
            checked: try signing.signature(of: content), contentHash: SHA256Digest(of: content).hex,
            place: place)
        let bytes = try file.signed(with: signature.checked.der)
        var drawn = drawn(
            issued, paper, sha256: SHA256Digest(of: bytes).hex, isNew: true, isRecorded: false, isSigned: true
        )
        drawn.newSignature = signature
        drawn.bytes = bytes
        return drawn
    }

    /// Writes what was waiting to be recorded.
    func deliver(_ drawn: DrawnFile) -> Result<CertificateFile, Violation> {
        guard let bytes = drawn.bytes else { return .success(drawn.file) }
        do throws(Violation) {
            try folder.write(bytes, to: drawn.file.file)
            return .success(drawn.file)
        } catch {
            return .failure(error.about(drawn.file.number))
        }
    }

    private func write(_ bytes: [UInt8], _ paper: CertificatePaper) throws {
        do throws(Violation) {
            try folder.write(bytes, to: Self.fileName(paper))
        } catch {
            throw error.about(paper.number)
        }
    }

    /// Says which of the fonts and libraries on record has changed since, if one has.
    private func differs(_ paper: CertificatePaper, from kept: Rendering?) -> Violation {
        let changes = kept.map { Rendering(fonts: fonts).changes(since: $0) } ?? []
        let why: Bilingual
        if !changes.isEmpty {
            let list = changes.joined(separator: "; ")
            why = Bilingual(vi: "đã thay đổi: \(list)", en: "what has changed: \(list)")
        } else if kept?.libraries.isEmpty ?? true {
            why = Bilingual(
                vi: "phiên bản thư viện khi cấp chưa được ghi lại; phông chữ hoặc thư viện đã thay đổi",
                en:
                    "the libraries' versions were not recorded when it was issued; fonts or libraries have changed"
            )
        } else {
            why = Bilingual(
                vi: "phông chữ và các thư viện được ghi lại (\(kept?.libraryText ?? "")) không đổi",
                en: "the fonts and libraries on record (\(kept?.libraryText ?? "")) are the same")
        }
        return Violation(
            "copy-differs", vi: "bản vẽ lại của \(paper.number) khác bản đã cấp; \(why.vi)",
            en: "drawn again, \(paper.number) differs from what was issued; \(why.en)")
    }

    private static func fileName(_ paper: CertificatePaper) -> String {
        paper.number.map { $0 == "/" ? "-" : $0 }.map(String.init).joined() + ".pdf"
    }

    private func drawn(
        _ issued: IssuedPaper, _ paper: CertificatePaper, sha256: String, isNew: Bool, isRecorded: Bool,
        isSigned: Bool = false
    ) -> DrawnFile {
        // what was recorded first stays so
        let rendering = isRecorded ? issued.rendering ?? Rendering(.null) : Rendering(fonts: fonts)
        return DrawnFile(
            certificateID: issued.id, template: paper.template, isRecorded: isRecorded,
            file: CertificateFile(
                number: paper.number, code: paper.verification.code, level: paper.level,
                product: paper.product.name, establishment: paper.establishment.name,
                file: Self.fileName(paper),
                sha256: sha256, isNew: isNew, isSigned: isSigned, template: paper.template,
                templateHash: paper.templateHash ?? standardIdentity(rendering.fonts),
                rendering: rendering))
    }
}

extension CertificatePress {
    /// The identity of the standard design with font files, for papers that name none.
    private func standardIdentity(_ fonts: [String: String]) -> String? {
        guard !fonts.isEmpty else { return nil }
        return fonts == self.fonts.hashes ? standardHash : try? Self.standardHash(fonts)
    }

    static func standardHash(_ fonts: [String: String]) throws -> String? {
        try CertificateTemplate.builtIn(CertificateTemplate.standardID)?.identity(fonts: fonts)
    }
}

extension Violation {
    fileprivate func about(_ number: String) -> Violation {
        Violation(code, vi: "\(number): \(text.vi)", en: "\(number): \(text.en)")
    }
}
