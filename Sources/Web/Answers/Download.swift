import HTTPTypes
import Hummingbird
import NIOCore

extension Response {
    /// A file for one person, saved and not opened in this site's name, and kept by nothing on its way.
    static func download(_ body: ResponseBody, type: String, name: String) -> Response {
        Response(
            status: .ok,
            headers: [
                .contentType: type, .cacheControl: "private, no-store",
                .contentDisposition: Disposition.attachment(name),
            ], body: body)
    }

    /// A paper, saved under a name.
    static func pdf(_ bytes: [UInt8], name: String) -> Response {
        download(ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)), type: "application/pdf", name: name)
    }
}

/// What a file is called where it is saved (RFC 6266): in ASCII for old programs, and as it is (RFC 8187) where that differs.
enum Disposition {
    static func attachment(_ name: String) -> String {
        let plain = String(
            String.UnicodeScalarView(name.unicodeScalars.map { isPlain($0) ? $0 : "-" }))
        let header = "attachment; filename=\"\(plain)\""
        return plain == name
            ? header
            : header + "; filename*=UTF-8''" + PercentCoding.encoded(name).replacing("/", with: "%2F")
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", ".", "_", "-": true
        default: false
        }
    }
}

extension HTTPField.Name {
    static let contentDisposition = HTTPField.Name(known: "Content-Disposition")
}
