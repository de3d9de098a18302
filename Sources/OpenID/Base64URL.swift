import FoundationEssentials

/// Base 64 for addresses, without padding (RFC 4648, 5), as tokens and keys of OpenID Connect are written.
enum Base64URL {
    static func text(_ bytes: some Sequence<UInt8>) -> String {
        String(
            Data(bytes).base64EncodedString().compactMap {
                switch $0 {
                case "=": nil
                case "+": "-"
                case "/": "_"
                default: $0
                }
            })
    }

    /// Nil for what is not written so, padding included.
    static func bytes(_ text: some StringProtocol) -> [UInt8]? {
        var plain = ""
        for character in text {
            switch character {
            case "-": plain.append("+")
            case "_": plain.append("/")
            case "+", "/", "=": return nil
            default: plain.append(character)
            }
        }
        guard plain.utf8.count % 4 != 1 else { return nil }
        plain += String(repeating: "=", count: (4 - plain.utf8.count % 4) % 4)
        guard let data = Data(base64Encoded: plain), Self.text(data) == text else { return nil }
        return Array(data)
    }
}
