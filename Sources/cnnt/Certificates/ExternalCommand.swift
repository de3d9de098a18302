import FoundationEssentials
import Glibc
import RuralIndustry
import Synchronization

/// A command of the office's that answers on standard output what it was asked on standard input: a signature of a token or a
/// service, a time stamp. One at a time, because tokens are asked one thing at a time.
struct ExternalCommand: Sendable {
    /// A line for the shell.
    let line: String
    /// `sign-command`, `timestamp-command`: what errors are called.
    let name: String
    /// After so many seconds no answer is waited for.
    let timeout: Int

    private static let answerLimit = 1 << 20
    private static let turn = Mutex(())

    /// - Throws: `…-failed`, `…-late`, `…-silent`, `…-too-long`.
    func answer(to question: [UInt8]) throws(Violation) -> [UInt8] {
        let outcome = Self.turn.withLock { _ in
            Result<[UInt8], Violation> { () throws(Violation) in try run(question) }
        }
        return try outcome.get()
    }

    private func run(_ question: [UInt8]) throws(Violation) -> [UInt8] {
        guard let toChild = Pipe() else { throw failed(errno) }
        guard let fromChild = Pipe() else {
            toChild.close()
            throw failed(errno)
        }
        defer {
            toChild.close()
            fromChild.close()
        }
        let child = try spawn(input: toChild.read, output: fromChild.write)
        toChild.closeRead()
        fromChild.closeWrite()
        let exchange = Exchange(question, toChild, fromChild, deadline: Exchange.now + Double(timeout))
        let ending = exchange.run(answerLimit: Self.answerLimit)
        let status = ending == .done ? Self.wait(child.id, until: exchange.deadline) : nil
        guard let status else {
            kill(child.isGroup ? -child.id : child.id, SIGKILL)
            _ = Self.wait(child.id, until: .infinity)
            throw ending == .tooLong ? tooLong : late
        }
        guard status == 0 else { throw failed(status: status) }
        guard !exchange.answer.isEmpty else { throw silent }
        return exchange.answer
    }

    /// In a group of its own, which can be ended as a whole; not at a terminal, where it may have to ask for a PIN.
    private func spawn(input: Int32, output: Int32) throws(Violation) -> (id: pid_t, isGroup: Bool) {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input, 0)
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // It gets none of the signals that this program's threads block or ignore: it must end when it is told to.
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        let isGroup = !Self.hasTerminal
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes,
            Int16(
                POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | (isGroup ? POSIX_SPAWN_SETPGROUP : 0)))
        let words: [String] = ["sh", "-c", line]
        let arguments = words.map { strdup($0) } + [nil]
        let environment = ProcessInfo.processInfo.environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { for text in arguments + environment { free(text) } }
        var child = pid_t()
        let code = posix_spawn(&child, "/bin/sh", &actions, &attributes, arguments, environment)
        guard code == 0 else { throw failed(code) }
        return (child, isGroup)
    }

    /// Whether there is a terminal that a PIN could be asked at, wherever the standard streams lead.
    private static var hasTerminal: Bool {
        let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
        guard terminal >= 0 else { return false }
        Glibc.close(terminal)
        return true
    }

    /// The exit status, 128 + signal as a shell counts; nil if it did not end in time.
    private static func wait(_ child: pid_t, until deadline: Double) -> Int32? {
        while true {
            var status: Int32 = 0
            let ended = waitpid(child, &status, deadline == .infinity ? 0 : WNOHANG)
            if ended == child {
                let signal = status & 0x7F
                return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
            }
            if ended < 0, errno != EINTR { return 127 }
            if Exchange.now > deadline { return nil }
            usleep(2000)
        }
    }

    private func violation(_ what: String, _ vi: String, _ en: String) -> Violation {
        Violation("\(name)-\(what)", vi: "lệnh “\(line)” \(vi)", en: "the command “\(line)” \(en)")
    }

    private func failed(_ code: Int32) -> Violation {
        let reason = String(cString: strerror(code))
        return violation("failed", "không chạy được: \(reason)", "cannot be run: \(reason)")
    }

    private func failed(status: Int32) -> Violation {
        violation("failed", "kết thúc với mã \(status)", "ended with status \(status)")
    }

    private var silent: Violation { violation("silent", "không trả lời gì", "answered nothing") }

    private var late: Violation {
        violation("late", "không trả lời trong \(timeout) giây", "did not answer within \(timeout) seconds")
    }

    private var tooLong: Violation {
        violation("too-long", "trả lời quá dài để là một chữ ký", "answered more than a signature can be")
    }
}

/// Two ends, closed once each and in no other program.
private final class Pipe {
    private(set) var read: Int32 = -1
    private(set) var write: Int32 = -1

    init?() {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        (read, write) = (ends[0], ends[1])
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    }

    func closeRead() {
        if read >= 0 { Glibc.close(read) }
        read = -1
    }

    func closeWrite() {
        if write >= 0 { Glibc.close(write) }
        write = -1
    }

    func close() {
        closeRead()
        closeWrite()
    }
}

/// Writes a question and reads an answer at once, so that neither side waits for the other for ever.
private final class Exchange {
    enum Ending { case done, late, tooLong }

    private let question: [UInt8]
    private let toChild: Pipe
    private let fromChild: Pipe
    let deadline: Double
    private var sent = 0
    private(set) var answer: [UInt8] = []

    /// Seconds of a clock that nobody sets.
    static var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    init(_ question: [UInt8], _ toChild: Pipe, _ fromChild: Pipe, deadline: Double) {
        self.question = question
        self.toChild = toChild
        self.fromChild = fromChild
        self.deadline = deadline
        for end in [toChild.write, fromChild.read] { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
    }

    /// Until the other side closes its output.
    func run(answerLimit: Int) -> Ending {
        while true {
            let left = deadline - Self.now
            guard left > 0 else { return .late }
            var ends = [pollfd(fd: fromChild.read, events: Int16(POLLIN), revents: 0)]
            if toChild.write >= 0 {
                ends.append(pollfd(fd: toChild.write, events: Int16(POLLOUT), revents: 0))
            }
            guard poll(&ends, nfds_t(ends.count), Int32(min(left * 1000, 1000)) + 1) > 0 else { continue }
            if ends.count > 1, ends[1].revents != 0 { send() }
            if ends[0].revents != 0, receive() { return .done }
            if answer.count > answerLimit { return .tooLong }
        }
    }

    private func send() {
        let count = question.withUnsafeBytes { bytes in
            write(toChild.write, bytes.baseAddress.map { $0 + sent }, bytes.count - sent)
        }
        if count > 0 { sent += count }
        let isBroken = count < 0 && errno != EAGAIN && errno != EINTR
        if sent == question.count || isBroken { toChild.closeWrite() }
    }

    /// True at the end.
    private func receive() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        let count = read(fromChild.read, &buffer, buffer.count)
        if count > 0 { answer += buffer[..<count] }
        return count == 0 || count < 0 && errno != EAGAIN && errno != EINTR
    }
}
