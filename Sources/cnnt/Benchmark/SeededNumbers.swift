/// SplitMix64: the same numbers for the same seed, on every machine.
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// The numbers of one record of a kind, whichever were made before it.
    init(seed: UInt64, kind: UInt64, index: Int) {
        var mixed = SeededNumbers(seed: seed ^ (kind << 56) ^ UInt64(truncatingIfNeeded: index))
        state = mixed.next()
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(1, bound))) }

    mutating func one<Value>(of values: [Value]) -> Value { values[below(values.count)] }

    mutating func happens(percent: Int) -> Bool { below(100) < percent }
}
