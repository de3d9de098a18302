import Foundation

/// A program of its own that asks the service in this process, run on a thread of its own: blocking one of Swift's few would block
/// the service.
enum ShellRun {
    struct Outcome: Sendable {
        let status: Int32
        /// Standard output and standard error.
        let output: String
    }

    static func bash(
        _ script: String, in folder: String = NSTemporaryDirectory(), environment: [String: String] = [:]
    ) async throws -> Outcome {
        try await run(["bash", "-euo", "pipefail", "-c", script], in: folder, environment)
    }

    static func run(
        _ arguments: [String], in folder: String = NSTemporaryDirectory(),
        _ environment: [String: String] = [:]
    ) async throws -> Outcome {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(
                    with: Result {
                        let process = Process()
                        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
                        process.arguments = arguments
                        process.currentDirectoryURL = URL(fileURLWithPath: folder)
                        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
                        let output = Pipe()
                        process.standardOutput = output
                        process.standardError = output
                        try process.run()
                        let text = String(
                            decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
                        process.waitUntilExit()
                        return Outcome(status: process.terminationStatus, output: text)
                    })
            }
        }
    }

    /// Runs something with a folder of its own.
    static func inTemporaryFolder<Value>(_ body: (String) async throws -> Value) async throws -> Value {
        let folder = NSTemporaryDirectory() + "cnnt-api-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try await body(folder)
    }
}
