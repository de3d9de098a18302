import Hummingbird
import RuralIndustry

/// The fields of a form without files, as a browser sends it (`application/x-www-form-urlencoded`, WHATWG URL).
struct FormFields: Sendable {
    private let values: [String: String]

    init(_ body: String) {
        var values: [String: String] = [:]
        for pair in body.split(separator: "&").prefix(200) {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map {
                PercentCoding.decoded(String($0).replacing("+", with: " "))
            }
            if values[parts[0]] == nil { values[parts[0]] = parts.count == 2 ? parts[1] : "" }
        }
        self.values = values
    }

    init(of request: Request) async throws {
        let body = try await request.body.collect(upTo: BodyLimit.bytes)
        self.init(String(decoding: body.readableBytesView, as: UTF8.self))
    }

    /// Empty where there is no such field.
    subscript(name: String) -> String { values[name] ?? "" }
}
