import RuralIndustry

/// Addresses of a provider: HTTPS, or plain HTTP of this very machine, where a provider is tried out.
enum ProviderAddress {
    static func isUsable(_ address: String) -> Bool {
        let isPlain =
            address.utf8.allSatisfy { $0 > 32 && $0 < 127 } && !address.contains("\\")
            && !address.contains("#")
        return isPlain
            && (address.hasPrefix("https://") && address.utf8.count > 8 || isOfThisMachine(address))
    }

    static func isOfThisMachine(_ address: String) -> Bool {
        ["http://127.0.0.1", "http://localhost", "http://[::1]"].contains { prefix in
            guard address.hasPrefix(prefix) else { return false }
            let next = address.dropFirst(prefix.count).first
            return next == nil || next == "/" || next == ":" && !address.contains("@")
        }
    }

    /// Scheme, host and port.
    static func origin(of address: String) -> String {
        let parts = address.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        return parts.prefix(3).joined(separator: "/")
    }
}
