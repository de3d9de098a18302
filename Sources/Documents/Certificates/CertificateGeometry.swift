/// Where the fixed things of a design stand, and how large its texts are; all lengths in points.
struct CertificateGeometry: Hashable, Sendable {
    let page: PageSize
    /// How large texts, and the distances between them, are beside those of the A4 sheet.
    let scale: Double
    /// Texts stay this far from the paper's edge: inside the innermost line of the frame.
    let interiorInset: Double
    /// Of the body and the foot, left and right.
    let margin: Double
    let nationBaseline: Double
    let mottoBaseline: Double
    /// Under it begins the body; the rule under the motto is here.
    let bodyTop: Double
    /// The lowest point of texts and QR code.
    let footBottom: Double
    /// The column of number, validity and QR code.
    let registerWidth: Double
    let signatureWidth: Double
    let codeSide: Double
    let codeGap: Double
    /// What ink and seal need at least.
    let sealSize: Extent

    struct Extent: Hashable, Sendable {
        let width: Double
        let height: Double
    }

    var interior: Rect { page.bounds.inset(by: interiorInset) }
    var bodyWidth: Double { page.width - 2 * margin }
    var signatureCenter: Double { page.width - margin - signatureWidth / 2 }
    var explanationWidth: Double { registerWidth - codeSide - codeGap }
    /// The QR code with its quiet zone.
    var codeArea: Rect { Rect(x: margin, y: footBottom - codeSide, width: codeSide, height: codeSide) }
    /// How much wider than an A4 sheet the paper is: what is drawn across the whole of it is drawn as much larger.
    var breadth: Double { page.width / PageSize.a4.landscape.width }
}
