import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Closes connections whose other end is slower than any browser, so that nobody can hold many of them at no cost: a head that
/// trickles in, a body that hardly comes, an answer that is not read.
///
/// A byte now and then resets an idle timer; what counts here is when something is complete.
final class RequestPace: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private enum Phase {
        case head(until: NIODeadline)
        case body(since: NIODeadline, bytes: Int)
        /// Nothing is wanted of the other end.
        case answering
    }

    private let limits: ConnectionLimits
    private var phase = Phase.answering
    private var answersOwed = 0
    private var timer: Scheduled<Void>?
    private var unreadTimer: Scheduled<Void>?

    init(limits: ConnectionLimits) { self.limits = limits }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { enter(.head(until: .now() + TimeAmount(limits.firstHead)), context) }
    }

    func handlerRemoved(context: ChannelHandlerContext) { stop() }

    func channelActive(context: ChannelHandlerContext) {
        enter(.head(until: .now() + TimeAmount(limits.firstHead)), context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        stop()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            answersOwed += 1
            enter(.body(since: .now(), bytes: 0), context)
        case .body(let part):
            if case .body(let since, let bytes) = phase {
                phase = .body(since: since, bytes: bytes + part.readableBytes)
            }
        case .end:
            enter(answersOwed > 0 ? .answering : .head(until: .now() + TimeAmount(limits.nextHead)), context)
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) {
            answersOwed = max(0, answersOwed - 1)
            if answersOwed == 0, case .answering = phase {
                enter(.head(until: .now() + TimeAmount(limits.nextHead)), context)
            }
        }
        context.write(data, promise: promise)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        unreadTimer?.cancel()
        unreadTimer =
            context.channel.isWritable
            ? nil
            : context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(limits.unread)) {
                context.close(promise: nil)
            }
        context.fireChannelWritabilityChanged()
    }

    // MARK: Timers

    /// Nil while nothing is wanted.
    private var deadline: NIODeadline? {
        switch phase {
        case .head(let until): until
        case .body(let since, let bytes):
            since + TimeAmount(limits.body) + .seconds(Int64(bytes / limits.bodyBytesPerSecond))
        case .answering: nil
        }
    }

    private func enter(_ phase: Phase, _ context: ChannelHandlerContext) {
        self.phase = phase
        schedule(context)
    }

    /// One timer at a time, which looks again when it fires: requests that follow each other quickly cost none.
    private func schedule(_ context: ChannelHandlerContext) {
        guard timer == nil, let deadline else { return }
        timer = context.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) { [self] in
            timer = nil
            guard let deadline = self.deadline else { return }
            if deadline <= .now() { context.close(promise: nil) } else { schedule(context) }
        }
    }

    private func stop() {
        timer?.cancel()
        timer = nil
        unreadTimer?.cancel()
        unreadTimer = nil
        phase = .answering
    }
}
