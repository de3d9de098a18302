/// Reads the tags of a Mustache template as the library does not: a key that is not there is an error, not nothing.
struct StrictKeys {
    private enum Tag {
        case value(String)
        case open(String)
        case close
    }

    private let tags: [Tag]

    init(_ text: String) {
        tags = text.split(separator: "{{", omittingEmptySubsequences: false).dropFirst().compactMap { piece in
            guard let inside = piece.split(separator: "}}", omittingEmptySubsequences: false).first else {
                return nil
            }
            let tag = inside.filter { $0 != "{" && $0 != " " }
            if tag.isEmpty { return nil }
            switch tag.first {
            case "#", "^": return .open(String(tag.dropFirst()))
            case "/": return .close
            case "%", "!": return nil
            default: return .value(String(tag))
            }
        }
    }

    var names: [String] {
        tags.compactMap {
            switch $0 {
            case .value(let name), .open(let name): name
            case .close: nil
            }
        }
    }

    /// The keys that a sample of what is shown has not got. Every list of the sample needs an element.
    func missing(in sample: Any) -> [String] {
        var stack: [Any?] = [sample]
        var missing: [String] = []
        for tag in tags {
            switch tag {
            case .close: stack.removeLast()
            case .value(let name):
                if !stack.contains(where: { $0 == nil }), Self.find(name, in: stack) == nil {
                    missing.append(name)
                }
            case .open(let name):
                let found = Self.find(name, in: stack)
                if found == nil, !stack.contains(where: { $0 == nil }) { missing.append(name) }
                stack.append(found.flatMap { ($0 as? [Any])?.first ?? $0 })
            }
        }
        if stack.count != 1 { missing.append("a section is not closed") }
        return missing
    }

    /// Up the stack, as the library looks.
    private static func find(_ name: String, in stack: [Any?]) -> Any? {
        let path = name.split(separator: ".")
        for object in stack.reversed() {
            guard let object, var value = child(path[0], of: object) else { continue }
            for step in path.dropFirst() {
                guard let next = child(step, of: value) else { return nil }
                value = next
            }
            return value
        }
        return nil
    }

    private static func child(_ name: Substring, of object: Any) -> Any? {
        Mirror(reflecting: object).children.first { $0.label == String(name) }?.value
    }
}
