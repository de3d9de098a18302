import NIOCore
import NIOHTTP1

/// Refuses a request of HTTP/1.1 that does not name its host once (RFC 9112, 3.2): a proxy and a service that each believe in
/// another of two hosts can be played off against each other.
final class HostCheck: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private var isRefused = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .head(let head) = unwrapInboundIn(data), !Self.isWhole(head) { refuse(context) }
        if !isRefused { context.fireChannelRead(data) }
    }

    private static func isWhole(_ head: HTTPRequestHead) -> Bool {
        let hosts = head.headers[canonicalForm: "host"]
        return hosts.count == 1 || hosts.isEmpty && head.version == .http1_0
    }

    private func refuse(_ context: ChannelHandlerContext) {
        isRefused = true
        let head = HTTPResponseHead(
            version: .http1_1, status: .badRequest, headers: ["connection": "close", "content-length": "0"])
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        context.close(promise: nil)
    }
}
