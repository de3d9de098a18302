import Foundation

/// `deploy/verify_bundle.py`, the second program that checks bundles. Every bundle that a test makes goes through it.
public enum SecondVerifier {
    /// What it found; nil if everything holds.
    public static func findings(_ bundle: [UInt8]) -> String? {
        let file = NSTemporaryDirectory() + "cnnt-bundle-\(UUID().uuidString).json"
        defer { try? FileManager.default.removeItem(atPath: file) }
        do {
            try Data(bundle).write(to: URL(fileURLWithPath: file))
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = ["python3", "-B", SourceTree.root + "/deploy/verify_bundle.py", file]
            let output = Pipe()
            process.standardOutput = output
            process.standardError = output
            try process.run()
            let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            process.waitUntilExit()
            return process.terminationStatus == 0 ? nil : text + " (status \(process.terminationStatus))"
        } catch {
            return "\(error)"
        }
    }
}
