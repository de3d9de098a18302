/// The booths of a fair, known to fit on its ground: each code once, no two on the same place.
public struct BoothPlan: Hashable, Sendable {
    /// In the order of the file.
    public let booths: [Booth]

    /// Five times the largest fair of the reports.
    public static let most = 10_000

    /// Throws everything that is wrong with the plan as a whole, each with the place of its booth: `booth-plan-too-large`,
    /// `booth-code-twice`, `booth-overlap` (once for each booth, naming the first that it overlaps).
    public init(_ booths: [Located<Booth>]) throws(Refusal) {
        if booths.count > Self.most {
            throw Refusal(
                Violation(
                    "booth-plan-too-large", vi: "sơ đồ có \(booths.count) gian hàng, tối đa \(Self.most)",
                    en: "the plan has \(booths.count) booths, at most \(Self.most) are possible",
                    at: booths[Self.most].place))
        }
        try Refusal.throwIfAny(Self.codesTwice(booths) + Self.overlaps(booths))
        self.booths = booths.map(\.value)
    }

    public init(_ booths: [Booth]) throws(Refusal) { try self.init(booths.map { Located($0) }) }

    /// For each booth, by its position in `booths`, the positions of its neighbours in ascending order.
    ///
    /// Neighbours share a wall along at least half of the shorter of the two edges that touch.
    public func neighbours() -> [[Int]] {
        var neighbours = Array(repeating: [Int](), count: booths.count)
        let rectangles = booths.map(\.rectangle)
        // Walls touch where an edge's end meets another's beginning: both bounds count.
        BoothSweep.pairs(rectangles, touching: true) { one, other in
            guard rectangles[one].isNeighbour(of: rectangles[other]) else { return }
            neighbours[one].append(other)
            neighbours[other].append(one)
        }
        return neighbours.map { $0.sorted() }
    }

    /// True if one can go from each of these booths to each other from neighbour to neighbour among them; the positions are those
    /// of `booths`. What a group of adjacent booths must be.
    public static func hangTogether(_ group: some Collection<Int>, neighbours: [[Int]]) -> Bool {
        guard let first = group.first else { return true }
        var reached: Set<Int> = [first]
        var waiting = [first]
        let members = Set(group)
        while let next = waiting.popLast() {
            for neighbour in neighbours[next]
            where members.contains(neighbour) && reached.insert(neighbour).inserted {
                waiting.append(neighbour)
            }
        }
        return reached.count == members.count
    }

    private static func codesTwice(_ booths: [Located<Booth>]) -> [Violation] {
        var first: [BoothCode: Located<Booth>] = [:]
        var violations: [Violation] = []
        for booth in booths {
            guard let other = first[booth.value.code] else {
                first[booth.value.code] = booth
                continue
            }
            let row = other.place.row
            violations.append(
                Violation(
                    "booth-code-twice",
                    vi: "mã gian hàng \(booth.value.code) đã có\(row.map { " ở dòng \($0)" } ?? "")"
                        + ", viết là \(other.value.code)",
                    en:
                        "the booth's code \(booth.value.code) is used already\(row.map { " in row \($0)" } ?? "")"
                        + ", written \(other.value.code)",
                    at: Place(column: BoothColumn.code.name)
                ).at(booth.place))
        }
        return violations
    }

    private static func overlaps(_ booths: [Located<Booth>]) -> [Violation] {
        let rectangles = booths.map(\.value.rectangle)
        // The later booth of each pair is the wrong one, for want of a better reason.
        var firstOf: [Int: Int] = [:]
        BoothSweep.pairs(rectangles, touching: false) { one, other in
            guard rectangles[one].overlaps(rectangles[other]) else { return }
            let (earlier, later) = (min(one, other), max(one, other))
            firstOf[later] = min(firstOf[later] ?? earlier, earlier)
        }
        return firstOf.sorted { $0.key < $1.key }.map { later, earlier in
            let booth = booths[later]
            let other = booths[earlier]
            let row = other.place.row
            return Violation(
                "booth-overlap",
                vi: "gian hàng \(booth.value.code) chồng lên gian hàng \(other.value.code)"
                    + (row.map { " ở dòng \($0)" } ?? ""),
                en: "booth \(booth.value.code) overlaps booth \(other.value.code)"
                    + (row.map { " in row \($0)" } ?? ""), at: Place(column: BoothColumn.x.name)
            ).at(booth.place)
        }
    }
}
