import HTTPTypes
import Hummingbird
import RuralIndustry

/// What the caller would rather have, from `Accept` and `Accept-Language` (RFC 9110, 12.5).
struct Preferences: Hashable, Sendable {
    /// JSON, where there is a page too.
    let prefersJSON: Bool
    /// Vietnamese unless English is asked for before it.
    let language: Language

    init(accept: String?, acceptLanguage: String?) {
        let types = Self.weights(accept)
        // "*/*" and "application/*" ask for nothing in particular: that is what curl and old browsers send.
        let json = max(types["application/json"] ?? 0, types["application/problem+json"] ?? 0)
        prefersJSON = json > (types["text/html"] ?? 0)
        let languages = Self.weights(acceptLanguage)
        func weight(_ language: String) -> Int {
            languages.filter { $0.key == language || $0.key.hasPrefix(language + "-") }.values.max() ?? 0
        }
        self.language = weight("en") > weight("vi") ? .english : .vietnamese
    }

    init(_ request: Request) {
        self.init(accept: request.headers[.accept], acceptLanguage: request.headers[.acceptLanguage])
    }

    /// Whether one of some types is acceptable; everything is to who says nothing.
    static func accepts(_ types: [String], _ request: Request) -> Bool {
        guard let header = request.headers[.accept] else { return true }
        let asked = weights(header)
        return types.contains { type in
            let group = type.prefix { $0 != "/" } + "/*"
            return (asked[type] ?? asked[String(group)] ?? asked["*/*"] ?? 0) > 0
        }
    }

    /// `text/html, application/json;q=0.8`: what is asked for, with its weight in thousandths.
    private static func weights(_ header: String?) -> [String: Int] {
        guard let header else { return [:] }
        var weights: [String: Int] = [:]
        for item in header.split(separator: ",").prefix(50) {
            let parts = item.split(separator: ";").map { $0.filter { $0 != " " }.lowercased() }
            guard let name = parts.first else { continue }
            let quality =
                parts.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
            weights[name] = quality >= 0 && quality <= 1 ? Int(quality * 1000) : 0
        }
        return weights
    }
}
