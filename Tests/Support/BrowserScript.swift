import Foundation

/// A journey through a real browser: a Python file in `Tests/Browser`, written with `harness.py` there.
///
/// Chromium is Debian's; Playwright and axe come from PyPI, fetched by `deploy/test` into a folder of their own.
public enum BrowserScript {
    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    /// Whether a test with a browser is to run: where a part is missing it is left out, but not where changes are judged, where
    /// leaving it out would be taken for its success.
    public static var isExpected: Bool {
        missing == nil || ProcessInfo.processInfo.environment["CI"].map { !$0.isEmpty } == true
    }

    /// To be said where a test is left out.
    public static let needs = "needs chromium, and Playwright and axe for Python, which deploy/test installs"

    /// What is missing on this machine; nil: nothing.
    public static var missing: String? {
        if !FileManager.default.isExecutableFile(atPath: chromium) {
            return "\(chromium) is missing: install the Debian package chromium"
        }
        for package in ["playwright", "axe_playwright_python"]
        where !SourceTree.exists("\(packages)/\(package)") {
            return "\(packages)/\(package) is missing: deploy/test fetches it"
        }
        return nil
    }

    private static let chromium = "/usr/bin/chromium"

    /// Where deploy/test puts the Python packages.
    private static var packages: String {
        ProcessInfo.processInfo.environment["CNNT_BROWSER"] ?? SourceTree.root + "/.build/browser"
    }

    /// Runs a script of `Tests/Browser` against a site that is up, and waits for its end.
    ///
    /// - Parameters:
    ///   - name: without `.py`.
    ///   - address: `http://127.0.0.1:PORT`.
    ///   - data: what the script finds in `journey.data`.
    ///   - patience: seconds after which it is ended; steps that hang say so before, and all other tests run beside it.
    /// - Throws: `Failure` with the last lines that the script wrote, or with what is missing on this machine.
    public static func run(
        _ name: String, at address: String, data: [String: String] = [:], patience: Int = 1800
    ) async throws {
        if let missing { throw Failure(description: missing) }
        let content = try JSONEncoder().encode(data)
        // a process is waited for apart from Swift's threads, which a site in the same process needs
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            Thread.detachNewThread {
                continuation.resume(
                    with: Result {
                        try follow(name, address, String(decoding: content, as: UTF8.self), patience)
                    })
            }
        }
    }

    private static func follow(_ name: String, _ address: String, _ data: String, _ patience: Int) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "timeout", "--kill-after=10", "\(patience)", "python3", "-B", "-u",
            "\(SourceTree.root)/Tests/Browser/\(name).py",
        ]
        process.environment = ProcessInfo.processInfo.environment.merging([
            "CNNT_ADDRESS": address, "CNNT_DATA": data, "PYTHONPATH": packages, "PYTHONIOENCODING": "utf-8",
        ]) { $1 }
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            let status = process.terminationStatus == 124 ? "not done after \(patience) s" : "failed"
            let last = output.split(separator: "\n").suffix(40).joined(separator: "\n")
            throw Failure(description: "\(name).py \(status):\n\(last)")
        }
    }
}
