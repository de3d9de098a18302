import Foundation
import Glibc
import Testing

/// A headless Chromium that is driven as a person would: keys are pressed, and pages are looked at (W3C WebDriver).
final class Browser {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private static let driver = "/usr/bin/chromedriver"
    private static let chromium = "/usr/bin/chromium"

    static var exists: Bool {
        [driver, chromium].allSatisfy { FileManager.default.isExecutableFile(atPath: $0) }
    }

    private let process: Process
    private let port: UInt16
    private var session = ""

    /// Starts the driver; a window opens with `begin`.
    init() throws {
        process = Process()
        process.executableURL = URL(fileURLWithPath: Self.driver)
        process.arguments = ["--port=0"]
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        var heard = ""
        var port: UInt16?
        while port == nil {
            let more = pipe.fileHandleForReading.availableData
            guard !more.isEmpty else { throw Failure(description: "chromedriver: \(heard)") }
            heard += String(decoding: more, as: UTF8.self)
            if let found = heard.firstMatch(of: /on port (\d+)\./) { port = UInt16(found.1) }
        }
        self.port = port ?? 0
    }

    /// Opens a window.
    ///
    /// - Parameter folder: where what a page offers for saving goes.
    func begin(downloads folder: String) async throws {
        let answer = try ask(
            "POST", "/session",
            [
                "capabilities": [
                    "alwaysMatch": [
                        "goog:loggingPrefs": ["browser": "ALL"],
                        "goog:chromeOptions": [
                            "binary": Self.chromium,
                            // the sandbox of Chromium does not start as root, as which the tests may run
                            "args": [
                                "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--lang=vi",
                            ],
                            "prefs": [
                                "download.default_directory": folder, "download.prompt_for_download": false,
                            ],
                        ],
                    ]
                ]
            ])
        session = (answer as? [String: Any])?["sessionId"] as? String ?? ""
    }

    func close() async {
        _ = try? ask("DELETE", "/session/\(session)", nil)
        // the driver does not heed SIGTERM
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    private func ask(_ method: String, _ path: String, _ body: [String: Any]?) throws -> Any? {
        let content = try body.map { try JSONSerialization.data(withJSONObject: $0) } ?? Data()
        let head =
            "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nContent-Type: application/json\r\n"
            + "Content-Length: \(content.count)\r\nConnection: close\r\n\r\n"
        let answer = try exchange(Data(head.utf8) + content)
        guard let end = answer.range(of: Data("\r\n\r\n".utf8)) else {
            throw Failure(description: "\(method) \(path): no answer")
        }
        let text = answer[end.upperBound...]
        let json = try JSONSerialization.jsonObject(with: text, options: .fragmentsAllowed) as? [String: Any]
        guard answer.starts(with: Data("HTTP/1.1 200 ".utf8)) else {
            throw Failure(
                description: "\(method) \(path): \(String(decoding: text.prefix(600), as: UTF8.self))")
        }
        return json?["value"]
    }

    /// Sends a request to the driver on this machine and reads the answer to its end.
    private func exchange(_ request: Data) throws -> Data {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { Glibc.close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { throw Failure(description: "chromedriver is not reached") }
        let bytes = [UInt8](request)
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                send(descriptor, $0.baseAddress?.advanced(by: sent), bytes.count - sent, 0)
            }
            guard count > 0 else { throw Failure(description: "chromedriver hung up") }
            sent += count
        }
        var answer = Data()
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while !Self.isWhole(answer) {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            answer.append(contentsOf: buffer[..<count])
        }
        return answer
    }

    /// Whether as much has come as the head of the answer says.
    private static func isWhole(_ answer: Data) -> Bool {
        guard let end = answer.range(of: Data("\r\n\r\n".utf8)) else { return false }
        let head = String(decoding: answer[..<end.lowerBound], as: UTF8.self).lowercased()
        guard let length = head.firstMatch(of: /content-length: *(\d+)/).flatMap({ Int($0.1) }) else {
            return false
        }
        return answer.count - end.upperBound >= length
    }

    func open(_ file: String) async throws {
        _ = try ask("POST", "/session/\(session)/url", ["url": "file://\(file)"])
    }

    func reload() async throws { _ = try ask("POST", "/session/\(session)/refresh", [:]) }

    /// What a script returns, as text.
    @discardableResult
    func evaluate(_ script: String) async throws -> String {
        let value = try ask(
            "POST", "/session/\(session)/execute/sync", ["script": script, "args": [] as [String]])
        return value.map { "\($0)" } ?? ""
    }

    enum Key: String {
        case enter = "\u{E007}"
        case tab = "\u{E004}"
        case down = "\u{E015}"
        case control = "\u{E009}"
    }

    /// Types a text, key by key.
    func type(_ text: String) async throws {
        try await press(text.map { String($0) }.flatMap { [("keyDown", $0), ("keyUp", $0)] })
    }

    func press(_ key: Key) async throws {
        try await press([("keyDown", key.rawValue), ("keyUp", key.rawValue)])
    }

    func press(_ held: Key, with key: Key) async throws {
        try await press([
            ("keyDown", held.rawValue), ("keyDown", key.rawValue), ("keyUp", key.rawValue),
            ("keyUp", held.rawValue),
        ])
    }

    private func press(_ strokes: [(String, String)]) async throws {
        let actions = strokes.map { ["type": $0.0, "value": $0.1] }
        _ = try ask(
            "POST", "/session/\(session)/actions",
            ["actions": [["type": "key", "id": "keyboard", "actions": actions] as [String: Any]]])
    }

    private func command(_ name: String, _ parameters: [String: Any]) async throws -> [String: Any] {
        try ask(
            "POST", "/session/\(session)/goog/cdp/execute", ["cmd": name, "params": parameters])
            as? [String: Any] ?? [:]
    }

    func resize(width: Int, height: Int = 900, isDark: Bool = false) async throws {
        _ = try await command(
            "Emulation.setDeviceMetricsOverride",
            ["width": width, "height": height, "deviceScaleFactor": 1, "mobile": false])
        _ = try await command(
            "Emulation.setEmulatedMedia",
            ["features": [["name": "prefers-color-scheme", "value": isDark ? "dark" : "light"]]])
    }

    /// The whole page as a PNG file.
    func photograph(to path: String) async throws {
        let shot = try await command(
            "Page.captureScreenshot", ["captureBeyondViewport": true, "format": "png"])
        guard let text = shot["data"] as? String, let data = Data(base64Encoded: text) else {
            throw Failure(description: "no picture")
        }
        try data.write(to: URL(fileURLWithPath: path))
    }

    /// What the page complained of.
    func complaints() async throws -> [String] {
        let entries = try ask("POST", "/session/\(session)/se/log", ["type": "browser"]) as? [[String: Any]]
        return (entries ?? []).filter { $0["level"] as? String != "INFO" }.map { "\($0["message"] ?? "")" }
    }
}
