extension Int {
    /// `1 entry`, `2 entries`.
    ///
    /// - Parameter many: nil: with an s.
    func counted(_ one: String, _ many: String? = nil) -> String {
        "\(self) \(self == 1 ? one : many ?? one + "s")"
    }

    /// `1.234`
    var grouped: String {
        var digits = String(magnitude)
        var groups: [Substring] = []
        while digits.count > 3 {
            groups.insert(digits.suffix(3), at: 0)
            digits = String(digits.dropLast(3))
        }
        return (self < 0 ? "-" : "") + ([Substring(digits)] + groups).joined(separator: ".")
    }
}
