import Hummingbird
import HummingbirdCore
import RuralIndustry

/// Reads parameters and collects what is wrong with them.
struct QueryReader {
    private let parameters: FlatDictionary<Substring, Substring>
    private var violations: [Violation] = []

    init(_ parameters: FlatDictionary<Substring, Substring>) { self.parameters = parameters }

    mutating func value<Value>(
        _ name: String, _ parse: (String) throws(Violation) -> Value
    ) -> Value? {
        guard let text = parameters[name[...]] else { return nil }
        do throws(Violation) {
            return try parse(String(text))
        } catch {
            violations.append(error.inColumn(name))
            return nil
        }
    }

    mutating func requireKnown(_ known: [String]) {
        var seen: Set<Substring> = []
        for (name, _) in parameters {
            if !known.contains(String(name)) {
                violations.append(
                    Violation(
                        "unknown-parameter",
                        vi:
                            "không có tham số \(Text.quoted(String(name))); có: \(known.joined(separator: ", "))",
                        en:
                            "there is no parameter \(Text.quoted(String(name))); there are: \(known.joined(separator: ", "))",
                        at: Place(column: Text.quoted(String(name)))))
            } else if !seen.insert(name).inserted {
                violations.append(
                    Violation(
                        "parameter-repeated", vi: "tham số “\(name)” chỉ được viết một lần",
                        en: "the parameter “\(name)” may be given once only", at: Place(column: String(name)))
                )
            }
        }
    }

    mutating func requireOne(of names: [String]) {
        let given = names.filter { parameters.has($0[...]) }
        let list = names.joined(separator: ", ")
        if given.isEmpty {
            violations.append(
                Violation(
                    "scope-missing", vi: "cần đúng một trong các tham số: \(list)",
                    en: "exactly one of these parameters is needed: \(list)"))
        } else if given.count > 1 {
            violations.append(
                Violation(
                    "scope-several", vi: "chỉ được dùng một trong các tham số: \(list)",
                    en: "only one of these parameters may be used: \(list)"))
        }
    }

    func finish() throws(Problem) {
        guard let first = violations.first else { return }
        throw Problem(.badRequest, code: first.code, detail: first.text, violations: violations)
    }
}
