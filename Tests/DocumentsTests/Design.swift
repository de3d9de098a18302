import RuralIndustry
import Testing

@testable import Documents

/// A design that comes with the program, and papers drawn in it.
struct Design {
    let template: CertificateTemplate
    private let identity: String
    private let renderer: CertificateRenderer

    static let ids = CertificateTemplate.builtInIDs

    init(_ id: String) throws {
        let fonts = try FontSet.load()
        template = try #require(try CertificateTemplate.builtIn(id))
        let issued = IssuedTemplate(template, fonts: fonts.hashes)
        identity = issued.identity
        renderer = try CertificateRenderer(fonts: fonts, templates: [issued])
    }

    /// The same paper as if it had been issued in this design.
    func dressed(_ paper: CertificatePaper) -> CertificatePaper {
        var dressed = paper
        dressed.template = template.id
        dressed.templateHash = identity
        return dressed
    }

    var showsSignature: Bool { template.signatureArea != nil }

    /// A file as an office hands it out: signed, if something is seen of that.
    func file(_ paper: CertificatePaper) throws -> [UInt8] {
        guard showsSignature else { return try renderer.render(dressed(paper)) }
        let signer = try SigningSamples.shared.identity("rsa")
        let unsigned = try unsigned(paper, reservedBytes: signer.reservedBytes)
        return try unsigned.signed(with: signer.signature(of: unsigned.content))
    }

    func unsigned(_ paper: CertificatePaper, reservedBytes: Int = 4096) throws -> UnsignedFile {
        try renderer.render(
            dressed(paper),
            for: SignaturePlace(signedAt: SigningSamples.moment, reservedBytes: reservedBytes))
    }

    /// All of them in one file.
    func combined(_ papers: [CertificatePaper]) throws -> [UInt8] {
        try renderer.print(
            papers.map(dressed), title: "Giấy chứng nhận cấp tỉnh",
            author: "Ủy ban nhân dân tỉnh Thái Nguyên",
            date: papers[0].issuedOn)
    }

    /// What a reader finds in the file: the paper's text, and what is seen of its signature after it.
    func expectedText(of paper: CertificatePaper) -> String {
        let text = Sample.expectedText(of: paper)
        guard showsSignature else { return text }
        return text + " Ký số bởi: \(paper.issuer[paper.issuer.count - 1])"
            + " Thời gian ký: \(SigningSamples.moment.vietnameseSecond)"
    }
}
