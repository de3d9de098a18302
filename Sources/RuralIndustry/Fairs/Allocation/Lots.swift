/// The order in which equals are drawn: by SHA-256(seed ‖ 0x00 ‖ request id), the smallest first.
struct Lots {
    private let requests: [AllocationProblem.Request]
    /// For each request its place in the draw; nil without a seed.
    private let places: [Int]?

    init(_ requests: [AllocationProblem.Request], seed: String?, sha256: ([UInt8]) -> [UInt8]) {
        self.requests = requests
        places = seed.map { seed in
            let digests = requests.map { sha256(Array(seed.utf8) + [0] + Array($0.id.utf8)) }
            let order = requests.indices.sorted { digests[$0].lexicographicallyPrecedes(digests[$1]) }
            var places = [Int](repeating: 0, count: requests.count)
            for (place, request) in order.enumerated() { places[request] = place }
            return places
        }
    }

    var hasSeed: Bool { places != nil }

    /// Everybody's place.
    ///
    /// - Parameter tied: those between whom it must decide.
    /// - Throws: `draw-needs-seed` if there is no seed.
    func places(toSeparate tied: [Int]) throws(Refusal) -> [Int] {
        if let places { return places }
        let ids = tied.prefix(10).map { requests[$0].id }.joined(separator: ", ")
        let others = tied.count - 10
        throw Refusal(
            Violation(
                "draw-needs-seed",
                vi: "Các đăng ký \(ids)" + (others > 0 ? " và \(others) đăng ký khác" : "")
                    + " ngang nhau và phải bốc thăm; hãy cho mầm đã công bố trước (--seed)",
                en: "Requests \(ids)" + (others > 0 ? " and \(others) more" : "")
                    + " are equal and must be drawn; give the seed named in advance (--seed)"))
    }
}

/// For whom a draw made a difference.
struct DrawnRequests {
    var won: Set<Int> = []
    var lost: Set<Int> = []

    mutating func add(_ other: DrawnRequests) {
        won.formUnion(other.won)
        lost.formUnion(other.lost)
    }
}
