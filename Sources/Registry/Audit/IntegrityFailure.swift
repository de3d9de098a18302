public import RuralIndustry

/// Something that is kept does not agree with itself: records were altered past the program, or the program has a defect.
/// Nothing was changed.
public struct IntegrityFailure: Error, Sendable {
    /// Never empty.
    public let findings: [Violation]

    init(_ first: Violation, _ more: [Violation] = []) { findings = [first] + more }

    static func throwIfAny(_ findings: [Violation]) throws(IntegrityFailure) {
        if let first = findings.first { throw IntegrityFailure(first, Array(findings.dropFirst())) }
    }
}
