import Foundation
import Testing

/// A program of the machine that tests ask for a second opinion on the files.
struct Tool {
    let path: String

    static let qpdf = Tool(named: "qpdf")
    static let pdftotext = Tool(named: "pdftotext")
    static let pdftoppm = Tool(named: "pdftoppm")
    static let mutool = Tool(named: "mutool")
    static let zbarimg = Tool(named: "zbarimg")

    /// The verdict on PDF/A and PDF/UA, in the folder shared by developers, beside the package; it needs
    /// Java.
    static let pdfaCheck: Tool? = {
        var folder = URL(fileURLWithPath: #filePath)
        while folder.path != "/", folder.lastPathComponent != "Tests" { folder.deleteLastPathComponent() }
        folder.deleteLastPathComponent()
        let path = folder.appending(path: "../shared/tools/pdfa-check/pdfa-check").standardizedFileURL.path
        return FileManager.default.isExecutableFile(atPath: path) && Tool(named: "java").exists
            ? Tool(executable: path) : nil
    }()

    init(executable path: String) { self.path = path }

    init(named name: String) {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin").split(separator: ":")
        let found = folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
        path = found ?? "/usr/bin/\(name)"
    }

    var exists: Bool { FileManager.default.isExecutableFile(atPath: path) }

    struct Answer {
        let status: Int32
        let output: Data

        var text: String { String(decoding: output, as: UTF8.self) }

        /// The text with all white space, line ends included, as single spaces.
        var words: String { text.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
    }

    @discardableResult
    func callAsFunction(_ arguments: String..., environment: [String: String] = [:]) throws -> Answer {
        try run(arguments, environment: environment)
    }

    func run(_ arguments: [String], environment: [String: String] = [:]) throws -> Answer {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Answer(status: process.terminationStatus, output: output)
    }
}

/// A folder that goes when the test is over.
final class Scratch {
    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "documents-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// Writes bytes and gives the path.
    func file(_ name: String, _ bytes: [UInt8] = []) throws -> String {
        let url = folder.appending(path: name)
        if !bytes.isEmpty { try Data(bytes).write(to: url) }
        return url.path
    }
}
