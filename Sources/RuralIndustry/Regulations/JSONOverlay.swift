extension JSONValue {
    /// This value with a lower layer's over it; see `Regulation.resolve` for the rule.
    func overlaid(with lower: JSONValue) -> JSONValue {
        switch (self, lower) {
        case (_, .null): return self
        case (.object(let members), .object(let others)):
            return .object(
                members.merging(others) { upper, lower in upper.overlaid(with: lower) })
        case (.array(let elements), .array(let others)):
            guard let ids = Self.ids(elements), let otherIDs = Self.ids(others) else { return lower }
            let updates = Dictionary(zip(otherIDs, others)) { first, _ in first }
            let kept = zip(ids, elements).map { id, element in
                updates[id].map { element.overlaid(with: $0) } ?? element
            }
            let added = zip(otherIDs, others).filter { !ids.contains($0.0) }.map(\.1)
            return .array(kept + added)
        default: return lower
        }
    }

    /// The value at a path of keys, elements of lists being found by their id; nil if there is none or it is `null`.
    func value(at path: [String]) -> JSONValue? {
        guard let first = path.first else { return isNull ? nil : self }
        let next = self[first] ?? array?.first { $0["id"]?.string == first }
        return next?.value(at: Array(path.dropFirst()))
    }

    func setting(_ key: String, _ value: JSONValue) -> JSONValue {
        guard case .object(var members) = self else { return self }
        members[key] = value
        return .object(members)
    }

    /// The same document with marks, weights and the like written as text, so that `40`, `"40"` and `"40.0"` are one
    /// value and the document can be sealed.
    var withNumbersAsText: JSONValue {
        switch self {
        case .object(let members):
            return .object(
                Dictionary(
                    uniqueKeysWithValues: members.map { key, value in
                        (key, Self.decimalKeys.contains(key) ? value.numberAsText : value.withNumbersAsText)
                    }))
        case .array(let elements): return .array(elements.map(\.withNumbersAsText))
        default: return self
        }
    }

    private static let decimalKeys: Set<String> = ["max", "weight", "step", "eligible_at_least", "at_least"]

    private var numberAsText: JSONValue {
        switch self {
        case .integer(let number): .string(String(number))
        case .decimal(let number): .string(number.description)
        case .string(let text): .string((try? ExactDecimal(text))?.description ?? text)
        default: self
        }
    }

    private static func ids(_ elements: [JSONValue]) -> [String]? {
        let ids = elements.compactMap { $0["id"]?.string }
        return ids.count == elements.count ? ids : nil
    }
}
