/// A colour in sRGB.
public struct Color: Hashable, Sendable {
    public let red: UInt8
    public let green: UInt8
    public let blue: UInt8

    /// `0xRRGGBB`.
    public init(_ hex: UInt32) {
        red = UInt8(truncatingIfNeeded: hex >> 16)
        green = UInt8(truncatingIfNeeded: hex >> 8)
        blue = UInt8(truncatingIfNeeded: hex)
    }

    private init(red: UInt8, green: UInt8, blue: UInt8) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    /// The colour thinned with white: 100 leaves it, 0 is white.
    func tint(_ percent: Int) -> Color {
        func thin(_ part: UInt8) -> UInt8 { UInt8(255 - (255 - Int(part)) * percent / 100) }
        return Color(red: thin(red), green: thin(green), blue: thin(blue))
    }

    static let white = Color(0xFFFFFF)
    static let black = Color(0x000000)
}
