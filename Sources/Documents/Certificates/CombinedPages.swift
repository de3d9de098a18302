public import RuralIndustry

/// One file with a page for each paper, handed out page by page: fonts and pictures are in it once. Of a page that is handed out
/// there stay the numbers and places of its objects, some two kilobytes.
public final class CombinedPages {
    private let renderer: CertificateRenderer
    private let document: PDFDocument
    private let sink: ([UInt8]) throws -> Void
    private var pictures: [String: CertificateRenderer.Pictures] = [:]

    init(
        _ renderer: CertificateRenderer, _ document: PDFDocument, to sink: @escaping ([UInt8]) throws -> Void
    ) {
        self.renderer = renderer
        self.document = document
        self.sink = sink
    }

    /// - Throws: as `CertificateRenderer.render`, and what the sink throws.
    public func add(_ paper: CertificatePaper) throws {
        let page = try renderer.prepared(paper, signedAt: nil)
        let key = "\(paper.templateHash ?? paper.template) \(paper.level.rawValue)"
        let shared =
            try pictures[key] ?? CertificateRenderer.Pictures(page.template, page.palette, in: document)
        pictures[key] = shared
        renderer.add(page, shared, to: document)
        try sink(try document.takeWritten())
    }

    /// The end of the file: fonts, structure, and where everything begins. Asked for once, after the last paper.
    public func finish() throws { try sink(try document.finish()) }
}
