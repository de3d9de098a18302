/// Where a booth stands: the corner nearest to the plan's origin (x to the right, y down), its width along x and depth along y.
public struct BoothRectangle: Hashable, Sendable {
    public let x: Length
    public let y: Length
    public let width: Length
    public let depth: Length

    /// Nil if it would have no area.
    public init?(x: Length, y: Length, width: Length, depth: Length) {
        guard width.millimetres > 0, depth.millimetres > 0 else { return nil }
        self.x = x
        self.y = y
        self.width = width
        self.depth = depth
    }

    /// In millimetres, from the left edge to the right one.
    public var horizontal: Range<Int> { x.millimetres..<x.millimetres + width.millimetres }
    /// In millimetres, from the edge at `y` to the one opposite.
    public var vertical: Range<Int> { y.millimetres..<y.millimetres + depth.millimetres }

    /// In square millimetres.
    public var area: Int { width.millimetres * depth.millimetres }

    /// True if they have ground in common; a common wall is none.
    public func overlaps(_ other: BoothRectangle) -> Bool {
        horizontal.overlaps(other.horizontal) && vertical.overlaps(other.vertical)
    }

    /// True if they share a wall along at least half of the shorter of the two edges that touch: side by side or back to back,
    /// but not at a corner, and not where one is shifted by most of its length.
    public func isNeighbour(of other: BoothRectangle) -> Bool {
        if horizontal.touches(other.horizontal) { return vertical.sharesHalf(with: other.vertical) }
        if vertical.touches(other.vertical) { return horizontal.sharesHalf(with: other.horizontal) }
        return false
    }
}

extension Range<Int> {
    fileprivate func touches(_ other: Range<Int>) -> Bool {
        upperBound == other.lowerBound || other.upperBound == lowerBound
    }

    fileprivate func sharesHalf(with other: Range<Int>) -> Bool {
        let shared = clamped(to: other).count
        return shared > 0 && 2 * shared >= Swift.min(count, other.count)
    }
}
