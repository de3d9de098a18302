import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Closes a connection whose request goes on for longer than anything we read.
///
/// Hummingbird reads a body that nobody asked for to its end, however long that is.
final class BodyLimit: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart

    static let bytes = 64 * 1024

    /// Addresses that take more: each is the first of these that the path begins and ends with.
    private static let larger: [(prefix: String, suffix: String, bytes: Int)] = [
        // where a file is dropped to be checked: a certificate has less than 200 KB
        (CertificateRoutes.folder, "", CertificateRoutes.fileBytes),
        // files of entries and decisions; the page that confirms one sends it again, as text
        ("/desk/rounds/", "/import", 4 << 20), ("/desk/rounds/", "/decision", 4 << 20),
        ("/desk/rounds/", "/amend", 4 << 20),
        ("/desk/new-round", "", 1 << 20),
        // files of plans, quotas, requests and funding rules, sent again in the same way
        ("/desk/fairs/", "/import", 4 << 20),
        // some hundred thousand records
        (ProgramInterface.folder, "/import", ProgramInterface.fileBytes),
        // photographs and papers of dossiers, asked for by people who are signed in
        ("/mine/", "/papers", PaperRoutes.formBytes), ("/mine/papers/", "/replace", PaperRoutes.formBytes),
        ("/desk/establishments/", "/papers", PaperRoutes.formBytes),
        ("/desk/products/", "/papers", PaperRoutes.formBytes),
        ("/desk/papers/", "/replace", PaperRoutes.formBytes),
        // files of records
        ("/desk/establishments/import", "", RecordImportRoutes.formBytes),
        ("/desk/products/import", "", RecordImportRoutes.formBytes),
    ]

    /// How much of a request's content is read.
    static func bytes(for method: HTTPRequest.Method, _ path: String?) -> Int {
        guard method != .get, method != .head, let path = path?.prefix(while: { $0 != "?" }) else {
            return bytes
        }
        return larger.first { path.hasPrefix($0.prefix) && path.hasSuffix($0.suffix) }?.bytes ?? bytes
    }

    private var received = 0
    private var limit = bytes

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            received = 0
            limit = Self.bytes(for: head.method, head.path)
        case .body(let part):
            received += part.readableBytes
            if received > limit {
                context.close(promise: nil)
                return
            }
        case .end: break
        }
        context.fireChannelRead(data)
    }
}
