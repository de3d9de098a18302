/// Putting layers of rules together.
public enum Regulation {
    /// The rules that layers make together, the highest first: national, then the province's own, then the round's
    /// plan.
    ///
    /// A lower layer's value replaces the upper's; objects are merged key by key, lists whose elements have ids element
    /// by element, and `null` changes nothing. Legal bases and locks add up. A locked path keeps its value: a lower
    /// layer may repeat it, but not change it.
    ///
    /// - Throws: everything that is wrong, by JSON pointer into the layer or the resolved document.
    public static func resolve(_ layers: [RegulationLayer]) throws(Refusal) -> Rules {
        guard let first = layers.first else { throw Refusal(missingBase(nil)) }
        var violations = chainViolations(layers)
        var document = first.document
        var locked = first.locked
        for layer in layers.dropFirst() {
            let merged = document.overlaid(with: layer.overlay)
            violations += lockViolations(locked, before: document, after: merged)
            document = merged
            locked += layer.locked.filter { !locked.contains($0) }
        }
        document = document.setting("extends", .null)
        document = document.setting("locked", .array(locked.map(JSONValue.string)))
        document = document.setting("legal_basis", .array(legalBasis(layers)))
        document = document.setting("valid_from", layers.compactMap(\.validity.from).max().json)
        document = document.setting("valid_to", layers.compactMap(\.validity.to).min().json)
        var reader = RuleReader(isWhole: true)
        let rules = reader.rules(document.withNumbersAsText)
        violations += reader.violations
        try Refusal.throwIfAny(violations)
        guard let rules else { throw Refusal(missingBase(first)) }
        return rules
    }

    /// The rules that a document pinned by a round states.
    public static func resolve(pinned document: JSONValue) throws(Refusal) -> Rules {
        try resolve([try RegulationLayer(document)])
    }

    // MARK: The chain

    private static func chainViolations(_ layers: [RegulationLayer]) -> [Violation] {
        var violations: [Violation] = []
        if let first = layers.first, first.kind == .plan || first.extends != nil {
            violations.append(missingBase(first))
        }
        for (upper, lower) in zip(layers, layers.dropFirst()) {
            if lower.kind == .plan, lower.extends == nil { continue }
            guard upper.kind == .plan || lower.extends != upper.id else { continue }
            violations.append(
                Violation(
                    "regulation-extends",
                    vi: "“\(lower.id)” phải ghi extends là “\(upper.id)”, bộ quy tắc ngay trên nó",
                    en: "“\(lower.id)” must say in extends “\(upper.id)”, the rules right above it",
                    at: Place(pointer: "/extends")))
        }
        return violations
    }

    private static func missingBase(_ layer: RegulationLayer?) -> Violation {
        let base = layer?.extends.map { " “\($0)”" } ?? ""
        return Violation(
            "regulation-base-missing",
            vi: "Thiếu bộ quy tắc cấp trên\(base) mà tệp này dựa vào; hãy nhập nó trước",
            en: "The rules above\(base) that this rests on are missing; import them first",
            at: Place(pointer: "/extends"))
    }

    // MARK: Locks

    private static func lockViolations(
        _ locked: [String], before: JSONValue, after: JSONValue
    ) -> [Violation] {
        locked.compactMap { path in
            let parts = path.split(separator: ".").map(String.init)
            guard before.withNumbersAsText.value(at: parts) != after.withNumbersAsText.value(at: parts) else {
                return nil
            }
            return Violation(
                "regulation-locked", vi: "“\(path)” đã bị khóa ở lớp trên; hãy bỏ thay đổi này",
                en: "“\(path)” is locked by a layer above; remove this change",
                at: Place(pointer: parts.reduce("") { RuleReader.pointer($0, $1) }))
        }
    }

    private static func legalBasis(_ layers: [RegulationLayer]) -> [JSONValue] {
        var bases: [JSONValue] = []
        for basis in layers.flatMap({ $0.document["legal_basis"]?.array ?? [] }) where !bases.contains(basis)
        {
            bases.append(basis)
        }
        return bases
    }
}

extension RegulationLayer {
    /// What a layer says about the rules: a plan's name and days are not the rules'.
    fileprivate var overlay: JSONValue {
        guard kind == .plan, case .object(var members) = document else { return document }
        for key in ["id", "title", "territory", "valid_from", "valid_to"] { members[key] = nil }
        return .object(members)
    }
}

extension Day? {
    fileprivate var json: JSONValue { map { .string($0.iso) } ?? .null }
}
