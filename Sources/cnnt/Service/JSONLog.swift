import Glibc
import Logging
import RuralIndustry

/// Writes a log as JSON lines on standard error: `time`, `level`, `message` and what else is known of the event, a request's id
/// as `request_id`.
struct JSONLog: LogHandler {
    var logLevel = Logger.Level.notice
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var all = metadata
        if let provided = metadataProvider?.get() { all.merge(provided) { $1 } }
        if let own = event.metadata { all.merge(own) { $1 } }
        if let error = event.error { all["error"] = "\(error)" }
        Self.write(level: event.level, event.message.description, all)
    }

    /// One line in one piece, so that lines of several threads do not mix.
    static func write(level: Logger.Level, _ message: String, _ metadata: Logger.Metadata) {
        Console().note(line(at: Process.now, level: level, message, metadata))
    }

    static func line(
        at time: Instant, level: Logger.Level, _ message: String, _ metadata: Logger.Metadata
    ) -> String {
        var line =
            "{\"time\":\"\(timestamp(time))\",\"level\":\"\(level.rawValue)\",\"message\":\(quoted(message))"
        for (key, value) in metadata.map({ (name($0), $1) }).sorted(by: { $0.0 < $1.0 }) {
            line += ",\(quoted(key)):\(json(value))"
        }
        return line + "}"
    }

    /// As the library calls it, and as it is called here; what every line has is nobody else's name.
    private static func name(_ key: String) -> String {
        switch key {
        case "hb.request.id": "request_id"
        case "time", "level", "message": "event_\(key)"
        default: key
        }
    }

    private static func json(_ value: Logger.Metadata.Value) -> String {
        switch value {
        case .string(let text): quoted(text)
        case .stringConvertible(let number as Int): "\(number)"
        case .stringConvertible(let number as Double) where number.isFinite: "\(number)"
        case .stringConvertible(let flag as Bool): "\(flag)"
        case .stringConvertible(let other): quoted(other.description)
        case .array(let values): "[" + values.map(json).joined(separator: ",") + "]"
        case .dictionary(let values):
            "{"
                + values.sorted { $0.key < $1.key }.map { "\(quoted($0.key)):\(json($0.value))" }
                .joined(separator: ",") + "}"
        }
    }

    /// `2026-11-20T08:30:00.123+07:00`
    private static func timestamp(_ time: Instant) -> String {
        let thousandths = String(1000 + time.microsecondsSince1970 / 1000 % 1000).dropFirst()
        return "\(time.iso.dropLast(6)).\(thousandths)+07:00"
    }

    /// RFC 8259, 7.
    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
