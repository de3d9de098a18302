/// The id of a product group. Groups are data of the regulation; the four of TT 26/2014/TT-BCT Đ5 have constants here.
public struct ProductGroupID: RawRepresentable, Hashable, Comparable, Sendable {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    /// Thủ công mỹ nghệ.
    public static let handicraft = ProductGroupID(rawValue: "handicraft")
    /// Chế biến nông, lâm, thủy sản và thực phẩm.
    public static let food = ProductGroupID(rawValue: "food")
    /// Thiết bị, máy móc, dụng cụ và phụ tùng cơ khí.
    public static let machinery = ProductGroupID(rawValue: "machinery")
    /// Các sản phẩm khác.
    public static let other = ProductGroupID(rawValue: "other")

    public static func < (left: ProductGroupID, right: ProductGroupID) -> Bool {
        left.rawValue < right.rawValue
    }
}

extension ProductGroupID: CustomStringConvertible {
    public var description: String { rawValue }
}
