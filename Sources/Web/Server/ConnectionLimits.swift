/// What one process puts up with from the network.
struct ConnectionLimits: Sendable {
    /// Connections at once; whoever comes then waits to be accepted.
    var connections = 10_000
    /// How long the head of the first request may take.
    var firstHead = Duration.seconds(15)
    /// How long it may be quiet between an answer and the whole head of the next request.
    var nextHead = Duration.seconds(30)
    /// How long a body may take, and a second more for each of so many bytes that came.
    var body = Duration.seconds(20)
    var bodyBytesPerSecond = 1024
    /// How long the other end may leave unread what fills the buffers.
    var unread = Duration.seconds(60)
    /// How long a connection may idle.
    var idle = Duration.seconds(30)
}
