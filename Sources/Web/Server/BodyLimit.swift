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
    /// Where a file is dropped to be checked: a certificate has less than 200 KB.
    static let uploadBytes = 1024 * 1024

    private var received = 0
    private var limit = bytes

    static func bytes(for method: HTTPRequest.Method, _ path: String?) -> Int {
        method == .post && path?.hasPrefix(CertificateRoutes.folder) == true ? uploadBytes : bytes
    }

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
