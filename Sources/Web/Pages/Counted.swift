extension Int {
    /// `1 entry`, `2 entries`.
    ///
    /// - Parameter many: nil: with an s.
    func counted(_ one: String, _ many: String? = nil) -> String {
        "\(self) \(self == 1 ? one : many ?? one + "s")"
    }
}
