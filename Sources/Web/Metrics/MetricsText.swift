/// Writes Prometheus' text format 0.0.4.
struct MetricsText {
    enum Kind: String {
        case counter, gauge, histogram
    }

    private(set) var text = ""
    private var name = ""

    /// What the samples that follow are of.
    mutating func family(_ name: String, _ kind: Kind, _ help: String) {
        self.name = name
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
    }

    mutating func sample(_ labels: [(String, String)], _ value: Int) { line("", labels, "\(value)") }

    mutating func sample(_ labels: [(String, String)], _ value: Double) { line("", labels, "\(value)") }

    /// - Parameter buckets: how many are above the bound before and not above their own; one more than there are bounds.
    mutating func histogram(_ labels: [(String, String)], bounds: [Double], buckets: [Int], sum: Double) {
        var count = 0
        for (index, number) in buckets.enumerated() {
            count += number
            line("_bucket", labels + [("le", index < bounds.count ? "\(bounds[index])" : "+Inf")], "\(count)")
        }
        line("_sum", labels, "\(sum)")
        line("_count", labels, "\(count)")
    }

    private mutating func line(_ suffix: String, _ labels: [(String, String)], _ value: String) {
        text += name + suffix
        if !labels.isEmpty {
            text += "{" + labels.map { "\($0.0)=\"\(Self.escaped($0.1))\"" }.joined(separator: ",") + "}"
        }
        text += " \(value)\n"
    }

    private static func escaped(_ text: String) -> String {
        text.reduce(into: "") { escaped, character in
            switch character {
            case "\\": escaped += "\\\\"
            case "\"": escaped += "\\\""
            case "\n": escaped += "\\n"
            default: escaped.append(character)
            }
        }
    }
}
