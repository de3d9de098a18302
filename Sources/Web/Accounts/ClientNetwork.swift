import Glibc
import HTTPTypes
import Hummingbird

/// Where a request comes from, as far as it is counted: an IPv4 address, or the first half of an IPv6 one, since whoever has one
/// of those has 2^64.
enum ClientNetwork {
    /// A proxy on this machine says for whom it asks, in the last entry of `X-Forwarded-For`; what others write there is not
    /// looked at.
    static func of(_ request: Request, peer: String?) -> String {
        let peer = peer ?? ""
        guard isLoopback(peer), let forwarded = request.headers[.forwardedFor] else { return network(peer) }
        return network(String(forwarded.split(separator: ",").last ?? ""))
    }

    static func network(_ address: String) -> String {
        let text = address.filter { $0 != " " && $0 != "[" && $0 != "]" }
        if bytes(text, AF_INET, count: 4) != nil { return text }
        guard let bytes = bytes(text, AF_INET6, count: 16) else { return "unknown" }
        if bytes.prefix(10).allSatisfy({ $0 == 0 }), bytes[10] == 0xFF, bytes[11] == 0xFF {
            return bytes[12...].map { String($0) }.joined(separator: ".")
        }
        let groups = stride(from: 0, to: 8, by: 2).map {
            String(UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]), radix: 16)
        }
        return groups.joined(separator: ":") + "::/64"
    }

    static func isLoopback(_ address: String) -> Bool {
        address == "::1" || network(address).hasPrefix("127.")
    }

    /// Whether a host, with or without a port, is this machine as it calls itself.
    static func namesThisMachine(_ authority: String?) -> Bool {
        guard let authority else { return false }
        let host =
            authority.hasPrefix("[")
            ? authority.dropFirst().prefix { $0 != "]" } : authority.prefix { $0 != ":" }
        return host.lowercased() == "localhost" || isLoopback(String(host))
    }

    private static func bytes(_ text: String, _ family: Int32, count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        return inet_pton(family, text, &bytes) == 1 ? bytes : nil
    }
}

extension HTTPField.Name {
    static let forwarded = HTTPField.Name(known: "Forwarded")
    static let forwardedFor = HTTPField.Name(known: "X-Forwarded-For")
    /// What proxies write who ask for somebody.
    static let ofProxies =
        [forwarded, forwardedFor]
        + (["Via", "X-Real-IP", "X-Forwarded-Host", "X-Forwarded-Proto"] as [StaticString]).map(
            HTTPField.Name.init(known:))
    static let secFetchSite = HTTPField.Name(known: "Sec-Fetch-Site")
}
