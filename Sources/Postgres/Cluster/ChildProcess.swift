import CPostgres
import Glibc

/// Runs another program to its end.
struct ChildProcess {
    struct Output {
        let status: Int32
        /// What it wrote to its standard output and error.
        let text: String
    }

    let program: String
    var arguments: [String]
    /// Set beside PATH and a language that keeps messages in English.
    var environment: [String: String] = [:]
    /// Run as this user; needs root.
    var user: OperatingSystemUser?

    /// Blocks until the program ended. Throws if it cannot be started.
    func run() throws -> Output {
        var pipe: [Int32] = [-1, -1]
        guard pipe2(&pipe, O_CLOEXEC) == 0 else { throw failure(errno) }
        defer { close(pipe[0]) }

        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, pipe[1], 1)
        posix_spawn_file_actions_adddup2(&actions, pipe[1], 2)
        // A server that is started and stays must hold none of our files, locks and pipes open.
        posix_spawn_file_actions_addclosefrom_np(&actions, 3)
        // The server's user may not be able to enter the folder that we are in.
        posix_spawn_file_actions_addchdir_np(&actions, "/")

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        var command = [program] + arguments
        if let user, user.id != geteuid() {
            command =
                ["setpriv", "--reuid=\(user.id)", "--regid=\(user.group)", "--clear-groups", "--"] + command
        }
        let child = try spawn(command, actions: &actions, attributes: &attributes)
        close(pipe[1])
        let text = Self.readAll(pipe[0])
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0 {
            guard errno == EINTR else { throw failure(errno) }
        }
        // 128 + signal, as a shell counts.
        let signal = status & 0x7F
        return Output(status: signal == 0 ? (status >> 8) & 0xFF : 128 + signal, text: text)
    }

    /// Runs the program and throws `.toolFailed` unless it ends with 0.
    @discardableResult
    func runSuccessfully() throws -> String {
        let output = try run()
        guard output.status == 0 else {
            throw ClusterError.toolFailed(
                tool: name, output: output.text.isEmpty ? "status \(output.status)" : output.text.onOneLine)
        }
        return output.text
    }

    private func spawn(
        _ command: [String], actions: inout posix_spawn_file_actions_t, attributes: inout posix_spawnattr_t
    ) throws -> pid_t {
        let path = getenv("PATH").map { String(cString: $0) } ?? "/usr/local/bin:/usr/bin:/bin"
        var variables = ["PATH": path, "LC_ALL": "C.UTF-8", "LANGUAGE": "C"]
        variables.merge(environment) { _, own in own }
        var child = pid_t()
        let status = Self.withMutableCStrings(command) { arguments in
            Self.withMutableCStrings(variables.map { "\($0)=\($1)" }) { environment in
                posix_spawnp(&child, command[0], &actions, &attributes, arguments, environment)
            }
        }
        guard status == 0 else { throw failure(status) }
        return child
    }

    private func failure(_ code: Int32) -> ClusterError {
        .toolFailed(tool: name, output: String(cString: strerror(code)))
    }

    private var name: String { program.split(separator: "/").last.map(String.init) ?? program }

    private static func readAll(_ descriptor: Int32) -> String {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            // A tool that writes without end is read to its end but not remembered.
            if bytes.count < 1 << 20 { bytes += buffer[..<count] }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func withMutableCStrings<R>(
        _ strings: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> R
    ) -> R {
        let copies = strings.map { strdup($0) } + [nil]
        defer { for copy in copies { free(copy) } }
        return copies.withUnsafeBufferPointer { body($0.baseAddress.unsafelyUnwrapped) }
    }
}

extension String {
    var onOneLine: String {
        split(whereSeparator: \.isNewline).map { $0.drop { $0.isWhitespace } }.joined(separator: " ")
    }
}
