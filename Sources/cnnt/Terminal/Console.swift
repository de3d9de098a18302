import Glibc

/// Standard output for results and standard error for everything else.
struct Console: Sendable {
    var outputIsTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
    var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }
    var inputIsTerminal: Bool { isatty(STDIN_FILENO) == 1 }

    /// The terminal's width; nil in a pipe, where nothing is shortened.
    var outputWidth: Int? {
        guard outputIsTerminal else { return nil }
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
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

    private static func write(_ text: String, to descriptor: Int32) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0 {
                if errno == EINTR { continue }
                // a closed pipe (`cnnt … | head`): nobody reads any more
                exit(descriptor == STDOUT_FILENO && errno == EPIPE ? 0 : 1)
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
