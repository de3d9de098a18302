import Crypto
import CryptoExtras
import FoundationEssentials
import RuralIndustry

/// A provider's public key with which ID tokens are checked: one entry of its JWK set (RFC 7517).
struct SigningKey: Sendable {
    /// Whom a token names in its header; nil: the set has one key that needs no name.
    let id: String?
    private let material: Material

    private enum Material: Sendable {
        case rsa(_RSA.Signing.PublicKey)
        case p256(P256.Signing.PublicKey)
    }

    /// Nil for a key of another kind or for another use.
    init?(_ json: JSONValue) {
        guard json["use"]?.string ?? "sig" == "sig" else { return nil }
        id = json["kid"]?.string
        switch json["kty"]?.string {
        case "RSA":
            guard let n = json["n"]?.string.flatMap(Base64URL.bytes),
                let e = json["e"]?.string.flatMap(Base64URL.bytes),
                // RFC 7518, 3.3
                n.count >= 256, let key = try? _RSA.Signing.PublicKey(n: n, e: e)
            else { return nil }
            material = .rsa(key)
        case "EC":
            guard json["crv"]?.string == "P-256", let x = json["x"]?.string.flatMap(Base64URL.bytes),
                let y = json["y"]?.string.flatMap(Base64URL.bytes),
                let key = try? P256.Signing.PublicKey(rawRepresentation: Data(x + y))
            else { return nil }
            material = .p256(key)
        default: return nil
        }
    }

    /// All keys of a set that can be used here.
    static func all(of set: JSONValue) -> [SigningKey] {
        (set["keys"]?.array ?? []).compactMap(SigningKey.init)
    }

    /// The algorithm that the key is used with (RFC 7518, 3.1): a token does not choose it.
    var algorithm: String {
        switch material {
        case .rsa: "RS256"
        case .p256: "ES256"
        }
    }

    func hasSigned(_ message: [UInt8], _ signature: [UInt8]) -> Bool {
        switch material {
        case .rsa(let key):
            return key.isValidSignature(
                _RSA.Signing.RSASignature(rawRepresentation: Data(signature)),
                for: SHA256.hash(data: Data(message)), padding: .insecurePKCS1v1_5)
        case .p256(let key):
            guard let parsed = try? P256.Signing.ECDSASignature(rawRepresentation: Data(signature)) else {
                return false
            }
            return key.isValidSignature(parsed, for: Data(message))
        }
    }
}
