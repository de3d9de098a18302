public import RuralIndustry

/// The one text of a JSON document that is hashed and signed: RFC 8785 (JCS), of which only documents without fractional
/// numbers are accepted.
///
/// No blanks; keys in the order of their UTF-16 code units; strings in UTF-8 with the short escapes; whole numbers in
/// decimal, within ±(2⁵³ − 1) so that every reader has them exactly. Marks and totals are strings.
public enum CanonicalJSON {
    private static let exactIntegers: ClosedRange<Int64> = -9_007_199_254_740_991...9_007_199_254_740_991

    /// - Throws: `canonical-json-number` for a number that must be written as a string, with its pointer.
    public static func encode(_ document: JSONValue) throws(Violation) -> [UInt8] {
        // where a number is wrong is worked out only if one is
        if !isExact(document) { try refuseInexact(document, "") }
        return document.utf8
    }

    private static func isExact(_ value: JSONValue) -> Bool {
        switch value {
        case .integer(let number): exactIntegers.contains(number)
        case .decimal: false
        case .array(let elements): elements.allSatisfy { isExact($0) }
        case .object(let members): members.values.allSatisfy { isExact($0) }
        default: true
        }
    }

    private static func refuseInexact(_ value: JSONValue, _ pointer: String) throws(Violation) {
        switch value {
        case .integer(let number) where !exactIntegers.contains(number): throw inexact("\(number)", pointer)
        case .decimal(let number): throw inexact("\(number)", pointer)
        case .array(let elements):
            for (index, element) in elements.enumerated() {
                try refuseInexact(element, "\(pointer)/\(index)")
            }
        case .object(let members):
            for (key, member) in members { try refuseInexact(member, "\(pointer)/\(escaped(key))") }
        default: return
        }
    }

    /// RFC 6901 §3.
    private static func escaped(_ key: String) -> String {
        String(key.flatMap { $0 == "~" ? "~0" : $0 == "/" ? "~1" : String($0) })
    }

    private static func inexact(_ number: String, _ pointer: String) -> Violation {
        Violation(
            "canonical-json-number", vi: "Số \(number) phải ghi dưới dạng chuỗi để niêm phong được",
            en: "The number \(number) must be written as a string to be sealed", at: Place(pointer: pointer))
    }
}
