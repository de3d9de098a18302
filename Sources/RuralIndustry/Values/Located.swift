/// A value with the place it was read from, so that what a whole file gets wrong can still be told by row.
public struct Located<Value> {
    public let value: Value
    public let place: Place

    public init(_ value: Value, at place: Place = Place()) {
        self.value = value
        self.place = place
    }
}

extension Located: Equatable where Value: Equatable {}
extension Located: Hashable where Value: Hashable {}
extension Located: Sendable where Value: Sendable {}
