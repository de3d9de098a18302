import Glibc
import RuralIndustry

/// Standard output for results and standard error for everything else.
struct Console: Sendable {
    var outputIsTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
    var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }
    var inputIsTerminal: Bool { isatty(STDIN_FILENO) == 1 }

    /// The terminal's width; nil in a pipe, where nothing is shortened.
    var outputWidth: Int? { width(of: STDOUT_FILENO) }
    var errorWidth: Int? { width(of: STDERR_FILENO) }

    private func width(of descriptor: Int32) -> Int? {
        guard isatty(descriptor) == 1 else { return nil }
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    func write(_ text: String) { Self.write(text, to: STDOUT_FILENO) }

    func note(_ text: String) { Self.write(text + "\n", to: STDERR_FILENO) }

    /// Without a line feed, for what is overwritten.
    func noteInPlace(_ text: String) { Self.write(text, to: STDERR_FILENO) }

    /// Asks a yes-or-no question; without a terminal nothing asks and the answer is no.
    func confirms(_ question: String) -> Bool {
        guard inputIsTerminal else { return false }
        Self.write(question + " [c/K] ", to: STDERR_FILENO)
        guard let answer = readLine()?.lowercased() else { return false }
        return ["c", "có", "y", "yes"].contains(answer)
    }

    private static func unwritable(_ code: Int32) -> Violation {
        let reason = String(cString: strerror(code))
        return Violation(
            "output-unwritable",
            vi:
                "không ghi được kết quả ra đầu ra chuẩn: \(reason); việc đã làm vẫn còn, hãy chạy lại với nơi ghi khác",
            en:
                "the result cannot be written to standard output: \(reason); what was done stands, run again to another place"
        )
    }

    private static func write(_ text: String, to descriptor: Int32) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0 {
                if errno == EINTR { continue }
                // what cannot be said is no reason to stop in the middle of work
                if descriptor == STDERR_FILENO { return }
                // a closed pipe (`cnnt … | head`): nobody reads any more
                if errno == EPIPE { exit(0) }
                CNNT.end(with: Failure.partlyDone([Self.unwritable(errno)]))
            }
            bytes = bytes.dropFirst(written)
        }
    }
}

/// Progress of long work on one line of a terminal; silent in a pipe.
struct ProgressLine: Sendable {
    private let console = Console()
    private let label: String
    private let isShown: Bool

    init(_ label: String) {
        self.label = label
        isShown = console.errorIsTerminal
    }

    func update(done: Int, of total: Int) {
        guard isShown, total > 0 else { return }
        let filled = done * 30 / total
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 30 - filled)
        console.noteInPlace("\r\(label) \(bar) \(done)/\(total)\(done >= total ? "\n" : "")")
    }
}
