/// Keeps the last few values made; the oldest goes first.
struct FIFOCache<Key: Hashable, Value> {
    private let capacity: Int
    private var values: [Key: Value] = [:]
    private var order: [Key] = []

    init(capacity: Int) { self.capacity = capacity }

    subscript(key: Key) -> Value? {
        get { values[key] }
        set {
            guard let newValue else { return }
            if values.updateValue(newValue, forKey: key) != nil { return }
            order.append(key)
            if order.count > capacity { values[order.removeFirst()] = nil }
        }
    }
}
