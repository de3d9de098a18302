/// The names of the units that a place lies in on a day, as addresses have them; nil where there is none, or where a split
/// leaves it in doubt.
public struct UnitNames: Hashable, Sendable {
    /// `Xã Tân Cương`.
    public let commune: String?
    public let district: String?
    public let province: String?

    public init(commune: String?, district: String?, province: String?) {
        self.commune = commune
        self.district = district
        self.province = province
    }

    /// `xã Tân Cương, thành phố Thái Nguyên, tỉnh Thái Nguyên`.
    public var text: String {
        [commune, district, province].compactMap(\.self).map { $0.prefix(1).lowercased() + $0.dropFirst() }
            .joined(separator: ", ")
    }

    /// These names, and beside them those of a later day if they differ: what was merged keeps the name that the decision
    /// has, and is found under the new one. A commune that was split since lies in what is left of its address (“nay thuộc”).
    public func text(today later: UnitNames) -> String {
        guard text != later.text, !later.text.isEmpty else { return text }
        guard !text.isEmpty else { return later.text }
        let isWhole = later.commune != nil || commune == nil
        return "\(text) (\(isWhole ? "nay là" : "nay thuộc") \(later.text))"
    }
}
