import Glibc
import NIOCore
import RuralIndustry

/// Where to listen: `HOST:PORT`, with an IPv6 address in brackets.
struct ListenAddress: Hashable, Sendable {
    let host: String
    let port: Int

    /// Violation: `listen-unreadable`.
    init(_ text: String) throws(Violation) {
        guard let colon = text.lastIndex(of: ":") else { throw Self.unreadable(text) }
        var host = text[..<colon]
        let isBracketed = host.hasPrefix("[") && host.hasSuffix("]")
        if isBracketed { host = host.dropFirst().dropLast() }
        let digits = text[text.index(after: colon)...]
        guard !host.isEmpty, isBracketed || !host.contains(":"), !host.contains("["), !host.contains("]"),
            !digits.isEmpty, digits.utf8.allSatisfy({ UInt8(ascii: "0") <= $0 && $0 <= UInt8(ascii: "9") }),
            let port = UInt16(digits)
        else { throw Self.unreadable(text) }
        self.host = String(host)
        self.port = Int(port)
    }

    /// As it is written in an address; `port` is the real one if any was asked for.
    func text(port: Int? = nil) -> String {
        (host.contains(":") ? "[\(host)]" : host) + ":\(port ?? self.port)"
    }

    /// Why the system does not let us listen there.
    func violation(for error: IOError) -> Violation {
        switch error.errnoCode {
        case EADDRINUSE:
            Violation(
                "port-taken", vi: "\(text()) đã có chương trình khác dùng; chọn cổng khác bằng --listen",
                en: "\(text()) is taken by another program; choose another port with --listen")
        default:
            unusable(Bilingual(vi: Self.systemText(error.errnoCode), en: Self.systemText(error.errnoCode)))
        }
    }

    func unusable(_ reason: Bilingual) -> Violation {
        Violation(
            "listen-refused", vi: "không mở được \(text()): \(reason.vi)",
            en: "cannot listen on \(text()): \(reason.en)")
    }

    private static func systemText(_ code: CInt) -> String { String(cString: strerror(code)) }

    private static func unreadable(_ text: String) -> Violation {
        Violation(
            "listen-unreadable", vi: "“\(text)” không phải là địa chỉ; viết như 127.0.0.1:8080",
            en: "“\(text)” is no address; write it like 127.0.0.1:8080")
    }
}
