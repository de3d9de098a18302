import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Keeps from the service what a request brings beyond what is read at its address, and closes the connection after the answer.
///
/// Hummingbird reads a body that nobody asked for to its end, however long that is.
final class BodyLimit: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    static let bytes = 64 * 1024

    /// Addresses that take more: each is the first of these that the path begins and ends with.
    private static let larger: [(prefix: String, suffix: String, bytes: Int)] = [
        // where a file is dropped to be checked: a certificate has less than 200 KB
        (CertificateRoutes.folder, "", CertificateRoutes.fileBytes),
        // files of entries, decisions and corrections; the page that confirms one sends it again, as text
        ("/desk/rounds/", "/import", 4 << 20), ("/desk/rounds/", "/decision", 4 << 20),
        ("/desk/rounds/", "/amend", 4 << 20), ("/desk/rounds/", "/correct", 4 << 20),
        // a design of certificates with its pictures
        ("/desk/rounds/", "/certificates/designs/new", DesignForms.formBytes),
        ("/desk/new-round", "", 1 << 20),
        // files of plans, quotas, requests and funding rules, sent again in the same way
        ("/desk/fairs/", "/import", 4 << 20),
        // tens of thousands of records (`ReceivedFile.mostRows`)
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

    /// How much more is taken in and dropped, so that whoever sends too much comes to reading that it was.
    static let dropped = 16 << 20

    private var received = 0
    private var limit = bytes
    /// The request that is coming has too much: what is left of it is not handed on, and no other comes after it.
    private var isRefused = false
    private var hasEnded = false
    /// Requests that came and are not answered.
    private var answersOwed = 0

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            if isRefused { return }
            answersOwed += 1
            received = 0
            hasEnded = false
            limit = Self.bytes(for: head.method, head.path)
            // `RequestSize` answers it
            isRefused = head.headerFields[.contentLength].flatMap { Int($0) }.map { $0 > limit } ?? false
        case .body(let part):
            received += part.readableBytes
            if received > limit + Self.dropped {
                context.close(promise: nil)
                return
            }
            if isRefused { return }
            // the part that is too much is handed on: whoever collects the content learns that it is
            isRefused = received > limit
        case .end:
            hasEnded = true
            context.fireChannelRead(data)
            closeIfDone(context)
            return
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(var head) where isRefused && answersOwed == 1:
            head.headerFields[.connection] = "close"
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .end:
            answersOwed -= 1
            context.write(data, promise: promise)
            closeIfDone(context)
        default: context.write(data, promise: promise)
        }
    }

    /// Not before the request has come as a whole: closing on what is still on its way would take the answer with it.
    private func closeIfDone(_ context: ChannelHandlerContext) {
        guard isRefused, hasEnded, answersOwed == 0 else { return }
        context.flush()
        context.close(promise: nil)
    }
}
