import Foundation
import Testing

/// Runs the built program as a process of its own, in a folder and with a data folder of its own.
struct Program: Sendable {
    struct Outcome: Sendable {
        let status: Int32
        let output: String
        let errors: String
    }

    let folder: String
    let environment: [String: String]

    static let projectRoot = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent()
        .deletingLastPathComponent().path

    /// The program lies beside the test bundle.
    static let binary: String = {
        var folder = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
            .deletingLastPathComponent()
        while folder.path != "/" {
            let candidate = folder.appendingPathComponent("cnnt").path
            if FileManager.default.isExecutableFile(atPath: candidate) { return candidate }
            folder.deleteLastPathComponent()
        }
        return projectRoot + "/.build/debug/cnnt"
    }()

    init(folder: String, environment: [String: String] = [:]) {
        self.folder = folder
        var all = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("CNNT_") }
        all["CNNT_DATA_DIR"] = folder + "/data"
        all["CNNT_SQL_DIR"] = Self.projectRoot + "/sql"
        all["CNNT_CONFIG"] = "/dev/null"
        self.environment = all.merging(environment) { $1 }
    }

    func with(_ more: [String: String]) -> Program {
        Program(folder: folder, environment: environment.merging(more) { $1 })
    }

    @discardableResult
    func run(_ arguments: String...) throws -> Outcome { try run(arguments) }

    /// A bundle that is exported goes through the second program at once.
    func run(_ arguments: [String]) throws -> Outcome {
        let outcome = try Self.launch(Self.binary, arguments, self)
        if outcome.status == 0, arguments.starts(with: ["bundle", "export"]), arguments.count > 3 {
            let second = try verifyAgain(arguments[3])
            #expect(second.status == 0, "\(second.output)\(second.errors)")
        }
        return outcome
    }

    /// What `deploy/verify_bundle.py` says of a bundle.
    func verifyAgain(_ file: String) throws -> Outcome {
        try shell("python3 -B '\(Self.projectRoot)/deploy/verify_bundle.py' '\(file)'")
    }

    /// A line as a shell runs it, with `cnnt` on the path.
    func shell(_ line: String) throws -> Outcome {
        let bin = (Self.binary as NSString).deletingLastPathComponent
        let path = bin + ":" + (environment["PATH"] ?? "/usr/bin:/bin")
        return try Self.launch("/bin/bash", ["-c", line], with(["PATH": path]))
    }

    private static func launch(_ path: String, _ arguments: [String], _ program: Program) throws -> Outcome {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.environment = program.environment
        process.currentDirectoryURL = URL(fileURLWithPath: program.folder)
        process.standardInput = FileHandle.nullDevice
        let output = program.folder + "/.out-" + UUID().uuidString
        let errors = program.folder + "/.err-" + UUID().uuidString
        for file in [output, errors] { _ = FileManager.default.createFile(atPath: file, contents: nil) }
        defer { for file in [output, errors] { try? FileManager.default.removeItem(atPath: file) } }
        process.standardOutput = FileHandle(forWritingAtPath: output)
        process.standardError = FileHandle(forWritingAtPath: errors)
        try process.run()
        process.waitUntilExit()
        return Outcome(
            status: process.terminationStatus, output: try String(contentsOfFile: output, encoding: .utf8),
            errors: try String(contentsOfFile: errors, encoding: .utf8))
    }

    /// A folder that is gone when the work is done, its server stopped. The work waits for programs; so that others can go on
    /// meanwhile, it does that on threads that are there for it.
    static func inTemporaryFolder(_ body: (Program) throws -> Void) async throws {
        try await withTaskExecutorPreference(WaitingThreads.shared) { try inFolder(body) }
    }

    /// The same for work that lets others go on between its programs.
    static func inOwnFolder(_ body: (Program) async throws -> Void) async throws {
        try await withTaskExecutorPreference(WaitingThreads.shared) {
            let program = try inNewFolder()
            defer { program.end() }
            try await body(program)
        }
    }

    /// The same on the thread that it is called on.
    static func inFolder(_ body: (Program) throws -> Void) throws {
        let program = try inNewFolder()
        defer { program.end() }
        try body(program)
    }

    private static func inNewFolder() throws -> Program {
        let folder = "/tmp/cnnt-test-" + UUID().uuidString.prefix(8).lowercased()
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        return Program(folder: folder)
    }

    private func end() {
        _ = try? run("db", "stop")
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// The same program in a folder within its own, which shows the files that lie there now.
    func beside(_ number: Int) throws -> Program {
        let place = folder + "/beside-\(number)"
        try? FileManager.default.removeItem(atPath: place)
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter {
            !$0.hasPrefix("beside-") && !$0.hasPrefix(".")
        }
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        for file in files {
            try FileManager.default.createSymbolicLink(
                atPath: place + "/" + file, withDestinationPath: folder + "/" + file)
        }
        return Program(folder: place, environment: environment)
    }

    /// The service on a port of its own for as long as the work is done; `get` asks it.
    func serving(_ body: (_ port: Int) throws -> Void) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Self.binary)
        process.arguments = ["serve", "--listen", "127.0.0.1:0"]
        process.environment = environment
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        let errors = Pipe()
        process.standardError = errors
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        defer {
            process.terminate()
            process.waitUntilExit()
        }
        // the first line names the address
        let line = String(decoding: errors.fileHandleForReading.availableData, as: UTF8.self)
        guard let port = line.firstMatch(of: /http:\/\/127\.0\.0\.1:(\d+)/).flatMap({ Int($0.1) }) else {
            throw NotServing(said: line)
        }
        try body(port)
    }

    struct NotServing: Error {
        let said: String
    }

    /// The status line and the body of what the service answers.
    func get(_ address: String, at port: Int, accept: String = "*/*") throws -> (status: String, body: String)
    {
        try ask("GET", address, at: port, accept: accept)
    }

    /// What parts the fields of a form that `ask` sends.
    static let formBoundary = "----x7"

    /// - Parameter bodyOf: a file with a form that is sent along, its parts bounded by `formBoundary`.
    func ask(
        _ method: String, _ address: String, at port: Int, accept: String = "*/*", bodyOf file: String? = nil
    ) throws -> (status: String, body: String) {
        let answer = try shell(
            """
            exec 3<>/dev/tcp/127.0.0.1/\(port)
            printf '%s %s HTTP/1.1\\r\\nHost: 127.0.0.1\\r\\nConnection: close\\r\\nAccept: %s\\r\\n' '\(method)' '\(address)' '\(accept)' >&3
            if [ -n '\(file ?? "")' ]; then
              printf 'Content-Type: multipart/form-data; boundary=\(Self.formBoundary)\\r\\nContent-Length: %s\\r\\n\\r\\n' "$(stat -c %s '\(file ?? "")')" >&3
              cat '\(file ?? "")' >&3
            else
              printf '\\r\\n' >&3
            fi
            cat <&3
            """
        ).output
        let parts = answer.components(separatedBy: "\r\n\r\n")
        return (
            parts[0].components(separatedBy: "\r\n")[0], parts.dropFirst().joined(separator: "\r\n\r\n")
        )
    }

    /// The status lines of many requests without content, one after the other by one shell: a shell for each takes minutes.
    func statusLines(of requests: [(method: String, address: String)], at port: Int) throws -> [String] {
        try write(requests.map { "\($0.method) \($0.address)\n" }.joined(), to: "requests.txt")
        let outcome = try shell(
            """
            while read -r method address; do
              exec 3<>/dev/tcp/127.0.0.1/\(port)
              printf '%s %s HTTP/1.1\\r\\nHost: 127.0.0.1\\r\\nConnection: close\\r\\n\\r\\n' "$method" "$address" >&3
              read -r line <&3
              printf '%s\\n' "$line"
              exec 3>&-
            done <requests.txt
            """)
        return outcome.output.split(whereSeparator: \.isNewline).map(String.init)
    }

    func write(_ bytes: [UInt8], to name: String) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: folder + "/" + name))
    }

    func write(_ text: String, to name: String) throws {
        try text.write(toFile: folder + "/" + name, atomically: true, encoding: .utf8)
    }

    func read(_ name: String) throws -> String {
        try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
    }
}

extension Program.Outcome {
    /// The rows of a CSV output by column; no field here has quotes inside.
    var rows: [[String: String]] {
        let lines = output.split(separator: "\n").map(String.init)
        guard let header = lines.first.map(Self.cells) else { return [] }
        return lines.dropFirst().map { Dictionary(zip(header, Self.cells($0))) { $1 } }
    }

    private static func cells(_ line: String) -> [String] {
        var cells = [""]
        var isQuoted = false
        for character in line {
            switch character {
            case "\"": isQuoted.toggle()
            case "," where !isQuoted: cells.append("")
            default: cells[cells.count - 1].append(character)
            }
        }
        return cells
    }
}
