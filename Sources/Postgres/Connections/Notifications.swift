import CPostgres
import Glibc
import Synchronization

/// What is heard on a channel.
public enum Heard: Hashable, Sendable {
    /// From now on nothing is missed; what changed before was not heard.
    case listening
    /// What a transaction told when it was committed.
    case notification(String)
}

extension Database {
    /// What transactions tell on a channel with NOTIFY, heard on a connection of its own, outside the pool. Ends with an error when
    /// the connection is lost: whoever wants to go on listens again. Ends quietly when nobody reads any more.
    ///
    /// - Parameter channel: a name that is written in the program.
    public func notifications(on channel: StaticString) -> AsyncThrowingStream<Heard, any Error> {
        let configuration = configuration
        return AsyncThrowingStream(bufferingPolicy: .bufferingNewest(10_000)) { stream in
            do {
                let bell = try Bell()
                stream.onTermination = { _ in bell.ring() }
                // it blocks for as long as somebody listens
                try startThread {
                    do {
                        try Self.listen(configuration, channel, until: bell) { stream.yield($0) }
                        stream.finish()
                    } catch {
                        stream.finish(throwing: error)
                    }
                }
            } catch {
                stream.finish(throwing: error)
            }
        }
    }

    private static func listen(
        _ configuration: Configuration, _ channel: StaticString, until bell: Bell,
        tell: (Heard) -> Void
    ) throws {
        let link = try Link(configuration)
        let result = PQexec(link.raw, "LISTEN \(channel)")
        let status = PQresultStatus(result)
        PQclear(result)
        guard status == PGRES_COMMAND_OK else { throw PostgresError.connectionLost(link.message) }
        tell(.listening)
        while true {
            // what came along with an answer is there already
            while let notification = PQnotifies(link.raw) {
                tell(.notification(String(cString: notification.pointee.extra)))
                PQfreemem(notification)
            }
            guard try bell.isSilentUntilReadable(PQsocket(link.raw)) else { return }
            guard PQconsumeInput(link.raw) == 1 else { throw PostgresError.connectionLost(link.message) }
        }
    }
}

/// Wakes a thread that waits for a socket: a pipe, whose end for writing is closed.
private final class Bell: Sendable {
    private let hammer: Mutex<Int32?>
    private let ear: Int32

    init() throws {
        var ends: [Int32] = [-1, -1]
        guard pipe2(&ends, O_CLOEXEC) == 0 else {
            throw PostgresError.unreachable("no pipe can be made: \(String(cString: strerror(errno)))")
        }
        ear = ends[0]
        hammer = Mutex(ends[1])
    }

    deinit {
        ring()
        close(ear)
    }

    func ring() {
        hammer.withLock { hammer in
            if let end = hammer { close(end) }
            hammer = nil
        }
    }

    /// False when it was rung.
    func isSilentUntilReadable(_ socket: Int32) throws -> Bool {
        guard socket >= 0 else { throw PostgresError.connectionLost("there is no socket") }
        var polled = [
            pollfd(fd: socket, events: Int16(POLLIN), revents: 0),
            pollfd(fd: ear, events: Int16(POLLIN), revents: 0),
        ]
        while poll(&polled, 2, -1) < 0 {
            guard errno == EINTR else { throw PostgresError.connectionLost(String(cString: strerror(errno))) }
        }
        return polled[1].revents == 0
    }
}
