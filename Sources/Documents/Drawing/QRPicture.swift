/// A QR code as a drawing for a page: dark on white whatever the page's colours are, since readers want it so.
public enum QRPicture {
    /// An `svg` element as wide as what is around it.
    ///
    /// - Throws: `DocumentError` `qr-code` if the content is empty or above 2,331 bytes.
    public static func svg(of content: String) throws(DocumentError) -> String {
        let code = try QRCode(content)
        let side = code.side + 2 * QRCode.quietZone
        let path = code.runs.map {
            "M\($0.column + QRCode.quietZone) \($0.row + QRCode.quietZone)h\($0.length)v1h-\($0.length)z"
        }.joined()
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(side) \(side)" role="img" aria-label="Mã QR" shape-rendering="crispEdges">\
            <rect width="\(side)" height="\(side)" fill="#ffffff"/><path fill="#000000" d="\(path)"/></svg>
            """
    }
}
