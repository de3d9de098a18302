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

    private var received = 0

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head: received = 0
        case .body(let part):
            received += part.readableBytes
            if received > Self.bytes {
                context.close(promise: nil)
                return
            }
        case .end: break
        }
        context.fireChannelRead(data)
    }
}
