import CDeflate
import CHarfBuzz
import CPNG
import CQREncode
public import RuralIndustry

/// What the bytes of a file depend on beside the record that it shows and its design: the font files and the libraries. Kept
/// with every file that is written, so that a copy that comes out differently can say why.
public struct Rendering: Hashable, Sendable {
    /// The SHA-256 of each font file by its name.
    public let fonts: [String: String]
    /// The version of each library by its name; empty: from before they were recorded.
    public let libraries: [String: String]

    /// What there is now.
    public init(fonts: FontSet) {
        self.fonts = fonts.hashes
        libraries = Self.linked
    }

    /// As it was kept.
    public init(_ json: JSONValue) {
        func texts(_ key: String) -> [String: String] {
            guard case .object(let members)? = json[key] else { return [:] }
            return members.compactMapValues(\.string)
        }
        fonts = texts("fonts")
        libraries = texts("libraries")
    }

    public var json: JSONValue {
        .object([
            "fonts": .object(fonts.mapValues(JSONValue.string)),
            "libraries": .object(libraries.mapValues(JSONValue.string)),
        ])
    }

    /// `harfbuzz 6.0.0; libdeflate 1.14; …`.
    public var libraryText: String {
        libraries.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: "; ")
    }

    /// What differs from what was kept, one text each: `harfbuzz 6.0.0 → 8.3.0`. Font files are told by the beginning of
    /// their SHA-256.
    public func changes(since kept: Rendering) -> [String] {
        func changes(_ kept: [String: String], _ now: [String: String]) -> [String] {
            kept.sorted { $0.key < $1.key }.compactMap { name, before in
                let after = now[name] ?? "–"
                return after == before ? nil : "\(name) \(before.prefix(16)) → \(after.prefix(16))"
            }
        }
        return changes(kept.fonts, fonts) + changes(kept.libraries, libraries)
    }

    /// The libraries that the process runs with. libdeflate does not say its version when it runs: that of its header.
    private static let linked = [
        "harfbuzz": String(cString: hb_version_string()),
        "libdeflate": LIBDEFLATE_VERSION_STRING,
        "libpng": String(cString: png_get_libpng_ver(nil)),
        "libqrencode": String(cString: QRcode_APIVersionString()),
    ]
}
