import Foundation

/// The commands of a README's transcript with what they print: blocks fenced as `console`, lines that begin with `$ `.
struct Transcript {
    struct Step {
        var command: String
        /// Nil if the README shows nothing under the command.
        var output: String?
        /// A comment `# exit 1` at the end of the command's line says so.
        var status: Int32
    }

    let steps: [Step]

    init(readme path: String) throws {
        var steps: [Step] = []
        var isInside = false
        for line in try String(contentsOfFile: path, encoding: .utf8).components(separatedBy: "\n") {
            if line.hasPrefix("```") {
                isInside = line == "```console"
            } else if isInside, line.hasPrefix("$ ") {
                let parts = line.dropFirst(2).components(separatedBy: "  # exit ")
                steps.append(
                    Step(command: parts[0], output: nil, status: parts.count > 1 ? Int32(parts[1]) ?? -1 : 0))
            } else if isInside, !steps.isEmpty, steps[steps.count - 1].command.hasSuffix("\\") {
                steps[steps.count - 1].command += "\n" + line
            } else if isInside, !line.isEmpty, !steps.isEmpty {
                let before = steps[steps.count - 1].output.map { $0 + "\n" } ?? ""
                steps[steps.count - 1].output = before + line
            }
        }
        self.steps = steps
    }

    /// Equal but for white space at the ends of lines; `…` stands for anything within a line.
    static func matches(_ actual: String, _ expected: String) -> Bool {
        func lines(_ text: String) -> [String] {
            text.components(separatedBy: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.filter {
                !$0.isEmpty
            }
        }
        let (actual, expected) = (lines(actual), lines(expected))
        return actual.count == expected.count
            && zip(actual, expected).allSatisfy { line, pattern in
                let parts = pattern.components(separatedBy: "…")
                guard parts.count > 1 else { return line == pattern }
                var rest = line[...]
                for (index, part) in parts.enumerated() {
                    guard let found = part.isEmpty ? rest.startIndex..<rest.startIndex : rest.range(of: part)
                    else { return false }
                    if index == 0, found.lowerBound != rest.startIndex { return false }
                    rest = rest[found.upperBound...]
                }
                return parts.last == "" || rest.isEmpty
            }
    }
}
