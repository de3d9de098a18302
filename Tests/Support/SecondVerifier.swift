import Foundation

/// `deploy/verify_bundle.py`, the second program that checks bundles. Every bundle that a test makes goes through it.
public enum SecondVerifier {
    /// What it found; nil if everything holds.
    public static func findings(_ bundle: [UInt8]) -> String? { findings(inEach: [bundle])[0] }

    /// What it found in each of some bundles; nil if everything holds. One run of the program reads them all.
    public static func findings(inEach bundles: [[UInt8]]) -> [String?] {
        let folder = NSTemporaryDirectory() + "cnnt-bundles-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let files = bundles.indices.map { "\($0).json" }
            for (file, bundle) in zip(files, bundles) {
                try Data(bundle).write(to: URL(fileURLWithPath: folder + "/" + file))
            }
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = ["python3", "-B", SourceTree.root + "/deploy/verify_bundle.py"] + files
            process.currentDirectoryURL = URL(fileURLWithPath: folder)
            let output = Pipe()
            process.standardOutput = output
            process.standardError = output
            try process.run()
            let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            process.waitUntilExit()
            let lines = text.split(separator: "\n").map(String.init)
            let all = files.map { file in
                let told = lines.filter { $0.hasPrefix(file + ": ") }
                let isSound = told.count == 1 && told[0].hasPrefix(file + ": all ")
                return isSound ? nil : told.isEmpty ? text : told.joined(separator: "\n")
            }
            let expected: Int32 = all.allSatisfy { $0 == nil } ? 0 : 1
            guard process.terminationStatus == expected else {
                return all.map { ($0 ?? text) + " (status \(process.terminationStatus))" }
            }
            return all
        } catch {
            return bundles.map { _ in "\(error)" }
        }
    }
}
